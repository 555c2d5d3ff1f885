"""A song's way through sound as a picture: a curve whose colour is time, its ten parts as rings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QRadialGradient,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app import theme, words
from app.words import tr

Point = tuple[float, float]
Span = tuple[float, float]
"""From and to, as shares of a song."""
SHADES = 48
"""Steps of colour from the start of a song to its end."""
STRETCH = 1.7
"""How much wider than high, or higher than wide, a small picture may be drawn to fill its place."""
WHOLE: Span = (0.0, 1.0)
SHARE = 0.6
"""Of the width that is a song's own when another stands beside it."""


@dataclass(frozen=True, slots=True)
class Line:
    """core's Curve as plain numbers, so that no window needs numpy.

    points: samples in library axes. times: the share of the song at each. rings: which samples are parts.
    """

    points: tuple[Point, ...]
    times: tuple[float, ...]
    rings: tuple[int, ...]

    def at(self, share: float) -> Point:
        """Where the song is after `share` of it; its ends for what lies before and after."""
        times = self.times
        if share <= times[0]:
            return self.points[0]
        for i in range(1, len(times)):
            if share <= times[i]:
                part = (share - times[i - 1]) / max(times[i] - times[i - 1], 1e-9)
                (x, y), (u, v) = self.points[i - 1], self.points[i]
                return x + part * (u - x), y + part * (v - y)
        return self.points[-1]


@cache
def shade(step: int, under: str = "", strength: float = 1.0) -> QColor:
    """The colour of time. step: 0 to SHADES - 1; under, strength: laid on this colour so strongly, opaque, so
    that where pieces of a faint line meet there are no darker joints."""
    stops = theme.DARK.time
    place = step / (SHADES - 1) * (len(stops) - 1)
    left = min(int(place), len(stops) - 2)
    colour = theme.blend(stops[left], stops[left + 1], place - left)
    return QColor(theme.blend(under, colour, strength) if under else colour)


class Fit:
    """Puts library axes into a rectangle: everything of `lines` inside, up is up."""

    def __init__(self, lines: Sequence[Line], into: QRectF, stretch: float = 1.0) -> None:
        """stretch: how far the two axes' scales may differ."""
        xs = [x for line in lines for x, _ in line.points]
        ys = [y for line in lines for _, y in line.points]
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        self._middle = ((left + right) / 2, (low + high) / 2)
        across = into.width() / max(right - left, 1e-9)
        up = into.height() / max(high - low, 1e-9)
        self._scale = min(across, up * stretch), min(up, across * stretch)
        self._centre = into.center()

    def place(self, point: Point) -> QPointF:
        return QPointF(
            self._centre.x() + (point[0] - self._middle[0]) * self._scale[0],
            self._centre.y() - (point[1] - self._middle[1]) * self._scale[1],
        )


def paint_line(
    painter: QPainter,
    line: Line,
    fit: Fit,
    width: float,
    under: str,
    *,
    strength: float = 1.0,
    span: Span = WHOLE,
) -> None:
    """The part of the curve within `span`. under: the colour behind; strength: 1 for full colours."""
    runs: list[tuple[int, list[QPointF]]] = []
    for i in range(1, len(line.points)):
        middle = (line.times[i - 1] + line.times[i]) / 2
        if not span[0] <= middle <= span[1]:
            continue
        step = min(SHADES - 1, int(middle * SHADES))
        start, end = fit.place(line.points[i - 1]), fit.place(line.points[i])
        if runs and runs[-1][0] == step and runs[-1][1][-1] == start:
            runs[-1][1].append(end)
        else:
            runs.append((step, [start, end]))
    for step, points in runs:
        pen = QPen(shade(step, under, strength), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))


def paint_rings(
    painter: QPainter, line: Line, fit: Fit, radius: float, under: str, *, strength: float = 1.0
) -> None:
    painter.setBrush(QColor(under))
    for sample in line.rings:
        step = min(SHADES - 1, int(line.times[sample] * SHADES))
        painter.setPen(QPen(shade(step, under, strength), 1.5))
        painter.drawEllipse(fit.place(line.points[sample]), radius, radius)


