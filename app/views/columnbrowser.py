"""Genre, album artist, album side by side: what is chosen narrows what is to its right, and the table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app import theme, words
from app.views.albumtiles import shown_artist
from app.views.reading import Reader, Watch
from app.widgets.controls import label
from app.widgets.typeahead import Typed
from app.words import tr
from core.library.browse import Browse, By
from core.library.narrowing import EVERYTHING, Role, both, having, on_albums
from core.library.search import Condition
from core.library.tracks import Library

Index = QModelIndex | QPersistentModelIndex
ROW, HEIGHT, GAP, EDGE = 27, 176, 12, 10
"""EDGE: kept free at the right, where the table below has its scroll bar."""
NO_PARENT = QModelIndex()


class Entry(NamedTuple):
    """id: what tells it apart and a condition is made of; key: to find it by its first letters."""

    id: str
    text: str
    key: str
    tracks: int


class _Entries(QAbstractListModel):
    """ "All (14)", and what there is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.entries) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row())
        if role == Qt.ItemDataRole.ToolTipRole and index.row():
            entry = self.entries[index.row() - 1]
            return f"{entry.text}\n{tr('%Ln track(s)', count=entry.tracks)}"
        return None

    def text(self, row: int) -> str:
        if row:
            return self.entries[row - 1].text
        return tr("All ({count})").format(count=words.number(len(self.entries)))

    def fill(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()


class _Rows(QStyledItemDelegate):
    """One line each, rounded where it is chosen."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view, self._font = view, theme.font(13)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, rect = theme.current(), QRect(option.rect).adjusted(0, 0, -2, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.selected if chosen else now.hover))
            painter.drawRoundedRect(rect, 6, 6)
        if self._view.hasFocus() and index.row() == self._view.currentIndex().row():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 1.5))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        painter.setFont(self._font)
        painter.setPen(QColor(now.text if chosen else now.secondary))
        box = rect.adjusted(10, 0, -8, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class _List(Typed, QListView):
    """The list of one column. Choosing "All" gives up the rest, choosing anything gives up "All"."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.entries = _Entries(self)
        self.setModel(self.entries)
        self.setItemDelegate(_Rows(self))
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def chosen(self) -> list[str]:
        """Ids; none stands for all."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.entries.entries[row - 1].id for row in rows if row]

    def choose(self, ids: Sequence[str]) -> None:
        """Those of the ids that are listed; "All" where none is."""
        wanted = set(ids)
        rows = [row for row, entry in enumerate(self.entries.entries, 1) if entry.id in wanted] or [0]
        selection = QItemSelection()
        for row in rows:
            selection.select(self.entries.index(row), self.entries.index(row))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.selectionModel().setCurrentIndex(
            self.entries.index(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.scrollTo(self.entries.index(rows[0]))

    def row_of(self, typed: str) -> int:
        row = bisect_left(self.entries.entries, typed, key=lambda entry: entry.key)
        found = row < len(self.entries.entries) and self.entries.entries[row].key.startswith(typed)
        return row + 1 if found else -1


class _Column(QFrame):
    """A heading over a list, as a card."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.list = _List(name)
        heading = label(name, "caps")
        heading.setText(name)
        heading.setContentsMargins(10, 0, 0, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 9, 2, 6)
        column.setSpacing(4)
        column.addWidget(heading)
        column.addWidget(self.list, 1)
        self._before: list[str] = []
        self._quiet = False
        self.list.selectionModel().selectionChanged.connect(self._selected)

    def fill(self, entries: Sequence[Entry], chosen: Sequence[str]) -> None:
        """Says nothing, whatever is still there of what was chosen."""
        self._quiet = True
        place = self.list.verticalScrollBar().value()
        self.list.entries.fill(entries)
        self.list.choose(chosen)
        if not chosen:
            self.list.verticalScrollBar().setValue(place)
        self._before = self.list.chosen()
        self._quiet = False

    def _selected(self, chosen: QItemSelection, _gone: QItemSelection) -> None:
        if self._quiet:
            return
        rows = {index.row() for index in self.list.selectionModel().selectedRows()}
        if not rows or (0 in rows and len(rows) > 1):
            self._quiet = True
            all_row = self.list.entries.index(0)
            alone = not rows or any(index.row() == 0 for index in chosen.indexes())
            flags = QItemSelectionModel.SelectionFlag
            self.list.selectionModel().select(all_row, flags.ClearAndSelect if alone else flags.Deselect)
            self._quiet = False
        now = self.list.chosen()
        if now != self._before:
            self._before = now
            self.changed.emit()


class ColumnBrowser(QWidget):
    """Three lists over a table of tracks; reads on the pool while it is visible."""

    narrowed = Signal(object)
    """The Condition that what is chosen stands for; None for all."""
    failed = Signal(str)

    def __init__(self, library: Library, browse: Browse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._browse = browse
        self._reader = Reader(self)
        self._reader.failed.connect(self.failed)
        self._watch = Watch(library, self._reader)
        self._watch.changed.connect(self._read_if_seen)
        self._wanted: list[list[str]] = [[], [], []]
        """What is chosen, or was when the program was left and is not listed yet."""
        self._told: Condition | None = None
        self._outdated = True
        self._open = 3
        """The first column that is still to be filled; those to its right are too."""
        self.columns = [_Column(tr("Genre")), _Column(tr("Album artist")), _Column(tr("Album"))]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, EDGE, 0)
        row.setSpacing(GAP)
        for number, column in enumerate(self.columns):
            row.addWidget(column, 4 if number == 2 else 3)
            column.changed.connect(lambda number=number: self._choose(number))
        self.setFixedHeight(HEIGHT)
        self.setFocusProxy(self.columns[0].list)

    def clear(self) -> None:
        """Everything again."""
        self._wanted = [[], [], []]
        self._read(0)

    def choose(self, genres: Sequence[str] = (), artists: Sequence[str] = ()) -> None:
        """As if they had been clicked."""
        self._wanted = [list(genres), list(artists), []]
        self._read(0)

    def kept(self) -> Any:
        return self._wanted

    def restore(self, kept: Any) -> None:
        """What `kept` said; anything else is left out."""
        if isinstance(kept, list) and len(kept) == 3 and all(isinstance(each, list) for each in kept):
            self._wanted = [[id for id in each if isinstance(id, str)] for each in kept]
            self._outdated = True
            self._read_if_seen()

    def close_down(self) -> None:
        self._watch.close()
        self._reader.close()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._outdated:
            self._read(0)

    def _read_if_seen(self) -> None:
        self._outdated = True
        if self.isVisible():
            self._read(0)

    def _choose(self, number: int) -> None:
        self._wanted[number] = self.columns[number].list.chosen()
        self._tell()
        self._read(number + 1)

    def _read(self, first: int) -> None:
        """Fills the columns from `first` on."""
        self._outdated = False
        first = self._open = min(first, self._open)
        if first == len(self.columns):
            return
        browse, (genres, artists, _) = self._browse, self._wanted

        def read() -> list[Sequence[Entry]]:
            readers: list[Callable[[], Sequence[Entry]]] = [
                lambda: _genres(browse),
                lambda: _artists(browse, genres),
                lambda: _albums(browse, genres, artists),
            ]
            return [each() for each in readers[first:]]

        self._reader.ask(read, lambda found: self._take(first, found))

    def _take(self, first: int, found: list[Sequence[Entry]]) -> None:
        self._open = len(self.columns)
        gone = False
        for number, entries in enumerate(found, first):
            column = self.columns[number]
            column.fill(entries, self._wanted[number])
            now = column.list.chosen()
            gone = gone or now != self._wanted[number]
            self._wanted[number] = now
        if gone and first < 2:
            self._read(first + 1)  # what was chosen is no longer there: the rest was read for too little
        self._tell()

    def _tell(self) -> None:
        condition = self.condition()
        if condition != self._told:
            self._told = condition
            self.narrowed.emit(condition)

    def condition(self) -> Condition | None:
        """What is chosen now; None for all."""
        genres, artists, albums = self._wanted
        said = [*_parts(genres, artists), *([on_albums(albums)] if albums else [])]  # type: ignore[arg-type]
        return both(*said) if said else None


def _parts(genres: Sequence[str], artists: Sequence[str]) -> list[Condition]:
    said = [having(Role.GENRE, genres)] if genres else []
    return said + ([having(Role.ALBUM_ARTIST, artists)] if artists else [])


def _genres(browse: Browse) -> Sequence[Entry]:
    return [Entry(each.name, each.name, each.key, each.tracks) for each in browse.names(Role.GENRE)]


def _artists(browse: Browse, genres: Sequence[str]) -> Sequence[Entry]:
    wanted = both(*_parts(genres, ()))
    names = browse.names(Role.ALBUM_ARTIST, wanted if genres else EVERYTHING)
    return [Entry(each.name, shown_artist(each.name), each.key, each.tracks) for each in names]


def _albums(browse: Browse, genres: Sequence[str], artists: Sequence[str]) -> Sequence[Entry]:
    narrowed = bool(genres or artists)
    albums = browse.albums(both(*_parts(genres, artists)) if narrowed else EVERYTHING, By.TITLE)
    return [Entry(each.id, each.title, each.title_key, each.tracks) for each in albums]
