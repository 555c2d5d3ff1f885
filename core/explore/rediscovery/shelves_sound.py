"""Shelves that go by sound: never heard, between two loves, and surprise me.

While nothing was listened to, the first of them goes by date instead, and the others are empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from core.explore.ear.ear import Ear
from core.explore.radio.rules import song_key
from core.explore.ranks import ranks
from core.explore.rediscovery.shelves import DAY, Candidates, Collection, Floats, Ints, ago, plays_of
from core.texts import Text, marked

NEAR = -1.0
"""Distance of the ear from which two songs are near: nearer than five sixths of all pairs are."""
UNHEARD_MERIT = 1e-3
"""What was not listened to yet comes after all that was."""

# Between two loves
LOVES = 16
PAIRS = 8
UNFAMILIAR = 0.35
"""Remembered less than this, a track may stand between two others."""
STANDING = 12
"""Tracks between the two of a pair."""

# Surprise me
RESTED = 30 * DAY


def never_heard(collection: Collection) -> Candidates:
    """Without a play or a skip: nearest to the taste first, or the latest added where none is known.

    Other versions of what was heard come after all that is new.
    """
    c = collection
    places, songs = np.flatnonzero(c.unheard), c.met_songs
    if c.distaste is None:
        newest = np.argsort(np.argsort(c.added[places], kind="stable")).astype(np.float64) + 1
        return Candidates.of(places, newest, lambda few: [_added(c, place) for place in few], avoid=songs)
    away = c.distaste[places]
    merits = np.where(np.isnan(away), UNHEARD_MERIT, np.maximum(UNHEARD_MERIT, (1 - away) ** 4))
    return Candidates.of(places, merits, lambda few: _near_which(c, few), avoid=songs)


def _added(collection: Collection, place: int) -> Text:
    return marked("added {ago}", ago=ago(max(0.0, collection.now - float(collection.added[place]))))


def _near_which(collection: Collection, places: Sequence[int]) -> list[Text]:
    """Which liked track each is nearest to, besides itself: one may love what one never played here."""
    c = collection
    likes = c.likes
    heard = [place for place in places if c.rows[place] >= 0]
    said = {}
    if c.ear is not None and heard and likes:
        distances = c.ear.between(c.rows[heard], c.rows[likes])
        distances = np.where(np.equal.outer(heard, likes), np.inf, distances)
        for place, row in zip(heard, distances, strict=True):
            nearest = int(row.argmin())
            if np.isfinite(row[nearest]):
                said[place] = _near(
                    c.tracks[place].title, c.tracks[likes[nearest]].title, float(row[nearest])
                )
    return [said.get(place) or _added(c, place) for place in places]


def _near(own: str, title: str, distance: float) -> Text:
    if song_key(own) and song_key(own) == song_key(title):
        return marked("another version of “{title}”", title=title)
    if distance <= NEAR:
        return marked("near “{title}”", title=title)
    return marked("further off, “{title}” is nearest", title=title)


# -- between two loves ---------------------------------------------------------------------------------------


def between_loves(collection: Collection, day: int) -> Candidates:
    """Little known tracks that lie between two that are loved: nearer to both than those are to each other.

    day: another day, other pairs.
    """
    c = collection
    loves = _loves(c)
    if c.ear is None or len(loves) < 2:
        return Candidates.none()
    open_to = np.flatnonzero((c.rows >= 0) & (c.recalled < UNFAMILIAR) & (c.skips == 0))
    apart = c.ear.between(c.rows[loves], c.rows[loves]).astype(np.float64)
    distances = _to_rows(c.ear, c.rows[loves])[:, c.rows[open_to]]
    found: dict[int, tuple[float, int, int]] = {}
    for a, b in _pairs(apart, day):
        further = np.maximum(distances[a], distances[b])
        further[np.isin(c.artists[open_to], c.artists[[loves[a], loves[b]]])] = np.inf
        for rank, at in enumerate(_least(further, STANDING)):
            merit = 0.9**rank
            if further[at] < apart[a, b] and merit > found.get(at, (0.0,))[0]:
                found[at] = merit, loves[a], loves[b]
    pair_of = {int(open_to[at]): pair for at, pair in found.items()}
    places = np.array(sorted(pair_of), np.int64)
    merits = np.array([pair_of[place][0] for place in places.tolist()], np.float64)
    return Candidates.of(places, merits, lambda few: [_between(c, *pair_of[place][1:]) for place in few])


def _least(values: Floats, count: int) -> list[int]:
    """Where the lowest are, the lowest first."""
    few = np.argpartition(values, count)[:count] if len(values) > count else np.arange(len(values))
    return [int(at) for at in few[np.lexsort((few, values[few]))]]


def _to_rows(ear: Ear, rows: Ints) -> Floats:
    return ear.distances(rows).astype(np.float64)


def _loves(collection: Collection) -> list[int]:
    """The best liked, one of an artist."""
    artists: set[int] = set()
    chosen = []
    for place in collection.likes:
        artist = int(collection.artists[place])
        if artist < 0 or artist not in artists:
            artists.add(artist)
            chosen.append(place)
    return chosen[:LOVES]


def _pairs(apart: Floats, day: int) -> list[tuple[int, int]]:
    """Some pairs of the day, of those two thirds that differ most: between neighbours there is no room."""
    pairs = list(combinations(range(len(apart)), 2))
    pairs.sort(key=lambda pair: (-apart[pair], pair))
    wide = pairs[: max(1, -(-2 * len(pairs) // 3))]
    order = np.random.default_rng(day).permutation(len(wide))[:PAIRS]
    return [wide[at] for at in order.tolist()]


def _between(collection: Collection, a: int, b: int) -> Text:
    one, other = (collection.tracks[place].title for place in (a, b))
    return marked("between “{one}” and “{other}”", one=one, other=other)


# -- surprise me ---------------------------------------------------------------------------------------------


def band(dial: float) -> tuple[float, float]:
    """Which part of what was not heard lately a surprise comes from, by its nearness to the taste: from, to,
    each 0 to 1.

    dial 0: the nearest twentieth. ½: from 30 % to 52 %. 1: the 40 % that lie furthest.
    """
    return 0.6 * dial, 0.05 + 0.95 * dial


def surprises(collection: Collection, dial: float, day: int) -> Candidates:
    """By chance, out of the band that the dial names of what was not heard for a month.

    While no taste is known, out of all of that. day: another day, other chances.
    """
    c = collection
    chance = np.random.default_rng(day).uniform(0.5, 1.0, len(c))
    places = np.flatnonzero((c.waited > RESTED) & (c.rows >= 0))
    if c.distaste is None:
        return Candidates.of(places, chance[places], lambda few: [_since(c, place) for place in few])
    low, high = band(dial)
    away = ranks(c.distaste[places])
    places = places[(away >= low) & (away <= high)]
    return Candidates.of(places, chance[places], lambda few: [_how_far(c, place) for place in few])


def _since(collection: Collection, place: int) -> Text:
    waited = float(collection.waited[place])
    if np.isfinite(waited):
        return marked("last heard {ago}", ago=ago(waited))
    plays = int(collection.plays[place])  # of which another player told no time
    return plays_of(plays) if plays else marked("never played")


def _how_far(collection: Collection, place: int) -> Text:
    away = 0.5 if collection.distaste is None else float(collection.distaste[place])
    if away < 0.5:
        return marked("nearer to your taste than {share} % of your music", share=int(100 * (1 - away)))
    return marked("further from your taste than {share} % of your music", share=int(100 * away))
