"""The tree of playlists as a Qt model: folders, lists and smart ones, with what may be dropped where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.views.commands import ids_of
from app.words import tr
from core.library.playlists import Node, NodeKind, PlaylistId

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
PLAYLIST_MIME = "application/x-meander-playlist"
"""The id of a playlist or folder, in decimal."""
TOP = 0
"""Stands for no folder."""


class PlaylistModel(QAbstractItemModel):
    """Says what was asked by dropping; whoever hears it does it."""

    renamed = Signal(int, str)
    moved = Signal(int, object, object)
    """A node, the folder it is to lie in (None: the top), and before which place there (None: at the end)."""
    tracks_dropped = Signal(object, object)
    """A list or folder or None, and ids of tracks."""
    files_dropped = Signal(object, object)
    """A list or folder or None, and paths."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: dict[int, Node] = {}
        self._below: dict[int, list[int]] = {TOP: []}

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        """Names that changed are renewed in place; anything else is a reset."""
        known = {node.id: node for node in _all(nodes)}
        below = {TOP: [int(node.id) for node in nodes]}
        below |= {node.id: [int(child.id) for child in node.children] for node in known.values()}
        if below == self._below:
            self._nodes = known  # type: ignore[assignment]
            for id in known:
                at = self.index_of(id)
                self.dataChanged.emit(at, at)
            return
        self.beginResetModel()
        self._nodes, self._below = known, below  # type: ignore[assignment]
        self.endResetModel()

    def node(self, index: Index) -> Node | None:
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def index_of(self, id: int) -> QModelIndex:
        node = self._nodes.get(id)
        if node is None:
            return QModelIndex()
        siblings = self._below[TOP if node.folder is None else node.folder]
        return self.createIndex(siblings.index(id), 0, id)

    # -- Qt's questions

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        below = self._below.get(self._id(parent), [])
        return self.createIndex(row, column, below[row]) if 0 <= row < len(below) else QModelIndex()

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]
        node = self.node(index)
        return self.index_of(node.folder) if node is not None and node.folder is not None else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return len(self._below.get(self._id(parent), []))

    def columnCount(self, _parent: Index = NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self.node(index)
        if node is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return node.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{node.name}, {kind_words(node)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{node.name} · {kind_words(node)}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        node, name = self.node(index), str(value).strip()
        if node is None or role != Qt.ItemDataRole.EditRole or not name or name == node.name:
            return False
        self.renamed.emit(node.id, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        usual |= Qt.ItemFlag.ItemIsDragEnabled
        return usual if node.kind is NodeKind.SMART else usual | Qt.ItemFlag.ItemIsDropEnabled

    # -- dragging

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [PLAYLIST_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(PLAYLIST_MIME, str(indexes[0].internalId()).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        node = self.node(parent)
        if data.hasFormat(PLAYLIST_MIME):
            folder = node is None or node.kind is NodeKind.FOLDER
            return folder and not self._lies_in(playlist_of(data), parent)
        return bool(ids_of(data) or paths_of(data)) and (node is None or node.kind is not NodeKind.SMART)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """False always: the view must not remove what was dragged."""
        node, moved = self.node(parent), playlist_of(data)
        target: PlaylistId | None = node.id if node is not None else None
        if moved:
            self.moved.emit(moved, target, row if row >= 0 else None)
        elif ids := ids_of(data):
            self.tracks_dropped.emit(target, ids)
        elif paths := paths_of(data):
            self.files_dropped.emit(target, paths)
        return False

    def _lies_in(self, folder: int, index: Index) -> bool:
        """Whether a place lies in a folder, or is it."""
        here: Index = index
        while here.isValid():
            if here.internalId() == folder:
                return True
            here = self.parent(here)
        return False

    @staticmethod
    def _id(index: Index) -> int:
        return int(index.internalId()) if index.isValid() else TOP


def kind_words(node: Node) -> str:
    """What it is, and how much is in it."""
    match node.kind:
        case NodeKind.FOLDER:
            return tr("folder, %Ln playlist(s)", count=len(node.children))
        case NodeKind.SMART:
            return tr("smart playlist")
    return tr("%Ln track(s)", count=node.count)


def playlist_of(data: QMimeData) -> int:
    """The playlist in a drag; 0 when it carries something else."""
    raw = bytes(data.data(PLAYLIST_MIME).data()).decode("ascii", "replace")
    return int(raw) if raw.isdigit() else 0


def paths_of(data: QMimeData) -> list[Path]:
    """The local files in a drag."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _all(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)
