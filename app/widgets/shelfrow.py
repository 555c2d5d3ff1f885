"""One shelf: its name, why it is there, a row of covers as wide as the page, and what one can do with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import theme
from app.covers import Covers
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.page import INDENT
from app.widgets.tilegrid import GAP, TileGrid
from app.widgets.tiles import Tile, TileModel
from app.words import tr

SIDE, LINES = 132, 3
"""Of a cover, and lines below its title."""
NARROW = 540
"""Below this width the head leaves out what the shelf's own page offers too."""
LEAST_TITLE = 200

T = TypeVar("T")


class _Line(TileGrid):
    """As many tiles as fit in one row."""

    fits = Signal(int)
    beyond = Signal(int, int)
    """An arrow key leads out of the row: by how many tiles to the right, and how many rows down."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fits.emit(self.columns)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.point_at(0)

    def point_at(self, row: int) -> None:
        """The keyboard is on this tile; nothing is chosen by it."""
        index = self.tiles.index(min(row, len(self.tiles.rows) - 1))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at, last, modifiers = self.currentIndex().row(), len(self.tiles.rows) - 1, event.modifiers()
        across, down = {
            Qt.Key.Key_Left: (-1 if at <= 0 else 0, 0),
            Qt.Key.Key_Right: (1 if at >= last else 0, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }.get(Qt.Key(event.key()), (0, 0))
        if (across or down) and not modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            self.beyond.emit(across, down)
        else:
            super().keyPressEvent(event)


class _Outline(QWidget):
    """Where tiles will be."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(SIDE + 46 + 2 * INDENT)
        self.setAccessibleName(tr("Still being found"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.blend(now.window, now.raised, 0.7)))
        room = self.width() - 2 * INDENT
        count = max(1, (room + GAP) // (SIDE + GAP))
        across = (room - SIDE) / (count - 1) if count > 1 else 0.0
        for number in range(count):
            x = INDENT + number * across
            painter.drawRoundedRect(QRectF(x, INDENT, SIDE, SIDE), theme.CARD_RADIUS, theme.CARD_RADIUS)
            for line, share in enumerate((0.7, 0.45)):
                top = INDENT + SIDE + 12 + 18 * line
                painter.drawRoundedRect(QRectF(x, top, share * SIDE, 8), 4, 4)
        painter.end()


class ShelfRow(QWidget, Generic[T]):
    """Shows a part of its rows at a time; knows nothing of what they are."""

    chosen = Signal(int)
    """A click, Return or the play mark on the row of this number."""
    menu_asked = Signal(int, QPoint)
    """The row, and the point of the screen."""
    left = Signal(int)
    """Up or Down: how many shelves down the keyboard goes."""
    shuffle_asked = Signal()
    all_asked = Signal()

    def __init__(self, covers: Covers, describe: Callable[[T], Tile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[T] = ()
        self._first = 0
        """The number of the first row that is shown."""
        self._model: TileModel[T] = TileModel(describe, self)
        self.grid = _Line(self._model, covers, "", side=SIDE, lines=LINES, whole=True, one_click=True)
        self.title, self._subtitle = ElidedLabel("", "heading"), ElidedLabel("", "fact")
        self._empty = label("", "quiet", wrap=True)
        self._outline = _Outline()
        self._waits = False
        self._back = IconButton("chevron-left", tr("Those before"), lambda: self.page(-1), size=18)
        self._on = IconButton("chevron-right", tr("Those after"), lambda: self.page(1), size=18)
        self._all = button(tr("Show all"), self.all_asked.emit, kind="quiet")
        self.shuffle = button(tr("Shuffle"), self.shuffle_asked.emit, icon="shuffle")
        self._build()
        self.grid.fits.connect(lambda _columns: self._show())
        for signal in (self.grid.opened, self.grid.play_asked):
            signal.connect(lambda row: self.chosen.emit(self._first + row))
        self.grid.beyond.connect(self._go_beyond)
        self.grid.menu_asked.connect(lambda row, at: self.menu_asked.emit(self._first + row, at))

    def _build(self) -> None:
        self.head = QHBoxLayout()
        self.head.setContentsMargins(INDENT, 0, INDENT, 0)
        self.head.setSpacing(4)
        self.head.addWidget(self.title)
        self.head.addSpacing(4)
        self.head.addWidget(self._subtitle, 1)
        for each in (self._back, self._on, self._all):
            self.head.addWidget(each)
        self.head.addSpacing(4)
        self.head.addWidget(self.shuffle)
        under = QHBoxLayout()
        under.setContentsMargins(INDENT, 0, INDENT, 0)
        under.addWidget(self._empty)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.head)
        column.addWidget(self.grid)
        column.addWidget(self._outline)
        column.addLayout(under)

    # -- what others ask

    def say(self, title: str, subtitle: str, empty: str = "", *, waits: bool = False) -> None:
        """empty: what it needs, while it has no rows; waits: they are still being found."""
        self._waits = waits
        self.title.say(title)
        self.title.setMinimumWidth(min(self.title.sizeHint().width(), LEAST_TITLE))
        self._subtitle.say(subtitle)
        self._empty.setText(empty)
        self.grid.setAccessibleName(title)
        self.shuffle.setAccessibleName(tr("Shuffle {shelf}").format(shelf=title))
        self._all.setAccessibleName(tr("Show all of {shelf}").format(shelf=title))

    def add_control(self, control: QWidget) -> None:
        """Something of its own, before what every shelf has; the subtitle makes room and goes below."""
        self.head.replaceWidget(self._subtitle, control)
        self.head.insertStretch(self.head.indexOf(control), 1)
        below = QHBoxLayout()
        below.setContentsMargins(INDENT, 0, INDENT, 0)
        below.addWidget(self._subtitle)
        self._column.insertLayout(1, below)

    def fill(self, rows: Sequence[T]) -> None:
        """The same rows change nothing that is seen; others begin with the first."""
        if list(rows) == list(self._rows) and rows:
            self._show()
            return
        self._rows, self._first = rows, 0
        self._show()

    @property
    def rows(self) -> Sequence[T]:
        return self._rows

    @property
    def shown(self) -> Sequence[T]:
        """Those in view."""
        return self._model.rows

    def chosen_rows(self, row: int) -> list[T]:
        """What a menu on `row` acts on: what is selected, where that is part of it."""
        numbers = [self._first + each for each in self.grid.chosen()]
        return [self._rows[each] for each in (numbers if row in numbers else [row])]

    @property
    def waits(self) -> bool:
        """Its rows are still being found."""
        return self._waits

    @property
    def needs(self) -> str:
        """What it says while it is empty."""
        return self._empty.text() if not self._rows else ""

    def page(self, by: int) -> None:
        """As many further on as fit; back with a negative number."""
        step = max(1, self.grid.columns)
        self._first = min(max(0, self._first + by * step), max(0, len(self._rows) - step))
        self._show()

    def take_keyboard(self, column: int) -> None:
        """To the tile of this column."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grid.point_at(column)
        self.grid.scrollTo(self.grid.currentIndex())

    # -- inside

    def _go_beyond(self, across: int, down: int) -> None:
        if down:
            self.left.emit(down)
            return
        before = self._first
        self.page(across)
        if self._first != before:
            self.grid.point_at(0 if across > 0 else self.grid.columns - 1)

    def _show(self) -> None:
        room = self.grid.columns
        self._first = min(self._first, max(0, len(self._rows) - room))
        wanted = list(self._rows[self._first : self._first + room])
        if wanted != list(self._model.rows):
            self._model.fill(wanted, ())
            self.grid.updateGeometries()
        some, more = bool(self._rows), len(self._rows) > room
        for each in (self._back, self._on):
            each.setVisible(more and self.width() >= NARROW)
        self._all.setVisible(more)
        self._back.setEnabled(self._first > 0)
        self._on.setEnabled(self._first + room < len(self._rows))
        self.grid.setVisible(some)
        self.shuffle.setVisible(some)
        self._outline.setVisible(self._waits and not some)
        self._empty.setVisible(not some and not self._waits and bool(self._empty.text()))
