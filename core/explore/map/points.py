"""The points of a map before they have a place: which songs and moments there are, and how they sound.

Copies of one recording are one song here, known by its audio id; `Shown` says which tracks share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from core.analysis import models
from core.analysis.records import Windows
from core.analysis.store import AnalysisStore
from core.domain import AudioId, Seconds, TrackId
from core.errors import UserError
from core.explore.map.chart import Kind, Mode, Sight
from core.explore.map.eighths import LARGE, LargeSpace, Numbers, large_space
from core.explore.map.space import Floats, Space, moment_space, song_space, tag_space
from core.texts import marked

Ints = NDArray[np.int64]
CHUNK = 500
NO_LENGTH = Seconds(0.0)


@dataclass(frozen=True, eq=False)
class Ground:
    """n points of u songs, by audio id and then by time.

    audios: (u,) rising. counts: (u,) points of each. starts: (n,) float32 seconds, NaN for whole songs.
    space: the full space of the n points; mean: (d,) what was taken off what was heard. length: of a moment.
    """

    audios: Sequence[AudioId]
    counts: Ints
    starts: Floats
    space: Space
    mean: Floats
    length: Seconds = NO_LENGTH

    def __len__(self) -> int:
        """Points, n."""
        return len(self.starts)

    @property
    def moments(self) -> bool:
        """Whether points are moments rather than whole songs."""
        return self.length > 0

    @cached_property
    def first(self) -> Ints:
        """(u,) The first point of each song."""
        return np.asarray(np.cumsum(self.counts) - self.counts, np.int64)

    @cached_property
    def songs(self) -> Ints:
        """(n,) The song of each point."""
        return np.repeat(np.arange(len(self.audios)), self.counts)

    @cached_property
    def row_of(self) -> dict[AudioId, int]:
        return {audio: row for row, audio in enumerate(self.audios)}


@dataclass(frozen=True, eq=False)
class Shown:
    """The N points that are seen: those of each track, copies each for themselves.

    tracks: (N,) track ids, rising. points: (N,) of the ground.
    """

    tracks: Ints
    points: Ints

    @classmethod
    def of(cls, ground: Ground, tracks: Sequence[tuple[TrackId, AudioId]]) -> Shown:
        rows = ground.row_of
        found = sorted((id, rows[audio]) for id, audio in tracks if audio in rows)
        ids, songs = (
            np.array(column, np.int64) for column in (zip(*found, strict=True) if found else ((), ()))
        )
        counts = ground.counts[songs]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return cls(np.repeat(ids, counts), np.repeat(ground.first[songs], counts) + within)


def load_ground(
    store: AnalysisStore, sight: Sight, audios: Sequence[AudioId], folder: Path, check: Callable[[], None]
) -> Ground:
    """What the sight's model heard of these songs.

    folder: of the cache, for what is too large for memory. check: called now and then; what it raises ends
    it. Raises UserError in plain words where there is nothing to show.
    """
    if sight.kind is Kind.TAGS and not models.spec(sight.model).tag_names:
        raise UserError(
            marked("{model} names no tags; choose another model for their map."), model=sight.model
        )
    # By numpy, which lets other threads go on: a hundred thousand strings take a tenth of a second.
    wanted = cast(list[AudioId], np.unique(np.array(audios, np.str_)).tolist())
    if sight.mode is Mode.TRACKS:
        ground = _songs(store, sight, wanted, check)
    else:
        with store.one_moment():
            ground = _moments(store, sight, wanted, folder, check)
    if not len(ground):
        raise UserError(_nothing(store, sight), model=sight.model)
    return ground


def _nothing(store: AnalysisStore, sight: Sight) -> str:
    if not store.passes(sight.model):
        return marked("{model} has heard nothing yet; the map appears once some music was listened to.")
    if sight.mode is not Mode.TRACKS:
        return marked("Of what {model} heard no moments were kept; the settings say whether they are.")
    return marked("{model} has heard none of the music that is here now.")


def _songs(
    store: AnalysisStore, sight: Sight, audios: Sequence[AudioId], check: Callable[[], None]
) -> Ground:
    found: list[AudioId] = []
    parts: list[Floats] = []
    for wanted in _chunks(audios):
        check()
        ids, vectors = _of_songs(store, sight, wanted)
        sounding = np.any(vectors != 0.0, axis=1)  # a song of nothing but silence has no place among sounds
        found += [audio for audio, sounds in zip(ids, sounding.tolist(), strict=True) if sounds]
        parts.append(vectors[sounding])
    vectors = np.vstack(parts) if parts else np.zeros((0, 1), np.float32)
    space = tag_space(vectors) if sight.kind is Kind.TAGS else song_space(vectors)
    nowhere = np.full(len(found), np.nan, np.float32)
    return Ground(found, np.ones(len(found), np.int64), nowhere, space, space.mean)


def _of_songs(store: AnalysisStore, sight: Sight, audios: Sequence[AudioId]) -> tuple[list[AudioId], Floats]:
    if sight.kind is not Kind.TAGS:
        return store.pooled(sight.model, audios)
    tags = store.mean_tags(sight.model, audios)
    ids = [audio for audio in audios if audio in tags]
    size = len(models.spec(sight.model).tag_names)
    return ids, np.array([tags[audio] for audio in ids], np.float32).reshape(len(ids), size)


def _moments(
    store: AnalysisStore, sight: Sight, audios: Sequence[AudioId], folder: Path, check: Callable[[], None]
) -> Ground:
    counts_of = store.moments(sight.model)
    found = [audio for audio in audios if counts_of.get(audio)]
    counts = np.array([counts_of[audio] for audio in found], np.int64)
    spec = models.spec(sight.model)
    size = len(spec.tag_names) if sight.kind is Kind.TAGS else spec.dim
    numbers = numbers_of(sight.kind)
    if counts.sum() * size >= LARGE:
        own = folder / f"{sight.kind}-{sight.model}"
        space, starts, mean = large_space(store, sight.model, found, counts, numbers, own, check)
        return Ground(found, counts, starts, space, mean, Seconds(spec.window))
    vectors = np.empty((int(counts.sum()), size), np.float16)
    starts = np.empty(len(vectors), np.float32)
    at = 0
    for _, windows in store.each_windows(sight.model, found):
        check()
        part = slice(at, at + len(windows.starts))
        vectors[part], starts[part] = numbers(windows), windows.starts
        at = part.stop
    small = tag_space(vectors) if sight.kind is Kind.TAGS else moment_space(vectors)
    return Ground(found, counts, starts, small, small.mean, Seconds(spec.window))


def numbers_of(kind: Kind) -> Numbers:
    """What a space of this kind takes of a song's windows, (n, d)."""

    def tags(windows: Windows) -> Floats:
        assert windows.tags is not None  # asked of models that name tags alone
        return windows.tags

    return tags if kind is Kind.TAGS else lambda windows: windows.features


def exactly(store: AnalysisStore, sight: Sight, ground: Ground, points: Ints) -> Floats:
    """(m, d) of these points as they are compared, of a large ground from the windows themselves: those that
    begin where the points did, should the song have been heard anew meanwhile.
    """
    if not isinstance(ground.space, LargeSpace):
        return ground.space.some(points)
    songs = ground.songs[points]
    numbers = numbers_of(sight.kind)
    out = np.zeros((len(points), len(ground.mean)), np.float32)
    for audio, windows in store.each_windows(sight.model, [ground.audios[s] for s in np.unique(songs)]):
        song = ground.row_of[audio]
        mine = np.flatnonzero(songs == song)
        at = np.searchsorted(windows.starts, ground.starts[points[mine]])
        heard = numbers(windows)[np.minimum(at, len(windows.starts) - 1)]
        out[mine] = Space(heard, ground.mean).vectors
    return out


def _chunks(audios: Sequence[AudioId]) -> Iterator[Sequence[AudioId]]:
    return (audios[at : at + CHUNK] for at in range(0, len(audios), CHUNK))
