"""Strawberry's and Clementine's databases, which are cousins."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from core.domain import Seconds
from core.errors import UserError
from core.library.foreign import Export, Song, stars, when, whole
from core.library.foreign.xml import path_of

_NANO = 1e9


def read(path: Path) -> Export:
    """A copy is read: the player may have its database open, and what it wrote last lies in the journal."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "songs.db"
        for ending in ("", "-wal"):
            source = path.with_name(path.name + ending)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + ending))
        with closing(sqlite3.connect(copy)) as db:
            db.row_factory = sqlite3.Row
            db.text_factory = lambda raw: raw.decode("utf-8", "replace")
            columns = {row["name"] for row in db.execute("PRAGMA table_info(songs)")}
            if not {"title", "artist", "playcount", "rating"} <= columns:
                raise UserError("{file} is no library of Strawberry or Clementine.", file=path)
            origin = "strawberry" if "url" in columns else "clementine"
            return Export(origin, list(_songs(db, columns)))


def _songs(db: sqlite3.Connection, columns: set[str]) -> Iterator[Song]:
    place = "url" if "url" in columns else "filename"
    for row in db.execute("SELECT * FROM songs"):
        said: dict[str, Any] = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row has no items
        url = said[place]
        url = url.decode("utf-8", "replace") if isinstance(url, bytes) else str(url)
        length = said.get("length_nanosec") or said.get("length")
        yield Song(
            path=path_of(url),
            title=str(said["title"] or ""),
            artist=str(said["artist"] or ""),
            album=str(said.get("album") or ""),
            duration=Seconds(length / _NANO) if isinstance(length, int) and length > 0 else None,
            rating=stars(said["rating"]),
            plays=whole(said["playcount"]),
            skips=whole(said.get("skipcount")),
            last_played=when(said.get("lastplayed")),
        )
