"""Laying one map over another: to begin with, two layouts of the same points are turned differently."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.explore.map.space import Floats

EXTENT = 0.995
"""Share of the points that `framed` brings within 1 of the middle, in either direction."""


ROUNDS = 12


def align(
    xy: NDArray[np.floating], before: NDArray[np.floating], common: NDArray[np.integer] | None = None
) -> Floats:
    """(n, 2) `xy` turned, mirrored, scaled and moved so that it lies as near as possible to `before`.

    before: (m, 2) where m of the points stood. common: (m,) which those are; None: all, in order.
    Orthogonal Procrustes (Schönemann 1966) with a scale, least squares; points that moved far count little,
    since each round weighs them by how near the last brought them (least absolute distances).
    """
    mine = np.asarray(xy if common is None else xy[common], np.float64)
    theirs = np.asarray(before, np.float64)
    if len(mine) < 2:
        return np.asarray(xy, np.float32)
    weights = np.ones(len(mine))
    turned = np.asarray(xy, np.float64)
    for _ in range(ROUNDS):
        turn, scale, centre, onto = _similarity(mine, theirs, weights)
        turned = (np.asarray(xy, np.float64) - centre) @ turn * scale + onto
        far = np.linalg.norm((turned if common is None else turned[common]) - theirs, axis=1)
        weights = 1.0 / np.maximum(far, max(float(np.median(far)) / 10.0, 1e-9))
    return turned.astype(np.float32)


def framed(xy: NDArray[np.floating]) -> Floats:
    """(n, 2) moved and scaled, alike in both directions, so that all but a few lie within -1 to 1."""
    if not len(xy):
        return np.asarray(xy, np.float32)
    flat = np.asarray(xy, np.float64)
    low, high = np.quantile(flat, [1.0 - EXTENT, EXTENT], axis=0)
    reach = float((high - low).max()) / 2.0
    return np.asarray((flat - (low + high) / 2.0) / (reach if reach > 1e-12 else 1.0), np.float32)


def _similarity(
    mine: NDArray[np.float64], theirs: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float, NDArray[np.float64], NDArray[np.float64]]:
    """Turn (2, 2), scale, the centre of `mine` and that of `theirs`."""
    share = (weights / weights.sum())[:, None]
    centre, onto = (share * mine).sum(axis=0), (share * theirs).sum(axis=0)
    a, b = mine - centre, theirs - onto
    left, values, right = np.linalg.svd((share * a).T @ b)
    size = float((share * a * a).sum())
    return left @ right, float(values.sum()) / size if size > 1e-18 else 1.0, centre, onto
