"""Which points lie in what was drawn on the map: a lasso, a box, the stroke of a brush.

Coordinates are those of `Chart.xy`. A million points take a tenth of a second: each edge of a lasso is
compared with the points at its height alone, which sorting makes neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]


def inside(polygon: Floats, xy: Floats) -> Bools:
    """(n,) which of the points (n, 2) lie in a closed polygon (k, 2), whose end joins its beginning.

    By the even-odd rule, as lassos are drawn: where it crosses itself, what it goes round twice is outside.
    Fewer than three corners hold nothing. A point on an edge belongs to one of its two sides.
    """
    corners = np.asarray(polygon, np.float64).reshape(-1, 2)
    found = np.zeros(len(xy), np.bool_)
    if len(corners) < 3:
        return found
    near, x, y = _by_height(xy, corners.min(axis=0), corners.max(axis=0))
    odd = np.zeros(len(near), np.bool_)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 == y1:  # level edges are crossed by no level ray
            continue
        (xa, ya), (xb, yb) = ((x0, y0), (x1, y1)) if y0 < y1 else ((x1, y1), (x0, y0))
        at = slice(*np.searchsorted(y, (ya, yb)))
        crossing = xa + (y[at] - ya) * ((xb - xa) / (yb - ya))
        odd[at] ^= x[at] < crossing
    found[near] = odd
    return found


def in_box(corner: tuple[float, float], opposite: tuple[float, float], xy: Floats) -> Bools:
    """(n,) which of the points (n, 2) lie in an upright box, its edges included; any two opposite corners."""
    low, high = np.sort(np.array([corner, opposite], np.float64), axis=0)
    x, y = xy[:, 0], xy[:, 1]
    return np.asarray((x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]))


def near_stroke(path: Floats, radius: float, xy: Floats) -> Bools:
    """(n,) which of the points (n, 2) lie within `radius` of a stroke (k, 2), joined by straight lines.

    A path of one place is a disc; of none, nothing. Turns of less than an eighth of the radius are drawn
    straight.
    """
    stroke = _thinned(np.asarray(path, np.float64).reshape(-1, 2), radius / 8)
    found = np.zeros(len(xy), np.bool_)
    if not len(stroke):
        return found
    cells = _Cells(xy, stroke.min(axis=0) - radius, stroke.max(axis=0) + radius)
    ends = stroke[1:] if len(stroke) > 1 else stroke
    for start, end in zip(stroke, ends, strict=False):
        for at in cells.around(np.minimum(start, end) - radius, np.maximum(start, end) + radius):
            cells.marked[at] |= _distance_squared(cells.x[at], cells.y[at], start, end) <= radius * radius
    found[cells.points[cells.marked]] = True
    return found


class _Cells:
    """The points in a box, sorted by the cells of a grid, row by row: those of a small part lie together.

    points: (m,) which; x, y: (m,) where; marked: (m,) False.
    """

    ROWS, COLUMNS = 64, 1024
    """Few rows, as each is asked apart; as many cells as two bytes tell apart, which are sorted fastest."""

    def __init__(self, xy: Floats, low: Floats, high: Floats) -> None:
        self._low = low
        self._per_unit = np.array([self.COLUMNS - 1, self.ROWS - 1]) / np.maximum(high - low, 1e-12)
        near = np.flatnonzero(in_box((low[0], low[1]), (high[0], high[1]), xy))
        x, y = xy[near, 0], xy[near, 1]
        cell = ((y - low[1]) * self._per_unit[1]).astype(np.uint16) * np.uint16(self.COLUMNS)
        cell += ((x - low[0]) * self._per_unit[0]).astype(np.uint16)
        order = np.argsort(cell, kind="stable")
        self.points, self.x, self.y = near[order], x[order], y[order]
        self.marked = np.zeros(len(near), np.bool_)
        per_cell = np.bincount(cell, minlength=self.ROWS * self.COLUMNS)
        self._begin = np.concatenate([[0], np.cumsum(per_cell)]).tolist()

    def around(self, low: Floats, high: Floats) -> Iterator[slice]:
        """Where the points of a box are, and some near it."""
        left, bottom = ((low - self._low) * self._per_unit).tolist()
        right, top = ((high - self._low) * self._per_unit).tolist()
        for row in range(max(0, int(bottom) - 1), min(self.ROWS, int(top) + 2)):
            at = row * self.COLUMNS
            begin = self._begin[at + max(0, int(left) - 1)]
            end = self._begin[at + min(self.COLUMNS, int(right) + 2)]
            if begin < end:
                yield slice(begin, end)


def _distance_squared(x: Floats, y: Floats, start: Floats, end: Floats) -> Floats:
    """(n,) from points to a straight line between two places."""
    (x0, y0), (along_x, along_y) = start.tolist(), (end - start).tolist()
    length = along_x**2 + along_y**2
    dx, dy = x - x0, y - y0
    if length > 0:
        share = (dx * along_x + dy * along_y) / length
        np.minimum(np.maximum(share, 0.0, out=share), 1.0, out=share)
        dx, dy = dx - share * along_x, dy - share * along_y
    return np.asarray(dx * dx + dy * dy)


def _by_height(xy: Floats, low: Floats, high: Floats) -> tuple[Ints, Floats, Floats]:
    """Which points lie in a box, by rising y, with their x and y."""
    x, y = xy[:, 0], xy[:, 1]
    near = np.flatnonzero((y >= low[1]) & (y <= high[1]) & (x >= low[0]) & (x <= high[0]))
    heights = y[near]
    order = np.argsort(heights)
    near = near[order]
    return near, np.asarray(x[near], np.float64), np.asarray(heights[order], np.float64)


def _thinned(path: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """The path without what lies nearer than `step` to the place kept before; its end stays."""
    kept: list[int] = []
    for place, point in enumerate(path):
        if not kept or place == len(path) - 1 or float(np.hypot(*(point - path[kept[-1]]))) >= step:
            kept.append(place)
    return path[kept]
