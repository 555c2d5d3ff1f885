"""When Python looks for what nobody can reach any more.

It does by itself whenever much has been made, and then goes through everything there is: with a hundred
thousand tracks in memory a fifth of a second, half of one with a map's words, in which no thread may run. So
it only looks at what is new by itself, and at all when the window is left alone.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication

YOUNG, MIDDLE, NEVER = 5_000, 20, 1 << 30
"""Objects made before new ones are looked at; such looks before one at what outlived them; and at all."""
LOOK_MS = 60_000
LATEST = 30
"""Looks after which all is gone through even though the window is used."""
ALL = 10
"""Every so many-th time, what was there before is gone through as well."""


class Tidying(QObject):
    """From `begin` on, for the whole program. Main thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pointer, self._used, self._times = QPoint(), 0, 0
        self._before = gc.get_threshold()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """What is there now stays."""
        gc.freeze()
        gc.set_threshold(YOUNG, MIDDLE, NEVER)
        gc.enable()
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.set_threshold(*self._before)

    def look(self) -> None:
        """Tidies up if nobody would notice."""
        if self._left_alone() or self._used >= LATEST:
            self._used = 0
            self.tidy()
        else:
            self._used += 1

    def tidy(self) -> None:
        """What is left is not gone through the next time, so that this takes long but every tenth time."""
        if self._times % ALL == ALL - 1:
            gc.unfreeze()
        self._times += 1
        gc.collect()
        gc.freeze()

    def _left_alone(self) -> bool:
        """Another program is used, or the pointer has rested for a minute."""
        before, self._pointer = self._pointer, QCursor.pos()
        active = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        return not active or before == self._pointer
