"""What plays next, in the right panel: drag to reorder, double-click to play, Delete to take out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app import icons, theme, words
from app.covers import Covers
from app.player.queue import Change, Entry, Kind, Queue
from app.views.commands import MIME, ids_of
from app.widgets import controls
from app.widgets.controls import button, label
from app.widgets.empty_state import EmptyState
from core.domain import Track, TrackId

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROWS = "application/x-meander-queue-rows"
ROW_HEIGHT, COVER, KEPT = 52, 36, 512
"""Height of a row and side of its cover in pixels; tracks remembered."""


class QueueModel(QAbstractListModel):
    """The queue's rows as a Qt model. Tracks are fetched a page at a time, when they are looked at."""

    def __init__(self, queue: Queue, fetch: Callable[[Sequence[TrackId]], list[Track]]) -> None:
        """fetch: the library's `tracks`."""
        super().__init__()
        self._queue, self._fetch = queue, fetch
        self._tracks: OrderedDict[TrackId, Track] = OrderedDict()
        self._begun: Callable[[], None] | None = None
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
        said = f"{track.title}, {track.artist}" if track else "A track that is gone"
        return f"{said}, playing" if index.row() == self._queue.index else said

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
        return [ROWS, MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(ROWS, ",".join(str(index.row()) for index in indexes).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Rows of this queue are moved, tracks from elsewhere are put in. Returns False always.

        Were it True, the view would remove the dragged rows: the queue has moved them already.
        """
        at = row if row >= 0 else parent.row() if parent.isValid() else len(self._queue)
        if data.hasFormat(ROWS):
            rows = bytes(data.data(ROWS).data()).decode().split(",")
            self._queue.move([int(each) for each in rows if each], at)
        elif ids := ids_of(data):
            self._queue.insert(at, ids)
        return False


class QueueRows(QStyledItemDelegate):
    """Cover, title over artist, length; the playing one in the accent."""

    def __init__(self, model: QueueModel, queue: Queue, covers: Covers, view: QListView) -> None:
        super().__init__(view)
        self._model, self._queue, self._covers = model, queue, covers
        self._title, self._artist = theme.font(13, 500), theme.font(12)
        self._length = theme.font(12, tabular=True)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, rect = theme.current(), QRect(option.rect)
        track, plays = self._model.track(index.row()), index.row() == self._queue.index
        self._paint_ground(painter, option)
        cover = QRect(rect.left() + 8, rect.top() + (ROW_HEIGHT - COVER) // 2, COVER, COVER)
        text = rect.adjusted(8 + COVER + 12, 0, -56, 0)
        if track is not None:
            scale = painter.device().devicePixelRatio()
            painter.drawPixmap(cover.topLeft(), self._covers.picture(track, COVER, scale))
        two_lines = track is not None and bool(track.artist)
        over = text.adjusted(0, 8, 0, -ROW_HEIGHT // 2) if two_lines else text
        below = text.adjusted(0, ROW_HEIGHT // 2, 0, -8)
        ink = now.accent if plays else now.text if index.row() > self._queue.index else now.secondary
        _line(painter, over, track.title if track else "Gone from the library", self._title, ink)
        if track is not None:
            _line(painter, below, track.artist, self._artist, now.secondary)
            painter.setFont(self._length)
            painter.setPen(QColor(now.quiet))
            painter.drawText(
                rect.adjusted(0, 0, -10, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                words.length(track.duration),
            )

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        now = theme.current()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if not (selected or focused or option.state & QStyle.StateFlag.State_MouseOver):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(now.accent) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.row if selected else now.hover))
        box = QRect(option.rect).adjusted(1, 1, -2, -2)
        painter.drawRoundedRect(box, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        painter.restore()


def _line(painter: QPainter, rect: QRect, text: str, font: object, ink: str) -> None:
    painter.setFont(font)  # type: ignore[arg-type]
    painter.setPen(QColor(ink))
    short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)


class QueueList(QListView):
    """The rows; Delete takes the selected ones out, Return plays."""

    play_row = Signal(int)

    def __init__(self, queue: Queue) -> None:
        super().__init__()
        self._queue = queue
        self.setAccessibleName("Queue")
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT // 2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.play_row.emit(index.row()))

    def rows(self) -> list[int]:
        """The selected rows, in order."""
        spans = self.selectionModel().selection()
        each = (spans.at(number) for number in range(spans.size()))
        return sorted(row for span in each for row in range(span.top(), span.bottom() + 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._queue.remove(self.rows())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.currentIndex().isValid():
                self.play_row.emit(self.currentIndex().row())
            case _:
                super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Off: Qt would read every row on the main thread."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        rows = self.rows()
        if not rows:
            return
        menu = controls.menu(self)
        queue = self._queue

        def add(text: str, icon: str, act: Callable[[], object]) -> None:
            menu.addAction(icons.icon(icon, size=16), text).triggered.connect(lambda _checked=False: act())

        add("Play", "play", lambda: self.play_row.emit(rows[0]))
        add("Play next", "list-start", lambda: queue.move(rows, queue.index + 1))
        add("Move to the end", "list-end", lambda: queue.move(rows, len(queue)))
        menu.addSeparator()
        add("Take out of the queue", "x", lambda: queue.remove(rows))
        menu.popup(event.globalPos())


class QueueDrawer(QWidget):
    """The queue with its one fact and what can be done with it as a whole."""

    play_row = Signal(int)
    cleared = Signal(list)
    """All that was still to come is gone: its entries, which `put_back` takes."""

    def __init__(
        self, queue: Queue, fetch: Callable[[Sequence[TrackId]], list[Track]], covers: Covers
    ) -> None:
        super().__init__()
        self.setWindowTitle("Queue")
        self._queue = queue
        self.model = QueueModel(queue, fetch)
        self.model.setParent(self)
        self.list = QueueList(queue)
        self.list.setItemDelegate(QueueRows(self.model, queue, covers, self.list))
        self.list.setModel(self.model)
        self.list.play_row.connect(self.play_row)
        self._fact = label("", "quiet", tabular=True)
        self._clear = button(
            "Clear", self._clear_ahead, kind="quiet", tip="Take out all that is still to come"
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 12, 4)
        foot.addWidget(self._fact, 1)
        foot.addWidget(self._clear)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(
            EmptyState(
                "list-video", "Nothing is queued", "Play a track, or add some by their menu or by dragging."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(foot)
        body = QHBoxLayout()
        body.setContentsMargins(12, 0, 4, 8)
        body.addWidget(self._pages)
        column.addLayout(body, 1)
        covers.arrived.connect(self.list.viewport().update)
        queue.changed.connect(lambda _change: self._renew())
        queue.index_changed.connect(self._follow)
        self._renew()

    def showEvent(self, event: QShowEvent) -> None:
        """Opens at what plays, with the one before it; what was heard long ago lies above."""
        super().showEvent(event)
        before = self.model.index(max(0, self._queue.index - 1))
        self.list.scrollTo(before, QAbstractItemView.ScrollHint.PositionAtTop)

    def _clear_ahead(self) -> None:
        ahead = [self._queue[row] for row in range(self._queue.index + 1, len(self._queue))]
        self._queue.clear_ahead()
        self.cleared.emit(ahead)

    def put_back(self, entries: Sequence[Entry]) -> None:
        """At the end of the queue, whatever plays meanwhile."""
        for source, each in groupby(entries, key=lambda entry: entry.source):
            self._queue.add([entry.track for entry in each], source)

    def _renew(self) -> None:
        ahead = self._queue.ahead if len(self._queue) else 0
        self._fact.setText(f"{words.counted(ahead, 'track', 'tracks')} to come" if ahead else "")
        self._clear.setVisible(ahead > 0)
        self._pages.setCurrentIndex(0 if len(self._queue) else 1)

    def _follow(self, row: int) -> None:
        self._renew()
        self.list.viewport().update()
        if row >= 0 and self.isVisible():
            self.list.scrollTo(self.model.index(row), QAbstractItemView.ScrollHint.EnsureVisible)
