"""A place full of tiles: head with search, chips, the grid with its letters, and what it shows when empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app import words
from app.covers import Covers
from app.views.flow import FlowLayout
from app.views.reading import Reader, Watch
from app.widgets.controls import SearchField, button, label
from app.widgets.empty_state import EmptyState
from app.widgets.letters import LetterStrip
from app.widgets.tilegrid import MARGIN as GRID_MARGIN
from app.widgets.tilegrid import TileGrid
from app.widgets.tiles import Tile, TileModel
from app.words import tr
from core.library.tracks import Library

MARGIN, TOP, EDGE = 28, 22, 10
SEARCH_MS = 120
SEARCH_WIDTH, SEARCH_LEAST = 280, 150


class Shelf(QWidget):
    """Reads nothing itself: `wanted` asks whoever knows what belongs here, who then calls `fill`."""

    wanted = Signal()
    """The words of the search, the chip, or the library have changed, and one looks at it."""
    add_folder_asked = Signal()
    failed = Signal(str)

    def __init__(
        self,
        library: Library,
        covers: Covers,
        title: str,
        describe: Callable[[Any], Tile],
        *,
        search: str,
        side: int = 168,
        lines: int = 1,
    ) -> None:
        """describe: a row as a tile. search: what stands in the empty search field."""
        super().__init__()
        self.model = TileModel(describe, self)
        self.grid = TileGrid(self.model, covers, title, side=side, lines=lines)
        self.strip = LetterStrip()
        self.search = SearchField(search, self)
        self.title, self.fact = label(title, "title"), label("", "fact", tabular=True)
        self.reader = Reader(self)
        self.reader.failed.connect(self.failed)
        self.watch = Watch(library, self.reader)
        self.watch.changed.connect(self.outdate)
        self.controls = QHBoxLayout()
        self.controls.setSpacing(8)
        self.chips = FlowLayout(gap=8)
        self._group = QButtonGroup(self)
        self._outdated = True
        self._filled = False
        self._first_wanted = 0
        self._build()
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._typing.timeout.connect(self._typed)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.left.connect(self._to_grid)
        self.strip.chosen.connect(self.grid.go_to)
        self.setFocusProxy(self.grid)

    def _build(self) -> None:
        self.search.setMinimumWidth(SEARCH_LEAST)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.search.setToolTip(f"{tr('Search')}  ({words.key('Ctrl+F')})")
        head = QHBoxLayout()
        head.setContentsMargins(GRID_MARGIN, 0, EDGE, 0)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.fact)
        head.addStretch(1)
        head.addLayout(self.controls)
        head.addWidget(self.search, 2)
        chips = QHBoxLayout()
        chips.setContentsMargins(GRID_MARGIN, 0, EDGE, 0)
        chips.addLayout(self.chips)
        shelf = QWidget()
        row = QHBoxLayout(shelf)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.grid, 1)
        row.addWidget(self.strip)
        self.strip.hide()
        self.no_music = EmptyState(
            "disc-3",
            tr("Your music will be here"),
            tr("Add the folder it lies in. Nothing in it is moved or changed."),
            tr("Add a folder"),
            self.add_folder_asked.emit,
            action_icon="folder-plus",
        )
        self.nothing = EmptyState(
            "search",
            tr("Nothing found"),
            tr("Try fewer words, or narrow it down: artist:nina genre:folk year:1960..1969"),
            tr("Clear search"),
            self.search.clear,
        )
        self.bare = EmptyState("disc-3", tr("Nothing here yet"), tr("It fills as you listen."))
        self.blank = QWidget()
        self._pages = QStackedLayout()
        for page in (self.blank, shelf, self.no_music, self.nothing, self.bare):
            self._pages.addWidget(page)
        self._shelf = shelf
        column = QVBoxLayout(self)
        # The grid keeps room for the frame of what is chosen: covers begin where the title does.
        column.setContentsMargins(MARGIN - GRID_MARGIN, TOP, MARGIN - EDGE, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(chips)
        column.addLayout(self._pages, 1)

    # -- what others ask

    @property
    def query(self) -> str:
        return self.search.text().strip()

    def add_chip(self, text: str, act: Callable[[], object], *, on: bool = False) -> QPushButton:
        """One of several views of the same things; the chosen one is marked."""
        chip = button(text, act, kind="chip")
        chip.setCheckable(True)
        chip.setChecked(on)
        self._group.addButton(chip)
        self.chips.addWidget(chip)
        return chip

    def fill(
        self,
        rows: Sequence[Any],
        keys: Sequence[str] = (),
        letters: Sequence[tuple[str, int]] = (),
        *,
        same: bool = False,
    ) -> None:
        """keys: sort keys of the rows, where they stand in that order; letters: (letter, first row).

        same: the same things as before, as the library has them now: the view stays where it was.
        """
        place = self.grid.verticalScrollBar().value()
        current, chosen = self.grid.currentIndex().row(), self.grid.chosen()
        held = (
            [self._id(row) for row in (current, *chosen) if 0 <= row < len(self.model.rows)] if same else []
        )
        self.model.fill(rows, keys)
        self.grid.updateGeometries()
        self.strip.show_letters(letters)
        if same:
            self._hold(held)
            self.grid.verticalScrollBar().setValue(place)
        elif self._first_wanted and not self._filled:
            self.grid.go_to(min(self._first_wanted, max(0, len(rows) - 1)))
        else:
            self.grid.verticalScrollBar().setValue(0)
        self._filled = True
        self._show_page(found=bool(rows))

    def _id(self, row: int) -> object:
        return getattr(self.model.rows[row], "id", None) or getattr(self.model.rows[row], "name", None)

    def _hold(self, held: Sequence[object]) -> None:
        if not held:
            return
        wanted = set(held)
        for row in range(len(self.model.rows)):
            if self._id(row) in wanted:
                index = self.model.index(row)
                self.grid.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
                if self._id(row) == held[0]:
                    flag = QItemSelectionModel.SelectionFlag.NoUpdate
                    self.grid.selectionModel().setCurrentIndex(index, flag)

    def _show_page(self, *, found: bool) -> None:
        if found:
            page = self._shelf
        elif self.query:
            page = self.nothing
        else:
            page = self.empty()
        self._pages.setCurrentWidget(page)
        if found and self._awaits_keyboard():
            self.grid.setFocus()

    def _awaits_keyboard(self) -> bool:
        """It was given the keyboard before there was anything to show: what it lies in has kept it."""
        holder = QApplication.focusWidget()
        return self.isVisible() and (holder is None or holder.isAncestorOf(self))

    def empty(self) -> QWidget:
        """What stands there without rows, when nothing was searched for; replaced by the owner."""
        return self.no_music

    def outdate(self) -> None:
        """What is shown is no longer right: it is read again as soon as one looks at it."""
        self._outdated = True
        if self.isVisible():
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._outdated:
            self._ask()

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def kept(self) -> dict[str, Any]:
        return {"query": self.search.text(), "first": max(0, self.grid.first_row())}

    def restore(self, kept: dict[str, Any]) -> None:
        """kept: as `kept` said; what is of another kind is left out."""
        if isinstance(kept.get("query"), str):
            self.search.setText(kept["query"])
        if isinstance(kept.get("first"), int):
            self._first_wanted = kept["first"]

    def close_down(self) -> None:
        self._typing.stop()
        self.watch.close()
        self.reader.close()

    # -- inside

    def _ask(self) -> None:
        self._outdated = False
        self.wanted.emit()

    def _typed(self) -> None:
        self.outdate()

    def _to_grid(self) -> None:
        if self.model.rows:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
