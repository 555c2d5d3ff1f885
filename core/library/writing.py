"""The only code that ever writes to a music file.

Each change is made to a copy under a hidden name in the same folder. The copy is flushed to the disk and read
back: it must say exactly what was meant, and hold the same audio as the original. Only then does it take the
original's place, in one step of the file system, so that a crash at any moment leaves either the old file or
the new one, and at worst a hidden copy, which `clean` removes.

Kept: owner, group and mode, extended attributes and access lists, and the name that links point to. The time
of last change is the time of the change, so that backups and other players notice it. A file with several
names (hard links) changes under the one that was asked for; the others keep what they said.
"""

from __future__ import annotations

import errno
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from core.domain import AudioId
from core.errors import UserError
from core.library import form, forms, identity, pictures, tags
from core.library.form import Entries, Form, Values
from core.texts import marked

log = logging.getLogger(__name__)

PREFIX, SUFFIX = ".meander-", ".part"
"""Of the hidden copies: a scan passes hidden files over, and no player knows this ending."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to become of one file."""

    fields: Mapping[str, Values] = field(default_factory=dict)
    """Canonical names, of `form.EDITABLE`, and their new texts; none take a field out."""
    cover: bytes | None = None
    """The new front cover, JPEG or PNG; empty bytes take the one that is shown away, None leaves it."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a file said, as its own format says it, where an edit changed it: one for each block of tags."""

    blocks: tuple[tuple[str, Entries], ...]


def write(path: Path, edit: Edit) -> Before:
    """Makes the change; returns what undoes it. Raises UserError, and then nothing has changed."""
    unknown = edit.fields.keys() - set(form.EDITABLE)
    if unknown:
        raise ValueError(f"no fields to write: {sorted(unknown)}")
    if edit.cover:
        pictures.inspect(edit.cover)
        if len(edit.cover) > pictures.LARGEST:
            raise UserError("The picture is too large for a cover; 16 MiB is the most.")

    def change(blocks: list[Form], audio: Any, file: BinaryIO) -> None:
        now = tags.fields_of(audio, file)
        for block in blocks:
            if edit.fields:
                block.put(edit.fields, now)
            if edit.cover is not None:
                block.put_cover(edit.cover)

    return _exchange(path, change)


def restore(path: Path, before: Before) -> Before:
    """Puts back what an edit changed; returns what makes the edit again. Raises UserError like `write`."""

    def change(blocks: list[Form], _audio: Any, _file: BinaryIO) -> None:
        by_kind = {type(block).__name__: block for block in blocks}
        for kind, entries in before.blocks:
            if kind not in by_kind:
                raise UserError("Its tags are of another kind now.")
            for key, value in entries.items():
                by_kind[kind].put_entry(key, value)

    return _exchange(path, change)


def clean(folders: list[Path]) -> int:
    """Removes what an interrupted writing left behind in these folders; how many copies there were."""
    gone = 0
    for folder in folders:
        with suppress(OSError):
            for entry in list(os.scandir(folder)):
                if entry.name.startswith(PREFIX) and entry.name.endswith(SUFFIX):
                    os.unlink(entry.path)
                    gone += 1
    return gone


# The exchange ----------------------------------------------------------------------------------------


_Change = Callable[[list[Form], Any, BinaryIO], None]


def _exchange(path: Path, change: _Change) -> Before:
    """Copy, change, verify, swap."""
    real = os.path.realpath(path)
    with _explained(path):
        stat = _checked(real)
        audio_id = identity.audio_id(real)
        copy = os.path.join(os.path.dirname(real), f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}")
        try:
            _copy(real, copy, stat)
            with _opened(copy, real) as (file, audio):
                length = _length(audio)
                before, meant = _changed(audio, file, change)
                if any(entries for _, entries in before.blocks):
                    _save(meant, file)
                    _verify(copy, real, meant, audio_id, length)
            if any(entries for _, entries in before.blocks):
                _swap(copy, real, stat)
            return before
        finally:
            with suppress(OSError):
                os.unlink(copy)


def _checked(real: str) -> os.stat_result:
    stat = os.stat(real)
    if not stat.st_mode & 0o222 or not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, marked("it is read-only"), real)
    return stat


