"""The shape of a song, for the seek bar: how strong it is in each of many equal stretches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds

Doubles = NDArray[np.float64]
Levels = NDArray[np.uint8]

STRETCHES = 800
"""More than any seek bar has pixels for; the bar draws fewer."""
PIECES = 20
"""Of each block that is added: 5 ms of 100."""


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """Levels are 255 * sqrt(amplitude): square roots keep quiet songs apart from silence."""

    duration: Seconds
    peaks: Levels
    """(STRETCHES,) the greatest amplitude."""
    body: Levels
    """(STRETCHES,) the mean amplitude (RMS)."""


class Sketch:
    """Draws a waveform from blocks as they are decoded; keeps 2 x 4 bytes of each 5 ms."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._taken = 0
        self._peaks: list[NDArray[np.float32]] = []
        self._powers: list[NDArray[np.float32]] = []

    def add(self, block: Doubles) -> None:
        """block: (n, channels), about 100 ms."""
        count, channels = min(PIECES, len(block)), block.shape[1]
        edges = np.arange(count) * len(block) // count * channels
        # All channels in one row: reducing along a short second axis takes five times as long.
        flat = block.ravel()
        widths = np.diff(np.append(edges, len(flat)))
        loudest = np.maximum.reduceat(np.abs(flat), edges)
        power = np.add.reduceat(flat * flat, edges) / widths
        self._peaks.append(loudest.astype(np.float32))
        self._powers.append(power.astype(np.float32))
        self._taken += len(block)

    def waveform(self) -> Waveform:
        """Of all blocks so far."""
        peaks = np.concatenate(self._peaks) if self._peaks else np.zeros(1, np.float32)
        powers = np.concatenate(self._powers) if self._powers else np.zeros(1, np.float32)
        starts = np.arange(STRETCHES) * len(peaks) // STRETCHES
        if len(peaks) > STRETCHES:
            widths = np.diff(np.append(starts, len(peaks)))
            peaks = np.maximum.reduceat(peaks, starts)
            powers = (np.add.reduceat(powers, starts) / widths).astype(np.float32)
        else:
            peaks, powers = peaks[starts], powers[starts]
        return Waveform(Seconds(self._taken / self._rate), _levels(peaks), _levels(np.sqrt(powers)))


def _levels(amplitude: NDArray[np.float32]) -> Levels:
    return np.rint(255.0 * np.sqrt(np.clip(np.nan_to_num(amplitude), 0.0, 1.0))).astype(np.uint8)
