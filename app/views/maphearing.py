"""Hovering over the map lets the moment under the pointer be heard, after a short rest."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.choices import Choices
from app.mapdesk import MapDesk
from app.mapdeskpoints import Spot
from app.moments import SECONDS, Moments

REST_MS = 400
"""The pointer passes over much that nobody wants to hear."""


class Hovering(QObject):
    """One spot at a time. What plays grows quieter meanwhile, and comes back by itself."""

    began = Signal()
    """What was rested on is heard now."""
    ended = Signal()

    def __init__(self, desk: MapDesk, moments: Moments, choices: Choices, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._moments, self._choices = desk, moments, choices
        self._spot: Spot | None = None
        self._mine: tuple[object, float] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._hear)
        moments.changed.connect(self._notice)

    @property
    def on(self) -> bool:
        return self._choices.now.hear_hover

    @property
    def waiting(self) -> bool:
        """It will be heard soon, if the pointer stays."""
        return self._rest.isActive()

    def set_on(self, *, on: bool) -> None:
        self._choices.change(hear_hover=on)
        if not on:
            self.leave()

    def point(self, spot: Spot | None) -> None:
        """The pointer is over a spot, or over none."""
        if spot == self._spot:
            return
        self.leave()
        self._spot = spot
        if spot is not None and self.on:
            self._rest.start()

    def leave(self) -> None:
        """Nothing is pointed at any more: silence, or what plays, as loud as before."""
        self._spot = None
        self._rest.stop()
        if self._mine is not None and self._moments.now == self._mine:
            self._moments.end()
        self._mine = None

    def close(self) -> None:
        self.leave()

    def _hear(self) -> None:
        spot = self._spot
        track = next(iter(self._desk.library.tracks([spot.track])), None) if spot is not None else None
        if spot is None or track is None:
            return
        at = self._desk.moment_of(track) if spot.start is None else spot.start
        if self._moments.now == (track.id, at):
            return  # it is heard already, by a click elsewhere: a second wish would end it
        self._mine = track.id, at
        self._moments.hear(track, at, SECONDS)
        self.began.emit()

    def _notice(self) -> None:
        if self._mine is not None and self._moments.now != self._mine:
            self._mine = None
            self.ended.emit()
