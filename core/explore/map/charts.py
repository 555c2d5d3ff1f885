"""Charts out of what is known of a library's points: the last step, and the only one that makes copies."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from core.errors import UserError
from core.explore.map import measures
from core.explore.map.chart import Chart, Mode, Sight
from core.explore.map.kept import Layout
from core.explore.map.points import Ground, Ints, Shown
from core.explore.map.space import Floats
from core.explore.stock import RadioTrack
from core.texts import marked


def of_layout(sight: Sight, ground: Ground, shown: Shown, layout: Layout, spread: Floats) -> Chart:
    """spread: (u,) of each song."""
    at = layout.at(ground)[shown.points]
    starts = ground.starts[shown.points]
    arrays = (shown.tracks, starts, layout.xy[at], _discs(ground, shown.points, spread), layout.placed[at])
    said = (sight.to_json(), layout.made_at, sorted(layout.keeps.items()))
    return Chart(
        sight,
        _version(said, arrays),
        *arrays,
        float(ground.length),
        layout.keeps,
        layout.grown,
        axes=layout.axes,
    )


def of_frame(sight: Sight, ground: Ground, shown: Shown, rows: Ints, xy: Floats, spread: Floats) -> Chart:
    """A layout under way: the landmarks `rows` at xy (m, 2)."""
    where = np.full(len(ground), -1, np.int64)
    where[rows] = np.arange(len(rows))
    seen = where[shown.points] >= 0
    points = shown.points[seen]
    nobody = np.zeros(len(points), np.bool_)
    discs = _discs(ground, points, spread)
    arrays = (shown.tracks[seen], ground.starts[points], xy[where[points]], discs, nobody)
    return Chart(sight, _version(sight.to_json(), arrays), *arrays, float(ground.length), growing=True)


def of_measures(sight: Sight, stock: Sequence[RadioTrack], heard: measures.HeardTags | None) -> Chart:
    """Two measures as axes; a track of which one is not known is left out. Raises UserError."""
    if sight.mode is not Mode.TRACKS:
        raise UserError(marked("Measures are of whole tracks; choose tracks for this map."))
    try:
        known = [measures.values(stock, key, heard) for key in (sight.x, sight.y)]
    except KeyError as problem:
        raise UserError(marked("There is no measure called {name}."), name=problem.args[0]) from problem
    both = np.flatnonzero(np.isfinite(known[0]) & np.isfinite(known[1]))
    if not len(both):
        raise UserError(marked("Of no track both are known; more is once music was listened to."))
    axes = tuple(measures.axis(key, values) for key, values in zip((sight.x, sight.y), known, strict=True))
    pairs = zip(known, axes, strict=True)
    xy = np.stack([measures.placed(values[both], axis) for values, axis in pairs], axis=1)
    tracks = np.array([stock[row].id for row in both.tolist()], np.int64)
    nothing = np.zeros(len(both), np.float32)
    arrays = (tracks, nothing + np.float32(np.nan), xy, nothing, np.zeros(len(both), np.bool_))
    return Chart(sight, _version((sight.to_json(), axes), arrays), *arrays, axes=axes)


def _discs(ground: Ground, points: Ints, spread: Floats) -> Floats:
    if ground.moments:
        return np.zeros(len(points), np.float32)
    return spread[ground.songs[points]]


def _version(said: object, arrays: Sequence[np.ndarray]) -> str:
    digest = hashlib.blake2b(repr(said).encode(), digest_size=8)
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
