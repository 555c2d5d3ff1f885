"""The columns of a track table: what they are called, sort by, and say of a track."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from app import words
from app.words import tr
from core.domain import Presence, Track


class Column(IntEnum):
    """In their first order. Numbers are the model's; names are kept with the session."""

    NUMBER = 0
    TITLE = 1
    ARTIST = 2
    ALBUM = 3
    YEAR = 4
    GENRE = 5
    RATING = 6
    PLAYS = 7
    LAST_PLAYED = 8
    LENGTH = 9
    ALBUM_ARTIST = 10
    COMPOSER = 11
    TRACK = 12
    LOVED = 13
    SKIPS = 14
    ADDED = 15
    BPM = 16
    CODEC = 17
    BITRATE = 18
    PATH = 19


EXTRA = frozenset(column for column in Column if column > Column.LENGTH)
"""Shown when asked for."""


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """title: what it is called. sort: the library's name of the column ("" is its own order)."""

    title: Callable[[], str]
    sort: str
    falls: bool = False
    """The first click sorts downwards: most plays, best rated, latest."""
    right: bool = False
    figures: bool = False
    """Set in figures of equal width."""


FACTS: dict[Column, ColumnFacts] = {
    Column.NUMBER: ColumnFacts(lambda: "", "", right=True),
    Column.TITLE: ColumnFacts(lambda: tr("Title"), "title"),
    Column.ARTIST: ColumnFacts(lambda: tr("Artist"), "artist"),
    Column.ALBUM: ColumnFacts(lambda: tr("Album"), "album"),
    Column.YEAR: ColumnFacts(lambda: tr("Year"), "year", figures=True),
    Column.GENRE: ColumnFacts(lambda: tr("Genre"), "genre"),
    Column.RATING: ColumnFacts(lambda: tr("Rating"), "rating", falls=True),
    Column.PLAYS: ColumnFacts(lambda: tr("Plays"), "plays", falls=True, figures=True),
    Column.LAST_PLAYED: ColumnFacts(lambda: tr("Last played"), "last_played", falls=True),
    Column.LENGTH: ColumnFacts(lambda: tr("Length"), "length", right=True, figures=True),
    Column.ALBUM_ARTIST: ColumnFacts(lambda: tr("Album artist"), "album_artist"),
    Column.COMPOSER: ColumnFacts(lambda: tr("Composer"), "composer"),
    Column.TRACK: ColumnFacts(
        lambda: tr("Disc, no.", "column: disc and track number"), "track", figures=True
    ),
    Column.LOVED: ColumnFacts(lambda: tr("Loved"), "loved", falls=True),
    Column.SKIPS: ColumnFacts(lambda: tr("Skips"), "skips", falls=True, figures=True),
    Column.ADDED: ColumnFacts(lambda: tr("Added"), "added", falls=True),
    Column.BPM: ColumnFacts(lambda: tr("BPM"), "bpm", figures=True),
    Column.CODEC: ColumnFacts(lambda: tr("Format"), "codec"),
    Column.BITRATE: ColumnFacts(lambda: tr("Bitrate"), "bitrate", falls=True, figures=True),
    Column.PATH: ColumnFacts(lambda: tr("File"), "path"),
}


def cell(track: Track, column: int, row: int = 0) -> str:
    """What a cell says, as text."""
    say = _SAYS.get(Column(column))
    return say(track) if say else str(row + 1)


def _position(track: Track) -> str:
    if not track.track_no:
        return ""
    return f"{track.disc_no}.{track.track_no:02}" if track.disc_no else str(track.track_no)


def _stars_given(rating: float) -> str:
    return tr("{number} stars").format(number=words.decimal(rating))


def _stars(track: Track) -> str:
    if not track.rating:
        return ""
    return tr("1 star") if track.rating == 1 else _stars_given(track.rating)


_SAYS: dict[Column, Callable[[Track], str]] = {
    Column.TITLE: lambda track: track.title,
    Column.ARTIST: lambda track: track.artist,
    Column.ALBUM: lambda track: track.album,
    Column.YEAR: lambda track: str(track.year or ""),
    Column.GENRE: lambda track: track.genre,
    Column.RATING: _stars,
    Column.PLAYS: lambda track: words.number(track.play_count) if track.play_count else "",
    Column.LAST_PLAYED: lambda track: words.ago(track.last_played) if listed(track) else "",
    Column.LENGTH: lambda track: words.length(track.duration),
    Column.ALBUM_ARTIST: lambda track: track.album_artist,
    Column.COMPOSER: lambda track: track.composer,
    Column.TRACK: _position,
    Column.LOVED: lambda track: tr("loved") if track.loved else "",
    Column.SKIPS: lambda track: words.number(track.skip_count) if track.skip_count else "",
    Column.ADDED: lambda track: words.ago(track.added_at) if track.added_at else "",
    Column.BPM: lambda track: f"{track.bpm:.0f}" if track.bpm else "",
    Column.CODEC: lambda track: track.codec.upper(),
    Column.BITRATE: lambda track: (
        tr("{number} kb/s").format(number=round(track.bitrate / 1000)) if track.bitrate else ""
    ),
    Column.PATH: lambda track: str(track.path),
}


def listed(track: Track) -> bool:
    """False for a playlist's entry that no track of the library stands for; its id is below 0."""
    return track.id > 0


def trouble(track: Track) -> str:
    """Why a track cannot be played now; empty for a good one."""
    if not listed(track):
        return tr("The library does not know this file: {path}").format(path=track.path)
    if track.error:
        return tr("This file could not be read: {why}").format(why=words.reason(track.error))
    match track.presence:
        case Presence.MISSING:
            return tr("This file is no longer where it was. Its plays and rating are kept.")
        case Presence.OFFLINE:
            return tr("Its drive or folder cannot be reached now. It comes back when the drive does.")
        case Presence.REMOVED:
            return tr("Its folder was taken out of the library. It comes back when the folder does.")
    return ""
