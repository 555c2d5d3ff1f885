"""What the directions of the map mean, where they mean something: measures to scale, or shares of a PCA."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QDate, QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from app import theme
from app.widgets.map import ink
from app.widgets.map.overlays import Canvas, Layer
from app.words import clock, decimal, locale, number, said, tr
from core.explore.map import measures
from core.explore.map.chart import Axis, Chart

EDGE = 12.0
"""Pixels from the edge of the map to the words."""
APART = 84.0
"""Pixels from one figure to the next, at least; half of it upwards."""
FIGURES = 18.0
"""Pixels that a row of figures takes."""
MOST = 160
"""Figures of an axis, however near one is."""
EPOCH = QDate(1970, 1, 1)
YEAR, MONTH = 365.0, 31.0


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
        across, upwards = self._axes
        _paint_ticks(painter, canvas, view, across, upwards=False)
        widest = _paint_ticks(painter, canvas, view, upwards, upwards=True)
        _paint_title(painter, view, title(across))
        _paint_title_upwards(painter, view, title(upwards), EDGE + widest)
        painter.restore()


def title(axis: Axis) -> str:
    """ "Tempo, bpm", "41 % of the differences"; nothing where there are none, as of one song."""
    if not axis.key:
        if round(100 * axis.share) == 0:
            return ""
        return tr("{share} % of the differences").format(share=round(100 * axis.share))
    measure = measures.measure(axis.key)
    name = said(measure.title)
    return f"{name}, {measure.unit}" if measure.unit not in ("", "date", "s") else name


def figures(axis: Axis, values: Sequence[float]) -> list[str]:
    """Values of a measure, rising: "120", "3:20", "40 %", "2019"; months where a year would come twice."""
    unit = measures.measure(axis.key).unit
    if unit == "date":
        apart = min((late - early for early, late in pairwise(values)), default=YEAR)
        form = "yyyy" if apart >= YEAR else "MMM yyyy" if apart >= MONTH else "d MMM yyyy"
        return [locale().toString(EPOCH.addDays(round(value)), form) for value in values]
    return [_figure(axis.key, unit, value) for value in values]


def _figure(key: str, unit: str, value: float) -> str:
    if key.startswith(measures.TAG):
        return f"{decimal(100 * value)} %"
    if unit == "s":
        return clock(value)
    if key == "year":
        return str(round(value))
    return number(round(value)) if abs(value) >= 100 else decimal(value, 2)


def _paint_ticks(painter: QPainter, canvas: Canvas, view: QRectF, axis: Axis, *, upwards: bool) -> float:
    """How wide the widest figure is."""
    if not axis.key:
        return 0.0
    side = view.height() if upwards else view.width()
    apart = APART / 2 if upwards else APART
    wanted = max(2, int(side / apart * canvas.camera.zoom))
    marks = measures.ticks(axis, min(MOST, wanted))
    where = np.array([(0.0, place) if upwards else (place, 0.0) for place, _ in marks]).reshape(-1, 2)
    places = canvas.camera.to_screen(where)[:, 1 if upwards else 0].tolist()
    now, scale = theme.current(), painter.device().devicePixelRatioF()
    kept: list[tuple[float, float]] = []
    widest = 0.0
    for place, (_, value) in sorted(zip(places, marks, strict=True), reverse=upwards):
        if EDGE < place < side - EDGE and (not kept or abs(place - kept[-1][0]) >= apart):
            kept.append((place, value))
    for (place, _), text in zip(kept, figures(axis, [value for _, value in kept]), strict=True):
        painter.setPen(QPen(ink.faint(now.quiet, 0.18), 1))
        line = (0.0, place, view.width(), place) if upwards else (place, 0.0, place, view.height())
        painter.drawLine(QLineF(*line))
        picture = ink.words(text, 11, 400, now, scale)
        size = picture.deviceIndependentSize()
        x = EDGE if upwards else place - size.width() / 2
        y = place - size.height() / 2 if upwards else view.bottom() - EDGE - size.height()
        painter.drawPixmap(QPointF(x, y), picture)
        widest = max(widest, size.width())
    return widest


def _paint_title(painter: QPainter, view: QRectF, text: str) -> None:
    """In the middle of the foot, above the figures."""
    picture = ink.words(text, 12, 500, theme.current(), painter.device().devicePixelRatioF())
    size = picture.deviceIndependentSize()
    place = QPointF(view.center().x() - size.width() / 2, view.bottom() - EDGE - FIGURES - size.height())
    painter.drawPixmap(place, picture)


def _paint_title_upwards(painter: QPainter, view: QRectF, text: str, left: float) -> None:
    """Beside the figures of the left edge, from bottom to top."""
    picture = ink.words(text, 12, 500, theme.current(), painter.device().devicePixelRatioF())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(left, view.center().y() + picture.deviceIndependentSize().width() / 2)
    painter.rotate(-90)
    painter.drawPixmap(QPointF(0, 0), picture)
    painter.restore()
