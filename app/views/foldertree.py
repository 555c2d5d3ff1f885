"""The tree of the library's folders, read as far as it is opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from app import icons, tasks, theme, words
from app.widgets.typeahead import Typed
from app.words import tr
from core.library.browse import Browse, Folder
from core.library.names import sort_key
from core.library.walk import is_inside

Index = QModelIndex | QPersistentModelIndex
FOLDER = int(Qt.ItemDataRole.UserRole) + 1
ROW, INDENT = 32, 18
MOST_SEARCHED = 5000
NO_PARENT = QModelIndex()

Children = list[tuple[bytes, Sequence[Folder]]]
"""A folder's path (b"" for the top), and what is in it."""


class Node:
    """A folder of the tree, and what of it has been read."""

    def __init__(self, number: int, folder: Folder | None, parent: Node | None) -> None:
        """folder, parent: None for the top, above the library's own folders."""
        self.number, self.folder, self.parent = number, folder, parent
        self.children: list[Node] = []
        self.loaded = False

    @property
    def path(self) -> bytes:
        return self.folder.raw_path if self.folder is not None else b""

    @property
    def row(self) -> int:
        return self.parent.children.index(self) if self.parent is not None else 0

    @property
    def name(self) -> str:
        """With the folder above where two of the library's own have one name; the whole path without any."""
        if self.folder is None or self.parent is None:
            return ""
        path = self.folder.path
        top = self.parent.parent is None
        alike = top and any(
            each is not self and _last(each.path) == path.name for each in self.parent.children
        )
        return f"{path.parent.name}/{path.name}" if alike else path.name or str(path)


def _last(path: bytes) -> str:
    return Path(os.fsdecode(path)).name


