"""How a pick is drawn: its columns, its buttons, the curve of its shape."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app import icons, theme
from app.covers import Covers
from app.curves import Curves, Size
from app.radiodesk import RadioDesk
from app.views.delegates import MIDDLE, SCROLL_BAR, RowPainter
from app.views.why import in_short
from app.words import tr
from core.domain import Track

if TYPE_CHECKING:
    from app.views.radiolist import PickList
    from core.explore.radio.radio import Pick

Index = QModelIndex | QPersistentModelIndex
ROW, COVER, HEADER = 44, 36, 32
NUMBER, GAP = 32, 14
ACTION, ACTIONS_RIGHT = 30, 2
"""Side of a button, and what is free to its right."""
WHY_AT, WHY_FROM = 0.37, 600
"""Where the Why column begins, as a share of the width, and the width it needs to be shown at all."""
SHAPE, SHAPE_FROM = QSize(68, 36), 520
"""Of the curve, and the width of a row from which it is shown."""


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
            return tr("Not this  (X)")
        case Action.MORE:
            return tr("More  (Menu key)")


class Columns(NamedTuple):
    """Where things stand in a row; None where there is no room for them."""

    names: QRect
    why: QRect | None
    shape: QRect | None


def columns(rect: QRect) -> Columns:
    left, right = rect.left() + NUMBER + COVER + GAP, action_box(rect, Action.LIKE).left() - GAP
    shape = None
    if rect.width() >= SHAPE_FROM:
        top = rect.top() + (rect.height() - 1 - SHAPE.height()) // 2
        shape = QRect(right - SHAPE.width(), top, SHAPE.width(), SHAPE.height())
        right = shape.left() - GAP
    if rect.width() < WHY_FROM:
        return Columns(QRect(left, rect.top(), right - left, rect.height()), None, shape)
    middle = rect.left() + int(rect.width() * WHY_AT)
    names = QRect(left, rect.top(), middle - GAP - left, rect.height())
    return Columns(names, QRect(middle, rect.top(), right - middle, rect.height() - 1), shape)


def action_box(rect: QRect, action: Action) -> QRect:
    from_right = len(Action) - list(Action).index(action)
    left = rect.right() + 1 - ACTIONS_RIGHT - from_right * ACTION
    return QRect(left, rect.top() + (rect.height() - 1 - ACTION) // 2, ACTION, ACTION)


class PickDelegate(QStyledItemDelegate):
    def __init__(self, desk: RadioDesk, covers: Covers, curves: Curves, view: PickList) -> None:
        super().__init__(view)
        self._desk, self._covers, self._curves, self._view = desk, covers, curves, view
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
        # Where it is wanted: on the list, or on the picture that is dragged.
        rect = QRect(option.rect.topLeft(), self._view.row_rect(index).size())
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == self._view.hovered[0]
        self._rows.ground(painter, rect, selected=selected, hovered=hovered)
        if index == self._view.currentIndex() and self._view.hasFocus():
            self._rows.focus(painter, rect)
        number = QRect(rect.left() + 6, rect.top(), NUMBER - 12, rect.height() - 1)
        self._rows.text(painter, number, str(index.row() + 1), self._figures, self._rows.inks.quiet, MIDDLE)
        painter.setOpacity(self._view.opacity(pick.track_id))
        self._paint_pick(painter, rect, track, pick)
        painter.setOpacity(1.0)
        self._buttons(painter, rect, index.row(), liked=track.id in self._desk.likes)

    def _paint_pick(self, painter: QPainter, rect: QRect, track: Track, pick: Pick) -> None:
        inks, scale = self._rows.inks, painter.device().devicePixelRatio()
        top = rect.top() + (rect.height() - 1 - COVER) // 2
        painter.drawPixmap(rect.left() + NUMBER, top, self._covers.picture(track, COVER, scale))
        place = columns(rect)
        why = in_short(pick.reason)
        # Where there is no column for it, the reason stands behind the artist.
        below = track.artist if place.why is not None else " · ".join(filter(None, (track.artist, why)))
        names = place.names
        title = names.adjusted(0, 4, 0, -22) if below else names
        self._rows.text(painter, title, track.title, self._strong, inks.text)
        self._rows.text(painter, names.adjusted(0, 22, 0, -5), below, self._small, inks.quiet)
        if place.why is not None:
            self._rows.text(painter, place.why, why, self._plain, inks.secondary)
        if place.shape is not None:
            size = Size(SHAPE.width(), SHAPE.height(), scale)
            picture = self._curves.picture(track.id, size)
            if picture is not None:
                painter.drawPixmap(place.shape.topLeft(), picture)

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
            icons.paint(painter, box.adjusted(7, 7, -7, -7), action.value, role, filled=on)


class PickHeader(QWidget):
    """ "Coming up", "Why" and "Shape", over their columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEADER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        rect = QRect(0, 0, self.width() - SCROLL_BAR, HEADER)
        painter.fillRect(0, HEADER - 1, rect.width(), 1, now.hairline)
        painter.setFont(theme.font(11, 600))
        painter.setPen(now.quiet)
        place = columns(rect)
        names = QRect(place.names)
        names.setLeft(rect.left() + NUMBER)
        painter.drawText(names, Qt.AlignmentFlag.AlignVCenter, tr("Coming up"))
        for box, said in ((place.why, tr("Why")), (place.shape, tr("Shape"))):
            if box is not None:
                over = QRect(box.left(), rect.top(), box.width(), rect.height())
                painter.drawText(over, Qt.AlignmentFlag.AlignVCenter, said)
        painter.end()
