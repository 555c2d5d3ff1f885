"""A square of figures as colours: how far each thing down the side is from each across the top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QLinearGradient,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app import theme, words
from app.widgets.chord import hue
from app.widgets.pairpicture import NONE, Pair, PairPicture

WIDEST, SLANTED = 132, 120
"""Pixels of a name down the side, and across the top where it is slanted."""
LARGEST = 92
"""Pixels of a cell's side."""
FIGURES_FROM = 34
"""Cells at least so wide say their figure."""
NAMED_FROM = 17
"""Columns at least so wide have their names above them; narrower ones their dots, and the name of the marked
one."""
SLANT = 0.7071
FOOT = 28
"""Room for the scale below."""
DOT = 4.0
BETWEEN = 1.5
"""From one cell to the next."""


UPRIGHT, ASLANT, DOTS = "upright", "aslant", "dots"


@dataclass(slots=True)
class _Grid:
    """Where the cells are: the top left corner of the first, and the side of each."""

    left: float
    top: float
    side: float
    top_names: str
    """UPRIGHT where they fit, ASLANT, or DOTS."""


class Matrix(PairPicture):
    """Pairs are cells, by row and column; arrow keys go from one to the next. A name stands for its cell with
    itself.
    """

    def __init__(self, name: str, near: str, far: str, parent: QWidget | None = None) -> None:
        """near, far: what the ends of the scale are called."""
        super().__init__(name, parent)
        self._near, self._far = near, far
        self._values: Sequence[Sequence[float]] = ()
        self._low, self._high = 0.0, 1.0

    def show_table(
        self, names: Sequence[str], values: Sequence[Sequence[float]], say: Callable[[int, int], str]
    ) -> None:
        """values: by row and column, the lower the nearer. say: a cell in words."""
        self._names, self._values, self._say = names, values, say
        every = [value for row in values for value in row]
        self._low, self._high = min(every, default=0.0), max(every, default=1.0)
        self._marked = NONE
        self.update()

    # -- drawing

    def draw(self, painter: QPainter, size: QSizeF, marked: Pair = NONE) -> None:
        """As large as asked, from the painter's origin."""
        if not self._names:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grid = self._grid(size)
        for row, values in enumerate(self._values):
            for column, value in enumerate(values):
                self._draw_cell(painter, _cell(grid, row, column), value)
        if marked != NONE:
            # Above the cells, below the names.
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.current().text), 2))
            painter.drawRoundedRect(_cell(grid, *marked).adjusted(-1, -1, 1, 1), 3, 3)
        for place in range(len(self._names)):
            self._draw_row_name(painter, grid, place, marked)
            self._draw_column_name(painter, grid, place, marked)
        self._draw_scale(painter, grid)

    def colour(self, value: float) -> QColor:
        """From the ground's for what is far to the accent for what is near."""
        now = theme.current()
        share = (self._high - value) / (self._high - self._low) if self._high > self._low else 1.0
        return QColor(theme.blend(now.raised, now.accent, 0.03 + 0.97 * share**1.3))

    def _draw_cell(self, painter: QPainter, box: QRectF, value: float) -> None:
        colour, now = self.colour(value), theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 3, 3)
        if box.width() >= FIGURES_FROM:
            inks = (now.text, now.on_accent)
            ink = max(inks, key=lambda ink: theme.contrast(ink, colour.name()))
            painter.setPen(QColor(ink))
            painter.setFont(theme.font(12 if box.width() > 44 else 11, tabular=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, figure(value))

    def _ink(self, place: int, marked: int) -> QColor:
        now = theme.current()
        return QColor(now.text if marked in (-1, place) else now.quiet)

    def _draw_row_name(self, painter: QPainter, grid: _Grid, place: int, marked: Pair) -> None:
        font = theme.font(12 if grid.side >= NAMED_FROM else 11, 500)
        metrics = QFontMetrics(font)
        name = metrics.elidedText(self._names[place], Qt.TextElideMode.ElideRight, WIDEST)
        middle = grid.top + (place + 0.5) * grid.side
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hue(place, len(self._names)))
        painter.drawEllipse(QPointF(grid.left - 12, middle), _dot(grid), _dot(grid))
        painter.setFont(font)
        painter.setPen(self._ink(place, marked[0]))
        across = metrics.horizontalAdvance(name)
        painter.drawText(
            QPointF(grid.left - 24 - across, middle + metrics.ascent() - metrics.height() / 2), name
        )

    def _draw_column_name(self, painter: QPainter, grid: _Grid, place: int, marked: Pair) -> None:
        font = theme.font(12, 500)
        painter.setFont(font)
        painter.setPen(self._ink(place, marked[1]))
        middle = grid.left + (place + 0.5) * grid.side
        if grid.top_names == UPRIGHT:
            box = QRectF(middle - grid.side / 2, grid.top - 26, grid.side, 22)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._names[place])
        elif grid.top_names == ASLANT:
            metrics = QFontMetrics(font)
            painter.save()
            painter.translate(middle + metrics.ascent() / 4, grid.top - 7)
            painter.rotate(-45)
            painter.drawText(QPointF(0, 0), _cut(self._names[place], SLANTED))
            painter.restore()
        else:
            if place == marked[1]:
                box = QRectF(middle - WIDEST, grid.top - 34, 2 * WIDEST, 20)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._names[place])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hue(place, len(self._names)))
            painter.drawEllipse(QPointF(middle, grid.top - 8), _dot(grid), _dot(grid))

    def _draw_scale(self, painter: QPainter, grid: _Grid) -> None:
        """What the colours mean, below."""
        now, font = theme.current(), theme.font(11, tabular=True)
        count, metrics = len(self._names), QFontMetrics(theme.font(11, tabular=True))
        top = grid.top + count * grid.side + 10
        near = f"{self._near} {figure(self._low)}"
        far = f"{figure(self._high)} {self._far}"
        long = max(60.0, min(180.0, count * grid.side - metrics.horizontalAdvance(near + far) - 24))
        painter.setFont(font)
        painter.setPen(QColor(now.quiet))
        base = top + 8 + metrics.ascent() - metrics.height() / 2
        painter.drawText(QPointF(grid.left, base), near)
        left = grid.left + metrics.horizontalAdvance(near) + 10
        fade = QLinearGradient(left, 0, left + long, 0)
        for step in range(6):
            fade.setColorAt(step / 5, self.colour(self._low + (self._high - self._low) * step / 5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fade)
        painter.drawRoundedRect(QRectF(left, top + 4, long, 8), 4, 4)
        painter.setPen(QColor(now.quiet))
        painter.drawText(QPointF(left + long + 10, base), far)

    def _grid(self, size: QSizeF) -> _Grid:
        """As large as there is room for, in the middle."""
        count, metrics = len(self._names), QFontMetrics(theme.font(12, 500))
        lengths = [metrics.horizontalAdvance(name) for name in self._names]
        beside = min(WIDEST, max(lengths)) + 28
        slanted = [min(SLANTED, length) * SLANT for length in lengths]
        # What the name of the last column takes beyond it; those before it have the columns after them.
        tries = ((UPRIGHT, 30.0, 8.0), (ASLANT, max(slanted) + 16, slanted[-1]), (DOTS, 36.0, 8.0))
        for top_names, above, over in tries:
            room = (size.width() - beside - over) / count, (size.height() - above - FOOT) / count
            side = max(4.0, min(*room, LARGEST))
            if side >= {UPRIGHT: max(lengths) + 6, ASLANT: NAMED_FROM, DOTS: 0}[top_names]:
                break
        wide, high = beside + count * side + over, above + count * side + FOOT
        left = max(0.0, (size.width() - wide) / 2) + beside
        return _Grid(left, max(0.0, (size.height() - high) / 2) + above, side, top_names)

    # -- mouse and keys

    def at(self, where: QPointF) -> Pair:
        """The cell there; beside or above the cells the one of the name; or none."""
        if not self._names:
            return NONE
        grid, count = self._grid(QSizeF(self.size())), len(self._names)
        column = int((where.x() - grid.left) // grid.side)
        row = int((where.y() - grid.top) // grid.side)
        if 0 <= row < count and 0 <= column < count:
            return row, column
        if 0 <= row < count and grid.left - WIDEST - 28 <= where.x() < grid.left:
            return row, row
        if grid.top - WIDEST <= where.y() < grid.top:
            slant = grid.top - where.y() if grid.top_names == ASLANT else 0.0
            column = int((where.x() - slant - grid.left) // grid.side)
            return (column, column) if 0 <= column < count else NONE
        return NONE

    def place_of(self, row: int, column: int) -> QPointF:
        """The middle of a cell."""
        return _cell(self._grid(QSizeF(self.size())), row, column).center()

    def _stepped(self, step: Pair) -> Pair:
        last = len(self._names) - 1
        row, column = (max(0, now) + by for now, by in zip(self._marked, step, strict=True))
        return min(max(0, row), last), min(max(0, column), last)


def figure(value: float) -> str:
    """ "0.41"."""
    return words.locale().toString(value, "f", 2)


def _cut(name: str, wide: int) -> str:
    return QFontMetrics(theme.font(12, 500)).elidedText(name, Qt.TextElideMode.ElideRight, wide)


def _dot(grid: _Grid) -> float:
    """Radius."""
    return min(DOT, grid.side / 3.5)


def _cell(grid: _Grid, row: int, column: int) -> QRectF:
    at = QRectF(grid.left + column * grid.side, grid.top + row * grid.side, grid.side, grid.side)
    half = min(BETWEEN, grid.side / 8) / 2
    return at.adjusted(half, half, -half, -half)
