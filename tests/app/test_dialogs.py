"""Dialogs that need no program around them."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from app import theme
from app.widgets.dialogs import shortcuts


def test_the_list_of_keys_fits_on_a_small_screen(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    window = QWidget()
    groups = [(heading, [("Ctrl+K", "Does something")] * 20) for heading in ("Playing", "Going about")]
    listed = shortcuts(window, [*groups, ("Windows", [("F11", "Full screen")] * 3)])
    assert listed.sizeHint().height() <= 720
    window.deleteLater()
