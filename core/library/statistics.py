"""What listening has come to: by hour, month, artist, genre and year; what is new; how much was heard.

Of plays counted here and those that other programs told of, each once, in the listener's own time zone.
"""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from core.database import explained
from core.domain import Seconds, Timestamp, TrackId
from core.library.clocks import DAY, FOREVER, ahead_at, ahead_sql, clock
from core.library.history import LONG_LISTEN
from core.library.imports import TOLD_ONCE
from core.library.settling import LISTED, Settler
from core.library.tally import folded, split
from core.library.tracks import Library

IS_PLAY = f"""(ended = 'finished' OR ended <> 'error' AND
    (heard >= {LONG_LISTEN} OR duration > 0 AND 2 * heard >= duration))"""
"""`history.is_play` in SQL, of plays joined with their tracks."""
MOST = 50
"""Names and tracks of a list."""
_THURSDAY = 3
"""The epoch's first day, counted from Monday."""


@dataclass(frozen=True, slots=True)
class Period:
    """Plays from `since` until before `until`; None for without a bound."""

    since: Timestamp | None = None
    until: Timestamp | None = None

    @property
    def is_all(self) -> bool:
        return self.since is None and self.until is None


ALWAYS = Period()


class Month(NamedTuple):
    year: int
    month: int
    plays: int
    seconds: Seconds
    firsts: int
    """Plays that were the first ever of their track."""


class Share(NamedTuple):
    """An artist or a genre, or a year of release as `name`."""

    name: str
    plays: int
    seconds: Seconds


class Streak(NamedTuple):
    """Days in a row with at least one play, by the calendar of the place."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class Owned(NamedTuple):
    """How much of what is listed was played in the period; `whole_albums`: every track of them."""

    tracks: int
    heard_tracks: int
    albums: int
    heard_albums: int
    whole_albums: int
    seconds: Seconds
    heard_seconds: Seconds


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was listened to in a period. Without a period, artists, genres, years, the most played and what is
    owned also count plays of which other players told only the number: `undated` of them. All else is of
    plays whose time is known: `plays`, for `seconds`, of `tracks` different ones, on `days`.

    week: [weekday, Monday first][hour] plays. months: without a gap, the earliest first. artists, genres: the
    most played first; years: of release, rising. top: the most played tracks.
    """

    period: Period
    plays: int
    seconds: Seconds
    tracks: int
    days: int
    undated: int
    week: tuple[tuple[int, ...], ...]
    months: tuple[Month, ...]
    artists: tuple[Share, ...]
    genres: tuple[Share, ...]
    years: tuple[Share, ...]
    top: tuple[tuple[TrackId, int], ...]
    owned: Owned
    longest: Streak | None
    current: Streak | None
    """That goes on today, or can still."""

    @property
    def hours(self) -> tuple[int, ...]:
        """Plays in each hour of the day."""
        return tuple(map(sum, zip(*self.week, strict=True)))

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Plays on each day of the week, Monday first."""
        return tuple(map(sum, self.week))

    @property
    def discovery(self) -> float:
        """The share of plays that were the first of their track; 0 without plays."""
        return sum(month.firsts for month in self.months) / self.plays if self.plays else 0.0


def statistics(
    library: Library,
    period: Period = ALWAYS,
    *,
    zone: tzinfo | None = None,
    now: Timestamp | None = None,
    most: int = MOST,
) -> Statistics:
    """zone: the system's where None. now: for the streak that goes on. Any thread; about a second for 300,000
    plays. Raises UserError when the library cannot be read.
    """
    Settler(library.database).settle()
    at = time.time() if now is None else now
    today = int(at + ahead_at(at, zone)) // DAY
    with explained(library.database.path), _gathered(library.database.read(), period, zone) as db:
        return _made(db, period, today, most)


def _made(db: sqlite3.Connection, period: Period, today: int, most: int) -> Statistics:
    """db: with `temp.listens` and `temp.met`."""
    hours: list[_Hour] = [_Hour(*row) for row in db.execute(_BY_HOUR, _bounds(period))]
    firsts = dict(db.execute(_FIRSTS, _bounds(period)).fetchall())
    played = [_Played(*row) for row in db.execute(_PLAYED, {"all": period.is_all})]
    days = sorted({hour.number // 24 for hour in hours})
    longest, current = _streaks(days, today)
    top = sorted(played, key=lambda row: (-row.plays, -row.seconds, row.id))[:most]
    return Statistics(
        period,
        plays=sum(hour.plays for hour in hours),
        seconds=Seconds(sum(hour.seconds for hour in hours)),
        tracks=sum(row.dated > 0 for row in played),
        days=len(days),
        undated=sum(row.plays - row.dated for row in played),
        week=_week(hours),
        months=_months(hours, firsts),
        artists=_shares(played, lambda row: split(row.artists, row.artist), most),
        genres=_shares(played, lambda row: split(row.genres, row.genre), most),
        years=_years(played),
        top=tuple((TrackId(row.id), row.plays) for row in top),
        owned=_owned(db, period),
        longest=longest,
        current=current,
    )


# -- gathering -----------------------------------------------------------------------------------------------

_TABLES = (
    # Rows of tracks are long: what is asked of them often is taken out of them once.
    """CREATE TEMP TABLE brief (
        track_id INTEGER PRIMARY KEY, duration REAL, play_count INTEGER, album_id TEXT, listed INTEGER)""",
    f"INSERT INTO temp.brief SELECT id, duration, play_count, album_id, {LISTED} FROM tracks",
    "CREATE TEMP TABLE listens (track_id INTEGER, local INTEGER, at REAL, seconds REAL)",
    """CREATE TEMP TABLE met (
        track_id INTEGER PRIMARY KEY, first REAL, first_local INTEGER, dated INTEGER, seconds REAL)""",
)
_GATHER = f"""
    INSERT INTO temp.listens
    SELECT track_id, CAST(started_at AS INTEGER) + {{ahead}}, started_at, heard
        FROM plays JOIN temp.brief USING (track_id) WHERE {IS_PLAY}
    UNION ALL
    SELECT track_id, CAST(started_at AS INTEGER) + {{ahead}}, started_at, duration
        FROM imported_plays AS one JOIN temp.brief USING (track_id) WHERE {TOLD_ONCE}
