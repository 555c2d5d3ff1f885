"""The full space: who is near whom, exactly, whatever the size and however it is stored."""

from __future__ import annotations

import numpy as np
import pytest

from core.explore.map import space as space_module
from core.explore.map.space import moment_space, song_space, tag_space
from tests.core.explore.map.layouts import moments


def test_neighbours_are_those_of_the_largest_cosine_and_never_oneself() -> None:
    space = song_space(moments(30, 4))
    cosines = space.vectors @ space.vectors.T
    np.fill_diagonal(cosines, -2.0)
    rows, near = space.neighbours(np.arange(space.size), 7)
    assert np.array_equal(rows, np.argsort(-cosines, axis=1, kind="stable")[:, :7])
    assert near == pytest.approx(-np.sort(-cosines, axis=1)[:, :7], abs=1e-6)


def test_neighbours_are_the_same_by_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = moments(30, 4)
    whole = song_space(heard).neighbours(np.arange(5, 100), 9)
    monkeypatch.setattr(space_module, "BLOCK", 16)
    monkeypatch.setattr(space_module, "WIDE", 16)
    monkeypatch.setattr(space_module, "PREPARED", 0)
    parts = song_space(heard).neighbours(np.arange(5, 100), 9)
    assert np.array_equal(whole[0], parts[0])
    assert whole[1] == pytest.approx(parts[1], abs=1e-6)


def test_of_equally_near_ones_the_lower_row_comes_first() -> None:
    heard = moments(10, 4)
    heard[[7, 20, 31]] = heard[3]
    rows, _ = song_space(heard).neighbours(np.array([20]), 3)
    assert rows.tolist() == [[3, 7, 31]]


def test_there_are_no_more_neighbours_than_others() -> None:
    rows, cosines = song_space(moments(3, 1)).neighbours(np.array([1]), 10)
    assert sorted(rows[0].tolist()) == [0, 2]
    assert cosines.shape == (1, 2)
    assert song_space(moments(1, 1)).neighbours(np.array([0]), 10)[0].shape == (1, 0)


def test_silence_is_like_silence_alone() -> None:
    heard = moments(10, 4)
    heard[[5, 17]] = 0.0
    space = moment_space(heard.astype(np.float16))
    rows, cosines = space.neighbours(np.array([5]), 2)
    assert rows[0, 0] == 17
    assert cosines[0].tolist() == [1.0, 0.0]
    assert not space.vectors[[5, 17]].any()


def test_vectors_are_centred_but_not_of_too_few() -> None:
    heard = moments(40, 1) + 50.0
    assert np.abs(song_space(heard).vectors.mean(axis=0)).max() < 0.2
    few = song_space(heard[:5]).vectors
    assert (few @ few.T).min() > 0.9  # nothing was taken off: all point where their common mean does


def test_a_part_and_a_stranger_are_prepared_like_the_whole() -> None:
    heard = moments(30, 2)
    space = song_space(heard)
    rows = np.array([4, 9, 30])
    assert np.array_equal(space.part(rows).vectors, space.vectors[rows])
    assert np.array_equal(space.prepared(heard[rows]), space.vectors[rows])
    near, cosines = space.near(space.prepared(heard[rows]), 1)
    assert near[:, 0].tolist() == rows.tolist()
    assert cosines == pytest.approx(1.0, abs=1e-6)


def test_tags_are_compared_by_what_sets_them_off_from_the_usual() -> None:
    usual = np.full((30, 5), 0.5, np.float32) + np.random.default_rng(0).normal(0, 0.01, (30, 5)).astype("f4")
    usual[3, 2] = usual[8, 2] = 0.9
    assert tag_space(usual).neighbours(np.array([3]), 1)[0].tolist() == [[8]]
