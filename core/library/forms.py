"""How each format holds what is known of a track: the writing half of `tags`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from importlib import import_module
from typing import Any, BinaryIO

from core.errors import UserError
from core.library import pictures, tags
from core.library.fields import R128_TO_REPLAY_GAIN, Fields, canonical
from core.library.form import COUNTED, EDITABLE, Entries, Form, Values, without_front
from core.library.id3form import Id3


def _table(text: str) -> dict[str, str]:
    """Canonical names and the keys of a format; "~" stands for a blank in a key."""
    return dict(pair.replace("~", " ").split("=") for pair in text.split())


_REPLAY_GAIN = """
    rg_track_gain=REPLAYGAIN_TRACK_GAIN rg_track_peak=REPLAYGAIN_TRACK_PEAK
    rg_album_gain=REPLAYGAIN_ALBUM_GAIN rg_album_peak=REPLAYGAIN_ALBUM_PEAK
"""
_SORTS = """
    titlesort=TITLESORT artistsort=ARTISTSORT albumsort=ALBUMSORT albumartistsort=ALBUMARTISTSORT
    composersort=COMPOSERSORT
"""
_VORBIS = _table(f"""
    title=TITLE artist=ARTIST albumartist=ALBUMARTIST album=ALBUM genre=GENRE composer=COMPOSER date=DATE
    comment=COMMENT lyrics=LYRICS track=TRACKNUMBER tracktotal=TRACKTOTAL disc=DISCNUMBER disctotal=DISCTOTAL
    bpm=BPM compilation=COMPILATION rating=FMPS_RATING rating_scale=RATING
    r128_track=R128_TRACK_GAIN r128_album=R128_ALBUM_GAIN {_SORTS} {_REPLAY_GAIN}
""")
_APE = _table(f"""
    title=Title artist=Artist albumartist=Album~Artist album=Album genre=Genre composer=Composer date=Year
    comment=Comment lyrics=Lyrics track=Track disc=Disc bpm=BPM compilation=Compilation
    rating=FMPS_RATING rating_scale=RATING {_SORTS} {_REPLAY_GAIN}
""")
_ASF = _table(f"""
    title=Title artist=Author albumartist=WM/AlbumArtist album=WM/AlbumTitle genre=WM/Genre date=WM/Year
    composer=WM/Composer comment=Description lyrics=WM/Lyrics track=WM/TrackNumber disc=WM/PartOfSet
    bpm=WM/BeatsPerMinute compilation=WM/IsCompilation titlesort=WM/TitleSortOrder
    artistsort=WM/ArtistSortOrder albumsort=WM/AlbumSortOrder albumartistsort=WM/AlbumArtistSortOrder
    composersort=WM/ComposerSortOrder rating=FMPS/Rating rating_wm=WM/SharedUserRating {_REPLAY_GAIN}
""")
_FREEFORM = "----:com.apple.iTunes:"
_MP4 = _table("""
    title=\xa9nam artist=\xa9ART albumartist=aART album=\xa9alb genre=\xa9gen composer=\xa9wrt date=\xa9day
    comment=\xa9cmt lyrics=\xa9lyr track=trkn disc=disk bpm=tmpo compilation=cpil
    titlesort=sonm artistsort=soar albumsort=soal albumartistsort=soaa composersort=soco
""") | {
    name: f"{_FREEFORM}{key}"
    for name, key in _table(f"rating=FMPS_Rating rating_scale=RATING {_REPLAY_GAIN.lower()}").items()
}


# Vorbis comments ---------------------------------------------------------------------------------------

_PICTURES = "\0pictures"
"""Stands for FLAC's picture blocks among the entries."""


