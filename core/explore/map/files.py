"""What maps keep in the cache: arrays in one file, written whole or not at all, and never missed for long."""

from __future__ import annotations

import json
import logging
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.replacing import replacing

log = logging.getLogger(__name__)

Arrays = dict[str, NDArray[Any]]


def read(file: Path, stamp: Mapping[str, Any]) -> Arrays | None:
    """None where there is no such file, it is damaged, or it was written under another stamp."""
    try:
        with np.load(file, allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        written = arrays.pop("stamp").tobytes()
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, MemoryError):
        return None
    return arrays if written == _bytes(stamp) else None


def write(file: Path, stamp: Mapping[str, Any], arrays: Arrays) -> None:
    """A full disk is no misfortune here: what cannot be written is made again when it is needed."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as out:
            np.savez(out, stamp=np.frombuffer(_bytes(stamp), np.uint8), **arrays)  # type: ignore[arg-type]
    except (OSError, UserError) as problem:
        log.info("%s is not kept: %s", file, problem)


def _bytes(stamp: Mapping[str, Any]) -> bytes:
    return json.dumps(stamp, sort_keys=True).encode()
