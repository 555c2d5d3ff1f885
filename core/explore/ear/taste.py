"""A taste: what is liked, what is not, and how near every song of the library lies to it.

For likes x_1 .. x_M of weights w (sum 1), with the ear's distance d and the joint cosine of its vectors,

    near(C) = -1/b log sum_i w_i exp(-b d(x_i, C))            nearness to the likes, the nearest counting most
    sub(C)  = sqrt(1 - |Q^T C|^2) - cos(m, C) + 1/2 max(0, -best cosine to a like)         the liked subspace
    score(C) = near + (1 - 1/M) sub,   less its mean over random tastes of M, by its spread, to the power of
               max(0, 1 - 2/M): one or two likes are taken at their word.

Lowest is best. Likes that are far apart are several centres, and the nearest one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.explore.ear.ear import Ear, Moment
from core.explore.ear.fusing import Nearness
from core.explore.ear.hubs import Norm, learn
from core.explore.ear.subspace import Subspace, dislike_energy, dislike_penalty, liked_subspace, taste_scores

Scores = NDArray[np.float32]

SOFTNESS = 0.3
"""b above. Towards 0 the mean distance counts, towards infinity that to the nearest like alone."""
ALIKE, STEEPNESS = -0.5, 3.0
"""Likes nearer than ALIKE are alike, by a slope so steep; the mean distance of songs is 0."""
WIDER, USUAL, PRIOR = 4.0, 0.7, 1
"""Groups of likes are two centres of the taste if they are further apart than the mean distance within either
by WIDER times its spread, of which USUAL is expected and counts as PRIOR pairs of likes. Measured, a taste
wrongly split loses much, and one with two centres little when it is not: nearness is to the nearest likes.
"""
CLEAR = 3
"""Fewer likes than this show no centre beside which another could stand."""
MAX_LIKES = 64
"""The heaviest count; more would not show."""
MAX_MEMBERS = 24
"""A centre's subspace is drawn from at most this many of its likes.

