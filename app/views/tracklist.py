"""The tracks of an album or of a page, under the headings of its discs. As high as what it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app import icons, theme, words
from app.cells import trouble
from app.views.commands import TrackCommands
from app.views.delegates import RIGHT, RowPainter
from app.views.trackmenu import track_menu
from app.widgets.page import Page
from app.widgets.rating import stars_of
from app.widgets.typeahead import Typed
from app.words import tr
from core.domain import Track, TrackId
from core.library.names import sort_key

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
HEADING = 46
NUMBER, STARS, PLAYS, LENGTH, HEART = 44, 92, 60, 60, 26
STAR, STEP = 13, 15
NARROW = 620
"""Below this width, plays are left out."""


class Heading(NamedTuple):
    """Of a disc."""

    title: str
    tracks: int


Row = Heading | Track


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(row, Track):
            return ", ".join(filter(None, (row.title, row.artist, words.length(row.duration), trouble(row))))
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Track):
            return trouble(row) or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.ItemNeverHasChildren
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def fill(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def renew(self, tracks: Sequence[Track]) -> None:
        """Fresh records for tracks that are listed; rows stay."""
        fresh = {track.id: track for track in tracks}
        for at, row in enumerate(self.rows):
            if isinstance(row, Track) and row.id in fresh:
                self.rows[at] = fresh[row.id]
                self.dataChanged.emit(self.index(at), self.index(at))


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: TrackList) -> None:
        super().__init__(view)
        self._view, self._paint = view, RowPainter()
        self._plain, self._strong = theme.font(13), theme.font(13, 500)
        self._figures, self._small = theme.font(13, tabular=True), theme.font(12)
        self._heading = theme.font(13, 600)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(self._view.rows[index.row()], Heading)
        return QSize(10, HEADING if heading else self._view.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, rect = self._view.rows[index.row()], QRect(option.rect)
        if isinstance(row, Heading):
            self._paint_heading(painter, rect, row)
            return
        hovered = index.row() == self._view.hovered
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint.ground(painter, rect, selected=selected, hovered=hovered)
        if self._view.hasFocus() and index.row() == self._view.currentIndex().row():
            self._paint.focus(painter, rect)
        ink = self._paint.inks.faint if trouble(row) else self._paint.inks.secondary
        self._paint_number(painter, rect, row, hovered=hovered)
        x = rect.right() - LENGTH
        length = QRect(x, rect.top(), LENGTH - 8, rect.height())
        self._paint.text(painter, length, words.length(row.duration), self._figures, ink, RIGHT)
        if rect.width() >= NARROW:
            x -= PLAYS
            plays = words.number(row.play_count) if row.play_count else ""
            box = QRect(x, rect.top(), PLAYS - 8, rect.height())
            self._paint.text(painter, box, plays, self._figures, self._paint.inks.quiet, RIGHT)
        x -= STARS
        self._paint_stars(painter, self._view.stars_box(rect), row, hovered=hovered)
        if row.loved:
            icons.paint(
                painter, QRect(x - HEART, rect.top(), 14, rect.height()), "heart", "love", filled=True
            )
        left = rect.left() + NUMBER
        self._paint_title(painter, QRect(left, rect.top(), x - HEART - left, rect.height()), row)

    def _paint_heading(self, painter: QPainter, rect: QRect, heading: Heading) -> None:
        inks, box = self._paint.inks, rect.adjusted(8, 14, -8, -1)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, inks.hairline)
        icons.paint(painter, QRect(box.left() + 2, box.top(), 16, box.height()), "disc-3", "quiet")
        self._paint.text(painter, box.adjusted(NUMBER - 8, 0, 0, 0), heading.title, self._heading, inks.text)
        count = tr("%Ln track(s)", count=heading.tracks)
        self._paint.text(painter, box, count, self._small, inks.quiet, RIGHT)

    def _paint_number(self, painter: QPainter, rect: QRect, track: Track, *, hovered: bool) -> None:
        box = QRect(rect.left() + 4, rect.top(), NUMBER - 14, rect.height() - 1)
        if trouble(track):
            icons.paint(
                painter, QRect(box.left(), box.center().y() - 8, box.width(), 16), "circle-alert", "quiet"
            )
        elif hovered:
            icons.paint(
                painter, QRect(box.left(), box.center().y() - 7, box.width(), 14), "play", "text", filled=True
            )
        elif track.id == self._view.playing:
            self._paint.squiggle(painter, box)
        else:
            number = str(track.track_no or "")
            flags = int(Qt.AlignmentFlag.AlignCenter)
            self._paint.text(painter, box, number, self._figures, self._paint.inks.quiet, flags)

    def _paint_title(self, painter: QPainter, box: QRect, track: Track) -> None:
        inks = self._paint.inks
        plays = track.id == self._view.playing
        colour = inks.accent if plays else inks.faint if trouble(track) else inks.text
        self._paint.text(painter, box, track.title, self._strong, colour)
        if self._view.shows_artist(track):
            painter.setFont(self._strong)
            used = painter.fontMetrics().horizontalAdvance(track.title) + 12
            rest = box.adjusted(used, 0, 0, 0)
            if rest.width() > 40:
                self._paint.text(painter, rest, track.artist, self._plain, inks.quiet)

    def _paint_stars(self, painter: QPainter, box: QRect, track: Track, *, hovered: bool) -> None:
        shown = self._view.star if hovered and self._view.star else track.rating or 0.0
        for at in range(5):
            star = QRect(box.left() + at * STEP, box.top() + (box.height() - STAR) // 2, STAR, STAR)
            if shown >= at + 1:
                icons.paint(painter, star, "star", "accent", filled=True)
            elif shown > at:
                painter.save()
                painter.setClipRect(QRect(star.left(), star.top(), STAR // 2 + 1, STAR))
                icons.paint(painter, star, "star", "accent", filled=True)
                painter.restore()
            elif hovered:
                icons.paint(painter, star, "star", "quiet")


class TrackList(Typed, QListView):
    """Tracks with the keys, stars, drags and menu of the big table; what is played plays on from its row."""

    def __init__(self, commands: TrackCommands, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._model = _Rows(self)
        self._artist: str | None = None
        self.row_height = theme.ROW
        self.hovered, self.star = -1, 0.0
        self.playing: TrackId | None = None
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.play_from(index.row()))

    # -- what it lists

    @property
    def rows(self) -> list[Row]:
        return self._model.rows

    def fill(self, groups: Sequence[tuple[str, Sequence[Track]]], artist: str | None = None) -> None:
        """groups: a heading ("" for none) and its tracks. artist: not said again on each row."""
        self._artist = artist
        rows: list[Row] = []
        for title, tracks in groups:
            if title:
                rows.append(Heading(title, len(tracks)))
            rows += tracks
        kept = set(self.selected_ids())
        now = self.current_track()
        self.hovered = -1
        self._model.fill(rows)
        self._grow()
        self._choose_again(kept, now)

    def renew(self, tracks: Sequence[Track]) -> None:
        self._model.renew(tracks)

    def ids(self) -> list[TrackId]:
        return [row.id for row in self.rows if isinstance(row, Track)]

    def selected_ids(self) -> list[TrackId]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [row.id for row in (self.rows[at] for at in rows) if isinstance(row, Track)]

    def current_track(self) -> Track | None:
        index = self.currentIndex()
        row = self.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Track) else None

    def go_to(self, id: TrackId) -> bool:
        """Selects a track and brings it into view; False when it is not listed."""
        for at, row in enumerate(self.rows):
            if isinstance(row, Track) and row.id == id:
                self.setCurrentIndex(self._model.index(at))
                return True
        return False

    def set_playing(self, id: TrackId | None) -> None:
        self.playing = id
        self.viewport().update()

    def set_compact(self, *, compact: bool) -> None:
        self.row_height = theme.COMPACT_ROW if compact else theme.ROW
        self.scheduleDelayedItemsLayout()
        self._grow()

    def shows_artist(self, track: Track) -> bool:
        return self._artist is None or track.artist != self._artist

    def row_of(self, typed: str) -> int:
        for at, row in enumerate(self.rows):
            if isinstance(row, Track) and sort_key(row.title).startswith(typed):
                return at
        return -1

    def _grow(self) -> None:
        headings = sum(isinstance(row, Heading) for row in self.rows)
        self.setFixedHeight(max(1, headings * HEADING + (len(self.rows) - headings) * self.row_height))

    def _choose_again(self, kept: set[TrackId], now: Track | None) -> None:
        for at, row in enumerate(self.rows):
            if not isinstance(row, Track):
                continue
            if now is not None and row.id == now.id:
                self.selectionModel().setCurrentIndex(
                    self._model.index(at), QItemSelectionModel.SelectionFlag.NoUpdate
                )
            if row.id in kept:
                self.selectionModel().select(self._model.index(at), QItemSelectionModel.SelectionFlag.Select)

    # -- playing

    def play_from(self, row: int) -> None:
        track = self.rows[row]
        if isinstance(track, Track):
            ids = self.ids()
            self._commands.play.emit(ids, ids.index(track.id))

    # -- mouse

    def stars_box(self, rect: QRect) -> QRect:
        """Where the stars of a row stand."""
        x = rect.right() - LENGTH - STARS - (PLAYS if rect.width() >= NARROW else 0)
        return QRect(x, rect.top(), 5 * STEP, rect.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    def _hover(self, at: QPoint) -> None:
        index = self.indexAt(at)
        row = index.row() if index.isValid() and isinstance(self.rows[index.row()], Track) else -1
        star = 0.0
        if row >= 0:
            box = self.stars_box(self.visualRect(index))
            star = float((at.x() - box.left()) // STEP + 1) if box.contains(at) else 0.0
        if (row, star) != (self.hovered, self.star):
            self.hovered, self.star = row, star
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self._hover(at)
        if event.button() == Qt.MouseButton.LeftButton and self.hovered >= 0:
            track = self.rows[self.hovered]
            if self.star and isinstance(track, Track) and not trouble(track):
                self._commands.rate([track.id], None if track.rating == self.star else self.star)
                return
            if at.x() < NUMBER and not event.modifiers():
                self.play_from(self.hovered)
                return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.star and event.position().x() >= NUMBER:
            super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()  # the page scrolls

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        ids = self.selected_ids()
        if ids:
            drag = QDrag(self)
            drag.setMimeData(self._commands.mime(ids))
            drag.exec(Qt.DropAction.CopyAction)

    # -- keys and menu

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        Page.show_part(self, self.visualRect(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        do = self._doing(event)
        if do is None:
            super().keyPressEvent(event)
        else:
            do()

    def _doing(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, row = event.key(), self.currentIndex().row()
        if row < 0:
            return None
        stars = stars_of(event)
        if stars is not None:
            return lambda: self._commands.rate(self.selected_ids(), stars or None)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return lambda: self.play_from(row)
        if key == Qt.Key.Key_L:
            return self._love
        return None

    def _love(self) -> None:
        track = self.current_track()
        if track is not None:
            self._commands.love(self.selected_ids(), loved=not track.loved)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, at = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(40, 0))
        track = self.rows[index.row()] if index.isValid() else None
        if isinstance(track, Track):
            row = index.row()
            menu = track_menu(self, self._commands, self.selected_ids(), track, lambda: self.play_from(row))
            menu.popup(at)

    def _is_text(self, event: QKeyEvent) -> bool:
        """L and digits mean something here."""
        return super()._is_text(event) and self._doing(event) is None
