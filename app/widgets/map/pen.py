"""Drawing on the map without a mouse: a pen that the arrow keys move."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget

from app import theme
from app.widgets.map import ink
from app.widgets.map.tools import Drawing, Tool

STEP = 12.0
"""Pixels that a press moves the pen by."""
ARM = 11.0
WAYS = {
    Qt.Key.Key_Left: QPointF(-STEP, 0.0),
    Qt.Key.Key_Right: QPointF(STEP, 0.0),
    Qt.Key.Key_Up: QPointF(0.0, -STEP),
    Qt.Key.Key_Down: QPointF(0.0, STEP),
}


class Drawn(Protocol):
    """Of the canvas, what the pen asks."""

    @property
    def drawing(self) -> Drawing: ...


class Pen(QObject):
    """A layer of the canvas, and its keys while a tool that draws is in hand.

    Space puts the pen down in the middle of the view (with Shift adding to the choice, with Alt taking from
    it), where arrow keys have brought what is to be drawn round; then they move it; Space lifts it again.
    Escape drops what is drawn. It presses and moves as a mouse does: all that hears the mouse hears it too.
    """

    def __init__(self, canvas: Any) -> None:
        """canvas: a QWidget that is Drawn on."""
        super().__init__(canvas)
        self._canvas: QWidget = canvas
        self._drawn: Drawn = canvas
        self._at: QPointF | None = None
        self._keys = Qt.KeyboardModifier.NoModifier
        """Those that were held when the pen was put down."""
        canvas.installEventFilter(self)

    @property
    def down(self) -> bool:
        return self._at is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._wants(event.key()):
            if event.type() == QEvent.Type.KeyPress:
                self._press(event)
                return True
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # Space is not the player's now
                return True
        if event.type() == QEvent.Type.FocusOut and self._at is not None:
            self._drop()
        return super().eventFilter(watched, event)

    def _wants(self, key: int) -> bool:
        if self._drawn.drawing.tool is Tool.PAN:
            return False
        return key == Qt.Key.Key_Space or (self.down and (key in WAYS or key == Qt.Key.Key_Escape))

    def _press(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._turn(event.modifiers(), self._drawn.drawing.tool)
        elif event.key() == Qt.Key.Key_Escape:
            self._drop()
        elif self._at is not None:
            self._move(self._at + WAYS[Qt.Key(event.key())])

    def _turn(self, modifiers: Qt.KeyboardModifier, tool: Tool) -> None:
        if self._at is not None:
            self._lift()
            return
        self._at, self._keys = QPointF(self._canvas.rect().center()), modifiers
        self._send(QEvent.Type.MouseButtonPress)
        if tool is Tool.PAIR:  # two touches, not a line
            self._lift()

    def _move(self, to: QPointF) -> None:
        room = self._canvas.rect()
        x = min(max(to.x(), 0.0), room.width() - 1.0)
        y = min(max(to.y(), 0.0), room.height() - 1.0)
        self._at = QPointF(x, y)
        self._send(QEvent.Type.MouseMove)

    def _lift(self, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        self._send(QEvent.Type.MouseButtonRelease, button)
        self._at = None
        self._canvas.update()

    def _drop(self) -> None:
        """Another button lifted ends the press without a click."""
        self._drawn.drawing.cancel()
        self._lift(Qt.MouseButton.MiddleButton)

    def _send(self, kind: QEvent.Type, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        assert self._at is not None
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        if kind == QEvent.Type.MouseMove:
            button = none
        held = none if kind == QEvent.Type.MouseButtonRelease else left
        where = QPointF(self._canvas.mapToGlobal(self._at))
        QApplication.sendEvent(self._canvas, QMouseEvent(kind, self._at, where, button, held, self._keys))

    def paint(self, painter: QPainter, canvas: QWidget) -> None:
        """Where it is, or will be put down: only for those who use the keyboard."""
        tool = self._drawn.drawing.tool
        if tool is Tool.PAN or not (self.down or canvas.hasFocus()):
            return
        now, at = theme.current(), self._at or QPointF(canvas.rect().center())
        colour = QColor(now.accent if self.down else now.quiet)
        for pen in (ink.rounded(ink.faint(now.window, 0.8), 4.0), QPen(colour, 1.6)):
            painter.setPen(pen)
            painter.drawLine(at - QPointF(ARM, 0), at + QPointF(ARM, 0))
            painter.drawLine(at - QPointF(0, ARM), at + QPointF(0, ARM))
