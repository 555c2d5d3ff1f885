"""What stands behind a field's colon, as a stretch of numbers: years, times, lengths, dates and ages."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

INFINITE = math.inf
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
_RANGE = re.compile(r"(.*?)\.\.(.*)")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)")
_RATE = re.compile(r"(\d+(?:[.,]\d+)?)\s*k?(?:hz|bps|bit/s)?", re.IGNORECASE)
_DECADE = re.compile(r"(\d\d(?:\d0)?)'?s?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,6}):)?(\d{1,6}):([0-5]?\d)")
_LENGTH = re.compile(
    r"(?:(\d+(?:[.,]\d+)?)h)?(?:(\d+(?:[.,]\d+)?)m(?:in)?)?(?:(\d+(?:[.,]\d+)?)s?)?", re.IGNORECASE
)
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_AGE = re.compile(r"(\d+(?:[.,]\d+)?)(h|d|w|mo?|y)", re.IGNORECASE)
_AGE_UNITS = {"h": HOUR, "d": DAY, "w": 7 * DAY, "m": 30.44 * DAY, "mo": 30.44 * DAY, "y": 365.25 * DAY}


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` on, and below `high`."""

    low: float = -INFINITE
    high: float = INFINITE


Reading = Callable[[str], Span | None]
"""What one value means: "1998" all of that year, "4:10" the second that is shown so. None: nothing."""


def span(sign: str, value: str, read: Reading) -> Span | None:
    """The numbers that `sign` and `value` ask for ("!=" is for the caller). None: not understood."""
    if not sign and (found := _RANGE.fullmatch(value)):
        return _between(found[1], found[2], read)
    said = read(value)
    if said is None:
        return None
    match sign:
        case "<":
            return Span(high=said.low)
        case "<=":
            return Span(high=said.high)
        case ">":
            return Span(low=said.high)
        case ">=":
            return Span(low=said.low)
    return said


def _between(first: str, last: str, read: Reading) -> Span | None:
    low, high = read(first) if first else Span(), read(last) if last else Span()
    if low is None or high is None or not (first or last):
        return None
    return Span(low.low, high.high)


def _point(number: float) -> Span:
    return Span(number, math.nextafter(number, INFINITE))


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def exact(text: str) -> Span | None:
    return _point(_float(text)) if _NUMBER.fullmatch(text) else None


def rounded(text: str) -> Span | None:
    """A whole number stands for all that is shown as it: 120 is 119.5 to 120.5."""
    if not _NUMBER.fullmatch(text):
        return None
    number = _float(text)
    return _point(number) if re.search(r"[.,]", text) else Span(number - 0.5, number + 0.5)


def kilobits(text: str) -> Span | None:
    """ "320", "320k" or "320kbps", in bits per second."""
    found = _RATE.fullmatch(text)
    return Span((_float(found[1]) - 0.5) * 1000, (_float(found[1]) + 0.5) * 1000) if found else None


def hertz(text: str) -> Span | None:
    """ "44.1", "44.1k" or "44100"."""
    found = _RATE.fullmatch(text)
    if not found:
        return None
    rate = _float(found[1])
    return _point(round(rate * 1000) if rate < 1000 else rate)


def year(text: str) -> Span | None:
    """ "1998", and "1990s" for ten of them."""
    if text.isdecimal():
        return _point(float(text))
    return decade(text) if text[-1:] in "sS" else None


def decade(text: str) -> Span | None:
    """ "1990s", "1990", "90s" and "90"; two digits are the last century's from 30 on."""
    found = _DECADE.fullmatch(text)
    if not found:
        return None
    first = int(found[1])
    if len(found[1]) == 2:
        first += 1900 if first >= 30 else 2000
    return Span(first // 10 * 10, first // 10 * 10 + 10)


def length(text: str) -> Span | None:
    """ "4:10", "250", "1h", "10m", "1h30m"; to the second, or to the minute or hour that was said."""
    if clock := _CLOCK.fullmatch(text):
        seconds = int(clock[1] or 0) * HOUR + int(clock[2]) * MINUTE + int(clock[3])
        return Span(seconds - 0.5, seconds + 0.5)
    found = _LENGTH.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (_float(part) if part else 0.0 for part in found.groups())
    total = hours * HOUR + minutes * MINUTE + seconds
    if found[3]:
        return Span(total - 0.5, total + 0.5)
    return Span(total, total + (MINUTE if found[2] else HOUR))


def moment(text: str, now: float) -> Span | None:
    """A year, month or day of the calendar here ("2024", "2024-03", "2024-03-05", "today", "yesterday").

    In seconds since the epoch.
    """
    today = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        match text.lower():
            case "today":
                return _calendar(today, today + timedelta(days=1))
            case "yesterday":
                return _calendar(today - timedelta(days=1), today)
        found = _DATE.fullmatch(text)
        if found is None:
            return None
        first = datetime(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        if found[3]:
            return _calendar(first, first + timedelta(days=1))
        months = 1 if found[2] else 12 - first.month + 1
        index = first.month - 1 + months
        return _calendar(first, first.replace(year=first.year + index // 12, month=index % 12 + 1))
    except (ValueError, OverflowError, OSError):  # no such day, or none that the system knows
        return None


def _calendar(first: datetime, after: datetime) -> Span:
    return Span(first.timestamp(), after.timestamp())


def age(sign: str, text: str, now: float) -> Span | None:
    """Times that are as old as said: "30d" and "<30d" the last 30 days, ">1y" before that, "1w..4w" between.

    Units: h, d, w, m (months) and y. In seconds since the epoch.
    """
    if not sign and (found := _RANGE.fullmatch(text)):
        youngest, oldest = (_age(part) if part else None for part in found.groups())
        wrong = (bool(found[1]) and youngest is None) or (bool(found[2]) and oldest is None)
        if wrong or not text.strip("."):
            return None
        low = -INFINITE if oldest is None else now - oldest
        return Span(low, INFINITE if youngest is None else now - youngest)
    seconds = _age(text)
    if seconds is None:
        return None
    return Span(high=now - seconds) if sign in (">", ">=") else Span(low=now - seconds)


def _age(text: str) -> float | None:
    found = _AGE.fullmatch(text)
    return _float(found[1]) * _AGE_UNITS[found[2].lower()] if found else None
