"""The library as everyone else sees it: tracks, searches, ratings, plays, folders, and what changed."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Self

from core.database import Database, explained
from core.domain import (
    AudioId,
    Decibel,
    PlayEvent,
    Presence,
    ReplayGain,
    Seconds,
    Stream,
    Tags,
    Timestamp,
    Track,
    TrackId,
)
from core.library import folders, history, search
from core.library.ledger import batches
from core.settings import Places

SQL = Path(__file__).parent / "sql"
_LISTED = "presence IN ('present', 'offline') AND NOT cut"
"""Said like this everywhere: the partial indexes are made with it. A file that a cue sheet cuts into tracks
is not listed itself."""
_TRACK = (
    "id, path, presence, title, artist, album_artist, album, genre, year, disc_no, track_no, duration, "
    "audio_id, rating, loved, play_count, skip_count, last_played, added_at, error, composer, part, start, "
    "codec, bitrate, coalesce(bpm, (SELECT tempo FROM track_facts WHERE track_id = tracks.id))"
)
_PRESENCES = {presence.value: presence for presence in Presence}
_LISTS = ("artists", "album_artists", "genres", "composers")
_AS_THEY_ARE = (
    *("title", "album", "comment", "date", "year", "track_no", "track_total", "disc_no", "disc_total"),
    "bpm",
)


class Kind(StrEnum):
    """What happened to tracks."""

    ADDED = "added"
    """They are listed now, and were not before."""
    REMOVED = "removed"
    """They are no longer listed: missing, taken out, or found to be another track moved."""
    CHANGED = "changed"
    """Tags, place or presence."""
    RATED = "rated"
    PLAYED = "played"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Change:
    """What a writer did, told after it was committed."""

    kind: Kind
    ids: Sequence[TrackId]


@dataclass(frozen=True, slots=True)
class Facts:
    """What listening found out about a track; None where it found nothing.

    tempo in beats per minute, loudness in dBFS, brightness in Hz (spectral centroid), energy 0 to 1;
    tags as (name, 0 to 1), the strongest first.
    """

    track_id: TrackId
    tempo: float | None = None
    loudness: Decibel | None = None
    brightness: float | None = None
    energy: float | None = None
    tags: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is listed."""

    tracks: int
    seconds: Seconds


class RadioRow(NamedTuple):
    """What radio needs to know of a track."""

    id: TrackId
    artist: str
    album_artist: str
    """The artist where no album artist is said."""
    album: str
    title: str
    duration: Seconds
    audio_id: AudioId


class ToHear(NamedTuple):
    """A file to listen to."""

    track_id: TrackId
    audio_id: AudioId
    raw_path: bytes
    duration: Seconds
    size: int
    """Bytes."""
    mtime_ns: int
    """With size: as it was when it was scanned."""
    start: Seconds = Seconds(0.0)
    length: Seconds | None = None
    """None: all of the file; else the part of it that is this track."""

    @property
    def path(self) -> Path:
        return Path(os.fsdecode(self.raw_path))


