"""`stats`: what listening has come to."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from core.commands.answers import Answer, all_tracks, open_library
from core.domain import Timestamp, Track
from core.library.statistics import ALWAYS, Period, Share, Statistics, statistics
from core.settings import Places

SHOWN = 10
BAR = 40
"""Characters of the longest bar."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", type=_day, metavar="DAY", help="only from this day on, as in 2026-01-31")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2026-01-31") from None


def stats(places: Places, since: date | None = None) -> Answer:
    """Of all time, or since the beginning of a day here."""
    with open_library(places) as library:
        found = statistics(library, _since(since))
        top = all_tracks(library, [id for id, _ in found.top[:SHOWN]])
    return Answer(_document(found, top), _lines(found, top))


def _since(day: date | None) -> Period:
    if day is None:
        return ALWAYS
    return Period(Timestamp(datetime(day.year, day.month, day.day).timestamp()))


def _document(found: Statistics, top: Sequence[Track]) -> dict[str, Any]:
    plays = dict(found.top)
    streaks = {"longest": found.longest, "current": found.current}
    return {
        **{name: getattr(found, name) for name in ("plays", "seconds", "tracks", "days", "undated")},
        "discovery": found.discovery,
        "period": asdict(found.period),
        "hours": found.hours,
        "weekdays": found.weekdays,
        "week": found.week,
        "months": [month._asdict() for month in found.months],
        **{name: [one._asdict() for one in getattr(found, name)] for name in ("artists", "genres", "years")},
        "top": [{"id": t.id, "artist": t.artist, "title": t.title, "plays": plays[t.id]} for t in top],
        "owned": found.owned._asdict(),
        "streaks": {
            name: None if one is None else {"first": str(one.first), "last": str(one.last), "days": one.days}
            for name, one in streaks.items()
        },
    }


def _lines(found: Statistics, top: Sequence[Track]) -> list[str]:
    owned, plays = found.owned, dict(found.top)
    lines = [
        f"{_many(found.plays, 'play')} of {_many(found.tracks, 'track')} on {_many(found.days, 'day')}, "
        f"{_hours(found.seconds)}",
        f"{_share(owned.heard_tracks, owned.tracks)} of the library heard: {owned.heard_tracks:,} of "
        f"{owned.tracks:,} tracks, {owned.heard_albums:,} of {owned.albums:,} albums "
        f"({owned.whole_albums:,} of them whole), {_hours(owned.heard_seconds)} of {_hours(owned.seconds)}",
        f"{100 * found.discovery:.0f} % of plays were the first of their track",
    ]
    if found.undated:
        lines.append(f"{found.undated:,} more plays that other players only counted, without their times")
    if found.longest is not None:
        lines.append(f"longest streak {_many(found.longest.days, 'day')}, until {found.longest.last}")
    for name, shares in (("Artists", found.artists), ("Genres", found.genres)):
        if shares:
            lines += ["", name, *_ranked(shares[:SHOWN])]
    if top:
        lines += ["", "Tracks", *(f"{plays[t.id]:>7,}  {t.artist or '?'} – {t.title}" for t in top)]
    if found.plays:
        lines += ["", "Hours", *_bars(found.hours)]
    return lines


def _ranked(shares: Sequence[Share]) -> list[str]:
    return [f"{one.plays:>7,}  {one.name}  ({_hours(one.seconds)})" for one in shares]


def _bars(hours: Sequence[int]) -> list[str]:
    most = max(hours)
    return [f"  {hour:02}  {'█' * round(BAR * plays / most)} {plays:,}" for hour, plays in enumerate(hours)]


def _many(count: int, one: str) -> str:
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:,.1f} h"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "0 %"
