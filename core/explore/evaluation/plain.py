"""The plain ways of hearing that everything else is measured against, each a few lines from its source.

They are written out here rather than borrowed from the ear, so that a change to the ear moves no baseline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.analysis.models.summary import Summary

Rows = NDArray[np.int64]
Floats = NDArray[np.floating]
Distances = Callable[[Rows], Floats]
"""(m,) rows -> (m, u), lower is nearer, inf where two cannot be compared."""


def centred(pooled: Floats) -> Floats:
    """(u, d) less their mean, of unit length; silence stays zero."""
    heard = np.any(pooled != 0.0, axis=1)
    vectors = np.where(heard[:, None], pooled - pooled[heard].mean(axis=0), 0.0)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), np.float32)


def cosines(vectors: Floats) -> Distances:
    """1 - cosine of unit vectors (u, d); a zero vector can be compared with nothing."""
    silent = ~np.any(vectors != 0.0, axis=1)

    def distances(rows: Rows) -> Floats:
        found = 1.0 - vectors[rows] @ vectors.T
        found[:, silent] = np.inf
        return np.asarray(found)

    return distances


def euclidean(vectors: Floats) -> Distances:
    """The distance of vectors (u, d), small d; NaN can be compared with nothing."""

    def distances(rows: Rows) -> Floats:
        apart = np.sqrt(np.square(vectors[rows, None] - vectors[None]).sum(axis=2))
        return np.where(np.isnan(apart), np.inf, apart)

    return distances


def gaussians(sounds: Sequence[Summary]) -> Distances:
    """The symmetric Kullback-Leibler divergence of single MFCC Gaussians [Mandel and Ellis 2005]

    J = 1/2 (tr(P_b E_a) + tr(P_a E_b)) - h_b.m_a - h_a.m_b + (c_a + c_b) / 2 - D, with P = S^-1,
    E = S + m m^T, h = P m, c = m.P m; an inner product of what is known of each, in float64.
    """
    mean = np.array([sound.mfcc_mean for sound in sounds], np.float64)
    covariance = np.array([sound.mfcc_cov for sound in sounds], np.float64)
    precision = np.linalg.inv(covariance)
    second = covariance + mean[:, :, None] * mean[:, None, :]
    weighted = np.einsum("nij,nj->ni", precision, mean)
    own = (mean * weighted).sum(axis=1, keepdims=True)
    ones, flat = np.ones_like(own), (len(sounds), -1)
    left = np.hstack([second.reshape(flat), precision.reshape(flat), mean, weighted, own, ones])
    right = np.hstack(
        [precision.reshape(flat) / 2, second.reshape(flat) / 2, -weighted, -mean, ones / 2, own / 2]
    )
    return lambda rows: left[rows] @ right.T - mean.shape[1]


def tamed(divergence: Distances) -> Distances:
    """log(1 + J): the same ranking, of which a mean and a spread can be told."""
    return lambda rows: np.log1p(np.maximum(divergence(rows), 0.0))


def by_lot(size: int) -> Distances:
    """A ranking by lot: what every measure comes to without hearing anything."""
    return lambda rows: np.stack([np.random.default_rng(int(row)).random(size) for row in rows])
