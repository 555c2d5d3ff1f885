"""What is drawn on the map by hand: a region, a path, two points. Kept in the map's own units, so that it
stays where it was drawn while the map is moved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QTransform

from app import theme
from app.widgets.map import ink, outlines
from app.widgets.map.wet import WetStroke
from core.explore.map import regions
from core.explore.picture import spline

Points = NDArray[np.float64]

BRUSHES = (12.0, 18.0, 28.0, 42.0, 64.0, 96.0, 144.0)
"""Radii of the brush in pixels, to be gone through with [ and ]."""
LEAST = 6.0
"""Pixels that a drawing must reach over: less is a click that trembled."""
SPACING = 14.0
"""Pixels between the points that a drawn line is drawn anew through: the hand's tremble is shorter."""
FINEST = 2.0
"""Pixels from one point of a drawn line to the next, at least."""
STRAIGHT = 1 / 10
"""Of a brush's radius: turns of less are drawn straight around it."""
MOST_CORNERS = 24
"""Of a brush's way: of more, what it covers is gone round rather than joined piece by piece."""
ROUNDNESS = 1.0
"""Pixels that the outline's curves may be off."""
STEPS = 6
"""Samples of a smooth path between two of them."""


class Tool(StrEnum):
    """What the pointer does on the map."""

    PAN = "pan"
    LASSO = "lasso"
    BOX = "box"
    BRUSH = "brush"
    PATH = "path"
    PAIR = "pair"


REGIONS = (Tool.LASSO, Tool.BOX, Tool.BRUSH)


class Combine(Enum):
    """How a region changes what is chosen."""

    ANEW = "anew"
    ADD = "add"
    TAKE = "take"

    @classmethod
    def by(cls, modifiers: Qt.KeyboardModifier) -> Combine:
        """Shift adds, Alt takes away."""
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return cls.ADD
        return cls.TAKE if modifiers & Qt.KeyboardModifier.AltModifier else cls.ANEW


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """What was lassoed, boxed or brushed.

    points: (k, 2) in the map's units; the corners of a lasso or box, or where a brush went. radius: of the
    brush in the map's units, 0 for the others. combine: what becomes of what was chosen before.
    """

    tool: Tool
    points: Points
    radius: float
    combine: Combine

    def holds(self, xy: NDArray[Any]) -> NDArray[np.bool_]:
        """(n,): which of (n, 2) points lie within."""
        if self.tool is Tool.BRUSH:
            return regions.near_stroke(self.points, self.radius, xy)
        return regions.inside(self.points, xy)

    def chosen(self, xy: NDArray[Any], before: NDArray[np.int64]) -> NDArray[np.int64]:
        """(m,) rising: what is chosen now, where the points `before` were."""
        found = np.flatnonzero(self.holds(xy)).astype(np.int64)
        if self.combine is Combine.ANEW:
            return found
        join = np.union1d if self.combine is Combine.ADD else np.setdiff1d
        return join(before, found).astype(np.int64)

    def outline(self, camera: ink.Camera) -> QPainterPath:
        """In pixels, as it is seen now."""
        places = camera.to_screen(self.points)
        if self.tool is not Tool.BRUSH:
            line = ink.polyline(places)
            line.setFillRule(Qt.FillRule.OddEvenFill)
            line.closeSubpath()
            return line
        radius = self.radius * _scale(camera)
        corners = ink.straightened(places, radius * STRAIGHT)
        if len(corners) > MOST_CORNERS:
            return outlines.outline(corners, radius)
        line = ink.polyline(corners)
        stroker = QPainterPathStroker(ink.rounded(QColor(), 2 * radius))
        stroker.setCurveThreshold(ROUNDNESS)
        return stroker.createStroke(_dotted(line)).simplified()


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """A line through the map in the direction it was drawn. points: (k, 2) in the map's units, k >= 2."""

    points: Points


Drawn = Region | Path