Also the size up to which LAPACK stays in one thread: beside a busy worker its threads cost a hundredfold."""
SHORTLIST = 2000
"""So many of the nearest songs are searched for the part that is like a liked moment; so many of the best are
scored again by all dimensions in a large library."""
DISLIKE_WEIGHT = 2.5
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
class _Said:
    """What was said of some songs, against the candidates: (M, n) each, and (M, M) with each other.

    weights: (M,) as they were given. shares: (M,) what each counts beside the others.
    """

    weights: NDArray[np.float32]
    shares: NDArray[np.float32]
    near: Nearness
    gram: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.weights)

    def some(self, places: Sequence[int]) -> _Said:
        at = list(places)
        near = Nearness(self.near.distance[at], self.near.cosine[at])
        return _Said(self.weights[at], self.shares[at], near, self.gram[np.ix_(at, at)])


@dataclass(slots=True)
class _Candidates:
    """Rows of the ear, or all (None). usual: of each centre, the mean and spread of its opinion of all."""

    rows: NDArray[np.int64] | None
    usual: list[tuple[float, float]]


def score(ear: Ear, taste: Taste) -> Scores:
    """(u,) for each row of the ear, lower is nearer; comparable within one taste only.

    inf for a song that cannot be compared with any like. Without likes only the dislikes speak.
    In a large library the best are found by leading dimensions, and scored again by all.
    """
    everyone = _Candidates(None, [])
    scores = _score(ear, taste, everyone)
    if ear.narrow:
        finite = np.flatnonzero(np.isfinite(scores))
        best = finite[np.argsort(scores[finite], kind="stable")[:SHORTLIST]]
        scores[best] = _score(ear, taste, _Candidates(best, everyone.usual))
    return scores


def _score(ear: Ear, taste: Taste, among: _Candidates) -> Scores:
    likes = _heaviest(taste.likes)
    if not likes:
        return _aversion_alone(ear, taste, among)
    apart = _apart(ear, likes)
    liked = _said(ear, likes, among)
    liked = replace(liked, shares=_shares(liked.weights, apart))
    groups = _groups(apart)
    if len(groups) == 1:
        nearest = _opinion(ear, liked, among, max(0.0, 1.0 - 2.0 / len(liked)))
    else:
        voices = [_voice(ear, liked.some(group), among, place) for place, group in enumerate(groups)]
        nearest = np.minimum.reduce(voices)
    return nearest + _aversion(ear, taste, likes, liked, among)


def centres(ear: Ear, likes: Sequence[Like]) -> list[list[Like]]:
    """The likes in groups, one for each centre of the taste."""
    kept = _heaviest(likes)
    return [[kept[place] for place in group] for group in _groups(_apart(ear, kept))]


def _heaviest(likes: Sequence[Like]) -> list[Like]:
    """Each song or moment once, with its greatest weight; of too many, the heaviest, in their order."""
    best: dict[tuple[int, float | None], Like] = {}
    for like in likes:
        key = like.row, like.moment.start if like.moment is not None else None
        if key not in best or like.weight > best[key].weight:
            best[key] = like
    unique = list(best.values())
    kept = sorted(range(len(unique)), key=lambda place: -unique[place].weight)[:MAX_LIKES]
    return [unique[place] for place in sorted(kept)]


# -- how near one centre -------------------------------------------------------------------------------------


def _voice(ear: Ear, liked: _Said, among: _Candidates, place: int) -> Scores:
    """(n,) the opinion of one centre among several, in units in which all speak alike.

    Set against what is usual for a taste of its size, and in spreads of its own over the library: none is
    louder for being held by more likes. One that is held weakly, by all its likes together, says less: it
    shrinks towards 0, which is nothing.
    """
    opinion = _opinion(ear, liked, among, 1.0)
    if len(among.usual) <= place:
        finite = opinion[np.isfinite(opinion)]
        among.usual.append(
            (float(finite.mean()), max(float(finite.std()), 1e-6)) if len(finite) else (0.0, 1.0)
        )
    mean, spread = among.usual[place]
    opinion = (opinion - mean) / spread
    return np.asarray(min(1.0, float(liked.weights.sum())) * opinion, np.float32)


def _opinion(ear: Ear, liked: _Said, among: _Candidates, power: float) -> Scores:
    """(n,) of one centre, set against random tastes to this power."""
    raw = _raw(liked)
    if not power:
        return raw
    norm, rows = known_hubs(ear), slice(None) if among.rows is None else among.rows
    return np.asarray((raw - power * norm.offset[rows]) / norm.spread[rows] ** power, np.float32)


def known_hubs(ear: Ear) -> Norm:
    """What random tastes make of each song; learnt once for an ear, seconds for 100,000 songs."""
    with ear.learning:
        if "hubs" not in ear.learnt:
            ear.learnt["hubs"] = learn(ear, _scored)
        norm: Norm = ear.learnt["hubs"]
        return norm


def _raw(liked: _Said) -> Scores:
    members = liked.some(_spread_out(len(liked), MAX_MEMBERS))
    space = liked_subspace(members.gram[None], members.shares)
    if len(liked) <= MAX_MEMBERS:
        return _scored(liked.near, liked.shares, space)
    return _soft_nearest(liked.near.distance, liked.shares) + _subspace_part(members.near, space)


def _scored(near: Nearness, weights: NDArray[np.floating], space: Subspace) -> Scores:
    nearest = _soft_nearest(near.distance, weights)
    return nearest if len(weights) == 1 else nearest + _subspace_part(near, space)


def _subspace_part(near: Nearness, space: Subspace) -> Scores:
    if not space.sounding[0]:  # only timbre was heard, which spans nothing
        return np.zeros(near.cosine.shape[1], np.float32)
    everywhere = np.ones((1, near.cosine.shape[1]), np.bool_)
    share = np.float32(1.0 - 1.0 / len(near.cosine))
    return np.asarray(share * taste_scores(near.cosine[None], space, everywhere), np.float32)


def _soft_nearest(distances: Scores, weights: NDArray[np.floating]) -> Scores:
    """(n,) of distances (M, n); inf where none can be compared."""
    if len(distances) == 1:
        return np.array(distances[0], np.float32)
    share = (weights / weights.sum()).astype(np.float32)
    with np.errstate(divide="ignore"):
        nearest = np.log(share @ np.exp(np.float32(-SOFTNESS) * distances)) / np.float32(-SOFTNESS)
    return np.asarray(nearest, np.float32)


# -- what is liked -------------------------------------------------------------------------------------------


def _said(ear: Ear, said: Sequence[Like], among: _Candidates) -> _Said:
    weights = np.array([like.weight for like in said], np.float32)
    rows = [like.row for like in said]
    queries = ear.queries(rows)
    near = ear.nearness(rows) if among.rows is None else ear.compare(queries, among.rows)
    gram = ear.compare(queries, rows).cosine
    for place, like in enumerate(said):
        if like.moment is not None:
            part = _nearness_to_moment(ear, like.moment, among)
            near.distance[place], near.cosine[place] = part.distance[0], part.cosine[0]
            gram[place] = gram[:, place] = ear.compare(ear.queries_of(like.moment), rows).cosine[0]
    np.fill_diagonal(gram, 1.0)
    return _Said(weights, weights, near, gram)


def _nearness_to_moment(ear: Ear, moment: Moment, among: _Candidates) -> Nearness:
    """A part of a song against others: for the nearest ones, against the part that is most like it.

    Where in the candidate that part stands does not matter.
    """
    near = ear.compare(ear.queries_of(moment), among.rows)
    if moment.songlet is None:
        return near
    finite = np.flatnonzero(np.isfinite(near.distance[0]))
    best = finite[np.argsort(near.distance[0, finite], kind="stable")[:SHORTLIST]]
    usual = _best_match(ear, moment.songlet, ear.sources[0].references)
    found = _best_match(ear, moment.songlet, best if among.rows is None else among.rows[best])
    match = (usual.mean() - found) / max(float(usual.std()), 1e-6)
    near.distance[0, best] = (near.distance[0, best] + match) / 2
    return near


def _best_match(ear: Ear, songlet: Scores, rows: NDArray[np.integer]) -> Scores:
    """(m,) the greatest cosine of any of a song's songlets with this one."""
    cosines: Scores = (ear.songlets(rows) @ songlet).max(axis=1, initial=-1.0)
    return cosines


