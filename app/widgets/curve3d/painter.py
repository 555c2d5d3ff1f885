"""Draws curves with QPainter alone: everywhere, without OpenGL.

A curve is cut into runs of one pen: of one shade of time, one depth, behind or ahead of the playhead. Runs
are drawn from the farthest to the nearest; what is nearer is thicker and brighter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app import theme
from app.widgets.curve import paint_head
from app.widgets.curve3d.camera import EYE, Camera, Floats, Place
from app.widgets.curve3d.scene import SHADES, Link, Scene
from core.explore.picture.figure import between

LEVELS = 8
"""Depths that are told apart."""
BACK, FRONT = EYE / (EYE + 1), EYE / (EYE - 1)
"""Sizes at the back and in front of a scene of radius 1."""
AHEAD = 0.6
"""How strongly what is still to come is drawn."""
AHEAD_RING = 0.75
"""And a ring that is."""
FAINTEST_RING = 0.35
RING_PEN = 2.2
RING_NEARER = 0.02
"""So much nearer is a ring than its line, which it covers."""


@dataclass(frozen=True, slots=True)
class Style:
    """width: of a line in the middle, in pixels. ring: radius, 0 for none. under: the colour behind."""

    width: float
    ring: float
    under: str
    shade: int = 1
    """Shades of time that share a pen: more for small pictures."""
    levels: int = LEVELS
    plain: bool = False
    """Thin lines without round ends, a third faster: nothing of the ends would be seen."""
    vector: bool = False
    """For a file: shapes alone, no kept pictures."""


@dataclass(frozen=True, slots=True)
class Picture:
    """All that one frame shows. heads: where each curve's playhead is, as a share of its song."""

    scene: Scene
    camera: Camera
    place: Place
    style: Style
    heads: Mapping[int, float] = field(default_factory=dict)
    links: Sequence[Link] = ()
    current: tuple[int, int] | None = None
    """Curve and part that the keyboard has come to."""

    def project(self) -> tuple[Floats, Floats]:
        """(m, 2) pixels and (m,) sizes of the scene's samples."""
        seen, size = self.camera.look(self.scene.points)
        return self.place.put(seen, self.camera.zoom), size

    def head(self, index: int, xy: Floats) -> QPointF | None:
        """Where a curve's playhead is. xy: as `project` says."""
        share = self.heads.get(index)
        if share is None:
            return None
        part = self.scene.parts[index]
        sample = self.scene.shown[index].figure.sample(share)
        return point(between(xy[part], sample))


@lru_cache(maxsize=4096)
def ink(shade: int, colour: str | None, strength: float, under: str) -> QColor:
    """Of a piece of a curve: a shade of time, or the curve's own colour, laid on what is behind, opaque, so
    that there are no darker joints where two pieces meet."""
    full = colour or time_colour(shade)
    return QColor(theme.blend(under, full, strength))


@lru_cache(maxsize=SHADES)
def time_colour(shade: int) -> str:
    stops = theme.DARK.time
    place = shade / (SHADES - 1) * (len(stops) - 1)
    left = min(int(place), len(stops) - 2)
    return theme.blend(stops[left], stops[left + 1], place - left)


def strengths(near: Floats) -> Floats:
    """How bright a line is. near: 0 at the back, 1 in front."""
    return np.asarray(0.56 + 0.44 * np.minimum(1.0, near * 2.2))


def widths(near: Floats, width: float) -> Floats:
    """How thick it is. width: in the middle."""
    return width * (0.62 + 0.76 * near)


@lru_cache(maxsize=64)
def strength(level: int, levels: int, *, ahead: bool) -> float:
    return float(strengths(np.array((level + 0.5) / levels))) * (AHEAD if ahead else 1.0)


@lru_cache(maxsize=4096)
def _pen(shade: int, colour: str | None, level: int, style: Style, *, ahead: bool) -> QPen:
    pen = QPen(ink(shade, colour, strength(level, style.levels, ahead=ahead), style.under), 0)
    pen.setWidthF(float(widths(np.array((level + 0.5) / style.levels), style.width)))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if style.plain else Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin if style.plain else Qt.PenJoinStyle.RoundJoin)
    return pen


