"""What is one album: which tracks belong together, by their tags and by where they lie.

Decided among the tracks of one title, whose "CD 2" and the like has been taken off:

- An album artist keeps "Greatest Hits" of one band apart from that of another.
- Without one, tracks in one folder (with its CD1, CD2) are by their artist, or a compilation where artists
  differ. Where two artists there have the same track number, they are two albums.
- Of one artist, folders and MusicBrainz releases are one album while they complete each other; two with the
  same track numbers, with different releases or with different years are two editions.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, NewType, TypeVar

from core.domain import TrackId
from core.library.names import sort_key

_T = TypeVar("_T")

AlbumId = NewType("AlbumId", str)
"""Made from title, album artist and, where there are several editions, what tells them apart."""

VARIOUS = "Various Artists"
"""The artist of compilations."""
_VARIOUS_KEYS = frozenset(
    (
        *("various artists", "various", "va", "v.a.", "v.a", "v/a", "diverse", "divers", "verschiedene"),
        *("verschiedene interpreten", "diverse interpreten", "artistes divers", "varios artistas", "varios"),
    )
)
_SEP = os.fsencode(os.sep)
_OWN_TRACKS = 3
"""An artist with so many tracks on average, and none of them numbered, has an album of that name."""
MARK = 10
"""Digits of an album's id that name its title."""

_DISC = r"(?:cd|dis[ck]|dvd|lp)[\s._-]*#?(\d{1,2})\b(?:\s*(?:of|/)\s*\d+)?"
# "The Marshall Mathers LP 2" is a title.
_DISC_AFTER = re.compile(
    rf"^(?P<title>.*?\S)\s*(?:[\[(]\s*{_DISC}\s*[:\-–—]?\s*(?P<in>[^\])]*)[\])]"
    rf"|(?:\s(?!\s*lp)|[,:;_]|[-–—])\s*{_DISC}\s*(?:[:\-–—]\s*(?P<after>.+))?)\s*$",
    re.IGNORECASE,
)
_DISC_FOLDER = re.compile(rf"{_DISC}(?:[\s._:–-]+(?P<after>.*))?", re.IGNORECASE)
_WITH = re.compile(r"\s+[\[(]?(?:feat\.?|ft\.?|featuring)\s+", re.IGNORECASE)


class Candidate(NamedTuple):
    """What the decision looks at, of one track. Lists are JSON, as in the library."""

    id: TrackId
    path: bytes
    title_key: str
    artists: str
    artist: str
    artist_key: str
    album_artists: str
    album_artist: str
    album_artist_key: str
    album: str
    album_key: str
    compilation: int
    musicbrainz: str
    disc_no: int | None
    track_no: int | None
    year: int | None
    has_cover: int

    @property
    def folder(self) -> bytes:
        return self.path.rpartition(_SEP)[0]  # os.path.dirname takes four times as long

    @property
    def disc(self) -> int:
        """By its tag, or as title or folder say."""
        return self.disc_no or split_disc(self.album)[1] or family(self.folder)[1] or 1

    @property
    def lead(self) -> str:
        """The first artist, without guests."""
        names = json.loads(self.artists) if self.artists != "[]" else [self.artist]
        return _WITH.split(str(names[0]), maxsplit=1)[0] if names else ""

    @property
    def release(self) -> str:
        if '"release"' not in self.musicbrainz:
            return ""
        return str(json.loads(self.musicbrainz).get("release", ""))

    @property
    def slot(self) -> object:
        """Its place on the album: no two tracks of one edition share it."""
        return (self.disc, self.track_no) if self.track_no else self.title_key


@dataclass(frozen=True, slots=True)
class Decided:
    """An album and its tracks."""

    id: AlbumId
    title: str
    artist: str
    artists: tuple[str, ...]
    title_key: str
    artist_key: str
    compilation: bool
    year: int | None
    discs: int
    cover: TrackId
    tracks: tuple[TrackId, ...]


