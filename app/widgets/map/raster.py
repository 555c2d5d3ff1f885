"""Thousands of soft discs and lines drawn with numpy into a picture: what QPainter is too slow for.

What lies on a pixel is added up, coverage and colour by coverage, so that no order matters: the colour there
is the mean colour, and how opaque it is follows how much lies there, by a curve (`Tone`) that neither hides a
lone point nor makes a blot of a crowd. A density picture (density.py) uses the same curve, so that one passes
into the other.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

LEVELS = 15
"""Steps of coverage at a disc's edge."""
PHASES = 4
"""Steps within a pixel that a disc's middle is put at, each way."""
FAINT = 0.3
"""Less coverage than this at a disc's very edge is left out: a third fewer pixels to touch."""
CHUNK = 4096
"""Points added up at a time: what they need stays in the processor's cache."""
EDGE = 40
"""Pixels around the picture: a disc that reaches over its edge needs no care."""
BAND = 1 << 15
"""Pixels composed at a time, likewise."""
MOST = 1 << 12
"""Coverage, in LEVELS, from which on it makes no difference."""

Floats = NDArray[np.float32]
Colours = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Red and green, and one and blue, of each point, packed by `pack`."""


def pack(rgb: NDArray[np.uint8]) -> Colours:
    """(n, 3) colours as two numbers each: four sums in two additions, to 500,000 discs a pixel."""
    wide = rgb.astype(np.int64)
    return (wide[:, 0] << 32) | wide[:, 1], (np.int64(1) << 32) | wide[:, 2]


@dataclass(frozen=True, slots=True)
class Tone:
    """How opaque a pixel is, by how many discs lie on it.

    lone: opacity under one disc, 0 to 1. crowd: discs, at least 1, from which on it is `full`.
    """

    lone: float
    crowd: float = 1.0
    full: float = 1.0

    def opacity(self, discs: NDArray[Any]) -> NDArray[np.float64]:
        """Straight up to one disc, then by its logarithm."""
        rising = np.log(np.maximum(discs, 1.0)) / math.log(max(self.crowd, 1.0) + 1.0)
        crowded = max(0.0, self.full - self.lone) * np.minimum(rising, 1.0)
        return np.asarray(np.minimum(discs, 1.0) * self.lone + crowded)


class Raster:
    """A picture of device pixels, transparent at first, onto which layers are drawn."""

    def __init__(self) -> None:
        self.width = self.height = self._line = 0
        self._empty = True
        self._pixels = np.zeros(0, np.uint32)
        self._red_green = self._one_blue = np.zeros(0, np.int64)

    def begin(self, width: int, height: int) -> None:
        """Empty again."""
        self._empty = True
        if (width, height) == (self.width, self.height):
            self._pixels.fill(0)
            return
        self.width, self.height = width, height
        self._line = width + 2 * EDGE
        area = self._line * (height + 2 * EDGE)
        self._pixels = np.zeros(area, np.uint32)
        self._red_green, self._one_blue = np.zeros((2, area), np.int64)

    def image(self) -> QImage:
        """Of the raster's own memory: good until the next `begin`."""
        inner = self._pixels[EDGE * self._line + EDGE :]
        form = QImage.Format.Format_ARGB32_Premultiplied
        return QImage(inner.data, self.width, self.height, 4 * self._line, form)

    def discs(self, x: Floats, y: Floats, colours: Colours, radius: float, tone: Tone) -> None:
        """A layer of discs. x, y: (n,) pixels, right and down; radius: pixels."""
        if len(x) and self.width:
            self.add_discs(x, y, colours, radius)
            self.compose(tone)

    def add_discs(self, x: Floats, y: Floats, colours: Colours, radius: float) -> None:
        """More discs of the layer that `compose` will draw."""
        stamp = _stamp(max(2, round(radius * 8)))
        left, top = np.floor(x - stamp.shift), np.floor(y - stamp.shift)
        seen = self._within(left, top, EDGE - stamp.reach)
        if len(seen) == 0:
            return
        left, top = left[seen], top[seen]
        phase = ((y[seen] - stamp.shift - top) * PHASES).astype(np.intp) * PHASES
        phase += ((x[seen] - stamp.shift - left) * PHASES).astype(np.intp)
        base = self._index(left, top)
        offsets = (stamp.down * self._line + stamp.right)[:, None]
        red_green, one_blue = colours[0][seen], colours[1][seen]
        for start in range(0, len(seen), CHUNK):
            part = slice(start, start + CHUNK)
            where = (base[part] + offsets).ravel()
            cover = np.take(stamp.cover, phase[part], axis=1)
            np.add.at(self._red_green, where, (cover * red_green[part]).ravel())
            np.add.at(self._one_blue, where, (cover * one_blue[part]).ravel())

    def add_dots(self, x: Floats, y: Floats, colours: Colours, cover: int) -> None:
        """Single pixels of the layer that `compose` will draw; cover: 1 to LEVELS."""
        inside = self._within(x, y, 0)
        where = self._index(x[inside], y[inside])
        np.add.at(self._red_green, where, colours[0][inside] * cover)
        np.add.at(self._one_blue, where, colours[1][inside] * cover)

    def _within(self, x: Floats, y: Floats, beyond: int) -> NDArray[np.intp]:
        """Which pixels lie in the picture, or so far beyond its edge."""
        right, bottom = self.width + beyond, self.height + beyond
        return np.flatnonzero((x >= -beyond) & (x < right) & (y >= -beyond) & (y < bottom))

    def _index(self, x: Floats, y: Floats) -> NDArray[np.intp]:
        return (y.astype(np.intp) + EDGE) * self._line + x.astype(np.intp) + EDGE

    def compose(self, tone: Tone) -> None:
        """Draws what was added over what is there."""
        table = (255 * tone.opacity(np.arange(MOST) / LEVELS)).astype(np.float32)
        for start in range(0, len(self._pixels), BAND):
            touched = np.flatnonzero(self._one_blue[start : start + BAND] != 0)
            if len(touched):
                self._compose(start, touched, table)
        self._empty = False

    def _compose(self, start: int, touched: NDArray[np.intp], table: Floats) -> None:
        band = slice(start, start + BAND)
        sums = [np.take(of[band], touched).view(np.uint32) for of in (self._red_green, self._one_blue)]
        self._red_green[band] = 0
        self._one_blue[band] = 0
        (green, red), (blue, cover) = ((both[LOWER::2], both[1 - LOWER :: 2]) for both in sums)
        opacity = np.take(table, np.minimum(cover, MOST - 1))
        share = opacity / (255 * cover.astype(np.float32))
        made = opacity.astype(np.uint32) << 24
        for sum_of, place in ((red, 16), (green, 8), (blue, 0)):
            made |= (sum_of.astype(np.float32) * share).astype(np.uint32) << np.uint32(place)
        pixels = self._pixels[band]
        if not self._empty:
            made += _faded(pixels[touched], made >> 24)
        pixels[touched] = made