class Drawing:
    """One drawing after another with the tool in hand; the last stays to be seen until `clear`.

    Press, move and release take pixels; what is kept, and comes of it, is in the map's units.
    """

    def __init__(self) -> None:
        self._tool = Tool.PAN
        self._size = 2
        self._line: list[tuple[float, float]] = []
        self._combine = Combine.ANEW
        self._reach = 0.0
        self._radius = self._step = 0.0
        self._under_way = False
        self._pointer: QPointF | None = None
        self._wet = WetStroke()
        self._outline = QPainterPath()
        self._path: Path | None = None
        self._pair: list[tuple[int, float, float]] = []

    # -- the tool

    @property
    def tool(self) -> Tool:
        return self._tool

    def take(self, tool: Tool) -> None:
        """Another tool; what is under way is dropped, what is drawn stays."""
        self.cancel()
        self._tool = tool
        self._pointer = None
        if tool is not Tool.PAIR and len(self._pair) == 1:
            self._pair = []

    @property
    def brush(self) -> float:
        """Its radius in pixels."""
        return BRUSHES[self._size]

    def resize_brush(self, steps: int) -> None:
        self._size = min(len(BRUSHES) - 1, max(0, self._size + steps))

    def key(self, key: int) -> bool:
        """Whether the key meant the drawing: [ and ] for the brush's size, Escape drops what is under way."""
        if self._tool is Tool.BRUSH and key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.resize_brush(1 if key == Qt.Key.Key_BracketRight else -1)
            return True
        if key == Qt.Key.Key_Escape and (self._under_way or len(self._pair) == 1):
            self.cancel()
            self._pair = []
            return True
        return False

    def cursor(self) -> Qt.CursorShape:
        """What the pointer looks like over the map; a brush draws its own circle."""
        if self._tool is Tool.PAN:
            return Qt.CursorShape.ArrowCursor
        return Qt.CursorShape.BlankCursor if self._tool is Tool.BRUSH else Qt.CursorShape.CrossCursor

    # -- drawing

    @property
    def under_way(self) -> bool:
        return self._under_way

    @property
    def empty(self) -> bool:
        """Nothing is to be seen of it."""
        return not (self._under_way or self._path or self._pair) and self._outline.isEmpty()

    def press(self, at: QPointF, camera: ink.Camera, modifiers: Qt.KeyboardModifier) -> None:
        """Begins; does nothing for tools that do not draw (PAN, PAIR)."""
        if self._tool in (Tool.PAN, Tool.PAIR):
            return
        self._under_way = True
        self._combine = Combine.by(modifiers) if self._tool in REGIONS else Combine.ANEW
        self._reach = 0.0
        self._radius = self.brush / _scale(camera)
        self._step = self._radius / 3 if self._tool is Tool.BRUSH else FINEST / _scale(camera)
        self._line = [_to_world(at, camera)]
        self._pointer = at

    def move(self, at: QPointF, camera: ink.Camera) -> bool:
        """The pointer is here, pressed or not. Whether it is worth painting anew."""
        before, self._pointer = self._pointer, at
        if not self._under_way:
            return self._tool is Tool.BRUSH or len(self._pair) == 1
        if before is not None:
            self._reach += math.hypot(at.x() - before.x(), at.y() - before.y())
        here = _to_world(at, camera)
        # What is drawn hardly changes with every pixel, and is gone through anew each time.
        if len(self._line) > 1 and math.dist(self._line[-2], here) < self._step:
            self._line[-1] = here
        else:
            self._line.append(here)
        return True

    def release(self, at: QPointF, camera: ink.Camera) -> Drawn | None:
        """Ends it. None where nothing was under way, or it hardly moved: then it was a click (one touch of a
        brush counts)."""
        if not self._under_way:
            return None
        self.move(at, camera)
        result = self.so_far(camera)
        moved = self._reach >= LEAST or self._tool is Tool.BRUSH
        self.cancel()
        if result is None or not moved:
            return None
        if isinstance(result, Region):
            self._keep(result, camera)
        else:
            self.clear()
            self._path = result
        return result

    def so_far(self, camera: ink.Camera) -> Drawn | None:
        """What would come of it if it ended here: a brush chooses while it moves."""
        if not self._under_way:
            return None
        points = np.array(self._line, dtype=np.float64)
        if self._tool is Tool.PATH:
            smooth = smoothed(points, camera)
            return Path(smooth) if len(smooth) > 1 else None
        if self._tool is Tool.BOX:
            points = _box(points)
        return Region(self._tool, points, self._radius if self._tool is Tool.BRUSH else 0.0, self._combine)

    def leave(self) -> None:
        """The pointer is no longer over the map."""
        if not self._under_way:
            self._pointer = None

    def cancel(self) -> None:
        """Drops what is under way; what was drawn before stays."""
        self._wet = WetStroke()
        self._under_way = False
        self._line = []

    def clear(self) -> None:
        """Nothing is drawn any more."""
        self.cancel()
        self._outline = QPainterPath()
        self._path = None
        self._pair = []

    def pick(self, point: int, xy: tuple[float, float]) -> tuple[int, int] | None:
        """A point was clicked with PAIR in hand: both, once there are two different ones. xy: where it is."""
        if len(self._pair) != 1:
            self.clear()
        elif self._pair[0][0] == point:
            return None
        self._pair.append((point, *xy))
        return (self._pair[0][0], self._pair[1][0]) if len(self._pair) == 2 else None

    def _keep(self, region: Region, camera: ink.Camera) -> None:
        """Regions are seen as one outline: joined, or with a piece taken out."""
        self._path, self._pair = None, []
        seen, outline = _on_screen(camera), region.outline(camera)
        if region.combine is Combine.ADD:
            outline = seen.map(self._outline).united(outline)
        elif region.combine is Combine.TAKE:
            outline = seen.map(self._outline).subtracted(outline)
        self._outline = seen.inverted()[0].map(outline)

    # -- being seen

    def paint(self, painter: QPainter, camera: ink.Camera) -> None:
        """Above the points, in pixels of the canvas."""
        if self.empty and self._pointer is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_region(painter, _on_screen(camera).map(self._outline), Combine.ADD)
        now = self.so_far(camera) if self._under_way else None
        if isinstance(now, Region):
            self._paint_under_way(painter, now, camera)
        path = now if isinstance(now, Path) else self._path
        if path is not None:
            ink.way(painter, camera.to_screen(path.points), QColor(theme.current().accent))
        self._paint_pair(painter, camera)
        if self._tool is Tool.BRUSH and self._pointer is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.current().text), 1.2))
            painter.drawEllipse(self._pointer, self.brush, self.brush)
        painter.restore()

    def _paint_under_way(self, painter: QPainter, region: Region, camera: ink.Camera) -> None:
        """A brush without its outline: that is only worked out once it is lifted."""
        if region.tool is not Tool.BRUSH:
            _paint_region(painter, region.outline(camera), region.combine)
            return
        now = theme.current()
        colour = QColor(now.love if region.combine is Combine.TAKE else now.accent)
        self._wet.paint(painter, self._line, region.radius * _scale(camera), colour, camera)

    def _paint_pair(self, painter: QPainter, camera: ink.Camera) -> None:
        if not self._pair:
            return
        colour = QColor(theme.current().accent)
        places = [ink.point(row) for row in camera.to_screen(np.array([[x, y] for _, x, y in self._pair]))]
        end = places[1] if len(places) == 2 else self._pointer
        if end is not None:
            painter.setPen(ink.dashed(colour, 1.6))
            painter.drawLine(places[0], end)
            ink.arrow(painter, places[0], end, colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2.2))
        for place in places:
            painter.drawEllipse(place, 8.0, 8.0)


