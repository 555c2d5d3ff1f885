"""The full space that a map is a picture of: who is near whom before anything is flattened.

Vectors are centred and scaled to unit length, so that likeness is the cosine. A million moments stay in half
precision as they were heard and are prepared a block at a time; nothing here needs more than numpy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.explore.ear.sources import CENTRE_FROM, unit

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

BLOCK = 1024
"""Rows that are compared at a time."""
WIDE = 32_768
"""Rows that a block is compared with at a time: with BLOCK, what bounds the memory (128 MB)."""
PREPARED = 64_000_000
"""Numbers that are kept prepared; of a larger space they are made where they are needed."""
MEAN_OF = 100_000
"""Rows that a mean or an axis is learnt from, evenly taken; more change nothing that can be seen."""


@dataclass(frozen=True, eq=False)
class Space:
    """n points as they are compared. Never changes.

    stored: (n, d) as heard, in half or single precision. mean: (d,) what is taken off them.
    """

    stored: NDArray[np.floating]
    mean: Floats

    @property
    def size(self) -> int:
        """Points, n."""
        return len(self.stored)

    @property
    def vectors(self) -> Floats:
        """(n, d) of unit length, zero where silent. Of a large space better ask `some`."""
        return self.some(slice(None))

    def some(self, rows: Rows | slice) -> Floats:
        """(m, d) of these rows."""
        kept = self._kept
        return self.prepared(self.stored[rows]) if kept is None else kept[rows]

    def prepared(self, heard: NDArray[np.floating]) -> Floats:
        """(m, d) of vectors (m, d) as they were heard, which need not belong to any row."""
        vectors = unit(heard.astype(np.float32) - self.mean)
        vectors[~np.any(heard != 0.0, axis=1)] = 0.0
        return vectors

    def part(self, rows: Rows) -> Space:
        """The space of these rows alone, prepared alike."""
        return Space(self.stored[rows], self.mean)

    def neighbours(self, rows: Rows, k: int) -> tuple[Rows, Floats]:
        """Of each of these rows the k nearest others, exactly: (m, k) rows and their cosines, nearest first.

        Fewer where there are not k others. Of equally near ones the lower row comes first.
        """
        rows = np.asarray(rows, np.int64)
        return self._nearest(self.some(rows), min(k, self.size - 1), rows)

    def near(self, vectors: Floats, k: int) -> tuple[Rows, Floats]:
        """The same for prepared vectors (m, d) that are of no row."""
        return self._nearest(vectors, min(k, self.size), None)

    @cached_property
    def _kept(self) -> Floats | None:
        return self.prepared(self.stored) if self.stored.size <= PREPARED else None

    def _nearest(self, vectors: Floats, k: int, selves: Rows | None) -> tuple[Rows, Floats]:
        found = np.zeros((len(vectors), max(0, k)), np.int64)
        cosines = np.full(found.shape, -np.inf, np.float32)
        if k <= 0:
            return found, cosines
        room = np.empty(min(BLOCK, len(vectors)) * min(WIDE, self.size), np.float32)
        for first, others in self.blocks():
            for start in range(0, len(vectors), BLOCK):
                part = slice(start, start + BLOCK)
                mine = vectors[part]
                here = cosines_of(mine, others, room)
                if selves is not None:
                    _bar(here, selves[part] - first)
                rows = _first_k(here, k)
                near = rows + first, np.take_along_axis(here, rows, axis=1)
                found[part], cosines[part] = (
                    near if not first else _better((found[part], cosines[part]), near)
                )
        return _in_order(found, cosines)

    def blocks(self) -> Iterator[tuple[int, Floats]]:
        """Everything prepared, WIDE rows at a time: the first row of each piece, and the piece."""
        for first in range(0, self.size, WIDE):
            yield first, self.some(slice(first, first + WIDE))


def song_space(pooled: NDArray[np.floating]) -> Space:
    """Of songs by the mean of their windows (u, d)."""
    return _centred(pooled)


def moment_space(windows: NDArray[np.floating]) -> Space:
    """Of moments by their windows (n, d), best in half precision as they are stored."""
    return _centred(windows)


def tag_space(activations: NDArray[np.floating]) -> Space:
    """Of tag activations (n, t), each 0 to 1."""
    return _centred(activations)


def _centred(heard: NDArray[np.floating]) -> Space:
    mean = np.zeros(heard.shape[1], np.float32)
    sample = evenly(heard, MEAN_OF)
    sounding = sample[np.any(sample != 0.0, axis=1)]
    if len(sounding) >= CENTRE_FROM:
        mean = sounding.mean(axis=0, dtype=np.float64).astype(np.float32)
    return Space(heard, mean)


def cosines_of(vectors: Floats, others: Floats, room: Floats | None = None) -> Floats:
    """(a, b) of prepared vectors (a, d) and (b, d); silence is like silence, 1, and like nothing else, 0.

    room: at least a * b numbers to write them into.
    """
    out = None if room is None else room[: len(vectors) * len(others)].reshape(len(vectors), len(others))
    cosines: Floats = np.matmul(vectors, others.T, out=out)
    silent = ~np.any(vectors, axis=1)
    if silent.any():
        cosines[np.ix_(silent, ~np.any(others, axis=1))] = 1.0
    return cosines


def evenly(rows: NDArray[np.floating], most: int) -> NDArray[np.floating]:
    """At most that many of the rows, taken at equal steps."""
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]


def _first_k(cosines: Floats, k: int) -> Rows:
    """(m, k) columns of the largest of each row, in no order."""
    count = cosines.shape[1]
    if count <= k:
        return np.broadcast_to(np.arange(count), cosines.shape)
    return np.argpartition(cosines, count - k, axis=1)[:, count - k :]


def _bar(cosines: Floats, columns: Rows) -> None:
    """Takes each row's own column out, where it is among these."""
    inside = np.flatnonzero((columns >= 0) & (columns < cosines.shape[1]))
    cosines[inside, columns[inside]] = -np.inf


def _better(one: tuple[Rows, Floats], other: tuple[Rows, Floats]) -> tuple[Rows, Floats]:
    """Of both the k nearest, k being as many as the first has."""
    rows, cosines = np.hstack([one[0], other[0]]), np.hstack([one[1], other[1]])
    best = _first_k(cosines, one[0].shape[1])
    return np.take_along_axis(rows, best, axis=1), np.take_along_axis(cosines, best, axis=1)


def _in_order(rows: Rows, cosines: Floats) -> tuple[Rows, Floats]:
    """Nearest first; of equally near ones the lower row."""
    order = np.argsort(rows, axis=1)
    order = np.take_along_axis(order, np.argsort(-np.take_along_axis(cosines, order, 1), 1, kind="stable"), 1)
    return np.take_along_axis(rows, order, axis=1), np.take_along_axis(cosines, order, axis=1)
