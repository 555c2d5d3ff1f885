"""The Radio view over a real desk: what it shows, and what can be done from it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStyleOptionViewItem,
    QWidget,
)

from app import tasks, theme
from app.covers import Covers
from app.curves import Curves
from app.hearing import Listened
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.radiodesk import RadioDesk, Stage
from app.views.commands import MIME, TrackCommands
from app.views.radio import RadioView
from app.views.radiorows import Action, action_box, columns
from app.views.radiorules import NeverPopover, Popover, RulesPopover
from app.views.radiosteer import rules_in_short
from app.views.seedfinder import Found, SeedFinder, find, seed_of
from app.views.why import STEERED, in_short
from core.database import Database
from core.domain import Track, TrackId
from core.explore.radio import explain
from core.explore.radio.seeds import Seed, SeedKind
from core.explore.radio.steering import Steering
from core.library.bans import Ban, Bans
from core.library.browse import Browse
from core.library.radios import Radios
from core.library.tracks import SQL, Library
from core.texts import marked
from tests.app.shelf import fill, hearing, paths, until

SONGS = 60


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


class Room:
    """A player without sound, radio beside it, and its view with the panel next to it."""

    def __init__(self, library: Library, cache: Path) -> None:
        self.library, self.browse = library, Browse(library)
        self.heard: list[int] | None = None
        self.player = FakePlayer(paths(library))
        self.playback = Playback(self.player, library)
        listened = Listened(lambda: hearing(library, self.heard))
        self.desk = RadioDesk(library, self.playback, listened, variety=lambda: 0)
        self.covers, self.curves = Covers(cache), Curves(listened)
        self.selection: list[TrackId] = []
        self.view = RadioView(
            self.desk,
            library,
            self.browse,
            self.playback,
            self.covers,
            self.curves,
            TrackCommands(library),
            lambda: self.selection,
        )
        self.list, self.card, self.panel = self.view.list, self.view.card, self.view.panel
        self.view.resize(960, 760)
        self.view.show()
        self.panel.resize(320, 700)
        self.panel.show()

    def start(self, *seeds: int) -> None:
        self.desk.start([Seed.track(TrackId(seed)) for seed in seeds])
        until(lambda: self.desk.stage is Stage.ON)

    def settle(self) -> None:
        """Until neither the lane nor the pool has anything more to say."""
        self.desk._lane.drain()
        QApplication.processEvents()
        tasks.drain()
        QApplication.processEvents()

    def ids(self) -> list[TrackId]:
        return [pick.track_id for pick in self.desk.picks]

    def chips(self) -> list[QPushButton]:
        QApplication.processEvents()
        return [b for b in self.card.chips.findChildren(QPushButton) if not b.isHidden()]

    def chip(self, said: str) -> QPushButton:
        return next(chip for chip in self.chips() if said in chip.accessibleName())

    def texts(self, within: QWidget | None = None) -> str:
        labels = (within or self.view).findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    def close(self) -> None:
        self.view.close_down()
        self.desk.close()
        self.playback.close()
        self.curves.close()
        self.covers.close()
        until(lambda: not self.covers._running)
        tasks.drain()
        self.view.close()
        self.panel.deleteLater()
        self.view.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "library.db", SQL))
    fill(made, SONGS)
    yield made
    made.close()


@pytest.fixture
def room(library: Library, tmp_path: Path) -> Iterator[Room]:
    made = Room(library, tmp_path / "cache")
    yield made
    made.close()


def popup(kind: type[QWidget]) -> QWidget:
    QApplication.processEvents()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def entry(room: Room, text: str) -> None:
    """Triggers an entry of the menu that is open."""
    menus = [menu for menu in room.view.findChildren(QMenu) if menu.isVisible()]
    actions = [action for menu in room.view.findChildren(QMenu) for action in menu.actions()]
    next(action for action in actions if action.text() == text).trigger()
    for menu in menus:
        menu.close()


# -- beginning


def test_without_radio_it_offers_ways_to_begin(room: Room) -> None:
    asked: list[str] = []
    room.view.browse_asked.connect(lambda: asked.append("browse"))
    ways = {b.text(): b for b in room.view.start.findChildren(QPushButton) if b.isVisible()}
    assert list(ways) == ["From my listening", "Choose a track", "A past radio"]
    ways["Choose a track"].click()
    ways["A past radio"].click()
    assert asked == ["browse"]
    assert room.view.past.isVisible()
    QTest.keyClick(room.view, Qt.Key.Key_Escape)
    assert room.view.start.isVisible()


def test_it_says_how_much_has_to_be_heard(room: Room) -> None:
    room.heard = [1, 2, 3]
    room.desk.start([Seed.track(TrackId(1))])
    until(lambda: "Meander has to hear some music first" in room.texts())
    assert "3 of 60 heard" in room.texts()


def test_new_radio_begins_from_what_plays_from_a_part_of_it_or_from_the_selection(room: Room) -> None:
    room.playback.play_tracks([TrackId(7)])
    room.player.advance(60)
    room.selection = [TrackId(3), TrackId(4)]
    room.view._open_new()
    entry(room, "From this part of it, at 1:00")
    (seed,) = room.desk.seeds
    assert (seed.kind, seed.tracks) == (SeedKind.MOMENT, (7,))
    assert seed.start is not None and seed.end is not None
    assert seed.start < 60 < seed.end
    room.view._open_new()
    entry(room, "From the selection: 2 tracks")
    assert room.desk.seeds[0].kind is SeedKind.SELECTION
    until(lambda: room.desk.stage is Stage.ON)


# -- the card


def test_the_curve_of_what_plays_is_drawn_and_plays_from_where_it_is_clicked(room: Room) -> None:
    room.start(5)
    until(lambda: room.card.curve.line is not None)
    room.player.advance(10)
    curve = room.card.curve
    curve.setFocus()
    for _ in range(3):
        QTest.keyClick(curve, Qt.Key.Key_Right)
    assert curve.accessibleDescription() == "From 0:36"
    QTest.keyClick(curve, Qt.Key.Key_Return)
    assert room.player.position() == pytest.approx(36, abs=0.3)


def test_chips_name_seeds_likes_and_dislikes_and_take_them_back(room: Room) -> None:
    room.start(1, 4)
    liked, refused = room.ids()[:2]
    room.desk.like(liked)
    room.desk.dislike(refused)
    room.settle()
    assert room.chip("Not this").font().strikeOut()
    room.chip("Liked").click()
    room.chip("Not this").click()
    assert (room.desk.likes, room.desk.dislikes) == ((), ())
    room.chip("Title 00003").click()
    assert [seed.tracks for seed in room.desk.seeds] == [(1,)]
    assert room.chip("Seed").focusPolicy() is Qt.FocusPolicy.NoFocus, "the last one stays"


def test_a_chips_menu_remembers_what_was_refused(room: Room) -> None:
    room.start(1)
    refused = room.ids()[0]
    room.desk.dislike(refused)
    room.settle()
    room.chip("Not this").customContextMenuRequested.emit(QPoint(4, 4))
    entry(room, "Remember this refusal")
    room.settle()
    assert room.desk.remembered == {refused: -1.0}


def test_many_chips_fold_into_one(room: Room) -> None:
    room.start(1)
    for id in range(20, 32):
        room.desk.like(TrackId(id))
    more = next(chip for chip in room.chips() if chip.text() == "6 more")
    more.click()
    assert len(room.chips()) == 14
    room.settle()


def test_an_artist_can_be_added_as_a_seed(room: Room) -> None:
    room.start(1)
    next(chip for chip in room.chips() if chip.accessibleName() == "Add a seed").click()
    finder = popup(SeedFinder)
    assert isinstance(finder, SeedFinder)
    finder.field.setText("Artist 3")
    until(lambda: any(found.kind is SeedKind.ARTIST for found in finder._shown))
    artist = next(
        row
        for row in finder._rows
        if "Artist 3" in row.accessibleName() and "Artist," in row.accessibleName()
    )
    artist.click()
    until(lambda: len(room.desk.seeds) == 2)
    assert room.desk.seeds[1].kind is SeedKind.ARTIST
    assert len(room.desk.seeds[1].tracks) == SONGS // 10
    room.settle()


def test_return_right_after_typing_takes_what_was_typed(room: Room) -> None:
    room.start(1)
    chosen: list[Found] = []
    finder = SeedFinder(room.library, room.browse, room.view, "Find", tracks_alone=True)
    finder.chosen.connect(chosen.append)
    finder.open_under(room.card)
    QTest.keyClicks(finder.field, "00042")
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    until(lambda: chosen)
    assert chosen[0].name == "Title 00042"


def test_all_that_a_search_finds_can_be_a_seed(library: Library) -> None:
    browse = Browse(library)
    found = find(library, browse, "genre:folk year:1960..1961", tracks_alone=False)
    seed = seed_of(library, browse, found[-1])
    assert seed is not None
    assert (seed.kind, len(seed.tracks)) == (SeedKind.SELECTION, 2)
    albums = [each for each in find(library, browse, "album", tracks_alone=False)
              if each.kind is SeedKind.ALBUM]  # fmt: skip
    seed = seed_of(library, browse, albums[0])
    assert seed is not None and seed.label == albums[0].name


def test_the_tab_key_reads_the_card_from_top_to_bottom(room: Room) -> None:
    room.start(1, 4)
    room.chips()
    seen: list[QWidget] = []
    stop = room.card.curve.nextInFocusChain()
    while stop is not None and stop is not room.card.curve:
        seen.append(stop)
        stop = stop.nextInFocusChain()
    steer = room.card.steer
    chain = [steer._rules, room.chip("Title 00000"), room.chip("Add a seed"), steer._poles["drift"].slider]
    places = [seen.index(stop) for stop in (*chain, steer.only)]
    assert places == sorted(places)


# -- steering


def test_a_slider_steers_once_it_has_settled(room: Room) -> None:
    room.start(1)
    poles = room.card.steer._poles["familiar"]
    for _ in range(3):
        QTest.keyClick(poles.slider, Qt.Key.Key_Right)
    assert room.desk.steering.familiar == 0.0
    until(lambda: room.desk.steering.familiar == pytest.approx(0.3))
    assert poles.slider.accessibleName() == "Familiar to New"
    assert poles.slider.accessibleDescription() == "30 % new"
    QTest.mouseDClick(poles.slider, Qt.MouseButton.LeftButton)
    until(lambda: room.desk.steering.familiar == 0.0)
    room.desk.steer(replace(room.desk.steering, adventure=0.5, only="folk"))
    assert room.card.steer._poles["adventure"].slider.figure == 0.5
    assert room.card.steer.only.text() == "folk"
    room.settle()


def test_the_filter_narrows_radio_and_says_how_much_is_left(room: Room) -> None:
    room.start(1)
    steer = room.card.steer
    QTest.keyClicks(steer.only, "artist:3")
    QTest.keyClick(steer.only, Qt.Key.Key_Return)
    assert room.desk.steering.only == "artist:3"
    until(lambda: steer._matches.text() == "6 tracks")
    room.settle()
    assert {track.artist for id in room.ids() if (track := room.desk.track(id))} == {"Artist 3"}


def test_a_filter_that_leaves_nothing_can_be_taken_away(room: Room) -> None:
    room.start(1)
    room.desk.steer(replace(room.desk.steering, only="artist:nobody"))
    until(lambda: "What “artist:nobody” finds" in room.texts())
    next(b for b in room.view.findChildren(QPushButton) if b.text() == "Play from everything").click()
    assert (room.desk.steering.only, room.card.steer.only.text()) == ("", "")
    until(lambda: room.desk.picks)


def test_rules_are_said_in_words_and_changed_for_this_radio(room: Room) -> None:
    room.start(1)
    steer = room.card.steer
    assert steer._rules.accessibleName() == "Rules: An artist at most every 5 tracks, an album every 10"
    steer._rules.click()
    popover = popup(RulesPopover)
    fewer = next(
        w for w in popover.findChildren(QWidget)
        if w.accessibleName() == "An artist at most every fewer tracks"
    )  # fmt: skip
    for _ in range(2):
        QTest.mouseClick(fewer, Qt.MouseButton.LeftButton)
    assert fewer.accessibleDescription() == "3 tracks"
    assert room.desk.steering.artist_gap == 3
    popover.close()
    assert rules_in_short(Steering(artist_gap=1, album_gap=1)) == "Artists and albums as they come"
    room.settle()


def test_what_never_comes_can_be_taken_back(room: Room) -> None:
    room.start(1)
    room.desk.ban(Ban.artist("Artist 3"))
    until(lambda: Bans(room.library).all())
    room.card.steer.renew()
    until(room.card.steer._never.isVisible)
    assert room.card.steer._never.text() == "1 never"
    room.card.steer._never.click()
    popover = popup(NeverPopover)
    back = next(w for w in popover.findChildren(QWidget) if w.accessibleName().startswith("Take back"))
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    popover.close()
    until(lambda: not Bans(room.library).all())
    assert not room.card.steer._never.isVisible()
    room.settle()


def test_in_a_narrow_window_a_lone_seed_keeps_its_name(room: Room) -> None:
    room.view.resize(490, 760)
    room.desk.start([Seed(SeedKind.SELECTION, (TrackId(5), TrackId(6)), "Sunday morning")])
    until(lambda: room.desk.stage is Stage.ON)
    assert room.chips()[0].text() == "Sunday morning"
    room.desk.like(TrackId(9))
    assert room.chips()[0].text().endswith("…")
    room.settle()


def test_in_a_narrow_window_steering_waits_behind_a_button(room: Room) -> None:
    room.start(1)
    assert room.card.steer.isVisible()
    assert not room.card.opener.isVisible()
    room.view.resize(460, 520)
    QApplication.processEvents()
    assert not room.card.steer.isVisible()
    room.card.opener.click()
    popover = popup(Popover)
    assert room.card.steer.isVisible()
    assert room.card.steer.window() is popover
    assert room.card.height() < 200
    popover.close()
    room.view.resize(960, 760)
    QApplication.processEvents()
    assert room.card.steer.isVisible()
    assert room.card.steer.window() is room.view


# -- what comes


def test_a_row_that_is_dragged_takes_its_picture_along(room: Room) -> None:
    room.start(5)
    picture = QImage(700, 44, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.black)
    option = QStyleOptionViewItem()
    option.rect = picture.rect()
    painter = QPainter(picture)
    room.list.itemDelegate().paint(painter, option, room.list.picks.index(3))
    painter.end()
    assert len({picture.pixel(x, 14) for x in range(32, 300)}) > 8, "cover and title"


def test_it_lists_twenty_tracks_and_why(room: Room) -> None:
    room.start(5)
    model = room.list.picks
    assert model.rowCount() == 20
    spoken = str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("1: Title ")
    assert room.desk.picks[0].reason.like in spoken
    until(lambda: room.curves._pictures)
    assert not room.view.grab().isNull()


def test_columns_leave_out_what_has_no_room() -> None:
    rect = QRect(0, 0, 800, 44)
    assert None not in columns(rect)
    rect.setWidth(560)
    assert columns(rect).why is None
    assert columns(rect).shape is not None
    rect.setWidth(440)
    assert columns(rect).shape is None


def click(room: Room, row: int, action: Action) -> None:
    rect = room.list.row_rect(room.list.picks.index(row))
    at = action_box(rect, action).center()
    QTest.mouseClick(room.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def test_heart_and_cross_answer_at_once(room: Room) -> None:
    room.start(5)
    liked, refused = room.ids()[1:3]
    click(room, 1, Action.LIKE)
    assert room.desk.likes == (liked,)
    room.settle()
    row = room.list.picks.row_of(refused)
    if row >= 0:
        click(room, row, Action.NOT_THIS)
        assert room.desk.dislikes == (refused,)
        room.settle()
        assert refused not in room.ids()


def test_keys_do_what_the_buttons_do(room: Room) -> None:
    room.start(5)
    room.list.setCurrentIndex(room.list.picks.index(2))
    liked = room.list.selected
    QTest.keyClick(room.list, Qt.Key.Key_L)
    assert room.desk.likes == (liked,)
    room.settle()
    refused = room.list.selected
    QTest.keyClick(room.list, Qt.Key.Key_X)
    assert room.desk.dislikes == (refused,)
    room.settle()
    room.list.setCurrentIndex(room.list.picks.index(1))
    removed = room.list.selected
    QTest.keyClick(room.list, Qt.Key.Key_Delete)
    room.settle()
    assert removed not in room.ids()
    assert removed not in room.desk.dislikes
    room.list.setCurrentIndex(room.list.picks.index(3))
    chosen = room.list.selected
    QTest.keyClick(room.list, Qt.Key.Key_Return)
    assert room.playback.track == chosen
    room.settle()


def test_a_pick_is_moved_by_keys_and_stays_there(room: Room) -> None:
    room.start(5)
    room.list.setCurrentIndex(room.list.picks.index(3))
    moved = room.list.selected
    QTest.keyClick(room.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert room.ids()[2] == moved
    room.settle()
    assert room.ids()[2] == moved
    assert room.list.selected == moved


def drop(room: Room, data: QMimeData, row: int) -> None:
    room.list.picks.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, QModelIndex())


def test_a_dragged_pick_lands_where_it_is_dropped(room: Room) -> None:
    room.start(5)
    moved = room.ids()[4]
    data = room.list.picks.mimeData([room.list.picks.index(4)])
    assert data.hasFormat(MIME), "other lists can take it too"
    drop(room, data, 1)
    room.settle()
    assert room.ids()[1] == moved
    drop(room, data, 4)
    room.settle()
    assert room.ids()[3] == moved


def test_tracks_from_elsewhere_can_be_dropped_between(room: Room) -> None:
    room.start(5)
    strange = next(TrackId(id) for id in range(1, SONGS) if id not in room.ids() and id != 5)
    data = QMimeData()
    data.setData(MIME, str(strange).encode())
    drop(room, data, 2)
    room.settle()
    assert room.ids()[2] == strange


def test_rows_that_are_new_fade_in_unless_less_motion_is_wanted(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.start(5)
    monkeypatch.setattr(theme, "motion", lambda: 160)
    room.list._show_new(frozenset({room.ids()[0]}))
    assert room.list.opacity(room.ids()[0]) < 1.0
    assert room.list.opacity(room.ids()[1]) == 1.0
    until(lambda: room.list.opacity(room.ids()[0]) == 1.0)
    monkeypatch.setattr(theme, "motion", lambda: 0)
    room.list._show_new(frozenset({room.ids()[0]}))
    assert room.list.opacity(room.ids()[0]) == 1.0


def test_the_menu_remembers_a_like_and_bars_an_artist(room: Room) -> None:
    room.start(5)
    chosen = room.ids()[2]
    track = room.desk.track(chosen)
    assert track is not None
    room.desk.like(chosen)
    room.view._open_menu(chosen, QPoint(10, 10))
    entry(room, "Remember this like")
    assert room.desk.remembered == {chosen: 1.0}
    room.view._open_menu(chosen, QPoint(10, 10))
    entry(room, f"Anything by {track.artist}")
    until(lambda: Bans(room.library).all() == [Ban.artist(track.artist)])
    room.settle()
    assert all(_artist(room, id) != track.artist for id in room.ids())


def _artist(room: Room, id: TrackId) -> str:
    track: Track | None = room.desk.track(id)
    return track.artist if track else ""


def test_the_menu_starts_radio_from_a_pick(room: Room) -> None:
    room.start(5)
    chosen = room.ids()[2]
    room.view._open_menu(chosen, QPoint(10, 10))
    entry(room, "Start radio from it")
    until(lambda: room.desk.stage is Stage.ON)
    assert [seed.tracks for seed in room.desk.seeds] == [(chosen,)]


# -- why


def moments(room: Room) -> list[QPushButton]:
    QApplication.processEvents()
    return [b for b in room.panel.findChildren(QPushButton) if b.isVisible() and b.isCheckable()]


def heard_now(room: Room) -> tuple[TrackId, float] | None:
    return room.desk.moments.now


def test_the_panel_tells_which_parts_are_alike_and_lets_both_be_heard(room: Room) -> None:
    room.start(5)
    assert "You chose this one" in room.texts(room.panel)
    room.list.setCurrentIndex(room.list.picks.index(0))
    assert "it is nearest to “Title 00004”" in room.texts(room.panel)
    one, other = moments(room)
    pick = room.desk.picks[0]
    one.click()
    assert heard_now(room) == (pick.track_id, pick.reason.pick_start)
    assert one.isChecked() and not other.isChecked()
    other.click()
    assert not one.isChecked() and other.isChecked()
    other.click()
    assert heard_now(room) is None
    assert room.playback.track == 5, "what plays is not another by that"


def test_in_the_list_a_reason_begins_with_what_tells_it_from_the_others(room: Room) -> None:
    room.start(5)
    reason = replace(room.desk.picks[0].reason, like=marked("like {part}", part="“Song” from 1:40"))
    slower, darker = marked("slower"), marked("darker in sound")
    both = marked("but {one} and {other}", one=slower, other=darker)
    assert in_short(replace(reason, notes=(both,))) == "slower, darker in sound · like “Song” from 1:40"
    alike = marked("alike in rhythm")
    assert in_short(replace(reason, notes=(alike, both))) == "alike in rhythm · like “Song” from 1:40"
    steered = marked("livelier, as you asked")
    assert in_short(replace(reason, notes=(steered, alike))) == "alike in rhythm · like “Song” from 1:40"
    assert in_short(replace(reason, notes=(), shared=("jazz",))) == "both jazz · like “Song” from 1:40"
    assert in_short(replace(reason, notes=(), shared=())) == "like “Song” from 1:40"


def test_what_most_picks_have_in_common_is_known_by_the_words_it_is_told_in() -> None:
    told = re.findall(r'marked\("(\w+, as you asked)"\)', inspect.getsource(explain))
    assert set(told) == STEERED


def test_music_goes_on_from_a_moment(room: Room) -> None:
    room.start(5)
    room.list.setCurrentIndex(room.list.picks.index(0))
    pick = room.desk.picks[0]
    on = next(w for w in room.panel.findChildren(QWidget) if "go on from there" in w.accessibleName())
    QTest.mouseClick(on, Qt.MouseButton.LeftButton)
    room.player.advance(0.2)
    assert room.playback.track == pick.track_id
    assert room.player.position() == pytest.approx(pick.reason.pick_start, abs=0.5)
    room.settle()


def test_both_curves_are_drawn_with_their_moments(room: Room) -> None:
    room.start(5)
    room.list.setCurrentIndex(room.list.picks.index(0))
    until(lambda: room.panel.curve.line is not None and room.panel.curve._beside is not None)
    reason = room.desk.picks[0].reason
    assert room.panel.curve._moment == (reason.pick_start / 180, reason.pick_end / 180)
    assert not room.panel.grab().isNull()


def test_where_we_have_been_shows_what_has_played(room: Room) -> None:
    room.start(5)
    for _ in range(3):
        room.player.advance(181)
        room.settle()
    until(lambda: len(room.view.trail.trail._steps) == 4)
    steps = room.view.trail.trail._steps
    assert (steps[0].id, steps[-1].id) == (5, room.playback.track)
    trail = room.view.trail.trail
    QTest.keyClick(trail, Qt.Key.Key_Left)
    assert trail.accessibleDescription() == steps[-1].title


def test_why_not_answers_for_any_track(room: Room) -> None:
    room.start(5)
    room.view.why_not.ask_button.click()
    finder = room.view.why_not.finder
    assert finder is not None
    finder.field.setText("00044")
    until(lambda: finder._rows)
    finder._rows[0].click()
    until(room.view.why_not.text.text)
    assert "Title 00044" in room.texts(room.view.why_not)
    assert room.view.why_not.text.text().endswith(".")


# -- past radios


def test_past_radios_are_listed_renamed_and_gone_on_with(room: Room) -> None:
    room.start(5)
    until(lambda: room.desk.radio_id is not None)
    first = room.desk.radio_id
    room.player.advance(60)
    room.start(9)
    room.settle()
    room.view.show_past()
    past = room.view.past.list
    until(lambda: past.radios.rowCount() == 2)
    assert past.radios.index(1, 0).data() == "Title 00004"
    past.setCurrentIndex(past.radios.index(1, 0))
    QTest.keyClick(past, Qt.Key.Key_F2)
    editor = past.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Sunday slow")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    until(lambda: past.radios.index(1, 0).data() == "Sunday slow")
    QTest.keyClick(past, Qt.Key.Key_Return)
    until(lambda: room.desk.radio_id == first and room.desk.stage is Stage.ON)
    assert not room.view.past.isVisible()


def test_a_past_radio_is_removed_and_put_back(room: Room) -> None:
    room.start(5)
    room.player.advance(60)
    room.start(9)
    room.settle()
    undo: list[object] = []
    room.desk.said.connect(lambda _text, _action, act: undo.append(act))
    room.view.show_past()
    past = room.view.past.list
    until(lambda: past.radios.rowCount() == 2)
    past.setCurrentIndex(past.radios.index(1, 0))
    QTest.keyClick(past, Qt.Key.Key_Delete)
    until(lambda: past.radios.rowCount() == 1)
    assert callable(undo[0])
    undo[0]()
    until(lambda: past.radios.rowCount() == 2)
    assert len(Radios(room.library).all()) == 2
