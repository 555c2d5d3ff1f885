"""From one song to another in so many steps, none larger than it must be; and a bridge between two.

A jump is the ear's fused distance of two songs (about mean 0 and spread 1 over all pairs, lower is nearer).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.domain import TrackId
from core.explore.radio.order import Transitions
from core.explore.radio.rules import Versions, artist_keys
from core.explore.stock import RadioTrack

if TYPE_CHECKING:
    from core.explore.ear.ear import Ear

Matrix = NDArray[np.float64]
Places = NDArray[np.int64]

MOST_CANDIDATES = 600
"""A path is sought among so many songs that lie on the way; in a library this size the search is exact."""
VIEWPOINTS = 9
"""They are those nearest to A, to B, and to mixtures of both."""
ARTIST_TOLERANCE = 0.3
"""The largest jump may grow by so much where an artist would else come twice in a row."""
SMOOTHNESS = 0.3
"""A unit of transition cost (end to beginning, tempo, loudness) weighs as much as this much distance."""
MOST_BRIDGES = 200


def song_path(
    ear: Ear,
    stock: Sequence[RadioTrack],
    a: TrackId,
    b: TrackId,
    steps: int,
    *,
    allowed: Collection[TrackId] | None = None,
    without: Collection[TrackId] = (),
) -> list[TrackId]:
    """The tracks from a to b, both included: steps + 1 of them, fewer where the library has no more.

    allowed: nothing but these in between. without: none of these. One version of a song comes once; an
    artist does not come twice in a row unless every path without that has a larger jump.

    Each song lies further on than the one before: d(a, x) - d(x, b) rises all the way. Of all such paths with
    so many steps the one with the smallest largest jump is taken, and of those the one with the smallest sum
    of jumps (and 0.3 times how well the end of each song leads into the next). Exact among the candidates, by
    dynamic programming: steps x 600^2 comparisons, under half a second for 100,000 tracks.

    Raises KeyError for an a or b that has not been heard, ValueError for a == b or steps < 1.
    """
    if a == b or steps < 1:
        raise ValueError("a path leads from one song to another, in one step or more")
    places, rows = _listed(ear, stock, allowed, {a, b, *without})
    to_a, to_b = ear.distances([ear.row(a), ear.row(b)])[:, rows].astype(np.float64)
    near = _on_the_way(to_a, to_b)
    first, last = _ends(stock, a, b)
    near = near[np.argsort(to_a[near] + to_b[near], kind="stable")]
    near = near[_one_version([stock[place] for place in places[near]], first, last)]
    near = near[np.argsort(to_a[near] - to_b[near], kind="stable")]
    told = [first, *(stock[place] for place in places[near]), last]
    return [told[place].id for place in _path(ear, told, steps)]


def bridge(
    ear: Ear,
    stock: Sequence[RadioTrack],
    a: TrackId,
    b: TrackId,
    *,
    allowed: Collection[TrackId] | None = None,
    without: Collection[TrackId] = (),
) -> TrackId | None:
    """The track to play between a and b: the larger of its two jumps, transitions included, is the smallest.

    None where nothing else may play. Raises KeyError for an a or b that has not been heard.
    """
    places, rows = _listed(ear, stock, allowed, {a, b, *without})
    jumps = ear.distances([ear.row(a), ear.row(b)])[:, rows].astype(np.float64)
    near = np.argsort(jumps.max(axis=0, initial=-np.inf), kind="stable")[:MOST_BRIDGES]
    near = near[np.isfinite(jumps[:, near]).all(axis=0)]
    first, last = _ends(stock, a, b)
    near = near[_one_version([stock[place] for place in places[near]], first, last)]
    if not len(near):
        return None
    tracks = [stock[place] for place in places[near]]
    transitions, between = Transitions(ear, [first, *tracks, last]), rows[near].tolist()
    into = jumps[0, near] + SMOOTHNESS * transitions.cost([ear.row(a)], between)[0]
    out = jumps[1, near] + SMOOTHNESS * transitions.cost(between, [ear.row(b)])[:, 0]
    best = np.lexsort((into + out, np.maximum(into, out)))[0]
    return TrackId(tracks[int(best)].id)


def _listed(
    ear: Ear, stock: Sequence[RadioTrack], allowed: Collection[TrackId] | None, barred: set[TrackId]
) -> tuple[Places, Places]:
    """Places in the stock of what may come between, and the rows of the ear they lie on."""
    ids = np.fromiter((track.id for track in stock), np.int64, len(stock))
    where = np.minimum(np.searchsorted(ear.track_ids, ids), max(0, len(ear) - 1))
    may = ear.track_ids[where] == ids
    if allowed is not None:
        only = set(allowed)
        may &= np.fromiter((track.id in only for track in stock), np.bool_, len(stock))
    may &= np.fromiter((track.id not in barred for track in stock), np.bool_, len(stock))
    places = np.flatnonzero(may)
    return places, ear.rows[where[places]]


def _ends(stock: Sequence[RadioTrack], a: TrackId, b: TrackId) -> tuple[RadioTrack, RadioTrack]:
    """What is known of both; a track whose file is away is in no stock."""
    found = {track.id: track for track in stock if track.id in (a, b)}
    return found.get(a, RadioTrack(a)), found.get(b, RadioTrack(b))


def _on_the_way(to_a: Matrix, to_b: Matrix) -> Places:
    """Places of the candidates: nearest to a, to b and to mixtures of both."""
    found: set[int] = set()
    possible = np.flatnonzero(np.isfinite(to_a) & np.isfinite(to_b))
    if len(possible) <= MOST_CANDIDATES:
        return possible
    for share in np.linspace(0.0, 1.0, VIEWPOINTS):
        mixed = ((1 - share) * to_a + share * to_b)[possible]
        count = MOST_CANDIDATES // VIEWPOINTS
        found.update(possible[np.argpartition(mixed, count)[:count]].tolist())
    return np.array(sorted(found), np.int64)


def _one_version(tracks: Sequence[RadioTrack], *ends: RadioTrack) -> list[int]:
    """Places of the first of each song's copies and versions, and of none that is one of either end."""
    versions = Versions()
    for track in ends:
        versions.is_new(track)
    return [place for place, track in enumerate(tracks) if versions.is_new(track)]


