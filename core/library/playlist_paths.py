"""How playlist files name other files: relative, absolute, as URLs, by Windows' rules, in any encoding."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

_SCHEME = re.compile(rb"([a-z][a-z0-9+.-]+):(?://)?", re.IGNORECASE)
_DRIVE = re.compile(rb"[a-z]:[\\/]", re.IGNORECASE)
_ESCAPED = re.compile(rb"%[0-9a-f]{2}", re.IGNORECASE)
_PLAIN = "/!$&'()*+,;=:@-._~"
"""Stand for themselves in a URL's path (RFC 3986)."""
_AWKWARD = re.compile(rb"[\r\n\\]|^\s|\s$")
"""What a line of a playlist cannot hold, or other players would take for something else."""


def resolved(said: bytes, folder: bytes, *, is_uri: bool = False) -> Path | None:
    """The file that is named by `said` in a playlist in `folder`; None for what is no file (a web radio).

    Where a name can be read in several ways, the file that exists decides; else the likeliest reading counts.
    is_uri: percent signs are escapes, as XSPF wants it.
    """
    readings = [os.path.abspath(os.path.join(folder, name)) for name in _readings(said, is_uri=is_uri)]
    readings = list(dict.fromkeys(readings))
    if not readings:
        return None
    there = (name for name in readings if len(readings) > 1 and os.path.lexists(name))
    return Path(os.fsdecode(next(there, readings[0])))


def _readings(said: bytes, *, is_uri: bool) -> Iterator[bytes]:
    """The likeliest first."""
    said = said.replace(b"\0", b"")
    scheme = _SCHEME.match(said)
    if scheme and not _DRIVE.match(said):
        if scheme[1].lower() == b"file":
            yield from _of_url(said[scheme.end() :])
        elif b"://" not in scheme[0]:
            yield from _separated(said)  # a name with a colon
        return
    if _ESCAPED.search(said):
        names = [unquote_to_bytes(said), said]
        for name in names if is_uri else names[::-1]:
            yield from _separated(name)
    else:
        yield from _separated(said)
    if said != said.strip():
        yield said.strip()


def _of_url(rest: bytes) -> Iterator[bytes]:
    """What stands behind file: or file://, with or without a host."""
    name = unquote_to_bytes(rest)
    if _DRIVE.match(name.lstrip(b"/")):
        name = name.lstrip(b"/")
    elif not name.startswith(b"/") and b"/" in name:
        host, _, path = name.partition(b"/")
        name = b"/" + path if host.lower() == b"localhost" else name
    yield from _separated(name)


def _separated(name: bytes) -> Iterator[bytes]:
    """Backslashes part folders where Windows wrote the list; elsewhere they may be in names."""
    if b"\\" in name and sys.platform != "win32":
        slashed = name.replace(b"\\", b"/")
        yield from (slashed, name) if b"/" not in name else (name, slashed)
    else:
        yield name


def written(path: Path, folder: Path | None) -> bytes:
    """`path` for a line of a playlist: relative to `folder` where there is one and that can be done."""
    name = os.fsencode(path)
    if _AWKWARD.search(name):
        return uri(path, None).encode()
    if folder is not None:
        name = _relative(name, os.fsencode(folder))
    # Neither a comment nor a scheme.
    return b"./" + name if name[:1] in b"#[" or (_SCHEME.match(name) and not _DRIVE.match(name)) else name


def uri(path: Path, folder: Path | None) -> str:
    """`path` as a URI reference (RFC 3986): percent-encoded, relative where that can be done."""
    name = os.fsencode(path)
    if folder is not None and not os.path.isabs(near := _relative(name, os.fsencode(folder))):
        quoted = quote_from_bytes(near.replace(os.fsencode(os.sep), b"/"), _PLAIN)
        return f"./{quoted}" if ":" in quoted.partition("/")[0] else quoted
    quoted = quote_from_bytes(name.replace(os.fsencode(os.sep), b"/"), _PLAIN)
    return f"file://{'' if quoted.startswith('/') else '/'}{quoted}"


def _relative(name: bytes, folder: bytes) -> bytes:
    try:
        return os.path.relpath(name, folder)
    except ValueError:  # on another drive of Windows
        return name


def tails(path: bytes) -> list[str]:
    """The names in a path, the last one first, in either system's writing and without case."""
    text = path.decode("utf-8", "replace").replace("\\", "/")
    return [part.casefold() for part in reversed(text.split("/")) if part]


def likest(path: bytes, others: Iterable[bytes]) -> bytes | None:
    """Of files with the same name, the one whose folders agree the furthest; None where two agree alike.

    For lists from another computer, or from before the music was moved.
    """
    asked = tails(path)
    agreeing = sorted(((_agreement(asked, tails(other)), other) for other in others), reverse=True)
    if not agreeing or (len(agreeing) > 1 and agreeing[0][0] == agreeing[1][0]):
        return None
    deep, best = agreeing[0]
    return best if deep > 1 or len(asked) == 1 else None


def _agreement(one: list[str], other: list[str]) -> int:
    for number, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return number
    return min(len(one), len(other))
