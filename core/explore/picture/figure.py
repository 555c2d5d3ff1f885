"""Songs as curves in three dimensions, sample for sample tied to the seconds at which they sound.

`songlet_parts` and `window_parts` say where a song lies in the full space, part for part; `library_axes`,
`own_axes` and `shared_axes` choose three directions; `draw` makes a `Figure` of the two. Likeness is always
measured in the full space (`nearest_moments`), never in the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.analysis import models
from core.analysis.records import Windows
from core.domain import SONGLETS, Seconds
from core.errors import UserError
from core.explore.ear.index import Index
from core.explore.ear.spans import songlet_spans
from core.explore.picture.axes import UNKNOWN, Axes
from core.explore.picture.spline import through

DIMENSIONS = 3
FINE_STEPS = 20
"""Samples from one part to the next: drawn large, fewer of them show as corners."""
MOST_SAMPLES = 720
"""Of a curve through many windows, which lie close together."""
APART = 10.0
"""Seconds: two marked moments of a song are at least so far apart, for so much is played of each."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A song in the full space. vectors: (r, d), centred, unit length, in the order they sound, none silent.

    spans: (r, 2) shares of the song, 0 to 1, over which each sounds. duration: 0 when not known.
    """

    vectors: Floats
    spans: NDArray[np.float64]
    duration: Seconds
    steps: int = FINE_STEPS

    @property
    def middles(self) -> NDArray[np.float64]:
        """(r,) rising; the moment that a part's point stands for."""
        return np.asarray(self.spans.mean(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A song's way through three axes.

    points: (m, 3) samples in order. times: (m,) the share of the song, 0 to 1, at which each sounds: a part's
    point stands for the middle of its span, and between two points time runs evenly. rings: (r,) which
    samples are songlets or windows themselves. spans: (r, 2) as in `Parts`. duration: 0 when not known.
    """

    points: Floats
    times: NDArray[np.float64]
    rings: NDArray[np.int64]
    spans: NDArray[np.float64]
    duration: Seconds

    def at(self, share: float) -> Floats:
        """(3,) where the song is after `share` of it; its ends for what lies before and after."""
        return np.asarray(between(self.points, self.sample(share)), np.float32)

    def sample(self, share: float) -> float:
        """The (fractional) sample that sounds after `share` of the song."""
        return float(np.interp(share, self.times, np.arange(len(self.times))))

    def share(self, sample: float) -> float:
        """When a (fractional) sample sounds. Its first point stands for all that comes before, so it is the
        beginning: who asks to play from there misses nothing."""
        if sample <= 0:
            return float(self.spans[0, 0])
        return float(np.interp(sample, np.arange(len(self.times)), self.times))

    def ring(self, share: float) -> int:
        """The part that sounds after `share` of the song, or that is nearest to it."""
        return int(np.abs(self.times[self.rings] - share).argmin())

    def seconds(self, share: float) -> Seconds:
        return Seconds(share * self.duration)


def between(rows: NDArray[Any], sample: float) -> NDArray[Any]:
    """A row of (m, ...) at a fractional place among them, 0 to m - 1."""
    first = min(int(sample), len(rows) - 1)
    last = min(first + 1, len(rows) - 1)
    return np.asarray(rows[first] + (sample - first) * (rows[last] - rows[first]))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two moments that sound alike: parts (rings) of one song and of another; likeness: their cosine."""

    one: int
    other: int
    likeness: float


# -- where a song lies


def songlet_parts(index: Index, row: int, duration: Seconds = UNKNOWN) -> Parts | None:
    """None for a song of which fewer than two songlets sound."""
    heard = np.flatnonzero(index.sounding[:, row])
    if len(heard) < 2:
        return None
    spans = songlet_spans(index.model, duration)
    return Parts(np.asarray(index.songlets[row, heard], np.float32), spans[heard], duration)


def window_parts(index: Index, row: int, windows: Windows, duration: Seconds) -> Parts | None:
    """The windows that were kept, of `index.model`; None for a song of which fewer than two sound.

    Which windows are silent is not kept: those within silent songlets are left out. Raises ValueError for a
    song of unknown length, whose windows have no share of it.
    """
    if duration <= 0:
        raise ValueError("windows need the song's duration")
    length = _window(index.model)
    starts = windows.starts.astype(np.float64)
    spans = np.clip(np.stack([starts, starts + length], axis=1) / duration, 0.0, 1.0)
    songlets = songlet_spans(index.model, duration)
    within = np.clip(np.searchsorted(songlets[:, 0], spans.mean(axis=1), "right") - 1, 0, SONGLETS - 1)
    middles = spans.mean(axis=1)
    sounding = index.sounding[within, row] & np.any(windows.features != 0, axis=1)
    sounding[1:] &= np.diff(middles) > 0
    if np.count_nonzero(sounding) < 2:
        return None
    placed = index.like_songlet(windows.features[sounding].astype(np.float32))
    lengths = np.linalg.norm(placed, axis=1, keepdims=True)
    vectors = placed / np.where(lengths > 0, lengths, 1.0)
    steps = max(4, min(FINE_STEPS, MOST_SAMPLES // len(vectors)))
    return Parts(vectors.astype(np.float32), spans[sounding], duration, steps)


def _window(model: str) -> float:
    """Seconds."""
    try:
        return float(models.spec(model).window)
    except UserError:
        return 3.0


# -- axes


def library_axes(index: Index) -> Axes:
    """Those in which all songs can be compared. Keep them as long as `index.version` stays."""
    return Axes.of(index, DIMENSIONS)


def own_axes(song: Parts) -> Axes:
    """Those in which this one song's movement shows most."""
    return Axes.along(song.vectors, DIMENSIONS)


def shared_axes(songs: Sequence[Parts]) -> Axes:
    """Those in which a few songs side by side show most; each song counts alike, however many its parts."""
    most = max(len(song.vectors) for song in songs)
    even = [song.vectors[np.arange(most) * len(song.vectors) // most] for song in songs]
    return Axes.along(np.concatenate(even), DIMENSIONS)


def share_shown(axes: Axes, songs: Sequence[Parts]) -> float:
    """Of all movement of these songs, 0 to 1, what a picture of them in these axes shows."""
    return axes.shown(np.concatenate([song.vectors for song in songs]))


# -- the picture


def draw(song: Parts, axes: Axes) -> Figure:
    """The centripetal Catmull-Rom spline through the song's parts."""
    points = through(axes.place(song.vectors), song.steps)
    rings = np.arange(len(song.vectors)) * song.steps
    times = np.interp(np.arange(len(points)), rings, song.middles)
    return Figure(points.astype(np.float32), times, rings, song.spans, song.duration)


def nearest_moments(one: Parts, other: Parts, count: int = 3) -> list[Pair]:
    """The pairs of moments, one of each song, that are nearest in the full space, nearest first.

    No moment is marked twice, nor one that sounds within APART seconds of another marked one of its song.
    """
    likeness = one.vectors @ other.vectors.T
    free = np.ones(likeness.shape, np.bool_)
    found: list[Pair] = []
    while len(found) < count and free.any():
        i, j = np.unravel_index(np.where(free, likeness, -np.inf).argmax(), likeness.shape)
        found.append(Pair(int(i), int(j), float(likeness[i, j])))
        free[_around(one, int(i))] = False
        free[:, _around(other, int(j))] = False
    return found


def _around(song: Parts, part: int) -> NDArray[np.bool_]:
    """(r,) which parts overlap this one, or sound too soon before or after it to be another moment."""
    (start, end), middle = song.spans[part], song.middles
    overlap = (song.spans[:, 0] < end - 1e-9) & (song.spans[:, 1] > start + 1e-9)
    return np.asarray(overlap | (np.abs(middle - middle[part]) * song.duration < APART * (song.duration > 0)))