def _apart(ear: Ear, likes: Sequence[Like]) -> NDArray[np.float64]:
    """(M, M) distances of the likes' songs from each other."""
    rows = np.array([like.row for like in likes], np.int64)
    distances = ear.between(rows, rows).astype(np.float64)
    distances = np.where(np.isfinite(distances), distances, 0.0)
    np.fill_diagonal(distances, 0.0)
    return distances


def _shares(weights: Scores, apart: NDArray[np.float64]) -> Scores:
    """(M,) weights, of which likes that are alike have less each: by the root of how many there are.

    What is liked beside the many is not drowned by them: a taste is wide, not only deep.
    """
    alike = 1.0 / (1.0 + np.exp(np.clip(STEEPNESS * (apart - ALIKE), -50.0, 50.0)))
    np.fill_diagonal(alike, 1.0)
    shares = weights / np.sqrt(alike @ weights)
    return np.asarray(shares / shares.max(), np.float32)


def _groups(distances: NDArray[np.float64]) -> list[list[int]]:
    """Average-link clusters of places, merged while they are not two centres of the taste."""
    groups = [[place] for place in range(len(distances))]
    links = -distances
    np.fill_diagonal(links, -np.inf)
    while len(groups) > 1:
        a, b = sorted(divmod(int(links.argmax()), len(groups)))
        if np.isinf(links[a, b]):
            break
        if _two_centres(-links[a, b], distances, groups[a], groups[b]):
            links[a, b] = links[b, a] = -np.inf
            continue
        share = len(groups[a]) / (len(groups[a]) + len(groups[b]))
        merged = share * links[a] + (1 - share) * links[b]
        links[a], links[:, a] = merged, merged
        links[a, a] = -np.inf
        links = np.delete(np.delete(links, b, axis=0), b, axis=1)
        groups[a] += groups.pop(b)
    return groups


def _two_centres(apart: float, distances: NDArray[np.float64], *groups: list[int]) -> bool:
    """Whether groups so far apart are no one taste: further than either is wide by far."""
    reach = [_reach(distances[np.ix_(group, group)]) for group in groups if len(group) >= CLEAR]
    return bool(reach) and apart > max(ALIKE, *reach)


def _reach(distances: NDArray[np.float64]) -> float:
    """How far from a group what belongs to it may be, by the distances (k, k) of its members.

    Few pairs say little about how wide it is, so they are taken together with PRIOR that are as usual.
    """
    pairs = distances[np.triu_indices(len(distances), 1)]
    variance = (len(pairs) * pairs.var() + PRIOR * USUAL**2) / (len(pairs) + PRIOR)
    return float(pairs.mean() + WIDER * np.sqrt(variance))


def _spread_out(count: int, most: int) -> list[int]:
    """At most so many places, evenly over them."""
    places: list[int] = np.linspace(0, count - 1, min(count, most)).round().astype(int).tolist()
    return places


# -- what is not ---------------------------------------------------------------------------------------------


def _aversion(
    ear: Ear, taste: Taste, likes: Sequence[Like], liked: _Said, among: _Candidates
) -> Scores | float:
    """(n,) what counts against each candidate; what a dislike shares with the likes does not."""
    single = [Like(row, weight) for row, weight in taste.skips]
    together = _heaviest(taste.dislikes) if len(taste.dislikes) >= SUBSPACE_FROM else []
    single += [] if together else taste.dislikes
    if not single and not together:
        return 0.0
    places = _spread_out(len(liked), MAX_MEMBERS)
    members = liked.some(places)
    rows = [likes[place].row for place in places]
    space = liked_subspace(members.gram[None], members.shares)
    cosines = members.near.cosine[None]
    total = np.zeros(cosines.shape[2], np.float32)
    if together:
        disliked = _said(ear, together, among)
        cross = _cross(ear, rows, together)
        total += dislike_energy(disliked.near.cosine[None], cosines, space, cross, disliked.gram[None])
    if single:
        disliked = _said(ear, single, among)
        penalty = dislike_penalty(disliked.near.cosine[None], cosines, space, _cross(ear, rows, single))
        total += (penalty * disliked.weights[:, None]).max(axis=0)
    return np.asarray(DISLIKE_WEIGHT * total, np.float32)


def _cross(ear: Ear, rows: Sequence[int], disliked: Sequence[Like]) -> Scores:
    """(1, M, K) cosines of likes with dislikes."""
    return ear.compare(ear.queries(rows), [like.row for like in disliked]).cosine[None]


def _aversion_alone(ear: Ear, taste: Taste, among: _Candidates) -> Scores:
    against = [*taste.dislikes, *(Like(row, weight) for row, weight in taste.skips)]
    if not against:
        return np.zeros(ear.size if among.rows is None else len(among.rows), np.float32)
    disliked = _said(ear, against, among)
    worst = (np.maximum(0.0, disliked.near.cosine) * disliked.weights[:, None]).max(axis=0)
    return np.asarray(DISLIKE_WEIGHT * worst, np.float32)