LOWER = 0 if sys.byteorder == "little" else 1
"""Which half of eight bytes holds the lower one of two sums."""


def _faded(under: NDArray[Any], opacity: NDArray[Any]) -> NDArray[Any]:
    """Premultiplied colours seen through something of this opacity, 0 to 255."""
    through = 256 - opacity - (opacity >> 7)
    pair = np.uint32(0x00FF00FF)
    lower, upper = (under & pair) * through >> 8 & pair, (under >> 8 & pair) * through & ~pair
    return np.asarray(lower | upper)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A disc's pixels. down, right: (k,) from the pixel its middle is in; cover: (k, PHASES**2) in LEVELS;
    shift: 0.5 where the pixel is chosen by its middle, for discs an even number of pixels wide."""

    down: NDArray[np.intp]
    right: NDArray[np.intp]
    cover: NDArray[np.int64]
    shift: float

    @property
    def reach(self) -> int:
        return int(max(np.abs(self.down).max(), np.abs(self.right).max()))


@lru_cache(128)
def _stamp(eighths: int) -> _Stamp:
    made = [_stamped(eighths / 8, shift) for shift in (0.0, 0.5)]
    return min(made, key=lambda stamp: len(stamp.down))


def _stamped(radius: float, shift: float) -> _Stamp:
    reach = math.ceil(radius) + 2
    side = np.arange(-reach, reach + 1)
    down, right = (axis.ravel() for axis in np.meshgrid(side, side, indexing="ij"))
    within = (np.arange(PHASES) + 0.5) / PHASES + shift
    low, across = (axis.ravel() for axis in np.meshgrid(within, within, indexing="ij"))
    away = np.hypot(right[:, None] + 0.5 - across, down[:, None] + 0.5 - low)
    # Discs smaller than a pixel cover a part of it.
    cover = np.clip(radius + 0.5 - away, 0.0, min(1.0, 2 * radius))
    kept = cover.max(axis=1) > FAINT
    whole = np.rint(cover[kept] * LEVELS).astype(np.int64)
    return _Stamp(down[kept].astype(np.intp), right[kept].astype(np.intp), whole, shift)
