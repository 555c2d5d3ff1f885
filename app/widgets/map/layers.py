"""Points that are drawn together, one layer above the other, made from how they are to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.widgets.map.camera import View
from app.widgets.map.density import Density, in_batches
from app.widgets.map.lines import Lines
from app.widgets.map.picking import Grid
from app.widgets.map.raster import Floats, Raster, Tone, pack

MANY = 200_000
"""From so many points on, only those in sight are touched, and far away their density is drawn."""
NEAR, NEAR_JOINED = 90_000, 25_000
"""So many points in sight are drawn as points, by themselves and where lines join them."""
SIZES = (0.82, 1.0, 1.28)
"""Radii of tracks by how far their moments lie apart."""
QUIET = 0.30
"""Opacity of points that are not lit."""
DULL = 0.45
"""How much of their colour they lose."""
ON_LINES = 0.62
"""Radius of moments that lines join, as a share of the usual."""
LIGHTEST = 145.0
"""Lightness, to 255, of a point on a light ground."""
BATCH = 1 << 16

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How n points are to look, gathered so that layers can be made of it on any thread.

    xy: (n, 2) world. kept: (n,) which are seen. rgb: (n, 3) uint8. lit: (n,) which stand out, None for no
    difference. size: (n,) numbers into SIZES, None for one size. tracks: (n,) where lines join them, else
    None. dull: (3,) what the colours of those go that are not lit. dark: what the ground is. area: world,
    where the points are. scale: pixels to a unit where all fits.
    """

    xy: Floats
    kept: Mask
    rgb: NDArray[np.uint8]
    lit: Mask | None
    size: NDArray[np.int64] | None
    tracks: Rows | None
    dull: NDArray[np.uint8]
    dark: bool
    area: QRectF
    scale: float

    def shades(self, rows: Rows) -> NDArray[np.uint8]:
        """The colours as they can be seen on the ground: on a light one, none is too light."""
        rgb = self.rgb[rows]
        if self.dark:
            return rgb
        light = rgb @ np.array([0.299, 0.587, 0.114], np.float32)
        return (rgb * np.minimum(1.0, LIGHTEST / np.maximum(light, 1.0))[:, None]).astype(np.uint8)


