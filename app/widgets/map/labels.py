"""The map's words: regions far out, then artists, albums and titles as one comes nearer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app import theme, words
from app.widgets.map import ink, labelling
from app.widgets.map.overlays import Canvas, Layer
from core.texts import Text

FONTS = ((15, 600), (13, 600), (12, 500), (11, 400))
"""Size and weight of each level."""
WIDEST_DISC = 1.5
"""Of the usual radius: discs are larger for tracks that wander, and for chosen ones."""
CLEAR = 9.0
"""Pixels from the edge of a disc to the middle of its words, which must not hide it. Regions alone stand on
their place: there is no point in particular."""
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
        self.show(())

    def show(self, labels: Sequence[Label]) -> None:
        self._texts = [words.said(one.text) if isinstance(one.text, Text) else one.text for one in labels]
        self._xy = np.array([(one.x, one.y) for one in labels], np.float64).reshape(-1, 2)
        self._levels = np.array([one.level for one in labels], np.int64)
        self._sizes = np.full((len(labels), 2), np.nan)
        self._placing = labelling.Placing(self._levels, np.array([one.weight for one in labels]))
        self._seen, self._targets, self._places = {}, {}, {}
        self._redraw()

    def shown(self) -> list[str]:
        """The words that stand on the map now."""
        return [self._texts[row] for row, target in self._targets.items() if target > 0]

    # -- painting

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        if not self._texts:
            return
        self._targets = self._place(canvas)
        fading = self._fade()
        scale, now = painter.device().devicePixelRatioF(), theme.current()
        before = painter.opacity()
        for row, opacity in self._seen.items():
            picture = ink.words(self._texts[row], *FONTS[self._levels[row]], now, scale)
            painter.setOpacity(before * opacity)
            painter.drawPixmap(_crisp(self._places[row], scale), picture)
        painter.setOpacity(before)
        if fading:
            self._redraw()

    def _place(self, canvas: Canvas) -> dict[int, float]:
        """The labels that are to be seen, how clearly; and where, in `_places`."""
        view = float(canvas.width()), float(canvas.height())
        self._above = WIDEST_DISC * canvas.radius_of(0) + CLEAR
        strength = labelling.strengths(canvas.camera.zoom, self._placing.homes)
        rows, anchors = self._candidates(canvas, strength, view)
        taken = [(box.left(), box.top(), box.right(), box.bottom()) for box in self.keep_free]
        placed = self._placing.place(rows, anchors, self._measured(rows), view, taken)
        for row, (x, y) in zip(placed.rows.tolist(), placed.corners.tolist(), strict=True):
            self._places[row] = QPointF(x, y)
        self._move_leaving(set(placed.rows.tolist()), canvas)
        return {row: float(strength[self._levels[row]]) for row in placed.rows.tolist()}

    def _candidates(
        self, canvas: Canvas, strength: NDArray[np.float64], view: tuple[float, float]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Rows that may be shown, levels from far to near, and the middle of each in pixels."""
        found, places = [np.empty(0, np.int64)], [np.empty((0, 2))]
        for level in np.flatnonzero(strength > FAINTEST).tolist():
            rows = self._placing.level(level)
            if not len(rows):
                continue
            anchors = np.asarray(canvas.camera.to_screen(self._xy[rows]), np.float64)
            anchors[:, 1] -= self._above if level else 0.0
            wanted = self._placing.candidates(rows, anchors, view)
            found.append(rows[wanted])
            places.append(anchors[wanted])
        return np.concatenate(found), np.concatenate(places)

    def _measured(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """(m, 2) sizes in pixels; words are measured when they first come into the view."""
        for row in rows[np.isnan(self._sizes[rows, 0])].tolist():
            size = ink.words_size(self._texts[row], *FONTS[self._levels[row]])
            self._sizes[row] = size.width(), size.height()
        return self._sizes[rows]

    def _move_leaving(self, placed: set[int], canvas: Canvas) -> None:
        """Words on their way out move with the map."""
        leaving = [row for row in self._seen if row not in placed]
        if not leaving:
            return
        for row, (x, y) in zip(leaving, canvas.camera.to_screen(self._xy[leaving]), strict=True):
            width, height = self._sizes[row]
            above = self._above if self._levels[row] else 0.0
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
