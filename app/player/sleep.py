"""The sleep timer: after some minutes the music fades out; or it stops with the track, or with the album."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from app.player.base import State
from app.player.pieces import runs_on
from app.player.playback import Playback
from core.domain import Seconds, Track, TrackId

FADE = Seconds(20.0)
"""How long the music takes to fade, at the end of the time."""
BEAT_MS = 250
QUIET_MS = 1000
"""It stays silent so long after it has stopped: a player may fade out its last fifth of a second itself."""


class End(StrEnum):
    """With what the music stops, where not after a time."""

    TRACK = "track"
    ALBUM = "album"


class SleepTimer(QObject):
    """Off until something is asked of it. Knows the playback, but not how loud it is: `level` says that."""

    changed = Signal()
    """Another wish, or none any more."""
    level_changed = Signal(float)
    """0 to 1: how loud it shall be, of what it would be."""

    def __init__(
        self,
        playback: Playback,
        tracks: Callable[[list[TrackId]], list[Track]],
        *,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """tracks: by their ids, in that order; asked for two at a time."""
        super().__init__(parent)
        self._playback, self._tracks, self._now = playback, tracks, now
        self._until: float | None = None
        self._end: End | None = None
        self.minutes = 0
        """What was asked for; 0 when the timer is off, or ends with the track or album."""
        self.level = 1.0
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._look)
        self._rise = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._rise.timeout.connect(lambda: self._set_level(1.0))
        # Once for a whole change of the queue, which is told in pieces.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look_ahead)
        playback.track_changed.connect(self._look_soon)
        playback.queue.changed.connect(self._look_soon)
        playback.queue.modes_changed.connect(self._look_soon)
        playback.stop_after_changed.connect(self._on_stop_after)
        playback.state_changed.connect(self._on_state)

    @property
    def on(self) -> bool:
        return self._until is not None or self._end is not None

    @property
    def end(self) -> End | None:
        return self._end

    @property
    def left(self) -> Seconds | None:
        """Until the music has stopped; None where no time was asked for."""
        return None if self._until is None else Seconds(max(0.0, self._until - self._now()))

    def set_minutes(self, minutes: int) -> None:
        """0 turns it off."""
        self._drop()
        if minutes > 0:
            self.minutes, self._until = minutes, self._now() + 60.0 * minutes
            self._beat.start()
        self.changed.emit()

    def set_end(self, end: End) -> None:
        self._drop()
        self._end = end
        self._look_ahead()
        self.changed.emit()

    def cancel(self) -> None:
        """Nothing stops any more; the music is at once as loud as it was."""
        self.set_minutes(0)

    # -- what comes by itself

    def _drop(self) -> None:
        self._forget()
        self._set_level(1.0)

    def _forget(self) -> None:
        stops, self._end = self._end is not None, None
        self.minutes, self._until = 0, None
        self._beat.stop()
        self._rise.stop()
        if stops:
            self._playback.set_stop_after(False)

    def _look(self) -> None:
        left = self.left
        if left is None:
            return
        # Squared: heard as even steps, where a straight line would seem to stay loud and then fall.
        self._set_level(min(1.0, left / FADE) ** 2)
        if left <= 0:
            self._forget()
            self._playback.pause()
            self._rise.start()
            self.changed.emit()

    def _on_state(self, state: State) -> None:
        if state is State.STOPPED and self._end is not None:
            self._forget()
            self.changed.emit()
        elif state is State.PLAYING and self._rise.isActive():
            self._rise.stop()
            self._set_level(1.0)

    def _look_soon(self, _what: object = None) -> None:
        if self._end is End.ALBUM:
            self._soon.start()

    def _look_ahead(self) -> None:
        """Whether what plays is the last that it shall play."""
        if self._end is None:
            return
        self._playback.set_stop_after(self._end is End.TRACK or not self._album_goes_on())

    def _album_goes_on(self) -> bool:
        queue = self._playback.queue
        row = queue.following_by_itself()
        if queue.current is None or row < 0:
            return False
        ids = [queue.current.track, queue[row].track]
        found = {track.id: track for track in self._tracks(ids)}
        return len(found) == 2 and runs_on(found[ids[0]], found[ids[1]])

    def _on_stop_after(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        """It has stopped, or somebody wants it to go on after all."""
        if not on and self._end is End.TRACK:
            self._end = None
            self.changed.emit()

    def _set_level(self, level: float) -> None:
        if level != self.level:
            self.level = level
            self.level_changed.emit(level)
