"""UMAP by umap-learn, from our own exact neighbours, shown while it grows.

`UMAP.fit` finds neighbours itself and is silent until it is done; here its parts are called one by one: the
fuzzy graph of given neighbours, then the epochs of its gradient descent, one thread, so that the same seed
gives the same map. numba compiles both at their first use in a process (figures in docs/quality.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.explore.map.space import Floats, Space

NEIGHBOURS = 15
NEAREST = 0.1
"""How near points may come to each other (min_dist)."""
EPOCHS, SETTLING = 200, 60
WIDTH = 10.0
"""Extent in which a new layout begins."""
CALM = 0.03
"""Learning rate from an earlier layout, that of a new one being 1."""
NEGATIVES = 5.0
"""Points pushed away for each that is drawn near."""

Grown = Callable[[NDArray[np.floating], float], None]


def project(space: Space, start: Floats, *, settle: bool, seed: int, grown: Grown) -> NDArray[np.floating]:
    """As `tsne.project`."""
    epochs = SETTLING if settle else EPOCHS
    heads, tails, per_sample = _graph(space, epochs)
    random = np.random.default_rng(seed)
    begin = (start - start.min(axis=0)) / max(float(np.ptp(start, axis=0).max()), 1e-12)
    width = _natural_width(begin, heads, tails, 1.0 / per_sample) if settle else WIDTH
    xy = np.asarray(width * begin + random.normal(0.0, 1e-4, start.shape), np.float32)
    descent = _Descent(xy, heads, tails, per_sample, random.integers(-(2**31) + 1, 2**31 - 1, 3))
    for epoch in range(epochs):
        descent.step(epoch, (CALM if settle else 1.0) * (1.0 - epoch / epochs))
        grown(xy, (epoch + 1) / epochs)
    return xy


def _graph(space: Space, epochs: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Heads and tails of the edges (e,), and after how many epochs each is taken again."""
    from umap.umap_ import fuzzy_simplicial_set, make_epochs_per_sample

    count = min(NEIGHBOURS, space.size) - 1
    everyone = np.arange(space.size)
    rows, cosines = space.neighbours(everyone, count)
    distances = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * cosines))
    graph, _, _ = fuzzy_simplicial_set(
        np.empty((space.size, 1), np.float32),  # only its length is asked where neighbours are given
        count + 1,
        np.random.RandomState(0),
        "euclidean",
        knn_indices=np.hstack([everyone[:, None], rows]).astype(np.int32),  # each is its own nearest
        knn_dists=np.hstack([np.zeros((space.size, 1)), distances]).astype(np.float32),
    )
    edges = graph.tocoo()
    strong = edges.data >= edges.data.max() / epochs
    weights = edges.data[strong]
    return edges.row[strong], edges.col[strong], make_epochs_per_sample(weights, epochs)


def _natural_width(
    begin: Floats, heads: NDArray[np.int32], tails: NDArray[np.int32], weights: NDArray[np.float64]
) -> float:
    """The extent at which the layout has the least cross-entropy, which is what UMAP descends.

    Reckoned as it does: the edges by their weights, and for each NEGATIVES pairs by chance.
    """
    from umap.umap_ import find_ab_params

    a, b = find_ab_params(1.0, NEAREST)
    random = np.random.default_rng(0).integers(0, len(begin), (2, len(heads)))
    joined = np.square(begin[heads] - begin[tails]).sum(axis=1)
    apart = np.square(begin[random[0]] - begin[random[1]]).sum(axis=1)

    def entropy(width: float) -> float:
        far = a * np.maximum(apart * width**2, 1e-3) ** b  # pairs are pushed no harder than at this distance
        near = np.log1p(a * (joined * width**2) ** b)
        return float((weights * near).sum() + NEGATIVES * weights.sum() * np.log1p(1.0 / far).mean())

    return float(min(np.geomspace(2.0, 60.0, 18).tolist(), key=entropy))


class _Descent:
    """umap-learn's stochastic gradient descent, an epoch at a time; moves `xy` itself."""

    def __init__(
        self,
        xy: Floats,
        heads: NDArray[np.int32],
        tails: NDArray[np.int32],
        per_sample: NDArray[np.float64],
        seeds: NDArray[np.int64],
    ) -> None:
        from umap.layouts import _get_optimize_layout_euclidean_single_epoch_fn
        from umap.umap_ import find_ab_params

        self._epoch: Any = _get_optimize_layout_euclidean_single_epoch_fn(False)
        self._curve = find_ab_params(1.0, NEAREST)
        self._xy, self._heads, self._tails = xy, heads, tails
        self._per_sample, self._next = per_sample, per_sample.copy()
        self._per_negative = per_sample / NEGATIVES
        self._next_negative = self._per_negative.copy()
        own = xy[:, 0].astype(np.float64).view(np.int64).reshape(-1, 1)
        self._random = np.full((len(xy), 3), seeds, np.int64) + own

    def step(self, epoch: int, rate: float) -> None:
        nothing = np.zeros(1, np.float32)
        a, b = self._curve
        self._epoch(
            self._xy,
            self._xy,
            self._heads,
            self._tails,
            len(self._xy),
            self._per_sample,
            a,
            b,
            self._random,
            1.0,  # gamma, the weight of pushing away
            2,
            True,  # both ends of an edge move
            rate,
            self._per_negative,
            self._next_negative,
            self._next,
            epoch,
            False,  # the rest is densMAP's
            nothing,
            nothing,
            0,
            0,
            0,
            0,
            nothing,
            nothing,
            0,
        )
