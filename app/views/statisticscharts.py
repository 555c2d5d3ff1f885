"""The charts of one's listening: what stands in each column, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QLocale

from app import words
from app.words import tr
from core.library.statistics import Month, Share, Statistics

SHORT, LONG = QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat
MONTHS_APART = (1, 2, 3, 6, 12, 24, 60)
MOST_TICKS = 8
FIRST_YEAR = 1900
"""Before it, a year of release is a slip."""


class Columns(NamedTuple):
    """Of a chart. names: of the columns, for a table; ticks: (column, words below it)."""

    names: Sequence[str]
    values: Sequence[int]
    said: Sequence[str]
    ticks: Sequence[tuple[int, str]]


def hours(told: Statistics) -> Columns:
    names = [f"{hour}:00" for hour in range(24)]
    said = [f"{hour}:00 – {(hour + 1) % 24}:00 · {plays(count)}" for hour, count in enumerate(told.hours)]
    return Columns(names, told.hours, said, [(hour, names[hour]) for hour in range(0, 24, 6)])


def weekdays(told: Statistics) -> Columns:
    locale = words.locale()
    names = [locale.standaloneDayName(day, LONG) for day in range(1, 8)]
    said = [f"{name} · {plays(count)}" for name, count in zip(names, told.weekdays, strict=True)]
    ticks = [(day - 1, locale.standaloneDayName(day, SHORT)) for day in range(1, 8)]
    return Columns(names, told.weekdays, said, ticks)


def months(told: Statistics) -> Columns:
    names = [name_of(month) for month in told.months]
    said = [
        f"{name} · {plays(month.plays)} · {words.span(month.seconds)}"
        if month.plays
        else f"{name} · {plays(0)}"
        for name, month in zip(names, told.months, strict=True)
    ]
    return Columns(names, [month.plays for month in told.months], said, _month_ticks(told.months))


def discoveries(told: Statistics) -> Columns:
    names = [name_of(month) for month in told.months]
    said = [
        f"{name} · {tr('%Ln new track(s)', count=month.firsts)}"
        for name, month in zip(names, told.months, strict=True)
    ]
    return Columns(names, [month.firsts for month in told.months], said, _month_ticks(told.months))


def years(told: Statistics) -> Columns:
    """Of release, without a gap."""
    counts = {int(share.name): share.plays for share in told.years if int(share.name) >= FIRST_YEAR}
    if not counts:
        return Columns((), (), (), ())
    span = range(min(counts), max(counts) + 1)
    values = [counts.get(year, 0) for year in span]
    said = [f"{year} · {plays(count)}" for year, count in zip(span, values, strict=True)]
    step = next((step for step in (1, 2, 5, 10, 20, 50) if len(span) / step <= MOST_TICKS), 50)
    ticks = [(at, str(year)) for at, year in enumerate(span) if year % step == 0]
    return Columns([str(year) for year in span], values, said, ticks)


def name_of(month: Month) -> str:
    """ "November 2025"."""
    return f"{words.locale().standaloneMonthName(month.month, LONG)} {month.year}"


def plays(count: int) -> str:
    return tr("%Ln play(s)", count=count)


def shares(told: Sequence[Share], most: int) -> Sequence[Share]:
    """The first of them; nameless ones left out."""
    return [share for share in told if share.name][:most]


def _month_ticks(months: Sequence[Month]) -> list[tuple[int, str]]:
    """Months while they are few; else years, at their Januaries."""
    step = next((step for step in MONTHS_APART if len(months) / step <= MOST_TICKS), MONTHS_APART[-1])
    locale = words.locale()
    if step >= 12:
        of_years = step // 12
        return [(at, str(m.year)) for at, m in enumerate(months) if m.month == 1 and m.year % of_years == 0]
    return [
        (at, str(m.year) if m.month == 1 else locale.standaloneMonthName(m.month, SHORT))
        for at, m in enumerate(months)
        if (m.month - 1) % step == 0
    ]
