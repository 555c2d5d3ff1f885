"""Albums and names as tiles, the same on every shelf and page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from app import words
from app.covers import Source
from app.widgets.tiles import Tile
from app.words import tr
from core.library.albums import VARIOUS
from core.library.browse import Album, By
from core.library.tally import Name


def shown_artist(name: str) -> str:
    """Compilations, and what nobody is named for, in the language of the window."""
    if name == VARIOUS:
        return tr("Various Artists")
    return name or tr("Unknown artist")


def album_tile(album: Album, by: By = By.ARTIST) -> Tile:
    """by: what the shelf is about; the third line says it."""
    artist = shown_artist(album.artist)
    year = f" · {album.year}" if album.year else ""
    return Tile(album.title, f"{artist}{year}", album_fact(album, by), (Source.of_album(album),))


def album_fact(album: Album, by: By) -> str:
    """What the album has to say to an order."""
    match by:
        case By.ADDED:
            return tr("added {when}").format(when=words.ago(album.added))
        case By.PLAYED:
            return words.ago(album.last_played)
        case By.PLAYS:
            return tr("%Ln play(s)", count=album.plays)
        case By.RATING:
            return "★" * round(album.rating or 0)
        case _:
            return ""


FACTS = frozenset({By.ADDED, By.PLAYED, By.PLAYS, By.RATING})
"""Orders with a third line."""


def name_tile(
    name: Name, albums: Mapping[str, Album], shown: Callable[[str], str] = shown_artist, *, circle: bool
) -> Tile:
    """albums: those of `name.seen`, by id."""
    sources = [Source.of_album(albums[id]) for id in name.seen if id in albums]
    if not sources:
        # Without an album, the drawing of the name alone: no file of that name has a cover.
        sources = [Source(f"name\n{name.name}", name.name, Path("/"))]
    parts = [tr("%Ln album(s)", count=name.albums)] if name.albums else []
    parts.append(tr("%Ln track(s)", count=name.tracks))
    return Tile(shown(name.name), " · ".join(parts), "", sources, circle)


def span_of(albums: int, tracks: int, seconds: float) -> str:
    """ "3 albums · 34 tracks · 2 hours"."""
    parts = [tr("%Ln album(s)", count=albums)] if albums else []
    parts.append(tr("%Ln track(s)", count=tracks))
    if seconds:
        parts.append(words.span(seconds))
    return " · ".join(parts)
