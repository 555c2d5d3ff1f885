"""Who is truly near on a map: in the full space that it is a picture of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.domain import TrackId
from core.explore.map.chart import Chart
from core.explore.map.points import Ground, Ints, Shown
from core.explore.map.space import Floats, Rows


@dataclass(frozen=True, slots=True)
class Near:
    """start: seconds where the moment begins, None for a whole track. likeness: -1 to 1, the cosine."""

    track_id: TrackId
    start: float | None
    likeness: float


def nearest(ground: Ground, shown: Shown, track_id: TrackId, start: float | None, k: int) -> list[Near]:
    """As `Atlas.neighbours` says. Of copies of one recording the first is told."""
    mine = shown.points[shown.tracks == track_id]
    if not len(mine):
        return []
    own = int(ground.counts[ground.songs[mine[0]]])
    rows, cosines = _of_points(ground, mine, start, k + own)
    others = ground.songs[rows] != ground.songs[mine[0]]
    rows, cosines = rows[others][:k], cosines[others][:k]
    tracks = _first_tracks(shown, rows)
    starts = ground.starts[rows].tolist() if ground.moments else [None] * len(rows)
    return [
        Near(TrackId(track), begins, min(1.0, max(-1.0, cosine)))
        for track, begins, cosine in zip(tracks, starts, cosines.tolist(), strict=True)
    ]


def _of_points(ground: Ground, mine: Ints, start: float | None, k: int) -> tuple[Rows, Floats]:
    space = ground.space
    if start is None and len(mine) > 1:
        middle = space.some(mine).mean(axis=0)
        rows, cosines = space.near(middle[None] / max(float(np.linalg.norm(middle)), 1e-12), k)
        return rows[0], cosines[0]
    at = 0 if start is None else int(np.abs(ground.starts[mine] - start).argmin())
    rows, cosines = space.neighbours(mine[[at if ground.moments else 0]], k)
    return rows[0], cosines[0]


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
