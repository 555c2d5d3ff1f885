"""The ways of comparing songs that an ear adds up: a model's vectors, and the timbre Gaussian.

A model's vectors say two things of a song: how it sounds throughout, and how much it changes. The mean of
the windows, less the library's, is divided by what usually changes *within* a song, W^-1/2 (x - mean) with W
the covariance of songlets about their own song's mean: what differs between the parts of one song cannot
tell songs apart. That is within-class covariance normalisation (Hatch 2006), with the song as the class, so
that no labels are needed. Beside it, at half the weight, stands the spread of the songlets, number by number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.analysis.models.summary import Summary
from core.analysis.records import Trajectories
from core.domain import AudioId
from core.explore.ear import timbre
from core.explore.ear.calibration import Rows, Usual, references, usual

Floats = NDArray[np.float32]

TIMBRE, SPECTRAL = "timbre", "spectral"
WEIGHTS = {TIMBRE: 0.5, SPECTRAL: 0.5}
"""What a source weighs in the ear beside a learned model's 1."""

CENTRE_FROM = 20
"""Below this many songs their mean is no picture of "music in general": vectors stay uncentred."""
RIDGE = 0.3
"""Share of the mean eigenvalue that is added to W, so that directions hardly ever moved in do not rule."""
CHANGE = 0.5
"""Weight of how much a song changes beside how it sounds."""
LARGE = 20_000
"""With more songs than this a vector is turned into the library's principal axes. The first WIDTH numbers are
what a whole library is compared by, the others are kept in half precision, for the few that matter.
"""
WIDTH = 128
CHUNK = 2048
FEW = 4


class Heard(Protocol):
    """What one model has heard, by pieces, so that a large library is never held twice."""

    @property
    def model(self) -> str: ...

    @property
    def audio_ids(self) -> Sequence[AudioId]: ...

    def some(self, audio_ids: Sequence[AudioId]) -> Trajectories:
        """Those songs, in that order; all of them have been heard."""
        ...


class HeardTimbre(Protocol):
    """The timbre Gaussians, by pieces likewise."""

    @property
    def audio_ids(self) -> Collection[AudioId]: ...

    def some(self, audio_ids: Sequence[AudioId]) -> Mapping[AudioId, Summary]:
        """Of those songs that have one."""
        ...


@dataclass(frozen=True, slots=True)
class Query:
    """Songs, or parts of songs, as one source hears them.

    vectors: (m, k); known: (m,); mean, spread: (m,) of their distances to the references.
    """

    vectors: Floats
    known: NDArray[np.bool_]
    mean: Floats
    spread: Floats


class Transform:
    """From a model's raw vectors to those that are compared. Fitted on at most a thousand songs."""

    def __init__(self, sample: Trajectories, *, whiten: bool, turn: bool) -> None:
        pooled, spread, within = _described(sample)
        size = pooled.shape[1]
        self.mean: Floats = np.zeros(size, np.float32)
        self._usual_spread: Floats = np.zeros(size, np.float32)
        self._whiten = np.eye(size, dtype=np.float32)
        self._rotation: Floats | None = None
        heard = np.any(pooled != 0.0, axis=1)
        if heard.sum() >= CENTRE_FROM:
            self.mean = pooled[heard].mean(axis=0, dtype=np.float64).astype(np.float32)
            self._usual_spread = spread[heard].mean(axis=0, dtype=np.float64).astype(np.float32)
            if whiten:
                self._whiten = _inverse_root(within)
        if turn:
            vectors = self.of(pooled, spread)
            self._rotation = np.linalg.eigh(vectors.T @ vectors)[1][:, ::-1].copy()

    def vectors(self, songs: Trajectories) -> Floats:
        """(n, k) of about unit length, zero for silence."""
        pooled, spread, _ = _described(songs)
        return self.of(pooled, spread)

    def of(self, pooled: Floats, spread: Floats | None) -> Floats:
        """(n, k) from raw pooled vectors and spreads of songlets (n, d); spread None: not known."""
        sound = unit((pooled - self.mean) @ self._whiten)
        change = np.zeros_like(pooled) if spread is None else unit(spread - self._usual_spread)
        vectors = np.asarray(np.hstack([sound, CHANGE * change]) / np.hypot(1.0, CHANGE), np.float32)
        vectors[~np.any(pooled != 0.0, axis=1)] = 0.0
        return np.asarray(vectors if self._rotation is None else vectors @ self._rotation, np.float32)


