"""The settings while the window is open: one record, changed in one place, written down at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.words import said, tr
from core.errors import UserError
from core.settings import Settings


class Choices(QObject):
    """Holds the user's Settings; `change` saves them and tells."""

    changed = Signal(object)
    """The names of the settings that are others now, as a set."""
    failed = Signal(str)
    """They hold for now, but could not be written; why."""

    def __init__(self, file: Path, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._now = settings

    @property
    def now(self) -> Settings:
        return self._now

    def change(self, **values: Any) -> None:
        """values: fields of Settings."""
        names = {name for name, value in values.items() if getattr(self._now, name) != value}
        if not names:
            return
        self._now = self._now.with_(**values)
        self.changed.emit(names)
        try:
            self._now.save(self._file)
        except OSError as problem:
            self.failed.emit(tr("Settings could not be saved: {why}.").format(why=tr(problem.strerror or "")))
        except UserError as problem:
            self.failed.emit(said(problem))

    def follow(self, name: str, react: Callable[[], object]) -> None:
        """Calls `react` whenever the setting `name` changes."""
        self.changed.connect(lambda names: react() if name in names else None)