"""
_WITHIN = "at >= :since AND at < :until"
# Of bare columns beside min(), SQLite takes those of the lowest row.
_MEET = f"""
    INSERT INTO temp.met
    SELECT track_id, min(at), local, count(*) FILTER (WHERE {_WITHIN}),
        total(seconds) FILTER (WHERE {_WITHIN})
    FROM temp.listens GROUP BY track_id
"""


def _bounds(period: Period) -> dict[str, float]:
    since = -FOREVER if period.since is None else period.since
    return {"since": since, "until": FOREVER if period.until is None else period.until}


@contextmanager
def _gathered(db: sqlite3.Connection, period: Period, zone: tzinfo | None) -> Iterator[sqlite3.Connection]:
    """With tables of this connection's own: `listens`, all plays in local time, and `met`: of each track that
    was played, the first of them, and how often and long it was in the period."""
    first, last = db.execute(
        """SELECT min(ifnull((SELECT min(started_at) FROM plays), 9e12),
                ifnull((SELECT min(started_at) FROM imported_plays), 9e12)),
            max(ifnull((SELECT max(started_at) FROM plays), 0),
                ifnull((SELECT max(started_at) FROM imported_plays), 0))"""
    ).fetchone()
    try:
        for statement in _TABLES:
            db.execute(statement)
        db.execute(_GATHER.format(ahead=ahead_sql("started_at", list(clock(first, last, zone)))))
        db.execute(_MEET, _bounds(period))
        yield db
    finally:
        for name in ("brief", "listens", "met"):
            db.execute(f"DROP TABLE IF EXISTS temp.{name}")


# -- counting ------------------------------------------------------------------------------------------------

_BY_HOUR = f"""
    SELECT local / 3600 AS hour, count(*), total(seconds) FROM temp.listens WHERE {_WITHIN} GROUP BY hour
"""
_FIRSTS = f"""
    SELECT first_local / {DAY} AS day, count(*) FROM temp.met
    WHERE first >= :since AND first < :until GROUP BY day
"""
_PLAYED = """
    SELECT id, artists, artist, genres, genre, year, known, every, seconds + (every - known) * duration
    FROM (
        SELECT id, artists, artist, genres, genre, year, duration, ifnull(dated, 0) AS known,
            ifnull(seconds, 0) AS seconds, max(ifnull(dated, 0), :all * play_count) AS every
        FROM tracks LEFT JOIN temp.met ON track_id = id WHERE NOT cut)
    WHERE every > 0