class Library:
    """Everything about one library.db. May be used from any thread.

    Methods that write tell all subscribers what changed, on the writing thread, after the commit.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.scanning = threading.Lock()
        """Held by the one scan that may run."""
        self._subscribers: list[Callable[[Change], None]] = []

    @classmethod
    def open(cls, places: Places) -> Self:
        """Raises UserError when the database cannot be opened or is a newer version's."""
        return cls(Database(places.library_db, SQL))

    def close(self) -> None:
        self.database.close()

    # Word of changes ---------------------------------------------------------------------------------

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """`callback` is called on whatever thread writes, and must be quick. Returns what ends it."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def announce(self, kind: Kind, ids: Iterable[int]) -> None:
        """For those who write beside the library's own methods (a scan)."""
        change = Change(kind, [TrackId(id) for id in ids])
        if change.ids:
            for callback in tuple(self._subscribers):
                callback(change)

    # Tracks ------------------------------------------------------------------------------------------

    def track(self, id: TrackId) -> Track:
        """Raises KeyError for an unknown id."""
        found = self.tracks([id])
        if not found:
            raise KeyError(id)
        return found[0]

    def tracks(self, ids: Sequence[TrackId]) -> list[Track]:
        """In the order asked for; unknown ids are left out."""
        found: dict[int, Track] = {}
        for some in batches(ids):
            rows = self._rows(f"SELECT {_TRACK} FROM tracks WHERE id IN ({_marks(some)})", some)
            found |= {row[0]: _track(row) for row in rows}
        return [found[id] for id in ids if id in found]

    def by_path(self, path: Path) -> Track | None:
        """The track whose file is, or else was last seen, at `path`; of a file cut into parts, the first."""
        return next(iter(self.at_path(path)), None)

    def at_path(self, path: Path) -> list[Track]:
        """The tracks in the file that is, or else was last seen, at `path`: one, or the parts in order."""
        for there in ("presence <> 'missing'", "presence = 'missing'"):
            rows = self._rows(
                f"SELECT {_TRACK} FROM tracks WHERE {there} AND NOT cut AND path = ? ORDER BY part, id DESC",
                (os.path.abspath(os.fsencode(path)),),
            )
            found = [_track(row) for row in rows]
            if found:
                return found if found[0].part else found[:1]
        return []

    def tags(self, id: TrackId) -> tuple[Tags, Stream]:
        """All that a track's file said when it was last read. Raises KeyError for an unknown id."""
        cursor = self.database.read().execute("SELECT * FROM tracks WHERE id = ?", (id,))
        row = cursor.fetchone()
        if row is None:
            raise KeyError(id)
        return _tags(row)

    def order(self, query: str = "", sort: Sequence[tuple[str, bool]] = ()) -> array[int]:
        """Ids of the listed tracks (present and offline) that match `query`, in the order of `sort`.

        query: see `search`. sort: (column, descending) pairs, the columns named in `search.SORTS`; without
        any, by album artist, album, disc and track.
        """
        wanted = search.parse(query)
        rows = self._rows(
            f"SELECT id FROM tracks WHERE {_LISTED} AND {wanted.sql} ORDER BY {search.order_by(sort)}",
            wanted.values,
        )
        return array("q", [row[0] for row in rows])

    def all_ids(self) -> list[TrackId]:
        """Of the listed tracks, by id."""
        return [row[0] for row in self._rows(f"SELECT id FROM tracks WHERE {_LISTED} ORDER BY id")]

    def counts(self) -> Counts:
        (row,) = self._rows(f"SELECT count(*), total(duration) FROM tracks WHERE {_LISTED}")
        return Counts(row[0], Seconds(row[1]))

    def broken(self) -> list[Track]:
        """Tracks whose files could not be read, with the reason in `error`."""
        rows = self._rows(
            f"""SELECT {_TRACK} FROM tracks WHERE error <> '' AND presence IN ('present', 'offline')
                AND NOT part ORDER BY path"""
        )
        return [_track(row) for row in rows]

    def missing(self) -> list[Track]:
        """Tracks whose files are gone, or no longer cut into them."""
        rows = self._rows(
            f"SELECT {_TRACK} FROM tracks WHERE presence = 'missing' AND NOT cut ORDER BY path, part"
        )
        return [_track(row) for row in rows]

    def radio_rows(self) -> list[RadioRow]:
        """Present tracks that were identified, by id."""
        rows = self._rows(
            """SELECT id, artist, CASE album_artist WHEN '' THEN artist ELSE album_artist END, album, title,
                   duration, audio_id
               FROM tracks WHERE presence = 'present' AND NOT cut AND audio_id IS NOT NULL ORDER BY id"""
        )
        return list(map(RadioRow._make, rows))

    def to_hear(self) -> list[ToHear]:
        """Present tracks that were identified; of copies, the first."""
        rows = self._rows(
            """SELECT audio_id, id, path, duration, size, mtime_ns, start, part FROM tracks
               WHERE presence = 'present' AND NOT cut AND audio_id IS NOT NULL ORDER BY id DESC"""
        )
        # The last of equal keys stays: the copy with the lowest id.
        firsts = {row[0]: row for row in rows}
        return [
            ToHear(
                *(TrackId(id), AudioId(audio), path, Seconds(duration), size, mtime),
                *((Seconds(start), Seconds(duration)) if part else ()),
            )
            for audio, id, path, duration, size, mtime, start, part in sorted(
                firsts.values(), key=lambda row: row[1]
            )
        ]

    # Folders -----------------------------------------------------------------------------------------

    def roots(self) -> list[Path]:
        return [Path(os.fsdecode(root.path)) for root in folders.roots(self.database)]

    def exclusions(self) -> list[Path]:
        return [Path(os.fsdecode(path)) for path in folders.exclusions(self.database)]

    def add_root(self, path: Path) -> None:
        """Takes a folder in; a scan then lists what is in it. What had been taken out comes back as it was.

        Raises UserError where `path` is no folder.
        """
        self.announce(Kind.ADDED, folders.add_root(self.database, path))

    def remove_root(self, path: Path) -> None:
        """Takes a folder out; adding it again undoes it. Raises UserError where it is not in the library."""
        self.announce(Kind.REMOVED, folders.remove_root(self.database, path))

    def exclude(self, path: Path) -> None:
        """Leaves a subfolder out of the library and of scans."""
        self.announce(Kind.REMOVED, folders.exclude(self.database, path))

    def include(self, path: Path) -> None:
        """Undoes `exclude`."""
        self.announce(Kind.ADDED, folders.include(self.database, path))

    # What the user does ------------------------------------------------------------------------------

    def set_rating(self, id: TrackId, stars: float | None) -> None:
        """stars: 0.5 to 5, or None to take the rating back."""
        if stars is not None and not 0.5 <= stars <= 5:
            raise ValueError(f"a rating is 0.5 to 5 stars, not {stars}")
        self._write("UPDATE tracks SET rating = ? WHERE id = ?", stars, id)
        self.announce(Kind.RATED, [id])

    def set_loved(self, id: TrackId, *, loved: bool) -> None:
        self._write("UPDATE tracks SET loved = ? WHERE id = ?", int(loved), id)
        self.announce(Kind.RATED, [id])

    def record_play(self, event: PlayEvent) -> None:
        """Keeps a play and counts it as `history` says. One of an unknown track, or known, is dropped."""
        with self.database.write() as db:
            known = history.record(db, event)
        if known:
            self.announce(Kind.PLAYED, [event.track_id])

    def plays(self, track_id: TrackId | None = None, since: Timestamp | None = None) -> list[PlayEvent]:
        """The earliest first; of one track or of all, from `since` on or from the beginning."""
        return history.plays(self.database.read(), track_id, since)

    # What listening finds ----------------------------------------------------------------------------

    def set_facts(self, rows: Iterable[Facts]) -> None:
        for some in batches(rows):
            with self.database.write() as db:
                db.executemany(
                    "INSERT OR REPLACE INTO track_facts VALUES (?, ?, ?, ?, ?, ?)",
                    [
                        (f.track_id, f.tempo, f.loudness, f.brightness, f.energy, json.dumps(f.tags))
                        for f in some
                    ],
                )
            self.announce(Kind.FACTS, [f.track_id for f in some])

    def facts(self, ids: Sequence[TrackId]) -> dict[TrackId, Facts]:
        """Of those that have been listened to."""
        found = {}
        for some in batches(ids):
            for row in self._rows(
                f"""SELECT track_id, tempo, loudness, brightness, energy, tags FROM track_facts
                    WHERE track_id IN ({_marks(some)})""",
                some,
            ):
                said: Any = json.loads(row[5])
                tags = tuple((name, strength) for name, strength in said)
                found[TrackId(row[0])] = Facts(row[0], row[1], row[2], row[3], row[4], tags)
        return found

    # Where the user left off -------------------------------------------------------------------------

    def session(self, key: str, default: Any = None) -> Any:
        """What was kept under `key`, or `default`."""
        for (value,) in self._rows("SELECT value FROM session WHERE key = ?", (key,)):
            return json.loads(value)
        return default

    def set_session(self, key: str, value: Any) -> None:
        """Keeps anything that JSON can hold."""
        self._write("INSERT OR REPLACE INTO session VALUES (?, ?)", key, json.dumps(value))

    # -------------------------------------------------------------------------------------------------

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Plain tuples: at 100,000 rows, named ones cost twice as much."""
        cursor = self.database.read().cursor()
        cursor.row_factory = None
        with explained(self.database.path):
            return cursor.execute(sql, values)

    def _write(self, sql: str, *values: Any) -> None:
        with self.database.write() as db:
            db.execute(sql, values)


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _track(row: Any) -> Track:
    """row: the columns of _TRACK. Made in one go, as lists ask for hundreds."""
    id, path, presence, title, artist, album_artist, *more = row
    more[8] = bool(more[8])  # loved
    place = Path(os.fsdecode(path)), _PRESENCES[presence]
    return Track(id, *place, title, artist, album_artist or artist, *more)


def _tags(row: sqlite3.Row) -> tuple[Tags, Stream]:
    values: dict[str, Any] = {name: row[name] for name in _AS_THEY_ARE}
    values |= {name: tuple(json.loads(row[name])) for name in _LISTS}
    said = Tags(
        **values,
        compilation=bool(row["compilation"]),
        musicbrainz=json.loads(row["musicbrainz"]),
        replay_gain=ReplayGain(row["track_gain"], row["track_peak"], row["album_gain"], row["album_peak"]),
        has_cover=bool(row["has_cover"]),
    )
    return said, Stream(row["duration"], row["sample_rate"], row["channels"], row["bitrate"], row["codec"])
