"""What the directions of the map mean, where they mean something: measures to scale, or shares of a PCA."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app import theme
from app.widgets.map import ink
from app.widgets.map.overlays import Canvas, Layer
from app.words import clock, decimal, number, said, tr
from core.explore.map import measures
from core.explore.map.chart import Axis, Chart

EDGE = 12.0
"""Pixels from the edge of the map to the words."""
APART = 84.0
"""Pixels from one figure to the next, at least; half of it upwards."""
MOST = 160
"""Figures of an axis, however near one is."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AxisCaptions(Layer):
    """Figures along the foot and the left edge, with faint lines; a title to each."""

    def __init__(self, redraw: Callable[[], object] = lambda: None) -> None:
        super().__init__(redraw)
        self._axes: tuple[Axis, ...] = ()
        self.foot = 0.0
        """Pixels at the foot of the map that other words stand on."""

    def show(self, chart: Chart | None) -> None:
        self._axes = chart.axes[:2] if chart is not None else ()
        self._redraw()

    def titles(self) -> list[str]:
        """Of the first and of the second direction; none where they mean nothing."""
        return [title(axis) for axis in self._axes]

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        if len(self._axes) < 2:
            return
        view = QRectF(0, 0, canvas.width(), canvas.height() - self.foot)
        painter.save()
        for at, axis in enumerate(self._axes):
            if axis.key:
                _paint_ticks(painter, canvas, view, axis, upwards=at == 1)
        _paint_title(painter, view, title(self._axes[0]), upwards=False)
        _paint_title(painter, view, title(self._axes[1]), upwards=True)
        painter.restore()


def title(axis: Axis) -> str:
    """ "Tempo, bpm", "41 % of the differences"."""
    if not axis.key:
        return tr("{share} % of the differences").format(share=round(100 * axis.share))
    measure = measures.measure(axis.key)
    name = said(measure.title)
    return f"{name}, {measure.unit}" if measure.unit not in ("", "date", "s") else name


def figure(axis: Axis, value: float) -> str:
    """A value of a measure: "120", "3:20", "40 %", "2019"."""
    unit = measures.measure(axis.key).unit
    if axis.key.startswith(measures.TAG):
        return f"{decimal(100 * value)} %"
    if unit == "s":
        return clock(value)
    if unit == "date":
        day = EPOCH + timedelta(days=value)
        near = axis.high - axis.low < 3 * 365
        return day.strftime("%Y-%m-%d") if near else day.strftime("%Y")
    if axis.key == "year":
        return str(round(value))
    return number(round(value)) if abs(value) >= 100 else decimal(value, 2)


def _paint_ticks(painter: QPainter, canvas: Canvas, view: QRectF, axis: Axis, *, upwards: bool) -> None:
    side = view.height() if upwards else view.width()
    apart = APART / 2 if upwards else APART
    wanted = max(2, int(side / apart * canvas.camera.zoom))
    marks = measures.ticks(axis, min(MOST, wanted))
    where = np.array([(0.0, place) if upwards else (place, 0.0) for place, _ in marks]).reshape(-1, 2)
    places = canvas.camera.to_screen(where)[:, 1 if upwards else 0].tolist()
    now, scale = theme.current(), painter.device().devicePixelRatioF()
    last = -np.inf
    for place, (_, value) in sorted(zip(places, marks, strict=True)):
        if not EDGE < place < side - EDGE or place - last < apart:
            continue
        last = place
        painter.setPen(QPen(QColor(now.hairline), 1))
        line = (0.0, place, view.width(), place) if upwards else (place, 0.0, place, view.height())
        painter.drawLine(QLineF(*line))
        picture = ink.words(figure(axis, value), 11, 400, now, scale)
        size = picture.deviceIndependentSize()
        corner = (
            QPointF(EDGE, place - size.height() / 2)
            if upwards
            else QPointF(place - size.width() / 2, view.bottom() - EDGE - size.height())
        )
        painter.drawPixmap(corner, picture)


def _paint_title(painter: QPainter, view: QRectF, text: str, *, upwards: bool) -> None:
    """In the middle of the foot, or of the left edge from bottom to top; inside of the figures."""
    picture = ink.words(text, 12, 500, theme.current(), painter.device().devicePixelRatioF())
    size = picture.deviceIndependentSize()
    inwards = EDGE + 18
    if not upwards:
        place = QPointF(view.center().x() - size.width() / 2, view.bottom() - inwards - size.height())
        painter.drawPixmap(place, picture)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(inwards + 22, view.center().y() + size.width() / 2)
    painter.rotate(-90)
    painter.drawPixmap(QPointF(0, 0), picture)
    painter.restore()
