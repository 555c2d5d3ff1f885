"""A slider between two words: how radio is steered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import theme
from app.widgets.controls import ElidedLabel
from app.widgets.slider import MARGIN, FigureSlider
from app.words import tr

STEP = 0.05
SETTLE_MS = 250
"""A figure that has stood so long is meant: radio plans anew then, not at every pixel."""
KNOB = 8
INDENT = MARGIN
"""From the edge to where the line and the words begin: the knob needs the room."""
THICK = 5


class PoleSlider(FigureSlider):
    """Filled from its neutral place in the colours of time; a small mark where that lies within."""

    def __init__(self, name: str, low: float, said: Callable[[float], str]) -> None:
        super().__init__(name, (low, 1.0), STEP, 0.0, said)
        self.setSingleStep(2)
        self.setPageStep(5)

    def sizeHint(self) -> QSize:
        return QSize(112, 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        line = QRectF(MARGIN, (self.height() - THICK) / 2, self.width() - 2 * MARGIN, THICK)
        painter.setBrush(QColor(now.selected))
        painter.drawRoundedRect(line, THICK / 2, THICK / 2)
        if not self.isEnabled():
            painter.end()
            return
        neutral, here = (line.x() + self._share(at) * line.width() for at in (0, self.sliderPosition()))
        if here != neutral:
            painter.setBrush(_ramp(line))
            left, right = sorted((neutral, here))
            painter.drawRoundedRect(QRectF(left, line.y(), right - left, THICK), THICK / 2, THICK / 2)
        if self.minimum() < 0:
            painter.setBrush(QColor(now.quiet))
            painter.drawRoundedRect(QRectF(neutral - 1, line.center().y() - 6, 2, 12), 1, 1)
        self._paint_knob(painter, QPointF(here, line.center().y()))
        painter.end()

    def _paint_knob(self, painter: QPainter, at: QPointF) -> None:
        now = theme.current()
        painter.setBrush(QColor(now.text))
        # A rim of what is behind sets it off from the line.
        painter.setPen(QPen(QColor(now.panel), 2))
        # With the keyboard on it, the knob gives room to the ring: at its ends there is none outside.
        radius = KNOB - 2 if self.hasFocus() else KNOB
        painter.drawEllipse(at, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawEllipse(at, KNOB - 1, KNOB - 1)


def _ramp(line: QRectF) -> QLinearGradient:
    ramp = QLinearGradient(line.topLeft(), line.topRight())
    for at, colour in zip((0.0, 0.5, 1.0), theme.current().time, strict=False):
        ramp.setColorAt(at, QColor(colour))
    return ramp


class Poles(QWidget):
    """The slider under its two words."""

    steered = Signal(float)
    """Once the listener has settled on a figure."""

    def __init__(self, low: str, high: str, least: float, tip: str) -> None:
        """least: -1 where the middle is neutral, 0 where the left end is."""
        super().__init__()
        self._low, self._high, self._least = low, high, least
        name = tr("{low} to {high}").format(low=low, high=high)
        self.slider = PoleSlider(name, least, self._said)
        left, right = ElidedLabel(low, "quiet"), ElidedLabel(high, "quiet")
        right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setContentsMargins(INDENT, 0, INDENT, 0)
        row.setSpacing(4)
        row.addWidget(left)
        row.addStretch(1)
        row.addWidget(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.slider)
        self.setToolTip(tip)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(lambda: self.steered.emit(self.slider.figure))
        self.slider.figure_changed.connect(lambda _figure: self._settle.start())

    def show_figure(self, figure: float) -> None:
        """What holds now; a figure that is being chosen stays."""
        if not self._settle.isActive() and not self.slider.isSliderDown():
            self.slider.show_figure(figure)

    def close_down(self) -> None:
        self._settle.stop()

    def _said(self, figure: float) -> str:
        percent = round(abs(figure) * 100)
        if percent == 0:
            return tr("neutral") if self._least < 0 else self._low
        pole = self._high if figure > 0 else self._low
        return tr("{percent} % {pole}").format(percent=percent, pole=pole.lower())
