"""What floats on the map keeps to its corner, stays inside, and does not cover what else floats there."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

EDGE = 16
"""Pixels between what floats and the edge of the map."""
BETWEEN = 12


class Corner(Enum):
    """Where it floats. FOOT: between what floats in the lower corners, or above it where there is no room."""

    TOP_LEFT = "top left"
    TOP_RIGHT = "top right"
    BOTTOM_LEFT = "bottom left"
    BOTTOM_RIGHT = "bottom right"
    FOOT = "foot"

    @property
    def top(self) -> bool:
        return self in (Corner.TOP_LEFT, Corner.TOP_RIGHT)

    @property
    def left(self) -> bool:
        return self in (Corner.TOP_LEFT, Corner.BOTTOM_LEFT)


class Floats(QObject):
    """Arranges children of a canvas; those of one corner stand above each other, in the order of `put`."""

    moved = Signal()
    """What is covered is another part now; see `boxes`."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._floating: list[tuple[QWidget, Corner]] = []
        self._before: list[QRect] = []
        self.foot = 0
        """Pixels at the foot of the canvas that stay free, for a line of words."""
        canvas.installEventFilter(self)

    def put(self, widget: QWidget, corner: Corner) -> None:
        # What was never shown is hidden too, but not because anybody wants it so.
        asked = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        shown = not (asked and widget.isHidden())
        widget.setParent(self._canvas)
        self._floating.append((widget, corner))
        widget.installEventFilter(self)
        widget.setVisible(shown)
        self.arrange()

    def boxes(self) -> list[QRectF]:
        """What of the canvas is covered."""
        return [QRectF(widget.geometry()) for widget, _ in self._floating if widget.isVisibleTo(self._canvas)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if event.type() in kinds:
            self.arrange()
        return super().eventFilter(watched, event)

    def arrange(self) -> None:
        room = self._canvas.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE - self.foot)
        placed: list[QRect] = []
        # The foot last: it makes way for the corners.
        for widget, corner in sorted(self._floating, key=lambda one: one[1] is Corner.FOOT):
            if not widget.isVisibleTo(self._canvas):
                continue
            box = self._box(widget, corner, room, placed)
            placed.append(box)
            if widget.geometry() != box:
                widget.setGeometry(box)
        if placed != self._before:
            self._before = placed
            self.moved.emit()

    def _box(self, widget: QWidget, corner: Corner, room: QRect, placed: list[QRect]) -> QRect:
        size = widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
        box = QRect(QPoint(), size.boundedTo(room.size()))
        if corner is Corner.FOOT:
            return _at_foot(box, room, placed)
        if corner.left:
            box.moveLeft(room.left())
        else:
            box.moveRight(room.right())
        if corner.top:
            box.moveTop(room.top())
        else:
            box.moveBottom(room.bottom())
        return _stacked(box, placed, down=corner.top)


def _at_foot(box: QRect, room: QRect, placed: list[QRect]) -> QRect:
    box.moveBottom(room.bottom())
    left, right = room.left(), room.right()
    for other in placed:
        if other.bottom() >= box.top() - BETWEEN:
            if other.center().x() < room.center().x():
                left = max(left, other.right() + BETWEEN)
            else:
                right = min(right, other.left() - BETWEEN)
    middle = room.center().x() - box.width() // 2
    box.moveLeft(max(left, min(middle, right - box.width())))
    if right - left >= box.width():
        return box
    box.moveLeft(middle)
    return _stacked(box, [other for other in placed if other.center().y() > room.center().y()], down=False)


def _stacked(box: QRect, placed: list[QRect], *, down: bool) -> QRect:
    """Below, or above, what stands there already."""
    for other in sorted(placed, key=lambda one: one.top(), reverse=not down):
        if box.adjusted(-BETWEEN, 0, BETWEEN, 0).intersects(other):
            if down:
                box.moveTop(other.bottom() + BETWEEN)
            else:
                box.moveBottom(other.top() - BETWEEN)
    return box


def only_where_it_is(widget: QWidget) -> None:
    """A click on what floats is not one on the map beneath."""
    widget.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
