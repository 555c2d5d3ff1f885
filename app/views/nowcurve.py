"""The curve of what plays, in step with the sound, for every scene that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal

from app import heard
from app.figures import Asked, Drawn, Figures, Room
from app.player.base import State
from app.player.playback import Playback
from app.views.nowscene import Scene
from app.widgets.curve3d.scene import Shown
from app.words import tr
from core.domain import Track

FRAME_MS = 33
FINE = 6
"""Steps per pixel of the card's longer side that the playhead takes along the whole song: it moves evenly."""
NOWHERE = -1.0
NEAR_ENTRANCE = 5.0
"""Seconds from where something enters within which a place on the curve says so."""


class Face(Enum):
    """What there is to show of what plays."""

    NOTHING = auto()
    COMING = auto()
    UNHEARD = auto()
    SHORT = auto()
    CURVE = auto()


class NowCurve(QObject):
    """Finds the figure of what plays, hands it to the scenes, and moves its playhead."""

    asked = Signal(float)
    """Play from this second."""
    changed = Signal()
    """`face` is another."""

    def __init__(self, figures: Figures, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._figures, self._playback = figures, playback
        self._track: Track | None = None
        self._room = Room.SONG
        self._drawn: Drawn | None = None
        self._scenes: list[Scene] = []
        self._turning, self._wanted = False, True
        self._moved_to = NOWHERE
        self._clock = QTimer(self, interval=FRAME_MS)
        self._clock.timeout.connect(self.follow)
        figures.arrived.connect(self._look)
        playback.position_changed.connect(lambda _seconds: self.follow())
        playback.state_changed.connect(lambda _state: self.see())

    # -- what is wanted

    def show_track(self, track: Track | None) -> None:
        other = track is None or self._track is None or track.id != self._track.id
        self._track = track
        if other:
            self._drawn = None
            self._dress(self._scenes)
        self._look()

    @property
    def room(self) -> Room:
        return self._room

    def choose(self, room: Room) -> None:
        if room is not self._room:
            self._room = room
            self._look()

    def want(self, *, on: bool) -> None:
        """Whether the curve is wanted, where there is one; else the cover."""
        self._wanted = on
        self._dress(self._scenes)

    def turn(self, *, on: bool) -> None:
        self._turning = on
        for scene in self._scenes:
            scene.curve.auto_rotate(on=on)

    def close(self) -> None:
        self._clock.stop()
        self._scenes.clear()

    # -- the scenes

    def add(self, scene: Scene) -> None:
        self._scenes.append(scene)
        scene.curve.clicked.connect(lambda _index, share: self._ask(share))
        scene.curve.describe_by(self._describe)
        self._dress([scene])

    def remove(self, scene: Scene) -> None:
        self._scenes.remove(scene)
        self.see()

    @property
    def face(self) -> Face:
        if self._track is None:
            return Face.NOTHING
        if self._drawn is None:
            return Face.COMING
        if self._drawn.figures[0] is not None:
            return Face.CURVE
        return Face.SHORT if self._drawn.heard[0] else Face.UNHEARD

    def _look(self) -> None:
        """Whether its figure is there, or another one."""
        if self._track is None:
            self._drawn = None
            self.changed.emit()
            return
        drawn = self._figures.drawn(Asked((self._track.id,), self._room))
        if drawn is not None and drawn is not self._drawn:
            self._drawn = drawn
            self._dress(self._scenes)
            self.changed.emit()

    def _dress(self, scenes: Sequence[Scene]) -> None:
        figure = self._drawn.figures[0] if self._drawn is not None else None
        for scene in scenes:
            curve = scene.curve
            curve.set_figures([Shown(figure, self._track.title)] if figure and self._track else [])
            curve.set_share(self._drawn.shown if self._drawn is not None and figure else None)
            curve.auto_rotate(on=self._turning)
            # While it is on its way its place stays empty: a cover in between would only flicker.
            there = self.face in (Face.CURVE, Face.COMING)
            scene.show_curve(on=there and self._wanted, note=self._note())
        self.see()
        self.follow()

    def _note(self) -> str:
        match self.face:
            case Face.UNHEARD if self._wanted:
                return tr("Its curve will be here as soon as Meander has heard it.")
            case Face.SHORT if self._wanted:
                return tr("Too short, or too quiet, for a curve.")
        return ""

    # -- the playhead

    def see(self) -> None:
        """Runs the clock while there is something that moves to be seen. Others may be seen now: all of them
        get the playhead with the next step."""
        self._moved_to = NOWHERE
        plays = self._playback.state is State.PLAYING and self.face is Face.CURVE and self._wanted
        if plays and self._seen():
            self._clock.start()
        else:
            self._clock.stop()

    @property
    def share(self) -> float | None:
        """How far the song is; the player's own clock runs between what the engine says."""
        long = self._playback.duration or (self._track.duration if self._track else 0.0)
        return min(1.0, max(0.0, self._playback.position() / long)) if long > 0 else None

    def follow(self) -> None:
        share = self.share
        if share is None or self.face is not Face.CURVE:
            return
        seen = self._seen()
        finest = max((max(scene.width(), scene.height()) for scene in seen), default=0) * FINE
        if abs(share - self._moved_to) * finest >= 1:
            self._moved_to = share
            for scene in seen:
                scene.curve.set_playhead(0, share)

    def _seen(self) -> list[Scene]:
        """In a minimised window nothing is, though it counts as visible."""
        curves = ((scene, scene.curve) for scene in self._scenes)
        return [scene for scene, curve in curves if curve.isVisible() and not curve.window().isMinimized()]

    # -- moments

    def _seconds(self, share: float) -> float:
        return share * (self._playback.duration or (self._track.duration if self._track else 0.0))

    def _ask(self, share: float) -> None:
        self.asked.emit(self._seconds(share))

    def _describe(self, _index: int, share: float) -> str:
        """What enters near this moment, if anything does."""
        if self._drawn is None or not self._drawn.entrances:
            return ""
        at = self._seconds(share)
        near = [each for each in self._drawn.entrances[0] if abs(each.at - at) <= NEAR_ENTRANCE]
        best = min(near, key=lambda each: abs(each.at - at), default=None)
        return heard.entrance(best.what) if best is not None else ""
