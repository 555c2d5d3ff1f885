"""The player on libVLC: the only module that knows it.

Four rules keep libVLC 3 well: it is called from the main thread alone; its event callbacks, which
run on its own threads, only post a queued signal (calling back into libVLC from one deadlocks); a new
track is set without a stop between; and a seek opens the file anew at the place, because libVLC's own
seek plays, now and then on a busy machine, up to a second of the wrong place, then silence.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import platform
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from app.player.base import Player, State
from core.errors import UserError

__all__ = ["Player", "State", "VlcPlayer", "load_vlc", "open_instance"]

log = logging.getLogger(__name__)

OPTIONS = (
    # libVLC's own demuxers seek up to 6 s wrong in Ogg and 3 s in MP3 while they say "exact".
    "--demux=avformat",
    "--no-video",
    "--no-spu",
    "--no-osd",
    "--no-lua",
    "--no-stats",
    "--no-media-library",
    "--no-metadata-network-access",
    "--no-auto-preparse",
    "--no-sub-autodetect-file",
    "--intf=dummy",
    "--quiet",
) + (("--no-xlib",) if sys.platform.startswith("linux") else ())

ADVICE = {
    "Darwin": "Install VLC from videolan.org (or `brew install --cask vlc`).",
    "Windows": "Install the 64-bit VLC from videolan.org (or `winget install VideoLAN.VLC`).",
    "debian": "Install it: sudo apt-get install --no-install-recommends libvlc5 vlc-plugin-base",
    "fedora": "Install it: sudo dnf install vlc-libs vlc-plugins-base",
    "arch": "Install it: sudo pacman -S vlc",
    "suse": "Install it: sudo zypper install libvlc5 vlc-noX",
    "Linux": "Install libVLC and its plugins (packages are named like libvlc5 and vlc-plugin-base).",
}
PLUGIN_FOLDERS = (
    "/usr/lib/x86_64-linux-gnu/vlc/plugins",
    "/usr/lib/aarch64-linux-gnu/vlc/plugins",
    "/usr/lib64/vlc/plugins",
    "/usr/lib/vlc/plugins",
    "/Applications/VLC.app/Contents/MacOS/plugins",
)
LATE = {".flac": 0.045}
"""Seconds by which a start inside such a file lands late on average (it begins at a whole block)."""
UNRESPONSIVE = 2.0
"""Seconds of silence from a playing input after which it is left to itself rather than joined."""
CUT_SHORT = 2.0
"""A track that ends more than this many seconds early did not end by itself."""


def how_to_install() -> str:
    """The exact thing to install on this system."""
    system = platform.system()
    if system != "Linux":
        return ADVICE.get(system, ADVICE["Linux"])
    release: dict[str, str] = {}
    with contextlib.suppress(OSError):
        release = platform.freedesktop_os_release()
    family = f"{release.get('ID', '')} {release.get('ID_LIKE', '')}"
    for name in ("debian", "fedora", "arch", "suse"):
        if name in family or (name == "debian" and "ubuntu" in family):
            return ADVICE[name]
    return ADVICE["Linux"]


def load_vlc() -> Any:
    """The `vlc` bindings. Raises UserError when there is no libVLC."""
    _point_to_plugins()
    try:
        import vlc
    except (ImportError, NotImplementedError, OSError, SystemExit, KeyError) as problem:
        raise UserError(f"libVLC, which plays the sound, was not found. {how_to_install()}") from problem
    if not hasattr(vlc.dll, "libvlc_new"):
        raise UserError(f"libVLC, which plays the sound, was not found. {how_to_install()}")
    return vlc


def open_instance(*options: str) -> Any:
    """A libVLC instance with Meander's options and `options`. Raises UserError when it cannot be had."""
    vlc = load_vlc()
    _hush_alsa()
    instance = vlc.Instance([*OPTIONS, *options])
    if instance is None:
        raise UserError(f"libVLC is there, but its plugins were not found. {how_to_install()}")
    return instance


def _point_to_plugins() -> None:
    """A frozen build carries libVLC without knowing where the plugins lie."""
    if not getattr(sys, "frozen", False) or os.environ.get("VLC_PLUGIN_PATH"):
        return
    bundled = Path(getattr(sys, "_MEIPASS", "")) / "vlc" / "plugins"
    for folder in (bundled, *map(Path, PLUGIN_FOLDERS)):
        if folder.is_dir():
            os.environ["VLC_PLUGIN_PATH"] = str(folder)
            return


_alsa_handler: Any = None


def _hush_alsa() -> None:
    """ALSA writes to stderr on a machine without a sound card; libVLC's --quiet cannot stop it."""
    global _alsa_handler
    if _alsa_handler is not None or not sys.platform.startswith("linux"):
        return
    handler = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )
    with contextlib.suppress(OSError, AttributeError):
        alsa = ctypes.CDLL("libasound.so.2")
        _alsa_handler = handler(lambda *_: None)
        alsa.snd_lib_error_set_handler(_alsa_handler)


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
        self._vlc_player: Any = None
        self._generation = 0
        self._opening = False
        self._moved_while_held = False
        self._reported = False
        self._last_report = 0.0
        self._last_sign = time.monotonic()  # of life
        self._happened.connect(self._on_event, Qt.ConnectionType.QueuedConnection)

    def prepare(self) -> None:
        if self._instance is None:
            self._instance = open_instance(*self._options)
        if self._vlc_player is None:
            self._vlc_player = self._instance.media_player_new()
            self._listen(self._vlc_player)
            self._apply_volume()

    def close(self) -> None:
        if self._vlc_player is not None and not self._leave_if_stuck():
            player, self._vlc_player = self._vlc_player, None
            self._deafen(player)
            player.stop()
            player.release()
            self._instance.release()
        self._generation += 1
        self._vlc_player = self._instance = None
        super().close()

    # -- the hooks

    def _open(self, path: Path, start: float) -> None:
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

    def _hold(self) -> None:
        # An input that is not open yet would be stopped by it; "Playing" comes back to it.
        if not self._opening:
            self._vlc_player.set_pause(1)

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
        assert self._path is not None
        self._open(self._path, self._clock.position)

    def _apply_volume(self) -> None:
        if self._vlc_player is not None:
            self._vlc_player.audio_set_volume(self._volume)
            self._vlc_player.audio_set_mute(self._muted)

    # -- events

    def _listen(self, player: Any) -> None:
        import vlc

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
        import vlc

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
            case "EndReached":
                self._on_end_reached()

    def _on_end_reached(self) -> None:
        missing = self._duration - max(self._last_report, 0.0)
        nothing_sounded = not self._reported and (self._duration == 0 or missing > CUT_SHORT)
        vanished = missing > CUT_SHORT and self._path is not None and not self._path.exists()
        if nothing_sounded or vanished:
            self._fail(self._diagnosis())
        else:
            self._on_end()

    def _diagnosis(self) -> str:
        """Why the file could not be played, in words for the user."""
        assert self._path is not None
        name = self._path.name.encode("utf-8", "replace").decode()
        try:
            size = self._path.stat().st_size
            with self._path.open("rb"):
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
        log.warning("left a playback that stopped answering: %s", self._path)
        stuck, self._vlc_player = self._vlc_player, None
        self._deafen(stuck)
        # The one call outside the main thread; nobody else knows this player any more.
        threading.Thread(target=_let_go, args=(stuck,), name="stuck-player", daemon=True).start()
        self.prepare()
        return True


def _let_go(player: Any) -> None:
    player.stop()
    player.release()
