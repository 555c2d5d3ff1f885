"""The library as shelves: albums, artists, genres, composers, years and folders, each with what is on it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from core.database import explained
from core.domain import Seconds, Timestamp, Track, TrackId
from core.library import albums as identity
from core.library import folders
from core.library.albums import AlbumId
from core.library.names import sort_key
from core.library.narrowing import EVERYTHING, LISTS, Role, between, having
from core.library.search import Condition
from core.library.settling import LISTED, Settler
from core.library.tally import PICTURES, Name, Tally, folded, split
from core.library.tracks import Library
from core.library.walk import below

_PRIOR, _PRIOR_WEIGHT = 3.0, 3
"""One album with a single five-star track is not the best of all: means are damped towards three stars."""
_RANK = (
    f"(ifnull(albums.rating, 0) * albums.rated + {_PRIOR * _PRIOR_WEIGHT}) / (albums.rated + {_PRIOR_WEIGHT})"
)


class By(StrEnum):
    """What albums are sorted by."""

    ARTIST = "artist"
    TITLE = "title"
    YEAR = "year"
    ADDED = "added"
    PLAYED = "played"
    PLAYS = "plays"
    RATING = "rating"
    RANDOM = "random"


_TITLES = "albums.title_key = '', albums.title_key, albums.artist_key, ifnull(albums.year, 9999), albums.id"
_ORDER = {
    By.ARTIST: f"albums.artist_key = '', albums.artist_key, ifnull(albums.year, 9999), {_TITLES}",
    By.TITLE: _TITLES,
    By.YEAR: f"albums.year IS NULL, albums.year DESC, {_TITLES}",
    By.ADDED: f"albums.added_at DESC, {_TITLES}",
    By.PLAYED: f"albums.last_played IS NULL, albums.last_played DESC, {_TITLES}",
    By.PLAYS: f"albums.plays DESC, {_TITLES}",
    By.RATING: f"{_RANK} DESC, albums.rated DESC, {_TITLES}",
    By.RANDOM: "random()",
}
_SHELF = {
    By.PLAYED: "albums.last_played IS NOT NULL",
    By.PLAYS: "albums.plays > 0",
    By.RATING: "albums.rated > 0",
}
"""What is on the shelf of that name: an album never played was not "recently played"."""


class Album(NamedTuple):
    """An album as a grid shows it."""

    id: AlbumId
    title: str
    artist: str
    """As shown; VARIOUS for compilations."""
    artists: str
    """One by one, as JSON."""
    title_key: str
    artist_key: str
    year: int | None
    discs: int
    tracks: int
    seconds: Seconds
    added: Timestamp
    """When its newest track was added."""
    last_played: Timestamp | None
    plays: int
    """Of all its tracks."""
    rating: float | None
    """Mean of its rated tracks."""
    cover: TrackId
    raw_path: bytes
    """The file whose cover stands for the album."""
    folder_album: str
    folder_artist: str
    """Album and album artist of that file, as its own tags say."""

    @property
    def path(self) -> Path:
        return Path(os.fsdecode(self.raw_path))


_ALBUM = """
    SELECT albums.id, albums.title, albums.artist, albums.artists, albums.title_key, albums.artist_key,
        albums.year, albums.discs, albums.tracks, albums.seconds, albums.added_at, albums.last_played,
        albums.plays, albums.rating, albums.cover_id, cover.path, cover.album,
        CASE cover.album_artist WHEN '' THEN cover.artist ELSE cover.album_artist END
    FROM albums JOIN tracks AS cover ON cover.id = albums.cover_id
"""


class Disc(NamedTuple):
    """number: 1 and up; title: its own, mostly empty."""

    number: int
    title: str
    tracks: list[Track]


class Decade(NamedTuple):
    """first: its first year."""

    first: int
    tracks: int
    albums: int
    years: tuple[tuple[int, int], ...]
    """(year, albums), the latest first."""
    seen: tuple[AlbumId, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """What there is of an artist, composer or genre, or from some years."""

    albums: tuple[Album, ...]
    """An artist's own; else all that have a track of it. By year."""
    guest_on: tuple[Album, ...]
    """Others' albums and compilations on which an artist appears."""
    loose: tuple[TrackId, ...]
    """Tracks on no album."""
    tracks: int
    seconds: Seconds


class Folder(NamedTuple):
    """A folder with music in it or below."""

    raw_path: bytes
    tracks: int
    folders: bool
    """Whether it has folders with music."""
    offline: bool
    """None of its music can be reached now."""

    @property
    def path(self) -> Path:
        return Path(os.fsdecode(self.raw_path))


