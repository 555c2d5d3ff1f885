"""PaCMAP by pacmap, from our own exact neighbours, shown while it grows.

`PaCMAP.fit` finds neighbours by an approximate index and is silent until it is done; here its parts are
called one by one: the three kinds of pairs, then its gradient and Adam. numba compiles them at the first use
on a machine and keeps that (figures in docs/quality.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.explore.map.pca import Components
from core.explore.map.space import Floats, Space

NEIGHBOURS = 10
SPARE = 50
"""Neighbours from which those are chosen, by distance as scaled by how dense it is about each."""
COMPARED = 100
"""Principal dimensions in which mid-near pairs are chosen, as PaCMAP does itself."""
PHASES = (100, 100, 250)
"""Steps: gather the large shape, then neighbours, then spread them out locally."""
SETTLING = (0, 0, 50)
RATE, SETTLED = 1.0, 0.03
"""Of Adam: of a new layout, and from an earlier one."""

Grown = Callable[[NDArray[np.floating], float], None]


def project(space: Space, start: Floats, *, settle: bool, seed: int, grown: Grown) -> NDArray[np.floating]:
    """As `tsne.project`; at least 16 points."""
    from pacmap.pacmap import find_weight, update_embedding_adam

    pairs = _Pairs(space, seed)
    begin = start - start.mean(axis=0, dtype=np.float64)
    begin /= max(float(begin.std()), 1e-12)
    scale = pairs.natural_scale(begin) if settle else 1e-4
    jitter = np.random.default_rng(seed).normal(0.0, 1e-3, start.shape)
    xy = np.ascontiguousarray(scale * (begin + jitter), np.float32)
    mean, variance = np.zeros_like(xy), np.zeros_like(xy)
    phases = SETTLING if settle else PHASES
    for step in range(sum(phases)):
        middle, near, far = find_weight(1000.0, step, num_iters=phases) if not settle else (0.0, 1.0, 1.0)
        update_embedding_adam(
            xy,
            pairs.gradient(xy, near, middle, far),
            mean,
            variance,
            0.9,
            0.999,
            SETTLED if settle else RATE,
            step,
        )
        grown(xy, (step + 1) / sum(phases))
    return xy


class _Pairs:
    """Pairs (p, 2) of points: near ones, which attract, middling ones, which do so at first, and far ones."""

    def __init__(self, space: Space, seed: int) -> None:
        from pacmap import pacmap

        size = space.size
        count = min(max(NEIGHBOURS, round(10 + 15 * (np.log10(size) - 4))), size // 5)
        rows, cosines = space.neighbours(np.arange(size), min(count + SPARE, size - 1))
        distances = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * cosines)).astype(np.float32)
        usual = np.maximum(distances[:, 3:6].mean(axis=1), np.float32(1e-10))
        rows = rows.astype(np.int32)
        compared = np.ascontiguousarray(Components(space, COMPARED).of(space))
        scaled = pacmap.scale_dist(distances, usual, rows)
        self._near = pacmap.sample_neighbors_pair(compared, scaled, rows, count)
        self._middle = pacmap.sample_MN_pair_deterministic(compared, max(1, count // 2), seed, 0)
        self._far = pacmap.sample_FP_pair_deterministic(compared, self._near, count, 2 * count, seed)
        self._gradient: Any = pacmap.pacmap_grad

    def gradient(self, xy: Floats, near: float, middle: float, far: float) -> Floats:
        """(n + 1, 2), the loss in the last row; by the weight of each kind."""
        found: Floats = self._gradient(xy, self._near, self._middle, self._far, near, middle, far)
        return found

    def natural_scale(self, begin: NDArray[np.float64]) -> float:
        """The scale at which the layout has the least loss, neighbours and far points being weighed alike."""

        def loss(scale: float) -> float:
            return float(self.gradient(np.asarray(begin * scale, np.float32), 1.0, 0.0, 1.0)[-1, 0])

        return float(min(np.geomspace(0.5, 100.0, 16).tolist(), key=loss))
