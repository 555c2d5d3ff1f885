"""Shelves that remember: forgotten favourites, this time in other years, deep cuts, albums unfinished.

None of them needs to know how the music sounds.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.explore.rediscovery.shelves import (
    DAY,
    YEAR,
    Bools,
    Candidates,
    Collection,
    Floats,
    Ints,
    ago,
    plays_of,
    year_of,
)
from core.library.imports import TOLD_ONCE
from core.library.settling import Settler
from core.library.statistics import IS_PLAY
from core.library.tracks import Library
from core.texts import Text, marked

# Forgotten favourites
ABSENT = 90 * DAY
"""Heard since, a track is not forgotten."""
HALF_FORGOTTEN = 180 * DAY
FAVOURITE = 0.25
"""Value from which a track is one: as three plays of long ago, or ♥."""
SELDOM = 4
"""A track skipped more than once in so many plays is none."""

# This time in other years
YEARS_AGO = (1, 2, 5)
SEASON = 15 * DAY
"""Before and after the day."""
AN_HOUR = 3600.0
BY_HOUR = 3
"""Plays at one hour that make a habit."""
ENOUGH = 60
"""Tracks of the season from which habits of the hour are not asked for."""
RESTED = 14 * DAY
"""What was heard since does not come back on this shelf."""

# Deep cuts
PLAYED_ARTIST, OF_TRACKS = 8, 2
"""Plays, of so many tracks, from which one plays an artist."""

# Albums unfinished
ALBUM = 4
BEGUN = 0.25
"""The share of an album from which it is begun."""
LAID_ASIDE = 7 * DAY
MOST_ALBUMS = 400


def forgotten(collection: Collection) -> Candidates:
    """Played often or loved, and unheard for long. Merit:

        value * (B at the last play - B now) * (1 - 2^(-waited / half a year))

    What was played once never qualifies, nor what was skipped since its last play, or often.
    """
    c = collection
    turned_down = ~np.isnan(c.refused) & ~(c.last >= c.refused)
    seldom_skipped = c.skips * SELDOM <= c.plays
    able = (c.plays > 1) & seldom_skipped & ~turned_down & (c.value >= FAVOURITE)
    places = np.flatnonzero(able & (c.waited >= ABSENT) & np.isfinite(c.waited))
    fallen = np.maximum(0.0, c.peak[places] - c.level[places])
    merits = c.value[places] * fallen * (1 - np.exp2(-c.waited[places] / HALF_FORGOTTEN))
    return Candidates.of(places, merits, lambda few: [_once_loved(c, place) for place in few])


def _once_loved(collection: Collection, place: int) -> Text:
    track, one = collection.tracks[place], collection.affinity(place)
    last = one.last or collection.now
    waited = collection.now - last
    if track.loved:
        return marked("loved, {ago}", ago=ago(waited))
    if track.rating is not None and track.rating >= 4.5:
        return marked("{stars} stars, last in {year}", stars=f"{track.rating:g}", year=year_of(last))
    if one.begun >= 4 and one.finishes == one.begun == one.plays:
        return marked("finished {times} of {times}, {year}", times=one.begun, year=year_of(last))
    if waited < YEAR:
        return marked("{plays}, last {ago}", plays=plays_of(one.plays), ago=ago(waited))
    return marked("{plays}, last in {year}", plays=plays_of(one.plays), year=year_of(last))


# -- this time in other years --------------------------------------------------------------------------------

_BETWEEN = f"""
    SELECT track_id, started_at FROM plays JOIN tracks ON tracks.id = track_id
        WHERE started_at BETWEEN ?1 AND ?2 AND {IS_PLAY}
    UNION ALL SELECT track_id, started_at FROM imported_plays AS one
        WHERE started_at BETWEEN ?1 AND ?2 AND {TOLD_ONCE}
"""
_AT_THIS_HOUR = f"""
    SELECT track_id, count(*), max(started_at) FROM (
        SELECT track_id, started_at FROM plays WHERE ended = 'finished' AND started_at < ?1
        UNION ALL SELECT track_id, started_at FROM imported_plays AS one
            WHERE started_at < ?1 AND {TOLD_ONCE}
    ) WHERE abs((?2 - started_at + 43200) % 86400 - 43200) <= ?3 GROUP BY track_id HAVING count(*) >= ?4
