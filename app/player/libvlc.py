"""Finding libVLC and starting it, without Qt: `meander doctor` must run where either is missing.

Imports little until libVLC is wanted, which is after the window is there.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.texts import Text, marked

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
    "Darwin": marked("Install VLC from videolan.org (or `brew install --cask vlc`)."),
    "Windows": marked("Install the 64-bit VLC from videolan.org (or `winget install VideoLAN.VLC`)."),
    "debian": marked("Install it: sudo apt-get install --no-install-recommends libvlc5 vlc-plugin-base"),
    "fedora": marked("Install it: sudo dnf install vlc-libs vlc-plugins-base"),
    "arch": marked("Install it: sudo pacman -S vlc"),
    "suse": marked("Install it: sudo zypper install libvlc5 vlc-noX"),
    "Linux": marked("Install libVLC and its plugins (packages are named like libvlc5 and vlc-plugin-base)."),
}
PLUGIN_FOLDERS = (
    "/usr/lib/x86_64-linux-gnu/vlc/plugins",
    "/usr/lib/aarch64-linux-gnu/vlc/plugins",
    "/usr/lib64/vlc/plugins",
    "/usr/lib/vlc/plugins",
    "/Applications/VLC.app/Contents/MacOS/plugins",
)


def how_to_install() -> Text:
    """The exact thing to install on this system."""
    import platform

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
    except ModuleNotFoundError as problem:
        raise UserError("The Python package python-vlc is missing. Run `make setup` again.") from problem
    except (ImportError, NotImplementedError, OSError, SystemExit, KeyError) as problem:
        raise _missing() from problem
    if not hasattr(vlc.dll, "libvlc_new"):
        raise _missing()
    return vlc


def _missing() -> UserError:
    return UserError("libVLC, which plays the sound, was not found. {advice}", advice=how_to_install())


def open_instance(*options: str) -> Any:
    """A libVLC instance with Meander's options and `options`. Raises UserError when it cannot be had."""
    vlc = load_vlc()
    _hush_alsa()
    instance = vlc.Instance([*OPTIONS, *options])
    if instance is None:
        raise UserError("libVLC is there, but its plugins were not found. {advice}", advice=how_to_install())
    instance.set_user_agent("Meander", "Meander")  # what a desktop's mixer calls the stream
    return instance


def listen(player: Any, names: Sequence[str], heard: Callable[[str, float], None]) -> Callable[[], None]:
    """Has `heard` called, on threads of libVLC's, with the name of each event and its value: the seconds of
    "TimeChanged", else 0. Gives what ends that. Calling libVLC from `heard` would deadlock."""
    vlc, manager = load_vlc(), player.event_manager()
    kinds = {name: getattr(vlc.EventType, f"MediaPlayer{name}") for name in names}
    for name, kind in kinds.items():

        def on_event(event: Any, name: str = name) -> None:
            heard(name, event.u.new_time / 1000 if name == "TimeChanged" else 0.0)

        manager.event_attach(kind, on_event)

    def deafen() -> None:
        for kind in kinds.values():
            manager.event_detach(kind)

    return deafen


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
    import ctypes

    handler = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )
    with contextlib.suppress(OSError, AttributeError):
        alsa = ctypes.CDLL("libasound.so.2")
        _alsa_handler = handler(lambda *_: None)
        alsa.snd_lib_error_set_handler(_alsa_handler)


def can_play(instance: Any, path: Path, seconds: float = 3.0) -> bool:
    """Whether libVLC opens `path` and finds sound in it. Use an instance with "--aout=dummy". Waits."""
    vlc = load_vlc()
    player = instance.media_player_new()
    media = instance.media_new_path(os.fsencode(path))
    player.set_media(media)
    media.release()
    player.play()
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            if player.get_state() == vlc.State.Error:
                return False
            if player.audio_get_track_count() > 0:
                return True
            time.sleep(0.01)
        return False
    finally:
        player.stop()
        player.release()
