"""What stands in a playlist: tracks of the library, and files that it does not know (yet)."""

from __future__ import annotations

import json
import os
import sqlite3
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from core.database import Database
from core.domain import AudioId, Presence, Seconds, TrackId
from core.library.ledger import batches
from core.library.playlist_paths import likest, tails
from core.library.playlist_rows import plain

_CONTENT = "id, path, part, title, artist, duration, audio_id"
_PRESENCES = {presence.value: presence for presence in Presence}


class Entry(NamedTuple):
    """One line of a playlist. What the track says now, or where none stands for it, what was said then."""

    id: int
    track_id: TrackId | None
    """None: the file is not in the library."""
    raw_path: bytes
    part: int
    title: str
    artist: str
    duration: Seconds
    presence: Presence
    """MISSING too for a file that is not in the library."""

    @property
    def path(self) -> Path:
        return Path(os.fsdecode(self.raw_path))

    @property
    def present(self) -> bool:
        """Whether it can be played now, for all that is known.

        What was taken out of the library, or came from outside it, is not watched, and was put in by hand.
        """
        return self.presence in (Presence.PRESENT, Presence.REMOVED)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a playlist file: a path, and what the file says of it ("" and 0: nothing). Seconds.

    start: seconds into the file, for a track that is a part of it; None for the whole file.
    """

    path: Path
    title: str = ""
    artist: str = ""
    duration: float = 0.0
    start: float | None = None


class Content(NamedTuple):
    """An entry without its id and place."""

    track_id: int | None
    path: bytes
    part: int = 0
    title: str = ""
    artist: str = ""
    duration: float = 0.0
    audio_id: AudioId | None = None


def load(db: sqlite3.Connection, playlist_id: int) -> list[Entry]:
    """The entries of a playlist, in their order."""
    rows = plain(db).execute(
        """SELECT e.id, t.id, ifnull(t.path, e.path), ifnull(t.part, e.part), ifnull(t.title, e.title),
               ifnull(t.artist, e.artist), ifnull(t.duration, e.duration), ifnull(t.presence, 'missing')
           FROM playlist_entries e LEFT JOIN tracks t ON t.id = e.track_id
           WHERE e.playlist_id = ? ORDER BY e.place, e.id""",
        (playlist_id,),
    )
    known = _PRESENCES
    return [Entry._make((*row[:7], known[row[7]])) for row in rows]


def rows(db: sqlite3.Connection, playlist_id: int) -> tuple[array[int], array[int]]:
    """Ids of the entries and of their tracks (0: none), in their order."""
    found = plain(db).execute(
        """SELECT id, ifnull(track_id, 0) FROM playlist_entries WHERE playlist_id = ? ORDER BY place, id""",
        (playlist_id,),
    )
    pairs = found.fetchall()
    return array("q", [pair[0] for pair in pairs]), array("q", [pair[1] for pair in pairs])


def of_tracks(db: sqlite3.Connection, ids: Sequence[TrackId]) -> list[Content]:
    """In their order; ids that are no tracks are left out."""
    found: dict[int, Content] = {}
    for some in batches(set(ids)):
        rows = plain(db).execute(
            f"""SELECT {_CONTENT} FROM tracks
                WHERE id IN ({", ".join("?" * len(some))})""",
            some,
        )
        found |= {row[0]: Content._make(row) for row in rows}
    return [found[id] for id in ids if id in found]


def of_items(db: sqlite3.Connection, items: Sequence[Item]) -> list[Content]:
    """Lines of a playlist file, with the tracks that they mean. A file cut into parts means all of them.

    What lies elsewhere by now, or was written down on another computer, is found by its name and folders.
    """
    found = [_tracks_of(db, os.path.abspath(os.fsencode(item.path)), item.start) for item in items]
    unknown = [number for number, tracks in enumerate(found) if not tracks]
    for number, path in _elsewhere(db, {number: items[number] for number in unknown}):
        found[number] = _tracks_of(db, path, items[number].start)
    return [
        content for item, tracks in zip(items, found, strict=True) for content in tracks or [_unknown(item)]
    ]


def _unknown(item: Item) -> Content:
    path = os.path.abspath(os.fsencode(item.path))
    return Content(None, path, 0, item.title, item.artist, item.duration)


LENGTH_DIFFERS = 3.0
"""Seconds by which two players may disagree on how long a file is."""


def _elsewhere(db: sqlite3.Connection, items: Mapping[int, Item]) -> Iterator[tuple[int, bytes]]:
    """Listed files that lie in folders of the same names, for items whose own file is not there."""
    wanted: dict[str, list[int]] = {}
    for number, item in items.items():
        if not os.path.lexists(item.path) and (names := tails(os.fsencode(item.path))):
            wanted.setdefault(names[0], []).append(number)
    if not wanted:
        return
    near: dict[int, list[bytes]] = {}
    for path, duration in plain(db).execute("SELECT path, duration FROM tracks WHERE presence = 'present'"):
        for number in wanted.get(tails(path[path.rfind(b"/") + 1 :])[0], ()):
            said = items[number].duration
            if not said or items[number].start is not None or abs(duration - said) <= LENGTH_DIFFERS:
                near.setdefault(number, []).append(path)
    for number, paths in near.items():
        if best := likest(os.fsencode(items[number].path), set(paths)):
            yield number, best


def _tracks_of(db: sqlite3.Connection, named: bytes, start: float | None) -> list[Content]:
    for path in _names(named):
        rows = plain(db).execute(
            f"""SELECT {_CONTENT}, start, 0 FROM tracks
                WHERE path = ?1 AND presence <> 'missing' AND NOT cut
                UNION ALL SELECT {_CONTENT}, start, 1 FROM tracks
                WHERE path = ?1 AND presence = 'missing' AND NOT cut
                ORDER BY 9, part, id DESC""",
            (path,),
        )
        parts: dict[int, tuple[float, Content]] = {}
        for row in rows:
            parts.setdefault(row[2], (row[7], Content._make(row[:7])))
        if parts:
            return _meant(parts, start)
    return []


def _meant(parts: dict[int, tuple[float, Content]], start: float | None) -> list[Content]:
    """Of what one file holds, what was asked for: the part that begins at `start`, or all."""
    if 0 in parts:
        return [parts[0][1]]
    near = [content for begins, content in parts.values() if start is not None and abs(begins - start) < 1]
    return near[:1] or [content for _, content in parts.values()]


def _names(path: bytes) -> Iterator[bytes]:
    """Ways to write one path: as it stands, with links followed above the file, composed or not."""
    yield path
    head, tail = os.path.split(path)
    resolved = os.path.join(os.path.realpath(head), tail)
    if resolved != path:
        yield resolved
    try:
        text = path.decode()
    except UnicodeDecodeError:
        return
    for form in ("NFC", "NFD"):
        if not text.isascii() and (other := unicodedata.normalize(form, text)) != text:
            yield other.encode()


_LISTED_BY_PATH = """
    SELECT t.id, e.id, e.playlist_id FROM tracks t
    JOIN playlist_entries e ON e.path = t.path AND e.part = t.part
    WHERE e.track_id IS NULL AND t.presence <> 'missing' AND NOT t.cut
        AND t.id IN (SELECT value FROM json_each(?))
