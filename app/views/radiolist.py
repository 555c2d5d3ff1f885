"""What radio plays next, and why: one painted row per pick, with its buttons."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app import icons, theme, words
from app.covers import Covers
from app.radiodesk import RadioDesk
from app.views.delegates import MIDDLE, SCROLL_BAR, RowPainter
from app.views.why import in_full, in_short
from app.words import tr
from core.domain import TrackId

if TYPE_CHECKING:
    from core.explore.radio import Pick

Index = QModelIndex | QPersistentModelIndex
ROW, COVER, HEADER = 48, 36, 32
NUMBER, GAP = 32, 12
ACTION, ACTIONS_RIGHT = 30, 2
"""Side of a button, and what is free to its right."""
WHY_AT, WHY_FROM = 0.38, 580
"""Where the Why column begins, as a share of the width, and the width it needs to be shown at all."""
NO_PARENT = QModelIndex()


class Action(Enum):
    """The buttons of a row, from left to right: its icon."""

    LIKE = "heart"
    NOT_THIS = "x"
    MORE = "ellipsis"


def tip(action: Action) -> str:
    match action:
        case Action.LIKE:
            return tr("More like this  (L)")
        case Action.NOT_THIS:
            return tr("Not this  (Delete)")
        case Action.MORE:
            return tr("More  (Menu key)")


class PickModel(QAbstractListModel):
    """The desk's picks. Rows that stay keep their selection while the plan around them changes."""

    def __init__(self, desk: RadioDesk) -> None:
        super().__init__(desk)
        self._desk = desk
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
            return f"{index.row() + 1}: {words.titled(track)}, {in_full(pick.reason)}"
        return None

    def pick(self, row: int) -> Pick | None:
        return self._picks[row] if 0 <= row < len(self._picks) else None

    def row_of(self, id: TrackId | None) -> int:
        return next((row for row, pick in enumerate(self._picks) if pick.track_id == id), -1)

    def _renew(self) -> None:
        """A dozen rows: one layout change that carries selection and current row along."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        held = [self._picks[index.row()].track_id for index in kept]
        self._picks = self._desk.picks
        self.changePersistentIndexList(
            kept, [self.index(row) if (row := self.row_of(id)) >= 0 else QModelIndex() for id in held]
        )
        self.layoutChanged.emit()


class PickDelegate(QStyledItemDelegate):
    def __init__(self, desk: RadioDesk, covers: Covers, view: PickList) -> None:
        super().__init__(view)
        self._desk, self._covers, self._view = desk, covers, view
        self._rows = RowPainter()
        self._strong, self._small, self._plain = theme.font(13, 500), theme.font(12), theme.font(13)
        self._figures = theme.font(13, tabular=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        pick = self._view.picks.pick(index.row())
        track = self._desk.track(pick.track_id) if pick else None
        if pick is None or track is None:
            return
        rect = self._view.row_rect(index)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == self._view.hovered[0]
        inks = self._rows.inks
        self._rows.ground(painter, rect, selected=selected, hovered=hovered)
        if index == self._view.currentIndex() and self._view.hasFocus():
            self._rows.focus(painter, rect)
        number = QRect(rect.left() + 6, rect.top(), NUMBER - 12, rect.height() - 1)
        self._rows.text(painter, number, str(index.row() + 1), self._figures, inks.quiet, MIDDLE)
        top = rect.top() + (rect.height() - 1 - COVER) // 2
        picture = self._covers.picture(track, COVER, painter.device().devicePixelRatio())
        painter.drawPixmap(rect.left() + NUMBER, top, picture)
        names, why = columns(rect)
        title = names.adjusted(0, 6, 0, -24) if track.artist else names
        self._rows.text(painter, title, track.title, self._strong, inks.text)
        self._rows.text(painter, names.adjusted(0, 24, 0, -6), track.artist, self._small, inks.quiet)
        if why is not None:
            self._rows.text(painter, why, in_short(pick.reason), self._plain, inks.secondary)
        self._buttons(painter, rect, index.row(), liked=track.id in self._desk.likes)

    def _buttons(self, painter: QPainter, rect: QRect, row: int, *, liked: bool) -> None:
        for action in Action:
            box = action_box(rect, action)
            under = self._view.hovered == (row, action)
            if under:
                painter.save()
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._rows.inks.button)
                painter.drawRoundedRect(box, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
                painter.restore()
            on = action is Action.LIKE and liked
            role = "love" if on else "text" if under else "secondary"
            icons.paint(painter, box.adjusted(6, 6, -6, -6), action.value, role, filled=on)


def columns(rect: QRect) -> tuple[QRect, QRect | None]:
    """Where title and artist stand, and where the reason does (None where there is no room for it)."""
    left, right = rect.left() + NUMBER + COVER + GAP, action_box(rect, Action.LIKE).left() - GAP
    middle = rect.left() + int(rect.width() * WHY_AT)
    if rect.width() < WHY_FROM:
        return QRect(left, rect.top(), right - left, rect.height()), None
    names = QRect(left, rect.top(), middle - GAP - left, rect.height())
    return names, QRect(middle, rect.top(), right - middle, rect.height() - 1)


def action_box(rect: QRect, action: Action) -> QRect:
    from_right = len(Action) - list(Action).index(action)
    left = rect.right() + 1 - ACTIONS_RIGHT - from_right * ACTION
    return QRect(left, rect.top() + (rect.height() - 1 - ACTION) // 2, ACTION, ACTION)


class PickHeader(QWidget):
    """ "Coming up" and "Why", over their columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEADER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        rect = QRect(0, 0, self.width() - SCROLL_BAR, HEADER)
        painter.fillRect(0, HEADER - 1, rect.width(), 1, now.hairline)
        painter.setFont(theme.font(11, 600))
        painter.setPen(now.quiet)
        names, why = columns(rect)
        names.setLeft(rect.left() + NUMBER)
        painter.drawText(names, Qt.AlignmentFlag.AlignVCenter, tr("Coming up"))
        if why is not None:
            painter.drawText(why, Qt.AlignmentFlag.AlignVCenter, tr("Why"))


