"""Neighbours among many thousands for a million newcomers: looked for in the cells of space that are nearest.

Exact search of a million moments among 20,000 landmarks takes minutes; by cells, half a minute, and of the
ten nearest 99 in a hundred are found. Placing takes the middle of those that stand together, which one more
or less does not move far.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from core.explore.map.space import Floats, Rows, Space

MANY = 5000
"""Below this many, searching them all is quick."""
CELLS = 256
PROBED = 16
"""Cells that are looked through for each newcomer."""
ROUNDS = 8
"""Of k-means, which makes the cells."""


class CelledSpace(Space):
    """Its `near` is found by cells (an inverted file, Sivic and Zisserman 2003); all else is exact."""

    @cached_property
    def _cells(self) -> Any:
        import faiss

        vectors = np.ascontiguousarray(self.vectors)
        middles = faiss.IndexFlatIP(vectors.shape[1])
        cells = faiss.IndexIVFFlat(middles, vectors.shape[1], CELLS, faiss.METRIC_INNER_PRODUCT)
        cells.cp.seed, cells.cp.niter = 1, ROUNDS
        cells.train(vectors)
        cells.add(vectors)
        cells.nprobe = PROBED
        return cells

    def near(self, vectors: Floats, k: int) -> tuple[Rows, Floats]:
        k = min(k, self.size)
        cosines, rows = self._cells.search(np.ascontiguousarray(vectors), k)
        short = np.flatnonzero(rows[:, -1] < 0)  # its cells held fewer than k
        if len(short):
            rows[short], cosines[short] = super().near(vectors[short], k)
        return rows, cosines


def for_placing(space: Space) -> Space:
    """The same space, in cells where it has many points."""
    return CelledSpace(space.stored, space.mean) if space.size >= MANY else space
