"""The strip of letters beside a list: a click or a drag leads to where a letter begins."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app import theme

WIDTH, MOST = 20, 18
OTHER = "#"
"""Stands for all that begins with no letter."""


def initial(key: str) -> str:
    """The letter under which a sort key stands."""
    first = key[:1].upper()
    return unicodedata.normalize("NFKD", first)[:1] if first.isalpha() else OTHER


def initials(keys: Iterable[str]) -> list[tuple[str, int]]:
    """(letter, first row) in the order of the keys, each letter once."""
    found: dict[str, int] = {}
    for row, key in enumerate(keys):
        found.setdefault(initial(key), row)
    return list(found.items())


class LetterStrip(QWidget):
    """For the pointer; the keyboard types letters on the list itself."""

    chosen = Signal(int)
    """The first row of a letter."""

    def __init__(self) -> None:
        super().__init__()
        self._letters: Sequence[tuple[str, int]] = ()
        self._held = ""
        self._font = theme.font(11, 500)
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_letters(self, letters: Sequence[tuple[str, int]]) -> None:
        """(letter or year, first row) from top to bottom; fewer than three are not worth showing."""
        self._letters = letters if len(letters) > 2 else ()
        self.setVisible(bool(self._letters))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 100)

    def _shown(self) -> list[tuple[str, int]]:
        """As many as there is room for, evenly chosen."""
        room = max(3, self.height() // 12)
        if len(self._letters) <= room:
            return list(self._letters)
        return [self._letters[round(at * (len(self._letters) - 1) / (room - 1))] for at in range(room)]

    def _step(self, count: int) -> float:
        return min(MOST, self.height() / max(count, 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now, shown = QPainter(self), theme.current(), self._shown()
        step = self._step(len(shown))
        painter.setFont(self._font)
        for at, (letter, _) in enumerate(shown):
            painter.setPen(QColor(now.accent if letter == self._held else now.quiet))
            painter.drawText(
                0, round(at * step), self.width(), round(step), int(Qt.AlignmentFlag.AlignCenter), letter
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._lead(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._lead(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = ""
        self.update()

    def _lead(self, event: QMouseEvent) -> None:
        shown = self._shown()
        at = int(event.position().y() // self._step(len(shown))) if shown else -1
        if 0 <= at < len(shown) and shown[at][0] != self._held:
            self._held = shown[at][0]
            self.update()
            self.chosen.emit(shown[at][1])
