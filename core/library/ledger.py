"""How a scan writes: rows of files in, changed, marked, and moved from one track to another. Never deleted,
but for a row made moments ago for a file that turns out to be a known track in a new place."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from core.domain import Presence
from core.library import parts
from core.library.parts import Settled
from core.library.reader import COLUMNS, Row
from core.library.walk import below

T = TypeVar("T")

BATCH = 500
"""Rows per transaction: a longer one would make the window's own writes wait."""

_FILE = ("path", "size", "mtime_ns", "part", "start", "cut", *COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))
_INSERT = f"""
    INSERT INTO tracks (id, path, size, mtime_ns, added_at, {", ".join(COLUMNS)})
    VALUES (?, ?, ?, ?, ?, {_MARKS})
"""
_UPDATE = f"""
    UPDATE tracks SET path = ?, size = ?, mtime_ns = ?, presence = 'present', audio_id = ?,
        {", ".join(f"{column} = ?" for column in COLUMNS)}
    WHERE id = ?
"""
_TAKE_OVER = f"""
    UPDATE tracks SET presence = 'present', ({", ".join(_FILE)}) =
        (SELECT {", ".join(_FILE)} FROM tracks AS fresh WHERE fresh.id = ?1)
    WHERE id = ?2
"""
_KEEP_THE_USERS = """
    UPDATE tracks SET
        rating = coalesce(tracks.rating, fresh.rating), loved = max(tracks.loved, fresh.loved),
        play_count = tracks.play_count + fresh.play_count, skip_count = tracks.skip_count + fresh.skip_count,
        last_played = nullif(max(ifnull(tracks.last_played, 0), ifnull(fresh.last_played, 0)), 0)
    FROM tracks AS fresh WHERE fresh.id = ?1 AND tracks.id = ?2
"""

FileRow = tuple[bytes, int, int, Row]
"""Path, size, mtime_ns and the values of COLUMNS."""


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def next_id(db: sqlite3.Connection) -> int:
    """The id that the next new track will get; ids are never used twice."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'tracks'").fetchone()
    return 1 if row is None else int(row[0]) + 1


def insert(db: sqlite3.Connection, files: Sequence[FileRow]) -> range:
    """New tracks; their ids."""
    first, now = next_id(db), time.time()
    db.executemany(
        _INSERT,
        [(first + i, path, size, mtime, now, *row) for i, (path, size, mtime, row) in enumerate(files)],
    )
    return range(first, first + len(files))


def update(db: sqlite3.Connection, changes: Iterable[tuple[int, FileRow, str | None]]) -> None:
    """Each track now is that file, with that audio_id."""
    db.executemany(
        _UPDATE,
        [(path, size, mtime, audio, *row, id) for id, (path, size, mtime, row), audio in changes],
    )


def note_error(db: sqlite3.Connection, changes: Sequence[tuple[int, int, int, str]]) -> None:
    """(id, size, mtime_ns, error): a known file can no longer be read; what it said before is kept."""
    db.executemany(
        "UPDATE tracks SET size = ?, mtime_ns = ?, error = ?, presence = 'present' WHERE id = ?",
        [(size, mtime, error, id) for id, size, mtime, error in changes],
    )
    parts.note_error(db, [(id, error) for id, _, _, error in changes])


def mark(db: sqlite3.Connection, ids: Sequence[int], presence: Presence) -> list[int]:
    """Marks files, and the parts they are cut into; those parts."""
    db.executemany("UPDATE tracks SET presence = ? WHERE id = ?", [(presence.value, id) for id in ids])
    return parts.mark(db, ids, presence)


def mark_below(
    db: sqlite3.Connection, folder: bytes, presence: Presence, among: Sequence[Presence]
) -> list[int]:
    """Marks all tracks in a folder that now are one of `among`; their ids."""
    low, high = below(folder)
    states = ", ".join(f"'{state.value}'" for state in among)
    rows = db.execute(
        f"""UPDATE tracks SET presence = ? WHERE presence <> 'missing' AND presence IN ({states})
            AND path >= ? AND path < ? RETURNING id""",
        (presence.value, low, high),
    )
    return [row[0] for row in rows]


def identify(db: sqlite3.Connection, found: Sequence[tuple[int, str]]) -> list[int]:
    """Writes identities of files, and of the parts they are cut into; those parts."""
    db.executemany("UPDATE tracks SET audio_id = ? WHERE id = ?", [(audio, id) for id, audio in found])
    return parts.identify(db, found)


_WANTING = """
    FROM tracks WHERE id >= ? AND part = 0 AND audio_id IS NULL AND presence = 'present' AND size > 0
    AND (error = '' OR id >= ?)
