"""The Tracks view: everything one owns in one table, found as one types."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app import tasks, words
from app.covers import Covers
from app.models import TrackTableModel
from app.views.columns import Layout
from app.views.commands import TrackCommands
from app.views.delegates import SCROLL_BAR
from app.views.tracktable import TrackTable
from app.widgets.controls import IconButton, SearchField, label
from app.widgets.empty_state import EmptyState
from core.domain import TrackId
from core.library.tracks import Counts, Library

MARGIN, TOP = 28, 22
SEARCH_MS = 60
"""Keystrokes closer together than this are one search."""
SAVE_MS = 800
SEARCH_WIDTH, SEARCH_LEAST = 280, 160
SESSION_KEY = "tracks.columns"


class LibraryView(QWidget):
    """Header, table, and what stands there while there is nothing to list."""

    add_folder_asked = Signal()

    def __init__(
        self,
        library: Library,
        covers: Covers,
        commands: TrackCommands,
        *,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._library, self._commands = library, commands
        self._total, self._seconds = 0, 0.0
        self._sought: TrackId | None = None
        """To be shown once the search is cleared."""
        self.model = TrackTableModel(library, self)
        layout = Layout.from_json(library.session(SESSION_KEY, None))
        self.table = TrackTable(self.model, covers, commands, layout=layout, compact=compact, parent=self)
        self.search = SearchField("artist:nina year:1960..1969", self)
        self._title = label("Tracks", "title")
        self._fact = label("", "fact", tabular=True)
        self._build()
        self._typing = self._later(SEARCH_MS, lambda: self.model.set_query(self.search.text().strip()))
        self._saving = self._later(SAVE_MS, self._save_layout)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.left.connect(self._to_rows)
        self.table.layout_changed.connect(self._saving.start)
        self.table.play_row.connect(self._play_from)
        self.model.reordered.connect(self._after_order)
        self.model.failed.connect(commands.failed)
        self.model.retagged.connect(covers.forget)
        self.model.start()

    def _later(self, ms: int, do: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(do)
        return timer

    def _build(self) -> None:
        self.search.setMinimumWidth(SEARCH_LEAST)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.search.setToolTip("Search titles, artists, albums and genres  (Ctrl+F)")
        self._columns = IconButton("columns-3", "Choose columns", self._choose_columns, size=18)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, SCROLL_BAR, 0)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._fact)
        head.addStretch(1)
        head.addWidget(self._columns)
        head.addWidget(self.search, 2)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._no_music = EmptyState(
            "music",
            "Your music will be here",
            "Add the folder it lies in. Nothing in it is moved or changed.",
            "Add a folder",
            self.add_folder_asked.emit,
            action_icon="folder-plus",
        )
        self._nothing = EmptyState(
            "search",
            "Nothing found",
            "Try fewer words, or narrow it down: artist:nina genre:folk year:1960..1969",
            "Clear search",
            self.search.clear,
        )
        self._pages.addWidget(self._no_music)
        self._pages.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, TOP, MARGIN - SCROLL_BAR, 0)
        column.setSpacing(14)
        column.addLayout(head)
        column.addLayout(self._pages, 1)

    # -- what the window asks

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    def set_playing(self, id: TrackId | None) -> None:
        self.model.set_playing(id)

    def set_compact(self, *, compact: bool) -> None:
        self.table.set_compact(compact=compact)

    def show_track(self, id: TrackId) -> None:
        """Selects a track in the list; gives up the search when it hides it."""
        if not self.table.go_to(id) and self.search.text():
            self._sought = id
            self.search.clear()

    def close_down(self) -> None:
        """Before the window goes: saves what waits, and stops listening to the library."""
        self._typing.stop()
        self.model.close()
        if self._saving.isActive():
            self._saving.stop()
            self._library.set_session(SESSION_KEY, self.table.layout_now.to_json())

    # -- inside

    def _play_from(self, row: int) -> None:
        self._commands.play.emit(self.model.ids(), row)

    def _to_rows(self) -> None:
        """From the search field on to what was found."""
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)

    def _choose_columns(self) -> None:
        at = self._columns.rect().bottomLeft()
        self.table.choose_columns(self._columns.mapToGlobal(at))

    def _save_layout(self) -> None:
        library, value = self._library, self.table.layout_now.to_json()
        tasks.run(lambda: library.set_session(SESSION_KEY, value), on_error=self._fail)

    def _after_order(self, _asked: bool) -> None:  # noqa: FBT001 - a signal's argument
        if self._sought is not None and not self.model.wish.query:
            self.table.go_to(self._sought)
            self._sought = None
        self._recount()

    def _recount(self) -> None:
        tasks.run(self._library.counts, on_done=self._counted, on_error=self._fail)

    def _counted(self, counts: Counts) -> None:
        self._total, self._seconds = counts.tracks, counts.seconds
        self._say()

    def _say(self) -> None:
        found = self.model.rowCount()
        if self.model.wish.query:
            self._fact.setText(f"{words.number(found)} of {words.number(self._total)}")
        elif self._total:
            self._fact.setText(f"{words.number(self._total)} · {words.span(self._seconds)}")
        else:
            self._fact.setText("")
        empty = self._nothing if self.model.wish.query else self._no_music
        self._pages.setCurrentWidget(self.table if found else empty)

    def _fail(self, problem: str) -> None:
        self._commands.failed.emit(problem)