class Split(NamedTuple):
    """An album's title without its disc, the disc's number, and the disc's own title."""

    title: str
    disc: int | None
    said: str


@lru_cache(maxsize=4096)
def split_disc(album: str) -> Split:
    """ "Mellon Collie (Disc 2: Twilight)" gives ("Mellon Collie", 2, "Twilight")."""
    found = _DISC_AFTER.match(album)
    if found is None:
        return Split(album.strip(), None, "")
    number = int(found[2] or found[4])
    said = (found["in"] or found["after"] or "").strip()
    return Split(found["title"].rstrip(" ,:;-–—_"), number, said)


@lru_cache(maxsize=4096)
def family(folder: bytes) -> tuple[bytes, int | None, str]:
    """The folder that an album's discs share, and of a disc's folder its number and title."""
    above, name = os.path.split(folder)
    text = os.fsdecode(name)
    if alone := _DISC_FOLDER.fullmatch(text.strip()):
        return above, int(alone[1]), (alone["after"] or "").strip()
    title, disc, said = split_disc(text)
    return (folder, None, "") if disc is None else (os.path.join(above, os.fsencode(title)), disc, said)


def mark(album: str) -> str:
    """The first MARK digits of the id of any album with this title."""
    return _digest(sort_key(split_disc(album).title), MARK)


def decide(rows: Iterable[Candidate]) -> Iterator[Decided]:
    """rows: all listed tracks with the titles in question, each with an album."""
    titles: defaultdict[str, list[Candidate]] = defaultdict(list)
    for row in rows:
        titles[mark(row.album)].append(row)
    for title, alike in titles.items():
        for owner, theirs in _by_owner(alike).items():
            editions = _editions(theirs, various=owner == VARIOUS)
            for edition in editions:
                told = edition.name if len(editions) > 1 else ""
                yield _decided(AlbumId(title + _digest(f"{owner}\n{told}", 14)), edition.rows, owner)


def _digest(text: str, digits: int) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=digits // 2).hexdigest()


# Whose it is -----------------------------------------------------------------------------------------


