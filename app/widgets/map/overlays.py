"""What is drawn above the map's points: links, trails, marks. Each is a layer of a canvas's `overlays`.

All take places in the map's own units, (n, 2), and ask by `redraw`, a canvas's `update`, for a new picture
when what they show changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from app import theme
from app.widgets.curve import paint_head
from app.widgets.map import ink
from core.explore.picture import spline

Points = NDArray[np.float64]

SEEN_LEAST = 0.12
"""Opacity of a link to what is hardly alike."""
FADES = 48.0
"""Pixels before the edge in which a link to what lies outside fades."""
EDGE = 14.0
"""Pixels from the edge at which a wedge points to what lies outside."""


class Canvas(Protocol):
    """Of the canvas, what a layer needs."""

    @property
    def camera(self) -> ink.Camera: ...
    def width(self) -> int: ...
    def height(self) -> int: ...
    def radius_of(self, point: int) -> float: ...


class Layer:
    """One thing drawn above the points."""

    def __init__(self, redraw: Callable[[], object] = lambda: None) -> None:
        self._redraw = redraw

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        raise NotImplementedError


class Links(Layer):
    """Lines from a point to its true nearest neighbours: the more alike, the clearer."""

    def __init__(self, redraw: Callable[[], object] = lambda: None) -> None:
        super().__init__(redraw)
        self._from: Points | None = None
        self._to: Points = np.empty((0, 2))
        self._likeness: list[float] = []

    def show(
        self, start: NDArray[Any] | tuple[float, float], ends: NDArray[Any], likeness: NDArray[Any]
    ) -> None:
        """start: (2,); ends: (k, 2); likeness: (k,) cosines, -1 to 1."""
        self._from = np.asarray(start, np.float64).reshape(1, 2)
        self._to = np.asarray(ends, np.float64).reshape(-1, 2)
        self._likeness = [float(one) for one in likeness]
        self._redraw()

    def clear(self) -> None:
        if self._from is not None:
            self._from = None
            self._redraw()

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        if self._from is None:
            return
        here = ink.point(canvas.camera.to_screen(self._from)[0])
        view = QRectF(0, 0, canvas.width(), canvas.height())
        places = canvas.camera.to_screen(self._to) if len(self._to) else self._to
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The faintest first: the most alike lie above.
        for at in np.argsort(self._likeness).tolist():
            _paint_link(painter, here, ink.point(places[at]), view, self._likeness[at])
        paint_mark(painter, here)
        painter.restore()


def _paint_link(painter: QPainter, start: QPointF, end: QPointF, view: QRectF, likeness: float) -> None:
    inside = ink.clipped(start, end, view)
    if inside is None:
        return
    colour, opacity = theme.current().text, max(SEEN_LEAST, min(0.95, likeness))
    gap = end - start
    length = math.hypot(gap.x(), gap.y())
    low, high = inside
    one, two = start + gap * low, start + gap * high
    fade = min(0.5, FADES / max(1.0, length * (high - low)))
    shade = QLinearGradient(one, two)
    shade.setColorAt(0.0, ink.faint(colour, opacity if low <= 0 else 0.0))
    shade.setColorAt(fade, ink.faint(colour, opacity))
    shade.setColorAt(1.0 - fade, ink.faint(colour, opacity))
    shade.setColorAt(1.0, ink.faint(colour, opacity if high >= 1 else 0.0))
    painter.setPen(QPen(shade, 1.4))
    painter.drawLine(one, two)
    if high >= 1:
        painter.setPen(QPen(ink.faint(colour, opacity), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(two, 5.0, 5.0)


def paint_mark(painter: QPainter, at: QPointF) -> None:
    """The selected point: a disc of the text's colour, as nothing else on the map."""
    now = theme.current()
    painter.setPen(QPen(ink.faint(now.window, 0.8), 2.0))
    painter.setBrush(QColor(now.text))
    painter.drawEllipse(at, 8.5, 8.5)


