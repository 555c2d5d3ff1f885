"""Radio beside the queue: it starts, goes on, learns and survives; and the view that shows it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from app import tasks, theme
from app.covers import Covers
from app.player.base import State
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.radiodesk import RadioDesk, Stage
from app.radiostudio import SESSION_KEY
from app.views.commands import TrackCommands
from app.views.radio import RadioView
from app.views.radiolist import Action, action_box
from core.database import Database
from core.domain import Source, TrackId
from core.library.tracks import SQL, Library
from tests.app.shelf import ear, fill, paths, until

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


class Room:
    """A player without sound, and radio beside it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.heard: list[int] | None = None
        self.player = FakePlayer(paths(library))
        self.playback = Playback(self.player, library)
        self.desk = RadioDesk(library, self.playback, lambda: ear(library, self.heard), variety=lambda: 0)
        self.notices: list[str] = []
        self.desk.notice.connect(self.notices.append)

    def start(self, *seeds: int) -> None:
        self.desk.start([TrackId(seed) for seed in seeds])
        until(lambda: self.desk.stage is Stage.ON)

    def settle(self) -> None:
        """Until the lane has nothing more to say."""
        self.desk._lane.drain()
        QApplication.processEvents()

    def ids(self) -> list[TrackId]:
        return [pick.track_id for pick in self.desk.picks]

    def close(self) -> None:
        self.desk.close()
        self.playback.close()


@pytest.fixture
def room(library: Library) -> Iterator[Room]:
    made = Room(library)
    yield made
    made.close()


@pytest.fixture
def view(room: Room, tmp_path: Path) -> Iterator[RadioView]:
    covers = Covers(tmp_path / "cache")
    made = RadioView(room.desk, covers, TrackCommands(room.library))
    made.resize(900, 700)
    made.show()
    made.panel.show()
    yield made
    covers.close()
    until(lambda: not covers._running)
    made.close()
    made.panel.deleteLater()
    made.deleteLater()
    QApplication.processEvents()


# -- starting


def test_it_plays_the_seed_first_and_knows_what_follows(room: Room) -> None:
    room.start(5)
    assert room.playback.track == 5
    assert len(room.desk.picks) >= 10
    assert TrackId(5) not in room.ids()
    assert room.playback.queue.tracks() == [5, room.ids()[0]]


def test_from_the_track_that_plays_it_goes_on_without_a_break(room: Room) -> None:
    room.playback.play_tracks([TrackId(1), TrackId(2), TrackId(3)], 1)
    room.player.advance(20)
    room.start(2)
    assert room.playback.track == 2
    assert room.player.position() == pytest.approx(20, abs=0.2)
    assert TrackId(3) not in room.playback.queue.tracks(2)


def test_its_plays_are_written_down_as_radio(room: Room) -> None:
    room.start(5)
    room.player.advance(60)
    room.playback.next()
    room.settle()
    until(room.library.plays)
    assert room.library.plays()[0].source is Source.RADIO


def test_seeds_that_nobody_heard_wait_and_begin_by_themselves(room: Room) -> None:
    room.heard = list(range(1, 41))
    wanted: list[object] = []
    room.desk.hear_first.connect(wanted.append)
    room.desk.start([TrackId(50)])
    until(lambda: room.desk.stage is Stage.WAITING)
    assert room.desk.waiting == (40, SONGS)
    assert wanted == [(50,)]
    room.heard = None
    room.desk.refresh()
    until(lambda: room.desk.stage is Stage.ON)
    assert room.desk.picks


def test_a_library_hardly_heard_waits_too(room: Room) -> None:
    room.heard = [1, 2, 3]
    room.desk.start([TrackId(1)])
    until(lambda: room.desk.stage is Stage.WAITING)
    assert room.desk.waiting == (3, SONGS)


