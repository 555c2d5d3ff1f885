"""Hubs: the few songs that are near everything, and how the score is freed of them.

Each candidate's score is set against its own mean and spread over random tastes of the same size (the
S-norm of speaker verification): a song that scores well whatever one likes has to score better still.
On real music this is what lifts the liked subspace above a plain mean vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explore.subspace import Subspace, liked_subspace, taste_scores

TASTES = 200
POOL = 400
"""Random tastes are drawn from this many rows, so that a library is compared with them once."""
SIZES = (1, 2, 3, 5, 8, 12, 18, 24)
"""Norms are kept for these sizes of a taste; others use the nearest."""
CHUNK = 512
SMALLEST = 40
"""Fewer songs than this give no random tastes worth the name; scores then stay as they are."""
POOLED_WEIGHT = 1.0
"""Weight of the cosine of pooled vectors, which hears the whole song, beside the aligned songlets."""


SHRINK = 0.5
"""Each spread moves this far towards the library's mean spread: one song's own is a noisy estimate."""


@dataclass(frozen=True, slots=True)
class Norm:
    """mean, spread: (u,) of each row's score over random tastes. Spread is positive."""

    mean: NDArray[np.float32]
    spread: NDArray[np.float32]


def bucket(size: int) -> int:
    """The size in SIZES nearest to this one by ratio."""
    return min(SIZES, key=lambda known: abs(np.log(known / max(1, size))))


def fused(
    cosines: NDArray[np.float32], pooled: NDArray[np.float32], taste: Subspace, sounding: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """The score of one centre of a taste: aligned songlets and pooled vectors together; lower is nearer.

    cosines: (S, M, n); pooled: (n,) cosine of the candidate to the likes' pooled mean.
    """
    return taste_scores(cosines, taste, sounding) - POOLED_WEIGHT * pooled


def random_taste_norms(
    by_songlet: NDArray[np.float32],
    pooled: NDArray[np.float32],
    sounding: NDArray[np.bool_],
    sizes: Sequence[int],
) -> dict[int, Norm]:
    """Norms for tastes of the given sizes.

    by_songlet: (S, u, d) centred unit songlets; pooled: (u, d) centred unit; sounding: (S, u).
    Deterministic. A row is left out of the tastes that it is a part of.
    """
    count = by_songlet.shape[1]
    if count < SMALLEST:
        flat = Norm(np.zeros(count, np.float32), np.ones(count, np.float32))
        return dict.fromkeys(sizes, flat)
    rng = np.random.default_rng(0)
    pool = rng.permutation(count)[:POOL]
    tastes = {size: [rng.permutation(len(pool))[:size] for _ in range(TASTES)] for size in sizes}
    liked = by_songlet[:, pool]
    gram = liked @ np.swapaxes(liked, 1, 2)
    spaces = {
        size: [_random_taste(gram, pooled[pool], chosen) for chosen in group]
        for size, group in tastes.items()
    }
    norms = {size: Norm(np.empty(count, np.float32), np.empty(count, np.float32)) for size in sizes}
    place = np.full(count, -1)
    place[pool] = np.arange(len(pool))
    for start in range(0, count, CHUNK):
        part = slice(start, start + CHUNK)
        cosines = liked @ np.swapaxes(by_songlet[:, part], 1, 2)
        for size, group in tastes.items():
            scores = np.stack(
                [
                    _score_without_own(cosines, pooled[part], sounding[:, part], place[part], chosen, space)
                    for chosen, space in zip(group, spaces[size], strict=True)
                ]
            )
            norms[size].mean[part], norms[size].spread[part] = _mean_and_spread(scores)
    return {size: Norm(norm.mean, _shrunk(norm.spread)) for size, norm in norms.items()}


def _random_taste(
    gram: NDArray[np.float32], pooled: NDArray[np.float32], chosen: NDArray[np.int64]
) -> tuple[Subspace, NDArray[np.float32]]:
    weights = np.ones(len(chosen))
    centre = pooled[chosen].mean(axis=0)
    centre /= max(float(np.linalg.norm(centre)), 1e-12)
    return liked_subspace(gram[:, chosen[:, None], chosen], weights), centre


def _score_without_own(
    cosines: NDArray[np.float32],
    pooled: NDArray[np.float32],
    sounding: NDArray[np.bool_],
    place: NDArray[np.int64],
    chosen: NDArray[np.int64],
    taste: tuple[Subspace, NDArray[np.float32]],
) -> NDArray[np.float32]:
    space, centre = taste
    scores = fused(cosines[:, chosen], pooled @ centre, space, sounding)
    scores[np.isin(place, chosen)] = np.nan
    return scores


def _mean_and_spread(scores: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(c,) each over the tastes (rows), leaving out NaN; a silent row (inf) has mean 0 and no spread."""
    scores = np.where(np.isfinite(scores), scores, np.nan)
    silent = np.isnan(scores).all(axis=0)
    scores[:, silent] = 0.0
    mean, spread = np.nanmean(scores, axis=0), np.nanstd(scores, axis=0)
    return np.where(silent, 0.0, mean), np.where(silent, np.nan, spread)


def _shrunk(spread: NDArray[np.float32]) -> NDArray[np.float32]:
    known = ~np.isnan(spread)
    usual = float(spread[known].mean()) if known.any() else 1.0
    own = np.where(known, spread, usual)
    return np.maximum(1e-3, own + SHRINK * (usual - own)).astype(np.float32)
