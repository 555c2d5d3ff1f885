"""A page that scrolls as one: a head, sections, grids and lists as high as what they hold."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

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
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(gap)
        self.setWidget(self._inner)

    def add(self, what: QWidget | QLayout) -> None:
        if isinstance(what, QWidget):
            self.column.addWidget(what)
        else:
            self.column.addLayout(what)

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
