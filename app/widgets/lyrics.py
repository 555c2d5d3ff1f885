"""Lyrics to read along: the line that is sung stands out and stays in the middle; a click goes to a line."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QEasingCurve,
    QModelIndex,
    QPersistentModelIndex,
    QPropertyAnimation,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app import theme
from app.words import tr
from core.library.lyrics import Lyrics

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
WIDE = 420
"""Pixels from which timed lines are set large."""
GAP, SMALL_GAP, INDENT = 14, 4, 12
"""Room between timed lines and between plain ones, and at their sides, in pixels."""
REST = 4.0
"""Seconds for which lines stay where the listener has scrolled them."""
ABOVE = 0.38
"""Where the sung line stands, as a share of the height."""
GLIDE_MS = 320
DIM = {"dark": 0.6, "light": 0.72}
"""How much of the text's colour lines keep that are not sung; a quiet colour is not read over a picture."""


class LinesModel(QAbstractListModel):
    """The lines as rows."""

    def __init__(self) -> None:
        super().__init__()
        self.lyrics: Lyrics | None = None

    def show_lyrics(self, lyrics: Lyrics | None) -> None:
        self.beginResetModel()
        self.lyrics = lyrics
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self.lyrics is None else len(self.lyrics.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.lyrics is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        return self.lyrics.lines[index.row()].text

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled
        return usual | Qt.ItemFlag.ItemIsSelectable if self.lyrics and self.lyrics.timed else usual


class LyricsView(QListView):
    """Timed lyrics follow `show_position`; plain ones are scrolled by hand."""

    sought = Signal(float)
    """Seconds: the listener wants to hear a line."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """now: a clock, for tests."""
        super().__init__()
        self._now = now
        self._line = -1
        self._left_alone = 0.0
        self._resizing = False
        self._lines = LinesModel()
        self._lines.setParent(self)
        self.setModel(self._lines)
        self.setItemDelegate(_Rows(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Lyrics"))
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self._glide = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self.clicked.connect(self._seek)
        self.activated.connect(self._seek)

    @property
    def lyrics(self) -> Lyrics | None:
        return self._lines.lyrics

    @property
    def line(self) -> int:
        """The index of the line that is sung; -1 for none."""
        return self._line

    def show_lyrics(self, lyrics: Lyrics | None) -> None:
        self._glide.stop()
        self._line, self._left_alone = -1, 0.0
        self._lines.show_lyrics(lyrics)
        timed = lyrics is not None and lyrics.timed
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if timed else Qt.CursorShape.ArrowCursor)
        self.verticalScrollBar().setValue(0)

    def show_position(self, seconds: float) -> None:
        """Called often; does nothing while the line is the same."""
        lyrics = self._lines.lyrics
        line = lyrics.line_at(seconds) if lyrics is not None else -1
        if line == self._line:
            return
        before, self._line = self._line, line
        for row in (before, line):
            if row >= 0:
                self.update(self._lines.index(row))
        if self._now() >= self._left_alone:
            self._follow(at_once=abs(line - before) > 1 and before >= 0)

    def whole_height(self) -> int:
        """Pixels that all lines take at this width."""
        return sum(self.sizeHintForRow(row) for row in range(self._lines.rowCount())) + 2

    def _follow(self, *, at_once: bool = False) -> None:
        """Moves the sung line to its place."""
        bar = self.verticalScrollBar()
        goal = 0
        if self._line >= 0:
            self.doItemsLayout()
            rect = self.visualRect(self._lines.index(self._line))
            goal = bar.value() + rect.center().y() - round(self.viewport().height() * ABOVE)
        goal = max(0, min(bar.maximum(), goal))
        self._glide.stop()
        if at_once or not theme.motion() or not self.isVisible():
            bar.setValue(goal)
            return
        self._glide.setDuration(GLIDE_MS)
        self._glide.setStartValue(bar.value())
        self._glide.setEndValue(goal)
        self._glide.start()

    def _seek(self, index: QModelIndex) -> None:
        lyrics = self._lines.lyrics
        at = lyrics.lines[index.row()].at if lyrics is not None and index.isValid() else None
        if at is not None:
            self._left_alone = 0.0
            self.clearSelection()
            self.sought.emit(float(at))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._glide.stop()
        self._left_alone = self._now() + REST
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if self._line >= 0 and not self._resizing:
            self._resizing = True  # laying out lines may bring the scroll bar, which resizes again
            self._follow(at_once=True)
            self._resizing = False


class _Rows(QStyledItemDelegate):
    """Wrapped lines; the sung one in full colour."""

    def __init__(self, view: LyricsView) -> None:
        super().__init__(view)
        self._view = view

    def _font(self) -> QFont:
        lyrics = self._view.lyrics
        if lyrics is None or not lyrics.timed:
            return theme.font(15)
        # By the whole width: the scroll bar's coming and going must not change what it comes and goes for.
        return theme.font(24 if self._view.width() >= WIDE else 15, 600)

    def _gap(self) -> int:
        return GAP if self._view.lyrics is not None and self._view.lyrics.timed else SMALL_GAP

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = max(60, self._view.viewport().width())
        room = QRect(0, 0, width - 2 * INDENT, 10_000)
        metrics = QFontMetrics(self._font())
        text = str(index.data() or " ")
        height = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
        return QSize(width, height + self._gap())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, lyrics = theme.current(), self._view.lyrics
        if lyrics is None:
            return
        sung = not lyrics.timed or index.row() == self._view.line
        state = QStyle.StateFlag
        over = bool(option.state & state.State_MouseOver) and lyrics.timed
        focused = bool(option.state & state.State_HasFocus) and self._view.hasFocus()
        painter.save()
        painter.setFont(self._font())
        dim = theme.blend(now.window, now.text, DIM[now.name] + (0.14 if over else 0.0))
        painter.setPen(QColor(now.accent if focused and not sung else now.text if sung else dim))
        half = self._gap() // 2
        room = option.rect.adjusted(INDENT, half, -INDENT, -half)
        painter.drawText(room, Qt.TextFlag.TextWordWrap, str(index.data() or ""))
        painter.restore()