def _by_owner(rows: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    """Tracks by the key of their album's artist; VARIOUS for compilations."""
    owned: defaultdict[str, list[Candidate]] = defaultdict(list)
    unsaid: defaultdict[bytes, list[Candidate]] = defaultdict(list)
    flagged: list[Candidate] = []
    said: defaultdict[bytes, set[str]] = defaultdict(set)
    for row in rows:
        if row.album_artist:
            owner = sort_key(row.album_artist)
            owner = VARIOUS if owner in _VARIOUS_KEYS else owner
            owned[owner].append(row)
            said[family(row.folder)[0]].add(owner)
        elif row.compilation:
            flagged.append(row)
        else:
            unsaid[family(row.folder)[0]].append(row)
    leads = {sort_key(row.lead) for row in flagged}
    for row in flagged:
        owner = VARIOUS if len(leads) > 1 else sort_key(row.lead)
        owned[owner].append(row)
        said[family(row.folder)[0]].add(owner)
    for folder, some in unsaid.items():
        for row, owner in zip(some, _owners(some, said[folder]), strict=True):
            owned[owner].append(row)
    return owned


def _owners(rows: Sequence[Candidate], neighbours: set[str]) -> list[str]:
    """Whose each of the tracks is, that lie in one folder and do not say. neighbours: of those that do."""
    leads = [sort_key(row.lead) for row in rows]
    if len(neighbours) == 1:
        return [lead if lead in neighbours else next(iter(neighbours)) for lead in leads]
    if len(set(leads)) == 1:
        return leads
    return leads if _are_apart(rows, leads) else [VARIOUS] * len(rows)


def _are_apart(rows: Sequence[Candidate], leads: Sequence[str]) -> bool:
    """Whether tracks of several artists in one folder are albums that share a title by chance."""
    holders: defaultdict[object, set[str]] = defaultdict(set)
    numbered = 0
    for row, lead in zip(rows, leads, strict=True):
        if row.track_no:
            numbered += 1
            holders[row.slot].add(lead)
    if numbered * 2 > len(rows):
        shared = sum(len(artists) > 1 for artists in holders.values())
        return shared * 4 > len(holders)
    return len(rows) >= _OWN_TRACKS * len(set(leads))


# Which edition it is ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Edition:
    """Tracks that complete each other."""

    rows: list[Candidate]
    folders: set[bytes]
    release: str
    years: set[int]
    slots: set[object] = field(default_factory=set)

    def takes(self, other: _Edition, *, various: bool) -> bool:
        if self.release and other.release and self.release != other.release:
            return False
        if self.folders & other.folders:
            return True
        if not various and self.years and other.years and self.years.isdisjoint(other.years):
            same_release = bool(self.release) and self.release == other.release
            return same_release and self.slots.isdisjoint(other.slots)
        return self.slots.isdisjoint(other.slots)

    def take(self, other: _Edition) -> None:
        self.rows += other.rows
        self.folders |= other.folders
        self.release = self.release or other.release
        self.years |= other.years
        self.slots |= other.slots

    @property
    def name(self) -> str:
        """What tells it from other editions: it stays while other files come and go."""
        return self.release or os.fsdecode(min(self.folders))


def _editions(rows: Sequence[Candidate], *, various: bool) -> list[_Edition]:
    units: dict[tuple[bytes, str], _Edition] = {}
    for row in rows:
        folder, release = family(row.folder)[0], row.release
        unit = units.setdefault((folder, release), _Edition([], {folder}, release, set()))
        unit.rows.append(row)
        unit.slots.add(row.slot)
        if row.year:
            unit.years.add(row.year)
    found: list[_Edition] = []
    # Those that name their release come first: what does not then joins the one in its folder.
    for _, unit in sorted(units.items(), key=lambda item: (not item[0][1], item[0])):
        home = next((each for each in found if each.takes(unit, various=various)), None)
        if home is None:
            found.append(unit)
        else:
            home.take(unit)
    return found


# What it is called -----------------------------------------------------------------------------------


def in_order(row: Candidate) -> tuple[int, int, str, bytes]:
    """By disc and track; what has no number comes after those that have."""
    return row.disc, row.track_no or 10_000, row.title_key, row.path


def _decided(id: AlbumId, rows: list[Candidate], owner: str) -> Decided:
    rows = sorted(rows, key=in_order)
    title = _most(split_disc(row.album).title for row in rows)
    title_key = next((row.album_key for row in rows if row.album == title), sort_key(title))
    years = Counter(row.year for row in rows if row.year)
    artist, artists, artist_key = _artist(rows, owner)
    return Decided(
        id,
        title,
        artist,
        artists,
        title_key,
        artist_key,
        owner == VARIOUS,
        max(years, key=lambda year: (years[year], year)) if years else None,
        len({row.disc for row in rows}),
        next((row.id for row in rows if row.has_cover), rows[0].id),
        tuple(row.id for row in rows),
    )


def _artist(rows: Sequence[Candidate], owner: str) -> tuple[str, tuple[str, ...], str]:
    """As shown, one by one, and to sort by."""
    if owner == VARIOUS:
        return VARIOUS, (VARIOUS,), sort_key(VARIOUS)
    saying = [row for row in rows if row.album_artist]
    if saying:
        artist = _most(row.album_artist for row in saying)
        row = next(row for row in saying if row.album_artist == artist)
        return artist, tuple(json.loads(row.album_artists)) or (artist,), row.album_artist_key
    artist = _most(row.lead for row in rows)
    key = next((row.artist_key for row in rows if row.artist == artist), sort_key(artist))
    return artist, (artist,), key


def _most(said: Iterable[_T]) -> _T:
    """What is said most often; the first of equals."""
    return Counter(said).most_common(1)[0][0]
