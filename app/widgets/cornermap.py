"""A small map: all music as quiet points, one corner of it glowing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme

Point = tuple[float, float]
"""Right and down, 0 to 1 within the map."""
WARM = {"dark": "#FFC46B", "light": "#B8720A"}
"""The corner's light: warm, and the one spot of it on the page."""
DOT, LIT = 1.15, 2.6
"""Radii, in device-independent pixels."""
HEIGHT, LOWEST = 106, 56


class CornerMap(QWidget):
    """Painted once for its size and theme; shows nothing that can be clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around: Sequence[Point] = ()
        self._lit: Sequence[Point] = ()
        self._drawn: QPixmap | None = None
        self._drawn_for: object = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_points(self, around: Sequence[Point], lit: Sequence[Point]) -> None:
        self._around, self._lit = around, lit
        self._drawn = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(212, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, LOWEST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current().name, self.size(), self.devicePixelRatio()
        if self._drawn is None or self._drawn_for != now:
            self._drawn, self._drawn_for = self._draw(), now
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.end()

    def _draw(self) -> QPixmap:
        scale = self.devicePixelRatio()
        made = QPixmap(self.size() * scale)
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        now, field = theme.current(), QRectF(self.rect()).adjusted(LIT, LIT, -LIT, -LIT)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        quiet = QColor(theme.blend(now.panel, now.quiet, 0.62))
        for number, point in enumerate(self._around):
            quiet.setAlphaF(0.35 + 0.65 * (number * 7 % 10) / 10)  # some nearer, some further
            painter.setBrush(quiet)
            painter.drawEllipse(_in(field, point), DOT, DOT)
        glow = QColor(WARM[now.name])
        for point in self._lit:
            glow.setAlphaF(0.16)
            painter.setBrush(glow)
            painter.drawEllipse(_in(field, point), 2.4 * LIT, 2.4 * LIT)
        painter.setBrush(QColor(WARM[now.name]))
        for point in self._lit:
            painter.drawEllipse(_in(field, point), LIT, LIT)
        painter.end()
        return made


def _in(field: QRectF, point: Point) -> QPointF:
    return QPointF(field.x() + point[0] * field.width(), field.y() + point[1] * field.height())
