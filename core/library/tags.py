"""What files say about themselves: the only place that knows mutagen.

Every format's own names and types are first turned into one flat form, `Fields` (canonical name -> texts),
from which `Tags` are built. Imports stay few: this runs in short-lived processes that must start at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from core.domain import Seconds, Stream, Tags
from core.library import pictures
from core.library.cuetext import text_of_block
from core.library.fields import Fields, build, canonical
from core.library.ratings import from_popm
from core.texts import marked

# extension -> (mutagen's module, its class, what we call the codec)
_FORMATS = {
    ".mp3": ("mp3", "MP3", "mp3"),
    ".mp2": ("mp3", "MP3", "mp2"),
    ".flac": ("flac", "FLAC", "flac"),
    ".ogg": ("oggvorbis", "OggVorbis", "vorbis"),
    ".oga": ("oggflac", "OggFLAC", "flac"),
    ".opus": ("oggopus", "OggOpus", "opus"),
    ".spx": ("oggspeex", "OggSpeex", "speex"),
    ".m4a": ("mp4", "MP4", "aac"),
    ".m4b": ("mp4", "MP4", "aac"),
    ".mp4": ("mp4", "MP4", "aac"),
    ".aac": ("aac", "AAC", "aac"),
    ".wav": ("wave", "WAVE", "pcm"),
    ".wave": ("wave", "WAVE", "pcm"),
    ".aif": ("aiff", "AIFF", "pcm"),
    ".aiff": ("aiff", "AIFF", "pcm"),
    ".aifc": ("aiff", "AIFF", "pcm"),
    ".wv": ("wavpack", "WavPack", "wavpack"),
    ".ape": ("monkeysaudio", "MonkeysAudio", "ape"),
    ".mpc": ("musepack", "Musepack", "musepack"),
    ".mp+": ("musepack", "Musepack", "musepack"),
    ".wma": ("asf", "ASF", "wma"),
    ".asf": ("asf", "ASF", "wma"),
    ".dsf": ("dsf", "DSF", "dsd"),
    ".tta": ("trueaudio", "TrueAudio", "tta"),
}
EXTENSIONS = frozenset(_FORMATS)
"""Lower-case endings of the files the library takes in."""

_OGG_HEADS = {b"\x01vorbis": ".ogg", b"OpusHead": ".opus", b"\x7fFLAC": ".oga", b"Speex   ": ".spx"}

_ID3 = {
    "TIT2": "title",
    "TPE1": "artist",
    "TPE2": "albumartist",
    "TALB": "album",
    "TCON": "genre",
    "TCOM": "composer",
    "TDRC": "date",
    "TDOR": "originaldate",
    "TRCK": "track",
    "TPOS": "disc",
    "TBPM": "bpm",
    "TCMP": "compilation",
    "TSOT": "titlesort",
    "TSOP": "artistsort",
    "TSOA": "albumsort",
    "TSO2": "albumartistsort",
    "TSOC": "composersort",
}
_MP4 = {
    "\xa9nam": "title",
    "\xa9ART": "artist",
    "aART": "albumartist",
    "\xa9alb": "album",
    "\xa9gen": "genre",
    "\xa9wrt": "composer",
    "\xa9lyr": "lyrics",
    "\xa9cmt": "comment",
    "\xa9day": "date",
    "tmpo": "bpm",
    "sonm": "titlesort",
    "soar": "artistsort",
    "soal": "albumsort",
    "soaa": "albumartistsort",
    "soco": "composersort",
}
_RIFF_INFO = {
    b"INAM": "title",
    b"IART": "artist",
    b"IPRD": "album",
    b"IGNR": "genre",
    b"ICMT": "comment",
    b"ICRD": "date",
    b"ITRK": "track",
    b"IPRT": "track",
}


class Unreadable(Exception):
    """A file that cannot be read as music; the text says why, fit to show."""


def read(path: Path | str | bytes) -> tuple[Tags, Stream]:
    """What the file says and how its audio is stored. Raises Unreadable, never anything of mutagen's."""
    return read_with_sheet(path)[:2]


