"""Hubs: songs that are among everyone's nearest, and songs that are nobody's; how far models agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.explore.ear import Ear
from core.explore.evaluation import metrics
from core.explore.evaluation.record import Column, Row, Table
from core.explore.evaluation.spaces import Floats, Heard, Rows, Space
from core.progress import Progress
from core.texts import marked

K = 10
BATCH = 128

Neighbours = NDArray[np.int64]
Way = Callable[[Rows], Floats]


def ask(heard: Heard, most: int, progress: Progress) -> tuple[Table, Table | None]:
    """The hub table, and how far the models agree (None of one model alone). Raises Cancelled.

    Counted is among at most `most` recordings, each asking for its ten nearest: hubs grow with a library, so
    figures of different sizes do not compare.
    """
    size = len(heard.corpus)
    drawn = np.sort(np.random.default_rng(0).permutation(size)[:most])
    rows, plain = [], {}
    spaces = [space for space in heard.spaces if space.key != "chance"]
    progress.begin("counting neighbours", 2 * len(spaces) * len(drawn))
    for space in spaces:
        before, after = _ways(heard.ear, space)
        found = [nearest(way, drawn, progress) for way in (before, after) if way is not None]
        counts = [metrics.occurrences(one, len(drawn)) for one in found]
        plain[space] = found[-1] if space.fused else found[0]
        skews, nevers = ([of(count) for count in counts] for of in (metrics.skewness_of, metrics.never_of))
        both = (
            values[place] if place < len(values) else None for values in (skews, nevers) for place in (0, 1)
        )
        rows.append(Row(space.label, tuple(both), space.fused))
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
    return hubs, agreement(plain)


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
        Row(one.label, tuple(shared.get(frozenset((one.key, other.key))) for other in neighbours), one.fused)
        for one in neighbours
    )
    note = marked("S_10: the share of a song's ten nearest that two ways of hearing have in common.")
    return Table("agreement", marked("How far they agree"), columns, rows, (note,))


def nearest(distances: Callable[[Rows], Floats], drawn: Rows, progress: Progress) -> Neighbours:
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


def _ways(ear: Ear, space: Space) -> tuple[Way, Way | None]:
    """Before and after the correction, which sets each distance against what is usual for both songs; a way
    of hearing that is not Meander's has none."""
    source = space.source
    if space.fused:
        return lambda rows: _uncorrected(ear, rows), space.distances
    if source is None:
        return space.distances, None
    everyone = np.arange(ear.size)
    return space.distances, lambda rows: source.usual.calibrated(space.distances(rows), rows, everyone)


def _uncorrected(ear: Ear, rows: Rows) -> Floats:
    """The ear's sources added in equal shares, each in units of its usual mean and spread in the library."""
    total = np.zeros((len(rows), ear.size), np.float64)
    for source in ear.sources:
        usual = source.usual
        known = source.known
        mean, spread = float(usual.mean[known].mean()), float(usual.spread[known].mean())
        total += (source.distances(rows) - mean) / spread
    return total
