"""The ways into radio and around it: menus, the queue that goes on, bridges, song paths, settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from app import tasks, theme
from app.autoqueue import AutoQueue
from app.choices import Choices
from app.covers import Covers
from app.moments import part_around
from app.pathdesk import PathDesk
from app.player.base import State
from app.player.queue import Repeat
from app.radiodesk import Stage
from app.views.barmenus import BarMenus
from app.views.commands import TrackCommands
from app.views.groups import Groups
from app.views.settings.radio import RadioSection
from app.views.songpath import PathDialog
from app.views.trackmenu import track_menu
from app.views.whole import Whole, of_album, of_artist, of_genre
from app.widgets.controls import IconButton
from app.widgets.player_bar import PlayerBar
from app.widgets.queue_drawer import QueueDrawer
from core.database import Database
from core.domain import TrackId
from core.library.bans import Ban, Bans
from core.library.browse import Browse
from core.library.opinions import Opinions
from core.library.radios import Seed, SeedKind
from core.library.tracks import SQL, Library
from core.settings import Settings
from tests.app.radioroom import Room
from tests.app.shelf import fill, until

SONGS = 60


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "library.db", SQL))
    fill(made, SONGS)
    yield made
    tasks.drain()
    made.close()


class Hall(Room):
    """Radio with the parts around it."""

    def __init__(self, library: Library, folder: Path) -> None:
        super().__init__(library)
        self.choices = Choices(folder / "settings.toml", Settings())
        self.commands = TrackCommands(library)
        self.commands.radio.connect(self.desk.start)
        self.commands.barred.connect(lambda bans: self.desk.ban(*bans))
        self.auto = AutoQueue(self.playback, self.desk, self.choices)
        self.paths = PathDesk(library, self.playback, self.listened)
        self.paths.said.connect(lambda text, _action, act: self.offers.append((text, act)))
        self.paths.failed.connect(self.notices.append)
        self.asked: list[Seed] = []
        self.commands.radio.connect(self.asked.extend)

    def play(self, *ids: int) -> None:
        self.playback.play_tracks([TrackId(id) for id in ids])
        self.player.advance(1)

    def close(self) -> None:
        self.paths.close()
        super().close()


@pytest.fixture
def hall(library: Library, tmp_path: Path) -> Iterator[Hall]:
    made = Hall(library, tmp_path)
    yield made
    made.close()


@pytest.fixture
def window() -> Iterator[QWidget]:
    made = QWidget()
    made.resize(900, 700)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QApplication.processEvents()


def press(menu: QMenu, *words: str) -> None:
    """Goes through submenus to the entry with these words."""
    for number, text in enumerate(words):
        action = next(action for action in menu.actions() if action.text() == text)
        if number == len(words) - 1:
            action.trigger()
        else:
            menu = action.menu()  # type: ignore[assignment]


def menu_of(hall: Hall, window: QWidget, *ids: int, whole: Whole | None = None) -> QMenu:
    (current,) = hall.library.tracks([TrackId(ids[0])])
    chosen = [TrackId(id) for id in ids]
    if whole is None:
        return track_menu(window, hall.commands, chosen, current, lambda: None)
    return track_menu(window, hall.commands, chosen, current, lambda: None, whole)


# -- menus


def test_one_track_is_a_seed_of_its_own_and_several_are_a_selection(hall: Hall, window: QWidget) -> None:
    press(menu_of(hall, window, 7), "Start radio")
    press(menu_of(hall, window, 7, 9), "Start radio")
    assert hall.asked == [Seed.track(TrackId(7)), Seed(SeedKind.SELECTION, (TrackId(7), TrackId(9)))]


@pytest.mark.parametrize(
    ("whole", "kind"),
    [
        (of_album("Blue", "Ann"), SeedKind.ALBUM),
        (of_artist("Ann"), SeedKind.ARTIST),
        (of_genre("Folk"), SeedKind.GENRE),
    ],
)
def test_a_whole_is_a_seed_of_its_kind(hall: Hall, window: QWidget, whole: Whole, kind: SeedKind) -> None:
    press(menu_of(hall, window, 3, 4, 5, whole=whole), "Start radio")
    (seed,) = hall.asked
    assert (seed.kind, seed.label, set(seed.tracks)) == (kind, whole.label, {3, 4, 5})


def test_a_genre_of_thousands_becomes_a_seed_of_a_hundred(hall: Hall) -> None:
    hall.commands.radio.disconnect(hall.desk.start)
    hall.commands.start_radio([TrackId(id) for id in range(1, 5000)], of_genre("Folk"))
    assert len(hall.asked[0].tracks) == 100


def test_groups_start_radio_from_what_they_find(hall: Hall) -> None:
    Groups(hall.library, hall.commands, hall.commands).radio(
        lambda: [TrackId(3), TrackId(4)], of_artist("Ann")
    )
    until(lambda: hall.desk.stage is Stage.ON)
    assert hall.desk.name == "Ann"


def test_a_menu_bars_what_it_is_about(hall: Hall, window: QWidget) -> None:
    press(menu_of(hall, window, 7), "Never play in radio", "Artist Artist 6")
    press(menu_of(hall, window, 1, 2), "Never play in radio", "These 2 tracks")
    hall.settle()
    wanted = {Ban.artist("Artist 6"), Ban.track(TrackId(1)), Ban.track(TrackId(2))}
    assert set(Bans(hall.library).all()) == wanted


def test_a_menu_shuffles_by_waiting_time(hall: Hall, window: QWidget) -> None:
    drawn: list[list[TrackId]] = []
    hall.commands.play_drawn.connect(drawn.append)
    press(menu_of(hall, window, *range(1, 31)), "Shuffle by waiting time")
    until(lambda: drawn)
    assert sorted(drawn[0]) == list(range(1, 31))


# -- the player bar


def test_a_place_in_the_song_starts_radio_from_that_part(hall: Hall, window: QWidget, tmp_path: Path) -> None:
    covers = Covers(tmp_path / "cache")
    bar = PlayerBar(covers)
    menus = BarMenus(bar, hall.playback, hall.choices, hall.commands)
    assert menus.moment_menu(90.0) is None, "nothing plays"
    (track,) = hall.library.tracks([TrackId(5)])
    hall.play(5)
    bar.show_track(track)
    menu = menus.moment_menu(90.0)
    assert menu is not None
    press(menu, "More like this part")
    assert hall.asked == [Seed.moment(TrackId(5), 80.0, 100.0, "Title 00004")]
    bar.deleteLater()
    covers.close()


@pytest.mark.parametrize(
    ("at", "duration", "part"),
    [(90, 180, (80, 100)), (0, 180, (0, 20)), (179, 180, (160, 180)), (300, 600, (270, 330)), (3, 9, (0, 9))],
)
def test_the_part_around_a_place_stays_inside_the_song(
    at: float, duration: float, part: tuple[float, float]
) -> None:
    assert part_around(at, duration) == part


def test_the_shuffle_button_offers_both_ways(hall: Hall, tmp_path: Path) -> None:
    covers = Covers(tmp_path / "cache")
    bar = PlayerBar(covers)
    menus = BarMenus(bar, hall.playback, hall.choices, hall.commands)
    press(menus.shuffle_menu(), "Longest waiting first")
    assert hall.choices.now.shuffle == "waiting"
    assert hall.playback.queue.shuffled
    assert bar.shuffle_button.accessibleName() == "Shuffle is on: longest waiting first"
    bar.deleteLater()
    covers.close()


# -- when the queue runs out


def test_left_off_the_music_ends_with_the_queue(hall: Hall) -> None:
    assert not Settings().auto_queue
    hall.play(5, 6)
    hall.playback.next()
    QApplication.processEvents()
    assert hall.desk.stage is Stage.OFF


def test_turned_on_radio_goes_on_from_what_was_in_the_queue(hall: Hall) -> None:
    shown: list[bool] = []
    hall.desk.begun.connect(lambda: shown.append(True))
    hall.choices.change(auto_queue=True)
    hall.play(5, 13, 21)
    QApplication.processEvents()
    assert hall.desk.stage is Stage.OFF, "there is more to come"
    hall.playback.next()
    hall.playback.next()
    until(lambda: hall.desk.stage is Stage.ON)
    assert hall.playback.track == 21
    assert hall.desk.seeds == (Seed(SeedKind.SELECTION, (TrackId(5), TrackId(13), TrackId(21)), "The queue"),)
    assert not shown, "the view stays where the listener is"
    hall.player.advance(181)
    until(lambda: hall.playback.track not in (None, 21))
    assert hall.playback.state is State.PLAYING


def test_a_queue_that_repeats_never_runs_out(hall: Hall) -> None:
    hall.choices.change(auto_queue=True)
    hall.playback.queue.set_repeat(Repeat.ALL)
    hall.play(5)
    QApplication.processEvents()
    assert hall.desk.stage is Stage.OFF


def test_turning_it_off_ends_the_radio_that_it_began_and_no_other(hall: Hall) -> None:
    hall.choices.change(auto_queue=True)
    hall.play(5)
    until(lambda: hall.desk.stage is Stage.ON)
    hall.choices.change(auto_queue=False)
    assert hall.desk.stage is Stage.OFF
    hall.start(7)
    hall.choices.change(auto_queue=True)
    hall.choices.change(auto_queue=False)
    assert hall.desk.stage is Stage.ON


def test_radio_that_was_stopped_does_not_come_back_by_itself(hall: Hall) -> None:
    hall.choices.change(auto_queue=True)
    hall.play(5)
    until(lambda: hall.desk.stage is Stage.ON)
    hall.desk.stop()
    hall.settle()
    assert hall.desk.stage is Stage.OFF
    hall.play(9)
    until(lambda: hall.desk.stage is Stage.ON)


# -- the queue


@pytest.fixture
def drawer(hall: Hall, tmp_path: Path) -> Iterator[QueueDrawer]:
    covers = Covers(tmp_path / "cache")
    made = QueueDrawer(hall.playback.queue, hall.library.tracks, covers)
    made.set_commands(hall.commands)
    made.offer_auto_queue(hall.choices)
    made.bridge_asked.connect(hall.paths.bridge)
    made.resize(320, 600)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    covers.close()
    QApplication.processEvents()


def test_a_bridge_is_put_between_two_queued_tracks_and_undone(hall: Hall, drawer: QueueDrawer) -> None:
    hall.play(5, 13, 21)
    press(drawer.list.menu_for([1]), "Insert a bridge")
    until(lambda: len(hall.playback.queue) == 4)
    queued = hall.playback.queue.tracks()
    assert (queued[1], queued[3]) == (13, 21)
    assert queued[2] not in (5, 13, 21)
    act = hall.offers[-1][1]
    assert callable(act)
    act()
    assert hall.playback.queue.tracks() == [5, 13, 21]


def test_behind_the_last_track_no_bridge_is_offered(hall: Hall, drawer: QueueDrawer) -> None:
    hall.play(5, 13)
    assert "Insert a bridge" not in [action.text() for action in drawer.list.menu_for([1]).actions()]


def test_a_bridge_from_what_nobody_heard_says_why_there_is_none(hall: Hall) -> None:
    hall.heard = list(range(1, 41))
    hall.play(5, 50)
    hall.paths.bridge(0)
    until(lambda: hall.notices)
    assert "Title 00049" in hall.notices[0]


def test_radio_starts_from_the_queue(hall: Hall, drawer: QueueDrawer) -> None:
    hall.play(5, 13)
    buttons = drawer.findChildren(IconButton)
    next(each for each in buttons if each.accessibleName() == "Start radio from the queue").click()
    assert hall.asked == [hall.desk.seeds[0]]
    assert set(hall.asked[0].tracks) == {5, 13}


# -- song paths


@pytest.fixture
def dialog(hall: Hall, window: QWidget) -> Iterator[PathDialog]:
    made = PathDialog(window, hall.paths, hall.commands, hall.library, Browse(hall.library))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QApplication.processEvents()


def test_a_path_is_shown_and_played_in_its_order(hall: Hall, dialog: PathDialog) -> None:
    drawn: list[list[TrackId]] = []
    hall.commands.play_drawn.connect(drawn.append)
    dialog.show_path([TrackId(5), TrackId(12)])
    until(dialog.play.isEnabled)
    ids = dialog.list.ids()
    assert (ids[0], ids[-1]) == (5, 12)
    assert len(ids) == len(set(ids))
    dialog.play.click()
    assert drawn == [ids]


def test_more_songs_make_a_longer_path(dialog: PathDialog) -> None:
    dialog.show_path([TrackId(5), TrackId(12)])
    until(dialog.play.isEnabled)
    dialog._steps.setValue(4)
    until(lambda: len(dialog.list.ids()) == 4)


def test_a_path_to_what_nobody_heard_says_so(hall: Hall, dialog: PathDialog) -> None:
    hall.heard = list(range(1, 41))
    dialog.show_path([TrackId(5), TrackId(50)])
    until(lambda: "Title 00049" in dialog._note.text())
    assert not dialog.play.isEnabled()


# -- settings


def test_the_settings_list_what_was_said_for_good_and_take_it_back(hall: Hall, window: QWidget) -> None:
    Bans(hall.library).add(Ban.artist("Artist 3"))
    Opinions(hall.library).remember(TrackId(4), 1.0)
    section = RadioSection(hall.library, hall.choices, hall.desk)
    section.setParent(window)
    section.show()
    until(lambda: "Artist 3" in said_in(section))
    assert "Title 00003" in said_in(section)
    for name in ("Take back: Artist 3", "Take back: Title 00003 by Artist 3"):
        button_of(section, name).click()
        until(lambda name=name: button_of(section, name, None) is None)
    assert Bans(hall.library).all() == []
    assert Opinions(hall.library).all() == []


def button_of(widget: QWidget, name: str, *default: None) -> IconButton:
    return next((b for b in widget.findChildren(IconButton) if b.accessibleName() == name), *default)


def said_in(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_rules_of_the_settings_hold_for_the_radio_that_plays(hall: Hall) -> None:
    from app.radiowords import usual_steering

    hall.desk._usual = lambda: usual_steering(hall.choices)
    hall.choices.follow("artist_gap", hall.desk.follow_settings)
    hall.start(5)
    hall.choices.change(artist_gap=2)
    assert hall.desk.steering.artist_gap == 2
