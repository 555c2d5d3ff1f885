"""Quod Libet's `songs` file: a pickled list of dicts, read without running anything of it."""

from __future__ import annotations

import copyreg
import io
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.domain import Seconds
from core.library.foreign import Export, Song, stars, unreadable, when, whole


class _Anything(dict[Any, Any]):
    """Stands for each of Quod Libet's classes of files, all dicts."""


class _Harmless(pickle.Unpickler):
    """Makes dicts, lists, texts and numbers, nothing else: a pickle may ask for any function to be called."""

    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] in ("quodlibet", "formats") and name.endswith("File"):
            return _Anything
        if (module, name) in (("copyreg", "_reconstructor"), ("copy_reg", "_reconstructor")):
            return copyreg._reconstructor  # type: ignore[attr-defined]
        if (module, name) == ("_codecs", "encode"):
            return _bytes
        if (module, name) in (("builtins", "dict"), ("__builtin__", "dict")):
            return dict
        raise pickle.UnpicklingError(f"it asks for {module}.{name}")


def _bytes(text: str, _encoding: str) -> bytes:
    """How older pickles hold bytes."""
    return text.encode("latin-1")


def looks_like(head: bytes) -> bool:
    """Whether a file begins as a pickle that names Quod Libet's classes."""
    return b"quodlibet" in head and (head[:1] in (b"\x80", b"(", b"]"))


def read(path: Path) -> Export:
    try:
        said = _Harmless(io.BytesIO(path.read_bytes())).load()
        songs = [dict(song) for song in said if isinstance(song, dict)]
    except OSError:
        raise
    except Exception as problem:  # a damaged pickle raises whatever it likes
        raise unreadable(path, "Quod Libet", problem) from problem
    return Export("quodlibet", list(_songs(songs)))


def _songs(found: list[dict[Any, Any]]) -> Iterator[Song]:
    for song in found:
        name = song.get("~filename", b"")
        length = song.get("~#length")
        yield Song(
            path=name if isinstance(name, bytes) else os.fsencode(name) if isinstance(name, str) else b"",
            title=_text(song, "title"),
            artist=_text(song, "artist"),
            album=_text(song, "album"),
            duration=Seconds(float(length)) if isinstance(length, int | float) and length > 0 else None,
            rating=stars(song["~#rating"]) if isinstance(song.get("~#rating"), int | float) else None,
            plays=whole(song.get("~#playcount")),
            skips=whole(song.get("~#skipcount")),
            last_played=when(whole(song.get("~#lastplayed"))),
            added=when(whole(song.get("~#added"))),
        )


def _text(song: dict[Any, Any], name: str) -> str:
    """Several values stand on lines of their own."""
    value = song.get(name, "")
    value = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    if not isinstance(value, str):  # the text of a list of lists of lists would never end
        return ""
    return ", ".join(value.split("\n"))
