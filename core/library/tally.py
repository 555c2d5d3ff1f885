"""Counts of names: how many tracks and albums there are of an artist, a composer, a genre."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from core.library.albums import AlbumId
from core.library.names import sort_key

PICTURES = 4
"""Albums whose covers stand for an artist, a genre or a decade."""


LAST = "\uffff"
"""The key of what has no name: it comes after all others."""


@dataclass(slots=True)
class Name:
    """An artist, composer or genre, and how much there is of it."""

    name: str
    """As most tracks spell it; spellings that differ in case alone are one."""
    key: str
    """To sort by."""
    tracks: int = 0
    albums: int = 0
    seen: tuple[AlbumId, ...] = ()
    """Up to PICTURES albums whose covers stand for it, the most played first."""


class Tally:
    """Counts names, spellings of one name together."""

    def __init__(self) -> None:
        self._spelt: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._keys: dict[str, str] = {}
        self._albums: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, names: Iterable[str], key: str, album: str, tracks: int) -> None:
        for name in names:
            one = folded(name)
            spelt = self._spelt[one]
            spelt[name] = spelt.get(name, 0) + tracks
            if key:
                self._keys.setdefault(one, key)
            if album:
                self._albums[one].add(album)

    def names(self, plays: dict[str, int]) -> list[Name]:
        found = []
        for one, spelt in self._spelt.items():
            name = max(spelt, key=lambda each: (spelt[each], each))
            albums = self._albums[one]
            seen = sorted(albums, key=lambda id: (-plays.get(id, 0), id))[:PICTURES]
            key = self._keys.get(one) or sort_key(name) or LAST
            found.append(Name(name, key, sum(spelt.values()), len(albums), tuple(map(AlbumId, seen))))
        found.sort(key=lambda each: (each.key, each.name))
        return found


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """As SQLite's NOCASE: ASCII alone."""
    return name.encode("utf-8", "surrogateescape").lower().decode("utf-8", "surrogateescape")


@lru_cache(maxsize=8192)
def split(listed: str, joined: str) -> tuple[str, ...]:
    if listed == "[]":
        return (joined,) if joined else ()
    return tuple(dict.fromkeys(json.loads(listed)))
