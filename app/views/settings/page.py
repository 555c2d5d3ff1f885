"""The settings as a whole: which sections there are, and the one that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.views.settings.parts import MARGIN, TOP, WIDTH
from app.widgets.controls import label
from app.widgets.sidebar import ITEM_HEIGHT, NavItem
from app.words import tr

LIST_WIDTH, ICONS_WIDTH = 184, 38
NARROW = 620
"""Below this many pixels the list of sections shows its icons alone."""


@dataclass(frozen=True, slots=True)
class Section:
    """One page of settings. name: already in the listener's language; build: called once, when it is shown
    for the first time; a `close_down()` of what it made is called at the end."""

    key: str
    icon: str
    name: str
    build: Callable[[], QWidget]


@runtime_checkable
class ClosesDown(Protocol):
    def close_down(self) -> None: ...


class SettingsView(QWidget):
    """Knows nothing of what is set: sections bring their own widgets."""

    def __init__(self, sections: Sequence[Section]) -> None:
        """sections: at least one; the first is shown first."""
        super().__init__()
        self._sections = {section.key: section for section in sections}
        self._built: dict[str, QWidget] = {}
        self._here = ""
        self._group = QButtonGroup(self)
        self._items: dict[str, NavItem] = {}
        self._title = label(tr("Settings"), "title")
        self._list = QFrame()
        self._stack = QStackedWidget()
        self._build_list()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(self._stack, 1)
        self.open_at(next(iter(self._sections)))

    def open_at(self, what: object) -> None:
        """Shows the section with this key; what is unknown changes nothing."""
        section = self._sections.get(what) if isinstance(what, str) else None
        if section is None:
            return
        if section.key not in self._built:
            made = self._built[section.key] = section.build()
            self._stack.addWidget(_scrolled(made))
        self._here = section.key
        self._stack.setCurrentIndex(list(self._built).index(section.key))
        self._items[section.key].setChecked(True)

    def section(self, key: str) -> QWidget | None:
        """A section's widget; None before it was shown."""
        return self._built.get(key)

    def kept(self) -> object:
        return self._here

    def restore(self, kept: object) -> None:
        self.open_at(kept)

    def close_down(self) -> None:
        for made in self._built.values():
            if isinstance(made, ClosesDown):
                made.close_down()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._title.setVisible(not narrow)
        for item in self._items.values():
            item.setFixedWidth(ICONS_WIDTH if narrow else LIST_WIDTH)

    def _build_list(self) -> None:
        column = QVBoxLayout(self._list)
        column.setContentsMargins(MARGIN, TOP, 0, TOP)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addSpacing(16)
        for section in self._sections.values():
            item = NavItem(section.icon, section.name)
            item.setToolTip(section.name)
            item.setFixedSize(LIST_WIDTH, ITEM_HEIGHT)
            item.clicked.connect(lambda _checked=False, key=section.key: self.open_at(key))
            self._group.addButton(item)
            self._items[section.key] = item
            column.addWidget(item)
        column.addStretch(1)


def _scrolled(page: QWidget) -> QScrollArea:
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setProperty("kind", "page")
    page.setMaximumWidth(WIDTH + 2 * MARGIN)
    made.setWidget(page)
    return made
