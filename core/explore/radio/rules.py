"""What radio owes the ear besides nearness: no repeats, gaps between an artist's or an album's tracks,
and one version of a song.

Rules are costs in a fixed order, so that a library too small to keep them all gives up the least first:
album gap (halved, then not twice in a row, then none), artist gap (not twice in a row, then none), one
version per session (never side by side while there is anything else), no repeats (longest ago first).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.explore.stock import RadioTrack as RadioTrack
from core.folding import folded

if TYPE_CHECKING:
    from core.explore.radio.catalogue import Catalogue

Costs = NDArray[np.int64]

ARTIST_GAP, ALBUM_GAP = 5, 10
"""Usually at most one track of an artist in any five, of an album in any ten.

Where that cannot be, gaps are halved, not shrunk one by one: in a library of four albums that would make
radio deal them out in turn, whatever they sound like.
"""
NEVER = -(1 << 40)
"""A time before all others."""
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
_LESSER = re.compile(
    r"\b(?:live|mono|demo|acoustic|unplugged|instrumental|remix|mix|edit|extended|alternat(?:e|ive)|take|rehearsal"
    r"|sessions?|re-?recorded|karaoke|cover|outtake|bonus|faster|slower|clean|bootleg|concert|tour)\b"
)
_BARE = re.compile(
    r"\s+(?:live|remix|remake|remaster(?:ed)?|demo|acoustic|unplugged|instrumental|edit|radio edit|extended"
    r"|fast|faster|slow|slower|long|short|alternate|mono)$"
)
_FEATURING = re.compile(r"\s+(?:feat|ft|featuring)\b\.?\s.*$")
_DISC = re.compile(r"\s*[(\[]?\b(?:disc|disk|cd|vol|volume)\s*\.?\s*\d+[)\]]?\s*$")


@lru_cache(maxsize=1 << 16)
def artist_keys(artist: str) -> frozenset[str]:
    """Everyone named in an artist string, folded: "A feat. B" gives {a, b}. Unknown ones give none.

    Splitting too much ("Earth, Wind & Fire") is harmless: the parts only ever meet themselves.
    """
    parts = {_plain(part) for part in _JOINERS.split(folded(artist).replace("(", " ").replace(")", " "))}
    return frozenset(parts - NOBODY)


@lru_cache(maxsize=1 << 16)
def album_key(album: str) -> str:
    """The album's folded title, its discs as one; "" when not known.

    The title alone: tags of compilations disagree about the album's artist, and keeping two "Greatest Hits"
    ten tracks apart costs nothing.
    """
    key = _plain(_DISC.sub("", folded(album)))
    return "" if key in NOBODY else key


@lru_cache(maxsize=1 << 16)
def song_key(title: str) -> str:
    """The title without its version: "Numb (Live)", "Numb - 2011 Remaster" and "Numb" are one song.

    "" where a title says nothing ("Intro", "Track 03").
    """
    name = folded(title)
    key = _plain(_FEATURING.sub("", _DASH.sub("", _BRACKETS.sub("", name)))) or _plain(name)
    return "" if key in PARTLESS or re.fullmatch(r"(track|untitled|audiotrack)?\s*\d*", key) else key


def barer_key(key: str) -> str:
    """A song's key without what may tell a version even bare: where there is a "numb", "numb live" is one."""
    return _BARE.sub("", key)


class Versions:
    """Notices versions among tracks that are shown to it one by one: the same recording, one title by one
    artist, or that title with what tells a version even bare. `Catalogue` does the same for all at once.
    """

    def __init__(self) -> None:
        self._seen: set[object] = set()
        self._barer: set[object] = set()

    def is_new(self, track: RadioTrack) -> bool:
        """Whether no version of it was seen before; it is, from now on."""
        new = not self.knows(track)
        named, barer = _song_names(track)
        self._seen |= {_recording(track), *named}
        self._barer |= barer
        return new

    def knows(self, track: RadioTrack) -> bool:
        """Whether a version of it was seen; nothing is noted."""
        named, barer = _song_names(track)
        return not (
            self._seen.isdisjoint({_recording(track), *named, *barer}) and self._barer.isdisjoint(named)
        )


def _recording(track: RadioTrack) -> object:
    return track.audio_id or ("file", track.id)


def _song_names(track: RadioTrack) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Its song by each of its artists, and without what may tell a version even bare, where that differs."""
    title, artists = song_key(track.title), artist_keys(track.artist)
    if not title:
        return set(), set()
    named = {(artist, title) for artist in artists}
    return named, {(artist, barer_key(title)) for artist in artists} - named


def plainness(track: RadioTrack) -> int:
    """0 for a studio recording under its plain title, 1 for one that says more of itself (a remaster), 2 for
    a live recording, a remix, a demo …: of versions of a song, the lowest plays.
    """
    name = folded(track.title)
    said = [found.group() for words in (_BRACKETS, _DASH) if (found := words.search(name))]
    if (
        any(_LESSER.search(words) for words in said)
        or _BARE.search(name)
        or _LESSER.search(_between_brackets(track.album))
    ):
        return 2
    return 1 if said else 0


@lru_cache(maxsize=1 << 14)
def _between_brackets(album: str) -> str:
    """What an album says of itself: "Unplugged in New York" is a title, "Songs (Live)" tells."""
    name = folded(album)
    return " ".join(
        (*re.findall(r"[(\[]([^)\]]*)[)\]]", name), *re.findall(r"^live (?:at|in|from|on)\b", name))
    )


def _plain(text: str) -> str:
    """Words alone: no punctuation, single spaces."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", text).split())


