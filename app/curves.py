"""Curves of songs for whoever draws them: worked out beside the window, once, and kept.

All of them lie in the axes of the library as it was when the first was asked for; `renew` looks whether more
has been heard since.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from app import tasks, theme
from app.hearing import Hearing, Listened
from app.widgets.curve import Line, Point, thumbnail
from core.domain import TrackId

if TYPE_CHECKING:
    from core.explore.picture.axes import Axes

LINES, PICTURES = 512, 256
"""Kept at most."""


@dataclass(frozen=True, slots=True)
class Shape:
    """line: None for a song that has not been heard, or is silent but for a moment. middle: where it lies."""

    line: Line | None
    middle: Point | None


NOTHING = Shape(None, None)


@dataclass(frozen=True, slots=True)
class Size:
    """Of a small picture, in device-independent pixels; scale: the device pixel ratio."""

    width: int
    height: int
    scale: float


Slot = tuple[TrackId, Size]


@dataclass(slots=True)
class _Made:
    version: str
    shapes: dict[TrackId, Shape] = field(default_factory=dict)
    pictures: dict[Slot, QImage] = field(default_factory=dict)


class Curves(QObject):
    """Hands out what is at hand, and says when more has come. Main thread."""

    arrived = Signal()

    def __init__(self, listened: Listened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listened = listened
        self._axes: Axes | None = None
        self._version = ""
        self._shapes: OrderedDict[TrackId, Shape] = OrderedDict()
        self._pictures: OrderedDict[Slot, QPixmap] = OrderedDict()
        self._wanted: dict[TrackId, None] = {}
        self._slots: dict[Slot, None] = {}
        self._task: tasks.Task[_Made] | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._serve)

    def shape(self, id: TrackId | None) -> Shape | None:
        """None while it is not known; then it is on its way."""
        if id is None:
            return None
        known = self._shapes.get(id)
        if known is None:
            self._wanted[id] = None
            self._start()
        return known

    def line(self, id: TrackId | None) -> Line | None:
        known = self.shape(id)
        return known.line if known is not None else None

    def picture(self, id: TrackId, size: Size) -> QPixmap | None:
        """A small picture of the curve on nothing; None while there is none."""
        slot = id, size
        known = self._pictures.get(slot)
        if known is not None:
            return known
        shape = self._shapes.get(id)
        if shape is None or shape.line is not None:
            self._slots[slot] = None
            self._start()
        return None

    def renew(self) -> None:
        """More may have been heard: what is shown stays until something else has come."""
        if self._shapes:
            self._wanted.update(dict.fromkeys(self._shapes))
            self._start()

    def close(self) -> None:
        self._soon.stop()
        if self._task is not None:
            self._task.forget()

    def _start(self) -> None:
        if self._task is None and not self._soon.isActive():
            self._soon.start()

    def _serve(self) -> None:
        ids, slots = list(self._wanted), list(self._slots)
        self._wanted.clear()
        self._slots.clear()
        if not ids and not slots:
            return
        known = {slot[0]: self._shapes[slot[0]] for slot in slots if slot[0] in self._shapes}
        version, under = self._version, theme.current().window

        def work() -> _Made:
            return self._make(ids, slots, known, version, under)

        self._task = tasks.run(work, on_done=self._take, on_error=self._fail)

    def _make(
        self,
        ids: Sequence[TrackId],
        slots: Sequence[Slot],
        known: dict[TrackId, Shape],
        version: str,
        under: str,
    ) -> _Made:
        """On the pool; one at a time."""
        from core.explore.picture.axes import Axes

        hearing = self._listened.now()
        index = hearing.ear.lead
        axes = self._axes
        if axes is None or axes.version != index.version:
            axes = self._axes = Axes.of(index)
        made = _Made(axes.version)
        if axes.version != version:
            known = {}
        for id in dict.fromkeys((*ids, *(slot[0] for slot in slots))):
            made.shapes[id] = known.get(id) or _shape(axes, hearing, id)
        for slot in slots:
            line = made.shapes[slot[0]].line
            if line is not None:
                size = slot[1]
                made.pictures[slot] = thumbnail(line, size.width, size.height, size.scale, under)
        return made

    def _take(self, made: _Made) -> None:
        self._task = None
        if made.version != self._version:
            self._version = made.version
            self._shapes.clear()
            self._pictures.clear()
        self._shapes.update(made.shapes)
        self._pictures.update((slot, QPixmap.fromImage(image)) for slot, image in made.pictures.items())
        for kept, most in ((self._shapes, LINES), (self._pictures, PICTURES)):
            while len(kept) > most:
                kept.popitem(last=False)
        self.arrived.emit()
        if self._wanted or self._slots:
            self._start()

    def _fail(self, _problem: str) -> None:
        """Logged already; the list does without."""
        self._task = None


def _shape(axes: Axes, hearing: Hearing, id: TrackId) -> Shape:
    from core.explore.stock import UNKNOWN_LENGTH

    index, track = hearing.ear.lead, hearing.track(id)
    if id not in index:
        return NOTHING
    row = index.row(id)
    duration = track.duration if track is not None else UNKNOWN_LENGTH
    curve, middle = axes.curve(index, row, duration), axes.centre(index, row)
    line = None
    if curve is not None:
        points = tuple((x, y) for x, y in curve.points.tolist())
        line = Line(points, tuple(curve.times.tolist()), tuple(curve.rings.tolist()))
    return Shape(line, None if middle is None else (float(middle[0]), float(middle[1])))
