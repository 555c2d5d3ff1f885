"""All that the listener may want of the sound, in one place: settings, speed, sleep timer, output."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app import words
from app.choices import Choices
from app.player.base import Device
from app.player.playback import Playback
from app.player.sleep import SleepTimer
from app.player.wishes import NAMES, sound_of
from app.words import tr
from core.library.tracks import Library
from core.sound.wishes import FASTEST, SLOWEST


def speed_words(speed: float) -> str:
    """ "1.25 ×"."""
    return f"{words.decimal(speed, 2)} \N{MULTIPLICATION SIGN}"


class SoundDesk(QObject):
    """Tells the player how it shall sound, at the start and whenever that changes."""

    changed = Signal()
    """Speed, sleep timer, stopping after the track: what the button in the player bar tells of."""
    devices_changed = Signal()

    def __init__(
        self, playback: Playback, library: Library, choices: Choices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.choices, self.playback = choices, playback
        self.sleep = SleepTimer(playback, library.tracks, parent=self)
        self._speed = 1.0
        self._player = playback.player
        choices.changed.connect(self._on_choice)
        self.sleep.changed.connect(self.changed)
        self.sleep.level_changed.connect(self._apply)
        playback.stop_after_changed.connect(self.changed)
        self._player.devices_changed.connect(self.devices_changed)
        self._player.set_device(choices.now.device)
        self._apply()

    @property
    def speed(self) -> float:
        """0.5 to 2; 1 at each start, for nobody wants to be surprised by it."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        speed = min(FASTEST, max(SLOWEST, speed))
        if speed != self._speed:
            self._speed = speed
            self._apply()
            self.changed.emit()

    def devices(self) -> Sequence[Device]:
        """What there is now, the system's own choice first."""
        return self._player.devices()

    @property
    def unusual(self) -> str:
        """What is set that the listener may have forgotten about, in words; empty when nothing is."""
        said = []
        if self._speed != 1.0:
            said.append(speed_words(self._speed))
        if self.sleep.on:
            said.append(tr("sleep timer is on"))
        elif self.playback.stop_after_current:
            said.append(tr("stops after this track"))
        return ", ".join(said)

    def _on_choice(self, names: set[str]) -> None:
        if names & NAMES:
            self._apply()
        if "device" in names:
            self._player.set_device(self.choices.now.device)

    def _apply(self, _level: float = 1.0) -> None:
        self._player.set_sound(sound_of(self.choices.now, self._speed, self.sleep.level))
