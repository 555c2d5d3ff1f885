"""Places on curves: the one under the pointer, and those that keys go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt

from app.widgets.curve3d.camera import Floats
from app.widgets.curve3d.painter import Picture, point
from app.widgets.curve3d.scene import Scene
from core.explore.picture.figure import between

REACH = 14.0
"""Pixels from a curve within which the pointer is on it."""
SNAP = 8.0
"""Pixels from a part's ring within which the pointer is at it."""
NEARER = 4.0
"""Pixels by which what is in front may be farther from the pointer than what is behind it."""
FAR = 1e9
TURNS: Mapping[Qt.Key, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Steps to the right and up that a key turns."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a curve. sample: fractional, within its figure; ring: the part, or -1 between two."""

    index: int
    sample: float
    ring: int


def spot_at(picture: Picture, at: QPointF) -> Spot | None:
    """The place on a curve under the pointer; of two that cross there, the nearer to the eye."""
    xy, size = picture.project()
    pointer = np.array([at.x(), at.y()])
    best: tuple[float, Spot] | None = None
    for index, part in enumerate(picture.scene.parts):
        found = _nearest(xy[part], size[part], picture.scene.shown[index].figure.rings, pointer)
        if found is not None and (best is None or found[0] < best[0]):
            best = found[0], Spot(index, found[1], found[2])
    return best[1] if best else None


def place_of(picture: Picture, spot: Spot) -> QPointF:
    """Where on the screen."""
    xy, _ = picture.project()
    return point(between(xy[picture.scene.parts[spot.index]], spot.sample))


def part_step(key: Qt.Key, *, shift: bool) -> float | None:
    """How many parts further a key goes; None when it does something else."""
    if shift:
        return {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}.get(key)
    keys = {Qt.Key.Key_PageUp: -1.0, Qt.Key.Key_PageDown: 1.0, Qt.Key.Key_Home: -FAR, Qt.Key.Key_End: FAR}
    return keys.get(key)


def next_part(scene: Scene, spot: Spot | None, step: float) -> Spot:
    """So many parts further, through all curves one after the other; from nowhere, the first or the last."""
    stops = [(i, ring) for i, one in enumerate(scene.shown) for ring in range(len(one.figure.rings))]
    now = -1 if step > 0 else len(stops)
    if spot is not None:
        near = int(np.abs(scene.shown[spot.index].figure.rings - spot.sample).argmin())
        now = stops.index((spot.index, near))
    index, ring = stops[int(min(len(stops) - 1, max(0, now + step)))]
    return Spot(index, float(scene.shown[index].figure.rings[ring]), ring)


def _nearest(
    xy: Floats, size: Floats, rings: NDArray[np.int64], pointer: Floats
) -> tuple[float, float, int] | None:
    """How far the pointer is from a curve of m samples, in pixels less a little for what is nearer to the
    eye; at which sample, and at which part's ring or -1. None: too far."""
    to_rings = np.linalg.norm(xy[rings] - pointer, axis=1)
    if to_rings.min() <= SNAP:
        ring = int(np.where(to_rings <= SNAP, to_rings - NEARER * size[rings], np.inf).argmin())
        return float(to_rings[ring] - NEARER * size[rings[ring]]), float(rings[ring]), ring
    start, step = xy[:-1], np.diff(xy, axis=0)
    length = np.maximum(np.einsum("mi,mi->m", step, step), 1e-12)
    along = np.clip(np.einsum("mi,mi->m", pointer - start, step) / length, 0.0, 1.0)
    far = np.linalg.norm(start + along[:, None] * step - pointer, axis=1)
    weighed = np.where(far <= REACH, far - NEARER * size[:-1], np.inf)
    best = int(weighed.argmin())
    if not np.isfinite(weighed[best]):
        return None
    return float(weighed[best]), best + float(along[best]), -1
