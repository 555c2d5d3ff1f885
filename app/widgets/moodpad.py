"""A pad of two directions, calm to lively and dark to bright, with a knob for the mood one is in."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRadialGradient,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.words import tr

SIDE, SMALLEST, LOWEST = 212, 132, 104
"""Usual side, and the least width and height, in device-independent pixels."""
KNOB, HALO, INSET = 10.5, 17.5, 8
"""Radii of the knob and of what surrounds it; how far words stand from the edge."""
RADIUS = 12
STEP, FINE_STEP = 0.1, 0.02
HOLD = 0.07
"""So near to the middle, the knob falls into it: no mood."""
SETTLE_MS = 140
"""A knob that is being dragged tells of itself when it rests this long."""
SLIGHT, STRONG = 0.18, 0.62
"""From which share on a direction is named, and named without "a little"."""


class Place(NamedTuple):
    """Where the knob stands: brightness from dark to bright, energy from calm to lively, each -1 to 1."""

    brightness: float
    energy: float


MIDDLE = Place(0.0, 0.0)
"""No mood at all."""


class MoodPad(QWidget):
    """Its middle stands for no mood; a double click, Home or Backspace leads back to it."""

    moved = Signal(float, float)
    """By the listener: brightness and energy, once the knob rests. (0, 0) for no mood."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = MIDDLE
        self._dragged = self._aside = False
        self._resting = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._resting.timeout.connect(self._tell)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(tr("In the mood for"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._describe()

    # -- what others ask

    @property
    def place(self) -> Place:
        return self._at

    def put(self, place: Place) -> None:
        """Puts the knob there without telling of it."""
        self._at = Place(*(min(1.0, max(-1.0, figure)) for figure in place))
        self._describe()
        self.update()

    def set_aside(self, aside: bool) -> None:  # noqa: FBT001 - a state, as setEnabled has it
        """Something else says now what one is in the mood for; moving the knob takes over again."""
        self._aside = aside
        self.update()

    def reset(self) -> None:
        """By the listener: no mood."""
        self._move(MIDDLE)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def minimumSizeHint(self) -> QSize:
        return QSize(SMALLEST, LOWEST)

    # -- moving the knob

    def _move(self, place: Place) -> None:
        if max(map(abs, place)) < HOLD:
            place = MIDDLE
        before = self._at
        self.put(place)
        if self._at != before or self._aside:
            self._resting.start()
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _tell(self) -> None:
        self._resting.stop()
        self.moved.emit(*self._at)

    def _field(self) -> QRectF:
        """Where the middle of the knob may be."""
        return QRectF(self.rect()).adjusted(KNOB + 4, KNOB + 4, -KNOB - 4, -KNOB - 4)

    def _point(self) -> QPointF:
        field = self._field()
        return QPointF(
            field.center().x() + self._at.brightness * field.width() / 2,
            field.center().y() - self._at.energy * field.height() / 2,
        )

    def _move_to(self, at: QPointF) -> None:
        field = self._field()
        across = (at.x() - field.center().x()) / max(1.0, field.width() / 2)
        up = (field.center().y() - at.y()) / max(1.0, field.height() / 2)
        self._move(Place(min(1.0, max(-1.0, across)), min(1.0, max(-1.0, up))))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = True
            self._move_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            self._move_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._dragged:
            self._dragged = False
            if self._resting.isActive():
                self._tell()
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = FINE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        across, up = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, step),
            Qt.Key.Key_Down: (0.0, -step),
        }.get(Qt.Key(event.key()), (0.0, 0.0))
        if across or up:
            self._step(across, up)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.reset()
        else:
            super().keyPressEvent(event)

    def _step(self, across: float, up: float) -> None:
        """Small steps out of the middle must not fall back into it."""
        least = HOLD + 0.01 if self._at == MIDDLE else 0.0
        by = (max(abs(step), least) * ((step > 0) - (step < 0)) for step in (across, up))
        sums = (round(now + more, 4) for now, more in zip(self._at, by, strict=True))
        self._move(Place(*(min(1.0, max(-1.0, figure)) for figure in sums)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _describe(self) -> None:
        said = said_of(self._at)
        self.setAccessibleDescription(said)
        self.setToolTip(f"{said}\n{tr('Double click for no mood')}" if self._at != MIDDLE else said)

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter)
        self._paint_knob(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.current().accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        """Four lights, of the colours that time has along a trajectory."""
        now, area = theme.current(), QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(area, RADIUS, RADIUS)
        teal, blue, violet, coral = now.time
        painter.fillPath(shape, QColor(theme.blend(now.raised, blue, 0.22)))
        reach = 0.78 * max(area.width(), area.height())
        for x, y, colour, share in (
            (0.08, 0.12, violet, 0.28),
            (0.06, 0.92, blue, 0.22),
            (0.80, 0.14, coral, 0.50),
            (0.80, 0.86, teal, 0.44),
        ):
            middle = QPointF(area.width() * x, area.height() * y)
            light = QRadialGradient(middle, reach)
            inner, outer = QColor(colour), QColor(colour)
            inner.setAlphaF(share if now.dark else 1.05 * share)
            outer.setAlphaF(0.0)
            light.setColorAt(0.0, inner)
            light.setColorAt(1.0, outer)
            painter.fillPath(shape, light)

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(theme.font(12, 500))
        painter.setPen(QColor(theme.current().text))
        area = self.rect().adjusted(INSET + 2, INSET, -INSET - 2, -INSET)
        centre, middle = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(centre | Qt.AlignmentFlag.AlignTop), tr("lively"))
        painter.drawText(area, int(centre | Qt.AlignmentFlag.AlignBottom), tr("calm"))
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignLeft), tr("dark"))
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignRight), tr("bright"))

    def _paint_knob(self, painter: QPainter) -> None:
        """Hollow in the middle, where it says nothing."""
        at, ring = self._point(), QColor("#FFFFFF" if theme.current().dark else theme.current().secondary)
        painter.setPen(Qt.PenStyle.NoPen)
        if (self._at == MIDDLE or self._aside) and not self._dragged:
            over = self.underMouse() or self.hasFocus()
            ring.setAlpha(230 if over else 150)
            painter.setPen(QPen(ring, 2))
            painter.setBrush(QColor(255, 255, 255, 40))
            painter.drawEllipse(at, KNOB - 1, KNOB - 1)
            return
        painter.setBrush(QColor(255, 255, 255, 70 if theme.current().dark else 130))
        painter.drawEllipse(at, HALO, HALO)
        painter.setBrush(QColor("#FFFFFF"))
        painter.setPen(QPen(QColor(0, 0, 0, 30), 1))
        painter.drawEllipse(at, KNOB, KNOB)


def said_of(place: Place) -> str:
    """A mood in words: "lively, a little dark"; "no mood" in the middle."""
    parts = [
        _said(place.energy, (tr("calm"), tr("lively")), (tr("a little calm"), tr("a little lively"))),
        _said(place.brightness, (tr("dark"), tr("bright")), (tr("a little dark"), tr("a little bright"))),
    ]
    named = [part for part in parts if part]
    if named:
        return ", ".join(named)
    return tr("no mood") if place == MIDDLE else tr("nearly no mood")


def _said(figure: float, whole: tuple[str, str], slight: tuple[str, str]) -> str:
    if abs(figure) < SLIGHT:
        return ""
    return (whole if abs(figure) >= STRONG else slight)[figure > 0]
