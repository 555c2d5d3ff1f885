"""The few directions in which music differs most, a library's or some songs': where curves are drawn."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds
from core.explore.ear.index import Index
from core.explore.ear.spans import songlet_spans
from core.explore.picture.spline import through

MOST = 3_000
"""Songs that the directions are learnt from, evenly taken: more change nothing that one could see."""
UNKNOWN = Seconds(0.0)
STEPS = 12
"""Samples of a curve from one songlet to the next."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A song's way through the axes.

    points: (m, k) samples in order. times: (m,) the share of the song, 0 to 1, at which each sounds; a
    songlet's point stands for its middle. rings: (r,) which samples are songlets; silent ones are left out.
    """

    points: NDArray[np.float32]
    times: NDArray[np.float32]
    rings: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Axes:
    """Principal components. Positions in the same axes can be compared; those in others cannot.

    directions: (k, d) orthonormal, strongest first; rows of zeros where there is nothing more to show.
    middle: (d,). share: of the variance of what they were learnt from, 0 to 1, that they show. version: that
    of the index for library axes; a digest of the vectors for those of a few songs.
    """

    directions: NDArray[np.float32]
    middle: NDArray[np.float32]
    share: float
    version: str

    @classmethod
    def of(cls, index: Index, dimensions: int = 2) -> Axes:
        """Library axes: of all songlets. A tenth of a second for 3,000 songs and more; an empty index has
        axes too, of no meaning."""
        songs = index.songlets
        rows = np.unique(np.linspace(0, len(songs) - 1, min(MOST, len(songs))).astype(np.int64))
        return cls._learnt(songs[rows][index.sounding.T[rows]], songs.shape[2], dimensions, index.version)

    @classmethod
    def along(cls, vectors: NDArray[np.floating], dimensions: int = 3) -> Axes:
        """Axes of a few songs' own points (n, d), n >= 1: one song's own shape, or a room that some share."""
        digest = hashlib.blake2b(np.ascontiguousarray(vectors, np.float32).tobytes(), digest_size=8)
        return cls._learnt(vectors, vectors.shape[1], dimensions, digest.hexdigest())

    @classmethod
    def _learnt(cls, vectors: NDArray[np.floating], size: int, dimensions: int, version: str) -> Axes:
        middle = vectors.mean(axis=0) if len(vectors) else np.zeros(size, np.float32)
        variance, found = _components(vectors - middle)
        directions = np.zeros((dimensions, size), np.float64)
        kept = found[:dimensions]
        # An eigenvector's sign is arbitrary: one rule, so that the same music is always drawn alike.
        strongest = np.abs(kept).argmax(axis=1)
        directions[: len(kept)] = kept * np.sign(kept[np.arange(len(kept)), strongest])[:, None]
        total = float(variance.sum())
        share = float(variance[:dimensions].sum()) / total if total > 0 else 0.0
        return cls(directions.astype(np.float32), np.asarray(middle, np.float32), share, version)

    def shown(self, vectors: NDArray[np.floating]) -> float:
        """Of the way these points (n, d) lie about their middle, the share that is seen in these axes: 0 to 1
        of their variance; 1 for points that coincide, of which there is nothing else to see."""
        about = vectors - vectors.mean(axis=0)
        total = float(np.square(about, dtype=np.float64).sum())
        seen = float(np.square(about @ self.directions.T, dtype=np.float64).sum())
        return min(1.0, seen / total) if total > 0 else 1.0

    def place(self, vectors: NDArray[np.floating]) -> NDArray[np.float32]:
        """(..., k) for centred unit vectors (..., d)."""
        return np.asarray((vectors - self.middle) @ self.directions.T, np.float32)

    def curve(self, index: Index, row: int, duration: Seconds = UNKNOWN) -> Curve | None:
        """None for a song of which fewer than two songlets sound. duration: songlets are taken for tenths
        where it is not known.
        """
        heard = np.flatnonzero(index.sounding[:, row])
        if len(heard) < 2:
            return None
        points = through(self.place(index.songlets[row, heard]), STEPS)
        rings = np.arange(len(heard)) * STEPS
        middles = songlet_spans(index.model, duration)[heard].mean(axis=1)
        times = np.interp(np.arange(len(points)), rings, middles)
        return Curve(points.astype(np.float32), times.astype(np.float32), rings)

    def centre(self, index: Index, row: int) -> NDArray[np.float32] | None:
        """(k,) the middle of a song's songlets; None for silence."""
        heard = index.sounding[:, row]
        return self.place(index.songlets[row, heard]).mean(axis=0) if heard.any() else None


def _components(centred: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Variances (r,), falling, and directions (r, d) of n points about zero, by the cheaper of two ways."""
    n, size = centred.shape
    if n > size:
        variance, vectors = np.linalg.eigh(centred.T.astype(np.float64) @ centred)
        return np.maximum(variance[::-1], 0.0), vectors.T[::-1]
    _, lengths, vectors = np.linalg.svd(centred.astype(np.float64), full_matrices=False)
    return lengths**2, vectors
