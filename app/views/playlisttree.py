"""Playlists in the sidebar: a tree that looks like the places above it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app import icons, theme
from app.views import playlistfiles
from app.views.playlistdesk import PlaylistDesk, items_of
from app.views.playlistmenu import new_menu, playlist_menu
from app.views.playlistmodel import Index, PlaylistModel
from app.views.trackmenu import add
from app.widgets import controls
from app.widgets.controls import IconButton, label
from app.widgets.dropmark import mark_drops
from app.widgets.sidebar import ITEM_HEIGHT
from app.words import tr
from core.domain import TrackId
from core.library.playlists import Node, NodeKind, PlaylistId

ICONS = {NodeKind.LIST: "list-music", NodeKind.SMART: "sparkles", NodeKind.FOLDER: "folder"}
STEP = 16
"""Further in for each folder, in pixels."""
SESSION_KEY = "playlists.open"


class PlaylistRows(QStyledItemDelegate):
    """Drawn like a NavItem; folders have a small arrow at the right."""

    def __init__(self, tree: PlaylistTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self._font = theme.font(13, 500)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, ITEM_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node = self._tree.nodes.node(index)
        if node is None:
            return
        now, rect = theme.current(), QRect(option.rect)
        chosen, over = node.id == self._tree.shown, bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = now.selected if chosen else now.hover if over else None
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(rect, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        left = rect.left() + STEP * depth_of(index)
        role = "accent" if chosen else "text" if over else "secondary"
        place = QRect(left + 9, rect.top() + (ITEM_HEIGHT - 20) // 2, 20, 20)
        icons.paint(painter, place, ICONS[node.kind], role)
        words = QRect(left + 40, rect.top(), rect.right() - left - 48, rect.height())
        if node.kind is NodeKind.FOLDER:
            arrow = "chevron-down" if self._tree.isExpanded(index) else "chevron-right"
            icons.paint(painter, QRect(rect.right() - 24, rect.top(), 14, ITEM_HEIGHT), arrow, "quiet")
            words.setRight(rect.right() - 28)
        painter.setFont(self._font)
        painter.setPen(QColor(now.text if chosen or over else now.secondary))
        short = painter.fontMetrics().elidedText(node.name, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
        if self._tree.hasFocus() and index == self._tree.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFont(self._font)
        editor.setAccessibleName(tr("Name of the playlist"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        left = STEP * depth_of(index) + 30
        editor.setGeometry(QRect(option.rect).adjusted(left, 1, -2, -1))


class PlaylistTree(QTreeView):
    """As high as all its rows: what it lies in scrolls."""

    resized = Signal()

    def __init__(self, desk: PlaylistDesk) -> None:
        super().__init__()
        self._desk = desk
        self.nodes = PlaylistModel(self)
        self.shown: int | None = None
        """The playlist that the window shows."""
        self._open: set[int] = set()
        self._remembered = False
        self._to_name: int | None = None
        self._late = False
        self.setModel(self.nodes)
        self.setItemDelegate(PlaylistRows(self))
        self._dress()
        self._wire()
        self._fit()

    def _dress(self) -> None:
        self.setAccessibleName(tr("Playlists"))
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        mark_drops(self)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)

    def _wire(self) -> None:
        desk = self._desk
        desk.tree_changed.connect(self._renew)
        desk.naming_asked.connect(self._name)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._double_clicked)
        self.expanded.connect(lambda index: self._turned(index, is_open=True))
        self.collapsed.connect(lambda index: self._turned(index, is_open=False))
        self.nodes.renamed.connect(desk.rename)
        self.nodes.moved.connect(desk.move)
        self.nodes.tracks_dropped.connect(self._take_tracks)
        self.nodes.files_dropped.connect(self._take_files)

    # -- what it shows

    def choose(self, id: int | None) -> None:
        """Marks a playlist as what the window shows; opens the folders it lies in."""
        self.shown = id
        index = self.nodes.index_of(id) if id is not None else QModelIndex()
        above = self.nodes.parent(index) if index.isValid() else QModelIndex()
        while above.isValid():
            self.expand(above)
            above = self.nodes.parent(above)
        if index.isValid():
            self.setCurrentIndex(index)
            QTimer.singleShot(0, self, self._show_current)
        self.viewport().update()

    def _show_current(self) -> None:
        """The area around scrolls, once it has its place."""
        rect = self.visualRect(self.currentIndex())
        if self.currentIndex().isValid() and self.isVisible():
            self._scroll_to(rect.center())

    def _remember(self, kept: object) -> None:
        """Folders stand open as in the last session."""
        if isinstance(kept, list):
            self._open |= {id for id in kept if isinstance(id, int)}
            self._expand()

    def _renew(self) -> None:
        if not self._remembered:
            self._remembered = True
            self._desk.run(lambda: self._desk.library.session(SESSION_KEY, []), self._remember)
        if self.state() == QAbstractItemView.State.EditingState:
            self._late = True  # a name that is being written is not taken away
            return
        self._late = False
        current = self.nodes.node(self.currentIndex())
        self.nodes.show_nodes(self._desk.nodes)
        self._expand()
        if current is not None:
            self.setCurrentIndex(self.nodes.index_of(current.id))
        if self._to_name is not None:
            self._name(self._to_name)

    def _expand(self) -> None:
        self.blockSignals(True)
        for id in self._open:
            index = self.nodes.index_of(id)
            if index.isValid():
                self.expand(index)
        self.blockSignals(False)
        self._fit()

    def _turned(self, index: QModelIndex, *, is_open: bool) -> None:
        node = self.nodes.node(index)
        if node is not None:
            (self._open.add if is_open else self._open.discard)(node.id)
            kept = sorted(self._open)
            self._desk.run(lambda: self._desk.library.set_session(SESSION_KEY, kept))
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(ITEM_HEIGHT * self._seen(QModelIndex()))
        self.setVisible(self.nodes.rowCount() > 0)
        self.resized.emit()

    def _seen(self, parent: QModelIndex) -> int:
        """How many rows are to be seen below `parent`."""
        count = self.nodes.rowCount(parent)
        for row in range(self.nodes.rowCount(parent)):
            index = self.nodes.index(row, 0, parent)
            if self.isExpanded(index):
                count += self._seen(index)
        return count

    def _name(self, id: int) -> None:
        """Asks for a name, in place."""
        index = self.nodes.index_of(id)
        self._to_name = None if index.isValid() else id
        if not index.isValid():
            return
        self.choose(self.shown)
        above = self.nodes.parent(index)
        while above.isValid():
            self.expand(above)
            above = self.nodes.parent(above)
        self.setCurrentIndex(index)
        self.resized.emit()
        self.edit(index)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if self._late:
            QTimer.singleShot(0, self, self._renew)

    # -- keys and clicks

    def _clicked(self, index: QModelIndex) -> None:
        node = self.nodes.node(index)
        if node is not None and node.kind is NodeKind.FOLDER:
            self.setExpanded(index, not self.isExpanded(index))
        elif node is not None:
            self._desk.open(node.id)

    def _double_clicked(self, index: QModelIndex) -> None:
        node = self.nodes.node(index)
        if node is not None and node.kind is not NodeKind.FOLDER:
            self._desk.play(node.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        node = self.nodes.node(self.currentIndex())
        do = self._doing(event, node) if node is not None else None
        if do is None:
            super().keyPressEvent(event)
        else:
            do()

    def _doing(self, event: QKeyEvent, node: Node) -> Callable[[], object] | None:
        desk, alt = self._desk, event.modifiers() == Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return lambda: self._clicked(self.currentIndex())
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                return lambda: desk.remove(node.id)
            case Qt.Key.Key_Up if alt:
                return lambda: desk.step(node.id, -1)
            case Qt.Key.Key_Down if alt:
                return lambda: desk.step(node.id, 1)
            case Qt.Key.Key_F2:
                return lambda: self.edit(self.currentIndex())
        return self._doing_steps(event)

    def _doing_steps(self, event: QKeyEvent) -> Callable[[], object] | None:
        control = Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Z and event.modifiers() == control:
            return self._desk.undo
        if event.key() == Qt.Key.Key_Z and event.modifiers() == control | Qt.KeyboardModifier.ShiftModifier:
            return self._desk.redo
        return None

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.nodes.rowCount():
            self.setCurrentIndex(self.nodes.index(0, 0))
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        node = self.nodes.node(index)
        if node is not None:
            playlist_menu(self, self._desk, node, lambda: self.edit(index)).popup(at)

    # -- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        super().dragEnterEvent(event)
        if event.mimeData().hasUrls() or event.mimeData().formats():
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        self._scroll_to(event.position().toPoint())

    def _scroll_to(self, at: QPoint) -> None:
        """The area around it scrolls until a place is to be seen, as where a drag comes near its edge."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        page = around.widget() if around is not None else None
        if around is not None and page is not None:
            place = self.viewport().mapTo(page, at)
            around.ensureVisible(0, place.y(), 0, ITEM_HEIGHT)

    def _take_tracks(self, target: PlaylistId | None, ids: list[TrackId]) -> None:
        node = self._desk.node(target) if target is not None else None
        if node is not None and node.kind is NodeKind.LIST:
            self._desk.add(node.id, ids)
        else:
            self._desk.create(folder=target, tracks=ids)

    def _take_files(self, target: PlaylistId | None, paths: list[Path]) -> None:
        lists = [path for path in paths if playlistfiles.is_playlist(path)]
        others = [path for path in paths if path not in lists]
        node = self._desk.node(target) if target is not None else None
        folder = node.id if node is not None and node.kind is NodeKind.FOLDER else None
        if lists:
            playlistfiles.import_files(self, self._desk, lists, folder)
        if others and node is not None and node.kind is NodeKind.LIST:
            self._desk.add_files(node.id, items_of(others))
        elif others:
            name = self._desk.free_name(others[0].parent.name or tr("New playlist"))
            self._desk.create_of_files(name, items_of(others), folder)


