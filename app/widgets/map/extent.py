"""How far the points of a chart reach, and how crowded they are: told by a sample, in a few milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from core.explore.map.chart import Chart

SAMPLE = 40_000
"""Points that are looked at."""
FEW, OUTER = 500, 0.004
"""Of more points than FEW, this share at each side may lie outside what fits."""
SPARE = 0.12
"""How far what fits reaches beyond the others, as a share of it."""
FAR_OUT = 1.0
"""How far the area reaches beyond what fits, at each side, as a multiple of it."""
CELLS = 64
"""To a side, for telling how crowded it is."""
LEAST = 1e-3
"""The least width and height, in world units."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Extent:
    """In world units.

    fits: of all points but a few that lie far out; area: of all that matter. density: other points to a
    square unit, where a usual point is; 0 where each is by itself.
    """

    fits: QRectF = field(default_factory=lambda: QRectF(-1.0, -1.0, 2.0, 2.0))
    area: QRectF = field(default_factory=lambda: QRectF(-1.0, -1.0, 2.0, 2.0))
    density: float = 0.0


def measured(xy: NDArray[Any]) -> Extent:
    """xy: (n, 2), NaN for points without a place."""
    x, y = (xy[:, axis][has_place(xy)] for axis in (0, 1))
    if len(x) == 0:
        return Extent()
    sides = [_side(values) for values in (x, y)]
    (left, right, least_x, most_x), (low, high, least_y, most_y) = sides
    fits = QRectF(left, low, right - left, high - low)
    area = QRectF(least_x, least_y, most_x - least_x, most_y - least_y)
    return Extent(fits, area, _density(sampled(x), sampled(y), fits) * len(x) / len(sampled(x)))


def has_place(xy: NDArray[Any]) -> Mask:
    """(n,): whether both coordinates are known."""
    return np.asarray(np.isfinite(xy[:, 0] + xy[:, 1]))


def sampled(values: NDArray[Any]) -> NDArray[Any]:
    """Every so many-th of them, so that SAMPLE to twice as many remain of many."""
    return values[:: max(1, len(values) // SAMPLE)]


def thinned(chart: Chart, share: float) -> Mask:
    """(n,): which points stay when `share` of each track's are left out, evenly along it; the first stays."""
    first = np.flatnonzero(np.diff(chart.tracks, prepend=-1))
    counts = np.diff(np.append(first, len(chart)))
    number = np.arange(len(chart)) - np.repeat(first, counts)
    stay = 1.0 - share
    kept = np.floor(number * stay + 1e-9) != np.floor((number - 1) * stay + 1e-9)
    return np.asarray(kept | (number == 0))


def _side(values: NDArray[Any]) -> tuple[float, float, float, float]:
    """Where what fits begins and ends, and where the area does."""
    least, most = float(values.min()), float(values.max())
    low, high = least, most
    if len(values) > FEW:
        order = np.sort(sampled(values))
        outer = int(OUTER * len(order))
        low, high = float(order[outer]), float(order[-1 - outer])
        spare = SPARE * (high - low)
        low, high = max(least, low - spare), min(most, high + spare)
    if high - low < LEAST:
        low, high = low - LEAST / 2, high + LEAST / 2
    beyond = FAR_OUT * (high - low)
    return low, high, min(low, max(least, low - beyond)), max(high, min(most, high + beyond))


def _density(x: NDArray[Any], y: NDArray[Any], fits: QRectF) -> float:
    if len(x) < 2:
        return 0.0
    cell_x, cell_y = fits.width() / CELLS, fits.height() / CELLS
    across = np.clip((x - fits.left()) / cell_x, 0, CELLS - 1).astype(np.intp)
    up = np.clip((y - fits.top()) / cell_y, 0, CELLS - 1).astype(np.intp)
    counts = np.bincount(up * CELLS + across).astype(np.float64)
    return float((counts * (counts - 1)).sum() / counts.sum() / (cell_x * cell_y))
