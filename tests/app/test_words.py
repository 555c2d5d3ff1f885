"""Times and counts as the listener reads them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app import words

NOON = datetime(2026, 6, 15, 12, 0)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0:00"), (9.4, "0:09"), (59.6, "1:00"), (169, "2:49"), (3723, "1:02:03"), (-3, "0:00")],
)
def test_positions_read_as_on_a_clock(seconds: float, said: str) -> None:
    assert words.clock(seconds) == said


def test_an_unknown_length_says_nothing() -> None:
    assert words.length(0) == ""
    assert words.length(169) == "2:49"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(20, "1 minute"), (600, "10 minutes"), (5 * 3600, "5 hours"), (38 * 86400, "38 days")],
)
def test_a_whole_library_is_told_in_one_unit(seconds: float, said: str) -> None:
    assert words.span(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(20, "a moment"), (24 * 60, "24 min"), (84 * 60, "1 h 24"), (3660, "1 h 01")]
)
def test_elapsed_time_is_short(seconds: float, said: str) -> None:
    assert words.elapsed(seconds) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"), (1, "yesterday"), (3, "3 days ago"), (7, "last week"), (15, "2 weeks ago"),
        (40, "last month"), (150, "5 months ago"), (400, "last year"), (900, "2 years ago"),
    ],
)  # fmt: skip
def test_long_ago_is_told_in_calendar_words(days: int, said: str) -> None:
    assert words.ago((NOON - timedelta(days=days)).timestamp(), NOON.timestamp()) == said


def test_last_night_was_yesterday_and_never_is_never() -> None:
    morning = NOON.replace(hour=1)
    assert words.ago((morning - timedelta(hours=2)).timestamp(), morning.timestamp()) == "yesterday"
    assert words.ago(None) == "never"


def test_a_clock_set_back_does_not_see_the_future() -> None:
    assert words.ago((NOON + timedelta(days=3)).timestamp(), NOON.timestamp()) == "today"


def test_large_numbers_are_grouped() -> None:
    assert words.number(12480) == "12,480"


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("a.mp3 cannot be opened: Is a directory", "a.mp3 cannot be opened: Is a directory"),
        ("{odd} {words", "{odd} {words"),
        ("", ""),
    ],
)
def test_a_reason_from_a_database_is_said_as_it_is_where_nothing_is_translated(kept: str, said: str) -> None:
    assert words.reason(kept) == said
