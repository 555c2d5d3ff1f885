"""Which tracks come next: the nearest that the rules and the steering allow, in an order that sounds well.

Chosen in blocks of a few tracks: a shortlist of what is near and may come, and of it the best order by
`order.beam`, every rule kept along the way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds, TrackId
from core.explore.radio.catalogue import SAME_LENGTH, SAME_SOUND, Catalogue
from core.explore.radio.order import beam
from core.explore.radio.rules import REPEAT_COST, VERSION_COST, Session, artist_keys, gap_costs
from core.library.radios import Steering

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BLOCK = 5
"""Tracks chosen at once: few enough that what was chosen before counts for the rest."""
LOOKED_AHEAD = 2
"""So many more are looked for, and given up again: the last of a block is chosen with a view to more."""
SHORTLIST = 64
SURVEYED = 4 * SHORTLIST
PER_ARTIST = 4
"""Of an artist, and of an album, so many come on the shortlist while there are others: else all of it could
be one artist's, and a gap would have to be given up for no reason."""
FURTHEST_SHARE = 0.15
FURTHEST_LEAST, FURTHEST_MOST = 3 * SHORTLIST, 1 / 3
"""How far down the order of nearness the most adventurous radio looks: this share of all, no fewer than that,
and in a small library no more than a third."""
BOLDEST = 0.8
"""What nearness still counts, however adventurous it is, is the rest to 1."""
FAMILIAR_WEIGHT = 2.0
"""Between what was never heard and what is known best, in spreads of nearness."""
ENERGY_WEIGHT = 6.0
"""Of being wholly calm where it should be wholly lively, in spreads of nearness."""
ENERGY_CHANGE = 0.5
ENERGY_TIME: Seconds = Seconds(3600.0)
"""Within an hour the energy aimed at moves by so much of the way from the calmest track to the liveliest."""
USUAL_LENGTH: Seconds = Seconds(240.0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What to choose by.

    scores: (n,) in spreads, lower is nearer; inf never comes. level: energy when it was steered, 0 to 1.
    """

    scores: NDArray[np.float64]
    preferred: Bools
    steering: Steering
    level: float = 0.5

    def allows(self, catalogue: Catalogue, track_id: TrackId) -> bool:
        """Whether a track may come at all."""
        position = catalogue.position.get(track_id)
        return position is not None and bool(np.isfinite(self.scores[position]))

    def without(self, positions: Ints) -> Wish:
        """These are spoken for."""
        if not len(positions):
            return self
        scores = self.scores.copy()
        scores[positions] = np.inf
        return replace(self, scores=scores)


def in_spreads(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Scores less their median, in units of their spread; what is not finite stays."""
    found = np.asarray(scores, np.float64).copy()
    finite = np.isfinite(found)
    if finite.any():
        spread = float(found[finite].std())
        found[finite] = (found[finite] - np.median(found[finite])) / (spread if spread > 1e-9 else 1.0)
    return found


def target(wish: Wish, seconds: float) -> float:
    """The energy aimed at when so much music has been planned since it was steered, 0 to 1."""
    way = wish.steering.energy * ENERGY_CHANGE * min(1.0, seconds / ENERGY_TIME)
    return float(np.clip(wish.level + way, 0.0, 1.0))


def choose(session: Session, wish: Wish, count: int, seconds: float) -> list[int]:
    """Up to `count` (at most BLOCK) positions to play next, and no fewer unless there are no more in sight.

    seconds: of music between the steering and now.
    """
    catalogue = session.catalogue
    scores = _aimed(catalogue, wish, count, seconds)
    places = _shortlisted(session, wish, scores)
    if not len(places):
        return []
    shortlist = _Shortlist(session, places, wish.preferred[places])
    value = _adventurous(session, places, scores[places], wish.steering.adventure)
    before = session.played[-1] if session.played else None
    first = catalogue.ear.row(before.id) if before is not None and before.id in catalogue.position else None
    order = beam(
        first,
        catalogue.rows[places].tolist(),
        value,
        count + LOOKED_AHEAD,
        catalogue.transitions,
        shortlist.allowed,
    )
    return [int(places[place]) for place in order[:count]]


def _usual_length(catalogue: Catalogue) -> float:
    known = catalogue.durations[catalogue.durations > 0]
    return float(np.median(known)) if len(known) else USUAL_LENGTH


def _aimed(catalogue: Catalogue, wish: Wish, count: int, seconds: float) -> NDArray[np.float64]:
    if not wish.steering.energy:
        return wish.scores
    middle = seconds + count / 2 * _usual_length(catalogue)
    off = np.abs(catalogue.energy - target(wish, middle))
    return np.asarray(wish.scores + ENERGY_WEIGHT * abs(wish.steering.energy) * off)


def _shortlisted(session: Session, wish: Wish, scores: NDArray[np.float64]) -> Ints:
    """Positions in order of preference: what breaks least by the end of the block, then what is nearest."""
    costs = session.costs(session.now + BLOCK - 1) + np.where(wish.preferred, 0, VERSION_COST // 2)
    free = np.isfinite(scores)
    if session.played and (position := session.catalogue.position.get(session.played[-1].id)) is not None:
        free[position] = False
    depth = _depth(int(free.sum()), wish.steering.adventure)
    best = np.flatnonzero(free & (costs == 0))
    if len(best) < max(depth, SURVEYED):
        best = np.flatnonzero(free)
        best = best[np.lexsort((best, scores[best], costs[best]))]
    else:
        wanted = min(len(best), 2 * max(depth, SURVEYED))
        if wanted < len(best):
            best = best[np.argpartition(scores[best], wanted - 1)[:wanted]]
        best = best[np.lexsort((best, scores[best]))]
    if depth <= SHORTLIST:
        return _mixed(session, best)[:SHORTLIST]
    level = costs[best[:depth]]
    reached = best[:depth][level == level.min(initial=0)]
    return (
        _evenly(_mixed(session, _evenly(reached, SURVEYED)), SHORTLIST) if len(reached) else best[:SHORTLIST]
    )


def _depth(count: int, adventure: float) -> int:
    """How many of the nearest are looked at: few when close, down to a share of all when adventurous."""
    furthest = max(int(FURTHEST_SHARE * count), min(FURTHEST_LEAST, int(FURTHEST_MOST * count)))
    return int(SHORTLIST * max(1.0, furthest / SHORTLIST) ** adventure)


def _evenly(positions: Ints, most: int) -> Ints:
    """At most so many, over the whole length."""
    if len(positions) <= most:
        return positions
    return positions[np.linspace(0, len(positions) - 1, most).round().astype(np.int64)]


def _mixed(session: Session, best: Ints) -> Ints:
    """Those of which few share an artist or an album with one before; all, where that would leave too few."""
    catalogue, gaps = session.catalogue, session.gaps
    held: dict[object, int] = {}
    taken: list[int] = []
    passed: list[int] = []
    for position in best[: 2 * SURVEYED].tolist():
        names = _names(catalogue, position, gaps.artist, gaps.album)
        if any(held.get(name, 0) >= PER_ARTIST for name in names):
            passed.append(position)
            continue
        for name in names:
            held[name] = held.get(name, 0) + 1
        taken.append(position)
    return np.array(taken + passed[: max(0, SHORTLIST - len(taken))], np.int64)


def _names(catalogue: Catalogue, position: int, artist_gap: int, album_gap: int) -> list[object]:
    track = catalogue.tracks[position]
    names: list[object] = list(artist_keys(track.artist)) if artist_gap > 1 else []
    album = int(catalogue.albums[position])
    if album >= 0 and album_gap > 1:
        names.append(album)
    return names


def _adventurous(session: Session, places: Ints, scores: NDArray[np.float64], adventure: float) -> Floats:
    """What the shortlist is ordered by: nearness when close; the more adventurous, the more each differs from
    what has played and from those taken before it (maximal marginal relevance, Carbonell 1998).
    """
    near, adventure = _unit_spread(scores), BOLDEST * adventure
    if not adventure:
        return near.astype(np.float32)
    pooled, catalogue = session.catalogue.ear.pooled, session.catalogue
    vectors = pooled[catalogue.rows[places]]
    recent = [
        catalogue.rows[catalogue.position[t.id]] for t in session.played[-10:] if t.id in catalogue.position
    ]
    alike = vectors @ vectors.T
    worst = (vectors @ pooled[recent].T).max(axis=1) if recent else np.full(len(places), -1.0, np.float32)
    rank = np.empty(len(places))
    left = np.ones(len(places), np.bool_)
    for turn in range(len(places)):
        value = np.where(left, (1.0 - adventure) * near + 2.0 * adventure * worst, np.inf)
        best = int(value.argmin())
        left[best], rank[best] = False, turn
        worst = np.maximum(worst, alike[best])
    return ((1.0 - adventure) * near + adventure * _unit_spread(rank)).astype(np.float32)


def _unit_spread(values: NDArray[np.floating]) -> NDArray[np.float64]:
    spread = float(np.std(values))
    return np.asarray((values - np.min(values)) / (spread if spread > 1e-9 else 1.0), np.float64)


class _Shortlist:
    """What may follow a beginning of a block: those of the shortlist that break least."""

    def __init__(self, session: Session, places: Ints, preferred: Bools) -> None:
        self._now, self._gaps = session.now, session.gaps
        self._artist_last, self._album_last = session.artist_last[places], session.album_last[places]
        self._artist_next, self._album_next = session.artist_next[places], session.album_next[places]
        self._last, self._beside = session.last[places], session.beside[places]
        self._song_played = session.song_played[places]
        self._lesser = np.where(preferred, 0, VERSION_COST // 2)
        self._artists, self._albums, self._songs = _shared(session.catalogue, places)

    def allowed(self, branch: tuple[int, ...]) -> Bools:
        """(c,) for the places chosen so far."""
        at = self._now + len(branch)
        artist_last, album_last, last = self._artist_last, self._album_last, self._last
        song_played, beside = self._song_played, self._beside
        if branch:
            artist_last, album_last, last = artist_last.copy(), album_last.copy(), last.copy()
            for step, place in enumerate(branch):
                artist_last[self._artists[place]] = self._now + step
                album_last[self._albums[place]] = self._now + step
                last[place] = self._now + step
            song_played = song_played | self._songs[list(branch)].any(axis=0)
            beside = self._songs[branch[-1]]
        cost = np.maximum(
            gap_costs(self._gaps, at - artist_last, at - album_last),
            gap_costs(
                self._gaps,
                *(np.where(t > at, t - at, 1 << 40) for t in (self._artist_next, self._album_next)),
            ),
        )
        cost += VERSION_COST * (song_played.astype(np.int64) + beside) + self._lesser
        cost += REPEAT_COST * np.where(last >= 0, 1 + last, 0)
        allowed: Bools = cost == cost.min()
        return allowed


def _shared(catalogue: Catalogue, places: Ints) -> tuple[Bools, Bools, Bools]:
    """(c, c) each: which two share an artist, an album, a song."""
    numbers: dict[str, int] = {}
    keys = [
        [numbers.setdefault(key, len(numbers)) for key in artist_keys(catalogue.tracks[place].artist)]
        for place in places.tolist()
    ]
    table = np.zeros((len(places), len(numbers)), np.float32)
    for place, held in enumerate(keys):
        table[place, held] = 1.0
    albums, songs, lengths = (
        values[places] for values in (catalogue.albums, catalogue.songs, catalogue.durations)
    )
    vectors = catalogue.ear.pooled[catalogue.rows[places]]
    encoded = (vectors @ vectors.T >= SAME_SOUND) & (np.abs(lengths[:, None] - lengths) <= SAME_LENGTH)
    return (
        table @ table.T > 0,
        (albums[:, None] == albums) & (albums >= 0),
        (songs[:, None] == songs) | encoded,
    )
