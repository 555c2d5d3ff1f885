"""What radio plays next, and why: a list that can be judged, put in order, added to and taken from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEasingCurve,
    QEvent,
    QMimeData,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip, QWidget

from app import theme, words
from app.covers import Covers
from app.curves import Curves
from app.radiodesk import RadioDesk
from app.views.commands import MIME, TrackCommands, ids_of
from app.views.delegates import SCROLL_BAR
from app.views.radiorows import NUMBER, Action, Index, PickDelegate, action_box, tip
from app.views.why import in_full
from app.widgets.dropmark import mark_drops
from app.words import tr
from core.domain import TrackId

if TYPE_CHECKING:
    from core.explore.radio.radio import Pick

NO_PARENT = QModelIndex()
OWN = "application/x-meander-pick"
"""A pick that is dragged within the list: its track's id."""
FADE_MS = 150


class PickModel(QAbstractListModel):
    """The desk's picks. Rows that stay keep their selection while the plan around them changes."""

    renewed = Signal(object)
    """Ids of the rows that were not there before; none when the list was empty."""

    def __init__(self, desk: RadioDesk, commands: TrackCommands) -> None:
        super().__init__(desk)
        self._desk, self._commands = desk, commands
        self._picks: tuple[Pick, ...] = ()
        desk.changed.connect(self._renew)
        self._renew()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._picks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        pick = self.pick(index.row())
        track = self._desk.track(pick.track_id) if pick else None
        if pick is None or track is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{track.title}, {track.artist}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            liked = tr("liked") if track.id in self._desk.likes else ""
            said = (f"{index.row() + 1}: {words.titled(track)}", liked, in_full(pick.reason))
            return ", ".join(filter(None, said))
        return None

    def pick(self, row: int) -> Pick | None:
        return self._picks[row] if 0 <= row < len(self._picks) else None

    def row_of(self, id: TrackId | None) -> int:
        return next((row for row, pick in enumerate(self._picks) if pick.track_id == id), -1)

    def _renew(self) -> None:
        """Twenty rows: one layout change that carries selection and current row along."""
        before = {pick.track_id for pick in self._picks}
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        held = [self._picks[index.row()].track_id for index in kept]
        self._picks = self._desk.picks
        self.changePersistentIndexList(
            kept, [self.index(row) if (row := self.row_of(id)) >= 0 else QModelIndex() for id in held]
        )
        self.layoutChanged.emit()
        fresh = {pick.track_id for pick in self._picks} - before if before else set()
        if fresh:
            self.renewed.emit(frozenset(fresh))

    # -- dragging

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled)

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [OWN, MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        ids = [pick.track_id for index in indexes if (pick := self.pick(index.row()))]
        data = self._commands.mime(ids)
        data.setData(OWN, ",".join(map(str, ids)).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """A pick is moved, tracks from elsewhere are put in. Returns False always: were it True, the view
        would remove the dragged row, which the desk has moved already."""
        at = row if row >= 0 else parent.row() if parent.isValid() else len(self._picks)
        ids = ids_of(data)
        if data.hasFormat(OWN) and ids:
            before = self.row_of(ids[0])
            self._desk.move_pick(ids[0], at - 1 if 0 <= before < at else at)
        else:
            for offset, id in enumerate(ids):
                self._desk.add_pick(id, at + offset)
        return False


class PickList(QListView):
    """Return plays, L likes, X says "not this", Delete takes out, Alt+Up and Alt+Down move, the Menu key
    opens the menu."""

    acted = Signal(object, object)
    """(Action, TrackId): a button, or its key."""
    play_asked = Signal(object)
    remove_asked = Signal(object)
    move_asked = Signal(object, int)
    """TrackId, and one row down (1) or up (-1)."""
    menu_asked = Signal(object, QPoint)
    """TrackId, and where on the screen."""
    chosen = Signal()
    """The selection is another."""

    def __init__(
        self,
        desk: RadioDesk,
        covers: Covers,
        curves: Curves,
        commands: TrackCommands,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.picks = PickModel(desk, commands)
        self.hovered: tuple[int, Action | None] = (-1, None)
        self._new: frozenset[TrackId] = frozenset()
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.setDuration(FADE_MS)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.valueChanged.connect(lambda _value: self.viewport().update())
        self._fade.finished.connect(self._faded)
        self.setModel(self.picks)
        self.setItemDelegate(PickDelegate(desk, covers, curves, self))
        self.setAccessibleName(tr("Coming up"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        mark_drops(self)
        covers.arrived.connect(self.viewport().update)
        curves.arrived.connect(self.viewport().update)
        desk.changed.connect(self.viewport().update)
        self.picks.renewed.connect(self._show_new)
        self.doubleClicked.connect(lambda index: self._with(index.row(), self.play_asked.emit))
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen.emit())

    @property
    def selected(self) -> TrackId | None:
        rows = self.selectionModel().selectedIndexes()
        pick = self.picks.pick(rows[0].row()) if rows else None
        return pick.track_id if pick else None

    def select(self, id: TrackId) -> None:
        row = self.picks.row_of(id)
        if row >= 0:
            self.setCurrentIndex(self.picks.index(row))

    def row_rect(self, index: Index) -> QRect:
        """Where a row is painted: of one width, whether there is a scroll bar or not."""
        rect = self.visualRect(index)
        rect.setWidth(self.width() - SCROLL_BAR)
        return rect

    # -- new rows come in gently

    def opacity(self, id: TrackId) -> float:
        return float(self._fade.currentValue() or 0.0) if id in self._new else 1.0

    def _show_new(self, fresh: frozenset[TrackId]) -> None:
        if theme.motion() and self.isVisible():
            self._new = fresh
            self._fade.stop()
            self._fade.start()

    def _faded(self) -> None:
        self._new = frozenset()

    # -- mouse

    def _with(self, row: int, do: Callable[[TrackId], object]) -> None:
        pick = self.picks.pick(row)
        if pick is not None:
            do(pick.track_id)

    def _under(self, at: QPoint) -> tuple[int, Action | None]:
        index = self.indexAt(at)
        rect = self.row_rect(index)
        action = next((a for a in Action if index.isValid() and action_box(rect, a).contains(at)), None)
        return index.row(), action

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._under(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover((-1, None))
        super().leaveEvent(event)

    def _hover(self, under: tuple[int, Action | None]) -> None:
        if under != self.hovered:
            self.hovered = under
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if under[1] else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row, action = self._under(event.position().toPoint())
        if action is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif action is Action.MORE:
            box = action_box(self.row_rect(self.picks.index(row)), action)
            at = self.viewport().mapToGlobal(box.bottomLeft())
            self._with(row, lambda id: self.menu_asked.emit(id, at))
        else:
            self._with(row, lambda id: self.acted.emit(action, id))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._under(event.position().toPoint())[1] is None:
            super().mouseDoubleClickEvent(event)
        else:  # two quick clicks on a button are two clicks
            self.mousePressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row, action = self._under(event.pos())
            pick = self.picks.pick(row)
            text = tip(action) if action else in_full(pick.reason) if pick else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        do = self._keys(event).get(event.key())
        if do is None or row < 0:
            super().keyPressEvent(event)
        else:
            self._with(row, do)

    def _keys(self, event: QKeyEvent) -> dict[int, Callable[[TrackId], object]]:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier:
            return {
                Qt.Key.Key_Up: lambda id: self.move_asked.emit(id, -1),
                Qt.Key.Key_Down: lambda id: self.move_asked.emit(id, 1),
            }
        if held:
            return {}
        return {
            Qt.Key.Key_Return: self.play_asked.emit,
            Qt.Key.Key_Enter: self.play_asked.emit,
            Qt.Key.Key_L: lambda id: self.acted.emit(Action.LIKE, id),
            Qt.Key.Key_X: lambda id: self.acted.emit(Action.NOT_THIS, id),
            Qt.Key.Key_Delete: self.remove_asked.emit,
        }

    def keyboardSearch(self, search: str) -> None:
        """Off: letters are shortcuts here."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        at = event.globalPos()
        if by_key:
            at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(NUMBER, 0))
        self._with(index.row(), lambda id: self.menu_asked.emit(id, at))
