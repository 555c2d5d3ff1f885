"""Radios that are kept: their list, and what can be done with each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import tasks
from app.radiostudio import Studio
from app.radiowords import name_of_radio
from app.words import tr
from core.domain import TrackId
from core.library.radios import PastRadio


class KeptRadios(QObject):
    """Reads and writes on radio's lane; shows what was read last. Main thread."""

    changed = Signal()
    said = Signal(str, str, object)
    """A sentence, and what can be done about it: its words and a callable."""
    failed = Signal(str)

    def __init__(self, studio: Studio, lane: tasks.Pool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio, self._lane = studio, lane
        self._all: tuple[PastRadio, ...] | None = None

    @property
    def all(self) -> tuple[PastRadio, ...]:
        """The latest first. Read when it is first asked for: `changed` tells when it has come."""
        if self._all is None:
            self._all = ()
            self.read()
        return self._all

    def find(self, id: int | None) -> PastRadio | None:
        return next((past for past in self.all if past.id == id), None)

    def read(self) -> None:
        self._lane.run(self._studio.past, on_done=self._take, on_error=self.failed.emit)

    def rename(self, id: int, name: str) -> None:
        self._write(lambda: self._studio.rename(id, name))

    def remove(self, id: int) -> None:
        gone = self.find(id)
        name = name_of_radio(gone.seeds, gone.name) if gone is not None else tr("Radio")

        def offer(put_back: Callable[[], None]) -> None:
            text = tr("{name} is no longer kept.").format(name=name)
            self.said.emit(text, tr("Undo"), lambda: self._write(put_back))

        self._write(lambda: self._studio.remove(id), offer)

    def played(self, id: int | None, then: Callable[[Sequence[TrackId]], object]) -> None:
        """Calls `then` with what has played in a radio; with nothing for None."""
        if id is None:
            then(())
        else:
            self._lane.run(lambda: self._studio.played(id), on_done=then, on_error=self.failed.emit)

    def _write(self, job: Callable[[], Any], then: Callable[[Any], object] | None = None) -> None:
        def done(result: Any) -> None:
            if then is not None:
                then(result)
            self.read()

        self._lane.run(job, on_done=done, on_error=self.failed.emit)

    def _take(self, found: list[PastRadio]) -> None:
        if tuple(found) != self._all:
            self._all = tuple(found)
            self.changed.emit()
