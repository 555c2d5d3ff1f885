"""A chord diagram: things around a circle, those that are near one another joined by ribbons."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app import theme
from app.widgets.pairpicture import NONE, Pair, PairPicture

THICK, AROUND, EDGE = 10.0, 9.0, 4.0
"""Of the ring; between it and the words; between those and the edge."""
GAP = 0.02
"""Between two arcs, in turns of the whole circle divided by their number: at most a third of an arc."""
FEW_WORDS = 8
"""Up to so many, words stand upright; of more, they go outwards."""
WIDEST, WIDEST_SHARE = 120, 0.24
"""Pixels of a name, and of one that goes outwards as a share of the picture's smaller side; a longer one is
cut short."""
SMALLEST = 40.0
MOST_RIBBONS = 40
SHARE_SHOWN = 1 / 3
"""Of the pairs, the nearest: what is joined by everything tells nothing."""
THINNEST = 0.2
"""The furthest pair that is shown, as a share of the nearest one's width."""


def hue(place: int, count: int) -> QColor:
    """The colour of a thing on the circle: neighbours have colours alike."""
    dark = theme.current().dark
    turn = (0.46 + 0.92 * place / max(1, count)) % 1.0
    return QColor.fromHslF(turn, 0.55 if dark else 0.60, 0.64 if dark else 0.40)


@dataclass(slots=True)
class _Arc:
    """Angles in turns, from the top clockwise."""

    first: float
    last: float

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2


@dataclass(slots=True)
class _Drawn:
    """Where everything is in a picture of some size."""

    middle: QPointF
    radius: float
    names: list[str]
    """As they are written, cut short."""
    arcs: list[_Arc]
    ribbons: list[tuple[Pair, QPainterPath]]
    """The furthest first."""