@dataclass(frozen=True, slots=True)
class Broken:
    """Which rules a pick could not keep; None and False where it did.

    artist, album: how many tracks ago the same one played.
    """

    album: int | None = None
    artist: int | None = None
    version: bool = False
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Gaps:
    """At most one track of an artist, an album, in any so many; 1 is no gap."""

    artist: int = ARTIST_GAP
    album: int = ALBUM_GAP


@lru_cache(maxsize=64)
def _steps_down(gap: int, *lesser: int) -> Costs:
    """[ago] -> how many gaps, this one and those lesser ones, are broken; the last is for all longer ago."""
    steps = {gap, *(step for step in lesser if 1 < step < gap)}
    return np.array([0, *(sum(step > ago for step in steps) for ago in range(1, gap)), 0], np.int64)


USUAL_GAPS = Gaps()


class Session:
    """What has been played, in order, and what that costs each candidate. Cheap to copy.

    Times are counted in tracks: the first that played has time 0.
    """

    def __init__(self, catalogue: Catalogue, gaps: Gaps = USUAL_GAPS) -> None:
        self.catalogue, self.gaps = catalogue, gaps
        self.played: list[RadioTrack] = []
        count = len(catalogue)
        self.artist_last, self.album_last, self.last = np.full((3, count), NEVER, np.int64)
        self.artist_next = np.full(count, -NEVER, np.int64)
        self.album_next = np.full(count, -NEVER, np.int64)
        self.song_played = np.zeros(count, np.bool_)
        self.beside = np.zeros(count, np.bool_)

    def copy(self) -> Session:
        twin = Session.__new__(Session)
        twin.catalogue, twin.gaps, twin.played = self.catalogue, self.gaps, self.played.copy()
        for name in _ARRAYS:
            setattr(twin, name, getattr(self, name).copy())
        return twin

    @property
    def now(self) -> int:
        """The time of the next track."""
        return len(self.played)

    def play(self, track: RadioTrack) -> None:
        now, catalogue = self.now, self.catalogue
        for positions in catalogue.same_artist(track):
            self.artist_last[positions] = now
        self.album_last[catalogue.same_album(track)] = now
        self.beside[:] = False
        position = catalogue.position.get(track.id)
        if position is not None:
            same = catalogue.same_song(position)
            self.beside[same] = True
            self.song_played[same] = True
            self.last[position] = now
        self.played.append(track)

    def expect(self, coming: Sequence[tuple[int, RadioTrack]]) -> None:
        """Tracks that are to play at these times, in rising order: gaps are kept before them too, and no
        version of them comes first.
        """
        self.artist_next[:] = self.album_next[:] = -NEVER
        for at, track in reversed(coming):
            for positions in self.catalogue.same_artist(track):
                self.artist_next[positions] = at
            self.album_next[self.catalogue.same_album(track)] = at
            position = self.catalogue.position.get(track.id)
            if position is not None:
                self.song_played[self.catalogue.same_song(position)] = True

    def costs(self, at: int | None = None) -> Costs:
        """(n,) what playing each track at this time (next) breaks; 0 is nothing, dearer rules go later."""
        at = self.now if at is None else at
        cost = gap_costs(self.gaps, at - self.artist_last, at - self.album_last)
        np.maximum(
            cost, gap_costs(self.gaps, _ahead(self.artist_next, at), _ahead(self.album_next, at)), out=cost
        )
        cost += VERSION_COST * (self.song_played.astype(np.int64) + self.beside)
        heard = self.last >= 0
        cost[heard] += REPEAT_COST * (1 + self.last[heard])
        return cost

    def broken(self, track: RadioTrack) -> Broken:
        """What playing this one next breaks."""
        position = self.catalogue.position.get(track.id)
        if position is None:
            return Broken()
        artist, album = (self.now - int(last[position]) for last in (self.artist_last, self.album_last))
        repeat = bool(self.last[position] >= 0)
        version = bool(self.song_played[position]) and not repeat
        return Broken(
            album if album < self.gaps.album else None,
            artist if artist < self.gaps.artist else None,
            version,
            repeat,
        )


_ARRAYS = ("artist_last", "album_last", "last", "artist_next", "album_next", "song_played", "beside")


def gap_costs(gaps: Gaps, artist_ago: Costs, album_ago: Costs) -> Costs:
    """What the gaps cost where artist and album played so many tracks ago (or will, so many ahead)."""
    artist, album = _steps_down(gaps.artist, 2), _steps_down(gaps.album, max(2, gaps.album // 2), 2)
    by_artist: Costs = ARTIST_COST * artist[np.minimum(artist_ago, gaps.artist)]
    by_artist += ALBUM_COST * album[np.minimum(album_ago, gaps.album)]
    return by_artist


def _ahead(times: Costs, now: int) -> Costs:
    """How far ahead; what has passed is as good as never."""
    ahead = times - now
    return np.where(ahead > 0, ahead, -NEVER)
