"""The points of a map as they are to be seen: their colours, which are lit, chosen or left out, and their
picture for a view."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from app import theme
from app.widgets.map.camera import View
from app.widgets.map.motion import same_points
from app.widgets.map.raster import Colours, Floats, Raster, Tone, pack
from core.explore.map.chart import Chart, Mode

LARGEST, SMALLEST = 3.1, 0.85
"""Radii of a point where everything fits, in device-independent pixels: of few, of very many."""
GROWTH, MOST_GROWTH = 0.35, 2.3
"""How a point grows with the zoom: its power, and at most so many times."""
COVERED = 1.1
"""Discs that should lie on a pixel among its like, where there is room for it."""
SIZES = (0.82, 1.0, 1.28)
"""Radii of tracks by how far their moments lie apart."""
FEW, SAMPLE, OUTER = 500, 20_000, 0.004
"""Of more points than FEW, this share at each side may lie outside what fits; told by a sample."""
CELLS = 64
"""To a side, for telling how crowded it is."""
LONE, QUIET = 0.92, 0.30
"""Opacity of a point, and of one that is not lit."""
CHOSEN = 1.35
"""How much larger a chosen point is."""

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Scene:
    """What there is to be seen. Every change of it makes `version` another."""

    def __init__(self) -> None:
        self.chart: Chart | None = None
        self.xy: Floats = np.zeros((0, 2), np.float32)
        self.version = 0
        self.chosen: Rows = np.zeros(0, np.int64)
        self._rgb: NDArray[np.uint8] | None = None
        self._lit: Mask | None = None
        self._shown: Mask | None = None
        self._thinning = 0.0
        self._kept: Mask = np.zeros(0, bool)
        self._layers: tuple[_Layer, ...] | None = None
        self._density = 0.0
        self._raster = Raster()

    def __len__(self) -> int:
        return 0 if self.chart is None else len(self.chart)

    # -- what is told

    def show(self, chart: Chart | None) -> None:
        """Colours, and what is lit, shown and chosen, are forgotten where there are other points now."""
        same = chart is not None and self.chart is not None and same_points(self.chart, chart)
        self.chart = chart
        self.xy = np.zeros((0, 2), np.float32) if chart is None else chart.xy
        if not same:
            self._rgb = self._lit = self._shown = None
            self.chosen = np.zeros(0, np.int64)
        self._keep()

    def colour(self, rgb: NDArray[np.uint8]) -> None:
        self._rgb = rgb
        self.repaint()

    def light(self, lit: Mask | None) -> None:
        self._lit = lit
        self.repaint()

    def filter(self, shown: Mask | None) -> None:
        self._shown = shown
        self._keep()

    def thin(self, share: float) -> None:
        self._thinning = min(1.0, max(0.0, share))
        self._keep()

    def choose(self, points: Rows) -> None:
        self.chosen = points
        self.repaint()

    def repaint(self) -> None:
        """Something of it looks different now."""
        self._layers = None
        self.version += 1

    # -- what is asked

    @property
    def kept(self) -> Mask:
        """(n,): which points are there to be seen and touched."""
        return self._kept

    def bounds(self) -> QRectF:
        """Of the points that have a place, but for a few that lie far out."""
        placed = self.xy[np.isfinite(self.xy).all(axis=1)]
        if len(placed) == 0:
            return QRectF(-1.0, -1.0, 2.0, 2.0)
        lowest, highest = placed.min(axis=0), placed.max(axis=0)
        if len(placed) > FEW:
            sample = placed[:: -(-len(placed) // SAMPLE)]
            low, high = np.quantile(sample, (OUTER, 1.0 - OUTER), axis=0)
            spare = 0.12 * (high - low)
            lowest, highest = np.maximum(lowest, low - spare), np.minimum(highest, high + spare)
        (left, low), (right, high) = lowest.tolist(), highest.tolist()
        least = 1e-3
        return QRectF(left, low, max(least, right - left), max(least, high - low))

    def radius(self, scale: float, zoom: float) -> float:
        """Of a usual point, in device-independent pixels. scale: pixels to a world unit."""
        crowd = self._density / scale**2
        roomy = math.sqrt(COVERED / (math.pi * crowd)) if crowd else LARGEST
        largest: float = LARGEST * min(MOST_GROWTH, max(0.75, zoom**GROWTH))
        return min(largest, max(SMALLEST, roomy))

    def picture(self, view: View, zoom: float, width: int, height: int, ratio: float) -> QImage:
        """Of width x height device pixels; good until the next one is asked for. view: in device pixels."""
        self._raster.begin(width, height)
        if self._layers is None:
            self._layers = tuple(self._made_layers())
        radius = ratio * self.radius(view.scale / ratio, zoom)
        tone = self._tone(view.scale, radius)
        for layer in self._layers:
            layer.draw(self._raster, self.xy, view, radius, ratio, tone)
        return self._raster.image()

    # -- within

    def _keep(self) -> None:
        kept = np.asarray(np.isfinite(self.xy).all(axis=1))
        if self._shown is not None:
            kept &= self._shown
        if self._thinning and self.chart is not None:
            kept &= thinned(self.chart, self._thinning)
        self._kept = kept
        self._density = _density(self.xy[kept])
        self.repaint()

    def _tone(self, scale: float, radius: float) -> Tone:
        """The more crowded, the less opaque is each point, so that more of them are seen as more."""
        covered = self._density / scale**2 * math.pi * radius**2
        return Tone(LONE / (1.0 + 0.45 * math.log2(max(1.0, covered))), max(1.0, 5.0 * covered))

    def _made_layers(self) -> Sequence[_Layer]:
        rgb = self._shades()
        kept = self._kept
        if self._lit is not None:
            quiet = np.flatnonzero(kept & ~self._lit)
            dull = (0.55 * rgb[quiet] + 0.45 * _ink(theme.current().quiet)).astype(np.uint8)
            made = [_Layer(self._sized(quiet), pack(dull), share=QUIET)]
            bright = np.flatnonzero(kept & self._lit)
            made.append(_Layer(self._sized(bright), pack(rgb[bright])))
        else:
            rows = np.flatnonzero(kept)
            made = [_Layer(self._sized(rows), pack(rgb[rows]))]
        chosen = self.chosen[kept[self.chosen]] if len(self.chosen) else self.chosen
        if len(chosen):
            ring = np.tile(_ink(theme.current().text), (len(chosen), 1))
            made.append(_Layer(self._sized(chosen), pack(ring), grown=CHOSEN, wider=1.6, share=0.0))
            made.append(_Layer(self._sized(chosen), pack(rgb[chosen]), grown=CHOSEN, share=0.0))
        return made

    def _sized(self, rows: Rows) -> tuple[tuple[float, Rows, Rows], ...]:
        """Rows by size: the factor of the radius, the rows, and where they are among these rows."""
        if self.chart is None or self.chart.sight.mode is not Mode.TRACKS or not self.chart.spread.any():
            return ((1.0, rows, np.arange(len(rows))),)
        steps = np.quantile(self.chart.spread, (0.3, 0.75))
        size = np.searchsorted(steps, self.chart.spread[rows])
        places = [np.flatnonzero(size == number) for number in range(len(SIZES))]
        return tuple((factor, rows[at], at) for factor, at in zip(SIZES, places, strict=True))

    def _shades(self) -> NDArray[np.uint8]:
        """The colours as they can be seen on the theme's ground: on a light one, none is too light."""
        rgb = self._rgb
        if rgb is None:
            rgb = np.tile(_ink(theme.current().time[1]), (len(self), 1))
        if theme.current().dark:
            return rgb
        light = rgb @ np.array([0.299, 0.587, 0.114], np.float32)
        return (rgb * np.minimum(1.0, 145.0 / np.maximum(light, 1.0))[:, None]).astype(np.uint8)