class Trail(Layer):
    """Where one has been: a line through places in the order of time, the older the fainter."""

    def __init__(self, redraw: Callable[[], object] = lambda: None) -> None:
        super().__init__(redraw)
        self._places: Points = np.empty((0, 2))
        self._line: Points = np.empty((0, 2))

    STEPS = 10
    """Pieces of the line from one place to the next."""

    def show(self, places: NDArray[Any]) -> None:
        """(k, 2) in the order of time; the last is where one is now. Empty for none."""
        self._places = np.asarray(places, np.float64).reshape(-1, 2)
        self._line = spline.through(self._places, self.STEPS) if len(self._places) else self._places
        self._redraw()

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        count = len(self._places)
        if not count:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, places = canvas.camera.to_screen(self._line), canvas.camera.to_screen(self._places)
        colour, ground = theme.DARK.time[2], theme.current().window
        for at in range(1, count):
            piece = ink.polyline(line[(at - 1) * self.STEPS : at * self.STEPS + 1])
            age = 0.2 + 0.8 * at / (count - 1)
            painter.strokePath(piece, ink.rounded(ink.faint(ground, 0.6 * age), 5.0))
            painter.strokePath(piece, ink.rounded(ink.faint(colour, age), 2.2))
        painter.setPen(QPen(ink.faint(ground, 0.7), 1.2))
        for at, place in enumerate(places[:-1]):
            painter.setBrush(ink.faint(colour, 0.35 + 0.65 * (at + 1) / count))
            painter.drawEllipse(ink.point(place), 4.0, 4.0)
        painter.setPen(QPen(ink.faint(ground, 0.7), 1.5))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(ink.point(places[-1]), 5.5, 5.5)
        painter.restore()


class Playing(Layer):
    """Where the music is: on its point, or travelling from moment to moment in time with the sound."""

    def __init__(self, redraw: Callable[[], object] = lambda: None) -> None:
        super().__init__(redraw)
        self._places: Points = np.empty((0, 2))
        self._times = np.empty(0)
        self._seconds = 0.0

    def show(self, places: NDArray[Any], times: NDArray[Any] | None = None) -> None:
        """places: (k, 2), one for a track, or its moments in order; times: (k,) seconds, rising, at which the
        music is at each (the middle of a moment). Empty for none."""
        self._places = np.asarray(places, np.float64).reshape(-1, 2)
        self._times = np.zeros(len(self._places)) if times is None else np.asarray(times, np.float64)
        self._redraw()

    def set_position(self, seconds: float) -> None:
        """Where playback is in the track. Cheap enough for every frame."""
        before = self.place()
        self._seconds = seconds
        if self.place() != before:
            self._redraw()

    def place(self) -> tuple[float, float] | None:
        """In the map's units; None while nothing on the map plays."""
        if not len(self._places):
            return None
        x, y = (float(np.interp(self._seconds, self._times, self._places[:, axis])) for axis in (0, 1))
        return x, y

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        place = self.place()
        if place is None:
            return
        at = ink.point(canvas.camera.to_screen(np.array([place]))[0])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_head(painter, at, 6.5)
        painter.restore()


class Echo(Layer):
    """The same track over there: what the pointer is over in the other pane. A wedge at the edge points to it
    where it lies outside."""

    def __init__(self, redraw: Callable[[], object] = lambda: None) -> None:
        super().__init__(redraw)
        self._place: Points | None = None
        self._text = ""

    def show(self, place: NDArray[Any] | tuple[float, float] | None, text: str = "") -> None:
        """place: (2,), None for none; text: its title."""
        if place is None and self._place is None:
            return
        self._place = None if place is None else np.asarray(place, np.float64).reshape(1, 2)
        self._text = text
        self._redraw()

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        if self._place is None:
            return
        now, at = theme.current(), ink.point(canvas.camera.to_screen(self._place)[0])
        view = QRectF(0, 0, canvas.width(), canvas.height()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if view.contains(at):
            for colour, width in ((ink.faint(now.window, 0.8), 5.0), (QColor(now.text), 2.2)):
                painter.setPen(QPen(colour, width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(at, 10.0, 10.0)
            self._paint_text(painter, at, view)
        else:
            inside = ink.clipped(view.center(), at, view)
            edge = view.center() + (at - view.center()) * (inside[1] if inside else 0.0)
            ink.arrow(painter, view.center(), edge, QColor(now.text))
        painter.restore()

    def _paint_text(self, painter: QPainter, at: QPointF, view: QRectF) -> None:
        if not self._text:
            return
        scale = painter.device().devicePixelRatioF()
        picture = ink.words(self._text, 12, 500, theme.current(), scale)
        size = picture.deviceIndependentSize()
        left = at.x() + 14 if at.x() + 14 + size.width() < view.right() else at.x() - 14 - size.width()
        painter.drawPixmap(QPointF(left, at.y() - size.height() / 2), picture)
