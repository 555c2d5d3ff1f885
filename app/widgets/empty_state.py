"""What a view shows while it has nothing: what will be here, and the one thing that fills it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import icons
from app.widgets.controls import button, label

ICON = 40
MOSTLY = 100


class EmptyState(QWidget):
    """Icon, heading, a sentence, and at most one button, in the middle of where it is put."""

    def __init__(
        self,
        icon: str,
        heading: str,
        text: str,
        action: str = "",
        act: Callable[[], object] | None = None,
        *,
        action_icon: str = "",
        narrow: bool = False,
    ) -> None:
        """narrow: for the right panel."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(_Picture(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        self.heading = label(heading, "heading")
        self.text = label(text, "secondary", wrap=True)
        self.text.setMaximumWidth(420)
        self.text.setMinimumWidth(240 if narrow else 400)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # Between stretches: aligned, a text would get the height that it has over the whole width.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.text, MOSTLY)
        row.addStretch(1)
        column.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        if action:
            column.addSpacing(12)
            column.addWidget(
                button(action, act, kind="primary", icon=action_icon), 0, Qt.AlignmentFlag.AlignHCenter
            )
        column.addStretch(1)


class _Picture(QLabel):
    """Drawn when painted, so that it follows the theme and the scale."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icons.icon(icon, "quiet", ICON)
        self.setFixedSize(ICON, ICON)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), self.rect())
