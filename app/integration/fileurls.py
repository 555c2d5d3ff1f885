"""Files as URLs and back, as desktops hand them around. Names need not be text: their bytes are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit


def file_url(path: os.PathLike[str]) -> str:
    """ "file:///music/a%20b.flac"; path: absolute."""
    if sys.platform == "win32":
        return Path(path).as_uri()
    return "file://" + quote(os.fsencode(path))


def path_of(text: str) -> Path | None:
    """The file that a path or a file URL names; None for URLs of other kinds."""
    if "://" not in text:
        return Path(text)
    parts = urlsplit(text)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = os.fsdecode(unquote_to_bytes(parts.path))
    return Path(path.lstrip("/") if sys.platform == "win32" else path)