def _path(ear: Ear, tracks: Sequence[RadioTrack], steps: int) -> list[int]:
    """Places of the best path through tracks that are sorted by how far on they are, first to last."""
    rows = [ear.row(track.id) for track in tracks]
    steps = min(steps, len(rows) - 1)
    jumps = ear.between(rows, rows).astype(np.float64)
    jumps[np.tril_indices(len(rows))] = np.inf  # only ever further on
    apart = np.where(_same_artist(tracks), np.inf, jumps)
    least, least_apart = _largest_jump(jumps, steps), _largest_jump(apart, steps)
    if least_apart <= least + ARTIST_TOLERANCE:
        jumps, least = apart, least_apart
    costs = np.where(jumps <= least, jumps + SMOOTHNESS * Transitions(ear, tracks).matrix(rows), np.inf)
    return _cheapest(costs, steps)


def _same_artist(tracks: Sequence[RadioTrack]) -> NDArray[np.bool_]:
    """(n, n) where two have an artist in common."""
    places: dict[str, list[int]] = {}
    for place, track in enumerate(tracks):
        for key in artist_keys(track.artist):
            places.setdefault(key, []).append(place)
    same = np.zeros((len(tracks), len(tracks)), np.bool_)
    for shared in places.values():
        same[np.ix_(shared, shared)] = True
    return same


def _largest_jump(jumps: Matrix, steps: int) -> float:
    """Of all paths of exactly so many steps, first to last, the smallest largest jump; inf for none."""
    reached = jumps[0]
    for _ in range(steps - 1):
        reached = np.maximum(reached[:, None], jumps).min(axis=0)
    return float(reached[-1])


def _cheapest(costs: Matrix, steps: int) -> list[int]:
    """The path of exactly so many steps, first to last, with the least sum."""
    total, back = costs[0], []
    for _ in range(steps - 1):
        sums = total[:, None] + costs
        back.append(sums.argmin(axis=0))
        total = sums.min(axis=0)
    path = [len(costs) - 1]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return [0, *reversed(path)]
