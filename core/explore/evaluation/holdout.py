"""Playlists half hidden: the other half is the taste; what is hidden is looked for in the whole library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explore.ear.ear import Ear
from core.explore.evaluation import metrics
from core.explore.evaluation.corpus import Corpus
from core.explore.evaluation.record import Column, Row, Table
from core.explore.evaluation.tastes import Method, methods
from core.library.playlists import Node, NodeKind, PlaylistId, Playlists
from core.library.tracks import Library
from core.progress import Progress
from core.texts import Text, marked

SHORTEST, LONGEST = 8, 500
"""Lists outside these lengths say little of one taste."""
FEWEST = 3
"""Fewer lists than this are no sample."""
SPLITS = 4
"""Each list is halved so often; its measures are the mean over the halvings."""
K = 50

Rows = NDArray[np.int64]
Chooser = Callable[[Rows, Rows], NDArray[np.floating]]
"""The half that is known, and the list itself (for what must not count itself) -> (u,), lower is better."""


@dataclass(frozen=True, slots=True)
class Lists:
    """rows: those of each list, each once. by_hand: the user's playlists; else what stands in for them."""

    name: Text
    rows: tuple[Rows, ...]
    by_hand: bool


def lists_of(library: Library, corpus: Corpus, most: int) -> Lists | None:
    """The user's playlists; where they are too few albums, and where those are, folders. None of nothing."""
    playlists = Playlists(library)
    try:
        made = [playlists.track_ids(id) for id in _by_hand(playlists.tree())]
    finally:
        playlists.close()
    own = [sorted({corpus.rows[track] for track in tracks if track in corpus.rows}) for tracks in made]
    albums, folders = (_fit(groups.members.values(), most) for groups in (corpus.albums, corpus.folders))
    found = (
        Lists(marked("These are the playlists of this library."), _fit(own, most), by_hand=True),
        Lists(marked("Albums stand for playlists, of which there are too few."), albums, by_hand=False),
        Lists(marked("Folders stand for playlists, of which there are too few."), folders, by_hand=False),
    )
    return next((lists for lists in found if len(lists.rows) >= FEWEST), None)


def ask(corpus: Corpus, ear: Ear, lists: Lists, progress: Progress) -> Table:
    """R@50 and nDCG@50 of the hidden halves by every way of choosing, list for list. Raises Cancelled."""
    choosers = _choosers(corpus, ear, lists)
    recalls: dict[Text, list[float]] = {label: [] for label in choosers}
    gains: dict[Text, list[float]] = {label: [] for label in choosers}
    progress.begin("hiding half of each list", len(lists.rows))
    for number, rows in enumerate(lists.rows):
        rng = np.random.default_rng(number)
        halvings = [_halved(rows, rng) for _ in range(SPLITS)]
        for label, chooser in choosers.items():
            both = [_found(chooser, rows, kept, hidden) for kept, hidden in halvings]
            recall, gain = np.mean(both, axis=0)
            recalls[label].append(float(recall))
            gains[label].append(float(gain))
        progress.advance()
    columns = (Column(marked("R@50")), Column(marked("nDCG@50")))
    cells = {label: (metrics.mean(recalls[label]), metrics.mean(gains[label])) for label in choosers}
    first = next(iter(choosers))
    table_rows = tuple(Row(label, cells[label], is_default=label is first) for label in choosers)
    notes = (lists.name, marked("%Ln list(s), each halved at random four times.", count=len(lists.rows)))
    return Table("playlists", marked("Playlists, half of each hidden"), columns, table_rows, notes)


def _choosers(corpus: Corpus, ear: Ear, lists: Lists) -> dict[Text, Chooser]:
    found: dict[Text, Chooser] = {way.label: _by_likes(way) for way in methods(ear)}
    popular = popularity(corpus, lists)
    if popular is not None:
        found[marked("Most played and most listed")] = popular
    found[marked("Chance")] = lambda kept, own: np.random.default_rng(int(kept.sum())).random(len(corpus))
    return found


def _by_likes(way: Method) -> Chooser:
    return lambda kept, own: way.scores(kept.tolist())


def popularity(corpus: Corpus, lists: Lists) -> Chooser | None:
    """By plays, and in how many other playlists a song is; None where all songs are alike in that."""
    plays = np.array([track.play_count for track in corpus.tracks], np.float64)
    listed = np.zeros(len(corpus))
    if lists.by_hand:
        listed += np.bincount(np.concatenate(lists.rows), minlength=len(corpus))
    if not plays.any() and not (listed > 1).any():
        return None

    def scores(kept: Rows, own: Rows) -> NDArray[np.floating]:
        others = listed.copy()
        others[own] -= lists.by_hand
        return np.asarray(-(plays + others))

    return scores


def _found(chooser: Chooser, rows: Rows, kept: Rows, hidden: Rows) -> tuple[float, float]:
    order = np.argsort(chooser(kept, rows), kind="stable")
    right = np.isin(order[~np.isin(order, kept)], hidden)
    return metrics.recall_at(right, K, len(hidden)), metrics.ndcg_at(right, K, len(hidden))


def _halved(rows: Rows, rng: np.random.Generator) -> tuple[Rows, Rows]:
    shuffled = rng.permutation(rows)
    half = len(rows) // 2
    return shuffled[:half], shuffled[half:]


def _by_hand(nodes: Sequence[Node]) -> list[PlaylistId]:
    lists = [node.id for node in nodes if node.kind is NodeKind.LIST]
    return lists + [id for node in nodes for id in _by_hand(node.children)]


def _fit(lists: Iterable[Sequence[int] | Rows], most: int) -> tuple[Rows, ...]:
    able = [np.asarray(rows, np.int64) for rows in lists if SHORTEST <= len(rows) <= LONGEST]
    if len(able) > most:
        drawn = np.sort(np.random.default_rng(0).choice(len(able), most, replace=False))
        able = [able[place] for place in drawn.tolist()]
    return tuple(able)