"""


def this_time(collection: Collection, library: Library) -> tuple[Candidates, list[int]]:
    """Played a year, two or five years ago within two weeks of this day, plays at this hour counting double;
    after them what was played at this hour in earlier years. And the years that it is from, the latest first.

    The hour is compared by the sun's day: where clocks change for summer, it is an hour off.
    """
    c = collection
    found: dict[int, list[tuple[float, float]]] = {}
    for back in YEARS_AGO:
        middle = _years_before(c.now, back)
        rows = library.database.read().execute(_BETWEEN, (middle - SEASON, middle + SEASON))
        for id, at in rows:
            if (place := c.place_of.get(id)) is not None and c.waited[place] > RESTED:
                found.setdefault(place, []).append((at, _nearness(at, middle)))
    weights = {place: sum(near for _, near in plays) for place, plays in found.items()}
    # What was played then and turned down since comes last.
    weights = {place: weight * max(0.05, float(c.value[place])) for place, weight in weights.items()}
    habits = _habits(c, library, weights) if len(weights) < ENOUGH else {}
    least = min(weights.values(), default=1.0)
    strongest = max((count for count, _ in habits.values()), default=1)
    weights |= {place: 0.5 * least * count / strongest for place, (count, _) in habits.items()}

    def reasons(few: Sequence[int]) -> list[Text]:
        return [
            _back_then([at for at, _ in found[place]]) if place in found else _at_this_hour(habits[place][1])
            for place in few
        ]

    years = sorted({year_of(at) for plays in found.values() for at, _ in plays}, reverse=True)
    places = np.array(sorted(weights), np.int64)
    merits = np.array([weights[place] for place in places.tolist()], np.float64)
    return Candidates.of(places, merits, reasons), years


def _years_before(now: float, years: int) -> float:
    then = time.localtime(now)
    return time.mktime((then.tm_year - years, *then[1:8], -1))


def _nearness(at: float, middle: float) -> float:
    near = math.exp(-0.5 * (2 * (at - middle) / SEASON) ** 2)
    return near * (2.0 if abs((at - middle + 43_200) % DAY - 43_200) <= 1.5 * AN_HOUR else 1.0)


def _habits(
    collection: Collection, library: Library, without: dict[int, float]
) -> dict[int, tuple[int, float]]:
    """Place -> how often it was played at this hour before this year, and when last."""
    c = collection
    before = c.now - YEAR
    rows = library.database.read().execute(_AT_THIS_HOUR, (before, c.now, AN_HOUR, BY_HOUR))
    places = {c.place_of[id]: (count, last) for id, count, last in rows if id in c.place_of}
    return {
        place: habit
        for place, habit in places.items()
        if place not in without and c.waited[place] > ABSENT and c.value[place] > 0
    }


def _back_then(plays: Sequence[float]) -> Text:
    by_month: dict[tuple[int, int], int] = {}
    for at in plays:
        day = time.localtime(at)
        by_month[day.tm_year, day.tm_mon] = by_month.get((day.tm_year, day.tm_mon), 0) + 1
    (year, month), count = max(by_month.items(), key=lambda pair: (pair[1], pair[0]))
    return marked("{plays} in {month} {year}", plays=plays_of(count), month=months()[month - 1], year=year)


def _at_this_hour(last: float) -> Text:
    return marked("often at this hour, last in {year}", year=year_of(last))


def months() -> tuple[Text, ...]:
    return (
        *(marked("January"), marked("February"), marked("March"), marked("April"), marked("May")),
        *(marked("June"), marked("July"), marked("August"), marked("September"), marked("October")),
        *(marked("November"), marked("December")),
    )


# -- artists and albums --------------------------------------------------------------------------------------


def deep_cuts(collection: Collection) -> Candidates:
    """What was never heard, or once and long ago, of artists that one plays."""
    c = collection
    codes = c.artists
    count = int(codes.max(initial=-1)) + 1
    known = codes >= 0
    met = known & (c.plays > 0)
    plays = np.bincount(codes[known], c.plays[known], count)
    tracks = np.bincount(codes[met], minlength=count)
    value = np.bincount(codes[met], c.value[met], count) / np.maximum(1, tracks)
    played = (plays >= PLAYED_ARTIST) & (tracks >= OF_TRACKS) & (value > 0)
    once = (c.plays == 1) & (c.skips == 0) & (c.waited > YEAR)
    deep = (c.unheard | once) & known & _indexed(played, codes)
    places = np.flatnonzero(deep)
    of = codes[places]
    merits = (
        value[of] * np.log1p(plays[of]) * np.where(c.plays[places] > 0, 0.6, 1.0) * _near_taste(c, places)
    )

    def reasons(few: Sequence[int]) -> list[Text]:
        return [_deep(c, place, int(plays[codes[place]])) for place in few]

    return Candidates.of(places, merits, reasons)


def _deep(collection: Collection, place: int, plays: int) -> Text:
    artist, own = collection.tracks[place].artist, int(collection.plays[place])
    if own and np.isnan(collection.last[place]):  # another player counted it, and told of no time
        return marked("once; {plays} of {artist}", plays=plays_of(plays), artist=artist)
    if own:
        year = year_of(float(collection.last[place]))
        return marked("once in {year}; {plays} of {artist}", year=year, plays=plays_of(plays), artist=artist)
    return marked("never; {plays} of {artist}", plays=plays_of(plays), artist=artist)


def _indexed(flags: Bools, codes: Ints) -> Bools:
    """flags[codes], False for a negative code."""
    return np.append(flags, False)[codes]


def _near_taste(collection: Collection, places: Ints) -> Floats:
    """(k,) 1 for the nearest of the library to the listener's taste, ½ for the furthest or unknown."""
    if collection.distaste is None:
        return np.ones(len(places))
    return np.asarray(1 - 0.5 * np.nan_to_num(collection.distaste[places], nan=1.0))


