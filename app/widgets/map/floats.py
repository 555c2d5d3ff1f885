"""What floats on the map keeps to its corner, stays inside, and does not cover what else floats there."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

EDGE = 16
"""Pixels between what floats and the edge of the map."""
BETWEEN = 12
NARROW = 480
"""Below it there is half as much room at the edges."""


class Corner(Enum):
    """Where it floats. FOOT: between what floats in the lower corners; where there is no room, these rise."""

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
        edge = edge_of(self._canvas)
        room = self._canvas.rect().adjusted(edge, edge, -edge, -edge - self.foot)
        there = [one for one in self._floating if one[0].isVisibleTo(self._canvas)]
        placed = _in_corners([one for one in there if one[1].top], room)
        low = [one for one in there if not one[1].top and one[1] is not Corner.FOOT]
        lower = _in_corners(low, room)
        for widget, corner in there:
            if corner is Corner.FOOT:
                box, beside = _at_foot(_natural(widget, room), room, list(lower.values()))
                placed[widget] = box
                if not beside:  # then the corners rise above it
                    lower = _in_corners(low, room.adjusted(0, 0, 0, -box.height() - BETWEEN))
        placed |= lower
        for widget, box in placed.items():
            if widget.geometry() != box:
                widget.setGeometry(box)
        if list(placed.values()) != self._before:
            self._before = list(placed.values())
            self.moved.emit()


def edge_of(canvas: QWidget) -> int:
    """Pixels between what floats and the edge of this canvas."""
    return EDGE if canvas.width() >= NARROW else EDGE // 2


def _natural(widget: QWidget, room: QRect) -> QRect:
    size = widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
    return QRect(QPoint(), size.boundedTo(room.size()))


def _in_corners(floating: list[tuple[QWidget, Corner]], room: QRect) -> dict[QWidget, QRect]:
    placed: dict[QWidget, QRect] = {}
    for widget, corner in floating:
        box = _natural(widget, room)
        if corner.left:
            box.moveLeft(room.left())
        else:
            box.moveRight(room.right())
        if corner.top:
            box.moveTop(room.top())
        else:
            box.moveBottom(room.bottom())
        for other in placed.values():
            if box.adjusted(-BETWEEN, 0, BETWEEN, 0).intersects(other):
                if corner.top:
                    box.moveTop(other.bottom() + BETWEEN)
                else:
                    box.moveBottom(other.top() - BETWEEN)
        placed[widget] = box
    return placed


def _at_foot(box: QRect, room: QRect, corners: list[QRect]) -> tuple[QRect, bool]:
    """As near the middle as it finds room between the corners; whether it does."""
    box.moveBottom(room.bottom())
    left, right = room.left(), room.right()
    for other in corners:
        if other.bottom() >= box.top() - BETWEEN:
            if other.center().x() < room.center().x():
                left = max(left, other.right() + BETWEEN)
            else:
                right = min(right, other.left() - BETWEEN)
    middle = room.center().x() - box.width() // 2
    beside = right - left >= box.width()
    box.moveLeft(max(left, min(middle, right - box.width())) if beside else middle)
    return box, beside


def only_where_it_is(widget: QWidget) -> None:
    """A click on what floats is not one on the map beneath."""
    widget.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
