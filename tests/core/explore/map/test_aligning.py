"""A map laid over another: what is merely turned comes to lie where it was."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from core.explore.map.aligning import align, framed


@pytest.fixture
def before() -> NDArray[np.float32]:
    return np.random.default_rng(0).normal(size=(80, 2)).astype(np.float32)


def turned(xy: NDArray[np.float32], up: float = -1.0) -> NDArray[np.float32]:
    """Turned, mirrored (up: -1), three times as large and elsewhere."""
    mirrored = xy * np.float32([1.0, up])
    turn = np.array([[np.cos(2.0), -np.sin(2.0)], [np.sin(2.0), np.cos(2.0)]], np.float32)
    return 3.0 * mirrored @ turn + np.float32([5.0, -7.0])


@pytest.mark.parametrize("up", [-1.0, 1.0], ids=["mirrored", "turned"])
def test_a_turned_mirrored_and_scaled_map_comes_back(before: NDArray[np.float32], up: float) -> None:
    assert align(turned(before, up), before) == pytest.approx(before, abs=1e-5)


def test_those_that_both_have_decide_and_the_others_follow(before: NDArray[np.float32]) -> None:
    common = np.arange(10, 60)
    assert align(turned(before), before[common], common) == pytest.approx(before, abs=1e-5)


def test_a_few_that_moved_far_do_not_turn_the_map(before: NDArray[np.float32]) -> None:
    moved = turned(before)
    moved[:6] += 10.0
    assert align(moved, before)[6:] == pytest.approx(before[6:], abs=1e-2)


def test_a_single_point_and_none_are_safe() -> None:
    assert align(np.ones((1, 2)), np.zeros((1, 2))).shape == (1, 2)
    assert align(np.zeros((0, 2)), np.zeros((0, 2))).shape == (0, 2)
    assert framed(np.zeros((0, 2))).shape == (0, 2)
    assert framed(np.ones((3, 2))).tolist() == [[0.0, 0.0]] * 3


def test_framed_keeps_the_shape_and_lies_within_one(before: NDArray[np.float32]) -> None:
    found = framed(before * np.float32([10.0, 2.0]))
    assert np.abs(found).max() < 1.6  # all but the farthest few are within 1
    assert np.quantile(np.abs(found), 0.98) < 1.0
    ratio = np.ptp(found, axis=0) / np.ptp(before * np.float32([10.0, 2.0]), axis=0)
    assert ratio[0] == pytest.approx(ratio[1])
