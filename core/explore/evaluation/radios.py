"""What radios play: how varied, how near to where they started, how much of the library comes at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.domain import TrackId
from core.explore.ear.ear import Ear
from core.explore.evaluation import metrics
from core.explore.evaluation.corpus import Corpus, Groups
from core.explore.evaluation.record import Column, Estimate, Row, Table, without_empty_columns
from core.explore.radio.radio import Radio
from core.explore.stock import RadioTrack
from core.library.radios import Seed
from core.progress import Progress
from core.texts import Text, marked

LENGTH = 20
"""Tracks listened to of each radio."""

Chooser = Callable[[int], list[int]]
"""The row of a seed -> the rows that come."""


def start(ear: Ear, stock: Iterable[RadioTrack], seeds: Sequence[TrackId]) -> Radio:
    """A radio as the program starts it."""
    return Radio(ear, stock, [Seed.track(seed) for seed in seeds])


def ask(corpus: Corpus, ear: Ear, stock: Sequence[RadioTrack], count: int, progress: Progress) -> Table:
    """Radios from `count` random songs by Meander, by the mean vector alone, and by lot. Raises Cancelled."""
    seeds = np.random.default_rng(0).permutation(len(corpus))[:count].tolist()
    rows: list[Row] = []
    for label, chooser in _choosers(corpus, ear, stock).items():
        progress.begin(f"radios: {label}", len(seeds))
        lists = []
        for seed in seeds:
            lists.append((seed, chooser(seed)))
            progress.advance()
        rows.append(Row(label, _measured(corpus, ear, lists), is_default=not rows))
    columns = [
        Column(marked("Distance to the seed"), better=-1, digits=2),
        Column(marked("Distance within"), better=0, digits=2),
        Column(marked("Artists in twenty"), digits=1),
        Column(marked("Albums in twenty"), digits=1),
        Column(marked("Never played before"), better=0),
        Column(marked("Share of the library that came"), better=1),
    ]
    notes = (
        marked("%Ln radio(s) of twenty tracks, each from one random song.", count=len(seeds)),
        marked(
            "Distances are the ear's: two songs of this library are 0 apart on average, with a spread of 1."
        ),
        marked("Where no artist or album is said, the folder counts."),
    )
    return Table("radios", marked("What radios play"), *without_empty_columns(columns, rows), notes)


def _choosers(corpus: Corpus, ear: Ear, stock: Sequence[RadioTrack]) -> dict[Text, Chooser]:
    known = [track for track in stock if track.id in corpus.rows]
    ids = [track.id for track in corpus.tracks]
    pooled = ear.lead.pooled

    def radio(seed: int) -> list[int]:
        picks = start(ear, known, [ids[seed]]).next(LENGTH)
        return [corpus.rows[pick.track_id] for pick in picks]

    def mean_vector(seed: int) -> list[int]:
        order = np.argsort(-(pooled @ pooled[seed]), kind="stable")
        found: list[int] = order[order != seed][:LENGTH].tolist()
        return found

    def by_lot(seed: int) -> list[int]:
        others = np.delete(np.arange(len(ids)), seed)
        found: list[int] = np.random.default_rng(seed).permutation(others)[:LENGTH].tolist()
        return found

    return {
        marked("Meander's radio"): radio,
        marked("Mean vector, no rules"): mean_vector,
        marked("Chance"): by_lot,
    }


def _measured(
    corpus: Corpus, ear: Ear, lists: Sequence[tuple[int, list[int]]]
) -> tuple[Estimate | None, ...]:
    plays = np.array([track.play_count for track in corpus.tracks])
    played = [float(np.mean(plays[rows] == 0)) for _, rows in lists] if plays.any() else []
    came = len({row for _, rows in lists for row in rows})
    albums = Groups(a or f for a, f in zip(corpus.albums.labels, corpus.folders.labels, strict=True))
    return (
        metrics.mean([float(ear.between([seed], rows).mean()) for seed, rows in lists]),
        metrics.mean([_apart(ear, rows) for _, rows in lists]),
        metrics.mean([float(_distinct(corpus.kin, rows)) for _, rows in lists]),
        metrics.mean([float(_distinct(albums, rows)) for _, rows in lists]),
        metrics.mean(played),
        Estimate(came / len(corpus), came / len(corpus), came / len(corpus), len(lists)),
    )


def _apart(ear: Ear, rows: list[int]) -> float:
    """Mean distance of all pairs in a list."""
    distances: NDArray[np.floating] = ear.between(rows, rows)
    return float(distances[np.triu_indices(len(rows), 1)].mean())


def _distinct(groups: Groups, rows: list[int]) -> int:
    return len(set().union(*(groups.labels[row] for row in rows)))
