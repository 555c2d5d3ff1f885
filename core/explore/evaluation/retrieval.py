"""Who is found by whom: albums, artists, genres, folders, other edits of a song, and a song's other half."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.explore.evaluation import metrics
from core.explore.evaluation.corpus import Corpus, Mask
from core.explore.evaluation.metrics import Right
from core.explore.evaluation.record import Column, Estimate, Row, Table
from core.explore.evaluation.spaces import Heard, Space
from core.progress import Progress
from core.texts import Text, marked

BATCH = 64
"""Queries whose distances to all are held at once."""


@dataclass(frozen=True, slots=True)
class Measure:
    """of: the ranking and how many are relevant -> a number."""

    column: Column
    of: Callable[[Right, int], float]
    statistic: Callable[[Sequence[float]], Estimate | None] = metrics.mean


@dataclass(frozen=True, slots=True)
class Question:
    """truth: a row -> those to be found, and those that count neither way. fewest: below, it is not asked."""

    key: str
    truth: Callable[[int], tuple[Mask, Mask]]
    fewest: int
    measures: tuple[Measure, ...]
    nothing: Text
    """Why it cannot be asked, where no recording has enough to be found."""


@dataclass(slots=True)
class Asked:
    """A question, the rows it is put to, and the answers by space and measure."""

    question: Question
    rows: set[int]
    possible: int
    answers: dict[tuple[str, int], list[float]] = field(default_factory=dict)

    def cells(self, space: Space) -> list[Estimate | None]:
        return [
            measure.statistic(self.answers.get((space.key, place), []))
            for place, measure in enumerate(self.question.measures)
        ]


def questions(corpus: Corpus, *, folders: bool) -> dict[str, list[Question]]:
    """By table. Versions of the query take no part where albums and artists are looked for; where genres
    are, nothing by its artists does."""
    tables = {
        "artists": [_album(corpus), _artist(corpus), _artist_elsewhere(corpus)],
        "genres": [_genre(corpus), _versions(corpus)],
    }
    if folders:
        tables["folders"] = [_folder(corpus), _artist_in_folder(corpus)]
    return tables


def _map(label: Text) -> Measure:
    return Measure(Column(label), lambda right, n: metrics.average_precision_at(right, 10, n))


def _r_precision(label: Text) -> Measure:
    return Measure(Column(label), metrics.r_precision)


def _p(label: Text, k: int) -> Measure:
    return Measure(Column(label), lambda right, _: metrics.precision_at(right, k))


def _album(corpus: Corpus) -> Question:
    def truth(row: int) -> tuple[Mask, Mask]:
        twins = corpus.songs.mates(row)
        return corpus.albums.mates(row) & ~twins, twins

    measures = _map(marked("Album MAP@10")), _r_precision(marked("Album R-precision"))
    return Question("album", truth, 2, measures, marked("no album has three recordings"))


def _artist(corpus: Corpus) -> Question:
    def truth(row: int) -> tuple[Mask, Mask]:
        twins = corpus.songs.mates(row)
        return corpus.artists.mates(row) & ~twins, twins

    measures = _map(marked("Artist MAP@10")), _r_precision(marked("Artist R-precision"))
    return Question("artist", truth, 2, measures, marked("no artist has three recordings"))


def _artist_elsewhere(corpus: Corpus) -> Question:
    def truth(row: int) -> tuple[Mask, Mask]:
        barred = corpus.songs.mates(row) | corpus.albums.mates(row)
        said = corpus.albums.labels[row] and corpus.artists.labels[row]
        elsewhere = corpus.artists.mates(row) & ~barred if said else np.zeros(len(corpus), np.bool_)
        return elsewhere, barred

    nothing = marked("no artist has recordings on two albums")
    return Question("elsewhere", truth, 2, (_map(marked("Artist, other albums, MAP@10")),), nothing)


def _genre(corpus: Corpus) -> Question:
    def truth(row: int) -> tuple[Mask, Mask]:
        own = corpus.kin.mates(row)
        # One whose genre is not told is neither right nor wrong.
        return corpus.genres.mates(row) & ~own, own | ~corpus.has_genre

    nothing = marked("no genre has eleven recordings by several artists")
    return Question("genre", truth, 10, (_p(marked("Genre P@10, other artists"), 10),), nothing)


def _versions(corpus: Corpus) -> Question:
    def truth(row: int) -> tuple[Mask, Mask]:
        others = corpus.editions(row)
        return others, corpus.songs.mates(row) & ~others

    measures = (
        Measure(Column(marked("Other edit first")), lambda right, _: float(metrics.first_place(right) == 1)),
        Measure(Column(marked("Among ten")), lambda right, _: float(right[:10].any())),
        Measure(
            Column(marked("Median place"), better=-1, digits=1),
            lambda right, _: float(metrics.first_place(right) or len(right)),
            metrics.median,
        ),
    )
    return Question("versions", truth, 1, measures, marked("no song is there in two edits"))


def _folder(corpus: Corpus) -> Question:
    def truth(row: int) -> tuple[Mask, Mask]:
        return corpus.folders.mates(row), np.zeros(len(corpus), np.bool_)

    measures = (
        _p(marked("Folder P@10"), 10),
        Measure(
            Column(marked("Folder MAP")), lambda right, n: metrics.average_precision_at(right, len(right), n)
        ),
    )
    return Question("folder", truth, 10, measures, marked("no folder has eleven recordings"))


def _artist_in_folder(corpus: Corpus) -> Question:
    def truth(row: int) -> tuple[Mask, Mask]:
        inside = corpus.folders.mates(row)
        return corpus.artists.mates(row) & inside, ~inside

    nothing = marked("no folder has several artists with three recordings each")
    return Question("within", truth, 2, (_p(marked("Artist within folder P@5"), 5),), nothing)


def ask(
    heard: Heard, groups: dict[str, list[Question]], most: int, progress: Progress
) -> dict[str, list[Asked]]:
    """Puts every question to at most `most` recordings in every space. Raises Cancelled."""
    progress.begin("looking for what belongs together", len(heard.corpus))
    asked = {table: [_sampled(heard.corpus, one, most) for one in group] for table, group in groups.items()}
    progress.advance(len(heard.corpus))
    every = [one for group in asked.values() for one in group]
    rows = np.array(sorted(set().union(*(one.rows for one in every))), np.int64)
    for space in heard.spaces:
        progress.begin(f"asking {space.label}", len(rows))
        for query, order in rankings(space, rows, progress):
            _answer(every, space, query, order)
    return asked


def _sampled(corpus: Corpus, question: Question, most: int) -> Asked:
    able = [row for row in range(len(corpus)) if question.truth(row)[0].sum() >= question.fewest]
    if len(able) <= most:
        return Asked(question, set(able), len(able))
    drawn = np.random.default_rng(0).choice(able, most, replace=False)
    return Asked(question, set(drawn.tolist()), len(able))


def rankings(
    space: Space, rows: NDArray[np.int64], progress: Progress
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """(query, all others best first); what cannot be compared comes last, in order of row."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        for query, distances in zip(batch.tolist(), space.distances(batch), strict=True):
            order = np.argsort(distances, kind="stable")
            yield query, order[order != query]
        progress.advance(len(batch))


def _answer(every: Sequence[Asked], space: Space, query: int, order: NDArray[np.int64]) -> None:
    for one in every:
        if query not in one.rows:
            continue
        relevant, barred = one.question.truth(query)
        right = relevant[order[~barred[order]]]
        for place, measure in enumerate(one.question.measures):
            found = measure.of(right, int(relevant.sum()))
            one.answers.setdefault((space.key, place), []).append(found)


def table(
    key: str, title: Text, heard: Heard, asked: Sequence[Asked], notes: Sequence[Text] = ()
) -> Table | None:
    """Of the questions that could be asked; None where none could."""
    able = [one for one in asked if one.rows]
    if not able:
        return None
    columns = tuple(measure.column for one in able for measure in one.question.measures)
    rows = tuple(
        Row(space.label, tuple(cell for one in able for cell in one.cells(space)), space.is_ours)
        for space in heard.spaces
    )
    drawn = tuple(
        marked(
            "{question}: asked of {asked} recordings, drawn from {possible}.",
            question=one.question.measures[0].column.label,
            asked=len(one.rows),
            possible=one.possible,
        )
        for one in able
        if len(one.rows) < one.possible
    )
    return Table(key, title, columns, rows, (*notes, *drawn))
