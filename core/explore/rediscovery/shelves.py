"""What all shelves stand on: the library as arrays, candidates with their merits, and how they are put up."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds, Timestamp, TrackId
from core.explore.ear.ear import Ear
from core.explore.ear.taste import Like, Taste, score
from core.explore.memory.activation import recalled
from core.explore.memory.affinity import Affinities, Affinity, likes_from
from core.explore.radio.rules import Versions, artist_keys
from core.explore.ranks import ranks
from core.explore.rediscovery.mood import Alike, Feeling, Mood, alike_fit, pad_fit
from core.explore.stock import RadioTrack
from core.texts import Text, marked

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DAY = 86_400.0
YEAR = 365.25 * DAY
MOST_OF_AN_ARTIST, AMONG = 2, 10
"""At most two tracks of an artist among any ten that follow each other, while there are others."""
APART = 4
"""In a shuffle an artist returns after this many tracks, where that can be."""
LOOKED_AT = 3000
"""Candidates, the best first, among which items are looked for."""
BLOCK = 60
"""A shuffle draws from so many at a time, the best first: what suits less comes later, not never."""
LAST = 0.1
"""Merit of the last of a shelf, where the first has 1."""
LIKES = 24
"""Of the best liked tracks, from which liking is predicted."""
NEVER_PLAYED = Affinity(0.0, 0, 0, 0, None, -math.inf)


@dataclass(frozen=True, slots=True)
class Item:
    """A track on a shelf. reason: short and true of this track. at: where to begin, where that matters."""

    track_id: TrackId
    reason: Text
    at: Seconds | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """key: to ask for it again. needs: what it takes to fill it, where nothing is on it."""

    key: str
    title: Text
    subtitle: Text
    items: tuple[Item, ...]
    needs: Text | None = None


class Collection:
    """The tracks that may come up, aligned: place p is tracks[p]. Times are seconds since the epoch.

    rows: (n,) of the ear, -1 where not heard. bars: whether a track is not to come by itself; asked of those
    that would come up, since reading all titles for Christmas takes longer than all the rest.
    value, level, peak: (n,) liking, and base levels now and at the last play; plays, skips, begun, finishes:
    (n,) counts; last, refused: (n,) of the last play and skip, NaN for never.
    """

    def __init__(
        self,
        stock: Sequence[RadioTrack],
        known: Affinities,
        ear: Ear | None,
        now: Timestamp,
        bars: Callable[[RadioTrack], bool] = lambda track: False,
    ) -> None:
        self.tracks, self.known, self.ear, self.now = stock, known, ear, now
        self._bars, self._may_come = bars, dict[int, bool]()
        self.ids = np.array([track.id for track in stock], np.int64)
        table = _table(known, self.ids)
        self.value, self.level, self.peak = table[0], table[5], table[7]
        self.plays, self.finishes, self.skips, self.begun = (table[i].astype(np.int64) for i in (1, 2, 3, 6))
        self.last, self.refused = table[4], table[8]
        self.rows = _rows(ear, self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def may_come(self, place: int) -> bool:
        may = self._may_come.get(place)
        if may is None:
            may = self._may_come[place] = not self._bars(self.tracks[place])
        return may

    def affinity(self, place: int) -> Affinity:
        return self.known.get(self.tracks[place].id, NEVER_PLAYED)

    @cached_property
    def waited(self) -> Floats:
        """(n,) seconds since the last play; inf for never."""
        return np.where(np.isnan(self.last), np.inf, np.maximum(0.0, self.now - self.last))

    @cached_property
    def recalled(self) -> Floats:
        """(n,) in [0, 1]: how well each is remembered now."""
        return recalled(self.level)

    @cached_property
    def added(self) -> Floats:
        return np.array([track.added_at for track in self.tracks], np.float64)

    @cached_property
    def energy(self) -> Floats:
        """(n,) ranks in the library, NaN where unknown."""
        return ranks(np.array([track.energy for track in self.tracks], np.float64))

    @cached_property
    def brightness(self) -> Floats:
        return ranks(np.array([track.brightness for track in self.tracks], np.float64))

    @cached_property
    def artists(self) -> Ints:
        """(n,) a number for each artist as written; -1 for unknown ones."""
        numbers: dict[str, int] = {}
        codes = [numbers.setdefault(track.artist, len(numbers)) for track in self.tracks]
        unknown = {numbers[name] for name in numbers if not artist_keys(name)}
        return np.array([-1 if code in unknown else code for code in codes], np.int64)

    @cached_property
    def unheard(self) -> Bools:
        """(n,) neither this file nor a copy of it was ever played or skipped."""
        met = (self.plays > 0) | (self.skips > 0)
        recordings = {self.tracks[place].audio_id for place in np.flatnonzero(met).tolist()} - {None}
        copy = np.array([track.audio_id in recordings for track in self.tracks], np.bool_)
        return np.asarray(~met & ~copy)

    @cached_property
    def met_songs(self) -> Versions:
        """The songs of which a version was ever played or skipped."""
        songs = Versions()
        for place in np.flatnonzero((self.plays > 0) | (self.skips > 0)).tolist():
            songs.is_new(self.tracks[place])
        return songs

    @cached_property
    def likes(self) -> list[int]:
        """Places of the best liked tracks that were heard by the ear, the best first; three of an artist."""
        counted: dict[int, int] = {}
        chosen = []
        place_of = self.place_of
        for id, _ in likes_from(self.known, 10 * LIKES):
            place = place_of.get(id)
            if place is None or self.rows[place] < 0 or not self.may_come(place):
                continue
            artist = int(self.artists[place])
            counted[artist] = counted.get(artist, 0) + 1
            if artist < 0 or counted[artist] <= 3:
                chosen.append(place)
        return chosen[:LIKES]

    @cached_property
    def place_of(self) -> Mapping[TrackId, int]:
        return {track.id: place for place, track in enumerate(self.tracks)}

    @cached_property
    def distaste(self) -> Floats | None:
        """(n,) the share of the library that is nearer to the listener's taste, 0 to 1; NaN where not heard.

        None where no taste is known, or nothing was heard.
        """
        if self.ear is None or not self.likes:
            return None
        likes = tuple(Like(int(self.rows[p]), max(0.05, float(self.value[p]))) for p in self.likes)
        scores = score(self.ear, Taste(likes)).astype(np.float64)
        place = ranks(scores)
        return np.where(self.rows >= 0, place[self.rows], np.nan)

    def fit(self, feeling: Feeling) -> Floats:
        """(n,) in (0, 1]: how well each suits the mood; 0 for what is to be sounded like, and its copies."""
        if isinstance(feeling, Alike):
            fit = alike_fit(self.ear, feeling.track_id, self.rows)
            fit[self._copies(feeling.track_id)] = 0.0
            return fit
        if isinstance(feeling, Mood):
            return pad_fit(feeling, self.energy, self.brightness)
        return np.ones(len(self))

    def _copies(self, track_id: TrackId) -> Bools:
        """(n,) the track, and what is the same recording."""
        place = self.place_of.get(track_id)
        if place is None:
            return np.zeros(len(self), np.bool_)
        return np.asarray((self.ids == track_id) | ((self.rows == self.rows[place]) & (self.rows >= 0)))


def _table(known: Affinities, ids: Ints) -> Floats:
    """(9, n) the fields of each track's affinity; those of a track never met where it has none."""
    empty = [math.nan if value is None else value for value in NEVER_PLAYED]
    out = np.repeat(np.array(empty, np.float64)[:, None], len(ids), axis=1)
    if known and len(ids):
        keys = np.array(list(known), np.int64)
        values = np.array([tuple(one) for one in known.values()], np.float64).T
        place = np.minimum(np.searchsorted(ids, keys), len(ids) - 1)
        there = ids[place] == keys
        out[:, place[there]] = values[:, there]
    return out


