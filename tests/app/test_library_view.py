"""The Tracks view as it is used: columns, keys, clicks, stars, drags, and how it looks when it is empty."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from app import tasks, theme
from app.cells import EXTRA, Column, cell
from app.covers import Covers
from app.views.columns import SHAPES, Layout, fit
from app.views.commands import MIME, TrackCommands, ids_of
from app.views.delegates import PADDING, star_box
from app.views.library import LibraryView
from app.views.searchfield import SearchHelp
from app.views.trackmenu import track_menu
from app.views.ways import Address, Ways
from app.widgets.rating import stars_of
from core.database import Database
from core.domain import TrackId
from core.library.radios import Seed
from core.library.search import Condition
from core.library.tracks import SQL, Kind, Library
from tests.app.shelf import fill, until

USUAL = Layout().shown()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "library.db", SQL))
    yield made
    tasks.drain()
    made.close()


@pytest.fixture
def full(library: Library) -> Library:
    fill(library, 300)
    return library


class Stage:
    """A view with what it needs, and what it asked for."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.covers = Covers(folder / "cache")
        self.commands = TrackCommands(library)
        self.asked: list[tuple[str, Any]] = []
        for name in ("play_next", "enqueue", "radio"):
            getattr(self.commands, name).connect(lambda ids, name=name: self.asked.append((name, ids)))
        self.commands.play.connect(lambda ids, at: self.asked.append(("play", (ids, at))))
        self.view = LibraryView(library, self.covers, self.commands)
        self.view.resize(1100, 700)
        self.view.show()
        until(lambda: self.view.model.filled)
        QApplication.processEvents()

    @property
    def table(self) -> Any:
        return self.view.table

    def cell(self, row: int, column: Column) -> QRect:
        return self.table.visualRect(self.view.model.index(row, column))  # type: ignore[no-any-return]

    def click(self, at: QPoint) -> None:
        QTest.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def close(self) -> None:
        self.view.close_down()
        self.covers.close()
        until(lambda: not self.covers._running)
        self.view.close()
        self.view.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def stage(full: Library, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(full, tmp_path)
    yield made
    made.close()


@pytest.fixture
def empty(library: Library, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(library, tmp_path)
    yield made
    made.close()


def texts(stage: Stage) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in stage.view.findChildren(QLabel) if label.isVisible())


# -- playing


def test_a_double_click_plays_the_list_from_that_row(stage: Stage) -> None:
    at = stage.cell(3, Column.ARTIST).center()
    stage.click(at)
    QTest.mouseDClick(stage.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert stage.asked == [("play", (stage.view.model.ids(), 3))]


def test_return_plays_the_current_row(stage: Stage) -> None:
    stage.table.selectRow(7)
    QTest.keyClick(stage.table, Qt.Key.Key_Return)
    assert stage.asked[0][1][1] == 7


def test_the_mark_in_the_first_column_plays(stage: Stage) -> None:
    stage.click(stage.cell(2, Column.NUMBER).center())
    assert stage.asked[0][1][1] == 2


# -- finding


def test_typing_finds_and_says_how_many(stage: Stage) -> None:
    QTest.keyClicks(stage.view.search, "title:00123")
    until(lambda: stage.view.model.rowCount() == 1)
    until(lambda: "1 of 300" in texts(stage))


def test_nothing_found_offers_to_clear_the_search(stage: Stage) -> None:
    stage.view.search.setText("zebra")
    until(lambda: "Nothing found" in texts(stage))
    stage.view.search.clear()
    until(lambda: stage.view.model.rowCount() == 300)
    until(stage.table.isVisible)


def test_return_in_the_search_field_leads_to_what_was_found(stage: Stage) -> None:
    stage.view.activateWindow()
    stage.view.focus_search()
    QTest.keyClick(stage.view.search, Qt.Key.Key_Return)
    assert stage.table.currentIndex().row() == 0


def test_showing_a_track_gives_up_the_search_that_hides_it(stage: Stage) -> None:
    QTest.keyClicks(stage.view.search, "title:00123")
    until(lambda: stage.view.model.rowCount() == 1)
    stage.view.show_track(TrackId(200))
    until(lambda: stage.table.selected_ids() == [200])
    assert stage.view.search.text() == ""


def test_an_empty_library_asks_for_a_folder(empty: Stage) -> None:
    until(lambda: "Your music will be here" in texts(empty))
    asked: list[bool] = []
    empty.view.add_folder_asked.connect(lambda: asked.append(True))
    next(b for b in empty.view.findChildren(QPushButton) if b.isVisible()).click()
    assert asked


def test_the_list_appears_as_music_comes_in(empty: Stage) -> None:
    fill(empty.library, 20, tell=True)
    until(lambda: empty.table.isVisible() and empty.view.model.rowCount() == 20)
    until(lambda: "20 · 60 minutes" in texts(empty))


def test_scrolling_survives_tracks_that_come_in_above(stage: Stage) -> None:
    stage.table.verticalScrollBar().setValue(4000)
    top = stage.view.model.ids(stage.table.rowAt(0), stage.table.rowAt(0) + 1)
    cut = stage.table.rowViewportPosition(stage.table.rowAt(0))
    with stage.library.database.write() as db:
        db.execute("UPDATE tracks SET album_artist_key = 'aaa' WHERE id > 290")
    stage.library.announce(Kind.CHANGED, range(291, 301))
    until(lambda: stage.view.model.row_of(TrackId(291)) < 20)
    assert stage.view.model.ids(stage.table.rowAt(0), stage.table.rowAt(0) + 1) == top
    assert stage.table.rowViewportPosition(stage.table.rowAt(0)) == cut


# -- rating and loving


def test_a_click_on_a_star_rates_and_a_second_one_takes_it_back(stage: Stage) -> None:
    id = stage.view.model.ids(1, 2)[0]
    at = star_box(stage.cell(1, Column.RATING), 3).center()
    stage.click(at)
    until(lambda: stage.library.track(id).rating == 4.0)
    until(lambda: stage.view.model.track_at(1).rating == 4.0)
    stage.click(at)
    until(lambda: stage.library.track(id).rating is None)


def test_digits_rate_what_is_selected(stage: Stage) -> None:
    stage.table.selectRow(4)
    id = stage.table.selected_ids()[0]
    QTest.keyClick(stage.table, Qt.Key.Key_3)
    until(lambda: stage.library.track(id).rating == 3.0)


def test_the_left_half_of_a_star_gives_half_of_it(stage: Stage) -> None:
    id = stage.view.model.ids(1, 2)[0]
    stage.click(star_box(stage.cell(1, Column.RATING), 3).center() - QPoint(4, 0))
    until(lambda: stage.library.track(id).rating == 3.5)


def test_shift_with_a_digit_rates_half_a_star_less(stage: Stage) -> None:
    stage.table.selectRow(4)
    id = stage.table.selected_ids()[0]
    QApplication.sendEvent(stage.table, pressed(Qt.Key.Key_Percent, Qt.KeyboardModifier.ShiftModifier, "%"))
    until(lambda: stage.library.track(id).rating == 4.5)
    QTest.keyClick(stage.table, Qt.Key.Key_0)
    until(lambda: stage.library.track(id).rating is None)


def pressed(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str = "") -> QKeyEvent:
    return QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, text)


@pytest.mark.skipif(sys.platform != "linux", reason="keys are told by other numbers there")
def test_a_digit_is_known_by_its_place_whatever_the_keyboard_writes_there() -> None:
    three = 12  # where 3 is, in X11's numbers
    shift, none = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    german = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_section, shift, three, 0, 0, "§")
    french = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_QuoteDbl, none, three, 0, 0, '"')
    assert (stars_of(german), stars_of(french)) == (2.5, 3.0)
    assert stars_of(pressed(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier, "3")) is None


