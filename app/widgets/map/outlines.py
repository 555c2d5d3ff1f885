"""The outline of what a long stroke covers: joining the outlines of its pieces takes minutes where they often
cross, so it is painted, and gone round."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF

from app.widgets.map import ink

MOST_CELLS = 400
"""To a side: a stroke is painted as finely as that."""


def outline(line: NDArray[Any], radius: float) -> QPainterPath:
    """Of a round brush along (k, 2) pixels, k >= 2. As fine as one two-hundredth of its extent."""
    low, high = line.min(axis=0) - radius, line.max(axis=0) + radius
    cell = max(1.0, float((high - low).max()) / MOST_CELLS)
    covered = _painted((line - low) / cell + 1.0, radius / cell, (high - low) / cell + 3.0)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in _rings(covered):
        places = ink.straightened((ring - 1.0) * cell + low, cell)
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in places.tolist()]))
        path.closeSubpath()
    return path


def _painted(line: NDArray[Any], radius: float, size: NDArray[Any]) -> NDArray[np.bool_]:
    """(height, width) which cells are covered; none at the edge."""
    width, height = np.ceil(size).astype(int).tolist()
    image = QImage(QSize(width, height), QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setPen(ink.rounded(QColor("white"), 2 * radius))
    places = [QPointF(x, y) for x, y in line.tolist()]
    for one, other in pairwise(places):
        painter.drawLine(one, other)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    covered: NDArray[np.bool_] = rows[:, :width] > 127
    covered[[0, -1]] = covered[:, [0, -1]] = False
    return covered


def _rings(covered: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """The edges between cells that are covered and those that are not, as closed lines (k, 2) of x and y."""
    follows: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for (dy, dx), start, end in (
        ((-1, 0), (0, 0), (1, 0)),
        ((0, 1), (1, 0), (1, 1)),
        ((1, 0), (1, 1), (0, 1)),
        ((0, -1), (0, 1), (0, 0)),
    ):
        ys, xs = np.nonzero(covered & ~np.roll(covered, (-dy, -dx), (0, 1)))
        for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
            follows.setdefault((x + start[0], y + start[1]), []).append((x + end[0], y + end[1]))
    found = []
    while follows:
        at = next(iter(follows))
        ring = [at]
        while ways := follows.get(at):
            following = ways.pop()
            if not ways:
                del follows[at]
            ring.append(following)
            at = following
        found.append(np.array(ring, np.float64))
    return found
