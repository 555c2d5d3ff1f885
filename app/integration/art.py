"""The cover of what plays as a file, for other programs to show."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtGui import QImage, QImageWriter

from app import artwork
from app.covers import key_of, name_of, thumbnail
from core.domain import Track

SIDE = 512
KEPT = 12
"""Pictures left lying: other programs may still show the last ones."""


def cover_file(track: Track, folder: Path, thumbnails: Path) -> Path | None:
    """A picture of the track's album, drawn where the music has none. On the pool: it may read the music.

    folder: where it is written, under a name that no other album has; thumbnails: where `Covers` keeps its
    own. None when it cannot be written.
    """
    key = key_of(track)
    image = thumbnail(track.path, key, SIDE, thumbnails)
    drawn = image is None
    picture = image or artwork.draw(name_of(track), SIDE)
    name = hashlib.sha1(f"{key}\n{drawn}".encode("utf-8", "surrogateescape") + _print_of(picture)).hexdigest()
    kept = folder / f"{name}.jpg"
    with suppress(OSError):
        os.utime(kept)  # among the newest again
        return kept
    draft = kept.with_suffix(f".{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writer = QImageWriter(str(draft), b"jpg")
        writer.setQuality(90)
        if not writer.write(picture.convertToFormat(QImage.Format.Format_RGB32)):
            return None
        draft.replace(kept)
        _tidy(folder)
    except OSError:
        return None
    return kept


def _print_of(picture: QImage) -> bytes:
    """Another picture for the same album has another name: clients keep what they once loaded."""
    small = picture.scaled(16, 16).convertToFormat(QImage.Format.Format_RGB888)
    return bytes(small.constBits())


def _tidy(folder: Path) -> None:
    with suppress(OSError):
        pictures = sorted(folder.glob("*.jpg"), key=lambda file: file.stat().st_mtime_ns)
        for old in pictures[:-KEPT]:
            old.unlink(missing_ok=True)
