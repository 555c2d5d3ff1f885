"""The Tracks view: everything one owns in one table, found as one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app import tasks, words
from app.covers import Covers
from app.listings import Everything
from app.models import TrackTableModel
from app.views.columns import Layout
from app.views.commands import TrackCommands
from app.views.delegates import SCROLL_BAR
from app.views.fact import Fact
from app.views.searchfield import QueryField
from app.views.tracktable import TrackTable
from app.views.whole import Whole
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.domain import TrackId
from core.library.search import Condition
from core.library.smart import Smart
from core.library.tracks import Counts, Library

MARGIN, TOP = 28, 22
SEARCH_MS = 60
"""Keystrokes closer together than this are one search."""
SAVE_MS = 800
SEARCH_WIDTH, SEARCH_LEAST = 280, 150
ROOMY = 680
"""Pixels from which on the head has room for words on all its buttons."""
TIGHT = 540
"""Pixels below which it has room for few buttons."""
SESSION_KEY = "tracks.columns"
LONGEST_NAME = 60
"""Characters of a search that become the name of its playlist."""


class LibraryView(QWidget):
    """Header, column browser, table, and what stands there while there is nothing to list."""

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
        """To be shown once the search is cleared, or the first list is there."""
        self._top: int | None = None
        """The track to stand at the top once the first list is there."""
        self._browser: QWidget | None = None
        self._narrowed = False
        self.model = TrackTableModel(library, parent=self)
        layout = Layout.from_json(library.session(SESSION_KEY, None))
        self.table = TrackTable(self.model, covers, commands, layout=layout, compact=compact, parent=self)
        self.search = QueryField(library, parent=self)
        self._title = label(tr("Tracks"), "title")
        self._fact = ElidedLabel("", "fact", tabular=True)
        self.fact = Fact(self.table, library, self._fact)
        self._build()
        self._typing = self._later(SEARCH_MS, self._seek)
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
        self.search.setToolTip(tr("Search titles, artists, albums and genres  (Ctrl+F)"))
        self._columns = IconButton("columns-3", tr("Choose columns"), self._choose_columns, size=18)
        self._keep = button(
            tr("Save as smart playlist"), self._save_search, kind="quiet", icon="sparkles",
            tip=tr("A playlist that always holds what this search finds"),
        )  # fmt: skip
        self._keep.setAccessibleName(self._keep.text())
        self._keep.hide()
        self._radio = button(
            tr("Radio"), self._start_radio, kind="quiet", icon="radio",
            tip=tr("Start radio from what is found"),
        )  # fmt: skip
        self._radio.setAccessibleName(self._radio.text())
        self._radio.hide()
        self._curves = IconButton("spline", tr("Show what is found as curves"), self._show_curves, size=18)
        self._curves.hide()
        self._browse = IconButton(
            "list-filter", tr("Column browser"), self._turn_browser, size=18, on="accent"
        )
        self._browse.hide()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, SCROLL_BAR, 0)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._fact)
        head.addWidget(self._keep)
        head.addWidget(self._radio)
        head.addWidget(self._curves)
        head.addStretch(1)
        head.addWidget(self._browse)
        head.addWidget(self._columns)
        head.addWidget(self.search, 2)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._no_music = EmptyState(
            "music",
            tr("Your music will be here"),
            tr("Add the folder it lies in. Nothing in it is moved or changed."),
            tr("Add a folder"),
            self.add_folder_asked.emit,
            action_icon="folder-plus",
        )
        self._nothing = EmptyState(
            "search",
            tr("Nothing found"),
            tr("Try fewer words, or narrow it down: artist:nina genre:folk year:1960..1969"),
            tr("Clear search"),
            self.search.clear,
        )
        self._pages.addWidget(self._no_music)
        self._pages.addWidget(self._nothing)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, TOP, MARGIN - SCROLL_BAR, 0)
        self._column.setSpacing(14)
        self._column.addLayout(head)
        self._column.addLayout(self._pages, 1)

    def set_browser(self, browser: QWidget) -> None:
        """Puts a column browser over the table. browser: has a signal `narrowed`, of a Condition or None."""
        self._browser = browser
        narrowed: Any = browser
        narrowed.narrowed.connect(self._narrow)
        self._column.insertWidget(1, browser)
        browser.hide()
        self._browse.show()

    # -- what the window asks

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    def open_at(self, what: object) -> None:
        """what: a search to show the results of; anything else leaves the view as it is."""
        if isinstance(what, str):
            self.search.setText(what)

    def set_playing(self, id: TrackId | None) -> None:
        self.model.set_playing(id)

    def set_compact(self, *, compact: bool) -> None:
        self.table.set_compact(compact=compact)

    def show_track(self, id: TrackId) -> None:
        """Selects a track in the list; gives up the search when it hides it."""
        if not self.table.go_to(id) and self.search.text():
            self._sought = id
            self.search.clear()

    def kept(self) -> dict[str, Any]:
        top = self.table.rowAt(0)
        current = self.table.current_track()
        return {
            "query": self.search.text(),
            "browser": self._browse.isChecked(),
            "columns": self._of_browser("kept"),
            "top": self.model.keys(top, top + 1)[0] if top > 0 else None,
            "current": current.id if current is not None else None,
        }

    def restore(self, kept: Any) -> None:
        """Takes effect once the first list is there."""
        if not isinstance(kept, dict):
            return
        query, top, current = kept.get("query"), kept.get("top"), kept.get("current")
        if isinstance(query, str) and query:
            self.search.setText(query)
            self._typing.stop()
            self._seek()
        self._top = top if isinstance(top, int) else None
        self._sought = TrackId(current) if isinstance(current, int) else None
        if kept.get("browser") is True and self._browser is not None:
            self._browse.setChecked(True)
            self._turn_browser()
            self._of_browser("restore", kept.get("columns"))

    def close_down(self) -> None:
        """Before the window goes: saves what waits, and stops listening to the library."""
        self._typing.stop()
        self.search.close_down()
        self._of_browser("close_down")
        self.fact.close()
        self.model.close()
        if self._saving.isActive():
            self._saving.stop()
            self._library.set_session(SESSION_KEY, self.table.layout_now.to_json())

    # -- inside

    def _seek(self) -> None:
        self.model.set_query(self.search.text().strip())

    def _narrow(self, condition: Condition | None) -> None:
        self._narrowed = condition is not None
        self.model.set_listing(Everything(self._library, condition))

    def _turn_browser(self) -> None:
        assert self._browser is not None
        on = self._browse.isChecked()
        self._browser.setVisible(on)
        if not on and self._narrowed:
            self._narrow(None)
        if not on:
            self._of_browser("clear")

    def _of_browser(self, name: str, *values: Any) -> Any:
        """What the column browser says to it; None where there is none, or it cannot."""
        do: Any = getattr(self._browser, name, None)
        return do(*values) if do is not None else None

    def _save_search(self) -> None:
        desk, query = self._commands.playlists, self.search.text().strip()
        if desk is not None and query:
            self.search.remember()
            desk.create_smart(Smart(query, self.table.layout_now.sort), desk.free_name(query[:LONGEST_NAME]))

    def _show_radio(self) -> None:
        """Where there is no room for it, the menu of what was found has it too."""
        fewer = bool(self.model.wish.query) or self._narrowed
        for each in (self._radio, self._curves):
            each.setVisible(fewer and self.model.rowCount() > 0 and self.width() >= TIGHT)

    def _show_curves(self) -> None:
        self._commands.curves_asked.emit(self.model.ids(), self.search.text().strip()[:LONGEST_NAME])

    def _start_radio(self) -> None:
        self._commands.start_radio(self.model.ids(), Whole(label=self.search.text().strip()[:LONGEST_NAME]))

    def _play_from(self, row: int) -> None:
        self._commands.play.emit(*self.model.playable(row))

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
        if self._sought is not None and (self._top is not None or not self.model.wish.query):
            self._find_again()
        self._recount()

    def _find_again(self) -> None:
        """The track that was asked for before the list was there, where it stood in the last session."""
        sought, top = self._sought, self._top
        self._sought = self._top = None
        if sought is not None:
            self.table.go_to(sought)
        row = self.model.row_of_key(top)
        if row >= 0:
            self.table.scrollTo(self.model.index(row, 0), self.table.ScrollHint.PositionAtTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for each in (self._keep, self._radio):
            each.setText(each.accessibleName() if self.width() >= ROOMY else "")
        self._show_radio()

    def _recount(self) -> None:
        tasks.run(self._library.counts, on_done=self._counted, on_error=self._fail)

    def _counted(self, counts: Counts) -> None:
        self._total, self._seconds = counts.tracks, counts.seconds
        self._say()

    def _say(self) -> None:
        found, sought = self.model.rowCount(), bool(self.model.wish.query)
        if sought or self._narrowed:
            text = tr("{found} of {total}").format(found=words.number(found), total=words.number(self._total))
        elif self._total:
            text = f"{words.number(self._total)} · {words.span(self._seconds)}"
        else:
            text = ""
        self.fact.say(text)
        self._keep.setVisible(sought and self._commands.playlists is not None)
        self._show_radio()
        empty = self._nothing if sought or self._narrowed else self._no_music
        self._pages.setCurrentWidget(self.table if found else empty)

    def _fail(self, problem: str) -> None:
        self._commands.failed.emit(problem)
