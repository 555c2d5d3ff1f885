"""What is looked at: one curve or several, brought to the middle and to a radius of 1."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.widgets.curve3d.camera import Reach
from core.explore.picture.figure import Figure

SHADES = 48
"""Steps of colour from the start of a song to its end."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A song's curve. colour: "#rrggbb" for all of it, to tell songs apart; None: its colour is time."""

    figure: Figure
    label: str = ""
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A mark between two moments: a part (ring) of one curve and of another."""

    one: int
    one_ring: int
    other: int
    other_ring: int


class Scene:
    """All curves in one frame: positions among them are kept.

    points: (m, 3) float64 of all curves, one after the other. parts: which of them are each curve's.
    steps: (m,) int64, the shade of the piece that begins at each sample; 0 to SHADES - 1.
    """

    def __init__(self, shown: Sequence[Shown]) -> None:
        self.shown = tuple(shown)
        ends = np.cumsum([0, *(len(one.figure.points) for one in shown)]).tolist()
        self.parts = [slice(a, b) for a, b in itertools.pairwise(ends)]
        points = [one.figure.points for one in shown] or [np.zeros((1, 3), np.float32)]
        self.points, self.reach = framed(np.concatenate(points))
        self.steps = shades(np.concatenate([one.figure.times for one in shown] or [np.zeros(1)]))

    def rings(self, index: int) -> NDArray[np.int64]:
        """(r,) samples in `points` that are a curve's parts."""
        rings: NDArray[np.int64] = self.shown[index].figure.rings + self.parts[index].start
        return rings


def framed(points: NDArray[np.floating]) -> tuple[NDArray[np.float64], Reach]:
    """Points (m, 3) about their middle with a radius of 1; a single place stays a point."""
    low, high = points.min(axis=0), points.max(axis=0)
    about = points.astype(np.float64) - (low + high) / 2
    radius = float(np.linalg.norm(about, axis=1).max())
    about /= radius if radius > 1e-9 else 1.0
    return about, Reach.of(about)


def shades(times: NDArray[np.floating]) -> NDArray[np.int64]:
    return np.minimum(SHADES - 1, (np.asarray(times) * SHADES).astype(np.int64))
