"""The map as it is seen: points, what lies above them, and the card they are on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.widgets.map import marks, turns
from app.widgets.map.camera import Camera
from app.widgets.map.layers import Mask, Rows
from app.widgets.map.raster import Floats
from app.widgets.map.scene import Scene
from app.widgets.map.tools import Drawing
from app.words import tr
from core.explore.map.chart import Chart

REACH = 9.0
"""Pixels within which a point counts as touched."""
SLOW, REST_MS = 0.025, 150
"""Seconds for a picture in fine pixels from which on it waits until nothing has moved for so long."""
RADIUS = theme.CARD_RADIUS


class Overlay(Protocol):
    """Something drawn above the points."""

    def paint(self, painter: QPainter, canvas: Any) -> None: ...


class Surface(QWidget):
    """Shows a chart through a camera."""

    hovered = Signal(int)
    """The point under the pointer, or that the keys have walked to; -1 for none."""
    view_changed = Signal()
    """Another part is seen, or another size of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera(self)
        self.drawing = Drawing()
        self.overlays: list[Overlay] = []
        self._scene = Scene(self)
        self._picture: QImage | None = None
        self._stale = True
        self._drawn_for: object = None
        self._took = 0.0
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self.update)
        self._hovered = self._current = -1
        self._ringed = False
        self._words: Callable[[int], str] = str
        self.camera.changed.connect(self._seen_anew)
        self._scene.changed.connect(self._redraw)
        theme.look().changed.connect(self._scene.make)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Map"))
        self._describe()

    # -- what is shown

    @property
    def chart(self) -> Chart | None:
        return self._scene.chart

    def show_chart(self, chart: Chart | None, *, animate: bool = False) -> None:
        """animate: points that both charts have travel to their places; others appear."""
        fits = self.camera.fits or self.chart is None
        same = self._scene.show(chart, animate=animate)
        self._hover(-1)
        if not same:
            self.set_current(-1)
        self.camera.bound(self._scene.fits)
        if fits:
            self.camera.fit(softly=animate)

    def set_colours(self, rgb: NDArray[np.uint8]) -> None:
        """(n, 3): one for each point of the chart."""
        self._scene.colour(rgb)

    def set_lit(self, lit: Mask | None) -> None:
        """(n,): which points stand out, the others dimmed; None for no difference."""
        self._scene.light(lit)

    def set_shown(self, shown: Mask | None) -> None:
        """(n,): which points are there; None for all."""
        self._scene.filter(shown)

    def set_thinning(self, share: float) -> None:
        """Leaves out this share of each track's moments, evenly; 0 for none."""
        self._scene.thin(share)

    @property
    def chosen(self) -> Rows:
        """(m,) int64"""
        return self._scene.chosen

    def set_chosen(self, points: Any) -> None:
        self._scene.choose(np.asarray(points, np.int64).reshape(-1))

    @property
    def current(self) -> int:
        """Where the keys are; -1 for nowhere."""
        return self._current

    def set_current(self, point: int) -> None:
        self._current = point if 0 <= point < len(self._scene) else -1
        self._describe()
        self.update()

    def nearest_to(self, pos: QPointF, within: float = REACH) -> int:
        """The nearest point within so many pixels; -1 where there is none, and while points move."""
        if self._scene.grid is None:
            return -1
        x, y = self.camera.to_world(np.array([[pos.x(), pos.y()]]))[0].tolist()
        return self._scene.grid.nearest((x, y), within / self.camera.scale, self._scene.kept)

    @property
    def xy(self) -> Floats:
        """(n, 2): where the points are now, world units; on the way while they move."""
        return self._scene.xy

    @property
    def settled(self) -> bool:
        """Nothing moves, and nothing is being made ready."""
        return self._scene.settled and not self.camera.moving

    def _hover(self, point: int) -> None:
        if point != self._hovered:
            self._hovered = point
            self.hovered.emit(point)
            self.update()

    def set_describer(self, describe: Callable[[int], str]) -> None:
        """What a screen reader says of a point."""
        self._words = describe
        self._describe()

    def _describe(self) -> None:
        said = tr("Arrow keys move the map; with Shift they go to the next point. Enter plays from there.")
        if self._current >= 0:
            said = self._words(self._current)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def radius_of(self, point: int) -> float:
        """Of its disc as it is drawn, in pixels."""
        return self._scene.radius(self.camera.scale, self.camera.zoom)

    def place_of(self, point: int) -> QPointF:
        """Its middle on the canvas."""
        x, y = self.camera.to_screen(self._scene.xy[point : point + 1])[0]
        return QPointF(float(x), float(y))

    def sizeHint(self) -> QSize:
        return QSize(720, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        with turns.drawing():
            self._paint()

    def _paint(self) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, card = theme.current(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(card, RADIUS, RADIUS)
        painter.fillPath(shape, QColor(now.window if now.dark else now.panel))
        painter.save()
        painter.setClipPath(shape)
        if len(self._scene):
            painter.drawImage(0, 0, self._points())
            self._paint_marks(painter)
        for overlay in self.overlays:
            painter.save()
            overlay.paint(painter, self)
            painter.restore()
        self.drawing.paint(painter, self.camera)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(now.accent), 2) if self._ringed else QPen(QColor(now.hairline), 1))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        painter.end()

    def _points(self) -> QImage:
        """Drawn once for a view: what lies above may be painted often."""
        full = self.devicePixelRatioF()
        # Four times the pixels take four times as long: fine pixels are for when it rests.
        ratio = 1.0 if self._resting.isActive() and self._took > SLOW else full
        size = round(self.width() * ratio), round(self.height() * ratio)
        if self._picture is None or self._stale or self._drawn_for != (size, ratio):
            before = time.perf_counter()
            self._picture = self._scene.picture(self.camera, size, ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._stale, self._drawn_for = False, (size, ratio)
            if ratio == full:
                self._took = time.perf_counter() - before
        return self._picture

    def _paint_marks(self, painter: QPainter) -> None:
        now = theme.current()
        if self._scene.joined:
            chosen = self.chosen[: marks.LINES].tolist()
            marks.paint_lines(painter, self._scene, self.camera, [*chosen, self._current, self._hovered])
        for point, colour in ((self._hovered, now.text), (self._current, now.accent)):
            marks.paint_ring(painter, self._scene, self.camera, point, QColor(colour))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring(event.reason() != Qt.FocusReason.MouseFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring(False)

    def _ring(self, ringed: bool) -> None:  # noqa: FBT001 - a state
        """Where the keys go is seen, unless a click led there."""
        self._ringed = ringed
        self.update()

    def _redraw(self) -> None:
        self._stale = True
        self.update()

    def _seen_anew(self) -> None:
        if self.devicePixelRatioF() > 1.0:
            self._resting.start()
        self._redraw()
        self.view_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.camera.resize(QSizeF(event.size()))
        super().resizeEvent(event)
