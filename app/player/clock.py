"""Where playback is between the few reports a second that an engine gives."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

JUMP = 0.5
"""Seconds between report and forecast from which the report is believed outright."""
SLEW = 0.3
"""Share of a smaller difference that each report corrects, so that a jittery report does not show."""
LEAD = 1.0
"""Seconds the clock runs on without a report before it waits for one."""
SETTLE = 1.0
"""Seconds after a seek during which a report from before the seek may still arrive."""


class PositionClock:
    """A position in seconds that runs with a monotonic clock and is re-anchored on each report.

    It never steps back but by a jump, and counts the seconds that sounded: pauses, seeks and
    stalls add nothing.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._running = False
        self._speed = 1.0
        self._anchor = self._anchored_at = self._floor = self._heard = 0.0
        self.limit = math.inf
        """The track's length: the clock stops there, whatever the engine still waits for."""
        self.reset()

    def reset(self, position: float = 0.0) -> None:
        """Stands still at `position`, with nothing heard."""
        self._running = False
        self._heard = 0.0
        self._place(position)
        self._settled_at = self._heard_from = self._now()

    def run(self) -> None:
        if not self._running:
            self._place(self._anchor)
            self._running = True

    def halt(self, after: float = 0.0) -> None:
        """Stands still where it is; or, at once, where it will be after so many more seconds of sound."""
        if self._running:
            self._anchor_here()
            self._running = False
            after = max(0.0, min(after * self._speed, self.limit - self._anchor))
            self._heard += after
            self._anchor += after

    def jump(self, position: float) -> None:
        """A seek: running or not stays as it was."""
        self._anchor_here()
        self._place(position)
        self._settled_at = self._now() + SETTLE

    def report(self, position: float) -> None:
        """The engine says that it is at `position`."""
        if not self._running:
            return
        self._heard_from = self._now()
        error = position - self.position
        if abs(error) < JUMP:
            self._anchor_here()
            self._anchor += SLEW * error
        elif self._now() >= self._settled_at:
            self._anchor_here()
            self._place(position)

    @property
    def speed(self) -> float:
        """Seconds of the track that pass in one second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if speed != self._speed:
            self._anchor_here()
            self._speed = speed

    @property
    def position(self) -> float:
        """Seconds from the start of the track."""
        self._floor = max(self._floor, self._anchor + self._advanced)
        return self._floor

    @property
    def heard(self) -> float:
        """Seconds of the track that sounded since `reset`."""
        return self._heard + self._advanced

    @property
    def silence(self) -> float:
        """Seconds since the engine last said anything, or was last told something."""
        return self._now() - max(self._heard_from, self._anchored_at)

    @property
    def _advanced(self) -> float:
        if not self._running:
            return 0.0
        passed = min(self._now() - self._anchored_at, LEAD) * self._speed
        return max(0.0, min(passed, self.limit - self._anchor))

    def _anchor_here(self) -> None:
        advanced = self._advanced
        self._heard += advanced
        self._anchor += advanced
        self._anchored_at = self._now()

    def _place(self, position: float) -> None:
        self._anchor = self._floor = max(0.0, position)
        self._anchored_at = self._now()
