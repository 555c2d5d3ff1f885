"""Questions and lists in a window of their own, dressed like the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app import theme
from app.widgets.controls import button, label
from app.words import tr

Keys = tuple[str, Sequence[tuple[str, str]]]
"""A heading, and (key, what it does) below it."""


class Dialog(QDialog):
    """A heading, what the caller puts into `body`, and a row of buttons."""

    def __init__(self, parent: QWidget | None, heading: str, width: int = 420) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setMinimumWidth(width)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(0)
        column.addWidget(label(heading, "heading"))
        column.addSpacing(10)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column.addLayout(self.body)
        column.addSpacing(22)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        column.addLayout(self.buttons)


def confirm(parent: QWidget, heading: str, text: str, action: str, *, danger: bool = False) -> bool:
    """Asks once; True when the user chose `action`. Escape and closing mean no."""
    dialog = Dialog(parent, heading)
    dialog.body.addWidget(label(text, "secondary", wrap=True))
    no = button(tr("Cancel"), dialog.reject)
    yes = button(action, dialog.accept, kind="danger" if danger else "primary")
    for choice in (no, yes):
        dialog.buttons.addWidget(choice)
    yes.setDefault(True)
    yes.setFocus()
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return agreed


def tell(parent: QWidget | None, heading: str, text: str) -> None:
    """Says something that must be read before going on."""
    dialog = Dialog(parent, heading)
    dialog.body.addWidget(label(text, "secondary", wrap=True))
    close = button(tr("Close"), dialog.accept, kind="primary")
    dialog.buttons.addWidget(close)
    close.setFocus()
    dialog.exec()
    dialog.deleteLater()


def report(parent: QWidget, heading: str, lines: Sequence[str]) -> QDialog:
    """What came of something long, a fact to a line; can be scrolled and copied from."""
    dialog = Dialog(parent, heading, 520)
    text = QPlainTextEdit("\n".join(lines))
    text.setReadOnly(True)
    text.setAccessibleName(heading)
    text.setFont(theme.font(13))
    text.setMinimumHeight(min(360, 40 + 22 * len(lines)))
    dialog.body.addWidget(text)
    dialog.buttons.addWidget(button(tr("Close"), dialog.accept, kind="primary"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def shortcuts(parent: QWidget, groups: Sequence[Keys]) -> QDialog:
    """The list of keys, in two columns: one would be higher than small screens."""
    dialog = Dialog(parent, tr("Keyboard"), 760)
    halves = QHBoxLayout()
    halves.setSpacing(40)
    for half in _halved(groups):
        halves.addLayout(_keys_grid(half), 1)
    dialog.body.addLayout(halves)
    dialog.buttons.addWidget(button(tr("Close"), dialog.accept, kind="primary"))
    # In some languages its words are longer.
    dialog.setMinimumWidth(max(dialog.minimumWidth(), dialog.sizeHint().width()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _halved(groups: Sequence[Keys]) -> tuple[Sequence[Keys], Sequence[Keys]]:
    """Parted where both halves are about as high."""
    heights = [len(keys) + 2 for _, keys in groups]
    cut = min(range(1, len(groups) + 1), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    return groups[:cut], groups[cut:]


def _keys_grid(groups: Sequence[Keys]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(4)
    row = 0
    for heading, keys in groups:
        title = label(heading, "caps")
        title.setContentsMargins(0, 10 if row else 0, 0, 2)
        grid.addWidget(title, row, 0, 1, 2)
        for key, meaning in keys:
            row += 1
            grid.addWidget(label(meaning, "secondary"), row, 0)
            grid.addWidget(_key(key), row, 1, Qt.AlignmentFlag.AlignRight)
        row += 1
    grid.setColumnStretch(0, 1)
    grid.setRowStretch(row, 1)
    return grid


def _key(text: str) -> QLabel:
    made = label(text, "strong")
    made.setFont(theme.font(12, 500))
    return made
