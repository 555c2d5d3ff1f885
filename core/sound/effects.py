"""What is done to the sound after mixing: equaliser, mono, balance, and speed with the pitch kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds
from core.sound.wishes import Sound

Samples = NDArray[np.float32]
"""(n, 2), interleaved stereo, 1 is full scale."""


class Effects:
    """A chain for one stereo stream, run block by block on the thread that makes the sound.

    `adopt` may be called from any thread; the next block begins to follow, without a click.
    """

    def __init__(self, rate: int) -> None:
        """rate: Hz of the stream."""
        self._rate = rate

    @property
    def delay(self) -> Seconds:
        """How much of what went in has not come out yet, in seconds of what went in; exact."""
        return Seconds(0.0)

    def adopt(self, sound: Sound) -> None:
        """Takes on what the listener wishes."""

    def run(self, block: Samples) -> Samples:
        """Any number of samples in, what can be given out of them: at speed 1 as many, else fewer or more."""
        return block

    def drain(self) -> Samples:
        """The rest, when nothing follows; afterwards it is as after `reset`."""
        return np.zeros((0, 2), np.float32)

    def reset(self) -> None:
        """Forgets what it holds: after a seek, something unrelated follows."""