def _rows(ear: Ear | None, ids: Ints) -> Ints:
    rows = np.full(len(ids), -1, np.int64)
    if ear is not None and len(ear) and len(ids):
        place = np.minimum(np.searchsorted(ear.track_ids, ids), len(ear) - 1)
        there = ear.track_ids[place] == ids
        rows[there] = ear.rows[place[there]]
    return rows


@dataclass(frozen=True, slots=True)
class Candidates:
    """Tracks that belong on a shelf. places: (k,) each once, the best first. merits: (k,) before any mood.

    reasons: of some places, in their order. follow: what a shuffle plays for a place (an album's tracks).
    avoid: songs of which versions come after all else.
    """

    places: Ints
    merits: Floats
    reasons: Callable[[Sequence[int]], list[Text]]
    follow: Callable[[int], Sequence[int]]
    avoid: Versions

    @classmethod
    def of(
        cls,
        places: Ints,
        merits: Floats,
        reasons: Callable[[Sequence[int]], list[Text]],
        follow: Callable[[int], Sequence[int]] = lambda place: (place,),
        avoid: Versions | None = None,
    ) -> Candidates:
        """Those with any merit. Their order counts: evenly from 1 for the best down to LAST, so that a mood
        weighs alike on every shelf.
        """
        good = np.flatnonzero(merits > 0)
        good = good[np.lexsort((places[good], -merits[good]))]
        evenly = np.linspace(1.0, LAST, len(good)) if len(good) else np.zeros(0)
        return cls(places[good].astype(np.int64), evenly, reasons, follow, avoid or Versions())

    @classmethod
    def none(cls) -> Candidates:
        return cls.of(np.zeros(0, np.int64), np.zeros(0), lambda few: [])

    def ordered(self, fit: Floats) -> tuple[Ints, Floats]:
        """Places and merits under a mood, the best first; without those that do not suit it at all."""
        merits = self.merits * fit[self.places]
        order = np.lexsort((self.places, -merits))
        order = order[merits[order] > 0]
        return self.places[order], merits[order]


