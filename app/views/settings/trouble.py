"""Files that could not be read or heard, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import tasks, words
from app.views.commands import show_in_folder
from app.views.settings.parts import SIDE, LibraryPage, empty, entry
from app.widgets.controls import IconButton, label
from app.words import tr
from core.library.tracks import Library

MOST_TROUBLES = 200
"""Files listed; the count says how many there are."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file that could not be read, or not be heard, and why."""

    path: Path
    reason: str


class TroubleSection(LibraryPage):
    def __init__(self, library: Library, troubles: Callable[[], Iterable[Trouble]]) -> None:
        """troubles: called on the pool."""
        super().__init__(library)
        self._find = troubles
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        card = self.add_part(tr("Files that gave trouble"), tr("They are tried again when they change."))
        card.add(self._rows)
        self._none = label(tr("None. Every file could be read."), "quiet")
        self._none.setContentsMargins(SIDE, 10, SIDE, 10)
        card.add(self._none)
        self.renew()

    def renew(self) -> None:
        tasks.run(lambda: list(self._find()), on_done=self._show)

    def _show(self, found: list[Trouble]) -> None:
        empty(self._rows)
        self._none.setVisible(not found)
        for trouble in found[:MOST_TROUBLES]:
            self._rows.addWidget(_row(trouble))
        if len(found) > MOST_TROUBLES:
            more = label(tr("and %Ln more", count=len(found) - MOST_TROUBLES), "quiet")
            more.setContentsMargins(SIDE, 8, SIDE, 12)
            self._rows.addWidget(more)


def _row(trouble: Trouble) -> QWidget:
    shown = Path(str(trouble.path).encode("utf-8", "replace").decode())
    action = IconButton("folder-open", tr("Show in folder"), lambda: show_in_folder(trouble.path), size=18)
    return entry("triangle-alert", shown.name, f"{words.reason(trouble.reason)}  {shown.parent}", action)
