"""A switch: on or off at once, without a button to press afterwards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from app import theme

WIDTH, HEIGHT, KNOB = 38, 22, 16


class Switch(QAbstractButton):
    """A checkable pill. `name` is what screen readers say, for its words stand beside it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(WIDTH + 6, HEIGHT + 6)  # room for the ring of the keyboard

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        body = QRectF(3, 3, WIDTH, HEIGHT)
        over = self.underMouse() and self.isEnabled()
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.blend(now.accent, now.text, 0.12) if over else now.accent))
        else:
            painter.setPen(QPen(QColor(now.quiet), 1.4))
            painter.setBrush(QColor(now.selected if over else now.raised))
        inset = 0.0 if self.isChecked() else 0.7
        painter.drawRoundedRect(body.adjusted(inset, inset, -inset, -inset), HEIGHT / 2, HEIGHT / 2)
        left = body.right() - 3 - KNOB if self.isChecked() else body.left() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.on_accent if self.isChecked() else now.quiet))
        painter.drawEllipse(QPointF(left + KNOB / 2, body.center().y()), KNOB / 2 - 1, KNOB / 2 - 1)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.text if self.isChecked() else now.accent), 2))
            painter.drawRoundedRect(body.adjusted(-2, -2, 2, 2), HEIGHT / 2 + 2, HEIGHT / 2 + 2)
