"""Names from the most to the least, each over a bar as long as its figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme

ROW, BAR = 36, 4
FIGURE, GAP = 72, 10
"""Least room for figures at the right; between a name and its figure."""


class Ranked(NamedTuple):
    """figure: as long as its bar; said: the figure in words; leads: whether the name can be gone to."""

    name: str
    figure: float
    said: str
    leads: bool = True


class RankedBars(QWidget):
    """Up and Down choose a row, Return or a click goes where it leads."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._rows: Sequence[Ranked] = ()
        self._at = self._hovered = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> Sequence[Ranked]:
        return self._rows

    def show_rows(self, rows: Sequence[Ranked]) -> None:
        """From the most to the least."""
        self._rows, self._at, self._hovered = rows, -1, -1
        self.setFixedHeight(max(1, ROW * len(rows)))
        self.setAccessibleDescription("; ".join(f"{row.name}: {row.said}" for row in rows))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, ROW * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((row.figure for row in self._rows), default=1.0) or 1.0
        left, right = int(Qt.AlignmentFlag.AlignLeft), int(Qt.AlignmentFlag.AlignRight)
        figures = self._room_for_figures()
        for number, row in enumerate(self._rows):
            box = QRect(0, number * ROW, self.width(), ROW)
            words = QRect(0, box.top() + 4, box.width() - figures, 18)
            lit = number == self._hovered and row.leads
            painter.setFont(theme.font(13, 500))
            painter.setPen(QColor(now.accent if lit else now.text))
            short = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, words.width() - 8)
            painter.drawText(words, left, short)
            painter.setFont(theme.font(12, tabular=True))
            painter.setPen(QColor(now.quiet))
            painter.drawText(QRect(box.width() - figures, words.top(), figures - 2, 18), right, row.said)
            line = QRectF(0, box.bottom() - BAR - 4, box.width() - 2, BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.selected))
            painter.drawRoundedRect(line, BAR / 2, BAR / 2)
            line.setWidth(max(BAR, line.width() * row.figure / most))
            painter.setBrush(QColor(now.accent))
            painter.drawRoundedRect(line, BAR / 2, BAR / 2)
            if number == self._at and self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(now.accent), 2))
                painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _room_for_figures(self) -> int:
        """As their words need: other languages have longer ones."""
        metrics = QFontMetrics(theme.font(12, tabular=True))
        widest = max((metrics.horizontalAdvance(row.said) for row in self._rows), default=0)
        return max(FIGURE, widest + GAP)

    # -- mouse and keys

    def _row_at(self, at: QPoint) -> int:
        row = at.y() // ROW
        return row if 0 <= row < len(self._rows) and 0 <= at.x() < self.width() else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._row_at(event.position().toPoint()))

    def leaveEvent(self, _event: object) -> None:
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            leads = row >= 0 and self._rows[row].leads
            self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0 and self._rows[row].leads:
            self.chosen.emit(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at < 0 and self._rows:
            self._go(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._rows:
            self._go(min(max(0, self._at + step), len(self._rows) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            if self._rows[self._at].leads:
                self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _go(self, row: int) -> None:
        self._at = row
        self.setAccessibleName(f"{self._name}: {self._rows[row].name}, {self._rows[row].said}")
        self.update()
