"""The few directions in which the library's music differs most: where curves and paths are drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain import SONGLETS
from core.explore.ear.index import Index
from core.explore.picture.spline import through

MOST = 3_000
"""Songs that the directions are learnt from, evenly taken: more change nothing that one could see."""
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
    """Library axes: principal components of all songlets. Positions in one library's axes can be compared.

    directions: (k, d) orthonormal, strongest first. middle: (d,). share: of the songlets' variance that they
    show, 0 to 1. version: that of the index.
    """

    directions: NDArray[np.float32]
    middle: NDArray[np.float32]
    share: float
    version: str

    @classmethod
    def of(cls, index: Index, dimensions: int = 2) -> Axes:
        """A tenth of a second for 3,000 songs and more; an empty index has axes too, of no meaning."""
        songs = index.songlets
        rows = np.unique(np.linspace(0, len(songs) - 1, min(MOST, len(songs))).astype(np.int64))
        heard = songs[rows][index.sounding.T[rows]]
        middle = heard.mean(axis=0) if len(heard) else np.zeros(songs.shape[2], np.float32)
        spread = (heard - middle).T @ (heard - middle) / max(1, len(heard))
        variance, vectors = np.linalg.eigh(spread.astype(np.float64))
        directions = np.ascontiguousarray(vectors[:, ::-1][:, :dimensions].T)
        # An eigenvector's sign is arbitrary: one rule, so that the same library is always drawn alike.
        strongest = np.abs(directions).argmax(axis=1)
        directions *= np.sign(directions[np.arange(len(directions)), strongest])[:, None]
        total = float(variance.sum())
        share = float(variance[::-1][:dimensions].sum()) / total if total > 0 else 0.0
        return cls(directions.astype(np.float32), middle.astype(np.float32), share, index.version)

    def place(self, vectors: NDArray[np.floating]) -> NDArray[np.float32]:
        """(..., k) for centred unit vectors (..., d)."""
        return np.asarray((vectors - self.middle) @ self.directions.T, np.float32)

    def curve(self, index: Index, row: int) -> Curve | None:
        """None for a song of which fewer than two songlets sound."""
        heard = np.flatnonzero(index.sounding[:, row])
        if len(heard) < 2:
            return None
        points = through(self.place(index.songlets[row, heard]), STEPS)
        rings = np.arange(len(heard)) * STEPS
        times = np.interp(np.arange(len(points)), rings, (heard + 0.5) / SONGLETS)
        return Curve(points.astype(np.float32), times.astype(np.float32), rings)

    def centre(self, index: Index, row: int) -> NDArray[np.float32] | None:
        """(k,) the middle of a song's songlets; None for silence."""
        heard = index.sounding[:, row]
        return self.place(index.songlets[row, heard]).mean(axis=0) if heard.any() else None
