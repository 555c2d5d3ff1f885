"""Smart playlists: a search, an order and a limit, looked up anew each time."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from core.domain import TrackId
from core.library import search
from core.library.tracks import Kind, Library

LISTED = "presence IN ('present', 'offline') AND NOT cut"
"""As the partial indexes say it."""


class Unit(StrEnum):
    """What a limit counts."""

    TRACKS = "tracks"
    MINUTES = "minutes"
    MEGABYTES = "megabytes"
    """Of 10^6 bytes."""


class By(StrEnum):
    """Which tracks come first when there is no room for all."""

    RANDOM = "random"
    """Drawn anew each day, and by `refreshed`."""
    MOST_PLAYED = "most played"
    LEAST_PLAYED = "least played"
    RECENTLY_PLAYED = "recently played"
    LEAST_RECENTLY_PLAYED = "least recently played"
    """Never played tracks first."""
    HIGHEST_RATED = "highest rated"
    LOWEST_RATED = "lowest rated"
    NEWEST = "newest"
    """In the library."""
    OLDEST = "oldest"
    SORT = "sort"
    """As the playlist is sorted."""


_BY = {
    By.RANDOM: "random",
    By.MOST_PLAYED: "play_count DESC, last_played DESC",
    By.LEAST_PLAYED: "play_count, last_played",
    By.RECENTLY_PLAYED: "last_played IS NULL, last_played DESC",
    By.LEAST_RECENTLY_PLAYED: "ifnull(last_played, 0), added_at",
    By.HIGHEST_RATED: "rating IS NULL, rating DESC, loved DESC, play_count DESC",
    By.LOWEST_RATED: "rating IS NULL, rating",
    By.NEWEST: "added_at DESC",
    By.OLDEST: "added_at",
}
_MEASURES = {Unit.TRACKS: "1", Unit.MINUTES: "duration / 60", Unit.MEGABYTES: "size / 1e6"}
_TOUCHED_BY_ORDER = {
    By.MOST_PLAYED: Kind.PLAYED,
    By.LEAST_PLAYED: Kind.PLAYED,
    By.RECENTLY_PLAYED: Kind.PLAYED,
    By.LEAST_RECENTLY_PLAYED: Kind.PLAYED,
    By.HIGHEST_RATED: Kind.RATED,
    By.LOWEST_RATED: Kind.RATED,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """At most this much; of all that matches, those that come first by `by`."""

    amount: float
    unit: Unit = Unit.TRACKS
    by: By = By.SORT


@dataclass(frozen=True, slots=True)
class Smart:
    """What a smart playlist asks for.

    query: in the language of `search`. sort: (column of `search.SORTS`, descending) pairs; without any, in
    the order of the limit, or else the library's usual one. draw: counts the times it was refreshed by hand.
    """

    query: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    limit: Limit | None = None
    draw: int = 0

    def to_json(self) -> str:
        document: dict[str, Any] = {"query": self.query, "sort": self.sort, "draw": self.draw}
        if self.limit is not None:
            document["limit"] = {
                "amount": self.limit.amount,
                "unit": self.limit.unit.value,
                "by": self.limit.by.value,
            }
        return json.dumps(document, ensure_ascii=False)

    @staticmethod
    @lru_cache(maxsize=256)
    def from_json(text: str) -> Smart:
        """What it cannot use (a newer version's, say), it leaves out."""
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            document = {}
        if not isinstance(document, dict):
            document = {}
        return Smart(
            str(document.get("query", "")),
            _sort_of(document.get("sort")),
            _limit_of(document.get("limit")),
            draw if isinstance(draw := document.get("draw"), int) else 0,
        )


def _sort_of(said: Any) -> tuple[tuple[str, bool], ...]:
    if not isinstance(said, list):
        return ()
    pairs = [pair for pair in said if isinstance(pair, list) and len(pair) == 2]
    return tuple(
        (name, bool(descending))
        for name, descending in pairs
        if isinstance(name, str) and name in search.SORTS
    )


def _limit_of(said: Any) -> Limit | None:
    if not isinstance(said, dict):
        return None
    try:
        limit = Limit(float(said["amount"]), Unit(said["unit"]), By(said["by"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return limit if 0 <= limit.amount < 1e12 else None


def find(library: Library, smart: Smart, seed: int = 0, today: date | None = None) -> list[TrackId]:
    """The listed tracks that `smart` asks for, in its order.

    seed: tells one random playlist from another; today: the day whose draw is wanted, by default this one.
    """
    wanted = search.parse(smart.query)
    drawn = zlib.crc32(f"{seed} {smart.draw} {today or date.today()}".encode())
    shown = search.order_by(smart.sort, seed=drawn)
    limit = smart.limit
    if limit is None:
        rows = library.database.read().execute(
            f"SELECT id FROM tracks WHERE {LISTED} AND {wanted.sql} ORDER BY {shown}", wanted.values
        )
        return [TrackId(row[0]) for row in rows]
    first = shown if limit.by is By.SORT else _order(limit.by, drawn)
    rows = library.database.read().execute(
        f"""SELECT id, {_MEASURES[limit.unit]} FROM tracks WHERE {LISTED} AND {wanted.sql}
            ORDER BY {first}{f" LIMIT {max(0, int(limit.amount))}" if limit.unit is Unit.TRACKS else ""}""",
        wanted.values,
    )
    ids = _that_fit(((row[0], row[1]) for row in rows), limit.amount)
    return _sorted(library, ids, shown) if smart.sort and limit.by is not By.SORT else ids


def _order(by: By, seed: int) -> str:
    return search.order_by([("random", False)], seed=seed) if by is By.RANDOM else f"{_BY[by]}, id"


def _that_fit(rows: Iterable[tuple[int, float]], amount: float) -> list[TrackId]:
    """In their order as many as there is room for; one that is too long leaves its room to the next."""
    ids: list[TrackId] = []
    for id, measure in rows:
        if measure <= amount:
            amount -= measure
            ids.append(TrackId(id))
    return ids


def _sorted(library: Library, ids: Sequence[TrackId], order: str) -> list[TrackId]:
    rows = library.database.read().execute(
        f"SELECT id FROM tracks WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {order}",
        (json.dumps(list(ids)),),
    )
    return [TrackId(row[0]) for row in rows]


@lru_cache(maxsize=256)
def touched_by(smart: Smart) -> frozenset[Kind]:
    """Which changes of tracks may change what `smart` finds."""
    kinds = {Kind.ADDED, Kind.REMOVED, Kind.CHANGED}
    sorts = {search.SORT_KINDS[name] for name, _ in smart.sort if name in search.SORT_KINDS}
    kinds |= {Kind(name) for name in search.kinds(smart.query) | sorts}
    if smart.limit is not None and smart.limit.by in _TOUCHED_BY_ORDER:
        kinds.add(_TOUCHED_BY_ORDER[smart.limit.by])
    return frozenset(kinds)


SUGGESTED: dict[str, Smart] = {
    "Recently added": Smart("added:30d", (("added", True),)),
    "Most played": Smart("plays:>0", (("plays", True),), Limit(100, Unit.TRACKS, By.MOST_PLAYED)),
    "Never played": Smart("plays:0"),
    "Loved": Smart("is:loved"),
    "Top rated": Smart("rating:>=4", (("rating", True),)),
    "Not played in a year": Smart("played:>1y", (("last_played", False),)),
}
"""What a new user may like to have, by name (English: the app has the words)."""
