"""The seek bar that shows how the song goes: bars as high as it is loud, in the accent where it played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap

from app import theme
from app.widgets.slider import MARGIN, SeekBar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.sound.waveform import Waveform

PITCH, BAR = 4.0, 2.4
"""Pixels from one bar to the next; its width."""
LOWEST = 2.0
"""Height of silence, in pixels."""
LOUD = 98
"""Percentile of the song's levels that reaches the top: one crash does not make the rest small."""
CURVE = 0.8
"""Power of the levels; below 1 quiet passages show more."""


def heights(waveform: Waveform, count: int) -> NDArray[np.float64]:
    """(count,) in 0..1: how high each of so many bars stands."""
    import numpy as np  # which the start does without

    # Stored are square roots of amplitudes. The mean tells of loudness, the peak of drums: some of both.
    body, peaks = (np.square(levels / 255.0) for levels in (waveform.body, waveform.peaks))
    levels = 0.75 * body + 0.25 * peaks
    edges = np.arange(count) * len(levels) // count
    if len(levels) > count:
        levels = np.add.reduceat(levels, edges) / np.diff(np.append(edges, len(levels)))
    else:
        levels = levels[edges]
    # Not np.percentile, which imports a quarter of a second of numpy at its first use.
    place = (len(levels) - 1) * LOUD // 100
    top = float(np.partition(levels, place)[place])
    made: NDArray[np.float64] = np.clip(levels / top, 0.0, 1.0) ** CURVE if top > 0 else levels
    return made


class WaveformBar(SeekBar):
    """A plain seek bar until `set_waveform` gives it a shape."""

    def __init__(self) -> None:
        super().__init__()
        self._waveform: Waveform | None = None
        self._drawn: dict[str, QPixmap] = {}
        self._key: tuple[object, ...] = ()
        self._pointer: float | None = None

    def set_waveform(self, waveform: Waveform | None) -> None:
        if waveform is not self._waveform:
            self._waveform = waveform
            self._key = ()
            self.update()

    @property
    def waveform(self) -> Waveform | None:
        return self._waveform

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position().x()
        if self._waveform is not None:
            self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._waveform is None or not self.isEnabled():
            super().paintEvent(event)
            return
        self._draw(self._waveform)
        now, painter = theme.current(), QPainter(self)
        width, height = self.width(), self.height()
        at = MARGIN + self._share(self.sliderPosition()) * (width - 2 * MARGIN)
        for which, left, right in (("played", 0.0, at), ("ahead", at, float(width))):
            painter.setClipRect(QRectF(left, 0, right - left, height))
            painter.drawPixmap(0, 0, self._drawn[which])
        painter.setClipping(False)
        if self._pointer is not None and not self.isSliderDown():
            self._paint_line(painter, min(max(self._pointer, MARGIN), width - MARGIN), now.secondary, 1.0)
        if self.hasFocus() or self.isSliderDown():
            self._paint_line(painter, at, now.text, 2.0)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_line(self, painter: QPainter, x: float, colour: str, width: float) -> None:
        painter.fillRect(QRectF(x - width / 2, 3, width, self.height() - 6), QColor(colour))

    def _draw(self, waveform: Waveform) -> None:
        """Both pictures of all bars, kept until size or colours change: painting then only copies pixels."""
        now = theme.current()
        key = (self.size(), self.devicePixelRatioF(), now.accent, now.quiet, now.panel)
        if key == self._key:
            return
        self._key = key
        tall = heights(waveform, max(1, int((self.width() - 2 * MARGIN) / PITCH)))
        colours = {"played": now.accent, "ahead": theme.blend(now.panel, now.quiet, 0.55)}
        self._drawn = {which: self._bars(tall, colour) for which, colour in colours.items()}

    def _bars(self, tall: NDArray[np.float64], colour: str) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        pitch = (self.width() - 2 * MARGIN) / len(tall)
        most, middle = self.height() - 2.0, self.height() / 2
        for i, share in enumerate(tall):
            height = max(LOWEST, float(share) * most)
            bar = QRectF(0, 0, BAR, height)
            bar.moveCenter(QPointF(MARGIN + (i + 0.5) * pitch, middle))
            painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        painter.end()
        return picture
