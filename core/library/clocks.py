"""How far the clocks of a place were ahead of UTC, and since when: they go forward and back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

DAY = 86_400
FOREVER = 9e12
"""A time that never comes."""


def clock(first: float, last: float, zone: tzinfo | None) -> Iterator[tuple[float, float, int]]:
    """(since, until, seconds ahead of UTC), by turns, for times from `first` to `last`.

    zone: the system's where None.
    """
    since, at = -FOREVER, first
    while at < last:
        ahead, later = ahead_at(at, zone), min(last, at + 10 * DAY)
        if ahead_at(later, zone) != ahead:
            turn = _turn(at, later, zone)
            yield since, turn, ahead
            since = turn
        at = later
    if first <= last:
        yield since, FOREVER, ahead_at(last, zone)


def ahead_sql(column: str, turns: Sequence[tuple[float, float, int]]) -> str:
    """An SQL expression for the seconds ahead of UTC at the time in `column`, from what `clock` gives.

    Halved again and again: of the turns of twenty years, six are compared.
    """
    if len(turns) < 2:
        return str(turns[0][2]) if turns else "0"
    half = len(turns) // 2
    earlier, later = ahead_sql(column, turns[:half]), ahead_sql(column, turns[half:])
    return f"CASE WHEN {column} < {turns[half][0]!r} THEN {earlier} ELSE {later} END"


def _turn(low: float, high: float, zone: tzinfo | None) -> float:
    """The second at which clocks are changed in between."""
    before = ahead_at(low, zone)
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (middle, high) if ahead_at(middle, zone) == before else (low, middle)
    return float(round(high))


def ahead_at(at: float, zone: tzinfo | None) -> int:
    if zone is None:
        return time.localtime(at).tm_gmtoff
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
