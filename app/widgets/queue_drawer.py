"""What plays next, in the right panel: moved by mouse and keys, taken out and put back, kept as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import (
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app import icons, theme, words
from app.choices import Choices
from app.covers import Covers
from app.player.queue import Entry, Queue
from app.views.commands import TrackCommands, ids_of
from app.views.settings.parts import switch
from app.views.trackmenu import add, track_menu
from app.views.whole import Whole
from app.widgets import controls
from app.widgets.controls import IconButton, button, frame, label
from app.widgets.dropmark import mark_drops
from app.widgets.empty_state import EmptyState
from app.widgets.queue_model import NOWHERE, Index, QueueModel
from app.words import tr
from core.domain import Track, TrackId

ROW_HEIGHT, COVER = 52, 36
"""Height of a row and side of its cover, in pixels."""


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
        _line(painter, over, track.title if track else tr("Gone from the library"), self._title, ink)
        if track is not None:
            _line(painter, below, track.artist, self._artist, now.secondary)
        if plays and self._model.stops:
            icons.paint(
                painter, QRect(rect.right() - 32, rect.top(), 20, ROW_HEIGHT), "circle-stop", "accent"
            )
        elif track is not None:
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
    """The rows; Delete takes the selected ones out, Return plays, Alt with an arrow moves them."""

    play_row = Signal(int)
    take_asked = Signal(object)
    """Rows to take out."""
    stop_asked = Signal(bool)
    """Whether to stop after the current row."""
    bridge_asked = Signal(int)
    """Put a track between this row and the next."""

    def __init__(self, queue: Queue, model: QueueModel) -> None:
        super().__init__()
        self._queue, self._model = queue, model
        self.commands: TrackCommands | None = None
        """What the menu offers beside what belongs to the queue."""
        self.setModel(model)
        self.setAccessibleName(tr("Queue"))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        mark_drops(self)
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
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.take_asked.emit(self.rows())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.currentIndex().isValid():
                self.play_row.emit(self.currentIndex().row())
            case Qt.Key.Key_Up if alt:
                self.step(-1)
            case Qt.Key.Key_Down if alt:
                self.step(1)
            case _:
                super().keyPressEvent(event)

    def step(self, by: int) -> None:
        """Moves the selected rows one place up (-1) or down (1)."""
        rows = self.rows()
        to = (rows[0] - 1 if by < 0 else rows[-1] + 2) if rows else -1
        if 0 <= to <= len(self._queue):
            self._queue.move(rows, to)
            self.scrollTo(self.currentIndex())

    def keyboardSearch(self, search: str) -> None:
        """Off: Qt would read every row on the main thread."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        rows = self.rows()
        if not rows:
            return
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_for(rows).popup(at)

    def menu_for(self, rows: list[int]) -> QMenu:
        """What can be done with rows of the queue, and with the tracks in them."""
        menu, queue = controls.menu(self), self._queue
        add(menu, tr("Play"), "play", lambda: self.play_row.emit(rows[0]), "Return")
        add(menu, tr("Move up to play next"), "list-start", lambda: queue.move(rows, queue.index + 1))
        add(menu, tr("Move to the end"), "list-end", lambda: queue.move(rows, len(queue)))
        if queue.index in rows:
            stop = add(menu, tr("Stop after this"), "circle-stop", lambda: None)
            stop.setCheckable(True)
            stop.setChecked(self._model.stops)
            stop.toggled.connect(self.stop_asked)
        if len(rows) == 1 and queue.index <= rows[0] < len(queue) - 1:
            bridge = add(menu, tr("Insert a bridge"), "bridge", lambda: self.bridge_asked.emit(rows[0]))
            bridge.setToolTip(tr("A track that leads from this one to the next"))
        menu.addSeparator()
        add(menu, tr("Take out of the queue"), "list-x", lambda: self.take_asked.emit(rows), "Del")
        current = self._model.track(rows[0])
        if self.commands is not None and current is not None:
            menu.addSeparator()
            track = track_menu(menu, self.commands, [queue[row].track for row in rows], current, lambda: None)
            track.setTitle(tr("Track", "a piece of music") if len(rows) == 1 else tr("Tracks"))
            track.setIcon(icons.icon("music", "secondary", 16))
            menu.addMenu(track)
        return menu


