"""From what any format says, in one flat form, to `Tags`: names of fields, messy values, numbers, gains."""

from __future__ import annotations

import re
from functools import lru_cache

from core.domain import Decibel, ReplayGain, Tags

Fields = dict[str, list[str]]
"""Canonical name of a field -> its texts, as they stand in the file."""

LONGEST = 1_000
"""Characters kept of a name; a comment may have four times as many."""
R128_TO_REPLAY_GAIN = 5.0
"""R128 gains aim at -23 LUFS (RFC 7845), ReplayGain 2 at -18."""

# Names of fields, squashed (see _canonical), in Vorbis comments, APEv2, ASF, MP4 freeform and ID3 TXXX.
_ALIASES = {
    "title": "title",
    "artist": "artist",
    "author": "artist",
    "album": "album",
    "wmalbumtitle": "album",
    "albumartist": "albumartist",
    "wmalbumartist": "albumartist",
    "ensemble": "albumartist",
    "genre": "genre",
    "wmgenre": "genre",
    "composer": "composer",
    "wmcomposer": "composer",
    "composersort": "composersort",
    "wmcomposersortorder": "composersort",
    "comment": "comment",
    "description": "description",
    "date": "date",
    "year": "date",
    "wmyear": "date",
    "originaldate": "originaldate",
    "tracknumber": "track",
    "track": "track",
    "wmtracknumber": "track",
    "tracktotal": "tracktotal",
    "totaltracks": "tracktotal",
    "discnumber": "disc",
    "disc": "disc",
    "wmpartofset": "disc",
    "disctotal": "disctotal",
    "totaldiscs": "disctotal",
    "bpm": "bpm",
    "tempo": "bpm",
    "wmbeatsperminute": "bpm",
    "compilation": "compilation",
    "wmiscompilation": "compilation",
    "titlesort": "titlesort",
    "wmtitlesortorder": "titlesort",
    "artistsort": "artistsort",
    "wmartistsortorder": "artistsort",
    "albumsort": "albumsort",
    "wmalbumsortorder": "albumsort",
    "albumartistsort": "albumartistsort",
    "wmalbumartistsortorder": "albumartistsort",
    "musicbrainztrackid": "mb_recording",
    "musicbrainzreleasetrackid": "mb_track",
    "musicbrainzalbumid": "mb_release",
    "musicbrainzreleasegroupid": "mb_release_group",
    "musicbrainzartistid": "mb_artist",
    "musicbrainzalbumartistid": "mb_album_artist",
    "replaygaintrackgain": "rg_track_gain",
    "replaygaintrackpeak": "rg_track_peak",
    "replaygainalbumgain": "rg_album_gain",
    "replaygainalbumpeak": "rg_album_peak",
    "r128trackgain": "r128_track",
    "r128albumgain": "r128_album",
    "cuesheet": "cuesheet",
    "lyrics": "lyrics",
    "unsyncedlyrics": "lyrics",
    "wmlyrics": "lyrics",
    "fmpsrating": "rating",
    "rating": "rating_scale",
    "wmshareduserrating": "rating_wm",
    "metadatablockpicture": "cover",
    "coverart": "cover",
    "coverartfront": "cover",
    "wmpicture": "cover",
}
_MUSICBRAINZ = ("recording", "track", "release", "release_group", "artist", "album_artist")
_SQUASHED = str.maketrans("", "", " _/-().")
_NUMBER = re.compile(r"\s*([+-]?\d+(?:[.,]\d+)?)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


@lru_cache(maxsize=2048)
def canonical(name: str) -> str | None:
    """Our name for a field, whatever its spelling: "Album Artist", "album_artist", "ALBUMARTIST"."""
    return _ALIASES.get(name.lower().translate(_SQUASHED))


def build(fields: Fields) -> Tags:
    if not fields:
        return Tags()
    one, many = _one, _many
    track_no, track_total = _of(fields, "track")
    disc_no, disc_total = _of(fields, "disc")
    date = one(fields, "date") or one(fields, "originaldate")
    return Tags(
        title=one(fields, "title"),
        artists=many(fields, "artist"),
        album_artists=many(fields, "albumartist"),
        album=one(fields, "album"),
        genres=_genres(fields),
        composers=many(fields, "composer"),
        comment=one(fields, "comment", 4 * LONGEST) or one(fields, "description", 4 * LONGEST),
        date=date,
        year=_year(date),
        track_no=track_no,
        track_total=track_total,
        disc_no=disc_no,
        disc_total=disc_total,
        bpm=_positive(_number(one(fields, "bpm"))),
        compilation=one(fields, "compilation").lower() in ("1", "true", "yes"),
        title_sort=one(fields, "titlesort"),
        artist_sort=one(fields, "artistsort"),
        album_sort=one(fields, "albumsort"),
        album_artist_sort=one(fields, "albumartistsort"),
        composer_sort=one(fields, "composersort"),
        musicbrainz={name: one(fields, f"mb_{name}") for name in _MUSICBRAINZ if f"mb_{name}" in fields},
        replay_gain=_replay_gain(fields),
        has_cover="cover" in fields,
    )


def _clean(text: str, longest: int = LONGEST) -> str:
    """Without NULs and outer blanks, on one line, and fit for UTF-8."""
    if len(text) > longest:
        text = text[:longest]
    if not text.isprintable():
        text = " ".join(text.replace("\0", " ").split())
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.strip()


def _one(fields: Fields, name: str, longest: int = LONGEST) -> str:
    values = fields.get(name)
    if not values:
        return ""
    for value in values:
        if text := _clean(value, longest):
            return text
    return ""


def _many(fields: Fields, name: str) -> tuple[str, ...]:
    values = fields.get(name)
    if not values:
        return ()
    if len(values) == 1 and "\0" not in values[0]:
        text = _clean(values[0])
        return (text,) if text else ()
    parts = (_clean(part) for value in values[:100] for part in value.split("\0"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _genres(fields: Fields) -> tuple[str, ...]:
    genres = _many(fields, "genre")
    if any(";" in genre for genre in genres):
        parts = (part.strip() for genre in genres for part in genre.split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))
    return genres


def _number(text: str) -> float | None:
    found = _NUMBER.match(text)
    return float(found[1].replace(",", ".")) if found else None


def _positive(number: float | None) -> float | None:
    return number if number is not None and 0 < number < 100_000 else None


def _whole(text: str) -> int | None:
    number = _positive(_number(text))
    return int(number) or None if number is not None else None


def _of(fields: Fields, name: str) -> tuple[int | None, int | None]:
    """(n, m) of "n/m", or of two fields."""
    text = _one(fields, name)
    number, _, total = text.partition("/")
    return _whole(number), _whole(total) if total else _whole(_one(fields, f"{name}total"))


def _year(date: str) -> int | None:
    found = _YEAR.search(date)
    year = int(found[1]) if found else 0
    return year if year > 0 else None


def _replay_gain(fields: Fields) -> ReplayGain:
    if not any(name.startswith(("rg_", "r128_")) for name in fields):
        return ReplayGain()
    return ReplayGain(
        _gain(fields, "track"), _peak(fields, "track"), _gain(fields, "album"), _peak(fields, "album")
    )


def _gain(fields: Fields, which: str) -> Decibel | None:
    gain = _number(_one(fields, f"rg_{which}_gain"))
    if gain is None:
        q7_8 = _number(_one(fields, f"r128_{which}"))
        gain = None if q7_8 is None else q7_8 / 256 + R128_TO_REPLAY_GAIN
    return Decibel(gain) if gain is not None and abs(gain) < 100 else None


def _peak(fields: Fields, which: str) -> float | None:
    return _positive(_number(_one(fields, f"rg_{which}_peak")))
