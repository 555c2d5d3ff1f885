"""What the desktop's settings portal says is followed while the window is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app import theme
from app.integration import bus as dbus
from app.integration.bus import Bus
from app.integration.exported import Exported, Interface, Method
from app.integration.portal import APPEARANCE, GNOME, KDE, PATH, SERVICE, SETTINGS, SystemLook, asked
from tests.app.shelf import until


@pytest.fixture
def portal(qapp: QApplication, bus: Bus) -> Iterator[Exported]:
    """A desktop with violet accents and no wish for stillness."""
    values: dict[str, dict[str, Any]] = {
        APPEARANCE: {"color-scheme": ("u", 2), "accent-color": ("(ddd)", (0.6, 0.3, 0.8))},
        GNOME: {"enable-animations": ("b", True)},
    }
    opened: list[Bus] = []
    dbus.connect(opened.append)
    until(lambda: opened)
    read = Method(lambda _spaces: (values,), (("spaces", "as"),), (("values", "a{sa{sv}}"),))
    changed = {"SettingChanged": (("space", "s"), ("name", "s"), ("value", "v"))}
    made = Exported(opened[0], PATH, {SETTINGS: Interface({"ReadAll": read}, signals=changed)})
    ours: list[bool] = []
    opened[0].own(SERVICE, ours.append)
    until(lambda: ours)
    yield made
    opened[0].close()


def test_the_desktops_wishes_are_followed_live(qapp: QApplication, bus: Bus, portal: Exported) -> None:
    look = theme.apply(qapp, "system", theme.FROM_SYSTEM)
    follower = SystemLook(bus, look)
    until(lambda: look.system.accent == QColor.fromRgbF(0.6, 0.3, 0.8).name())
    assert look.system.dark is False
    portal.emit(SETTINGS, "SettingChanged", GNOME, "enable-animations", ("b", False))
    until(lambda: look.system.less_motion)
    assert theme.motion() == 0
    portal.emit(SETTINGS, "SettingChanged", APPEARANCE, "accent-color", ("(ddd)", (0.1, 0.8, 0.1)))
    until(lambda: 100 < QColor(theme.current().accent).hslHue() < 140)
    follower.deleteLater()
    look.follow(theme.System())
    theme.apply(qapp, "dark")


def test_what_a_desktop_does_not_say_is_left_to_us() -> None:
    assert asked({}) == theme.System()
    assert asked({(APPEARANCE, "accent-color"): (-1.0, -1.0, -1.0)}).accent == ""
    assert asked({(APPEARANCE, "color-scheme"): 0}).dark is None
    assert asked({(KDE, "AnimationDurationFactor"): "0"}).less_motion
    assert asked({(APPEARANCE, "reduced-motion"): 1}).less_motion
