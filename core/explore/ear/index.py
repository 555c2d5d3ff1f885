"""The songlets of one model: how each tenth of every song sounds. See `ear` for what is built on them.

An `Index` never changes: a library that has grown gets a new one. It keeps the songlets as they are stored,
in half precision, and centres what is asked for. Of a library of more than LARGE songs it keeps each songlet
in its NARROW principal dimensions, 1.3 kB a song, and fetches the stored ones where those are asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.analysis.records import Trajectories
from core.domain import SONGLETS, AudioId, TrackId
from core.explore.ear.calibration import references
from core.explore.ear.sources import CENTRE_FROM, LARGE, Heard, pieces, unit

Floats = NDArray[np.float32]
Fetch = Callable[[NDArray[np.int64]], NDArray[np.floating]]
"""(m, S, d) stored songlets of these rows."""

NARROW = 64


class Index:
    """An immutable snapshot of one model's trajectories.

    Copies of one recording share a *row*: arrays have u rows for n tracks, u <= n.

    model: the model's name. version: digest of model, tracks and mean; changes when any of them does.
    track_ids: (n,) int64, rising. rows: (n,) int64, the row of each track.
    songlets: (u, S, d) float32, less the library's mean songlet, scaled to unit length; silence stays zero;
    d is NARROW in a large library. raw: (u, S, d) songlets as stored. Both are made as they are indexed.
    pooled: (u, d) float32, mean of the windows, likewise centred and of unit length.
    mean: (S, d) float32, the library's mean songlet. sounding: (S, u), False where a songlet is silence.
    """

    def __init__(
        self,
        model: str,
        track_ids: NDArray[np.int64],
        rows: NDArray[np.int64],
        kept: _Kept,
        pooled: Floats,
    ) -> None:
        self.model = model
        self.track_ids = track_ids
        self.rows = rows
        self.mean, self.sounding = kept.mean, kept.sounding
        self.songlets, self.raw = Songlets(kept.centred, kept.shape), Songlets(kept.raw, kept.shape)
        self.pooled = _centred_pooled(pooled)
        self._kept = kept
        digest = hashlib.blake2b(model.encode(), digest_size=8)
        for part in (track_ids, rows, self.mean):
            digest.update(part.tobytes())
        self.version = digest.hexdigest()
        self._row_of = dict(zip(track_ids.tolist(), rows.tolist(), strict=True))

    @classmethod
    def build(cls, trajectories: Trajectories, tracks: Sequence[tuple[TrackId, AudioId | None]]) -> Index:
        """The index of those tracks whose sound has been heard.

        tracks: (id, audio id) pairs; a track without a trajectory is left out.
        """
        wanted = {audio for _, audio in tracks if audio is not None}
        audios = [audio for audio in trajectories.audio_ids if audio in wanted]
        return cls.listen(Whole(trajectories), audios, tracks)

    @classmethod
    def listen(
        cls, heard: Heard, audios: Sequence[AudioId], tracks: Sequence[tuple[TrackId, AudioId | None]]
    ) -> Index:
        """The index with a row for each of `audios`; those that the model has not heard are silent."""
        row_of = {audio: row for row, audio in enumerate(audios)}
        found = sorted((id, row_of[audio]) for id, audio in tracks if audio is not None and audio in row_of)
        ids, rows = (
            np.array(column, np.int64) for column in (zip(*found, strict=True) if found else ((), ()))
        )
        have = set(heard.audio_ids)
        known = np.array([audio in have for audio in audios], np.bool_)
        kept = _Kept(heard, audios, known)
        pooled: Floats | None = None
        for part, songs in pieces(heard, audios, known):
            if pooled is None:
                pooled = np.zeros((len(audios), songs.pooled.shape[1]), np.float32)
            pooled[part] = songs.pooled
            kept.put(part, songs)
        kept.finish()
        return cls(
            heard.model, ids, rows, kept, np.zeros((len(audios), 1), np.float32) if pooled is None else pooled
        )

    def __len__(self) -> int:
        """Tracks, n."""
        return len(self.track_ids)

    def __contains__(self, track_id: object) -> bool:
        return track_id in self._row_of

    def row(self, track_id: TrackId) -> int:
        """Raises KeyError for a track that has not been heard."""
        row: int = self._row_of[track_id]
        return row

    def nbytes(self) -> int:
        """Memory held."""
        fixed = (self._kept.held, self.pooled, self.sounding, self.mean, self.track_ids, self.rows)
        return sum(array.nbytes for array in fixed)

    def pooled_cosines(self, vector: Floats) -> Floats:
        """(u,) cosine of every row's pooled vector with this one (d,), which need not be of unit length."""
        return np.asarray(np.einsum("ud,d->u", self.pooled, unit(vector)))

    def like_songlet(self, vector: Floats) -> Floats:
        """Raw vectors (..., d), of windows, in the space of `songlets`: centred, of unit length."""
        return self._kept.turned(unit(vector) - self.mean.mean(axis=0))


