"""A playlist that walks a path drawn on the map: the track nearest to each of so many places along it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds, TrackId
from core.errors import UserError
from core.explore.map.chart import Chart
from core.explore.map.regions import near_stroke
from core.explore.radio.rules import artist_keys

Floats = NDArray[np.float64]

REACH = 0.1
"""How far from the path a track may lie, in units of the map: a twentieth of its width."""
CROWD = 1.5
"""In a map of few tracks one may reach so many times as far as they lie apart on average."""
MOST = 1000
TRIES = 8


def walk(
    chart: Chart,
    path: NDArray[np.floating],
    *,
    count: int | None = None,
    seconds: Seconds | None = None,
    artist_of: Callable[[TrackId], str],
    duration_of: Callable[[TrackId], float],
    allowed: Callable[[TrackId], bool] = lambda _: True,
) -> list[TrackId]:
    """The tracks along a path (k, 2), in its order, each once, none after another of the same artist.

    count: how many; or seconds: about how much music. As many as the path has room for where there are fewer
    near it, never from far away. allowed: what may come at all. Of moments, a track lies where its nearest
    one does. Raises ValueError where neither or both lengths are given, UserError where the path has no
    length, or leads through nothing.
    """
    if (count is None) == (seconds is None):
        raise ValueError("a walk has either a count or a length")
    way = _Way(path)
    near = _Near(chart, way, allowed)
    walker = _Walker(near, way, artist_of)
    if count is not None:
        return walker.walk(min(count, MOST))
    assert seconds is not None
    return _lasting(walker, near, seconds, duration_of)


def _lasting(
    walker: _Walker, near: _Near, seconds: Seconds, duration_of: Callable[[TrackId], float]
) -> list[TrackId]:
    """Of walks with more and fewer places, the one whose music comes nearest to the length asked for."""
    usual = [length for id in near.ids() if (length := duration_of(id)) > 0]
    places = max(1, round(seconds / (sum(usual) / len(usual)))) if usual else 1
    best: tuple[float, list[TrackId]] | None = None
    tried: set[int] = set()
    while len(tried) < TRIES and places not in tried:
        tried.add(places)
        found = walker.walk(min(places, MOST))
        lasts = sum(map(duration_of, found))
        if best is None or abs(lasts - seconds) < best[0]:
            best = abs(lasts - seconds), found
        if len(found) < min(places, MOST) and lasts < seconds:
            break  # there is no more near the path
        step = round((seconds - lasts) * len(found) / lasts) if lasts > 0 else 0
        places = max(1, len(found) + (step or (1 if lasts < seconds else -1)))
    return best[1] if best else []


class _Way:
    """A path by its length: places at equal steps along it."""

    def __init__(self, path: NDArray[np.floating]) -> None:
        corners = np.asarray(path, np.float64).reshape(-1, 2)
        steps = np.hypot(*np.diff(corners, axis=0).T) if len(corners) > 1 else np.zeros(0)
        if not (steps > 0).any():
            raise UserError("This path is too short. Draw it across some of the music.")
        self.corners = corners[np.concatenate([[True], steps > 0])]
        self._at = np.concatenate([[0.0], np.cumsum(steps[steps > 0])])
        self.length = float(self._at[-1])

    def places(self, count: int) -> Floats:
        """(count, 2) from its beginning to its end; a single one in its middle."""
        at = np.linspace(0.0, self.length, count) if count > 1 else np.array([self.length / 2])
        return np.stack([np.interp(at, self._at, self.corners[:, axis]) for axis in (0, 1)], axis=1)


class _Near:
    """The points that a path comes near to: xy (m, 2), tracks (m,). Raises UserError where there are none."""

    def __init__(self, chart: Chart, way: _Way, allowed: Callable[[TrackId], bool]) -> None:
        apart = CROWD * float(np.sqrt(4.0 / max(1, len(np.unique(chart.tracks)))))
        # A short path, drawn near by, means what is near by.
        self.reach = max(apart, min(REACH, way.length / 4))
        near = np.flatnonzero(near_stroke(way.corners, self.reach, chart.xy))
        may = {id for id in np.unique(chart.tracks[near]).tolist() if allowed(TrackId(id))}
        near = near[np.isin(chart.tracks[near], np.array(sorted(may), np.int64))]
        if not len(near):
            raise UserError("There is no music along this path. Draw it through some points of the map.")
        self.xy = chart.xy[near].astype(np.float64)
        self.tracks: NDArray[np.int64] = chart.tracks[near]

    def ids(self) -> list[TrackId]:
        return [TrackId(id) for id in np.unique(self.tracks).tolist()]


class _Walker:
    def __init__(self, near: _Near, way: _Way, artist_of: Callable[[TrackId], str]) -> None:
        self._near, self._way = near, way
        ids, self._row = np.unique(near.tracks, return_inverse=True)
        self._ids = [TrackId(id) for id in ids.tolist()]
        self._artists = [artist_keys(artist_of(id)) for id in self._ids]
        self._by_artist: dict[str, list[int]] = {}
        for row, keys in enumerate(self._artists):
            for key in keys:
                self._by_artist.setdefault(key, []).append(row)

    def walk(self, count: int) -> list[TrackId]:
        """The nearest track within reach of each place that may come there; a place that has none is left
        out.
        """
        used = np.zeros(len(self._ids), np.bool_)
        chosen: list[int] = []
        for place in self._way.places(max(1, count)):
            barred = used.copy()
            for key in self._artists[chosen[-1]] if chosen else ():
                barred[self._by_artist[key]] = True
            found = self._nearest(place, barred)
            if found is not None:
                used[found] = True
                chosen.append(found)
        return [self._ids[row] for row in chosen]

    def _nearest(self, place: Floats, barred: NDArray[np.bool_]) -> int | None:
        away = ((self._near.xy - place) ** 2).sum(axis=1)
        away[barred[self._row]] = np.inf
        best = int(away.argmin())
        return int(self._row[best]) if away[best] <= self._near.reach**2 else None
