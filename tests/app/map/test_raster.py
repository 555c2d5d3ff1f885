"""What numpy draws: discs, lines and density, judged by their pixels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.widgets.map.camera import View
from app.widgets.map.density import Density
from app.widgets.map.extent import measured, thinned
from app.widgets.map.lines import Lines
from app.widgets.map.picking import Grid
from app.widgets.map.raster import Raster, Tone, pack
from core.explore.map.chart import Chart, Mode, Sight

SOLID = Tone(1.0)
RED, BLUE = (255, 0, 0), (0, 0, 255)


def colours(*rgb: tuple[int, int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return pack(np.array(rgb, np.uint8))


def at(values: list[float]) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def pixel(image: QImage, x: int, y: int) -> tuple[int, int, int, int]:
    return image.pixelColor(x, y).getRgb()


def opacity(image: QImage) -> NDArray[np.uint8]:
    whole = image.copy()
    return np.frombuffer(whole.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., 3].copy()


def area(image: QImage) -> float:
    """Pixels' worth of opacity."""
    return float(opacity(image).sum()) / 255


@pytest.fixture
def raster() -> Raster:
    made = Raster()
    made.begin(60, 40)
    return made


# -- discs


def test_a_disc_has_its_colour_in_its_middle_and_nothing_far_from_it(raster: Raster) -> None:
    raster.discs(at([20.5]), at([10.5]), colours((200, 100, 50)), 4.0, SOLID)
    image = raster.image()
    assert pixel(image, 20, 10) == (200, 100, 50, 255)
    assert pixel(image, 30, 10)[3] == 0


@pytest.mark.parametrize("radius", [1.0, 1.5, 2.0, 3.25, 6.0])
def test_a_disc_is_as_large_as_it_should_be(raster: Raster, radius: float) -> None:
    raster.discs(at([30.3]), at([20.7]), colours(RED), radius, SOLID)
    assert area(raster.image()) == pytest.approx(np.pi * radius**2, rel=0.2)


def test_an_edge_is_soft(raster: Raster) -> None:
    raster.discs(at([20.5]), at([20.5]), colours(RED), 4.0, SOLID)
    row = [pixel(raster.image(), x, 22)[3] for x in range(12, 30)]
    assert any(0 < opacity < 255 for opacity in row)


def test_what_reaches_over_the_edge_is_seen_in_part_and_never_at_the_other_side(raster: Raster) -> None:
    raster.discs(at([-1.0, 59.9]), at([20.0, 5.0]), colours(RED, BLUE), 4.0, SOLID)
    image = raster.image()
    assert pixel(image, 0, 20)[:3] == RED
    assert pixel(image, 59, 20)[3] == 0
    assert pixel(image, 59, 5)[:3] == BLUE


def test_discs_on_one_spot_have_their_mean_colour_whatever_their_order(raster: Raster) -> None:
    x, y = at([20.5] * 4), at([20.5] * 4)
    raster.discs(x, y, colours(RED, RED, RED, BLUE), 3.0, SOLID)
    one = pixel(raster.image(), 20, 20)
    raster.begin(60, 40)
    raster.discs(x, y, colours(BLUE, RED, RED, RED), 3.0, SOLID)
    assert pixel(raster.image(), 20, 20) == one
    assert one[0] == pytest.approx(191, abs=2)
    assert one[2] == pytest.approx(64, abs=2)


def test_a_crowd_is_more_opaque_than_one_but_not_at_once_full(raster: Raster) -> None:
    tone = Tone(0.4, 50.0, 1.0)
    for x, count in ((10.5, 1), (30.5, 4), (50.5, 100)):
        raster.add_discs(at([x] * count), at([20.5] * count), colours(*[RED] * count), 3.0)
    raster.compose(tone)
    lone, some, crowd = (pixel(raster.image(), x, 20)[3] for x in (10, 30, 50))
    assert lone == pytest.approx(102, abs=3)
    assert lone < some < crowd
    assert crowd >= 250


def test_a_hundred_thousand_on_one_spot_do_not_change_its_colour(raster: Raster) -> None:
    many = 100_000
    rgb = pack(np.tile(np.array([[250, 130, 10]], np.uint8), (many, 1)))
    raster.discs(np.full(many, 20.5, np.float32), np.full(many, 20.5, np.float32), rgb, 2.0, SOLID)
    assert pixel(raster.image(), 20, 20) == pytest.approx((250, 130, 10, 255), abs=1)


