"""Notices that the library says something else of its tracks than what radio chooses from."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.hearing import Listened
from core.library.tracks import Change, Kind, Library

MOVING = frozenset({Kind.ADDED, Kind.REMOVED, Kind.CHANGED})
"""Ratings, plays and facts come in floods, and radio has its own ways to learn of them."""
QUIET_S = 2.0
"""What is done to several tracks is taken in at once, so long after the first of it ..."""
REST_S = 20.0
"""... and while a folder is scanned, this often."""


class StockWatch(QObject):
    """Outdates the stock at once, for whoever asks for it next; says a little later that it is `due`."""

    due = Signal()
    """Who holds a stock should read it again. On the main thread, not too often."""
    _noted = Signal()

    def __init__(self, library: Library, listened: Listened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listened = listened
        self._told = threading.Event()
        self._said = -REST_S
        self._closed = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._say)
        self._noted.connect(self._wait, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = library.subscribe(self._note)

    def close(self) -> None:
        self._unsubscribe()
        self._closed = True
        self._timer.stop()

    def _note(self, change: Change) -> None:
        """On the thread that wrote."""
        if change.kind not in MOVING:
            return
        self._listened.outdate_stock()
        if not self._told.is_set():
            self._told.set()
            self._noted.emit()

    def _wait(self) -> None:
        self._told.clear()
        if not self._closed and not self._timer.isActive():
            rest = self._said + REST_S - time.monotonic()
            self._timer.start(int(1000 * max(QUIET_S, rest)))

    def _say(self) -> None:
        self._said = time.monotonic()
        self.due.emit()
