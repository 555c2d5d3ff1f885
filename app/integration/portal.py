"""What the desktop asks of all windows: light or dark, its accent, less motion.

Read from the settings portal, which GNOME, KDE and others answer; Qt hears of the first alone, and not on
every desktop. https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor

from app.integration.bus import Bus
from app.theme import Look, System

SERVICE, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"
APPEARANCE = "org.freedesktop.appearance"
GNOME, KDE = "org.gnome.desktop.interface", "org.kde.kdeglobals.KDE"
DARK, LIGHT = 1, 2
Values = dict[tuple[str, str], Any]


class SystemLook(QObject):
    """Tells `look`, now and whenever it changes."""

    def __init__(self, bus: Bus, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._known: Values = {}
        bus.listen(SETTINGS, "SettingChanged", self._note, PATH)
        spaces = [APPEARANCE, GNOME, KDE]
        bus.call(SERVICE, PATH, SETTINGS, "ReadAll", "as", (spaces,), on_answer=self._take)

    def _take(self, found: dict[str, dict[str, tuple[str, Any]]]) -> None:
        for space, values in found.items():
            self._known |= {(space, name): value for name, (_, value) in values.items()}
        self._look.follow(asked(self._known))

    def _note(self, space: str, name: str, value: tuple[str, Any]) -> None:
        if space in (APPEARANCE, GNOME, KDE):
            self._known[space, name] = value[1]
            self._look.follow(asked(self._known))


def asked(known: Values) -> System:
    """What the portal's values mean."""
    scheme = known.get((APPEARANCE, "color-scheme"))
    return System(
        dark={DARK: True, LIGHT: False}.get(scheme) if isinstance(scheme, int) else None,
        accent=_accent(known.get((APPEARANCE, "accent-color"))),
        less_motion=known.get((APPEARANCE, "reduced-motion")) == 1
        or known.get((GNOME, "enable-animations")) is False
        or str(known.get((KDE, "AnimationDurationFactor"), "")).strip() in ("0", "0.0"),
    )


def _accent(value: Any) -> str:
    """Three shares of 1; out of that range means that there is none."""
    if not isinstance(value, tuple | list) or len(value) != 3 or not all(0 <= part <= 1 for part in value):
        return ""
    return QColor.fromRgbF(*value).name()
