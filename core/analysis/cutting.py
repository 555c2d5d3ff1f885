"""Windows cut out of songs: which come from one stretch of sound, and the patches that models hear."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.analysis import trajectory
from core.analysis.audio import DecodeError, Source
from core.analysis.models import Model, ModelSpec
from core.analysis.records import Request
from core.domain import Seconds

if TYPE_CHECKING:
    from torch import Tensor

PIECE = 8
"""Windows cut from one stretch of sound, at most."""
BRIDGE: Seconds = Seconds(0.5)
"""Windows this near to each other are cut from one stretch; seeking costs about as much as decoding this."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where windows lie in a song. Models that share one are heard from one decoding."""

    rate: int
    hop: int
    frames: int

    @classmethod
    def of(cls, spec: ModelSpec) -> Grid:
        return cls(spec.sample_rate, spec.hop, spec.frames)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some heard windows that are cut from one piece of sound."""

    rows: slice
    """Which of the heard windows."""
    first: int
    """The first frame of the first window."""
    last: int
    """Past the last frame of the last window."""


def stretches(starts: NDArray[np.int64], grid: Grid) -> Iterator[Stretch]:
    """Groups of neighbouring windows, at most `PIECE` of them, without long holes between them."""
    bridge = round(BRIDGE * grid.rate / grid.hop)
    begin = 0
    for i in range(1, len(starts) + 1):
        full = i == len(starts) or i - begin == PIECE
        if full or starts[i] > starts[i - 1] + grid.frames + bridge:
            yield Stretch(slice(begin, i), int(starts[begin]), int(starts[i - 1]) + grid.frames)
            begin = i


@dataclass(frozen=True, slots=True)
class Sound:
    """The samples that a stretch is cut from, decoded once for all models on its grid."""

    samples: NDArray[np.float32]
    begin: int
    """The frame that is centred on the first sample."""
    is_short: bool
    """The whole song, shorter than a window."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a source that is a song by itself: what lies around it is not heard."""

    source: Source
    start: int
    """Samples."""
    length: int

    @classmethod
    def of(cls, source: Source, request: Request) -> Excerpt:
        """Raises DecodeError for a part that begins after the end of its file."""
        start = round(request.start * source.rate)
        end = source.length
        if request.length is not None:
            end = min(end, round((request.start + request.length) * source.rate))
        if start >= end:
            raise DecodeError(
                "{file} ends before the part that begins at {start} s",
                file=request.path.name,
                start=round(request.start),
            )
        return cls(source, start, end - start)

    @property
    def duration(self) -> Seconds:
        return Seconds(self.length / self.source.rate)

    def span(self, start: int, count: int) -> NDArray[np.float32]:
        """As `Source.span`, from the start of the part."""
        return self.source.span(self.start + start, min(count, self.length - start))


def sound_of(source: Source | Excerpt, grid: Grid, stretch: Stretch, margin: int) -> Sound:
    """margin: samples beyond the windows on both sides, as many as the neediest model wants."""
    if source.length < (grid.frames - 1) * grid.hop:
        return Sound(source.span(0, source.length), 0, is_short=True)
    around = math.ceil(margin / grid.hop)
    begin = max(0, stretch.first - around)
    # Past the song's end the spectrogram knows silence only, so the sound must end where the song does.
    end = min((stretch.last + around) * grid.hop, source.length)
    return Sound(source.span(begin * grid.hop, end - begin * grid.hop), begin, is_short=False)


def frames_of(sound: Sound, model: Model) -> Tensor:
    """What the model's front end makes of it, (T, ...)."""
    spec = model.spec
    if sound.is_short:
        tiled = trajectory.repeat_padded(sound.samples, spec.frames * spec.hop)
        return model.spectrogram(tiled)[: spec.frames]
    return model.spectrogram(sound.samples)


def cut(sound: Sound, frames: Tensor, starts: NDArray[np.int64], spec: ModelSpec) -> Tensor:
    """The patches (n, frames, ...) that start at these frames, equal to those of the whole song."""
    if sound.is_short:
        return frames[None]
    windows = frames.unfold(0, spec.frames, 1).movedim(-1, 1)
    return windows[(starts - sound.begin).tolist()]
