"""Who is truly near on a map: in the full space that it is a picture of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from core.domain import TrackId
from core.explore.map.chart import Chart
from core.explore.map.eighths import LargeSpace
from core.explore.map.points import Ground, Ints, Shown
from core.explore.map.space import Floats, Rows, Space


@dataclass(frozen=True, slots=True)
class Near:
    """start: seconds where the moment begins, None for a whole track. likeness: -1 to 1, the cosine."""

    track_id: TrackId
    start: float | None
    likeness: float


Exactly = Callable[[Ints], Floats]
"""(m, d) of points as they are compared, to the last digit."""
DOUBTFUL = 120
"""Of a large space so many more are looked at exactly than are asked for."""


def nearest(
    ground: Ground, shown: Shown, track_id: TrackId, start: float | None, k: int, exactly: Exactly
) -> list[Near]:
    """As `Atlas.neighbours` says. Of copies of one recording the first is told."""
    mine = np.unique(shown.points[shown.tracks == track_id])
    if not len(mine):
        return []
    rows, cosines = _of_vector(ground.space, _asked(ground, mine, start, exactly), k + len(mine), exactly)
    others = ground.songs[rows] != ground.songs[mine[0]]
    rows, cosines = rows[others][:k], cosines[others][:k]
    tracks = _first_tracks(shown, rows)
    starts = ground.starts[rows].tolist() if ground.moments else [None] * len(rows)
    return [
        Near(TrackId(track), begins, min(1.0, max(-1.0, cosine)))
        for track, begins, cosine in zip(tracks, starts, cosines.tolist(), strict=True)
    ]


def _asked(ground: Ground, mine: Ints, start: float | None, exactly: Exactly) -> Floats:
    """(d,) of unit length: a track's moment, or all of them on average."""
    if start is not None and ground.moments:
        mine = mine[[int(np.abs(ground.starts[mine] - start).argmin())]]
    middle = exactly(mine).mean(axis=0)
    return np.asarray(middle / max(float(np.linalg.norm(middle)), 1e-12), np.float32)


def _of_vector(space: Space, vector: Floats, k: int, exactly: Exactly) -> tuple[Rows, Floats]:
    if not isinstance(space, LargeSpace):
        rows, cosines = space.near(vector[None], k)
        return rows[0], cosines[0]
    found = np.sort(space.roughly(vector, k + DOUBTFUL))
    cosines = exactly(found) @ vector
    order = np.argsort(-cosines, kind="stable")[:k]
    return found[order], cosines[order]


def _first_tracks(shown: Shown, points: Rows) -> Iterable[int]:
    """Of each of these points the first track that has it."""
    order = np.argsort(shown.points, kind="stable")
    at = np.searchsorted(shown.points, points, sorter=order)
    return [int(track) for track in shown.tracks[order[at]]]


def nearest_by_measures(chart: Chart, track_id: TrackId, k: int) -> list[Near]:
    """likeness: 1 at the same place, -1 a whole width of the chart away and further."""
    mine = np.flatnonzero(chart.tracks == track_id)
    if not len(mine):
        return []
    far = np.linalg.norm(chart.xy - chart.xy[mine[0]], axis=1)
    far[mine] = np.inf
    order = np.argsort(far, kind="stable")[: min(k, len(far) - len(mine))].tolist()
    return [Near(TrackId(int(chart.tracks[i])), None, max(-1.0, 1.0 - float(far[i]))) for i in order]
