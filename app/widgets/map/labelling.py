"""Which words stand on the map, and where: pure geometry, in pixels.

Words never overlap and lie inside the view. The further out a level of words is, the earlier it is placed;
within a level what is shown already comes first and needs less room, then what weighs most: so words stay
where they are while the map moves, and do not flicker where they just fit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVELS = 4
READABLE = 26
"""Words of one level that a view has room for, together with those of the others."""
BETWEEN = 1.3
"""At least so much nearer must one be for the words of the next level."""
FADE = 0.85
"""A level begins to appear at this share of the zoom from which on it is there."""
MARGIN = 10.0
"""Pixels around words that must be free for them to appear."""
EDGE = 8.0
"""Pixels between words and the edge of the view."""
CELL = 4.0
"""Pixels of the grid in which room is kept count of."""
MOST = 1000
"""Candidates of one level that are looked at, the heaviest."""


def homes(counts: Iterable[int]) -> tuple[float, ...]:
    """From which zoom on the words of each level can be read: the more there are, the nearer.

    zoom: 1 where the whole map just fits; in a view twice as near there is a quarter of the words. The
    furthest level that has any is there from the beginning; infinite for a level without words.
    """
    found: list[float] = []
    last = 1.0 / BETWEEN
    for count in counts:
        if not count:
            found.append(np.inf)  # it never comes, and drives no other away
            continue
        last = max((count / READABLE) ** 0.5 if found else 1.0, last * BETWEEN)
        found.append(last)
    return tuple(found)


def strengths(zoom: float, home: tuple[float, ...]) -> NDArray[np.float64]:
    """(levels,) 0 to 1: how clearly words of each level are seen.

    A level comes as one nears its home, and goes as the second next one comes: two are seen at a time.
    """
    seen = np.zeros(len(home))
    levels = [level for level, at in enumerate(home) if at < np.inf]
    comes = [1.0] + [_ramp(zoom, FADE * home[level], home[level]) for level in levels[1:]]
    for level, come, go in zip(levels, comes, [*comes[2:], 0.0, 0.0], strict=False):
        seen[level] = min(come, 1.0 - go)
    return seen


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / max(high - low, 1e-9)))


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """rows: (m,) of the labels that are shown; corners: (m, 2) left and top of each in pixels."""

    rows: NDArray[np.int64]
    corners: NDArray[np.float64]


class Placing:
    """Places labels again and again while the view moves, and remembers what it showed."""

    def __init__(self, xy: NDArray[Any], levels: NDArray[Any], weights: NDArray[Any]) -> None:
        """xy: (n, 2) the places of labels on the map; levels: (n,) 0, the furthest out, to LEVELS - 1; and
        weights: (n,)."""
        self._xy = np.asarray(xy, np.float64).reshape(-1, 2)
        self._levels = np.asarray(levels, np.int64)
        self._ranks = np.empty(len(self._levels), np.int64)
        self._ranks[np.argsort(-np.asarray(weights, np.float64), kind="stable")] = np.arange(
            len(self._levels)
        )
        # By place from left to right: near, a view holds few of many.
        rows = (np.flatnonzero(self._levels == level) for level in range(LEVELS))
        sorted_rows = (one[np.argsort(self._xy[one, 0])] for one in rows)
        self._by_level = [(one, self._xy[one, 0]) for one in sorted_rows]
        self._shown = np.zeros(len(self._levels), np.bool_)
        self.homes = homes(len(one) for one, _ in self._by_level)

    def forget(self) -> None:
        """Nothing was shown."""
        self._shown[:] = False

    def candidates(self, level: int, part: tuple[float, float, float, float]) -> NDArray[np.int64]:
        """The labels of a level in a part of the map (left, low, right, high), the heaviest first, and not
        too many of them."""
        rows, xs = self._by_level[level]
        start, end = np.searchsorted(xs, (part[0], part[2]))
        near = rows[start:end]
        ys = self._xy[near, 1]
        near = near[(ys > part[1]) & (ys < part[3])]
        heaviest = np.argsort(self._ranks[near])[:MOST]
        return np.asarray(near[heaviest], np.int64)

    def place(
        self,
        rows: NDArray[np.int64],
        places: NDArray[Any],
        sizes: NDArray[Any],
        view: tuple[float, float],
        taken: Iterable[tuple[float, float, float, float]] = (),
    ) -> Placed:
        """rows: (m,) candidates, levels from far to near, in one the heaviest first; places: (m, 2) their
        anchors, the middle of the words, in pixels; sizes: (m, 2); taken: left, top, right, bottom of what
        must stay free of words."""
        room = _Room(view)
        for box in taken:
            room.take(box)
        corners = places - sizes / 2
        # Words that would be cut move inwards, as far as their anchor is in the view.
        corners = np.clip(corners, EDGE, np.maximum(EDGE, np.asarray(view) - sizes - EDGE))
        shown = self._shown[rows]
        order = np.lexsort((np.arange(len(rows)), ~shown, self._levels[rows]))
        boxes = np.column_stack([corners, corners + sizes])[order]
        kept = order[room.claim(boxes, np.where(shown[order], -CELL, MARGIN))]
        self._shown[:] = False
        self._shown[rows[kept]] = True
        return Placed(rows[kept], corners[kept])


class _Room:
    """What of the view is free: a bit for every cell, a number for every row of cells."""

    def __init__(self, view: tuple[float, float]) -> None:
        self._rows = [0] * (int(view[1] / CELL) + 2)

    def take(self, box: tuple[float, float, float, float]) -> None:
        """left, top, right, bottom."""
        for top, bottom, bits in self._cells(np.array([box])):
            for row in range(top, bottom):
                self._rows[row] |= bits

    def claim(self, boxes: NDArray[np.float64], margins: NDArray[np.float64]) -> list[int]:
        """One box (n, 4) after the other takes its room, if that is free and `margins` (n,) pixels around it,
        half as many above and below; less than 0: if less than all of it is free. Those that found room."""
        rows, found = self._rows, []
        around = boxes + margins[:, None] * np.array([-1.0, -0.5, 1.0, 0.5])
        asked, taken = self._cells(around), self._cells(boxes)
        for place, (top, bottom, bits) in enumerate(asked):
            for row in range(top, bottom):
                if rows[row] & bits:
                    break
            else:
                found.append(place)
                top, bottom, bits = taken[place]
                for row in range(top, bottom):
                    rows[row] |= bits
        return found

    def _cells(self, boxes: NDArray[np.float64]) -> list[tuple[int, int, int]]:
        """Of each: its first row, the one after its last, and its columns as bits."""
        cells = np.maximum(boxes // CELL, 0).astype(np.int64)
        cells[:, 3] = np.minimum(cells[:, 3] + 1, len(self._rows))
        return [(top, bottom, (1 << right + 1) - (1 << left)) for left, top, right, bottom in cells.tolist()]
