"""A place of names: artists or genres as tiles, with what there is of each on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app import words
from app.choices import Choices
from app.covers import Covers
from app.views.albumtiles import name_tile, shown_artist
from app.views.collection_page import CollectionPage, Subject
from app.views.commands import TrackCommands
from app.views.groups import Entry, Groups
from app.views.shelf import Shelf
from app.views.ways import Ways
from app.views.whole import CHOSEN, of_artist, of_genre
from app.widgets.letters import initials
from app.widgets.tiles import Tile
from app.words import tr
from core.domain import TrackId
from core.library.browse import Album, Browse
from core.library.names import sort_key
from core.library.narrowing import Role, having
from core.library.search import Condition
from core.library.tally import Name
from core.library.tracks import Library


@dataclass(frozen=True, slots=True)
class Row:
    """A tile of the shelf. name: what it is found by; what: leads to its page."""

    name: str
    what: object
    subject: Callable[[], Subject]
    tile: Tile
    key: str


@dataclass(frozen=True, slots=True)
class Switch:
    """One of the kinds of names that a place shows. read: its rows, on the pool."""

    key: str
    text: str
    read: Callable[[Browse], Sequence[Row]]
    lettered: bool = True


class NamesView(QWidget):
    """A shelf of names under a few switches, and the page of one."""

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
        *,
        place: tuple[str, str],
        search: str,
        switches: Sequence[Switch],
        side: int,
    ) -> None:
        """place: its key and its name; search: what stands in the empty search field."""
        super().__init__()
        self._browse, self._ways, self._place = browse, ways, place[0]
        self._switches = {each.key: each for each in switches}
        self._switch = switches[0]
        self._groups = Groups(library, commands, self)
        self._seen: tuple[str, str] | None = None
        self._wanted: object = None
        """What the page shows, as JSON can hold it."""
        self.shelf = Shelf(library, covers, place[1], _tile, search=search, side=side)
        self._page: CollectionPage | None = None
        self._make_page = partial(
            CollectionPage, library, browse, covers, commands, self._groups, ways, place
        )
        self._choices = choices
        self._playing: TrackId | None = None
        choices.follow("cover_size", self._resize)
        self._chips = {
            each.key: self.shelf.add_chip(each.text, partial(self.choose, each.key)) for each in switches
        }
        self._chips[self._switch.key].setChecked(True)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.shelf)
        shelf = self.shelf
        shelf.wanted.connect(self._read)
        shelf.add_folder_asked.connect(self.add_folder_asked)
        shelf.failed.connect(self.failed)
        self.failed.connect(commands.failed)
        shelf.empty = self._empty  # type: ignore[method-assign]
        shelf.grid.opened.connect(lambda row: ways.to(self._place, self._row(row).what))
        shelf.grid.play_asked.connect(lambda row: self._groups.play(self._tracks([row])))
        shelf.grid.menu_asked.connect(self._menu)
        self.setFocusProxy(shelf)

    @property
    def page(self) -> CollectionPage:
        """Made when the first name is opened."""
        if self._page is None:
            self._page = self._make_page(self._choices.now.cover_size)
            self._page.failed.connect(self.failed)
            self._page.gone.connect(lambda: self.open_at(None))
            self._page.set_playing(self._playing)
            self._pages.addWidget(self._page)
        return self._page

    def _resize(self) -> None:
        if self._page is not None:
            self._page.set_side(self._choices.now.cover_size)

    def choose(self, switch: str) -> None:
        """switch: the key of one of the switches."""
        self._switch = self._switches[switch]
        self._chips[switch].setChecked(True)
        self.shelf.outdate()

    # -- what the window asks

    def open_at(self, what: object) -> None:
        """what: as `subject_of` understands it; None for the shelf."""
        subject = self.subject_of(what) if what is not None else None
        self._wanted = what if subject is not None else None
        if subject is None:
            self._pages.setCurrentWidget(self.shelf)
            self.setFocusProxy(self.shelf)
            return
        self.page.show_subject(subject)
        self._pages.setCurrentWidget(self.page)
        self.setFocusProxy(self.page)

    def subject_of(self, what: object) -> Subject | None:
        """What a page is to be about; None for what is not understood."""
        raise NotImplementedError

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.open_at(None)
        self.shelf.focus_search()

    def set_playing(self, id: TrackId | None) -> None:
        self._playing = id
        if self._page is not None:
            self._page.set_playing(id)

    def kept(self) -> dict[str, Any]:
        return {**self.shelf.kept(), "switch": self._switch.key, "open": self._wanted}

    def restore(self, kept: Any) -> None:
        if not isinstance(kept, dict):
            return
        if str(kept.get("switch")) in self._switches:
            self.choose(str(kept["switch"]))
        self.shelf.restore(kept)
        if kept.get("open") is not None:
            self.open_at(kept["open"])

    def close_down(self) -> None:
        self.shelf.close_down()
        if self._page is not None:
            self._page.close_down()

    # -- inside

    def _row(self, row: int) -> Row:
        found: Row = self.shelf.model.rows[row]
        return found

    def _empty(self) -> QWidget:
        """Nothing of this kind, though there may be music."""
        return self.shelf.no_music if self._switch is next(iter(self._switches.values())) else self.shelf.bare

    def _read(self) -> None:
        switch, query, browse = self._switch, self.shelf.query, self._browse
        words_of = sort_key(query)

        def read() -> list[Row]:
            rows = switch.read(browse)
            return [row for row in rows if words_of in row.key or query.lower() in row.name.lower()]

        def take(rows: list[Row]) -> None:
            asked = (switch.key, query)
            same, self._seen = asked == self._seen, asked
            keys = [row.key for row in rows] if switch.lettered else []
            self.shelf.fill(rows, keys, initials(keys), same=same)
            self.shelf.fact.setText(words.number(len(rows)) if rows else "")

        self.shelf.reader.ask(read, take)

    def _tracks(self, rows: Sequence[int]) -> Callable[[], Sequence[TrackId]]:
        subjects, browse = [self._row(row).subject() for row in rows], self._browse
        return lambda: [id for subject in subjects for id in browse.track_ids(subject.wanted())]

    def _menu(self, row: int, at: QPoint) -> None:
        rows = self.shelf.grid.chosen() or [row]
        leading, whole = [], CHOSEN
        if len(rows) == 1:
            what, whole = self._row(row).what, self._row(row).subject().whole
            leading = [Entry(tr("Open"), "arrow-right", lambda: self._ways.to(self._place, what))]
        self._groups.menu(self, at, self._tracks(rows), leading, whole)


def _tile(row: Row) -> Tile:
    return row.tile


def name_rows(
    browse: Browse,
    role: Role,
    subject: Callable[[str], Subject],
    what: Callable[[str], object],
    *,
    circle: bool,
) -> list[Row]:
    """The names in a role as rows of a shelf; on the pool."""
    names = browse.names(role)
    pictures = 1 if circle else 4
    albums = pictured(browse, [id for name in names for id in name.seen[:pictures]])
    return [_name_row(name, albums, subject, what, circle=circle) for name in names]


def pictured(browse: Browse, ids: Sequence[Any]) -> Mapping[str, Album]:
    """Albums by id."""
    return {album.id: album for album in browse.albums_of(ids)}


def _name_row(
    name: Name,
    albums: Mapping[str, Album],
    subject: Callable[[str], Subject],
    what: Callable[[str], object],
    *,
    circle: bool,
) -> Row:
    tile = name_tile(name, albums, shown_artist, circle=circle)
    return Row(name.name, what(name.name), lambda: subject(name.name), tile, name.key)


def subject_of_name(browse: Browse, role: Role, kind: str, name: str, *, circle: bool) -> Subject:
    """All there is of a name in a role."""

    def wanted() -> Condition:
        return having(role, [name], guests=True)

    title = shown_artist(name)
    whole = of_genre(name) if role is Role.GENRE else replace(of_artist(name), label=title)
    if role is Role.COMPOSER:  # who only wrote it is not who plays it: rules know artists
        whole = replace(whole, ban=None)
    read = partial(browse.collection, role, name)
    return Subject(f"{role}\n{name}", kind, title, read, wanted, circle, whole=whole)
