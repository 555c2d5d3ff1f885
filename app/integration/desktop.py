"""Everything by which the desktop and the player know of each other, put together in one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app import theme
from app.choices import Choices
from app.integration import bus as dbus
from app.integration.bus import Bus
from app.integration.fileurls import path_of
from app.integration.instance import Doorman
from app.integration.mpris_lists import Shelf
from app.integration.notifications import Notifications
from app.integration.portal import SystemLook
from app.integration.remote import Remote
from app.integration.request import Request
from app.integration.tray import Tray
from app.player.playback import Playback
from core.library.tracks import Library


class Takes(Protocol):
    """What is done with files from outside."""

    def take(self, paths: list[Path]) -> None: ...
    def enqueue(self, paths: list[Path]) -> None: ...


class Desktop(QObject):
    """Nothing of it is needed for playing: what the system has no place for stays away in silence."""

    raised = Signal()
    """Somebody wants to see the window."""

    def __init__(
        self,
        playback: Playback,
        library: Library,
        choices: Choices,
        cache: Path,
        window: QWidget,
        arrivals: Takes,
        *,
        quit_: Callable[[], object],
        playlists: Shelf | None = None,
        doorman: Doorman | None = None,
        parent: QObject | None = None,
    ) -> None:
        """quit_: ends the program, whatever closing the window means. doorman: hears of later starts."""
        super().__init__(parent)
        self._window, self._arrivals, self._playlists, self._doorman = window, arrivals, playlists, doorman
        self.remote = Remote(playback, library, cache, self.raise_window, quit_, self._open, self)
        self.tray = Tray(self.remote, choices, self._show_or_hide, self)
        self.notifications = Notifications(
            self.remote, choices, lambda: QApplication.activeWindow() is not None, self.tray.notify, self
        )
        self._bus: Bus | None = None
        self._closers: list[Callable[[], object]] = []

    def start(self) -> None:
        """Once the window is there."""
        if sys.platform.startswith("linux"):
            dbus.connect(self._use_bus, self)
        elif sys.platform == "win32":
            from app.integration.windows_media import start

            self._closers.append(start(self.remote))
        elif sys.platform == "darwin":
            from app.integration.mac_media import start as start_there

            self._closers.append(start_there(self.remote))
        if self._doorman is not None:
            self._doorman.asked.connect(self.obey)
            self._doorman.open()

    def close(self) -> None:
        for close in (*self._closers, self.notifications.close, self.tray.close, self.remote.close):
            close()
        if self._doorman is not None:
            self._doorman.close()
        if self._bus is not None:
            self._bus.close()

    def obey(self, request: Request) -> None:
        """What another start of the program was asked to do."""
        deeds: dict[str, Callable[[], object]] = {
            "play": self.remote.play,
            "pause": self.remote.pause,
            "toggle": self.remote.toggle,
            "next": self.remote.next,
            "previous": self.remote.previous,
            "stop": self.remote.stop,
            "quit": self.remote.quit,
            "enqueue": lambda: self._arrivals.enqueue(request.files),
        }
        if request.deed in deeds:
            deeds[request.deed]()
            return
        if request.activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = request.activation  # Qt takes it from there
        self.raise_window()
        if request.files:
            self._arrivals.take(request.files)

    def raise_window(self) -> None:
        """In front of the others, as far as the desktop allows."""
        window = self._window
        self.raised.emit()
        if window.isMinimized():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def _show_or_hide(self) -> None:
        if self._window.isVisible() and not self._window.isMinimized():
            self._window.hide()
        else:
            self.raise_window()

    def _open(self, urls: Sequence[str]) -> None:
        files = [file for url in urls if (file := path_of(url)) is not None]
        if files:
            self._arrivals.take(files)

    def _use_bus(self, bus: Bus) -> None:
        from app.integration.mpris import Mpris

        self._bus = bus
        mpris = Mpris(bus, self.remote, self._playlists, self)
        self._closers.append(mpris.close)
        self.notifications.use(bus)
        SystemLook(bus, theme.look(), self)
