"""Past radios: to go on with, to keep as a playlist, to rename, to remove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from app import icons, theme, words
from app.covers import Covers
from app.radiodesk import RadioDesk
from app.radiowords import name_of_radio
from app.views.delegates import RIGHT, SCROLL_BAR, RowPainter
from app.views.radiorows import Index
from app.views.reading import Reader
from app.views.trackmenu import add
from app.widgets import controls
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.domain import Track, TrackId
from core.library.radios import PastRadio, Radios
from core.library.tracks import Library

ROW, COVER = 56, 40
ACTION, ACTIONS_RIGHT = 32, 4
FACTS = 250
"""Pixels for when and how long, and the row width from which they have a column of their own."""
FACTS_FROM = 560
NO_PARENT = QModelIndex()


class Deed(Enum):
    """The buttons of a row, from left to right: its icon."""

    CONTINUE = "play"
    MORE = "ellipsis"


@dataclass(frozen=True, slots=True)
class Detail:
    """cover: a track whose cover stands for it. tracks: how many have played in it."""

    cover: Track | None
    tracks: int


def read(library: Library) -> tuple[tuple[PastRadio, ...], dict[int, Detail]]:
    """On the pool: all that are kept, the latest first."""
    kept = Radios(library)
    radios = tuple(kept.all())
    found: dict[int, tuple[TrackId | None, int]] = {}
    for past in radios:
        played = kept.tracks(past.id)
        sown = [id for seed in past.seeds for id in seed.tracks]
        found[past.id] = next(iter([*sown, *played]), None), len(played)
    covers = {id for id, _count in found.values() if id is not None}
    tracks = {track.id: track for track in library.tracks(list(covers))}
    return radios, {
        radio: Detail(tracks.get(id) if id is not None else None, count)
        for radio, (id, count) in found.items()
    }


class PastModel(QAbstractListModel):
    renamed = Signal(int, str)

    def __init__(self, desk: RadioDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._radios: tuple[PastRadio, ...] = ()
        self._details: Mapping[int, Detail] = {}

    def show_radios(self, radios: tuple[PastRadio, ...], details: Mapping[int, Detail]) -> None:
        self._details = details
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        held = [self._radios[index.row()].id for index in kept]
        self._radios = radios
        rows = {past.id: row for row, past in enumerate(radios)}
        moved = [self.index(rows[id]) if id in rows else QModelIndex() for id in held]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def radio(self, row: int) -> PastRadio | None:
        return self._radios[row] if 0 <= row < len(self._radios) else None

    def detail(self, past: PastRadio) -> Detail:
        return self._details.get(past.id, Detail(None, 0))

    def facts(self, past: PastRadio) -> str:
        """ "yesterday · 1 h 24 · 23 tracks"."""
        tracks = self.detail(past).tracks
        plays = past.id == self._desk.radio_id
        return " · ".join(
            (
                tr("playing now") if plays else words.ago(past.touched_at),
                words.elapsed(self._desk.heard if plays else past.heard),
                *([tr("%Ln track(s)", count=tracks)] if tracks else []),
            )
        )

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._radios)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        past = self.radio(index.row())
        if past is None:
            return None
        name = name_of_radio(past.seeds, past.name)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {self.facts(past)}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        past = self.radio(index.row())
        if past is None or role != Qt.ItemDataRole.EditRole:
            return False
        name = str(value).strip()
        if name != name_of_radio(past.seeds, past.name):
            self.renamed.emit(past.id, name)
        return True


class PastDelegate(QStyledItemDelegate):
    def __init__(self, desk: RadioDesk, covers: Covers, view: PastList) -> None:
        super().__init__(view)
        self._desk, self._covers, self._view = desk, covers, view
        self._rows = RowPainter()
        self._strong, self._small = theme.font(13, 500), theme.font(12, tabular=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        past = self._view.radios.radio(index.row())
        if past is None:
            return
        rect, inks = self._view.row_rect(index), self._rows.inks
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._rows.ground(painter, rect, selected=selected, hovered=index.row() == self._view.hovered[0])
        if index == self._view.currentIndex() and self._view.hasFocus():
            self._rows.focus(painter, rect)
        top = rect.top() + (rect.height() - 1 - COVER) // 2
        self._cover(painter, QRect(rect.left() + 8, top, COVER, COVER), past)
        plays = past.id == self._desk.radio_id
        names, facts = places(rect)
        self._rows.text(
            painter,
            names.adjusted(0, 8, 0, -26),
            name_of_radio(past.seeds, past.name),
            self._strong,
            inks.accent if plays else inks.text,
        )
        said = self._view.radios.facts(past)
        grown = name_of_radio(past.seeds) if past.name else said if facts is None else seeds_in_words(past)
        self._rows.text(painter, names.adjusted(0, 27, 0, -8), grown, self._small, inks.quiet)
        if facts is not None:
            self._rows.text(painter, facts, said, self._small, inks.secondary, RIGHT)
        for deed in Deed:
            self._button(painter, deed_box(rect, deed), deed, under=self._view.hovered == (index.row(), deed))

    def _cover(self, painter: QPainter, box: QRect, past: PastRadio) -> None:
        track = self._view.radios.detail(past).cover
        if track is not None:
            scale = painter.device().devicePixelRatio()
            painter.drawPixmap(box.topLeft(), self._covers.picture(track, COVER, scale))
        else:
            icons.paint(painter, box.adjusted(10, 10, -10, -10), "radio", "quiet")

    def _button(self, painter: QPainter, box: QRect, deed: Deed, *, under: bool) -> None:
        if under:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._rows.inks.button)
            painter.drawRoundedRect(box, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
            painter.restore()
        role = "text" if under else "secondary"
        icons.paint(painter, box.adjusted(8, 8, -8, -8), deed.value, role, filled=deed is Deed.CONTINUE)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        names, _facts = places(self._view.row_rect(index))
        editor.setGeometry(names.adjusted(-10, 11, 0, -12))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = QLineEdit(parent)
        made.setFont(theme.font(13, 500))
        made.setAccessibleName(tr("Name of this radio; empty: as its seeds tell"))
        return made

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


def seeds_in_words(past: PastRadio) -> str:
    """What else there is to tell of one whose seeds are its name: when it began."""
    return tr("begun {when}").format(when=words.ago(past.started_at))


def places(rect: QRect) -> tuple[QRect, QRect | None]:
    """Where the name stands, and the facts where there is room for them."""
    left, right = rect.left() + 8 + COVER + 14, deed_box(rect, Deed.CONTINUE).left() - 14
    if rect.width() < FACTS_FROM:
        return QRect(left, rect.top(), right - left, rect.height()), None
    facts = QRect(right - FACTS, rect.top(), FACTS, rect.height() - 1)
    return QRect(left, rect.top(), facts.left() - 14 - left, rect.height()), facts


def deed_box(rect: QRect, deed: Deed) -> QRect:
    from_right = len(Deed) - list(Deed).index(deed)
    left = rect.right() + 1 - ACTIONS_RIGHT - from_right * ACTION
    return QRect(left, rect.top() + (rect.height() - 1 - ACTION) // 2, ACTION, ACTION)


class PastList(QListView):
    """Return goes on with a radio, F2 renames, Delete removes, the Menu key opens the menu."""

    def __init__(self, desk: RadioDesk, covers: Covers) -> None:
        super().__init__()
        self._desk = desk
        self.radios = PastModel(desk, self)
        self.hovered: tuple[int, Deed | None] = (-1, None)
        self.setModel(self.radios)
        self.setItemDelegate(PastDelegate(desk, covers, self))
        self.setAccessibleName(tr("Past radios"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        covers.arrived.connect(self.viewport().update)
        self.radios.renamed.connect(desk.rename_radio)
        self.doubleClicked.connect(lambda index: self._with(index.row(), desk.reopen))

    def row_rect(self, index: Index) -> QRect:
        rect = self.visualRect(index)
        rect.setWidth(self.width() - SCROLL_BAR)
        return rect

    def _with(self, row: int, do: Callable[[int], object]) -> None:
        past = self.radios.radio(row)
        if past is not None:
            do(past.id)

    def _under(self, at: QPoint) -> tuple[int, Deed | None]:
        index = self.indexAt(at)
        rect = self.row_rect(index)
        deed = next((each for each in Deed if index.isValid() and deed_box(rect, each).contains(at)), None)
        return index.row(), deed

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._under(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover((-1, None))
        super().leaveEvent(event)

    def _hover(self, under: tuple[int, Deed | None]) -> None:
        if under != self.hovered:
            self.hovered = under
            hand = Qt.CursorShape.PointingHandCursor if under[1] else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(hand)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row, deed = self._under(event.position().toPoint())
        if deed is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif deed is Deed.CONTINUE:
            self._with(row, self._desk.reopen)
        else:
            box = deed_box(self.row_rect(self.radios.index(row, 0)), deed)
            self.open_menu(row, self.viewport().mapToGlobal(box.bottomLeft()))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            deed = self._under(event.pos())[1]
            tips = {Deed.CONTINUE: tr("Go on with it  (Return)"), Deed.MORE: tr("More  (Menu key)")}
            QToolTip.showText(event.globalPos(), tips[deed] if deed else "", self)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        editing = self.state() == QAbstractItemView.State.EditingState
        if row < 0 or editing:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._with(row, self._desk.reopen)
        elif event.key() == Qt.Key.Key_Delete:
            self._with(row, self._desk.remove_radio)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        at = event.globalPos()
        if by_key:
            at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(COVER, 0))
        if index.isValid():
            self.open_menu(index.row(), at)

    def open_menu(self, row: int, at: QPoint) -> None:
        past, desk = self.radios.radio(row), self._desk
        if past is None:
            return
        id = past.id
        menu = controls.menu(self)
        add(menu, tr("Go on with it"), "play", lambda: desk.reopen(id), "Return")
        add(menu, tr("Begin it anew"), "radio", lambda: desk.start(past.seeds, past.steering))
        add(menu, tr("Save as playlist"), "list-plus", lambda: desk.save_as_playlist(id))
        menu.addSeparator()
        add(menu, tr("Rename"), "pencil", lambda: self.edit(self.radios.index(row, 0)), "F2")
        add(menu, tr("Remove"), "trash-2", lambda: desk.remove_radio(id), "Delete")
        menu.popup(at)


class PastPage(QWidget):
    """The list, or a word where there is none yet."""

    def __init__(self, desk: RadioDesk, library: Library, covers: Covers) -> None:
        super().__init__()
        self._desk, self._library = desk, library
        self._reader = Reader(self)
        self.list = PastList(desk, covers)
        self._none = EmptyState(
            "history",
            tr("No past radios yet"),
            tr("Every radio you listen to is kept here, with its seeds and what you said about it."),
        )
        self._pages = QStackedLayout()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._pages)
        desk.past_changed.connect(self.renew)
        desk.changed.connect(self.list.viewport().update)

    def showEvent(self, event: QShowEvent) -> None:
        self.renew()
        super().showEvent(event)

    def renew(self) -> None:
        if not self.isVisible():
            return
        self._reader.ask(partial(read, self._library), self._show)

    def _show(self, found: tuple[tuple[PastRadio, ...], Mapping[int, Detail]]) -> None:
        radios = found[0]
        self.list.radios.show_radios(*found)
        self._pages.setCurrentWidget(self.list if radios else self._none)
        if radios and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.list.radios.index(0, 0))

    def close_down(self) -> None:
        self._reader.close()
