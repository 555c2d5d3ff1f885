"""The stroke of a brush while it is drawn: each movement paints its own piece, however long it is by then."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.widgets.map import ink

OPACITY = 0.22

Line = list[tuple[float, float]]
"""Places in the map's units, at least one."""


class WetStroke:
    """A picture as large as what is painted on, kept from one paint to the next."""

    def __init__(self) -> None:
        self._picture = QImage()
        self._key: object = None
        self._done = 0

    def paint(
        self,
        painter: QPainter,
        line: list[tuple[float, float]],
        radius: float,
        colour: QColor,
        camera: ink.Camera,
    ) -> None:
        """line: in the map's units, k >= 1; its last place may be another the next time, others stay. radius:
        pixels."""
        scale = painter.device().devicePixelRatioF()
        corners = camera.to_screen(np.array([[0.0, 0.0], [1.0, 1.0]])).tolist()
        size = painter.window().size()
        key = (size, scale, radius, colour.rgba(), corners, line[0])
        if key != self._key:
            self._begin(size * scale, scale)
            self._key = key
        self._go_on(line, radius, colour, camera)
        before = painter.opacity()
        painter.setOpacity(before * OPACITY)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), self._picture)
        painter.setOpacity(before)

    def _begin(self, size: Any, scale: float) -> None:
        self._picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        self._picture.setDevicePixelRatio(scale)
        self._picture.fill(Qt.GlobalColor.transparent)
        self._done = 0

    def _go_on(self, line: Line, radius: float, colour: QColor, camera: ink.Camera) -> None:
        """From the last place but one of the time before: the last may have moved on."""
        piece = ink.polyline(camera.to_screen(np.array(line[max(0, self._done - 2) :])))
        if piece.elementCount() == 1:  # a line of one place has no stroke; one of a hair's width has
            piece.lineTo(piece.currentPosition().x() + 0.01, piece.currentPosition().y())
        self._done = len(line)
        pen = QPainter(self._picture)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.strokePath(piece, ink.rounded(colour, 2 * radius))
        pen.end()
