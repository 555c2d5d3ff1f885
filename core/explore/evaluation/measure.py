"""All measures of a library, one after the other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.analysis.store import AnalysisStore
from core.errors import UserError
from core.explore.evaluation import company, halves, holdout, hubness, radios, retrieval, spaces, tastes
from core.explore.evaluation import corpus as corpora
from core.explore.evaluation.record import Evaluation, Table
from core.explore.evaluation.retrieval import Question
from core.explore.evaluation.spaces import Heard
from core.explore.stock import RadioTrack, load_stock
from core.library.labels import labelled
from core.library.tracks import Library
from core.progress import Progress
from core.texts import Text, marked

FEWEST = 20
"""Recordings: with fewer there is nothing to measure."""
LARGE, LESS = 3000, 4
"""From so many recordings on a quarter of tastes and radios is drawn: each is set against all of them."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How many are drawn. hubs: recordings among which they are counted; tastes: of each size."""

    queries: int
    hubs: int
    tastes: int
    lists: int
    radios: int
    listeners: int

    def within(self, recordings: int) -> Effort:
        """Less of what takes long in a large library."""
        if recordings < LARGE:
            return self
        few = {
            name: max(1, getattr(self, name) // LESS) for name in ("tastes", "lists", "radios", "listeners")
        }
        return replace(self, **few)


FULL = Effort(queries=1000, hubs=5000, tastes=300, lists=100, radios=100, listeners=10)
QUICK = Effort(queries=200, hubs=1000, tastes=60, lists=20, radios=20, listeners=3)


def evaluate(
    library: Library,
    store: AnalysisStore,
    progress: Progress,
    *,
    models: Sequence[str],
    default: Sequence[str],
    quick: bool = False,
    folders: bool = False,
) -> Evaluation:
    """Measures what was heard of the library. Deterministic, but for `made_at` and `seconds`.

    models: all that are compared, as far as they have heard enough. default: those of the program's ear.
    folders: also asks who is in one folder, for music whose tags say little. Writes nothing.
    Raises UserError when too little was heard, Cancelled.
    """
    began = time.monotonic()
    heard = spaces.gather(store, labelled(library, corpora.SHORTEST), models, default)
    if heard is None or len(heard.corpus) < FEWEST:
        raise UserError(
            "Fewer than {least} recordings of 30 s and more have been heard; listen to more music first.",
            least=FEWEST,
        )
    effort = (QUICK if quick else FULL).within(len(heard.corpus))
    work = _Work(library, store, heard, effort, progress, folders=folders)
    tables = tuple(work.tables())
    return Evaluation(
        time.time(),
        time.monotonic() - began,
        len(heard.corpus),
        heard.models,
        quick,
        tables,
        (*_left_out(heard), *work.untold),
        caveats(),
    )


class _Work:
    """One run: the tables as they come, and what could not be told."""

    def __init__(
        self,
        library: Library,
        store: AnalysisStore,
        heard: Heard,
        effort: Effort,
        progress: Progress,
        *,
        folders: bool,
    ) -> None:
        self._library, self._store, self._heard = library, store, heard
        self._effort, self._folders, self._progress = effort, folders, progress
        self.untold: list[Text] = []

    def tables(self) -> Iterator[Table]:
        yield from self._retrieval()
        yield from self._radio()
        yield from self._lists()
        hubs = hubness.ask(self._heard, self._effort.hubs, self._progress)
        yield from (table for table in hubs if table is not None)
        yield from self._halves()
        stock = load_stock(self._library)
        corpus, ear = self._heard.corpus, self._heard.ear
        yield radios.ask(corpus, ear, stock, self._effort.radios, self._progress)
        yield from self._listeners(stock)

    def _retrieval(self) -> Iterator[Table]:
        """Who is found by whom."""
        titles = {
            "artists": marked("Albums and artists"),
            "genres": marked("Genres, and other edits of a song"),
            "folders": marked("Folders"),
        }
        groups = retrieval.questions(self._heard.corpus, folders=self._folders)
        for key, asked in retrieval.ask(self._heard, groups, self._effort.queries, self._progress).items():
            self.untold += [_untold(one.question) for one in asked if not one.rows]
            table = retrieval.table(key, titles[key], self._heard, asked)
            if table is not None:
                yield table

    def _radio(self) -> Iterator[Table]:
        corpus, ear = self._heard.corpus, self._heard.ear
        for grouping in tastes.groupings(corpus, folders=self._folders):
            answers = tastes.ask(corpus, ear, grouping, self._effort.tastes, self._progress)
            if answers is None:
                self.untold.append(
                    marked("{question}: no two groups are large enough.", question=grouping.title)
                )
            else:
                yield tastes.table(ear, grouping, answers)

    def _lists(self) -> Iterator[Table]:
        lists = holdout.lists_of(self._library, self._heard.corpus, self._effort.lists)
        if lists is None:
            self.untold.append(marked("Playlists: there are too few playlists, albums and folders."))
            return
        if holdout.popularity(self._heard.corpus, lists) is None:
            self.untold.append(marked("Playlists, by popularity: nothing has been played."))
        yield holdout.ask(self._heard.corpus, self._heard.ear, lists, self._progress)

    def _halves(self) -> Iterator[Table]:
        table = halves.ask(self._store, self._heard, self._effort.queries, self._progress)
        if table is None:
            self.untold.append(marked("A song's other half: its windows were not kept."))
        else:
            yield table

    def _listeners(self, stock: list[RadioTrack]) -> Iterator[Table]:
        grouping = company.tastes_of(self._heard.corpus, folders=self._folders)
        if grouping is None:
            self.untold.append(marked("Simulated listeners: no two groups of songs are large enough."))
            return
        yield from company.ask(self._heard, stock, grouping, self._effort.listeners, self._progress)


def _untold(question: Question) -> Text:
    return marked("{question}: {why}.", question=question.measures[0].column.label, why=question.nothing)


def _left_out(heard: Heard) -> tuple[Text, ...]:
    few = tuple(
        marked("{model} has heard too little to be compared (%Ln recording(s)).", count=count, model=name)
        for name, count in heard.left_out.items()
    )
    corpus = heard.corpus
    if len(corpus) == corpus.drawn_from:
        return few
    drawn = marked(
        "Whole folders were drawn: {asked} of {possible} recordings.",
        asked=len(corpus),
        possible=corpus.drawn_from,
    )
    return (*few, drawn)


def caveats() -> tuple[Text, ...]:
    """What no table shows."""
    return (
        marked("Tags and folders stand for what sounds alike; they are a weak truth, and nobody listened."),
        marked("Intervals (95 %) are for other questions to this library, not for another library."),
        marked("Songs of one album are not independent: differences are less sure than intervals make them."),
        marked(
            "Meander's constants were chosen on free game soundtracks, which flatters figures of such music."
        ),
    )
