"""The queue as a Qt model: its rows with their tracks, and what is dragged out of it and into it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, QUrl, Signal

from app.player.queue import Change, Kind, Queue
from app.views.commands import MIME, MOST_FILES, ids_of
from app.words import tr
from core.domain import Track, TrackId

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROWS = "application/x-meander-queue-rows"
KEPT = 512
"""Tracks remembered."""


class QueueModel(QAbstractListModel):
    """The queue's rows as a Qt model. Tracks are fetched a page at a time, when they are looked at."""

    files_dropped = Signal(object, int)
    """Paths from outside, and the row they are to stand before."""

    def __init__(self, queue: Queue, fetch: Callable[[Sequence[TrackId]], list[Track]]) -> None:
        """fetch: the library's `tracks`."""
        super().__init__()
        self._queue, self._fetch = queue, fetch
        self._tracks: OrderedDict[TrackId, Track] = OrderedDict()
        self._begun: Callable[[], None] | None = None
        self.stops = False
        """The music stops after the current row."""
        queue.changing.connect(self._begin)
        queue.changed.connect(self._end)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._queue)

    def track(self, row: int) -> Track | None:
        """None when the library does not know it any more."""
        wanted = self._queue[row].track
        if wanted not in self._tracks:
            around = self._queue.tracks(max(0, row - 8), 32)
            for track in self._fetch([id for id in around if id not in self._tracks]):
                self._tracks[track.id] = track
            while len(self._tracks) > KEPT:
                self._tracks.popitem(last=False)
        return self._tracks.get(wanted)

    def renew(self, tracks: set[TrackId]) -> None:
        """The library has new words for these tracks."""
        known = tracks & self._tracks.keys()
        for id in known:
            del self._tracks[id]
        if known and self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        track = self.track(index.row())
        said = f"{track.title}, {track.artist}" if track else tr("A track that is gone")
        if index.row() != self._queue.index:
            return said
        plays = tr("{track}, playing") if not self.stops else tr("{track}, playing; the music stops after it")
        return plays.format(track=said)

    # -- following the queue

    def _begin(self, change: Change) -> None:
        first, last = change.first, change.first + change.count - 1
        match change.kind:
            case Kind.INSERTED:
                self.beginInsertRows(NOWHERE, first, last)
                self._begun = self.endInsertRows
            case Kind.REMOVED:
                self.beginRemoveRows(NOWHERE, first, last)
                self._begun = self.endRemoveRows
            case Kind.MOVED:
                self.beginMoveRows(NOWHERE, first, last, NOWHERE, change.to)
                self._begun = self.endMoveRows
            case Kind.RESET:
                self.beginResetModel()
                self._begun = self.endResetModel

    def _end(self, _change: Change) -> None:
        if self._begun is not None:
            end, self._begun = self._begun, None
            end()

    # -- dragging

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled)

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [ROWS, MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        rows = sorted(index.row() for index in indexes)
        data.setData(ROWS, ",".join(map(str, rows)).encode())
        ids = [self._queue[row].track for row in rows]
        data.setData(MIME, ",".join(map(str, ids)).encode())
        data.setUrls([QUrl.fromLocalFile(str(track.path)) for track in self._fetch(ids[:MOST_FILES])])
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Rows of this queue are moved, tracks and files from elsewhere are put in. Returns False always.

        Were it True, the view would remove the dragged rows: the queue has moved them already.
        """
        at = row if row >= 0 else parent.row() if parent.isValid() else len(self._queue)
        if data.hasFormat(ROWS):
            rows = bytes(data.data(ROWS).data()).decode().split(",")
            self._queue.move([int(each) for each in rows if each], at)
        elif ids := ids_of(data):
            self._queue.insert(at, ids)
        elif paths := [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]:
            self.files_dropped.emit(paths, at)
        return False
