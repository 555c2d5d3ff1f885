"""Takes in what other programs counted: finds whose song is which track, adds it up, and reports.

Imported twice, a file changes nothing the second time. Of two players that both counted, the higher count is
taken, since the second one's usually began as a copy of the first's; it is added to what was counted here.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.domain import Timestamp, TrackId
from core.library import ledger
from core.library.foreign import Export, Song
from core.library.names import sort_key
from core.library.tracks import Kind, Library

SAME_LENGTH = 3.0
"""Seconds by which two programs may differ about one file's length."""
SAME_PLAY = 120.0
"""Seconds within which a play counted here and one a service tells of are the same: the service had it from
us, and some services round to minutes."""
TOLD_ONCE = f"""NOT EXISTS (
    SELECT 1 FROM imported_plays AS other WHERE other.track_id = one.track_id AND other.origin <> one.origin
    AND other.started_at < one.started_at AND other.started_at > one.started_at - {SAME_PLAY})"""
"""Of `imported_plays AS one`: not the second telling of a play that two services know of, a little apart.

Ours were left out when they were imported."""
DEEPEST = 6
"""Names of a path, counted from its end, that are compared."""
MOST_EXAMPLES = 200


class By(StrEnum):
    """How a song was found."""

    PATH = "path"
    TAGS = "tags"
    NOTHING = "nothing"


@dataclass(slots=True)
class Report:
    """What an import found, and what came of it."""

    origin: str
    songs: int = 0
    by_path: int = 0
    by_tags: int = 0
    rated: int = 0
    """Tracks that got a rating; one that had one keeps it."""
    loved: int = 0
    plays: int = 0
    """Added to the tracks' counts."""
    unmatched: list[str] = field(default_factory=list)
    """ "artist - title" of those that were not found, MOST_EXAMPLES at most."""

    @property
    def matched(self) -> int:
        return self.by_path + self.by_tags


def take_in(library: Library, export: Export, check: Callable[[], None] = lambda: None) -> Report:
    """Adds to the library what `export` says. check: called now and then; what it raises ends it, undone."""
    report = Report(export.origin, songs=len(export.songs))
    touched: list[TrackId] = []
    finder = Finder(library.database.read())
    with library.database.write() as db:
        for number, (id, songs) in enumerate(_by_track(finder, export.songs, report).items()):
            if number % 500 == 0:
                check()
            for song in songs:
                _take_opinion(db, id, song, report)
            _take_counts(db, id, export.origin, songs, report)
            touched.append(id)
    library.announce(Kind.RATED, touched)
    library.announce(Kind.PLAYED, touched)
    return report


def _by_track(finder: Finder, songs: Iterable[Song], report: Report) -> dict[TrackId, list[Song]]:
    """A track may have been several songs to a service: as many as its tags had spellings."""
    found: dict[TrackId, list[Song]] = defaultdict(list)
    for song in songs:
        by, id = finder.find(song)
        if id is None:
            if len(report.unmatched) < MOST_EXAMPLES:
                known = (song.artist, song.title) if song.title else (os.fsdecode(song.path),)
                report.unmatched.append(" - ".join(filter(None, known)))
            continue
        report.by_path += by is By.PATH
        report.by_tags += by is By.TAGS
        found[id].append(song)
    return found


# -- finding -------------------------------------------------------------------------------------------------


