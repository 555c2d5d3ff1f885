"""Rediscovery: what one owns and has not heard for long, or ever, on shelves that follow the mood one is in.

A pure function of the library, what was heard of it, the moment and the mood: the same in, the same out.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Self

import numpy as np

from core.domain import Timestamp, TrackId
from core.explore.ear.ear import Ear
from core.explore.memory.affinity import Affinities
from core.explore.radio.barring import barrier
from core.explore.rediscovery import words
from core.explore.rediscovery.corners import Corner, corner_of_the_day, day_of
from core.explore.rediscovery.mood import Alike, Feeling, Mood
from core.explore.rediscovery.shelves import Candidates, Collection, Floats, Item, Shelf, put_up, shuffled
from core.explore.rediscovery.shelves_past import deep_cuts, forgotten, this_time, unfinished_albums
from core.explore.rediscovery.shelves_sound import band, between_loves, never_heard, surprises
from core.explore.rediscovery.words import ALBUMS, BETWEEN, CORNER, DEEP, FORGOTTEN, NEVER, SURPRISE, TIME
from core.explore.stock import RadioTrack
from core.library.bans import Bans
from core.library.radios import Steering
from core.library.tracks import Library
from core.texts import Text

__all__ = ["KEYS", "Alike", "Corner", "Item", "Mood", "Rediscovery", "Shelf"]

KEYS = (FORGOTTEN, NEVER, TIME, CORNER, DEEP, ALBUMS, BETWEEN, SURPRISE)
"""Of the shelves, in the order in which they are shown."""
ITEMS = 20
DIAL = 0.3
"""How far a surprise leads where nothing is said: somewhat."""


class Rediscovery:
    """The shelves as of `now`. Any thread that may read the library; what takes time is done when asked for.

    ear: None, or of nothing, while no music was listened to: the shelves that need none work. stock: what
    `load_stock` gives. mood: a place on the pad, a track to sound like, or None. dial: how far a surprise
    leads, 0 (safe) to 1 (far). steering: of it, what it says of spoken word and Christmas; bans always hold.
    Raises ValueError for a dial outside of 0 to 1.
    """

    def __init__(
        self,
        library: Library,
        ear: Ear | None,
        stock: Sequence[RadioTrack],
        affinities: Affinities,
        now: Timestamp,
        mood: Feeling = None,
        *,
        dial: float = DIAL,
        steering: Steering | None = None,
    ) -> None:
        bars = barrier(Bans(library).all(), steering or Steering(), now)
        heard = ear if ear is not None and len(ear) else None
        self._library = library
        self._collection = Collection(stock, affinities, heard, now, bars)
        self._mood, self._dial, self._day = mood, _within(dial), day_of(now)
        self._fit: Floats | None = None
        self._found: dict[object, Candidates] = {}
        self._years: list[int] = []
        self._corner: list[Corner | None] = []

    def steered(self, mood: Feeling, dial: float | None = None) -> Self:
        """The same shelves in another mood; what was found is shared, so that it takes a moment."""
        twin = copy.copy(self)
        twin._mood, twin._fit = mood, None
        twin._dial = self._dial if dial is None else _within(dial)
        return twin

    def shelves(self, n: int = ITEMS) -> list[Shelf]:
        """All of them, the empty ones too: those say what they need."""
        return [self.shelf(key, n) for key in KEYS]

    def shelf(self, key: str, n: int = ITEMS) -> Shelf:
        """The first n items of a shelf. Raises KeyError for an unknown key."""
        candidates = self._candidates(key)
        places, _ = candidates.ordered(self._fits())
        chosen = put_up(self._collection, places.tolist(), n, candidates.avoid)
        ids = (self._collection.tracks[place].id for place in chosen)
        items = tuple(Item(*pair) for pair in zip(ids, candidates.reasons(chosen), strict=True))
        title, subtitle = self._words(key)
        heard, left_out = self._collection.ear is not None, len(candidates.places) > 0
        needs = None if items or not n else words.needs(key, heard=heard, left_out=left_out)
        return Shelf(key, title, subtitle, items, needs)

    def endless(self, key: str, seed: int) -> Iterator[TrackId]:
        """The shelf as a shuffle without end; of an empty shelf, nothing. Raises KeyError."""
        return shuffled(self._collection, self._candidates(key), self._fits(), seed)

    def corner(self) -> Corner | None:
        """The corner of the day, which no mood moves; None while nothing was listened to, or all is known."""
        if not self._corner:
            self._corner.append(corner_of_the_day(self._collection))
        return self._corner[0]

    # -- inside

    def _fits(self) -> Floats:
        if self._fit is None:
            self._fit = self._collection.fit(self._mood)
        return self._fit

    def _candidates(self, key: str) -> Candidates:
        sought = (key, self._dial) if key == SURPRISE else key
        if sought not in self._found:
            self._found[sought] = self._finders()[key]()
        return self._found[sought]

    def _finders(self) -> dict[str, Callable[[], Candidates]]:
        c = self._collection
        return {
            FORGOTTEN: lambda: forgotten(c),
            NEVER: lambda: never_heard(c),
            TIME: self._this_time,
            CORNER: self._cornered,
            DEEP: lambda: deep_cuts(c),
            ALBUMS: lambda: unfinished_albums(c, self._library),
            BETWEEN: lambda: between_loves(c, self._day),
            SURPRISE: lambda: surprises(c, self._dial, self._day),
        }

    def _this_time(self) -> Candidates:
        found, self._years[:] = this_time(self._collection, self._library)
        return found

    def _cornered(self) -> Candidates:
        corner = self.corner()
        if corner is None:
            return Candidates.none()
        name = corner.name
        places = np.array([self._collection.place_of[id] for id in corner.tracks], np.int64)
        return Candidates.of(places, np.linspace(1.0, 0.5, len(places)), lambda few: [name for _ in few])

    def _words(self, key: str) -> tuple[Text, Text]:
        """A shelf's title and subtitle; its candidates are known."""
        taste = self._collection.distaste is not None
        if key == NEVER:
            return words.never(taste=taste)
        if key == TIME:
            return words.this_time(self._years)
        if key == CORNER:
            return words.corner(self.corner())
        if key == SURPRISE:
            return words.surprise(*band(self._dial)) if taste else words.surprise_anything()
        return words.PLAIN[key]()


def _within(dial: float) -> float:
    if not 0 <= dial <= 1:
        raise ValueError("the dial goes from 0 to 1")
    return dial
