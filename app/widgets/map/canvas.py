"""The map itself: a surface of points that is moved, zoomed, touched and drawn on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from app import tasks
from app.widgets.map.layers import Mask, Rows
from app.widgets.map.raster import Floats
from app.widgets.map.surface import REACH, Surface
from app.widgets.map.tools import Region, Tool
from core.explore.map.chart import Chart

STEP = 90.0
"""Pixels that an arrow key moves the map."""
NOTCH = 1.22
"""How much one notch of the wheel, or one press of + or -, enlarges."""
LEAST_STEP = 5.0
"""Pixels that a walk from point to point goes at least: of many on one spot, one."""
AT_ONCE = 1_000_000
"""Points times corners of a region that are gone through while one waits."""
WAYS = {
    Qt.Key.Key_Left.value: (-1, 0),
    Qt.Key.Key_Right.value: (1, 0),
    Qt.Key.Key_Up.value: (0, 1),
    Qt.Key.Key_Down.value: (0, -1),
}
ZOOMS = {Qt.Key.Key_Plus.value: NOTCH, Qt.Key.Key_Equal.value: NOTCH, Qt.Key.Key_Minus.value: 1 / NOTCH}


class MapCanvas(Surface):
    """Points of a chart that can be touched.

    The pointer: drag moves the map, the wheel and a pinch zoom about it, a double click opens; with another
    tool in hand, the left button draws and the middle one moves. Keys: arrows move the map, with Shift they
    walk to the next point that way; Enter opens it, Shift+Enter clicks it; + and - zoom, Home and 0 show all.
    """

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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def tool(self) -> Tool:
        return self.drawing.tool

    @tool.setter
    def tool(self, tool: Tool) -> None:
        self.drawing.take(tool)
        self.setCursor(self.drawing.cursor())
        self.update()

    # -- the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self.camera.stop()
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
        """Telling which of very many points lie within takes a while."""
        find = partial(_within, region, self._scene.xy, self.chosen, self._scene.kept)
        take = partial(self._take_region, self.chart)
        if len(self._scene) * len(region.points) > AT_ONCE:
            tasks.run(find, on_done=take)
        else:
            take(find())

    def _take_region(self, of: Chart | None, points: Rows) -> None:
        if of is self.chart:
            self.set_chosen(points)
            self.region_drawn.emit(points)

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches:
            self.camera.zoom_by(NOTCH**notches, event.position(), softly=event.pixelDelta().isNull())
        event.accept()

    # -- the keys

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            return self._pinch(event)
        wanted = isinstance(event, QKeyEvent) and self._deed(event) is not None
        if wanted and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def _pinch(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.camera.zoom_by(max(0.1, 1.0 + event.value()), event.position(), softly=False)
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self.camera.fit()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._ring(True)
        deed = self._deed(event)
        if self.drawing.key(event.key()):
            if not self.drawing.under_way:
                self._pressed = None  # what was dropped does not end as a click
            self.update()
        elif deed is not None:
            deed()
        else:
            super().keyPressEvent(event)

    def _deed(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here; None for nothing."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = Qt.KeyboardModifier.ShiftModifier
        if modifiers not in (Qt.KeyboardModifier.NoModifier, shift):
            return None
        way, key = WAYS.get(event.key()), event.key()
        if way is not None:
            if modifiers == shift:
                return partial(self.walk, way)
            return partial(self.camera.glide, -STEP * way[0], STEP * way[1])
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            told: Callable[..., object] = self.opened.emit
            if modifiers == shift:
                told = partial(self._click, modifiers=Qt.KeyboardModifier.NoModifier)
            return partial(told, self._current) if self._current >= 0 else None
        if key in ZOOMS:
            return partial(self.camera.zoom_by, ZOOMS[key])
        return self.camera.fit if key in (Qt.Key.Key_Home, Qt.Key.Key_0) else None

    def walk(self, way: tuple[int, int]) -> None:
        """To the next point that way: (1, 0) right, (0, 1) up. At first to the one nearest to the middle."""
        grid, camera = self._scene.grid, self.camera
        if grid is None:
            return
        if self._current < 0:
            part = camera.visible()
            found = grid.nearest(camera.centre, max(part.width(), part.height()), self._scene.kept)
        else:
            x, y = self._scene.xy[self._current].tolist()
            found = grid.towards((x, y), way, LEAST_STEP / camera.scale, self._scene.kept)
        if found >= 0:
            self.set_current(found)
            self._bring_in(found)
            self._hover(found)

    def _bring_in(self, point: int) -> None:
        at, edge = self.place_of(point), 2 * REACH
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        if not room.contains(at):
            middle = room.center()
            self.camera.glide(middle.x() - at.x(), middle.y() - at.y())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.underMouse():
            self._hover(-1)


def _within(region: Region, xy: Floats, before: Rows, kept: Mask) -> Rows:
    points = region.chosen(xy, before)
    return points[kept[points]]
