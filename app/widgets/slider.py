"""A thin line with an accent fill: for volume, to seek in a track, for any figure between two others."""

from __future__ import annotations

from collections.abc import Callable

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
from app.words import tr
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
        begin, reached = sorted((self._share(self._origin()), self._share(self.sliderPosition())))
        if reached > begin:
            painter.setBrush(QColor(getattr(now, self._role)))
            left, length = line.x() + begin * line.width(), (reached - begin) * line.width()
            painter.drawRoundedRect(QRectF(left, line.y(), max(length, TRACK), TRACK), TRACK / 2, TRACK / 2)
        at = line.x() + self._share(self.sliderPosition()) * line.width()
        self._paint_handle(painter, QPointF(at, line.center().y()))

    def _share(self, value: int) -> float:
        return (value - self.minimum()) / max(1, self.maximum() - self.minimum())

    def _origin(self) -> int:
        """The value from which on the line is filled."""
        return self.minimum()

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
        super().__init__(tr("Volume"))
        self.setRange(0, 100)
        self.setSingleStep(5)
        self.setPageStep(10)
        self.setFixedWidth(112)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.setValue(self.value() + (5 if event.angleDelta().y() > 0 else -5))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            said = tr("Volume {percent} %").format(percent=self.value())
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)


class FigureSlider(Slider):
    """A figure between two others; filled from its usual value on, to which a double click leads back."""

    figure_changed = Signal(float)
    """By the listener, not by `show_figure`."""

    def __init__(
        self,
        name: str,
        span: tuple[float, float],
        step: float,
        usual: float,
        said: Callable[[float], str],
    ) -> None:
        """said: the figure in words, for the tooltip and for screen readers."""
        super().__init__(name, "accent")
        self._step, self._said = step, said
        self._usual = round(usual / step)
        self.setRange(round(span[0] / step), round(span[1] / step))
        self.setPageStep(max(1, (self.maximum() - self.minimum()) // 10))
        self.setValue(self._usual)
        self.valueChanged.connect(self._tell)
        self._describe()

    @property
    def figure(self) -> float:
        return round(self.value() * self._step, 6)

    def show_figure(self, figure: float) -> None:
        self.blockSignals(True)
        self.setValue(round(figure / self._step))
        self.blockSignals(False)
        self._describe()
        self.update()

    def reset(self) -> None:
        self.setValue(self._usual)

    def _tell(self) -> None:
        self._describe()
        self.figure_changed.emit(self.figure)

    def _describe(self) -> None:
        self.setAccessibleDescription(self._said(self.figure))
        self.setToolTip(self._said(self.figure))

    def _origin(self) -> int:
        return self._usual

    def _paint_handle(self, painter: QPainter, at: QPointF) -> None:
        super()._paint_handle(painter, at)
        if not (self.hasFocus() or self.underMouse() or self.isSliderDown()):
            painter.setBrush(QColor(theme.current().text))
            painter.drawEllipse(at, HANDLE - 1, HANDLE - 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it would turn while its page is scrolled


class SeekBar(Slider):
    """Where the track is. Follows `set_position` unless it is being dragged; `sought` when let go."""

    sought = Signal(float)
    """Seconds from the start."""

    def __init__(self) -> None:
        super().__init__(tr("Position in the track"), "accent")
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