class QueueDrawer(QWidget):
    """The queue with its one fact and what can be done with it as a whole."""

    play_row = Signal(int)
    cleared = Signal(list)
    """Entries were taken out: a list that `put_back` takes."""
    save_asked = Signal(object)
    """Make a playlist of these tracks."""
    stop_after_asked = Signal(bool)
    files_dropped = Signal(object, int)
    """Paths from outside, and the row they are to stand before."""
    bridge_asked = Signal(int)
    """Put a track between this row and the next."""

    def __init__(
        self, queue: Queue, fetch: Callable[[Sequence[TrackId]], list[Track]], covers: Covers
    ) -> None:
        super().__init__()
        self.setWindowTitle(tr("Queue"))
        self._queue = queue
        self._taken: tuple[list[Entry], list[int]] = [], []
        """What was taken out last, and where it stood."""
        self.model = QueueModel(queue, fetch)
        self.model.setParent(self)
        self.list = QueueList(queue, self.model)
        self.list.setItemDelegate(QueueRows(self.model, queue, covers, self.list))
        self._build()
        self._wire(covers)
        self._renew()

    def _build(self) -> None:
        self._fact = label("", "quiet", tabular=True)
        self._stop = IconButton(
            "circle-stop", tr("Stop after this track"), self._ask_to_stop, size=18, on="accent"
        )
        self._radio = IconButton("radio", tr("Start radio from the queue"), self._start_radio, size=18)
        self._radio.hide()
        self._save = IconButton("list-plus", tr("Save the queue as a playlist"), self._ask_to_save, size=18)
        self._clear = button(
            tr("Clear"), self._clear_ahead, kind="quiet", tip=tr("Take out all that is still to come")
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 12, 4)
        foot.setSpacing(2)
        foot.addWidget(self._fact, 1)
        for part in (self._stop, self._radio, self._save, self._clear):
            foot.addWidget(part)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        nothing = EmptyState(
            "list-video",
            tr("Nothing is queued"),
            tr("Play a track, or add some by their menu or by dragging."),
            narrow=True,
        )
        self._pages.addWidget(nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(foot)
        body = QHBoxLayout()
        body.setContentsMargins(12, 0, 4, 8)
        body.addWidget(self._pages)
        column.addLayout(body, 1)
        self._column = column
        self.setAcceptDrops(True)

    def _wire(self, covers: Covers) -> None:
        self.list.play_row.connect(self.play_row)
        self.list.take_asked.connect(self.take)
        self.list.stop_asked.connect(self.stop_after_asked)
        self.list.bridge_asked.connect(self.bridge_asked)
        self.model.files_dropped.connect(self.files_dropped)
        covers.arrived.connect(self.list.viewport().update)
        self._queue.changed.connect(lambda _change: self._renew())
        self._queue.index_changed.connect(self._follow)

    def set_commands(self, commands: TrackCommands) -> None:
        """Lets the menu of a row offer what can be done with its track."""
        self.list.commands = commands
        self._renew()

    def offer_auto_queue(self, choices: Choices) -> None:
        """A switch at the foot: radio goes on when the queue has run out."""
        self._column.addWidget(frame("hairline"))
        self._column.addWidget(
            switch(
                choices,
                "auto_queue",
                tr("Go on with radio"),
                tr("When the queue runs out, from what was in it."),
            )
        )

    def show_stop_after(self, on: bool) -> None:  # noqa: FBT001 - a slot for a signal of the same
        """The music stops after the track that plays, or goes on."""
        self.model.stops = on
        self._stop.setChecked(on)
        self.list.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Opens at what plays, with the one before it; what was heard long ago lies above."""
        super().showEvent(event)
        before = self.model.index(max(0, self._queue.index - 1))
        self.list.scrollTo(before, QAbstractItemView.ScrollHint.PositionAtTop)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Where there are no rows yet."""
        if ids_of(event.mimeData()) or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.model.dropMimeData(event.mimeData(), event.dropAction(), -1, 0, NOWHERE)
        event.acceptProposedAction()

    def take(self, rows: Sequence[int]) -> None:
        """Takes rows out; `cleared` offers them back."""
        if not rows:
            return
        entries = [self._queue[row] for row in rows]
        self._taken = entries, list(rows)
        self._queue.remove(rows)
        self.cleared.emit(entries)

    def put_back(self, entries: Sequence[Entry]) -> None:
        """Where they stood, as long as nothing else was taken out since; else at the end of the queue."""
        taken, rows = self._taken
        if list(entries) != taken:
            rows = list(range(len(self._queue), len(self._queue) + len(entries)))
        self._taken = [], []
        placed = enumerate(zip(rows, entries, strict=True))
        for (_, source), run in groupby(placed, key=lambda at: (at[1][0] - at[0], at[1][1].source)):
            each = [place for _, place in run]
            self._queue.insert(each[0][0], [entry.track for _, entry in each], source)

    # -- inside

    def _clear_ahead(self) -> None:
        self.take(range(self._queue.index + 1, len(self._queue)))

    def _ask_to_save(self) -> None:
        self.save_asked.emit(self._queue.tracks())

    def _start_radio(self) -> None:
        if self.list.commands is not None:
            self.list.commands.start_radio(self._queue.tracks(), Whole(label=tr("The queue")))

    def _ask_to_stop(self) -> None:
        on = self._stop.isChecked()
        self._stop.setChecked(self.model.stops)  # until whoever plays agrees
        self.stop_after_asked.emit(on)

    def _renew(self) -> None:
        ahead = self._queue.ahead if len(self._queue) else 0
        self._fact.setText(tr("%Ln track(s) to come", count=ahead) if ahead else "")
        self._clear.setVisible(ahead > 0)
        self._save.setVisible(len(self._queue) > 0)
        self._radio.setVisible(len(self._queue) > 0 and self.list.commands is not None)
        self._stop.setVisible(self._queue.index >= 0)
        self._pages.setCurrentIndex(0 if len(self._queue) else 1)

    def _follow(self, row: int) -> None:
        self._renew()
        self.list.viewport().update()
        if row >= 0 and self.isVisible():
            self.list.scrollTo(self.model.index(row), QAbstractItemView.ScrollHint.EnsureVisible)
