"""Where a value stands among many: what energy or brightness mean depends on the library they are in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def ranks(values: Floats) -> Floats:
    """(n,) the share of the known values that each is above, 0 to 1, equals in the middle; NaN stays NaN."""
    out = np.full(len(values), np.nan)
    known = np.isfinite(values)
    ordered = np.sort(values[known])
    if len(ordered):
        below = np.searchsorted(ordered, values[known], "left")
        up_to = np.searchsorted(ordered, values[known], "right")
        out[known] = (below + up_to) / 2 / len(ordered)
    return out
