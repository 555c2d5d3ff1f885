"""The table of a playlist: its rows can be dragged, moved by keys, taken out, and dropped between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu

from app import theme
from app.views.commands import ids_of
from app.views.playlistdesk import PlaylistDesk, items_of
from app.views.playlistmodel import paths_of
from app.views.trackmenu import add
from app.views.tracktable import TrackTable
from app.words import tr
from core.domain import Track
from core.library.playlists import Node, NodeKind, PlaylistId

ENTRIES = "application/x-meander-entries"
"""The playlist's id, a colon, and ids of its entries joined by commas."""


class PlaylistTable(TrackTable):
    """`show_playlist` says whose rows these are; smart playlists are only read."""

    def __init__(self, desk: PlaylistDesk, *args: Any, **named: Any) -> None:
        """The other arguments are TrackTable's."""
        self._desk = desk
        self._id: PlaylistId | None = None
        self._by_hand = False
        self._drop_at = -1
        super().__init__(*args, **named)
        self.setAccessibleName(tr("Tracks of the playlist"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.drag_actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def show_playlist(self, node: Node) -> None:
        self._id, self._by_hand = node.id, node.kind is NodeKind.LIST
        self.setAcceptDrops(self._by_hand)

    @property
    def in_order(self) -> bool:
        """The rows stand as in the playlist, all of them: they can be moved."""
        return self._by_hand and self._model.arranged and not self._model.wish.query

    # -- keys and menu

    def _doing(self, event: QKeyEvent) -> Callable[[], object] | None:
        if self._by_hand and (do := self._arranging(event)):
            return do
        return super()._doing(event)

    def _arranging(self, event: QKeyEvent) -> Callable[[], object] | None:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if not event.modifiers():
                return self.take_selected
            case Qt.Key.Key_Up if alt:
                return lambda: self.step(-1)
            case Qt.Key.Key_Down if alt:
                return lambda: self.step(1)
        return None

    def take_selected(self) -> None:
        """Takes the selected rows out of the playlist; the files stay where they are."""
        keys = self.selected_keys()
        if self._id is None or not keys:
            return
        below = self._spans()[-1][1] + 1 - len(keys)
        self._desk.take(self._id, keys)
        self._after_taking = below

    _after_taking = -1

    def settle(self) -> None:
        """After rows were taken out the keyboard goes on with the next one."""
        row, self._after_taking = self._after_taking, -1
        if row >= 0 and self._model.rowCount() and not self.selectionModel().hasSelection():
            self.selectRow(min(row, self._model.rowCount() - 1))

    def step(self, by: int) -> None:
        """Moves the selected rows one place up (-1) or down (1)."""
        spans = self._spans()
        if self._id is None or not spans or not self.in_order:
            return
        to = spans[0][0] - 1 if by < 0 else spans[-1][1] + 2
        if 0 <= to <= self._model.rowCount():
            self._desk.reorder(self._id, self.selected_keys(), to)

    def menu_for(self, track: Track, row: int) -> QMenu:
        menu = super().menu_for(track, row)
        if self._by_hand:
            menu.addSeparator()
            add(menu, tr("Remove from this playlist"), "list-x", self.take_selected, "Del")
        return menu

    # -- dragging

    def mime(self) -> QMimeData | None:
        keys, ids = self.selected_keys(), self.selected_ids()
        if not keys or self._id is None:
            return None
        data = self._commands.mime(ids) if ids else QMimeData()
        if self.in_order:
            data.setData(ENTRIES, f"{self._id}:{','.join(map(str, keys))}".encode())
        return data

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._takes(event.mimeData()):
            super().dragEnterEvent(event)
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls near the edges
        if self._takes(event.mimeData()):
            self._point_at(self._row_before(event.position().toPoint()) if self.in_order else -1)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._point_at(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        at = self._row_before(event.position().toPoint()) if self.in_order else None
        self._point_at(-1)
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        if self.take_in(event.mimeData(), at):
            event.setDropAction(Qt.DropAction.CopyAction)  # what was dragged is ours to move
            event.accept()

    def stopAutoScroll(self) -> None:
        """Qt's is not to be called from Python: turning it off and on does it."""
        self.setAutoScroll(False)
        self.setAutoScroll(True)

    def take_in(self, data: QMimeData, at: int | None) -> bool:
        """What a drag brings, before row `at`; None: at the end."""
        if self._id is None or not self._takes(data):
            return False
        if own := self._own_entries(data):
            self._desk.reorder(self._id, own, self._model.rowCount() if at is None else at)
        elif ids := ids_of(data):
            self._desk.add(self._id, ids, at)
        else:
            self._desk.add_files(self._id, items_of(paths_of(data)), at)
        return True

    def _takes(self, data: QMimeData) -> bool:
        if not self._by_hand:
            return False
        if data.hasFormat(ENTRIES) and self._own_entries(data):
            return self.in_order
        return bool(ids_of(data) or paths_of(data))

    def _own_entries(self, data: QMimeData) -> list[int]:
        """Entries of this very playlist."""
        said = bytes(data.data(ENTRIES).data()).decode("ascii", "replace")
        playlist, _, keys = said.partition(":")
        if playlist != str(self._id):
            return []
        return [int(key) for key in keys.split(",") if key.isdigit()]

    def _row_before(self, at: QPoint) -> int:
        index: QModelIndex = self.indexAt(at)
        if not index.isValid():
            return self._model.rowCount()
        rect = self.visualRect(index)
        return index.row() + (at.y() > rect.center().y())

    def _point_at(self, row: int) -> None:
        if row != self._drop_at:
            self._drop_at = row
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_at < 0:
            return
        last = self._drop_at >= self._model.rowCount()
        above = self._drop_at - 1 if last else self._drop_at
        y = self.rowViewportPosition(above) + (self.rowHeight(above) if last else 0) if above >= 0 else 1
        painter = QPainter(self.viewport())
        painter.fillRect(0, max(0, y - 1), self.viewport().width(), 2, QColor(theme.current().accent))