def put_up(collection: Collection, ranked: Iterable[int], count: int, avoid: Versions) -> list[int]:
    """The first `count` of these places: one version of a song, and artists not crowding.

    What breaks the artists' rule comes later, where it no longer does; or where nothing else is left.
    Versions of songs to `avoid` come after all others.
    """
    chosen: list[int] = []
    late: list[int] = []
    for rest in map(iter, (_songs(collection, ranked, avoid, late), late)):
        kept_back: deque[int] = deque()
        while len(chosen) < count and (place := _next_of(collection, chosen, kept_back, rest)) is not None:
            chosen.append(place)
    return chosen


def _songs(collection: Collection, places: Iterable[int], avoid: Versions, late: list[int]) -> Iterator[int]:
    """Those that may come, each song once; versions of songs to avoid go to `late` instead."""
    versions = Versions()
    for place in filter(collection.may_come, places):
        track = collection.tracks[place]
        if not versions.is_new(track):
            continue
        if avoid.knows(track):
            late.append(place)
        else:
            yield place


def _next_of(
    collection: Collection,
    chosen: Sequence[int],
    kept_back: deque[int],
    rest: Iterator[int],
) -> int | None:
    recent = chosen[-(AMONG - 1) :]
    crowd: dict[str, int] = {}
    for place in recent:
        for artist in artist_keys(collection.tracks[place].artist):
            crowd[artist] = crowd.get(artist, 0) + 1

    def may(place: int) -> bool:
        keys = artist_keys(collection.tracks[place].artist)
        return all(crowd.get(artist, 0) < MOST_OF_AN_ARTIST for artist in keys)

    for place in kept_back:
        if may(place):
            kept_back.remove(place)
            return place
    for place in rest:
        if may(place):
            return place
        kept_back.append(place)
    return kept_back.popleft() if kept_back else None


def shuffled(collection: Collection, candidates: Candidates, fit: Floats, seed: int) -> Iterator[TrackId]:
    """Plays a shelf for ever: what suits best first, in an order drawn anew for each seed.

    Drawn by merit within blocks of the best, the next best and so on; versions of a song once a round, an
    artist again after APART others where that can be. Nothing comes twice before all have come once.
    """
    places, merits = candidates.ordered(fit)
    draw = np.random.default_rng(seed)
    recent: deque[frozenset[str]] = deque(maxlen=APART)
    last, came = -1, True
    while came:
        came, late = False, list[int]()
        for place in _round(collection, candidates, places, merits, draw, recent):
            if place == last and not came:  # the round before ended with it: after another, if any
                late = [place]
                continue
            for last in (place, *late):
                came = True
                yield collection.tracks[last].id
            late = []
        for place in late:
            came = True
            yield collection.tracks[place].id


def _round(
    collection: Collection,
    candidates: Candidates,
    places: Ints,
    merits: Floats,
    draw: np.random.Generator,
    recent: deque[frozenset[str]],
) -> Iterator[int]:
    """All that may come, each song once."""
    drawn = _in_blocks(collection, places, merits, draw, recent)
    late: list[int] = []
    yield from _songs(collection, chain.from_iterable(map(candidates.follow, drawn)), candidates.avoid, late)
    yield from late


def _in_blocks(
    collection: Collection,
    places: Ints,
    merits: Floats,
    draw: np.random.Generator,
    recent: deque[frozenset[str]],
) -> Iterator[int]:
    """The places, as they are drawn block by block."""
    waiting: list[int] = []
    for start in range(0, len(places), BLOCK):
        part = slice(start, start + BLOCK)
        waiting += _drawn(places[part], merits[part], draw)
        keep = 2 * APART if start + BLOCK < len(places) else 0
        while len(waiting) > keep:
            yield _apart(collection, waiting, recent)


def _apart(collection: Collection, waiting: list[int], recent: deque[frozenset[str]]) -> int:
    """Takes out the first that is by none of the latest artists; the first where all are."""
    heard = frozenset[str]().union(*recent)
    keys = [artist_keys(collection.tracks[place].artist) for place in waiting]
    number = next((n for n, each in enumerate(keys) if heard.isdisjoint(each)), 0)
    recent.append(keys[number])
    return waiting.pop(number)


def _drawn(places: Ints, merits: Floats, draw: np.random.Generator) -> list[int]:
    """Weighted sampling without replacement [Efraimidis and Spirakis 2006]."""
    weights = np.maximum(merits / merits.max(), 1e-3)
    return [int(place) for place in places[np.argsort(draw.exponential(size=len(places)) / weights)]]


# -- words -------------------------------------------------------------------------------------------------


def plays_of(count: int) -> Text:
    return marked("%Ln play(s)", count=count)


def ago(seconds: float) -> Text:
    """ "3 years ago", "5 months ago", "2 weeks ago", "today"."""
    if seconds >= 2 * YEAR:
        return marked("%Ln year(s) ago", count=int(seconds / YEAR))
    if seconds >= 60 * DAY:
        return marked("%Ln month(s) ago", count=int(seconds / (YEAR / 12)))
    if seconds >= 14 * DAY:
        return marked("%Ln week(s) ago", count=int(seconds / (7 * DAY)))
    if seconds >= DAY:
        return marked("%Ln day(s) ago", count=int(seconds / DAY))
    return marked("today")


def year_of(at: float) -> int:
    """In local time."""
    return time.localtime(at).tm_year
