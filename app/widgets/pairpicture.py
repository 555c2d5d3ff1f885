"""A picture of pairs of named things, one of which is looked at: by the pointer or by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app import theme

Pair = tuple[int, int]
NONE: Pair = (-1, -1)
ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
"""Keys and the steps they are: down and to the right."""


class PairPicture(QWidget):
    """What all such pictures share. How it is drawn, where each pair is, and where an arrow key leads is for
    its kinds to say. Return chooses what is marked, Escape leaves it. A thing alone is a pair with itself.
    """

    looked_at = Signal(int, int)
    """What is under the pointer, or the keyboard is on; -1, -1 for nothing."""
    chosen = Signal(int, int, QPoint)
    """And where, on the screen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._names: Sequence[str] = ()
        self._say: Callable[[int, int], str] = lambda _one, _other: ""
        self._marked = NONE
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # -- what its kinds say

    def draw(self, painter: QPainter, size: QSizeF, marked: Pair = NONE) -> None:
        """As large as asked, from the painter's origin."""
        raise NotImplementedError

    def at(self, where: QPointF) -> Pair:
        """What is there; NONE for nothing."""
        raise NotImplementedError

    def place_of(self, one: int, other: int) -> QPointF:
        """A point of a pair in the picture."""
        raise NotImplementedError

    def _stepped(self, step: Pair) -> Pair:
        """What an arrow key leads to from what is marked. step: of ARROWS. There are names."""
        raise NotImplementedError

    # -- what is marked

    @property
    def marked(self) -> Pair:
        return self._marked

    def mark(self, one: int, other: int) -> None:
        """Brings a pair forward; -1, -1: all alike."""
        pair = (one, other) if min(one, other) >= 0 and max(one, other) < len(self._names) else NONE
        if pair != self._marked:
            self._marked = pair
            said = self._say(*pair) if pair != NONE else ""
            self.setAccessibleName(f"{self._name}: {said}" if said else self._name)
            self.update()

    def _look(self, pair: Pair) -> None:
        if pair != self._marked:
            self.mark(*pair)
            self.setCursor(Qt.CursorShape.PointingHandCursor if pair != NONE else Qt.CursorShape.ArrowCursor)
            self.looked_at.emit(*pair)

    # -- what Qt asks

    def sizeHint(self) -> QSize:
        return QSize(460, 460)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 280)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter, QSizeF(self.size()), self._marked)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.current().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look(self.at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        if QApplication.activePopupWidget() is None:  # else it is what the menu is about
            self._look(NONE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pair = self.at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and pair != NONE:
            self.chosen.emit(*pair, event.globalPosition().toPoint())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self._marked == NONE and self._names:
            self._look((0, 0))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS and self._names:
            self._look(self._stepped(ARROWS[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._marked != NONE:
            self.chosen.emit(*self._marked, self.mapToGlobal(self.place_of(*self._marked).toPoint()))
        elif key == Qt.Key.Key_Escape and self._marked != NONE:
            self._look(NONE)
        else:
            super().keyPressEvent(event)