class Chord(PairPicture):
    """Left and Right go round, Up and Down along the ribbons of one."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._nearness: Sequence[Sequence[float]] = ()
        self._joined: list[Pair] = []
        self._drawn: _Drawn | None = None
        self._drawn_for: object = None

    def show_ring(
        self,
        names: Sequence[str],
        nearness: Sequence[Sequence[float]],
        say: Callable[[int, int], str],
    ) -> None:
        """nearness: of each pair, symmetric, 0 the furthest to 1 the nearest. say: a pair in words."""
        self._names, self._nearness, self._say = names, nearness, say
        self._joined = _nearest_pairs(nearness)
        self._marked, self._drawn = NONE, None
        self.setAccessibleDescription("; ".join(say(*pair) for pair in self._joined[-5:][::-1]))
        self.update()

    @property
    def joined(self) -> list[Pair]:
        """The pairs that are shown, the furthest first."""
        return list(self._joined)

    # -- drawing

    def draw(self, painter: QPainter, size: QSizeF, marked: Pair = NONE) -> None:
        """As large as asked, from the painter's origin."""
        if not self._names:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawn = self._placed(size)
        for pair, path in drawn.ribbons:
            self._draw_ribbon(painter, drawn, pair, path, marked)
        near = self._near(marked)
        for place, arc in enumerate(drawn.arcs):
            colour = hue(place, len(self._names))
            colour.setAlphaF(1.0 if near is None or place in near else 0.3)
            painter.setPen(QPen(colour, THICK, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(_arc(drawn.middle, drawn.radius + THICK / 2, arc.first, arc.last))
            self._draw_name(painter, drawn, place, near is None or place in near)

    def _near(self, marked: Pair) -> set[int] | None:
        """The marked thing and what it is joined to, or the marked pair; None where nothing is."""
        if marked == NONE:
            return None
        if marked[0] != marked[1]:
            return set(marked)
        return {marked[0], *(place for pair in self._joined if marked[0] in pair for place in pair)}

    def _draw_ribbon(
        self, painter: QPainter, drawn: _Drawn, pair: Pair, path: QPainterPath, marked: Pair
    ) -> None:
        alone = marked[0] == marked[1]
        lit = set(pair) == set(marked) or (alone and marked[0] in pair)
        alpha = 0.42 if marked == NONE else 0.78 if lit else 0.07
        ends = [_on_circle(drawn.middle, drawn.radius, drawn.arcs[place].middle) for place in pair]
        fade = QLinearGradient(*ends)
        for at, place in zip((0.15, 0.85), pair, strict=True):
            colour = hue(place, len(self._names))
            colour.setAlphaF(alpha)
            fade.setColorAt(at, colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fade)
        painter.drawPath(path)

    def _draw_name(self, painter: QPainter, drawn: _Drawn, place: int, lit: bool) -> None:  # noqa: FBT001
        now, font = theme.current(), theme.font(12, 500)
        painter.setFont(font)
        painter.setPen(QColor(now.text if lit else theme.blend(now.panel, now.quiet, 0.5)))
        metrics = QFontMetrics(font)
        name = drawn.names[place]
        wide, high = metrics.horizontalAdvance(name), metrics.height()
        turn = drawn.arcs[place].middle
        at = _on_circle(drawn.middle, drawn.radius + THICK + AROUND, turn)
        if len(self._names) <= FEW_WORDS:
            across, down = math.sin(math.tau * turn), -math.cos(math.tau * turn)
            left = at.x() - wide * (1 - across) / 2
            painter.drawText(QPointF(left, at.y() + metrics.ascent() - high * (1 - down) / 2), name)
            return
        painter.save()
        painter.translate(at)
        left_half = turn > 0.5
        painter.rotate(360 * turn - 90 + (180 if left_half else 0))
        painter.drawText(QPointF(-wide if left_half else 0.0, metrics.ascent() - high / 2), name)
        painter.restore()

    def _placed(self, size: QSizeF) -> _Drawn:
        if self._drawn is None or self._drawn_for != size:
            self._drawn, self._drawn_for = self._place(size), size
        return self._drawn

    def _place(self, size: QSizeF) -> _Drawn:
        few = len(self._names) <= FEW_WORDS
        share = WIDEST_SHARE * min(size.width(), size.height())
        widest = WIDEST if few else round(min(WIDEST, max(48.0, share)))
        metrics = QFontMetrics(theme.font(12, 500))
        names = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, widest) for name in self._names]
        middle = QPointF(size.width() / 2, size.height() / 2)
        widths = {pair: self._width(pair) for pair in self._joined}
        arcs = self._arcs(widths)
        radius = max(
            SMALLEST, min(self._room(size, arc, name) for arc, name in zip(arcs, names, strict=True))
        )
        return _Drawn(middle, radius, names, arcs, self._ribbons(middle, radius, arcs, widths))

    def _room(self, size: QSizeF, arc: _Arc, name: str) -> float:
        """How large the circle may be, that this name still fits beside it."""
        metrics = QFontMetrics(theme.font(12, 500))
        wide, high = metrics.horizontalAdvance(name), metrics.height()
        across, down = abs(math.sin(math.tau * arc.middle)), abs(math.cos(math.tau * arc.middle))
        half_wide, half_high = size.width() / 2 - EDGE, size.height() / 2 - EDGE
        if len(self._names) <= FEW_WORDS:
            sides = half_wide - wide * (1 + across) / 2, half_high - high * (1 + down) / 2
        else:
            sides = half_wide - wide * across - high / 2 * down, half_high - wide * down - high / 2 * across
        fits = min(sides[0] / max(across, 0.05), sides[1] / max(down, 0.05), half_wide, half_high)
        return fits - THICK - AROUND

    def _width(self, pair: Pair) -> float:
        """Of a ribbon, THINNEST to 1."""
        near = [self._nearness[a][b] for a, b in self._joined]
        low, high = min(near), max(near)
        share = (self._nearness[pair[0]][pair[1]] - low) / (high - low) if high > low else 1.0
        return THINNEST + (1 - THINNEST) * share

    def _arcs(self, widths: dict[Pair, float]) -> list[_Arc]:
        """As long as their ribbons are wide together, and some for those that have none."""
        count = len(self._names)
        sizes = [
            0.6 + sum(width for pair, width in widths.items() if place in pair) for place in range(count)
        ]
        gap = min(GAP, 1 / (3 * count))
        scale = (1 - gap * count) / sum(sizes)
        arcs, at = [], gap / 2
        for size in sizes:
            arcs.append(_Arc(at, at + size * scale))
            at += size * scale + gap
        return arcs

    def _ribbons(
        self, middle: QPointF, radius: float, arcs: list[_Arc], widths: dict[Pair, float]
    ) -> list[tuple[Pair, QPainterPath]]:
        ends: dict[tuple[int, Pair], tuple[float, float]] = {}
        count = len(arcs)
        for place, arc in enumerate(arcs):
            own = [pair for pair in widths if place in pair]
            # Those that lead furthest round come last: so ribbons of one arc do not cross.
            own.sort(key=lambda pair: -((_other(pair, place) - place) % count))
            total = sum(widths[pair] for pair in own)
            at = arc.first
            for pair in own:
                turn = (arc.last - arc.first) * widths[pair] / total
                ends[place, pair] = at, at + turn
                at += turn
        return [(pair, _ribbon(middle, radius, ends[pair[0], pair], ends[pair[1], pair])) for pair in widths]

    # -- mouse and keys

    def at(self, where: QPointF) -> Pair:
        """What is there: a thing, a pair, or nothing."""
        if not self._names:
            return NONE
        drawn = self._placed(QSizeF(self.size()))
        away = where - drawn.middle
        far = math.hypot(away.x(), away.y())
        if far >= drawn.radius:
            turn = (math.atan2(away.x(), -away.y()) / math.tau) % 1.0
            reach = drawn.radius + THICK + AROUND + WIDEST
            found = next((n for n, arc in enumerate(drawn.arcs) if arc.first <= turn <= arc.last), -1)
            return (found, found) if far <= reach else NONE
        return next((pair for pair, path in reversed(drawn.ribbons) if path.contains(where)), NONE)

    def place_of(self, one: int, other: int) -> QPointF:
        """A point of a thing's arc, or of a pair's ribbon; of one that is not shown, the middle."""
        drawn = self._placed(QSizeF(self.size()))
        if one == other:
            return _on_circle(drawn.middle, drawn.radius + THICK / 2, drawn.arcs[one].middle)
        for pair, path in drawn.ribbons:
            if set(pair) == {one, other}:
                return _inside(path, drawn.middle)
        return drawn.middle

    def _stepped(self, step: Pair) -> Pair:
        down, right = step
        if down:
            return self._along(down)
        place = (max(0, self._marked[0]) + right) % len(self._names)
        return place, place

    def _along(self, step: int) -> Pair:
        """To the next of what the marked thing is joined to, the nearest first; past the last, to itself."""
        place = max(0, self._marked[0])
        nearest = [_other(pair, place) for pair in reversed(self._joined) if place in pair]
        ring = [place, *nearest]
        at = ring.index(self._marked[1]) if self._marked[1] in ring else 0
        return place, ring[(at + step) % len(ring)]