class Comments(Form):
    """FLAC, Ogg Vorbis, Opus, Speex, FLAC in Ogg."""

    keys = _VORBIS

    def __init__(self, audio: Any) -> None:
        if audio.tags is None:
            audio.add_tags()
        super().__init__(audio.tags)
        self._audio = audio
        self._blocks = hasattr(audio, "pictures")
        self._opus = type(audio).__name__ == "OggOpus"

    def put(self, changes: Mapping[str, Values], now: Fields) -> None:
        # A file that already says "3/12" goes on doing so.
        self.combined = any("/" in text for name in COUNTED for text in now.get(name, ()))
        super().put(self._for_opus(changes) if self._opus else changes, now)

    def _for_opus(self, changes: Mapping[str, Values]) -> dict[str, Values]:
        """Gains in the form that RFC 7845 (5.2.1) asks for; it has no peaks."""
        told = {name: values for name, values in changes.items() if not name.startswith("rg_")}
        for which in ("track", "album"):
            values = changes.get(f"rg_{which}_gain")
            if values is not None:
                told[f"rg_{which}_gain"] = told[f"rg_{which}_peak"] = ()
                told[f"r128_{which}"] = tuple(_q7_8(text) for text in values)
        return told

    def _set(self, key: str, name: str, values: Values) -> None:
        written = next((k for k, _ in list.__iter__(self.tags) if k.lower() == key.lower()), key)
        self.tags[written] = list(values)

    def put_cover(self, data: bytes) -> None:
        if self._blocks:
            kept = without_front([(p.type, p) for p in self._audio.pictures])
            self._audio.clear_pictures()
            for picture in [*kept, *([_flac_picture(data)] if data else [])]:
                self._audio.add_picture(picture)
            if not self._found("cover"):
                return
        told = [(k, v) for k, v in list.__iter__(self.tags) if canonical(k) == "cover"]
        kept_pairs = without_front([(pictures.one(v)[0], (k, v)) for k, v in told])
        for key, _ in told:
            if key in self.tags:
                del self.tags[key]
        for pair in kept_pairs:
            self.tags.append(pair)
        if data and not self._blocks:
            block = base64.b64encode(_flac_picture(data).write()).decode("ascii")
            self.tags.append(("METADATA_BLOCK_PICTURE", block))

    def entries(self) -> Entries:
        found: Entries = {}
        for key, value in list.__iter__(self.tags):
            found.setdefault(key.lower(), []).append((key, value))
        if self._blocks and self._audio.pictures:
            found[_PICTURES] = [picture.write() for picture in self._audio.pictures]
        return found

    def put_entry(self, key: str, value: Any) -> None:
        if key == _PICTURES:
            self._audio.clear_pictures()
            for block in value or ():
                self._audio.add_picture(import_module("mutagen.flac").Picture(block))
            return
        if key in self.tags:
            del self.tags[key]
        for pair in value or ():
            self.tags.append(pair)

    def save(self, file: BinaryIO) -> None:
        file.seek(0)
        self._audio.save(file)


def _q7_8(text: str) -> str:
    gain = float(text.lower().removesuffix("db"))
    return str(max(-32768, min(32767, round((gain - R128_TO_REPLAY_GAIN) * 256))))


def _flac_picture(data: bytes) -> Any:
    image, made = pictures.inspect(data), import_module("mutagen.flac").Picture()
    made.type, made.mime, made.data = pictures.FRONT, image.mime, data
    made.width, made.height, made.depth = image.width, image.height, image.depth
    return made


# APEv2 ---------------------------------------------------------------------------------------------------


class Ape(Form):
    """WavPack, Monkey's Audio, Musepack; MP3 files that already have it."""

    keys = _APE

    def put_cover(self, data: bytes) -> None:
        told = [
            (pictures.FRONT if "front" in key.lower() else pictures.OTHER, key)
            for key in self._found("cover")
        ]
        kept = without_front(told)
        for _, key in told:
            if key not in kept:
                del self.tags[key]
        if data:
            ending = pictures.inspect(data).mime.removeprefix("image/").replace("jpeg", "jpg")
            value = import_module("mutagen.apev2").APEBinaryValue
            self.tags["Cover Art (Front)"] = value(f"Cover Art (Front).{ending}\0".encode() + data)


# ASF -----------------------------------------------------------------------------------------------------


class Asf(Form):
    """Windows Media."""

    keys = _ASF

    def _name_of(self, key: str) -> str | None:
        name = canonical(key)
        return "comment" if name == "description" else name

    def put_cover(self, data: bytes) -> None:
        found = self._found("cover")
        told = [(pictures.one(v)[0], v) for key in found for v in self.tags[key]]
        kept = without_front(told)
        self._drop("cover", found)
        if data:
            mime = pictures.inspect(data).mime.encode("utf-16-le") + b"\0\0"
            head = bytes([pictures.FRONT]) + len(data).to_bytes(4, "little")
            kept.append(import_module("mutagen.asf").ASFByteArrayAttribute(head + mime + b"\0\0" + data))
        if kept:
            self.tags["WM/Picture"] = kept