def depth_levels(size: Floats, levels: int) -> NDArray[np.int64]:
    return np.clip((size - BACK) / (FRONT - BACK) * levels, 0, levels - 1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Run:
    near: float
    pen: QPen
    points: QPolygonF


def _runs(steps: NDArray[np.int64], xy: Floats, size: Floats, style: Style, colour: str | None,
          ahead_from: float | None) -> Iterator[_Run]:  # fmt: skip
    """Pieces of one curve of m samples, each of one pen. ahead_from: the sample from which it is faded."""
    if len(xy) < 2:
        return
    middle = (size[1:] + size[:-1]) / 2
    level = depth_levels(middle, style.levels)
    shade = steps[:-1] // style.shade * style.shade if colour is None else np.zeros_like(level)
    cut = len(xy) - 1 if ahead_from is None else min(len(xy) - 1, max(0, int(ahead_from)))
    ahead = np.arange(len(level)) >= cut
    key = (shade * style.levels + level) * 2 + ahead
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    ends = np.append(starts[1:], len(key))
    near = (np.add.reduceat(middle, starts) / (ends - starts)).tolist()
    points = [QPointF(x, y) for x, y in xy.tolist()]
    if ahead_from is not None and 0 < ahead_from < len(xy) - 1:
        done = _pen(int(shade[cut]), colour, int(level[cut]), style, ahead=False)
        here = point(between(xy, ahead_from))
        yield _Run(float(middle[cut]) + 1e-6, done, QPolygonF([points[cut], here]))
    pens = zip(shade[starts].tolist(), level[starts].tolist(), ahead[starts].tolist(), strict=True)
    for a, b, far, (step, depth, late) in zip(starts.tolist(), ends.tolist(), near, pens, strict=True):
        yield _Run(far, _pen(step, colour, depth, style, ahead=late), QPolygonF(points[a : b + 1]))


# -- one picture


def paint(painter: QPainter, picture: Picture) -> None:
    """The whole picture but for words: lines, rings, links, playheads."""
    xy, size = picture.project()
    paint_lines(painter, picture, xy, size)
    paint_rest(painter, picture, xy)


def paint_rest(painter: QPainter, picture: Picture, xy: Floats) -> None:
    """What lies on lines and rings, whoever has drawn those."""
    paint_links(painter, picture, xy)
    paint_heads(painter, picture, xy)


def paint_lines(painter: QPainter, picture: Picture, xy: Floats, size: Floats) -> None:
    """Curves and their rings, the farthest first."""
    scene, style = picture.scene, picture.style
    things: list[tuple[float, _Run | _Ring]] = []
    for index, part in enumerate(scene.parts):
        one = scene.shown[index]
        share = picture.heads.get(index)
        cut = None if share is None else one.figure.sample(share)
        runs = _runs(scene.steps[part], xy[part], size[part], style, one.colour, cut)
        things += [(run.near, run) for run in runs]
        if style.ring:
            things += [(ring.near + RING_NEARER, ring) for ring in _rings(picture, index, xy, size, cut)]
    things.sort(key=lambda thing: thing[0])
    under = QColor(style.under)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for _, thing in things:
        painter.setPen(thing.pen)
        if isinstance(thing, _Run):
            painter.drawPolyline(thing.points)
        else:
            painter.setBrush(under)
            painter.drawEllipse(thing.at, thing.radius, thing.radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)


@dataclass(frozen=True, slots=True)
class _Ring:
    near: float
    pen: QPen
    at: QPointF
    radius: float


def _rings(picture: Picture, index: int, xy: Floats, size: Floats, cut: float | None) -> Iterator[_Ring]:
    scene, style, first = picture.scene, picture.style, picture.scene.parts[index].start
    rings = scene.rings(index)
    levels = depth_levels(size[rings], style.levels).tolist()
    colour = scene.shown[index].colour
    for sample, level in zip(rings.tolist(), levels, strict=True):
        ahead = cut is not None and sample - first > cut
        faded = max(
            strength(level, style.levels, ahead=False) * (AHEAD_RING if ahead else 1.0), FAINTEST_RING
        )
        pen = QPen(ink(int(scene.steps[sample]), colour, faded, style.under), RING_PEN * float(size[sample]))
        yield _Ring(float(size[sample]), pen, point(xy[sample]), style.ring * float(size[sample]))


def paint_links(painter: QPainter, picture: Picture, xy: Floats) -> None:
    """Marks between moments of two curves that sound alike."""
    if not picture.links:
        return
    text = theme.current().text
    scene = picture.scene
    thread = QPen(QColor(theme.blend(picture.style.under, text, 0.7)), 1.4, Qt.PenStyle.DashLine)
    for link in picture.links:
        ends = []
        for index, ring in ((link.one, link.one_ring), (link.other, link.other_ring)):
            ends.append(point(xy[scene.rings(index)[ring]]))
        painter.setPen(thread)
        painter.drawLine(*ends)
        painter.setBrush(QColor(text))
        painter.setPen(Qt.PenStyle.NoPen)
        for end in ends:
            painter.drawEllipse(end, 3.2, 3.2)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_heads(painter: QPainter, picture: Picture, xy: Floats) -> None:
    """Where the music is now, and what the keyboard has come to."""
    if picture.current is not None:
        index, ring = picture.current
        painter.setBrush(QColor(picture.style.under))
        painter.setPen(QPen(QColor(theme.current().text), 2))
        radius = picture.style.ring + 2
        painter.drawEllipse(point(xy[picture.scene.rings(index)[ring]]), radius, radius)
    for index in picture.heads:
        head = picture.head(index, xy)
        if head is not None:
            radius = round(picture.style.width * 1.35, 1)
            (paint_light if picture.style.vector else paint_head)(painter, head, radius)


def paint_light(painter: QPainter, at: QPointF, radius: float) -> None:
    """A playhead of shapes alone, for a file that shall stay sharp; `paint_head` paints a kept picture."""
    glow = QColor(theme.DARK.time[1])
    glow.setAlpha(110)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(at, radius * 2.1, radius * 2.1)
    painter.setBrush(QColor(theme.current().text))
    painter.drawEllipse(at, radius, radius)


# -- many small ones


def paint_small(painter: QPainter, steps: NDArray[np.int64], xy: Floats, size: Floats, style: Style,
                colour: str | None = None, head: float | None = None) -> None:  # fmt: skip
    """One curve of m samples where it was projected to; head: the sample that sounds, the rest is faded."""
    runs = sorted(_runs(steps, xy, size, style, colour, head), key=lambda run: run.near)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for run in runs:
        painter.setPen(run.pen)
        painter.drawPolyline(run.points)
    if head is not None:
        paint_head(painter, point(between(xy, head)), 3.5)


def point(at: Floats) -> QPointF:
    x, y = at.tolist()
    return QPointF(x, y)


def bounds(xy: Floats) -> QRectF:
    low, high = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return QRectF(low[0], low[1], high[0] - low[0], high[1] - low[1])
