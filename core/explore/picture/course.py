"""A song's course: its windows, softened until what comes back is seen to come back.

Window for window a song jumps about: drawn as they are, verse and chorus are one knot. Weighed with its
neighbours over a part of a songlet, each window keeps its moment, and the knot becomes a way. Songlets, where
windows were not kept, are soft already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.domain import SONGLETS
from core.explore.picture.axes import Axes
from core.explore.picture.figure import Figure, Parts, draw

REACH = 0.25
"""Of a songlet's length, the deviation of the Gaussian that windows are softened by. Measured on 150 songs of
20 packages, heard in full, in their own axes: the more of it, the more of the movement three axes show (0:
61 %, 0.15: 78 %, 0.25: 83 %, 0.5: 90 %; songlets 85 %), and the less is left of what lasts ten seconds."""
SMOOTH = 720
"""Samples of a curve that fills a card: more would cost time and not be seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """parts: what the curve passes through, in order. marks: shares of the song, rising, at which its
    songlets stand."""

    parts: Parts
    marks: NDArray[np.float64]


def course(songlets: Parts, windows: Parts | None) -> Course:
    """windows: None where they were not kept; the curve passes through the songlets then."""
    marks = songlets.middles
    if windows is None or len(windows.vectors) <= len(marks):
        return Course(songlets, marks)
    return Course(softened(windows, REACH / SONGLETS), marks)


def softened(song: Parts, deviation: float) -> Parts:
    """Each part weighed with those around it, of unit length again. deviation: a share of the song."""
    middles = song.middles
    weights = np.exp(-0.5 * ((middles[:, None] - middles[None, :]) / deviation) ** 2)
    mixed = weights @ song.vectors
    lengths = np.linalg.norm(mixed, axis=1, keepdims=True)
    vectors = (mixed / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return Parts(vectors, song.spans, song.duration, song.steps)


def drawn(song: Course, axes: Axes, most: int = SMOOTH, marked: Sequence[float] = ()) -> Figure:
    """The spline through the course. most: about so many samples. marked: shares of the song that have a
    ring; its songlets when empty."""
    parts = song.parts
    steps = max(1, min(parts.steps, round(most / len(parts.vectors))))
    figure = draw(replace(parts, steps=steps), axes)
    times = figure.times
    marks = np.asarray(marked, np.float64) if len(marked) else song.marks
    rings = np.unique(np.abs(times[None, :] - marks[:, None]).argmin(axis=1))
    edges = np.concatenate([[0.0], (times[rings][1:] + times[rings][:-1]) / 2, [1.0]])
    spans = np.stack([edges[:-1], edges[1:]], axis=1)
    return replace(figure, rings=rings, spans=spans)
