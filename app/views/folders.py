"""The Folders place: the tree of what lies where, and the tracks of the chosen folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from app import words
from app.choices import Choices
from app.covers import Covers
from app.listings import Everything, Rows, Sort
from app.models import TrackTableModel
from app.views.columns import Layout
from app.views.commands import TrackCommands, show_in_folder
from app.views.delegates import SCROLL_BAR
from app.views.foldertree import FolderModel, FolderTree
from app.views.groups import Entry, Groups
from app.views.reading import Reader, Watch
from app.views.tracktable import TrackTable
from app.views.ways import Ways
from app.views.whole import Whole, of_folder
from app.widgets.controls import ElidedLabel, IconButton, SearchField, button, frame, label
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.domain import TrackId
from core.library.browse import Browse, Folder
from core.library.narrowing import in_folder
from core.library.search import Condition
from core.library.tracks import Kind, Library

MARGIN, TOP, GAP = 28, 22, 20
TREE, TREE_LEAST = 260, 180
SEARCH_MS = 60
SEARCH_WIDTH, SEARCH_LEAST = 280, 150


class InFolder(Everything):
    """What lies in a folder, in the order of its files."""

    def order(self, query: str, sort: Sort) -> Rows:
        return super().order(query, sort or (("path", False),))


class FoldersView(QWidget):
    """Tree and table side by side."""

    add_folder_asked = Signal()

    def __init__(
        self,
        library: Library,
        browse: Browse,
        covers: Covers,
        commands: TrackCommands,
        ways: Ways,
        choices: Choices,
    ) -> None:
        super().__init__()
        self._library, self._browse, self._commands = library, browse, commands
        self._groups = Groups(library, commands, self)
        self._folder: Folder | None = None
        self._wanted: bytes | None = None
        """To be chosen as soon as it has been read."""
        self._opened: set[bytes] = set()
        """Which folders are open in the tree."""
        self._open: list[bytes] = []
        """To be opened as soon as they have been read."""
        self.folders = FolderModel(browse, self)
        self.tree = FolderTree(self.folders)
        self.model = TrackTableModel(library, InFolder(library, Condition("0")), self)
        self.table = TrackTable(
            self.model, covers, commands, layout=Layout(), compact=choices.now.compact_rows, parent=self
        )
        self.search = SearchField(tr("Find in this folder"), self)
        self._build()
        self._reader = Reader(self)
        self._watch = Watch(library, self._reader, frozenset({Kind.ADDED, Kind.REMOVED, Kind.CHANGED}))
        self._outdated = True
        self._watch.changed.connect(self._outdate)
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._typing.timeout.connect(lambda: self.model.set_query(self.search.text().strip()))
        self._wire(commands, covers)
        self.setFocusProxy(self.tree)
        self.model.start()

    def _build(self) -> None:
        self.search.setMinimumWidth(SEARCH_LEAST)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, SCROLL_BAR, 0)
        head.addWidget(label(tr("Folders"), "title"))
        head.addStretch(1)
        head.addWidget(self.search, 2)
        self._name = ElidedLabel("", "heading")
        self._fact = label("", "fact", tabular=True)
        more = IconButton("ellipsis", tr("More"), size=18)
        more.clicked.connect(lambda _checked=False: self._menu_here(more))
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 4, SCROLL_BAR, 0)
        bar.setSpacing(8)
        bar.addWidget(self._name, 1)
        bar.addWidget(self._fact)
        bar.addSpacing(8)
        bar.addWidget(button(tr("Play"), lambda: self._groups.play(self._find), icon="play"))
        bar.addWidget(button(tr("Shuffle"), lambda: self._groups.shuffle(self._find), icon="shuffle"))
        bar.addWidget(IconButton("radio", tr("Start radio"), self._start_radio, size=18))
        bar.addWidget(more)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP - 8, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        left = frame("card")
        inner = QVBoxLayout(left)
        inner.setContentsMargins(4, 6, 0, 6)
        inner.addWidget(self.tree)
        left.setMinimumWidth(TREE_LEAST)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(8)
        self._split.setStyleSheet("QSplitter::handle { background: transparent; }")
        self._split.addWidget(left)
        self._split.addWidget(right)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([TREE, 900])
        whole = QWidget()
        split = QVBoxLayout(whole)
        split.setContentsMargins(0, 0, 0, MARGIN - 12)
        split.addWidget(self._split)
        self._none = EmptyState(
            "folder",
            tr("Your folders will be here"),
            tr("Add the folder your music lies in. Nothing in it is moved or changed."),
            tr("Add a folder"),
            self.add_folder_asked.emit,
            action_icon="folder-plus",
        )
        self._pages = QStackedLayout()
        self._pages.addWidget(QWidget())
        self._pages.addWidget(whole)
        self._pages.addWidget(self._none)
        self._whole = whole
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, TOP, MARGIN - SCROLL_BAR, 0)
        outer.setSpacing(14)
        outer.addLayout(head)
        outer.addLayout(self._pages, 1)

    def _wire(self, commands: TrackCommands, covers: Covers) -> None:
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.left.connect(self.table.setFocus)
        self.table.play_row.connect(lambda row: commands.play.emit(*self.model.playable(row)))
        self.model.failed.connect(commands.failed)
        self.model.reordered.connect(lambda _asked: self._say())
        self.tree.expanded.connect(lambda index: self._note_open(index, is_open=True))
        self.tree.collapsed.connect(lambda index: self._note_open(index, is_open=False))
        self.folders.failed.connect(commands.failed)
        self.folders.loaded.connect(self._loaded)
        self.tree.chosen.connect(self._choose)
        self.tree.play_asked.connect(lambda folder: self._groups.play(_tracks(self._browse, folder)))
        self.tree.menu_asked.connect(self._menu)

    # -- what the window asks

    def open_at(self, what: object) -> None:
        """what: the Path of a folder of the library; anything else leaves the view as it is."""
        if isinstance(what, Path):
            self._reveal(os.fsencode(what))

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    def set_playing(self, id: TrackId | None) -> None:
        self.model.set_playing(id)

    def set_compact(self, *, compact: bool) -> None:
        self.table.set_compact(compact=compact)

    def kept(self) -> dict[str, Any]:
        return {
            "folder": os.fsdecode(self._folder.raw_path) if self._folder else None,
            "open": sorted(os.fsdecode(path) for path in self._opened),
            "tree": self._split.sizes()[0],
        }

    def restore(self, kept: Any) -> None:
        if not isinstance(kept, dict):
            return
        if isinstance(kept.get("tree"), int) and kept["tree"] >= TREE_LEAST:
            self._split.setSizes([kept["tree"], 900])
        opened = kept.get("open")
        if isinstance(opened, list):
            self._open = [os.fsencode(path) for path in opened if isinstance(path, str)]
        if isinstance(kept.get("folder"), str):
            self._wanted = os.fsencode(kept["folder"])

    def close_down(self) -> None:
        self._typing.stop()
        self._watch.close()
        self._reader.close()
        self.folders.close()
        self.model.close()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._outdated:
            self._read()

    # -- inside

    def _outdate(self) -> None:
        self._outdated = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._outdated = False
        self.folders.read_again()

    def _loaded(self) -> None:
        there = self.folders.rowCount() > 0
        self._pages.setCurrentWidget(self._whole if there else self._none)
        for path in list(self._open):
            index = self.folders.index_of(path)
            if index.isValid():
                self._open.remove(path)
                self.tree.expand(index)
        if self._wanted is not None:
            path, self._wanted = self._wanted, None
            self._reveal(path)
        elif there and self._folder is None:
            if self.folders.rowCount() == 1:
                self.tree.expand(self.folders.index(0, 0))
            self.tree.setCurrentIndex(self.folders.index(0, 0))

    def _note_open(self, index: QModelIndex, *, is_open: bool) -> None:
        folder = self.folders.folder(index)
        if folder is not None and is_open:
            self._opened.add(folder.raw_path)
        elif folder is not None:
            self._opened.discard(folder.raw_path)

    def _reveal(self, path: bytes) -> None:
        def show(index: QModelIndex) -> None:
            if index.isValid():
                self.tree.setCurrentIndex(index)
                self.tree.scrollTo(index)

        self.folders.reveal(path, show)

    def _choose(self, folder: Folder) -> None:
        if self._folder is not None and self._folder.raw_path == folder.raw_path:
            self._folder = folder
            return
        self._folder = folder
        self._name.say(folder.path.name or str(folder.path))
        self._name.setToolTip(str(folder.path))
        self.model.set_listing(InFolder(self._library, in_folder(folder.raw_path)))

    def _say(self) -> None:
        found = self.model.rowCount()
        self._fact.setText(tr("%Ln track(s)", count=found) if found else words.number(0))

    def _find(self) -> Sequence[TrackId]:
        return _tracks(self._browse, self._folder)() if self._folder is not None else []

    def _start_radio(self) -> None:
        if self._folder is not None:
            self._groups.radio(self._find, _whole(self._folder))

    def _menu_here(self, under: QWidget) -> None:
        if self._folder is not None:
            self._menu(self._folder, under.mapToGlobal(under.rect().bottomLeft()))

    def _menu(self, folder: Folder, at: QPoint) -> None:
        show = Entry(tr("Show in file manager"), "external-link", lambda: show_in_folder(folder.path))
        self._groups.menu(self, at, _tracks(self._browse, folder), [show], _whole(folder))


def _whole(folder: Folder) -> Whole:
    return of_folder(str(folder.path), folder.path.name or str(folder.path))


def _tracks(browse: Browse, folder: Folder) -> Any:
    return lambda: browse.track_ids(in_folder(folder.raw_path))
