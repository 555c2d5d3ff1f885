"""Where a radio has been: its tracks as a path through the library's axes, what plays at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app import theme
from app.widgets.curve import Point, paint_head
from app.words import tr
from core.domain import TrackId

NEAR = 16
"""Pixels from a point that count as on it."""
PAD = 18


@dataclass(frozen=True, slots=True)
class Step:
    id: TrackId
    title: str
    place: Point


class TrailView(QWidget):
    """Hovering says a track's title, a click or Return plays it again; Left and Right go along the path."""

    asked = Signal(object)
    """TrackId."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._places: list[QPointF] = []
        self._at = -1
        self.setFixedHeight(150)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Where we have been"))

    def sizeHint(self) -> QSize:
        return QSize(280, 150)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """In the order of playing; the last plays now."""
        if tuple(steps) == self._steps:
            return
        self._steps, self._at = tuple(steps), -1
        self._arrange()
        self.setAccessibleDescription(", ".join(step.title for step in steps))
        self.update()

    def resizeEvent(self, _event: object) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if not self._steps:
            self._places = []
            return
        xs, ys = zip(*(step.place for step in self._steps), strict=True)
        inside = QRectF(self.rect()).adjusted(PAD, PAD, -PAD, -PAD)
        across = inside.width() / max(max(xs) - min(xs), 1e-9)
        up = inside.height() / max(max(ys) - min(ys), 1e-9)
        sx, sy = min(across, up * 1.6), min(up, across * 1.6)
        mx, my = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        centre = inside.center()
        self._places = [
            QPointF(centre.x() + (x - mx) * sx, centre.y() - (y - my) * sy)
            for x, y in zip(xs, ys, strict=True)
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._steps:
            return
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        violet, ground = now.time[2], now.panel
        count = len(self._places)
        for i in range(1, count):
            # The further back, the fainter.
            strength = 0.35 + 0.65 * i / max(1, count - 1)
            pen = QPen(QColor(theme.blend(ground, violet, strength)), 2.0)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.strokePath(self._piece(i), pen)
        painter.setPen(Qt.PenStyle.NoPen)
        for i, place in enumerate(self._places[:-1]):
            colour = now.time[0] if i == 0 else theme.blend(ground, violet, 0.5 + 0.5 * i / count)
            painter.setBrush(QColor(colour))
            radius = 5.0 if i in (0, self._at) else 3.6
            painter.drawEllipse(place, radius, radius)
        paint_head(painter, self._places[-1])
        self._paint_focus(painter)
        painter.end()

    def _paint_focus(self, painter: QPainter) -> None:
        now = theme.current()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._at >= 0:
            painter.setPen(QPen(QColor(now.text), 2))
            painter.drawEllipse(self._places[self._at], 7, 7)
        if self.hasFocus():
            painter.setPen(QPen(QColor(now.accent), 2))
            radius = theme.CONTROL_RADIUS
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def _piece(self, i: int) -> QPainterPath:
        """From point i - 1 to point i: centripetal Catmull-Rom, as core's spline, in Bezier's terms."""
        points = self._places
        before, start = points[max(0, i - 2)], points[i - 1]
        end, after = points[i], points[min(len(points) - 1, i + 1)]
        path = QPainterPath(start)
        path.cubicTo(start + _lean(before, start, end) / 3, end + _lean(after, end, start) / 3, end)
        return path

    # -- pointing

    def _nearest(self, at: QPointF) -> int:
        far = [(place - at).manhattanLength() for place in self._places]
        best = min(range(len(far)), key=far.__getitem__, default=-1)
        return best if best >= 0 and far[best] <= NEAR else -1

    def _point_at(self, at: int) -> None:
        if at != self._at:
            self._at = at
            hand = Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(hand)
            if at >= 0:
                self.setAccessibleDescription(self._steps[at].title)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        before = self._at
        self._point_at(self._nearest(event.position()))
        if self._at >= 0 and self._at != before:
            QToolTip.showText(event.globalPosition().toPoint(), self._steps[self._at].title, self)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._nearest(event.position())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(self._steps[at].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if step and self._steps:
            start = self._at if self._at >= 0 else len(self._steps)
            self._point_at(min(len(self._steps) - 1, max(0, start + step)))
            where = self.mapToGlobal(self._places[self._at].toPoint())
            QToolTip.showText(where, self._steps[self._at].title, self)
        elif self._at >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit(self._steps[self._at].id)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(-1)
        super().focusOutEvent(event)
        self.update()


def _lean(before: QPointF, here: QPointF, after: QPointF) -> QPointF:
    """The curve's derivative at `here` towards `after`, times the span between them."""
    one, two = _span(before, here), _span(here, after)
    if one < 1e-6:
        return after - here
    if two < 1e-6:
        return QPointF()
    slope = (here - before) / one - (after - before) / (one + two) + (after - here) / two
    return slope * two


def _span(a: QPointF, b: QPointF) -> float:
    """The square root of the distance: alpha = 0.5."""
    gap = b - a
    return float((gap.x() ** 2 + gap.y() ** 2) ** 0.25)