class Vectors:
    """(u, k) vectors, of which a large library keeps all but the first WIDTH numbers in half precision."""

    def __init__(self, count: int, width: int, *, split: bool) -> None:
        self.head: Floats = np.zeros((count, min(width, WIDTH) if split else width), np.float32)
        self._tail = np.zeros((count, width - self.head.shape[1]), np.float16)
        self.width = width

    @classmethod
    def of(cls, vectors: Floats) -> Vectors:
        found = cls(*vectors.shape, split=False)
        found.head[:] = vectors
        return found

    @property
    def split(self) -> bool:
        return bool(self._tail.shape[1])

    def put(self, rows: NDArray[np.integer], vectors: Floats) -> None:
        split = self.head.shape[1]
        self.head[rows], self._tail[rows] = vectors[:, :split], vectors[:, split:]

    def __getitem__(self, rows: Rows) -> Floats:
        """(m, k) of these rows, whole."""
        if not self.split:
            return self.head[rows]
        return np.hstack([self.head[rows], self._tail[rows].astype(np.float32)])

    @property
    def nbytes(self) -> int:
        return self.head.nbytes + self._tail.nbytes


class Source:
    """u songs as heard one way. Subclasses say how far apart two vectors are."""

    def __init__(self, name: str, vectors: Vectors, known: NDArray[np.bool_], audios: Sequence[AudioId]):
        self.name, self.vectors, self.known = name, vectors, known
        self.weight = WEIGHTS.get(name, 1.0)
        self.references = references(known, audios)
        self.usual: Usual = usual(self.distances, known, self.references)
        self.scale = self._scale()

    def raw(self, vectors: Floats, others: Floats) -> Floats:
        """(a, b) distances in the source's own unit."""
        raise NotImplementedError

    def distances(self, rows: Rows, others: Rows | None = None) -> Floats:
        """(a, b) of the songs `rows` to `others` in the source's own unit.

        When others are left out, to all; of a large library by the first WIDTH numbers alone.
        """
        return self.to(self.vectors[rows], others)

    def to(self, vectors: Floats, others: Rows | None) -> Floats:
        """The same of vectors (a, k)."""
        if others is not None:
            return self.raw(vectors, self.vectors[others])
        return self.raw(vectors[:, : self.vectors.head.shape[1]], self.vectors.head)

    def query(self, rows: NDArray[np.integer]) -> Query:
        return Query(self.vectors[rows], self.known[rows], self.usual.mean[rows], self.usual.spread[rows])

    def query_of(self, vectors: Floats) -> Query:
        """Of vectors (m, k) that belong to no row."""
        distances = self.to(vectors, self.references)
        known = np.any(vectors != 0.0, axis=1)
        if distances.shape[1] < 2:
            nothing = np.zeros(len(vectors), np.float32)
            return Query(vectors, known, nothing, nothing + 1.0)
        return Query(vectors, known, distances.mean(axis=1), np.maximum(distances.std(axis=1), 1e-6))

    def _scale(self) -> float:
        """The usual spread of distances."""
        return float(np.mean(self.usual.spread[self.references])) if len(self.references) else 1.0

    def nbytes(self) -> int:
        held = (self.vectors, self.known, self.usual.mean, self.usual.spread)
        return sum(array.nbytes for array in held)


class VectorSource(Source):
    """Distance 1 - cosine."""

    def raw(self, vectors: Floats, others: Floats) -> Floats:
        distances = products(vectors, others)
        np.subtract(np.float32(1.0), distances, out=distances)
        return distances


class TimbreSource(Source):
    """Distance log(1 + J): the divergence itself has a tail that no mean and spread describe."""

    def raw(self, vectors: Floats, others: Floats) -> Floats:
        distances = products(timbre.answering(vectors), others)
        distances -= np.float32(timbre.dimensions(others.shape[1]))
        np.maximum(distances, np.float32(0.0), out=distances)
        np.log1p(distances, out=distances)
        return distances


