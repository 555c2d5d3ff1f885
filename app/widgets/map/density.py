"""A million points as a picture of how many lie where, in several resolutions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.widgets.map import turns
from app.widgets.map.camera import View
from app.widgets.map.raster import Colours, Floats, Tone

FINEST, COARSEST = 2048, 128
"""Cells to a side of the finest picture and of the coarsest."""
DENSEST = (1 << 16) - 1
"""More in a cell are not told apart."""

Batch = tuple[Floats, Colours]
"""(m, 2) places, and their colours."""


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """counts: (side, side), the lowest line last; rgb: (side, side, 3), the mean colour."""

    counts: NDArray[np.uint16]
    rgb: NDArray[np.uint8]


class Density:
    """How many points lie in each cell of a square and their mean colour. Read only once made."""

    def __init__(self, batches: Iterable[Batch], area: QRectF, finest: int = FINEST) -> None:
        """Points outside `area` (world units; its longer side is taken) are left out."""
        self._side = max(area.width(), area.height(), 1e-9) * (1.0 + 1e-6)
        middle = area.center()
        self._left, self._top = middle.x() - self._side / 2, middle.y() + self._side / 2
        red_green, one_blue = np.zeros((2, finest * finest), np.int64)
        for xy, colours in batches:
            turns.give_way()
            self._add(xy, colours, finest, red_green, one_blue)
        self._levels = _pyramid(red_green.reshape(finest, finest), one_blue.reshape(finest, finest))

    @property
    def bytes(self) -> int:
        """Of memory."""
        return sum(level.counts.nbytes + level.rgb.nbytes for level in self._levels)

    @property
    def usual(self) -> float:
        """Points to a square unit of the world, where a usual one is."""
        counts = self._levels[-1].counts.astype(np.float64)
        cell = self._side / len(counts)
        return float((counts**2).sum() / max(counts.sum(), 1.0) / cell**2)

    def paint(self, painter: QPainter, view: View, size: tuple[int, int], cover: float, tone: Tone) -> None:
        """view, size (width, height): of the picture, in its pixels. cover: pixels that one point covers."""
        level = self._level(view.scale)
        side = level.counts.shape[0]
        cell = self._side / side * view.scale
        left, top = self._left * view.scale + view.left, view.top - self._top * view.scale
        x0, x1 = _span(-left / cell, (size[0] - left) / cell, side)
        y0, y1 = _span(-top / cell, (size[1] - top) / cell, side)
        if x1 <= x0 or y1 <= y0:
            return
        part = slice(y0, y1), slice(x0, x1)
        table = tone.opacity(np.arange(int(level.counts[part].max()) + 1) * (cover / cell**2))
        image = _image(level.rgb[part], np.take(table.astype(np.float32), level.counts[part]))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(
            QRectF(left + x0 * cell, top + y0 * cell, (x1 - x0) * cell, (y1 - y0) * cell), image
        )

    def _add(
        self,
        xy: Floats,
        colours: Colours,
        side: int,
        red_green: NDArray[np.int64],
        one_blue: NDArray[np.int64],
    ) -> None:
        across = (xy[:, 0] - self._left) * (side / self._side)
        down = (self._top - xy[:, 1]) * (side / self._side)
        inside = np.flatnonzero((across >= 0) & (across < side) & (down >= 0) & (down < side))
        cells = down[inside].astype(np.intp) * side + across[inside].astype(np.intp)
        np.add.at(red_green, cells, colours[0][inside])
        np.add.at(one_blue, cells, colours[1][inside])

    def _level(self, scale: float) -> _Level:
        """The finest whose cells are not smaller than a pixel."""
        fitting = (one for one in self._levels if self._side / one.counts.shape[0] * scale >= 1.0)
        return next(fitting, self._levels[-1])


def _pyramid(red_green: NDArray[np.int64], one_blue: NDArray[np.int64]) -> tuple[_Level, ...]:
    """The finest first."""
    made = []
    while True:
        made.append(_level(red_green, one_blue))
        if len(red_green) <= COARSEST:
            return tuple(made)
        red_green, one_blue = _halved(red_green), _halved(one_blue)


def _level(red_green: NDArray[np.int64], one_blue: NDArray[np.int64]) -> _Level:
    low = (1 << 32) - 1
    counts = one_blue >> 32
    share = 1.0 / np.maximum(counts, 1).astype(np.float32)
    rgb = np.empty((*counts.shape, 3), np.uint8)
    for place, sums in enumerate((red_green >> 32, red_green & low, one_blue & low)):
        rgb[..., place] = sums * share
    return _Level(np.minimum(counts, DENSEST).astype(np.uint16), rgb)


def _halved(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    pairs = sums[0::2] + sums[1::2]
    return np.asarray(pairs[:, 0::2] + pairs[:, 1::2])


def _span(first: float, last: float, side: int) -> tuple[int, int]:
    """Cells that are seen, and one more at each end, so that smoothing has something to go by."""
    return max(0, math.floor(first) - 1), min(side, math.ceil(last) + 1)


def _image(rgb: NDArray[np.uint8], opacity: Floats) -> QImage:
    height, width = opacity.shape
    pixels = np.empty((height, width, 4), np.uint8)
    for place, of in ((0, 2), (1, 1), (2, 0)):
        pixels[..., place] = rgb[..., of] * opacity
    pixels[..., 3] = 255 * opacity
    form = QImage.Format.Format_ARGB32_Premultiplied
    # A copy: the array's memory goes when this function ends.
    return QImage(pixels.data, width, height, 4 * width, form).copy()


def in_batches(count: int, size: int, make: Callable[[slice], Batch]) -> Iterable[Batch]:
    """A few at a time, so that what each needs stays small."""
    return (make(slice(start, start + size)) for start in range(0, count, size))