def test_a_layer_lies_above_the_one_before(raster: Raster) -> None:
    raster.discs(at([20.5]), at([20.5]), colours(RED), 6.0, SOLID)
    raster.discs(at([20.5]), at([20.5]), colours(BLUE), 3.0, SOLID)
    raster.discs(at([40.5]), at([20.5]), colours(BLUE), 3.0, Tone(0.5))
    image = raster.image()
    assert pixel(image, 20, 20)[:3] == BLUE
    assert pixel(image, 25, 20)[:3] == RED
    raster.begin(60, 40)
    raster.discs(at([20.5]), at([20.5]), colours(RED), 6.0, SOLID)
    raster.discs(at([20.5]), at([20.5]), colours(BLUE), 3.0, Tone(0.5))
    assert pixel(raster.image(), 20, 20) == pytest.approx((127, 0, 127, 255), abs=4)


# -- density


def cloud(count: int, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(0, 0.25, (count, 2)).clip(-1, 1).astype(np.float32)


def painted(density: Density, view: View, tone: Tone) -> QImage:
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    density.paint(painter, view, (200, 200), 3.0, tone)
    painter.end()
    return image


FAR = View(90.0, 100.0, 100.0)
SQUARE = QRectF(-1, -1, 2, 2)


def test_density_is_brighter_where_more_points_are() -> None:
    xy = cloud(20_000)
    image = painted(
        Density([(xy, pack(np.tile(RED, (len(xy), 1)).astype(np.uint8)))], SQUARE), FAR, Tone(0.3, 99)
    )
    middle, aside, corner = (pixel(image, *place)[3] for place in ((100, 100), (130, 110), (12, 12)))
    assert middle > aside > corner


def test_density_has_the_mean_colour_of_what_lies_there_and_lies_where_the_points_do() -> None:
    left, right = np.tile(np.float32([-0.5, 0.5]), (300, 1)), np.tile(np.float32([0.5, -0.5]), (300, 1))
    rgb = np.array([RED] * 100 + [BLUE] * 200 + [(0, 200, 0)] * 300, np.uint8)
    image = painted(Density([(np.vstack([left, right]), pack(rgb))], SQUARE, 128), FAR, SOLID)
    assert pixel(image, 55, 55)[0] == pytest.approx(85, abs=4)
    assert pixel(image, 55, 55)[2] == pytest.approx(170, abs=4)
    assert pixel(image, 145, 145)[1] == pytest.approx(200, abs=4)
    assert pixel(image, 145, 55)[3] == 0


def test_density_is_the_same_from_far_and_near() -> None:
    xy = np.random.default_rng(1).uniform(-1, 1, (200_000, 2)).astype(np.float32)
    density = Density([(xy, pack(np.tile(RED, (len(xy), 1)).astype(np.uint8)))], SQUARE)
    shades = []
    for scale in (45.0, 90.0, 180.0):
        tone = Tone(0.05 * scale**2 / 90**2, 1e9)
        shades.append(
            float(opacity(painted(density, View(scale, 100.0, 100.0), tone))[70:130, 70:130].mean())
        )
    assert max(shades) < 2.0 * min(shades)


# -- lines


def test_a_line_leads_from_moment_to_moment_of_its_track_and_to_no_other() -> None:
    xy = np.array([[-0.8, 0.5], [0.8, 0.5], [-0.8, -0.5], [0.8, -0.5]], np.float32)
    lines = Lines(xy, np.array([1, 1, 2, 2]), np.arange(4), colours(RED, RED, BLUE, BLUE))
    raster = Raster()
    raster.begin(200, 200)
    lines.draw(raster, FAR, 1.0, 1.0)
    image = raster.image()
    assert len(lines) == 2
    assert pixel(image, 100, 55)[3] > 60
    assert pixel(image, 100, 55)[0] > 250
    assert pixel(image, 100, 145)[2] > 250
    assert all(pixel(image, 100, y)[3] == 0 for y in range(70, 130))


def test_a_leap_across_the_map_is_fainter_than_a_step() -> None:
    steps = [[-0.8 + 0.2 * n, 0.5] for n in range(6)]
    xy = np.array([*steps, [0.9, -0.5], [-0.9, -0.5]], np.float32)
    lines = Lines(xy, np.ones(8, np.int64), np.arange(8), colours(*[RED] * 8))
    raster = Raster()
    raster.begin(200, 200)
    lines.draw(raster, FAR, 1.0, 1.0)
    step, leap = (raster.image().pixelColor(*place).alpha() for place in ((60, 55), (100, 145)))
    assert step > 1.5 * leap > 0


def test_of_very_many_lines_the_same_even_part_is_drawn_and_the_rest_is_haze() -> None:
    rng = np.random.default_rng(2)
    xy, tracks = rng.uniform(-1, 1, (6_000, 2)).astype(np.float32), np.repeat(np.arange(600), 10)
    lines = Lines(xy, tracks, np.arange(6_000), pack(np.full((6_000, 3), 200, np.uint8)))
    assert lines.crowded(90.0)
    lines.make_haze(SQUARE)
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    lines.paint_haze(painter, FAR, (200, 200), 1.0, 1.0)
    painter.end()
    assert pixel(image, 100, 100)[3] > pixel(image, 14, 14)[3] > 0


# -- what lies where


def test_the_nearest_point_is_found_among_many() -> None:
    xy = cloud(5_000, 3)
    grid, kept = Grid(xy), np.ones(5_000, bool)
    for place in np.random.default_rng(4).uniform(-0.5, 0.5, (40, 2)):
        away = np.hypot(*(xy - place).T)
        wanted = int(away.argmin()) if away.min() <= 0.03 else -1
        assert grid.nearest((float(place[0]), float(place[1])), 0.03, kept) == wanted


def test_points_without_a_place_or_left_out_are_not_found() -> None:
    xy = np.array([[0.0, 0.0], [np.nan, 0.0], [0.01, 0.0]], np.float32)
    grid = Grid(xy)
    assert grid.nearest((0.0, 0.0), 0.1, np.array([True, True, True])) == 0
    assert grid.nearest((0.0, 0.0), 0.1, np.array([False, True, True])) == 2
    assert grid.nearest((0.0, 0.0), 0.001, np.array([False, True, True])) == -1


def test_a_walk_goes_on_to_the_next_point_that_way() -> None:
    xy = np.array([[0, 0], [0.1, 0.02], [0.5, 0], [0, 0.3], [-0.2, 0.9]], np.float32)
    grid, kept = Grid(xy), np.ones(5, bool)
    assert grid.towards((0.0, 0.0), (1, 0), 0.01, kept) == 1
    assert grid.towards((0.0, 0.0), (1, 0), 0.2, kept) == 2
    assert grid.towards((0.0, 0.0), (0, 1), 0.01, kept) == 3
    assert grid.towards((0.0, 0.0), (0, -1), 0.01, kept) == -1


def test_a_part_of_the_map_counts_about_its_points() -> None:
    xy = cloud(4_000, 5)
    part = QRectF(-0.1, -0.2, 0.3, 0.3)
    inside = int(((xy[:, 0] >= -0.1) & (xy[:, 0] <= 0.2) & (xy[:, 1] >= -0.2) & (xy[:, 1] <= 0.1)).sum())
    assert inside <= Grid(xy).count(part) <= 1.2 * inside + 20
    assert Grid(xy).count(QRectF(5, 5, 1, 1)) == 0


def test_a_few_that_lie_far_out_do_not_make_the_rest_small() -> None:
    xy = np.vstack([cloud(2_000, 6), [[60.0, 0.0]]]).astype(np.float32)
    fits = measured(xy).fits
    assert fits.width() < 4
    assert measured(xy[-1:]).fits.contains(60.0, 0.0)
    assert measured(np.full((3, 2), np.nan, np.float32)).fits == SQUARE


def test_thinning_takes_evenly_from_each_track_and_leaves_its_first_moment() -> None:
    tracks = np.repeat(np.array([3, 5, 9]), (10, 1, 4)).astype(np.int64)
    starts = np.concatenate([np.arange(10), [0], np.arange(4)]).astype(np.float32)
    zero = np.zeros(15, np.float32)
    chart = Chart(Sight(Mode.MOMENTS), "", tracks, starts, np.zeros((15, 2), np.float32), zero, zero > 1)
    assert thinned(chart, 0.0).all()
    kept = thinned(chart, 0.5)
    assert [int(kept[tracks == track].sum()) for track in (3, 5, 9)] == [5, 1, 2]
    assert kept[[0, 10, 11]].all()
    assert np.diff(np.flatnonzero(kept[:10])).max() <= 2
    assert [int(thinned(chart, 1.0)[tracks == track].sum()) for track in (3, 5, 9)] == [1, 1, 1]
