"""Reads TensorFlow checkpoints ("tensor bundles") with the standard library and numpy alone.

A bundle is an index, a LevelDB-style sorted table from variable names to protobuf records, and data files of
raw little-endian tensors. Formats: tensorflow/core/lib/io/table_format.txt,
tensorflow/core/protobuf/tensor_bundle.proto.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError

_FOOTER_BYTES = 48
_TRAILER_BYTES = 5
"""After each block: one byte for the compression, four for a checksum."""
_MAGIC = 0xDB4775248B80FB57
_DTYPES = {1: "<f4", 2: "<f8", 3: "<i4", 9: "<i8"}
"""TensorFlow's DataType numbers, as far as checkpoints of our models use them."""


class _Foreign(Exception):
    """The bytes are not what the format says; told to the user as one UserError."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where one tensor lies (BundleEntryProto)."""

    dtype: int
    shape: tuple[int, ...]
    shard: int
    offset: int
    size: int
    sliced: bool


def read_bundle(
    index: bytes, data: bytes, *, name: str, skip: tuple[str, ...] = ()
) -> dict[str, NDArray[np.generic]]:
    """The tensors of a one-shard checkpoint by variable name, as copies.

    index, data: the whole contents of `<prefix>.index` and `<prefix>.data-00000-of-00001`.
    name: what to call the checkpoint when it cannot be read.
    skip: variables whose name contains one of these are left out (an optimiser's slots).
    Raises UserError when the bytes are truncated or not a checkpoint of this kind.
    """
    try:
        entries = dict(_entries(index))
        wanted = {key: e for key, e in entries.items() if not any(word in key for word in skip)}
        return {key: _tensor(key, entry, data) for key, entry in wanted.items()}
    except (_Foreign, IndexError, struct.error, UnicodeDecodeError) as problem:
        raise UserError(
            f"{name} is not a whole TensorFlow checkpoint ({problem}); fetch the file again."
        ) from problem


def _tensor(key: str, entry: _Entry, data: bytes) -> NDArray[np.generic]:
    if entry.dtype not in _DTYPES or entry.shard != 0 or entry.sliced:
        raise _Foreign(f"{key} is stored in a form that is not supported")
    dtype = np.dtype(_DTYPES[entry.dtype])
    count = int(np.prod(entry.shape, dtype=np.int64))
    if entry.size != count * dtype.itemsize:
        raise _Foreign(f"{key} has {entry.size} bytes for the shape {entry.shape}")
    if entry.offset + entry.size > len(data):
        raise _Foreign(f"its data ends at byte {len(data)}, before the end of {key}")
    return np.frombuffer(data, dtype, count, entry.offset).reshape(entry.shape).copy()


def _entries(index: bytes) -> Iterator[tuple[str, _Entry]]:
    """Names and records; the record under the empty name is the bundle's header."""
    if len(index) < _FOOTER_BYTES or struct.unpack("<Q", index[-8:])[0] != _MAGIC:
        raise _Foreign("its index has no table footer")
    footer = index[-_FOOTER_BYTES:]
    _, _, at = _handle(footer, 0)
    offset, size, _ = _handle(footer, at)
    for _, handle in _block(index, offset, size):
        block_offset, block_size, _ = _handle(handle, 0)
        for key, value in _block(index, block_offset, block_size):
            if key:
                yield key.decode("utf-8"), _entry(value)


def _block(index: bytes, offset: int, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Key and value pairs of one block; each key tells only how it differs from the one before."""
    if offset + size + _TRAILER_BYTES > len(index):
        raise _Foreign("its index is cut short")
    if index[offset + size] != 0:
        raise _Foreign("its index is compressed")
    block = index[offset : offset + size]
    (restarts,) = struct.unpack("<I", block[-4:])
    end = len(block) - 4 * (restarts + 1)
    at, key = 0, b""
    while at < end:
        shared, at = _varint(block, at)
        unshared, at = _varint(block, at)
        length, at = _varint(block, at)
        if shared > len(key) or at + unshared + length > end:
            raise _Foreign("its index is damaged")
        key = key[:shared] + block[at : at + unshared]
        at += unshared
        yield key, block[at : at + length]
        at += length


def _entry(record: bytes) -> _Entry:
    """BundleEntryProto: 1 dtype, 2 shape, 3 shard, 4 offset, 5 size, 6 checksum, 7 slices."""
    numbers = {1: 0, 3: 0, 4: 0, 5: 0}
    shape: tuple[int, ...] = ()
    sliced = False
    for field, value in _fields(record):
        if field == 2 and isinstance(value, bytes):
            shape = tuple(_dimensions(value))
        elif field == 7:
            sliced = True
        elif isinstance(value, int) and field in numbers:
            numbers[field] = value
    return _Entry(numbers[1], shape, numbers[3], numbers[4], numbers[5], sliced)


def _dimensions(record: bytes) -> Iterator[int]:
    """TensorShapeProto: repeated 2 {1 size}."""
    for field, value in _fields(record):
        if field == 2 and isinstance(value, bytes):
            yield next((size for f, size in _fields(value) if f == 1 and isinstance(size, int)), 0)


def _fields(record: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Field numbers and values of one protobuf message."""
    at = 0
    while at < len(record):
        tag, at = _varint(record, at)
        kind = tag & 7
        if kind == 0:
            number, at = _varint(record, at)
            yield tag >> 3, number
            continue
        if kind == 2:
            length, at = _varint(record, at)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
        else:
            raise _Foreign("its index holds unknown records")
        if at + length > len(record):
            raise _Foreign("its index is damaged")
        yield tag >> 3, record[at : at + length]
        at += length


def _handle(source: bytes, at: int) -> tuple[int, int, int]:
    """A block handle: offset, size, and where reading goes on."""
    offset, at = _varint(source, at)
    size, at = _varint(source, at)
    return offset, size, at


def _varint(source: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 64:
        byte = source[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise _Foreign("its index holds an endless number")
