"""A picture of curves as flat triangles in pixels, for a graphics processor: the same widths and colours that
the painter has, with depth to sort them by.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from app.widgets.curve3d.camera import Floats
from app.widgets.curve3d.painter import (
    AHEAD,
    AHEAD_RING,
    BACK,
    FAINTEST_RING,
    FRONT,
    RING_NEARER,
    RING_PEN,
    Picture,
    Style,
    strengths,
    time_colour,
    widths,
)
from app.widgets.curve3d.scene import SHADES
from core.explore.picture.figure import between

CORNERS = 12
"""Of the discs that round a line's joints."""
RING_CORNERS = 28
ON_TOP = 1e-3
"""So much nearer is a ring's ground than its rim."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """vertexes: (v, 3) float32, x and y in pixels from the upper left, z: the size, growing to the eye.
    colours: (v, 4) float32, 0 to 1. faces: (f, 3) uint32."""

    vertexes: NDArray[np.float32]
    colours: NDArray[np.float32]
    faces: NDArray[np.uint32]


def build(picture: Picture, xy: Floats, size: Floats) -> Mesh:
    """Lines and rings of all curves of a picture; xy, size: as the picture projects them."""
    parts = [part for index in range(len(picture.scene.shown)) for part in _curve(picture, index, xy, size)]
    if not parts:
        nothing = np.zeros((0, 3), np.float32)
        return Mesh(nothing, np.zeros((0, 4), np.float32), nothing.astype(np.uint32))
    first = np.cumsum([0, *(len(part.vertexes) for part in parts[:-1])]).tolist()
    faces = [part.faces + at for part, at in zip(parts, first, strict=True)]
    return Mesh(
        np.concatenate([part.vertexes for part in parts]),
        np.concatenate([part.colours for part in parts]),
        np.concatenate(faces).astype(np.uint32),
    )


def _curve(picture: Picture, index: int, xy: Floats, size: Floats) -> list[Mesh]:
    scene, style, part = picture.scene, picture.style, picture.scene.parts[index]
    one, share = scene.shown[index], picture.heads.get(index)
    cut = math.inf if share is None else one.figure.sample(share)
    at, near, full = xy[part], size[part], _full(scene.steps[part], one.colour)
    rings = one.figure.rings
    made = _rings(style, at[rings], near[rings], full[rings], rings > cut) if style.ring else []
    if 0 < cut < len(at) - 1:
        at, near, full = (_with_sample(rows, cut) for rows in (at, near, full))
    late = np.arange(len(at)) >= math.ceil(min(cut, len(at)))
    return [*_line(_Line(at, near, full, late), style), *made]


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """Samples (m, 2), how near they are, their full colours (m, 3), and which are still to come."""

    at: Floats
    near: Floats
    full: Floats
    late: NDArray[np.bool_]


def _line(line: _Line, style: Style) -> list[Mesh]:
    """A rectangle from each sample to the next, and a disc at each."""
    at, near, late = line.at, line.near, line.late[:, None]
    depth = _nearness(near)
    width = widths(depth, style.width)
    done, ahead = (_blend(_rgb(style.under), line.full, strengths(depth) * share) for share in (1.0, AHEAD))
    step = np.diff(at, axis=0)
    length = np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-9)
    side = np.stack([-step[:, 1], step[:, 0]], axis=1) / length / 2
    a, b = side * width[:-1, None], side * width[1:, None]
    corners = np.stack([at[:-1] - a, at[:-1] + a, at[1:] - b, at[1:] + b], axis=1)
    first, last = np.where(late[:-1], ahead[:-1], done[:-1]), np.where(late[:-1], ahead[1:], done[1:])
    faces = np.arange(len(step))[:, None, None] * 4 + np.array([[0, 1, 2], [1, 3, 2]])
    quads = _mesh(
        corners,
        np.stack([near[:-1], near[:-1], near[1:], near[1:]], axis=1),
        np.stack([first, first, last, last], axis=1),
        faces,
    )
    return [quads, _discs(at, near, width / 2, np.where(late, ahead, done), CORNERS)]


def _rings(style: Style, at: Floats, near: Floats, full: Floats, late: NDArray[np.bool_]) -> list[Mesh]:
    """Each a disc of its colour and a smaller one of the ground on it."""
    under = _rgb(style.under)
    strong = np.maximum(strengths(_nearness(near)) * np.where(late, AHEAD_RING, 1.0), FAINTEST_RING)
    radius, pen, lift = style.ring * near, RING_PEN * near, near + RING_NEARER
    outer = _discs(at, lift, radius + pen / 2, _blend(under, full, strong), RING_CORNERS)
    ground = np.repeat(under[None], len(at), axis=0)
    return [outer, _discs(at, lift + ON_TOP, radius - pen / 2, ground, RING_CORNERS)]


def _discs(at: Floats, near: Floats, radius: Floats, colours: Floats, corners: int) -> Mesh:
    points = at[:, None] + _circle(corners) * radius[:, None, None]
    rim = np.arange(1, corners - 1)
    fan = np.stack([np.zeros_like(rim), rim, rim + 1], axis=1)
    faces = np.arange(len(at))[:, None, None] * corners + fan
    return _mesh(points, np.repeat(near[:, None], corners, 1), np.repeat(colours[:, None], corners, 1), faces)


def _mesh(points: Floats, depth: Floats, colours: Floats, faces: NDArray[np.int64]) -> Mesh:
    xyz = np.concatenate([points.reshape(-1, 2), depth.reshape(-1, 1)], axis=1).astype(np.float32)
    rgb = colours.reshape(-1, 3)
    rgba = np.concatenate([rgb, np.ones((len(rgb), 1))], axis=1).astype(np.float32)
    return Mesh(xyz, rgba, faces.reshape(-1, 3).astype(np.uint32))


def _with_sample(rows: Floats, sample: float) -> Floats:
    """One more row between two, as far as `sample` says."""
    return np.insert(rows, int(sample) + 1, between(rows, sample), axis=0)


def _nearness(size: Floats) -> Floats:
    return np.clip((size - BACK) / (FRONT - BACK), 0.0, 1.0)


def _full(steps: NDArray[np.int64], colour: str | None) -> Floats:
    """(m, 3) colours before depth, 0 to 1."""
    return _times()[steps] if colour is None else np.repeat(_rgb(colour)[None], len(steps), axis=0)


def _blend(under: Floats, over: Floats, share: Floats) -> Floats:
    return np.asarray(under + (over - under) * share[:, None])


@lru_cache(maxsize=1)
def _times() -> Floats:
    return np.stack([_rgb(time_colour(step)) for step in range(SHADES)])


@lru_cache(maxsize=64)
def _rgb(colour: str) -> Floats:
    tint = QColor(colour)
    return np.array([tint.redF(), tint.greenF(), tint.blueF()])


@lru_cache(maxsize=4)
def _circle(corners: int) -> Floats:
    angle = np.linspace(0, math.tau, corners, endpoint=False)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)
