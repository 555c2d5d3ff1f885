"""Which points lie near a place, or in a part of the map, among a million: a grid of cells."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from app.widgets.map.extent import has_place

SIDE = 256
"""Cells to a side: their numbers fit 16 bits, which numpy sorts fastest."""
CONE = 1.0
"""How far aside a point may lie to be the next one in a direction, as a multiple of how far on."""
ASIDE = 2.0
"""What lies aside counts as so much farther."""

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]


class Grid:
    """Points in the order of their cells, line by line. Read only: one thread may make it, another ask.

    order: (m,) the points that have a place, by cell.
    """

    def __init__(self, xy: Floats, rows: Rows | None = None) -> None:
        """xy: (n, 2); points without a place (NaN) are left out. rows: of xy, those to take; None for all."""
        taken = np.flatnonzero(has_place(xy)) if rows is None else rows
        places = xy[taken]
        sides = [(side.min(), side.max()) if len(taken) else (0.0, 1.0) for side in places.T]
        self._low = np.array([low for low, _ in sides], np.float32)
        self._size = np.array([max((high - low) / SIDE, 1e-9) for low, high in sides], np.float32)
        across, up = (self._cell(places[:, axis], axis) for axis in (0, 1))
        cells = up.astype(np.uint16) * np.uint16(SIDE) + across.astype(np.uint16)
        by_cell = np.argsort(cells, kind="stable")
        self.order: Rows = taken[by_cell]
        self.xy = places[by_cell]
        self._starts = np.zeros(SIDE * SIDE + 1, np.int64)
        np.cumsum(np.bincount(cells, minlength=SIDE * SIDE), out=self._starts[1:])

    def count(self, part: QRectF) -> int:
        """Points in the cells that this part of the map touches."""
        first, last = self._lines(part)
        return int((last - first).sum())

    def within(self, part: QRectF) -> Rows:
        """Numbers into `order` of the points in the cells that this part touches."""
        first, last = self._lines(part)
        lengths = last - first
        if not lengths.any():
            return np.zeros(0, np.int64)
        gaps = np.repeat(first - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        return np.asarray(np.arange(lengths.sum()) + gaps)

    def nearest(self, at: tuple[float, float], reach: float, kept: NDArray[np.bool_]) -> int:
        """The kept point nearest to a place (world units) within reach; -1 where there is none."""
        found = self.within(_around(at, reach))
        points = self.order[found]
        away = ((self.xy[found] - np.asarray(at, np.float32)) ** 2).sum(axis=1)
        near = np.flatnonzero((away <= reach**2) & kept[points])
        return int(points[near[away[near].argmin()]]) if len(near) else -1

    def towards(
        self, at: tuple[float, float], way: tuple[int, int], least: float, kept: NDArray[np.bool_]
    ) -> int:
        """The next kept point one comes to; -1 where there is none.

        way: (1, 0) for right, (0, 1) for up, …; least: how far on it must lie, in world units.
        """
        reach = 4 * least
        widest = 2 * SIDE * float(self._size.max())
        while True:
            found = self._ahead(at, way, least, reach, kept)
            if found >= 0 or reach > widest:
                return found
            reach *= 2

    def _ahead(
        self, at: tuple[float, float], way: tuple[int, int], least: float, reach: float, kept: Any
    ) -> int:
        found = self.within(_around(at, reach))
        points = self.order[found]
        by = self.xy[found] - np.asarray(at, np.float32)
        on, aside = by @ np.array(way, np.float32), np.abs(by @ np.array(way[::-1], np.float32))
        length = on + ASIDE * aside
        ahead = np.flatnonzero((on >= least) & (aside <= CONE * on) & (length <= reach) & kept[points])
        return int(points[ahead[length[ahead].argmin()]]) if len(ahead) else -1

    def _lines(self, part: QRectF) -> tuple[Rows, Rows]:
        """Of each line of cells, where what is touched begins in `order` and ends."""
        corners = np.array([[part.left(), part.top()], [part.right(), part.bottom()]])
        reached = (corners - self._low) / self._size
        if len(self.order) == 0 or (reached[1] < 0).any() or (reached[0] > SIDE).any():
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        (left, bottom), (right, top) = np.clip(np.floor(reached), 0, SIDE - 1).astype(np.int64)
        lines = np.arange(bottom, top + 1) * SIDE
        return self._starts[lines + left], self._starts[lines + right + 1]

    def _cell(self, values: Floats, axis: int) -> NDArray[np.int64]:
        number = ((values - self._low[axis]) / self._size[axis]).astype(np.int64)
        return np.asarray(np.minimum(number, SIDE - 1))


def _around(at: tuple[float, float], reach: float) -> QRectF:
    return QRectF(at[0] - reach, at[1] - reach, 2 * reach, 2 * reach)
