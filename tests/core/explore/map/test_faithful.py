"""What a map keeps, against the definitions and an independent reference."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.manifold import trustworthiness as reference

from core.explore.map.faithful import displacement, kept_neighbours, trustworthiness
from core.explore.map.space import song_space
from tests.core.explore.map.layouts import moments


def test_trustworthiness_is_that_of_the_reference() -> None:
    space = song_space(moments(30, 4))
    for xy in (space.vectors[:, :2], np.random.default_rng(0).normal(size=(space.size, 2))):
        wanted = reference(space.vectors, xy, n_neighbors=15)
        assert trustworthiness(space, xy, 15) == pytest.approx(wanted, abs=1e-6)


def test_a_sample_of_points_is_measured_against_all() -> None:
    space = song_space(moments(40, 5))
    xy = space.vectors[:, :2]
    assert trustworthiness(space, xy, 15, sample=150) == pytest.approx(
        trustworthiness(space, xy, 15), abs=0.02
    )
    whole, sampled = kept_neighbours(space, xy), kept_neighbours(space, xy, sample=150)
    assert sampled[10] == pytest.approx(whole[10], abs=0.05)


def test_a_flat_space_keeps_all_its_neighbours_and_chance_its_share() -> None:
    angles = np.random.default_rng(0).uniform(0.0, 2.0 * np.pi, 600)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    space = song_space(ring - ring.mean(axis=0))
    assert kept_neighbours(space, space.vectors[:, :2], (5, 10)) == pytest.approx({5: 1.0, 10: 1.0}, abs=1e-3)
    chance = kept_neighbours(space, np.random.default_rng(1).normal(size=(600, 2)), (100,))
    assert chance[100] == pytest.approx(100 / 599, abs=0.02)


def test_kept_neighbours_count_as_defined() -> None:
    space = song_space(moments(8, 4))
    xy = space.vectors[:, :2].astype(np.float64)
    cosines = space.vectors @ space.vectors.T
    apart = np.linalg.norm(xy[:, None] - xy, axis=2)
    np.fill_diagonal(cosines, -2.0)
    np.fill_diagonal(apart, np.inf)
    shared = [
        len(set(np.argsort(-cosines[i])[:5].tolist()) & set(np.argsort(apart[i])[:5].tolist()))
        for i in range(space.size)
    ]
    assert kept_neighbours(space, xy, (5,))[5] == pytest.approx(np.mean(shared) / 5)


def test_few_and_many_neighbours_are_counted_apart() -> None:
    space = song_space(moments(20, 4))
    xy = space.vectors[:, :2]
    together = kept_neighbours(space, xy, (5, 10, 20))
    assert together == {n: kept_neighbours(space, xy, (n,))[n] for n in (5, 10, 20)}


def test_nothing_is_measured_of_too_few_points() -> None:
    space = song_space(moments(9, 1))
    assert kept_neighbours(space, space.vectors[:, :2]) == {}
    assert np.isnan(trustworthiness(space, space.vectors[:, :2], 15))


def test_displacement_is_a_share_of_the_maps_width() -> None:
    before = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 2.0]])
    assert displacement(before, before + np.array([0.0, 1.0])).tolist() == [0.25, 0.25, 0.25]
    assert displacement(np.zeros((0, 2)), np.zeros((0, 2))).shape == (0,)
