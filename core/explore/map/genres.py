"""How far the listener's own genres lie from one another, by Boombox's song difference [Boombox 4.3].

Ten random songs of a genre are liked, all songs are scored by the published difference D from the subspace
that they span, and the mean over each genre's songs is taken. What sounds alike is near: jazz from blues.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain import SONGLETS, TrackId
from core.explore.ear.ear import Ear
from core.explore.ear.subspace import plain_bases
from core.explore.stock import RadioTrack
from core.folding import folded
from core.progress import Progress

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LIKES = 10
"""Of the genre, liked at once, as published."""
FEWEST = 12
"""Heard songs that a genre needs: ten that are liked, and two to be compared with them."""
MOST = 20
"""Genres of a picture; of more, the largest."""
DRAWS = 8
"""Times that ten are drawn anew: the mean of these is told, and how sure it is."""
STUDENT = 2.365
"""Half of a 95 % interval in standard errors: Student's t for DRAWS - 1 = 7 degrees of freedom."""
SONGS = 1000
"""Of a larger genre so many, drawn at random, stand for all: which ten are liked changes the mean more."""
BLOCK = 1024
"""Songs scored at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Genres:
    """g genres, so ordered that like ones stand together.

    names: as most tracks write them. counts: songs of each that were heard. members: their tracks. typical:
    of each the song nearest to the middle of its own.
    matrix: (g, g), D per songlet, 0 (inside what the likes span) to 1: [a, b] is the mean difference of the
    songs of b from a taste for a; as it is, so [a, b] is not [b, a], and [a, a] is how far a genre's own
    songs lie from ten of it. error: (g, g) half of the 95 % interval of each mean, over the draws.
    """

    names: tuple[str, ...]
    counts: tuple[int, ...]
    members: tuple[tuple[TrackId, ...], ...]
    typical: tuple[TrackId, ...]
    matrix: Floats
    error: Floats

    def __len__(self) -> int:
        return len(self.names)

    @property
    def both_ways(self) -> Floats:
        """(g, g) the mean of both directions."""
        return np.asarray((self.matrix + self.matrix.T) / 2)

    def closer_than(self) -> Floats:
        """(g, g) the share of the pairs of two genres that lie further apart, 0 to 1; of one genre NaN."""
        return _share_above(self.matrix)

    def closer_both_ways(self) -> Floats:
        """(g, g) the same of the mean of both directions, symmetric."""
        return _share_above(self.both_ways)

    def closeness(self) -> Floats:
        """(g, g) symmetric, 0 for the pair that lies furthest apart to 1 for the nearest; 0 with itself."""
        return _closeness(self.both_ways)


def differences(
    ear: Ear, stock: Sequence[RadioTrack], seed: int = 0, progress: Progress | None = None
) -> Genres:
    """The genres of the user's that FEWEST songs or more were heard of. A track may have several.

    The likes themselves are left out of what is compared with them, and copies of a recording count once.
    The same for the same ear, stock and seed; about two seconds for 10,000 songs. Raises Cancelled.
    """
    genres = _members(ear, stock)
    if not genres:
        return Genres((), (), (), (), np.zeros((0, 0)), np.zeros((0, 0)))
    draw = np.random.default_rng(seed)
    rows = [np.unique([ear.row(id) for id in ids]) for _, ids in genres]
    likes = [[draw.permutation(own)[:LIKES] for _ in range(DRAWS)] for own in rows]
    compared = [np.sort(draw.permutation(own)[:SONGS]) for own in rows]
    means = _means(ear, likes, compared, progress)
    matrix = means.mean(axis=1)
    error = STUDENT * means.std(axis=1, ddof=1) / np.sqrt(DRAWS)
    order = seriation((matrix + matrix.T) / 2)
    return Genres(
        tuple(genres[at][0] for at in order),
        tuple(len(rows[at]) for at in order),
        tuple(tuple(genres[at][1]) for at in order),
        tuple(_typical(ear, genres[at][1]) for at in order),
        matrix[np.ix_(order, order)],
        error[np.ix_(order, order)],
    )


def kept_differences(
    ear: Ear, stock: Sequence[RadioTrack], seed: int = 0, progress: Progress | None = None
) -> Genres:
    """`differences`, worked out once for an ear and what its tracks are called."""
    digest = hashlib.blake2b(digest_size=8)
    for name, ids in _members(ear, stock):
        digest.update(name.encode())
        digest.update(np.array(ids, np.int64).tobytes())
    key = f"genres {seed} {digest.hexdigest()}"
    with ear.learning:
        known = ear.learnt.get(key)
    if isinstance(known, Genres):
        return known
    found = differences(ear, stock, seed, progress)
    with ear.learning:
        for old in [name for name in ear.learnt if str(name).startswith(f"genres {seed} ")]:
            del ear.learnt[old]
        ear.learnt[key] = found
    return found


def _members(ear: Ear, stock: Sequence[RadioTrack]) -> list[tuple[str, list[TrackId]]]:
    """The largest genres, by name, with their heard tracks."""
    spelt: dict[str, Counter[str]] = {}
    members: dict[str, list[TrackId]] = {}
    for track in stock:
        if track.id not in ear:
            continue
        for name in track.genres or ((track.genre,) if track.genre else ()):
            key = folded(name).replace("-", " ").strip()
            spelt.setdefault(key, Counter())[name] += 1
            own = members.setdefault(key, [])
            if not own or own[-1] != track.id:
                own.append(track.id)
    sounding: NDArray[np.bool_] = np.any(ear.sounding(np.arange(ear.size)), axis=1)
    heard = {key: [id for id in ids if sounding[ear.row(id)]] for key, ids in members.items() if key}
    songs = {key: len({ear.row(id) for id in ids}) for key, ids in heard.items()}
    large = sorted((key for key in songs if songs[key] >= FEWEST), key=lambda key: (-songs[key], key))
    return [(spelt[key].most_common(1)[0][0], heard[key]) for key in sorted(large[:MOST])]


def _typical(ear: Ear, ids: Sequence[TrackId]) -> TrackId:
    vectors = ear.pooled[[ear.row(id) for id in ids]]
    return ids[int(np.einsum("nd,d->n", vectors, vectors.mean(axis=0)).argmax())]


def _means(
    ear: Ear, likes: Sequence[Sequence[Ints]], compared: Sequence[Ints], progress: Progress | None
) -> Floats:
    """(g, DRAWS, g) the mean difference per songlet of each genre's songs from each taste."""
    songs = np.unique(np.concatenate(compared))
    tastes = [taste for draws in likes for taste in draws]
    bases = _Bases(ear, tastes)
    total, count = np.zeros((2, len(tastes), len(compared)))
    if progress is not None:
        progress.begin("genres", len(songs))
    for start in range(0, len(songs), BLOCK):
        rows = songs[start : start + BLOCK]
        scores = bases.differences(ear.raw(rows))
        for place, taste in enumerate(tastes):
            scores[np.isin(rows, taste), place] = np.nan
        for genre, own in enumerate(compared):
            part = scores[np.isin(rows, own)]
            total[:, genre] += np.nansum(part, axis=0)
            count[:, genre] += np.isfinite(part).sum(axis=0)
        if progress is not None:
            progress.advance(len(rows))
    return (total / count / SONGLETS).reshape(len(likes), DRAWS, len(compared))


