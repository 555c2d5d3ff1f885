"""A name for a file's audio itself: a hash of its packets, with tags and container left out.

Nothing is decoded. Each container is read just far enough to know where its audio lies; of that, up to
three samples of 64 KiB are hashed with its length. Retagging with any program, or moving the same packets
into fresh pages, keeps the name. Where two recordings differ, so do the samples or the length.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from core.domain import AudioId

SAMPLE = 64 * 1024
_AHEAD = 64 * 1024
"""Read at once from the start; small files are then wholly in memory."""
_MOST_CHUNKS = 20_000
"""Looked at before a file is given up as nonsense."""

Range = tuple[int, int]
"""Start and end offset of a run of audio bytes."""


class _Bytes:
    """Random access to a file with few system calls: its head is read once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self.size = os.fstat(file.fileno()).st_size
        self._head = self._read_at(0, _AHEAD)

    def __call__(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; fewer at the end of the file, none past it."""
        if offset >= self.size:
            return b""
        if offset + length <= len(self._head) or len(self._head) >= self.size:
            return self._head[max(offset, 0) : offset + length]
        return self._read_at(offset, length)

    def _read_at(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        blocks = []
        while length > 0 and (block := self._file.read(length)):
            blocks.append(block)
            length -= len(block)
        return b"".join(blocks)


def audio_id(path: Path | str | bytes) -> AudioId:
    """32 hex digits naming a file's audio. Raises OSError if it cannot be read, ValueError if empty."""
    with open(path, "rb", buffering=0) as file:
        data = _Bytes(file)
        if data.size == 0:
            raise ValueError("the file is empty")
        digest = hashlib.blake2b(digest_size=16)
        start = _after_id3v2(data)
        magic = data(start, 16)
        if magic[:4] == b"OggS" and (samples := _ogg_samples(data, start)):
            for sample in samples:
                digest.update(sample)
        else:
            _hash_ranges(data, _ranges(data, start, magic), digest.update)
        return AudioId(digest.hexdigest())


def part_id(whole: AudioId, start: float, length: float) -> AudioId:
    """The same for a part of a file: its place there, in frames of a compact disc, names it with the file."""
    frames = f"{whole} {round(start * 75)} {round(length * 75)}"
    return AudioId(hashlib.blake2b(frames.encode(), digest_size=16).hexdigest())


def _ranges(data: _Bytes, start: int, magic: bytes) -> list[Range]:
    """Where the audio lies; the whole file but its tags where the container is not known."""
    for test, find in _CONTAINERS:
        if test(magic) and (ranges := find(data, start)):
            return ranges
    end = _before_tags(data, start)
    return [(_first_mpeg_frame(data, start, end), end)]


def _hash_ranges(data: _Bytes, ranges: list[Range], update: Callable[[bytes], None]) -> None:
    total = sum(end - start for start, end in ranges)
    update(total.to_bytes(8, "little"))
    if total <= 3 * SAMPLE:
        wanted = [(0, total)]
    else:
        wanted = [(0, SAMPLE), ((total - SAMPLE) // 2, SAMPLE), (total - SAMPLE, SAMPLE)]
    for offset, length in wanted:
        for start, end in ranges:
            here = end - start
            if offset < here and length > 0:
                taken = min(length, here - offset)
                update(data(start + offset, taken))
                offset, length = 0, length - taken
            else:
                offset -= min(offset, here)


# Tags before and after the audio ---------------------------------------------------------------------


def _after_id3v2(data: _Bytes) -> int:
    start = 0
    while (head := data(start, 10))[:3] == b"ID3" and len(head) == 10 and max(head[6:10]) < 0x80:
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        start += size + (20 if head[5] & 0x10 else 10)
    return start if start < data.size else 0


def _before_tags(data: _Bytes, start: int) -> int:
    """The end of the audio: ID3v1, APEv2, Lyrics3 and ID3v2 footers cut off, in whatever order they stand."""
    end = data.size
    while end > start and (length := _tag_before(data, end)) and end - length >= start:
        end -= length
    return end


def _tag_before(data: _Bytes, end: int) -> int:
    """Length of the tag that ends at `end`; 0 where none does."""
    tail = data(max(0, end - 355), min(end, 355))
    if tail[-128:-125] == b"TAG":
        return 355 if tail[:4] == b"TAG+" and len(tail) == 355 else 128
    if tail[-32:-24] == b"APETAGEX":
        size, _, flags = struct.unpack("<III", tail[-20:-8])
        return int(size) + (32 if flags & 0x80000000 else 0)
    if tail[-9:] == b"LYRICS200" and tail[-15:-9].isdigit():
        return int(tail[-15:-9]) + 15
    if tail[-10:-7] == b"3DI":
        size = tail[-4] << 21 | tail[-3] << 14 | tail[-2] << 7 | tail[-1]
        return size + 20
    return 0


# MPEG audio --------------------------------------------------------------------------------------------

_V1_RATES = {
    1: (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_V2_RATES = {
    1: (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    3: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = (44_100, 48_000, 32_000)


def _mpeg_frame_length(header: bytes) -> int:
    """Bytes of the MPEG audio frame with this 4-byte header; 0 where it is none (ISO 11172-3, 2.4.2.3)."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, 4 - (header[1] >> 1 & 3)
    rate_index, sample_index, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version == 1 or layer == 4 or rate_index in (0, 15) or sample_index == 3:
        return 0
    first = version == 3
    rate = (_V1_RATES if first else _V2_RATES)[layer][rate_index] * 1000
    samples = _SAMPLE_RATES[sample_index] >> (0 if first else 1 if version == 2 else 2)
    if layer == 1:
        return (12 * rate // samples + padding) * 4
    return (144 if first or layer == 2 else 72) * rate // samples + padding


def _first_mpeg_frame(data: _Bytes, start: int, end: int) -> int:
    """Offset of the first frame that holds sound: past what precedes it and a Xing, Info or VBRI frame."""
    block = data(start, min(end - start, _AHEAD))
    at = block.find(b"\xff")
    while at >= 0:
        length = _mpeg_frame_length(block[at : at + 4])
        if length and _followed(data, start + at + length, end):
            names = block[at : at + 64]
            index_frame = b"Xing" in names or b"Info" in names or b"VBRI" in names
            return start + at + (length if index_frame else 0)
        at = block.find(b"\xff", at + 1)
    return start


def _followed(data: _Bytes, at: int, end: int) -> bool:
    """Whether another frame starts at `at`, or the audio ends there."""
    return at >= end or _mpeg_frame_length(data(at, 4)) > 0


# Containers with plain chunks --------------------------------------------------------------------------


def _stripped(data: _Bytes, start: int) -> list[Range]:
    """WavPack, Monkey's Audio, Musepack, True Audio, ADTS: all but the tags around it."""
    return [(start, _before_tags(data, start))]


def _flac(data: _Bytes, start: int) -> list[Range]:
    at = start + 4
    for _ in range(_MOST_CHUNKS):
        if len(head := data(at, 4)) < 4:
            break
        at += 4 + int.from_bytes(head[1:4], "big")
        if head[0] & 0x80:
            break
    end = _before_tags(data, start)
    return [(at, end)] if at < end else []


def _mp4(data: _Bytes, start: int) -> list[Range]:
    ranges, at = [], start
    for _ in range(_MOST_CHUNKS):
        if len(head := data(at, 16)) < 8:
            break
        size, name, body = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), 16
        elif size == 0:
            size = data.size - at
        if size < body:
            break
        if name == b"mdat":
            ranges.append((at + body, min(at + size, data.size)))
        at += size
    return ranges


def _chunks(data: _Bytes, at: int, order: str) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, size) of each chunk of a RIFF ("<") or IFF (">") file."""
    for _ in range(_MOST_CHUNKS):
        if len(head := data(at, 8)) < 8:
            return
        name, size = struct.unpack(f"{order}4sI", head)
        yield name, at + 8, size
        at += 8 + size + (size & 1)


def _wav(data: _Bytes, start: int) -> list[Range]:
    wide = 0
    for name, at, size in _chunks(data, start + 12, "<"):
        if name == b"ds64":
            wide = int.from_bytes(data(at + 8, 8), "little")
        elif name == b"data":
            # Streamed files say 0 or all ones; RF64 keeps the real size in its first chunk.
            unknown = size in (0, 0xFFFFFFFF)
            end = at + (wide or data.size) if unknown else at + size
            return [(at, min(end, data.size))]
    return []


def _aiff(data: _Bytes, start: int) -> list[Range]:
    for name, at, size in _chunks(data, start + 12, ">"):
        if name == b"SSND":
            return [(min(at + 8, data.size), min(at + size, data.size))]
    return []


def _w64(data: _Bytes, start: int) -> list[Range]:
    at = start + 40
    for _ in range(_MOST_CHUNKS):
        if len(head := data(at, 24)) < 24:
            break
        size = int.from_bytes(head[16:24], "little")
        if head[:4] == b"data":
            return [(at + 24, min(at + max(size, 24), data.size))]
        at += max(24, (size + 7) & ~7)
    return []


_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_DATA = bytes.fromhex("3626b2758e66cf11a6d900aa0062ce6c")


def _asf(data: _Bytes, start: int) -> list[Range]:
    at = start
    for _ in range(_MOST_CHUNKS):
        if len(head := data(at, 24)) < 24:
            break
        size = int.from_bytes(head[16:24], "little")
        if head[:16] == _ASF_DATA:
            end = at + size if size > 50 else data.size
            return [(min(at + 50, data.size), min(end, data.size))]
        at += max(24, size)
    return []


def _dsf(data: _Bytes, start: int) -> list[Range]:
    at = start
    for _ in range(_MOST_CHUNKS):
        if len(head := data(at, 12)) < 12:
            break
        size = int.from_bytes(head[4:12], "little")
        if head[:4] == b"data":
            return [(at + 12, min(at + max(size, 12), data.size))]
        at += max(12, size)
    return []


_CONTAINERS: tuple[tuple[Callable[[bytes], bool], Callable[[_Bytes, int], list[Range]]], ...] = (
    (lambda magic: magic[:4] == b"fLaC", _flac),
    (lambda magic: magic[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"), _mp4),
    (lambda magic: magic[:4] in (b"RIFF", b"RF64") and magic[8:12] == b"WAVE", _wav),
    (lambda magic: magic[:4] == b"FORM", _aiff),
    (lambda magic: magic[:4] == b"riff", _w64),
    (lambda magic: magic == _ASF_HEADER, _asf),
    (lambda magic: magic[:4] == b"DSD ", _dsf),
    (lambda magic: magic[:4] in (b"wvpk", b"MAC ", b"MPCK", b"TTA1") or magic[:3] == b"MP+", _stripped),
    (lambda magic: magic[:1] == b"\xff" and magic[1:2] in (b"\xf0", b"\xf1", b"\xf8", b"\xf9"), _stripped),
)


# Ogg ---------------------------------------------------------------------------------------------------

_OGG_HEADERS = {b"\x01vorbis": 3, b"OpusHead": 2, b"Speex   ": 2, b"\x7fFLAC": 0}
"""Header packets by how the first one starts; those of FLAC in Ogg are counted otherwise."""

Page = tuple[int, int, int, bytes]
"""Stream's serial number, start and end of the payload, lacing values."""


def _page(data: _Bytes, at: int) -> Page | None:
    head = data(at, 282)
    if len(head) < 27 or head[:5] != b"OggS\0":
        return None
    lacing = head[27 : 27 + head[26]]
    start = at + 27 + head[26]
    return int.from_bytes(head[14:18], "little"), start, start + sum(lacing), lacing


def _pages(data: _Bytes, at: int) -> Iterator[Page]:
    while page := _page(data, at):
        yield page
        at = page[2]


def _ogg_samples(data: _Bytes, start: int) -> tuple[bytes, bytes] | None:
    """The first and the last 64 KiB of the packets after the headers, however they are cut into pages.

    None where no known audio stream begins at `start`. A total is not hashed: it would need every page read.
    """
    found = _ogg_audio(data, start)
    if found is None:
        return None
    serial, audio, first_page = found
    head = bytearray(data(audio, first_page - audio))
    for page_serial, begin, end, _ in _pages(data, first_page):
        if len(head) >= SAMPLE:
            break
        if page_serial == serial:
            head += data(begin, end - begin)
    if len(head) < SAMPLE:
        return bytes(head), b""
    return bytes(head[:SAMPLE]), _ogg_tail(data, serial, first_page)


def _ogg_audio(data: _Bytes, start: int) -> tuple[int, int, int] | None:
    """(serial, offset of the first audio byte, offset of the page after it) of the first audio stream."""
    serial, left = None, 0
    for page_serial, begin, end, lacing in _pages(data, start):
        if serial is None:
            left = next((n for m, n in _OGG_HEADERS.items() if data(begin, 8).startswith(m)), -1)
            if left < 0:
                continue
            serial = page_serial
            if left == 0:
                return _ogg_flac_audio(data, serial, end)
        if page_serial == serial:
            at = begin
            for length in lacing:
                at += length
                left -= length < 255
                if left == 0:
                    return serial, at, end
    return None


def _ogg_flac_audio(data: _Bytes, serial: int, at: int) -> tuple[int, int, int] | None:
    """Metadata packets are followed by frames, which start with FLAC's sync code; pages are not shared."""
    fresh = True
    for page_serial, begin, end, lacing in _pages(data, at):
        if page_serial == serial:
            if fresh and data(begin, 1) == b"\xff":
                return serial, begin, end
            fresh = not lacing or lacing[-1] < 255
    return None


def _ogg_tail(data: _Bytes, serial: int, first_page: int) -> bytes:
    """The last 64 KiB of packets at or after `first_page`, read backwards in growing steps."""
    reach = SAMPLE + SAMPLE // 8
    while True:
        at = max(first_page, data.size - reach)
        pages = _synchronised(data, at) if at > first_page else list(_pages(data, at))
        wanted = [(begin, end) for page_serial, begin, end, _ in pages if page_serial == serial]
        total = sum(end - begin for begin, end in wanted)
        if total >= SAMPLE or at == first_page:
            return b"".join(data(begin, end - begin) for begin, end in wanted)[-SAMPLE:]
        reach *= 2


def _synchronised(data: _Bytes, at: int) -> list[Page]:
    """The pages from the first true page boundary at or after `at`: one that three pages follow."""
    block = data(at, data.size - at)
    found = block.find(b"OggS\0")
    while found >= 0:
        pages = list(_pages(data, at + found))
        if len(pages) > 2:
            return pages
        found = block.find(b"OggS\0", found + 1)
    return []
