"""What the map's process is asked for, what it answers, and how it is done: the same in any process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.explore.map.cells import for_placing
from core.explore.map.chart import Axis, Projection
from core.explore.map.eighths import space_of
from core.explore.map.faithful import kept_neighbours
from core.explore.map.placing import Placing
from core.explore.map.projecting import lay_out
from core.explore.map.space import Floats, Rows, Space
from core.texts import marked

COMPARED = 200_000_000
"""Pairs of points that S_n is measured on, at most, but FEW points at least: seconds even for a million."""
SAMPLE, FEW = 2000, 200
FITTED = 20_000
"""Points that a flat map's two directions are found again by."""
BLOCK = 16_384
FLAT = (Projection.PCA, Projection.STANDARD_PCA)
"""Laid out by what they are, not point by point; even a million takes seconds."""

MEASURED = 100_000
"""Points of a map up to which it is measured again when some more were placed."""
LAYING = 0.6
"""Share of the work that laying out is, where others are placed among the landmarks afterwards."""

OnFrame = Callable[[Floats | None, float], None]
Check = Callable[[], None]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Lay out a space, or place what is new in it.

    stored (n, d), mean (d,): of the Space. start, hint: (n, 2) as `lay_out` takes them. landmarks: rows that
    are laid out; the others are placed among them. stand: (n, 2), NaN for what is to be placed among the rows
    `anchors`; then nothing is laid out, and nothing that stands moves.
    """

    projection: Projection
    seed: int
    stored: NDArray[np.floating]
    mean: Floats
    start: Floats | None = None
    hint: Floats | None = None
    landmarks: Rows | None = None
    stand: Floats | None = None
    anchors: Rows | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """xy: (n, 2). keeps: n -> S_n; empty where it was not worth measuring again. axes: of a layout; those of
    a map that was placed into hold on.
    """

    xy: Floats
    keeps: Mapping[int, float]
    axes: tuple[Axis, ...]


def carry_out(task: Task, on_frame: OnFrame, check: Check = lambda: None) -> Done:
    """on_frame: called about twice a second with (m, 2) of the landmarks while these are laid out, later with
    None, and the share that is done. check: raises what ends it.
    Raises UserError for a library that is missing.
    """
    space = space_of(task.stored, task.mean)
    axes: tuple[Axis, ...] = ()
    if task.stand is not None and task.anchors is not None:
        xy = _placed(space, task.projection, task.stand, task.anchors, lambda share: on_frame(None, share))
        if space.size > MEASURED:
            return Done(xy, {}, axes)
    else:
        xy, axes = _laid_out(space, task, on_frame, check)
    check()
    sample = max(FEW, min(SAMPLE, COMPARED // max(1, space.size)))
    return Done(xy, kept_neighbours(space, xy, sample=sample, seed=task.seed), axes)


def _laid_out(space: Space, task: Task, on_frame: OnFrame, check: Check) -> tuple[Floats, tuple[Axis, ...]]:
    rows = np.arange(space.size) if task.landmarks is None else task.landmarks
    whole = len(rows) == space.size or task.projection in FLAT
    part = space if whole else space.part(rows)
    share = 1.0 if whole else LAYING
    try:
        laid = lay_out(
            part,
            task.projection,
            seed=task.seed,
            start=task.start if whole or task.start is None else task.start[rows],
            hint=task.hint if whole or task.hint is None else task.hint[rows],
            landmarks=np.arange(part.size),
            on_growth=lambda xy, done: on_frame(xy, share * done),
            check=check,
        )
    except ImportError as problem:
        said = marked("{name} is missing, which lays out this map; choose another projection.")
        raise UserError(said, name=problem.name) from problem
    if whole:
        return laid.xy, laid.axes
    stand = np.full((space.size, 2), np.nan, np.float32)
    stand[rows] = laid.xy
    told = lambda done: on_frame(None, share + (1.0 - share) * done)  # noqa: E731
    return _placed(space, task.projection, stand, rows, told), laid.axes


def _placed(
    space: Space, projection: Projection, stand: Floats, anchors: Rows, told: Callable[[float], None]
) -> Floats:
    xy = np.array(stand, np.float32)
    new = np.flatnonzero(np.isnan(xy[:, 0]))
    put = _by_directions(space, xy, anchors) if projection in FLAT else _among_neighbours(space, xy, anchors)
    for at in range(0, len(new), BLOCK):
        told(at / len(new))
        part = new[at : at + BLOCK]
        xy[part] = put(space.some(part))
    return xy


def _among_neighbours(space: Space, xy: Floats, anchors: Rows) -> Callable[[Floats], Floats]:
    return Placing(for_placing(space.part(anchors)), xy[anchors]).of


def _by_directions(space: Space, xy: Floats, anchors: Rows) -> Callable[[Floats], Floats]:
    """A flat map is a linear one: what made it is found again by what stands on it, least squares."""
    known = anchors[:: max(1, len(anchors) // FITTED)]
    made = np.linalg.lstsq(_with_one(space.some(known)), xy[known].astype(np.float64), rcond=1e-5)[0]
    return lambda vectors: np.asarray(_with_one(vectors) @ made, np.float32)


def _with_one(vectors: Floats) -> NDArray[np.float64]:
    return np.hstack([vectors, np.ones((len(vectors), 1))])