"""


def unidentified_count(db: sqlite3.Connection, start: int, first_new: int) -> int:
    """How many `unidentified` gives."""
    return int(db.execute(f"SELECT count(*) {_WANTING}", (start, first_new)).fetchone()[0])


def unidentified(
    db: sqlite3.Connection, start: int, first_new: int, page: int
) -> Iterator[list[tuple[int, bytes, int]]]:
    """Present files from id `start` on that want an identity: (id, path, size), by pages. Of those listed
    before `first_new`, only whole ones."""
    cursor = db.cursor()
    cursor.row_factory = None
    while True:
        rows = cursor.execute(
            f"SELECT id, path, size {_WANTING} ORDER BY id LIMIT ?", (start, first_new, page)
        ).fetchall()
        if rows:
            yield rows
            start = rows[-1][0] + 1
        if len(rows) < page:
            return


def take_over(db: sqlite3.Connection, fresh: int, known: int) -> Settled:
    """The file listed as track `fresh` is track `known`, moved: that one takes its place, its parts and what
    was done with it. What is listed now, and what no longer is."""
    settled = _take_over_parts(db, fresh, known)
    _take_over_row(db, fresh, known)
    file = db.execute("SELECT audio_id, cut FROM tracks WHERE id = ?", (known,)).fetchone()
    if file["audio_id"] is not None:
        parts.identify(db, [(known, file["audio_id"])])
    if not file["cut"]:
        settled.added.append(known)
    settled.removed.append(fresh)
    return settled


def _take_over_parts(db: sqlite3.Connection, fresh: int, known: int) -> Settled:
    new = [part for part in parts.of(db, fresh) if part[3]]
    old = parts.of(db, known)
    pairs = parts.pair([part[1:] for part in old], [(number, start, ()) for _, number, start, _ in new])
    kept = {old[at][0] for at, _ in pairs}
    gone = [id for id, *_, present in old if present and id not in kept]
    db.executemany("UPDATE tracks SET presence = 'missing' WHERE id = ?", [(id,) for id, *_ in old])
    for at, place in pairs:
        _take_over_row(db, new[place][0], old[at][0])
    db.execute("UPDATE tracks SET whole = ? WHERE whole = ?", (known, fresh))
    taken = [new[place][0] for _, place in pairs]
    return Settled([*kept, *(id for id, *_ in new if id not in taken)], [*gone, *taken])


def _join_imports(db: sqlite3.Connection, fresh: int, known: int) -> None:
    """What another player counted of both is one file's count: it is not added to itself."""
    plays, skips = (sum(both) for both in zip(imported(db, fresh), imported(db, known), strict=True))
    db.execute(
        """INSERT INTO imported_counts SELECT ?, origin, plays, skips FROM imported_counts WHERE track_id = ?
           ON CONFLICT DO UPDATE
           SET plays = max(plays, excluded.plays), skips = max(skips, excluded.skips)""",
        (known, fresh),
    )
    db.execute("DELETE FROM imported_counts WHERE track_id = ?", (fresh,))
    now = imported(db, known)
    db.execute(
        "UPDATE tracks SET play_count = play_count - ?, skip_count = skip_count - ? WHERE id = ?",
        (plays - now[0], skips - now[1], known),
    )


def _join_opinions(db: sqlite3.Connection, fresh: int, known: int) -> None:
    """What was said of the known track stands."""
    db.execute("UPDATE OR IGNORE opinions SET track_id = ? WHERE track_id = ?", (known, fresh))
    db.execute("DELETE FROM opinions WHERE track_id = ?", (fresh,))
    ids = str(known), str(fresh)
    db.execute("UPDATE OR IGNORE bans SET value = ? WHERE kind = 'track' AND value = ?", ids)
    db.execute("DELETE FROM bans WHERE kind = 'track' AND value = ?", ids[1:])


def imported(db: sqlite3.Connection, id: int) -> tuple[int, int]:
    """(plays, skips) of a track's counts that other players counted; of several, the highest."""
    row = db.execute(
        "SELECT ifnull(max(plays), 0), ifnull(max(skips), 0) FROM imported_counts WHERE track_id = ?", (id,)
    ).fetchone()
    return row[0], row[1]


def _take_over_row(db: sqlite3.Connection, fresh: int, known: int) -> None:
    db.execute(_KEEP_THE_USERS, (fresh, known))
    for table in ("plays", "playlist_entries"):
        db.execute(f"UPDATE {table} SET track_id = ? WHERE track_id = ?", (known, fresh))
    db.execute("UPDATE OR IGNORE imported_plays SET track_id = ? WHERE track_id = ?", (known, fresh))
    db.execute("DELETE FROM imported_plays WHERE track_id = ?", (fresh,))
    _join_imports(db, fresh, known)
    _join_opinions(db, fresh, known)
    db.execute("DELETE FROM track_facts WHERE track_id = ?", (fresh,))
    # The path belongs to one present track at a time.
    db.execute("UPDATE tracks SET presence = 'missing' WHERE id = ?", (fresh,))
    db.execute(_TAKE_OVER, (fresh, known))
    db.execute("DELETE FROM tracks WHERE id = ?", (fresh,))
