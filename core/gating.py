"""How loud music is, as EBU R 128 says (ITU-R BS.1770): blocks of 400 ms, gated and summed up.

How often each loudness occurs is kept of every song, so that the loudness of an album is the gated mean over
all its blocks, just as if its tracks were one piece, and needs no second look at the files.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.domain import Decibel, ReplayGain

Doubles = NDArray[np.float64]
Counts = NDArray[np.uint32]

REFERENCE = -18.0
"""LUFS that ReplayGain 2.0 aims at."""
SILENCE = -70.0
"""LUFS; blocks below it never count (absolute gate)."""
BELOW = 10.0
"""LU under the mean of what is left, below which blocks do not count either (relative gate)."""
TOP, BIN = 10.0, 0.1
"""LUFS where the counted range ends; its grain: an album's loudness is off by 0.05 LU at the very worst."""
BINS = round((TOP - SILENCE) / BIN)

_MIDDLES: Doubles = SILENCE + BIN * (np.arange(BINS, dtype=np.float64) + 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class Loudness:
    """Of one piece."""

    integrated: float | None
    """LUFS; None for silence, and for less than 0.4 s."""
    peak: float
    """True peak (four times oversampled), 1 is full scale; more is possible."""
    counts: Counts
    """(BINS,) how often each loudness of 400 ms occurs."""

    @classmethod
    def of(cls, blocks: Doubles, peak: float) -> Self:
        """blocks: LUFS of each."""
        heard = blocks[blocks >= SILENCE]
        bins = np.minimum(np.floor((heard - SILENCE) / BIN).astype(np.int64), BINS - 1)
        return cls(integrated(blocks), peak, np.bincount(bins, minlength=BINS).astype(np.uint32))

    @property
    def gain(self) -> Decibel | None:
        """dB towards REFERENCE."""
        return None if self.integrated is None else Decibel(REFERENCE - self.integrated)

    def packed(self) -> bytes:
        """`counts` in a few hundred bytes."""
        return zlib.compress(self.counts.astype("<u4").tobytes(), 9)

    @classmethod
    def unpacked(cls, integrated: float | None, peak: float, packed: bytes) -> Self:
        return cls(integrated, peak, np.frombuffer(zlib.decompress(packed), "<u4").astype(np.uint32))


def integrated(blocks: Doubles, counts: Counts | None = None) -> float | None:
    """The gated mean of blocks (LUFS each), in LUFS; None when all are below the gate.

    counts: how often each occurs; once where left out.
    """
    often = np.ones(len(blocks)) if counts is None else counts.astype(np.float64)
    often = np.where(blocks >= SILENCE, often, 0.0)
    power = 10.0 ** (blocks / 10.0)
    if not often.any():
        return None
    gate = 10.0 * np.log10(often @ power / often.sum()) - BELOW
    often = np.where(blocks >= gate, often, 0.0)
    return float(10.0 * np.log10(often @ power / often.sum()))


def album(tracks: Iterable[Loudness]) -> tuple[Decibel | None, float]:
    """Gain (dB towards REFERENCE, None for silence) and peak of tracks that belong together."""
    counts, peak = np.zeros(BINS, np.uint64), 0.0
    for track in tracks:
        counts += track.counts
        peak = max(peak, track.peak)
    loudness = integrated(_MIDDLES, counts.astype(np.uint32))
    return (None if loudness is None else Decibel(REFERENCE - loudness)), peak


def replay_gain(track: Loudness, of_album: tuple[Decibel | None, float] | None = None) -> ReplayGain:
    """of_album: as `album` gives it."""
    gain, peak = of_album or (None, None)
    return ReplayGain(track.gain, track.peak, gain, peak)