def test_the_heart_column_loves_with_a_click(stage: Stage) -> None:
    stage.table.columns._show(Column.LOVED, shown=True)
    for column in (Column.GENRE, Column.ALBUM, Column.LAST_PLAYED):
        stage.table.columns._show(column, shown=False)
    id = stage.view.model.ids(2, 3)[0]
    stage.click(stage.cell(2, Column.LOVED).center())
    until(lambda: stage.library.track(id).loved)


def test_l_loves_what_is_selected(stage: Stage) -> None:
    stage.table.selectRow(4)
    id = stage.table.selected_ids()[0]
    QTest.keyClick(stage.table, Qt.Key.Key_L)
    until(lambda: stage.library.track(id).loved)


# -- selection, drags, menu


def test_everything_selected_is_everything_in_order(stage: Stage) -> None:
    stage.table.selectAll()
    assert stage.table.selected_ids() == stage.view.model.ids()


def test_a_drag_carries_ids_and_files(stage: Stage) -> None:
    ids = stage.view.model.ids(2, 5)
    data = stage.commands.mime(ids)
    assert data.hasFormat(MIME)
    assert ids_of(data) == ids
    assert [url.toLocalFile() for url in data.urls()] == [str(t.path) for t in stage.library.tracks(ids)]


def open_menu(stage: Stage, row: int) -> QMenu:
    stage.table.selectRow(row)
    at = stage.cell(row, Column.TITLE).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, stage.table.viewport().mapToGlobal(at))
    QApplication.sendEvent(stage.table.viewport(), event)
    return next(menu for menu in stage.table.findChildren(QMenu) if menu.isVisible())


