"""The rows that playlists are made of: how they are read, numbered and named."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from core.database import Database
from core.errors import UserError

GAP = 1 << 20
"""Between the places of neighbours: twenty insertions at one spot before the rest must be renumbered."""
ROOMY = GAP << 10
"""Between neighbours in a list that was renumbered: it is one that is worked on."""


class NodeRow(NamedTuple):
    """A row of `playlists`."""

    id: int
    kind: str
    name: str
    folder: int | None
    place: int
    smart: str
    created_at: float


class EntryRow(NamedTuple):
    """A row of `playlist_entries`."""

    id: int
    playlist_id: int
    place: int
    track_id: int | None
    path: bytes
    part: int
    title: str
    artist: str
    duration: float
    audio_id: str | None


NODE = ", ".join(NodeRow._fields)
ENTRY = ", ".join(EntryRow._fields)


class Rows:
    """Reading: on the calling thread's connection, inside its transaction if there is one."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def run(self, sql: str, *values: object) -> sqlite3.Cursor:
        return plain(self._db.read()).execute(sql, values)

    def nodes(self, which: str, *values: object) -> list[NodeRow]:
        return [
            NodeRow._make(row) for row in self.run(f"SELECT {NODE} FROM playlists WHERE {which}", *values)
        ]

    def node(self, id: int, *kinds: str) -> NodeRow:
        """Raises KeyError for none, TypeError for one that is none of `kinds`."""
        for row in self.nodes("id = ?", id):
            if kinds and row.kind not in kinds:
                raise TypeError(f"{row.name} is a {row.kind}")
            return row
        raise KeyError(id)

    def inside(self, folder: int | None) -> list[NodeRow]:
        """What lies directly in a folder, or at the top, in its order."""
        return self.nodes("folder IS ? ORDER BY place, id", folder)

    def below(self, row: NodeRow) -> list[NodeRow]:
        """A node and all that lies in it, folders before their contents."""
        found = [row]
        for child in self.inside(row.id):
            found += self.below(child)
        return found

    def above(self, id: int) -> set[int]:
        """A folder and those it lies in."""
        found: set[int] = set()
        folder: int | None = id
        while folder is not None:
            found.add(folder)
            folder = self.node(folder).folder
        return found

    def entries(self, playlist_id: int, among: Collection[int] | None = None) -> list[EntryRow]:
        """In their order; of those in `among`, or all."""
        which = "" if among is None else "AND id IN (SELECT value FROM json_each(?))"
        rows = self.run(
            f"SELECT {ENTRY} FROM playlist_entries WHERE playlist_id = ? {which} ORDER BY place, id",
            *((playlist_id,) if among is None else (playlist_id, json.dumps(list(among)))),
        )
        return list(map(EntryRow._make, rows))

    def places(self, playlist_id: int) -> list[tuple[int, int]]:
        """(entry, place) in their order."""
        return self.run(
            "SELECT id, place FROM playlist_entries WHERE playlist_id = ? ORDER BY place, id", playlist_id
        ).fetchall()

    def around(self, playlist_id: int, at: int | None) -> tuple[int | None, int | None]:
        """The places of the entries before and after a position; None: there is none."""
        if at is None:
            rows = self.run("SELECT max(place) FROM playlist_entries WHERE playlist_id = ?", playlist_id)
            return rows.fetchone()[0], None
        places = [place for _, place in self.places(playlist_id)]
        at = max(0, min(at, len(places)))
        return (places[at - 1] if at else None, places[at] if at < len(places) else None)

    def holding(self, tracks: Iterable[int]) -> set[int]:
        """Lists that one of these tracks is in."""
        rows = self.run(
            """SELECT DISTINCT playlist_id FROM playlist_entries
               WHERE track_id IN (SELECT value FROM json_each(?))""",
            json.dumps(list(tracks)),
        )
        return {id for (id,) in rows}

    def new_entries(
        self, playlist_id: int, places: Iterable[int], contents: Iterable[tuple[Any, ...]]
    ) -> list[EntryRow]:
        """Rows with ids of their own; contents: the values from `track_id` on."""
        first = self.next_id("playlist_entries")
        return [
            EntryRow._make((first + number, playlist_id, place, *content))
            for number, (place, content) in enumerate(zip(places, contents, strict=True))
        ]

    def next_id(self, table: str) -> int:
        """Ids are never used twice, so that a step undone later meets no stranger."""
        row = self.run("SELECT seq FROM sqlite_sequence WHERE name = ?", table).fetchone()
        return 1 if row is None else int(row[0]) + 1


def plain(db: sqlite3.Connection) -> sqlite3.Cursor:
    """Rows as tuples, which cost half of what named ones do."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor


def between(count: int, before: int | None, after: int | None) -> range | None:
    """`count` places between two others (None: nothing there); None where there is not room enough."""
    if before is None:
        before = (0 if after is None else after) - (count + 1) * GAP
    if after is None:
        after = before + (count + 1) * GAP
    gap = (after - before) // (count + 1)
    return range(before + gap, before + gap * count + 1, gap) if gap > 0 else None


def named(name: str) -> str:
    """A name on one line, fit for UTF-8. Raises UserError where nothing is left of it."""
    name = " ".join(name.replace("\0", " ").encode("utf-8", "replace").decode("utf-8").split())
    if not name:
        raise UserError("A playlist needs a name.")
    return name


def next_name(name: str, taken: Collection[str]) -> str:
    """Evening, Evening (2), Evening (3)."""
    stem, _, number = name.removesuffix(")").rpartition(" (")
    if not (stem and number.isdecimal() and name.endswith(")")):
        stem, number = name, "1"
    following = int(number) + 1
    while f"{stem} ({following})" in taken:
        following += 1
    return f"{stem} ({following})"