class _Layer:
    """Points that are drawn together, by size. share: of the usual opacity; 0 for opaque."""

    def __init__(
        self,
        sized: tuple[tuple[float, Rows, Rows], ...],
        colours: Colours,
        *,
        grown: float = 1.0,
        wider: float = 0.0,
        share: float = 1.0,
    ) -> None:
        self._sizes = [(factor, rows, (colours[0][at], colours[1][at])) for factor, rows, at in sized]
        self._grown, self._wider, self._share = grown, wider, share

    def draw(self, raster: Raster, xy: Floats, view: View, radius: float, ratio: float, tone: Tone) -> None:
        for factor, rows, colours in self._sizes:
            x, y = placed(xy[rows], view)
            size = max(radius, ratio * 2.2) if self._grown > 1.0 else radius
            raster.add_discs(x, y, colours, factor * size * self._grown + self._wider * ratio)
        if self._share == 0.0:
            tone = Tone(1.0)
        elif self._share < 1.0:
            tone = Tone(tone.lone * self._share, tone.crowd * 8)
        raster.compose(tone)


def placed(xy: Floats, view: View) -> tuple[Floats, Floats]:
    """Pixels to the right, and down."""
    scale = np.float32(view.scale)
    return xy[:, 0] * scale + np.float32(view.left), np.float32(view.top) - xy[:, 1] * scale


def thinned(chart: Chart, share: float) -> Mask:
    """(n,): which points stay when `share` of each track's are left out, evenly along it; the first stays."""
    first = (
        np.flatnonzero(np.diff(chart.tracks, prepend=chart.tracks[:1] - 1))
        if len(chart)
        else np.zeros(0, int)
    )
    counts = np.diff(np.append(first, len(chart)))
    number = np.arange(len(chart)) - np.repeat(first, counts)
    stay = 1.0 - share
    kept = np.floor(number * stay + 1e-9) != np.floor((number - 1) * stay + 1e-9)
    return np.asarray(kept | (number == 0))


def _ink(name: str) -> NDArray[np.uint8]:
    colour = QColor(name)
    return np.array([colour.red(), colour.green(), colour.blue()], np.uint8)


def _density(xy: Any) -> float:
    """Points to a square unit of the world, where a usual point is."""
    if len(xy) < 2:
        return 0.0
    low, high = xy.min(axis=0), xy.max(axis=0)
    size = np.maximum(high - low, 1e-3)
    at = np.minimum(((xy - low) / size * CELLS).astype(np.intp), CELLS - 1)
    counts = np.bincount(at[:, 1] * CELLS + at[:, 0]).astype(np.float64)
    return float((counts**2).sum() / counts.sum() / (float(size[0]) * float(size[1]) / CELLS**2))
