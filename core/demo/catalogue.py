"""Who made what in the demo: invented artists, albums, titles, and a few oddities of real folders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from core.domain import Tags


@dataclass(frozen=True)
class Album:
    """artist is who the album is by; style names a sound of core.demo.sounds."""

    artist: str
    name: str
    date: str
    genres: tuple[str, ...]
    style: str
    suffix: str
    composer: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One file to make. seed decides its sound; tags is None for a file that says nothing."""

    path: PurePosixPath
    style: str
    seed: int
    tags: Tags | None
    album: int
    """Which of ALBUMS; decides the cover."""


ALBUMS = (
    Album("Halden Vey", "Slow Harbour", "1994", ("Ambient", "Electronic"), "ambient", "flac", "",
          ("Tidewater", "Lamp Room", "Salt Meridian")),
    Album("The Marlow Lanterns", "Orchard Letters", "1971-05", ("Folk",), "folk", "mp3", "R. Marlow",
          ("Windfall", "A Gate Left Open", "Letters to Hob")),
    Album("Kestrel Motorway", "Night Signal", "2009-11-02", ("House", "Electronic"), "house", "ogg", "",
          ("Junction 9", "Sodium", "Overpass")),
    Album("Subtle Quarry", "Broken Weather", "1996", ("Drum & Bass", "Electronic"), "breakbeat", "opus", "",
          ("Cumulus", "Slate", "Barometer")),
    Album("Ilse Tamm", "Rooms", "1984", ("Classical", "Piano"), "piano", "m4a", "Ilse Tamm",
          ("Room with Blue Chair", "Staircase", "The Unused Door")),
    Album("Brother Amos Kettle", "Sunday Wind", "1968", ("Soul", "Gospel"), "organ", "flac", "A. Kettle",
          ("Lay It Down Easy", "River Knows", "Morning Pew")),
    Album("Pixel Orchard", "Level Twelve", "1987", ("Chiptune",), "chip", "mp3", "",
          ("Insert Coin", "Boss of the Lower Garden", "Continue?")),
    Album("Grey Meridian", "Undertow", "2016", ("Drone", "Experimental"), "drone", "ogg", "",
          ("Basalt", "Fathom", "What the Pylons Sang")),
    Album("Søren Ålund Kor", "Vinterlys", "2003-12-01", ("Choral", "Classical"), "choir", "opus",
          "Søren Ålund", ("Første sne", "Ljus", "Stille, stille")),
    Album("Suara Telaga", "Nine Bronze Rivers", "1979", ("Gamelan", "World"), "gamelan", "m4a", "",
          ("Kali Progo", "Kali Opak", "Bengawan")),
    Album("Concrete Sparrow", "Loud Rooms", "1991-09-24", ("Rock", "Indie"), "rock", "flac", "",
          ("Tin Roof", "Everything Louder", "Half a Window")),
    Album("Halden Vey", "The Long Tide", "2012", ("Ambient",), "ambient", "mp3", "",
          ("Ebb", "Slack Water", "Flood")),
    Album("Ada Vance", "Copper Strings", "2021-03-19", ("Folk", "Singer-Songwriter"), "folk", "ogg",
          "Ada Vance", ("Copper", "Two Crows (feat. Orrin Tide)", "Kitchen Light")),
    Album("Neon Ferry", "Platform Nine", "1999", ("House", "Dance"), "house", "opus", "",
          ("Last Boat", "Mirrorball Harbour", "Platform Nine (Long Mix)")),
    Album("Orrin Tide", "Etudes for Rain", "1975", ("Classical", "Piano"), "piano", "m4a", "Vera Lindqvist",
          ("Étude No. 1 in Grey", "Étude No. 2, Gutters", "Étude No. 3, After")),
    Album("The Paper Comets", "Kilometre Zero", "1977", ("Rock", "Punk"), "rock", "mp3", "",
          ("Ignition", "No Map", "Two Minutes of Sun")),
    Album("Machine Garden", "Photosynthetic", "2024-02-09", ("Jungle", "Electronic"), "breakbeat", "flac", "",
          ("Root System", "Chlorophyll", "Leaf Cutter")),
    Album("Various Artists", "Winter Sampler", "2005", ("Electronic",), "", "ogg", "",
          ("High Score", "Snowfield", "Long Exposure")),
    Album("Maren Holt", "Hymnal", "2018", ("Choral", "Ambient"), "choir", "opus", "Maren Holt",
          ("Prime", "Terce", "Compline")),
    Album("", "old tapes", "", (), "", "mp3", "",
          ("tape A side 1", "07 - Pixel Orchard - Lost Level", "untitled")),
)  # fmt: skip

SAMPLER = (("Bit Lagoon", "chip"), ("Halden Vey", "ambient"), ("Grey Meridian", "drone"))
TAPES = ("organ", "chip", "gamelan")
PER_ALBUM = 3


def entries(count: int, seed: int) -> list[Entry]:
    """The first `count` files: one from each album, then the second of each, so that few are still varied.

    Beyond the sixty with a title of their own, volumes follow: "Slow Harbour, Vol. 2".
    """
    return [_entry(number, seed) for number in range(count)]


def _entry(number: int, seed: int) -> Entry:
    volume, within = divmod(number, len(ALBUMS) * PER_ALBUM)
    track, index = divmod(within, len(ALBUMS))
    album = ALBUMS[index]
    style = {"Various Artists": SAMPLER[track][1], "": TAPES[track]}.get(album.artist, album.style)
    # The songs of one album are closer to each other than to those of another only by their style.
    tags = _tags(album, track, volume) if album.artist else None
    return Entry(_path(album, track, tags, volume), style, seed * 100_003 + number, tags, index)


def _tags(album: Album, track: int, volume: int) -> Tags:
    title, artist = album.titles[track], album.artist
    tags = Tags(
        title=title,
        artists=(artist,),
        album_artists=(artist,),
        album=f"{album.name}, Vol. {volume + 1}" if volume else album.name,
        genres=album.genres,
        composers=(album.composer,) if album.composer else (),
        date=album.date,
        year=int(album.date[:4]),
        track_no=track + 1,
        track_total=PER_ALBUM,
    )
    if artist == "Various Artists":
        return replace(tags, artists=(SAMPLER[track][0],), compilation=True)
    if "feat." in title:
        return replace(tags, artists=(artist, "Orrin Tide"))
    if artist == "Maren Holt":
        return replace(
            tags, disc_no=1 + track // 2, disc_total=2, track_no=1 + track % 2, track_total=2 - track // 2
        )
    return tags


def _path(album: Album, track: int, tags: Tags | None, volume: int) -> PurePosixPath:
    if tags is None:
        copy = f" ({volume + 1})" if volume else ""
        return PurePosixPath(album.name) / f"{album.titles[track]}{copy}.{album.suffix}"
    disc = f"{tags.disc_no}-" if tags.disc_no else ""
    name = f"{disc}{tags.track_no:02} {_safe(tags.title)}.{album.suffix}"
    return PurePosixPath(_safe(album.artist)) / _safe(tags.album) / name


def _safe(name: str) -> str:
    """Without what Windows refuses in a file name."""
    return "".join("_" if letter in '<>:"/\\|?*' else letter for letter in name).rstrip(". ")