class Browse:
    """Reads of one library, for the pool: each first sees to it that new tracks have found their albums.

    All methods may raise UserError, as the library's do.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._settler = Settler(library.database)

    def settle(self) -> None:
        """What every read does first; after a scan, it spares the next read the time."""
        self._settler.settle()

    # Albums ------------------------------------------------------------------------------------------

    def albums(
        self, wanted: Condition = EVERYTHING, by: By = By.ARTIST, *, shelf: bool = False
    ) -> list[Album]:
        """Those with a track that meets the condition, whole.

        shelf: only those of which `by` says something, as the played ones for By.PLAYED.
        """
        self._settler.settle()
        where = ["albums.tracks > 0", *([_SHELF[by]] if shelf and by in _SHELF else [])]
        if wanted.sql != EVERYTHING.sql:
            where.append(f"albums.id IN (SELECT album_id FROM tracks WHERE {LISTED} AND ({wanted.sql}))")
        return self._albums(f"WHERE {' AND '.join(where)} ORDER BY {_ORDER[by]}", wanted.values)

    def album(self, id: AlbumId) -> Album | None:
        """None when there is none of that id (any more)."""
        self._settler.settle()
        return next(iter(self._albums("WHERE albums.id = ? AND albums.tracks > 0", (id,))), None)

    def albums_of(self, ids: Sequence[AlbumId]) -> list[Album]:
        """In the order asked for; unknown ones are left out."""
        rows = self._albums("WHERE albums.id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
        found = {album.id: album for album in rows}
        return [found[id] for id in ids if id in found]

    def album_of(self, track: TrackId) -> AlbumId | None:
        """The album a track is on."""
        self._settler.settle()
        row = self._rows("SELECT album_id FROM tracks WHERE id = ?", (track,)).fetchone()
        return AlbumId(row[0]) if row and row[0] else None

    def discs(self, id: AlbumId) -> list[Disc]:
        """An album's tracks in order, by disc."""
        self._settler.settle()
        fields = ", ".join(identity.Candidate._fields)
        rows = [
            identity.Candidate._make(row)
            for row in self._rows(f"SELECT {fields} FROM tracks WHERE album_id = ? AND {LISTED}", (id,))
        ]
        rows.sort(key=identity.in_order)
        tracks = {track.id: track for track in self._library.tracks([row.id for row in rows])}
        found: dict[int, Disc] = {}
        for row in rows:
            said = identity.split_disc(row.album).said or identity.family(row.folder)[2]
            disc = found.setdefault(row.disc, Disc(row.disc, said, []))
            if row.id in tracks:
                disc.tracks.append(tracks[row.id])
        return list(found.values())

    def tracks_on(self, ids: Sequence[AlbumId]) -> list[TrackId]:
        """The tracks of these albums, one album after the other, as things stood at the last read."""
        fields = ", ".join(identity.Candidate._fields)
        rows = self._rows(
            f"""SELECT album_id, {fields} FROM tracks
                WHERE album_id IN (SELECT value FROM json_each(?)) AND album_id IS NOT NULL AND {LISTED}""",
            (json.dumps(list(ids)),),
        )
        albums: defaultdict[str, list[identity.Candidate]] = defaultdict(list)
        for row in rows:
            albums[row[0]].append(identity.Candidate._make(row[1:]))
        return [row.id for id in ids for row in sorted(albums[id], key=identity.in_order)]

    # Names -------------------------------------------------------------------------------------------

    def names(self, role: Role, wanted: Condition = EVERYTHING) -> list[Name]:
        """All names in a role, among the tracks that meet the condition; by name."""
        self._settler.settle()
        if role is Role.ALBUM_ARTIST:
            return self._album_artists(wanted)
        listed, joined, key = LISTS[role]
        rows = self._rows(
            f"SELECT {listed}, {joined}, {key}, ifnull(album_id, '') FROM tracks"
            f" WHERE {LISTED} AND {joined} <> '' AND ({wanted.sql})",
            wanted.values,
        )
        tally = Tally()
        # Counted here: for SQLite, grouping by three texts takes three times as long.
        for (said, all_names, sorted_by, album), tracks in Counter(rows).items():
            names = split(said, all_names)
            tally.add(names, sorted_by if len(names) == 1 else "", album, tracks)
        return tally.names(self._plays())

    def _album_artists(self, wanted: Condition) -> list[Name]:
        everything = wanted.sql == EVERYTHING.sql
        rows = self._rows(
            "SELECT id, artists, artist_key, tracks FROM albums"
            if everything
            else f"""SELECT id, artists, artist_key, some FROM albums JOIN (
                    SELECT album_id, count(*) AS some FROM tracks
                    WHERE {LISTED} AND album_id <> '' AND ({wanted.sql}) GROUP BY album_id
                ) ON album_id = id""",
            wanted.values,
        )
        tally = Tally()
        for album, said, key, tracks in rows:
            names = split(said, "")
            tally.add(names, key if len(names) == 1 else "", album, tracks)
        loose = self._rows(
            "SELECT artists, artist, max(artist_key), count(*) FROM tracks"
            f" WHERE album_id = '' AND {LISTED} AND artist <> '' AND ({wanted.sql}) GROUP BY artists, artist",
            wanted.values,
        )
        for said, artist, key, tracks in loose:
            names = split(said, artist)
            tally.add(names[:1], key if len(names) == 1 else "", "", tracks)
        return tally.names(self._plays())

    def decades(self) -> list[Decade]:
        """The latest first; what has no year is in none."""
        self._settler.settle()
        rows = self._rows(
            "SELECT year, id, tracks, plays FROM albums WHERE year > 0 ORDER BY year DESC, plays DESC, id"
        )
        found: defaultdict[int, list[tuple[int, AlbumId, int, int]]] = defaultdict(list)
        for row in rows:
            found[row[0] // 10 * 10].append(row)
        return [_decade(first, some) for first, some in found.items()]

    def _plays(self) -> dict[str, int]:
        return dict(self._rows("SELECT id, plays FROM albums").fetchall())

    # What is on a shelf ------------------------------------------------------------------------------

    def collection(self, role: Role, name: str) -> Collection:
        """What there is of a name."""
        self._settler.settle()
        wanted = having(role, [name])
        found = self._by_year(wanted)
        own, guest_on = found, list[Album]()
        if role in (Role.ALBUM_ARTIST, Role.ARTIST):
            own = [a for a in found if folded(name) in map(folded, json.loads(a.artists))]
            if role is Role.ALBUM_ARTIST:
                wanted = having(Role.ALBUM_ARTIST, [name], guests=True)
                found = self._by_year(wanted)
            mine = {a.id for a in own}
            guest_on = [a for a in found if a.id not in mine]
        return self._collected(wanted, own, guest_on)

    def _by_year(self, wanted: Condition) -> list[Album]:
        return sorted(self.albums(wanted, By.TITLE), key=lambda album: album.year or 9999)

    def years(self, first: int, last: int) -> Collection:
        """What is from these years, both included."""
        self._settler.settle()
        some = self._albums(
            "WHERE albums.year BETWEEN ? AND ? ORDER BY albums.year, albums.title_key", (first, last)
        )
        return self._collected(between(first, last), some, [])

    def _collected(self, wanted: Condition, own: list[Album], guest_on: list[Album]) -> Collection:
        sums = f"SELECT count(*), total(duration) FROM tracks WHERE {LISTED} AND ({wanted.sql})"
        tracks, seconds = self._rows(sums, wanted.values).fetchone()
        loose = self._rows(
            f"SELECT id FROM tracks WHERE album_id = '' AND {LISTED} AND ({wanted.sql})"
            " ORDER BY title_key, id",
            wanted.values,
        )
        return Collection(
            tuple(own), tuple(guest_on), tuple(row[0] for row in loose), tracks, Seconds(seconds)
        )

    def track_ids(self, wanted: Condition) -> list[TrackId]:
        """Listed tracks that meet a condition, album after album."""
        self._settler.settle()
        rows = self._rows(
            f"""SELECT id FROM tracks WHERE {LISTED} AND ({wanted.sql})
                ORDER BY album_artist_key = '', album_artist_key, year, album_key, disc_no, track_no, path""",
            wanted.values,
        )
        return [row[0] for row in rows]

    # Folders -----------------------------------------------------------------------------------------

    def roots(self) -> list[Folder]:
        """The library's own folders, with and without music; those that cannot be reached are offline."""
        away = {os.path.realpath(path) for path in folders.unreachable(self._library.database)}
        found = []
        for root in folders.roots(self._library.database):
            below_it = self._below(root.path)
            tracks = sum(folder.tracks for folder in below_it[0]) + below_it[1]
            found.append(Folder(root.path, tracks, bool(below_it[0]), root.path in away))
        return found

    def folders(self, parent: bytes) -> list[Folder]:
        """The folders in a folder that have music, by name."""
        return self._below(parent)[0]

    def _below(self, parent: bytes) -> tuple[list[Folder], int]:
        """Its folders, and how many tracks lie in it directly."""
        low, high = below(parent)
        rows = self._rows(
            "SELECT path, presence = 'present' FROM tracks"
            f" WHERE presence <> 'missing' AND {LISTED} AND path >= ? AND path < ?",
            (low, high),
        )
        start, direct = len(low), 0
        counts: defaultdict[bytes, list[int]] = defaultdict(lambda: [0, 0, 0])
        for path, present in rows:
            name, _, rest = path[start:].partition(b"/")
            if not rest:
                direct += 1
                continue
            count = counts[name]
            count[0] += 1
            count[1] += present
            count[2] |= b"/" in rest
        found = [
            Folder(low + name, tracks, bool(deeper), not present)
            for name, (tracks, present, deeper) in counts.items()
        ]
        return sorted(found, key=lambda folder: sort_key(folder.path.name)), direct

    # -------------------------------------------------------------------------------------------------

    def _albums(self, rest: str, values: Sequence[Any]) -> list[Album]:
        return list(map(Album._make, self._rows(_ALBUM + rest, values)))

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        database = self._library.database
        cursor = database.read().cursor()
        cursor.row_factory = None
        with explained(database.path):
            return cursor.execute(sql, values)


def _decade(first: int, rows: Sequence[tuple[int, AlbumId, int, int]]) -> Decade:
    years: defaultdict[int, int] = defaultdict(int)
    for year, *_ in rows:
        years[year] += 1
    seen = sorted(rows, key=lambda row: -row[3])[:PICTURES]
    return Decade(
        first,
        sum(row[2] for row in rows),
        len(rows),
        tuple(years.items()),
        tuple(row[1] for row in seen),
    )