def read_with_sheet(path: Path | str | bytes) -> tuple[Tags, Stream, str]:
    """Like `read`, and with the text of the cue sheet in the tags or in FLAC's own block; empty for none."""
    with opened(path) as (file, audio, codec):
        try:
            fields, stream = fields_of(audio, file), stream_of(audio, codec)
            sheet = next(iter(fields.get("cuesheet", ())), "") or _sheet_of_block(audio, stream.sample_rate)
            return build(fields), stream, sheet
        except Exception as problem:
            raise Unreadable(_reason(problem, file.name)) from problem


def _sheet_of_block(audio: Any, rate: int) -> str:
    """FLAC's block counts in samples and knows no names; its lead-out is no track."""
    block = getattr(audio, "cuesheet", None)
    if block is None or not rate:
        return ""
    tracks = [track for track in block.tracks if track.type == 0 and track.track_number not in (170, 255)]
    indexes = [{index.index_number: index.index_offset for index in track.indexes} for track in tracks]
    return text_of_block(
        [(t.track_number, t.start_offset + at.get(1, 0)) for t, at in zip(tracks, indexes, strict=True)], rate
    )


def cover(path: Path) -> bytes | None:
    """The front cover, as an image file's bytes: the embedded one, else one lying in the folder."""
    try:
        with opened(path) as (file, audio, _):
            embedded = _cover_of(audio, file)
    except Exception:
        # A picture that cannot be had is no picture; why the file is broken was said when it was scanned.
        embedded = None
    return embedded or pictures.beside(path.parent)


@dataclass(frozen=True, slots=True)
class Said:
    """All that one file says, for those who change it or look closer than the library does."""

    fields: Fields
    """Canonical names and texts as they stand in the file, lines and all."""
    cover: bytes | None
    """The embedded picture that is shown; one lying in the folder does not count."""
    timed: tuple[tuple[Seconds, str], ...] = ()
    """Lyrics with their times (ID3's SYLT)."""


def said(path: Path | str | bytes) -> Said:
    """Raises Unreadable, like `read`."""
    with opened(path) as (file, audio, _):
        try:
            return Said(fields_of(audio, file), _cover_of(audio, file), _timed(audio.tags))
        except Exception as problem:
            raise Unreadable(_reason(problem, file.name)) from problem


def _cover_of(audio: Any, file: BinaryIO) -> bytes | None:
    found = pictures.embedded(audio)
    if found is None and type(audio).__name__ == "MP3" and (ape := ape_beside(file)) is not None:
        found = next((data for _, data in pictures.by_key(ape) if data), None)
    return found


# Opening ---------------------------------------------------------------------------------------------


@contextmanager
def opened(path: Path | str | bytes) -> Iterator[tuple[BinaryIO, Any, str]]:
    """The file, what mutagen made of it, and its codec."""
    name = path if isinstance(path, (str, bytes)) else str(path)
    try:
        with open(name, "rb") as file:
            yield file, *loaded(file, name)
    except OSError as problem:
        raise Unreadable(problem.strerror or str(problem)) from problem


def loaded(file: BinaryIO, name: str | bytes) -> tuple[Any, str]:
    """The ending of the name is believed first, the content second."""
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    ending = text[text.rfind(".") :].lower()
    if ending in (".ogg", ".oga"):
        head = file.read(64)
        file.seek(0)
        ending = next((e for magic, e in _OGG_HEADS.items() if magic in head), ending)
    elif ending not in _FORMATS:
        ending = ".mp3"  # which has the least to go by; the second try tells the others
    try:
        load, codec = _loader(ending)
        return load(file), codec
    except OSError:
        raise
    except Exception as first:
        return _second_try(file, ending, first)


@cache
def _loader(ending: str) -> tuple[Callable[[BinaryIO], Any], str]:
    module, name, codec = _FORMATS[ending]
    return getattr(import_module(f"mutagen.{module}"), name), codec


