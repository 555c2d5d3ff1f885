"""Cover pictures: made on the pool at the size they are drawn, kept in bounded memory and on disk."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from app import artwork, tasks
from app.thumbnails import Shelf, finished, thumbnail
from core.domain import Track
from core.library.browse import Album
from core.library.tracks import Change, Kind, Library

__all__ = ["Covers", "Source", "key_of", "name_of", "thumbnail"]

MEMORY = 64 << 20
"""Bytes of pixels kept, at most: two screens full of large covers, or 18,000 of rows."""
REST_MS = 30
"""From the first wish to the first read: rows that fly past in between are left out."""
RUNNING, WAITING = 2, 256
"""Covers read at once, and wishes kept; older wishes have scrolled out of sight."""
TOGETHER_MS = 40
"""Covers that come within this time are painted together."""
AT_ONCE = 96
"""Device pixels up to which the drawing itself stands in for a cover; larger ones would take too long."""


@dataclass(frozen=True, slots=True)
class Source:
    """Whose picture. key: tracks of one album share it; name: what the drawing is made from."""

    key: str
    name: str
    file: Path

    @classmethod
    def of(cls, track: Track) -> Source:
        """The album in its folder, or the track itself where there is no album."""
        if track.album:
            return cls._of_album(track.path, track.album_artist, track.album)
        name = f"{track.artist}\n{track.title}"
        return cls(f"{track.path}\n{track.title}\n{track.artist}", name, track.path)

    @classmethod
    def of_album(cls, album: Album) -> Source:
        """The same as of the track whose cover the album has."""
        return cls._of_album(album.path, album.folder_artist, album.folder_album)

    @classmethod
    def _of_album(cls, path: Path, artist: str, album: str) -> Source:
        return cls(f"{path.parent}\n{artist}\n{album}", f"{artist}\n{album}", path)


Slot = tuple[str, int]
"""A source's key, and the side in device pixels; below 0 for a round picture."""


