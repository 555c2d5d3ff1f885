"""The player on libVLC: the only module that knows it.

Four rules keep libVLC 3 well: it is called from the main thread alone; its event callbacks, which
run on its own threads, only post a queued signal (calling back into libVLC from one deadlocks); a new
track is set without a stop between; and a seek opens the file anew at the place, because libVLC's own
seek plays, now and then on a busy machine, up to a second of the wrong place, then silence.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from app import tasks
from app.player.base import Piece, Player, State
from app.player.libvlc import load_vlc, open_instance

__all__ = ["Piece", "Player", "State", "VlcPlayer"]

log = logging.getLogger(__name__)

LATE = {".flac": 0.045}
"""Seconds by which a start inside such a file lands late on average (it begins at a whole block)."""
UNRESPONSIVE = 2.0
"""Seconds of silence from a playing input after which it is left to itself rather than joined."""
CUT_SHORT = 2.0
"""A track that ends more than this many seconds early did not end by itself."""


class VlcPlayer(Player):
    """One libVLC instance and one media player, made on the first `prepare` or `play`.

    options: more libVLC options, such as "--aout=dummy" where there is no sound.
    """

    # generation of the media it came from, name of the event, its value
    _happened = Signal(int, str, float)

    def __init__(
        self,
        options: Sequence[str] = (),
        *,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(now=now, parent=parent)
        self._options = tuple(options)
        self._instance: Any = None
        self._starting = threading.Lock()
        self._warm = self._closed = False
        self._vlc_player: Any = None
        self._generation = 0
        self._opening = False
        self._moved_while_held = False
        self._reported = False
        self._last_report = 0.0
        self._last_sign = time.monotonic()  # of life
        self._happened.connect(self._on_event, Qt.ConnectionType.QueuedConnection)

    def warm_up(self, on_error: Callable[[str], object] | None = None) -> None:
        # Starting libVLC takes a tenth of a second, on a cold disk half a second.
        if not self._warm:
            self._warm = True
            tasks.run(self._start_libvlc, on_error=on_error)

    def _start_libvlc(self) -> None:
        """Whoever comes first, the pool or a play, starts it; the other waits, or finds it started."""
        with self._starting:
            if self._instance is None and not self._closed:
                self._instance = open_instance(*self._options)

    def prepare(self) -> None:
        if self._instance is None:
            self._start_libvlc()
        if self._vlc_player is None:
            self._vlc_player = self._instance.media_player_new()
            self._listen(self._vlc_player)
            self._apply_volume()

    def close(self) -> None:
        with self._starting:
            self._closed = True
        if self._leave_if_stuck():
            # libVLC cannot go while a player of its is stuck.
            self._instance = None
        self._release()
        self._generation += 1
        self._vlc_player = self._instance = None
        super().close()

    def _release(self) -> None:
        if self._vlc_player is not None:
            self._deafen(self._vlc_player)
            self._vlc_player.stop()
            self._vlc_player.release()
        if self._instance is not None:
            self._instance.release()

    # -- the hooks

    def _line_up(self, piece: Piece | None) -> None:
        pass

    def _apply_sound(self) -> None:
        pass

    def _open(self, piece: Piece, at: float) -> None:
        path, start = piece.path, piece.start + at
        self._leave_if_stuck()
        # Bytes, because a file name need not be UTF-8.
        media = self._instance.media_new_path(os.fsencode(path))
        start = max(0.0, start - LATE.get(path.suffix.lower(), 0.0))
        if start > 0:
            media.add_option(f":start-time={start:.3f}")
        self._vlc_player.set_media(media)
        # set_media has joined the old input: what was posted until here belongs to the old track.
        self._generation += 1
        self._opening, self._moved_while_held = True, False
        self._reported, self._last_report = False, start
        media.release()
        self._apply_volume()
        self._vlc_player.play()
        self._last_sign = time.monotonic()

    def _hold(self) -> float:
        # An input that is not open yet would be stopped by it; "Playing" comes back to it.
        if not self._opening:
            self._vlc_player.set_pause(1)
        return 0.0

    def _release_hold(self) -> None:
        if self._moved_while_held:
            self._reopen()
        elif not self._opening:
            self._vlc_player.set_pause(0)

    def _halt(self) -> None:
        self._generation += 1
        if not self._leave_if_stuck():
            self._vlc_player.stop()

    def _move(self, seconds: float) -> None:
        if self._state is State.PAUSED:
            self._moved_while_held = True
        else:
            self._reopen()

    def _reopen(self) -> None:
        assert self._piece is not None
        self._open(self._piece, self._clock.position)

    def _apply_volume(self) -> None:
        if self._vlc_player is not None:
            self._vlc_player.audio_set_volume(self._volume)
            self._vlc_player.audio_set_mute(self._muted)

    # -- events

    def _listen(self, player: Any) -> None:
        vlc = load_vlc()

        def post(name: str, value: Callable[[Any], float] = lambda _: 0.0) -> None:
            def heard(event: Any) -> None:
                # Runs on a thread of libVLC's. The player object may be going away at exit.
                with contextlib.suppress(RuntimeError):
                    self._happened.emit(self._generation, name, value(event))

            manager.event_attach(getattr(vlc.EventType, f"MediaPlayer{name}"), heard)

        manager = player.event_manager()
        post("Playing")
        post("EndReached")
        post("EncounteredError")
        post("TimeChanged", lambda event: event.u.new_time / 1000)
        post("LengthChanged", lambda event: event.u.new_length / 1000)

    @staticmethod
    def _deafen(player: Any) -> None:
        vlc = load_vlc()
        manager = player.event_manager()
        for name in ("Playing", "EndReached", "EncounteredError", "TimeChanged", "LengthChanged"):
            manager.event_detach(getattr(vlc.EventType, f"MediaPlayer{name}"))

    def _on_event(self, generation: int, name: str, value: float) -> None:
        if generation != self._generation or self._state is State.STOPPED:
            return
        self._last_sign = time.monotonic()
        match name:
            case "Playing":
                # PulseAudio brings back the volume it remembers; ours is the one that counts.
                self._apply_volume()
                self._opening = False
                if self._state is State.PAUSED and not self._moved_while_held:
                    self._vlc_player.set_pause(1)
                self._on_open()
            case "TimeChanged":
                self._reported, self._last_report = True, value
                self._on_time(value)
            case "LengthChanged":
                self._set_duration(value)
            case "EncounteredError":
                self._fail(self._diagnosis())
            case "EndReached" if self._state is State.PAUSED:
                # Paused in its very last moment: it is over once it is resumed.
                self._clock.jump(self._duration)
                self._moved_while_held = True
            case "EndReached":
                self._on_end_reached()

    def _on_end_reached(self) -> None:
        missing = self._duration - max(self._last_report, 0.0)
        nothing_sounded = not self._reported and (self._duration == 0 or missing > CUT_SHORT)
        vanished = missing > CUT_SHORT and self._piece is not None and not self._piece.path.exists()
        if nothing_sounded or vanished:
            self._fail(self._diagnosis())
        else:
            self._on_end()

    def _diagnosis(self) -> str:
        """Why the file could not be played, in words for the user."""
        assert self._piece is not None
        name, path = self._piece.name, self._piece.path
        try:
            size = path.stat().st_size
            with path.open("rb"):
                pass
        except FileNotFoundError:
            return f"{name} is missing."
        except OSError as problem:
            return f"{name} cannot be read ({problem.strerror})."
        return f"{name} is empty." if size == 0 else f"{name} holds no sound that can be played."

    # -- a file that hangs

    def _leave_if_stuck(self) -> bool:
        """Joining an input that waits for a dead drive would freeze the window: it is left to itself."""
        busy = self._state in (State.LOADING, State.PLAYING)
        if not busy or time.monotonic() - self._last_sign < UNRESPONSIVE:
            return False
        log.warning("left a playback that stopped answering: %s", self.path)
        stuck, self._vlc_player = self._vlc_player, None
        self._deafen(stuck)
        # The one call outside the main thread; nobody else knows this player any more.
        threading.Thread(target=_let_go, args=(stuck,), name="stuck-player", daemon=True).start()
        if not self._closed:
            self.prepare()
        return True


def _let_go(player: Any) -> None:
    player.stop()
    player.release()
