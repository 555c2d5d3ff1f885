"""Putting newcomers among their neighbours on a map that stays as it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.explore.map.faithful import nearest_on_map
from core.explore.map.space import Floats, Rows, Space

NEIGHBOURS = 10
SHARPNESS = 4.0
"""How much the nearest count for more: weights fall by e^-SHARPNESS from the first neighbour to the last."""
ABOUT = 4
REACH = 2.0
"""Neighbours count that stand within REACH times the distance from the middle one to its ABOUT-th nearest."""


def place(space: Space, xy: NDArray[np.floating], newcomers: Floats) -> Floats:
    """(m, 2) where `newcomers` (m, d), as the space prepares them, go among the points at xy (n, 2).

    Depends on nothing but the space, xy and the newcomer itself. Zeros for an empty map.
    """
    return Placing(space, xy).of(newcomers)


class Placing:
    """A map into which many are placed, some at a time.

    Of a newcomer's nearest in the full space the one that stands in the midst of the others is found, and the
    newcomer goes to the mean of those that stand close to that one. A mean of all would lie between two
    groups, in neither; what is kept of the ten nearest then is up to a third less (docs/quality.md).
    """

    def __init__(self, space: Space, xy: NDArray[np.floating]) -> None:
        self._space, self._xy = space, np.asarray(xy, np.float32)
        self._reach = np.full(space.size, np.nan, np.float32)

    def of(self, newcomers: Floats) -> Floats:
        """(m, 2) of prepared vectors (m, d)."""
        if not self._space.size or not len(newcomers):
            return np.zeros((len(newcomers), 2), np.float32)
        rows, cosines = self._space.near(newcomers, NEIGHBOURS)
        stand = self._xy[rows]
        less = cosines[:, :1] - cosines
        weights = np.exp(-SHARPNESS * less / np.maximum(less[:, -1:], np.float32(1e-6)))
        apart = np.sqrt(np.square(stand[:, :, None] - stand[:, None]).sum(axis=3))
        middle = np.einsum("mij,mj->mi", apart, weights).argmin(axis=1)[:, None]
        far = np.take_along_axis(apart, middle[:, :, None], axis=1)[:, 0]
        reach = self._reach_of(np.take_along_axis(rows, middle, axis=1)[:, 0])[:, None]
        weights *= np.maximum(np.float32(1.0) - np.square(far / reach), np.float32(0.0))
        return np.asarray(
            (weights[:, :, None] * stand).sum(axis=1) / weights.sum(axis=1)[:, None], np.float32
        )

    def _reach_of(self, rows: Rows) -> Floats:
        """(m,) how far from each of these points others still count as close to it; over 0."""
        unknown = np.unique(rows[np.isnan(self._reach[rows])])
        if len(unknown):
            about = min(ABOUT, self._space.size - 1)
            if about:
                nearest = self._xy[nearest_on_map(self._xy, unknown, about)[:, -1]]
                spacing = np.linalg.norm(nearest - self._xy[unknown], axis=1)
            else:
                spacing = np.ones(1, np.float32)
            self._reach[unknown] = np.maximum(REACH * spacing, 1e-6)
        return self._reach[rows]
