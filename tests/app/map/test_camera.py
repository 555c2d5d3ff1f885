"""The part of the map that is seen, and the ways from one to another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QMarginsF, QObject, QPointF, QRectF, QSizeF
from PySide6.QtWidgets import QApplication

from app import theme
from app.widgets.map.camera import LEAST, MOST, Camera
from tests.app.shelf import until


@pytest.fixture
def camera(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Camera]:
    monkeypatch.setattr(theme, "motion", lambda: 0)
    holder = QObject()
    made = Camera(holder)
    made.resize(QSizeF(800, 600))
    made.bound(QRectF(-1, -1, 2, 2))
    made.fit()
    yield made
    holder.deleteLater()


def screen(camera: Camera, x: float, y: float) -> tuple[float, float]:
    return tuple(camera.to_screen(np.array([[x, y]]))[0].tolist())


def test_the_middle_of_the_world_is_in_the_middle_and_up_is_up(camera: Camera) -> None:
    assert screen(camera, 0, 0) == pytest.approx((400, 300))
    assert screen(camera, 0, 0.5)[1] < 300
    assert screen(camera, 0.5, 0)[0] > 400


def test_right_and_up_have_one_scale(camera: Camera) -> None:
    right, up = screen(camera, 0.5, 0)[0] - 400, 300 - screen(camera, 0, 0.5)[1]
    assert right == pytest.approx(up)


def test_the_way_to_the_screen_leads_back(camera: Camera) -> None:
    camera.zoom_by(3.7, QPointF(120, 500))
    places = np.random.default_rng(0).uniform(-1, 1, (50, 2))
    assert np.allclose(camera.to_world(camera.to_screen(places)), places)


def test_what_lies_under_the_pointer_stays_there_while_zooming(camera: Camera) -> None:
    at = QPointF(530, 210)
    before = camera.to_world(np.array([[at.x(), at.y()]]))
    camera.zoom_by(2.5, at)
    assert camera.zoom == pytest.approx(2.5)
    assert np.allclose(camera.to_world(np.array([[at.x(), at.y()]])), before)


def test_zooming_ends_somewhere(camera: Camera) -> None:
    camera.zoom_by(1e9)
    assert camera.zoom == pytest.approx(MOST)
    camera.zoom_by(1e-9)
    assert camera.zoom == pytest.approx(LEAST)


def test_one_cannot_leave_the_points_behind(camera: Camera) -> None:
    camera.pan(-90_000, 90_000)
    assert camera.visible().intersects(QRectF(-1, -1, 2, 2))


def test_another_size_keeps_the_middle_and_what_fits_fits(camera: Camera) -> None:
    camera.resize(QSizeF(400, 900))
    assert camera.fits
    assert screen(camera, 0, 0) == pytest.approx((200, 450))
    assert all(0 <= value <= 400 for value in (screen(camera, -1, 0)[0], screen(camera, 1, 0)[0]))


def test_new_bounds_move_nothing_on_the_screen(camera: Camera) -> None:
    camera.zoom_by(2.0)
    before = screen(camera, 0.3, 0.2)
    camera.bound(QRectF(-2, -2, 4, 4))
    assert screen(camera, 0.3, 0.2) == pytest.approx(before)


def test_a_flight_rises_and_comes_down_where_it_should(
    camera: Camera, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    camera.fly_to((-0.9, -0.9), 30.0)
    monkeypatch.setattr(theme, "motion", lambda: 160)
    zooms: list[float] = []
    camera.changed.connect(lambda: zooms.append(camera.zoom))
    camera.fly_to((0.9, 0.9), 30.0)
    assert camera.moving
    until(lambda: not camera.moving)
    assert camera.centre == pytest.approx((0.9, 0.9))
    assert camera.zoom == pytest.approx(30.0)
    assert min(zooms) < 10.0


def test_less_motion_is_no_motion(camera: Camera) -> None:
    camera.fly_to((0.4, -0.2), 8.0)
    assert not camera.moving
    assert camera.centre == pytest.approx((0.4, -0.2))


def test_notches_of_the_wheel_add_up_while_it_still_zooms(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "motion", lambda: 160)
    for _ in range(3):
        camera.zoom_by(2.0, QPointF(400, 300))
    until(lambda: not camera.moving)
    assert camera.zoom == pytest.approx(8.0)


def test_a_part_of_the_map_is_flown_over_as_a_whole(camera: Camera) -> None:
    part = QRectF(0.2, 0.1, 0.3, 0.4)
    camera.fly_over(part)
    assert camera.visible().contains(part)
    assert camera.zoom > 1.5


def test_all_fits_beside_what_floats_at_an_edge(camera: Camera) -> None:
    camera.cover(QMarginsF(0, 0, 300, 0))
    assert camera.fits
    assert screen(camera, 0, 0) == pytest.approx((250, 300))
    assert screen(camera, 1, 0)[0] < 500
    camera.zoom_by(2.0, QPointF(100, 100))
    camera.fit()
    assert screen(camera, 0, 0) == pytest.approx((250, 300))
    camera.fly_over(QRectF(0.4, 0.4, 0.2, 0.2))
    assert screen(camera, 0.5, 0.5) == pytest.approx((250, 300))
    camera.fit()
    camera.cover(QMarginsF())
    assert screen(camera, 0, 0) == pytest.approx((400, 300))


def test_nothing_moves_under_who_looks_closer_when_something_is_folded(camera: Camera) -> None:
    camera.zoom_by(4.0, QPointF(200, 200))
    before = screen(camera, 0.1, 0.1), camera.scale
    camera.cover(QMarginsF(0, 0, 200, 0))
    assert screen(camera, 0.1, 0.1) == pytest.approx(before[0])
    assert camera.scale == pytest.approx(before[1])