def _second_try(file: BinaryIO, ending: str, first: Exception) -> tuple[Any, str]:
    """Another format under a wrong ending; else the first complaint stands."""
    if first.args and isinstance(first.args[0], OSError) and first.args[0].errno:
        raise first.args[0]  # mutagen wraps what the drive says
    if os.fstat(file.fileno()).st_size == 0:
        raise Unreadable(marked("the file is empty")) from None
    # Endings weigh more than contents in mutagen's own guess, and this one was wrong.
    tried, _ = _loader(ending)
    codecs = {load: codec for load, codec in map(_loader, reversed(_FORMATS)) if load is not tried}
    from mutagen import File

    try:
        file.seek(0)
        audio = File(file, options=list(codecs))
        return audio, codecs[type(audio)]
    except Exception:
        raise Unreadable(_reason(first, file.name)) from first


def _reason(problem: BaseException, name: str | bytes) -> str:
    """Without the file's name, which mutagen writes as Python would: who shows a reason names the file."""
    text = " ".join(str(problem).replace(repr(name), "it").split())[:200]
    return text or marked("it is cut short or damaged")


# From each format to Fields --------------------------------------------------------------------------


def fields_of(audio: Any, file: BinaryIO) -> Fields:
    """What a file that mutagen has opened says, whatever its format."""
    kind, tags = type(audio).__name__, audio.tags
    if kind == "MP4":
        return {} if tags is None else _from_mp4(tags)
    if kind in ("MP3", "AIFF", "DSF", "AAC", "TrueAudio", "WAVE"):
        fields = _from_id3(tags) if tags is not None and hasattr(tags, "getall") else {}
        return fields or _beside_id3(audio, kind, file)
    if tags is None:
        return {}
    if kind == "ASF":
        fields = _from_pairs((key, str(value)) for key, value in list.__iter__(tags))
        if "description" in fields:  # what ASF calls its comment
            fields.setdefault("comment", fields.pop("description"))
        return fields
    if kind in ("WavPack", "MonkeysAudio", "Musepack"):
        return _from_ape(tags)
    fields = _from_pairs(list.__iter__(tags))
    if getattr(audio, "pictures", None):
        fields["cover"] = ["embedded"]
    return fields


def _from_pairs(pairs: Iterable[tuple[str, str]]) -> Fields:
    fields: Fields = {}
    for key, value in pairs:
        name = canonical(key)
        if name is not None:
            fields.setdefault(name, []).append(value)
    return fields


def _from_ape(tags: Any) -> Fields:
    return _from_pairs(
        (key, part)
        for key, value in tags.items()
        for part in (str(value).split("\0") if type(value).__name__ == "APETextValue" else ["embedded"])
    )


def _from_id3(tags: Any) -> Fields:
    fields: Fields = {}
    for frame in tags.values():
        key = frame.FrameID
        name = _ID3.get(key)
        if name == "genre":
            fields["genre"] = list(frame.genres)
        elif name is not None:
            fields[name] = [str(text) for text in frame.text]
        elif key in _ID3_OTHERS:
            _ID3_OTHERS[key](frame, fields)
    return fields


def _id3_own(frame: Any, fields: Fields) -> None:
    if name := canonical(frame.desc):
        fields.setdefault(name, []).extend(str(text) for text in frame.text)


def _id3_comment(frame: Any, fields: Fields) -> None:
    # Comments with a description are mostly programs' own notes (iTunNORM).
    if not frame.desc:
        fields.setdefault("comment", []).extend(str(text) for text in frame.text)


def _id3_file_id(frame: Any, fields: Fields) -> None:
    if frame.owner == "http://musicbrainz.org":
        fields["mb_recording"] = [frame.data.decode("ascii", "replace")]


def _id3_volume(frame: Any, fields: Fields) -> None:
    which = frame.desc.lower()
    if which in ("track", "album"):
        fields.setdefault(f"rg_{which}_gain", []).append(str(frame.gain))
        fields.setdefault(f"rg_{which}_peak", []).append(str(frame.peak))


def _id3_picture(_: Any, fields: Fields) -> None:
    fields["cover"] = ["embedded"]


