"""Writes a sound to disk as FLAC, MP3, Ogg Vorbis, Opus or M4A, with its tags and cover."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import mutagen
from mutagen import id3
from mutagen.flac import Picture
from mutagen.mp4 import MP4Cover, MP4FreeForm

from core.demo.sounds import RATE, Sound
from core.domain import Tags

VORBIS_FRAME = 64
"""Samples that FFmpeg's Vorbis encoder must be handed at a time: given more, its packets' times are wrong."""


@dataclass(frozen=True)
class Encoding:
    """codec and container are FFmpeg's names; bit rate in bits per second, 0 where it has no meaning."""

    codec: str
    container: str
    bit_rate: int
    options: dict[str, str] = field(default_factory=dict)
    frame: int | None = None
    """Samples per frame handed to the encoder; None leaves it to cut its own."""


ENCODINGS = {
    ".flac": Encoding("flac", "flac", 0),
    ".mp3": Encoding("libmp3lame", "mp3", 128_000, {"compression_level": "7"}),
    ".ogg": Encoding("vorbis", "ogg", 112_000, frame=VORBIS_FRAME),
    ".opus": Encoding("libopus", "ogg", 80_000),
    ".m4a": Encoding("aac", "ipod", 112_000),
}


def write(path: Path, sound: Sound, tags: Tags | None, cover: bytes | None) -> None:
    """Writes a stereo (2, n) sound at RATE, then its tags; whole or not at all.

    tags None leaves the file without any.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.part{path.suffix}")
    _encode(draft, sound, ENCODINGS[path.suffix])
    if tags is not None:
        TAGGERS[path.suffix](draft, tags, cover)
    draft.replace(path)


def _encode(path: Path, sound: Sound, encoding: Encoding) -> None:
    # bitexact: no random serial numbers and dates, so that the same demo is the same bytes.
    with av.open(str(path), "w", format=encoding.container, options={"fflags": "+bitexact"}) as out:
        # FFmpeg calls its own Vorbis encoder experimental and wants to hear that we know.
        options = {"strict": "experimental", **encoding.options}
        stream = cast(av.AudioStream, out.add_stream(encoding.codec, RATE, options, layout="stereo"))
        if encoding.bit_rate:
            stream.bit_rate = encoding.bit_rate
        wanted = stream.codec_context.codec.audio_formats
        form = wanted[0].name if wanted else "fltp"
        fitter = av.AudioResampler(form, "stereo", RATE, frame_size=encoding.frame)
        frame = av.AudioFrame.from_ndarray(sound, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        for piece in (*fitter.resample(frame), *fitter.resample(None)):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))


def _comments(tags: Tags) -> dict[str, list[str]]:
    """Vorbis comments, as FLAC, Ogg Vorbis and Opus share them."""
    pairs: dict[str, list[str]] = {
        "title": [tags.title],
        "artist": list(tags.artists),
        "albumartist": list(tags.album_artists),
        "album": [tags.album],
        "genre": list(tags.genres),
        "composer": list(tags.composers),
        "date": [tags.date],
        "tracknumber": [str(tags.track_no)],
        "tracktotal": [str(tags.track_total)],
    }
    if tags.disc_no:
        pairs |= {"discnumber": [str(tags.disc_no)], "disctotal": [str(tags.disc_total)]}
    if tags.compilation:
        pairs["compilation"] = ["1"]
    return {key: values for key, values in pairs.items() if any(values)}


def _picture(cover: bytes) -> Picture:
    picture = Picture()
    picture.type, picture.mime, picture.data = id3.PictureType.COVER_FRONT, "image/png", cover
    return picture


def _tag_vorbis(path: Path, tags: Tags, cover: bytes | None) -> None:
    file: Any = mutagen.File(path)
    file.update(_comments(tags))
    if cover and path.suffix == ".flac":
        file.add_picture(_picture(cover))
    elif cover:
        file["metadata_block_picture"] = [base64.b64encode(_picture(cover).write()).decode()]
    file.save()


def _tag_mp3(path: Path, tags: Tags, cover: bytes | None) -> None:
    frames = id3.ID3()
    texts = {
        "TIT2": [tags.title],
        "TPE1": list(tags.artists),
        "TPE2": list(tags.album_artists),
        "TALB": [tags.album],
        "TCON": list(tags.genres),
        "TCOM": list(tags.composers),
        "TDRC": [tags.date],
        "TRCK": [f"{tags.track_no}/{tags.track_total}"],
        "TPOS": [f"{tags.disc_no}/{tags.disc_total}"] if tags.disc_no else [],
        "TCMP": ["1"] if tags.compilation else [],
    }
    for name, values in texts.items():
        if values:
            frames.add(getattr(id3, name)(encoding=id3.Encoding.UTF8, text=values))
    if cover:
        frames.add(id3.APIC(mime="image/png", type=id3.PictureType.COVER_FRONT, data=cover))
    frames.save(path)


def _tag_mp4(path: Path, tags: Tags, cover: bytes | None) -> None:
    file: Any = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    file.tags.update(
        {
            "\xa9nam": [tags.title],
            "\xa9ART": list(tags.artists),
            "aART": list(tags.album_artists),
            "\xa9alb": [tags.album],
            "\xa9gen": list(tags.genres),
            "\xa9day": [tags.date],
            "trkn": [(tags.track_no or 0, tags.track_total or 0)],
        }
    )
    if tags.composers:
        file.tags["\xa9wrt"] = list(tags.composers)
    if tags.disc_no:
        file.tags["disk"] = [(tags.disc_no, tags.disc_total or 0)]
    if cover:
        file.tags["covr"] = [MP4Cover(cover, MP4Cover.FORMAT_PNG)]
    file.tags["----:com.apple.iTunes:SOURCE"] = [MP4FreeForm(b"Meander demo")]
    file.save()


TAGGERS: dict[str, Callable[[Path, Tags, bytes | None], None]] = {
    ".flac": _tag_vorbis,
    ".ogg": _tag_vorbis,
    ".opus": _tag_vorbis,
    ".mp3": _tag_mp3,
    ".m4a": _tag_mp4,
}