@pytest.mark.parametrize(
    ("words", "name"), [("Play next", "play_next"), ("Add to queue", "enqueue"), ("Start radio", "radio")]
)
def test_the_menu_acts_on_the_selection(stage: Stage, words: str, name: str) -> None:
    menu = open_menu(stage, 6)
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()
    ids = stage.view.model.ids(6, 7)
    assert stage.asked == [(name, (Seed.track(ids[0]),) if name == "radio" else ids)]


def test_the_menu_copies_paths(stage: Stage) -> None:
    menu = open_menu(stage, 6)
    next(action for action in menu.actions() if action.text() == "Copy path").trigger()
    menu.close()
    track = stage.view.model.track_at(6)
    assert track is not None
    assert QApplication.clipboard().text() == str(track.path)


# -- columns


def test_columns_fill_the_width_exactly() -> None:
    for width in (780, 900, 1100, 1600, 2400):
        assert sum(fit(width, USUAL, {}).values()) == width


def test_a_narrow_window_drops_columns_rather_than_cramming_them() -> None:
    shown = fit(752, USUAL, {})
    assert all(width >= SHAPES[column].least for column, width in shown.items())
    assert {Column.TITLE, Column.ARTIST, Column.LENGTH} <= shown.keys()
    assert Column.GENRE not in shown


def test_the_head_fits_beside_the_queue_in_the_smallest_window(stage: Stage) -> None:
    stage.commands.playlists = object()  # it can keep searches
    stage.view.resize(500, 640)
    stage.view.search.setText("artist:blue")
    until(stage.view._keep.isVisible)
    stage.view.fact.say("100.000 Titel · 10 Monate")
    assert stage.view.minimumSizeHint().width() <= 1024 - theme.SIDEBAR - theme.RIGHT_PANEL
    assert stage.view._keep.accessibleName()


def test_columns_left_of_a_dragged_edge_stay() -> None:
    before = fit(1200, USUAL, {})
    wished = {**before, Column.ARTIST: before[Column.ARTIST] + 60}
    after = fit(1200, USUAL, wished, {Column.NUMBER, Column.TITLE, Column.ARTIST})
    assert after[Column.TITLE] == before[Column.TITLE]
    assert after[Column.ARTIST] == before[Column.ARTIST] + 60
    assert sum(after.values()) == 1200


