"""All that the user made, in one readable file: ratings, love, counts, history, playlists, radios, bans,
maps. And back from it.

The file is JSON with a track to a line. A restore adds what is missing and never takes away: a rating that is
there stays, of two counts the higher one holds, and restoring twice changes nothing. Tracks whose files are
not there (yet) are put down as missing; the scan that finds the audio brings them back with all of it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from core.database import explained
from core.domain import Seconds, TrackId
from core.errors import UserError
from core.library import bans, maps
from core.library.foreign import Song
from core.library.imports import Finder
from core.library.maps import KeptLayout
from core.library.radios import renumbered, renumbered_seeds
from core.library.tracks import Kind, Library
from core.replacing import replacing

VERSION = 1
_MADE = ("rating", "loved", "play_count", "skip_count", "last_played", "added_at")
_KNOWN_BY = ("path", "part", "start", "audio_id", "title", "artist", "album_artist", "album", "duration")
_RADIO = ("name", "seeds", "steering", "state", "heard", "started_at", "touched_at")
_PLAY = ("started_at", "heard", "ended", "source")
_NONSENSE = (
    *(KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError),
    *(sqlite3.IntegrityError, sqlite3.ProgrammingError),  # values that are out of range, or of no type of SQL
)
"""What comes of a file that was written to by hand."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore found and did."""

    tracks: int
    """That the file tells of."""
    found: int
    waiting: int
    """Not there now; put down as missing until a scan finds them."""
    plays: int
    """Added to the history."""
    playlists: int
    """Made anew."""
    radios: int = 0
    """Made anew."""
    maps: int = 0
    """Laid out as they were."""


# -- out -----------------------------------------------------------------------------------------------------


def export(library: Library, to: Path) -> int:
    """Writes the file, whole or not at all; how many tracks it tells of. Raises UserError (a full disk)."""
    database = library.database
    with replacing(to) as file, explained(database.path), database.one_moment() as db:
        return _write(db, file)


def _write(db: sqlite3.Connection, file: BinaryIO) -> int:
    file.write(f'{{"meander": {VERSION}, "made_at": {time.time():.0f},\n"tracks": ['.encode())
    count = _lines(file, _tracks(db))
    file.write(b'],\n"playlists": [')
    _lines(file, _playlists(db))
    file.write(b'],\n"radios": [')
    _lines(file, _radios(db))
    file.write(b'],\n"bans": [')
    rows = db.execute("SELECT kind, value, added_at FROM bans")
    _lines(file, (dict(row) | {"value": bans.read(row["value"])} for row in rows))
    file.write(b'],\n"maps": [')
    _lines(file, (layout.to_json() for layout in maps.all_layouts(db)))
    file.write(b"]}\n")
    return count


def _lines(file: BinaryIO, records: Iterable[dict[str, Any]]) -> int:
    count = 0
    for record in records:
        file.write((("," if count else "") + "\n" + json.dumps(record)).encode("ascii"))
        count += 1
    return count


