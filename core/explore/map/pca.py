"""Principal components: the map that is there at once, and the axes that others start from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.explore.map.chart import Axis
from core.explore.map.space import MEAN_OF, Floats, Space

BLOCK = 65_536


class Components:
    """The `count` directions in which a space differs most; fewer where it has no more.

    standard: each number is first divided by its own spread (PCA of the correlations).
    shares: (count,) of the variance. Signs are fixed: of each direction the largest number is positive.
    """

    def __init__(self, space: Space, count: int, *, standard: bool = False) -> None:
        rows = np.unique(np.linspace(0, max(0, space.size - 1), min(space.size, MEAN_OF)).astype(np.int64))
        sample = space.some(rows).astype(np.float64)
        self._mean = sample.mean(axis=0) if len(sample) else np.zeros(sample.shape[1])
        sample -= self._mean
        self._scale = np.ones(sample.shape[1])
        if standard:
            spread = sample.std(axis=0) if len(sample) else self._scale
            self._scale = np.where(spread > 1e-9, spread, np.inf)
            sample /= self._scale
        values, directions = np.linalg.eigh(sample.T @ sample)
        order = np.argsort(values)[::-1][:count]
        directions = directions[:, order]
        largest = np.abs(directions).argmax(axis=0)
        self._directions = directions * np.sign(directions[largest, np.arange(len(order))])
        self.shares = np.maximum(values[order], 0.0) / max(float(np.maximum(values, 0.0).sum()), 1e-12)

    def of(self, space: Space) -> Floats:
        """(n, count) coordinates of each point."""
        turn = (self._directions / self._scale[:, None]).astype(np.float32)
        offset = (self._mean @ turn).astype(np.float32)
        out = np.empty((space.size, turn.shape[1]), np.float32)
        for start in range(0, space.size, BLOCK):
            part = slice(start, start + BLOCK)
            out[part] = space.some(part) @ turn - offset
        return out


def project(
    space: Space, *, standard: bool, start: NDArray[np.floating] | None = None
) -> tuple[Floats, tuple[Axis, ...]]:
    """(n, 2) and what the two directions mean. With a start, each direction points as it did there."""
    found = Components(space, 2, standard=standard)
    xy = found.of(space)
    xy = np.hstack([xy, np.zeros((len(xy), 2 - xy.shape[1]), np.float32)])
    if start is not None and len(xy):
        agreeing = np.einsum("ni,ni->i", xy, start - start.mean(axis=0))
        xy *= np.where(agreeing < 0.0, -1.0, 1.0).astype(np.float32)
    return xy, tuple(Axis(share=float(share)) for share in found.shares)
