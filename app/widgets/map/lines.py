"""Tracks as lines through their moments: a hundred as lines, ten thousand as a haze with lines in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.widgets.map.camera import View
from app.widgets.map.density import Batch, Density
from app.widgets.map.raster import Colours, Floats, Raster, Tone

BUDGET = 130_000
"""Pixels of lines that are drawn at a time; what is more is seen as haze."""
LESS = 0.3
"""Of that, for lines that are to be seen less."""
LEAP = 4.0
"""A segment this many times as long as the middle one is a leap to another part of the map."""
PARTS, OPACITIES = (0.4, 0.6), (0.2, 0.6)
"""Of leaps and of steps: their share of the budget, and how opaque they are."""
CROWDED = 0.3
"""How much fainter each is when there are ten times as many as are drawn."""
HAZE_CELLS = 1024
"""To a side, of the haze."""
HAZE_MOST = 24_000_000
"""Steps that the haze is made of at most: of more tracks, an even part."""
CLEAR = 12.0
"""The zoom by which the haze has gone: its cells would be seen."""
CHUNK, PART = 1 << 16, 1 << 14
"""Steps of the haze, and segments of the picture, gone through at a time."""
WIDTH = 0.62
"""Half a line's width, in device-independent pixels."""
SPREADS = 2_654_435_761
"""Knuth's multiplicative hash: any first part of the tracks is spread evenly over all."""

Rows = NDArray[np.int64]


class Lines:
    """A segment from each moment to the next of its track; leaps are fainter than steps. Read only."""

    def __init__(self, xy: Floats, tracks: Rows, rows: Rows, colours: Colours) -> None:
        """rows: of xy and tracks, rising, those that are seen; colours: of these rows."""
        joined = np.flatnonzero(np.diff(tracks[rows]) == 0) if len(rows) else np.zeros(0, np.int64)
        rank = (tracks[rows[joined]] * SPREADS) & 0xFFFFFFFF
        joined = joined[np.argsort(rank, kind="stable")]
        first, last = xy[rows[joined]], xy[rows[joined + 1]]
        lengths = np.hypot(*(last - first).T)
        leaps = lengths > (LEAP * float(np.median(lengths)) if len(joined) else 0.0)
        self._length = float(lengths.sum())
        self._kinds = [
            _Segments(first[kind], last[kind], (colours[0][joined[kind]], colours[1][joined[kind]]))
            for kind in (leaps, ~leaps)
        ]
        self._haze: Density | None = None
        self._step = 0.0

    def __len__(self) -> int:
        return sum(map(len, self._kinds))

    def make_haze(self, area: QRectF) -> None:
        """On the pool: what is seen of all of them at once. Only worth it where `crowded` says so."""
        self._step = max(area.width(), area.height()) / HAZE_CELLS
        self._haze = Density(chain(*(kind.steps(self._step) for kind in self._kinds)), area, HAZE_CELLS)

    def crowded(self, scale: float) -> bool:
        """Whether they are more than can be drawn where everything fits. scale: pixels to a world unit."""
        return self._length * scale > BUDGET

    def hazy(self, zoom: float) -> bool:
        """Whether there is a haze to be seen at this zoom."""
        return self._haze is not None and zoom < CLEAR

    def paint_haze(
        self, painter: QPainter, view: View, size: tuple[int, int], zoom: float, share: float
    ) -> None:
        """share: of the usual opacity."""
        assert self._haze is not None
        fades = share * (1.0 - math.log(max(1.0, zoom)) / math.log(CLEAR))
        cover = self._step * view.scale
        crowd = self._haze.usual / view.scale**2 * cover
        self._haze.paint(painter, view, size, cover, Tone(0.10 * fades, 4.0 * max(crowd, 1.0), 0.62 * fades))

    def draw(self, raster: Raster, view: View, ratio: float, share: float) -> None:
        """As many of them as there is time for, the same ones as long as nothing moves. share: of the usual
        opacity."""
        budget = BUDGET * ratio * (1.0 if share == 1.0 else LESS)
        for kind, part, opacity in zip(self._kinds, PARTS, OPACITIES, strict=True):
            crowd = kind.add(raster, view, part * budget, WIDTH * ratio)
            lone = opacity * (1.0 - CROWDED * math.log10(max(crowd, 1.0)))
            raster.compose(Tone(share * max(lone, 0.3 * opacity), 8.0, share * min(1.0, 1.6 * opacity)))


