"""The mood one is in, and how well each track fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.domain import TrackId
from core.explore.ranks import ranks

if TYPE_CHECKING:
    from core.explore.ear.ear import Ear

Floats = NDArray[np.float64]

NARROW, WIDE = 0.18, 0.45
"""Spread of what fits, in shares of the library: for a strong mood and for a slight one."""
UNHEARD = 0.05
"""Fit of what was not listened to yet: it comes after what is known to fit."""
NEAR = 0.1
"""The share of the library that sounds like a track: of the furthest of it, the fit is 1/e."""


@dataclass(frozen=True, slots=True)
class Mood:
    """A place on the pad. energy: calm to lively; brightness: dark to bright; each -1 to 1.

    Both mean ranks within the library, so that half of it is lively whatever it is made of. The middle is no
    mood; the further out, the narrower is what fits. Raises ValueError outside of the pad.
    """

    energy: float = 0.0
    brightness: float = 0.0

    def __post_init__(self) -> None:
        if not (-1 <= self.energy <= 1 and -1 <= self.brightness <= 1):
            raise ValueError("energy and brightness of a mood are -1 to 1")


@dataclass(frozen=True, slots=True)
class Alike:
    """In the mood for what sounds like this track."""

    track_id: TrackId


Feeling = Mood | Alike | None


def pad_fit(mood: Mood, energy: Floats, brightness: Floats) -> Floats:
    """(n,) in (0, 1]: how near each is to the place on the pad. energy, brightness: ranks, NaN unknown."""
    strength = min(1.0, max(abs(mood.energy), abs(mood.brightness)))
    if strength == 0.0:
        return np.ones(len(energy))
    spread = WIDE + (NARROW - WIDE) * strength
    away = np.hypot(energy - (mood.energy + 1) / 2, brightness - (mood.brightness + 1) / 2)
    fit: Floats = np.where(np.isnan(away), UNHEARD, np.exp(-0.5 * (away / spread) ** 2))
    return np.maximum(fit, 1e-6)


def alike_fit(ear: Ear | None, track_id: TrackId, rows: NDArray[np.int64]) -> Floats:
    """(n,) in (0, 1]: by how much of the library is nearer to the track than each.

    rows: of the ear, -1 for what was not heard. All alike while the track itself has not been heard.
    """
    if ear is None or track_id not in ear:
        return np.ones(len(rows))
    far = ear.distances([ear.row(track_id)])[0].astype(np.float64)
    place = ranks(far)
    away = np.where(rows >= 0, place[rows], np.nan)
    fit: Floats = np.where(np.isnan(away), UNHEARD * 1e-3, np.exp(-away / NEAR))
    return np.maximum(fit, 1e-6)