def test_a_layout_survives_the_session(stage: Stage, tmp_path: Path) -> None:
    layout = Layout(
        order=(
            Column.NUMBER,
            Column.TITLE,
            Column.LENGTH,
            *[c for c in Column if c > 1 and c != Column.LENGTH],
        ),
        hidden=frozenset({Column.PLAYS}),
        widths={Column.ARTIST: 210},
        sort=(("plays", True),),
    )
    assert Layout.from_json(layout.to_json()) == layout
    stage.table.apply_layout(layout)
    stage.table.columns.changed.emit()
    stage.view.close_down()
    again = Stage(stage.library, tmp_path)
    assert again.table.layout_now == layout
    assert again.table.horizontalHeader().visualIndex(Column.LENGTH) == 2
    again.close()


@pytest.mark.parametrize("raw", [None, [], "x", {"order": 3, "hidden": ["NO"], "widths": {"TITLE": "wide"}}])
def test_a_layout_that_is_not_understood_is_the_usual_one(raw: object) -> None:
    assert Layout.from_json(raw) == Layout()


def test_a_header_click_sorts_turns_round_and_gives_up(stage: Stage) -> None:
    for expected in ((("plays", True),), (("plays", False),), ()):
        stage.table.horizontalHeader().sectionClicked.emit(Column.PLAYS)
        assert stage.view.model.wish.sort == expected


def test_shift_and_a_click_sorts_by_one_more_column(stage: Stage) -> None:
    columns = stage.table.columns
    columns.sort_by(Column.YEAR)
    columns.sort_by(Column.PLAYS, adding=True)
    assert stage.view.model.wish.sort == (("year", False), ("plays", True))
    columns.sort_by(Column.YEAR, adding=True)
    assert stage.view.model.wish.sort == (("year", True), ("plays", True))
    columns.sort_by(Column.YEAR, adding=True)
    assert stage.view.model.wish.sort == (("plays", True),)
    assert [column for column, _ in columns.head.sorts] == [Column.PLAYS]


def test_columns_that_are_off_are_off_for_older_layouts_too() -> None:
    old = {"order": ["NUMBER", "TITLE", "ARTIST"], "hidden": ["GENRE"]}
    layout = Layout.from_json(old)
    assert layout.hidden == EXTRA | {Column.GENRE}
    assert set(layout.order) == set(Column)


def test_every_extra_column_says_something(stage: Stage) -> None:
    with stage.library.database.write() as db:
        db.execute(
            """UPDATE tracks SET composer = 'Bach', disc_no = 2, track_no = 7, skip_count = 3, bpm = 120.4,
               codec = 'flac', bitrate = 912000, loved = 1, added_at = 1000"""
        )
    track = stage.library.tracks(stage.library.all_ids()[:1])[0]
    said = {column: cell(track, column) for column in EXTRA}
    assert all(said.values())
    assert (said[Column.TRACK], said[Column.BITRATE], said[Column.BPM]) == ("2.07", "912 kb/s", "120")


# -- names that lead somewhere


def test_a_click_on_an_artist_leads_there_and_one_beside_it_selects(stage: Stage) -> None:
    went: list[Address] = []
    stage.commands.ways = Ways()
    stage.commands.ways.went.connect(went.append)
    cell = stage.cell(3, Column.ARTIST)
    stage.click(QPoint(cell.right() - 2, cell.center().y()))
    assert went == []
    stage.click(QPoint(cell.left() + PADDING + 6, cell.center().y()))
    track = stage.view.model.track_at(3)
    assert track is not None and went == [Address("artists", track.artist)]


def test_control_and_a_click_on_a_name_selects(stage: Stage) -> None:
    went: list[Address] = []
    stage.commands.ways = Ways()
    stage.commands.ways.went.connect(went.append)
    at = stage.cell(3, Column.ALBUM).topLeft() + QPoint(PADDING + 6, 15)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(stage.table.viewport(), Qt.MouseButton.LeftButton, control, at)
    assert (went, stage.table.selected_ids()) == ([], stage.view.model.ids(3, 4))


