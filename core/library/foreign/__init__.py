"""What other players and services know about one's music, read from their files. Nothing is written to them.

`read` tells by its contents which program a file is from. Each reader yields `Song` records; what they have
in common with the library is found by `core.library.imports`.
"""

from __future__ import annotations

import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.domain import Seconds, Timestamp
from core.errors import UserError

__all__ = ["NAMES", "Export", "Song", "read"]

NAMES = {
    "rhythmbox": "Rhythmbox",
    "strawberry": "Strawberry",
    "clementine": "Clementine",
    "quodlibet": "Quod Libet",
    "itunes": "iTunes / Music",
    "listenbrainz": "ListenBrainz",
    "lastfm": "Last.fm",
}
"""Origin -> how it is called."""


LATEST = 1e11
"""Seconds since the epoch; beyond, a time is nonsense."""
MOST = 1 << 40
"""What a count or a time in seconds can be; SQLite holds 63 bits."""


@dataclass(slots=True)
class Song:
    """One song as another program knows it. None and "" mean that it does not say."""

    path: bytes = b""
    """As that program wrote it; need not exist here."""
    title: str = ""
    artist: str = ""
    album: str = ""
    duration: Seconds | None = None
    rating: float | None = None
    """0.5 to 5 stars."""
    loved: bool = False
    plays: int = 0
    skips: int = 0
    last_played: Timestamp | None = None
    added: Timestamp | None = None
    played_at: list[Timestamp] = field(default_factory=list)
    """When each play began, where that is known; `plays` then is their number."""


@dataclass(frozen=True, slots=True)
class Export:
    """What one file said."""

    origin: str
    """A key of NAMES."""
    songs: list[Song]


def read(path: Path) -> Export:
    """Raises UserError for a file that cannot be read, is damaged, or is from no program we know."""
    try:
        return _read(path)
    except OSError as problem:
        raise UserError("{file} cannot be read ({why}).", file=path, why=problem.strerror) from problem
    except sqlite3.Error as problem:
        raise UserError("{file} is a damaged database ({why}).", file=path, why=problem) from problem
    except (RuntimeError, zlib.error) as problem:  # nested without end, encrypted, packed in an unknown way
        raise UserError("{file} cannot be read ({why}).", file=path, why=problem) from problem


def _read(path: Path) -> Export:
    # Imported when needed: each is used once in a lifetime.
    from core.library.foreign import databases, listens, quodlibet, xml

    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"SQLite format 3\0"):
        return databases.read(path)
    if head.startswith(b"PK") and zipfile.is_zipfile(path):
        return listens.read_zip(path)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"<rhythmdb" in text:
        return xml.read_rhythmbox(path)
    if b"<plist" in text:
        return xml.read_itunes(path)
    if quodlibet.looks_like(head):
        return quodlibet.read(path)
    if text[:1] in (b"{", b"["):
        return listens.read_json(path)
    return listens.read_csv(path)


def stars(share: object) -> float | None:
    """A rating from 0 to 1 in half stars; None for none."""
    if not isinstance(share, int | float) or not 0 < share <= 1:
        return None
    return max(0.5, round(share * 10) / 2)


def when(seconds: object) -> Timestamp | None:
    """None for the zeros and minus ones that mean never, and for what no clock says."""
    if not isinstance(seconds, int | float) or not 0 < seconds < LATEST:
        return None
    return Timestamp(float(seconds))


def whole(number: object) -> int:
    """A count, whatever it came as; 0 for what is none."""
    try:
        return min(max(0, int(float(number))), MOST)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return 0


def unreadable(path: Path, program: str, why: object) -> UserError:
    return UserError(
        "{file} is not readable as a file of {program} ({why}).", file=path, program=program, why=why
    )


def songs_of(plays: Iterator[tuple[Song, Timestamp]]) -> list[Song]:
    """Plays one by one, put together by song."""
    found: dict[tuple[str, str, str], Song] = {}
    for song, at in plays:
        kept = found.setdefault((song.artist, song.title, song.album), song)
        kept.played_at.append(at)
    for song in found.values():
        song.plays, song.last_played = len(song.played_at), max(song.played_at)
    return list(found.values())
