"""Short listens to moments of songs, above what plays, which grows quieter meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.player.playback import Playback
from core.domain import SONGLETS, Track, TrackId

SECONDS = 10.0
PART = 20.0
"""The least length of a part of a song that is meant by a place in it; else a tenth of the song."""


def part_around(at: float, duration: float) -> tuple[float, float]:
    """The part of a song that a place in it stands for, in seconds. duration: 0 when not known."""
    length = max(PART, duration / SONGLETS)
    start = max(0.0, min(at - length / 2, duration - length) if duration else at - length / 2)
    return start, min(start + length, duration) if duration else start + length


class Moments(QObject):
    """One moment at a time; a second press on the same one ends it. Main thread."""

    changed = Signal()
    """`now` is another."""

    def __init__(self, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._now: tuple[TrackId, float] | None = None
        self._over = QTimer(self, singleShot=True)
        self._over.timeout.connect(lambda: self._say(None))

    @property
    def now(self) -> tuple[TrackId, float] | None:
        """The track that is listened to, and from where, in seconds."""
        return self._now

    def hear(self, track: Track, at: float, seconds: float = SECONDS) -> None:
        """at: where in the track, in seconds. What plays comes back to its loudness by itself."""
        asked = (track.id, at)
        if asked == self._now:
            self.end()
            return
        self._playback.preview(track, at, seconds)
        self._over.start(round(seconds * 1000))
        self._say(asked)

    def end(self) -> None:
        if self._now is not None:
            self._playback.player.end_preview()
            self._over.stop()
            self._say(None)

    def _say(self, now: tuple[TrackId, float] | None) -> None:
        if now != self._now:
            self._now = now
            self.changed.emit()
