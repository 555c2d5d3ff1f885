"""The columns of one table: how they share its width, what they sort by, and the menu that chooses them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from app.cells import FACTS, Column
from app.views.columns import ALWAYS, Layout, fit
from app.views.delegates import SCROLL_BAR
from app.views.tableheader import TrackHeader
from app.widgets import controls
from app.words import tr

Sort = tuple[tuple[str, bool], ...]


class Columns(QObject):
    """Arranges the columns of a table as a Layout says, and makes a new Layout of what the listener does."""

    changed = Signal()
    """`layout` is worth keeping."""
    sorted = Signal(object)
    """What to sort by, as (column name, descending) pairs."""

    def __init__(self, table: QTableView, layout: Layout) -> None:
        super().__init__(table)
        self._table = table
        self.layout = layout
        self._fitting = False
        self.head = TrackHeader(table)
        table.setHorizontalHeader(self.head)
        self.head.sectionClicked.connect(lambda at: self.sort_by(at, adding=self.head.adding))
        self.head.sectionResized.connect(self._resized)
        self.head.sectionMoved.connect(self._moved)
        self.head.customContextMenuRequested.connect(lambda at: self.choose(self.head.mapToGlobal(at)))

    def apply(self, layout: Layout) -> None:
        """Puts columns in the order and widths of `layout`, and sorts by what it says."""
        self.layout = layout
        self._fitting = True
        for at, column in enumerate(layout.order):
            self.head.moveSection(self.head.visualIndex(column), at)
        self._fitting = False
        self._show_sort()
        self.sorted.emit(layout.sort)
        self.fit()

    def fit(self, pinned: frozenset[Column] = frozenset()) -> None:
        if self._fitting:
            return
        self._fitting = True
        # The scroll bar's place is kept free, so that columns do not jump when it comes and goes.
        room = self._table.width() - SCROLL_BAR
        widths = fit(room, self.layout.shown(), self.layout.widths, pinned)
        for column in Column:
            self.head.setSectionHidden(column, column not in widths)
        for column, width in widths.items():
            if self.head.sectionSize(column) != width:
                self.head.resizeSection(column, width)
        self._fitting = False

    def _change(self, layout: Layout) -> None:
        self.layout = layout
        self.changed.emit()

    def _resized(self, logical: int, _old: int, new: int) -> None:
        if self._fitting or not self.head.held:
            return
        seen = [c for c in self.layout.shown() if not self.head.isSectionHidden(c)]
        left = seen[: seen.index(Column(logical)) + 1]
        layout = self.layout
        for column in seen:
            layout = layout.with_width(column, self.head.sectionSize(column))
        self._change(layout.with_width(Column(logical), new))
        self.fit(frozenset(left))

    def _moved(self, _logical: int, _old: int, _new: int) -> None:
        if self._fitting:
            return
        order = tuple(Column(self.head.logicalIndex(at)) for at in range(len(Column)))
        self._change(replace(self.layout, order=order))

    # -- sorting

    def sort_by(self, column: int, *, adding: bool = False) -> None:
        """First click: the column's natural direction; second: the other; third: not by this column.

        adding: besides the columns it is sorted by already (Shift).
        """
        name = FACTS[Column(column)].sort
        now = self.layout.sort
        if not name:
            self.set_sort(())
        elif adding:
            self.set_sort(_with(now, name, _turned(now, column)))
        else:
            alone = now if len(now) == 1 else ()
            turned = _turned(alone, column)
            self.set_sort(() if turned is None else ((name, turned),))

    def set_sort(self, sort: Sort) -> None:
        self._change(replace(self.layout, sort=sort))
        self._show_sort()
        self.sorted.emit(sort)

    def _show_sort(self) -> None:
        by_name = {facts.sort: column for column, facts in FACTS.items() if facts.sort}
        self.head.sorts = [(by_name[name], falls) for name, falls in self.layout.sort if name in by_name]
        self.head.viewport().update()

    # -- choosing

    def choose(self, at: QPoint) -> None:
        """The column chooser, as a menu at a point of the screen."""
        menu = controls.menu(self._table)
        for column in self.layout.order:
            if column in ALWAYS:
                continue
            action = QAction(FACTS[column].title(), menu, checkable=True)
            action.setChecked(column not in self.layout.hidden)
            action.toggled.connect(lambda on, column=column: self._show(column, shown=on))
            menu.addAction(action)
        menu.addSeparator()
        self._add_sorts(menu)
        menu.addAction(tr("Reset columns")).triggered.connect(lambda _checked=False: self._reset())
        menu.popup(at)

    def _add_sorts(self, menu: QMenu) -> None:
        """The header's clicks, for the keyboard."""
        now = [name for name, _ in self.layout.sort]
        for title, adding in ((tr("Sort by"), False), (tr("Then by"), True)):
            if adding and not now:
                continue
            sorts = controls.menu(menu)
            sorts.setTitle(title)
            for column, facts in FACTS.items():
                if adding and not facts.sort:
                    continue
                action = QAction(facts.title() or tr("Own order"), sorts, checkable=True)
                action.setChecked(facts.sort in now if facts.sort else not now)
                action.triggered.connect(
                    lambda _checked=False, column=column, adding=adding: self.sort_by(column, adding=adding)
                )
                sorts.addAction(action)
            menu.addMenu(sorts)

    def _show(self, column: Column, *, shown: bool) -> None:
        hidden = self.layout.hidden - {column} if shown else self.layout.hidden | {column}
        self._change(replace(self.layout, hidden=hidden))
        self.fit()

    def _reset(self) -> None:
        self._change(Layout(sort=self.layout.sort))
        self.apply(self.layout)


def _turned(sort: Sort, column: int) -> bool | None:
    """Whether the column falls after one more click; None where it is then no longer sorted by."""
    facts, now = FACTS[Column(column)], dict(sort)
    if facts.sort not in now:
        return facts.falls
    return None if now[facts.sort] != facts.falls else not facts.falls


def _with(sort: Sort, name: str, falls: bool | None) -> Sort:  # noqa: FBT001 - one of three states
    """A column that is sorted by keeps its place among the others; a new one comes last."""
    if name not in dict(sort):
        return (*sort, (name, bool(falls)))
    kept = [(each, down if each != name else falls) for each, down in sort]
    return tuple((each, down) for each, down in kept if down is not None)
