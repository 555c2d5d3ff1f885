"""How faithful a map is to the full space, and how far a new one moved what stood on the old."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.explore.map.space import Floats, Rows, Space, cosines_of

BLOCK = 256
"""Points that are compared with all at a time, at most;"""
PAIRS = 4_000_000
"""and as many pairs: a million points would need gigabytes otherwise."""


def kept_neighbours(
    space: Space,
    xy: NDArray[np.floating],
    ns: Sequence[int] = (5, 10, 100),
    sample: int = 2000,
    seed: int = 0,
) -> dict[int, float]:
    """n -> S_n, the mean over points of |L_X,n & L_Y,n| / n: the share of the n nearest in the full space X
    (by cosine) that are among the n nearest on the map Y. An n that has not twice as many others is left out.

    Over `sample` points chosen by `seed`; against all points, exactly.
    """
    ns = [n for n in ns if 2 * n < space.size]
    if not ns:
        return {}
    rows = _sampled(space.size, sample, seed)
    near, _ = space.neighbours(rows, max(ns))
    shown = nearest_on_map(xy, rows, max(ns))
    return {
        n: float(np.mean([len(np.intersect1d(a[:n], b[:n])) / n for a, b in zip(near, shown, strict=True)]))
        for n in ns
    }


def trustworthiness(
    space: Space, xy: NDArray[np.floating], k: int = 15, sample: int = 2000, seed: int = 0
) -> float:
    """T(k) = 1 - 2 / (k (2n - 3k - 1)) * mean over points of the sum of (r(i, j) - k) over those j among the
    k nearest of i on the map that are not among its k nearest in the full space, where they have rank r.

    Venna and Kaski, "Neighborhood preservation in nonlinear projection methods", 2001, over `sample` points.
    1 is best, about 0.5 chance. NaN where n is not over 2 k.
    """
    n = space.size
    if n <= 2 * k:
        return float("nan")
    rows = _sampled(n, sample, seed)
    shown = nearest_on_map(xy, rows, k)
    excess = 0.0
    block = _block(n)
    for start in range(0, len(rows), block):
        part = rows[start : start + block]
        cosines = _all_cosines(space, part)
        theirs = np.take_along_axis(cosines, shown[start : start + block], axis=1)
        cosines.sort(axis=1)
        for row, values in zip(cosines, theirs, strict=True):
            ranks = n - np.searchsorted(row, values, side="right")  # itself, at -inf, is before all
            excess += float(np.maximum(0, ranks + 1 - k).sum())
    return 1.0 - 2.0 / (k * (2.0 * n - 3.0 * k - 1.0)) * excess / len(rows)


def displacement(before: NDArray[np.floating], after: NDArray[np.floating]) -> Floats:
    """(n,) how far each point moved, as a share of the width of the map before (its larger extent)."""
    if not len(before):
        return np.zeros(0, np.float32)
    width = float(np.ptp(before, axis=0).max())
    far = np.linalg.norm(np.asarray(after, np.float64) - before, axis=1)
    return np.asarray(far / (width if width > 0.0 else 1.0), np.float32)


def nearest_on_map(xy: NDArray[np.floating], rows: Rows, k: int) -> Rows:
    """(m, k) the nearest others of these points on the map, nearest first."""
    flat = np.asarray(xy, np.float64)
    found = np.empty((len(rows), k), np.int64)
    block = _block(len(flat))
    for start in range(0, len(rows), block):
        part = rows[start : start + block]
        far = np.square(flat[part, 0, None] - flat[:, 0]) + np.square(flat[part, 1, None] - flat[:, 1])
        far[np.arange(len(part)), part] = np.inf
        near = np.argpartition(far, k, axis=1)[:, :k] if k < far.shape[1] else np.argsort(far, axis=1)[:, :k]
        order = np.argsort(np.take_along_axis(far, near, axis=1), axis=1, kind="stable")
        found[start : start + block] = np.take_along_axis(near, order, axis=1)
    return found


def _block(size: int) -> int:
    return max(1, min(BLOCK, PAIRS // max(1, size)))


def _sampled(size: int, sample: int, seed: int) -> Rows:
    if size <= sample:
        return np.arange(size)
    return np.sort(np.random.default_rng(seed).choice(size, sample, replace=False)).astype(np.int64)


def _all_cosines(space: Space, rows: Rows) -> Floats:
    """(m, n), -inf for itself."""
    mine = space.some(rows)
    cosines = np.hstack([cosines_of(mine, others) for _, others in space.blocks()])
    cosines[np.arange(len(rows)), rows] = -np.inf
    return cosines
