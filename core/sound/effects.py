"""What is done to the sound after mixing: equaliser, mono, balance, and speed with the pitch kept."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds
from core.sound import equaliser
from core.sound.equaliser import Cascade
from core.sound.gain import linear_of
from core.sound.stretch import Stretch
from core.sound.wishes import FASTEST, SLOWEST, Sound

Samples = NDArray[np.float32]
"""(n, 2), interleaved stereo, 1 is full scale."""
Doubles = NDArray[np.float64]

TURN = 0.03
"""Seconds in which one setting fades into the next: too slow to click, too quick to notice."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What equaliser, mono and balance come to."""

    bands: tuple[float, ...]
    cascade: Cascade | None
    """None leaves the equaliser out. Its state belongs to this shape."""
    mix: Doubles
    """(2, 2): of left and right in, left and right out."""

    def run(self, block: Doubles) -> Doubles:
        filtered = block if self.cascade is None else self.cascade.run(block)
        return filtered @ self.mix

    def reset(self) -> None:
        if self.cascade is not None:
            self.cascade.reset()

    @property
    def is_nothing(self) -> bool:
        return self.cascade is None and bool((self.mix == np.eye(2)).all())


PLAIN = _Shape((), None, np.eye(2))


class Effects:
    """A chain for one stereo stream, run block by block on the thread that makes the sound.

    `adopt` may be called from any thread; the next block begins to follow, without a click. All else belongs
    to one thread. Where nothing is asked for, blocks pass through untouched.
    """

    def __init__(self, rate: int) -> None:
        """rate: Hz of the stream."""
        self._rate = rate
        self._lock = threading.Lock()
        """Between those who wish; the thread that makes the sound never waits for it."""
        self._wanted = (PLAIN, 1.0)
        self._now = PLAIN
        self._coming: _Shape | None = None
        self._turned = 0
        """Samples of the turn from `_now` to `_coming` that are done."""
        self._turn = max(1, round(TURN * rate))
        self._stretch = Stretch(rate)

    @property
    def delay(self) -> Seconds:
        """How much of what went in has not come out yet, in seconds of what went in; exact to the sample.

        The equaliser delays nothing; only a speed that is not 1 looks ahead, by some 50 ms.
        """
        return Seconds(self._stretch.behind / self._rate)

    def adopt(self, sound: Sound) -> None:
        """Takes on what the listener wishes. Half a millisecond when the equaliser changes."""
        with self._lock:
            before, _ = self._wanted
            speed = min(FASTEST, max(SLOWEST, sound.speed))
            self._wanted = (self._shape(sound, before), speed)

    def run(self, block: Samples) -> Samples:
        """Any number of samples in, what can be given out of them: at speed 1 as many, else fewer or more."""
        shape, self._stretch.speed = self._wanted
        return self._stretch.run(self._shaped(block, shape))

    def drain(self) -> Samples:
        """The rest, when nothing follows; afterwards it is as after `reset`."""
        rest = self._stretch.drain()
        self.reset()
        return rest

    def reset(self) -> None:
        """Forgets what it holds: after a seek, something unrelated follows."""
        self._now, self._coming = self._wanted[0], None
        self._now.reset()
        self._stretch.reset()

    # -- equaliser, mono, balance ---------------------------------------------------------------------------

    def _shaped(self, block: Samples, wanted: _Shape) -> Samples:
        if self._coming is None and wanted is not self._now:
            self._coming, self._turned = wanted, 0
        if self._coming is None and self._now.is_nothing:
            return block
        doubles = block.astype(np.float64)
        if not np.isfinite(doubles.sum()):
            doubles = np.nan_to_num(doubles, nan=0.0, posinf=1.0, neginf=-1.0)
        shaped = self._now.run(doubles) if self._coming is None else self._turning(doubles, self._coming)
        return shaped.astype(np.float32)

    def _turning(self, block: Doubles, coming: _Shape) -> Doubles:
        """Both shapes side by side, one fading into the other."""
        share = np.minimum((self._turned + np.arange(1, len(block) + 1)) / self._turn, 1.0)[:, None]
        old = self._now.run(block)
        mixed: Doubles = old + (coming.run(block) - old) * (share * share * (3.0 - 2.0 * share))
        self._turned += len(block)
        if self._turned >= self._turn:
            self._now, self._coming = coming, None
        return mixed

    def _shape(self, sound: Sound, before: _Shape) -> _Shape:
        bands, mix = tuple(sound.equaliser or ()), _mix(sound)
        if bands == before.bands and (mix == before.mix).all():
            return before
        made = equaliser.sections(bands, self._rate)
        cascade = Cascade(made, linear_of(-equaliser.headroom(made, self._rate))) if len(made) else None
        return _Shape(bands, cascade, mix)


def _mix(sound: Sound) -> Doubles:
    """Mono first, then balance: the side turned away from gets quieter, the other stays as it is."""
    mix = np.full((2, 2), 0.5) if sound.mono else np.eye(2)
    balance = min(1.0, max(-1.0, sound.balance))
    return mix * [min(1.0, 1.0 - balance), min(1.0, 1.0 + balance)]
