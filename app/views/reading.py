"""Reads for a view: one at a time, the newest wish wins, and again when the library has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app import tasks
from core.library.tracks import Change, Kind, Library

T = TypeVar("T")

MOVING = frozenset({Kind.ADDED, Kind.REMOVED, Kind.CHANGED})
WAIT_MS = 600
"""A library that is scanned is read anew at most this often ..."""
SHARE = 8
"""... and rests at least this many times as long as the last reading took."""


class Reader(QObject):
    """Runs one read on the pool; of those asked meanwhile, only the last comes after it."""

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, lane: tasks.Pool | None = None) -> None:
        """lane: where it reads, for what must not be read on several threads; the shared pool when None."""
        super().__init__(parent)
        self._run = tasks.run if lane is None else lane.run
        self._next: tuple[Callable[[], Any], Callable[[Any], object]] | None = None
        self._task: tasks.Task[Any] | None = None
        self.took = 0.0
        """Seconds of the last read."""

    @property
    def busy(self) -> bool:
        return self._task is not None

    def ask(self, read: Callable[[], T], take: Callable[[T], object]) -> None:
        """read: on the pool; take: on the main thread, unless something newer was asked."""
        self._next = read, take
        if self._task is None:
            self._start()

    def close(self) -> None:
        """Nobody waits any longer."""
        self._next = None
        if self._task is not None:
            self._task.forget()

    def _start(self) -> None:
        if self._next is None:
            return
        (read, take), self._next = self._next, None
        begun = time.perf_counter()

        def done(found: object) -> None:
            self.took = time.perf_counter() - begun
            self._task = None
            if self._next is None:
                take(found)
            self._start()

        self._task = self._run(read, on_done=done, on_error=self._fail)

    def _fail(self, problem: str) -> None:
        self._task = None
        self.failed.emit(problem)
        self._start()


class Watch(QObject):
    """Says, not too often, that the library has changed."""

    changed = Signal()
    _noted = Signal()

    def __init__(self, library: Library, reader: Reader, kinds: frozenset[Kind] = MOVING) -> None:
        """reader: what reads then; lives as long as this. kinds: what matters; may be set anew."""
        super().__init__(reader)
        self.kinds = kinds
        self._reader = reader
        self._told = threading.Event()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.changed)
        self._noted.connect(self._wait, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = library.subscribe(self._note)

    def close(self) -> None:
        self._unsubscribe()
        self._timer.stop()

    def _note(self, change: Change) -> None:
        """On the thread that wrote."""
        if change.kind in self.kinds and not self._told.is_set():
            self._told.set()
            self._noted.emit()

    def _wait(self) -> None:
        self._told.clear()
        if not self._timer.isActive():
            self._timer.start(max(WAIT_MS, int(SHARE * self._reader.took * 1000)))
