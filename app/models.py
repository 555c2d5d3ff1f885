"""The track table's model: ids in display order from SQL, rows fetched by pages as they are looked at."""

from __future__ import annotations

import logging
import threading
import time
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app import tasks
from app.cells import FACTS, Column, cell, trouble
from app.listings import Everything, Listing, Rows
from core.domain import Track, TrackId
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
NO_PARENT = QModelIndex()
ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)


@dataclass(frozen=True, slots=True)
class Wish:
    """query: the words of the search field; sort: (column name, descending) pairs, () for the usual order.

    listing: what the query looks through.
    """

    listing: Listing
    query: str = ""
    sort: tuple[tuple[str, bool], ...] = ()


class TrackTableModel(QAbstractTableModel):
    """Every track of a listing that the query finds, in the asked order.

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

    def __init__(
        self, library: Library, listing: Listing | None = None, parent: QObject | None = None
    ) -> None:
        """listing: what is listed; all of the library when None."""
        super().__init__(parent)
        self._library = library
        self._rows = Rows(array("q"))
        self._pages: OrderedDict[int, list[Track | None]] = OrderedDict()
        self._wish = self._shown = Wish(listing or Everything(library))
        self._filled = self._ordering = self._again = False
        self._playing: TrackId | None = None
        self._task: tasks.Task[Rows] | None = None
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

    @property
    def arranged(self) -> bool:
        """The rows are in an order that somebody gave them."""
        return self._wish.listing.arranged and not self._wish.sort

    def ids(self, first: int = 0, last: int | None = None) -> list[TrackId]:
        """Ids of rows first..last-1, in display order; below 0 for entries that are no tracks."""
        return cast("list[TrackId]", self._rows.ids[first:last].tolist())

    @property
    def listed(self) -> array[int]:
        """The ids of all rows as they are now, for the pool: never changed, only replaced."""
        return self._rows.ids

    def keys(self, first: int = 0, last: int | None = None) -> list[int]:
        """What tells rows first..last-1 apart: entries' ids in a playlist, else the tracks'."""
        return self._keys[first:last].tolist()

    def playable(self, row: int) -> tuple[list[TrackId], int]:
        """The tracks of all rows, and the position among them of `row`."""
        ids = self._rows.ids
        if not self._rows.strangers:
            return self.ids(), row
        return [TrackId(i) for i in ids.tolist() if i > 0], sum(i > 0 for i in ids[:row])

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
        """Where a track stands first, -1 when it is not listed."""
        return _index(self._rows.ids, id)

    def row_of_key(self, key: int | None) -> int:
        """Where the row with this key stands, -1 when there is none."""
        return _index(self._keys, key)

    @property
    def _keys(self) -> array[int]:
        return self._rows.ids if self._rows.keys is None else self._rows.keys

    def _fetch(self, number: int) -> list[Track | None]:
        ids = self.ids(number * PAGE, (number + 1) * PAGE)
        found: dict[int, Track] = {track.id: track for track in self._library.tracks(ids)}
        page = [found.get(id) or self._rows.strangers.get(id) for id in ids]
        self._pages[number] = page
        while len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        return page

    # -- Qt's questions

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows.ids)

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
            return FACTS[Column(section)].title()
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

    def set_listing(self, listing: Listing) -> None:
        """Lists something else; the query and the sort stay."""
        self._ask(replace(self._wish, listing=listing))

    def ask(self, wish: Wish) -> None:
        """All of it at once, so that the list is ordered once."""
        self._ask(wish)

    def start(self) -> None:
        """Asks the library for the first list."""
        self._reorder()

    def refresh(self) -> None:
        """The listing says something else now."""
        self._reorder()

    def set_playing(self, id: TrackId | None) -> None:
        """Marks the track that plays."""
        before, self._playing = self._playing, id
        if not self._wish.listing.arranged:
            for row in {self.row_of(before), self.row_of(id)} - {-1}:
                self._emit_changed(row, row)
        elif self.rowCount():  # it may stand in many rows
            self._emit_changed(0, self.rowCount() - 1)

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
        wish, started = self._wish, time.perf_counter()
        self._task = tasks.run(
            lambda: wish.listing.order(wish.query, wish.sort),
            on_done=lambda rows: self._take_order(wish, rows, started),
            on_error=self._fail,
        )

    def _fail(self, problem: str) -> None:
        """The rows stay as they were."""
        log.info("The list could not be ordered: %s", problem)
        self.failed.emit(problem)
        self._finish()

    def _take_order(self, wish: Wish, rows: Rows, started: float) -> None:
        if wish == self._wish:
            new, self._shown = wish != self._shown, wish
            self._apply(rows)
            self._filled = True
            self.reordered.emit(new)
        took = (time.perf_counter() - started) * 1000
        self._timer.setInterval(max(REORDER_MS, int(REORDER_SHARE * took)))
        self._finish()

    def _finish(self) -> None:
        self._ordering = False
        if self._again:
            self._reorder()

    def _apply(self, new: Rows) -> None:
        """Puts rows in their new places. Selection, current row and editors follow their tracks.

        One layout change instead of inserted and removed rows: thousands of runs would cost seconds.
        """
        old = self._rows
        if (new.ids, new.keys) == (old.ids, old.keys):
            return
        self.about_to_reorder.emit()
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        before = self._keys
        held = [before[index.row()] for index in kept]
        self._rows = new
        self._pages.clear()
        rows = _rows_of(set(held), self._keys)
        moved = [
            self.index(rows[key], index.column()) if key in rows else QModelIndex()
            for key, index in zip(held, kept, strict=True)
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
        follows = self._wish.listing.follows
        if any(change.kind in follows for change in changes) and not self._timer.isActive():
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


def _index(values: array[int], wanted: int | None) -> int:
    try:
        return values.index(wanted) if wanted is not None else -1
    except ValueError:
        return -1


def _rows_of(wanted: set[int], keys: array[int]) -> dict[int, int]:
    """Row by key for the wanted ones."""
    if len(wanted) < FEW:
        return {key: keys.index(key) for key in wanted if key in keys}
    return {key: row for row, key in enumerate(keys) if key in wanted}


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if FACTS[Column(column)].right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
