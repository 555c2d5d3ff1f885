"""A grid of pictures with words under them: any number, no widget each, everything by arithmetic."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QWidget

from app import icons, theme
from app.covers import Covers
from app.widgets.cover import paint_cover
from app.widgets.page import INDENT, Page
from app.widgets.tiles import TileModel
from app.widgets.typeahead import Typed

Index = QModelIndex | QPersistentModelIndex

SMALLEST, LARGEST = 96, 320
"""Of a cover's side, in device-independent pixels."""
GAP, ROWS_APART = 22, 20
"""Least space between tiles, and between their rows."""
GROWTH, GROWTH_STEP = 1.3, 4
"""How much larger than asked for a cover may be drawn, and in steps of how many pixels."""
LINE, TITLE_LINE, UNDER = 17, 19, 8
PLAY, PLAY_FROM_EDGE = 38, 10
MARGIN = INDENT
"""Around the grid, for the frame of a chosen tile."""
REMEMBERED = 4096
"""Shortened texts kept."""
LEFT, CENTRED = (
    int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
    for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter)
)


class TileGrid(Typed, QAbstractItemView):
    """Shows a TileModel. Tiles of one size, as many in a row as fit, spread over the whole width."""

    opened = Signal(int)
    """Return or a double click on a row."""
    play_asked = Signal(int)
    """The play mark of a row."""
    menu_asked = Signal(int, QPoint)
    """The row, and the point of the screen."""

    def __init__(
        self,
        model: TileModel[Any],
        covers: Covers,
        name: str,
        *,
        side: int = 168,
        lines: int = 1,
        whole: bool = False,
        one_click: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """name: for screen readers. lines: below the title; of three, the last two are one fact. whole: as
        high as all its rows, for a page that scrolls as one. one_click: a single click opens, where there is
        nothing else to do with a tile."""
        super().__init__(parent)
        self.tiles, self._covers, self._whole = model, covers, whole
        self._side, self._lines = side, lines
        self._drawn = side
        """How large covers are now: they grow a little to fill the width."""
        self._hovered, self._on_play = -1, False
        self._marked: Callable[[Any], bool] = lambda _row: False
        self.carry: Callable[[list[int]], QMimeData | None] = lambda _rows: None
        """What a drag of these rows carries."""
        self._short: dict[tuple[str, int, int], str] = {}
        self._title_font, self._line_font = theme.font(13, 500), theme.font(12)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        covers.arrived.connect(self.viewport().update)
        self._one_click, self._twice = one_click, False
        (self.clicked if one_click else self.doubleClicked).connect(self._open)

    # -- what others ask

    @property
    def side(self) -> int:
        """As asked for."""
        return self._side

    @property
    def drawn(self) -> int:
        """As covers are drawn."""
        return self._drawn

    def set_side(self, side: int) -> None:
        """The size of covers; what was at the top stays there."""
        side = min(max(side, SMALLEST), LARGEST)
        if side == self._side:
            return
        first = self.indexAt(QPoint(MARGIN, 0)) if self.verticalScrollBar().value() else QModelIndex()
        self._side = side
        self._fit()
        self.updateGeometries()
        if first.isValid():
            self.scrollTo(first, QAbstractItemView.ScrollHint.PositionAtTop)
        self.viewport().update()

    def set_lines(self, lines: int) -> None:
        """How many lines of words stand below the title: see `__init__`."""
        self._lines = lines
        self.updateGeometries()
        self.viewport().update()

    def mark(self, marked: Callable[[Any], bool]) -> None:
        """marked: whether a row is what plays."""
        self._marked = marked
        self.viewport().update()

    def chosen(self) -> list[int]:
        """The selected rows, from first to last."""
        selection = self.selectionModel().selection()
        spans = [selection.at(number) for number in range(selection.count())]
        return sorted(row for span in spans for row in range(span.top(), span.bottom() + 1))

    def go_to(self, row: int) -> None:
        """Brings a row to the top."""
        index = self.tiles.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def row_of(self, typed: str) -> int:
        keys = self.tiles.keys
        row = bisect_left(keys, typed)
        return row if row < len(keys) and keys[row].startswith(typed) else -1

    def first_row(self) -> int:
        """The first row in view; -1 for none."""
        if not self.tiles.rows:
            return -1
        line = max(0, self.verticalOffset() - MARGIN) // self._step()[1]
        return min(line * self.columns, len(self.tiles.rows) - 1)

    # -- arithmetic

    @property
    def columns(self) -> int:
        """How many tiles stand in a row."""
        return max(1, (self.viewport().width() - 2 * MARGIN + GAP) // (self._side + GAP))

    def _fit(self) -> None:
        """Covers grow to fill the width: in steps, so that not every pixel of it makes another picture."""
        columns, room = self.columns, self.viewport().width() - 2 * MARGIN
        grown = min((room - (columns - 1) * GAP) // columns, int(self._side * GROWTH))
        self._drawn = max(self._side, grown - grown % GROWTH_STEP)

    def _height(self) -> int:
        return self._drawn + UNDER + TITLE_LINE + LINE * self._lines

    def _step(self) -> tuple[float, int]:
        """From one tile to the next, and from one row of tiles to the next."""
        columns, room = self.columns, self.viewport().width() - 2 * MARGIN
        across = (room - self._drawn) / (columns - 1) if columns > 1 else float(self._drawn)
        return across, self._height() + ROWS_APART

    def _content(self) -> int:
        lines = -(-len(self.tiles.rows) // self.columns)
        return lines * self._step()[1] - ROWS_APART + 2 * MARGIN if lines else 0

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        line, column = divmod(index.row(), self.columns)
        across, down = self._step()
        x, y = MARGIN + round(column * across), MARGIN + line * down - self.verticalOffset()
        return QRect(x, y, self._drawn, self._height())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The tile at a point, of those above and below the view too."""
        across, down = self._step()
        column, x = divmod(point.x() - MARGIN, max(across, 1))
        line, y = divmod(point.y() - MARGIN + self.verticalOffset(), down)
        columns = self.columns
        row = int(line) * columns + int(column)
        if (
            0 <= column < columns
            and x <= self._drawn
            and y <= self._height()
            and 0 <= row < len(self.tiles.rows)
        ):
            return self.tiles.index(row)
        return QModelIndex()

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        rect, bar, hints = self.visualRect(index), self.verticalScrollBar(), QAbstractItemView.ScrollHint
        if not index.isValid():
            return
        if self._whole:
            self._ensure_page_shows(rect)
        elif hint == hints.PositionAtTop:
            bar.setValue(bar.value() + rect.top() - MARGIN)
        elif hint == hints.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - self.viewport().height() // 2)
        elif rect.top() < MARGIN:
            bar.setValue(bar.value() + rect.top() - MARGIN)
        elif rect.bottom() > self.viewport().height() - MARGIN:
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + MARGIN)

    def _ensure_page_shows(self, rect: QRect) -> None:
        Page.show_part(self, rect)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """From the tile at one corner to that at the other, in reading order."""
        ends = [self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())]
        rows = sorted(index.row() for index in ends if index.isValid())
        selection = QItemSelection()
        if rows:
            selection.select(self.tiles.index(rows[0]), self.tiles.index(rows[-1]))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        moves, count, columns = QAbstractItemView.CursorAction, len(self.tiles.rows), self.columns
        if not count:
            return QModelIndex()
        page = columns * max(1, self.viewport().height() // self._step()[1])
        if self._whole:
            page = columns * 3
        now = self.currentIndex().row()
        by = {
            moves.MoveLeft: -1,
            moves.MovePrevious: -1,
            moves.MoveRight: 1,
            moves.MoveNext: 1,
            moves.MoveUp: -columns,
            moves.MoveDown: columns,
            moves.MovePageUp: -page,
            moves.MovePageDown: page,
            moves.MoveHome: -count,
            moves.MoveEnd: count,
        }.get(action, 0)
        if now < 0:
            return self.tiles.index(max(0, self.first_row()))
        to = now + by
        if action == moves.MoveUp and to < 0:
            to = now
        elif action == moves.MoveDown and to >= count:
            to = count - 1 if now // columns < (count - 1) // columns else now
        return self.tiles.index(min(max(to, 0), count - 1))

    def updateGeometries(self) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        content = self._content()
        if self._whole:
            self.setFixedHeight(max(content, 1))
            bar.setRange(0, 0)
        else:
            bar.setRange(0, max(0, content - room))
            bar.setPageStep(room)
            bar.setSingleStep(max(24, self._step()[1] // 4))
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.updateGeometries()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)
        self._hover(self.viewport().mapFromGlobal(self.cursor().pos()))

    def minimumSizeHint(self) -> QSize:
        return QSize(SMALLEST + 2 * MARGIN, 1)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, columns, down = event.rect(), self.columns, self._step()[1]
        first = max(0, (area.top() + self.verticalOffset() - MARGIN) // down) * columns
        last = ((area.bottom() + self.verticalOffset() - MARGIN) // down + 1) * columns
        selection, current = self.selectionModel(), self.currentIndex().row()
        for row in range(first, min(last, len(self.tiles.rows))):
            index = self.tiles.index(row)
            self._paint_tile(
                painter,
                self.visualRect(index),
                row,
                selected=selection.isSelected(index),
                focused=self.hasFocus() and row == current,
            )
        painter.end()  # not when the frame goes: the stall logger may be holding that

    def _paint_tile(self, painter: QPainter, rect: QRect, row: int, *, selected: bool, focused: bool) -> None:
        tile, now = self.tiles.tile(row), theme.current()
        cover = QRect(rect.left(), rect.top(), self._drawn, self._drawn)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.row))
            painter.drawRoundedRect(rect.adjusted(-6, -6, 6, 6), 12, 12)
        if focused:
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-5, -5, 5, 5), 11, 11)
        paint_cover(painter, cover.topLeft(), self._drawn, self._covers, tile.sources, circle=tile.circle)
        if row == self._hovered:
            self._paint_play(painter, self._play_box(cover))
        plays = self._marked(self.tiles.rows[row])
        y = cover.bottom() + 1 + UNDER
        side = CENTRED if tile.circle else LEFT
        for text, font, colour, height in (
            (tile.title, self._title_font, now.accent if plays else now.text, TITLE_LINE),
            (tile.line, self._line_font, now.quiet, LINE),
            *((part, self._line_font, now.accent, LINE) for part in self._lines_of(tile.fact, rect.width())),
        )[: self._lines + 1]:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            box = QRect(rect.left(), y, rect.width(), height)
            painter.drawText(box, side, self._shortened(text, painter, box.width()))
            y += height

    def _lines_of(self, fact: str, width: int) -> list[str]:
        """Whole words on the first line, all the rest on the second, where there are two."""
        metrics = QFontMetrics(self._line_font)
        if self._lines < 3 or metrics.horizontalAdvance(fact) <= width:
            return [fact]
        first, _, rest = fact.partition(" ")
        while rest and metrics.horizontalAdvance(f"{first} {rest.partition(' ')[0]}") <= width:
            word, _, rest = rest.partition(" ")
            first = f"{first} {word}"
        return [first, rest]

    def _shortened(self, text: str, painter: QPainter, width: int) -> str:
        """Remembered: most of what is painted was painted before."""
        key = text, painter.font().weight(), width
        short = self._short.get(key)
        if short is None:
            if len(self._short) > REMEMBERED:
                self._short.clear()
            short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._short[key] = short
        return short

    def _paint_play(self, painter: QPainter, box: QRect) -> None:
        now = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.accent) if self._on_play else QColor(12, 13, 16, 190))
        painter.drawEllipse(box)
        inner = QRectF(box).adjusted(11, 11, -11, -11).translated(1, 0)
        if self._on_play:
            icons.paint(painter, inner, "play", "on_accent", filled=True)
        else:  # on the dark disc, whatever the theme
            icons.paint(painter, inner, "play", "text" if now.dark else "window", filled=True)

    def _play_box(self, cover: QRect) -> QRect:
        edge = max(4, min(PLAY_FROM_EDGE, self._drawn // 16))
        return QRect(cover.right() - PLAY - edge + 1, cover.bottom() - PLAY - edge + 1, PLAY, PLAY)

    # -- mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    def _hover(self, at: QPoint) -> None:
        inside = self.viewport().rect().contains(at) and self.underMouse()
        index = self.indexAt(at) if inside else QModelIndex()
        row = index.row()
        on_play = False
        if row >= 0:
            rect = self.visualRect(index)
            on_play = self._play_box(QRect(rect.topLeft(), QSize(self._drawn, self._drawn))).contains(at)
        if (row, on_play) == (self._hovered, self._on_play):
            return
        for changed in {self._hovered, row}:
            if 0 <= changed < len(self.tiles.rows):
                self.viewport().update(self.visualRect(self.tiles.index(changed)))
        self._hovered, self._on_play = row, on_play
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if on_play else Qt.CursorShape.ArrowCursor
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        self._twice = False
        if event.button() == Qt.MouseButton.LeftButton and self._on_play and self._hovered >= 0:
            self.play_asked.emit(self._hovered)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._twice = True
        if self._on_play:
            return
        super().mouseDoubleClickEvent(event)

    def _open(self, index: Index) -> None:
        """Not when the click chooses (Ctrl, Shift), and once where one click is enough."""
        if not (self._one_click and (self._twice or QApplication.keyboardModifiers())):
            self.opened.emit(index.row())

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        carried = self.carry(self.chosen())
        if carried is None:
            return
        drag = QDrag(self)
        drag.setMimeData(carried)
        drag.exec(Qt.DropAction.CopyAction)

    # -- keys and menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        row = self.currentIndex().row()
        if plain and row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, at = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            self.scrollTo(index)
            at = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid():
            self.menu_asked.emit(index.row(), at)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.tiles.rows and not self._whole:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.tiles.index(max(0, self.first_row())), flag)
        self.viewport().update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