def test_when_the_seed_ends_first_it_goes_on_once_it_can(room: Room) -> None:
    room.heard = []
    room.desk.start([TrackId(1)])
    until(lambda: room.desk.stage is Stage.WAITING)
    room.player.advance(181)
    assert room.playback.state is State.STOPPED
    room.heard = None
    room.desk.refresh()
    until(lambda: room.playback.state is State.PLAYING)
    assert room.playback.track != 1


# -- going on


def test_it_never_ends_and_never_repeats(room: Room) -> None:
    room.start(5)
    played = [room.playback.track]
    for _ in range(25):
        room.player.advance(181)
        room.settle()
        played.append(room.playback.track)
        assert len(room.desk.picks) >= 10
    assert len(set(played)) == len(played)


def test_quick_skips_never_run_dry(room: Room) -> None:
    room.start(5)
    played = []
    for _ in range(8):
        room.playback.next()
        played.append(room.playback.track)
    assert None not in played
    assert len(set(played)) == len(played)
    room.settle()
    assert len(room.desk.picks) >= 10


def test_not_this_takes_it_out_at_once(room: Room) -> None:
    room.start(5)
    refused = room.ids()[0]
    room.desk.dislike(refused)
    assert refused not in room.ids()
    assert room.desk.dislikes == (refused,)
    room.settle()
    assert refused not in room.ids()
    assert refused not in room.playback.queue.tracks()
    assert room.playback.queue.tracks()[-1] == room.ids()[0]


def test_not_this_for_what_plays_goes_to_the_next(room: Room) -> None:
    room.start(5)
    room.player.advance(3)
    following = room.ids()[0]
    room.desk.dislike(TrackId(5))
    assert room.playback.track == following


def test_a_like_changes_what_comes(room: Room) -> None:
    room.start(1)
    before = room.ids()
    liked = TrackId(4)  # of another sound than the seed's
    room.desk.like(liked)
    assert room.desk.likes == (liked,)
    room.settle()
    assert room.ids() != before
    assert any(pick.reason.liked == liked for pick in room.desk.picks)


def test_a_second_like_takes_it_back(room: Room) -> None:
    room.start(1)
    before = room.ids()
    room.desk.like(TrackId(4))
    room.settle()
    room.desk.like(TrackId(4))
    room.settle()
    assert room.desk.likes == ()
    assert room.ids() == before


def test_one_of_two_seeds_can_be_dropped(room: Room) -> None:
    room.start(1, 4)
    room.desk.drop_seed(TrackId(4))
    room.settle()
    assert room.desk.seeds == (1,)
    room.desk.drop_seed(TrackId(1))
    assert room.desk.seeds == (1,)


def test_tracks_the_listener_queued_come_before_the_picks(room: Room) -> None:
    room.start(5)
    room.playback.play_next([TrackId(33)])
    room.playback.next()
    assert room.playback.track == 33
    room.settle()
    assert room.desk.stage is Stage.ON
    assert room.playback.queue.ahead == 1


def test_playing_something_else_ends_it(room: Room) -> None:
    room.start(5)
    room.playback.play_tracks([TrackId(10), TrackId(11)])
    assert room.desk.stage is Stage.OFF
    room.settle()
    assert room.playback.queue.tracks() == [10, 11]


def test_stop_leaves_the_music_playing_and_plans_nothing(room: Room) -> None:
    room.start(5)
    room.desk.stop()
    room.settle()
    assert room.desk.stage is Stage.OFF
    assert room.playback.state is State.PLAYING
    assert room.playback.queue.tracks() == [5]
    assert room.library.session(SESSION_KEY) is None


def test_a_moment_of_another_track_plays_from_there_and_radio_goes_on(room: Room) -> None:
    room.start(5)
    room.player.advance(10)
    room.desk.play_now(TrackId(20), 64.0)
    room.player.advance(0.5)
    assert room.playback.track == 20
    assert room.player.position() == pytest.approx(64.5, abs=0.2)
    room.settle()
    assert room.desk.stage is Stage.ON
    assert room.playback.queue.ahead == 1


