"""The mood pad, and a shelf of one row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import tasks, theme
from app.covers import Covers, Source
from app.widgets.moodpad import MIDDLE, MoodPad, Place, said_of
from app.widgets.shelfrow import ShelfRow
from app.widgets.tiles import Tile
from tests.app.shelf import until

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def pad(qapp: QApplication) -> Iterator[MoodPad]:
    made = MoodPad()
    made.resize(212, 212)
    made.show()
    made.setFocus()
    yield made
    made.close()
    made.deleteLater()


def told(pad: MoodPad) -> list[Place]:
    said: list[Place] = []
    pad.moved.connect(lambda brightness, energy: said.append(Place(brightness, energy)))
    return said


def test_a_click_puts_the_knob_there_and_tells_once_it_is_let_go(pad: MoodPad) -> None:
    said = told(pad)
    QTest.mouseClick(pad, LEFT, NONE, QPoint(180, 30))
    assert len(said) == 1
    assert said[0] == pad.place
    assert pad.place.brightness > 0.6
    assert pad.place.energy > 0.6


def test_a_drag_beyond_the_edge_stays_on_the_pad(pad: MoodPad) -> None:
    QTest.mousePress(pad, LEFT, NONE, QPoint(100, 100))
    QTest.mouseMove(pad, QPoint(900, -300))
    QTest.mouseRelease(pad, LEFT, NONE, QPoint(900, -300))
    assert pad.place == Place(1.0, 1.0)


def test_near_the_middle_there_is_no_mood(pad: MoodPad) -> None:
    pad.put(Place(0.5, 0.5))
    QTest.mouseClick(pad, LEFT, NONE, QPoint(108, 104))
    assert pad.place == MIDDLE


def test_a_double_click_takes_the_mood_back(pad: MoodPad) -> None:
    said = told(pad)
    QTest.mouseDClick(pad, LEFT, NONE, QPoint(180, 180))
    assert pad.place == MIDDLE
    assert said[-1] == MIDDLE


def test_arrow_keys_move_the_knob_and_home_leads_back(pad: MoodPad) -> None:
    for _ in range(3):
        QTest.keyClick(pad, Qt.Key.Key_Right)
    QTest.keyClick(pad, Qt.Key.Key_Down)
    assert tuple(pad.place) == pytest.approx((0.3, -0.1))
    QTest.keyClick(pad, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert pad.place.energy == pytest.approx(-0.08)
    QTest.keyClick(pad, Qt.Key.Key_Home)
    assert pad.place == MIDDLE


def test_small_steps_lead_out_of_the_middle(pad: MoodPad) -> None:
    QTest.keyClick(pad, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert pad.place.brightness < 0


def test_keys_tell_once_the_knob_rests(pad: MoodPad) -> None:
    said = told(pad)
    for _ in range(4):
        QTest.keyClick(pad, Qt.Key.Key_Up)
    until(lambda: said)
    assert [tuple(each) for each in said] == [pytest.approx((0.0, 0.4))]


def test_screen_readers_hear_the_mood(pad: MoodPad) -> None:
    pad.put(Place(0.3, -0.9))
    assert pad.accessibleDescription() == "calm, a little bright"
    assert said_of(MIDDLE) == "no mood"


# -- a shelf of one row


@pytest.fixture
def row(tmp_path: Path, qapp: QApplication) -> Iterator[ShelfRow[int]]:
    covers = Covers(tmp_path / "covers")
    made: ShelfRow[int] = ShelfRow(
        covers, lambda number: Tile(f"Title {number}", "", "", (Source(str(number), str(number), Path("/")),))
    )
    made.say("Numbers", "in their order", "None are left.")
    made.resize(720, 260)
    made.show()
    yield made
    covers.close()
    made.close()
    made.deleteLater()
    tasks.drain()


def test_a_shelf_shows_as_many_as_fit_and_pages_through_the_rest(row: ShelfRow[int]) -> None:
    row.fill(range(11))
    fits = row.grid.columns
    assert list(row.shown) == list(range(fits))
    row.page(1)
    assert list(row.shown) == list(range(fits, 2 * fits))
    for _ in range(5):
        row.page(1)
    assert list(row.shown) == list(range(11 - fits, 11))


def test_a_wider_shelf_shows_more(row: ShelfRow[int]) -> None:
    row.fill(range(11))
    before = len(row.shown)
    row.resize(1100, 260)
    assert len(row.shown) > before


def test_a_click_on_a_later_page_means_that_row(row: ShelfRow[int]) -> None:
    row.fill(range(11))
    row.page(1)
    chosen: list[int] = []
    row.chosen.connect(chosen.append)
    grid = row.grid
    middle = grid.visualRect(grid.tiles.index(1)).center()
    QTest.mouseDClick(grid.viewport(), LEFT, NONE, middle)
    QTest.mouseClick(grid.viewport(), LEFT, NONE, middle)
    assert chosen == [grid.columns + 1]


def test_choosing_with_ctrl_plays_nothing(row: ShelfRow[int]) -> None:
    row.fill(range(11))
    chosen: list[int] = []
    row.chosen.connect(chosen.append)
    grid = row.grid
    for number in (0, 2):
        at = grid.visualRect(grid.tiles.index(number)).center()
        QTest.mouseClick(grid.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, at)
    assert not chosen
    assert row.chosen_rows(0) == [0, 2]


def test_the_same_rows_leave_the_page_where_it_is(row: ShelfRow[int]) -> None:
    row.fill(range(11))
    row.page(1)
    shown = list(row.shown)
    row.fill(list(range(11)))
    assert list(row.shown) == shown


def test_an_empty_shelf_says_what_it_needs(row: ShelfRow[int]) -> None:
    row.fill(())
    assert not row.grid.isVisible()
    assert not row.shuffle.isVisible()
    assert row.needs == "None are left."


def test_arrow_keys_lead_along_the_shelf_and_out_of_it(row: ShelfRow[int]) -> None:
    row.fill(range(11))
    left: list[int] = []
    row.left.connect(left.append)
    row.take_keyboard(row.grid.columns - 1)
    QTest.keyClick(row.grid, Qt.Key.Key_Right)
    assert row.shown[row.grid.currentIndex().row()] == row.grid.columns
    QTest.keyClick(row.grid, Qt.Key.Key_Left)
    assert row.shown[row.grid.currentIndex().row()] == row.grid.columns - 1
    QTest.keyClick(row.grid, Qt.Key.Key_Down)
    assert left == [1]