def listen(heard: Heard, audios: Sequence[AudioId]) -> tuple[VectorSource, Transform, Floats]:
    """One model's source over `audios`, its transform, and (u,) the lengths of the raw pooled vectors."""
    have = set(heard.audio_ids)
    known = np.array([audio in have for audio in audios], np.bool_)
    sample = heard.some([audios[row] for row in references(known, audios)])
    whiten = heard.model != SPECTRAL  # its numbers are scaled each by its own spread already
    large = len(audios) > LARGE
    transform = Transform(sample, whiten=whiten, turn=large)
    vectors = Vectors(len(audios), 2 * sample.pooled.shape[1], split=large)
    lengths = np.zeros(len(audios), np.float32)
    for rows, songs in pieces(heard, audios, known):
        vectors.put(rows, transform.vectors(songs))
        lengths[rows] = np.linalg.norm(songs.pooled, axis=1)
    source = VectorSource(heard.model, vectors, np.any(vectors.head != 0.0, axis=1), audios)
    return source, transform, lengths


def listen_to_timbre(heard: HeardTimbre, audios: Sequence[AudioId]) -> TimbreSource | None:
    """None where no Gaussian is known."""
    known = np.array([audio in heard.audio_ids for audio in audios], np.bool_)
    sample = heard.some([audios[row] for row in references(known, audios)])
    if not sample:
        return None
    space = timbre.Space.of(list(sample.values()))
    vectors = Vectors(len(audios), space.width, split=False)  # all its numbers are needed for any distance
    rows = np.flatnonzero(known)
    for start in range(0, len(rows), CHUNK):
        found = heard.some([audios[row] for row in rows[start : start + CHUNK]])
        part = np.array([row for row in rows[start : start + CHUNK] if audios[row] in found], np.int64)
        vectors.put(part, space.features([found[audios[row]] for row in part]))
    return TimbreSource(TIMBRE, vectors, np.any(vectors.head != 0.0, axis=1), audios)


def pieces(
    heard: Heard, audios: Sequence[AudioId], known: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.intp], Trajectories]]:
    """Rows of `audios` that were heard, and their trajectories, a piece at a time."""
    rows = np.flatnonzero(known)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        yield part, heard.some([audios[row] for row in part])


def products(vectors: Floats, others: Floats) -> Floats:
    """(a, b) inner products. For few vectors einsum: twice as fast here as BLAS, whose threads moreover stall
    beside a busy worker.
    """
    if len(vectors) > FEW or len(others) < CHUNK:
        return np.asarray(vectors @ others.T, np.float32)
    return np.stack([np.einsum("bk,k->b", others, vector) for vector in vectors])


def unit(vectors: NDArray[np.floating]) -> Floats:
    """Scaled to length 1; what is shorter than rounding noise becomes zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(length > 1e-6, vectors / np.maximum(length, 1e-12), 0.0).astype(np.float32)


def _described(songs: Trajectories) -> tuple[Floats, Floats, Floats]:
    """(n, d) raw pooled vectors, (n, d) spread of the songlets, (n, S, d) songlets less their song's mean.

    Songlets are scaled back from unit length to their song's; silent ones take no part, and are zero.
    """
    songlets = songs.songlets * np.linalg.norm(songs.pooled, axis=1)[:, None, None]
    sounding = np.any(songlets != 0.0, axis=2, keepdims=True)
    count = np.maximum(1, sounding.sum(axis=1, keepdims=True))
    songlets -= songlets.sum(axis=1, keepdims=True) / count
    songlets *= sounding
    spread = np.sqrt(np.einsum("nsd,nsd->nd", songlets, songlets) / count[:, 0])
    return songs.pooled, spread.astype(np.float32), songlets


def _inverse_root(within: Floats) -> Floats:
    """W^-1/2 of songlets less their song's mean (n, S, d), up to a factor, which cosines do not see."""
    flat = within.reshape(-1, within.shape[2])
    scatter = flat.T @ flat / max(1, len(flat))
    values, vectors = np.linalg.eigh(scatter.astype(np.float64))
    values = np.maximum(values, 0.0) + RIDGE * max(float(values.mean()), 1e-12)
    return np.asarray(vectors * np.sqrt(values[-1] / values), np.float32)
