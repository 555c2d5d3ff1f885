"""Hubs: the few songs that are near everything, and how the score is freed of them.

Calibration takes most of it: each song's distances are set against its own usual ones. What is left shows in
larger tastes, so each song's score is set against its own mean and spread over random tastes (the S-norm of
speaker verification): one that scores well whatever one likes has to score better still.

It is learnt once, for tastes of SIZE likes: what sets a song apart from others is the same for any size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explore.ear.ear import Ear
from core.explore.ear.fusing import Nearness
from core.explore.ear.subspace import Subspace, liked_subspace

Floats = NDArray[np.float32]

SIZE = 12
TASTES = 100
POOL = 200
"""Random tastes are drawn from this many songs, so that every song is compared with them once."""
SMALLEST = 40
"""Fewer songs than this give no random tastes worth the name; scores then stay as they are."""
SHRINK = 0.5
"""Each spread moves this far towards the usual one: one song's own is a noisy estimate."""
CHUNK = 1024

Scoring = Callable[[Nearness, NDArray[np.floating], Subspace], Floats]
"""(n,) scores of candidates against likes (M, n), the likes' weights (M,), and their subspace."""


@dataclass(frozen=True, slots=True)
class Norm:
    """offset: (u,) by how much more a song scores over random tastes than songs do; spread: (u,) by how many
    times as much its scores vary. 0 and 1 where nothing is known.
    """

    offset: Floats
    spread: Floats


def learn(ear: Ear, scoring: Scoring) -> Norm:
    """Deterministic. A song is left out of the tastes that it is a part of."""
    offset, spread = np.zeros(ear.size, np.float32), np.ones(ear.size, np.float32)
    heard = np.flatnonzero(np.logical_or.reduce([source.known for source in ear.sources]))
    if len(heard) < SMALLEST:
        return Norm(offset, spread)
    rng = np.random.default_rng(0)
    pool = heard[rng.permutation(len(heard))[:POOL]]
    tastes = [rng.permutation(len(pool))[:SIZE] for _ in range(TASTES)]
    queries = ear.queries(pool)
    gram = ear.compare(queries, pool).cosine
    ones = np.ones(SIZE, np.float32)
    spaces = [liked_subspace(gram[np.ix_(taste, taste)][None], ones) for taste in tastes]
    for start in range(0, len(heard), CHUNK):
        rows = heard[start : start + CHUNK]
        near = ear.compare(queries, rows)
        itself = rows == pool[:, None]
        scores = np.empty((TASTES, len(rows)), np.float32)
        for t, (taste, space) in enumerate(zip(tastes, spaces, strict=True)):
            scores[t] = scoring(Nearness(near.distance[taste], near.cosine[taste]), ones, space)
            scores[t, itself[taste].any(axis=0)] = np.nan
        offset[rows], spread[rows] = _mean_and_spread(scores)
    known, unknown = heard[np.isfinite(spread[heard])], heard[~np.isfinite(spread[heard])]
    offset[unknown], spread[unknown] = 0.0, 1.0
    if not len(known):
        return Norm(offset, spread)
    offset[known] -= offset[known].mean()
    usual = float(spread[known].mean())
    spread[known] = np.maximum(0.1, (spread[known] + SHRINK * (usual - spread[known])) / usual)
    return Norm(offset, spread)


def _mean_and_spread(scores: Floats) -> tuple[Floats, Floats]:
    """(c,) each over the tastes (rows), leaving out what is not finite; spread inf where that is all."""
    there = np.isfinite(scores)
    count = there.sum(axis=0)
    some = np.maximum(1, count)
    mean = np.where(there, scores, 0.0).sum(axis=0) / some
    off = np.where(there, scores, mean) - mean
    spread = np.sqrt(np.square(off).sum(axis=0) / some)
    return mean.astype(np.float32), np.where(count > 1, spread, np.inf).astype(np.float32)
