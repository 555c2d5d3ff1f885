"""What is kept out of radio, in words."""

from __future__ import annotations

from pathlib import Path

from app.words import tr
from core.library.bans import Ban, BanKind

ICONS = {
    BanKind.TRACK: "music",
    BanKind.ALBUM: "disc-3",
    BanKind.ARTIST: "user",
    BanKind.GENRE: "tags",
    BanKind.FOLDER: "folder",
}


def name_of_ban(ban: Ban, title: str) -> str:
    """title: of the track, for one that bars a track."""
    match ban.kind:
        case BanKind.TRACK:
            return title
        case BanKind.FOLDER:
            return Path(ban.name).name or ban.name
        case BanKind.ALBUM if ban.by:
            return tr("{album} by {artist}").format(album=ban.name, artist=ban.by)
        case _:
            return ban.name


def offer_of(ban: Ban, title: str) -> str:
    """For a menu: which of them it would bar."""
    said = {
        BanKind.TRACK: tr("This track"),
        BanKind.ALBUM: tr("Album {name}"),
        BanKind.ARTIST: tr("Artist {name}"),
        BanKind.GENRE: tr("Genre {name}"),
        BanKind.FOLDER: tr("Folder {name}"),
    }[ban.kind]
    name = ban.name if ban.kind is BanKind.ALBUM else name_of_ban(ban, title)
    return said.format(name=name)
