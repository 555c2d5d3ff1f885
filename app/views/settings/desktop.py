"""How the player and the desktop get on: tray, notifications, media keys."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QSystemTrayIcon

from app.choices import Choices
from app.views.settings.parts import Page, Row, switch
from app.words import tr


class DesktopSection(Page):
    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._tray()
        card = self.add_part(tr("Notifications"))
        line = tr("One line with the cover when another track begins and you look at something else.")
        card.add(switch(choices, "notifications", tr("Say what plays"), line))
        card = self.add_part(tr("Media keys"))
        card.add(Row(tr("Play, pause, next, previous"), _about_keys()))

    def _tray(self) -> None:
        there = QSystemTrayIcon.isSystemTrayAvailable()
        fact = "" if there else tr("This desktop has no tray now; the choices wait until it has one.")
        card = self.add_part(tr("Tray"), fact)
        line = tr("What plays at a glance, and a menu to pause or skip.")
        icon = switch(self._choices, "tray", tr("Show an icon in the tray"), line)
        line = tr("The music goes on; the icon brings the window back. Ctrl+Q ends Meander.")
        self._closing = switch(
            self._choices, "close_to_tray", tr("Closing the window leaves the music on"), line
        )
        for row in (icon, self._closing):
            row.setEnabled(there)
            card.add(row)
        self._choices.changed.connect(self._follow)
        self._follow({"tray"})

    def _follow(self, names: set[str]) -> None:
        if "tray" in names:
            self._closing.setEnabled(self._choices.now.tray and QSystemTrayIcon.isSystemTrayAvailable())


def _about_keys() -> str:
    if sys.platform in ("win32", "darwin"):
        return tr("The keyboard and headsets reach Meander through the system's media controls. Always on.")
    return tr("The keyboard, headsets, the lock screen and panels reach Meander through MPRIS. Always on.")
