"""A page that scrolls as one: a head, sections, grids and lists as high as what they hold."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

INDENT = 6
"""Left and right of all but grids, which keep as much around their tiles: covers begin where words do."""
EDGE = 24
"""Kept free above and below what the keyboard is on."""


class Page(QScrollArea):
    """`column` takes widgets and layouts from top to bottom."""

    def __init__(self, margins: tuple[int, int, int, int], gap: int = 14) -> None:
        """margins: left, top, right, bottom."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._inner.setProperty("kind", "page")
        self.column = QVBoxLayout(self._inner)
        left, top, right, bottom = margins
        self.column.setContentsMargins(left - INDENT, top, right - INDENT, bottom)
        self.column.setSpacing(gap)
        self.setWidget(self._inner)

    def add(self, what: QWidget | QLayout, *, flush: bool = False) -> None:
        """flush: up to the margins, as grids are."""
        row = QHBoxLayout()
        row.setContentsMargins(*((0, 0, 0, 0) if flush else (INDENT, 0, INDENT, 0)))
        if isinstance(what, QWidget):
            row.addWidget(what)
        else:
            row.addLayout(what)
        self.column.addLayout(row)

    def to_top(self) -> None:
        self.verticalScrollBar().setValue(0)

    @staticmethod
    def show_part(part: QWidget, rect: QRect) -> None:
        """Scrolls the page that `part` is on until the rectangle of it is in view."""
        page: QWidget | None = part
        while page is not None and not isinstance(page, Page):
            page = page.parentWidget()
        if isinstance(page, Page):
            middle = part.mapTo(page._inner, rect.center())
            page.ensureVisible(middle.x(), middle.y(), 0, rect.height() // 2 + EDGE)
