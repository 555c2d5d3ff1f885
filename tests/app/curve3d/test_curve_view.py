"""Curves as one sees and touches them. `test_by_opengl` runs these again with OpenGL as what draws."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import tasks, theme
from app.widgets.curve3d.gl import ASKED, PAINTER
from app.widgets.curve3d.painter import time_colour
from app.widgets.curve3d.scene import SHADES, Link, Shown
from app.widgets.curve3d.view import CurveView
from core.errors import UserError
from tests.app.curve3d.curves import LONG, differs, drawn, figure, line, on_screen, one, shot
from tests.app.shelf import until

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
Said = list[tuple[int, float]]


@pytest.fixture
def view(qapp: QApplication) -> Iterator[CurveView]:
    made = CurveView("The song's way", "click to play from here", ground="window")
    made.resize(640, 480)
    made.show()
    until(lambda: made.drawing() == os.environ.get(ASKED, PAINTER))
    yield made
    made.close()
    made.deleteLater()
    tasks.drain(5.0)


def told(signal: object) -> Said:
    said: Said = []
    signal.connect(lambda index, share: said.append((index, share)))  # type: ignore[attr-defined]
    return said


# -- the picture


def test_time_is_the_colour_of_a_curve(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    image = shot(view)
    for share in (0.3, 0.5, 0.7):
        at = on_screen(view, 0, share)
        shade = QColor(time_colour(int(share * SHADES)))
        assert differs(image.pixelColor(at), shade) < 60
    assert drawn(view, on_screen(view, 0, 0.5) + QPoint(0, 40)) == 0


def test_a_song_may_have_a_colour_of_its_own(view: CurveView) -> None:
    view.set_figures([Shown(line(), "One", "#FF8A7A")])
    image = shot(view)
    for share in (0.3, 0.7):
        assert differs(image.pixelColor(on_screen(view, 0, share)), QColor("#FF8A7A")) < 60


def test_what_was_heard_is_solid_and_what_is_still_to_come_is_faded(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    full = drawn(view, on_screen(view, 0, 0.7))
    view.set_playhead(0, 0.5)
    assert drawn(view, on_screen(view, 0, 0.3)) > 200
    assert drawn(view, on_screen(view, 0, 0.7)) < 0.7 * full
    view.set_playhead(0, None)
    assert drawn(view, on_screen(view, 0, 0.7)) == full


def test_the_playhead_is_a_light_where_the_music_is(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    view.set_playhead(0, 0.4)
    image = shot(view)
    at = on_screen(view, 0, 0.4)
    assert differs(image.pixelColor(at), QColor(theme.DARK.text)) < 30
    beside = at + QPoint(0, 10)
    assert differs(image.pixelColor(beside), image.pixelColor(2, 2)) > 30, "its halo"


def test_a_part_is_a_ring_with_the_ground_in_it(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    image = shot(view)
    at = on_screen(view, 0, 0.05)
    assert differs(image.pixelColor(at), image.pixelColor(2, 2)) < 12
    rim = max(differs(image.pixelColor(at + QPoint(0, y)), image.pixelColor(2, 2)) for y in range(3, 8))
    assert rim > 150


def thickness(view: CurveView, share: float) -> int:
    image, at = shot(view), on_screen(view, 0, share)
    ground = image.pixelColor(2, 2)
    return sum(differs(image.pixelColor(at.x(), at.y() + y), ground) > 60 for y in range(-12, 13))


def test_what_is_nearer_is_thicker_and_brighter(view: CurveView) -> None:
    view.set_figures([Shown(line((-1.0, 1.0)), "", "#808080")])
    assert thickness(view, 0.85) > thickness(view, 0.15)
    assert drawn(view, on_screen(view, 0, 0.85)) > drawn(view, on_screen(view, 0, 0.15))


def test_the_share_that_is_seen_is_written_on_the_picture(view: CurveView) -> None:
    view.set_figures(one())
    view.set_share(None, legend=False)
    bare = shot(view)
    view.set_share(0.614)
    assert view.share_text == "3 axes show 61 % of the movement"
    corner = bare.rect().adjusted(400, 400, 0, 0)
    assert shot(view).copy(corner) != bare.copy(corner)


def test_without_a_curve_it_says_why(view: CurveView) -> None:
    before = shot(view)
    view.set_figures([], empty="Not heard yet.")
    assert view.accessibleDescription() == "Not heard yet."
    assert shot(view) != before
    QTest.mouseMove(view, QPoint(50, 50))
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_Right)


def test_a_curve_stays_inside_however_it_is_turned(view: CurveView) -> None:
    view.set_figures(one(3))
    view.set_insets(20, 30, 20, 120)
    for _ in range(12):
        xy, _ = view.picture().project()
        assert xy[:, 0].min() >= 19
        assert xy[:, 0].max() <= 621
        assert xy[:, 1].min() >= 29
        assert xy[:, 1].max() <= 361
        view.turn(math.tau / 12)


def test_several_songs_have_their_names_and_marks_between_them(view: CurveView) -> None:
    shown = [Shown(figure(1), "One song", "#4FD1B8"), Shown(figure(2), "Another", "#FF8A7A")]
    view.set_figures(shown)
    assert len(view.figures) == 2
    without = shot(view)
    view.set_links([Link(0, 2, 1, 7)])
    image = shot(view)
    assert image != without
    for index, ring in ((0, 2), (1, 7)):
        song = view.figures[index].figure
        at = on_screen(view, index, float(song.times[song.rings[ring]]))
        assert differs(image.pixelColor(at), QColor(theme.DARK.text)) < 30


# -- the pointer


def test_a_place_under_the_pointer_tells_its_time(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    said = told(view.hovered)
    QTest.mouseMove(view, on_screen(view, 0, 0.3))
    index, share = said[-1]
    assert index == 0
    assert share == pytest.approx(0.3, abs=0.004)
    assert view.accessibleDescription() == "1:00 · click to play from here"
    QTest.mouseMove(view, QPoint(5, 5))
    assert said[-1] == (-1, 0.0)


def test_more_can_be_said_of_a_moment(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    view.describe_by(lambda _index, share: "drums enter" if share > 0.5 else "")
    QTest.mouseMove(view, on_screen(view, 0, 0.6))
    assert view.accessibleDescription().endswith(" · drums enter · click to play from here")


def test_a_click_asks_to_play_from_there(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    said = told(view.clicked)
    QTest.mouseClick(view, LEFT, NONE, on_screen(view, 0, 0.62))
    assert len(said) == 1
    assert said[0][1] == pytest.approx(0.62, abs=0.004)
    QTest.mouseClick(view, LEFT, NONE, QPoint(5, 5))
    assert len(said) == 1


def test_a_click_at_a_ring_is_that_part_to_the_second_and_at_the_first_the_beginning(view: CurveView) -> None:
    song = figure(1)
    view.set_figures([Shown(song)])
    said = told(view.clicked)
    at = on_screen(view, 0, float(song.times[song.rings[4]]))
    QTest.mouseClick(view, LEFT, NONE, at + QPoint(2, 1))
    assert song.seconds(said[0][1]) == pytest.approx(0.45 * LONG)
    QTest.mouseClick(view, LEFT, NONE, on_screen(view, 0, 0.0))
    assert said[1] == (0, 0.0)


def test_of_two_curves_that_cross_the_nearer_is_meant(view: CurveView) -> None:
    behind, before = line((-0.9, -0.9)), line((0.9, 0.9))
    view.set_figures([Shown(behind, "Behind"), Shown(before, "Before")])
    view.set_camera(view.camera.turned(0.0, -view.camera.pitch))
    said = told(view.clicked)
    QTest.mouseClick(view, LEFT, NONE, on_screen(view, 1, 0.5))
    assert [index for index, _ in said] == [1]


def drag(view: CurveView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view, LEFT, NONE, start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, NONE, end)


def test_a_drag_turns_and_does_not_play(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    clicked, before = told(view.clicked), view.camera
    start = on_screen(view, 0, 0.5)
    drag(view, start, start + QPoint(80, -40))
    assert clicked == []
    assert view.camera.yaw > before.yaw + 0.2
    assert view.camera.pitch < before.pitch - 0.1


def wheel(view: CurveView, notches: int) -> None:
    at = QPointF(view.rect().center())
    QApplication.sendEvent(
        view,
        QWheelEvent(
            at, view.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, NONE,
            Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def test_the_wheel_zooms_and_a_double_click_beside_the_curve_resets(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    start = view.camera
    wide = abs((on_screen(view, 0, 1.0) - on_screen(view, 0, 0.0)).x())
    wheel(view, 3)
    assert abs((on_screen(view, 0, 1.0) - on_screen(view, 0, 0.0)).x()) > 1.3 * wide
    view.turn(1.0, 0.5)
    QTest.mouseDClick(view, LEFT, NONE, QPoint(8, 8))
    assert view.camera == start


def test_two_fingers_on_a_touchpad_zoom(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    at = QPointF(300, 200)
    zoom = Qt.NativeGestureType.ZoomNativeGesture
    device = QPointingDevice.primaryPointingDevice()
    QApplication.sendEvent(view, QNativeGestureEvent(zoom, device, 2, at, at, at, 0.5, QPointF()))
    assert view.camera.zoom == pytest.approx(1.5)


def test_what_was_pointed_at_is_let_go_when_another_song_comes(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    said = told(view.hovered)
    QTest.mouseMove(view, on_screen(view, 0, 0.3))
    view.set_figures(one())
    assert said[-1] == (-1, 0.0)


def test_it_neither_rolls_nor_turns_over_nor_zooms_without_end(view: CurveView) -> None:
    view.set_figures(one())
    for _ in range(40):
        view.turn(0.3, 0.3)
        view.zoom(2.0)
    assert view.camera.pitch < math.pi / 2
    assert view.camera.rotation[0, 1] == 0.0, "right has no up in it"
    assert view.camera.zoom <= 8.0


# -- the keyboard


def test_arrows_turn_plus_zooms_and_zero_resets(view: CurveView) -> None:
    view.set_figures(one())
    start = view.camera
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Plus):
        before = view.camera
        QTest.keyClick(view, key)
        assert view.camera != before
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.camera == start


def test_keys_go_from_part_to_part_and_return_plays_there(view: CurveView) -> None:
    view.set_figures([Shown(figure(1), "One"), Shown(figure(2), "Other")])
    hovered, clicked = told(view.hovered), told(view.clicked)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert [index for index, _ in hovered] == [0] * 4
    assert hovered[-1][1] == pytest.approx(0.15)
    assert view.accessibleDescription() == "One · 0:30 · click to play from here"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert clicked == [hovered[-1]]
    QTest.keyClick(view, Qt.Key.Key_End)
    assert hovered[-1][0] == 1
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert hovered[-1] == (-1, 0.0)


# -- turning by itself


def test_it_turns_by_itself_and_rests_while_a_place_is_pointed_at(view: CurveView) -> None:
    view.set_figures([Shown(line())])
    view.auto_rotate(on=True)
    before = view.camera.yaw
    until(lambda: view.camera.yaw != before)
    QTest.mouseMove(view, on_screen(view, 0, 0.5))
    now, frames = view.camera.yaw, []
    view._turning.timeout.connect(lambda: frames.append(view.camera.yaw))
    until(lambda: len(frames) >= 3)
    assert set(frames) == {now}
    view.auto_rotate(on=False)
    assert not view.turning


def test_it_stops_turning_while_it_cannot_be_seen(view: CurveView) -> None:
    view.set_figures(one())
    view.auto_rotate(on=True)
    assert view.turning
    view.hide()
    assert not view.turning
    view.show()
    assert view.turning


def test_it_does_not_turn_where_the_system_wants_less_motion(view: CurveView) -> None:
    view.set_figures(one())
    theme.look().follow(theme.System(less_motion=True))
    try:
        view.auto_rotate(on=True)
        assert not view.turning
    finally:
        theme.look().follow(theme.System())


def test_a_song_that_turned_keeps_its_side_when_the_next_one_comes(view: CurveView) -> None:
    view.set_figures(one(1))
    view.turn(0.7)
    side = view.camera
    view.set_figures(one(2))
    assert view.camera == side
    view.set_figures(one(3), keep_camera=False)
    assert view.camera != side


# -- files


def test_it_is_saved_as_png_at_twice_its_size(view: CurveView, tmp_path: Path) -> None:
    view.set_figures([Shown(line(), "A song")])
    view.set_playhead(0, 0.5)
    view.save(tmp_path / "curve.png")
    image = QImage(str(tmp_path / "curve.png"))
    assert image.size() == view.size() * 2
    at = on_screen(view, 0, 0.25) * 2
    assert differs(image.pixelColor(at), image.pixelColor(4, 4)) > 150
    assert image.text("Title") == "A song"


def test_it_is_saved_as_svg_of_shapes_alone(view: CurveView, tmp_path: Path) -> None:
    view.set_figures([Shown(figure(1), "A song")])
    view.set_playhead(0, 0.5)
    view.set_share(0.5)
    view.save(tmp_path / "curve.svg")
    tree = ElementTree.fromstring((tmp_path / "curve.svg").read_text("utf-8"))
    kinds = [element.tag.rpartition("}")[2] for element in tree.iter()]
    assert "image" not in kinds
    assert kinds.count("path") + kinds.count("polyline") > 20
    texts = "".join(tree.itertext())
    assert "A song" in texts
    assert "3 axes show 50 % of the movement" in texts


def test_what_cannot_be_saved_is_said(view: CurveView, tmp_path: Path) -> None:
    view.set_figures(one())
    with pytest.raises(UserError, match="png"):
        view.save(tmp_path / "curve.jpg")
    with pytest.raises(UserError, match="cannot be written"):
        view.save(tmp_path / "nowhere" / "curve.png")


def test_it_repaints_in_the_other_theme(view: CurveView, qapp: QApplication) -> None:
    view.set_figures([Shown(line())])
    dark = shot(view).pixelColor(on_screen(view, 0, 0.05))
    theme.apply(qapp, "light")
    QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
    assert differs(shot(view).pixelColor(on_screen(view, 0, 0.05)), dark) > 300
