"""Slower or faster with the pitch kept: WSOLA (Verhelst & Roelands, ICASSP 1993), as players use for speech.

The output is made of short steps. Each fades from where the sound would simply go on to a place near the one
that is due, chosen so that both look alike there: the wave then has no seam. At speed 1 the two are one, so
switching it off is exact, and what is held can be given out as it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

STEP = 0.02
"""Seconds of output made at a time: long enough for a deep voice, short enough not to echo consonants."""
SEEK = 0.0125
"""Seconds around the place due in which a likeness is looked for: a period of 40 Hz in all."""


class Stretch:
    """Stereo in, stereo out, with what it needs to look ahead held back while the speed is not 1."""

    def __init__(self, rate: int) -> None:
        self._step, self._seek = round(STEP * rate), round(SEEK * rate)
        fade = (0.5 - 0.5 * np.cos(np.pi * (np.arange(self._step) + 0.5) / self._step))[:, None]
        self._in = fade.astype(np.float32)
        longest = 2 * self._seek + self._step
        self._fft = 1 << (longest - 1).bit_length()
        self.speed = 1.0
        """0.5 to 2; what is set counts from the next step on."""
        self.reset()

    def reset(self) -> None:
        self._held = np.zeros((0, 2), np.float32)
        self._next = 0
        """Where in `_held` the sound would go on if nothing were left out or doubled."""
        self._due = 0.0
        """Where in `_held` it ought to go on."""

    @property
    def behind(self) -> int:
        """Samples that came in and were not given out, or left out, yet."""
        return len(self._held) - self._next

    def run(self, block: Samples) -> Samples:
        """(n, 2) -> (m, 2), m about n / speed; less at first, until it can look ahead."""
        if self.speed == 1.0:
            return self._let_go(block)
        self._held = np.concatenate([self._held, block])
        made = []
        while self._is_enough():
            made.append(self._one_step())
        self._drop()
        return np.concatenate(made) if made else np.zeros((0, 2), np.float32)

    def drain(self) -> Samples:
        """What is held, at the speed in use; then it is empty."""
        if self.speed == 1.0 or not self.behind:
            rest = self._let_go(np.zeros((0, 2), np.float32))
        else:
            # Counted from the place due, not the one chosen: the whole lasts as long as it should.
            wanted = max(0, round((len(self._held) - self._due) / self.speed))
            silence = np.zeros((2 * (self._step + self._seek) + self._step, 2), np.float32)
            rest = self.run(silence)[:wanted]
        self.reset()
        return rest

    def _let_go(self, block: Samples) -> Samples:
        """The held sound goes on as it is, up to now and beyond."""
        if not len(self._held):
            return block
        out = np.concatenate([self._held[self._next :], block])
        self.reset()
        return out

    def _is_enough(self) -> bool:
        reach = max(self._next, round(self._due) + self._seek)
        return len(self._held) >= reach + self._step

    def _one_step(self) -> Samples:
        n = self._step
        on = self._held[self._next : self._next + n]
        at = self._likest(on, round(self._due))
        other = self._held[at : at + n]
        self._next = at + n
        self._due += n * self.speed
        return on + (other - on) * self._in

    def _likest(self, on: Samples, due: int) -> int:
        """The place within `_seek` of the one due whose sound is most like `on` (normalised correlation)."""
        low = max(0, due - self._seek)
        around = self._held[low : due + self._seek + self._step].sum(1)
        model = on.sum(1)
        spectrum = np.fft.rfft(around, self._fft) * np.fft.rfft(model, self._fft).conj()
        places = len(around) - self._step + 1
        alike = np.fft.irfft(spectrum, self._fft)[:places]
        power = np.cumsum(np.concatenate([[0.0], around.astype(np.float64) ** 2]))
        energy = power[self._step :] - power[:places]
        return low + int(np.argmax(alike / np.sqrt(np.maximum(energy, 0.0) + 1e-9)))

    def _drop(self) -> None:
        """What no step can want any more; what lies before the place due may be chosen yet."""
        gone = min(self._next, max(0, round(self._due) - self._seek))
        if gone:
            self._held = self._held[gone:]
            self._next -= gone
            self._due -= gone
