"""The map's words: regions far out, then artists, albums and titles as one comes nearer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QPainter

from app import heard, tasks, theme
from app.widgets.map import ink, labelling
from app.widgets.map.overlays import Canvas, Layer
from core.explore.map.labels import REGION

FONTS = ((15, 600), (13, 600), (12, 500), (11, 400))
"""Size and weight of each level."""
WIDEST_DISC = 1.5
"""Of the usual radius: discs are larger for tracks that wander, and for chosen ones."""
CLEAR = 9.0
"""Pixels from the edge of a disc to the middle of its words, which must not hide it. Regions alone stand on
their place: there is no point in particular."""
AT_ONCE = 5000
"""Labels up to which it takes no time to speak of to make them ready."""
FADE_SECONDS = 0.15
FAINTEST = 0.25
"""Words less clear than this are no words."""


class Label(Protocol):
    """Words on the map. level: 0 (far out) to 3; x, y: their place in the map's units."""

    @property
    def level(self) -> int: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def text(self) -> str: ...
    @property
    def weight(self) -> float: ...


class Ready:
    """Labels as arrays; made in any thread."""

    def __init__(self, labels: Sequence[Label]) -> None:
        self.texts = [heard.region(one.text) if one.level == REGION else one.text for one in labels]
        self.xy = np.array([(one.x, one.y) for one in labels], np.float64).reshape(-1, 2)
        self.levels = np.array([one.level for one in labels], np.int64)
        self.placing = labelling.Placing(self.xy, self.levels, np.array([one.weight for one in labels]))
        self.sizes = np.full((len(labels), 2), np.nan)
        """In pixels; of words that were in the view already."""


class Labels(Layer):
    """Words that come and go softly as the view moves, and stay where they are as long as they fit."""

    def __init__(self, redraw: Callable[[], object] = lambda: None) -> None:
        super().__init__(redraw)
        self.keep_free: Sequence[QRectF] = ()
        """What of the canvas no words may stand on: a bar, the small map."""
        self._seen: dict[int, float] = {}
        self._targets: dict[int, float] = {}
        self._places: dict[int, QPointF] = {}
        self._painted_at = 0.0
        self._above = CLEAR
        self._wanted = 0
        self._ready = Ready(())

    def show(self, labels: Sequence[Label]) -> None:
        """Very many are made ready on the pool, and shown a moment later."""
        self._wanted += 1
        if len(labels) <= AT_ONCE:
            self._take(Ready(labels), self._wanted)
        else:
            tasks.run(partial(Ready, labels), on_done=partial(self._take, of=self._wanted))

    def _take(self, ready: Ready, of: int) -> None:
        owner = getattr(self._redraw, "__self__", None)
        closed = isinstance(owner, QObject) and not shiboken6.isValid(owner)
        if of == self._wanted and not closed:  # others may be wanted by now, or the map gone
            self._ready = ready
            self._seen, self._targets, self._places = {}, {}, {}
            self._redraw()

    def shown(self) -> list[str]:
        """The words that stand on the map now."""
        return [self._ready.texts[row] for row, target in self._targets.items() if target > 0]

    # -- painting

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        if not self._ready.texts:
            return
        self._targets = self._place(canvas)
        fading = self._fade()
        scale, now = painter.device().devicePixelRatioF(), theme.current()
        before = painter.opacity()
        for row, opacity in self._seen.items():
            picture = ink.words(self._ready.texts[row], *FONTS[self._ready.levels[row]], now, scale)
            painter.setOpacity(before * opacity)
            painter.drawPixmap(_crisp(self._places[row], scale), picture)
        painter.setOpacity(before)
        if fading:
            self._redraw()

    def _place(self, canvas: Canvas) -> dict[int, float]:
        """The labels that are to be seen, how clearly; and where, in `_places`."""
        view = float(canvas.width()), float(canvas.height())
        self._above = WIDEST_DISC * canvas.radius_of(0) + CLEAR
        strength = labelling.strengths(canvas.camera.zoom, self._ready.placing.homes)
        rows, anchors = self._candidates(canvas, strength, view)
        taken = [(box.left(), box.top(), box.right(), box.bottom()) for box in self.keep_free]
        placed = self._ready.placing.place(rows, anchors, self._measured(rows), view, taken)
        for row, (x, y) in zip(placed.rows.tolist(), placed.corners.tolist(), strict=True):
            self._places[row] = QPointF(x, y)
        self._move_leaving(set(placed.rows.tolist()), canvas)
        return {row: float(strength[self._ready.levels[row]]) for row in placed.rows.tolist()}

    def _candidates(
        self, canvas: Canvas, strength: NDArray[np.float64], view: tuple[float, float]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Rows that may be shown, levels from far to near, and the middle of each in pixels."""
        found, places = [np.empty(0, np.int64)], [np.empty((0, 2))]
        (left, high), (right, low) = canvas.camera.to_world(np.array([(0.0, 0.0), view])).tolist()
        for level in np.flatnonzero(strength > FAINTEST).tolist():
            rows = self._ready.placing.candidates(level, (left, low, right, high))
            if len(rows):
                anchors = np.asarray(canvas.camera.to_screen(self._ready.xy[rows]), np.float64)
                anchors[:, 1] -= self._above if level else 0.0
                found.append(rows)
                places.append(anchors)
        return np.concatenate(found), np.concatenate(places)

    def _measured(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """(m, 2) sizes in pixels; words are measured when they first come into the view."""
        for row in rows[np.isnan(self._ready.sizes[rows, 0])].tolist():
            size = ink.words_size(self._ready.texts[row], *FONTS[self._ready.levels[row]])
            self._ready.sizes[row] = size.width(), size.height()
        return self._ready.sizes[rows]

    def _move_leaving(self, placed: set[int], canvas: Canvas) -> None:
        """Words on their way out move with the map."""
        leaving = [row for row in self._seen if row not in placed]
        if not leaving:
            return
        for row, (x, y) in zip(leaving, canvas.camera.to_screen(self._ready.xy[leaving]), strict=True):
            width, height = self._ready.sizes[row]
            above = self._above if self._ready.levels[row] else 0.0
            self._places[row] = QPointF(float(x) - width / 2, float(y) - above - height / 2)

    def _fade(self) -> bool:
        """Brings what is seen nearer to what is to be seen; whether there is some way left."""
        now = time.monotonic()
        step = (now - self._painted_at) / FADE_SECONDS if theme.motion() else 1.0
        # After a pause the first picture begins the fade rather than ending it.
        step = min(step, 0.35) if theme.motion() else 1.0
        self._painted_at = now
        left = False
        for row in {*self._seen, *self._targets}:
            is_now, wanted = self._seen.get(row, 0.0), self._targets.get(row, 0.0)
            next_one = min(wanted, is_now + step) if wanted > is_now else max(wanted, is_now - step)
            left = left or next_one != wanted
            if next_one > 0:
                self._seen[row] = next_one
            else:
                self._seen.pop(row, None)
                self._places.pop(row, None)
        return left


def _crisp(place: QPointF, scale: float) -> QPointF:
    """On a whole device pixel: letters between two are blurred."""
    return QPointF(round(place.x() * scale) / scale, round(place.y() * scale) / scale)
