"""The track table's model: ids in display order from SQL, rows fetched by pages as they are looked at."""

from __future__ import annotations

import logging
import threading
import time
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app import tasks, words
from core.domain import Presence, Track, TrackId
from core.library.tracks import Change, Kind, Library

log = logging.getLogger(__name__)

Index = QModelIndex | QPersistentModelIndex
PAGE, PAGES = 64, 128
"""Rows fetched at once, and pages kept: about 8,000 rows whatever the size of the library."""
REORDER_MS = 500
"""A library that grows while it is scanned re-orders the list at most this often."""
REORDER_SHARE = 10
"""... and rests at least this many times as long as the last order took."""
TRACK_ROLE = Qt.ItemDataRole.UserRole + 1
"""The whole Track of a row (or None when it has gone)."""
FEW = 16
"""So many tracks are looked for one by one; for more, all rows are gone through once."""
REORDERING = frozenset({Kind.ADDED, Kind.REMOVED, Kind.CHANGED})
"""Ratings and plays change rows, not their places: a row must not jump away from under the pointer."""
NO_PARENT = QModelIndex()
ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)


class Column(IntEnum):
    """The model's columns, in their first order."""

    NUMBER = 0
    TITLE = 1
    ARTIST = 2
    ALBUM = 3
    YEAR = 4
    GENRE = 5
    RATING = 6
    PLAYS = 7
    LAST_PLAYED = 8
    LENGTH = 9


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """title: shown in the header. sort: the library's name of the column ("" is its own order)."""

    title: str
    sort: str
    falls: bool = False
    """The first click sorts downwards: most plays, best rated, latest."""
    right: bool = False


FACTS: dict[Column, ColumnFacts] = {
    Column.NUMBER: ColumnFacts("", "", right=True),
    Column.TITLE: ColumnFacts("Title", "title"),
    Column.ARTIST: ColumnFacts("Artist", "artist"),
    Column.ALBUM: ColumnFacts("Album", "album"),
    Column.YEAR: ColumnFacts("Year", "year"),
    Column.GENRE: ColumnFacts("Genre", "genre"),
    Column.RATING: ColumnFacts("Rating", "rating", falls=True),
    Column.PLAYS: ColumnFacts("Plays", "plays", falls=True),
    Column.LAST_PLAYED: ColumnFacts("Last played", "last_played", falls=True),
    Column.LENGTH: ColumnFacts("Length", "length", right=True),
}


def cell(track: Track, column: int, row: int = 0) -> str:
    """What a cell says, as text."""
    say = WORDS.get(Column(column))
    return say(track) if say else str(row + 1)


WORDS: dict[Column, Callable[[Track], str]] = {
    Column.TITLE: lambda track: track.title,
    Column.ARTIST: lambda track: track.artist,
    Column.ALBUM: lambda track: track.album,
    Column.YEAR: lambda track: str(track.year or ""),
    Column.GENRE: lambda track: track.genre,
    Column.RATING: lambda track: f"{track.rating:g} stars" if track.rating else "",
    Column.PLAYS: lambda track: words.number(track.play_count) if track.play_count else "",
    Column.LAST_PLAYED: lambda track: words.ago(track.last_played),
    Column.LENGTH: lambda track: words.length(track.duration),
}


def trouble(track: Track) -> str:
    """Why a track cannot be played now; empty for a good one."""
    if track.error:
        return f"This file could not be read: {track.error}"
    if track.presence is Presence.MISSING:
        return "This file is no longer where it was. Its plays and rating are kept."
    if track.presence is Presence.OFFLINE:
        return "Its drive or folder cannot be reached now. It comes back when the drive does."
    return ""


@dataclass(frozen=True, slots=True)
class Wish:
    """query: the words of the search field; sort: (column name, descending) pairs, () for the usual order."""

    query: str = ""
    sort: tuple[tuple[str, bool], ...] = ()