class _Segments:
    """Of one kind, those of a track side by side, the tracks in an order by which any first part is even."""

    def __init__(self, first: Floats, last: Floats, colours: Colours) -> None:
        self._from, self._to, self._colours = first, last, colours

    def __len__(self) -> int:
        return len(self._from)

    def add(self, raster: Raster, view: View, budget: float, width: float) -> float:
        """About how many times more there are in sight than are drawn."""
        left, done = budget, 0
        for start in range(0, len(self), PART):
            done = min(len(self), start + PART)
            left -= self._add_part(raster, view, slice(start, done), left, width)
            if left <= 0.0:
                break
        return (1.0 - left / budget) * len(self) / max(1, done)

    def _add_part(self, raster: Raster, view: View, part: slice, budget: float, width: float) -> float:
        """Pixels that were needed."""
        x0, y0, x1, y1, seen = _clipped(self._from[part], self._to[part], view, raster.width, raster.height)
        lengths = np.hypot(x1 - x0, y1 - y0)
        drawn = int(np.searchsorted(np.cumsum(lengths), budget)) + 1
        line, share = _along(np.ceil(lengths[:drawn]).astype(np.int64) + 1)
        x, y = x0[line] + (x1 - x0)[line] * share, y0[line] + (y1 - y0)[line] * share
        shown = part.start + seen[line]
        raster.add_discs(x, y, (self._colours[0][shown], self._colours[1][shown]), width)
        return float(lengths[:drawn].sum())

    def steps(self, step: float) -> Iterator[Batch]:
        """Places along the segments, so far apart."""
        counts = np.ceil(np.hypot(*(self._to - self._from).T) / step).astype(np.int64)
        if len(counts) == 0:
            return
        ends = np.cumsum(counts)
        batches = np.arange(0, min(HAZE_MOST, int(ends[-1])) + CHUNK, CHUNK)
        for start, end in pairwise(np.searchsorted(ends, batches).tolist()):
            some = slice(start, end)
            line, share = _along(counts[some])
            first, last = self._from[some], self._to[some]
            xy = first[line] + (last - first)[line] * share[:, None]
            yield xy, (self._colours[0][some][line], self._colours[1][some][line])


def _clipped(
    first: Floats, last: Floats, view: View, width: int, height: int
) -> tuple[Floats, Floats, Floats, Floats, Rows]:
    """The parts of segments (m, 2) that lie within a picture, in its pixels, and which: clipped as Liang and
    Barsky do."""
    scale = np.float32(view.scale)
    x, u = (ends[:, 0] * scale + np.float32(view.left) for ends in (first, last))
    y, v = (np.float32(view.top) - ends[:, 1] * scale for ends in (first, last))
    across = (np.minimum(x, u) < width) & (np.maximum(x, u) > 0)
    near = np.flatnonzero(across & (np.minimum(y, v) < height) & (np.maximum(y, v) > 0))
    x, y, dx, dy = x[near], y[near], (u - x)[near], (v - y)[near]
    enters, leaves = np.zeros(len(near), np.float32), np.ones(len(near), np.float32)
    for towards, room in ((-dx, x), (dx, width - x), (-dy, y), (dy, height - y)):
        share = room / np.where(towards == 0, np.float32(1e-12), towards)
        enters = np.where(towards < 0, np.maximum(enters, share), enters)
        leaves = np.where(towards > 0, np.minimum(leaves, share), leaves)
    kept = np.flatnonzero(enters < leaves)
    x, y, dx, dy, enters, leaves = (one[kept] for one in (x, y, dx, dy, enters, leaves))
    return x + enters * dx, y + enters * dy, x + leaves * dx, y + leaves * dy, near[kept]


def _along(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats]:
    """For each of so many places along each line: the line, and the share of its way, 0 to below 1."""
    line = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    number = np.arange(len(line)) - first[line]
    share: Any = (number / np.maximum(counts, 1)[line]).astype(np.float32)
    return line, share
