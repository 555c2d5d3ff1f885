"""A short listen to another piece above what plays: a libVLC player of its own.

A second output stream, and not a voice in the mixer, because that is half a second ahead of what is heard: a
preview has to answer to the pointer.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.player.fader import Fader
from app.player.output import Take
from core.sound.ahead import Ahead
from core.sound.piece import Piece
from core.sound.wishes import Sound

RISE, FALL = 0.15, 0.5
"""Seconds of fading in and out."""
HUSH = 0.2
"""Seconds of fading out when it is ended early, or replaced."""
AFTER_MS = 300
"""Between its last sample's being due and its being over: how much is on its way."""


class Preview(QObject):
    """One at a time. Main thread."""

    begun = Signal()
    over = Signal()
    """After each `begun`, once."""
    _opened = Signal(object)

    def __init__(self, player: Any, instance: Any, parent: QObject | None = None) -> None:
        """player: a libVLC media player of its own, which is released on `close`."""
        super().__init__(parent)
        self._player, self._instance = player, instance
        self._prepare: Callable[[Any], object] = lambda _player: None
        self._volume = 100
        self._sound = Sound()
        self._coming: Ahead | None = None
        self._take: Take | None = None
        self._seconds = 0.0
        self._fader = Fader(self._apply_volume, self)
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self._finish)
        self._opened.connect(self._on_opened, Qt.ConnectionType.QueuedConnection)

    def play(
        self, piece: Piece, at: float, seconds: float, sound: Sound, prepare: Callable[[Any], object]
    ) -> None:
        """prepare: called with the libVLC player just before it plays, to choose its output."""
        self._drop_coming()
        left = seconds if piece.length is None else min(seconds, piece.length - at)
        if left <= 0:
            return
        self._sound, self._prepare, self._seconds = sound, prepare, left
        stretch = replace(piece, start=piece.start + at, length=left)

        def ready(reader: Ahead) -> None:
            # On the reader's thread; this may be going away at exit.
            with contextlib.suppress(RuntimeError):
                self._opened.emit(reader)

        self._coming = Ahead(stretch, ready=ready)

    def end(self) -> None:
        """Fades out, if it sounds."""
        self._drop_coming()
        if self._take is not None:
            self._fader.glide(0.0, HUSH, self._finish)

    def set_volume(self, volume: int, *, muted: bool) -> None:
        """volume: 0 to 100."""
        self._volume = 0 if muted else volume
        self._apply_volume()

    def close(self) -> None:
        self._drop_coming()
        self._finish()
        self._player.release()

    def _apply_volume(self) -> None:
        if self._take is not None:
            self._player.audio_set_volume(round(self._volume * self._fader.value ** (1 / 3)))

    def _drop_coming(self) -> None:
        if self._coming is not None:
            self._coming.close()
            self._coming = None

    def _on_opened(self, reader: Ahead) -> None:
        if reader is not self._coming:
            return
        self._coming = None
        if reader.problem is not None:
            self.end()
            return
        before = self._take
        if before is not None:
            before.close()
        sound = replace(self._sound, speed=1.0, crossfade=0.0)
        self._take = Take(reader, sound, rise=RISE, fall=FALL, now=time.monotonic)
        media = self._take.media(self._instance)
        self._player.set_media(media)
        media.release()
        self._prepare(self._player)
        self._fader.set(1.0)
        self._player.play()
        self._end.start(round(self._seconds * 1000) + AFTER_MS)
        if before is None:
            self.begun.emit()

    def _finish(self) -> None:
        self._end.stop()
        self._fader.set(1.0)
        if self._take is not None:
            self._take.close()
            self._take = None
            self._player.stop()
            self.over.emit()