class Covers(QObject):
    """Hands out what is at hand at once, and says when something better has come."""

    arrived = Signal()
    """Some pictures are there now: whoever shows covers repaints."""
    _files_changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None, memory: int = MEMORY) -> None:
        """folder: where thumbnails are kept; made when the first is written. memory: bytes."""
        super().__init__(parent)
        self._shelf = Shelf(folder)
        self._memory = memory
        self._held = 0
        self._pictures: OrderedDict[Slot, QPixmap] = OrderedDict()
        self._sides: defaultdict[str, set[int]] = defaultdict(set)
        """Of the pictures of each key."""
        self._asked: set[Slot] = set()
        """Pictures whose file has been asked: what is in memory is final."""
        self._waiting: OrderedDict[Slot, tuple[Source, float]] = OrderedDict()
        self._running: set[Slot] = set()
        self._outdated: set[Slot] = set()
        """Being read while word came that files have changed: to be read again."""
        self._closed = self._warm = False
        self._unfollow: Callable[[], None] | None = None
        self._pause = QTimer(self, singleShot=True, interval=REST_MS)
        self._pause.timeout.connect(self._serve)
        self._telling = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._telling.timeout.connect(self.arrived)
        self._changed = threading.Event()
        self._files_changed.connect(self._recheck, Qt.ConnectionType.QueuedConnection)

    def picture(self, track: Track, side: int, scale: float = 1.0) -> QPixmap:
        """The cover with rounded corners; a drawing until (or unless) the file gives one.

        side: device-independent pixels; scale: the device pixel ratio of where it is painted.
        """
        return self.of(Source.of(track), side, scale)

    def of(self, source: Source, side: int, scale: float = 1.0, *, circle: bool = False) -> QPixmap:
        """As `picture`, for any source. Large ones are a plain colour until they have come."""
        pixels = round(side * scale)
        slot = (source.key, -pixels if circle else pixels)
        if slot not in self._asked:
            self._ask(slot, source, scale)
        found = self._pictures.get(slot)
        if found is not None:
            self._pictures.move_to_end(slot)
            return found
        if pixels <= AT_ONCE:
            drawn = finished(artwork.draw(source.name, pixels), scale, circle=circle)
            return self._keep(slot, _pixmap(drawn, scale))
        near = self._near(slot, scale)
        return artwork.ground(source.name, pixels, scale, circle=circle) if near is None else near

    def _near(self, slot: Slot, scale: float) -> QPixmap | None:
        """The same picture, scaled from a size that is at hand: while the grid's covers grow or shrink."""
        key, wanted = slot
        sizes = [side for side in self._sides.get(key, ()) if (side < 0) == (wanted < 0)]
        if not sizes:
            return None
        best = min(sizes, key=lambda side: abs(side - wanted))
        scaled = self._pictures[key, best].scaled(abs(wanted), abs(wanted))
        scaled.setDevicePixelRatio(scale)
        return scaled

    def follow(self, library: Library) -> None:
        """Covers of files that change are read again."""
        self._unfollow = library.subscribe(self._note_change)

    def close(self) -> None:
        """No more results are taken: what still runs is of no use."""
        self._closed = True
        if self._unfollow is not None:
            self._unfollow()
        self._pause.stop()
        self._telling.stop()
        self._waiting.clear()

    def forget(self, tracks: list[Track]) -> None:
        """The files of these tracks have changed: their covers are read again."""
        keys = {Source.of(track).key for track in tracks}
        self._outdate({slot for slot in self._asked if slot[0] in keys})

    @property
    def held(self) -> int:
        """Bytes of pixels in memory."""
        return self._held

    @property
    def busy(self) -> bool:
        """Some pictures are still to come."""
        return bool(self._running or self._waiting)

    # -- word of changes

    def _note_change(self, change: Change) -> None:
        """On the thread that wrote; one word for many changes."""
        if change.kind is Kind.CHANGED and not self._changed.is_set():
            self._changed.set()
            self._files_changed.emit()

    def _recheck(self) -> None:
        """What is shown stays, and is asked for again where it is painted next."""
        self._changed.clear()
        self._outdate(set(self._asked))

    def _outdate(self, slots: set[Slot]) -> None:
        self._asked -= slots
        self._outdated |= slots & self._running
        if slots and not self._closed:
            self._telling.start()

    # -- reading

    def _keep(self, slot: Slot, picture: QPixmap) -> QPixmap:
        self._held += _bytes(picture) - _bytes(self._pictures.pop(slot, None))
        self._pictures[slot] = picture
        self._sides[slot[0]].add(slot[1])
        while self._held > self._memory and len(self._pictures) > 1:
            old, dropped = self._pictures.popitem(last=False)
            self._asked.discard(old)
            self._held -= _bytes(dropped)
            self._sides[old[0]].discard(old[1])
            if not self._sides[old[0]]:
                del self._sides[old[0]]
        return picture

    def _ask(self, slot: Slot, source: Source, scale: float) -> None:
        if self._closed or slot in self._running:
            return
        self._waiting[slot] = source, scale
        self._waiting.move_to_end(slot)
        if len(self._waiting) > WAITING:
            self._waiting.popitem(last=False)
        if not self._running and not self._pause.isActive():
            self._pause.start()

    def _serve(self) -> None:
        """The newest wish first: it is what is on the screen now."""
        if not self._warm:
            self._warm = True
            artwork.warm()
        while self._waiting and len(self._running) < RUNNING:
            slot, (source, scale) = self._waiting.popitem()
            self._asked.add(slot)
            self._running.add(slot)
            tasks.run(
                partial(self._make, slot, source, scale),
                on_done=partial(self._take, slot, scale),
                on_error=partial(self._fail, slot),
            )

    def _make(self, slot: Slot, source: Source, scale: float) -> QImage:
        """On the pool: the picture as it is painted."""
        side = abs(slot[1])
        image = self._shelf.picture(source.file, source.key, side)
        if image is None:
            image = artwork.draw(source.name, side)
        return finished(image, scale, circle=slot[1] < 0)

    def _take(self, slot: Slot, scale: float, image: QImage) -> None:
        self._done(slot)
        if not self._closed:
            self._keep(slot, _pixmap(image, scale))
            if not self._telling.isActive():
                self._telling.start()
        self._serve()

    def _fail(self, slot: Slot, _problem: str) -> None:
        """What stands in stays; the pool has logged why."""
        self._done(slot)
        self._serve()

    def _done(self, slot: Slot) -> None:
        self._running.discard(slot)
        if slot in self._outdated:
            self._outdated.discard(slot)
            self._asked.discard(slot)


def key_of(track: Track) -> str:
    """What a cover belongs to: the album in its folder, or the track itself where there is no album."""
    return Source.of(track).key


def name_of(track: Track) -> str:
    """What the drawing is made from: it stays the same when files move."""
    return Source.of(track).name


def _bytes(picture: QPixmap | None) -> int:
    return picture.width() * picture.height() * 4 if picture is not None else 0


def _pixmap(image: QImage, scale: float) -> QPixmap:
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(scale)
    return picture
