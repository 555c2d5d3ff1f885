"""Hubs: the few songs that are near everything, and how the score is freed of them.

Calibration takes most of it: each song's distances are set against its own usual ones. What is left shows
with the size of a taste, so each candidate's score is set against its own mean and spread over random tastes
of the same size (the S-norm of speaker verification): a song that scores well whatever one likes has to
score better still. That is done for the candidates in question alone, and kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explore.ear import Ear, Nearness
from core.explore.subspace import Subspace, liked_subspace

Floats = NDArray[np.float32]

TASTES = 100
POOL = 300
"""Random tastes are drawn from this many songs, so that a candidate is compared with them once."""
SIZES = (1, 2, 3, 5, 8, 12, 18, 24)
"""Norms are kept for these sizes of a taste; others use the nearest."""
SMALLEST = 40
"""Fewer songs than this give no random tastes worth the name; scores then stay as they are."""
SHRINK = 0.5
"""Each spread moves this far towards the usual one: one song's own is a noisy estimate."""
CHUNK = 1024

Scoring = Callable[[Nearness, NDArray[np.floating], Subspace], Floats]
"""(n,) scores of candidates against likes (M, n), the likes' weights (M,), and their subspace."""


@dataclass(frozen=True, slots=True)
class Norm:
    """mean, spread: (m,) of each candidate's score over random tastes. Spread is positive."""

    mean: Floats
    spread: Floats


@dataclass(frozen=True, slots=True)
class _Tastes:
    """Random tastes of one size: (T, M) places in the pool, and their subspaces."""

    chosen: NDArray[np.int64]
    spaces: list[Subspace]


def bucket(size: int) -> int:
    """The size in SIZES nearest to this one by ratio."""
    return min(SIZES, key=lambda known: abs(np.log(known / max(1, size))))


class Norms:
    """Of one ear and one way of scoring. Deterministic; a candidate is left out of tastes it is a part of."""

    def __init__(self, ear: Ear, scoring: Scoring) -> None:
        self._ear, self._scoring = ear, scoring
        self._lock = threading.Lock()
        everyone = np.logical_or.reduce([source.known for source in ear.sources])
        heard = np.flatnonzero(everyone)
        self._pool = heard[np.random.default_rng(0).permutation(len(heard))[:POOL]]
        self._tastes: dict[int, _Tastes] = {}
        self._known: dict[int, tuple[Floats, Floats]] = {}

    @property
    def useful(self) -> bool:
        return len(self._pool) >= SMALLEST

    def of(self, rows: NDArray[np.int64], size: int) -> Norm:
        """For candidates `rows` and tastes of about this size."""
        size = bucket(size)
        with self._lock:
            if size not in self._known:
                self._known[size] = (
                    np.zeros(self._ear.size, np.float32),
                    np.zeros(self._ear.size, np.float32),
                )
                self._tastes[size] = self._random(size)
            mean, spread = self._known[size]
            missing = rows[spread[rows] == 0.0]
            for start in range(0, len(missing), CHUNK):
                part = missing[start : start + CHUNK]
                mean[part], spread[part] = self._learnt(part, self._tastes[size])
            own = spread[rows]
            usual = float(own.mean()) if len(own) else 1.0
            return Norm(mean[rows], np.maximum(np.float32(1e-3), own + np.float32(SHRINK) * (usual - own)))

    def _random(self, size: int) -> _Tastes:
        rng = np.random.default_rng(size)
        chosen = np.array([rng.permutation(len(self._pool))[:size] for _ in range(TASTES)], np.int64)
        gram = self._ear.compare(self._ear.queries(self._pool), self._pool).cosine
        ones = np.ones(chosen.shape[1])
        spaces = [liked_subspace(gram[np.ix_(taste, taste)][None], ones) for taste in chosen]
        return _Tastes(chosen, spaces)

    def _learnt(self, rows: NDArray[np.int64], tastes: _Tastes) -> tuple[Floats, Floats]:
        """(c,) mean and spread over the tastes; of a song that cannot be compared 0 and 1."""
        near = self._ear.compare(self._ear.queries(self._pool), rows)
        ones = np.ones(tastes.chosen.shape[1], np.float32)
        itself = rows == self._pool[:, None]
        scores = np.empty((len(tastes.spaces), len(rows)), np.float32)
        for t, (chosen, space) in enumerate(zip(tastes.chosen, tastes.spaces, strict=True)):
            own = Nearness(near.distance[chosen], near.cosine[chosen])
            scores[t] = self._scoring(own, ones, space)
            scores[t, itself[chosen].any(axis=0)] = np.nan
        return _mean_and_spread(scores)


def _mean_and_spread(scores: Floats) -> tuple[Floats, Floats]:
    """(c,) each over the tastes (rows), leaving out what is not finite."""
    there = np.isfinite(scores)
    count = there.sum(axis=0)
    some = np.maximum(1, count)
    mean = np.where(there, scores, 0.0).sum(axis=0) / some
    off = np.where(there, scores, mean) - mean
    spread = np.sqrt(np.square(off).sum(axis=0) / some)
    return mean.astype(np.float32), np.where(count > 1, np.maximum(spread, 1e-3), 1.0).astype(np.float32)
