"""The icon in the system's tray, where there is one: what plays, a few deeds, the way back to the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app import icons
from app.choices import Choices
from app.integration.remote import Remote
from app.player.base import State
from app.words import tr

MOST_LETTERS = 60
"""Of a title in the menu."""


class Tray(QObject):
    """Follows the setting `tray`."""

    def __init__(
        self,
        remote: Remote,
        choices: Choices,
        show_or_hide: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        """show_or_hide: what a click on the icon does."""
        super().__init__(parent)
        self._remote, self._choices, self._show_or_hide = remote, choices, show_or_hide
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        remote.now_changed.connect(self._renew)
        remote.state_changed.connect(self._renew)
        choices.follow("tray", self._follow)
        self._follow()

    @property
    def is_there(self) -> bool:
        """Whether there is an icon that a listener can click: else a window must not hide."""
        return self._icon is not None and QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def keeps_window(self) -> bool:
        """Closing the window means hiding it."""
        return self._choices.now.close_to_tray and self.is_there

    def notify(self, title: str, text: str) -> None:
        """A bubble at the icon, where the desktop has no other notifications."""
        if self._icon is not None:
            self._icon.showMessage(title, text, icons.app_icon(), 5_000)

    def close(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None

    def _follow(self) -> None:
        # Asked anew each time: a panel may have come or gone since.
        wanted = self._choices.now.tray and QSystemTrayIcon.isSystemTrayAvailable()
        if wanted and self._icon is None:
            self._make()
        elif not wanted:
            self.close()

    def _make(self) -> None:
        self._icon = QSystemTrayIcon(icons.app_icon(), self)
        self._icon.activated.connect(self._clicked)
        remote = self._remote
        menu = self._menu = QMenu()  # the system may draw it itself: no style of ours
        self._title = menu.addAction("")
        self._title.triggered.connect(lambda: remote.raise_window())  # noqa: PLW0108 - without an argument
        menu.addSeparator()
        self._toggle = self._add(menu, "play", self._remote.toggle)
        self._add(menu, "skip-forward", self._remote.next, tr("Next"))
        self._add(menu, "skip-back", self._remote.previous, tr("Previous"))
        menu.addSeparator()
        self._add(menu, "", self._show_or_hide, tr("Show or hide Meander"))
        self._add(menu, "", self._remote.quit, tr("Quit"))
        self._icon.setContextMenu(menu)
        self._renew()
        self._icon.show()

    def _add(self, menu: QMenu, icon: str, do: Callable[[], object], text: str = "") -> QAction:
        made = menu.addAction(text)
        if icon:
            made.setIcon(icons.icon(icon, "secondary", 16))
        made.triggered.connect(lambda: do())  # noqa: PLW0108 - Qt would give it an argument
        return made

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._show_or_hide()
        elif reason is QSystemTrayIcon.ActivationReason.MiddleClick:
            self._remote.toggle()

    def _renew(self, _told: object = None) -> None:
        if self._icon is None:
            return
        now, playing = self._remote.now, self._remote.state is State.PLAYING
        said = f"{now.track.title} · {now.track.artist}" if now else tr("Nothing plays")
        short = said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS]}…"
        self._title.setText(short.replace("&", "&&"))
        self._title.setEnabled(now is not None)
        self._toggle.setText(tr("Pause") if playing else tr("Play"))
        self._toggle.setIcon(icons.icon("pause" if playing else "play", "secondary", 16))
        self._toggle.setEnabled(now is not None)
        self._icon.setToolTip(f"Meander\n{short}" if now else "Meander")