class Layer:
    """Points of one opacity."""

    def __init__(
        self,
        look: Look,
        rows: Rows,
        rgb: NDArray[np.uint8],
        share: float = 1.0,
        grid: Grid | None = None,
    ) -> None:
        """rgb: (m, 3) of these rows; share: of the usual opacity, 0 for opaque. grid: of these rows, where
        there is one already."""
        self.share, self.fade = share, 1.0
        self._grid: Grid | None = None
        self._density: Density | None = None
        self._lines = self._joined(look, rows, rgb) if look.tracks is not None else None
        self._sizes = [(1.0, slice(0, len(rows)))]
        order: Any = slice(None)
        self._most = NEAR if self._lines is None else NEAR_JOINED
        if len(rows) >= (MANY if self._lines is None else NEAR_JOINED):
            self._grid = grid or Grid(look.xy, rows)
            order = np.searchsorted(rows, self._grid.order)
        elif look.size is not None:
            order = np.argsort(look.size[rows], kind="stable")
            ends = np.searchsorted(look.size[rows][order], np.arange(len(SIZES) + 1)).tolist()
            self._sizes = [(size, slice(a, b)) for size, a, b in zip(SIZES, ends, ends[1:], strict=False)]
        self._rows = rows[order]
        self._colours = pack(rgb[order])
        self.place(look.xy)
        if self._grid is not None and self._lines is None:
            made = in_batches(
                len(rows),
                BATCH,
                lambda part: (self._xy[part], (self._colours[0][part], self._colours[1][part])),
            )
            self._density = Density(made, look.area)

    @property
    def grid(self) -> Grid | None:
        """Of very many points."""
        return self._grid

    def place(self, xy: Floats) -> None:
        """They have moved."""
        self._xy = xy[self._rows]

    def has_ground(self, view: View, size: tuple[int, int], zoom: float) -> bool:
        """Whether there is something to be seen below the points: what stands for very many from afar."""
        if self._lines is not None:
            return self._lines.hazy(zoom)
        return self._density is not None and self._far(view, size)

    def paint_ground(
        self, painter: QPainter, view: View, size: tuple[int, int], zoom: float, dots: Dots
    ) -> None:
        if self._lines is not None:
            self._lines.paint_haze(painter, view, size, zoom, self.share * self.fade)
        elif self._density is not None:
            self._density.paint(painter, view, size, dots.area, dots.tone(self.share * self.fade))

    def draw(self, raster: Raster, view: View, ratio: float, dots: Dots) -> None:
        if self._lines is not None:
            self._lines.draw(raster, view, ratio, self.share * self.fade)
            dots = Dots(dots.radius * ON_LINES, dots.covered)
        size = raster.width, raster.height
        if self._grid is None:
            for factor, part in self._sizes:
                self._add(raster, view, part, dots.radius * factor)
        elif not self._far(view, size):
            self._add(raster, view, self._grid.within(_part(view, size)), dots.radius)
        raster.compose(dots.tone(self.share * self.fade))

    def _add(self, raster: Raster, view: View, part: Any, radius: float) -> None:
        xy = self._xy[part]
        scale = np.float32(view.scale)
        x, y = xy[:, 0] * scale + np.float32(view.left), np.float32(view.top) - xy[:, 1] * scale
        raster.add_discs(x, y, (self._colours[0][part], self._colours[1][part]), radius)

    def _far(self, view: View, size: tuple[int, int]) -> bool:
        return self._grid is not None and self._grid.count(_part(view, size)) > self._most

    def _joined(self, look: Look, rows: Rows, rgb: NDArray[np.uint8]) -> Lines:
        assert look.tracks is not None
        lines = Lines(look.xy, look.tracks, rows, pack(rgb))
        if lines.crowded(look.scale):
            lines.make_haze(look.area)
        return lines


@dataclass(frozen=True, slots=True)
class Dots:
    """How points look at a zoom. radius: device pixels; covered: discs on a pixel where a usual point is."""

    radius: float
    covered: float

    @property
    def area(self) -> float:
        return float(np.pi * self.radius**2)

    def tone(self, share: float) -> Tone:
        """The more crowded, the less opaque is each, so that more of them are seen as more."""
        lone = LONE / (1.0 + 0.45 * float(np.log2(max(1.0, self.covered))))
        return Tone(lone * share, max(1.0, 5.0 * self.covered), FULL * share)


LONE, FULL = 0.92, 0.96
"""Opacity of a point by itself, and of what is most crowded."""


def made(look: Look) -> tuple[Layer, ...]:
    """The lowest first. Takes a second for a million points."""
    if look.lit is None:
        rows = np.flatnonzero(look.kept)
        return (Layer(look, rows, look.shades(rows)),)
    quiet, bright = np.flatnonzero(look.kept & ~look.lit), np.flatnonzero(look.kept & look.lit)
    dull = (look.shades(quiet) * (1.0 - DULL) + look.dull * DULL).astype(np.uint8)
    return Layer(look, quiet, dull, QUIET), Layer(look, bright, look.shades(bright))


def made_ringed(look: Look, rows: Rows, ring: NDArray[np.uint8]) -> tuple[Layer, Layer]:
    """Points with a ring of the colour `ring` (3,) around each: the rings are below."""
    below = Layer(look, rows, np.tile(ring, (len(rows), 1)))
    return below, Layer(look, rows, look.shades(rows), grid=below.grid)


def _part(view: View, size: tuple[int, int]) -> QRectF:
    """The part of the world that is in the picture."""
    left, low = -view.left / view.scale, (view.top - size[1]) / view.scale
    return QRectF(left, low, size[0] / view.scale, size[1] / view.scale)
