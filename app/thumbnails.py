"""Small pictures made from large ones, off the main thread, and kept on disk within a bound."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from contextlib import nullcontext, suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QImageReader, QImageWriter, QPainter

from core.library import tags

log = logging.getLogger(__name__)

SIDES = (128, 320, 640)
"""Sides in pixels of the pictures kept on disk; the smallest that is large enough is used."""
DISK = 256 << 20
"""Bytes on disk; what was looked at longest ago goes first."""
SWEEP_EVERY = 200
"""Pictures written between two looks at how much there is."""
SWEEP_FIRST = 20
"""... and before the first look of a session."""
FULL, SWEPT = 1.0, 0.85
"""Shares of DISK: at which a sweep begins, and what it leaves."""
QUALITY = 88
BIGGEST_SOURCE = 16_000
"""A picture with a longer side is not decoded."""
BIG = 20_000_000
"""Pixels. Larger ones are decoded one at a time: one may need 256 MB (Qt refuses more) for a moment."""
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
ROUNDING = 0.14
"""Corner radius as a share of the side, at most MAX_RADIUS device-independent pixels."""
MAX_RADIUS = 10.0
_one_big = threading.Lock()


class Shelf:
    """A folder of thumbnails, of any thread."""

    def __init__(self, folder: Path, limit: int = DISK) -> None:
        """folder: made when the first is written. limit: bytes."""
        self._folder, self._limit = folder, limit
        self._written = SWEEP_EVERY - SWEEP_FIRST
        self._sweeping = threading.Lock()

    def picture(self, file: Path, key: str, side: int) -> QImage | None:
        """A square picture of `side` pixels, or None when neither file nor folder has a cover.

        Kept under the hash of `key`; an empty file there says that there is none. What is older than the
        music file, its folder or a picture in it is made anew.
        """
        size = next((s for s in SIDES if s >= side), SIDES[-1])
        kept = self._folder / f"{hashlib.sha1(key.encode('utf-8', 'surrogateescape')).hexdigest()}-{size}.jpg"
        if _fresh(kept, file):
            image = QImage(str(kept)) if kept.stat().st_size else QImage()
            _touch(kept)
        else:
            image = read(tags.cover(file), size)
            _store(image, kept)
            self._sweep_now_and_then()
        return None if image.isNull() else square(image, side)

    def _sweep_now_and_then(self) -> None:
        self._written += 1
        if self._written >= SWEEP_EVERY and self._sweeping.acquire(blocking=False):
            try:
                self._written = 0
                self.sweep()
            finally:
                self._sweeping.release()

    def sweep(self) -> int:
        """Deletes what was looked at longest ago while there is too much; returns the bytes that are left."""
        found = []
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    stat = entry.stat()
                    found.append((stat.st_atime_ns, stat.st_size, entry.path))
        except OSError:
            return 0
        total = sum(size for _, size, _ in found)
        if total <= self._limit * FULL:
            return total
        for _, size, path in sorted(found):
            Path(path).unlink(missing_ok=True)
            total -= size
            if total <= self._limit * SWEPT:
                break
        return total


def thumbnail(file: Path, key: str, side: int, folder: Path) -> QImage | None:
    """One picture of the shelf in `folder`; see Shelf.picture."""
    return Shelf(folder).picture(file, key, side)


def read(data: bytes | None, side: int) -> QImage:
    """Decodes a picture to `side` pixels square (fewer when it has fewer); a null image when it is none."""
    if not data:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > BIGGEST_SOURCE:
        return QImage()
    short = min(size.width(), size.height())
    if short > side * 2:
        # Decoders scale while they decode; the last step below does it smoothly.
        reader.setScaledSize(size * (side * 2 / short))
    with _one_big if size.width() * size.height() > BIG else nullcontext():
        image = reader.read()
    return square(image, min(side, image.width(), image.height()))


def square(image: QImage, side: int) -> QImage:
    """The middle square of a picture, scaled smoothly to `side` pixels."""
    if image.isNull():
        return image
    short = min(image.width(), image.height())
    middle = QRect((image.width() - short) // 2, (image.height() - short) // 2, short, short)
    if short != max(image.width(), image.height()):
        image = image.copy(middle)
    if short == side:
        return image
    return image.scaled(
        QSize(side, side), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def encoded(image: QImage) -> bytes:
    """As a JPEG. Raises OSError when it cannot be."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpg")
    writer.setQuality(QUALITY)
    if not writer.write(image.convertToFormat(QImage.Format.Format_RGB32)):
        raise OSError(writer.errorString())
    return bytes(buffer.data().data())


def finished(image: QImage, scale: float, *, circle: bool = False) -> QImage:
    """With rounded corners (or as a disc), ready to be painted without more work."""
    side = image.width()
    rounded = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    rounded.fill(Qt.GlobalColor.transparent)
    radius = side / 2 if circle else min(MAX_RADIUS * scale, side * ROUNDING)
    painter = QPainter(rounded)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(image))
    painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
    painter.end()
    return rounded


def _fresh(kept: Path, file: Path) -> bool:
    try:
        written = kept.stat().st_mtime_ns
    except OSError:
        return False
    try:
        sources = [file.stat().st_mtime_ns, file.parent.stat().st_mtime_ns]
        if max(sources) > written:
            return False
        # A picture that was written anew in place leaves its folder as old as it was.
        with os.scandir(file.parent) as entries:
            return all(e.stat().st_mtime_ns <= written for e in entries if e.name.lower().endswith(PICTURES))
    except OSError:
        return True  # the drive is away: what was kept is the best there is


def _touch(kept: Path) -> None:
    """Notes that it was looked at: by itself, a file system does so once a day or never."""
    with suppress(OSError):
        os.utime(kept, ns=(time.time_ns(), kept.stat().st_mtime_ns))


def _store(image: QImage, kept: Path) -> None:
    """A full disk or a read-only folder costs the speed, not the picture."""
    # Another thread may be making the same picture for another size.
    draft = kept.with_suffix(f".{threading.get_ident()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(b"" if image.isNull() else encoded(image))
        draft.replace(kept)
    except OSError as problem:
        log.info("A cover was not kept: %s", problem)
        with suppress(OSError):
            draft.unlink()