def test_a_moment_of_what_plays_is_a_seek(room: Room) -> None:
    room.start(5)
    room.player.advance(10)
    room.desk.play_now(TrackId(5), 90.0)
    assert room.player.position() == pytest.approx(90, abs=0.2)
    assert room.playback.queue.tracks()[0] == 5


def test_it_counts_the_time_it_has_played(room: Room) -> None:
    room.start(5)
    room.player.advance(181)
    room.player.advance(60)
    assert room.desk.heard == pytest.approx(240, abs=5)


def test_it_survives_a_restart(room: Room, library: Library) -> None:
    room.start(5)
    room.desk.like(TrackId(4))
    refused = room.ids()[2]
    room.desk.dislike(refused)
    room.settle()
    following = room.ids()
    room.close()
    again = Room(library)
    again.playback.restore()
    again.desk.restore()
    assert again.desk.stage is Stage.PREPARING
    assert (again.desk.seeds, again.desk.likes, again.desk.dislikes) == ((5,), (4,), (refused,))
    again.desk.wake()
    until(lambda: again.desk.stage is Stage.ON)
    assert again.ids() == following
    assert again.playback.queue.ahead == 1, "the pick that waited is not queued once more"
    again.playback.resume()
    again.player.advance(181)
    assert again.playback.track == following[0]
    again.close()


def test_a_damaged_session_is_no_radio(room: Room, library: Library) -> None:
    library.set_session(SESSION_KEY, {"radio": {"version": 99, "seeds": [1]}})
    room.desk.restore()
    room.desk.wake()
    until(lambda: room.desk.stage is Stage.OFF)
    assert room.notices


def test_the_views_do_not_need_numpy_before_radio_is_used() -> None:
    code = (
        "import sys, app.views.radio, app.views.library, app.radiodesk, app.radiostudio;"
        "sys.exit(bool({'numpy', 'faiss', 'torch'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- the view


def texts(view: RadioView) -> str:
    return " ".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def chips(view: RadioView) -> list[QPushButton]:
    QApplication.processEvents()
    return [b for b in view._card.findChildren(QPushButton) if b.isVisible() and b.text()]


def test_without_radio_it_says_what_radio_is(view: RadioView) -> None:
    assert "Radio plays on from any track you choose" in texts(view)
    asked: list[bool] = []
    view.browse_asked.connect(lambda: asked.append(True))
    next(b for b in view.findChildren(QPushButton) if b.text() == "Choose a track").click()
    assert asked


def test_it_says_how_much_has_to_be_heard(view: RadioView, room: Room) -> None:
    room.heard = [1, 2, 3]
    room.desk.start([TrackId(1)])
    until(lambda: "Meander has to hear some music first" in texts(view))
    assert "3 of 60 heard" in texts(view)


def test_it_lists_what_comes_and_why(view: RadioView, room: Room) -> None:
    room.start(5)
    model = view.list.model()
    assert model.rowCount() >= 10
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("1: Title ")
    assert room.desk.picks[0].reason.text in spoken
    assert not view.grab().isNull()


def test_new_radio_starts_from_what_plays(view: RadioView, room: Room) -> None:
    room.playback.play_tracks([TrackId(7)])
    view.set_playing(TrackId(7))
    next(b for b in view.findChildren(QPushButton) if b.text() == "New radio").click()
    until(lambda: room.desk.stage is Stage.ON)
    assert room.desk.seeds == (7,)


def click(view: RadioView, row: int, action: Action) -> None:
    rect = view.list.row_rect(view.list.picks.index(row))
    QTest.mouseClick(
        view.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        action_box(rect, action).center(),
    )  # fmt: skip


def test_the_heart_likes_and_shows_a_chip(view: RadioView, room: Room) -> None:
    room.start(5)
    liked = room.ids()[1]
    click(view, 1, Action.LIKE)
    assert room.desk.likes == (liked,)
    assert any("♥" in chip.text() for chip in chips(view))


def test_the_cross_refuses_and_the_chip_takes_it_back(view: RadioView, room: Room) -> None:
    room.start(5)
    refused = room.ids()[1]
    click(view, 1, Action.NOT_THIS)
    room.settle()
    chip = next(chip for chip in chips(view) if chip.font().strikeOut())
    assert "Not this" in chip.accessibleName()
    chip.click()
    room.settle()
    assert room.desk.dislikes == ()
    assert refused not in room.desk.dislikes


def test_keys_do_what_the_buttons_do(view: RadioView, room: Room) -> None:
    room.start(5)
    view.list.setCurrentIndex(view.list.picks.index(2))
    liked = view.list.selected
    QTest.keyClick(view.list, Qt.Key.Key_L)
    assert room.desk.likes == (liked,)
    room.settle()
    refused = view.list.selected
    QTest.keyClick(view.list, Qt.Key.Key_Delete)
    assert room.desk.dislikes == (refused,)
    room.settle()
    view.list.setCurrentIndex(view.list.picks.index(3))
    chosen = view.list.selected
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert room.playback.track == chosen


def test_the_menu_starts_radio_from_a_pick(view: RadioView, room: Room) -> None:
    room.start(5)
    chosen = room.ids()[2]
    view._open_menu(chosen, view.mapToGlobal(QPoint(10, 10)))
    menu = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.text() == "Start radio from it").trigger()
    menu.close()
    until(lambda: room.desk.stage is Stage.ON)
    assert room.desk.seeds == (chosen,)


