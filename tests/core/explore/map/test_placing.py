"""Newcomers among their neighbours, on a map that stays."""

from __future__ import annotations

import numpy as np
import pytest

from core.explore.map import cells, placing
from core.explore.map.faithful import kept_neighbours
from core.explore.map.placing import Placing, place
from core.explore.map.space import song_space
from tests.core.explore.map.layouts import moments


def test_a_newcomer_stands_with_its_neighbours_and_not_between_two_groups() -> None:
    space = song_space(
        np.eye(6, dtype=np.float32)[np.repeat([0, 1], 6)] + moments(12, 1, dimensions=6) / 100
    )  # of ten neighbours some are in the other group
    xy = np.where(np.repeat([True, False], 6)[:, None], [-1.0, 0.0], [1.0, 0.0]).astype(np.float32)
    xy += np.random.default_rng(0).normal(0.0, 0.02, xy.shape).astype(np.float32)
    between = space.prepared(np.array([[1.0, 0.9, 0, 0, 0, 0], [0.9, 1.0, 0, 0, 0, 0]], np.float32))
    placed = place(space, xy, between)
    assert np.abs(placed[:, 0]) == pytest.approx(1.0, abs=0.1)


def test_a_copy_goes_to_its_originals_side() -> None:
    space = song_space(moments(20, 10))
    xy = space.vectors[:, :2].copy()
    far = np.linalg.norm(place(space, xy, space.vectors[:50]) - xy[:50], axis=1)
    assert np.median(far) < 0.05


def test_the_nearest_count_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    space = song_space(moments(20, 10))
    xy = space.vectors[:, :2].copy()

    def usually_far() -> float:
        return float(np.median(np.linalg.norm(place(space, xy, space.vectors) - xy, axis=1)))

    far = usually_far()
    monkeypatch.setattr(placing, "SHARPNESS", 0.0)
    assert far < 0.7 * usually_far()


def test_placed_moments_keep_more_of_their_neighbours_than_a_mean_of_them_would() -> None:
    heard = moments(40, 25)
    space = song_space(heard)
    xy = space.vectors[:, :2].copy()
    old, new = np.split(np.random.default_rng(0).permutation(space.size), [500])
    part = space.part(np.sort(old))
    rows, _ = part.near(space.some(new), 10)
    both = [xy.copy(), xy.copy()]
    both[0][new] = place(part, xy[np.sort(old)], space.some(new))
    both[1][new] = xy[np.sort(old)][rows].mean(axis=1)
    here, mean = (kept_neighbours(space, each, (10,))[10] for each in both)
    assert here > mean


def test_where_one_goes_does_not_depend_on_who_comes_with_it() -> None:
    space = song_space(moments(20, 10))
    xy = space.vectors[:, :2].copy()
    newcomers = space.prepared(moments(20, 2, seed=5))
    placed = Placing(space, xy)
    apart = np.concatenate([placed.of(newcomers[start : start + 7]) for start in range(0, 40, 7)])
    assert apart == pytest.approx(place(space, xy, newcomers), abs=1e-6)


def test_where_the_nearest_cells_hold_too_few_all_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "CELLS", 8)
    monkeypatch.setattr(cells, "PROBED", 1)
    space = song_space(moments(10, 8))
    newcomers = space.prepared(moments(10, 2, seed=5))
    rows, cosines = cells.CelledSpace(space.stored, space.mean).near(newcomers, 40)
    exact, exactly = space.near(newcomers, 40)
    assert np.array_equal(np.sort(rows, axis=1), np.sort(exact, axis=1))
    assert cosines == pytest.approx(exactly, abs=1e-5)


def test_an_empty_map_and_one_of_a_single_point_are_safe() -> None:
    heard = moments(3, 1)
    space = song_space(heard)
    none = space.part(np.zeros(0, np.int64))
    assert place(none, np.zeros((0, 2)), space.vectors).tolist() == [[0.0, 0.0]] * 3
    one = space.part(np.array([1]))
    assert place(one, np.array([[0.25, -0.5]]), space.vectors).tolist() == [[0.25, -0.5]] * 3
    assert place(space, np.zeros((3, 2)), space.vectors[:0]).shape == (0, 2)
