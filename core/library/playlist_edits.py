"""What was done to the playlists, row by row, so that it can be undone and done again."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from core.library.playlist_rows import ENTRY, NODE, EntryRow, NodeRow

STEPS = 200
"""Steps that can be undone."""
ROWS = 400_000
"""Rows that all steps together may hold (some 100 MB): beyond, the oldest are let go."""


class Edit(Protocol):
    """One change of rows, in both directions. Both run inside a transaction."""

    @property
    def rows(self) -> int: ...
    def do(self, db: sqlite3.Connection) -> None: ...
    def undo(self, db: sqlite3.Connection) -> None: ...


@dataclass(frozen=True, slots=True)
class Nodes:
    """Playlists and folders as they were and as they are; those of one side only were made or removed.

    A folder stands before what lies in it.
    """

    before: Sequence[NodeRow] = ()
    after: Sequence[NodeRow] = ()

    @property
    def rows(self) -> int:
        return len(self.before) + len(self.after)

    def do(self, db: sqlite3.Connection) -> None:
        _turn_nodes(db, self.before, self.after)

    def undo(self, db: sqlite3.Connection) -> None:
        _turn_nodes(db, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries that were put in (`after`) or taken out (`before`)."""

    before: Sequence[EntryRow] = ()
    after: Sequence[EntryRow] = ()

    @property
    def rows(self) -> int:
        return len(self.before) + len(self.after)

    def do(self, db: sqlite3.Connection) -> None:
        _turn_entries(db, self.before, self.after)

    def undo(self, db: sqlite3.Connection) -> None:
        _turn_entries(db, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Places:
    """Entry -> its place, before and after."""

    playlist_id: int
    before: Mapping[int, int]
    after: Mapping[int, int]

    @property
    def rows(self) -> int:
        return len(self.before)

    def do(self, db: sqlite3.Connection) -> None:
        _place(db, self.playlist_id, self.after)

    def undo(self, db: sqlite3.Connection) -> None:
        _place(db, self.playlist_id, self.before)


def _turn_nodes(db: sqlite3.Connection, old: Iterable[NodeRow], new: Sequence[NodeRow]) -> None:
    stays = {row.id for row in new}
    gone = [(row.id,) for row in old if row.id not in stays]
    db.executemany("DELETE FROM playlists WHERE id = ?", gone[::-1])
    # What lay in a folder that is gone meanwhile comes back at the top.
    db.executemany(
        f"""INSERT INTO playlists ({NODE}, changed_at)
            VALUES (?1, ?2, ?3, (SELECT id FROM playlists WHERE id = ?4), ?5, ?6, ?7, ?8)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, folder = excluded.folder,
                place = excluded.place, smart = excluded.smart, changed_at = excluded.changed_at""",
        [(*row, time.time()) for row in new],
    )


def _turn_entries(db: sqlite3.Connection, old: Iterable[EntryRow], new: Iterable[EntryRow]) -> None:
    db.executemany("DELETE FROM playlist_entries WHERE id = ?", [(row.id,) for row in old])
    # A track may have become another one meanwhile: then the path finds it again (see `attach`).
    db.executemany(
        f"""INSERT INTO playlist_entries ({ENTRY})
            SELECT ?1, ?2, ?3, (SELECT id FROM tracks WHERE id = ?4), ?5, ?6, ?7, ?8, ?9, ?10
            WHERE EXISTS (SELECT 1 FROM playlists WHERE id = ?2)""",
        new,
    )
    for playlist in {row.playlist_id for row in (*old, *new)}:
        _touch(db, playlist)


def _place(db: sqlite3.Connection, playlist_id: int, places: Mapping[int, int]) -> None:
    db.executemany(
        "UPDATE playlist_entries SET place = ? WHERE id = ?", [(place, id) for id, place in places.items()]
    )
    _touch(db, playlist_id)


def _touch(db: sqlite3.Connection, playlist_id: int) -> None:
    db.execute("UPDATE playlists SET changed_at = ? WHERE id = ?", (time.time(), playlist_id))


class Did(StrEnum):
    """What a step did: for the words of "Undo …"."""

    CREATED = "created"
    RENAMED = "renamed"
    CHANGED = "changed"
    """A smart playlist asks for something else."""
    MOVED = "moved"
    DUPLICATED = "duplicated"
    REMOVED = "removed"
    ADDED = "added"
    TAKEN = "taken"
    REORDERED = "reordered"


@dataclass(eq=False, slots=True)
class Step:
    """One thing the user did. name: of the playlist; count: entries concerned."""

    did: Did
    playlist_id: int
    name: str
    count: int = 0
    edits: list[Edit] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(edit.rows for edit in self.edits)

    @property
    def touched(self) -> set[int]:
        """Playlists whose tracks this changes."""
        found: set[int] = set()
        for edit in self.edits:
            if isinstance(edit, Places):
                found.add(edit.playlist_id)
            elif isinstance(edit, Entries):
                found |= {row.playlist_id for row in (*edit.before, *edit.after)}
            elif isinstance(edit, Nodes):
                asked = ({row.id: row.smart for row in rows} for rows in (edit.before, edit.after))
                found |= {
                    id for id, smart in set.symmetric_difference(*(set(a.items()) for a in asked)) if smart
                }
        return found

    @property
    def moves_tree(self) -> bool:
        return any(isinstance(edit, Nodes) for edit in self.edits)

    def run(self, db: sqlite3.Connection, edit: Edit) -> None:
        """Does one edit and remembers it."""
        edit.do(db)
        self.edits.append(edit)

    def do(self, db: sqlite3.Connection) -> None:
        for edit in self.edits:
            edit.do(db)

    def undo(self, db: sqlite3.Connection) -> None:
        for edit in reversed(self.edits):
            edit.undo(db)


class Steps:
    """What can be undone and done again. Bounded; not safe between threads by itself."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []

    def push(self, step: Step) -> None:
        self.undone.clear()
        self.done.append(step)
        rows = sum(step.rows for step in self.done)
        while len(self.done) > STEPS or (rows > ROWS and len(self.done) > 1):
            rows -= self.done.pop(0).rows

    def take_out(self, step: Step) -> bool:
        """Whether `step` was still to be undone; it no longer is."""
        if step not in self.done:
            return False
        if step is not self.done[-1]:
            self.undone.clear()
        self.done.remove(step)
        return True
