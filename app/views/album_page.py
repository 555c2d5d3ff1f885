"""One album: its picture and facts, its tracks by disc, and what else there is of its artist."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from app import words
from app.covers import Covers, Source
from app.views.albumtiles import album_tile, shown_artist
from app.views.commands import TrackCommands
from app.views.groups import Entry, Groups
from app.views.pagehead import PageHead
from app.views.reading import MOVING, Reader, Watch
from app.views.tracklist import TrackList
from app.views.ways import Ways
from app.views.whole import CHOSEN, Whole, of_album
from app.widgets.controls import label
from app.widgets.page import Page
from app.widgets.tilegrid import TileGrid
from app.widgets.tiles import TileModel
from app.words import tr
from core.domain import Track, TrackId
from core.library.albums import VARIOUS, AlbumId
from core.library.browse import Album, Browse, By, Disc
from core.library.narrowing import Role, having
from core.library.tracks import Kind, Library

MARGIN, TOP, BOTTOM = 28, 14, 28
MORE, MORE_SIDE = 12, 132
"""Other albums of the artist that are shown, and how large."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows. album: None when there is none any more."""

    album: Album | None
    discs: Sequence[Disc] = ()
    others: Sequence[Album] = field(default_factory=tuple)


class AlbumPage(Page):
    """Shows one album at a time; follows it while its tags change."""

    gone = Signal()
    """The album is no more."""
    failed = Signal(str)

    def __init__(
        self,
        library: Library,
        browse: Browse,
        covers: Covers,
        commands: TrackCommands,
        groups: Groups,
        ways: Ways,
    ) -> None:
        super().__init__((MARGIN, TOP, MARGIN, BOTTOM), gap=18)
        self._library, self._browse, self._groups, self._ways = library, browse, groups, ways
        self._id: AlbumId | None = None
        self._album: Album | None = None
        self._sought: TrackId | None = None
        self.head = PageHead(covers, tr("Albums"))
        self.tracks = TrackList(commands, tr("Tracks of the album"))
        self._more = label("", "heading")
        self._others: TileModel[Album] = TileModel(album_tile, self)
        self.grid = TileGrid(self._others, covers, tr("More albums"), side=MORE_SIDE, whole=True)
        for part in (self.head, self.tracks, self._more):
            self.add(part)
        self.add(self.grid, flush=True)
        self.column.addStretch(1)
        self._reader = Reader(self)
        self._reader.failed.connect(self.failed)
        self._watch = Watch(library, self._reader, MOVING | {Kind.RATED, Kind.PLAYED})
        self._watch.changed.connect(self._read_again)
        self._wire()
        self.setFocusProxy(self.tracks)

    def _wire(self) -> None:
        head, groups = self.head, self._groups
        head.up_asked.connect(lambda: self._ways.to("albums"))
        head.artist_asked.connect(self._to_artist)
        head.play_asked.connect(lambda: groups.play(self._find))
        head.shuffle_asked.connect(lambda: groups.shuffle(self._find))
        head.next_asked.connect(lambda: groups.play_next(self._find))
        head.queue_asked.connect(lambda: groups.enqueue(self._find))
        head.radio_asked.connect(lambda: groups.radio(self._find, self._whole()))
        head.menu_asked.connect(lambda at: groups.menu(self, at, self._find, whole=self._whole()))
        self.grid.opened.connect(lambda row: self._ways.to("albums", self._others.rows[row].id))
        self.grid.play_asked.connect(lambda row: groups.play(self._of(row)))
        self.grid.menu_asked.connect(self._menu_of_other)
        self.grid.carry = lambda rows: groups.mime(
            self._browse.tracks_on([self._others.rows[row].id for row in rows])
        )

    @property
    def album(self) -> Album | None:
        """What is shown; None until it has come."""
        return self._album

    def show_album(self, id: AlbumId, track: TrackId | None = None) -> None:
        """track: to be selected."""
        new, self._id, self._sought = id != self._id, id, track
        if new:
            self.verticalScrollBar().setValue(0)
        self._read()

    def set_playing(self, id: TrackId | None) -> None:
        self.tracks.set_playing(id)

    def set_compact(self, *, compact: bool) -> None:
        self.tracks.set_compact(compact=compact)

    def close_down(self) -> None:
        self._watch.close()
        self._reader.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.head.fit(self.height())
        super().resizeEvent(event)

    # -- inside

    def _read_again(self) -> None:
        if self._id is not None and self.isVisible():
            self._read()

    def _read(self) -> None:
        id, browse = self._id, self._browse
        # Its tags may have made another album of it: what its first track is on now is meant.
        first = next(iter(self.tracks.ids()), None)
        if id is None:
            return

        def read() -> Found:
            album = browse.album(id)
            if album is None and first is not None and (now := browse.album_of(first)):
                album = browse.album(now)
            if album is None:
                return Found(None)
            others: Sequence[Album] = ()
            if album.artist != VARIOUS:
                theirs = browse.albums(having(Role.ALBUM_ARTIST, json.loads(album.artists)), By.YEAR)
                others = [each for each in theirs if each.id != album.id][:MORE]
            return Found(album, browse.discs(album.id), others)

        self._reader.ask(read, self._take)

    def _take(self, found: Found) -> None:
        album = found.album
        if album is None:
            self._id = self._album = None
            self.gone.emit()
            return
        self._id, self._album = album.id, album
        tracks = [track for disc in found.discs for track in disc.tracks]
        artist = shown_artist(album.artist)
        self.head.say(
            tr("Compilation") if album.artist == VARIOUS else tr("Album"),
            album.title,
            self._facts(album, tracks),
            (Source.of_album(album),),
            artist=artist,
        )
        several = len(found.discs) > 1
        groups = [(_disc_title(disc) if several else "", disc.tracks) for disc in found.discs]
        self.tracks.fill(groups, None if album.artist == VARIOUS else album.artist)
        self._others.fill(found.others, ())
        self.grid.updateGeometries()
        for part in (self._more, self.grid):
            part.setVisible(bool(found.others))
        self._more.setText(tr("More by {artist}").format(artist=artist))
        if self._sought is not None:
            self.tracks.go_to(self._sought)
            self._sought = None

    @staticmethod
    def _facts(album: Album, tracks: Sequence[Track]) -> list[str]:
        genres = dict.fromkeys(track.genre for track in tracks if track.genre)
        return [
            str(album.year or ""),
            tr("%Ln disc(s)", count=album.discs) if album.discs > 1 else "",
            tr("%Ln track(s)", count=album.tracks),
            words.span(album.seconds),
            next(iter(genres), ""),
            tr("%Ln play(s)", count=album.plays) if album.plays else "",
        ]

    def _find(self) -> Sequence[TrackId]:
        """Read on the pool, of what is shown: the list may not have been filled yet."""
        return self._browse.tracks_on([self._id]) if self._id is not None else []

    def _whole(self) -> Whole:
        return of_album(self._album.title, self._album.artist) if self._album is not None else CHOSEN

    def _of(self, row: int) -> Any:
        id = self._others.rows[row].id
        return lambda: self._browse.tracks_on([id])

    def _menu_of_other(self, row: int, at: Any) -> None:
        album = self._others.rows[row]
        leading = [Entry(tr("Open"), "disc-3", lambda: self._ways.to("albums", album.id))]
        self._groups.menu(self, at, self._of(row), leading, of_album(album.title, album.artist))

    def _to_artist(self) -> None:
        if self._album is not None:
            self._ways.to("artists", self._album.artist)


def _disc_title(disc: Disc) -> str:
    name = tr("Disc {number}").format(number=disc.number)
    return f"{name} · {disc.title}" if disc.title else name
