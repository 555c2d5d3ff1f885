"""Conditions for tracks that share a name, an album, some years or a folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum

from core.library.albums import AlbumId
from core.library.search import Condition
from core.library.walk import below

EVERYTHING = Condition("1")


class Role(StrEnum):
    """Whose names are listed."""

    ALBUM_ARTIST = "album_artist"
    ARTIST = "artist"
    COMPOSER = "composer"
    GENRE = "genre"


LISTS = {
    Role.ARTIST: ("artists", "artist", "artist_key"),
    Role.COMPOSER: ("composers", "composer", "''"),
    Role.GENRE: ("genres", "genre", "''"),
}
"""The columns with the names one by one, joined, and folded to sort by."""


def having(role: Role, names: Sequence[str], *, guests: bool = False) -> Condition:
    """Tracks with one of these names in a role; case does not matter.

    guests: of album artists, also the tracks they play on others' albums.
    """
    if role is Role.ALBUM_ARTIST:
        chosen = json.dumps(names)
        own = """album_id IN (SELECT albums.id FROM albums, json_each(albums.artists) AS said
            WHERE said.value COLLATE NOCASE IN (SELECT value FROM json_each(?)))"""
        loose = having(Role.ARTIST, names)
        alone = loose.sql if guests else f"(album_id = '' AND {loose.sql})"
        return Condition(f"({own} OR {alone})", (chosen, *loose.values))
    listed, joined, _ = LISTS[role]
    chosen = json.dumps(names)
    exact = (
        f"({joined} COLLATE NOCASE IN (SELECT value FROM json_each(?)) OR EXISTS (SELECT 1"
        f" FROM json_each({listed}) AS said"
        " WHERE said.value COLLATE NOCASE IN (SELECT value FROM json_each(?))))"
    )
    if not all(any(c.isalnum() for c in name) for name in names):
        return Condition(exact, (chosen, chosen))
    # Most lists need not be taken apart: the index of words knows which can hold the name.
    phrases = " OR ".join('"{}"'.format(name.replace('"', '""')) for name in names)
    near = "id IN (SELECT rowid FROM tracks_fts WHERE tracks_fts MATCH ?)"
    return Condition(f"({near} AND {exact})", (f"{joined} : ({phrases})", chosen, chosen))


def on_albums(ids: Sequence[AlbumId]) -> Condition:
    """Tracks of these albums."""
    return Condition("album_id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))


def between(first: int, last: int) -> Condition:
    """Tracks on albums of these years, and those on none from these years."""
    return Condition(
        "(album_id IN (SELECT id FROM albums WHERE albums.year BETWEEN ? AND ?)"
        " OR (album_id = '' AND tracks.year BETWEEN ? AND ?))",
        (first, last, first, last),
    )


def in_folder(path: bytes) -> Condition:
    """Tracks in a folder and below it. path: as in `Folder`."""
    low, high = below(path)
    # As hexadecimal text, since conditions carry text and numbers only.
    return Condition(f"(path >= x'{low.hex()}' AND path < x'{high.hex()}')")


def both(*conditions: Condition) -> Condition:
    """All of them."""
    return Condition(
        " AND ".join(f"({each.sql})" for each in conditions) or "1",
        tuple(value for each in conditions for value in each.values),
    )