class Finder:
    """Which track a song is: the one at its path, at the end of its path, or with its tags."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._by_path: dict[bytes, TrackId] = {}
        self._by_end: dict[tuple[bytes, ...], list[tuple[bytes, TrackId, str, float]]] = defaultdict(list)
        self._by_tags: dict[tuple[str, str], list[tuple[TrackId, str, float]]] = defaultdict(list)
        rows = db.execute(
            """SELECT id, path, part, title, artist, album_artist, album, duration FROM tracks
               WHERE presence <> 'removed' AND NOT cut ORDER BY presence = 'present' DESC, id"""
        )
        for id, path, part, title, artist, album_artist, album, duration in rows:
            if not part and path not in self._by_path:
                self._by_path[path] = id
                self._by_end[_end(path)].append((path, id, title, duration))
            for name in {sort_key(artist), sort_key(album_artist)} - {""}:
                self._by_tags[name, sort_key(title)].append((id, sort_key(album), duration))

    def find(self, song: Song) -> tuple[By, TrackId | None]:
        """How it was found, and the track; None where none is, or where it could be several."""
        id = self._at_path(song)
        if id is not None:
            return By.PATH, id
        id = self._with_tags(song)
        return (By.TAGS, id) if id is not None else (By.NOTHING, None)

    def _at_path(self, song: Song) -> TrackId | None:
        if not song.path:
            return None
        if song.path in self._by_path:
            return self._by_path[song.path]
        # The same collection under another root, or another system's: the longest common end, if it is one's
        # alone, more than the bare name, and no other song by its title.
        wanted = _names(song.path)
        shared = [
            (_common(wanted, _names(path)), id)
            for path, id, title, duration in self._by_end.get(_end(song.path), ())
            if _may_be(song, title, duration)
        ]
        best = max((length for length, _ in shared), default=0)
        ids = [id for length, id in shared if length == best]
        return ids[0] if best > 1 and len(ids) == 1 else None

    def _with_tags(self, song: Song) -> TrackId | None:
        if not song.title or not song.artist:
            return None
        found = self._by_tags.get((sort_key(song.artist), sort_key(song.title)), [])
        on_album = [each for each in found if song.album and each[1] == sort_key(song.album)]
        found = on_album or found
        if song.duration is not None:
            # Another length, and not on that album: another recording, live or a remix.
            found = [each for each in found if _is_near(each[2], song.duration)] or on_album
        # Of copies and editions that nothing tells apart, the first: a play is a play of the song.
        return found[0][0] if found else None


def _may_be(song: Song, title: str, duration: float) -> bool:
    """Whether what is told of a song agrees with a file of the same name: "CD1/01.mp3" is in many folders."""
    if not song.title or not title or sort_key(song.title) == sort_key(title):
        return True
    return song.duration is not None and duration > 0 and _is_near(duration, song.duration)


def _is_near(length: float, told: float) -> bool:
    """length: of a track; 0 where it is not known."""
    return not length or abs(length - told) <= SAME_LENGTH


def _names(path: bytes) -> list[bytes]:
    """The last names of a path, the file's first, as any system writes them."""
    return list(reversed(path.replace(b"\\", b"/").lower().split(b"/")[-DEEPEST:]))


def _end(path: bytes) -> tuple[bytes, ...]:
    """A file's name and its folder's, which two files must have in common: "01.mp3" alone are thousands."""
    return tuple(_names(path)[:2])


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


# -- adding up -----------------------------------------------------------------------------------------------


def _take_opinion(db: sqlite3.Connection, id: TrackId, song: Song, report: Report) -> None:
    if song.rating is not None:
        done = db.execute("UPDATE tracks SET rating = ? WHERE id = ? AND rating IS NULL", (song.rating, id))
        report.rated += done.rowcount
    if song.loved:
        report.loved += db.execute("UPDATE tracks SET loved = 1 WHERE id = ? AND NOT loved", (id,)).rowcount
    if song.added is not None:
        db.execute("UPDATE tracks SET added_at = min(added_at, ?) WHERE id = ?", (song.added, id))
    if song.last_played is not None:
        db.execute(
            "UPDATE tracks SET last_played = max(ifnull(last_played, 0), ?) WHERE id = ?",
            (song.last_played, id),
        )


def _take_counts(
    db: sqlite3.Connection, id: TrackId, origin: str, songs: Sequence[Song], report: Report
) -> None:
    before = ledger.imported(db, id)
    dated = [at for song in songs for at in song.played_at]
    plays = sum(song.plays for song in songs if not song.played_at)
    if dated:
        db.executemany(
            "INSERT OR IGNORE INTO imported_plays VALUES (?, ?, ?)",
            [(id, at, origin) for at in _not_ours(db, id, dated)],
        )
        (told,) = db.execute(
            "SELECT count(*) FROM imported_plays WHERE track_id = ? AND origin = ?", (id, origin)
        ).fetchone()
        plays += told
    skips = sum(song.skips for song in songs)
    if plays or skips:
        db.execute(
            """INSERT INTO imported_counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
               SET plays = max(plays, excluded.plays), skips = max(skips, excluded.skips)""",
            (id, origin, plays, skips),
        )
    after = ledger.imported(db, id)
    more = after[0] - before[0], after[1] - before[1]
    if any(more):
        db.execute(
            "UPDATE tracks SET play_count = play_count + ?, skip_count = skip_count + ? WHERE id = ?",
            (*more, id),
        )
    report.plays += more[0]


def _not_ours(db: sqlite3.Connection, id: TrackId, dated: Iterable[Timestamp]) -> Iterator[Timestamp]:
    """Without the plays that were counted here, and told to the service from here."""
    ours = [row[0] for row in db.execute("SELECT started_at FROM plays WHERE track_id = ?", (id,))]
    for at in dated:
        if not any(abs(at - each) < SAME_PLAY for each in ours):
            yield at


def imported_plays(library: Library, since: Timestamp | None = None) -> list[tuple[TrackId, Timestamp]]:
    """Plays that other programs told of, the earliest first; from `since` on."""
    rows = library.database.read().execute(
        """SELECT track_id, started_at FROM imported_plays
           WHERE started_at >= ifnull(?, 0) ORDER BY started_at""",
        (since,),
    )
    return [(TrackId(id), Timestamp(at)) for id, at in rows]
