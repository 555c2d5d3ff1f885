"""Hubs: songs that are among everyone's nearest, and songs that are nobody's; how far models agree."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.explore.ear.ear import Ear
from core.explore.evaluation import metrics
from core.explore.evaluation.plain import Distances, Floats, Rows
from core.explore.evaluation.record import Column, Row, Table
from core.explore.evaluation.spaces import CHANCE, Heard, Space
from core.progress import Progress
from core.texts import marked

K = 10
BATCH = 128
REFERENCES = 1000

Neighbours = NDArray[np.int64]


def ask(heard: Heard, most: int, progress: Progress) -> tuple[Table, Table | None]:
    """The hub table, and how far the models agree (None of one model alone). Raises Cancelled.

    Counted is among at most `most` recordings, each asking for its ten nearest: hubs grow with a library, so
    figures of different sizes do not compare.
    """
    drawn = np.sort(np.random.default_rng(0).permutation(len(heard.corpus))[:most])
    spaces = [space for space in heard.spaces if space.key != CHANCE]
    rows, agreeing = [], {}
    progress.begin("counting neighbours", 2 * len(spaces) * len(drawn))
    for space in spaces:
        before = uncorrected(heard.ear) if space.is_ours else space.distances
        after = space.distances if space.is_ours else corrected(space.distances, drawn)
        found = [nearest(way, drawn, progress) for way in (before, after)]
        counts = [metrics.occurrences(one, len(drawn)) for one in found]
        agreeing[space] = found[1] if space.is_ours else found[0]
        cells = [of(count) for of in (metrics.skewness_of, metrics.never_of) for count in counts]
        rows.append(Row(space.label, tuple(cells), space.is_ours))
    columns = (
        Column(marked("Skew, as it is"), better=-1, digits=2),
        Column(marked("Skew, corrected"), better=-1, digits=2),
        Column(marked("Never near, as it is"), better=-1),
        Column(marked("Never near, corrected"), better=-1),
    )
    notes = (
        marked(
            "Skewness of how often each song is among the ten nearest of another; the share that never is."
        ),
        marked("Counted among %Ln recording(s). Hubs grow with the library.", count=len(drawn)),
    )
    hubs = Table("hubs", marked("Hubs"), columns, tuple(rows), notes)
    return hubs, agreement(agreeing)


def agreement(neighbours: Mapping[Space, Neighbours]) -> Table | None:
    """S_10 of every pair of spaces."""
    if len(neighbours) < 2:
        return None
    shared = {
        frozenset((one.key, other.key)): metrics.mean(metrics.shared(neighbours[one], neighbours[other]))
        for one, other in combinations(neighbours, 2)
    }
    columns = tuple(Column(space.label, better=0) for space in neighbours)
    rows = tuple(
        Row(
            one.label, tuple(shared.get(frozenset((one.key, other.key))) for other in neighbours), one.is_ours
        )
        for one in neighbours
    )
    note = marked("S_10: the share of a song's ten nearest that two ways of hearing have in common.")
    return Table("agreement", marked("How far they agree"), columns, rows, (note,))


def nearest(distances: Distances, drawn: Rows, progress: Progress) -> Neighbours:
    """(n, K) places in `drawn` of the ones nearest to each, -1 where fewer can be compared."""
    found = np.full((len(drawn), K), -1, np.int64)
    wanted = min(K, len(drawn) - 1)
    for start in range(0, len(drawn), BATCH):
        part = drawn[start : start + BATCH]
        block = np.array(distances(part)[:, drawn], np.float64)
        block[np.arange(len(part)), start + np.arange(len(part))] = np.inf
        if wanted > 0:
            best = np.argsort(block, axis=1, kind="stable")[:, :wanted]
            known = np.isfinite(np.take_along_axis(block, best, axis=1))
            found[start : start + len(part), :wanted] = np.where(known, best, -1)
        progress.advance(len(part))
    return found


def corrected(distances: Distances, drawn: Rows) -> Distances:
    """Each distance set against what is usual for both songs, as the ear does: the mean of two z-scores by
    their distances to at most REFERENCES others."""
    references = np.random.default_rng(0).permutation(drawn)[:REFERENCES]
    blocks = [distances(references[at : at + BATCH]) for at in range(0, len(references), BATCH)]
    to_all = np.array(np.concatenate(blocks), np.float64)
    to_all[np.arange(len(references)), references] = np.nan
    to_all[~np.isfinite(to_all)] = np.nan
    known = np.isfinite(to_all).any(axis=0)
    mean, spread = np.zeros(to_all.shape[1]), np.ones(to_all.shape[1])
    mean[known], spread[known] = np.nanmean(to_all[:, known], axis=0), np.nanstd(to_all[:, known], axis=0)
    spread = np.maximum(spread, 1e-9)

    def calibrated(rows: Rows) -> Floats:
        found = distances(rows)
        mine = (found - mean[rows, None]) / spread[rows, None]
        return np.asarray((mine + (found - mean) / spread) / 2)

    return calibrated


def uncorrected(ear: Ear) -> Distances:
    """The ear's sources added as they are weighted, each by its mean and spread in the whole library."""

    def distances(rows: Rows) -> Floats:
        total = np.zeros((len(rows), ear.size), np.float64)
        for source in ear.sources:
            mean, spread = (
                float(values[source.known].mean()) for values in (source.usual.mean, source.usual.spread)
            )
            total += np.where(source.known, source.weight * (source.distances(rows) - mean) / spread, 0.0)
        return total

    return distances
