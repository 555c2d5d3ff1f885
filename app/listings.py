"""What a track table lists: all of the library, part of it, or tracks that somebody put in an order."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.domain import Presence, Timestamp, Track, TrackId
from core.library import listing, smart
from core.library.playlist_entries import Entry
from core.library.playlists import Node, NodeKind, Playlists
from core.library.search import Condition
from core.library.smart import Smart
from core.library.tracks import Kind, Library

Sort = Sequence[tuple[str, bool]]
MOVING = frozenset({Kind.ADDED, Kind.REMOVED, Kind.CHANGED})
"""Ratings and plays change rows, not their places: a row must not jump away from under the pointer."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What is listed, in order."""

    ids: array[int]
    """A TrackId for each row; below 0 where no track of the library stands for it."""
    keys: array[int] | None = None
    """What tells rows apart where a track may be there twice, as an entry of a playlist; None: its id."""
    strangers: Mapping[int, Track] = field(default_factory=dict)
    """What to show for the ids below 0."""


class Listing(Protocol):
    """Asked on the pool."""

    @property
    def follows(self) -> frozenset[Kind]:
        """What happens in the library that may change the rows or their order."""
        ...

    @property
    def arranged(self) -> bool:
        """Somebody gave the rows an order, in which a track may be twice."""
        ...

    def order(self, query: str, sort: Sort) -> Rows:
        """sort: (column name, descending) pairs; none gives the listing's own order."""
        ...


class Everything:
    """All that the library lists, or what of it meets a condition."""

    follows = MOVING
    arranged = False

    def __init__(self, library: Library, narrowed: Condition | None = None) -> None:
        self._library, self._narrowed = library, narrowed

    def order(self, query: str, sort: Sort) -> Rows:
        return Rows(listing.order(self._library, query, sort, self._narrowed))


class Chosen:
    """These tracks, in this order; each once or more."""

    follows: frozenset[Kind] = frozenset()
    arranged = True

    def __init__(self, library: Library, ids: Sequence[TrackId]) -> None:
        self._library, self._ids = library, array("q", ids)

    def order(self, query: str, sort: Sort) -> Rows:
        keys = array("q", range(1, len(self._ids) + 1))
        return picked(self._library, Rows(self._ids, keys), query, sort)


def picked(library: Library, rows: Rows, query: str, sort: Sort) -> Rows:
    """The rows that a query finds, sorted; as they are where neither is asked for."""
    if not query and not sort:
        return rows
    at = listing.places(library, rows.ids, query, sort)
    if not query:  # what the library does not know cannot be sorted: it comes last
        at.extend(place for place, id in enumerate(rows.ids) if id < 0)
    keys = rows.keys
    return Rows(
        array("q", (rows.ids[place] for place in at)),
        None if keys is None else array("q", (keys[place] for place in at)),
        rows.strangers,
    )


class OfPlaylist:
    """A playlist: a list's entries with those that are not in the library, or what a smart one finds now.

    Playlists tell of what happens to them themselves (see `PlaylistDesk.contents_changed`).
    """

    follows: frozenset[Kind] = frozenset()

    def __init__(self, library: Library, playlists: Playlists, node: Node) -> None:
        self._library, self._playlists, self._id = library, playlists, node.id
        self.arranged = node.kind is NodeKind.LIST

    def order(self, query: str, sort: Sort) -> Rows:
        try:
            rows = self._by_hand() if self.arranged else Rows(array("q", self._playlists.track_ids(self._id)))
        except KeyError:  # it was deleted just now
            rows = Rows(array("q"))
        return picked(self._library, rows, query, sort)

    def _by_hand(self) -> Rows:
        keys, ids = self._playlists.rows(self._id)
        if 0 not in ids:
            return Rows(ids, keys)
        entries = self._playlists.entries(self._id)
        strangers = {-entry.id: _stranger(entry) for entry in entries if entry.track_id is None}
        return Rows(array("q", (id or -key for key, id in zip(keys, ids, strict=True))), keys, strangers)


def _stranger(entry: Entry) -> Track:
    """What a row shows of a file that the library does not know."""
    return Track(
        id=TrackId(-entry.id),
        path=entry.path,
        presence=Presence.MISSING,
        title=entry.title or entry.path.stem,
        artist=entry.artist,
        album_artist=entry.artist,
        album="",
        genre="",
        year=None,
        disc_no=None,
        track_no=None,
        duration=entry.duration,
        audio_id=None,
        rating=None,
        loved=False,
        play_count=0,
        skip_count=0,
        last_played=None,
        added_at=Timestamp(0.0),
    )


class Found:
    """What a smart playlist would hold by rules that are still being written."""

    follows = MOVING
    arranged = False

    def __init__(self, library: Library, rules: Smart, seed: int = 0) -> None:
        self._library, self._rules, self._seed = library, rules, seed

    def order(self, query: str, sort: Sort) -> Rows:
        ids = smart.find(self._library, self._rules, self._seed)
        return picked(self._library, Rows(array("q", ids)), query, sort)
