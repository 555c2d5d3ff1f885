"""The left edge: where one can go, what is being listened to, and the settings."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import icons, theme, words
from app.widgets.analysis_card import AnalysisCard
from app.widgets.controls import label
from app.words import tr

ITEM_HEIGHT = 34
EDGE = 12
"""Beside the items, in pixels; the scroll bar lies in it."""


class Marks(Protocol):
    """What is put under the places, with places of its own."""

    def set_here(self, *, here: bool) -> None:
        """Whether the window shows one of them."""
        ...


class NavItem(QPushButton):
    """One place to go: icon, name and, at the right, how many there are."""

    def __init__(self, icon: str, name: str, key: str = "") -> None:
        super().__init__(name)
        self._icon_name = icon
        self._fact = ""
        self.setCheckable(True)
        self.setFont(theme.font(13, 500))
        self.setFixedHeight(ITEM_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.usual_key = key
        self.show_key(key)

    def show_key(self, key: str) -> None:
        """The key that leads there now, for the tip; "" for none."""
        name = self.text()
        self.setToolTip(f"{name}  ({words.key(key)})" if key else name)

    def say(self, fact: str) -> None:
        """A quiet fact at the right, as a count; read out with the name."""
        if fact != self._fact:
            self._fact = fact
            self.setAccessibleDescription(fact)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.SIDEBAR - 24, ITEM_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, over = self.isChecked(), self.underMouse()
        ground = now.selected if chosen or self.isDown() else now.hover if over else None
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(self.rect(), theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        icons.paint(
            painter, QRect(9, (ITEM_HEIGHT - 20) // 2, 20, 20), self._icon_name, self._icon_role(chosen, over)
        )
        painter.setFont(self.font())
        painter.setPen(QColor(now.text if chosen or over else now.secondary))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            self.rect().adjusted(40, 0, -10, 0), middle | Qt.AlignmentFlag.AlignLeft, self.text()
        )
        painter.setFont(theme.font(12, tabular=True))
        painter.setPen(QColor(now.quiet))
        painter.drawText(
            self.rect().adjusted(40, 0, -10, 0), middle | Qt.AlignmentFlag.AlignRight, self._fact
        )
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(
                self.rect().adjusted(1, 1, -1, -1), theme.CONTROL_RADIUS, theme.CONTROL_RADIUS
            )

    def _icon_role(self, chosen: bool, over: bool) -> str:  # noqa: FBT001 - two states of one paint
        return "accent" if chosen else "text" if over else "secondary"


class Sidebar(QFrame):
    """Groups of places; `went` names the one that was chosen. They scroll where there is no room for them."""

    went = Signal(str)
    """The key of a place, as given to `add`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "sidebar")
        self.setFixedWidth(theme.SIDEBAR)
        self.setAccessibleName(tr("Places"))
        self.card = AnalysisCard()
        self._group = QButtonGroup(self)
        self._items: dict[str, NavItem] = {}
        self._below: tuple[Marks, str] | None = None
        self._beneath: list[QWidget] = []
        self._column, self._foot = QVBoxLayout(), QVBoxLayout()
        self._build()
        self.add("settings", "settings", tr("Settings"), "Ctrl+,", at_foot=True)

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("kind", "page")
        page.setLayout(self._column)
        self._column.setContentsMargins(EDGE, 0, EDGE, 8)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setViewportMargins(0, 0, 0, 0)
        self._area.setWidget(page)
        self._foot.setContentsMargins(EDGE, 8, EDGE, 16)
        self._foot.setSpacing(0)
        self._foot.addWidget(self.card)
        self._foot.addSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 20, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(_head())
        whole.addWidget(self._area, 1)
        whole.addLayout(self._foot)

    def add_group(self, name: str) -> None:
        heading = label(name, "caps")
        heading.setContentsMargins(10, 18 if self._column.count() == 1 else 16, 0, 8)
        self._insert(heading)

    def add(self, key: str, icon: str, name: str, shortcut: str = "", *, at_foot: bool = False) -> None:
        item = NavItem(icon, name, shortcut)
        item.clicked.connect(lambda _checked=False: self.went.emit(key))
        self._group.addButton(item)
        self._items[key] = item
        if at_foot:
            self._foot.addWidget(item)
        else:
            self._insert(item)

    def add_below(self, panel: QWidget, marks: Marks, key: str) -> None:
        """Puts `panel` under the places; `marks` hears whether the place `key` is where we are."""
        self._below = marks, key
        self._beneath.append(panel)
        self._insert(panel)

    def parts(self) -> tuple[QWidget, ...]:
        """From top to bottom, for the Tab key."""
        return *self._listed(), *self._beneath, self.card, self._items["settings"]

    def _listed(self) -> tuple[QWidget, ...]:
        return tuple(item for item in self._items.values() if self._area.isAncestorOf(item))

    def choose(self, key: str) -> None:
        """Marks a place as where we are, without going there; one that is not listed leaves none marked."""
        self._group.setExclusive(False)
        for each, item in self._items.items():
            item.setChecked(each == key)
        self._group.setExclusive(True)
        # The arrow keys go through the places; Tab comes to the one where we are.
        stop = self._items.get(key, next(iter(self._listed()), None))
        for item in self._items.values():
            item.setFocusPolicy(Qt.FocusPolicy.TabFocus if item is stop else Qt.FocusPolicy.NoFocus)
        if self._below is not None:
            marks, place = self._below
            marks.set_here(here=key == place)
        if key in self._items and self._area.isAncestorOf(self._items[key]):
            self._area.ensureWidgetVisible(self._items[key], 0, ITEM_HEIGHT)

    def say(self, key: str, fact: str) -> None:
        self._items[key].say(fact)

    def _insert(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)


def _head() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(EDGE + 8, 0, EDGE + 8, 4)
    row.setSpacing(10)
    mark = QLabel()
    mark.setPixmap(icons.logo(26))
    row.addWidget(mark)
    name = label("Meander", "heading")
    row.addWidget(name)
    row.addStretch(1)
    return row
