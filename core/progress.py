"""Progress as a snapshot that anyone may poll, and a cancel flag that the job looks at."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from core.domain import Seconds
from core.errors import Cancelled

SMOOTHING: Seconds = Seconds(20.0)
"""The rate forgets what is older than about this long."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a job stands.

    rate: items per second, smoothed; 0 while unknown.
    eta: seconds left, None while unknown.
    """

    stage: str = ""
    done: int = 0
    total: int = 0
    rate: float = 0.0
    eta: Seconds | None = None


class Progress:
    """Written by one job, read by any thread. The job calls `advance` or `check`; both raise `Cancelled`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._stage, self._done, self._total = "", 0, 0
        self._rate, self._since = 0.0, clock()

    def begin(self, stage: str, total: int = 0, done: int = 0) -> None:
        """Starts a stage; total 0 means not known yet."""
        self.check()
        with self._lock:
            self._stage, self._done, self._total = stage, done, total
            self._rate, self._since = 0.0, self._clock()

    def advance(self, by: int = 1, total: int | None = None) -> None:
        """Counts finished items."""
        self.check()
        with self._lock:
            self._done += by
            if total is not None:
                self._total = total
            self._update_rate(by)

    def _update_rate(self, by: int) -> None:
        now = self._clock()
        elapsed = now - self._since
        if elapsed <= 0:
            return
        weight = min(1.0, elapsed / SMOOTHING) if self._rate else 1.0
        self._rate += weight * (by / elapsed - self._rate)
        self._since = now

    def snapshot(self) -> Snapshot:
        with self._lock:
            left = self._total - self._done
            eta = Seconds(left / self._rate) if self._rate > 0 and left >= 0 and self._total else None
            return Snapshot(self._stage, self._done, self._total, self._rate, eta)

    def cancel(self) -> None:
        self._cancelled.set()
        self._running.set()

    def pause(self) -> None:
        self._running.clear()

    def resume(self) -> None:
        with self._lock:
            self._since = self._clock()
        self._running.set()

    @property
    def paused(self) -> bool:
        return not self._running.is_set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def check(self) -> None:
        """Waits while paused; raises Cancelled once cancelled."""
        self._running.wait()
        if self._cancelled.is_set():
            raise Cancelled
