"""The map itself: a surface of points that is moved, zoomed, touched and drawn on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app import theme
from app.widgets.map.camera import Camera
from app.widgets.map.layers import Mask, Rows
from app.widgets.map.raster import Floats
from app.widgets.map.scene import Scene
from app.widgets.map.tools import Drawing, Region, Tool
from app.words import tr
from core.explore.map.chart import Chart

REACH = 9.0
"""Pixels within which a point counts as touched."""
STEP = 90.0
"""Pixels that an arrow key moves the map."""
NOTCH = 1.22
"""How much one notch of the wheel, or one press of + or -, enlarges."""
RADIUS = theme.CARD_RADIUS


class Overlay(Protocol):
    """Something drawn above the points."""

    def paint(self, painter: QPainter, canvas: MapCanvas) -> None: ...


class MapCanvas(QWidget):
    """Points of a chart, in its colours. Arrow keys move the map; with Shift they walk to the next point."""

    hovered = Signal(int)
    """The point under the pointer, or that the keys have walked to; -1 for none."""
    clicked = Signal(int, Qt.KeyboardModifier)
    """A point, or -1 for the ground."""
    opened = Signal(int)
    """Double-clicked, or Enter on the current point."""
    context_asked = Signal(int, QPoint)
    """A point or -1, and where on the screen its menu belongs."""
    region_drawn = Signal(object)
    """(m,) int64, the points that are chosen now; `chosen` has them already."""
    path_drawn = Signal(object)
    """(k, 2) float64, a line in world units in the direction it was drawn."""
    pair_picked = Signal(int, int)
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
        self._hovered = self._current = -1
        self._pressed: QPointF | None = None
        self._dragged = False
        self.camera.changed.connect(self._seen_anew)
        self._scene.changed.connect(self._redraw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Map"))
        theme.look().changed.connect(self._scene.make)

    # -- what is shown

    @property
    def chart(self) -> Chart | None:
        return self._scene.chart

    def show_chart(self, chart: Chart | None, *, animate: bool = False) -> None:
        """animate: points that both charts have travel to their places; others appear."""
        fits = self.camera.fits or self.chart is None
        self._scene.show(chart, animate=animate)
        self._hovered = self._current = -1
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
        self.update()

    @property
    def tool(self) -> Tool:
        return self.drawing.tool

    @tool.setter
    def tool(self, tool: Tool) -> None:
        self.drawing.take(tool)
        self.setCursor(self.drawing.cursor())
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
        painter.setPen(QPen(QColor(now.accent), 2) if self.hasFocus() else QPen(QColor(now.hairline), 1))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        painter.end()

    def _points(self) -> QImage:
        """Drawn once for a view: what lies above may be painted often."""
        ratio = self.devicePixelRatioF()
        size = round(self.width() * ratio), round(self.height() * ratio)
        if self._picture is None or (self._picture.width(), self._picture.height()) != size:
            self._picture, self._stale = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied), True
        if self._stale:
            self._picture.setDevicePixelRatio(1.0)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            self._scene.paint(painter, self.camera, size, ratio)
            painter.end()
            self._picture.setDevicePixelRatio(ratio)
            self._stale = False
        return self._picture

    def _paint_marks(self, painter: QPainter) -> None:
        """Rings around what is under the pointer and where the keys are."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for point, colour in ((self._hovered, theme.current().text), (self._current, theme.current().accent)):
            if 0 <= point < len(self._scene) and self._scene.kept[point]:
                radius = max(self.radius_of(point), 2.5) + 3.0
                painter.setPen(QPen(QColor(colour), 1.8))
                painter.drawEllipse(self.place_of(point), radius, radius)

    def _redraw(self) -> None:
        self._stale = True
        self.update()

    def _seen_anew(self) -> None:
        self._redraw()
        self.view_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.camera.resize(QSizeF(event.size()))
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    # -- the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._pressed, self._dragged = event.position(), False
        if event.button() == Qt.MouseButton.LeftButton:
            self.drawing.press(event.position(), self.camera, event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self.drawing.move(at, self.camera):
            self.update()
        if self._pressed is None or self.drawing.under_way:
            if self._pressed is None:
                self._hover(self.nearest_to(at))
            return
        if self._dragged or (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            by = at - self._pressed
            self._pressed, self._dragged = at, True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.camera.pan(by.x(), by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        dragged, self._pressed = self._dragged, None
        self.setCursor(self.drawing.cursor())
        if event.button() == Qt.MouseButton.LeftButton and not dragged:
            self._finish(event)
        self._hover(self.nearest_to(event.position()))
        self.update()

    def _finish(self, event: QMouseEvent) -> None:
        """A click, or the end of a drawing."""
        drawn = self.drawing.release(event.position(), self.camera)
        if isinstance(drawn, Region):
            self._choose(drawn)
        elif drawn is not None:
            self.path_drawn.emit(drawn.points)
        else:
            self._click(self.nearest_to(event.position()), event.modifiers())

    def _choose(self, region: Region) -> None:
        points = region.chosen(self._scene.xy, self.chosen)
        self.set_chosen(points[self._scene.kept[points]])
        self.region_drawn.emit(self.chosen)

    def _click(self, point: int, modifiers: Qt.KeyboardModifier) -> None:
        if self.tool is Tool.PAIR and point >= 0:
            x, y = self._scene.xy[point].tolist()
            pair = self.drawing.pick(point, (x, y))
            if pair is not None:
                self.pair_picked.emit(*pair)
            return
        self.set_current(point)
        self.clicked.emit(point, modifiers)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = self.nearest_to(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self.tool is Tool.PAN and point >= 0:
            self.opened.emit(point)
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            point = self._current
            at = self.mapToGlobal(self.place_of(point).toPoint() if point >= 0 else self.rect().center())
        else:
            point, at = self.nearest_to(QPointF(event.pos())), event.globalPos()
        self.context_asked.emit(point, at)

    def leaveEvent(self, event: QEvent) -> None:
        self.drawing.leave()
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, point: int) -> None:
        if point != self._hovered:
            self._hovered = point
            self.hovered.emit(point)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches:
            self.camera.zoom_by(NOTCH**notches, event.position(), softly=event.pixelDelta().isNull())
        event.accept()

    # -- the keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        deed = self._deeds().get(key)
        if self.drawing.key(key):
            self.update()
        elif deed is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            deed()
        else:
            super().keyPressEvent(event)

    def _deeds(self) -> dict[Qt.Key, Callable[[], object]]:
        camera, key = self.camera, Qt.Key
        return {
            key.Key_Left: lambda: camera.glide(STEP, 0),
            key.Key_Right: lambda: camera.glide(-STEP, 0),
            key.Key_Up: lambda: camera.glide(0, STEP),
            key.Key_Down: lambda: camera.glide(0, -STEP),
            key.Key_Plus: lambda: camera.zoom_by(NOTCH),
            key.Key_Equal: lambda: camera.zoom_by(NOTCH),
            key.Key_Minus: lambda: camera.zoom_by(1 / NOTCH),
            key.Key_Home: camera.fit,
            key.Key_0: camera.fit,
        }