def _tracks(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    plays = _grouped(db, f"SELECT track_id, {', '.join(_PLAY)} FROM plays ORDER BY started_at")
    told = _grouped(db, "SELECT track_id, started_at, origin FROM imported_plays ORDER BY started_at")
    counts = _grouped(db, "SELECT track_id, origin, plays, skips FROM imported_counts")
    opinions = _grouped(db, "SELECT track_id, weight, said_at FROM opinions")
    # Files before their parts, which a restore hangs on them.
    rows = db.execute(
        f"SELECT id, {', '.join(_KNOWN_BY)}, {', '.join(_MADE)} FROM tracks ORDER BY part > 0, id"
    )
    for row in rows:
        # The id is this library's own: what radios and bans say of tracks goes by it.
        record: dict[str, Any] = {name: row[name] for name in ("id", *_KNOWN_BY, *_MADE) if row[name]}
        # A name that is not UTF-8 stands in escapes that JSON can carry, and comes back byte for byte.
        record["path"] = os.fsdecode(row["path"])
        for name, found in (("plays", plays), ("imported_plays", told), ("imported_counts", counts)):
            if row["id"] in found:
                record[name] = found[row["id"]]
        if row["id"] in opinions:
            (record["opinion"],) = opinions[row["id"]]
        yield record


def _grouped(db: sqlite3.Connection, sql: str) -> dict[int, list[list[Any]]]:
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for id, *rest in db.execute(sql):
        found[id].append(rest)
    return found


def _playlists(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    rows = db.execute(
        "SELECT id, kind, name, folder, smart, created_at FROM playlists ORDER BY folder IS NOT NULL, place"
    )
    for row in rows.fetchall():
        record = dict(row)
        if row["kind"] == "list":
            entries = db.execute(
                """SELECT entry.path, entry.part, entry.title, entry.artist, entry.duration, entry.audio_id
                   FROM playlist_entries AS entry WHERE playlist_id = ? ORDER BY place, id""",
                (row["id"],),
            )
            record["entries"] = [[os.fsdecode(entry[0]), *tuple(entry)[1:]] for entry in entries]
        yield record


def _radios(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for row in db.execute(f"SELECT {', '.join(_RADIO)} FROM radios ORDER BY id"):
        yield dict(row) | {name: json.loads(row[name]) for name in ("seeds", "steering", "state")}


# -- and back ------------------------------------------------------------------------------------------------


def restore(library: Library, file: Path, check: Callable[[], None] = lambda: None) -> Restored:
    """Adds what `file` tells. check: called now and then; what it raises ends it, undone.

    Raises UserError for a file that is none of ours, damaged, or a newer version's.
    """
    said = _read(file)
    touched: list[TrackId] = []
    with library.database.write() as db:
        work = _Restoring(db)
        try:
            for number, record in enumerate(said["tracks"]):
                if number % 500 == 0:
                    check()
                touched.append(work.track(record))
            made = work.playlists(said["playlists"])
            radios = work.radios(said.get("radios", []))
            work.bans(said.get("bans", []))
            laid = sum(maps.insert(db, KeptLayout.from_json(record)) for record in said.get("maps", []))
        except _NONSENSE as problem:
            raise _damaged(file, problem) from problem
    library.announce(Kind.RATED, touched)
    library.announce(Kind.PLAYED, touched)
    return Restored(len(touched), len(touched) - work.waiting, work.waiting, work.plays, made, radios, laid)


def _read(file: Path) -> dict[str, Any]:
    try:
        said = json.loads(file.read_text("utf-8"))
        version = said["meander"]
        if version > VERSION:
            raise UserError("{file} was written by a newer Meander; update Meander to read it.", file=file)
        if not isinstance(said["tracks"], list) or not isinstance(said["playlists"], list):
            raise TypeError("lists are missing")
    except OSError as problem:
        raise UserError("{file} cannot be read ({why}).", file=file, why=problem.strerror) from problem
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise _damaged(file, problem) from problem
    return dict(said)


def _damaged(file: Path, problem: Exception) -> UserError:
    return UserError(
        "{file} is no export of Meander, or damaged ({why}); nothing was changed.", file=file, why=problem
    )


def _raw(path: str) -> bytes:
    """Raises ValueError for what no file can be called: every scan would stumble over it."""
    if "\0" in path:
        raise ValueError("a path is none")
    return os.fsencode(path)


class _Restoring:
    """One restore, inside the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._finder = Finder(db)
        rows = db.execute(
            """SELECT id, path, part, audio_id FROM tracks
               ORDER BY presence = 'present', presence <> 'missing', id"""
        )
        self._at: dict[tuple[bytes, int], tuple[TrackId, str | None]] = {}
        self._by_audio: dict[str, TrackId] = {}
        self._ids: dict[int, TrackId] = {}
        for id, path, part, audio in rows:
            self._know(TrackId(id), path, part, audio)
        # Plays from elsewhere get numbers below all others: no service is told of them, as of a new play.
        self._next_play = int(db.execute("SELECT min(ifnull(min(id), 0), 0) - 1 FROM plays").fetchone()[0])
        self.waiting = self.plays = 0

    def _know(self, id: TrackId, path: bytes, part: int, audio: str | None) -> None:
        self._at[path, part] = id, audio
        if audio is not None:
            self._by_audio[audio] = id

    def track(self, record: dict[str, Any]) -> TrackId:
        id = self.find(record)
        if id is None:
            id = self._put_down(record)
            self.waiting += 1
        self._db.execute(
            """UPDATE tracks SET rating = coalesce(rating, :rating), loved = max(loved, :loved),
                   play_count = max(play_count, :play_count), skip_count = max(skip_count, :skip_count),
                   last_played = nullif(max(ifnull(last_played, 0), ifnull(:last_played, 0)), 0),
                   added_at = min(added_at, ifnull(:added_at, added_at))
               WHERE id = :id""",
            {name: record.get(name) for name in ("rating", "last_played", "added_at")}
            | {name: int(record.get(name, 0)) for name in ("loved", "play_count", "skip_count")}
            | {"id": id},
        )
        self._history(id, record)
        if "id" in record:
            self._ids[record["id"]] = id
        if "opinion" in record:
            self._db.execute("INSERT OR IGNORE INTO opinions VALUES (?, ?, ?)", (id, *record["opinion"]))
        return id

    def find(self, record: dict[str, Any]) -> TrackId | None:
        """Where it lay if it is what sounds there, else by the sound, else by its place and tags."""
        path, part, audio = _raw(record["path"]), record.get("part", 0), record.get("audio_id")
        id, sounds = self._at.get((path, part), (None, None))
        if id is not None and (audio is None or sounds is None or audio == sounds):
            return id
        if audio in self._by_audio:
            return self._by_audio[audio]
        length, album = record.get("duration"), record.get("album", "")
        if part or (audio is not None and not length):
            return None
        song = Song(
            path, record.get("title", ""), record.get("artist", ""), album, Seconds(length or 0) or None
        )
        return self._finder.find(song)[1]

    def _put_down(self, record: dict[str, Any]) -> TrackId:
        """A missing track: one that a scan takes for the file with its sound, or a part of that file."""
        path, part, audio = _raw(record["path"]), record.get("part", 0), record.get("audio_id")
        whole, _ = self._at.get((path, 0), (None, None)) if part else (None, None)
        said = {name: record[name] for name in _KNOWN_BY if name in record} | {"path": path, "whole": whole}
        said |= {"title": record.get("title", ""), "added_at": record.get("added_at", time.time())}
        row = self._db.execute(
            f"""INSERT INTO tracks (size, mtime_ns, presence, {", ".join(said)})
                VALUES (0, -1, 'missing', {", ".join("?" * len(said))}) RETURNING id""",
            tuple(said.values()),
        ).fetchone()
        self._know(TrackId(row[0]), path, part, audio)
        return TrackId(row[0])

    def _history(self, id: TrackId, record: dict[str, Any]) -> None:
        for play in record.get("plays", ()):
            done = self._db.execute(
                f"""INSERT INTO plays (id, track_id, {", ".join(_PLAY)}) SELECT ?1, ?2, ?3, ?4, ?5, ?6
                    WHERE NOT EXISTS (SELECT 1 FROM plays WHERE track_id = ?2 AND started_at = ?3)""",
                (self._next_play, id, *play),
            )
            self._next_play -= done.rowcount
            self.plays += done.rowcount
        self._db.executemany(
            "INSERT OR IGNORE INTO imported_plays VALUES (?, ?, ?)",
            [(id, *play) for play in record.get("imported_plays", ())],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO imported_counts VALUES (?, ?, ?, ?)",
            [(id, *counts) for counts in record.get("imported_counts", ())],
        )

    def playlists(self, records: list[dict[str, Any]]) -> int:
        """Those that are not here as they are there; how many were made."""
        made = 0
        now: dict[int | None, int | None] = {None: None}
        left = records
        while left:
            # Folders before what lies in them; what lies in none that is told of goes to the top.
            ready = [record for record in left if record["folder"] in now] or left
            left = [record for record in left if record["folder"] not in now] if ready is not left else []
            for record in ready:
                folder = now.get(record["folder"])
                known = self._same(record, folder)
                if known is None:
                    known = self._make(record, folder)
                    made += 1
                now[record["id"]] = known
        return made

    def _same(self, record: dict[str, Any], folder: int | None) -> int | None:
        rows = self._db.execute(
            "SELECT id FROM playlists WHERE kind = ? AND name = ? AND folder IS ? AND smart = ?",
            (record["kind"], record["name"], folder, record["smart"]),
        ).fetchall()
        wanted = [os.fsencode(entry[0]) for entry in record.get("entries", ())]
        for (id,) in rows:
            entries = self._db.execute(
                "SELECT path FROM playlist_entries WHERE playlist_id = ? ORDER BY place, id", (id,)
            )
            if [row[0] for row in entries] == wanted:
                return int(id)
        return None

    def _make(self, record: dict[str, Any], folder: int | None) -> int:
        now = time.time()
        row = self._db.execute(
            """INSERT INTO playlists (kind, name, folder, place, smart, created_at, changed_at)
               VALUES (?, ?, ?, (SELECT ifnull(max(place), 0) + 1024 FROM playlists), ?, ?, ?)
               RETURNING id""",
            (record["kind"], record["name"], folder, record["smart"], record.get("created_at", now), now),
        ).fetchone()
        entries = []
        for number, (path, part, title, artist, duration, audio) in enumerate(record.get("entries", ())):
            told = {
                "path": path,
                "part": part,
                "title": title,
                "artist": artist,
                "duration": duration,
                "audio_id": audio,
            }
            entries.append(
                (
                    row[0],
                    1024 * (number + 1),
                    self.find(told),
                    _raw(path),
                    part,
                    title,
                    artist,
                    duration,
                    audio,
                )
            )
        self._db.executemany(
            """INSERT INTO playlist_entries
                   (playlist_id, place, track_id, path, part, title, artist, duration, audio_id)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            entries,
        )
        return int(row[0])

    def radios(self, records: list[dict[str, Any]]) -> int:
        """Those that did not begin when one here began; how many were made."""
        made = 0
        for record in records:
            said = record | {
                "seeds": json.dumps(renumbered_seeds(record["seeds"], self._ids)),
                "steering": json.dumps(record["steering"]),
                "state": json.dumps(renumbered(record["state"], self._ids)),
            }
            made += self._db.execute(
                f"""INSERT INTO radios ({", ".join(_RADIO)}) SELECT {", ".join(f":{name}" for name in _RADIO)}
                    WHERE NOT EXISTS (SELECT 1 FROM radios WHERE started_at = :started_at)""",
                {name: said[name] for name in _RADIO},
            ).rowcount
        return made

    def bans(self, records: list[dict[str, Any]]) -> None:
        for record in records:
            value = record["value"]
            now = self._ids.get(int(value)) if record["kind"] == "track" else value
            if now is not None:
                self._db.execute(
                    "INSERT OR IGNORE INTO bans VALUES (?, ?, ?)",
                    (record["kind"], bans.written(str(now)), record["added_at"]),
                )
