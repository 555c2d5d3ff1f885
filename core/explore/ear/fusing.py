"""Adding up what several sources say of how near songs are, where each may have heard other songs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explore.ear.calibration import Usual, calibrated
from core.explore.ear.sources import Query, Source, VectorSource

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """Songs (m) against others (n).

    distance: (m, n) fused and calibrated: about mean 0 and spread 1, lower is nearer; inf where no source
    heard both. cosine: (m, n) weighted mean of the vectors' cosines, in [-1, 1]: an inner product, so that
    subspaces can be made of it; 0 where nothing can be compared.
    """

    distance: Floats
    cosine: Floats


class Fusing:
    """The weighted mean of the sources' calibrated distances and of their cosines, as they are added."""

    def __init__(self, shape: tuple[int, int], spreads: Floats) -> None:
        self._spreads = spreads
        self._distance, self._cosine = np.zeros((2, *shape), np.float32)
        self._weight, self._cosine_weight = np.zeros((2, *shape), np.float32)
        self._which = np.zeros(shape, np.uint8)

    def add(self, place: int, source: Source, query: Query, others: NDArray[np.int64] | None) -> None:
        to = slice(None) if others is None else others
        usual = Usual(source.usual.mean[to], source.usual.spread[to])
        shared = query.known[:, None] & source.known[to]
        everywhere = bool(shared.all())
        raw = source.to(query.vectors, others)
        if isinstance(source, VectorSource):
            share = np.float32(source.weight / max(source.scale, 1e-6))
            self._cosine += share * (1.0 - raw if everywhere else np.where(shared, 1.0 - raw, 0.0))
            self._cosine_weight += share if everywhere else share * shared
        z = calibrated(raw, Usual(query.mean, query.spread), usual)
        weight = np.float32(source.weight)
        self._distance += weight * z if everywhere else np.where(shared, weight * z, 0.0)
        self._weight += weight if everywhere else weight * shared
        self._which |= np.uint8(1 << place) if everywhere else shared.astype(np.uint8) << place

    def result(self) -> Nearness:
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = self._distance / (self._weight * self._spreads[self._which])
            distance[self._weight == 0.0] = np.inf
            cosine = np.where(self._cosine_weight > 0.0, self._cosine / self._cosine_weight, 0.0)
        return Nearness(distance, cosine.astype(np.float32))


def spreads(sources: Sequence[Source]) -> Floats:
    """For each set of sources, as bits, the spread of the weighted mean of their z."""
    count = len(sources)
    covariance = np.eye(count)
    everyone = np.logical_and.reduce([source.known for source in sources])
    rows = sources[0].references[everyone[sources[0].references]][:200]
    if len(rows) > 2:
        upper = np.triu_indices(len(rows), 1)
        z = []
        for source in sources:
            z.append(source.usual.calibrated(source.distances(rows, rows), rows, rows)[upper])
        covariance = np.atleast_2d(np.cov(np.stack(z)))
    sets = np.arange(1 << count)[:, None] >> np.arange(count) & 1
    weights = sets * np.array([source.weight for source in sources])
    weights = weights / np.maximum(1e-9, weights.sum(axis=1, keepdims=True))
    variance = np.einsum("si,ij,sj->s", weights, covariance, weights)
    return np.asarray(np.sqrt(np.maximum(variance, 1e-4)), np.float32)
