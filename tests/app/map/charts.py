"""Charts of a few points, and what tests of the map's surface share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.explore.map.chart import Axis, Chart, Sight

LEFT = Qt.MouseButton.LeftButton


def chart_of(places: Sequence[tuple[float, float]], axes: tuple[Axis, ...] = ()) -> Chart:
    """Tracks 1, 2, …, one at each place."""
    count = len(places)
    return Chart(
        Sight(),
        "1",
        np.arange(1, count + 1),
        np.full(count, np.nan, np.float32),
        np.array(places, np.float32).reshape(-1, 2),
        np.zeros(count, np.float32),
        np.zeros(count, np.bool_),
        axes=axes,
    )


class Still:
    """A camera that sees -1 to 1 in a square of 2 * `half` pixels, or `zoom` times as near."""

    def __init__(
        self, half: float = 200.0, zoom: float = 1.0, middle: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        self.half, self.zoom, self.middle = half, zoom, middle

    def to_screen(self, xy: np.ndarray) -> np.ndarray:
        return (np.asarray(xy, float) - self.middle) * (self.half * self.zoom) * (1, -1) + self.half

    def to_world(self, pts: np.ndarray) -> np.ndarray:
        return (np.asarray(pts, float) - self.half) / (self.half * self.zoom) * (1, -1) + self.middle


class Pane:
    """A canvas of 400 by 400 for a layer, and the picture that it makes."""

    def __init__(self, camera: Still | None = None) -> None:
        self.camera = camera or Still()

    def width(self) -> int:
        return round(2 * self.camera.half)

    height = width

    def radius_of(self, point: int) -> float:
        return 3.0

    def picture(self, layer: object) -> QImage:
        image = QImage(self.width(), self.width(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        layer.paint(painter, self)  # type: ignore[attr-defined]
        painter.end()
        return image


def opacity(image: QImage, at: QPointF | tuple[float, float], reach: int = 1) -> int:
    """The strongest within `reach` pixels of a place, 0 to 255."""
    x, y = (at.x(), at.y()) if isinstance(at, QPointF) else at
    return max(
        image.pixelColor(round(x) + dx, round(y) + dy).alpha()
        for dx in range(-reach, reach + 1)
        for dy in range(-reach, reach + 1)
        if image.valid(round(x) + dx, round(y) + dy)
    )


def drag(
    widget: QWidget, places: Sequence[QPoint], modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Presses at the first place, goes to the others, and lets go at the last."""
    QTest.mousePress(widget, LEFT, modifiers, places[0])
    for place in places[1:]:
        QTest.mouseMove(widget, place)
    QTest.mouseRelease(widget, LEFT, modifiers, places[-1])
