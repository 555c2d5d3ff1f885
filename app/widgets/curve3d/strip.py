"""Many small curves that turn together: one clock, one camera, all projected at once.

strip = CurveStrip(figures)                      # once
spin = Spin.shared(); spin.join(widget)          # widget.update() as often as it shall turn
strip.turn(spin.camera)                          # in paintEvent, or once a tick
strip.paint(painter, i, QRectF(…), under)        # or paint_many(painter, strip, rects, under)
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Mapping, Sequence
from typing import Self
from weakref import WeakSet

import numpy as np
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app import theme
from app.widgets.curve3d.camera import Camera, Floats, Place
from app.widgets.curve3d.painter import Style, paint_small
from app.widgets.curve3d.scene import framed, shades
from core.explore.picture.figure import Figure

SMALL_SHADE, SMALL_LEVELS = 3, 5
"""Shades that share a pen, and depths told apart: finer ones cannot be seen in a small picture."""
PAD = 5.0
TURN = math.tau / 36
"""Radians a second."""
FRAME_MS = 33


class CurveStrip:
    """Up to some dozens of curves, each fitted to its own frame."""

    def __init__(self, figures: Sequence[Figure | None]) -> None:
        """None where a song has no curve: nothing is painted there."""
        self.figures = tuple(figures)
        frames = [framed(one.points) for one in figures if one is not None]
        self._points = np.concatenate([points for points, _ in frames] or [np.zeros((1, 3))])
        self._reach = [reach for _, reach in frames]
        ends = np.cumsum([0, *(len(points) for points, _ in frames)]).tolist()
        self._parts = [slice(a, b) for a, b in itertools.pairwise(ends)]
        there = [i for i, one in enumerate(figures) if one is not None]
        self._row = {index: row for row, index in enumerate(there)}
        self._steps = [shades(one.times) for one in figures if one is not None]
        self._camera: Camera | None = None
        self._seen, self._size = self._points[:, :2], self._points[:, 2]

    def __len__(self) -> int:
        return len(self.figures)

    def turn(self, camera: Camera) -> None:
        """Projects all of them; nothing when they were seen from there last."""
        if camera != self._camera:
            self._camera = camera
            self._seen, self._size = camera.look(self._points)

    def paint(
        self,
        painter: QPainter,
        index: int,
        into: QRectF,
        under: str,
        *,
        playhead: float | None = None,
        colour: str | None = None,
        width: float = 2.0,
    ) -> None:
        """under: the colour behind. playhead: a share of the song; what is ahead of it is fainter."""
        row, figure = self._row.get(index), self.figures[index]
        if row is None or figure is None:
            return
        if self._camera is None:
            self.turn(Camera())
        place = self._place(row, into)
        part = self._parts[row]
        style = Style(width, 0.0, under, SMALL_SHADE, SMALL_LEVELS, plain=True)
        head = None if playhead is None else figure.sample(playhead)
        xy = place.put(self._seen[part])
        paint_small(painter, self._steps[row], xy, self._size[part], style, colour, head)

    def project(self, index: int, into: QRectF) -> Floats:
        """(m, 2) pixels where a curve's samples are painted; none where there is no curve."""
        row = self._row.get(index)
        if row is None:
            return np.zeros((0, 2))
        if self._camera is None:
            self.turn(Camera())
        return self._place(row, into).put(self._seen[self._parts[row]])

    def _place(self, row: int, into: QRectF) -> Place:
        inner = into.adjusted(PAD, PAD, -PAD, -PAD)
        return self._reach[row].fit(inner.x(), inner.y(), inner.width(), inner.height())


def paint_many(
    painter: QPainter,
    strip: CurveStrip,
    rects: Sequence[QRectF],
    under: str,
    playheads: Mapping[int, float] | None = None,
) -> None:
    """Each of a strip into its rectangle. playheads: of those that play, as shares of their songs."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    heads = playheads or {}
    for index, rect in enumerate(rects):
        strip.paint(painter, index, rect, under, playhead=heads.get(index))


class Spin(QObject):
    """The clock by which all small curves turn together. Stops when none of its widgets can be seen."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self._on = True
        self._widgets: WeakSet[QWidget] = WeakSet()
        self._last = 0.0
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @classmethod
    def shared(cls) -> Self:
        """The program's one; made when first asked for."""
        app = QCoreApplication.instance()
        assert app is not None
        found = app.findChild(cls)
        return found if found is not None else cls(app)

    @property
    def turning(self) -> bool:
        return self._timer.isActive()

    def join(self, widget: QWidget) -> None:
        """Updates `widget` with every tick while it can be seen. Call it again from its showEvent."""
        self._widgets.add(widget)
        self._see()

    def leave(self, widget: QWidget) -> None:
        self._widgets.discard(widget)
        self._see()

    def allow(self, *, on: bool) -> None:
        """Whether curves may turn by themselves; the system's wish for less motion wins."""
        self._on = on
        self._see()

    def _alive(self) -> list[QWidget]:
        """Python may still hold what Qt has deleted."""
        return [widget for widget in self._widgets if shiboken6.isValid(widget)]

    def _see(self) -> None:
        wanted = self._on and theme.motion() > 0 and any(one.isVisible() for one in self._alive())
        if wanted and not self._timer.isActive():
            self._last = time.monotonic()
            self._timer.start()
        elif not wanted:
            self._timer.stop()

    def _tick(self) -> None:
        now = time.monotonic()
        self.camera = self.camera.turned(TURN * min(0.25, now - self._last))
        self._last = now
        for widget in self._alive():
            if widget.isVisible():
                widget.update()
        self.ticked.emit()
        self._see()
