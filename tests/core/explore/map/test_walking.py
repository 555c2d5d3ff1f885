"""A playlist that walks a path drawn on the map."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from core.domain import Seconds, TrackId
from core.errors import UserError
from core.explore.map.chart import Chart, Mode, Sight
from core.explore.map.walking import walk

ACROSS = np.array([[-0.9, 0.0], [0.9, 0.0]])
N = 400


def chart_of(xy: np.ndarray, tracks: np.ndarray | None = None) -> Chart:
    n = len(xy)
    ids = np.arange(1, n + 1) if tracks is None else tracks
    mode = Mode.TRACKS if tracks is None else Mode.MOMENTS
    zeros = np.zeros(n, np.float32)
    return Chart(Sight(mode), "v", ids.astype(np.int64), zeros, xy.astype(np.float32), zeros, zeros > 0)


@pytest.fixture(scope="module")
def chart() -> Chart:
    return chart_of(np.random.default_rng(0).uniform(-1, 1, (N, 2)))


def walked(
    chart: Chart,
    path: np.ndarray = ACROSS,
    artist: Callable[[TrackId], str] = lambda id: f"Artist {id}",
    **more: object,
) -> list[TrackId]:
    return walk(chart, path, artist_of=artist, duration_of=lambda _id: 200.0, **more)  # type: ignore[arg-type]


def test_it_goes_along_the_path_near_it_and_repeats_nothing(chart: Chart) -> None:
    ids = walked(chart, count=12)
    xy = chart.xy[np.array(ids) - 1]
    assert len(set(ids)) == 12
    assert np.abs(xy[:, 1]).max() < 0.16
    assert np.corrcoef(xy[:, 0], np.arange(12))[0, 1] > 0.98


def test_a_path_the_other_way_round_is_walked_the_other_way(chart: Chart) -> None:
    there, back = walked(chart, count=8), walked(chart, ACROSS[::-1], count=8)
    assert back == there[::-1]


def test_places_are_equally_far_along_however_the_hand_went(chart: Chart) -> None:
    """A slow hand leaves many corners: they are no reason to stay there."""
    slow = np.r_[np.linspace([-0.9, 0.0], [-0.6, 0.0], 200), [[0.9, 0.0]]]
    assert walked(chart, slow, count=10) == walked(chart, count=10)


def test_no_artist_comes_twice_in_a_row(chart: Chart) -> None:
    def artist(id: TrackId) -> str:
        return "One feat. Two" if id % 3 else "Two"

    ids = walked(chart, count=15, artist=lambda id: artist(id) if id % 4 else f"Artist {id}")
    named = [artist(id) if id % 4 else f"Artist {id}" for id in ids]
    assert len(ids) > 8
    assert all("Two" not in one or "Two" not in other for one, other in pairwise(named))


def test_it_is_about_as_long_as_was_asked(chart: Chart) -> None:
    ids = walked(chart, seconds=Seconds(3600.0))
    assert len(ids) == 18


def test_lengths_of_tracks_count(chart: Chart) -> None:
    def length(id: TrackId) -> float:
        return 600.0 if chart.xy[id - 1, 0] < 0 else 100.0

    ids = walk(chart, ACROSS, seconds=Seconds(3000.0), artist_of=lambda id: str(f"A{id}"), duration_of=length)
    assert sum(map(length, ids)) == pytest.approx(3000.0, abs=600.0)


def test_it_ends_where_there_is_no_more_near_the_path_rather_than_go_far(chart: Chart) -> None:
    ids = walked(chart, count=300)
    assert 20 < len(ids) < 120
    assert np.abs(chart.xy[np.array(ids) - 1, 1]).max() < 0.16


def test_where_the_path_leads_through_nothing_nothing_comes() -> None:
    two_groups = np.random.default_rng(2).normal(0.0, 0.02, (N, 2)) + np.repeat(
        [[-0.9, 0], [0.9, 0]], N // 2, 0
    )
    ids = walked(chart_of(two_groups), count=20)
    assert 2 <= len(ids) <= 6 and ids[0] <= N // 2 < ids[-1]


def test_what_is_not_allowed_does_not_come(chart: Chart) -> None:
    first = set(walked(chart, count=10))
    assert not first & set(walked(chart, count=10, allowed=lambda id: id not in first))


def test_of_moments_each_track_comes_once() -> None:
    draw = np.random.default_rng(1)
    tracks = np.repeat(np.arange(1, 101), 20)
    chart = chart_of(draw.uniform(-1, 1, (2000, 2)), tracks)
    ids = walked(chart, count=20)
    assert len(ids) == len(set(ids)) == 20


def test_the_same_path_makes_the_same_playlist(chart: Chart) -> None:
    assert walked(chart, count=9) == walked(chart, count=9)


@pytest.mark.parametrize("path", [np.zeros((0, 2)), np.zeros((1, 2)), np.zeros((3, 2))])
def test_a_path_without_length_is_told(chart: Chart, path: np.ndarray) -> None:
    with pytest.raises(UserError, match="too short"):
        walked(chart, path, count=5)


def test_a_path_through_nothing_is_told(chart: Chart) -> None:
    with pytest.raises(UserError, match="no music along"):
        walked(chart, ACROSS + np.array([0.0, 9.0]), count=5)
    with pytest.raises(UserError, match="no music along"):
        walked(chart, count=5, allowed=lambda _id: False)


def test_a_walk_has_one_length(chart: Chart) -> None:
    for lengths in ({}, {"count": 3, "seconds": 9.0}):
        with pytest.raises(ValueError):
            walked(chart, **lengths)
