"""Columns over hours, months or years, drawn with pyqtgraph and dressed as the rest of the window.

Importing this module imports pyqtgraph and numpy: a second, to be spent on the pool by who shows charts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
)
from PySide6.QtWidgets import QGraphicsGridLayout, QSizePolicy, QWidget

from app import theme, words

HEIGHT = 156
SHARE, MOST_WIDE = 0.68, 34
"""Of its place that a column fills, and the most pixels it is wide."""
ROUND = 4
LINES = 3
"""Lines of the grid, at most, above the ground."""
HEADROOM = 1.06


class _Columns(pg.GraphicsObject):  # type: ignore[misc]
    """Columns with round heads: painted in pixels, so that heads stay round at any scale."""

    def __init__(self) -> None:
        super().__init__()
        self.values: Sequence[float] = ()
        self.marked = -1

    def boundingRect(self) -> QRectF:
        return QRectF(-0.5, 0, max(1, len(self.values)), max([1.0, *self.values]) * HEADROOM)

    def paint(self, painter: QPainter, _option: object, _widget: QWidget | None = None) -> None:
        now, to_pixels = theme.current(), painter.transform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        usual = QColor(now.accent)
        dimmed = QColor(theme.blend(now.panel, now.accent, 0.45))
        for place, value in enumerate(self.values):
            if value <= 0:
                continue
            head, foot = to_pixels.map(QPointF(place, value)), to_pixels.map(QPointF(place, 0))
            wide = to_pixels.map(QPointF(place + SHARE, 0)).x() - foot.x()
            wide = max(2.0, min(wide, MOST_WIDE * painter.device().devicePixelRatio()))
            painter.setBrush(usual if self.marked in (-1, place) else dimmed)
            painter.drawPath(_column(foot.x() - wide / 2, wide, head.y(), foot.y()))
        painter.restore()


def _column(left: float, wide: float, top: float, foot: float) -> QPainterPath:
    """Round above, square below."""
    top = min(top, foot - 2)
    radius = min(ROUND, wide / 2, foot - top)
    path = QPainterPath()
    path.moveTo(left, foot)
    path.lineTo(left, top + radius)
    path.quadTo(left, top, left + radius, top)
    path.lineTo(left + wide - radius, top)
    path.quadTo(left + wide, top, left + wide, top + radius)
    path.lineTo(left + wide, foot)
    path.closeSubpath()
    return path


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """Words alone: no line, no ticks."""

    def drawPicture(self, painter: QPainter, line: tuple[QPen, ...], _ticks: object, words_: object) -> None:
        super().drawPicture(painter, (QPen(Qt.PenStyle.NoPen), *line[1:]), [], words_)


class ColumnChart(pg.GraphicsView):  # type: ignore[misc]
    """Shows what is under the pointer by `looked_at`; arrow keys do the same."""

    looked_at = Signal(str)
    """What a column says; "" for none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """name: for screen readers, which are told the tallest column too."""
        super().__init__(parent, background=None)
        self._said: Sequence[str] = ()
        self._columns = _Columns()
        self._lines: list[pg.InfiniteLine] = []
        self.setAccessibleName(name)
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFrameShape(self.Shape.NoFrame)
        # The parts of a pg.PlotItem, without its menus: those would be windows that nobody closes.
        self._field = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._field.addItem(self._columns)
        self._columns.setZValue(1)
        self._axes = {side: _Axis(side) for side in ("left", "bottom")}
        for axis in self._axes.values():
            font = theme.font(11, tabular=True)
            axis.setStyle(tickLength=0, tickFont=font, tickTextOffset=6, hideOverlappingLabels=False)
            axis.linkToView(self._field)
        whole = pg.GraphicsWidget()
        grid = QGraphicsGridLayout(whole)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setSpacing(0)
        grid.addItem(self._axes["left"], 0, 0)
        grid.addItem(self._field, 0, 1)
        grid.addItem(self._axes["bottom"], 1, 1)
        self.setCentralItem(whole)
        self.setMouseTracking(True)
        theme.look().changed.connect(self._dress)
        self._dress()

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    # -- what others ask

    def show_columns(
        self, values: Sequence[float], said: Sequence[str], ticks: Sequence[tuple[int, str]]
    ) -> None:
        """said: each column in words; ticks: (column, words below it)."""
        self._columns.prepareGeometryChange()
        self._columns.values, self._said = list(values), said
        self._mark(-1)
        self._axes["bottom"].setTicks([list(ticks)])
        self._show_lines(max([0.0, *values]))
        most = max(values, default=0.0)
        tallest = said[list(values).index(most)] if most > 0 else ""
        self.setAccessibleDescription(tallest)

    @property
    def marked(self) -> int:
        """The column that is looked at; -1 for none."""
        return self._columns.marked

    # -- inside

    def _show_lines(self, most: float) -> None:
        for line in self._lines:
            self._field.removeItem(line)
        step = _step(most)
        levels = [step * number for number in range(1, LINES + 1) if step * number <= most * HEADROOM]
        self._lines = [pg.InfiniteLine(level, angle=0, movable=False) for level in (0.0, *levels)]
        for line in self._lines:
            self._field.addItem(line)
        ticks = [(level, words.number(round(level))) for level in levels]
        self._axes["left"].setTicks([ticks])
        self._axes["left"].setWidth(8 + 7 * max((len(text) for _, text in ticks), default=1))
        self._field.setXRange(-0.5, max(1, len(self._columns.values)) - 0.5, padding=0)
        self._field.setYRange(0, max(most * HEADROOM, step), padding=0)
        self._dress()

    def _dress(self) -> None:
        now = theme.current()
        for axis in self._axes.values():
            axis.setTextPen(QColor(now.quiet))
        for line in self._lines:
            line.setPen(pg.mkPen(QColor(now.hairline), width=1))
        self._columns.update()

    def _mark(self, place: int) -> None:
        count = len(self._columns.values)
        place = place if 0 <= place < count else -1
        if place == self._columns.marked:
            return
        self._columns.marked = place
        self._columns.update()
        said = self._said[place] if place >= 0 else ""
        self.looked_at.emit(said)
        if said and self.hasFocus():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def mouseMoveEvent(self, event: object) -> None:
        at = self._field.mapSceneToView(self.mapToScene(event.position().toPoint()))  # type: ignore[attr-defined]
        self._mark(math.floor(at.x() + 0.5) if at.y() >= 0 else -1)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._mark(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._columns.values)
        now = self._columns.marked
        to = {
            Qt.Key.Key_Left: (now if now >= 0 else count) - 1,
            Qt.Key.Key_Right: now + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }.get(Qt.Key(event.key()))
        if to is None or not count:
            event.ignore()
        else:
            self._mark(min(max(to, 0), count - 1))

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]  # the page scrolls


def _step(most: float) -> float:
    """Of the grid: 1, 2 or 5 times a power of ten, whole, so that at most LINES lines stand below `most`."""
    least = max(1.0, most / LINES)
    power = 10.0 ** math.floor(math.log10(least))
    return next((factor * power for factor in (1, 2, 5) if factor * power >= least), 10 * power)
