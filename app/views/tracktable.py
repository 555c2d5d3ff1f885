"""The table of tracks: columns that fit, hover and stars, keys, drags and the context menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QMimeData,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from app import theme
from app.cells import Column, listed, trouble
from app.covers import Covers
from app.models import Index, TrackTableModel
from app.views.columns import Layout
from app.views.commands import LEADING, TrackCommands
from app.views.delegates import TrackDelegate, repaint_row, star_at
from app.views.tablelayout import Columns
from app.views.trackmenu import track_menu
from app.widgets.rating import stars_of
from app.words import tr
from core.domain import Track, TrackId

CARRIED = 100
"""A selection of more rows is carried along as ids."""
RUNS = 500
"""A selection in more separate runs than this is given up when rows move: each one costs at every paint."""


class TrackTable(QTableView):
    """A QTableView over a TrackTableModel. Rows have one height; columns always fill the width."""

    play_row = Signal(int)
    """Double click, Return, or the play mark on a row."""
    layout_changed = Signal()
    """The user moved, sized, hid or sorted columns: `layout_now` is worth keeping."""

    def __init__(
        self,
        model: TrackTableModel,
        covers: Covers,
        commands: TrackCommands,
        *,
        layout: Layout | None = None,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._commands = model, commands
        self._anchor: tuple[int, int] | None = None
        self._held: set[int] = set()
        self._pressed: tuple[int, int] | None = None
        """Row and column of a name that leads somewhere, under the button that is down."""
        self._delegate = TrackDelegate(model, covers, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._dress()
        self.set_compact(compact=compact)
        self.columns = Columns(self, layout or Layout())
        self._wire(covers)
        self.columns.apply(self.columns.layout)

    def _dress(self) -> None:
        self.setAccessibleName(tr("Tracks"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _wire(self, covers: Covers) -> None:
        self.columns.changed.connect(self.layout_changed)
        self.columns.sorted.connect(self._model.set_sort)
        self.doubleClicked.connect(self._double_clicked)
        covers.arrived.connect(self.viewport().update)
        self._model.about_to_reorder.connect(self._note_place)
        self._model.reordered.connect(self._find_place)

    # -- rows

    def set_compact(self, *, compact: bool) -> None:
        height = theme.COMPACT_ROW if compact else theme.ROW
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def selected_ids(self) -> list[TrackId]:
        """The selected tracks, in display order; without building an index for every row."""
        ids: list[TrackId] = []
        for top, bottom in self._spans():
            ids += self._model.ids(top, bottom + 1)
        return [id for id in ids if id > 0] if self._model.wish.listing.arranged else ids

    def selected_keys(self) -> list[int]:
        """What tells the selected rows apart (see `TrackTableModel.keys`), in display order."""
        keys: list[int] = []
        for top, bottom in self._spans():
            keys += self._model.keys(top, bottom + 1)
        return keys

    def _spans(self) -> list[tuple[int, int]]:
        """First and last row of each run of selected rows."""
        selection = self.selectionModel().selection()
        spans: list[tuple[int, int]] = []
        for top, bottom in sorted((r.top(), r.bottom()) for r in map(selection.at, range(selection.count()))):
            if spans and top <= spans[-1][1]:  # some cells of a row were selected twice
                spans[-1] = spans[-1][0], max(bottom, spans[-1][1])
            else:
                spans.append((top, bottom))
        return spans

    def current_track(self) -> Track | None:
        index = self.currentIndex()
        return self._model.track_at(index.row()) if index.isValid() else None

    def go_to(self, id: TrackId) -> bool:
        """Selects a track and brings it into view; False when it is not listed."""
        row = self._model.row_of(id)
        if row < 0:
            return False
        self.go_to_row(row)
        return True

    def go_to_row(self, row: int) -> None:
        self.selectRow(row)
        self.scrollTo(self._model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def select_keys(self, keys: Sequence[int]) -> None:
        """Selects the rows with these keys, and nothing else; the first becomes the current one."""
        first = self._model.row_of_key(keys[0]) if keys else -1
        self.clearSelection()
        if first >= 0:
            at = self._model.index(first, 0)
            self.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)
            self._select(set(keys))
            self.scrollTo(at)

    def _note_place(self) -> None:
        """Before rows move: remembers the track at the top, how far it is cut off, and a large selection.

        Small selections and the current row are Qt's to carry along; it spends seconds on large ones.
        """
        top = self.rowAt(0)
        at_top = self.verticalScrollBar().value() == 0
        keys = [] if at_top or top < 0 else self._model.keys(top, top + 1)
        self._anchor = (keys[0], self.rowViewportPosition(top)) if keys else None
        if sum(bottom - top + 1 for top, bottom in self._spans()) > CARRIED:
            self._held = set(self.selected_keys())
            self.selectionModel().clearSelection()

    def _find_place(self, asked: bool) -> None:  # noqa: FBT001 - a signal's argument
        """A new search or order starts at its top; a library that grew leaves the view where it was."""
        anchor, self._anchor = self._anchor, None
        held, self._held = self._held, set()
        if held:
            self._select(held)
        bar = self.verticalScrollBar()
        if asked:
            bar.setValue(0)
            return
        row = self._model.row_of_key(anchor[0]) if anchor else -1
        if anchor and row >= 0:
            self.updateGeometries()  # the bar's range follows the new number of rows
            bar.setValue(row * self.rowHeight(0) - anchor[1])

    def _select(self, keys: set[int]) -> None:
        """Selects rows wherever they stand, unless they are scattered over too many places."""
        runs = _runs(self._model.keys(), keys)
        if len(runs) > RUNS:
            return
        last, selection = len(Column) - 1, QItemSelection()
        for first, end in runs:
            selection.append(QItemSelectionRange(self._model.index(first, 0), self._model.index(end, last)))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)

    # -- columns

    def apply_layout(self, layout: Layout) -> None:
        """Puts columns in the order, widths and sort of `layout`."""
        self.columns.apply(layout)

    @property
    def layout_now(self) -> Layout:
        return self.columns.layout

    def choose_columns(self, at: QPoint) -> None:
        """The column chooser, as a menu at a point of the screen."""
        self.columns.choose(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()

    # -- mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().hideEvent(event)

    def _hover(self, at: QPoint) -> None:
        index = self.indexAt(at)
        star = self._star_under(index, at)
        link = index.column() if self._leads(index, at) else -1
        row, delegate = index.row(), self._delegate
        if (row, star, link) == (delegate.hovered, delegate.star, delegate.link):
            return
        if link != delegate.link:
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if link >= 0 else Qt.CursorShape.ArrowCursor
            )
        before = delegate.hovered
        delegate.hovered, delegate.star, delegate.link = row, star, link
        for changed in {before, row}:
            repaint_row(self, changed)

    def _star_under(self, index: QModelIndex, at: QPoint) -> float:
        if index.column() != Column.RATING:
            return 0.0
        return star_at(self.visualRect(index), at.x())

    def _leads(self, index: QModelIndex, at: QPoint) -> bool:
        """Whether there is a name under the pointer that one can go to."""
        if index.column() not in LEADING or self._commands.ways is None:
            return False
        track = self._model.track_at(index.row())
        return (
            track is not None
            and listed(track)
            and self._delegate.over_words(self.visualRect(index), track, index.column(), at.x())
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            if self._pressed_mark(index, at, plain=not event.modifiers()):
                return
            if not event.modifiers() and self._leads(index, at):
                self._pressed = index.row(), index.column()
        super().mousePressEvent(event)

    def _pressed_mark(self, index: QModelIndex, at: QPoint, *, plain: bool) -> bool:
        """A press on a star, a heart or the play mark."""
        star = self._star_under(index, at)
        if star and self._rate(index.row(), star):
            return True
        if index.column() == Column.LOVED and plain and self._love(index.row()):
            return True
        if index.column() == Column.NUMBER and plain:
            self.play_row.emit(index.row())
            return True
        return False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        index = self.indexAt(event.position().toPoint())
        if pressed is None or pressed != (index.row(), index.column()):
            return
        track = self._model.track_at(index.row())
        if track is not None:
            self._commands.go_to(track, Column(index.column()))

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() not in (Column.RATING, Column.NUMBER):
            self.play_row.emit(index.row())

    def _rate(self, row: int, stars: float) -> bool:
        """A click on the rating it has takes it away."""
        track = self._model.track_at(row)
        if track is None or trouble(track):
            return False
        self.rate([track.id], None if track.rating == stars else stars)
        return True

    def _love(self, row: int) -> bool:
        track = self._model.track_at(row)
        if track is None or trouble(track):
            return False
        self._commands.love([track.id], loved=not track.loved)
        return True

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        self._pressed = None
        data = self.mime()
        if data is None:
            return
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(self.drag_actions)

    drag_actions = Qt.DropAction.CopyAction

    def mime(self) -> QMimeData | None:
        """What a drag of the selection carries; None for nothing."""
        ids = self.selected_ids()
        return self._commands.mime(ids) if ids else None

    # -- keys and menu

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt repaints one cell; the mark of the current row stands in another."""
        super().currentChanged(current, previous)
        for row in {current.row(), previous.row()}:
            repaint_row(self, row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        do = self._doing(event)
        if do is None:
            super().keyPressEvent(event)
        else:
            do()

    def _doing(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, row = event.key(), self.currentIndex().row()
        if row < 0:
            return None
        if (stars := stars_of(event)) is not None:
            return lambda: self.rate(self.selected_ids(), stars or None)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return lambda: self.play_row.emit(row)
        if key == Qt.Key.Key_L:
            return self.love_selected
        return None

    def keyboardSearch(self, search: str) -> None:
        """Off: Qt would read the whole library on the main thread; Ctrl+F searches."""

    def love_selected(self) -> None:
        """Loves what is selected, or loves it no more when the current row is loved."""
        current = self.current_track()
        if current is not None:
            loved = not current.loved
            self._commands.love(self.selected_ids(), loved=loved)

    def rate(self, ids: list[TrackId], stars: float | None) -> None:
        self._commands.rate(ids, stars)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        track = self._model.track_at(index.row()) if index.isValid() else None
        if track is None:
            return
        at = self.viewport().mapToGlobal(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.scrollTo(index)
            at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(40, 0))
        self.menu_for(track, index.row()).popup(at)

    def menu_for(self, track: Track, row: int) -> QMenu:
        """The menu of the selected tracks; `track`, in `row`, is the one under the pointer."""
        return track_menu(self, self._commands, self.selected_ids(), track, lambda: self.play_row.emit(row))


def _runs(keys: Sequence[int], wanted: set[int]) -> list[tuple[int, int]]:
    """First and last row of each unbroken run of wanted keys."""
    runs: list[tuple[int, int]] = []
    for row, key in enumerate(keys):
        if key not in wanted:
            continue
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
