"""What names tell: sort keys for what the tags say, and a guess from the path where they say nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.folding import folded

# Of English, German, French and Spanish.
ARTICLES = r"the|an?|der|die|das|eine?|les?|la|une?|el|los|las|una"
_ARTICLE = re.compile(rf"(?:(?:{ARTICLES})\s+|l['’])(?=\w)")
_LEADING = re.compile(r"^[^\w]+(?=.*\w)")

_DISC = re.compile(r"(?:cd|dis[ck]|dvd)[\s._-]*(\d{1,2})\b.*", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"[\[(]?(1[89]\d\d|20\d\d)[\])]?[\s._-]+(?=\S)")
_YEAR_AFTER = re.compile(r"\s*[\[(](1[89]\d\d|20\d\d)[\])]$")
_DISC_AND_TRACK = re.compile(r"(\d{1,2})-(\d{2})[\s._-]+(?=\S)")
_TRACK_MARKED = re.compile(r"[\[(]?(\d{1,3})(?:\.|\s*[-_)\]])\s*(?=\S)")
_TRACK_BARE = re.compile(r"([0-4]\d)\s+(?=\S)")
_SPLIT = re.compile(r"\s+[-–—]\s+")
_SHELF = re.compile(
    r"albums|audio|downloads|files|flac|itunes|library|media|mp3s?|music|musik|musique|música|ogg|opus|songs"
    r"|sounds?|soundtracks?|tracks|unsorted",
    re.IGNORECASE,
)
"""Folders that hold music without saying whose it is."""


@lru_cache(maxsize=4096)
def sort_key(text: str) -> str:
    """`text` folded to sort by: no case, no diacritics, no leading article or punctuation.

    "The Beatles" gives "beatles", "Émilie" "emilie"; what would leave nothing stays as it is.
    """
    key = folded(text.strip())
    key = _LEADING.sub("", key) or key
    return _ARTICLE.sub("", key, count=1) if _ARTICLE.match(key) else key


@dataclass(frozen=True, slots=True)
class Guess:
    """What a path seems to say. Empty and None mean that it says nothing."""

    title: str
    artist: str = ""
    album: str = ""
    track_no: int | None = None
    disc_no: int | None = None
    year: int | None = None


def from_path(below: str) -> Guess:
    """A guess from a path relative to its library folder.

    Knows "Artist/Album/03 Title.flac", "Artist - Album (1998)/CD 2/03. Title.mp3",
    "01 - Artist - Title.mp3", "Artist - Album - 01 - Title.ogg", and underscores for spaces.
    """
    *folders, name = below.split("/")
    stem = _spaced(name.rpartition(".")[0]) or name.strip()
    album_artist, album, year, disc = _from_folders(folders)
    named_disc, track, artist, named_album, title = _from_stem(stem)
    if artist and not named_album and track is None and album_artist == "" and len(folders) > 1:
        album_artist = _spaced(folders[-2])
    if len(folders) == 1 and album and not album_artist and not artist and track is None:
        # One folder, no number: more often the artist's than an album's.
        album_artist, album = album, ""
    return Guess(title, artist or album_artist, named_album or album, track, named_disc or disc, year)


def _spaced(name: str) -> str:
    return " ".join((name if " " in name else name.replace("_", " ")).split())


def _from_folders(folders: list[str]) -> tuple[str, str, int | None, int | None]:
    """(artist, album, year, disc) from the folders above a file."""
    names = ["" if _SHELF.fullmatch(name) else name for name in map(_spaced, folders)]
    disc = None
    if names and (numbered := _DISC.fullmatch(names[-1])):
        disc = int(numbered[1])
        names.pop()
    if not names:
        return "", "", None, disc
    album, artist = names[-1], names[-2] if len(names) > 1 else ""
    year = None
    for pattern in (_YEAR_AFTER, _YEAR_BEFORE):
        found = pattern.search(album) if pattern is _YEAR_AFTER else pattern.match(album)
        if found and year is None:
            year = int(found[1])
            album = (album[: found.start()] + album[found.end() :]).strip()
    parts = _SPLIT.split(album, maxsplit=1)
    if len(parts) == 2 and (not artist or sort_key(parts[0]) == sort_key(artist)):
        artist, album = parts
    return artist, album, year, disc


def _from_stem(stem: str) -> tuple[int | None, int | None, str, str, str]:
    """(disc, track, artist, album, title) from a file's name."""
    disc = track = None
    if both := _DISC_AND_TRACK.match(stem):
        disc, track, stem = int(both[1]), int(both[2]), stem[both.end() :]
    elif numbered := _TRACK_MARKED.match(stem) or _TRACK_BARE.match(stem):
        track, stem = int(numbered[1]), stem[numbered.end() :]
    parts = _SPLIT.split(stem)
    numbers = [i for i, part in enumerate(parts[:-1]) if part.isdecimal() and len(part) <= 3]
    if track is None and numbers:
        track = int(parts.pop(numbers[-1]))
    artist = parts[0] if len(parts) > 1 else ""
    album = parts[1] if len(parts) > 2 else ""
    title = " - ".join(parts[2:] if len(parts) > 2 else parts[-1:])
    return disc, track, artist, album, title
