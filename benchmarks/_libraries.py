"""Generated libraries of many small real files: what mutagen, FFmpeg and players take for music.

A few short sounds are encoded once per format. Each file is then muxed from a drawing of their packets, so
that no two files are the same recording, with tags of its own. Files are 8 to 30 kB.
"""

from __future__ import annotations

import io
import multiprocessing
import random
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np

SECONDS = 1.5
BODIES = 3
TRACKS_PER_ALBUM = 12
ALBUMS_PER_ARTIST = 4
WORDS = (
    *(
        "amber",
        "bright",
        "cinder",
        "drift",
        "echo",
        "fallow",
        "glass",
        "harbour",
        "iron",
        "juniper",
        "kindle",
    ),
    *("lantern", "meadow", "north", "orchard", "pale", "quiet", "river", "silver", "thistle", "under"),
    *("velvet", "willow", "yonder", "zephyr", "ash", "birch", "cedar", "dawn", "ember", "fern", "gale"),
)
GENRES = ("Ambient", "Rock", "Jazz", "Electronic", "Folk", "Classical", "Hip-Hop", "Metal")


class Format(NamedTuple):
    """An ending, and how FFmpeg makes it. packets: how many one file gets."""

    ending: str
    encoder: str
    muxer: str
    rate: int
    bitrate: int
    packets: int


MP3 = Format("mp3", "libmp3lame", "mp3", 44_100, 64_000, 40)
FORMATS = (
    MP3,
    MP3,
    Format("flac", "flac", "flac", 16_000, 0, 4),
    Format("ogg", "vorbis", "ogg", 44_100, 64_000, 50),
    Format("opus", "libopus", "ogg", 48_000, 64_000, 50),
    Format("m4a", "aac", "ipod", 44_100, 64_000, 40),
)
"""In the proportions in which they are made."""


def make_library(folder: Path, tracks: int) -> None:
    """Fills `folder` with Artist/Album/NN Title.ext files; the same for the same count. Kept when there."""
    mark = folder / ".complete"
    if mark.exists() and mark.read_text() == str(tracks):
        return
    albums = range((tracks + TRACKS_PER_ALBUM - 1) // TRACKS_PER_ALBUM)
    todo = [(folder, album, min(TRACKS_PER_ALBUM, tracks - album * TRACKS_PER_ALBUM)) for album in albums]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for _ in pool.imap_unordered(_make_album, todo, chunksize=20):
            pass
    mark.write_text(str(tracks))


def _make_album(todo: tuple[Path, int, int]) -> None:
    folder, album, tracks = todo
    draw = random.Random(album)
    artist = f"{_name(random.Random(-1 - album // ALBUMS_PER_ARTIST), 2)} {album // ALBUMS_PER_ARTIST}"
    said = {
        "artist": artist,
        "album_artist": artist,
        "album": f"{_name(draw, 2)} {album}",
        "genre": draw.choice(GENRES),
        "date": str(draw.randint(1960, 2025)),
        "composer": _name(draw, 2),
    }
    place = folder / artist / said["album"]
    place.mkdir(parents=True, exist_ok=True)
    for number in range(1, tracks + 1):
        title = _name(draw, 3)
        kind = FORMATS[draw.randrange(len(FORMATS))]
        tags = {**said, "title": title, "track": f"{number}/{tracks}", "disc": "1/1"}
        _write(place / f"{number:02} {title}.{kind.ending}", kind, tags, draw)


def _name(draw: random.Random, words: int) -> str:
    return " ".join(draw.choices(WORDS, k=words)).title()


def _write(file: Path, kind: Format, tags: dict[str, str], draw: random.Random) -> None:
    template, packets = _encoded(kind)
    with av.open(str(file), "w", format=kind.muxer) as out:
        stream = out.add_stream_from_template(template)
        # Ogg keeps its tags with the stream, the others with the file.
        (stream if kind.muxer == "ogg" else out).metadata.update(tags)
        time = 0
        for number in draw.choices(range(len(packets)), k=kind.packets):
            data, duration = packets[number]
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, Fraction(1, kind.rate)
            packet.pts = packet.dts = time
            packet.duration = duration
            time += duration
            out.mux(packet)


@cache
def _encoded(kind: Format) -> tuple[av.AudioStream, list[tuple[bytes, int]]]:
    """A stream to copy the settings from, and the packets of all bodies as (bytes, samples)."""
    packets: list[tuple[bytes, int]] = []
    for body in range(BODIES):
        file = io.BytesIO()
        with av.open(file, "w", format=kind.muxer) as out:
            # FFmpeg's own Vorbis encoder knows stereo only, and says that it is experimental.
            stream = out.add_stream(kind.encoder, kind.rate, {"strict": "experimental"}, layout="stereo")
            assert isinstance(stream, av.AudioStream)
            if kind.bitrate:
                stream.bit_rate = kind.bitrate
            wanted = stream.codec_context.codec.audio_formats
            fitter = av.AudioResampler(wanted[0].name if wanted else "fltp", "stereo", kind.rate)
            for piece in (*fitter.resample(_sound(kind.rate, body)), *fitter.resample(None)):
                out.mux(stream.encode(piece))
            out.mux(stream.encode(None))
        file.seek(0)
        back = av.open(file, "r")
        template = back.streams.audio[0]
        # The first and last ones are cut short, which players would take for a start or an end.
        packets += [(bytes(p), _samples(p, kind)) for p in back.demux(template) if p.size][2:-2]
    return template, packets


def _samples(packet: av.Packet[Any], kind: Format) -> int:
    return max(1, int((packet.duration or 0) * (packet.time_base or 0) * kind.rate))


def _sound(rate: int, seed: int) -> av.AudioFrame:
    """A chord with some noise."""
    noise = np.random.default_rng(seed)
    time = np.arange(int(SECONDS * rate)) / rate
    tones = sum(np.sin(2 * np.pi * f * time) for f in noise.uniform(110, 1760, 3))
    sound = (0.2 * tones + 0.02 * noise.standard_normal(time.size)).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(np.stack([sound, sound]), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    return frame