class AsfFile(Asf):
    """Saved by its file, not by its tags."""

    def __init__(self, audio: Any) -> None:
        super().__init__(audio.tags)
        self._audio = audio

    def save(self, file: BinaryIO) -> None:
        file.seek(0)
        self._audio.save(file)


# MP4 -----------------------------------------------------------------------------------------------------


class Mp4(Form):
    """M4A, M4B: numbers are numbers, and what has no atom of its own goes into free-form ones."""

    keys = _MP4

    def __init__(self, audio: Any) -> None:
        if audio.tags is None:
            audio.add_tags()
        super().__init__(audio.tags)
        self._audio = audio

    def _name_of(self, key: str) -> str | None:
        if key.startswith("----:"):
            return canonical(key.rsplit(":", 1)[-1])
        return next((name for name, usual in _MP4.items() if usual == key), None)

    def _set(self, key: str, name: str, values: Values) -> None:
        if key.startswith("----:"):
            freeform = import_module("mutagen.mp4").MP4FreeForm
            self.tags[key] = [freeform(value.encode("utf-8")) for value in values]
        elif key in ("trkn", "disk"):
            number, _, total = values[0].partition("/")
            self.tags[key] = [(_small(number), _small(total))]
        elif key == "tmpo":
            self.tags[key] = [_small(values[0])]
        elif key == "cpil":
            self.tags[key] = values[0] == "1"
        else:
            self.tags[key] = list(values)

    def put_cover(self, data: bytes) -> None:
        kept = self.tags.get("covr", [])[1:]  # the first is the front
        if data:
            cover = import_module("mutagen.mp4").MP4Cover
            png = pictures.inspect(data).mime == "image/png"
            kept = [cover(data, cover.FORMAT_PNG if png else cover.FORMAT_JPEG), *kept]
        self.put_entry("covr", kept or None)

    def save(self, file: BinaryIO) -> None:
        file.seek(0)
        self._audio.save(file)


def _small(text: str) -> int:
    """MP4 keeps these in 16 bits."""
    try:
        value = round(float(text.replace(",", "."))) if text else 0
    except ValueError:
        value = -1
    if not 0 <= value < 1 << 16:
        raise UserError("M4A files hold only whole numbers here, not “{value}”.", value=text)
    return value


# Which there are in a file ---------------------------------------------------------------------------------


def of(audio: Any, file: BinaryIO, now: Fields) -> list[Form]:
    """The blocks of an opened file, made where there is none. Raises UserError where tags have no place."""
    kind = type(audio).__name__
    if kind in ("MP3", "WAVE", "AIFF", "DSF", "TrueAudio"):
        return _with_id3(audio, kind, file, now)
    if kind in ("WavPack", "MonkeysAudio", "Musepack", "MP4", "ASF") and audio.tags is None:
        audio.add_tags()
    match kind:
        case "WavPack" | "MonkeysAudio" | "Musepack":
            return [Ape(audio.tags)]
        case "MP4":
            return [Mp4(audio)]
        case "ASF":
            return [AsfFile(audio)]
        case "AAC":
            raise UserError("Raw AAC files cannot hold tags; in an M4A file the same sound could.")
    return [Comments(audio)]


def _with_id3(audio: Any, kind: str, file: BinaryIO, now: Fields) -> list[Form]:
    found = tags.ape_beside(file) if kind == "MP3" else None
    ape = None if found is None else Ape(found)
    if audio.tags is None and ape is not None:
        return [ape]
    forms: list[Form] = [] if ape is None else [ape]
    if audio.tags is None:
        audio.add_tags()
        fresh = Id3(audio.tags)
        # What a WAV file said by RIFF's own means would be hidden behind the new tags.
        fresh.put({name: tuple(values) for name, values in now.items() if name in EDITABLE}, now)
        return [*forms, fresh]
    if audio.tags.version[0] == 2 and audio.tags.version[1] < 4:
        # As they stand: translated to 2.4 and back, some frames would be lost.
        file.seek(0)
        audio.tags = type(audio)(file, translate=False).tags
    return [*forms, Id3(audio.tags)]
