"""All there is of an artist, a composer, a genre, or from some years: albums, appearances, loose tracks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from app.covers import Covers, Source
from app.views.albumtiles import album_tile, span_of
from app.views.commands import TrackCommands
from app.views.groups import Entry, Groups
from app.views.pagehead import PageHead
from app.views.reading import MOVING, Reader, Watch
from app.views.tracklist import TrackList
from app.views.ways import Ways
from app.views.whole import CHOSEN, Whole, of_album
from app.widgets.controls import button, label
from app.widgets.page import Page
from app.widgets.tilegrid import TileGrid
from app.widgets.tiles import TileModel
from app.words import tr
from core.domain import Track, TrackId
from core.library.browse import Album, Browse, Collection
from core.library.search import Condition
from core.library.tracks import Kind, Library

MARGIN, TOP, BOTTOM = 28, 14, 28
MOST_LOOSE = 300
"""Tracks on no album that are listed; of more, the rest is played with all, and found in Tracks."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about.

    kind: in words, as "Artist"; read and wanted: what there is, and the condition for its tracks; both on
    the pool. parts: narrower subjects within, as the years of a decade. whole: what its tracks are together.
    """

    id: str
    kind: str
    title: str
    read: Callable[[], Collection]
    wanted: Callable[[], Condition]
    circle: bool = False
    parts: Sequence[tuple[str, Subject]] = ()
    whole: Whole = CHOSEN


class _Section:
    """A heading over a grid of albums."""

    def __init__(self, page: CollectionPage, covers: Covers, name: str) -> None:
        self.model: TileModel[Album] = TileModel(album_tile, page)
        self.grid = TileGrid(self.model, covers, name, side=page.side, whole=True)
        self.heading = label(name, "heading")
        page.add(self.heading)
        page.add(self.grid, flush=True)
        page.connect_grid(self.grid, self.model)

    def fill(self, albums: Sequence[Album]) -> None:
        if list(albums) != list(self.model.rows):
            self.model.fill(albums, ())
            self.grid.updateGeometries()
        self.heading.setVisible(bool(albums))
        self.grid.setVisible(bool(albums))


class CollectionPage(Page):
    """Shows one subject at a time, and follows the library."""

    gone = Signal()
    """There is nothing of it any more."""
    failed = Signal(str)

    def __init__(
        self,
        library: Library,
        browse: Browse,
        covers: Covers,
        commands: TrackCommands,
        groups: Groups,
        ways: Ways,
        place: tuple[str, str],
        side: int,
    ) -> None:
        """place: the key and the name of where the way up leads; side: of the covers."""
        super().__init__((MARGIN, TOP, MARGIN, BOTTOM))
        self._library, self._browse, self._groups, self._ways = library, browse, groups, ways
        self.side = side
        self._subject: Subject | None = None
        self._part: Subject | None = None
        self.head = PageHead(covers, place[1])
        self.add(self.head)
        self._parts = QHBoxLayout()
        self._parts.setSpacing(8)
        self.add(self._parts)
        self._chips: list[QWidget] = []
        self.own = _Section(self, covers, tr("Albums"))
        self.guest = _Section(self, covers, tr("Appears on"))
        self._loose_heading = label(tr("Tracks on no album"), "heading")
        self.loose = TrackList(commands, tr("Tracks on no album"))
        self.add(self._loose_heading)
        self.add(self.loose)
        self.column.addStretch(1)
        self._reader = Reader(self)
        self._reader.failed.connect(self.failed)
        self._watch = Watch(library, self._reader, MOVING | {Kind.RATED, Kind.PLAYED})
        self._watch.changed.connect(self._read_again)
        head = self.head
        head.up_asked.connect(lambda: ways.to(place[0]))
        head.play_asked.connect(lambda: groups.play(self._find))
        head.shuffle_asked.connect(lambda: groups.shuffle(self._find))
        head.next_asked.connect(lambda: groups.play_next(self._find))
        head.queue_asked.connect(lambda: groups.enqueue(self._find))
        head.radio_asked.connect(lambda: groups.radio(self._find, self._whole()))
        head.menu_asked.connect(lambda at: groups.menu(self, at, self._find, whole=self._whole()))
        self.setFocusProxy(self.own.grid)

    def connect_grid(self, grid: TileGrid, model: TileModel[Album]) -> None:
        browse, groups = self._browse, self._groups
        grid.opened.connect(lambda row: self._ways.to("albums", model.rows[row].id))
        grid.play_asked.connect(lambda row: groups.play(_tracks(browse, model, [row])))
        grid.menu_asked.connect(lambda row, at: self._menu(model, grid.chosen() or [row], at))
        grid.carry = lambda rows: groups.mime(browse.tracks_on([model.rows[row].id for row in rows]))

    @property
    def subject(self) -> Subject | None:
        return self._subject

    def show_subject(self, subject: Subject) -> None:
        if self._subject is None or subject.id != self._subject.id:
            self.verticalScrollBar().setValue(0)
            self._part = None
            self._show_parts(subject)
        self._subject = subject
        self._read()

    def set_side(self, side: int) -> None:
        self.side = side
        for section in (self.own, self.guest):
            section.grid.set_side(side)

    def set_playing(self, id: TrackId | None) -> None:
        self.loose.set_playing(id)

    def close_down(self) -> None:
        self._watch.close()
        self._reader.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.head.fit(self.height())
        super().resizeEvent(event)

    # -- inside

    def _show_parts(self, subject: Subject) -> None:
        while self._parts.count():
            item = self._parts.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not subject.parts:
            return
        group = QButtonGroup(self)
        for text, part in ((tr("All"), None), *subject.parts):
            chip = button(text, lambda part=part: self._choose_part(part), kind="chip")  # type: ignore[misc]
            chip.setCheckable(True)
            chip.setChecked(part is None)
            group.addButton(chip)
            self._parts.addWidget(chip)
        self._parts.addStretch(1)

    def _choose_part(self, part: Subject | None) -> None:
        self._part = part
        self._read()

    def _now(self) -> Subject | None:
        return self._part or self._subject

    def _read_again(self) -> None:
        if self._subject is not None and self.isVisible():
            self._read()

    def _read(self) -> None:
        subject = self._now()
        if subject is None:
            return
        library = self._library

        def read() -> tuple[Subject, Collection, list[Track]]:
            found = subject.read()
            return subject, found, library.tracks(found.loose[:MOST_LOOSE])

        self._reader.ask(read, self._take)

    def _take(self, found: tuple[Subject, Collection, list[Track]]) -> None:
        subject, there, loose = found
        if subject is not self._now():
            return
        if not there.tracks and self._part is None:
            self._subject = None
            self.gone.emit()
            return
        # The artist's own albums stand for the artist, and not a compilation that is played more.
        played = sorted(there.albums or there.guest_on, key=lambda album: -album.plays)
        sources = [Source.of_album(album) for album in played[:4]]
        if not sources:
            sources = [Source.of(track) for track in loose[:1]]
        facts = span_of(len(there.albums), there.tracks, there.seconds)
        self.head.say(subject.kind, subject.title, [facts], sources, circle=subject.circle)
        self.own.fill(there.albums)
        self.guest.fill(there.guest_on)
        self.loose.fill([("", loose)], subject.title if subject.circle else None)
        self._loose_heading.setVisible(bool(loose))
        self.loose.setVisible(bool(loose))

    def _find(self) -> Sequence[TrackId]:
        subject = self._now()
        return self._browse.track_ids(subject.wanted()) if subject is not None else []

    def _whole(self) -> Whole:
        subject = self._now()
        return subject.whole if subject is not None else CHOSEN

    def _menu(self, model: TileModel[Album], rows: list[int], at: QPoint) -> None:
        leading, whole = [], CHOSEN
        if len(rows) == 1:
            album = model.rows[rows[0]]
            whole = of_album(album.title, album.artist)
            leading = [Entry(tr("Open"), "disc-3", lambda: self._ways.to("albums", album.id))]
        self._groups.menu(self, at, _tracks(self._browse, model, rows), leading, whole)


def _tracks(browse: Browse, model: TileModel[Album], rows: Sequence[int]) -> Any:
    ids = [model.rows[row].id for row in rows]
    return lambda: browse.tracks_on(ids)
