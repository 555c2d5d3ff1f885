"""Rhythmbox's rhythmdb.xml, and the library file of iTunes and Music."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from core.domain import Seconds, Timestamp
from core.library.foreign import Export, Song, stars, unreadable, when, whole


def path_of(url: str) -> bytes:
    """The file a "file://" URL stands for, as bytes; b"" for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return b""
    if parts.scheme != "file":
        return b""
    raw = unquote_to_bytes(parts.path)
    # "/C:/Music": a path of Windows.
    return raw[1:] if raw[2:3] == b":" and raw[:1] == b"/" else raw


def read_rhythmbox(path: Path) -> Export:
    try:
        return Export("rhythmbox", list(_rhythmbox(path)))
    except ElementTree.ParseError as problem:
        raise unreadable(path, "Rhythmbox", problem) from problem


def _rhythmbox(path: Path) -> Iterator[Song]:
    # By entries, so that a large library is never in memory as a tree. A document type, which entities would
    # be declared in, is not part of these files; expat itself bounds what entities may grow to.
    for _, entry in ElementTree.iterparse(path):
        if entry.tag != "entry":
            continue
        if entry.get("type") == "song":
            said = {child.tag: child.text or "" for child in entry}
            yield Song(
                path=path_of(said.get("location", "")),
                title=said.get("title", ""),
                artist=said.get("artist", ""),
                album=said.get("album", ""),
                duration=Seconds(whole(said.get("duration"))) or None,
                rating=stars(_number(said.get("rating")) / 5),
                plays=whole(said.get("play-count")),
                last_played=when(whole(said.get("last-played"))),
                added=when(whole(said.get("first-seen"))),
            )
        entry.clear()


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def read_itunes(path: Path) -> Export:
    try:
        with path.open("rb") as file:
            said = plistlib.load(file)
        tracks: dict[str, dict[str, Any]] = said["Tracks"]
        return Export("itunes", [_itunes(track) for track in tracks.values()])
    except (
        plistlib.InvalidFileException,
        ExpatError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
    ) as problem:
        raise unreadable(path, "iTunes / Music", problem) from problem


def _itunes(track: dict[str, Any]) -> Song:
    # A rating that iTunes computed from the album's is not the listener's.
    rating = None if track.get("Rating Computed") else track.get("Rating")
    length = track.get("Total Time")
    return Song(
        path=path_of(str(track.get("Location", ""))),
        title=str(track.get("Name", "")),
        artist=str(track.get("Artist", "")),
        album=str(track.get("Album", "")),
        duration=Seconds(length / 1000) if isinstance(length, int) else None,
        rating=stars(rating / 100) if isinstance(rating, int) else None,
        loved=bool(track.get("Loved") or track.get("Favorited")),
        plays=whole(track.get("Play Count")),
        skips=whole(track.get("Skip Count")),
        last_played=_utc(track.get("Play Date UTC")),
        added=_utc(track.get("Date Added")),
    )


def _utc(date: object) -> Timestamp | None:
    return when(date.replace(tzinfo=UTC).timestamp()) if isinstance(date, datetime) else None
