"""Letters typed on a list lead to the row that begins with them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from core.library.names import sort_key

PAUSE = 1.2
"""Seconds after which the next letter begins a new word."""
_OTHERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


# One of Qt's classes cannot be a base twice: at run time this is a plain mixin.
if TYPE_CHECKING:
    _View = QAbstractItemView
else:
    _View = object


class Typed(_View):
    """For item views, to be named before Qt's class: Qt's own search asks the model for every row.

    While the view has the keyboard, single letters belong to it, and not to the window's shortcuts.
    """

    _typed = ""
    _last = 0.0

    def row_of(self, typed: str) -> int:
        """The first row whose sort key begins with `typed` (folded as by `sort_key`); -1 for none."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_text(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _is_text(self, event: QKeyEvent) -> bool:
        text = event.text()
        if event.modifiers() & _OTHERS or not text or not text.isprintable():
            return False
        return text.isalnum() or self._is_typing()  # "?" and Space are the window's, unless a word goes on

    def _is_typing(self) -> bool:
        return bool(self._typed) and time.monotonic() - self._last < PAUSE

    def _note_typed(self, search: str) -> None:
        self._typed = self._typed + search if self._is_typing() else search
        self._last = time.monotonic()

    def keyboardSearch(self, search: str) -> None:
        self._note_typed(search)
        row = self.row_of(sort_key(self._typed))
        if row < 0:
            return
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
