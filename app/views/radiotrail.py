""" "Where we have been": the tracks that a radio has played, as a path through the library's sound."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.curves import Curves
from app.radiodesk import RadioDesk, Stage
from app.views.reading import Reader
from app.widgets.controls import IconButton, label
from app.widgets.trail import Step, TrailView
from app.words import tr
from core.domain import Track, TrackId
from core.library.radios import Radios
from core.library.tracks import Library

MOST = 24
"""Tracks shown; older ones say little about where it is now."""


def been(library: Library, radio: int, start: Sequence[TrackId], playing: TrackId | None) -> list[Track]:
    """On the pool: where a radio began, what has played in it, and last what plays."""
    played = [id for id in dict.fromkeys([*start, *Radios(library).tracks(radio)]) if id != playing]
    return library.tracks([*played[-MOST:], *([playing] if playing is not None else [])])


class TrailSection(QWidget):
    curves_asked = Signal(object)
    """These tracks as curves: the ids of where the radio has been."""

    def __init__(self, desk: RadioDesk, library: Library, curves: Curves) -> None:
        super().__init__()
        self._desk, self._library, self._curves = desk, library, curves
        self._tracks: Sequence[Track] = ()
        self._shown: tuple[int | None, TrackId | None] = (None, None)
        self._reader = Reader(self)
        self.trail = TrailView()
        self.trail.asked.connect(desk.play_now)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label(tr("Where we have been"), "strong"))
        head.addStretch(1)
        head.addWidget(IconButton("spline", tr("Show as curves"), self._ask_curves, size=16))
        column.addLayout(head)
        column.addWidget(self.trail)
        curves.arrived.connect(self._draw)
        desk.changed.connect(self.renew)
        desk.past_changed.connect(self.renew)  # it is kept now, with what has played
        self.hide()

    def renew(self) -> None:
        """Reads anew when another track plays, or another radio."""
        desk = self._desk
        radio = desk.radio_id if desk.stage is Stage.ON else None
        now = (radio, desk.playing)
        if now == self._shown:
            return
        self._shown = now
        if radio is None:
            self._show(())
        else:
            lone = [seed.tracks[0] for seed in desk.seeds if len(seed.tracks) == 1]
            self._reader.ask(partial(been, self._library, radio, lone[:1], desk.playing), self._show)

    def _ask_curves(self) -> None:
        self.curves_asked.emit([track.id for track in self._tracks])

    def close_down(self) -> None:
        self._reader.close()

    def _show(self, tracks: Sequence[Track]) -> None:
        self._tracks = tracks
        self._draw()

    def _draw(self) -> None:
        steps = []
        for track in self._tracks:
            shape = self._curves.shape(track.id)
            if shape is not None and shape.middle is not None:
                steps.append(Step(track.id, track.title, shape.middle))
        self.setVisible(len(steps) > 1)
        self.trail.show_steps(steps)