def test_the_menu_leads_to_album_and_artist(stage: Stage) -> None:
    went: list[Address] = []
    stage.commands.ways = Ways()
    stage.commands.ways.went.connect(went.append)
    menu = open_menu(stage, 6)
    for words in ("Go to album", "Go to artist"):
        next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()
    track = stage.view.model.track_at(6)
    assert track is not None
    assert went == [Address("albums", track.id), Address("artists", track.artist)]


def test_the_menu_rates_with_half_stars(stage: Stage) -> None:
    menu = open_menu(stage, 6)
    rate = next(each for each in menu.findChildren(QMenu) if each.title() == "Rate")
    next(action for action in rate.actions() if action.text() == "★★★½").trigger()
    menu.close()
    until(lambda: stage.library.tracks(stage.view.model.ids(6, 7))[0].rating == 3.5)


def test_the_menu_opens_the_tag_editor(stage: Stage) -> None:
    asked: list[Any] = []
    stage.commands.edit_tags.connect(asked.append)
    menu = open_menu(stage, 6)
    next(action for action in menu.actions() if action.text() == "Edit tags…").trigger()
    menu.close()
    assert asked == [stage.view.model.ids(6, 7)]


# -- what the head says


def test_a_selection_is_summed_up(stage: Stage) -> None:
    stage.table.selectRow(0)
    stage.table.selectionModel().select(
        QItemSelection(stage.view.model.index(0, 0), stage.view.model.index(11, 0)),
        QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
    )
    until(lambda: "12 tracks selected · 36 min" in texts(stage))
    stage.table.clearSelection()
    until(lambda: "300 ·" in texts(stage))


def test_a_column_browser_narrows_what_is_listed(stage: Stage) -> None:
    class Browser(QWidget):
        narrowed = Signal(object)

    browser = Browser()
    stage.view.set_browser(browser)
    stage.view._browse.click()
    assert browser.isVisible()
    browser.narrowed.emit(Condition("artist = ?", ("Artist 3",)))
    until(lambda: stage.view.model.rowCount() == 30)
    until(lambda: "30 of 300" in texts(stage))
    stage.view._browse.click()
    until(lambda: stage.view.model.rowCount() == 300)


def test_the_view_stands_again_as_it_stood(stage: Stage, tmp_path: Path) -> None:
    stage.view.search.setText("artist:3")
    until(lambda: stage.view.model.rowCount() == 30)
    stage.table.go_to_row(20)
    kept = stage.view.kept()
    again = Stage(stage.library, tmp_path)
    again.view.restore(kept)
    until(lambda: again.view.model.rowCount() == 30)
    until(lambda: again.table.selected_ids() == stage.table.selected_ids())
    assert again.view.search.text() == "artist:3"
    again.close()


@pytest.mark.parametrize("kept", [None, 3, {"query": 4, "top": "x", "current": []}])
def test_a_strange_session_does_no_harm(stage: Stage, kept: object) -> None:
    stage.view.restore(kept)
    assert stage.view.model.rowCount() == 300


# -- the search language


def test_the_language_of_searches_is_one_click_away(stage: Stage) -> None:
    stage.view.search.setText("folk")
    stage.view.search.remember()
    stage.view.search.open_help()
    popover = stage.view.findChild(SearchHelp)
    rows = [row.text() for row in popover.findChildren(QPushButton)]
    assert rows[0] == "folk" and "is:loved" in rows
    next(row for row in popover.findChildren(QPushButton) if row.text() == "is:loved").click()
    assert stage.view.search.text() == "folk is:loved"
    until(lambda: stage.view.findChild(SearchHelp) is None)


def test_the_beginnings_of_a_search_are_not_remembered_beside_it(stage: Stage) -> None:
    for text in ("rad", "radio", "radiohead", "low"):
        stage.view.search.setText(text)
        stage.view.search.remember()
    assert list(stage.view.search.recent) == ["low", "radiohead"]


