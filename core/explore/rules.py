"""What radio owes the ear besides nearness: no repeats, gaps between an artist's or an album's tracks,
and one version of a song.

Rules are costs in a fixed order, so that a library too small to keep them all gives up the least first:
album gap (halved, then dropped), artist gap, one version per session, no repeats (longest ago first).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds, TrackId
from core.explore.index import Index
from core.explore.stock import RadioTrack as RadioTrack

ARTIST_STEPS = (ARTIST_GAP := 5, 2)
"""At most one track of an artist in any five; where that cannot be, not twice in a row."""
ALBUM_STEPS = (ALBUM_GAP := 10, 5, 2)
"""At most one track of an album in any ten; where that cannot be, in any five, then not twice in a row.

Halved, not shrunk one by one: in a library of four albums that would make radio deal them out in turn,
whatever they sound like.
"""
SAME_SOUND = 0.99
"""Pooled cosine from which two tracks of the same length are one recording in two encodings."""
SAME_LENGTH: Seconds = Seconds(1.0)

ALBUM_COST, ARTIST_COST, VERSION_COST, REPEAT_COST = 1, 100, 10_000, 1_000_000

NOBODY = {
    "",
    "unknown",
    "unknown artist",
    "various",
    "various artists",
    "va",
    "v a",
    "artist",
    "untitled",
    "unknown album",
    "no artist",
    "album",
    "albums",
    "music",
    "songs",
}
PARTLESS = {
    "intro",
    "outro",
    "interlude",
    "untitled",
    "prelude",
    "overture",
    "skit",
    "theme",
    "finale",
    "reprise",
    "allegro",
    "adagio",
    "andante",
    "largo",
    "presto",
    "menuetto",
    "scherzo",
    "rondo",
}
"""Titles that many different songs of one artist bear."""

_JOINERS = re.compile(
    r"\s*(?:;|,|/\s|\s/|&|\+|\s×\s|\s(?:feat|ft|featuring|with|vs|versus|and|und|et|y|x|presents|pres)\b\.?)\s*"
)
_VERSION = (
    r"live|remaster(?:ed)?|edit|mix|remix|version|mono|stereo|demo|acoustic|unplugged|instrumental|bonus|"
    r"deluxe|extended|alternate|alternative|take|session|sessions|rehearsal|re-?recorded|radio|single|feat|ft|"
    r"featuring|explicit|clean|karaoke|cover|anniversary|outtake|reissue|faster|slower"
)
_BRACKETS = re.compile(rf"\s*[(\[{{][^)\]}}]*\b(?:{_VERSION})\b[^)\]}}]*[)\]}}]")
_DASH = re.compile(rf"\s+[-–—]\s+[^-–—]*\b(?:{_VERSION})\b[^-–—]*$")
_FEATURING = re.compile(r"\s+(?:feat|ft|featuring)\b\.?\s.*$")
_DISC = re.compile(r"\s*[(\[]?\b(?:disc|disk|cd|vol|volume)\s*\.?\s*\d+[)\]]?\s*$")


@lru_cache(maxsize=1 << 16)
def artist_keys(artist: str) -> frozenset[str]:
    """Everyone named in an artist string, folded: "A feat. B" gives {a, b}. Unknown ones give none.

    Splitting too much ("Earth, Wind & Fire") is harmless: the parts only ever meet themselves.
    """
    parts = {_plain(part) for part in _JOINERS.split(_fold(artist).replace("(", " ").replace(")", " "))}
    return frozenset(parts - NOBODY)


@lru_cache(maxsize=1 << 16)
def album_key(album: str) -> str:
    """The album's folded title, its discs as one; "" when not known.

    The title alone: tags of compilations disagree about the album's artist, and keeping two "Greatest Hits"
    ten tracks apart costs nothing.
    """
    key = _plain(_DISC.sub("", _fold(album)))
    return "" if key in NOBODY else key


@lru_cache(maxsize=1 << 16)
def song_key(title: str) -> str:
    """The title without its version: "Numb (Live)", "Numb - 2011 Remaster" and "Numb" are one song.

    "" where a title says nothing ("Intro", "Track 03").
    """
    folded = _fold(title)
    key = _plain(_FEATURING.sub("", _DASH.sub("", _BRACKETS.sub("", folded)))) or _plain(folded)
    return "" if key in PARTLESS or re.fullmatch(r"(track|untitled|audiotrack)?\s*\d*", key) else key


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _plain(text: str) -> str:
    """Words alone: no punctuation, single spaces."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", text).split())