"""


class _Hour(NamedTuple):
    number: int
    """Since the epoch, in local time."""
    plays: int
    seconds: float


class _Played(NamedTuple):
    id: int
    artists: str
    """JSON, and joined for show: as in `tracks`."""
    artist: str
    genres: str
    genre: str
    year: int | None
    dated: int
    plays: int
    seconds: float


def _week(hours: Iterable[_Hour]) -> tuple[tuple[int, ...], ...]:
    week = [[0] * 24 for _ in range(7)]
    for hour in hours:
        week[(hour.number // 24 + _THURSDAY) % 7][hour.number % 24] += hour.plays
    return tuple(map(tuple, week))


def _months(hours: Iterable[_Hour], firsts: Mapping[int, int]) -> tuple[Month, ...]:
    """firsts: day -> how many tracks were first played on it."""
    plays: defaultdict[tuple[int, int], int] = defaultdict(int)
    seconds: defaultdict[tuple[int, int], float] = defaultdict(float)
    new: defaultdict[tuple[int, int], int] = defaultdict(int)
    for hour in hours:
        month = _month(hour.number // 24)
        plays[month] += hour.plays
        seconds[month] += hour.seconds
    for day, count in firsts.items():
        new[_month(day)] += count
    found: list[Month] = []
    for number in range(_number(min(plays)), _number(max(plays)) + 1) if plays else ():
        month = number // 12, number % 12 + 1
        found.append(Month(*month, plays[month], Seconds(seconds[month]), new[month]))
    return tuple(found)


def _number(month: tuple[int, int]) -> int:
    return 12 * month[0] + month[1] - 1


@lru_cache(maxsize=1 << 14)
def _month(day: int) -> tuple[int, int]:
    on = _date(day)
    return on.year, on.month


def _shares(
    played: Iterable[_Played], names: Callable[[_Played], Iterable[str]], most: int
) -> tuple[Share, ...]:
    """Spellings that differ in case alone are one; a track by two counts for both."""
    spelt: dict[str, dict[str, int]] = {}
    seconds: defaultdict[str, float] = defaultdict(float)
    for row in played:
        for name in names(row):
            one = folded(name)
            forms = spelt.setdefault(one, {})
            forms[name] = forms.get(name, 0) + row.plays
            seconds[one] += row.seconds
    plays = {one: sum(forms.values()) for one, forms in spelt.items()}
    first = sorted(plays, key=lambda one: (-plays[one], -seconds[one], one))[:most]
    return tuple(
        Share(max(spelt[one], key=lambda name: (spelt[one][name], name)), plays[one], Seconds(seconds[one]))
        for one in first
    )


def _years(played: Iterable[_Played]) -> tuple[Share, ...]:
    plays: defaultdict[int, int] = defaultdict(int)
    seconds: defaultdict[int, float] = defaultdict(float)
    for row in played:
        if row.year is not None:
            plays[row.year] += row.plays
            seconds[row.year] += row.seconds
    return tuple(Share(str(year), plays[year], Seconds(seconds[year])) for year in sorted(plays))


def _owned(db: sqlite3.Connection, period: Period) -> Owned:
    heard = "(ifnull(dated, 0) > 0" + (" OR play_count > 0)" if period.is_all else ")")
    rows = db.execute(
        f"""SELECT album_id <> '', count(*), sum({heard}), total(duration), total(duration * {heard})
            FROM temp.brief LEFT JOIN temp.met USING (track_id) WHERE listed GROUP BY album_id"""
    ).fetchall()
    albums = [(tracks, met) for on_album, tracks, met, _, _ in rows if on_album]
    return Owned(
        tracks=sum(row[1] for row in rows),
        heard_tracks=sum(row[2] for row in rows),
        albums=len(albums),
        heard_albums=sum(met > 0 for _, met in albums),
        whole_albums=sum(met == tracks for tracks, met in albums),
        seconds=Seconds(sum(row[3] for row in rows)),
        heard_seconds=Seconds(sum(row[4] for row in rows)),
    )


def _streaks(days: Sequence[int], today: int) -> tuple[Streak | None, Streak | None]:
    """days: rising. The longest (of equals the latest), and the one that reaches today or yesterday."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and runs[-1][1] == day - 1:
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    if not runs:
        return None, None
    longest = max(runs, key=lambda run: (run[1] - run[0], run[1]))
    current = Streak(*map(_date, runs[-1])) if today - 1 <= runs[-1][1] <= today else None
    return Streak(*map(_date, longest)), current


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)
