"""What a grid of tiles shows: rows of any kind, described as tiles when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.covers import Source

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
NO_PARENT = QModelIndex()
REMEMBERED = 2048
"""Tiles kept."""
FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)


class Tile(NamedTuple):
    """What one shows. sources: of its picture; several make a mosaic of four."""

    title: str
    line: str
    fact: str
    sources: Sequence[Source]
    circle: bool = False


class TileModel(QAbstractListModel, Generic[T]):
    """Rows of any kind, described as tiles when they are looked at."""

    def __init__(self, describe: Callable[[T], Tile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[T] = ()
        self.keys: Sequence[str] = ()
        """Of the rows, in their order, where letters lead anywhere; else empty."""
        self._describe = describe
        self._tiles: dict[int, Tile] = {}

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def tile(self, row: int) -> Tile:
        tile = self._tiles.get(row)
        if tile is None:
            if len(self._tiles) > REMEMBERED:
                self._tiles.clear()
            tile = self._tiles[row] = self._describe(self.rows[row])
        return tile

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        tile = self.tile(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return "\n".join(text for text in (tile.title, tile.line, tile.fact) if text)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def fill(self, rows: Sequence[T], keys: Sequence[str]) -> None:
        self.beginResetModel()
        self.rows, self.keys = rows, keys
        self._tiles.clear()
        self.endResetModel()

    def describe_anew(self) -> None:
        """The words are others now."""
        self._tiles.clear()
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