class _Bases:
    """What T tastes of LIKES songs span, side by side: a whole library's D from all of them is S products.

    As `plain_difference`, by |P C - C| = sqrt(|C|^2 - |Q^T C|^2): in float64 that is within 1e-7 of it, and
    a fiftieth of the work.
    """

    def __init__(self, ear: Ear, tastes: Sequence[Ints]) -> None:
        of_tastes = [plain_bases(ear.raw(taste)) for taste in tastes]
        width = max(basis.shape[1] for bases in of_tastes for basis in bases)
        depth = of_tastes[0][0].shape[0]
        self._shape = len(tastes), width
        self._side_by_side = np.zeros((SONGLETS, depth, len(tastes), width))
        for place, bases in enumerate(of_tastes):
            for songlet, basis in enumerate(bases):
                self._side_by_side[songlet, :, place, : basis.shape[1]] = basis

    def differences(self, songlets: NDArray[np.floating]) -> Floats:
        """(n, T) D of songs (n, S, d), raw, from each taste."""
        total = np.zeros((len(songlets), self._shape[0]))
        for songlet, bases in enumerate(self._side_by_side):
            songs = songlets[:, songlet].astype(np.float64)
            inside = (songs @ bases.reshape(len(bases), -1)).reshape(-1, *self._shape)
            energy = np.einsum("ntr,ntr->nt", inside, inside)
            length = np.einsum("nd,nd->n", songs, songs)
            total += np.sqrt(np.maximum(0.0, length[:, None] - energy))
        return total


def seriation(apart: Floats) -> list[int]:
    """An order of g things in which neighbours are near, so that blocks show: the best of the ways that go
    from each to its nearest, improved by turning round parts of it while that makes it shorter.

    apart: (g, g) symmetric. Deterministic; begins with what is first by index of its two ends.
    """
    count = len(apart)
    # Less what is far from everything or near everything: that tells nothing of pairs.
    off = ~np.eye(count, dtype=np.bool_)
    usual = np.where(off, apart, 0.0).sum(axis=1) / max(1, count - 1)
    own = apart - usual[:, None] - usual[None, :]
    ways = [_improved(_nearest_way(own, first), own) for first in range(count)]
    best = min(ways, key=lambda way: (round(_length(way, own), 9), way))
    return best if best[0] <= best[-1] else best[::-1]


def _nearest_way(apart: Floats, first: int) -> list[int]:
    way, left = [first], set(range(len(apart))) - {first}
    while left:
        way.append(min(left, key=lambda other: (apart[way[-1], other], other)))
        left.remove(way[-1])
    return way


def _improved(way: list[int], apart: Floats) -> list[int]:
    best, length = way, _length(way, apart)
    better = True
    while better:
        better = False
        for start in range(len(way) - 1):
            for end in range(start + 2, len(way) + 1):
                tried = best[:start] + best[start:end][::-1] + best[end:]
                if (found := _length(tried, apart)) < length - 1e-12:
                    best, length, better = tried, found, True
    return best


def _length(way: Sequence[int], apart: Floats) -> float:
    return float(apart[way[:-1], way[1:]].sum())


def _share_above(apart: Floats) -> Floats:
    off = ~np.eye(len(apart), dtype=np.bool_)
    ordered = np.sort(apart[off])
    if len(ordered) < 2:
        return np.where(off, 0.0, np.nan)
    above = len(ordered) - np.searchsorted(ordered, apart, "right")
    return np.asarray(np.where(off, above / (len(ordered) - 1), np.nan))


def _closeness(apart: Floats) -> Floats:
    off = ~np.eye(len(apart), dtype=np.bool_)
    if not off.any():
        return np.zeros_like(apart)
    low, high = apart[off].min(), apart[off].max()
    share = np.ones_like(apart) if high <= low else (high - apart) / (high - low)
    return np.asarray(np.where(off, share, 0.0))