def _nearest_pairs(nearness: Sequence[Sequence[float]]) -> list[Pair]:
    """The nearest third of all pairs, and the nearest one of each; the furthest first."""
    count = len(nearness)
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    pairs.sort(key=lambda pair: (nearness[pair[0]][pair[1]], pair))
    wanted = min(MOST_RIBBONS, max(count, round(SHARE_SHOWN * len(pairs))))
    shown = set(pairs[-wanted:])
    for place in range(count):
        own = [pair for pair in pairs if place in pair]
        shown.update(own[-1:])
    return [pair for pair in pairs if pair in shown]


def _other(pair: Pair, place: int) -> int:
    return pair[1] if pair[0] == place else pair[0]


def _on_circle(middle: QPointF, radius: float, turn: float) -> QPointF:
    angle = math.tau * turn
    return QPointF(middle.x() + radius * math.sin(angle), middle.y() - radius * math.cos(angle))


def _box(middle: QPointF, radius: float) -> QRectF:
    return QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)


def _degrees(turn: float) -> float:
    """As Qt counts them: from three o'clock, against the clock."""
    return 90 - 360 * turn


def _arc(middle: QPointF, radius: float, first: float, last: float) -> QPainterPath:
    path = QPainterPath()
    path.arcMoveTo(_box(middle, radius), _degrees(first))
    path.arcTo(_box(middle, radius), _degrees(first), -360 * (last - first))
    return path


def _ribbon(
    middle: QPointF, radius: float, one: tuple[float, float], other: tuple[float, float]
) -> QPainterPath:
    """From an arc's part to another's, bent through the middle."""
    path = _arc(middle, radius, *one)
    path.quadTo(middle, _on_circle(middle, radius, other[0]))
    path.arcTo(_box(middle, radius), _degrees(other[0]), -360 * (other[1] - other[0]))
    path.quadTo(middle, _on_circle(middle, radius, one[0]))
    path.closeSubpath()
    return path


def _inside(path: QPainterPath, middle: QPointF) -> QPointF:
    """A point of a ribbon: just within the arc at its beginning."""
    first, across = path.elementAt(0), path.elementAt(1)
    edge = QPointF((first.x + across.x) / 2, (first.y + across.y) / 2)
    return edge + (middle - edge) * 0.08