def _copy(real: str, copy: str, stat: os.stat_result) -> None:
    shutil.copyfile(real, copy)
    shutil.copystat(real, copy)
    os.utime(copy)  # copystat took the old time over
    made = os.stat(copy)
    if hasattr(os, "chown") and (made.st_uid, made.st_gid) != (stat.st_uid, stat.st_gid):
        try:
            os.chown(copy, stat.st_uid, stat.st_gid)
        except PermissionError:
            # Somebody else's file in a shared folder: its group at least, which is what lets both in.
            with suppress(PermissionError):
                os.chown(copy, -1, stat.st_gid)
        os.chmod(copy, stat.st_mode & 0o7777)  # chown takes special bits away


@contextmanager
def _opened(copy: str, real: str) -> Iterator[tuple[BinaryIO, Any]]:
    """The copy to write to, and what mutagen makes of it; the original's ending tells the format."""
    with open(copy, "r+b") as file:
        audio, _ = tags.loaded(file, real)
        yield file, audio


def _changed(audio: Any, file: BinaryIO, change: _Change) -> tuple[Before, list[Form]]:
    """Makes the change in memory: what undoes it, and the blocks as they are meant to be."""
    blocks = forms.of(audio, file, tags.fields_of(audio, file))
    before = [block.entries() for block in blocks]
    change(blocks, audio, file)
    undone = [form.changed(old, block.entries()) for old, block in zip(before, blocks, strict=True)]
    names = [type(block).__name__ for block in blocks]
    return Before(tuple(zip(names, undone, strict=True))), blocks


def _save(blocks: list[Form], file: BinaryIO) -> None:
    for block in blocks:
        block.save(file)
    file.flush()
    os.fsync(file.fileno())


def _verify(copy: str, real: str, meant: list[Form], audio_id: AudioId, length: float) -> None:
    """Raises UserError unless the copy says what was meant, and sounds as it did."""
    with _opened(copy, real) as (file, audio):
        written = forms.of(audio, file, {})
        if not all(form.same(m.entries(), w.entries()) for m, w in zip(meant, written, strict=True)):
            raise UserError("Read back, the tags were not those that were meant; the file stays as it was.")
        if identity.audio_id(copy) != audio_id or abs(_length(audio) - length) > 0.001:
            raise UserError("Read back, the sound was not the same; the file stays as it was.")


def _length(audio: Any) -> float:
    """Seconds as the format says; 0 for MPEG audio, where they are guessed from the size of all there is. Its
    bytes are counted by the identity."""
    return 0.0 if type(audio).__name__ == "MP3" else float(getattr(audio.info, "length", 0.0) or 0.0)


def _swap(copy: str, real: str, stat: os.stat_result) -> None:
    now = os.stat(real)
    if (now.st_ino, now.st_size, now.st_mtime_ns) != (stat.st_ino, stat.st_size, stat.st_mtime_ns):
        raise UserError("Another program changed it meanwhile; nothing was written.")
    os.replace(copy, real)
    with suppress(OSError):  # some file systems flush no folders
        folder = os.open(os.path.dirname(real), os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


# Saying what went wrong --------------------------------------------------------------------------------


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Every failure as a UserError."""
    try:
        yield
    except UserError:
        raise
    except tags.Unreadable as problem:
        raise UserError("{file} cannot be read ({why}).", file=path.name, why=problem) from problem
    except Exception as problem:
        cause = _of_the_drive(problem)
        if cause is not None:
            raise _said(path, cause) from problem
        if not _of_the_format(problem):
            raise
        log.info("%s could not be written", path, exc_info=True)
        raise UserError("{file}: its tags are damaged and cannot be changed.", file=path.name) from problem


def _of_the_drive(problem: BaseException) -> OSError | None:
    """mutagen wraps what the drive says."""
    while not isinstance(problem, OSError):
        if not problem.args or not isinstance(problem.args[0], BaseException):
            return None
        problem = problem.args[0]
    return problem


def _of_the_format(problem: Exception) -> bool:
    """What a damaged file makes of a format's own code."""
    from mutagen import MutagenError

    usual = (MutagenError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError)
    return isinstance(problem, usual)


def _said(path: Path, problem: OSError) -> UserError:
    match problem.errno:
        case errno.ENOENT | errno.ENOTDIR | errno.ESTALE:
            return UserError("{file} is no longer there.", file=path.name)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return UserError("{file} or its folder is read-only.", file=path.name)
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return UserError(
                "{file}: there is no room for a copy beside it; free some space.", file=path.name
            )
    why = problem.strerror or marked("its tags are damaged")
    return UserError("{file} could not be written ({why}); it stays as it was.", file=path.name, why=why)
