"""A table of figures that is read, not edited: as high as it is, each cell a figure over a quiet line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app import theme

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
TALL, LOW = 44, 28
"""Rows with and without a quiet line."""
ROOM, HEAD_ROOM = 12, 8
"""Between columns, and at the right of a head, as style.qss has it."""
LEAST, LEAST_NAME, WIDEST_NAME = 64, 160, 220
HEAD_LINES = 3


class Cell(NamedTuple):
    """text over quiet; strong: set in bold; said: in words, for the tip and for screen readers."""

    text: str
    quiet: str = ""
    strong: bool = False
    said: str = ""


class Line(NamedTuple):
    """A row. marked: in the accent, as the one that matters most here."""

    name: str
    cells: Sequence[Cell]
    marked: bool = False


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heads: Sequence[str] = ()
        self.lines: Sequence[Line] = ()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def cell(self, index: Index) -> Cell:
        line = self.lines[index.row()]
        return Cell(line.name) if index.column() == 0 else line.cells[index.column() - 1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.said or " ".join(filter(None, (cell.text, cell.quiet)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.said or (self.lines[index.row()].name if index.column() == 0 else None)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignBottom) | int(Qt.TextFlag.TextWordWrap)
        return None

    def fill(self, heads: Sequence[str], lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.heads, self.lines = heads, lines
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Model)
        cell, line, now = model.cell(index), model.lines[index.row()], theme.current()
        box = option.rect.adjusted(ROOM if index.column() else 0, 0, -HEAD_ROOM if index.column() else 0, 0)
        side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
        painter.setPen(QPen(QColor(now.hairline)))
        painter.drawLine(option.rect.topLeft(), option.rect.topRight())
        painter.setPen(QColor(now.accent if line.marked else now.text if cell.strong else now.secondary))
        painter.setFont(theme.font(13, 600 if cell.strong else 500, tabular=True))
        middle = Qt.AlignmentFlag.AlignVCenter
        if cell.quiet:
            upper = QRect(box.left(), box.top() + 4, box.width(), 19)
            painter.drawText(upper, int(side | middle), cell.text)
            painter.setPen(QColor(now.quiet))
            painter.setFont(theme.font(11, tabular=True))
            painter.drawText(
                QRect(box.left(), upper.bottom(), box.width(), 15), int(side | middle), cell.quiet
            )
        else:
            short = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, int(side | middle), short)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(option.rect.adjusted(1, 2, -1, -2), 6, 6)


class FigureTable(QTableView):
    """Keys go from cell to cell; nothing can be chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setFont(theme.font(11, 500))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)

    def show_lines(self, heads: Sequence[str], lines: Sequence[Line]) -> None:
        """heads: of all columns, that of the names first."""
        self._model.fill(heads, lines)
        self._fit()

    def text(self, row: int, column: int) -> str:
        """What stands there."""
        return self._model.cell(self._model.index(row, column)).text

    def _fit(self) -> None:
        lines, heads = self._model.lines, self._model.heads
        tall = any(cell.quiet for line in lines for cell in line.cells)
        self.verticalHeader().setDefaultSectionSize(TALL if tall else LOW)
        narrow, wide = (QFontMetrics(theme.font(*each, tabular=True)) for each in ((11, 500), (13, 600)))
        words_of = [
            max((narrow.horizontalAdvance(word) for word in head.split()), default=0) for head in heads
        ]
        for column in range(1, len(heads)):
            figures = [line.cells[column - 1] for line in lines]
            widest = max([wide.horizontalAdvance(cell.text) for cell in figures], default=0)
            quiet = max([narrow.horizontalAdvance(cell.quiet) for cell in figures], default=0)
            self.setColumnWidth(column, ROOM + HEAD_ROOM + max(LEAST, widest, quiet, words_of[column] + 8))
        used = sum(self.columnWidth(column) for column in range(1, len(heads)))
        names = max([wide.horizontalAdvance(line.name) for line in lines], default=0) + ROOM
        room = self.viewport().width() - used
        if heads:
            self.setColumnWidth(0, max(min(names, WIDEST_NAME), min(room, names), LEAST_NAME))
        self._grow(narrow)

    def _grow(self, narrow: QFontMetrics) -> None:
        head = self.horizontalHeader()
        flags = int(Qt.TextFlag.TextWordWrap)
        high = [
            narrow.boundingRect(QRect(0, 0, self.columnWidth(at) - 2 * HEAD_ROOM, 200), flags, text).height()
            for at, text in enumerate(self._model.heads)
        ]
        head.setFixedHeight(min(max(high, default=0), HEAD_LINES * narrow.height()) + 10)
        rows = len(self._model.lines) * self.verticalHeader().defaultSectionSize()
        wider = sum(self.columnWidth(at) for at in range(len(self._model.heads))) > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if wider else 0
        self.setFixedHeight(head.height() + rows + bar + 2)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_NAME + LEAST, 1)

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]  # the page scrolls
