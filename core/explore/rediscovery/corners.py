"""Corners of one's music never visited: neighbourhoods in the sound space that one owns and does not know."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.domain import TrackId
from core.explore.radio.rules import Versions
from core.explore.rediscovery.shelves import Collection, Floats, Ints
from core.texts import Text, marked

Point = tuple[float, float]
"""Right and down, 0 to 1 within the picture."""

TRIED = 48
"""Places of the sound space that are looked at on a day."""
SURVEYED = 8000
"""Of a large library, a part is enough to tell where little is known."""
AROUND = 48
"""Songs that make a neighbourhood."""
SHARE = 0.2
"""Of a small library at most this much."""
FEWEST, MOST = 4, 30
"""Tracks of a corner."""
ARTISTS = 6
"""By so many artists, or more, a neighbourhood is none of one record."""
OF_AN_ARTIST = 5
PICTURED = 400
LEARNT_FROM, ITERATIONS = 1500, 20


@dataclass(frozen=True, slots=True)
class Corner:
    """name: said as “near X”. anchor: X, the nearest track that is known to the listener; where none is, the
    one in its middle. tracks: from the middle outwards, none of them heard.

    around: points of the whole library, some hundreds; lit: of `tracks`. The axes have no meaning.
    """

    name: Text
    anchor: TrackId
    tracks: tuple[TrackId, ...]
    around: tuple[Point, ...]
    lit: tuple[Point, ...]


def corner_of_the_day(collection: Collection) -> Corner | None:
    """The same all day for the same library: plays of today do not move it. None without any corner.

    Of the neighbourhoods of TRIED tracks never heard, drawn by the date, the one that is least known, by
    several artists, and nearest to the listener's taste.
    """
    c = collection
    if c.ear is None:
        return None
    strange = _strange(c)
    heard = np.flatnonzero((c.rows >= 0) & (_lengths(c.ear.pooled) > 0)[c.rows])
    middles = heard[strange[heard]]
    if len(middles) < FEWEST:
        return None
    draw = np.random.default_rng(day_of(c.now))
    tried = draw.permutation(middles)[:TRIED]
    some = np.sort(draw.permutation(heard)[:SURVEYED])
    around = min(AROUND, max(2 * FEWEST, int(SHARE * len(heard))), len(heard))
    sketch = max(FEWEST, round(around * len(some) / len(heard)))
    worth = [_worth(c, some[near], strange) for near in _nearest(c, tried, some, sketch)]
    for best in np.argsort(-np.array(worth), kind="stable").tolist():
        near = _nearest(c, tried[[best]], heard, around)[0]
        members = _members(c, heard[near], strange)
        if len(members) >= FEWEST:
            return _corner(c, members, heard, strange)
    return None


def _lengths(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    # einsum, here and below: the threads of BLAS stall beside a busy worker.
    return np.asarray(np.einsum("ud,ud->u", vectors, vectors))


def _nearest(collection: Collection, places: Ints, among: Ints, count: int) -> list[Ints]:
    """For each of `places`, where in `among` its nearest are, the nearest first."""
    c = collection
    assert c.ear is not None
    vectors, rows = c.ear.pooled[c.rows[places]], c.rows[among]
    if len(among) > SURVEYED:  # nearly all: a copy of them would take longer than asking all
        likeness = np.einsum("ud,ad->au", c.ear.pooled, vectors)[:, rows]
    else:
        likeness = np.einsum("ud,ad->au", c.ear.pooled[rows], vectors)
    found = []
    for row in likeness:
        few = np.argpartition(-row, count - 1)[:count]
        found.append(few[np.lexsort((few, -row[few]))])
    return found


def day_of(now: float) -> int:
    """A number for the local date."""
    day = time.localtime(now)
    return date(day.tm_year, day.tm_mon, day.tm_mday).toordinal()


def _strange(collection: Collection) -> NDArray[np.bool_]:
    """(n,) never heard before today."""
    c = collection
    day = time.localtime(c.now)
    midnight = time.mktime((day.tm_year, day.tm_mon, day.tm_mday, 0, 0, 0, 0, 0, -1))
    only_today = (c.plays == 1) & (c.last >= midnight)
    return np.asarray(c.unheard | (only_today & (c.skips == 0)))


def _worth(collection: Collection, places: Ints, strange: NDArray[np.bool_]) -> float:
    """How much of it is unknown, squared; less for few artists, and for what is far from the taste."""
    c = collection
    artists = len(np.unique(c.artists[places[strange[places]]]))
    fondness = 1.0 if c.distaste is None else 1.5 - float(np.nan_to_num(c.distaste[places], nan=1.0).mean())
    return float(strange[places].mean() ** 2 * min(1.0, artists / ARTISTS) * fondness)


def _members(collection: Collection, places: Ints, strange: NDArray[np.bool_]) -> list[int]:
    versions, by_artist = Versions(), dict[int, int]()
    chosen = []
    for place in places[strange[places]].tolist():
        artist = int(collection.artists[place])
        by_artist[artist] = by_artist.get(artist, 0) + 1
        crowding = artist >= 0 and by_artist[artist] > OF_AN_ARTIST
        if not crowding and collection.may_come(place) and versions.is_new(collection.tracks[place]):
            chosen.append(place)
    return chosen[:MOST]


def _corner(
    collection: Collection, members: list[int], heard: Ints, strange: NDArray[np.bool_]
) -> Corner | None:
    c = collection
    assert c.ear is not None
    middle = c.ear.pooled[c.rows[members]].mean(axis=0)
    known = heard[~strange[heard] & (c.plays[heard] > 0)]
    anchor = members[0]
    if len(known):
        anchor = int(known[(c.ear.pooled[c.rows[known]] @ middle).argmax()])
    around, lit = _picture(c.ear.pooled, c.rows[heard], c.rows[members])
    ids = tuple(c.tracks[place].id for place in members)
    name = marked("near “{title}”", title=c.tracks[anchor].title)
    return Corner(name, c.tracks[anchor].id, ids, around, lit)


def _picture(
    vectors: NDArray[np.float32], heard: Ints, lit: Ints
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The two directions in which the library's music differs most, fitted into the unit square."""
    rows = np.unique(heard)
    learnt = vectors[_evenly(rows, LEARNT_FROM)].astype(np.float64)
    middle = learnt.mean(axis=0)
    directions = _axes(learnt - middle)
    shown = (vectors[_evenly(rows, PICTURED)] - middle) @ directions
    marks = (vectors[lit] - middle) @ directions
    low, high = np.percentile(shown, (1, 99), axis=0)
    low, high = np.minimum(low, marks.min(axis=0)), np.maximum(high, marks.max(axis=0))
    return _fitted(shown, low, high), _fitted(marks, low, high)


def _axes(vectors: Floats) -> Floats:
    """(d, 2) the principal directions, by orthogonal iteration: near enough for a picture, and quick."""
    spread = np.einsum("na,nb->ab", vectors, vectors)
    axes = np.random.default_rng(0).standard_normal((len(spread), 2))
    for _ in range(ITERATIONS):
        axes, _ = np.linalg.qr(np.einsum("ab,bk->ak", spread, axes))
    # A direction's sign is arbitrary: one rule, so that the same library is drawn alike.
    return np.asarray(axes * np.sign(axes[np.abs(axes).argmax(axis=0), (0, 1)]))


def _fitted(points: Floats, low: Floats, high: Floats) -> tuple[Point, ...]:
    inside = np.clip((points - low) / np.maximum(high - low, 1e-9), 0.0, 1.0)
    return tuple((float(x), float(1 - y)) for x, y in inside)


def _evenly(rows: Ints, most: int) -> Sequence[int]:
    picked: list[int] = rows[
        np.unique(np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(int))
    ].tolist()
    return picked
