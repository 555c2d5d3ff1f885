"""A thin line with an accent fill: for volume, and to seek in a track."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from app import theme, words
from core.domain import Seconds

TRACK, HANDLE, MARGIN = 4, 6, 8
"""Height of the line, radius of the handle, room at both ends, in pixels."""


class Slider(QSlider):
    """A QSlider (so keys, wheel and screen readers work) that jumps to where it is clicked."""

    def __init__(self, name: str, role: str = "secondary", parent: QWidget | None = None) -> None:
        """role: the colour of the filled part."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._role = role
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(112, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, 24)

    def value_at(self, x: float) -> int:
        """The value under the pixel column `x`, clamped to the range."""
        share = (x - MARGIN) / max(1, self.width() - 2 * MARGIN)
        low, high = self.minimum(), self.maximum()
        return round(low + min(1.0, max(0.0, share)) * (high - low))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self.setSliderDown(True)
            self.setSliderPosition(self.value_at(event.position().x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self.value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        line = QRectF(MARGIN, (self.height() - TRACK) / 2, self.width() - 2 * MARGIN, TRACK)
        painter.setBrush(QColor(now.selected))
        painter.drawRoundedRect(line, TRACK / 2, TRACK / 2)
        if not self.isEnabled():
            return
        span = max(1, self.maximum() - self.minimum())
        reached = line.width() * (self.sliderPosition() - self.minimum()) / span
        if reached > 0:
            painter.setBrush(QColor(getattr(now, self._role)))
            painter.drawRoundedRect(
                QRectF(line.x(), line.y(), max(reached, TRACK), TRACK), TRACK / 2, TRACK / 2
            )
        self._paint_handle(painter, QPointF(line.x() + reached, line.center().y()))

    def _paint_handle(self, painter: QPainter, at: QPointF) -> None:
        """Only while it is looked at: the line alone is calmer."""
        now = theme.current()
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawEllipse(at, HANDLE + 1, HANDLE + 1)
            painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus() or self.underMouse() or self.isSliderDown():
            painter.setBrush(QColor(now.text))
            painter.drawEllipse(at, HANDLE - 1, HANDLE - 1)


class VolumeSlider(Slider):
    """0 to 100; the wheel moves it by 5."""

    def __init__(self) -> None:
        super().__init__("Volume")
        self.setRange(0, 100)
        self.setSingleStep(5)
        self.setPageStep(10)
        self.setFixedWidth(112)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.setValue(self.value() + (5 if event.angleDelta().y() > 0 else -5))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), f"Volume {self.value()} %", self)
            return True
        return super().event(event)


class SeekBar(Slider):
    """Where the track is. Follows `set_position` unless it is being dragged; `sought` when let go."""

    sought = Signal(float)
    """Seconds from the start."""

    def __init__(self) -> None:
        super().__init__("Position in the track", "accent")
        self.setSingleStep(5_000)
        self.setPageStep(30_000)
        self.setEnabled(False)
        self.setMouseTracking(True)
        self.sliderReleased.connect(lambda: self.sought.emit(self.value() / 1000))
        self.actionTriggered.connect(self._by_key)

    def set_duration(self, seconds: float) -> None:
        """seconds: 0 while nothing plays."""
        self.setRange(0, round(seconds * 1000))
        self.setEnabled(seconds > 0)

    def set_position(self, seconds: float) -> None:
        if self.isSliderDown():
            return
        # 20 times a second; only a moved pixel is worth a repaint.
        at = round(seconds * 1000)
        step = max(1, self.maximum() // max(1, 2 * self.width()))
        if abs(at - self.value()) >= step or at == 0:
            self.setValue(at)

    def shown(self) -> Seconds:
        """Seconds at the handle, the dragged one included."""
        return Seconds(self.sliderPosition() / 1000)

    def _by_key(self, action: int) -> None:
        if not self.isSliderDown() and action != QSlider.SliderAction.SliderMove.value:
            self.sought.emit(self.sliderPosition() / 1000)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.isEnabled():
            time = words.clock(self.value_at(event.position().x()) / 1000)
            QToolTip.showText(event.globalPosition().toPoint(), time, self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)
