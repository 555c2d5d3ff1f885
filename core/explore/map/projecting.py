"""Laying out a space: one function for every projection, the same picture each time.

A layout depends on the space, the projection, the seed and the start alone, never on time or on how many
cores there are: on one machine it comes out the same to the bit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explore.map import pacmap_, pca, tsne, umap_
from core.explore.map.aligning import align, framed
from core.explore.map.cells import for_placing
from core.explore.map.chart import Axis, Projection
from core.explore.map.placing import Placing
from core.explore.map.space import Floats, Rows, Space

LANDMARKS = 20_000
"""Points that are laid out; in a larger space the others are placed among these."""
FRAME = 0.4
"""Seconds from one growing frame to the next."""
FEW = 16
"""Below this many points there is nothing that t-SNE and its like could keep; they are laid out by PCA."""
BLOCK = 16_384
NO_WIDTH = 1e-6
"""Of a map on which all points are at one place."""

OnGrowth = Callable[[Floats, float], None]
Check = Callable[[], None]


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """xy: (n, 2) float32, about -1 to 1. axes: what the two directions mean; empty where nothing.

    landmarks: (m,) rising rows that were laid out; the others were placed among them. All of them, mostly.
    """

    xy: Floats
    axes: tuple[Axis, ...]
    landmarks: Rows


def lay_out(
    space: Space,
    projection: Projection,
    *,
    seed: int = 0,
    start: NDArray[np.floating] | None = None,
    hint: NDArray[np.floating] | None = None,
    landmarks: Rows | None = None,
    on_growth: OnGrowth | None = None,
    check: Check = lambda: None,
) -> Laid:
    """The space made flat.

    start: (n, 2) where the points stood on an earlier map (newcomers placed): they stay about there, and the
    result is laid over it. hint: (n, 2) roughly where they belong, a moment at its track's place say; the
    layout is worked out anew from there, and laid over it. landmarks: rows to lay out; None: chosen.
    on_growth: called about twice a second with (n, 2) and the share done, 0 to 1. check: raises Cancelled.
    """
    check()
    if space.size < FEW:
        projection = Projection.PCA
    if projection in (Projection.PCA, Projection.STANDARD_PCA):
        xy, axes = pca.project(space, standard=projection is Projection.STANDARD_PCA, start=start)
        return Laid(framed(xy), axes, np.arange(space.size))
    rows = choose_landmarks(space.size, seed) if landmarks is None else landmarks
    inner = space if len(rows) == space.size else space.part(rows)
    before = start if start is not None else hint
    mine = None if before is None else before[rows]
    if mine is not None and np.ptp(mine, axis=0).max() < NO_WIDTH:
        mine = None  # the moments of one song at its place, say: nothing to begin from, or to lie over
    settle = mine is not None and start is not None
    grow = _Growing(mine, on_growth, check)
    xy = _lay_out_landmarks(inner, projection, seed, mine, settle=settle, grow=grow)
    if inner is not space:
        xy = _with_others(space, inner, xy, rows, check)
    return Laid(xy, (), rows)


def choose_landmarks(size: int, seed: int) -> Rows:
    """Rising rows, LANDMARKS of them at most, by chance."""
    if size <= LANDMARKS:
        return np.arange(size)
    return np.sort(np.random.default_rng(seed).choice(size, LANDMARKS, replace=False)).astype(np.int64)


class _Growing:
    """Shows frames at a steady pace, upright as they will be at the end."""

    def __init__(self, before: NDArray[np.floating] | None, on_growth: OnGrowth | None, check: Check) -> None:
        self._before, self._on_growth, self._check = before, on_growth, check
        self._shown = -FRAME

    def __call__(self, xy: NDArray[np.floating], share: float) -> None:
        self._check()
        if self._on_growth is not None and time.monotonic() - self._shown >= FRAME:
            self._on_growth(self.upright(xy), share)
            self._shown = time.monotonic()

    def upright(self, xy: NDArray[np.floating]) -> Floats:
        return framed(xy) if self._before is None else align(xy, self._before)


def _lay_out_landmarks(
    space: Space,
    projection: Projection,
    seed: int,
    before: NDArray[np.floating] | None,
    *,
    settle: bool,
    grow: _Growing,
) -> Floats:
    begin = pca.project(space, standard=False)[0] if before is None else np.asarray(before, np.float32)
    project = {
        Projection.TSNE: tsne.project,
        Projection.UMAP: umap_.project,
        Projection.PACMAP: pacmap_.project,
    }[projection]
    grow(begin, 0.0)
    xy = project(space, begin, settle=settle, seed=seed, grown=grow)
    return grow.upright(xy)


def _with_others(space: Space, inner: Space, laid: Floats, rows: Rows, check: Check) -> Floats:
    xy, placing = np.empty((space.size, 2), np.float32), Placing(for_placing(inner), laid)
    for first in range(0, space.size, BLOCK):
        check()
        part = slice(first, first + BLOCK)
        xy[part] = placing.of(space.some(part))
    xy[rows] = laid
    return xy
