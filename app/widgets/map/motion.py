"""Movement on the map: something that goes from 0 to 1, and points on their way from one chart to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from app import theme
from core.explore.map.chart import Chart

GROWING_MS, ANEW_MS = 200, 900
"""How long points travel between frames of a layout under way, and to a new layout."""
TRAVELLERS = 60_000
"""Points that are seen to travel: of a million, an even sample."""


class Glide(QObject):
    """Calls `step` with a share from 0 to 1, eased; at once with 1 where the system asks for less motion."""

    def __init__(
        self,
        step: Callable[[float], object],
        parent: QObject,
        easing: QEasingCurve.Type = QEasingCurve.Type.InOutCubic,
    ) -> None:
        super().__init__(parent)
        self._step = step
        self._moving = QVariantAnimation(self)
        self._moving.setStartValue(0.0)
        self._moving.setEndValue(1.0)
        self._moving.setEasingCurve(QEasingCurve(easing))
        self._moving.valueChanged.connect(self._go)

    @property
    def running(self) -> bool:
        return self._moving.state() == QVariantAnimation.State.Running

    def start(self, milliseconds: int) -> None:
        """Anew from 0, whatever was under way."""
        self._moving.stop()
        if milliseconds and theme.motion():
            self._moving.setDuration(milliseconds)
            self._moving.start()
        else:
            self._step(1.0)

    def stop(self) -> None:
        """Stays where it is."""
        self._moving.stop()

    def _go(self, share: float) -> None:
        self._step(float(share))


class Travel:
    """The points of one chart on their way to their places in another.

    rows: (m,) of the new chart, those that travel or appear: all, or an even sample of very many.
    """

    def __init__(self, before: Chart, seen: NDArray[np.float32], after: Chart) -> None:
        """seen: (n, 2), where the points of `before` are now; they may be on a way themselves."""
        step = max(1, -(-len(after) // TRAVELLERS))
        self.rows = np.arange(0, len(after), step)
        self._to = after.xy[self.rows]
        found, at = _find(before, after, self.rows)
        self._from = np.where(found[:, None], seen[at], self._to) if len(before) else self._to
        self.new = ~found
        self._step = step

    def takes(self, points: NDArray[np.int64]) -> NDArray[np.bool_]:
        """(m,) which of these points (m,) are among `rows`."""
        return np.asarray(points % self._step == 0)

    def at(self, share: float) -> NDArray[np.float32]:
        """(m, 2): where they are after `share` of the way."""
        return (self._from + (self._to - self._from) * np.float32(share)).astype(np.float32, copy=False)


def _find(
    before: Chart, after: Chart, rows: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which of these rows of `after` are in `before`, and where; 0 for those that are not."""
    if len(before) == 0:
        return np.zeros(len(rows), bool), np.zeros(len(rows), np.int64)
    if same_points(before, after):
        return np.ones(len(rows), bool), rows
    old, new = _keys(before, slice(None)), _keys(after, rows)
    at = np.minimum(np.searchsorted(old, new), len(old) - 1)
    found = old[at] == new
    return found, np.where(found, at, 0)


def same_points(before: Chart, after: Chart) -> bool:
    """Whether each point stands for the same track, or moment of it, in both."""
    return (
        len(before) == len(after)
        and np.array_equal(before.tracks, after.tracks)
        and np.array_equal(before.starts, after.starts, equal_nan=True)
    )


def _keys(chart: Chart, rows: Any) -> NDArray[np.int64]:
    """A number for each point, rising as points do: its track, and its start in sixteenths of a second."""
    starts = np.nan_to_num(chart.starts[rows] * 16).astype(np.int64)
    return np.asarray((chart.tracks[rows] << 24) + starts)