def test_the_panel_explains_and_plays_both_moments(view: RadioView, room: Room) -> None:
    room.start(5)
    view.list.setCurrentIndex(view.list.picks.index(0))
    pick = room.desk.picks[0]
    said = " ".join(label.text() for label in view.panel.findChildren(QLabel))
    assert "nearest to “Title 00004”" in said
    QApplication.processEvents()
    moments = [b for b in view.panel.findChildren(QPushButton) if b.isVisible()]
    assert len(moments) == 2
    moments[0].click()
    room.player.advance(0.2)
    assert room.playback.track == pick.track_id
    assert room.player.position() == pytest.approx(pick.reason.pick_start, abs=0.5)


def test_the_panel_stays_while_both_moments_are_compared(view: RadioView, room: Room) -> None:
    room.start(5)
    room.player.advance(181)
    room.settle()
    pick = room.playback.track
    for moment in (1, 0, 1):
        QApplication.processEvents()
        moments = [b for b in view.panel.findChildren(QPushButton) if b.isVisible()]
        assert len(moments) == 2
        moments[moment].click()
        room.settle()
        assert room.playback.track == (5 if moment else pick)
        assert "nearest to" in " ".join(label.text() for label in view.panel.findChildren(QLabel))
    room.playback.next()
    room.settle()
    title = next(track.title for track in room.library.tracks([room.playback.track or TrackId(0)]))
    assert title in " ".join(label.text() for label in view.panel.findChildren(QLabel))


def test_a_radio_with_nothing_left_says_so(
    view: RadioView, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.start(5)
    monkeypatch.setattr(type(room.desk), "picks", ())
    room.desk.changed.emit()
    assert "Nothing more to play from here" in texts(view)


def test_the_panel_follows_what_plays_when_nothing_is_selected(view: RadioView, room: Room) -> None:
    room.start(5)
    assert "You chose this one" in " ".join(label.text() for label in view.panel.findChildren(QLabel))
    room.player.advance(181)
    room.settle()
    assert "nearest to" in " ".join(label.text() for label in view.panel.findChildren(QLabel))


def test_every_button_is_named(view: RadioView, room: Room) -> None:
    from PySide6.QtWidgets import QAbstractButton

    room.start(5, 6)
    room.desk.like(room.ids()[0])
    for button in view.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text()
    assert view.list.accessibleName()
