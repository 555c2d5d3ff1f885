"""Strokes that stand above the map's points, whatever colour these have."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from app import theme

HALO = 3.0
"""Pixels of the ground's colour around words."""
LONGEST = 240.0
"""Pixels of words; longer ones end in an ellipsis."""


class Camera(Protocol):
    """Of the canvas's camera, what drawing needs. Points are (n, 2): the map's units, up is up, or pixels."""

    @property
    def zoom(self) -> float:
        """1 where the whole map just fits."""

    def to_screen(self, xy: NDArray[Any]) -> NDArray[Any]: ...
    def to_world(self, pts: NDArray[Any]) -> NDArray[Any]: ...


def point(row: NDArray[Any]) -> QPointF:
    return QPointF(float(row[0]), float(row[1]))


def faint(colour: str, share: float) -> QColor:
    """The colour with an opacity of 0 to 1."""
    made = QColor(colour)
    made.setAlphaF(min(1.0, max(0.0, share)))
    return made


def rgb(colour: str) -> NDArray[np.float64]:
    """(3,) red, green, blue, 0 to 255."""
    made = QColor(colour)
    return np.array([made.red(), made.green(), made.blue()], np.float64)


def dashed(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setDashPattern([4.0, 3.0])
    return pen


def rounded(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def polyline(places: NDArray[Any]) -> QPainterPath:
    """Through (k, 2) pixels, k >= 1."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in places.tolist()]))
    return path


def straightened(line: NDArray[Any], most: float) -> NDArray[Any]:
    """The corners of (k, 2) pixels without which some of it would lie farther than `most` from the line
    through them (Douglas and Peucker, 1973). Its ends stay."""
    kept = np.zeros(len(line), np.bool_)
    kept[[0, -1]] = True
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        inner, along = line[first + 1 : last] - line[first], line[last] - line[first]
        length = math.hypot(*along.tolist())
        share = np.clip(inner @ along / max(length**2, 1e-12), 0.0, 1.0)
        away = np.hypot(*(inner - share[:, None] * along).T)
        farthest = int(away.argmax())
        if away[farthest] > most:
            middle = first + 1 + farthest
            kept[middle] = True
            parts += [(first, middle), (middle, last)]
    return line[kept]


def arrow(painter: QPainter, start: QPointF, tip: QPointF, colour: QColor) -> None:
    """The head alone, pointing from `start` to `tip`."""
    gap = tip - start
    length = math.hypot(gap.x(), gap.y())
    if length < 1.0:
        return
    along, across = gap / length, QPointF(-gap.y(), gap.x()) / length
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    wings = tip - along * 9
    painter.drawPolygon(QPolygonF([tip + along * 4, wings + across * 6, tip - along * 6, wings - across * 6]))


def way(painter: QPainter, places: NDArray[Any], colour: QColor) -> None:
    """A path through (k, 2) pixels with its direction, k >= 2; on an edge of the ground's colour."""
    line = polyline(places)
    painter.strokePath(line, rounded(faint(theme.current().window, 0.7), 6.0))
    painter.strokePath(line, rounded(colour, 2.6))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(point(places[0]), 5.0, 5.0)
    # Where it comes from a little before its end: the last two samples may nearly coincide.
    far = np.flatnonzero(np.hypot(*(places - places[-1]).T) >= 10.0)
    arrow(painter, point(places[far[-1]] if len(far) else places[0]), point(places[-1]), colour)


@cache
def _metrics(size: int, weight: int) -> QFontMetricsF:
    return QFontMetricsF(theme.font(size, weight))


def words_size(text: str, size: int, weight: int) -> QSizeF:
    """Of `words`, with its halo."""
    metrics = _metrics(size, weight)
    wide = min(LONGEST, metrics.horizontalAdvance(text))
    return QSizeF(math.ceil(wide) + 2 * HALO, math.ceil(metrics.height()) + 2 * HALO - 2)


@lru_cache(maxsize=512)
def words(text: str, size: int, weight: int, now: theme.Theme, scale: float) -> QPixmap:
    """Drawn once each: outlines of letters are slow, and words stay while the map moves.

    size, weight: of the font; now: the theme in use; scale: device pixels to a pixel.
    """
    font = theme.font(size, weight)
    metrics = _metrics(size, weight)
    room = words_size(text, size, weight)
    picture = QPixmap((room * scale).toSize())
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, LONGEST)
    at = QPointF(HALO, HALO - 1 + metrics.ascent())
    painter = QPainter(picture)
    painter.setFont(font)
    # Letters shifted all round: five times as fast as to draw along their outlines.
    painter.setPen(faint(now.window, 0.8))
    for radius, places in ((HALO - 1, 12), (HALO / 2, 6)):
        for turn in range(places):
            angle = 2 * math.pi * turn / places
            painter.drawText(at + QPointF(radius * math.cos(angle), radius * math.sin(angle)), shown)
    painter.setPen(QColor(now.text if weight >= 500 else now.secondary))
    painter.drawText(at, shown)
    painter.end()
    return picture


def clipped(start: QPointF, end: QPointF, view: QRectF) -> tuple[float, float] | None:
    """Which part of the line from `start` to `end` lies within, as shares of it (Liang and Barsky, 1984)."""
    low, high = 0.0, 1.0
    dx, dy = end.x() - start.x(), end.y() - start.y()
    for along, room in (
        (-dx, start.x() - view.left()),
        (dx, view.right() - start.x()),
        (-dy, start.y() - view.top()),
        (dy, view.bottom() - start.y()),
    ):
        if along == 0:
            if room < 0:
                return None
        elif along < 0:
            low = max(low, room / along)
        else:
            high = min(high, room / along)
    return (low, high) if low < high else None
