"""A database as the first release made it, opened by today's program."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.database import Database
from core.domain import Presence, TrackId
from core.library.browse import Browse
from core.library.playlists import Playlists
from core.library.scan import scan
from core.library.tracks import SQL, Library
from core.progress import Progress
from core.settings import Places
from tests.core.library.sounding_files import Folder

TRACKS = 400
_MADE = ("rating", "loved", "play_count", "skip_count", "last_played", "added_at")


@pytest.fixture
def old(places: Places, tmp_path: Path) -> sqlite3.Connection:
    """Of version 1, filled as it was filled then, and closed; what it holds, to compare with."""
    steps = tmp_path / "released"
    steps.mkdir()
    shutil.copy(SQL / "0001.sql", steps)
    database = Database(places.library_db, steps)
    with database.write() as db:
        _fill(db)
    kept = sqlite3.connect(":memory:")
    database.read().backup(kept)
    database.close()
    return kept


@pytest.fixture
def released(old: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    with closing(old):
        yield old


def _fill(db: sqlite3.Connection) -> None:
    draw = random.Random(1)
    db.execute("INSERT INTO roots (path, added_at) VALUES (?, 1.0)", (b"/music",))
    presences = [*["present"] * 7, "offline", "missing", "removed"]
    for number in range(TRACKS):
        artist, album = f"Künstler {number // 40}", f"Album {number // 10}"
        name = b"\xff\xe9 %03d.flac" if number % 50 == 0 else b"%03d.flac"
        path = os.fsencode(f"/music/{artist}/{album}/") + name % number
        rated = draw.choice([None, 0.5, 3.5, 5.0])
        values: dict[str, Any] = {
            "path": path,
            "size": 1000 + number,
            "mtime_ns": 1_700_000_000_000_000_000 + number,
            "presence": presences[number % len(presences)],
            "audio_id": None if number % 9 == 0 else f"{number // 2:032x}",
            "title": f"Lied {number}",
            "artists": f'["{artist}"]',
            "artist": artist,
            "album": album,
            "composers": f'["Ödön {9 - number % 10}"]',
            "composer": f"Ödön {9 - number % 10}",
            "title_key": f"lied {number}",
            "artist_key": artist.lower(),
            "album_artist_key": artist.lower(),
            "album_key": album.lower(),
            "track_no": number % 10 + 1,
            "duration": draw.uniform(1, 600),
            "added_at": 1e9 + number,
            "rating": rated,
            "loved": int(draw.random() < 0.1),
            "play_count": 2 * (number % 3),
            "skip_count": number % 2,
            "last_played": 1.6e9 if number % 3 else None,
        }
        names = ", ".join(values)
        row = db.execute(
            f"INSERT INTO tracks ({names}) VALUES ({', '.join('?' * len(values))})", tuple(values.values())
        )
        for play in range(values["play_count"]):
            db.execute(
                "INSERT INTO plays (track_id, started_at, heard, ended, source) VALUES (?, ?, ?, ?, ?)",
                (row.lastrowid, 1.5e9 + play, 200.5, "finished", draw.choice(["library", "radio", "map"])),
            )
        db.execute("INSERT INTO track_facts (track_id, tempo) VALUES (?, 120)", (row.lastrowid,))
    db.execute("INSERT INTO session VALUES ('queue', '[1, 2]')")


def _everything(db: sqlite3.Connection, old: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the first version's tables, in the columns that it had."""
    found = {}
    for table in ("roots", "exclusions", "mounts", "tracks", "plays", "track_facts", "session"):
        columns = ", ".join(row[1] for row in old.execute(f"PRAGMA table_info({table})"))
        cursor = db.cursor()
        cursor.row_factory = None
        found[table] = cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
    return found


def test_a_released_library_keeps_every_row(released: sqlite3.Connection, places: Places) -> None:
    with closing(Library.open(places)) as library:
        db = library.database.read()
        assert _everything(db, released) == _everything(released, released)
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute("INSERT INTO tracks_fts (tracks_fts, rank) VALUES ('integrity-check', 1)")


def test_before_it_is_changed_it_is_put_aside_whole(released: sqlite3.Connection, places: Places) -> None:
    Library.open(places).close()
    backup = places.library_db.with_name(f"{places.library_db.name}.v1.bak")
    with closing(sqlite3.connect(backup)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert _everything(db, released) == _everything(released, released)


def test_what_is_new_works_on_it(released: sqlite3.Connection, places: Places) -> None:
    with closing(Library.open(places)) as library:
        listed = library.all_ids()
        expected = "SELECT count(*) FROM tracks WHERE presence IN ('present', 'offline')"
        assert len(listed) == released.execute(expected).fetchone()[0]
        first = library.track(TrackId(library.order("", [("composer", False)])[0]))
        assert first.composer == "Ödön 2"  # the others with him are gone
        browse = Browse(library)
        assert {album.title for album in browse.albums()} == {f"Album {n}" for n in range(TRACKS // 10)}
        playlists = Playlists(library)
        entries = playlists.entries(playlists.create("Then", None, listed[:3]))
        assert [entry.track_id for entry in entries] == listed[:3]
        playlists.close()


def test_a_track_of_then_is_found_where_it_moved_since(
    places: Places, tmp_path: Path, folder: Folder
) -> None:
    """Rated in the first version, moved while the program was replaced."""
    folder.put("before/a.mp3", 1, title="A")
    with closing(Library.open(places)) as library:
        library.add_root(folder.path)
        scan(library, Progress())
        (id,) = library.all_ids()
        row = dict(library.database.read().execute("SELECT * FROM tracks").fetchone())
        roots = dict(library.database.read().execute("SELECT * FROM roots").fetchone())
    for file in places.library_db.parent.glob(f"{places.library_db.name}*"):
        file.unlink()
    steps = tmp_path / "released"
    steps.mkdir()
    shutil.copy(SQL / "0001.sql", steps)
    database = Database(places.library_db, steps)
    with database.write() as db:
        known = [each[1] for each in db.execute("PRAGMA table_info(tracks)")]
        row |= {"rating": 4.5, "play_count": 7}
        _insert(db, "tracks", {name: row[name] for name in known})
        _insert(db, "roots", roots)
    database.close()
    (folder.path / "after").mkdir()
    (folder.path / "before/a.mp3").rename(folder.path / "after/b.mp3")
    with closing(Library.open(places)) as library:
        assert scan(library, Progress()).moved == 1
        (track,) = library.tracks(library.all_ids())
        assert (track.id, track.rating, track.play_count) == (TrackId(id), 4.5, 7)
        assert track.presence is Presence.PRESENT


def _insert(db: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    db.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    )
