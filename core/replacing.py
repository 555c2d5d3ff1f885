"""Writing files so that there is never half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from core.errors import UserError


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """Writes beside `file` and swaps it in when the block ends. Raises UserError where that cannot be."""
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{file.name[:200]}.", dir=file.resolve().parent)
        try:
            with os.fdopen(handle, "wb") as out:
                yield out
                out.flush()
                os.fsync(handle)
            Path(draft).chmod(0o666 & ~_umask())
            Path(draft).replace(file.resolve())
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise UserError("{file} cannot be written ({why}).", file=file, why=problem.strerror) from problem


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
