"""Cover thumbnails: made on the pool, kept in bounded memory and on disk; drawn where there is none."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QImage, QImageReader, QImageWriter, QPainter, QPixmap

from app import artwork, tasks
from core.domain import Track
from core.library import tags

log = logging.getLogger(__name__)

MEMORY = 24 << 20
"""Bytes of pixels kept: about 5,000 row covers at double scale."""
REST_MS = 30
"""From the first wish to the first read: rows that fly past in between are left out."""
RUNNING, WAITING = 2, 48
"""Covers read at once, and wishes kept; older wishes have scrolled out of sight."""
THUMBNAILS = (128, 512)
"""Sides in pixels of the pictures kept on disk; the smallest that is large enough is used."""
QUALITY = 88
BIGGEST_SOURCE = 12_000
"""A picture with a longer side is not decoded: it would need more memory than it is worth."""
ROUNDING = 0.14
"""Corner radius as a share of the side, at most MAX_RADIUS device-independent pixels."""
MAX_RADIUS = 10.0


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture somebody waits for. key: tracks of one album share it; side: device pixels."""

    key: str
    side: int
    scale: float
    file: Path


class Covers(QObject):
    """Hands out what is at hand at once, and says when something better has come."""

    arrived = Signal()
    """Some pictures are there now: whoever shows covers repaints."""

    def __init__(self, folder: Path, parent: QObject | None = None, memory: int = MEMORY) -> None:
        """folder: where thumbnails are kept; made when the first is written. memory: bytes."""
        super().__init__(parent)
        self._folder = folder
        self._memory = memory
        self._held = 0
        self._pictures: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()
        """Pictures whose file has been asked: what is in memory is final."""
        self._waiting: OrderedDict[tuple[str, int], Wish] = OrderedDict()
        self._running = 0
        self._closed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REST_MS)
        self._pause.timeout.connect(self._serve)

    def picture(self, track: Track, side: int, scale: float = 1.0) -> QPixmap:
        """The cover with rounded corners; a drawing until (or unless) the file gives one.

        side: device-independent pixels; scale: the device pixel ratio of where it is painted.
        """
        pixels = round(side * scale)
        key = key_of(track)
        slot = (key, pixels)
        if slot not in self._asked:
            self._ask(slot, Wish(key, pixels, scale, track.path))
        found = self._pictures.get(slot)
        if found is None:
            return self._keep(slot, _finished(artwork.draw(_name_of(track), pixels), scale))
        self._pictures.move_to_end(slot)
        return found

    def close(self) -> None:
        """No more results are taken: what still runs is of no use."""
        self._closed = True
        self._pause.stop()
        self._waiting.clear()

    def forget(self, tracks: list[Track]) -> None:
        """The files of these tracks have changed: their covers are read again."""
        keys = {key_of(track) for track in tracks}
        for slot in [slot for slot in self._pictures if slot[0] in keys]:
            self._held -= _bytes(self._pictures.pop(slot))
            self._asked.discard(slot)

    @property
    def held(self) -> int:
        """Bytes of pixels in memory."""
        return self._held

    def _keep(self, slot: tuple[str, int], picture: QPixmap) -> QPixmap:
        self._held += _bytes(picture) - _bytes(self._pictures.pop(slot, None))
        self._pictures[slot] = picture
        while self._held > self._memory and len(self._pictures) > 1:
            old, dropped = self._pictures.popitem(last=False)
            self._asked.discard(old)
            self._held -= _bytes(dropped)
        return picture

    def _ask(self, slot: tuple[str, int], wish: Wish) -> None:
        self._waiting[slot] = wish
        self._waiting.move_to_end(slot)
        if len(self._waiting) > WAITING:
            self._waiting.popitem(last=False)
        if not self._running and not self._pause.isActive():
            self._pause.start()

    def _serve(self) -> None:
        """The newest wish first: it is what is on the screen now."""
        while self._waiting and self._running < RUNNING:
            slot, wish = self._waiting.popitem()
            self._asked.add(slot)
            self._running += 1
            tasks.run(
                partial(thumbnail, wish.file, wish.key, wish.side, self._folder),
                on_done=partial(self._take, slot, wish.scale),
                on_error=self._fail,
            )

    def _take(self, slot: tuple[str, int], scale: float, image: QImage | None) -> None:
        self._running -= 1
        if image is not None and not self._closed:
            self._keep(slot, _finished(image, scale))
            self.arrived.emit()
        self._serve()

    def _fail(self, _problem: str) -> None:
        """The drawing stays; the pool has logged why."""
        self._running -= 1
        self._serve()


