"""Loudness that glides: on pause and stop, and under a preview."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

STEP_MS = 10


def _nothing() -> None:
    pass


class Fader(QObject):
    """An amplitude from 0 to 1 that glides from one value to another; `apply` is called on each step.

    It works on the volume of the output, which is heard at once, and not on the samples, which are made ready
    half a second before they are heard.
    """

    def __init__(self, apply: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._apply = apply
        self._value = self._from = self._to = 1.0
        self._began = self._seconds = 0.0
        self._then: Callable[[], object] = _nothing
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)

    @property
    def value(self) -> float:
        return self._value

    @property
    def gliding(self) -> bool:
        return self._timer.isActive()

    def glide(self, to: float, seconds: float, then: Callable[[], object] = _nothing) -> None:
        """Goes to `to` within so many seconds, then calls `then`; whatever was under way is dropped."""
        self._from, self._to, self._then = self._value, to, then
        self._began, self._seconds = time.monotonic(), seconds
        self._timer.start()
        self._step()

    def set(self, value: float) -> None:
        """At once; whatever was under way is dropped."""
        self._timer.stop()
        self._then = _nothing
        self._value = value
        self._apply()

    def _step(self) -> None:
        share = (time.monotonic() - self._began) / self._seconds if self._seconds > 0 else 1.0
        if share < 1.0:
            # A cosine's slope is none at either end: neither begins nor ends with a corner.
            self._value = self._from + (self._to - self._from) * (1 - math.cos(math.pi * share)) / 2
            self._apply()
            return
        then = self._then
        self.set(self._to)
        then()
