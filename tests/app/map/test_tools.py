"""Drawing on the map: regions, paths and pairs, on the real canvas."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import theme
from app.widgets.map import ink
from app.widgets.map.canvas import MapCanvas
from app.widgets.map.tools import Combine, Drawing, Path, Region, Tool
from tests.app.map.charts import LEFT, Still, chart_of, drag

NONE, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
GRID = [(x / 2, y / 2) for y in range(-2, 3) for x in range(-2, 3)]
"""Five by five points, from the lower left corner to the upper right."""


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def canvas(qapp: QApplication) -> Iterator[MapCanvas]:
    made = MapCanvas()
    made.resize(500, 500)
    made.show_chart(chart_of(GRID))
    made.show()
    yield made
    made.close()
    made.deleteLater()


def on(canvas: MapCanvas, x: float, y: float) -> QPoint:
    px, py = canvas.camera.to_screen(np.array([[x, y]]))[0]
    return QPoint(round(px), round(py))


def around(canvas: MapCanvas, left: float, low: float, right: float, high: float) -> list[QPoint]:
    """The corners of a box, closed but for the last side."""
    return [on(canvas, x, y) for x, y in ((left, low), (right, low), (right, high), (left, high))]


def chosen(canvas: MapCanvas) -> list[tuple[float, float]]:
    return [GRID[point] for point in canvas.chosen.tolist()]


def test_a_lasso_chooses_what_it_goes_round(canvas: MapCanvas) -> None:
    told: list[list[int]] = []
    canvas.region_drawn.connect(lambda points: told.append(points.tolist()))
    canvas.tool = Tool.LASSO
    drag(canvas, around(canvas, -0.1, -0.1, 0.6, 0.6))
    assert chosen(canvas) == [(0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)]
    assert told == [canvas.chosen.tolist()]


def test_shift_adds_to_a_selection_and_alt_takes_from_it(canvas: MapCanvas) -> None:
    canvas.tool = Tool.BOX
    drag(canvas, [on(canvas, -1.1, -1.1), on(canvas, -0.4, -0.9)])
    assert chosen(canvas) == [(-1.0, -1.0), (-0.5, -1.0)]
    drag(canvas, [on(canvas, 0.9, 0.9), on(canvas, 1.1, 1.1)], SHIFT)
    assert chosen(canvas) == [(-1.0, -1.0), (-0.5, -1.0), (1.0, 1.0)]
    drag(canvas, [on(canvas, -1.1, -1.1), on(canvas, -0.9, -0.9)], ALT)
    assert chosen(canvas) == [(-0.5, -1.0), (1.0, 1.0)]


def test_a_brush_chooses_what_it_passes_over_and_no_more(canvas: MapCanvas) -> None:
    canvas.tool = Tool.BRUSH
    drag(canvas, [on(canvas, -1, 0), on(canvas, -0.5, 0), on(canvas, 0, 0)])
    assert chosen(canvas) == [(-1.0, 0.0), (-0.5, 0.0), (0.0, 0.0)]


def test_brackets_change_the_brush_within_bounds(canvas: MapCanvas) -> None:
    canvas.tool = Tool.BRUSH
    usual = canvas.drawing.brush
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert canvas.drawing.brush > usual
    for _ in range(20):
        QTest.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert 4 < canvas.drawing.brush < usual


def test_a_brush_as_wide_as_two_points_are_apart_takes_both(canvas: MapCanvas) -> None:
    canvas.tool = Tool.BRUSH
    while canvas.drawing.brush < 0.3 * canvas.camera.scale:
        QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    QTest.mouseClick(canvas, LEFT, NONE, on(canvas, 0.25, 0.0))
    assert {(0.0, 0.0), (0.5, 0.0)} <= set(chosen(canvas))


def test_escape_drops_a_drawing_under_way_and_keeps_the_choice(canvas: MapCanvas) -> None:
    clicks: list[int] = []
    canvas.clicked.connect(lambda point, _modifiers: clicks.append(point))
    canvas.tool = Tool.BOX
    drag(canvas, [on(canvas, -1.1, -1.1), on(canvas, -0.9, -0.9)])
    QTest.mousePress(canvas, LEFT, NONE, on(canvas, -0.1, -0.1))
    QTest.mouseMove(canvas, on(canvas, 1.1, 1.1))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NONE, on(canvas, 1.1, 1.1))
    assert chosen(canvas) == [(-1.0, -1.0)]
    assert not clicks


def test_a_press_that_hardly_moves_is_a_click(canvas: MapCanvas) -> None:
    clicks: list[int] = []
    canvas.clicked.connect(lambda point, _modifiers: clicks.append(point))
    canvas.tool = Tool.LASSO
    QTest.mouseClick(canvas, LEFT, NONE, on(canvas, 0, 0))
    assert clicks == [GRID.index((0.0, 0.0))]
    assert not chosen(canvas)


def test_a_path_goes_where_it_was_drawn_without_the_hands_tremble(canvas: MapCanvas) -> None:
    paths: list[np.ndarray] = []
    canvas.path_drawn.connect(paths.append)
    canvas.tool = Tool.PATH
    start, end = on(canvas, -1, 0), on(canvas, 1, 0)
    trembling = [QPoint(x, start.y() + (x % 2) * 3) for x in range(start.x(), end.x(), 2)]
    drag(canvas, [start, *trembling, end])
    (path,) = paths
    assert path[0] == pytest.approx([-1, 0], abs=0.02)
    assert path[-1] == pytest.approx([1, 0], abs=0.02)
    assert (np.diff(path[:, 0]) > 0).all()
    assert np.abs(np.diff(path[:, 1], 2)).max() < 0.01, "a smooth line"


def test_two_points_are_picked_one_after_the_other(canvas: MapCanvas) -> None:
    pairs: list[tuple[int, int]] = []
    canvas.pair_picked.connect(lambda a, b: pairs.append((a, b)))
    canvas.tool = Tool.PAIR
    for x, y in ((-1.0, -1.0), (-1.0, -1.0), (1.0, 0.0), (0.0, 0.0)):
        QTest.mouseClick(canvas, LEFT, NONE, on(canvas, x, y))
    assert pairs == [(GRID.index((-1.0, -1.0)), GRID.index((1.0, 0.0)))], (
        "the same twice is one; a third begins"
    )


# -- the drawing by itself


def drawn(
    tool: Tool, places: list[tuple[float, float]], camera: Still, drawing: Drawing | None = None
) -> Drawing:
    made = drawing or Drawing()
    made.take(tool)
    made.press(QPointF(*places[0]), camera, NONE)
    for place in places[1:]:
        made.move(QPointF(*place), camera)
    made.release(QPointF(*places[-1]), camera)
    return made


def painted(drawing: Drawing, camera: Still) -> QImage:
    image = QImage(400, 400, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    drawing.paint(painter, camera)
    painter.end()
    return image


SQUARE = [(100.0, 100.0), (200.0, 100.0), (200.0, 200.0), (100.0, 200.0)]


def test_what_was_drawn_stays_where_it_was_while_the_map_is_moved() -> None:
    drawing = drawn(Tool.LASSO, SQUARE, Still())
    assert painted(drawing, Still()).pixelColor(150, 150).alpha() > 0
    # Twice as near, what was from 100 to 200 is from 0 to 200.
    near = painted(drawing, Still(zoom=2.0))
    assert near.pixelColor(20, 20).alpha() > 0
    assert near.pixelColor(220, 220).alpha() == 0
    drawing.clear()
    assert drawing.empty


def test_a_lasso_is_a_dashed_line_of_the_accent_round_a_breath_of_it(qapp: QApplication) -> None:
    image = painted(drawn(Tool.LASSO, SQUARE, Still()), Still())
    line = [image.pixelColor(x, 100).alpha() for x in range(105, 195)]
    assert max(line) > 200
    assert min(line) < 120, "with gaps"
    inside, accent = image.pixelColor(150, 150), QColor(theme.DARK.accent)
    assert 15 < inside.alpha() < 60
    assert abs(inside.hslHue() - accent.hslHue()) < 12


def test_regions_that_are_joined_or_taken_from_are_seen_as_one_outline() -> None:
    camera, drawing = Still(), drawn(Tool.BOX, [(100, 100), (200, 200)], Still())
    for modifiers, corners in ((SHIFT, (150.0, 250.0)), (ALT, (90.0, 140.0))):
        drawing.press(QPointF(corners[0], corners[0]), camera, modifiers)
        drawing.release(QPointF(corners[1], corners[1]), camera)
    image = painted(drawing, camera)
    assert image.pixelColor(120, 120).alpha() == 0, "taken away"
    assert image.pixelColor(230, 230).alpha() > 0, "added"
    assert 15 < image.pixelColor(175, 175).alpha() < 60, "not twice where they overlap"


def test_a_path_ends_in_an_arrow() -> None:
    image = painted(drawn(Tool.PATH, [(50, 200), (200, 200), (350, 200)], Still()), Still())

    def wide(x: int) -> int:
        return sum(image.pixelColor(x, y).alpha() > 200 for y in range(180, 221))

    assert max(map(wide, range(335, 355))) > 2 * wide(200) > 0
    assert wide(50) > 2 * wide(200), "and begins with a dot"


def test_a_region_of_a_scribble_holds_what_the_brush_covered() -> None:
    stroke = np.array([[0.0, 0.0], [1.0, 0.0]])
    region = Region(Tool.BRUSH, stroke, 0.1, Combine.ANEW)
    assert region.holds(np.array([[0.5, 0.09], [0.5, 0.11], [1.09, 0.0], [np.nan, 0.0]])).tolist() == [
        True,
        False,
        True,
        False,
    ]


def test_a_line_that_goes_nowhere_is_no_path() -> None:
    drawing = Drawing()
    drawing.take(Tool.PATH)
    drawing.press(QPointF(10, 10), Still(), NONE)
    assert drawing.release(QPointF(11, 10), Still()) is None
    assert not isinstance(drawing.so_far(Still()), Path)


def test_a_stroke_that_grows_looks_like_one_painted_whole() -> None:
    way = [QPointF(60 + 6 * i, 200 + 40 * np.sin(i / 4)) for i in range(40)]
    growing, whole = Drawing(), Drawing()
    for drawing in (growing, whole):
        drawing.take(Tool.BRUSH)
        drawing.press(way[0], Still(), NONE)
    for place in way[1:]:
        growing.move(place, Still())
        first = painted(growing, Still())
        whole.move(place, Still())
    second = painted(whole, Still())
    assert first.pixelColor(180, 200).alpha() > 0
    differing = np.abs(pixels(first).astype(int) - pixels(second)).max(axis=2) > 24
    assert differing.sum() < 40  # where pieces meet, edges are a shade darker


def pixels(image: QImage) -> np.ndarray:
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)


def test_a_long_stroke_is_straightened_by_less_than_the_eye_sees() -> None:
    turns = np.linspace(0, 8 * np.pi, 2000)
    line = np.column_stack([200 + 20 * turns, 200 + 100 * np.sin(turns)])
    corners = ink.straightened(line, 2.0)
    assert len(corners) < 120 and (corners[[0, -1]] == line[[0, -1]]).all()
    back = np.interp(line[:, 0], corners[:, 0], corners[:, 1])
    assert np.abs(back - line[:, 1]).max() < 12


def test_the_outline_of_a_long_stroke_goes_round_what_it_covers_and_leaves_its_holes() -> None:
    turn = np.linspace(0, 4 * np.pi, 400)  # twice round the middle
    stroke = np.column_stack([np.cos(turn), np.sin(turn)]) * (0.5 + 0.02 * np.sin(9 * turn))[:, None]
    region, camera = Region(Tool.BRUSH, stroke, 0.15, Combine.ANEW), Still()
    outline = region.outline(camera)
    for x, y, within in ((0.5, 0.0, True), (0.0, -0.58, True), (0.0, 0.0, False), (0.75, 0.0, False)):
        assert outline.contains(QPointF(*camera.to_screen(np.array([[x, y]]))[0])) is within
    assert outline.elementCount() < 400
