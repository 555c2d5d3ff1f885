"""What the map's process is asked for, what it answers, and how it is done: the same in any process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.explore.map.chart import Axis, Projection
from core.explore.map.faithful import kept_neighbours
from core.explore.map.placing import place
from core.explore.map.projecting import lay_out
from core.explore.map.space import Floats, Rows, Space
from core.texts import marked

COMPARED = 200_000_000
"""Pairs of points that S_n is measured on, at most, but FEW points at least: seconds even for a million."""
SAMPLE, FEW = 2000, 200
FITTED = 20_000
"""Points that a flat map's two directions are found again by."""
BLOCK = 16_384

OnFrame = Callable[[Floats, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Lay out a space, or place what is new in it.

    stored (n, d), mean (d,): of the Space. start, hint: (n, 2) as `lay_out` takes them. landmarks: rows that
    are laid out. stand: (n, 2), NaN for what is to be placed among the rows `anchors`; then nothing is laid
    out, and nothing that stands moves.
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
    """xy: (n, 2). keeps: n -> S_n. axes: of a layout; those of a map that was placed into hold on."""

    xy: Floats
    keeps: Mapping[int, float]
    axes: tuple[Axis, ...]


def carry_out(task: Task, on_frame: OnFrame, check: Callable[[], None] = lambda: None) -> Done:
    """on_frame: called about twice a second while it is laid out, with (m, 2) of the landmarks and the share
    that is done. check: raises what ends it. Raises UserError for a library that is missing.
    """
    space = Space(task.stored, task.mean)
    axes: tuple[Axis, ...] = ()
    if task.stand is not None and task.anchors is not None:
        xy = _placed(space, task.projection, task.stand, task.anchors, check)
    else:
        xy, axes = _laid_out(space, task, on_frame, check)
    check()
    sample = max(FEW, min(SAMPLE, COMPARED // max(1, space.size)))
    return Done(xy, kept_neighbours(space, xy, sample=sample, seed=task.seed), axes)


def _laid_out(
    space: Space, task: Task, on_frame: OnFrame, check: Callable[[], None]
) -> tuple[Floats, tuple[Axis, ...]]:
    try:
        laid = lay_out(
            space,
            task.projection,
            seed=task.seed,
            start=task.start,
            hint=task.hint,
            landmarks=task.landmarks,
            on_growth=on_frame,
            check=check,
        )
    except ImportError as problem:
        said = marked("{name} is missing, which lays out this map; choose another projection.")
        raise UserError(said, name=problem.name) from problem
    return laid.xy, laid.axes


def _placed(
    space: Space, projection: Projection, stand: Floats, anchors: Rows, check: Callable[[], None]
) -> Floats:
    xy = np.array(stand, np.float32)
    new = np.flatnonzero(np.isnan(xy[:, 0]))
    put = _among_neighbours(space, xy, anchors)
    if projection in (Projection.PCA, Projection.STANDARD_PCA):
        put = _by_directions(space, xy, anchors)
    for at in range(0, len(new), BLOCK):
        check()
        part = new[at : at + BLOCK]
        xy[part] = put(space.some(part))
    return xy


def _among_neighbours(space: Space, xy: Floats, anchors: Rows) -> Callable[[Floats], Floats]:
    fixed, stand = space.part(anchors), xy[anchors]
    return lambda vectors: place(fixed, stand, vectors)


def _by_directions(space: Space, xy: Floats, anchors: Rows) -> Callable[[Floats], Floats]:
    """A flat map is a linear one: what made it is found again by what stands on it, least squares."""
    known = anchors[:: max(1, len(anchors) // FITTED)]
    made = np.linalg.lstsq(_with_one(space.some(known)), xy[known].astype(np.float64), rcond=1e-5)[0]
    return lambda vectors: np.asarray(_with_one(vectors) @ made, np.float32)


def _with_one(vectors: Floats) -> NDArray[np.float64]:
    return np.hstack([vectors, np.ones((len(vectors), 1))])
