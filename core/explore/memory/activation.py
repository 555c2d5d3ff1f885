"""How present a track is in its listener's memory: the base level of ACT-R.

    B = ln sum over plays j of t_j ^ -d

t_j: hours since play j; d: how fast memory fades. Anderson and Schooler 1991; for music Kowald et al. 2020
(arXiv 2003.10699). Days for hours would shift every B by the same d ln 24.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DECAY = 0.5
"""d, as ACT-R has it. Fits to music listening are steeper (up to 1.5)."""
HOUR = 3600.0
FRESHEST = 1.0
"""Hours. What sounded less than an hour ago is as present as can be: t^-d has no bound at 0."""
NEVER = -np.inf
"""B of what was never played."""

HALFWAY = -3.0
"""B at which a track is half familiar: as after one play 17 days ago, or ten plays 4.6 years ago."""


def traces(ages: Floats, decay: float = DECAY) -> Floats:
    """What each play still adds to the sum. ages: hours since each, any shape."""
    faded: Floats = np.maximum(ages, FRESHEST) ** -decay
    return faded


def spread_traces(counts: Floats, youngest: Floats, oldest: Floats, decay: float = DECAY) -> Floats:
    """What plays add of which only the number is known, spread evenly over a time [Petrov 2006].

        n (T^(1-d) - t^(1-d)) / ((1-d) (T - t)),  for d = 1 its limit n (ln T - ln t) / (T - t)

    counts: n. youngest, oldest: t and T in hours; where they meet, n plays of that age. Shapes broadcast.
    """
    young = np.maximum(youngest, FRESHEST)
    old = np.maximum(oldest, young)
    width = old - young
    narrow = width <= 1e-6 * old
    safe = np.where(narrow, 1.0, width)
    if abs(decay - 1.0) < 1e-9:
        mean = (np.log(old) - np.log(young)) / safe
    else:
        mean = (old ** (1 - decay) - young ** (1 - decay)) / ((1 - decay) * safe)
    total: Floats = counts * np.where(narrow, young**-decay, mean)
    return total


def base_levels(sums: Floats) -> Floats:
    """B of sums of traces; NEVER where there is nothing to remember."""
    with np.errstate(divide="ignore"):
        levels: Floats = np.log(sums)
    return levels


def recalled(levels: Floats) -> Floats:
    """The chance that it is remembered, 1 / (1 + exp(HALFWAY - B)): ACT-R's retrieval, in [0, 1]."""
    with np.errstate(over="ignore"):
        chance: Floats = 1.0 / (1.0 + np.exp(HALFWAY - levels))
    return chance
