"""What a player is: the state machine that every engine shares, and the hooks an engine fills in."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.player.clock import PositionClock
from app.words import tr
from core.sound.piece import Piece
from core.sound.wishes import Sound

__all__ = ["Device", "Piece", "Player", "State"]

TICK_MS = 50
"""`position_changed` comes 20 times a second."""
PATIENCE = 15.0
"""Seconds an engine may say nothing (a sleeping disk, a slow share) before a file is given up."""
END_ZONE = 0.05
"""A seek to within this many seconds of the end is a seek to the end."""


class State(StrEnum):
    STOPPED = "stopped"
    LOADING = "loading"
    """Asked to play, nothing sounds yet."""
    PLAYING = "playing"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Device:
    """Something that sound can come out of."""

    id: str
    """The system's own; "" is whatever the system prefers."""
    name: str


class Player(QObject):
    """Plays one piece after the other. Lives on the main thread; nothing here waits for the sound.

    What `follow` was told of goes on where the piece before it ends, without a gap: `advanced` tells when
    it is heard. Else `ended` comes once when a piece has played to its end, `failed` once when it cannot go
    on (its text fits a notice); both leave the player stopped, and a listener may call `play` right there,
    in which case no STOPPED is announced in between. A piece that was replaced or stopped emits none of
    these.
    """

    state_changed = Signal(State)
    position_changed = Signal(float)
    """Seconds; 20 times a second while playing, and at once after a seek."""
    duration_changed = Signal(float)
    """Seconds; 0 while unknown."""
    ended = Signal()
    failed = Signal(str)
    advanced = Signal(float)
    """The followed piece is heard now, and is the current one; seconds that sounded of the one before."""
    cannot_follow = Signal(str)
    """The followed piece cannot be played, and nothing follows now; why, in words for a notice. What plays
    goes on: another may be followed."""
    notice = Signal(str)
    """One quiet line for the user, about an output that went or came back."""
    devices_changed = Signal()
    """`devices` or `device`."""
    volume_changed = Signal(int)
    muted_changed = Signal(bool)

    def __init__(self, *, now: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = PositionClock(now)
        self._state = self._announced = State.STOPPED
        self._piece: Piece | None = None
        self._followed: Piece | None = None
        self._sound = Sound()
        self._duration = 0.0
        self._volume, self._muted = 80, False
        self._pause_wanted = False
        self._seek_wanted: float | None = None
        self.patience = PATIENCE
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    # -- what a listener asks

    @property
    def state(self) -> State:
        return self._state

    @property
    def pausing(self) -> bool:
        """Still loading, but already asked to pause."""
        return self._state is State.LOADING and self._pause_wanted

    @property
    def path(self) -> Path | None:
        """The file that was last asked for; None once stopped."""
        return self._piece.path if self._piece else None

    @property
    def piece(self) -> Piece | None:
        """What was last asked for, or has been advanced to; None once stopped."""
        return self._piece

    @property
    def followed(self) -> Piece | None:
        """What comes next by itself."""
        return self._followed

    @property
    def duration(self) -> float:
        """Seconds; 0 while unknown."""
        return self._duration

    @property
    def heard(self) -> float:
        """Seconds of the current (or last) track that sounded; pauses and seeks add nothing."""
        return self._clock.heard

    @property
    def volume(self) -> int:
        return self._volume

    @property
    def muted(self) -> bool:
        return self._muted

    @property
    def sound(self) -> Sound:
        return self._sound

    @property
    def device(self) -> str:
        """The id of the output in use; "" for whatever the system prefers."""
        return ""

    def devices(self) -> Sequence[Device]:
        """The system's choice first, then every output there is; empty before `prepare`."""
        return []

    def position(self) -> float:
        """Seconds from the start of the piece, interpolated; 0 when stopped. Of what is heard, not of what
        has been made ready."""
        return self._clock.position

    # -- what a listener orders

    def prepare(self) -> None:
        """Loads what playing needs, so that the first `play` is instant. Raises UserError without it."""

    def warm_up(self, on_error: Callable[[str], object] | None = None) -> None:
        """`prepare`, where that takes long, on another thread. on_error gets the text for the user."""

    def play(self, piece: Piece, at: float = 0.0) -> None:
        """Plays `piece` from `at` seconds, whatever played before; nothing follows it until `follow` says so.
        Raises UserError like `prepare`."""
        self.prepare()
        self._piece, self._followed = piece, None
        self._pause_wanted, self._seek_wanted = False, None
        self._clock.reset(at)
        self._set_duration(0.0)
        self._open(piece, max(0.0, at))
        self._enter(State.LOADING)
        self.position_changed.emit(self.position())

    def follow(self, piece: Piece | None) -> None:
        """What comes after the current piece, without a gap; None: nothing. May change until it is heard.

        To be called again after `advanced` and `cannot_follow`, and at will.
        """
        if self._state is not State.STOPPED and piece != self._followed:
            self._followed = piece
            self._line_up(piece)

    def pause(self) -> None:
        """Silence, after a short fade where that is wished for, keeping the place. While loading it is kept
        in mind."""
        if self._state is State.LOADING:
            self._pause_wanted = True
        elif self._state is State.PLAYING:
            self._clock.halt(self._hold())
            self._enter(State.PAUSED)

    def resume(self) -> None:
        if self._state is State.LOADING:
            self._pause_wanted = False
        elif self._state is State.PAUSED:
            if self._at_end(self._clock.position):
                self._finish()
                return
            self._release_hold()
            self._clock.run()
            self._enter(State.PLAYING)

    def stop(self) -> None:
        if self._state is State.STOPPED:
            return
        self._halt()
        self._rest()
        self._announce()
        self.position_changed.emit(0.0)

    def seek(self, seconds: float) -> None:
        """Goes to `seconds`; to the end or past it ends the track (when paused: once it is resumed)."""
        if self._state is State.STOPPED:
            return
        seconds = max(0.0, seconds)
        if self._at_end(seconds):
            if self._state is State.PLAYING:
                self._finish()
                return
            seconds = self._duration
        self._clock.jump(seconds)
        self.position_changed.emit(self.position())
        if self._state is State.LOADING:
            self._seek_wanted = seconds
        elif not self._at_end(seconds):
            self._move(seconds)

    def set_volume(self, volume: int) -> None:
        """volume: 0 to 100, as loud as the ear expects (the engine's own, cubic where it is)."""
        volume = max(0, min(100, volume))
        if volume != self._volume:
            self._volume = volume
            self._apply_volume()
            self.volume_changed.emit(volume)

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - a Qt slot, connected to toggles
        if muted != self._muted:
            self._muted = muted
            self._apply_volume()
            self.muted_changed.emit(muted)

    def set_sound(self, sound: Sound) -> None:
        """How it shall sound from now on. What plays goes on without a break."""
        if sound != self._sound:
            self._sound = sound
            self._apply_sound()

    def set_device(self, id: str) -> None:
        """Plays through this output from now on, and again whenever it comes back after it was gone."""

    def preview(self, piece: Piece, at: float, seconds: float) -> None:
        """Lets so many seconds of `piece` be heard from `at`, above what plays, which grows quieter meanwhile
        and is otherwise left alone. One at a time; a piece that cannot be played is silence."""

    def end_preview(self) -> None:
        """Lets it fade out early."""

    def close(self) -> None:
        """Stops and lets go of everything. The player cannot be used afterwards."""
        self._rest()
        self._announce()

    # -- what an engine does

    def _open(self, piece: Piece, at: float) -> None:
        """Begins to load and play; answers later by `_on_open` or `_fail`."""
        raise NotImplementedError

    def _line_up(self, piece: Piece | None) -> None:
        """Gets ready what follows; answers later by `_on_advance`, or `_on_cannot_follow`, or not at all."""
        raise NotImplementedError

    def _hold(self) -> float:
        """Falls silent, keeping the place. Gives the seconds that will still sound meanwhile."""
        raise NotImplementedError

    def _release_hold(self) -> None:
        raise NotImplementedError

    def _halt(self) -> None:
        """Silence; nothing of the track is reported any more."""
        raise NotImplementedError

    def _move(self, seconds: float) -> None:
        raise NotImplementedError

    def _apply_volume(self) -> None:
        raise NotImplementedError

    def _apply_sound(self) -> None:
        raise NotImplementedError

    # -- what an engine reports, on the main thread

    def _on_open(self) -> None:
        if self._state is not State.LOADING:
            return
        if self._seek_wanted is not None:
            self._move(self._seek_wanted)
        if self._pause_wanted:
            self._hold()
            self._enter(State.PAUSED)
        else:
            self._clock.run()
            self._enter(State.PLAYING)

    def _on_time(self, seconds: float) -> None:
        if self._state is State.PLAYING:
            self._clock.report(seconds)

    def _set_duration(self, seconds: float) -> None:
        if seconds != self._duration:
            self._duration = seconds
            self._clock.limit = seconds or math.inf
            self.duration_changed.emit(seconds)

    def _on_advance(self, duration: float) -> None:
        """The followed piece, of so many seconds, has begun to be heard."""
        if self._followed is None or self._state is State.STOPPED:
            return
        heard = self._clock.heard
        piece = self._piece = self._followed
        self._followed = None
        self._clock.reset()
        self._clock.limit = duration or math.inf
        if self._state is State.PLAYING:
            self._clock.run()
        # First what plays, then how long it is: listeners show the one with the other.
        self.advanced.emit(heard)
        if self._piece is piece:  # else a listener has asked for another
            self._set_duration(duration)

    def _on_cannot_follow(self, reason: str) -> None:
        if self._followed is not None:
            self._followed = None
            self.cannot_follow.emit(reason)

    def _on_end(self) -> None:
        """The track has sounded to its end."""
        if self._state is not State.STOPPED:
            self._rest()
            self.ended.emit()
            self._announce()

    def _fail(self, reason: str) -> None:
        if self._state is not State.STOPPED:
            self._rest()
            self.failed.emit(reason)
            self._announce()

    # -- the machine itself

    def _finish(self) -> None:
        """The listener went past the end."""
        self._halt()
        self._on_end()

    def _at_end(self, seconds: float) -> bool:
        return 0 < self._duration <= seconds + END_ZONE

    def _tick(self) -> None:
        if self._state is State.PLAYING:
            self.position_changed.emit(self.position())
        if self._state in (State.PLAYING, State.LOADING) and self._clock.silence > self.patience:
            reason = self._no_answer(self._piece) if self._piece else ""
            self._halt()
            self._fail(reason)

    @staticmethod
    def _no_answer(piece: Piece) -> str:
        return tr("{name} does not answer; its drive may be asleep or gone.").format(name=piece.name)

    def _rest(self) -> None:
        self._timer.stop()
        self._clock.halt()
        self._clock.jump(0.0)  # what was heard stays readable
        self._state = State.STOPPED
        self._piece = self._followed = None

    def _enter(self, state: State) -> None:
        self._state = state
        if state in (State.PLAYING, State.LOADING):
            self._timer.start()
        else:
            self._timer.stop()
        self._announce()

    def _announce(self) -> None:
        if self._state is not self._announced:
            self._announced = self._state
            self.state_changed.emit(self._state)