# -- geometry


def smoothed(line: Points, camera: ink.Camera) -> Points:
    """A drawn line without the hand's tremble: (m, 2) for (k, 2) points, in the map's units; its ends stay.

    m is 1 where it went nowhere.
    """
    on_screen = np.asarray(camera.to_screen(line), np.float64)
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(on_screen, axis=0).T))])
    if lengths[-1] < LEAST:
        return line[:1]
    stops = np.linspace(0.0, lengths[-1], max(2, round(lengths[-1] / SPACING) + 1))
    even = np.column_stack([np.interp(stops, lengths, line[:, axis]) for axis in (0, 1)])
    if len(even) > 3:  # a quarter, a half, a quarter: takes out what goes back and forth from stop to stop
        even[1:-1] = even[:-2] / 4 + even[1:-1] / 2 + even[2:] / 4
    return spline.through(even, STEPS)


def _box(line: Points) -> Points:
    (x0, y0), (x1, y1) = line[0], line[-1]
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])


def _to_world(at: QPointF, camera: ink.Camera) -> tuple[float, float]:
    x, y = camera.to_world(np.array([[at.x(), at.y()]]))[0]
    return float(x), float(y)


def _scale(camera: ink.Camera) -> float:
    """Pixels to the map's unit."""
    start, end = camera.to_screen(np.array([[0.0, 0.0], [1.0, 0.0]]))
    return float(end[0] - start[0])


def _on_screen(camera: ink.Camera) -> QTransform:
    """From the map's units to pixels."""
    x, y = camera.to_screen(np.zeros((1, 2)))[0].tolist()
    scale = _scale(camera)
    return QTransform(scale, 0.0, 0.0, -scale, x, y)


def _dotted(line: QPainterPath) -> QPainterPath:
    """A line of one point has no stroke; one of a hair's width has."""
    if line.elementCount() == 1:
        line.lineTo(line.currentPosition() + QPointF(0.01, 0.0))
    return line


# -- painting


def _paint_region(painter: QPainter, outline: QPainterPath, combine: Combine) -> None:
    if outline.isEmpty():
        return
    now = theme.current()
    colour = now.love if combine is Combine.TAKE else now.accent
    painter.setPen(ink.dashed(QColor(colour), 1.6))
    painter.setBrush(ink.faint(colour, 0.13))
    painter.drawPath(outline)
