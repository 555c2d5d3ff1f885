"""A taste: what is liked, what is not, and how near every song of the library lies to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explore.ear import Ear, Moment
from core.explore.hubs import fused
from core.explore.index import Index
from core.explore.subspace import Subspace, dislike_energy, dislike_penalty, liked_subspace

Scores = NDArray[np.float32]

NORMALISE_FROM = 3
"""A taste with fewer likes is not set against random ones; measured, that costs more than it gives."""
APART = -0.2
"""Groups of likes whose centred pooled vectors have a mean cosine below this are two centres of the taste."""
MAX_LIKES = 128
MAX_MEMBERS = 24
"""A centre is drawn from at most this many of its likes; at 90 % energy and rank 16 more would not show.

Also the size up to which LAPACK stays in one thread: beside a busy worker its threads cost a hundredfold."""

DISLIKE_WEIGHT = 1.0
"""Weight of what a candidate shares with a dislike and not with the likes, in units of one cosine."""
SUBSPACE_FROM = 5
"""From this many dislikes on they span a subspace; fewer push away one by one."""


@dataclass(frozen=True, slots=True)
class Like:
    """A liked song, or with `moment` a liked part of one. weight: in (0, 1]."""

    row: int
    weight: float = 1.0
    moment: Moment | None = None


@dataclass(frozen=True, slots=True)
class Taste:
    """Rows of an ear with their weights.

    dislikes: told "not this". skips: (row, weight in (0, 1]) pairs.
    """

    likes: tuple[Like, ...]
    dislikes: tuple[Like, ...] = ()
    skips: tuple[tuple[int, float], ...] = ()

    @classmethod
    def of(cls, likes: Iterable[int], dislikes: Iterable[int] = ()) -> Taste:
        """Whole songs of weight 1."""
        return cls(tuple(Like(row) for row in likes), tuple(Like(row) for row in dislikes))


@dataclass(frozen=True, slots=True)
class _Rows:
    """A taste as each row once."""

    likes: dict[int, float]
    dislikes: tuple[int, ...]
    skips: tuple[tuple[int, float], ...]


def score(ear: Ear | Index, taste: Taste) -> Scores:
    """(u,) for each row of the ear, lower is nearer; comparable within one taste only.

    With several centres the nearest one counts. Without likes only the dislikes speak.
    """
    likes: dict[int, float] = {}
    for like in taste.likes:
        likes[like.row] = max(like.weight, likes.get(like.row, 0.0))
    dislikes = tuple(dict.fromkeys(like.row for like in taste.dislikes))
    index = ear if isinstance(ear, Index) else ear.lead
    return _score(index, _Rows(likes, dislikes, taste.skips))


def _score(index: Index, taste: _Rows) -> Scores:
    if not taste.likes:
        return _aversion_alone(index, taste)
    if len(taste.likes) == 1:
        return _alone(index, taste)
    groups = _groups(index, list(taste.likes))
    if len(groups) == 1:
        return (
            _normalised(index, taste, groups[0])
            if len(taste.likes) >= NORMALISE_FROM
            else (_centre_score(index, taste, groups[0]))
        )
    # Centres can only be compared once each is set against what is usual for a taste of its size. One that
    # is held weakly says less: its opinion shrinks towards 0, which is none.
    opinions = [max(taste.likes[row] for row in rows) * _normalised(index, taste, rows) for rows in groups]
    nearest: Scores = np.minimum.reduce(opinions)
    return nearest


def centres(ear: Ear | Index, likes: Sequence[Like]) -> list[list[Like]]:
    """The likes in groups: one for each centre of the taste."""
    index = ear if isinstance(ear, Index) else ear.lead
    first = {like.row: like for like in reversed(likes)}
    rows = list(dict.fromkeys(like.row for like in likes))
    return [[first[row] for row in group] for group in _groups(index, rows)]


def _alone(index: Index, taste: _Rows) -> Scores:
    """One like spans a line, and nothing measured beat the plain cosine to its pooled vector."""
    (row,) = taste.likes
    scores = -index.pooled_cosines(index.pooled[row])
    scores[~index.sounding.any(axis=0)] = np.inf
    cosines = index.cosines([row])
    return scores + _aversion(index, taste, [row], cosines, liked_subspace(index.gram([row]), np.ones(1)))


def _normalised(index: Index, taste: _Rows, rows: list[int]) -> Scores:
    norm = index.norm(len(rows))
    scores: Scores = (_centre_score(index, taste, rows) - norm.mean) / norm.spread
    return scores


def _centre_score(index: Index, taste: _Rows, rows: list[int]) -> Scores:
    rows = _spread_out(rows, MAX_MEMBERS)
    weights = np.array([taste.likes[row] for row in rows], np.float32)
    cosines = index.cosines(rows)
    space = liked_subspace(index.gram(rows), weights)
    pooled = index.pooled_cosines(weights @ index.pooled[rows])
    scores = fused(cosines, pooled, space, index.sounding)
    return scores + _aversion(index, taste, rows, cosines, space)


def _aversion(index: Index, taste: _Rows, rows: list[int], cosines: Scores, space: Subspace) -> Scores:
    """(u,) what counts against each row; what a dislike shares with the likes does not."""
    total = np.zeros(cosines.shape[2], np.float32)
    single = list(taste.skips)
    if len(taste.dislikes) >= SUBSPACE_FROM:
        disliked = list(taste.dislikes)
        to_disliked, cross = index.cosines(disliked), index.gram(rows, disliked)
        total += dislike_energy(to_disliked, cosines, space, cross, index.gram(disliked))
    else:
        single += [(row, 1.0) for row in taste.dislikes]
    if single:
        against = [row for row, _ in single]
        penalty = dislike_penalty(index.cosines(against), cosines, space, index.gram(rows, against))
        total += (penalty * np.array([[weight] for _, weight in single], np.float32)).max(axis=0)
    return DISLIKE_WEIGHT * total


def _aversion_alone(index: Index, taste: _Rows) -> Scores:
    against = [*taste.skips, *((row, 1.0) for row in taste.dislikes)]
    if not against:
        return np.zeros(index.pooled.shape[0], np.float32)
    near = index.pooled @ index.pooled[[row for row, _ in against]].T
    weights = np.array([weight for _, weight in against], np.float32)
    worst: Scores = (np.maximum(0.0, near) * weights).max(axis=1)
    return worst


def _groups(index: Index, rows: list[int]) -> list[list[int]]:
    """The likes in groups: average-link clusters of their pooled vectors, merged while they are not APART."""
    rows = _spread_out(rows, MAX_LIKES)
    groups = [[row] for row in rows]
    vectors = index.pooled[rows]
    links = (vectors @ vectors.T).astype(np.float64)
    np.fill_diagonal(links, -np.inf)
    while len(groups) > 1:
        a, b = sorted(divmod(int(links.argmax()), len(groups)))
        if links[a, b] <= APART:
            break
        share = len(groups[a]) / (len(groups[a]) + len(groups[b]))
        merged = share * links[a] + (1 - share) * links[b]
        links[a], links[:, a] = merged, merged
        links[a, a] = -np.inf
        links = np.delete(np.delete(links, b, axis=0), b, axis=1)
        groups[a] += groups.pop(b)
    return groups


def _spread_out(rows: list[int], most: int) -> list[int]:
    """At most so many, evenly over the list."""
    if len(rows) <= most:
        return rows
    return [rows[i] for i in np.linspace(0, len(rows) - 1, most).round().astype(int)]