class Songlets:
    """(u, S, d) songlets that are made when they are asked for; indexed and measured like an array."""

    def __init__(self, make: Callable[[NDArray[np.int64]], Any], shape: tuple[int, int, int]) -> None:
        self._make, self.shape = make, shape

    def __getitem__(self, key: Any) -> Any:
        first, *rest = key if isinstance(key, tuple) else (key,)
        if isinstance(first, int | np.integer):
            made = self._make(np.array([first], np.int64))[0]
            return made[tuple(rest)] if rest else made
        rows = np.arange(self.shape[0])[first]
        made = self._make(rows)
        return made[(slice(None), *rest)] if rest else made

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:
        return np.asarray(self[:], dtype)

    def __len__(self) -> int:
        return self.shape[0]


class Whole:
    """Trajectories in memory as `Heard`."""

    def __init__(self, songs: Trajectories) -> None:
        self._songs = songs
        self._place = {audio: row for row, audio in enumerate(songs.audio_ids)}

    @property
    def model(self) -> str:
        return self._songs.model

    @property
    def audio_ids(self) -> Sequence[AudioId]:
        return self._songs.audio_ids

    def some(self, audio_ids: Sequence[AudioId]) -> Trajectories:
        rows = [self._place[audio] for audio in audio_ids]
        songs = self._songs
        return Trajectories(
            songs.model,
            songs.version,
            list(audio_ids),
            songs.songlets[rows],
            songs.pooled[rows],
            songs.passes[rows],
        )


class _Kept:
    """The songlets as memory holds them: half precision where that loses nothing, narrow in a large library.

    held: (u, S, k); with `directions` (d, k), coefficients of the centred songlets, else raw ones.
    """

    def __init__(self, heard: Heard, audios: Sequence[AudioId], known: NDArray[np.bool_]) -> None:
        self._heard, self._audios, self._known = heard, audios, known
        sample = heard.some([audios[row] for row in references(known, audios)])
        size = sample.songlets.shape[2]
        self.mean = _mean_songlet(sample.songlets)
        self.directions: Floats | None = None
        if len(audios) > LARGE:
            centred = (sample.songlets - self.mean).reshape(-1, size)
            self.directions = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :NARROW].copy()
        self.shape = (len(audios), SONGLETS, size if self.directions is None else self.directions.shape[1])
        self.held: NDArray[np.floating] = np.zeros(self.shape, np.float16)
        self.sounding = np.zeros((SONGLETS, len(audios)), np.bool_)

    def put(self, rows: NDArray[np.intp], songs: Trajectories) -> None:
        self.sounding[:, rows] = np.any(songs.songlets != 0.0, axis=2).T
        if self.directions is not None:
            self.held[rows] = (songs.songlets - self.mean) @ self.directions
            return
        if self.held.dtype == np.float16 and not _half_will_do(songs.songlets):
            self.held = self.held.astype(np.float32)
        self.held[rows] = songs.songlets

    def finish(self) -> None:
        """Everything was put."""
        if self.directions is None and len(self.held):
            self.mean = _mean_songlet(self.held[self._known])

    def centred(self, rows: NDArray[np.int64]) -> Floats:
        held = self.held[rows].astype(np.float32)
        songlets = unit(held - self.mean if self.directions is None else held)
        songlets[~self.sounding[:, rows].T] = 0.0
        return songlets

    def raw(self, rows: NDArray[np.int64]) -> NDArray[np.floating]:
        if self.directions is None:
            return self.held[rows]
        out = np.zeros((len(rows), SONGLETS, len(self.directions)), np.float32)
        found = self._heard.some([self._audios[row] for row in rows[self._known[rows]]])
        place = {audio: i for i, audio in enumerate(found.audio_ids)}
        for i, row in enumerate(rows.tolist()):
            if self._audios[row] in place:
                out[i] = found.songlets[place[self._audios[row]]]
        return out

    def turned(self, vector: Floats) -> Floats:
        return unit(vector if self.directions is None else vector @ self.directions)


def _half_will_do(songlets: Floats) -> bool:
    """Whether float16 loses nothing; exact values are what the published difference needs."""
    return np.array_equal(songlets.astype(np.float16).astype(np.float32), songlets)


def _mean_songlet(raw: NDArray[np.floating]) -> Floats:
    """(S, d), over the rows that sound; zero of too few songs to have a mean."""
    if len(raw) < CENTRE_FROM:
        return np.zeros(raw.shape[1:], np.float32)
    count = np.maximum(1, np.any(raw != 0.0, axis=2).sum(axis=0))[:, None]
    return np.asarray(raw.sum(axis=0, dtype=np.float64) / count, np.float32)


def _centred_pooled(pooled: Floats) -> Floats:
    silent = ~np.any(pooled != 0.0, axis=1)
    if (~silent).sum() >= CENTRE_FROM:
        pooled = pooled - pooled[~silent].mean(axis=0, dtype=np.float64).astype(np.float32)
    vectors = unit(pooled)
    vectors[silent] = 0.0
    return vectors