class PickList(QListView):
    """Return plays, L likes, Delete says "not this", the Menu key opens the menu."""

    acted = Signal(object, object)
    """(Action, TrackId): a button, or its key."""
    play_asked = Signal(object)
    menu_asked = Signal(object, QPoint)
    """TrackId, and where on the screen."""
    chosen = Signal()
    """The selection is another."""

    def __init__(self, desk: RadioDesk, covers: Covers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picks = PickModel(desk)
        self.hovered: tuple[int, Action | None] = (-1, None)
        self.setModel(self.picks)
        self.setItemDelegate(PickDelegate(desk, covers, self))
        self.setAccessibleName(tr("Coming up"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        covers.arrived.connect(self.viewport().update)
        desk.changed.connect(self.viewport().update)
        self.doubleClicked.connect(lambda index: self._with(index.row(), self.play_asked.emit))
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen.emit())

    @property
    def selected(self) -> TrackId | None:
        rows = self.selectionModel().selectedIndexes()
        pick = self.picks.pick(rows[0].row()) if rows else None
        return pick.track_id if pick else None

    def row_rect(self, index: Index) -> QRect:
        """Where a row is painted: of one width, whether there is a scroll bar or not."""
        rect = self.visualRect(index)
        rect.setWidth(self.width() - SCROLL_BAR)
        return rect

    def _with(self, row: int, do: Callable[[TrackId], object]) -> None:
        pick = self.picks.pick(row)
        if pick is not None:
            do(pick.track_id)

    def _under(self, at: QPoint) -> tuple[int, Action | None]:
        index = self.indexAt(at)
        rect = self.row_rect(index)
        action = next((a for a in Action if index.isValid() and action_box(rect, a).contains(at)), None)
        return index.row(), action

    # -- mouse

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
        keys: dict[int, Callable[[TrackId], object]] = {
            Qt.Key.Key_Return: self.play_asked.emit,
            Qt.Key.Key_Enter: self.play_asked.emit,
            Qt.Key.Key_L: lambda id: self.acted.emit(Action.LIKE, id),
            Qt.Key.Key_Delete: lambda id: self.acted.emit(Action.NOT_THIS, id),
        }
        do = keys.get(event.key())
        if do is None or row < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self._with(row, do)

    def keyboardSearch(self, search: str) -> None:
        """Off: letters are shortcuts here."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        at = event.globalPos()
        if by_key:
            at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(NUMBER, 0))
        self._with(index.row(), lambda id: self.menu_asked.emit(id, at))
