"""Writes small TensorFlow checkpoints, from the format's description, for the reader to read."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MAGIC = 0xDB4775248B80FB57
_TYPES = {"float32": 1, "float64": 2, "int32": 3, "int64": 9}
OFFICIAL = ("MTT_musicnn", "MSD_musicnn", "MTT_vgg", "MSD_vgg")


def write_bundle(tensors: Mapping[str, NDArray[np.generic]], per_block: int = 3) -> tuple[bytes, bytes]:
    """(index, data). Several blocks, so that the index of blocks is put to use."""
    data, records = b"", [(b"", b"\x08\x01")]
    for name in sorted(tensors):
        raw = np.ascontiguousarray(tensors[name])
        records.append((name.encode(), _record(raw, len(data))))
        data += raw.tobytes()
    table, handles = b"", []
    for start in range(0, len(records), per_block):
        part = records[start : start + per_block]
        table, handle = _append(table, _block(part))
        handles.append((part[-1][0] + b"~", handle))
    table, meta = _append(table, _block([]))
    table, index = _append(table, _block(handles))
    footer = (meta + index).ljust(40, b"\0") + struct.pack("<Q", _MAGIC)
    return table + footer, data


def write_wheel(path: Path, tensors: Mapping[str, NDArray[np.generic]]) -> Path:
    """A wheel laid out as musicnn's, the same tensors under all four names."""
    index, data = write_bundle(tensors)
    with zipfile.ZipFile(path, "w") as archive:
        for model in OFFICIAL:
            archive.writestr(f"musicnn/{model}/.index", index)
            archive.writestr(f"musicnn/{model}/.data-00000-of-00001", data)
        archive.writestr("musicnn-0.1.0.dist-info/LICENSE.md", "Permission to use, copy, modify\n")
    return path


def _record(tensor: NDArray[np.generic], offset: int) -> bytes:
    shape = b"".join(b"\x12" + _sized(b"\x08" + _varint(size)) for size in tensor.shape)
    record = b"\x08" + _varint(_TYPES[str(tensor.dtype)]) + b"\x12" + _sized(shape)
    if offset:
        record += b"\x20" + _varint(offset)
    return record + b"\x28" + _varint(tensor.nbytes) + b"\x35" + b"\0\0\0\0"


def _block(pairs: list[tuple[bytes, bytes]]) -> bytes:
    """Keys share what they can with the one before."""
    out, before = b"", b""
    for key, value in pairs:
        shared = 0
        while shared < min(len(key), len(before)) and key[shared] == before[shared]:
            shared += 1
        out += _varint(shared) + _varint(len(key) - shared) + _varint(len(value)) + key[shared:] + value
        before = key
    return out + struct.pack("<II", 0, 1)


def _append(table: bytes, block: bytes) -> tuple[bytes, bytes]:
    return table + block + b"\0" + b"\0\0\0\0", _varint(len(table)) + _varint(len(block))


def _sized(body: bytes) -> bytes:
    return _varint(len(body)) + body


def _varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])
