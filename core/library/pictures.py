"""Pictures in and beside music files: found in every format's own form, and measured without decoding them.

What mutagen has read is only looked at here by its shape; opening files is `tags`' work.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.library.fields import canonical

FRONT = 3
"""ID3's picture type of the front cover, which all formats have taken over."""
OTHER = 0
LARGEST = (1 << 24) - 1024
"""Bytes: a FLAC block holds 16 MiB, and no other format much more in practice."""
_NAMES = ("cover", "folder", "front", "albumart", "album", "artwork")
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
_LARGEST_BESIDE = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Image:
    """What a picture's first bytes say. width, height in pixels; depth in bits per pixel."""

    mime: str
    width: int
    height: int
    depth: int = 24


def inspect(data: bytes) -> Image:
    """Raises UserError for what is neither JPEG nor PNG, the two that every player shows."""
    try:
        found = _png(data) if data[:8] == b"\x89PNG\r\n\x1a\n" else _jpeg(data)
    except (IndexError, struct.error):
        found = None
    if found is None:
        raise UserError("A cover must be a JPEG or PNG picture.")
    return found


def _png(data: bytes) -> Image | None:
    """IHDR comes first (PNG 3rd edition, 11.2.1)."""
    if data[12:16] != b"IHDR":
        return None
    width, height, bits, colour = struct.unpack(">IIBB", data[16:26])
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 3)
    return Image("image/png", width, height, bits * channels)


def _jpeg(data: bytes) -> Image | None:
    """The first frame header, SOF0 to SOF15 without DHT, JPG and DAC (ITU-T T.81, B.2.2)."""
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at < len(data):
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            bits, height, width, channels = struct.unpack(">BHHB", data[at + 3 : at + 9])
            return Image("image/jpeg", width, height, bits * channels)
        if marker == 0xDA:
            return None
        at += 1 + int.from_bytes(data[at + 1 : at + 3], "big")
    return None


# In a file -------------------------------------------------------------------------------------------


def embedded(audio: Any) -> bytes | None:
    """The picture shown as the cover: the front one, else the first that is not empty."""
    pictures = sorted(of(audio), key=lambda picture: picture[0] != FRONT)
    return next((data for _, data in pictures if data), None)


def of(audio: Any) -> Iterable[tuple[int, bytes]]:
    """(ID3's picture type, bytes) of each."""
    tags = audio.tags
    for picture in getattr(audio, "pictures", ()):
        yield picture.type, picture.data
    if tags is None:
        return
    if hasattr(tags, "getall"):
        for frame in tags.getall("APIC"):
            yield int(frame.type), frame.data
    elif type(audio).__name__ == "MP4":
        for data in tags.get("covr", ()):
            yield FRONT, bytes(data)
    else:
        yield from by_key(tags)


def by_key(tags: Any) -> Iterable[tuple[int, bytes]]:
    """Of Vorbis comments, APEv2 and ASF, where pictures are fields among others."""
    for key in {key for key in tags.keys() if canonical(key) == "cover"}:  # noqa: SIM118 (a list to some)
        values = tags[key]
        for value in values if isinstance(values, list) else [values]:
            yield one(value)


def one(value: Any) -> tuple[int, bytes]:
    """A picture as Vorbis comments (base64), APEv2 and ASF hold it; without bytes when it is none."""
    raw = getattr(value, "value", value)
    if isinstance(raw, str):
        return _from_base64(raw)
    if type(value).__name__ == "APEBinaryValue":
        return FRONT, raw.partition(b"\0")[2]
    return _from_asf(raw) if isinstance(raw, bytes) else (OTHER, b"")


def _from_base64(text: str) -> tuple[int, bytes]:
    from mutagen import MutagenError

    try:
        data = base64.b64decode(text)
        picture: Any = import_module("mutagen.flac").Picture(data)
    except (binascii.Error, MutagenError):
        return OTHER, b""
    return picture.type, picture.data


def _from_asf(raw: bytes) -> tuple[int, bytes]:
    """WM/Picture: type (1 byte), length (4), MIME and description (UTF-16, NUL-ended), then the image."""
    length = int.from_bytes(raw[1:5], "little")
    return raw[0] if raw else OTHER, raw[len(raw) - length :] if 0 < length <= len(raw) else b""


# Beside a file ---------------------------------------------------------------------------------------


def beside(folder: Path) -> bytes | None:
    """The cover lying in the folder: cover.jpg, folder.png and the like."""
    try:
        files = {entry.name.lower(): entry for entry in folder.iterdir()}
        for name in _NAMES:
            for ending in _ENDINGS:
                file = files.get(name + ending)
                if file is not None and 0 < file.stat().st_size <= _LARGEST_BESIDE:
                    return file.read_bytes()
    except OSError:
        return None
    return None
