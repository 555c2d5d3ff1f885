"""Songs of a few kinds with moments of their own: made-up spaces that have neighbourhoods to keep."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def moments(
    songs: int, each: int, *, kinds: int = 4, dimensions: int = 24, seed: int = 0
) -> NDArray[np.float32]:
    """(songs * each, d) in the order of the songs; a song is near its kind, a moment near the one before."""
    rng = np.random.default_rng(seed)
    kind = rng.normal(0.0, 3.0, (kinds, dimensions))
    found = []
    for song in range(songs):
        start = kind[song % kinds] + rng.normal(0.0, 1.0, dimensions)
        found.append(start + np.cumsum(rng.normal(0.0, 0.25, (each, dimensions)), axis=0))
    return np.concatenate(found).astype(np.float32)
