"""The curve through a song's points."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from core.explore.picture.spline import ALPHA, through


def barry_goldman(p: NDArray[np.float64], u: float) -> NDArray[np.float64]:
    """The curve between p[1] and p[2] by the recursion of its definition; u from 0 to 1."""
    t = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1) ** ALPHA)])
    at = t[1] + u * (t[2] - t[1])

    def mix(a: NDArray[np.float64], b: NDArray[np.float64], i: int, j: int) -> NDArray[np.float64]:
        return np.asarray(((t[j] - at) * a + (at - t[i]) * b) / (t[j] - t[i]))

    a1, a2, a3 = mix(p[0], p[1], 0, 1), mix(p[1], p[2], 1, 2), mix(p[2], p[3], 2, 3)
    return mix(mix(a1, a2, 0, 2), mix(a2, a3, 1, 3), 1, 2)


@pytest.mark.parametrize("dimensions", [2, 3])
def test_it_passes_through_every_point(dimensions: int) -> None:
    points = np.random.default_rng(1).normal(size=(10, dimensions))
    curve = through(points, 16)
    assert curve.shape == (9 * 16 + 1, dimensions)
    np.testing.assert_allclose(curve[::16], points, atol=1e-12)


def test_it_is_the_curve_of_the_definition() -> None:
    points = np.random.default_rng(2).normal(size=(4, 2))
    middle = through(points, 8)[8:16]
    for sample, u in zip(middle, np.arange(8) / 8, strict=True):
        np.testing.assert_allclose(sample, barry_goldman(points, float(u)), atol=1e-12)


def test_many_curves_at_once_are_the_same_as_one_by_one() -> None:
    points = np.random.default_rng(3).normal(size=(5, 10, 2))
    np.testing.assert_allclose(through(points)[3], through(points[3]), atol=1e-12)


def test_it_makes_no_cusp_where_near_points_follow_far_ones() -> None:
    rng = np.random.default_rng(4)
    for _ in range(200):
        points = np.cumsum(rng.normal(size=(10, 2)) * 10 ** rng.uniform(-2, 1, size=(10, 1)), axis=0)
        curve = through(points, 200)
        steps = np.diff(curve, axis=0)
        turns = np.abs(np.angle(_as_complex(steps[1:]) / _as_complex(steps[:-1])))
        inside = (
            np.arange(len(turns)) % 200 != 199
        )  # at the points themselves it may turn as sharply as they do
        assert turns[inside].max() < np.pi / 2


def _as_complex(v: NDArray[np.float64]) -> NDArray[np.complex128]:
    return v[:, 0] + 1j * v[:, 1]


def test_points_on_a_line_give_the_line() -> None:
    points = np.array([[0.0, 0.0], [1.0, 1.0], [5.0, 5.0], [6.0, 6.0]])
    curve = through(points, 10)
    np.testing.assert_allclose(curve[:, 0], curve[:, 1], atol=1e-12)
    assert (np.diff(curve[:, 0]) > 0).all()


def test_points_that_coincide_make_it_rest() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 1.0]])
    curve = through(points, 4)
    assert np.isfinite(curve).all()
    np.testing.assert_allclose(curve[4:12], np.tile([1.0, 0.0], (8, 1)), atol=1e-9)


def test_one_point_is_a_curve_of_one_point() -> None:
    np.testing.assert_array_equal(through(np.array([[3.0, 4.0]])), [[3.0, 4.0]])


def crossings(piece: NDArray[np.float64]) -> int:
    """How often a polyline (m, 2) crosses itself; neighbours, which share a point, are left out."""
    start, step = piece[:-1], np.diff(piece, axis=0)
    apart = start[None] - start[:, None]

    def cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])

    between = cross(step[:, None], step[None])
    with np.errstate(divide="ignore", invalid="ignore"):
        along, across = cross(apart, step[None]) / between, cross(apart, step[:, None]) / between
    met = (along > 0) & (along < 1) & (across > 0) & (across < 1)
    return int(np.triu(met, k=2).sum())


def loops_and_cusps(trials: int) -> tuple[int, int]:
    """Over random points whose distances differ by three powers of ten: segments that cross themselves, and
    segments within which the curve turns back on the spot."""
    rng, steps = np.random.default_rng(11), 48
    loops = cusps = 0
    for _ in range(trials):
        jumps = rng.normal(size=(7, 2)) * 10 ** rng.uniform(-1.5, 1.5, size=(7, 1))
        pieces = through(np.cumsum(jumps, axis=0), steps)
        for first in range(0, len(pieces) - 1, steps):
            piece = pieces[first : first + steps + 1]
            loops += crossings(piece) > 0
            moves = _as_complex(np.diff(piece, axis=0))
            cusps += bool((np.abs(np.angle(moves[1:] / moves[:-1])) > 2.0).any())
    return loops, cusps


def test_no_segment_has_a_loop_or_a_cusp_whatever_the_points() -> None:
    assert loops_and_cusps(250) == (0, 0)


def test_without_the_square_root_of_the_distance_there_would_be_loops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.explore.picture.spline.ALPHA", 0.0)
    assert loops_and_cusps(120)[0] > 10


def test_in_three_dimensions_it_never_comes_to_rest_between_two_points() -> None:
    rng = np.random.default_rng(12)
    for _ in range(100):
        points = np.cumsum(rng.normal(size=(8, 3)) * 10 ** rng.uniform(-1.5, 1.5, size=(8, 1)), axis=0)
        moves = np.linalg.norm(np.diff(through(points, 32), axis=0), axis=1).reshape(7, 32)
        chords = np.linalg.norm(np.diff(points, axis=0), axis=1)
        assert (moves.min(axis=1) > 0.02 * chords / 32).all()


def test_two_points_are_joined_by_a_straight_line() -> None:
    curve = through(np.array([[0.0, 0.0, 1.0], [3.0, 0.0, 4.0]]), 6)
    np.testing.assert_allclose(curve, np.linspace([0, 0, 1], [3, 0, 4], 7), atol=1e-12)


def test_it_leaves_its_first_point_and_reaches_its_last_along_the_chords() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 3.0], [2.0, 5.0]])
    curve = through(points, 1000)
    leaving, arriving = curve[1] - curve[0], curve[-1] - curve[-2]
    np.testing.assert_allclose(leaving / np.linalg.norm(leaving), [1.0, 0.0], atol=2e-3)
    np.testing.assert_allclose(arriving / np.linalg.norm(arriving), [0.0, 1.0], atol=2e-3)


def test_points_that_all_coincide_are_one_place() -> None:
    np.testing.assert_allclose(through(np.ones((4, 3)), 5), 1.0, atol=1e-9)
