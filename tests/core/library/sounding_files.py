"""Small real files in every format the library takes, and a folder to put them in."""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import mutagen
import numpy as np

ENCODED = {  # ending -> (encoder, container)
    ".mp3": ("libmp3lame", "mp3"),
    ".flac": ("flac", "flac"),
    ".ogg": ("vorbis", "ogg"),
    ".opus": ("libopus", "ogg"),
    ".oga": ("flac", "ogg"),
    ".m4a": ("aac", "ipod"),
    ".aac": ("aac", "adts"),
    ".wav": ("pcm_s16le", "wav"),
    ".w64": ("pcm_s16le", "w64"),
    ".aiff": ("pcm_s16be", "aiff"),
    ".wv": ("wavpack", "wv"),
    ".tta": ("tta", "tta"),
    ".wma": ("wmav2", "asf"),
}


@cache
def encoded(ending: str, pitch: int = 0, seconds: float = 0.5) -> bytes:
    """A short tone as a file of that format, without tags; another pitch is another recording."""
    if ending in _BY_HAND:
        return _BY_HAND[ending](np.random.default_rng(pitch).bytes(4096 * 4))
    if ending in (".alac", ".m4b"):
        encoder, muxer = "alac", "ipod"
    else:
        encoder, muxer = ENCODED[ending]
    rate = 48_000 if encoder == "libopus" else 44_100
    time = np.arange(int(seconds * rate)) / rate
    noise = 0.05 * np.random.default_rng(pitch).standard_normal(time.size)
    tone = (0.3 * np.sin(2 * np.pi * 220 * 2 ** (pitch / 12) * time) + noise).astype(np.float32)
    file = io.BytesIO()
    with av.open(file, "w", format=muxer, options={"fflags": "+bitexact"}) as out:
        stream: Any = out.add_stream(encoder, rate, {"strict": "experimental"}, layout="stereo")
        wanted = stream.codec_context.codec.audio_formats
        fitter = av.AudioResampler(wanted[0].name if wanted else "fltp", "stereo", rate)
        frame = av.AudioFrame.from_ndarray(np.stack([tone, tone]), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        if encoder == "wmav2":
            stream.bit_rate = 128_000
        for piece in (*fitter.resample(frame), *fitter.resample(None), None):
            # FLAC's last one is empty and only ends its own container; others refuse it.
            out.mux([packet for packet in stream.encode(piece) if packet.size or muxer == "flac"])
    return file.getvalue()


def _dsf(sound: bytes) -> bytes:
    """After Sony's DSF specification 1.01: one channel at 2.8 MHz."""
    format_chunk = b"fmt " + struct.pack("<QIIIIIIQII", 52, 1, 0, 1, 1, 2_822_400, 1, len(sound) * 8, 4096, 0)
    data_chunk = b"data" + struct.pack("<Q", 12 + len(sound)) + sound
    size = 28 + len(format_chunk) + len(data_chunk)
    return b"DSD " + struct.pack("<QQQ", 28, size, 0) + format_chunk + data_chunk


def _ape(sound: bytes) -> bytes:
    """Monkey's Audio 3.99: half a second of stereo by its header; the sound is noise to any decoder."""
    descriptor = b"MAC " + struct.pack("<HHIIIIIII16s", 3990, 0, 52, 24, 0, 0, len(sound), 0, 0, bytes(16))
    header = struct.pack("<HHIIIHHI", 2000, 0, 73_728, 22_050, 1, 16, 2, 44_100)
    return descriptor + header + sound


def _mpc(sound: bytes) -> bytes:
    """Musepack, stream version 7: 20 frames at 44.1 kHz; the sound is noise to any decoder."""
    return b"MP+\x07" + struct.pack("<I", 20) + bytes(20) + sound


_BY_HAND = {".dsf": _dsf, ".ape": _ape, ".mpc": _mpc}
"""Formats that FFmpeg reads but does not write."""


class Folder:
    """A music folder to fill, and change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()

    def put(self, name: str, pitch: int = 0, **tags: str | list[str]) -> Path:
        """Writes a file, its format after its ending, its recording after `pitch`."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(encoded(file.suffix, pitch))
        if tags:
            retag(file, **tags)
        return file


def retag(file: Path, **tags: str | list[str]) -> None:
    audio: Any = mutagen.File(file, easy=True)
    if audio.tags is None:
        audio.add_tags()
    for key, value in tags.items():
        audio[key] = value
    audio.save()
