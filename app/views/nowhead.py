"""The head of Now playing: chips that go below its title where there is little room beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.views.flow import FlowLayout
from app.widgets.controls import label

GAP = 8


class Head(QWidget):
    """Title, chips, tools. Chips with an icon lose their words first; then all go into lines of their own."""

    def __init__(self, title: str, chips: Sequence[QPushButton], tools: Sequence[QWidget]) -> None:
        super().__init__()
        self._chips, self._tools = tuple(chips), tuple(tools)
        self._words = {chip: chip.text() for chip in chips if not chip.icon().isNull()}
        for chip, said in self._words.items():
            chip.setAccessibleName(said)
            chip.setToolTip(chip.toolTip() or said)
        self._title = label(title, "title")
        self._beside = QHBoxLayout()
        self._beside.setSpacing(GAP)
        first = QHBoxLayout()
        first.setSpacing(GAP)
        first.addWidget(self._title)
        first.addStretch(1)
        first.addLayout(self._beside)
        for tool in tools:
            first.addWidget(tool)
        below = QWidget()
        self._below = FlowLayout(below, gap=GAP)
        self._line = below
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(first)
        column.addWidget(below)
        below.hide()
        self.setMinimumWidth(1)  # else the chips in the first line would keep the window from shrinking
        self._under = False
        for chip in chips:
            self._beside.addWidget(chip)

    def fit(self) -> None:
        """After other chips are to be seen, or the width is another."""
        shown = [chip for chip in self._chips if not chip.isHidden()]
        tools = sum(tool.sizeHint().width() + GAP for tool in self._tools if not tool.isHidden())
        room = self.width() - self._title.sizeHint().width() - tools - 2 * GAP
        for bare in (False, True):
            for chip, said in self._words.items():
                chip.setText("" if bare else said)
            wide = sum(chip.sizeHint().width() + GAP for chip in shown)
            if wide <= room:
                break
        self._put(under=wide > room)

    def _put(self, *, under: bool) -> None:
        if under == self._under:
            return
        self._under = under
        for chip in self._chips:
            hidden = chip.isHidden()
            (self._beside if under else self._below).removeWidget(chip)
            (self._below if under else self._beside).addWidget(chip)
            chip.setVisible(not hidden)
        self._line.setVisible(under)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
