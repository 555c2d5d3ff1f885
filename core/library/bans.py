"""What is never to come by itself: not in radio, not in rediscovery, whatever it sounds like."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from core.domain import TrackId
from core.library.tracks import Library


class BanKind(StrEnum):
    TRACK = "track"
    ARTIST = "artist"
    ALBUM = "album"
    GENRE = "genre"
    FOLDER = "folder"


_BETWEEN = "\n"
"""Parts an album's artist from its title; neither can hold it."""


@dataclass(frozen=True, slots=True)
class Ban:
    """One of them. Better made by the methods below than by hand.

    value: a track's id in digits; an artist or genre as written; an album's artist and title on two lines;
    a folder's absolute path, which bars all below it too.
    """

    kind: BanKind
    value: str

    @classmethod
    def track(cls, id: TrackId) -> Self:
        return cls(BanKind.TRACK, str(id))

    @classmethod
    def artist(cls, name: str) -> Self:
        return cls(BanKind.ARTIST, name)

    @classmethod
    def album(cls, title: str, artist: str = "") -> Self:
        """Without an artist: every album of that title."""
        return cls(BanKind.ALBUM, f"{artist}{_BETWEEN}{title}" if artist else title)

    @classmethod
    def genre(cls, name: str) -> Self:
        return cls(BanKind.GENRE, name)

    @classmethod
    def folder(cls, path: Path | str) -> Self:
        return cls(BanKind.FOLDER, str(path))

    @property
    def track_id(self) -> TrackId | None:
        return TrackId(int(self.value)) if self.kind is BanKind.TRACK and self.value.isdigit() else None

    @property
    def name(self) -> str:
        """An album's title, a folder's path, else the name."""
        return self.value.rpartition(_BETWEEN)[2]

    @property
    def by(self) -> str:
        """Of an album: its artist, where one was said."""
        return self.value.rpartition(_BETWEEN)[0]


def written(value: str) -> str | bytes:
    """A ban's value as the database holds it: a folder's path that is not UTF-8 as its bytes."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return os.fsencode(value)
    return value


def read(value: str | bytes) -> str:
    """The other way."""
    return os.fsdecode(value) if isinstance(value, bytes) else value


class Bans:
    """The list of them in the library. Any thread."""

    def __init__(self, library: Library) -> None:
        self._database = library.database

    def all(self) -> list[Ban]:
        """The latest first."""
        rows = self._database.read().execute(
            "SELECT kind, value FROM bans ORDER BY added_at DESC, kind, value"
        )
        return [Ban(BanKind(kind), read(value)) for kind, value in rows]

    def add(self, ban: Ban) -> None:
        """A second time changes nothing."""
        with self._database.write() as db:
            db.execute(
                "INSERT OR IGNORE INTO bans VALUES (?, ?, ?)",
                (ban.kind.value, written(ban.value), time.time()),
            )

    def remove(self, ban: Ban) -> None:
        with self._database.write() as db:
            db.execute("DELETE FROM bans WHERE kind = ? AND value = ?", (ban.kind.value, written(ban.value)))
