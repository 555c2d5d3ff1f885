"""A look-ahead peak limiter: holds sums above full scale down, and is not there for anything below."""

from __future__ import annotations

import math

import numpy as np

from core.sound.source import Samples

CEILING = 1.0
STEP: float = 0.001
"""Seconds over which one gain is found."""
ATTACK = 5
"""Steps in which the gain comes down, before the peak is there."""
RELEASE: float = 0.1
"""Seconds in which the gain comes back by two thirds."""


class Limiter:
    """Delays by `delay` samples. What never exceeds full scale comes out bit by bit as it went in.

    The gain of a step is the smallest that any of the next ATTACK steps asks for, averaged over ATTACK steps:
    a minimum filter followed by a box, so that it is down in time and turns no corner.
    """

    def __init__(self, rate: int) -> None:
        self._step = max(1, round(rate * STEP))
        self._pending = np.empty((0, 2), np.float32)
        self._release = 1.0 - math.exp(-STEP / RELEASE)
        self._gains = [1.0] * ATTACK
        """What the latest steps that came out asked for."""
        self._last = 1.0
        """Gain of the last sample that came out."""

    @property
    def delay(self) -> int:
        """Samples that are held back now."""
        return len(self._pending)

    def run(self, block: Samples) -> Samples:
        """Any number of samples in; what can be given of them."""
        self._pending = np.concatenate((self._pending, block))
        steps = len(self._pending) // self._step - ATTACK
        return self._give(steps) if steps > 0 else self._pending[:0]

    def drain(self) -> Samples:
        """The rest."""
        rest = len(self._pending)
        padding = -rest % self._step + ATTACK * self._step
        self._pending = np.concatenate((self._pending, np.zeros((padding, 2), np.float32)))
        out = self._give(len(self._pending) // self._step - ATTACK)[:rest]
        self._pending = self._pending[:0]
        return out

    def _give(self, steps: int) -> Samples:
        count = steps * self._step
        out, seen = self._pending[:count], self._pending[: count + ATTACK * self._step]
        self._pending = self._pending[count:]
        if self._last == 1.0 and min(self._gains) == 1.0 and float(np.abs(seen).max()) <= CEILING:
            return out
        peaks = np.abs(seen).reshape(steps + ATTACK, -1).max(axis=1)
        wanted = np.minimum(1.0, CEILING / np.maximum(peaks, 1e-9)).tolist()
        bounds = np.empty(steps + 1)
        bounds[0] = self._last
        for number in range(steps):
            asked = min(wanted[number : number + ATTACK + 1])
            held = self._gains[-1]
            self._gains.append(min(asked, held + (1.0 - held) * self._release))
            del self._gains[0]
            gain = sum(self._gains) / ATTACK
            bounds[number + 1] = gain if gain < 1.0 - 1e-6 else 1.0
        self._gains = [1.0 if gain > 1.0 - 1e-6 else gain for gain in self._gains]
        self._last = float(bounds[-1])
        ramps = bounds[:-1, None] + np.diff(bounds)[:, None] * (np.arange(1, self._step + 1) / self._step)
        limited: Samples = out * ramps.reshape(-1, 1).astype(np.float32)
        return np.clip(limited, -CEILING, CEILING)