"""
_LISTED_AGAIN = """
    SELECT t.id, e.id, e.playlist_id FROM tracks t
    JOIN tracks gone ON gone.audio_id = t.audio_id AND gone.part = t.part AND gone.presence = 'missing'
    JOIN playlist_entries e ON e.track_id = gone.id
    WHERE t.presence = 'present' AND NOT t.cut AND {which}.id IN (SELECT value FROM json_each(?))
"""


def attach(database: Database, ids: Iterable[int]) -> set[int]:
    """Lets tracks among `ids` stand for entries that have none that is there; the playlists concerned.

    By path for files that were unknown; by audio for those whose own file is gone and a copy is left.
    """
    asked = (json.dumps(list(ids)),)
    found = []
    for sql in (_LISTED_BY_PATH, _LISTED_AGAIN.format(which="t"), _LISTED_AGAIN.format(which="gone")):
        found += plain(database.read()).execute(sql, asked).fetchall()
    if found:
        with database.write() as db:
            db.executemany(
                "UPDATE playlist_entries SET track_id = ? WHERE id = ?", [row[:2] for row in found]
            )
    return {playlist for _, _, playlist in found}


def attach_within(db: sqlite3.Connection, playlists: Iterable[int]) -> None:
    """Looks up what these playlists name but have no track for, by path and then by audio."""
    db.execute(
        """UPDATE playlist_entries SET track_id = coalesce(
               (SELECT id FROM tracks AS t WHERE t.presence <> 'missing' AND NOT t.cut
                    AND (t.path, t.part) = (playlist_entries.path, playlist_entries.part)),
               (SELECT min(id) FROM tracks AS t WHERE t.audio_id = playlist_entries.audio_id AND NOT t.cut
                    AND t.part = playlist_entries.part))
           WHERE track_id IS NULL AND playlist_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(playlists)),),
    )