class TrackTableModel(QAbstractTableModel):
    """Every track the query finds, in the asked order.

    Ordering runs on the pool, one query at a time: a newer wish waits for the running one and then
    replaces all that were asked in between. Rows are `Track` records in an LRU of pages.
    """

    about_to_reorder = Signal()
    """Before rows move: a view notes where it stands."""
    reordered = Signal(bool)
    """After rows moved; true when the query or the sort was changed, false when the library was."""
    retagged = Signal(object)
    """Fresh Tracks whose files have changed, as far as they are at hand."""
    failed = Signal(str)
    """The library did not answer; a sentence to show."""
    _library_changed = Signal()

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[Track | None]] = OrderedDict()
        self._wish = self._shown = Wish()
        self._filled = self._ordering = self._again = False
        self._playing: TrackId | None = None
        self._task: tasks.Task[array[int]] | None = None
        self._timer = QTimer(self, singleShot=True, interval=REORDER_MS)
        self._timer.timeout.connect(self._reorder)
        self._changes: list[Change] = []
        self._lock = threading.Lock()
        self._library_changed.connect(self._take_changes, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = library.subscribe(self._note_change)

    # -- what it holds

    @property
    def wish(self) -> Wish:
        """What was asked for last; the rows may still be those of the wish before."""
        return self._wish

    @property
    def filled(self) -> bool:
        """False until the first order has come."""
        return self._filled

    def ids(self, first: int = 0, last: int | None = None) -> list[TrackId]:
        """Ids of rows first..last-1, in display order."""
        return [TrackId(i) for i in self._ids[first:last]]

    def track_at(self, row: int) -> Track | None:
        """The row's track; fetches its page when it is not at hand (a few ms)."""
        number, offset = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(number)
        else:
            self._pages.move_to_end(number)
        return page[offset] if offset < len(page) else None

    def row_of(self, id: TrackId | None) -> int:
        """Where a track stands, -1 when it is not listed."""
        try:
            return self._ids.index(id) if id is not None else -1
        except ValueError:
            return -1

    def _fetch(self, number: int) -> list[Track | None]:
        ids = self.ids(number * PAGE, (number + 1) * PAGE)
        found = {track.id: track for track in self._library.tracks(ids)}
        page = [found.get(id) for id in ids]
        self._pages[number] = page
        while len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        return page

    # -- Qt's questions

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, TRACK_ROLE):
            return _alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None
        track = self.track_at(index.row())
        if track is None or role == TRACK_ROLE:
            return track
        if role == Qt.ItemDataRole.ToolTipRole:
            return trouble(track) or None
        return cell(track, index.column(), index.row())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return FACTS[Column(section)].title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return ROW_FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    # -- wishes

    def set_query(self, query: str) -> None:
        """Lists what the words find; an empty query lists everything."""
        self._ask(replace(self._wish, query=query))

    def set_sort(self, keys: Sequence[tuple[str, bool]]) -> None:
        """Orders by (column name, descending) pairs; none gives the library's own order."""
        self._ask(replace(self._wish, sort=tuple(keys)))

    def start(self) -> None:
        """Asks the library for the first list."""
        self._reorder()

    def set_playing(self, id: TrackId | None) -> None:
        """Marks the track that plays."""
        before, self._playing = self._playing, id
        for row in {self.row_of(before), self.row_of(id)} - {-1}:
            self._emit_changed(row, row)

    @property
    def playing(self) -> TrackId | None:
        return self._playing

    def close(self) -> None:
        """Stops listening to the library."""
        self._unsubscribe()
        self._timer.stop()
        if self._task is not None:
            self._task.forget()

    def _ask(self, wish: Wish) -> None:
        if wish != self._wish:
            self._wish = wish
            self._reorder()

    # -- ordering

    def _reorder(self) -> None:
        self._timer.stop()
        if self._ordering:
            self._again = True
            return
        self._ordering, self._again = True, False
        wish, library, started = self._wish, self._library, time.perf_counter()
        self._task = tasks.run(
            lambda: library.order(wish.query, wish.sort),
            on_done=lambda ids: self._take_order(wish, ids, started),
            on_error=self._fail,
        )

    def _fail(self, problem: str) -> None:
        """The rows stay as they were."""
        log.info("The list could not be ordered: %s", problem)
        self.failed.emit(problem)
        self._finish()

    def _take_order(self, wish: Wish, ids: array[int], started: float) -> None:
        if wish == self._wish:
            new, self._shown = wish != self._shown, wish
            self._apply(ids)
            self._filled = True
            self.reordered.emit(new)
        took = (time.perf_counter() - started) * 1000
        self._timer.setInterval(max(REORDER_MS, int(REORDER_SHARE * took)))
        self._finish()

    def _finish(self) -> None:
        self._ordering = False
        if self._again:
            self._reorder()

    def _apply(self, ids: array[int]) -> None:
        """Puts rows in their new places. Selection, current row and editors follow their tracks.

        One layout change instead of inserted and removed rows: thousands of runs would cost seconds.
        """
        if ids == self._ids:
            return
        self.about_to_reorder.emit()
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        held = [self._ids[index.row()] for index in kept]
        self._ids = ids
        self._pages.clear()
        rows = _rows_of(set(held), ids)
        moved = [
            self.index(rows[id], index.column()) if id in rows else QModelIndex()
            for id, index in zip(held, kept, strict=True)
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    # -- what the library says

    def _note_change(self, change: Change) -> None:
        """Called on the thread that wrote: only notes, and wakes the main thread once."""
        with self._lock:
            self._changes.append(change)
            first = len(self._changes) == 1
        if first:
            self._library_changed.emit()

    def _take_changes(self) -> None:
        with self._lock:
            changes, self._changes = self._changes, []
        files = {id for change in changes if change.kind is Kind.CHANGED for id in change.ids}
        fresh = self._renew({id for change in changes for id in change.ids})
        retagged = [track for track in fresh if track.id in files]
        if retagged:
            self.retagged.emit(retagged)
        if any(change.kind in REORDERING for change in changes) and not self._timer.isActive():
            self._timer.start()

    def _renew(self, touched: AbstractSet[TrackId]) -> list[Track]:
        """Reads rows at hand again; the others are read when they are looked at."""
        renewed: list[Track] = []
        for number, page in self._pages.items():
            places = [at for at, track in enumerate(page) if track and track.id in touched]
            if not places:
                continue
            ids = [track.id for at in places if (track := page[at])]
            fresh = {track.id: track for track in self._library.tracks(ids)}
            for at, id in zip(places, ids, strict=True):
                page[at] = fresh.get(id, page[at])
            renewed += fresh.values()
            self._emit_changed(number * PAGE + places[0], number * PAGE + places[-1])
        return renewed

    def _emit_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))


def _rows_of(wanted: set[int], ids: array[int]) -> dict[int, int]:
    """Row by id for the wanted ones."""
    if len(wanted) < FEW:
        return {id: ids.index(id) for id in wanted if id in ids}
    return {id: row for row, id in enumerate(ids) if id in wanted}


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if FACTS[Column(column)].right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
