"""How a source's distances are made comparable: each against what is usual for the two songs compared.

A source measures in its own unit, and some songs are far from everything in it (or near: hubs). So each
song keeps the mean and spread of its distances to at most REFERENCES fixed songs, and a distance d between x
and y becomes

    z(x, y) = ( (d - mean_x) / spread_x + (d - mean_y) / spread_y ) / 2

which is normalising by row and by column. No n x n matrix is ever needed, a new song costs one row, and
adding the z of several sources adds like to like. [Schnitzer, Flexer et al. 2012; musly]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

REFERENCES = 1000
FEWEST = 20
"""Fewer references than this say nothing about one song; then all share one mean and spread."""
SHRINK = 0.2
"""Each spread moves this far towards the usual one: one song's own is a noisy estimate."""
CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Usual:
    """mean, spread: (u,) of each song's distances to the references. Spread is positive; 0, 1 if unknown."""

    mean: Floats
    spread: Floats

    def calibrated(self, distances: Floats, rows: NDArray[np.integer], others: NDArray[np.integer]) -> Floats:
        """z of distances (a, b) between songs `rows` (a,) and `others` (b,)."""
        own = (distances - self.mean[rows, None]) / self.spread[rows, None]
        theirs = (distances - self.mean[others]) / self.spread[others]
        return np.asarray((own + theirs) / 2, np.float32)


def references(known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows of at most REFERENCES songs that a source has heard; the same for the same library."""
    heard = np.flatnonzero(known)
    return np.sort(np.random.default_rng(0).permutation(heard)[:REFERENCES])


def usual(
    distances: Callable[[NDArray[np.integer], NDArray[np.integer]], Floats], known: NDArray[np.bool_]
) -> Usual:
    """What is usual for each song.

    distances: (a, b) of songs given by their rows; known: (u,) those that the source has heard.
    """
    mean, spread = np.zeros(len(known), np.float32), np.ones(len(known), np.float32)
    to, heard = references(known), np.flatnonzero(known)
    if len(to) < 2:
        return Usual(mean, spread)
    for start in range(0, len(heard), CHUNK):
        rows = heard[start : start + CHUNK]
        block = distances(rows, to).astype(np.float64)
        block[rows[:, None] == to] = np.nan
        mean[rows], spread[rows] = np.nanmean(block, axis=1), np.nanstd(block, axis=1)
    share = 1.0 if len(to) < FEWEST else SHRINK
    typical = np.float32(np.sqrt(np.mean(np.square(spread[heard], dtype=np.float64))))
    spread[heard] += share * (typical - spread[heard])
    if len(to) < FEWEST:
        mean[heard] = mean[heard].mean()
    return Usual(mean, np.maximum(spread, np.float32(1e-6)))
