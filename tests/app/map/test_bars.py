"""Bars, chips and the card that float on the map."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from app import theme
from app.widgets.controls import IconButton
from app.widgets.map.actionbar import ActionBar
from app.widgets.map.canvas import MapCanvas
from app.widgets.map.floats import Corner, Floats
from app.widgets.map.hovercard import HoverCard
from app.widgets.map.pathbar import TIMES, Length, PathBar
from app.widgets.map.toolchips import ToolChips, ZoomButtons
from app.widgets.map.tools import Tool
from tests.app.map.charts import LEFT
from tests.app.shelf import until


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def canvas(qapp: QApplication) -> Iterator[MapCanvas]:
    made = MapCanvas()
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()


def press(bar: QWidget, name: str) -> None:
    for part in bar.findChildren(QAbstractButton):
        if part.isVisible() and name in (part.text(), part.accessibleName()):
            QTest.mouseClick(part, LEFT)
            return
    pytest.fail(f"no button {name}")


def open_menu(bar: QWidget, name: str) -> QMenu:
    press(bar, name)
    menu = bar.findChild(QMenu)
    assert menu is not None
    return menu


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


# -- what is chosen


@pytest.fixture
def bar(canvas: MapCanvas) -> ActionBar:
    made = ActionBar()
    Floats(canvas).put(made, Corner.FOOT)
    return made


def test_the_bar_counts_what_is_chosen_and_hides_with_nothing(bar: ActionBar) -> None:
    assert bar.isHidden()
    bar.show_count(184)
    assert bar.isVisible()
    assert bar._count.text() == "184 tracks"
    bar.show_count(52, 184)
    assert bar._count.text() == "184 moments in 52 tracks"
    bar.show_count(0)
    assert bar.isHidden()


def test_each_button_says_what_is_wanted(bar: ActionBar) -> None:
    said: list[str] = []
    for name in ("play", "queue", "radio", "playlist", "cleared"):
        getattr(bar, name).connect(lambda name=name: said.append(name))
    bar.show_count(3)
    for text in ("Play", "Queue", "Radio from here", "Playlist", "Clear the choice"):
        press(bar, text)
    assert said == ["play", "queue", "radio", "playlist", "cleared"]


def test_the_menu_has_what_is_wanted_less_often(bar: ActionBar) -> None:
    said: list[str] = []
    for name in ("play_next", "tag", "curves", "compare"):
        getattr(bar, name).connect(lambda name=name: said.append(name))
    bar.show_count(3)
    menu = open_menu(bar, "More")
    for action in menu.actions():
        action.trigger()
    assert said == ["play_next", "tag", "curves", "compare"]
    menu.close()


@pytest.mark.parametrize(("count", "offered"), [(1, False), (2, True), (8, True), (9, False)])
def test_two_to_eight_songs_can_be_compared(bar: ActionBar, count: int, offered: bool) -> None:
    bar.show_count(count)
    menu = open_menu(bar, "More")
    compare = next(action for action in menu.actions() if action.text().startswith("Compare"))
    assert compare.isEnabled() == offered
    menu.close()


def test_in_a_narrow_map_what_matters_less_goes_into_the_menu(canvas: MapCanvas, bar: ActionBar) -> None:
    bar.show_count(184)
    canvas.resize(420, 400)
    until(lambda: canvas.rect().contains(bar.geometry()))
    menu = open_menu(bar, "More")
    squeezed = {"Queue", "Playlist"} & set(texts(menu))
    assert squeezed
    assert bar.play_button.isVisible()
    assert bar._clear.isVisible()
    menu.close()
    canvas.resize(900, 600)
    until(lambda: all(part.isVisible() for part in bar.giving_way))


def test_the_narrowest_map_has_room_for_its_bars(canvas: MapCanvas, bar: ActionBar) -> None:
    canvas.resize(240, 300)
    bar.show_count(184)
    QApplication.processEvents()
    assert canvas.rect().contains(bar.geometry())
    parts = [bar._count, bar.play_button, bar._more, bar._clear]
    assert all(part.width() >= part.sizeHint().width() for part in parts)
    assert bar.play_button.accessibleName() == "Play"
    canvas.resize(900, 600)
    until(lambda: bar.play_button.text() == "Play")


def test_escape_on_the_bar_clears_and_the_map_gets_the_keyboard_back(
    canvas: MapCanvas, bar: ActionBar
) -> None:
    bar.cleared.connect(lambda: bar.show_count(0))
    bar.show_count(3)
    bar.focus_first()
    assert bar.play_button.hasFocus()
    QTest.keyClick(bar.play_button, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert canvas.hasFocus()


def test_a_click_on_the_bar_is_not_one_on_the_map(canvas: MapCanvas, bar: ActionBar) -> None:
    clicks: list[int] = []
    canvas.clicked.connect(lambda point, _modifiers: clicks.append(point))
    bar.show_count(3)
    QTest.mouseClick(bar, LEFT, pos=QPoint(3, 3))
    assert not clicks


# -- a path


@pytest.fixture
def path(canvas: MapCanvas) -> PathBar:
    made = PathBar()
    Floats(canvas).put(made, Corner.FOOT)
    return made


def test_a_path_waits_for_what_it_comes_to(path: PathBar) -> None:
    path.show_path()
    assert path.isVisible()
    assert not path.play_button.isEnabled()
    path.show_preview(14, 3300)
    assert path._preview.text() == "14 tracks · 55 min"
    assert path.play_button.isEnabled()
    path.show_preview(0, 0)
    assert not path.play_button.isEnabled()


def test_another_length_is_asked_for_and_kept_for_the_next_path(path: PathBar) -> None:
    asked: list[Length] = []
    path.length_chosen.connect(asked.append)
    path.show_path()
    assert path.length == TIMES[1]
    menu = open_menu(path, "Length: 1 h 00")
    assert texts(menu) == ["30 min", "1 h 00", "2 h 00", "8 tracks", "12 tracks", "20 tracks", "40 tracks"]
    next(action for action in menu.actions() if action.text() == "20 tracks").trigger()
    menu.close()
    assert asked == [Length(count=20)]
    path.show_pair("A", "B")
    assert path.length.count == 12
    path.show_path()
    assert path.length == Length(count=20)


def test_a_pair_says_from_where_to_where(path: PathBar) -> None:
    path.show_pair("Teardrop", "Roads")
    assert path._name.accessibleName() == "Teardrop to Roads"
    path.show_preview(12, 2880)
    assert path._preview.text() == "48 min"
    assert "Teardrop to Roads" in path.accessibleDescription()


def test_a_path_is_played_kept_or_cleared(path: PathBar) -> None:
    said: list[str] = []
    for name in ("play", "queue", "playlist", "cleared"):
        getattr(path, name).connect(lambda name=name: said.append(name))
    path.show_path()
    path.show_preview(14, 3300)
    for text in ("Play", "Queue", "Playlist", "Clear the path"):
        press(path, text)
    assert said == ["play", "queue", "playlist", "cleared"]
    path.close_path()
    assert path.isHidden()


# -- tools


def test_one_tool_is_in_hand_and_each_can_be_picked(canvas: MapCanvas) -> None:
    chips, picked = ToolChips(), []
    chips.picked.connect(picked.append)
    Floats(canvas).put(chips, Corner.TOP_LEFT)
    for name in ("Lasso", "Box", "Brush", "Path", "From here to there", "Move"):
        press(chips, name)
        assert [part.accessibleName() for part in chips.findChildren(IconButton) if part.isChecked()] == [
            name
        ]
    assert picked == [Tool.LASSO, Tool.BOX, Tool.BRUSH, Tool.PATH, Tool.PAIR, Tool.PAN]
    chips.take(Tool.LASSO)
    assert len(picked) == 6


def test_tools_are_gone_through_with_the_arrow_keys(canvas: MapCanvas) -> None:
    chips, picked = ToolChips(), []
    chips.picked.connect(picked.append)
    Floats(canvas).put(chips, Corner.TOP_LEFT)
    move, lasso = chips.findChildren(IconButton)[:2]
    move.setFocus()
    QTest.keyClick(move, Qt.Key.Key_Right)
    assert lasso.isChecked()
    assert picked == [Tool.LASSO]


def test_buttons_bring_the_map_nearer_and_show_all_of_it(
    canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "motion", lambda: 0)
    zoom = ZoomButtons(canvas.camera)
    Floats(canvas).put(zoom, Corner.BOTTOM_RIGHT)
    press(zoom, "Nearer")
    until(lambda: canvas.camera.zoom > 1.5)
    press(zoom, "The whole map")
    until(lambda: canvas.camera.zoom == pytest.approx(1.0))


# -- the card


@pytest.fixture
def card(canvas: MapCanvas) -> HoverCard:
    return HoverCard(canvas)


@pytest.mark.parametrize("at", [(5, 5), (895, 5), (5, 595), (895, 595), (450, 300)])
def test_the_card_stays_inside_the_map_and_off_the_pointer(
    canvas: MapCanvas, card: HoverCard, at: tuple[int, int]
) -> None:
    card.show_track(
        QPoint(*at), "A title that is a good deal longer than the card is wide", "Massive Attack", 126
    )
    assert canvas.rect().contains(card.geometry())
    assert not card.geometry().contains(QPoint(*at))


def test_the_card_lets_the_mouse_through(canvas: MapCanvas, card: HoverCard) -> None:
    clicks: list[int] = []
    canvas.clicked.connect(lambda point, _modifiers: clicks.append(point))
    card.show_track(QPoint(400, 300), "Teardrop", "Massive Attack")
    assert canvas.childAt(card.geometry().center()) is None


def test_the_ring_fills_while_one_waits_and_again_while_it_sounds(
    card: HoverCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "motion", lambda: 160)
    card.show_track(QPoint(400, 300), "Teardrop", "Massive Attack", 126.0)
    card.wait(60)
    assert not card.ring.sounding
    until(lambda: card.ring.share == 1.0)
    card.sound(10_000)
    assert card.ring.sounding
    assert card.ring.share < 0.5
    card.leave()
    assert card.ring.share == 0.0
    assert not card.ring.sounding


def test_without_hearing_there_is_no_ring_and_a_moment_has_its_time(card: HoverCard) -> None:
    card.show_track(QPoint(400, 300), "Teardrop", "Massive Attack", 126.0, heard=False)
    assert card.ring.isHidden()
    assert card._artist.text() == "2:06 · Massive Attack"
    assert card.accessibleName() == "Teardrop, 2:06 · Massive Attack"
