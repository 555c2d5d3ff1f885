"""What the scoring is worth: a taste of M songs of one group, and how many of the group come next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explore.ear.ear import Ear
from core.explore.ear.subspace import plain_difference
from core.explore.ear.taste import Taste, score
from core.explore.evaluation import metrics
from core.explore.evaluation.corpus import Corpus, Groups, Mask
from core.explore.evaluation.record import Column, Estimate, Row, Table, without_empty_columns
from core.progress import Progress
from core.texts import Text, marked

SIZES = (1, 3, 5, 10)
"""M, the number of liked songs."""
SPARE = 5
"""A group is asked about only where this many of it are left to be found."""
SHARED = 3
"""M at which hubs are counted."""
COVERED = 0.8
"""Share of the library that groups must hold for hubs to be counted."""

Scores = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Method:
    """scores: rows of the likes -> (u,), lower is nearer."""

    key: str
    label: Text
    scores: Callable[[list[int]], Scores]
    default: bool = False


def methods(ear: Ear) -> list[Method]:
    """The published score, what has to be beaten, and what radio uses."""
    lead = ear.lead
    found = [
        Method("default", marked("Meander's score"), lambda likes: score(ear, Taste.of(likes)), default=True),
        Method(
            "plain",
            marked("Plain D, {model}", model=lead.model),
            lambda likes: plain_difference(lead.raw[:], ear.raw(likes)),
        ),
        Method(
            "mean",
            marked("Mean vector, {model}", model=lead.model),
            lambda likes: -(lead.pooled @ lead.pooled[likes].mean(axis=0)),
        ),
    ]
    if len(ear.sources) > 1:
        found.append(
            Method(
                "fused",
                marked("Mean distance of the ear"),
                lambda likes: ear.distances(likes).mean(axis=0),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Grouping:
    """kin: what an artist filter takes out; None where the question is about artists or folders itself."""

    key: str
    title: Text
    groups: Groups
    kin: Groups | None = None


def groupings(corpus: Corpus, *, folders: bool) -> list[Grouping]:
    """The kinds of groups from which tastes are drawn."""
    found = [
        Grouping("artist", marked("Radio from songs of one artist"), corpus.artists),
        Grouping(
            "genre", marked("Radio from songs of one genre, other artists found"), corpus.genres, corpus.kin
        ),
    ]
    if folders:
        found.insert(0, Grouping("folder", marked("Radio from songs of one folder"), corpus.folders))
    return found


@dataclass(frozen=True, slots=True)
class Drawn:
    """A taste: liked rows, what is to be found, and what takes no part."""

    likes: list[int]
    inside: Mask
    barred: Mask


def draw(corpus: Corpus, grouping: Grouping, size: int, count: int) -> Iterator[Drawn]:
    """`count` random tastes of `size` songs; groups come as often as they are large. Reproducible.

    Versions of the likes take no part, and where the grouping has an artist filter nothing by their artists.
    """
    groups = grouping.groups
    sizes = {label: len(rows) for label, rows in groups.members.items() if len(rows) >= size + SPARE}
    if len(sizes) < 2:
        return
    rng = np.random.default_rng(size)
    names = sorted(sizes)
    weights = np.array([sizes[name] for name in names], float)
    for _ in range(count):
        members = groups.members[rng.choice(names, p=weights / weights.sum())]
        likes = rng.choice(members, size, replace=False).tolist()
        inside, barred = np.zeros((2, len(corpus)), np.bool_)
        inside[members] = True
        for like in likes:
            barred |= corpus.songs.mates(like)
            if grouping.kin is not None:
                barred |= grouping.kin.mates(like)
        barred[likes] = True
        if grouping.kin is not None:
            barred |= np.array([not group for group in groups.labels], np.bool_)
        if (inside & ~barred).sum() >= SPARE:
            yield Drawn(likes, inside & ~barred, barred)


@dataclass(slots=True)
class Answers:
    """By method and M: precision in the first ten and over all, taste for taste; and the 10-occurrence."""

    hits: dict[tuple[str, int], list[float]]
    precisions: dict[tuple[str, int], list[float]]
    counts: dict[str, NDArray[np.int64]]


def ask(
    corpus: Corpus,
    ear: Ear,
    grouping: Grouping,
    count: int,
    progress: Progress,
    others: Sequence[Method] = (),
) -> Answers | None:
    """None where there are no two groups large enough. others: asked beside `methods`. Raises Cancelled."""
    ways = [*methods(ear), *others]
    answers = Answers({}, {}, {way.key: np.zeros(len(corpus), np.int64) for way in ways})
    for size in SIZES:
        progress.begin(f"tastes of {size}: {grouping.key}", count)
        for drawn in draw(corpus, grouping, size, count):
            for way in ways:
                order = np.argsort(way.scores(drawn.likes), kind="stable")
                order = order[~drawn.barred[order]]
                right = drawn.inside[order]
                answers.hits.setdefault((way.key, size), []).append(metrics.precision_at(right, 10))
                answers.precisions.setdefault((way.key, size), []).append(
                    metrics.average_precision_at(right, len(right), int(right.sum()))
                )
                if size == SHARED:
                    answers.counts[way.key] += np.bincount(order[:10], minlength=len(corpus))
            progress.advance()
    return answers if answers.hits else None


def table(ear: Ear, grouping: Grouping, answers: Answers, others: Sequence[Method] = ()) -> Table:
    """P@10 and average precision at each M, and by how much the default is ahead of each, taste for taste."""
    ways = [*methods(ear), *others]
    columns = [Column(marked("P@10, M = {likes}", likes=size)) for size in SIZES]
    columns += [Column(marked("AP, M = {likes}", likes=size)) for size in SIZES]
    columns += [
        Column(marked("Skew, M = {likes}", likes=SHARED), better=-1, digits=2),
        Column(marked("Never near, M = {likes}", likes=SHARED), better=-1),
    ]
    kinds = answers.hits, answers.precisions
    rows = [
        Row(
            way.label,
            (
                *(metrics.mean(kind.get((way.key, size), [])) for kind in kinds for size in SIZES),
                *_hubs(grouping, answers, way),
            ),
            way.default,
        )
        for way in ways
    ]
    rows += [
        Row(
            marked("ahead of: {other}", other=way.label),
            (*(_ahead(kind, way.key, size) for kind in kinds for size in SIZES), None, None),
        )
        for way in ways
        if not way.default
    ]
    notes = (
        marked(
            "Each taste is M random songs of one group; found are the others of the group. Tastes are paired:"
            " the last rows are the mean difference on the same tastes."
        ),
    )
    return Table(f"radio-{grouping.key}", grouping.title, *without_empty_columns(columns, rows), notes)


def _hubs(grouping: Grouping, answers: Answers, way: Method) -> tuple[Estimate | None, Estimate | None]:
    """How unevenly songs come among the ten best. Nothing can be told of few tastes, nor of groups that leave
    out much of the library: what nobody has a taste for need not come."""
    counts, groups = answers.counts[way.key], grouping.groups
    large = {label for label, rows in groups.members.items() if len(rows) >= SHARED + SPARE}
    covered = sum(not large.isdisjoint(labels) for labels in groups.labels)
    if counts.sum() < 2 * len(counts) or covered < COVERED * len(counts):
        return None, None
    return metrics.skewness_of(counts), metrics.never_of(counts)


def _ahead(kind: dict[tuple[str, int], list[float]], other: str, size: int) -> Estimate | None:
    ours, theirs = (np.array(kind.get((key, size), []), np.float64) for key in ("default", other))
    return metrics.mean(ours - theirs)
