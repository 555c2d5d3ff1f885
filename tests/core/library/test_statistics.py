"""What listening has come to: each play once, in local time, in the period asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.domain import Ended, Timestamp
from core.library.clocks import clock
from core.library.statistics import ALWAYS, Period, Statistics, statistics
from core.library.tracks import Library
from core.settings import Places
from tests.core.explore.listener import DAY, LENGTH, NOW, YEAR, Listener

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    assert library.database.read().execute("SELECT name FROM temp.sqlite_master").fetchall() == []
    library.close()


@pytest.fixture
def listener(library: Library) -> Listener:
    return Listener(library)


def told(library: Library, period: Period = ALWAYS, zone: object = UTC) -> Statistics:
    return statistics(library, period, zone=zone, now=NOW)  # type: ignore[arg-type]


def before(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> float:
    """How long before NOW that is, UTC."""
    return NOW - datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp()


def test_nothing_was_listened_to(library: Library) -> None:
    none = told(library)
    assert (none.plays, none.seconds, none.tracks, none.days, none.undated) == (0, 0.0, 0, 0, 0)
    assert (none.months, none.artists, none.top, none.longest, none.current) == ((), (), (), None, None)
    assert none.discovery == 0.0
    assert sum(none.hours) == 0
    assert len(none.hours) == 24


def test_plays_fall_into_hours_and_weekdays(library: Library, listener: Listener) -> None:
    (id,) = listener.tracks(1)
    listener.plays(id, before(2026, 11, 1, 23, 30), before(2026, 11, 1, 22, 10))  # a Sunday
    listener.plays(id, before(2026, 10, 28, 7, 59))  # a Wednesday
    found = told(library)
    assert {hour: plays for hour, plays in enumerate(found.hours) if plays} == {7: 1, 22: 1, 23: 1}
    assert found.weekdays == (0, 0, 1, 0, 0, 0, 2)
    assert found.week[6][23] == 1
    assert (found.plays, found.days, found.tracks, found.seconds) == (3, 2, 1, 3 * LENGTH)


def test_hours_are_those_of_the_place_in_summer_and_winter(library: Library, listener: Listener) -> None:
    (id,) = listener.tracks(1)
    listener.plays(id, before(2026, 7, 1, 20), before(2026, 1, 15, 20), before(2025, 12, 31, 23, 30))
    found = told(library, zone=BERLIN)
    assert {hour: plays for hour, plays in enumerate(found.hours) if plays} == {0: 1, 21: 1, 22: 1}
    assert [(month.year, month.month) for month in found.months if month.plays] == [(2026, 1), (2026, 7)]


def test_clocks_turn_at_the_second(library: Library) -> None:
    first, last = (datetime(2026, month, 1, tzinfo=UTC).timestamp() for month in (1, 12))
    turns = list(clock(first, last, BERLIN))
    spring = datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp()
    autumn = datetime(2026, 10, 25, 1, tzinfo=UTC).timestamp()
    assert [(until, ahead) for _, until, ahead in turns[:2]] == [(spring, 3600), (autumn, 7200)]
    assert [since for since, _, _ in turns[1:]] == [spring, autumn]
    assert turns[2][2] == 3600


def test_skips_are_no_plays_and_long_listens_are(library: Library, listener: Listener) -> None:
    (id,) = listener.tracks(1)
    listener.skips(id, DAY)
    listener.plays(id, 2 * DAY, heard=LENGTH / 2, ended=Ended.SKIPPED)
    listener.plays(id, 3 * DAY, heard=0.0, ended=Ended.ERROR)
    assert (told(library).plays, told(library).seconds) == (1, LENGTH / 2)


def test_plays_of_services_count_once(library: Library, listener: Listener) -> None:
    (id,) = listener.tracks(1)
    listener.plays(id, DAY)
    listener.played_elsewhere(id, 3 * DAY, 4 * DAY)
    with library.database.write() as db:  # another service that was told of the same play
        db.execute("INSERT INTO imported_plays VALUES (?, ?, 'twin')", (id, NOW - 3 * DAY + 50))
    found = told(library)
    assert (found.plays, found.seconds, found.undated) == (3, 3 * LENGTH, 0)
    assert found.top == ((id, 3),)


def test_plays_without_times_count_where_no_time_is_asked(library: Library, listener: Listener) -> None:
    id = listener.track("A", "Nina", genre="Jazz", year=1965)
    listener.plays(id, DAY)
    listener.counted_elsewhere(id, 9, last=5 * DAY)
    found = told(library)
    assert (found.plays, found.undated) == (1, 9)
    assert [(one.name, one.plays, one.seconds) for one in found.artists] == [("Nina", 10, 10 * LENGTH)]
    assert [(one.name, one.plays) for one in (*found.genres, *found.years)] == [("Jazz", 10), ("1965", 10)]
    lately = told(library, Period(Timestamp(NOW - YEAR)))
    assert (lately.artists[0].plays, lately.undated, lately.top) == (1, 0, ((id, 1),))


def test_artists_and_genres_are_ranked_and_spellings_joined(library: Library, listener: Listener) -> None:
    one = listener.track("A", "Nina Simone", genre="jazz")
    two = listener.track("B", "NINA SIMONE", genre="Jazz")
    other = listener.track("C", "Fela Kuti", genre="Afrobeat")
    listener.plays(one, *(n * DAY for n in range(1, 4)))
    listener.plays(two, DAY + 500)
    listener.plays(other, DAY + 1000, DAY + 2000)
    found = told(library)
    assert [(one.name, one.plays) for one in found.artists] == [("Nina Simone", 4), ("Fela Kuti", 2)]
    assert [(one.name, one.plays) for one in found.genres] == [("jazz", 4), ("Afrobeat", 2)]
    assert [id for id, _ in found.top] == [one, other, two]


def test_discovery_is_the_share_of_first_plays(library: Library, listener: Listener) -> None:
    known, new, elsewhere = listener.tracks(3)
    listener.plays(known, before(2026, 8, 1), before(2026, 10, 5), before(2026, 10, 6))
    listener.plays(new, before(2026, 10, 7))
    listener.played_elsewhere(elsewhere, before(2026, 7, 30))
    listener.plays(elsewhere, before(2026, 10, 8))
    found = told(library)
    assert [(m.month, m.plays, m.firsts) for m in found.months] == [
        (7, 1, 1),
        (8, 1, 1),
        (9, 0, 0),
        (10, 4, 1),
    ]
    assert found.discovery == pytest.approx(3 / 6)
    october = told(library, Period(Timestamp(NOW - before(2026, 10, 1))))
    assert october.discovery == pytest.approx(1 / 4)


def test_a_period_begins_with_its_first_second_and_ends_before_its_last(
    library: Library, listener: Listener
) -> None:
    (id,) = listener.tracks(1)
    listener.plays(id, 10.0, 20.0, 30.0)
    period = Period(Timestamp(NOW - 30.0), Timestamp(NOW - 10.0))
    assert told(library, period).plays == 2
    assert not period.is_all


def test_how_much_of_the_library_was_heard(library: Library, listener: Listener) -> None:
    whole = listener.tracks(2, "Band", album="Whole")
    part = listener.tracks(3, "Band", album="Part")
    listener.tracks(2, "Band", album="None")
    listener.track()
    for id in (*whole, part[0]):
        listener.plays(id, 400 * DAY)
    listener.counted_elsewhere(part[1], 3, last=4 * YEAR)
    owned = told(library).owned
    assert (owned.tracks, owned.heard_tracks) == (8, 4)
    assert (owned.albums, owned.heard_albums, owned.whole_albums) == (3, 2, 1)
    assert (owned.seconds, owned.heard_seconds) == (8 * LENGTH, 4 * LENGTH)
    assert told(library, Period(Timestamp(NOW - YEAR))).owned.heard_tracks == 0


def test_streaks_are_days_in_a_row(library: Library, listener: Listener) -> None:
    (id,) = listener.tracks(1)
    for day in (1, 2, 3, 4, 5):
        listener.plays(id, before(2026, 9, day))
    listener.plays(id, before(2026, 10, 31), before(2026, 11, 1), before(2026, 11, 1, 13))
    found = told(library)
    assert found.longest is not None
    assert (found.longest.first, found.longest.last, found.longest.days) == (
        date(2026, 9, 1),
        date(2026, 9, 5),
        5,
    )
    assert found.current is not None  # today is 2 November: it can still go on
    assert (found.current.first, found.current.days) == (date(2026, 10, 31), 2)
    later = statistics(library, zone=UTC, now=Timestamp(NOW + 2 * DAY))
    assert later.current is None
