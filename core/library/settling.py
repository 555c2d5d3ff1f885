"""Keeps the table of albums what the tracks say: triggers note what is open, this decides it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Sequence

from core.database import Database, explained
from core.library.albums import Candidate, Decided, decide, mark
from core.library.ledger import batches

LISTED = "presence IN ('present', 'offline') AND NOT cut"
"""As in `tracks`: the partial indexes are made with it."""
_BATCH = 1500
"""Tracks per transaction: the window's own writes wait for no longer."""
_CANDIDATE = ", ".join(Candidate._fields)
_ROWS = f"SELECT {_CANDIDATE} FROM tracks WHERE"
_SUMS = f"""
    UPDATE albums SET stale = 0, (tracks, seconds, added_at, last_played, plays, rating, rated) = (
        SELECT count(*), total(duration), ifnull(max(added_at), 0), max(last_played),
            ifnull(sum(play_count), 0), avg(rating), count(rating)
        FROM tracks WHERE album_id = albums.id AND {LISTED})
    WHERE stale
"""
_ALBUM = "id, title, artist, artists, title_key, artist_key, compilation, year, discs, cover_id"


class Settler:
    """Decides what is open in one library. May be used from any thread; one works, others wait."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()

    def settle(self) -> None:
        """Every listed track has its album when this returns, but for what a scan changes meanwhile.

        Raises UserError when the library cannot be written.
        """
        with self._lock, explained(self._database.path):
            read = self._database.read()
            open_ids = [
                row[0]
                for row in read.execute(
                    f"SELECT id FROM tracks WHERE album_id IS NULL AND {LISTED} ORDER BY album_key"
                )
            ]
            for some in batches(open_ids, _BATCH):
                with self._database.write() as db:
                    _settle_some(db, some)
            if open_ids or read.execute("SELECT 1 FROM albums WHERE stale LIMIT 1").fetchone():
                with self._database.write() as db:
                    db.execute(_SUMS)
                    db.execute("DELETE FROM albums WHERE tracks = 0")


def _settle_some(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Decides these tracks, and all that share a title with them."""
    rows = _candidates(db, f"{_ROWS} id IN (SELECT value FROM json_each(?)) AND {LISTED}", json.dumps(ids))
    db.executemany(
        "UPDATE tracks SET album_id = '' WHERE id = ?", [(row.id,) for row in rows if not row.album]
    )
    with_album = {row.id: row for row in rows if row.album}
    marks = {mark(row.album) for row in with_album.values()}
    for each in marks:
        # 'g' comes after all digits.
        settled = _candidates(
            db,
            f"{_ROWS} album_id >= ? AND album_id < ? AND album_id IS NOT NULL AND {LISTED}",
            each,
            f"{each}g",
        )
        with_album |= {row.id: row for row in settled}
    _write(db, marks, list(decide(with_album.values())))


def _candidates(db: sqlite3.Connection, sql: str, *values: str) -> list[Candidate]:
    cursor = db.cursor()
    cursor.row_factory = None
    return [Candidate._make(row) for row in cursor.execute(sql, values)]


def _write(db: sqlite3.Connection, marks: set[str], albums: Sequence[Decided]) -> None:
    db.executemany("DELETE FROM albums WHERE id >= ? AND id < ?", [(each, f"{each}g") for each in marks])
    db.executemany(
        f"INSERT OR REPLACE INTO albums ({_ALBUM}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(a.id, a.title, a.artist, json.dumps(a.artists), a.title_key, a.artist_key),
                *(int(a.compilation), a.year, a.discs, a.cover),
            )
            for a in albums
        ],
    )
    db.executemany(
        "UPDATE tracks SET album_id = ?1 WHERE id = ?2 AND album_id IS NOT ?1",
        [(album.id, id) for album in albums for id in album.tracks],
    )
