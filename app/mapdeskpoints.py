"""Which points of a chart stand for which tracks, and back. Charts keep their points by track and time, so
that each answer is a few steps of a binary search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from core.domain import TrackId
from core.explore.map.chart import Chart, Mode

Points = NDArray[np.int64]


AROUND = 50
"""Tracks that are seen around one that is looked at."""


class Spot(NamedTuple):
    """A track, or a moment of it. start: seconds where the moment begins; None for the track as a whole."""

    track: TrackId
    start: float | None = None


def spot_at(chart: Chart, point: int) -> Spot:
    start = float(chart.starts[point])
    return Spot(TrackId(int(chart.tracks[point])), None if np.isnan(start) else start)


def point_of(chart: Chart, spot: Spot) -> int:
    """The point that stands for a spot; of a track as a whole, where its moments are, the one in their midst.

    -1 where the chart has none of it.
    """
    first, end = _range(chart, spot.track)
    if first == end:
        return -1
    if end - first == 1 or chart.sight.mode is Mode.TRACKS:
        return first
    if spot.start is None:
        xy = chart.xy[first:end]
        return first + int(np.argmin(((xy - np.median(xy, axis=0)) ** 2).sum(axis=1)))
    return first + int(np.argmin(np.abs(chart.starts[first:end] - spot.start)))


def points_of(chart: Chart, tracks: Sequence[TrackId] | NDArray[np.int64]) -> Points:
    """(m,) rising: all points of these tracks."""
    ids = np.unique(np.asarray(tracks, np.int64))
    firsts, ends = (np.searchsorted(chart.tracks, ids, side) for side in ("left", "right"))
    there = ends > firsts
    if not there.any():
        return np.zeros(0, np.int64)
    counts = (ends - firsts)[there]
    steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(np.repeat(firsts[there], counts) + steps, np.int64)


def tracks_of(chart: Chart, points: Points) -> list[TrackId]:
    """Each track once, by id."""
    return cast(list[TrackId], _ids(chart, points).tolist())


def twins(chart: Chart, points: Points, other: Chart) -> Points:
    """(m,) rising: the points of another chart that stand for the same.

    Of a moment, the same moment where the other shows moments of the same model; else all of its track.
    """
    same = chart.sight.model == other.sight.model and chart.length == other.length
    if not (same and chart.length and chart.sight.mode is not Mode.TRACKS):
        return points_of(other, _ids(chart, points))
    points = np.flatnonzero(_marked(chart, points)).astype(np.int64)
    if np.array_equal(chart.tracks, other.tracks) and np.array_equal(chart.starts, other.starts):
        return points
    mine, theirs = _key(chart, points), _key(other, np.arange(len(other)))
    at = np.minimum(np.searchsorted(theirs, mine), len(theirs) - 1)
    return np.asarray(np.unique(at[theirs[at] == mine]), np.int64)


def mask_of(chart: Chart, tracks: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n,): which points belong to these tracks."""
    mask = np.zeros(len(chart), np.bool_)
    mask[points_of(chart, tracks)] = True
    return mask


def centre_of(chart: Chart, points: Points) -> tuple[float, float]:
    """In the middle of them, wherever a few lie apart."""
    x, y = np.median(chart.xy[points], axis=0)
    return float(x), float(y)


def surroundings(chart: Chart, points: Points) -> tuple[float, float, float, float]:
    """left, low, right, high of where most of one track's points lie, and the AROUND tracks nearest to it."""
    x, y = centre_of(chart, points)
    near = min(len(chart) - 1, AROUND * len(points))
    reach = float(np.sqrt(np.partition(((chart.xy - (x, y)) ** 2).sum(axis=1), near)[near]))
    (left, low), (right, high) = np.quantile(chart.xy[points], [0.1, 0.9], axis=0).tolist()
    return min(left, x - reach), min(low, y - reach), max(right, x + reach), max(high, y + reach)


def _marked(chart: Chart, points: Points) -> NDArray[np.bool_]:
    mask = np.zeros(len(chart), np.bool_)
    mask[points] = True
    return mask


def _ids(chart: Chart, points: Points) -> NDArray[np.int64]:
    """Rising, each once: of a million points in a few milliseconds, as they lie by track already."""
    tracks = chart.tracks[_marked(chart, points)]
    return np.asarray(tracks[np.flatnonzero(np.diff(tracks, prepend=-1))], np.int64)


def _range(chart: Chart, track: TrackId) -> tuple[int, int]:
    first, end = np.searchsorted(chart.tracks, [track, track + 1])
    return int(first), int(end)


def _key(chart: Chart, points: Points) -> NDArray[np.float64]:
    """One number for track and tenth of a second."""
    return chart.tracks[points] * 1e6 + np.round(chart.starts[points].astype(np.float64) * 10)
