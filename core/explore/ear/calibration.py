"""How a source's distances are made comparable: each against what is usual for the two songs compared.

A source measures in its own unit, and some songs are far from everything in it (or near: hubs). So each
song keeps the mean and spread of its distances to at most REFERENCES fixed songs, and a distance d between x
and y becomes

    z(x, y) = ( (d - mean_x) / spread_x + (d - mean_y) / spread_y ) / 2

which is normalising by row and by column. No n x n matrix is ever needed, a new song costs one row, and
adding the z of several sources adds like to like. [Schnitzer, Flexer et al. 2012; musly]
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain import AudioId

Floats = NDArray[np.float32]
Rows = Sequence[int] | NDArray[np.integer]

REFERENCES = 500
FEWEST = 20
"""Fewer references than this say nothing about one song; then all share one mean and spread."""
SHRINK = 0.2
"""Each spread moves this far towards the usual one: one song's own is a noisy estimate."""
ALIKE = 1e-5
"""A smaller spread is rounding."""
CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Usual:
    """mean, spread: (u,) of each song's distances to the references. Spread is positive; 0, 1 if unknown."""

    mean: Floats
    spread: Floats

    def calibrated(self, distances: Floats, rows: Rows, others: Rows) -> Floats:
        """z of distances (a, b) between songs `rows` (a,) and `others` (b,)."""
        own, theirs = self._some(rows), self._some(others)
        return calibrated(np.array(distances, np.float32), own, theirs)

    def _some(self, rows: Rows) -> Usual:
        return Usual(self.mean[rows], self.spread[rows])


def calibrated(distances: Floats, own: Usual, others: Usual) -> Floats:
    """z of distances (a, b) between songs of which `own` (a,) and `others` (b,) are usual; in place."""
    mine, theirs = np.float32(0.5) / own.spread, np.float32(0.5) / others.spread
    distances *= mine[:, None] + theirs
    distances -= (own.mean * mine)[:, None] + others.mean * theirs
    return distances


def references(known: NDArray[np.bool_], audios: Sequence[AudioId]) -> NDArray[np.int64]:
    """Rows of at most REFERENCES songs that a source has heard, rising.

    Drawn by a digest of the audio's identity, so that a library that grows keeps nearly all of them.
    """
    heard = np.flatnonzero(known)
    if len(heard) <= REFERENCES:
        return heard.astype(np.int64)
    drawn = sorted(
        heard.tolist(), key=lambda row: hashlib.blake2b(audios[row].encode(), digest_size=8).digest()
    )
    return np.array(sorted(drawn[:REFERENCES]), np.int64)


def usual(
    distances: Callable[[NDArray[np.integer], NDArray[np.integer]], Floats],
    known: NDArray[np.bool_],
    to: NDArray[np.int64],
) -> Usual:
    """What is usual for each song.

    distances: (a, b) of songs given by their rows; known: (u,) those that the source has heard; to: the
    references.
    """
    mean, spread = np.zeros(len(known), np.float32), np.ones(len(known), np.float32)
    heard = np.flatnonzero(known)
    if len(to) < 2:
        return Usual(mean, spread)
    for start in range(0, len(heard), CHUNK):
        rows = heard[start : start + CHUNK]
        mean[rows], spread[rows] = _without_itself(distances(rows, to), rows[:, None] == to)
    share = 1.0 if len(to) < FEWEST else SHRINK
    typical = np.float32(np.sqrt(np.mean(np.square(spread[heard], dtype=np.float64))))
    spread[heard] += np.float32(share) * (typical - spread[heard])
    if len(to) < FEWEST:
        mean[heard] = mean[heard].mean()
    # Two songs have but one distance each: nothing is known of its spread.
    return Usual(mean, np.where(spread > ALIKE, spread, np.float32(1.0)))


def _without_itself(block: Floats, itself: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """(a,) mean and spread of distances (a, b), leaving out a reference's own."""
    block[itself] = 0.0
    count = np.maximum(1, block.shape[1] - itself.sum(axis=1))
    mean = block.sum(axis=1, dtype=np.float64) / count
    block -= mean[:, None].astype(np.float32)
    block[itself] = 0.0
    return mean.astype(np.float32), np.sqrt(np.square(block).sum(axis=1, dtype=np.float64) / count).astype(
        np.float32
    )
