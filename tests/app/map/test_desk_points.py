"""Which points stand for the same, in one chart and in two."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.mapdeskpoints import tracks_of, twins
from core.explore.map.chart import Chart, Mode, Sight


def moments(counts: list[int], model: str = "one") -> Chart:
    """Tracks 1, 2, … of so many moments each, one every three seconds."""
    tracks = np.repeat(np.arange(1, len(counts) + 1), counts)
    starts = np.concatenate([3.0 * np.arange(count) for count in counts]).astype(np.float32)
    n = len(tracks)
    sight = Sight(Mode.MOMENTS, model=model)
    return Chart(
        sight, "", tracks, starts, np.zeros((n, 2), np.float32), np.zeros(n, np.float32),
        np.zeros(n, np.bool_), length=3.0,
    )  # fmt: skip


def test_tracks_are_told_once_and_by_id_whatever_order_points_are_in() -> None:
    chart = moments([2, 3, 1])
    assert tracks_of(chart, np.array([5, 0, 1, 0])) == [1, 3]
    assert tracks_of(chart, np.zeros(0, np.int64)) == []


def test_a_moment_has_its_twin_on_another_map_of_the_same_moments() -> None:
    chart = moments([2, 3, 1])
    other = replace(chart, version="other")
    assert twins(chart, np.array([4, 1]), other).tolist() == [1, 4]


def test_where_one_map_has_fewer_moments_those_it_has_are_found() -> None:
    chart, other = moments([2, 3, 1]), moments([2, 1, 1])
    assert twins(chart, np.array([1, 2, 3, 5]), other).tolist() == [1, 2, 3]
    assert twins(other, np.array([2, 3]), chart).tolist() == [2, 5]


def test_of_another_model_all_moments_of_the_track_are_twins() -> None:
    chart, other = moments([2, 3, 1]), moments([1, 4, 2], "two")
    assert twins(chart, np.array([2]), other).tolist() == [1, 2, 3, 4]
