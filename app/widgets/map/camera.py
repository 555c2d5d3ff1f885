"""Which part of the map is seen, how large, and how one gets from there to elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEasingCurve, QMarginsF, QObject, QPointF, QRectF, QSizeF, Signal

from app.widgets.map.motion import Glide

LEAST, MOST = 0.5, 400.0
"""How far one may go out and in, as multiples of all that fits."""
MARGIN = 0.055
"""Of the shorter side, around all that fits."""
ZOOM_MS, FIT_MS, FLY_MS = 130, 250, 700
NEAR = 12.0
"""The zoom that `fly_to` goes to when none is said."""
RHO = 1.4
"""How far a flight rises: van Wijk and Nuij (2003) found 1.4 to look best."""

Points = NDArray[Any]


@dataclass(frozen=True, slots=True)
class View:
    """From the map's units to pixels: x * scale + left, top - y * scale."""

    scale: float
    left: float
    top: float

    def times(self, ratio: float) -> View:
        """The same in device pixels."""
        return View(self.scale * ratio, self.left * ratio, self.top * ratio)


class Camera(QObject):
    """World units are a chart's, y up; screen units are the canvas's device-independent pixels, y down."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._size = QSizeF(1.0, 1.0)
        self._covered = QMarginsF()
        self._bounds = QRectF(-1.0, -1.0, 2.0, 2.0)
        self._centre = (0.0, 0.0)
        self._zoom = 1.0
        self._way: Callable[[float], None] = lambda _share: None
        self._glide = Glide(self._go, self, QEasingCurve.Type.Linear)
        self._target: tuple[float, QPointF] | None = None

    # -- what is seen

    @property
    def zoom(self) -> float:
        """1 where everything fits."""
        return self._zoom

    @property
    def centre(self) -> tuple[float, float]:
        """In the middle of what is not covered; world units."""
        return self._centre

    @property
    def scale(self) -> float:
        """Pixels to a world unit."""
        return self._unit() * self._zoom

    @property
    def moving(self) -> bool:
        return self._glide.running

    @property
    def fits(self) -> bool:
        """Nobody has moved it away from where everything is seen."""
        middle = self._bounds.center()
        away = math.hypot(self._centre[0] - middle.x(), self._centre[1] - middle.y())
        return abs(self._zoom - 1.0) < 1e-3 and away * self.scale < 1.0

    def view(self) -> View:
        scale, middle = self.scale, self._free.center()
        x, y = self._centre
        return View(scale, middle.x() - x * scale, middle.y() + y * scale)

    def visible(self) -> QRectF:
        """What is seen, in world units: its top is the least y."""
        (left, high), (right, low) = self.to_world(
            np.array([(0.0, 0.0), (self._size.width(), self._size.height())])
        ).tolist()
        return QRectF(left, low, right - left, high - low)

    def to_screen(self, xy: Points) -> Points:
        """(n, 2) world to (n, 2) screen."""
        now = self.view()
        return np.asarray(xy, np.float64) * (now.scale, -now.scale) + (now.left, now.top)

    def to_world(self, pts: Points) -> Points:
        """(n, 2) screen to (n, 2) world."""
        now = self.view()
        return (np.asarray(pts, np.float64) - (now.left, now.top)) / (now.scale, -now.scale)

    # -- moving it

    def resize(self, size: QSizeF) -> None:
        """What was in the middle stays there."""
        self._size = QSizeF(max(1.0, size.width()), max(1.0, size.height()))
        self.changed.emit()

    def cover(self, edges: QMarginsF) -> None:
        """Something floats on these edges of the canvas, pixels: all fits beside it. Who looks closer sees
        nothing move."""
        if edges == self._covered:
            return
        fits, before = self.fits, self.view()
        self._covered = edges
        middle, at = self._bounds.center(), self._free.center()
        if fits:
            self._put((middle.x(), middle.y()), 1.0)
        else:
            x, y = (at.x() - before.left) / before.scale, (before.top - at.y()) / before.scale
            self._put((x, y), before.scale / self._unit())

    def bound(self, bounds: QRectF) -> None:
        """All there is to see lies within; nothing moves on the screen."""
        scale = self.scale
        self._bounds = bounds
        self._zoom = self._limited(scale / self._unit())
        self._put(self._centre, self._zoom)

    def stop(self) -> None:
        self._glide.stop()
        self._target = None

    def pan(self, dx: float, dy: float) -> None:
        """The map moves with the pointer: pixels to the right and down."""
        self.stop()
        x, y = self._centre
        self._put((x - dx / self.scale, y + dy / self.scale), self._zoom)

    def glide(self, dx: float, dy: float) -> None:
        """Like `pan`, softly."""
        x, y = self._centre
        to = (x - dx / self.scale, y + dy / self.scale)
        self._target = None
        self._travel(lambda share: self._put(_between((x, y), to, share), self._zoom), ZOOM_MS)

    def zoom_by(self, factor: float, at: QPointF | None = None, *, softly: bool = True) -> None:
        """What lies at `at` (screen; None for the middle) stays there."""
        at = at or self._free.center()
        before = self._target[0] if self._target and self.moving else self._zoom
        to = self._limited(before * factor)
        start = math.log(self._zoom)
        self._target = (to, at)
        self._travel(
            lambda share: self._zoom_to(math.exp(start + (math.log(to) - start) * share), at),
            ZOOM_MS if softly else 0,
        )

    def fit(self, *, softly: bool = True) -> None:
        """Everything is seen."""
        middle = self._bounds.center()
        self._fly((middle.x(), middle.y()), 1.0, FIT_MS if softly else 0)

    def fly_to(self, xy: tuple[float, float], zoom: float | None = None) -> None:
        """Softly to where `xy` (world) is in the middle; zoom: None for near, or nearer where one is."""
        to = self._limited(max(NEAR, self._zoom) if zoom is None else zoom)
        self._fly((float(xy[0]), float(xy[1])), to, FLY_MS)

    def fly_over(self, bounds: QRectF) -> None:
        """Softly to where all of `bounds` (world) is seen."""
        wide, high = max(bounds.width(), 1e-9), max(bounds.height(), 1e-9)
        fits = 0.8 * min(self._free.width() / wide, self._free.height() / high)
        middle = bounds.center()
        self._fly((middle.x(), middle.y()), min(NEAR, fits / self._unit()), FLY_MS)

    def _fly(self, to: tuple[float, float], zoom: float, milliseconds: int) -> None:
        self._target = None
        width = max(self._size.width(), self._size.height()) / self._unit()
        flight = _Flight(self._centre, width / self._zoom, to, width / zoom)
        self._travel(lambda share: self._follow(flight, width, share), milliseconds)

    def _follow(self, flight: _Flight, width: float, share: float) -> None:
        place, seen = flight.at(share)
        self._put(place, width / seen)

    def _travel(self, way: Callable[[float], None], milliseconds: int) -> None:
        curve = QEasingCurve(
            QEasingCurve.Type.InOutCubic if milliseconds > ZOOM_MS else QEasingCurve.Type.OutCubic
        )
        self._way = lambda share: way(curve.valueForProgress(share))
        self._glide.start(milliseconds)

    def _go(self, share: float) -> None:
        self._way(share)

    def _zoom_to(self, zoom: float, at: QPointF) -> None:
        here = self.to_world(np.array([[at.x(), at.y()]]))[0]
        scale = self._unit() * zoom
        x = here[0] - (at.x() - self._free.center().x()) / scale
        y = here[1] + (at.y() - self._free.center().y()) / scale
        self._put((float(x), float(y)), zoom)

    def _put(self, centre: tuple[float, float], zoom: float) -> None:
        """The middle stays among the points: one cannot get lost."""
        box = self._bounds
        x = min(box.right(), max(box.left(), centre[0]))
        y = min(box.bottom(), max(box.top(), centre[1]))
        self._centre, self._zoom = (x, y), self._limited(zoom)
        self.changed.emit()

    def _limited(self, zoom: float) -> float:
        return min(MOST, max(LEAST, zoom))

    def _unit(self) -> float:
        """Pixels to a world unit where everything fits."""
        width, height = self._free.width(), self._free.height()
        edge = 2 * MARGIN * min(width, height)
        wide, high = max(self._bounds.width(), 1e-9), max(self._bounds.height(), 1e-9)
        return max(1.0, min((width - edge) / wide, (height - edge) / high))

    @property
    def _free(self) -> QRectF:
        """What of the canvas is not covered."""
        whole = QRectF(QPointF(), self._size)
        free = whole.marginsRemoved(self._covered)
        return free if free.width() > 1.0 and free.height() > 1.0 else whole


def _between(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


class _Flight:
    """Out, across and in again, so that what passes by seems to pass at one speed.

    J. J. van Wijk, W. A. A. Nuij, "Smooth and efficient zooming and panning", InfoVis 2003: u(s) and w(s) of
    their equation (9), where u is the way along the ground and w the width seen.
    """

    def __init__(self, start: tuple[float, float], w0: float, end: tuple[float, float], w1: float) -> None:
        self._start, self._end, self._w0 = start, end, w0
        self._u1 = math.hypot(end[0] - start[0], end[1] - start[1])
        if self._u1 < 1e-3 * min(w0, w1):
            self._flat = True
            self._length = math.log(w1 / w0)
            return
        self._flat = False
        b0, b1 = (
            (w1**2 - w0**2 + sign * RHO**4 * self._u1**2) / (2 * w * RHO**2 * self._u1)
            for sign, w in ((1, w0), (-1, w1))
        )
        self._r0, r1 = -math.asinh(b0), -math.asinh(b1)
        self._length = (r1 - self._r0) / RHO

    def at(self, share: float) -> tuple[tuple[float, float], float]:
        """The middle, and the width seen, after `share` of the flight."""
        if share >= 1.0 or self._flat:
            return _between(self._start, self._end, share), self._w0 * math.exp(self._rise(share))
        turn = RHO * share * self._length + self._r0
        u = self._w0 / RHO**2 * (math.cosh(self._r0) * math.tanh(turn) - math.sinh(self._r0))
        seen = self._w0 * math.cosh(self._r0) / math.cosh(turn)
        return _between(self._start, self._end, u / self._u1), seen

    def _rise(self, share: float) -> float:
        """ln of the width seen to that at the start."""
        if self._flat:
            return self._length * share
        return math.log(math.cosh(self._r0) / math.cosh(RHO * self._length + self._r0))
