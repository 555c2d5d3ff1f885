"""Fills a gallery: reads its tracks, and hands it their curves as they come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.figures import Asked, Figures, Room
from app.views.reading import MOVING, Reader, Watch
from app.widgets.gallery import MOST, Card, Gallery
from app.words import tr
from core.domain import Track, TrackId
from core.library.tracks import Library


class GalleryFill(QObject):
    """Follows the library: what is retitled or goes away, is and does here."""

    filled = Signal()
    """The cards are others."""

    def __init__(
        self, gallery: Gallery, figures: Figures, library: Library, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery, self._figures, self._library = gallery, figures, library
        self.ids: tuple[TrackId, ...] = ()
        self.room = Room.SONG
        self._tracks: Sequence[Track] = ()
        self._reader = Reader(self)
        self._watch = Watch(library, self._reader, MOVING)
        self._watch.changed.connect(self._read)
        figures.arrived.connect(self._draw)

    def show_tracks(self, ids: Sequence[TrackId]) -> None:
        """The first MOST of them."""
        ids = tuple(dict.fromkeys(ids))[:MOST]
        if ids != self.ids:
            self.ids = ids
            self._read()

    def choose(self, room: Room) -> None:
        if room is not self.room:
            self.room = room
            self._draw()

    def track(self, row: int) -> Track | None:
        return self._tracks[row] if 0 <= row < len(self._tracks) else None

    def close(self) -> None:
        self._watch.close()
        self._reader.close()

    def _read(self) -> None:
        ids, library = self.ids, self._library
        self._reader.ask(lambda: library.tracks(list(ids)), self._take)

    def _take(self, tracks: Sequence[Track]) -> None:
        if list(tracks) == list(self._tracks):
            return
        self._tracks = tracks
        cards = [Card(track.id, track.title, track.artist, track.duration) for track in tracks]
        if cards != list(self._gallery.cards):
            self._gallery.show_cards(cards)
            self._draw()
            self.filled.emit()

    def _draw(self) -> None:
        """Those that have come; more are on their way."""
        if not self._tracks:
            return
        # All are asked for, and then looked at.
        drawn = [self._figures.drawn(Asked((track.id,), self.room, small=True)) for track in self._tracks]
        if not any(drawn):
            return
        unheard, short = tr("Not heard yet"), tr("Too short for a curve")
        why = ["" if one is None else short if one.heard[0] else unheard for one in drawn]
        self._gallery.show_figures([None if one is None else one.figures[0] for one in drawn], why)
