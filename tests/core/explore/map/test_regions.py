"""What lies in a lasso, a box or under a brush, compared with the plain definition."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from core.explore.map.regions import in_box, inside, near_stroke

POINTS = np.random.default_rng(4).uniform(-1, 1, (3000, 2)).astype(np.float32)
SQUARE = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])


def crossings(polygon: NDArray[np.float64], point: NDArray[np.float64]) -> int:
    """Edges that a ray to the right crosses."""
    x, y = point
    count = 0
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            count += 1
    return count


def test_a_square_holds_what_is_in_it() -> None:
    assert np.array_equal(inside(SQUARE, POINTS), np.all(np.abs(POINTS) < 0.5, axis=1))


def test_it_does_not_matter_which_way_round_or_where_it_begins() -> None:
    wanted = inside(SQUARE, POINTS)
    for other in (SQUARE[::-1], np.roll(SQUARE, 1, axis=0), np.r_[SQUARE, SQUARE[:1]]):
        assert np.array_equal(inside(other, POINTS), wanted)


@pytest.mark.parametrize("seed", range(4))
def test_a_lasso_that_crosses_itself_goes_by_even_and_odd(seed: int) -> None:
    lasso = np.random.default_rng(seed).uniform(-1, 1, (30, 2))
    wanted = [crossings(lasso, point) % 2 == 1 for point in POINTS.astype(np.float64)]
    assert np.array_equal(inside(lasso, POINTS), wanted)


def test_a_star_has_a_hole_in_its_middle() -> None:
    turns = np.arange(5) * 2 * 2 * np.pi / 5
    star = np.stack([np.sin(turns), np.cos(turns)], axis=1)
    assert inside(star, np.array([[0.0, 0.0], [0.0, 0.9]])).tolist() == [False, True]


def test_less_than_a_triangle_holds_nothing() -> None:
    for few in (np.zeros((0, 2)), SQUARE[:1], SQUARE[:2]):
        assert not inside(few, POINTS).any()


def test_a_box_is_the_same_from_any_corner() -> None:
    boxes = [in_box(a, b, POINTS) for a, b in (((-0.2, 0.7), (0.4, 0.1)), ((0.4, 0.7), (-0.2, 0.1)))]
    assert np.array_equal(*boxes)
    x, y = POINTS[boxes[0]].T
    assert x.min() >= -0.2
    assert y.max() <= np.float32(0.7)
    assert boxes[0].sum() == pytest.approx(3000 * 0.3 * 0.3, rel=0.2)


def test_a_stroke_takes_what_is_near_its_line() -> None:
    path = np.array([[-0.8, -0.5], [0.0, 0.6], [0.05, 0.6], [0.7, -0.2]])
    away = np.full(len(POINTS), np.inf)
    for start, end in pairwise(path):
        along = end - start
        share = np.clip((POINTS - start) @ along / (along @ along), 0, 1)
        away = np.minimum(away, np.hypot(*(POINTS - start - share[:, None] * along).T))
    assert np.array_equal(near_stroke(path, 0.1, POINTS), away <= 0.1)


def test_a_stroke_on_one_place_is_a_disc_and_of_none_nothing() -> None:
    for dab in (np.array([[0.1, 0.2]]), np.array([[0.1, 0.2], [0.1, 0.2]])):
        assert np.array_equal(near_stroke(dab, 0.3, POINTS), np.hypot(*(POINTS - dab[0]).T) <= 0.3)
    assert not near_stroke(np.zeros((0, 2)), 0.3, POINTS).any()


def test_no_points_are_in_nothing() -> None:
    nothing = np.zeros((0, 2), np.float32)
    assert len(inside(SQUARE, nothing)) == len(near_stroke(SQUARE, 0.1, nothing)) == 0
