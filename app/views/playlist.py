"""One playlist: what is in it, in its order, and what can be done with all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app import tasks, words
from app.cells import FACTS
from app.covers import Covers
from app.listings import Found, OfPlaylist
from app.models import TrackTableModel, Wish
from app.views.columns import Layout
from app.views.commands import TrackCommands
from app.views.delegates import SCROLL_BAR
from app.views.fact import Fact
from app.views.library import MARGIN, SAVE_MS, SEARCH_LEAST, SEARCH_MS, SEARCH_WIDTH, TOP
from app.views.playlistdesk import PlaylistDesk
from app.views.playlistmenu import playlist_menu
from app.views.playlisttable import PlaylistTable
from app.views.searchfield import QueryField
from app.views.smarteditor import SmartEditor
from app.views.trackmenu import add
from app.views.ways import Ways
from app.widgets.controls import ElidedLabel, IconButton, button, frame, label
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.domain import Seconds, TrackId
from core.library import listing
from core.library.playlists import Node, NodeKind, PlaylistId
from core.library.smart import Smart
from core.library.tracks import Library

SESSION_KEY = "playlist.columns"


class PlaylistView(QWidget):
    """Shows the playlist it was opened at, by hand or smart, with the rules of the smart ones."""

    def __init__(
        self,
        library: Library,
        desk: PlaylistDesk,
        covers: Covers,
        commands: TrackCommands,
        ways: Ways,
        *,
        compact: bool = False,
    ) -> None:
        super().__init__()
        self._library, self._desk, self._commands, self._ways = library, desk, commands, ways
        self._node: Node | None = None
        self._wanted: int | None = None
        """Was asked for before the playlists were known."""
        self._seconds = Seconds(0.0)
        self.model = TrackTableModel(library, parent=self)
        layout = replace(Layout.from_json(library.session(SESSION_KEY, None)), sort=())
        self.table = PlaylistTable(
            desk, self.model, covers, commands, layout=layout, compact=compact, parent=self
        )
        self.search = QueryField(library, tr("Find in this playlist"), self)
        self.editor = SmartEditor(library, self)
        self._build()
        self._typing = self._later(SEARCH_MS, lambda: self.model.set_query(self.search.text().strip()))
        self._saving = self._later(SAVE_MS, self._save_layout)
        self._wire(commands)

    def _later(self, ms: int, do: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(do)
        return timer

    # -- building

    def _build(self) -> None:
        self._name = ElidedLabel("", "title")
        self._told = ElidedLabel("", "fact", tabular=True)
        self.fact = Fact(self.table, self._library, self._told)
        self._sorted = _Sorted()
        self._pages = QStackedLayout()
        self._empty = EmptyState(
            "list-music",
            tr("Nothing in this playlist yet"),
            tr("Drop tracks here or on its name, or use “Add to playlist” in the menu of any track."),
        )
        self._unfound = EmptyState(
            "search", tr("Nothing found"), tr("No track here matches."), tr("Clear search"), self.search.clear
        )
        self._unmatched = EmptyState(
            "sparkles",
            tr("No track matches now"),
            tr("Tracks appear here by themselves as soon as they match the rules."),
            tr("Edit rules"),
            self.edit_rules,
        )
        self._gone = EmptyState(
            "list-music", tr("This playlist is gone"), tr("It was deleted."), tr("Undo"), self._desk.undo
        )
        for page in (self.table, self._empty, self._unfound, self._unmatched, self._gone):
            self._pages.addWidget(page)
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, TOP, MARGIN - SCROLL_BAR, 0)
        column.setSpacing(14)
        column.addLayout(self._head())
        edge = QHBoxLayout()
        edge.setContentsMargins(0, 0, SCROLL_BAR, 0)
        edge.addWidget(self.editor)
        column.addLayout(edge)
        column.addWidget(self._sorted)
        column.addLayout(self._pages, 1)
        self.editor.hide()
        self._sorted.hide()
        self.setFocusProxy(self.table)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, SCROLL_BAR, 0)
        head.setSpacing(12)
        self.search.setMinimumWidth(SEARCH_LEAST)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        desk = self._desk
        self._play = button(tr("Play"), self._play_all, kind="chip-on", icon="play")
        self._mix = IconButton("shuffle", tr("Shuffle"), lambda: self._with(desk.play_shuffled), size=18)
        self._radio = IconButton("radio", tr("Start radio"), lambda: self._with(desk.radio), size=18)
        self._rules = IconButton("sliders-horizontal", tr("Rules"), self._turn_rules, size=18, on="accent")
        self._columns = IconButton("columns-3", tr("Choose columns"), self._choose_columns, size=18)
        self._more = IconButton("ellipsis", tr("More"), self._offer, size=18)
        head.addWidget(self._name)
        head.addWidget(self._told)
        head.addStretch(1)
        head.addWidget(self._play)
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for tool in (self._mix, self._radio, self._rules, self._columns, self._more):
            tools.addWidget(tool)
        head.addLayout(tools)
        head.addWidget(self.search, 2)
        return head

    def _wire(self, commands: TrackCommands) -> None:
        desk = self._desk
        desk.tree_changed.connect(self._renew)
        desk.contents_changed.connect(self._contents_changed)
        desk.editing_asked.connect(self._editing_asked)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.left.connect(self._to_rows)
        self.table.layout_changed.connect(self._saving.start)
        self.table.columns.sorted.connect(self._show_sort)
        self.table.play_row.connect(self._play_from)
        self.model.reordered.connect(lambda _asked: self._after_order())
        self.model.failed.connect(commands.failed)
        self._sorted.kept.connect(self._keep_order)
        self._sorted.given_up.connect(lambda: self.table.columns.set_sort(()))
        self.editor.changed.connect(self._preview)
        self.editor.saved.connect(self._save_rules)
        self.editor.cancelled.connect(self._close_rules)
        self.editor.search_asked.connect(lambda query: self._ways.to("tracks", query))
        for key, do in (("Ctrl+Z", desk.undo), ("Ctrl+Shift+Z", desk.redo), ("Ctrl+Y", desk.redo)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    # -- what the window asks

    def open_at(self, what: object) -> None:
        """what: the id of a playlist; anything else leaves the view as it is."""
        if not isinstance(what, int):
            return
        node = self._desk.node(what)
        if node is None or node.kind is NodeKind.FOLDER:
            self._wanted = what
            return
        self._wanted = None
        if self._node is not None and self._node.id == node.id:
            self._desk.show(node.id)
            return
        self._show_node(node)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    def set_playing(self, id: TrackId | None) -> None:
        self.model.set_playing(id)

    def set_compact(self, *, compact: bool) -> None:
        self.table.set_compact(compact=compact)

    def kept(self) -> dict[str, Any]:
        return {"id": self._node.id if self._node else self._wanted, "query": self.search.text()}

    def restore(self, kept: Any) -> None:
        if isinstance(kept, dict):
            self.open_at(kept.get("id"))
            if isinstance(kept.get("query"), str):
                self.search.setText(kept["query"])

    def close_down(self) -> None:
        """Before the window goes."""
        for timer in (self._typing, self._saving):
            timer.stop()
        self.search.close_down()
        self.editor.close_down()
        self.fact.close()
        self.model.close()
        self._library.set_session(SESSION_KEY, self.table.layout_now.to_json())

    # -- following the playlist

    def _show_node(self, node: Node) -> None:
        self._node = node
        self._typing.stop()
        self.search.clear()
        self._typing.stop()
        self.table.clearSelection()
        self.table.show_playlist(node)
        self.table.columns.set_sort(())
        self._rules.setVisible(node.kind is NodeKind.SMART)
        self._close_rules()
        self._name.say(node.name)
        self.setAccessibleName(node.name)
        self.fact.say("")
        self.model.ask(Wish(OfPlaylist(self._library, self._desk.playlists, node)))
        self._desk.show(node.id)

    def _renew(self) -> None:
        if self._wanted is not None:
            self.open_at(self._wanted)
        if self._node is None:
            return
        node = self._desk.node(self._node.id)
        if node is not None and node != self._node:
            self._node = node
            self._name.say(node.name)
            self.setAccessibleName(node.name)
        self._show_page()

    def _contents_changed(self, ids: frozenset[PlaylistId]) -> None:
        if self._node is not None and self._node.id in ids and self.editor.isHidden():
            self.model.refresh()

    def _after_order(self) -> None:
        self._show_page()
        self.table.settle()
        listed, library = self.model.listed, self._library
        tasks.run(lambda: listing.seconds(library, listed), on_done=self._measured)

    def _measured(self, seconds: Seconds) -> None:
        count = self.model.rowCount()
        self.fact.say(tr("%Ln track(s)", count=count) + (f" · {words.elapsed(seconds)}" if count else ""))

    def _show_page(self) -> None:
        if self._node is None or self._desk.node(self._node.id) is None:
            page: QWidget = self._gone
        elif self.model.rowCount():
            page = self.table
        elif self.model.wish.query:
            page = self._unfound
        else:
            page = self._empty if self._node.kind is NodeKind.LIST else self._unmatched
        self._pages.setCurrentWidget(page)
        for part in (self._play, self._mix, self._radio):
            part.setEnabled(self.model.rowCount() > 0)

    # -- its order

    def _show_sort(self, sort: tuple[tuple[str, bool], ...]) -> None:
        by_hand = self._node is not None and self._node.kind is NodeKind.LIST
        titles = {facts.sort: facts.title() for facts in FACTS.values()}
        self._sorted.show_sort([titles[name] for name, _ in sort if name in titles], can_keep=by_hand)

    def _keep_order(self) -> None:
        if self._node is None:
            return
        if self.search.text():
            self.search.clear()
            self._commands.failed.emit(
                tr("The search was cleared first: an order is for all of the playlist.")
            )
            return
        self._desk.arrange(self._node.id, self.model.keys())
        self.table.columns.set_sort(())

    # -- rules

    def edit_rules(self) -> None:
        """Opens the rules of a smart playlist."""
        node = self._node
        if node is None or node.kind is not NodeKind.SMART:
            return
        self._rules.setChecked(True)
        self._desk.run(lambda: self._desk.playlists.smart(node.id), self._show_rules)

    def _show_rules(self, smart: Smart) -> None:
        self.editor.show()
        self.editor.show_smart(smart)
        if not isinstance(QApplication.focusWidget(), QLineEdit):  # where a name is being written
            self.editor.query.setFocus()

    def _editing_asked(self, id: int) -> None:
        if self._node is not None and self._node.id == id:
            self.edit_rules()

    def _turn_rules(self) -> None:
        if self._rules.isChecked():
            self.edit_rules()
        else:
            self._close_rules()

    def _preview(self, smart: Smart) -> None:
        if not self.editor.isHidden() and self._node is not None:
            self.model.set_listing(Found(self._library, smart, self._node.id))

    def _save_rules(self, smart: Smart) -> None:
        if self._node is not None:
            self._desk.set_smart(self._node.id, smart)
        self._close_rules()

    def _close_rules(self) -> None:
        was_open = not self.editor.isHidden()
        self._rules.setChecked(False)
        self.editor.hide()
        if was_open and self._node is not None:
            listed = OfPlaylist(self._library, self._desk.playlists, self._node)
            # On the lane: after what was saved just now.
            self._desk.run(lambda: None, lambda _: self.model.set_listing(listed))

    # -- doing

    def _with(self, do: Callable[[PlaylistId], object]) -> None:
        if self._node is not None:
            do(self._node.id)

    def _play_all(self) -> None:
        if self.model.rowCount():
            self._play_from(0)

    def _play_from(self, row: int) -> None:
        ids, at = self.model.playable(row)
        if ids:
            self._commands.play.emit(ids, min(at, len(ids) - 1))

    def _to_rows(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)

    def _choose_columns(self) -> None:
        self.table.choose_columns(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def _offer(self) -> None:
        if self._node is None:
            return
        node, desk = self._node, self._desk
        menu = playlist_menu(self, desk, node, lambda: desk.naming_asked.emit(node.id))
        if node.kind is NodeKind.SMART:
            add(menu, tr("Keep as it is now"), "save", self._freeze)
            add(menu, tr("Draw anew"), "shuffle", lambda: desk.redraw(node.id))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _freeze(self) -> None:
        """A list by hand of what a smart playlist finds now."""
        if self._node is not None:
            ids = [id for id in self.model.ids() if id > 0]
            self._desk.create(self._desk.free_name(self._node.name), self._node.folder, ids)

    def _save_layout(self) -> None:
        library, value = self._library, self.table.layout_now.to_json()
        tasks.run(lambda: library.set_session(SESSION_KEY, value), on_error=self._commands.failed.emit)

    # -- what is dropped beside the rows

    def dragEnterEvent(self, event: Any) -> None:
        if self.table._takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        if self.table.take_in(event.mimeData(), None):
            event.acceptProposedAction()


class _Sorted(QWidget):
    """Says that the rows stand in another order than the playlist's, and offers to keep it."""

    kept = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        card = frame("raised")
        self._words: QLabel = label("", "secondary")
        self._keep = button(tr("Keep this order"), self.kept.emit, kind="chip-on")
        row = QHBoxLayout(card)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(self._keep)
        row.addWidget(button(tr("Own order"), self.given_up.emit, kind="quiet"))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, SCROLL_BAR, 0)
        whole.addWidget(card)

    def show_sort(self, titles: list[str], *, can_keep: bool) -> None:
        """titles: of the columns it is sorted by; none hides it."""
        self.setVisible(bool(titles))
        self._keep.setVisible(can_keep)
        text = tr("Sorted by {columns}. The playlist itself keeps its own order.")
        self._words.setText(text.format(columns=", ".join(titles)))