def key_of(track: Track) -> str:
    """What a cover belongs to: the album in its folder, or the track itself where there is no album."""
    if track.album:
        return "\n".join((str(track.path.parent), track.album_artist, track.album))
    return f"{track.path}\n{track.title}\n{track.artist}"


def _name_of(track: Track) -> str:
    """What the drawing is made from: it stays the same when files move."""
    return f"{track.album_artist}\n{track.album}" if track.album else f"{track.artist}\n{track.title}"


# -- on the pool


def thumbnail(file: Path, key: str, side: int, folder: Path) -> QImage | None:
    """A square picture of `side` pixels, or None when neither file nor folder has a cover.

    Kept in `folder` under the hash of `key`; an empty file there says that there is none. What is older
    than the music file or its folder is made anew.
    """
    size = next((s for s in THUMBNAILS if s >= side), THUMBNAILS[-1])
    kept = folder / f"{hashlib.sha1(key.encode('utf-8', 'surrogateescape')).hexdigest()}-{size}.jpg"
    if _fresh(kept, file):
        image = QImage(str(kept)) if kept.stat().st_size else QImage()
    else:
        image = read(tags.cover(file), size)
        _store(image, kept)
    return None if image.isNull() else square(image, side)


def read(data: bytes | None, side: int) -> QImage:
    """Decodes a picture to about `side` pixels (its shorter side); a null image when it is none."""
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
    return square(reader.read(), side)


def square(image: QImage, side: int) -> QImage:
    """The middle square of a picture, scaled smoothly to `side` pixels; never enlarged on disk's behalf."""
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


def _fresh(kept: Path, file: Path) -> bool:
    try:
        written = kept.stat().st_mtime_ns
    except OSError:
        return False
    sources = []
    for source in (file, file.parent):
        try:
            sources.append(source.stat().st_mtime_ns)
        except OSError:
            return True  # the drive is away: what was kept is the best there is
    return written >= max(sources)


def _store(image: QImage, kept: Path) -> None:
    """A full disk or a read-only folder costs the speed, not the picture."""
    # Another thread may be making the same picture for another size.
    draft = kept.with_suffix(f".{threading.get_ident()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        if image.isNull():
            draft.write_bytes(b"")
        else:
            writer = QImageWriter(str(draft), b"jpg")
            writer.setQuality(QUALITY)
            if not writer.write(image.convertToFormat(QImage.Format.Format_RGB32)):
                raise OSError(writer.errorString())
        draft.replace(kept)
    except OSError as problem:
        log.info("A cover was not kept: %s", problem)


# -- pictures


def _bytes(picture: QPixmap | None) -> int:
    return picture.width() * picture.height() * 4 if picture is not None else 0


def _finished(image: QImage, scale: float) -> QPixmap:
    """Rounded, with its scale, ready to be painted without more work."""
    side = image.width()
    rounded = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    rounded.fill(Qt.GlobalColor.transparent)
    radius = min(MAX_RADIUS * scale, side * ROUNDING)
    painter = QPainter(rounded)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(image))
    painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
    painter.end()
    picture = QPixmap.fromImage(rounded)
    picture.setDevicePixelRatio(scale)
    return picture
