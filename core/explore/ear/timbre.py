"""The timbre Gaussian: how alike two songs' MFCC frames are distributed, as an inner product.

Each song is one Gaussian over its MFCC frames, and two songs differ by the symmetric Kullback-Leibler
divergence [Mandel and Ellis 2005]

    J(a, b) = 1/2 ( tr(P_b E_a) + tr(P_a E_b) - 2 h_b.m_a - 2 h_a.m_b + c_a + c_b ) - D

with the precision P = S^-1, the second moment E = S + m m^T, h = P m and c = m.P m. It is linear in what is
known of either song, so J(a, b) = f(a) . g(b) - D: one song against a library is one matrix product.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.analysis.models.summary import Summary

Floats = NDArray[np.floating]

MFCC = 13
"""The first so many of those stored; measured, the rest add nothing, and the map has half the width."""
FLOOR, CEILING = 1e-4, 1e4
"""Eigenvalues of a covariance are kept within these, in units of the library's own: one almost without
spread in some direction would else be infinitely far from everything.
"""


@dataclass(frozen=True, slots=True)
class Space:
    """Coordinates in which the library's own Gaussian is white: origin (D,), white (D, D).

    They leave J as it is, and keep what is added up of one size, so that float32 does.
    """

    origin: NDArray[np.float64]
    white: NDArray[np.float64]

    @classmethod
    def of(cls, sample: Sequence[Summary]) -> Space:
        """From some of the library's songs, at least one."""
        means, covariances = _moments(sample)
        values, vectors = np.linalg.eigh(covariances.mean(axis=0))
        values = np.maximum(values, 1e-9 * max(float(values[-1]), 1e-12))
        return cls(means.mean(axis=0), (vectors / np.sqrt(values)).T)

    @property
    def width(self) -> int:
        """k, the length of a feature map."""
        return len(self.origin) ** 2 + 3 * len(self.origin) + 2

    def features(self, sounds: Sequence[Summary]) -> NDArray[np.float32]:
        """(n, k) the map f of these songs."""
        means, covariances = _moments(sounds)
        means = (means - self.origin) @ self.white.T
        spread, axes = np.linalg.eigh(self.white @ covariances @ self.white.T)
        spread = np.clip(spread, FLOOR, CEILING)[:, None, :]
        turned = axes.transpose(0, 2, 1)
        covariance, precision = (axes * spread) @ turned, (axes / spread) @ turned
        weighted = np.einsum("nij,nj->ni", precision, means)
        second = covariance + means[:, :, None] * means[:, None, :]
        rows, columns = np.triu_indices(len(self.origin))
        twice = np.where(rows == columns, 1.0, np.sqrt(2.0))  # each pair once, both halves counted
        own = (means * weighted).sum(axis=1, keepdims=True)
        parts = (precision[:, rows, columns] * twice, second[:, rows, columns] * twice, weighted, means)
        return np.concatenate([*parts, own, np.ones((len(means), 1))], axis=1).astype(np.float32)


def answering(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, k) the map g of the same songs: f with its parts exchanged, so that J = f(a) . g(b) - D."""
    size = dimensions(features.shape[1])
    pairs = size * (size + 1) // 2
    precision, second, weighted, means, own, ones = np.split(
        features, np.cumsum([pairs, pairs, size, size, 1]), axis=1
    )
    return np.concatenate([second / 2, precision / 2, -means, -weighted, ones / 2, own / 2], axis=1)


def dimensions(width: int) -> int:
    """D, the number of MFCC, of a feature map so wide: k = D^2 + 3 D + 2."""
    return (math.isqrt(1 + 4 * width) - 3) // 2


def _moments(sounds: Sequence[Summary]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, D) means and (n, D, D) covariances."""
    means = np.array([sound.mfcc_mean[:MFCC] for sound in sounds], np.float64)
    return means, np.array([sound.mfcc_cov[:MFCC, :MFCC] for sound in sounds], np.float64)
