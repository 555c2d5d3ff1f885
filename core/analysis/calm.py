"""Whether the machine has processors to spare for work that can wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from core.domain import Seconds

Times = tuple[float, float]
"""Processor time that others used, and all there was, since some moment."""

LOOK_EVERY = Seconds(2.0)
BUSY, CALM = 0.6, 0.35
"""Shares of all processors that others use: from the first on it waits, below the second it goes on."""


def processor_times() -> Times | None:
    """From Linux's /proc/stat. None elsewhere: there the low priority alone makes room.

    Work at low priority, ours among it, is counted apart there ("nice") and does not make a machine busy.
    """
    try:
        user, nice, system, idle, waiting, *interrupts = (
            float(word) for word in Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()[1:9]
        )
    except (OSError, ValueError):
        return None
    others = user + system + sum(interrupts)
    return others, others + nice + idle + waiting


class Calm:
    """Asked often, looks every few seconds; what it says rests on the time between two looks."""

    def __init__(
        self, times: Callable[[], Times | None] = processor_times, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._times, self._clock = times, clock
        self._looked = clock()
        self._before = times()
        self._busy = False

    def is_busy(self) -> bool:
        """Whether others need the processors."""
        now = self._clock()
        if self._before is not None and now - self._looked >= LOOK_EVERY:
            before, self._before, self._looked = self._before, self._times(), now
            if self._before is not None and self._before[1] > before[1]:
                share = (self._before[0] - before[0]) / (self._before[1] - before[1])
                self._busy = share >= (CALM if self._busy else BUSY)
        return self._busy
