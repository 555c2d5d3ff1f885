"""Deeds for the keys that reach beyond the window itself: the sound, the small window, the whole screen."""

from __future__ import annotations

from functools import partial
from typing import Any

from app.keys import Deed, Keys
from app.minidesk import MiniDesk
from app.radiodesk import RadioDesk
from app.sounddesk import SoundDesk
from app.tagdesk import TagDesk
from app.window import MainWindow
from app.words import tr

FASTER = 0.1
"""By which one press changes the speed."""


def add_deeds(
    keys: Keys, window: MainWindow, sound: SoundDesk, mini: MiniDesk, tags: TagDesk, radio: RadioDesk
) -> None:
    """Adds them to the window's own."""
    playback = sound.playback

    def change_speed(by: float) -> None:
        sound.set_speed(round(sound.speed + by, 2))

    def edit_tags() -> None:
        tags.edit_here(playback.track, window)

    def radio_from_here() -> None:
        if playback.track is not None:
            radio.start_tracks([playback.track])

    def toggle_full_screen() -> None:
        view: Any = window.go("nowplaying")
        view.toggle_full_screen()

    keys.add(
        tr("Playing"),
        Deed(
            "stop-after",
            tr("Stop after this track"),
            "Ctrl+T",
            lambda: playback.set_stop_after(not playback.stop_after_current),
        ),
        Deed("faster", tr("Faster"), "Ctrl+Shift+Up", partial(change_speed, FASTER)),
        Deed("slower", tr("Slower"), "Ctrl+Shift+Down", partial(change_speed, -FASTER)),
        Deed("usual-speed", tr("Usual speed"), "Ctrl+Shift+Home", lambda: sound.set_speed(1.0)),
    )
    keys.add(
        tr("Radio"),
        Deed("radio-here", tr("Radio from what plays"), "Ctrl+Alt+R", radio_from_here),
        Deed("radio-history", tr("Radio from my listening"), "Ctrl+Alt+H", radio.start_from_history),
    )
    keys.add(
        tr("Going about"),
        Deed("edit-tags", tr("Edit tags of what is selected, or plays"), "Ctrl+E", edit_tags),
        Deed("undo-tags", tr("Undo the last change of tags"), "Ctrl+Alt+Z", tags.undo),
        Deed("sound", tr("Speed, sleep timer, output"), "Ctrl+Shift+O", window.bar.open_sound),
        Deed("equaliser", tr("Equaliser"), "Ctrl+Shift+E", window.bar.open_equaliser),
    )
    keys.add(
        tr("Windows"),
        Deed("mini", tr("Small window and back"), "Ctrl+M", mini.toggle),
        Deed("full-screen", tr("Full screen"), "F11", toggle_full_screen),
    )
