"""What the keys do in the main window, and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.player.playback import Playback

STEP, FAR_STEP, LOUDER = 5.0, 10.0, 5
"""Seconds that Shift and Alt with an arrow go, and how much louder one press makes it."""

Key = tuple[str, str, Callable[[], object]]
"""The key, what it does in words, and doing it."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the window itself does for a key."""

    love: Callable[[], object]
    repeat: Callable[[], object]
    search: Callable[[], object]
    queue: Callable[[], object]
    go: Callable[[str], object]
    """Leads to the place with this key."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere one can go.

    group: its heading in the sidebar, "" for none; build: called once, at the first visit.
    """

    key: str
    icon: str
    name: str
    group: str
    build: Callable[[], QWidget]


def key_of_place(places: list[Place], place: Place) -> str:
    """Ctrl+1 for the first place in the sidebar, and so on."""
    return f"Ctrl+{[each for each in places if each.group].index(place) + 1}"


class Keys(QObject):
    """Text fields keep the keys they need: Qt asks them first."""

    def __init__(self, window: QWidget, deeds: Deeds, playback: Playback, places: list[Place]) -> None:
        """window: where they are heard."""
        super().__init__(window)
        self._window, self._deeds, self._playback = window, deeds, playback
        self._groups = {"Playing": self._for_playing(), "Going about": self._for_going(places)}
        for keys in self._groups.values():
            for key, _, act in keys:
                self._bind(key, act)
        for key in ("?", "Shift+?"):  # keyboards differ in what it takes
            self._bind(key, self.show)

    def show(self) -> None:
        """The list, as a dialog."""
        from app.widgets import dialogs

        listed = [(name, [(key, words) for key, words, _ in keys]) for name, keys in self._groups.items()]
        dialogs.shortcuts(self._window, listed).open()

    def _bind(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self._window)
        shortcut.activated.connect(lambda: act())  # noqa: PLW0108 - bound when pressed, not now

    def _for_playing(self) -> list[Key]:
        play, player = self._playback, self._playback.player
        return [
            ("Space", "Play or pause", self._space),
            ("Ctrl+Right", "Next track", play.next),
            ("Ctrl+Left", "Previous track", play.previous),
            ("Shift+Right", "5 seconds on", lambda: self._seek(STEP)),
            ("Shift+Left", "5 seconds back", lambda: self._seek(-STEP)),
            ("Alt+Right", "10 seconds on", lambda: self._seek(FAR_STEP)),
            ("Alt+Left", "10 seconds back", lambda: self._seek(-FAR_STEP)),
            ("Ctrl+Up", "Louder", lambda: player.set_volume(player.volume + LOUDER)),
            ("Ctrl+Down", "Quieter", lambda: player.set_volume(player.volume - LOUDER)),
            ("M", "Mute", lambda: player.set_muted(not player.muted)),
            ("Ctrl+L", "Love what plays", self._deeds.love),
            ("Ctrl+S", "Shuffle", lambda: play.queue.set_shuffled(not play.queue.shuffled)),
            ("Ctrl+R", "Repeat", self._deeds.repeat),
        ]

    def _for_going(self, places: list[Place]) -> list[Key]:
        deeds = self._deeds
        to_places: list[Key] = [
            (key_of_place(places, place), place.name, lambda key=place.key: deeds.go(key))  # type: ignore[misc]
            for place in places
            if place.group
        ]
        return [
            ("Ctrl+F", "Search", deeds.search),
            *to_places,
            ("Ctrl+U", "Queue", deeds.queue),
            ("Ctrl+,", "Settings", lambda: deeds.go("settings")),
            ("F1", "This list", self.show),
            ("Ctrl+Q", "Quit", self._window.close),
        ]

    def _space(self) -> None:
        """A button that has the keyboard is pressed; everywhere else space is for the music."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.animateClick()
        else:
            self._playback.toggle()

    def _seek(self, by: float) -> None:
        self._playback.seek(max(0.0, self._playback.position() + by))
