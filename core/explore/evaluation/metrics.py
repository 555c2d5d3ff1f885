"""Measures of a ranking, and how sure a mean of them is. Pure functions; each is tested against sums by hand.

A *ranking* is told by `right`: for each place, the best first, whether what stands there is relevant.
Definitions are those of the information retrieval handbooks (Manning, Raghavan, Schütze 2008, chapter 8),
and, for hubs, of Radovanović, Nanopoulos and Ivanović 2010.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.explore.evaluation.record import Estimate

Right = NDArray[np.bool_]
Floats = NDArray[np.floating]

RESAMPLES = 1000
LEVEL = 0.95
"""Share of resampled means between the two ends of an interval."""
_AT_ONCE = 4_000_000
"""Drawn numbers held in memory at a time while resampling."""


def precision_at(right: Right, k: int) -> float:
    """Share of relevant ones among the first k; places that a short ranking lacks count as wrong. 0..1."""
    return float(right[:k].sum() / k)


def average_precision_at(right: Right, k: int, relevant: int) -> float:
    """Mean of the precisions at each relevant one of the first k, over min(k, relevant): 1 is perfect. 0..1.

    relevant: how many there are in all, 1 or more.
    """
    first = right[:k]
    precisions = np.cumsum(first) / np.arange(1, len(first) + 1)
    return float(precisions[first].sum() / min(k, relevant))


def r_precision(right: Right, relevant: int) -> float:
    """Share of relevant ones among as many as there are in all. 0..1."""
    return precision_at(right, relevant)


def recall_at(right: Right, k: int, relevant: int) -> float:
    """Share of the relevant ones that are among the first k. 0..1."""
    return float(right[:k].sum() / relevant)


def ndcg_at(right: Right, k: int, relevant: int) -> float:
    """Discounted gain (1 / log2(place + 1)) of the first k beside that of the best ranking. 0..1."""
    discount = 1.0 / np.log2(np.arange(2, k + 2))
    gained = discount[: len(right[:k])][right[:k]].sum()
    return float(gained / discount[: min(k, relevant)].sum())


def first_place(right: Right) -> int:
    """The place, from 1, of the first relevant one; 0 where there is none."""
    found = np.flatnonzero(right)
    return int(found[0]) + 1 if len(found) else 0


def occurrences(neighbours: NDArray[np.integer], size: int) -> NDArray[np.int64]:
    """N_k: how often each of `size` rows is among the neighbours (q, k) of another; -1 stands for none."""
    flat = neighbours.ravel()
    return np.bincount(flat[flat >= 0], minlength=size).astype(np.int64)


def skewness(counts: NDArray[np.integer]) -> float:
    """Third standardised moment of the k-occurrence: 0 is even; from 1.5 on a few songs are everywhere."""
    spread = counts.std()
    return float(np.mean((counts - counts.mean()) ** 3) / spread**3) if spread else 0.0


def never(counts: NDArray[np.integer]) -> float:
    """Share that is nobody's neighbour (anti-hubs). 0..1."""
    return float(np.mean(counts == 0)) if len(counts) else 0.0


def shared(one: NDArray[np.integer], other: NDArray[np.integer]) -> Floats:
    """(q,) S_n: share of common ones among the n nearest (q, n) by two models [Tovstogan 5.3]. 0..1 each."""
    return np.array([len(np.intersect1d(a, b)) / len(a) for a, b in zip(one, other, strict=True)], np.float64)


def mean(values: Sequence[float] | Floats, *, seed: int = 0) -> Estimate | None:
    """The mean with its bootstrap interval; None of nothing."""
    return bootstrap(np.asarray(values, np.float64), lambda drawn: drawn.mean(axis=1), seed=seed)


def bootstrap(values: Floats, statistic: Callable[[Floats], Floats], *, seed: int = 0) -> Estimate | None:
    """A statistic of values (n,) and its percentile interval over resampled values [Efron 1979].

    statistic: takes (r, n), gives (r,). Reproducible: the same values and seed give the same interval.
    The values must be independent for the level to hold; queries of one album are so only in part.
    None of nothing; of one value no interval can be told: it is that value.
    """
    if not len(values):
        return None
    rng = np.random.default_rng(seed)
    block = max(1, min(RESAMPLES, _AT_ONCE // len(values)))
    drawn = [
        statistic(values[rng.integers(0, len(values), (min(block, RESAMPLES - done), len(values)))])
        for done in range(0, RESAMPLES, block)
    ]
    tail = (1.0 - LEVEL) / 2
    low, high = np.quantile(np.concatenate(drawn), (tail, 1.0 - tail))
    return Estimate(float(statistic(values[None])[0]), float(low), float(high), len(values))


def skewness_of(counts: NDArray[np.integer]) -> Estimate | None:
    """`skewness` with its interval over resampled songs."""
    return bootstrap(counts.astype(np.float64), lambda drawn: np.array([skewness(row) for row in drawn]))


def never_of(counts: NDArray[np.integer]) -> Estimate | None:
    """`never` with its interval over resampled songs."""
    return mean((counts == 0).astype(np.float64))


def median(values: Sequence[float] | Floats) -> Estimate | None:
    """The median with its interval."""
    return bootstrap(np.asarray(values, np.float64), lambda drawn: np.median(drawn, axis=1))