def _id3_lyrics(frame: Any, fields: Fields) -> None:
    fields.setdefault("lyrics", []).append(str(frame.text))


def _id3_rating(frame: Any, fields: Fields) -> None:
    if stars := from_popm(frame.rating):
        fields.setdefault("rating", []).append(f"{stars / 5:g}")


_ID3_OTHERS: dict[str, Callable[[Any, Fields], None]] = {
    "TXXX": _id3_own,
    "COMM": _id3_comment,
    "UFID": _id3_file_id,
    "RVA2": _id3_volume,
    "APIC": _id3_picture,
    "USLT": _id3_lyrics,
    "POPM": _id3_rating,
}


def _timed(tags: Any) -> tuple[tuple[Seconds, str], ...]:
    """The first lyrics whose times are milliseconds (2); MPEG frames (1) would need the file's own clock."""
    for frame in tags.getall("SYLT") if hasattr(tags, "getall") else ():
        if frame.format == 2 and frame.type in (0, 1, 2):
            return tuple((Seconds(at / 1000), text) for text, at in frame.text)
    return ()


def _beside_id3(audio: Any, kind: str, file: BinaryIO) -> Fields:
    """Tags in the other places where such files carry them: APEv2 at the end, a RIFF file's INFO."""
    if kind == "MP3":
        ape = ape_beside(file)
        return {} if ape is None else _from_ape(ape)
    return _from_riff_info(file) if kind == "WAVE" else {}


def ape_beside(file: BinaryIO) -> Any | None:
    """The APEv2 tags at the end of an MP3 file, where it has some."""
    from mutagen import MutagenError

    file.seek(0)
    try:
        return import_module("mutagen.apev2").APEv2(file)
    except MutagenError:
        return None


def _from_riff_info(file: BinaryIO) -> Fields:
    """The texts of LIST chunks of type INFO; what is not UTF-8 is taken for Latin-1."""
    fields: Fields = {}
    file.seek(12)
    while len(head := file.read(8)) == 8:
        name, size = head[:4], int.from_bytes(head[4:], "little")
        after = file.tell() + size + (size & 1)
        if name == b"LIST" and file.read(4) == b"INFO":
            while file.tell() + 8 <= after and len(inner := file.read(8)) == 8:
                length = int.from_bytes(inner[4:], "little")
                raw = file.read(min(length + (length & 1), after - file.tell()))[:length].rstrip(b"\0")
                if field := _RIFF_INFO.get(inner[:4]):
                    fields[field] = [_decoded(raw)]
        file.seek(after)
    return fields


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _from_mp4(tags: Any) -> Fields:
    fields: Fields = {}
    for key, value in tags.items():
        if name := _MP4.get(key):
            fields[name] = [str(v) for v in value]
        elif key in ("trkn", "disk"):
            name = "track" if key == "trkn" else "disc"
            number, total = (*value[0], 0, 0)[:2] if value else (0, 0)
            fields[name], fields[f"{name}total"] = [str(number)], [str(total)]
        elif key == "cpil":
            fields["compilation"] = ["1" if value else "0"]
        elif key == "covr":
            fields["cover"] = ["embedded"]
        elif key.startswith("----:") and (own := canonical(key.rsplit(":", 1)[-1])):
            fields.setdefault(own, []).extend(bytes(v).decode("utf-8", "replace") for v in value)
    return fields


def stream_of(audio: Any, codec: str) -> Stream:
    info = audio.info
    if codec == "aac" and getattr(info, "codec", "").startswith("alac"):
        codec = "alac"
    length = getattr(info, "length", 0.0) or 0.0
    rate = getattr(info, "sample_rate", 0) or (48_000 if codec == "opus" else 0)
    return Stream(
        duration=Seconds(float(length)) if 0 <= length < 1e8 else Seconds(0.0),
        sample_rate=int(rate),
        channels=int(getattr(info, "channels", 0) or 0),
        bitrate=max(0, int(getattr(info, "bitrate", 0) or 0)),
        codec=codec,
    )