_UNFINISHED = """
    SELECT album_id, count(*), sum(play_count > 0) FROM tracks
    WHERE album_id > '' AND presence = 'present' AND NOT cut GROUP BY album_id
    HAVING count(*) >= ?1 AND sum(play_count > 0) BETWEEN max(2, ?2 * count(*)) AND count(*) - 1
        AND max(ifnull(last_played, 0)) < ?3
    ORDER BY 1.0 * sum(play_count > 0) / count(*) DESC, max(last_played) DESC LIMIT ?4
"""
_ON_ALBUMS = """
    SELECT album_id, id FROM tracks WHERE album_id IN (SELECT value FROM json_each(?))
        AND presence = 'present' AND NOT cut
    ORDER BY album_id, disc_no, track_no, title_key, id
"""


class _Album(NamedTuple):
    tracks: int
    heard: int
    places: list[int]
    """In its order."""


def unfinished_albums(collection: Collection, library: Library) -> Candidates:
    """The first track not yet heard of each album that was begun and laid aside; a shuffle plays all of those
    that are left, in the album's order.
    """
    c = collection
    left: dict[int, list[int]] = {}
    reason: dict[int, Text] = {}
    merits: dict[int, float] = {}
    for album in _begun(c, library):
        waiting = [place for place in album.places if c.unheard[place]]
        liking = float(c.value[album.places].sum()) / album.heard
        if waiting and liking > 0:
            left[waiting[0]] = waiting
            merits[waiting[0]] = album.heard / album.tracks * (0.5 + liking)
            reason[waiting[0]] = _heard_of(c, waiting[0], album)
    return Candidates.of(
        np.array(list(left), np.int64),
        np.array(list(merits.values()), np.float64),
        lambda few: [reason[place] for place in few],
        left.__getitem__,
    )


def _begun(collection: Collection, library: Library) -> list[_Album]:
    Settler(library.database).settle()  # which tracks are one album
    c, read = collection, library.database.read()
    rows = read.execute(_UNFINISHED, (ALBUM, BEGUN, c.now - LAID_ASIDE, MOST_ALBUMS))
    albums = {id: _Album(tracks, heard, []) for id, tracks, heard in rows}
    for album, id in read.execute(_ON_ALBUMS, (json.dumps(list(albums)),)):
        if id in c.place_of:
            albums[album].places.append(c.place_of[id])
    return [album for album in albums.values() if album.places]


def _heard_of(collection: Collection, place: int, album: _Album) -> Text:
    title = collection.tracks[place].album
    return marked(
        "{heard} of {tracks} of “{album}” heard", heard=album.heard, tracks=album.tracks, album=title
    )
