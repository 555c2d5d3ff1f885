"""The map's surface as it is seen and touched: pixels, the pointer, the keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QNativeGestureEvent,
    QPainter,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import theme
from app.widgets.map import layers, scene, surface
from app.widgets.map.canvas import MapCanvas
from app.widgets.map.tools import Tool
from core.explore.map.chart import Chart, Mode, Sight
from tests.app.map.charts import LEFT, chart_of, drag
from tests.app.shelf import until

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
CROSS = [(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)]
"""The middle, right, left, up, down."""
RED, GREEN = (220, 40, 40), (40, 200, 90)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.apply(qapp, "dark")
    monkeypatch.setattr(theme, "motion", lambda: 0)


@pytest.fixture
def canvas(qapp: QApplication) -> Iterator[MapCanvas]:
    made = MapCanvas()
    made.resize(500, 400)
    made.show()
    show(made, chart_of(CROSS))
    yield made
    made.close()
    made.deleteLater()


def show(canvas: MapCanvas, chart: Chart, rgb: Sequence[int] = RED) -> None:
    canvas.show_chart(chart)
    canvas.set_colours(np.tile(np.array(rgb, np.uint8), (len(chart), 1)))
    until(lambda: canvas.settled)


def moments(xy: np.ndarray, per_track: int, mode: Mode = Mode.MOMENTS) -> Chart:
    count = len(xy)
    starts = (np.arange(count) % per_track * 2.0).astype(np.float32)
    zero = np.zeros(count, np.float32)
    return Chart(
        Sight(mode), "", np.arange(count) // per_track, starts, xy.astype(np.float32), zero, zero > 1
    )


def at(canvas: MapCanvas, point: int) -> QPoint:
    return canvas.place_of(point).toPoint()


def colour(canvas: MapCanvas, place: QPoint) -> tuple[int, int, int]:
    return canvas.grab().toImage().pixelColor(place).getRgb()[:3]


def ground() -> tuple[int, int, int]:
    return tuple(int(theme.current().window[i : i + 2], 16) for i in (1, 3, 5))


def drawn(canvas: MapCanvas) -> np.ndarray:
    """(h, w): which pixels well within the card are not the ground."""
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    away = np.abs(pixels[..., 2::-1].astype(int) - ground()).sum(axis=2)
    return away[6:-6, 6:-6] > 24


# -- what is seen


def test_a_lone_point_has_its_colour_at_its_place(canvas: MapCanvas) -> None:
    rgb = np.tile(np.array(RED, np.uint8), (5, 1))
    rgb[1] = GREEN
    canvas.set_colours(rgb)
    assert colour(canvas, at(canvas, 0)) == pytest.approx(RED, abs=20)
    assert colour(canvas, at(canvas, 1)) == pytest.approx(GREEN, abs=20)
    assert colour(canvas, at(canvas, 0) + QPoint(15, 15)) == ground()


def test_what_is_not_lit_is_dimmed(canvas: MapCanvas) -> None:
    canvas.set_lit(np.array([True, False, True, True, True]))
    assert colour(canvas, at(canvas, 0)) == pytest.approx(RED, abs=20)
    dim = colour(canvas, at(canvas, 1))
    assert dim != ground()
    assert dim[0] < 0.5 * RED[0]
    canvas.set_lit(None)
    assert colour(canvas, at(canvas, 1)) == pytest.approx(RED, abs=20)


def test_what_is_filtered_out_is_neither_seen_nor_touched(canvas: MapCanvas) -> None:
    canvas.set_shown(np.array([True, False, True, True, True]))
    assert colour(canvas, at(canvas, 1)) == ground()
    assert canvas.nearest_to(canvas.place_of(1)) == -1
    canvas.set_shown(None)
    assert canvas.nearest_to(canvas.place_of(1)) == 1


def test_chosen_points_are_larger_and_ringed(canvas: MapCanvas) -> None:
    before = drawn(canvas).sum()
    canvas.set_chosen([0])
    assert canvas.chosen.tolist() == [0]
    assert drawn(canvas).sum() > before
    row = [colour(canvas, at(canvas, 0) + QPoint(dx, 0)) for dx in range(1, 9)]
    assert max(min(pixel) for pixel in row) > 150, "a ring in the colour of text"


def test_an_empty_map_is_just_its_ground(canvas: MapCanvas) -> None:
    for chart in (chart_of([]), None):
        canvas.show_chart(chart, animate=True)
        assert not drawn(canvas).any()
        assert canvas.nearest_to(QPointF(250, 200)) == -1
        QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
        QTest.mouseClick(canvas, LEFT, NONE, QPoint(250, 200))
    show(canvas, chart_of(CROSS))
    assert drawn(canvas).any()


def test_points_without_a_place_are_left_out(canvas: MapCanvas) -> None:
    show(canvas, chart_of([(0.0, 0.0), (float("nan"), 0.3), (0.5, 0.5)]))
    assert canvas.nearest_to(canvas.place_of(2)) == 2
    assert canvas.nearest_to(canvas.place_of(0)) == 0
    show(canvas, chart_of([(float("nan"), float("nan"))]))
    assert not drawn(canvas).any()


def test_a_light_ground_gets_darker_points(canvas: MapCanvas, qapp: QApplication) -> None:
    show(canvas, chart_of([(0.0, 0.0)]), (250, 240, 120))
    theme.apply(qapp, "light")
    assert sum(colour(canvas, at(canvas, 0))) < 0.8 * (250 + 240 + 120)
    theme.apply(qapp, "dark")
    assert colour(canvas, at(canvas, 0)) == pytest.approx((250, 240, 120), abs=25)


def test_more_device_pixels_show_the_same_sharper(canvas: MapCanvas) -> None:
    show(canvas, chart_of([*CROSS, (0.37, -0.61)]))
    canvas.set_shown(np.arange(6) == 5)
    seen = []
    for ratio in (1, 2):
        image = canvas._scene.picture(canvas.camera, (500 * ratio, 400 * ratio), float(ratio)).copy()
        bits = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        down, right = np.nonzero(bits[..., 3])
        weights = bits[down, right, 3].astype(float)
        middle = [float(np.average(places + 0.5, weights=weights)) / ratio for places in (right, down)]
        seen.append([*middle, weights.sum() / 255 / ratio**2])
    place = canvas.place_of(5)
    for middle in seen:
        assert middle[:2] == pytest.approx((place.x(), place.y()), abs=0.3)
    assert seen[0][2] == pytest.approx(seen[1][2], rel=0.25)


def test_fine_pixels_that_take_long_wait_until_nothing_moves(
    canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratios: list[float] = []
    picture = canvas._scene.picture
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 2.0)
    monkeypatch.setattr(surface, "SLOW", 0.0)
    monkeypatch.setattr(canvas._scene, "picture", lambda *args: ratios.append(args[2]) or picture(*args))
    canvas.update()
    until(lambda: ratios == [2.0])
    canvas.camera.pan(30, 0)
    until(lambda: len(ratios) == 3)
    assert ratios == [2.0, 1.0, 2.0]


def test_very_many_are_a_density_that_resolves_into_points_when_near(canvas: MapCanvas) -> None:
    rng = np.random.default_rng(0)
    xy = np.vstack([rng.normal((-0.5, 0), 0.12, (200_000, 2)), rng.normal((0.5, 0), 0.12, (20_000, 2))])
    show(canvas, moments(xy, 30))
    dense, sparse = (canvas.camera.to_screen(np.array([[x, 0.0]]))[0] for x in (-0.5, 0.5))
    dense_red, sparse_red = (colour(canvas, QPoint(*map(round, place)))[0] for place in (dense, sparse))
    assert dense_red > sparse_red > ground()[0] + 10

    canvas.camera.fly_to((-0.5, 0.0), 60.0)
    part = canvas.camera.visible()
    inside = np.flatnonzero(
        (np.abs(xy[:, 0] + 0.5) < part.width() / 2) & (np.abs(xy[:, 1]) < part.height() / 2)
    )
    covered = drawn(canvas)
    assert covered.any()
    assert not covered.all()
    radius = canvas.radius_of(0)
    assert covered.sum() < 1.6 * len(inside) * np.pi * (radius + 1) ** 2
    found = canvas.nearest_to(canvas.place_of(int(inside[0])), 1.0)
    assert np.abs(canvas.xy[found] - canvas.xy[inside[0]]).max() * canvas.camera.scale < 1.0


def test_thinning_leaves_the_first_moment_of_each_track(canvas: MapCanvas) -> None:
    xy = np.column_stack([np.linspace(-1, 1, 40), np.tile([0.0, 0.5], 20)])
    show(canvas, moments(xy, 10))
    before = drawn(canvas).sum()
    canvas.set_thinning(0.8)
    assert drawn(canvas).sum() < 0.5 * before
    assert [canvas.nearest_to(canvas.place_of(point), 2.0) for point in (0, 10, 20, 30)] == [0, 10, 20, 30]


def test_paths_join_the_moments_of_a_track_and_stand_out_under_the_pointer(canvas: MapCanvas) -> None:
    xy = np.array([[-0.8, 0.6], [0.8, 0.6], [-0.8, -0.6], [0.8, -0.6]])
    show(canvas, moments(xy, 2, Mode.PATHS))
    halfway = (at(canvas, 0) + at(canvas, 1)) / 2
    between = QPoint(halfway.x(), canvas.height() // 2)
    faint = colour(canvas, halfway)
    assert faint[0] > ground()[0] + 25
    assert colour(canvas, between) == ground()
    QTest.mouseMove(canvas, at(canvas, 1))
    assert colour(canvas, halfway)[0] > faint[0] + 25


def test_what_lies_above_is_painted_without_drawing_the_points_again(
    canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Frame:
        painted = 0

        def paint(self, painter: QPainter, canvas: MapCanvas) -> None:
            self.painted += 1
            painter.fillRect(20, 20, 30, 30, Qt.GlobalColor.white)

    canvas.grab()
    times: list[int] = []
    picture = canvas._scene.picture
    monkeypatch.setattr(canvas._scene, "picture", lambda *args: times.append(1) or picture(*args))
    frame = Frame()
    canvas.overlays.append(frame)
    for _ in range(3):
        assert colour(canvas, QPoint(30, 30)) == (255, 255, 255)
    assert frame.painted == 3
    assert not times
    canvas.camera.pan(5, 0)
    canvas.grab()
    assert len(times) == 1


# -- moving points


def test_points_travel_to_their_new_places_and_keep_their_colours(
    canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "motion", lambda: 160)
    before = chart_of(CROSS)
    after = replace(before, xy=before.xy[::-1].copy(), version="2", growing=True)
    canvas.set_chosen([2])
    canvas.show_chart(after, animate=True)
    assert np.array_equal(canvas.xy, before.xy)
    seen: list[float] = []
    until(lambda: seen.append(float(canvas.xy[0, 1])) or canvas.settled)
    assert any(-1.0 < y < 0.0 for y in seen), "it was seen on its way"
    assert np.array_equal(canvas.xy, after.xy)
    assert canvas.chosen.tolist() == [2]
    assert colour(canvas, at(canvas, 0)) == pytest.approx(RED, abs=20)


def test_with_less_motion_points_are_there_at_once(canvas: MapCanvas) -> None:
    chart = chart_of(CROSS)
    canvas.show_chart(replace(chart, xy=-chart.xy, version="2"), animate=True)
    assert canvas.settled
    assert np.array_equal(canvas.xy, -chart.xy)


def test_of_other_points_those_that_both_have_travel_and_others_appear(
    canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "motion", lambda: 160)
    rest = chart_of([*CROSS, (0.5, 0.5)])
    rest = replace(rest, tracks=rest.tracks + 2, xy=-rest.xy, growing=True)  # tracks 3 to 8: 3, 4, 5 stay
    canvas.show_chart(rest, animate=True)
    assert np.array_equal(canvas.xy[:3], np.array(CROSS[2:], np.float32))
    assert np.array_equal(canvas.xy[3:], rest.xy[3:])
    until(lambda: canvas.settled)
    assert np.array_equal(canvas.xy, rest.xy)


# -- the pointer


def test_hovering_tells_of_the_point_under_the_pointer_and_of_leaving_it(canvas: MapCanvas) -> None:
    told: list[int] = []
    canvas.hovered.connect(told.append)
    QTest.mouseMove(canvas, at(canvas, 3))
    QTest.mouseMove(canvas, at(canvas, 3) + QPoint(1, 1))
    QTest.mouseMove(canvas, QPoint(40, 40))
    assert told == [3, -1]


def test_a_click_tells_of_the_point_and_of_the_ground(canvas: MapCanvas) -> None:
    told: list[tuple[int, object]] = []
    canvas.clicked.connect(lambda point, keys: told.append((point, keys)))
    QTest.mouseClick(canvas, LEFT, NONE, at(canvas, 1))
    assert canvas.current == 1
    QTest.mouseClick(canvas, LEFT, CTRL, QPoint(60, 60))
    assert told == [(1, NONE), (-1, CTRL)]
    assert canvas.current == -1


def test_a_double_click_opens_a_point(canvas: MapCanvas) -> None:
    told: list[int] = []
    canvas.opened.connect(told.append)
    QTest.mouseDClick(canvas, LEFT, NONE, at(canvas, 2))
    QTest.mouseDClick(canvas, LEFT, NONE, QPoint(60, 60))
    assert told == [2]


def test_a_drag_moves_the_map_and_clicks_nothing(canvas: MapCanvas) -> None:
    told: list[int] = []
    canvas.clicked.connect(lambda point, _keys: told.append(point))
    canvas.camera.zoom_by(3.0)
    before = canvas.place_of(0)
    drag(canvas, [QPoint(200, 200), QPoint(230, 220), QPoint(260, 180)])
    moved = canvas.place_of(0) - before
    assert (moved.x(), moved.y()) == pytest.approx((60, -20))
    assert told == []


def test_with_a_tool_in_hand_the_middle_button_moves_the_map(canvas: MapCanvas) -> None:
    canvas.tool = Tool.LASSO
    canvas.camera.zoom_by(3.0)
    before, middle = canvas.place_of(0), Qt.MouseButton.MiddleButton
    QTest.mousePress(canvas, middle, NONE, QPoint(200, 200))
    QTest.mouseMove(canvas, QPoint(240, 200))
    QTest.mouseRelease(canvas, middle, NONE, QPoint(240, 200))
    assert canvas.place_of(0).x() - before.x() == pytest.approx(40)
    assert canvas.drawing.empty


def wheel(canvas: MapCanvas, place: QPoint, notches: int) -> None:
    spot = QPointF(place)
    turned = QPoint(0, 120 * notches)
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        spot, canvas.mapToGlobal(spot), QPoint(), turned, Qt.MouseButton.NoButton, NONE, phase, False
    )
    QApplication.sendEvent(canvas, event)


def test_the_wheel_zooms_about_the_pointer(canvas: MapCanvas) -> None:
    place, before = at(canvas, 1), canvas.place_of(1)
    wheel(canvas, place, 2)
    assert canvas.camera.zoom > 1.3
    away = canvas.place_of(1) - before
    assert abs(away.x()) + abs(away.y()) < 3
    wheel(canvas, place, -2)
    assert canvas.camera.zoom == pytest.approx(1.0)


def test_a_pinch_zooms_about_the_fingers(canvas: MapCanvas) -> None:
    spot = QPointF(300, 150)
    zoom, device = Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice()
    before = canvas.camera.to_world(np.array([[300, 150]]))
    for _ in range(4):
        glob = canvas.mapToGlobal(spot)
        event = QNativeGestureEvent(zoom, device, 2, spot, spot, glob, 0.25, QPointF())
        QApplication.sendEvent(canvas, event)
    assert canvas.camera.zoom == pytest.approx(1.25**4)
    assert np.allclose(canvas.camera.to_world(np.array([[300, 150]])), before)


def test_the_menu_is_asked_for_at_the_pointer_and_by_key_at_the_current_point(canvas: MapCanvas) -> None:
    told: list[tuple[int, QPoint]] = []
    canvas.context_asked.connect(lambda point, place: told.append((point, place)))
    reason, place = QContextMenuEvent.Reason, at(canvas, 4)
    QApplication.sendEvent(canvas, QContextMenuEvent(reason.Mouse, place, canvas.mapToGlobal(place), NONE))
    canvas.set_current(3)
    QApplication.sendEvent(canvas, QContextMenuEvent(reason.Keyboard, QPoint(), QPoint(), NONE))
    assert told == [(4, canvas.mapToGlobal(place)), (3, canvas.mapToGlobal(at(canvas, 3)))]


# -- the keys


def test_arrow_keys_move_the_map(canvas: MapCanvas) -> None:
    canvas.camera.zoom_by(4.0)
    x, y = canvas.camera.centre
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.camera.centre[0] > x
    assert canvas.camera.centre[1] > y


def test_plus_and_minus_zoom_and_home_shows_all(canvas: MapCanvas) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.camera.zoom == pytest.approx(1.22)
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.camera.fits
    canvas.camera.zoom_by(4.0)
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.camera.fits


def test_shift_and_arrows_walk_from_point_to_point_and_enter_opens(canvas: MapCanvas) -> None:
    hovered: list[int] = []
    opened: list[int] = []
    clicked: list[int] = []
    canvas.hovered.connect(hovered.append)
    canvas.opened.connect(opened.append)
    canvas.clicked.connect(lambda point, _keys: clicked.append(point))
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(canvas, key, SHIFT)
    assert hovered == [0, 1, 0, 3]
    assert canvas.current == 3
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    QTest.keyClick(canvas, Qt.Key.Key_Return, SHIFT)
    assert (opened, clicked) == ([3], [3])


def test_a_walk_brings_the_point_into_sight(canvas: MapCanvas) -> None:
    canvas.camera.zoom_by(6.0)
    QTest.keyClick(canvas, Qt.Key.Key_Up, SHIFT)
    QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    assert canvas.current == 1
    assert canvas.rect().contains(at(canvas, 1))


def test_the_players_keys_are_left_to_it(canvas: MapCanvas) -> None:
    def taken(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        event.ignore()
        QApplication.sendEvent(canvas, event)
        return event.isAccepted()

    assert taken(Qt.Key.Key_Right, NONE)
    assert taken(Qt.Key.Key_Plus, SHIFT)
    assert not taken(Qt.Key.Key_Right, CTRL)
    assert not taken(Qt.Key.Key_Space, NONE)
    assert not taken(Qt.Key.Key_Return, NONE), "nothing is current that it could open"


def test_escape_abandons_what_is_being_drawn(canvas: MapCanvas) -> None:
    told: list[object] = []
    canvas.region_drawn.connect(told.append)
    canvas.tool = Tool.BOX
    QTest.mousePress(canvas, LEFT, NONE, QPoint(50, 50))
    QTest.mouseMove(canvas, QPoint(400, 300))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(400, 300))
    assert told == []
    assert canvas.drawing.empty


def test_a_screen_reader_hears_of_the_current_point(canvas: MapCanvas) -> None:
    assert "Shift" in canvas.accessibleDescription()
    canvas.set_describer(lambda point: f"Title {point}")
    canvas.set_current(2)
    assert canvas.accessibleDescription() == "Title 2"
    assert canvas.accessibleName()


def test_focus_is_seen(canvas: MapCanvas) -> None:
    edge = QPoint(250, 0)
    canvas.clearFocus()
    before = colour(canvas, edge)
    canvas.activateWindow()
    canvas.setFocus()
    until(canvas.hasFocus)
    assert colour(canvas, edge) != before


def test_a_click_rings_the_point_and_not_the_whole_map(canvas: MapCanvas) -> None:
    canvas.clearFocus()
    before = colour(canvas, QPoint(250, 0))
    canvas.activateWindow()
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    until(canvas.hasFocus)
    assert colour(canvas, QPoint(250, 0)) == before
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert colour(canvas, QPoint(250, 0)) != before


def test_of_very_many_chosen_points_some_stand_out_at_once_and_all_a_little_later(
    canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene, "SAMPLE", 50)
    monkeypatch.setattr(scene, "sampled", lambda points: points[:: len(points) // 50])
    spread = np.linspace(-1.0, 1.0, 400, dtype=np.float32)
    show(canvas, chart_of(np.column_stack([spread, spread]).tolist()))
    canvas.set_chosen(np.arange(400))
    canvas.grab()
    assert not canvas.settled
    marks = canvas._scene._marks
    assert marks is not None and len(marks[0]._rows) == 50
    until(lambda: canvas.settled)
    marks = canvas._scene._marks
    assert marks is not None and len(marks[0]._rows) == 400


def test_what_is_told_in_one_go_is_made_once(canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    layers_made = layers.made
    monkeypatch.setattr(layers, "made", lambda look: made.append(1) or layers_made(look))
    canvas.set_colours(np.tile(np.array(GREEN, np.uint8), (5, 1)))
    canvas.set_lit(np.array([1, 0, 0, 0, 0], bool))
    canvas.set_shown(None)
    canvas.grab()
    assert len(made) == 1
    canvas.set_lit(np.array([1, 0, 0, 0, 0], bool))
    canvas.grab()
    assert len(made) == 1
