"""The small map, and how things float on the large one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import theme
from app.widgets.map.canvas import MapCanvas
from app.widgets.map.floats import EDGE, Corner, Floats
from app.widgets.map.minimap import MiniMap
from tests.app.map.charts import LEFT, chart_of, drag
from tests.app.shelf import until

CORNERS = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.apply(qapp, "dark")
    monkeypatch.setattr(theme, "motion", lambda: 0)


@pytest.fixture
def canvas(qapp: QApplication) -> Iterator[MapCanvas]:
    made = MapCanvas()
    made.resize(600, 500)
    made.show_chart(chart_of(CORNERS))
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def small(canvas: MapCanvas) -> MiniMap:
    made = MiniMap(canvas, canvas.camera)
    made.show_chart(canvas.chart)
    return made


def test_it_is_there_while_only_a_part_is_seen(canvas: MapCanvas, small: MiniMap) -> None:
    assert small.isHidden()
    canvas.camera.zoom_by(3, softly=False)
    assert small.isVisible()
    canvas.camera.fit(softly=False)
    assert small.isHidden()


def test_its_frame_is_what_is_seen(canvas: MapCanvas, small: MiniMap) -> None:
    canvas.camera.zoom_by(2, softly=False)
    wide = small.frame()
    assert small.rect().contains(wide.toRect())
    canvas.camera.zoom_by(2, softly=False)
    assert small.frame().width() == pytest.approx(wide.width() / 2)
    assert small.frame().center().x() == pytest.approx(small.width() / 2, abs=1)


def test_a_click_brings_the_view_there(canvas: MapCanvas, small: MiniMap) -> None:
    canvas.camera.zoom_by(4, softly=False)
    upper_right = small._to_here(np.array([[0.8, 0.8]]))[0]
    QTest.mouseClick(small, LEFT, pos=QPoint(round(upper_right[0]), round(upper_right[1])))
    until(lambda: canvas.camera.centre == pytest.approx((0.8, 0.8), abs=0.05))


def test_the_frame_is_dragged_by_where_it_is_held(canvas: MapCanvas, small: MiniMap) -> None:
    canvas.camera.zoom_by(3, softly=False)
    held = small.frame().center().toPoint() + QPoint(5, 5)
    before = small.frame().center()
    drag(small, [held, held + QPoint(4, 0), held + QPoint(10, -8)])
    moved = small.frame().center() - before
    assert (moved.x(), moved.y()) == pytest.approx((10, -8), abs=1.0)


def test_the_keyboard_moves_it_and_gets_the_map_back_when_it_goes(canvas: MapCanvas, small: MiniMap) -> None:
    canvas.camera.zoom_by(4, softly=False)
    canvas.activateWindow()
    small.setFocus()
    QTest.keyClick(small, Qt.Key.Key_Right)
    until(lambda: canvas.camera.centre[0] > 0.1)
    assert "%" in small.accessibleDescription()
    QTest.keyClick(small, Qt.Key.Key_Home)
    until(small.isHidden)
    assert canvas.hasFocus()


def test_it_shows_points_in_their_colours_and_leaves_out_those_without_a_place(
    canvas: MapCanvas, small: MiniMap
) -> None:
    rng = np.random.default_rng(0)
    places = np.vstack(
        [rng.normal(-0.7, 0.05, (200, 2)), rng.normal(0.7, 0.05, (200, 2)), [[np.nan, np.nan]]]
    )
    small.show_chart(chart_of([tuple(place) for place in places]))
    small.set_colours(
        np.repeat([[255, 0, 0], [0, 0, 255], [0, 255, 0]], [200, 200, 1], axis=0).astype(np.uint8)
    )
    canvas.camera.zoom_by(2, softly=False)
    image = small.grab().toImage()
    lower, upper = (small._to_here(np.array([[at, at]]))[0].round().astype(int) for at in (-0.7, 0.7))
    red, blue = image.pixelColor(*lower.tolist()), image.pixelColor(*upper.tolist())
    assert red.red() > 150 > 80 > red.blue()
    assert blue.blue() > 150 > 80 > blue.red()


def test_a_chart_without_any_place_has_no_small_map(canvas: MapCanvas, small: MiniMap) -> None:
    canvas.camera.zoom_by(2, softly=False)
    small.show_chart(chart_of([(float("nan"), float("nan"))]))
    assert small.isHidden()
    small.show_chart(None)
    assert small.isHidden()


# -- what floats


class Box(QWidget):
    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.setFixedSize(width, height)


@pytest.fixture
def room(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(600, 400)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def test_what_floats_keeps_to_its_corner_when_the_room_changes(room: QWidget) -> None:
    floats, box = Floats(room), Box(100, 50)
    floats.put(box, Corner.BOTTOM_RIGHT)
    assert box.geometry() == QRect(600 - 100 - EDGE, 400 - 50 - EDGE, 100, 50)
    room.resize(700, 500)
    until(lambda: box.geometry().bottomRight() == QPoint(700 - EDGE - 1, 500 - EDGE - 1))


def test_two_in_one_corner_stand_above_each_other(room: QWidget) -> None:
    floats, below, above = Floats(room), Box(150, 100), Box(40, 90)
    floats.put(below, Corner.BOTTOM_RIGHT)
    floats.put(above, Corner.BOTTOM_RIGHT)
    assert above.geometry().bottom() < below.geometry().top()
    below.hide()
    assert above.geometry().bottom() == 400 - EDGE - 1, "and sink when there is room"


def test_a_bar_at_the_foot_makes_way_for_a_corner(room: QWidget) -> None:
    floats, corner, bar = Floats(room), Box(150, 100), Box(200, 46)
    floats.put(bar, Corner.FOOT)
    assert bar.geometry().center().x() == pytest.approx(300, abs=2)
    floats.put(corner, Corner.BOTTOM_RIGHT)
    assert not bar.geometry().intersects(corner.geometry())
    assert bar.geometry().bottom() == 400 - EDGE - 1, "beside it"
    bar.setFixedSize(480, 46)
    until(lambda: corner.geometry().bottom() < bar.geometry().top())
    assert bar.geometry().bottom() == 400 - EDGE - 1, "and the corner rises where there is no room beside"


def test_it_tells_what_is_covered(room: QWidget) -> None:
    floats, box = Floats(room), Box(100, 50)
    told: list[int] = []
    floats.moved.connect(lambda: told.append(len(floats.boxes())))
    floats.put(box, Corner.TOP_LEFT)
    box.hide()
    box.show()
    assert told == [1, 0, 1]
