"""The tools of the map to choose from, and how near one is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.widgets.controls import IconButton
from app.widgets.map.floats import only_where_it_is
from app.widgets.map.tools import Tool
from app.words import tr

NEARER = 1.6
"""How much one press enlarges."""
SIDE = 34


class ToolChips(QFrame):
    """One tool at a time is in hand. Arrow keys go from one to the next."""

    picked = Signal(object)
    """Tool"""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "popover")
        self.setAccessibleName(tr("Tools"))
        only_where_it_is(self)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons: dict[Tool, IconButton] = {}
        for tool, icon, name, use in _tools():
            made = IconButton(icon, name, on="accent", size=18)
            made.setFixedSize(SIDE, SIDE)
            made.setToolTip(f"{name}\n{use}")
            made.setAccessibleDescription(use)
            made.clicked.connect(lambda _checked=False, tool=tool: self.picked.emit(tool))
            self._group.addButton(made)
            self._buttons[tool] = made
            row.addWidget(made)
        self._buttons[Tool.PAN].setChecked(True)

    def take(self, tool: Tool) -> None:
        """Another tool is in hand, without `picked`."""
        self._buttons[tool].setChecked(True)

    def offer(self, tool: Tool, *, there: bool) -> None:
        """Whether a tool is there to choose: nothing leads from one moment to another, say."""
        self._buttons[tool].setVisible(there)


def _tools() -> tuple[tuple[Tool, str, str, str], ...]:
    """With each its icon, its name and how it is used."""
    more = tr("Shift adds to the choice, Alt takes from it")
    return (
        (Tool.PAN, "hand", tr("Move"), tr("Drag the map; a click selects, a double click plays")),
        (Tool.LASSO, "lasso", tr("Lasso"), tr("Draw round what you want. {more}").format(more=more)),
        (Tool.BOX, "square-dashed", tr("Box"), tr("Drag from corner to corner. {more}").format(more=more)),
        (
            Tool.BRUSH,
            "brush",
            tr("Brush"),
            tr("Paint over what you want; [ and ] for its size. {more}").format(more=more),
        ),
        (Tool.PATH, "spline", tr("Path"), tr("Draw a line: a playlist walks along it")),
        (
            Tool.PAIR,
            "waypoints",
            tr("From here to there"),
            tr("Click two points: a way of songs from one to the other"),
        ),
    )


class ZoomButtons(QFrame):
    """Nearer, further, the whole map."""

    def __init__(self, camera: Any) -> None:
        """camera: with `zoom_by` and `fit`, as the canvas's."""
        super().__init__()
        self.setProperty("kind", "popover")
        only_where_it_is(self)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        parts: tuple[QWidget, ...] = (
            IconButton("plus", tr("Nearer"), lambda: camera.zoom_by(NEARER), size=18, key="+"),
            IconButton("minus", tr("Further away"), lambda: camera.zoom_by(1 / NEARER), size=18, key="-"),
            IconButton("maximize", tr("The whole map"), camera.fit, size=18, key="Home"),
        )
        for part in parts:
            part.setFixedSize(SIDE, SIDE)
            column.addWidget(part)
