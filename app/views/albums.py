"""The Albums place: covers in the order one likes, shelves of what was added or heard, and each album."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QStackedLayout, QWidget

from app import tasks, words
from app.choices import Choices
from app.covers import Covers
from app.views.album_page import AlbumPage
from app.views.albumtiles import FACTS, album_tile
from app.views.commands import TrackCommands
from app.views.groups import Entry, Groups
from app.views.reading import MOVING
from app.views.shelf import Shelf
from app.views.ways import Ways
from app.views.whole import CHOSEN, of_album
from app.widgets import controls
from app.widgets.controls import button
from app.widgets.letters import initials
from app.widgets.slider import Slider
from app.widgets.tilegrid import LARGEST, SMALLEST
from app.widgets.tiles import Tile
from app.words import tr
from core.domain import TrackId
from core.library import search
from core.library.albums import VARIOUS, AlbumId
from core.library.browse import Album, Browse, By
from core.library.tally import LAST
from core.library.tracks import Kind, Library

ALL = "all"
KEEP_MS = 400
"""After the last move of the slider, its place is kept."""


class AlbumsView(QWidget):
    """A shelf of all albums, and the page of one."""

    add_folder_asked = Signal()
    failed = Signal(str)

    def __init__(
        self,
        library: Library,
        browse: Browse,
        covers: Covers,
        commands: TrackCommands,
        ways: Ways,
        choices: Choices,
    ) -> None:
        super().__init__()
        self._browse, self._ways, self._choices = browse, ways, choices
        self._groups = Groups(library, commands, self)
        self._by, self._shown, self._chip = By.ARTIST, By.ARTIST, ALL
        """The order of all albums; what the tiles say; and the chip that is on."""
        self._seen: tuple[object, ...] = ()
        self._playing: TrackId | None = None
        self._wanted_page: AlbumId | None = None
        self.shelf = Shelf(
            library,
            covers,
            tr("Albums"),
            self._describe,
            search=tr("Find albums"),
            side=choices.now.cover_size,
        )
        self._page: AlbumPage | None = None
        self._make_page = partial(AlbumPage, library, browse, covers, commands, self._groups, ways)
        self._build()
        self._wire(commands)

    def _build(self) -> None:
        self._order = button("", icon="arrow-up-down", tip=tr("Sort"))
        self._order.clicked.connect(lambda _checked=False: self._choose_order())
        self._size = Slider(tr("Size of covers"))
        self._size.setToolTip(tr("Size of covers"))
        self._size.setRange(SMALLEST, LARGEST)
        self._size.setSingleStep(8)
        self._size.setPageStep(32)
        self._size.setValue(self._choices.now.cover_size)
        self._size.setMaximumWidth(112)
        self._size.valueChanged.connect(self._resize)
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keeping.timeout.connect(lambda: self._choices.change(cover_size=self._size.value()))
        self.shelf.controls.addWidget(self._order)
        self.shelf.controls.addWidget(self._size)
        self._chips = {ALL: self.shelf.add_chip(tr("All"), lambda: self._choose_chip(ALL), on=True)}
        for by, text in _shelves().items():
            self._chips[by] = self.shelf.add_chip(text, lambda by=by: self._choose_chip(by))  # type: ignore[misc]
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.shelf)
        self._say_order()

    def _wire(self, commands: TrackCommands) -> None:
        shelf, groups = self.shelf, self._groups
        shelf.empty = lambda: shelf.no_music if self._chip == ALL else shelf.bare  # type: ignore[method-assign]
        shelf.wanted.connect(self._read)
        shelf.add_folder_asked.connect(self.add_folder_asked)
        shelf.failed.connect(self.failed)
        shelf.watch.kinds = MOVING | {Kind.PLAYED, Kind.RATED}
        self.failed.connect(commands.failed)
        shelf.grid.opened.connect(lambda row: self._ways.to("albums", self._album(row).id))
        shelf.grid.play_asked.connect(lambda row: groups.play(self._tracks_of([row])))
        shelf.grid.menu_asked.connect(self._menu)
        shelf.grid.carry = lambda rows: groups.mime(
            self._browse.tracks_on([self._album(row).id for row in rows])
        )

    @property
    def page(self) -> AlbumPage:
        """Made when the first album is opened."""
        if self._page is None:
            self._page = self._make_page()
            self._page.failed.connect(self.failed)
            self._page.gone.connect(lambda: self.open_at(None))
            self._page.set_compact(compact=self._choices.now.compact_rows)
            self._pages.addWidget(self._page)
        return self._page

    # -- what the window asks

    def open_at(self, what: object) -> None:
        """what: an AlbumId, the TrackId of a track on it, or None for all albums."""
        if isinstance(what, str):
            self._open(AlbumId(what))
        elif isinstance(what, int):
            track = TrackId(what)

            def found(id: AlbumId | None) -> None:
                if id is None:
                    self.open_at(None)
                else:
                    self._open(id, track)

            tasks.run(lambda: self._browse.album_of(track), on_done=found, on_error=self.failed.emit)
        else:
            self._wanted_page = None
            self._pages.setCurrentWidget(self.shelf)
            self.setFocusProxy(self.shelf)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.open_at(None)
        self.shelf.focus_search()

    def set_playing(self, id: TrackId | None) -> None:
        self._playing = id
        if self._page is not None:
            self._page.set_playing(id)
        if id is None:
            self.shelf.grid.mark(lambda _album: False)
            return

        def found(album: AlbumId | None) -> None:
            if self._playing == id:
                self.shelf.grid.mark(lambda row: row.id == album)

        tasks.run(lambda: self._browse.album_of(id), on_done=found)

    def set_compact(self, *, compact: bool) -> None:
        if self._page is not None:
            self._page.set_compact(compact=compact)

    def kept(self) -> dict[str, Any]:
        return {
            **self.shelf.kept(),
            "by": self._by.value,
            "chip": str(self._chip),
            "album": self._wanted_page,
        }

    def restore(self, kept: Any) -> None:
        if not isinstance(kept, dict):
            return
        by, chip = str(kept.get("by")), str(kept.get("chip"))
        if by in {each.value for each in _orders()}:
            self._by = By(by)
            self._say_order()
        if chip in self._chips:
            self._choose_chip(chip)
        self.shelf.restore(kept)
        if isinstance(kept.get("album"), str):
            self._open(AlbumId(kept["album"]))

    def close_down(self) -> None:
        if self._keeping.isActive():
            self._keeping.stop()
            self._choices.change(cover_size=self._size.value())
        self.shelf.close_down()
        if self._page is not None:
            self._page.close_down()

    # -- inside

    def _open(self, id: AlbumId, track: TrackId | None = None) -> None:
        self._wanted_page = id
        self.page.show_album(id, track)
        self._pages.setCurrentWidget(self.page)
        self.setFocusProxy(self.page)
        self.page.set_playing(self._playing)

    def _resize(self, side: int) -> None:
        self.shelf.grid.set_side(side)
        self._keeping.start()

    def _album(self, row: int) -> Album:
        album: Album = self.shelf.model.rows[row]
        return album

    def _describe(self, album: Album) -> Tile:
        return album_tile(album, self._shown)

    def _tracks_of(self, rows: list[int]) -> Any:
        ids = [self._album(row).id for row in rows]
        return lambda: self._browse.tracks_on(ids)

    def _menu(self, row: int, at: Any) -> None:
        album, rows = self._album(row), self.shelf.grid.chosen() or [row]
        leading, whole = [], CHOSEN
        if len(rows) == 1:
            whole = of_album(album.title, album.artist)
            leading = [Entry(tr("Open"), "disc-3", lambda: self._ways.to("albums", album.id))]
            if album.artist != VARIOUS:
                leading.append(
                    Entry(tr("Show artist"), "user", lambda: self._ways.to("artists", album.artist))
                )
        self._groups.menu(self, at, self._tracks_of(rows), leading, whole)

    # -- which albums, in which order

    @property
    def _order_now(self) -> By:
        return self._by if self._chip == ALL else By(self._chip)

    def _choose_chip(self, chip: str) -> None:
        self._chip = chip
        self._chips[chip].setChecked(True)
        self._order.setVisible(chip == ALL)
        self.shelf.outdate()

    def _choose_order(self) -> None:
        menu = controls.menu(self)
        group = QActionGroup(menu)
        for by, text in _orders().items():
            action = QAction(text, menu, checkable=True)
            action.setChecked(by is self._by)
            action.triggered.connect(lambda _checked=False, by=by: self.sort(by))
            group.addAction(action)
            menu.addAction(action)
        menu.popup(self._order.mapToGlobal(self._order.rect().bottomLeft()))

    def sort(self, by: By) -> None:
        """All albums in another order."""
        self._by = by
        self._seen = ()  # by chance: another one each time it is asked for
        self._say_order()
        self.shelf.outdate()

    def _say_order(self) -> None:
        self._order.setText(_orders()[self._by])
        self._order.setAccessibleName(tr("Sorted by {order}").format(order=_orders()[self._by]))

    def _read(self) -> None:
        query, by, shelf, browse = self.shelf.query, self._order_now, self._chip != ALL, self._browse
        asked = (query, by, shelf)

        def read() -> tuple[list[Album], list[str]]:
            albums = browse.albums(search.parse(query), by, shelf=shelf)
            return albums, _keys(albums, by)

        def take(found: tuple[list[Album], list[str]]) -> None:
            albums, keys = found
            same, self._seen = asked == self._seen, asked
            if same and by is By.RANDOM:
                albums = self._as_before(albums)
            self._shown = by
            self.shelf.grid.set_lines(2 if by in FACTS else 1)
            self.shelf.fill(albums, keys, _letters(albums, keys, by), same=same)
            self.shelf.fact.setText(words.number(len(albums)) if albums else "")

        self.shelf.reader.ask(read, take)

    def _as_before(self, albums: list[Album]) -> list[Album]:
        """An order by chance stays while the library changes; what is new comes last."""
        places = {album.id: at for at, album in enumerate(self.shelf.model.rows)}
        return sorted(albums, key=lambda album: places.get(album.id, len(places)))


def _orders() -> dict[By, str]:
    return {
        By.ARTIST: tr("Artist"),
        By.TITLE: tr("Title"),
        By.YEAR: tr("Year"),
        By.ADDED: tr("Added"),
        By.PLAYED: tr("Last played"),
        By.RANDOM: tr("By chance"),
    }


def _shelves() -> dict[By, str]:
    return {
        By.ADDED: tr("Recently added"),
        By.PLAYED: tr("Recently played"),
        By.PLAYS: tr("Most played"),
        By.RATING: tr("Top rated"),
    }


def _keys(albums: list[Album], by: By) -> list[str]:
    """What typed letters look for, where the order follows it."""
    if by is By.ARTIST:
        return [album.artist_key or LAST for album in albums]
    return [album.title_key or LAST for album in albums] if by is By.TITLE else []


def _letters(albums: list[Album], keys: list[str], by: By) -> list[tuple[str, int]]:
    if by is not By.YEAR:
        return initials(keys)
    found: dict[str, int] = {}
    for row, album in enumerate(albums):
        if album.year:
            found.setdefault(f"{album.year % 100 // 10}0s", row)
    return list(found.items())