class PlaylistPanel(QWidget):
    """The heading with its "+", and the tree; a line of words while there is nothing."""

    def __init__(self, desk: PlaylistDesk) -> None:
        super().__init__()
        self._desk = desk
        self.tree = PlaylistTree(desk)
        self._plus = IconButton("plus", tr("New playlist or folder"), self._offer, size=16)
        heading = label(tr("Playlists"), "caps")
        head = QHBoxLayout()
        head.setContentsMargins(10, 12, 0, 4)
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self._plus)
        self._nothing = label(tr("Drop tracks here, or press +"), "quiet", wrap=True)
        self._nothing.setContentsMargins(10, 2, 6, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.tree)
        column.addWidget(self._nothing)
        self.setAcceptDrops(True)
        self._here = False
        desk.tree_changed.connect(self._renew)
        desk.shown.connect(lambda _id: self.set_here(here=self._here))
        self._renew()

    def set_here(self, *, here: bool) -> None:
        """Whether the window shows a playlist: then it is marked."""
        self._here = here
        self.tree.choose(self._desk.current if here else None)

    def _renew(self) -> None:
        self._nothing.setVisible(not self._desk.nodes)

    def _offer(self) -> None:
        menu = controls.menu(self)
        new_menu(menu, self._desk, None)
        menu.addSeparator()
        add(
            menu,
            tr("Import playlists…"),
            "file-down",
            lambda: playlistfiles.ask_import(self, self._desk),
        )
        menu.popup(self._plus.mapToGlobal(self._plus.rect().bottomLeft()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.tree.nodes.canDropMimeData(event.mimeData(), Qt.DropAction.CopyAction, -1, -1, QModelIndex()):
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        """Beside the rows: at the end, or into a new playlist."""
        self.tree.nodes.dropMimeData(event.mimeData(), event.dropAction(), -1, -1, QModelIndex())
        event.acceptProposedAction()


def depth_of(index: Index) -> int:
    depth, above = 0, index.parent()
    while above.isValid():
        depth, above = depth + 1, above.parent()
    return depth