def paint_head(painter: QPainter, at: QPointF, radius: float = 5.5) -> None:
    """Where the music is now: a point of light."""
    picture = _head(theme.current(), radius, painter.device().devicePixelRatio())
    half = picture.deviceIndependentSize().width() / 2
    painter.drawPixmap(at - QPointF(half, half), picture)


@lru_cache(maxsize=8)
def _head(now: theme.Theme, radius: float, scale: float) -> QPixmap:
    """Drawn once: it moves all the time."""
    side = math.ceil(radius * 5.2) + 2
    picture = QPixmap(round(side * scale), round(side * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    at = QPointF(side / 2, side / 2)
    glow = QRadialGradient(at, radius * 2.6)
    tint = QColor(theme.DARK.time[1])
    tint.setAlpha(110)
    glow.setColorAt(0.0, tint)
    glow.setColorAt(0.72, tint)
    tint.setAlpha(0)
    glow.setColorAt(1.0, tint)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(at, radius * 2.6, radius * 2.6)
    painter.setBrush(QColor(now.text if now.dark else now.panel))
    painter.setPen(QPen(QColor(now.text), 0 if now.dark else 1.5))
    painter.drawEllipse(at, radius, radius)
    painter.end()
    return picture


def thumbnail(line: Line, width: int, height: int, scale: float, under: str) -> QImage:
    """The curve alone, small, on nothing. Any thread. width, height: device-independent pixels."""
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fit = Fit([line], QRectF(2.5, 2.5, width - 5, height - 5), STRETCH)
    paint_line(painter, line, fit, 1.8, under)
    painter.end()
    return image


class CurveView(QWidget):
    """One song's curve, if asked with another's beside it; a click on it (or Return) asks to play from there.

    Left and Right go from part to part.
    """

    asked = Signal(float)
    """The share of the song to play from."""

    def __init__(self, name: str, invite: str, ground: str = "panel", pad: int = 14) -> None:
        """name: for screen readers. invite: what a click does. ground: the theme's colour behind it. pad:
        pixels around the curve."""
        super().__init__()
        self._invite, self._ground, self._pad = invite, ground, pad
        self._line: Line | None = None
        self._beside: Line | None = None
        self._fit_beside: Fit | None = None
        self._moment: Span | None = None
        self._beside_moment: Span | None = None
        self._seconds = 0.0
        self._head: float | None = None
        self._part = -1
        self._fit: Fit | None = None
        """Another one whenever a curve or the size is."""
        self._picture: tuple[object, QPixmap] | None = None
        self._empty = ""
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(200, 130)

    # -- what it shows

    def show_line(self, line: Line | None, seconds: float, *, empty: str = "") -> None:
        """seconds: how long the song is. empty: what is said while there is no curve."""
        if line is not self._line:
            self._line, self._part, self._fit = line, -1, None
        self._seconds, self._empty = seconds, empty
        self.setAccessibleDescription("" if line else empty)
        self.setCursor(Qt.CursorShape.PointingHandCursor if line else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_beside(self, line: Line | None) -> None:
        if line is not self._beside:
            self._beside, self._fit = line, None
            self.update()

    def mark(self, moment: Span | None, beside: Span | None = None) -> None:
        """Parts to be seen first; the rest steps back."""
        self._moment, self._beside_moment = moment, beside
        self.update()

    def show_head(self, share: float | None) -> None:
        """Where the music is; None: elsewhere."""
        if share == self._head:
            return
        before, self._head = self._head, share
        if share is None or before is None or abs(share - before) * max(self.width(), 1) * 4 >= 1:
            self.update()
        else:
            self._head = before

    @property
    def line(self) -> Line | None:
        return self._line

    @property
    def seconds(self) -> float:
        """How long the song is."""
        return self._seconds

    # -- painting

    def _fitted(self) -> Fit | None:
        """Each to its own size: in the library's axes two songs may lie far apart, and both would be dots."""
        if self._line is not None and self._fit is None:
            pad = self._pad
            inside = QRectF(self.rect()).adjusted(pad, pad, -pad, -pad)
            if self._beside is not None:
                own = inside.width() * SHARE
                beside = inside.adjusted(own + pad, inside.height() * 0.08, 0, -inside.height() * 0.08)
                self._fit_beside = Fit([self._beside], beside, 1.25)
                inside.setWidth(own)
            self._fit = Fit([self._line], inside, 1.25)
        return self._fit

    def resizeEvent(self, _event: object) -> None:
        self._fit = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        under = getattr(now, self._ground)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fit, line = self._fitted(), self._line
        if fit is None or line is None:
            painter.setPen(QColor(now.quiet))
            painter.setFont(theme.font(12))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(8, 0, -8, 0), flags, self._empty)
            painter.end()
            return
        painter.drawPixmap(0, 0, self._drawn(fit, line, under))
        if self._head is not None:
            paint_head(painter, fit.place(line.at(self._head)))
        self._paint_part(painter, fit, line)
        painter.end()

    def _drawn(self, fit: Fit, line: Line, under: str) -> QPixmap:
        """What does not move, once: the head moves often, and each stroke may wait for a busy thread."""
        key = (fit, self._moment, self._beside_moment, under, self.devicePixelRatio())
        if self._picture is not None and self._picture[0] == key:
            return self._picture[1]
        picture = QPixmap(self.size() * self.devicePixelRatio())
        picture.setDevicePixelRatio(self.devicePixelRatio())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_beside(painter, fit, under)
        rest = 0.42 if self._moment else 1.0
        paint_line(painter, line, fit, 2.6, under, strength=rest)
        if self._moment is not None:
            paint_line(painter, line, fit, 4.2, under, span=self._moment)
        paint_rings(painter, line, fit, 3.4, under, strength=max(rest, 0.6))
        painter.end()
        self._picture = key, picture
        return picture

    def _paint_beside(self, painter: QPainter, fit: Fit, under: str) -> None:
        """The other song, fainter, and a thread from its moment to this one's."""
        other, near = self._beside, self._fit_beside
        if other is None or near is None:
            return
        paint_line(painter, other, near, 1.8, under, strength=0.34)
        here, there = self._moment, self._beside_moment
        if here is None or there is None or self._line is None:
            return
        paint_line(painter, other, near, 3.2, under, strength=0.85, span=there)
        pen = QPen(QColor(theme.blend(under, theme.current().quiet, 0.7)), 1.2, Qt.PenStyle.DotLine)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        start, end = fit.place(self._line.at(sum(here) / 2)), near.place(other.at(sum(there) / 2))
        thread = QPainterPath(start)
        lift = QPointF((end.x() - start.x()) / 3, -18)
        thread.cubicTo(start + lift, QPointF(end.x() - lift.x(), end.y() - 18), end)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(thread)

    def _paint_part(self, painter: QPainter, fit: Fit, line: Line) -> None:
        now = theme.current()
        if 0 <= self._part < len(line.rings):
            painter.setBrush(QColor(getattr(now, self._ground)))
            painter.setPen(QPen(QColor(now.text), 2))
            painter.drawEllipse(fit.place(line.points[line.rings[self._part]]), 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            radius = theme.CONTROL_RADIUS
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    # -- asking for a part

    def _start(self, part: int) -> float:
        """The share of the song at which a part begins."""
        assert self._line is not None
        return max(0.0, self._line.times[self._line.rings[part]] - 0.05)

    def _nearest(self, at: QPointF) -> int:
        fit, line = self._fitted(), self._line
        if fit is None or line is None:
            return -1
        far = [(fit.place(line.points[ring]) - at).manhattanLength() for ring in line.rings]
        best = min(range(len(far)), key=far.__getitem__)
        return best if far[best] <= 18 else -1

    def _point_at(self, part: int) -> None:
        if part == self._part:
            return
        self._part = part
        if part >= 0:
            said = tr("From {time}").format(time=words.clock(self._start(part) * self._seconds))
            self.setAccessibleDescription(said)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        before = self._part
        self._point_at(self._nearest(event.position()))
        if self._part >= 0 and self._part != before:
            time = words.clock(self._start(self._part) * self._seconds)
            QToolTip.showText(event.globalPosition().toPoint(), f"{time} · {self._invite}", self)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        part = self._nearest(event.position())
        if part >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(self._start(part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        parts = len(self._line.rings) if self._line else 0
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if parts and step:
            self._point_at(min(parts - 1, max(0, self._part + step)))
        elif self._part >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit(self._start(self._part))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(-1)
        super().focusOutEvent(event)
        self.update()