class FolderModel(QAbstractItemModel):
    """Children are read on the pool when a folder is opened."""

    failed = Signal(str)
    loaded = Signal()

    def __init__(self, browse: Browse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._browse = browse
        self._numbers = count(1)
        self._top = Node(0, None, None)
        self._nodes: dict[int, Node] = {0: self._top}
        """By number: Qt's indexes hold numbers, and may outlive what they stood for."""
        self._closed = False

    def read_again(self) -> None:
        """Reads the library's own folders, and again what had been read; what is still there stays open."""
        self._read([b"", *(node.path for node in self._nodes.values() if node.loaded and node.folder)])

    def reveal(self, path: bytes, then: Callable[[QModelIndex], object]) -> None:
        """Reads the way down to a folder; `then` gets its index, an invalid one where there is none."""

        def way() -> list[bytes]:
            roots = [root.raw_path for root in self._browse.roots() if is_inside(path, root.raw_path)]
            if not roots:
                return [b""]
            at, above = max(roots, key=len), [b""]
            while path != at and is_inside(path, at):
                above.append(at)
                bare = at.rstrip(b"/") + b"/"
                at = bare + path[len(bare) :].partition(b"/")[0]
            return above

        def take(found: Children) -> None:
            self._take(found)
            then(self.index_of(path))

        self._run(lambda: self._children(way()), take)

    def index_of(self, path: bytes) -> QModelIndex:
        """Of a folder that has been read; an invalid one for others."""
        node = self._node_of(path)
        return self._index(node) if node is not None and node.folder is not None else QModelIndex()

    def folder(self, index: Index) -> Folder | None:
        return self._node(index).folder if index.isValid() else None

    def close(self) -> None:
        self._closed = True

    # -- Qt's questions

    def _node(self, index: Index) -> Node:
        return self._nodes.get(index.internalId(), self._top) if index.isValid() else self._top

    def _index(self, node: Node) -> QModelIndex:
        return QModelIndex() if node.parent is None else self.createIndex(node.row, 0, node.number)

    def index(self, row: int, column: int, parent: Index = NO_PARENT) -> QModelIndex:
        children = self._node(parent).children
        return (
            self.createIndex(row, column, children[row].number) if 0 <= row < len(children) else QModelIndex()
        )

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        node = self._node(index)
        return self._index(node.parent) if node.parent is not None else QModelIndex()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return len(self._node(parent).children)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 1

    def hasChildren(self, parent: Index = NO_PARENT) -> bool:
        folder = self._node(parent).folder
        return folder.folders if folder is not None else bool(self._top.children)

    def canFetchMore(self, parent: Index) -> bool:
        node = self._node(parent)
        return node.folder is not None and not node.loaded and node.folder.folders

    def fetchMore(self, parent: Index) -> None:
        self._read([self._node(parent).path])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self._node(index)
        folder = node.folder
        if folder is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return node.name
        if role == FOLDER:
            return folder
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            away = tr("Its drive or folder cannot be reached now.") if folder.offline else ""
            lines = (str(folder.path), tr("%Ln track(s)", count=folder.tracks), away)
            return "\n".join(line for line in lines if line)
        return None

    # -- reading

    def _read(self, paths: list[bytes]) -> None:
        self._run(lambda: self._children(paths), self._take)

    def _run(self, read: Callable[[], Children], take: Callable[[Children], object]) -> None:
        def done(found: Children) -> None:
            if not self._closed:
                take(found)
                self.loaded.emit()

        tasks.run(read, on_done=done, on_error=self.failed.emit)

    def _children(self, paths: Sequence[bytes]) -> Children:
        return [(path, self._browse.folders(path) if path else self._browse.roots()) for path in paths]

    def _take(self, found: Children) -> None:
        for path, folders in found:
            node = self._node_of(path)
            if node is not None:
                self._merge(node, folders)

    def _node_of(self, path: bytes) -> Node | None:
        return next((node for node in self._nodes.values() if node.path == path), None)

    def _merge(self, node: Node, folders: Sequence[Folder]) -> None:
        """What is still there keeps its place, what is open stays open."""
        node.loaded = True
        if not node.children and folders:
            self.beginInsertRows(self._index(node), 0, len(folders) - 1)
            node.children = [self._make(folder, node) for folder in folders]
            self.endInsertRows()
            return
        index, there = self._index(node), {folder.raw_path for folder in folders}
        for row in reversed(range(len(node.children))):
            if node.children[row].path not in there:
                self.beginRemoveRows(index, row, row)
                self._drop(node.children.pop(row))
                self.endRemoveRows()
        for row, folder in enumerate(folders):
            child = node.children[row] if row < len(node.children) else None
            if child is None or child.path != folder.raw_path:
                self.beginInsertRows(index, row, row)
                node.children.insert(row, self._make(folder, node))
                self.endInsertRows()
            elif child.folder != folder:
                child.folder = folder
                changed = self.index(row, 0, index)
                self.dataChanged.emit(changed, changed)

    def _make(self, folder: Folder, parent: Node) -> Node:
        node = Node(next(self._numbers), folder, parent)
        self._nodes[node.number] = node
        return node

    def _drop(self, node: Node) -> None:
        del self._nodes[node.number]
        for child in node.children:
            self._drop(child)


class _Rows(QStyledItemDelegate):
    """Icon, name, and how many tracks."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._name, self._count = theme.font(13), theme.font(12, tabular=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, rect = theme.current(), QRect(option.rect)
        folder = index.data(FOLDER)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRect(2, rect.top() + 1, self._view.viewport().width() - 6, rect.height() - 2)
        if chosen or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.selected if chosen else now.hover))
            painter.drawRoundedRect(row, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 1.5))
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        chevron = QRect(rect.left() - 16, rect.top(), 14, rect.height())
        if index.model().hasChildren(index):
            mark = "chevron-down" if self._view.isExpanded(index) else "chevron-right"
            icons.paint(painter, chevron, mark, "quiet")
        offline = isinstance(folder, Folder) and folder.offline
        faint = theme.blend(now.window, now.quiet, 0.6)
        icon = "unplug" if offline else "folder"
        icons.paint(painter, QRect(rect.left() + 2, rect.top(), 16, rect.height()), icon, "quiet")
        count = words.number(folder.tracks) if isinstance(folder, Folder) and folder.tracks else ""
        painter.setFont(self._count)
        painter.setPen(QColor(faint if offline else now.quiet))
        room = painter.fontMetrics().horizontalAdvance(count) + 14
        box = QRect(rect.left() + 26, rect.top(), row.right() - rect.left() - 26, rect.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(0, 0, -8, 0), middle | Qt.AlignmentFlag.AlignRight, count)
        painter.setFont(self._name)
        painter.setPen(QColor(faint if offline else now.text if chosen else now.secondary))
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, box.width() - room
        )
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, name)


class FolderTree(Typed, QTreeView):
    """Shows a FolderModel; says which folder is chosen."""

    chosen = Signal(object)
    """Folder."""
    play_asked = Signal(object)
    """Folder: Return on it."""
    menu_asked = Signal(object, QPoint)
    """Folder, and the point of the screen."""

    def __init__(self, model: FolderModel) -> None:
        super().__init__()
        self._folders = model
        self.setModel(model)
        self.setItemDelegate(_Rows(self))
        self.setAccessibleName(tr("Folders"))
        self.setHeaderHidden(True)
        self.setStyleSheet("QTreeView { selection-background-color: transparent; }")  # the rows draw it
        self.setIndentation(INDENT)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(True)
        self.selectionModel().currentChanged.connect(self._tell)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The rows draw them."""

    def row_of(self, typed: str) -> int:
        return -1

    def keyboardSearch(self, search: str) -> None:
        """Among the rows that can be seen, from the next one on."""
        self._note_typed(search)
        typed, first = sort_key(self._typed), self.currentIndex()
        # One letter goes on to the next folder of that letter, more look for the same one further.
        index = first if len(self._typed) > 1 else self.indexBelow(first)
        for _ in range(MOST_SEARCHED):
            if not index.isValid():
                index = self.model().index(0, 0)
            if sort_key(str(index.data())).startswith(typed):
                self.setCurrentIndex(index)
                return
            index = self.indexBelow(index)
            if index == first:
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        folder = self._folders.folder(self.currentIndex())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and folder is not None:
            self.play_asked.emit(folder)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, at = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        folder = self._folders.folder(index)
        if folder is not None:
            self.menu_asked.emit(folder, at)

    def _tell(self, now: Index, _before: Any) -> None:
        folder = self._folders.folder(now)
        if folder is not None:
            self.chosen.emit(folder)
