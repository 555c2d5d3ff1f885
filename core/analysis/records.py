"""What goes to the listening process and what comes back: plain frozen records of numpy arrays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.analysis.models.summary import Summary
from core.domain import AudioId, Pass, Seconds
from core.gating import Loudness
from core.sound.waveform import Waveform

NOTHING = Seconds(0.0)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Request:
    """Listen to one file with one or more models, decoding it once where they share a frame grid."""

    audio_id: AudioId
    path: Path
    models: tuple[str, ...]
    pass_: Pass = Pass.FULL
    crashes: int = 0
    """How often the process died before with this file alone in it."""
    start: Seconds = NOTHING
    """Seconds into the file."""
    length: Seconds | None = None
    """None: to the end of the file; else the part that is one track."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """How loud a song is and what its shape is."""

    audio_id: AudioId
    loudness: Loudness
    waveform: Waveform


@dataclass(frozen=True, slots=True)
class Listened:
    """One song heard by one model. n windows were heard out of `windows`."""

    audio_id: AudioId
    model: str
    version: int
    pass_: Pass
    duration: Seconds
    windows: int
    """W, the number of windows that cover the song."""
    starts: Floats
    """(n,) seconds."""
    features: Floats
    """(n, d)"""
    tags: Floats | None
    """(n, t) in 0..1"""
    songlets: Floats
    """(10, d), unit length or zero."""
    pooled: Floats
    """(d,)"""
    sound: Summary | None = None
    """What `spectral` hears beside its trajectory: the timbre Gaussian and the plain facts."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be heard. crashes 0: it has no sound to decode; else the process died on it."""

    audio_id: AudioId
    path: Path
    models: tuple[str, ...]
    reason: str
    crashes: int = 0
    at: float = 0.0
    """When it was remembered, seconds since the epoch; set by the store."""

    def has_changed(self) -> bool:
        """Whether the file was written, or another put in its place, since then."""
        try:
            stat = self.path.stat()
        except OSError:
            return False
        return max(stat.st_mtime, stat.st_ctime) > self.at

    @property
    def final(self) -> bool:
        """Whether it is left alone until the file changes; one crash may be an accident."""
        return self.crashes != 1


@dataclass(frozen=True, slots=True)
class Windows:
    """A song's windows. Strings and units as in `Listened`."""

    starts: Floats
    """(n,) seconds."""
    features: Floats
    """(n, d)"""
    tags: Floats | None
    """(n, t) in 0..1"""
    tag_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trajectories:
    """Many songs by one model, row for row."""

    model: str
    version: int
    audio_ids: list[AudioId]
    songlets: Floats
    """(n, 10, d), raw and uncentred."""
    pooled: Floats
    """(n, d), raw and uncentred."""
    passes: NDArray[np.int8]
    """(n,) values of Pass."""
