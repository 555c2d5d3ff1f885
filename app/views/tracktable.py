"""The table of tracks: columns that fit, hover and stars, keys, drags and the context menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDrag,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from app import theme
from app.covers import Covers
from app.models import FACTS, Column, Index, TrackTableModel, trouble
from app.views.columns import ALWAYS, Layout, fit
from app.views.commands import TrackCommands
from app.views.delegates import SCROLL_BAR, TrackDelegate, repaint_row, star_at
from app.views.tableheader import TrackHeader
from app.views.trackmenu import track_menu
from app.widgets import controls
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
        self._layout = layout or Layout()
        self._fitting = False
        self._anchor: tuple[TrackId, int] | None = None
        self._held: set[TrackId] = set()
        self._delegate = TrackDelegate(model, covers, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._dress()
        self.set_compact(compact=compact)
        self._head = TrackHeader(self)
        self.setHorizontalHeader(self._head)
        self._wire(covers)
        self.apply_layout(self._layout)

    def _dress(self) -> None:
        self.setAccessibleName("Tracks")
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
        head = self._head
        head.sectionClicked.connect(self._sort_by)
        head.sectionResized.connect(self._section_resized)
        head.sectionMoved.connect(self._section_moved)
        head.customContextMenuRequested.connect(lambda at: self.choose_columns(head.mapToGlobal(at)))
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
        """In display order; without building an index for every row."""
        return [id for top, bottom in self._spans() for id in self._model.ids(top, bottom + 1)]

    def _spans(self) -> list[tuple[int, int]]:
        """First and last row of each run of selected rows."""
        selection = self.selectionModel().selection()
        return sorted((r.top(), r.bottom()) for r in map(selection.at, range(selection.count())))

    def current_track(self) -> Track | None:
        index = self.currentIndex()
        return self._model.track_at(index.row()) if index.isValid() else None

    def go_to(self, id: TrackId) -> bool:
        """Selects a track and brings it into view; False when it is not listed."""
        row = self._model.row_of(id)
        if row < 0:
            return False
        self.selectRow(row)
        self.scrollTo(self._model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def _note_place(self) -> None:
        """Before rows move: remembers the track at the top, how far it is cut off, and a large selection.

        Small selections and the current row are Qt's to carry along; it spends seconds on large ones.
        """
        top = self.rowAt(0)
        at_top = self.verticalScrollBar().value() == 0
        ids = [] if at_top or top < 0 else self._model.ids(top, top + 1)
        self._anchor = (ids[0], self.rowViewportPosition(top)) if ids else None
        if sum(bottom - top + 1 for top, bottom in self._spans()) > CARRIED:
            self._held = set(self.selected_ids())
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
        row = self._model.row_of(anchor[0]) if anchor else -1
        if anchor and row >= 0:
            self.updateGeometries()  # the bar's range follows the new number of rows
            bar.setValue(row * self.rowHeight(0) - anchor[1])

    def _select(self, ids: set[TrackId]) -> None:
        """Selects tracks wherever they stand, unless they are scattered over too many places."""
        runs = _runs(self._model.ids(), ids)
        if len(runs) > RUNS:
            return
        last, selection = len(Column) - 1, QItemSelection()
        for first, end in runs:
            selection.append(QItemSelectionRange(self._model.index(first, 0), self._model.index(end, last)))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)

    # -- columns

    def apply_layout(self, layout: Layout) -> None:
        """Puts columns in the order, widths and sort of `layout`."""
        self._layout = layout
        self._fitting = True
        for at, column in enumerate(layout.order):
            self._head.moveSection(self._head.visualIndex(column), at)
        self._fitting = False
        self._show_sort()
        self._model.set_sort(layout.sort)
        self._fit()

    @property
    def layout_now(self) -> Layout:
        return self._layout

    def _change(self, layout: Layout) -> None:
        self._layout = layout
        self.layout_changed.emit()

    def _fit(self, pinned: frozenset[Column] = frozenset()) -> None:
        if self._fitting:
            return
        self._fitting = True
        # The scroll bar's place is kept free, so that columns do not jump when it comes and goes.
        widths = fit(self.width() - SCROLL_BAR, self._layout.shown(), self._layout.widths, pinned)
        for column in Column:
            self._head.setSectionHidden(column, column not in widths)
        for column, width in widths.items():
            if self._head.sectionSize(column) != width:
                self._head.resizeSection(column, width)
        self._fitting = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _section_resized(self, logical: int, _old: int, new: int) -> None:
        if self._fitting or not self._head.held:
            return
        seen = [c for c in self._layout.shown() if not self._head.isSectionHidden(c)]
        left = seen[: seen.index(Column(logical)) + 1]
        layout = self._layout
        for column in seen:
            layout = layout.with_width(column, self._head.sectionSize(column))
        self._change(layout.with_width(Column(logical), new))
        self._fit(frozenset(left))

    def _section_moved(self, _logical: int, _old: int, _new: int) -> None:
        if self._fitting:
            return
        order = tuple(Column(self._head.logicalIndex(at)) for at in range(len(Column)))
        self._change(replace(self._layout, order=order))

    def _sort_by(self, logical: int) -> None:
        """First click: the column's natural direction; second: the other; third: the library's order."""
        facts = FACTS[Column(logical)]
        now = self._layout.sort[0] if self._layout.sort else None
        if not facts.sort or now == (facts.sort, not facts.falls):
            sort: tuple[tuple[str, bool], ...] = ()
        elif now == (facts.sort, facts.falls):
            sort = ((facts.sort, not facts.falls),)
        else:
            sort = ((facts.sort, facts.falls),)
        self._change(replace(self._layout, sort=sort))
        self._show_sort()
        self._model.set_sort(sort)

    def _show_sort(self) -> None:
        name, falling = self._layout.sort[0] if self._layout.sort else ("", False)
        self._head.sorted = next((c for c in Column if name and FACTS[c].sort == name), None)
        self._head.falling = falling
        self._head.viewport().update()

    def choose_columns(self, at: QPoint) -> None:
        """The column chooser, as a menu at a point of the screen."""
        menu = controls.menu(self)
        for column in self._layout.order:
            if column in ALWAYS:
                continue
            action = QAction(FACTS[column].title, menu, checkable=True)
            action.setChecked(column not in self._layout.hidden)
            action.toggled.connect(lambda on, column=column: self._show_column(column, shown=on))
            menu.addAction(action)
        menu.addSeparator()
        self._add_sorts(menu)
        menu.addAction("Reset columns").triggered.connect(lambda _checked=False: self._reset_columns())
        menu.popup(at)

    def _add_sorts(self, menu: QMenu) -> None:
        """The header's clicks, for the keyboard."""
        sorts = controls.menu(menu)
        sorts.setTitle("Sort by")
        now = self._layout.sort[0][0] if self._layout.sort else ""
        for column, facts in FACTS.items():
            action = QAction(facts.title or "Library order", sorts, checkable=True)
            action.setChecked(facts.sort == now)
            action.triggered.connect(lambda _checked=False, column=column: self._sort_by(column))
            sorts.addAction(action)
        menu.addMenu(sorts)

    def _show_column(self, column: Column, *, shown: bool) -> None:
        hidden = self._layout.hidden - {column} if shown else self._layout.hidden | {column}
        self._change(replace(self._layout, hidden=hidden))
        self._fit()

    def _reset_columns(self) -> None:
        self._change(Layout(sort=self._layout.sort))
        self.apply_layout(self._layout)

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
        row = index.row()
        if (row, star) == (self._delegate.hovered, self._delegate.star):
            return
        before = self._delegate.hovered
        self._delegate.hovered, self._delegate.star = row, star
        for changed in {before, row}:
            repaint_row(self, changed)

    def _star_under(self, index: QModelIndex, at: QPoint) -> int:
        if index.column() != Column.RATING:
            return 0
        return star_at(self.visualRect(index), at.x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            star = self._star_under(index, at)
            if star and self._rate(index.row(), star):
                return
            if index.column() == Column.NUMBER and not event.modifiers():
                self.play_row.emit(index.row())
                return
        super().mousePressEvent(event)

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() not in (Column.RATING, Column.NUMBER):
            self.play_row.emit(index.row())

    def _rate(self, row: int, stars: int) -> bool:
        """A click on the rating it has takes it away."""
        track = self._model.track_at(row)
        if track is None or trouble(track):
            return False
        self.rate([track.id], None if track.rating == stars else float(stars))
        return True

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        ids = self.selected_ids()
        if not ids:
            return
        drag = QDrag(self)
        drag.setMimeData(self._commands.mime(ids))
        drag.exec(Qt.DropAction.CopyAction)

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
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row < 0 or not plain:
            return None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return lambda: self.play_row.emit(row)
        if key == Qt.Key.Key_L:
            return self.love_selected
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_5:
            stars = float(key - Qt.Key.Key_0) or None
            return lambda: self.rate(self.selected_ids(), stars)
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
        row = index.row()
        menu = track_menu(self, self._commands, self.selected_ids(), track, lambda: self.play_row.emit(row))
        menu.popup(at)


def _runs(ids: Sequence[TrackId], wanted: set[TrackId]) -> list[tuple[int, int]]:
    """First and last row of each unbroken run of wanted ids."""
    runs: list[tuple[int, int]] = []
    for row, id in enumerate(ids):
        if id not in wanted:
            continue
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
