"""What one start of the program asks of the window that may be open already. Without Qt: a start that only
hands something over must not load much."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app.integration.fileurls import file_url, path_of

DEEDS = ("open", "enqueue", "play", "pause", "toggle", "next", "previous", "stop", "quit")


@dataclass(frozen=True, slots=True)
class Request:
    """What a start of the program is about.

    deed: one of DEEDS; "open" with nothing to open only raises the window. urls: file URLs. activation: the
    token by which the desktop lets a window come to the front (Wayland), "" without.
    """

    deed: str = "open"
    urls: tuple[str, ...] = ()
    activation: str = ""

    @classmethod
    def of(cls, files: Sequence[Path], deed: str = "open") -> Request:
        urls = tuple(file_url(file.absolute()) for file in files)
        return cls(deed, urls, os.environ.get("XDG_ACTIVATION_TOKEN", ""))

    @property
    def files(self) -> list[Path]:
        return [file for url in self.urls if (file := path_of(url)) is not None]

    def to_line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Request:
        """Raises ValueError for anything that `to_line` did not make."""
        said = json.loads(line)
        if not isinstance(said, dict) or said.get("deed") not in DEEDS:
            raise ValueError("not a request")
        urls, token = said.get("urls", []), said.get("activation", "")
        if not isinstance(urls, list) or not isinstance(token, str):
            raise ValueError("not a request")
        return cls(said["deed"], tuple(str(url) for url in urls), token)


NOTHING = Request()
"""A start as from a menu."""


def address(data: Path) -> str:
    """Of the socket for the library in the folder `data`: the same for every start."""
    mark = hashlib.sha256(os.fsencode(os.path.realpath(data))).hexdigest()[:20]
    if sys.platform == "win32":
        return f"meander-{mark}"
    # Not in the data folder: that may lie on a drive that knows no sockets, or have too long a name.
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime).is_dir():
        return f"{runtime}/meander-{mark}"
    return f"{tempfile.gettempdir()}/meander-{os.getuid()}-{mark}"


def somebody_listens(data: Path) -> bool:
    """Whether there is a socket of ours, though perhaps one that was left behind.

    In a folder that everybody can write to, somebody else may have put one of that name.
    """
    if sys.platform == "win32":
        return True  # only connecting tells
    try:
        return os.lstat(address(data)).st_uid == os.getuid()
    except OSError:
        return False