class Catalogue:
    """The tracks that radio may choose from, aligned: position p is track ids[p], in rising order of id.

    ids: (n,) tracks that are both in the index and among those given. rows: (n,) their rows in the index.
    songs: (n,) the same number for copies and versions of one song.
    """

    def __init__(self, index: Index, tracks: Iterable[RadioTrack]) -> None:
        self.index = index
        self.tracks = {track.id: track for track in tracks if track.id in index}
        self.ids = np.array(sorted(self.tracks), np.int64)
        self.position = {TrackId(id): place for place, id in enumerate(self.ids.tolist())}
        ordered = [self.tracks[id] for id in self.position]
        self.rows = np.array([index.row(track.id) for track in ordered], np.int64)
        self.durations = np.array([track.duration for track in ordered], np.float64)
        self.songs = _songs(ordered, self.rows)
        self._by_artist = _positions((key, p) for p, t in enumerate(ordered) for key in artist_keys(t.artist))
        self._by_album = _positions((album_key(t.album), p) for p, t in enumerate(ordered))
        self._by_album.pop("", None)

    def __len__(self) -> int:
        return len(self.ids)

    def same_artist(self, track: RadioTrack) -> Iterable[NDArray[np.int64]]:
        """Positions of the tracks by anyone who plays on this one."""
        return (self._by_artist[key] for key in artist_keys(track.artist) if key in self._by_artist)

    def same_album(self, track: RadioTrack) -> NDArray[np.int64]:
        return self._by_album.get(album_key(track.album), np.zeros(0, np.int64))

    def same_song(self, position: int) -> NDArray[np.bool_]:
        """(n,) copies, versions, and other encodings: as good as the same sound, as long to a second."""
        same: NDArray[np.bool_] = self.songs == self.songs[position]
        likeness = self.index.pooled_cosines(self.index.pooled[self.rows[position]])
        same_length = np.abs(self.durations - self.durations[position]) <= SAME_LENGTH
        same |= same_length & (likeness[self.rows] >= SAME_SOUND)
        return same


def _positions(pairs: Iterable[tuple[str, int]]) -> dict[str, NDArray[np.int64]]:
    gathered: dict[str, list[int]] = {}
    for key, position in pairs:
        gathered.setdefault(key, []).append(position)
    return {key: np.array(places, np.int64) for key, places in gathered.items()}


def _songs(tracks: Sequence[RadioTrack], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Union-find over what makes two tracks one song: the same audio, or artist and title."""
    parent = list(range(len(tracks)))

    def find(p: int) -> int:
        while parent[p] != p:
            parent[p] = parent[parent[p]]
            p = parent[p]
        return p

    first: dict[object, int] = {}
    for p, track in enumerate(tracks):
        title = song_key(track.title)
        signs: list[object] = [int(rows[p])]
        signs += [(artist, title) for artist in artist_keys(track.artist)] if title else []
        for sign in signs:
            parent[find(p)] = find(first.setdefault(sign, p))
    return np.array([find(p) for p in range(len(tracks))], np.int64)


@dataclass(frozen=True, slots=True)
class Broken:
    """Which rules a pick could not keep; None and False where it did.

    artist, album: how many tracks ago the same one played.
    """

    album: int | None = None
    artist: int | None = None
    version: bool = False
    repeat: bool = False


class Session:
    """What has been played, in order, and what that costs each candidate. Cheap to copy."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.played: list[RadioTrack] = []
        self._song_played = np.zeros(len(catalogue), np.bool_)
        self._last = np.full(len(catalogue), -1, np.int64)
        self._beside = np.zeros(len(catalogue), np.bool_)

    def copy(self) -> Session:
        twin = Session.__new__(Session)
        twin.catalogue, twin.played = self.catalogue, self.played.copy()
        twin._song_played, twin._last = self._song_played.copy(), self._last.copy()
        twin._beside = self._beside
        return twin

    def play(self, track: RadioTrack) -> None:
        position = self.catalogue.position.get(track.id)
        self._beside = np.zeros_like(self._beside)
        if position is not None:
            self._beside = self.catalogue.same_song(position)
            self._song_played |= self._beside
            self._last[position] = len(self.played)
        self.played.append(track)

    def costs(self) -> NDArray[np.int64]:
        """(n,) what playing each track next would break; 0 breaks nothing, dearer rules go later."""
        artist, album = self._ago()
        versions = self._song_played.astype(np.int64) + self._beside
        cost = (
            ALBUM_COST * _steps_down(ALBUM_STEPS)[album]
            + ARTIST_COST * _steps_down(ARTIST_STEPS)[artist]
            + VERSION_COST * versions
        )
        heard = self._last >= 0
        cost[heard] += REPEAT_COST * (1 + self._last[heard])
        return cost

    def _ago(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(n,) each: how many tracks ago the artist and the album last played; 0 when not within the gap."""
        artist, album = np.zeros((2, len(self.catalogue)), np.int64)
        for ago in range(min(ALBUM_GAP - 1, len(self.played)), 0, -1):
            track = self.played[-ago]
            album[self.catalogue.same_album(track)] = ago
            if ago < ARTIST_GAP:
                for positions in self.catalogue.same_artist(track):
                    artist[positions] = ago
        return artist, album

    def broken(self, position: int) -> Broken:
        artist, album = (int(ago[position]) for ago in self._ago())
        repeat = bool(self._last[position] >= 0)
        version = bool(self._song_played[position]) and not repeat
        return Broken(album or None, artist or None, version, repeat)


def _steps_down(steps: Sequence[int]) -> NDArray[np.int64]:
    """[ago] -> how many of these gaps a track breaks whose like played so long ago; 0 for not at all."""
    return np.array([0, *(sum(gap > ago for gap in steps) for ago in range(1, steps[0]))])
