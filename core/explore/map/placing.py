"""Putting newcomers among their neighbours on a map that stays as it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.explore.map.space import Floats, Space

NEIGHBOURS = 10
SHARPNESS = 4.0
"""How much the nearest count for more: weights fall by e^-SHARPNESS from the first neighbour to the last."""


def place(space: Space, xy: NDArray[np.floating], newcomers: Floats) -> Floats:
    """(m, 2) where `newcomers` (m, d), as the space prepares them, go among the points at xy (n, 2).

    Each goes to the weighted median, direction by direction, of its NEIGHBOURS nearest in the full space:
    among most of them, where a mean would lie between two groups and so in neither. Depends on nothing but
    the space, xy and the newcomer itself. Zeros for an empty map.
    """
    if not space.size or not len(newcomers):
        return np.zeros((len(newcomers), 2), np.float32)
    rows, cosines = space.near(newcomers, NEIGHBOURS)
    return among(np.asarray(xy, np.float32)[rows], cosines)


def among(stand: Floats, cosines: Floats) -> Floats:
    """(m, 2) from where the k neighbours stand (m, k, 2) and how near they are (m, k), nearest first."""
    far = cosines[:, :1] - cosines
    weights = np.exp(-SHARPNESS * far / np.maximum(far[:, -1:], np.float32(1e-6)))
    anchor = _weighted_median(stand, weights)
    apart = np.square(stand - anchor[:, None]).sum(axis=2)
    close = weights / (apart + np.maximum(np.median(apart, axis=1, keepdims=True), np.float32(1e-12)))
    return np.asarray((close[:, :, None] * stand).sum(axis=1) / close.sum(axis=1)[:, None], np.float32)


def _weighted_median(stand: Floats, weights: Floats) -> Floats:
    found = np.empty((len(stand), 2), np.float32)
    for axis in (0, 1):
        order = np.argsort(stand[:, :, axis], axis=1)
        heaped = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
        middle = (heaped >= heaped[:, -1:] / 2.0).argmax(axis=1)
        at = np.take_along_axis(order, middle[:, None], axis=1)
        found[:, axis] = np.take_along_axis(stand[:, :, axis], at, axis=1)[:, 0]
    return found
