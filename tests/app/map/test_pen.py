"""Drawing on the map by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import theme
from app.widgets.map.canvas import MapCanvas
from app.widgets.map.pen import Pen
from app.widgets.map.tools import Tool
from tests.app.map.charts import chart_of

Key = Qt.Key
CROSS = [(0.05, 0.05), (0.1, 0.05), (0.05, 0.1), (-1.0, -1.0), (1.0, 1.0)]


@pytest.fixture
def canvas(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[MapCanvas]:
    theme.apply(qapp, "dark")
    monkeypatch.setattr(theme, "motion", lambda: 0)
    made = MapCanvas()
    made.resize(500, 500)
    made.show_chart(chart_of(CROSS))
    made.overlays.append(Pen(made))
    made.show()
    made.activateWindow()
    made.setFocus()
    yield made
    made.close()
    made.deleteLater()


def press(canvas: MapCanvas, *keys: Qt.Key, times: int = 1) -> None:
    for key in keys:
        for _ in range(times):
            QTest.keyClick(canvas, key)


def test_a_box_is_drawn_with_space_and_arrows(canvas: MapCanvas) -> None:
    told: list[list[int]] = []
    canvas.region_drawn.connect(lambda points: told.append(points.tolist()))
    canvas.tool = Tool.BOX
    before = canvas.camera.centre
    press(canvas, Key.Key_Space)
    press(canvas, Key.Key_Right, Key.Key_Up, times=40)
    press(canvas, Key.Key_Space)
    assert told == [[0, 1, 2, 4]], "from the middle to the corner"
    assert canvas.camera.centre == before, "the map did not move with the pen"


def test_arrows_move_the_map_until_the_pen_is_down(canvas: MapCanvas) -> None:
    canvas.tool = Tool.LASSO
    press(canvas, Key.Key_Right)
    assert canvas.camera.centre[0] > 0


def test_escape_drops_what_the_pen_draws(canvas: MapCanvas) -> None:
    told: list[object] = []
    for signal in (canvas.region_drawn, canvas.clicked):
        signal.connect(lambda *args: told.append(args))
    canvas.tool = Tool.BOX
    press(canvas, Key.Key_Space)
    press(canvas, Key.Key_Right, times=5)
    press(canvas, Key.Key_Escape)
    assert not canvas.drawing.under_way
    assert canvas.drawing.empty
    assert not told, "it is no click either"
    press(canvas, Key.Key_Right)
    assert canvas.camera.centre[0] > 0, "the arrows are the map's again"


def test_two_points_are_picked_with_space(canvas: MapCanvas) -> None:
    pairs: list[tuple[int, int]] = []
    canvas.pair_picked.connect(lambda one, other: pairs.append((one, other)))
    canvas.tool = Tool.PAIR
    for place in (CROSS[3], CROSS[4]):
        canvas.camera.fly_to(place, 2.0)
        press(canvas, Key.Key_Space)
    assert pairs == [(3, 4)]


def test_space_is_the_players_while_the_map_is_only_moved(canvas: MapCanvas) -> None:
    played: list[bool] = []
    shortcut = QShortcut(QKeySequence(Key.Key_Space), canvas)
    shortcut.activated.connect(lambda: played.append(True))
    canvas.tool = Tool.BOX
    press(canvas, Key.Key_Space)
    assert canvas.drawing.under_way
    assert not played
    press(canvas, Key.Key_Escape)
    canvas.tool = Tool.PAN
    press(canvas, Key.Key_Space)
    assert played
    assert not canvas.drawing.under_way
