"""From where a curve is looked at, and where its points then lie on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EYE = 5.0
"""Distance of the eye in radii of what is looked at: near enough for depth, far enough to keep shapes."""
STEEPEST = math.radians(80)
CLOSEST, FARTHEST = 8.0, 0.5
TURNS, LEAST = 24, 0.05


@dataclass(frozen=True, slots=True)
class Camera:
    """Goes round an upright axis and up and down, and never rolls. yaw, pitch: radians; zoom: 1 fits."""

    yaw: float = 0.0
    pitch: float = math.radians(12)
    zoom: float = 1.0

    def turned(self, yaw: float, pitch: float = 0.0) -> Camera:
        """Radians further to the right and up."""
        steep = min(STEEPEST, max(-STEEPEST, self.pitch + pitch))
        return replace(self, yaw=math.remainder(self.yaw + yaw, math.tau), pitch=steep)

    def zoomed(self, factor: float) -> Camera:
        return replace(self, zoom=min(CLOSEST, max(FARTHEST, self.zoom * factor)))

    @property
    def rotation(self) -> Floats:
        """(3, 3): right, up and towards the eye, as rows."""
        cy, sy, cp, sp = math.cos(self.yaw), math.sin(self.yaw), math.cos(self.pitch), math.sin(self.pitch)
        return np.array([[cy, 0.0, sy], [sp * sy, cp, -sp * cy], [-cp * sy, sp, cp * cy]])

    def look(self, points: NDArray[Any]) -> tuple[Floats, Floats]:
        """Where points (..., 3) of about unit radius appear, for a unit of one pixel, up being up: (..., 2);
        and how much larger than at the middle: (...), 0.8 at the back to 1.25 in front."""
        seen = points @ self.rotation.T
        size = EYE / (EYE - np.minimum(seen[..., 2], EYE * 0.8))
        return seen[..., :2] * size[..., None], size


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the screen a scene's middle lies, and how many pixels its radius takes at zoom 1."""

    x: float
    y: float
    unit: float

    def put(self, seen: Floats, zoom: float = 1.0) -> Floats:
        """Pixels (..., 2) of what a camera saw; y grows downwards."""
        return np.asarray(seen * (self.unit * zoom, -self.unit * zoom) + (self.x, self.y))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a scene of radius 1 reaches on the screen, in radii, whichever way it is turned."""

    across: float
    low: float
    high: float

    @classmethod
    def of(cls, points: NDArray[Any]) -> Reach:
        """As it turns about its upright axis once, before a camera of the usual pitch."""
        turns = np.linspace(0.0, math.tau, TURNS, endpoint=False)
        seen = np.concatenate([Camera(yaw).look(points)[0] for yaw in turns.tolist()])
        low, high = float(seen[:, 1].min()), float(seen[:, 1].max())
        return cls(max(float(np.abs(seen[:, 0]).max()), LEAST), min(low, -LEAST), max(high, LEAST))

    def fit(self, x: float, y: float, width: float, height: float) -> Place:
        """So that it stays inside the rectangle from whichever side it is seen."""
        unit = max(1.0, min(width / (2 * self.across), height / (self.high - self.low)))
        return Place(x + width / 2, y + height / 2 + unit * (self.high + self.low) / 2, unit)
