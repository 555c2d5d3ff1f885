"""Stars by the keyboard: digits give whole ones, Shift with a digit half a one less."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

STARS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0)
_SHIFTED = "!@#$%"
"""Above 1 to 5 on the keyboards of most countries that write them so."""
_X11_ONE, _WINDOWS_ZERO = 10, 0x30
_MAC = {18: 1, 19: 2, 20: 3, 21: 4, 23: 5, 29: 0}


def stars_of(event: QKeyEvent) -> float | None:
    """What a key rates: 0 takes the rating away, 0.5 to 5 give it; None for every other key."""
    asked = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    shift = asked == Qt.KeyboardModifier.ShiftModifier
    if asked and not shift:
        return None
    digit = _digit(event, shift=shift)
    if digit is None or not 0 <= digit <= 5:
        return None
    return max(0.0, digit - 0.5) if shift else float(digit)


def half_star_key(stars: float) -> str:
    """The key for a rating, as menus show it."""
    whole = int(stars + 0.5)
    return str(whole) if whole == stars else f"Shift+{whole}"


def _digit(event: QKeyEvent, *, shift: bool) -> int | None:
    """The digit on the key that was pressed, whatever Shift makes of it on this keyboard."""
    place = _place(event)
    if place is not None:
        return place
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return event.key() - Qt.Key.Key_0
    at = _SHIFTED.find(event.text()) if shift and event.text() else -1
    return at + 1 if at >= 0 else None


def _place(event: QKeyEvent) -> int | None:
    """By the key's place in the digit row; None where the system does not say."""
    scan, virtual = event.nativeScanCode(), event.nativeVirtualKey()
    if sys.platform == "darwin":
        return _MAC.get(virtual) if virtual else None
    if sys.platform == "win32":
        return virtual - _WINDOWS_ZERO if 0x30 <= virtual <= 0x39 else None
    if _X11_ONE <= scan < _X11_ONE + 10:
        return (scan - _X11_ONE + 1) % 10
    return None