def test_what_was_not_understood_is_said_quietly(stage: Stage) -> None:
    stage.view.search.setText("rating:many")
    until(lambda: "rating" in texts(stage) and "many" in texts(stage), 3)
    stage.view.search.clear()
    until(lambda: "many" not in texts(stage))


def test_a_column_that_was_turned_on_takes_the_place_of_a_usual_one() -> None:
    assert Column.GENRE in fit(1040, USUAL, {})
    shown = fit(1040, [*USUAL, Column.ALBUM_ARTIST, Column.CODEC], {})
    assert {Column.ALBUM_ARTIST, Column.CODEC} <= shown.keys() and Column.GENRE not in shown


def test_the_keyboard_sorts_through_the_column_menu(stage: Stage) -> None:
    stage.table.choose_columns(stage.view.mapToGlobal(QPoint(10, 10)))
    menu = next(menu for menu in stage.table.findChildren(QMenu) if menu.title() == "Sort by")
    next(action for action in menu.actions() if action.text() == "Artist").trigger()
    assert stage.view.model.wish.sort == (("artist", False),)


def test_every_part_is_named_for_screen_readers(stage: Stage) -> None:
    assert stage.table.accessibleName() == "Tracks"
    assert stage.view.search.accessibleName()
    header = stage.view.model.headerData(Column.PLAYS, Qt.Orientation.Horizontal)
    assert header == "Plays"


def test_rows_paint_in_both_themes_and_heights(stage: Stage, qapp: QApplication) -> None:
    for name in ("light", "dark"):
        theme.apply(qapp, name)
        for compact in (True, False):
            stage.view.set_compact(compact=compact)
            assert not stage.view.grab().isNull()
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(stage.table.viewport(), wheel)
    assert stage.table.verticalScrollBar().value() > 0


def test_the_usual_names_are_whole_in_the_usual_widths(stage: Stage) -> None:
    metrics = QFontMetrics(theme.font(13))
    for width in (790, 880, 1040, 1160):
        shown = fit(width, USUAL, {})
        assert shown[Column.ARTIST] >= metrics.horizontalAdvance("Brother Amos Kettle") + 2 * PADDING, width
        assert Column.RATING in shown
        if Column.GENRE in shown:
            assert shown[Column.GENRE] >= metrics.horizontalAdvance("Soul, Gospel") + 2 * PADDING, width


def test_nothing_is_cut_off_in_the_smallest_window_with_the_queue_open(stage: Stage) -> None:
    for width in range(320, 480, 7):
        assert width - 1 <= sum(fit(width, USUAL, {}).values()) <= width


def test_down_in_the_search_field_goes_on_to_what_was_found(stage: Stage) -> None:
    stage.view.activateWindow()
    stage.view.search.setFocus()
    QTest.keyClick(stage.view.search, Qt.Key.Key_Down)
    until(stage.table.hasFocus)
    assert stage.table.currentIndex().row() == 0


def test_escape_in_an_empty_search_field_gives_the_keys_to_the_list(stage: Stage) -> None:
    stage.view.activateWindow()
    stage.view.search.setFocus()
    QTest.keyClick(stage.view.search, Qt.Key.Key_Escape)
    until(stage.table.hasFocus)


def test_the_menu_plays_several_chosen_tracks_by_themselves(stage: Stage) -> None:
    stage.table.selectRow(2)
    stage.table.selectionModel().select(
        QItemSelection(stage.view.model.index(2, 0), stage.view.model.index(4, 9)),
        QItemSelectionModel.SelectionFlag.Select,
    )
    chosen = stage.table.selected_ids()
    track = stage.view.model.track_at(2)
    assert track is not None
    menu = track_menu(stage.table, stage.commands, chosen, track, lambda: None)
    menu.actions()[0].trigger()
    menu.close()
    assert stage.asked == [("play", (chosen, 0))] and len(chosen) == 3
