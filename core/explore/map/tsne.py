"""t-SNE by openTSNE, from our own exact neighbours, shown while it grows.

openTSNE's defaults find neighbours by an approximate index and take 750 steps. Here they are exact, and the
steps are as many as the neighbours kept on real windows still gain by (docs/quality.md). One thread: a second
one doubles the work and saves little of the time, and none beside a busy program.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.explore.map.space import Floats, Space

PERPLEXITY = 30.0
EXAGGERATION = 12.0


class Part(NamedTuple):
    """A part of the descent. cell: side of a cell of the grid on which the repulsion is interpolated."""

    steps: int
    exaggeration: float
    cell: float


NEW = (Part(60, EXAGGERATION, 2.0), Part(100, 1.0, 2.0), Part(100, 1.0, 1.0))
"""Gather what belongs together; spread it out, roughly; then finely, which is worth .01 of S_10."""
SETTLING = (Part(60, 1.0, 2.0), Part(60, 1.0, 1.0))
"""From an earlier layout: nothing is gathered, so that what stands stays about where it is."""
SMALL = 2_000
"""Up to here Barnes-Hut is the faster way to reckon the repulsion; and there is time for MORE steps."""
MORE = 2
EVERY = 5
"""Steps between looks at whether to show or to stop."""
JITTER = 1e-6

Grown = Callable[[NDArray[np.float64], float], None]


def project(space: Space, start: Floats, *, settle: bool, seed: int, grown: Grown) -> NDArray[np.float64]:
    """(n, 2) positions, in t-SNE's own unit.

    start: (n, 2) where points begin. settle: they stood there on an earlier map, and are to stay about there.
    grown: called every few steps with the positions and the share done; what it raises ends the layout.
    """
    affinities = _affinities(space)
    moving = np.random.default_rng(seed).normal(0.0, JITTER, start.shape)
    begin = start - start.mean(axis=0, dtype=np.float64)
    begin /= max(float(begin.std()), 1e-12)
    scale = _natural_scale(begin, affinities.P) if settle else 1e-4
    return _descend(affinities, begin * scale + moving, SETTLING if settle else NEW, grown)


def _affinities(space: Space) -> Any:
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    perplexity = min(PERPLEXITY, (space.size - 1) / 3.0)
    rows, cosines = space.neighbours(np.arange(space.size), max(1, round(3.0 * perplexity)))
    distances = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * cosines.astype(np.float64)))
    return PerplexityBasedNN(knn_index=PrecomputedNeighbors(rows, distances), perplexity=perplexity, n_jobs=1)


def _descend(
    affinities: Any, begin: NDArray[np.float64], parts: Sequence[Part], grown: Grown
) -> NDArray[np.float64]:
    from openTSNE import TSNEEmbedding

    small = len(begin) <= SMALL
    parts = [part._replace(steps=part.steps * (MORE if small else 1)) for part in parts]
    embedding = TSNEEmbedding(
        np.ascontiguousarray(begin),
        affinities,
        negative_gradient_method="bh" if small else "fft",
        callbacks_every_iters=EVERY,
        n_jobs=1,
    )
    done, total = 0, sum(part.steps for part in parts)
    for part in parts:

        def look(step: int, _error: float, xy: NDArray[np.float64], before: int = done) -> None:
            grown(np.asarray(xy), (before + step) / total)

        embedding.optimize(
            part.steps,
            inplace=True,
            exaggeration=part.exaggeration,
            ints_in_interval=part.cell,
            callbacks=look,
        )
        done += part.steps
    return np.array(embedding)


def _natural_scale(begin: NDArray[np.float64], p: Any) -> float:
    """The scale at which t-SNE says of this layout that it fits best: that of least divergence.

    A layout is kept without its unit; begun too small it would burst open, too large it would stay torn.
    """
    from openTSNE.tsne import kl_divergence_fft

    grid = {"n_interpolation_points": 3, "min_num_intervals": 50, "ints_in_interval": 2.0}

    def divergence(scale: float) -> float:
        value, _ = kl_divergence_fft(begin * scale, p, 1, grid, should_eval_error=True)
        return float(value)

    scales = np.geomspace(1.0, 100.0, 14)
    return float(min(scales.tolist(), key=divergence))
