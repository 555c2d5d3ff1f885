"""What sections of the settings are made of. Every choice explains itself in one quiet line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.choices import Choices
from app.views.flow import FlowLayout
from app.widgets.controls import ElidedLabel, IconButton, button, chooser_box, frame, label
from app.widgets.switch import Switch
from core.library.tracks import Change, Kind, Library

WIDTH, MARGIN, TOP = 680, 28, 22
RENEW_MS = 500
SIDE = 16
"""Room at the sides within a card."""

Say = Callable[[str, str, Callable[[], object] | None], object]
"""A notice, the name of its action ("" for none), and what that does: `MainWindow.say`."""


class Page(QWidget):
    """A section: headings over cards, from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, TOP + 4, MARGIN, 40)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def add_part(self, heading: str, fact: str = "") -> Card:
        """A card at the foot, under its heading and one quiet line."""
        at = self._column.count() - 1
        title = label(heading, "heading")
        title.setContentsMargins(0, 24 if at else 0, 0, 4)
        self._column.insertWidget(at, title)
        if fact:
            at += 1
            self._column.insertWidget(at, label(fact, "quiet", wrap=True))
        self._column.insertSpacing(at + 1, 8)
        card = Card()
        self._column.insertWidget(at + 2, card)
        return card


class Card(QFrame):
    """Rows one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 6, 1, 6)
        self.column.setSpacing(0)

    def add(self, what: QWidget | QLayout) -> None:
        if isinstance(what, QWidget):
            self.column.addWidget(what)
        else:
            self.column.addLayout(what)

    def add_line(self) -> None:
        """A hairline between groups of rows."""
        holder = QHBoxLayout()
        holder.setContentsMargins(SIDE, 6, SIDE, 6)
        holder.addWidget(frame("hairline"))
        self.column.addLayout(holder)

    def add_buttons(self, *buttons: QWidget) -> None:
        row = FlowLayout(gap=8)
        for each in buttons:
            row.addWidget(each)
        holder = QVBoxLayout()
        holder.setContentsMargins(SIDE, 10, SIDE, 10)
        holder.addLayout(row)
        self.column.addLayout(holder)


class Row(QFrame):
    """What is chosen, over a quiet line about it; the control at the right. Its words press a switch too."""

    def __init__(self, text: str, line: str, control: QWidget | None = None) -> None:
        """control: None for something that is only told."""
        super().__init__()
        control = self.control = control or QWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 8, SIDE - 2, 8)
        row.setSpacing(16)
        said = QVBoxLayout()
        said.setSpacing(2)
        self.name = label(text, "secondary", wrap=True)
        self.name.setProperty("kind", "strong")
        self.name.setFont(theme.font(13, 500))
        said.addWidget(self.name)
        self.line = label(line, "quiet", wrap=True)
        self.line.setVisible(bool(line))
        said.addWidget(self.line)
        row.addLayout(said, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        if not control.accessibleName():
            control.setAccessibleName(text)
        control.setAccessibleDescription(line)

    def explain(self, line: str) -> None:
        """Another quiet line."""
        self.line.setText(line)
        self.line.setVisible(bool(line))
        self.control.setAccessibleDescription(line)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if isinstance(self.control, Switch) and event.button() is Qt.MouseButton.LeftButton:
            self.control.click()
        else:
            super().mousePressEvent(event)


def switch(choices: Choices, name: str, text: str, line: str) -> Row:
    """A switch for the boolean setting `name`; follows when it is changed elsewhere."""
    made = Switch(text)
    made.setChecked(getattr(choices.now, name))
    made.toggled.connect(lambda on: choices.change(**{name: on}))
    _follow(choices, name, made, made.setChecked)
    return Row(text, line, made)


def drop_down(choices: Choices, name: str, text: str, line: str, options: Sequence[tuple[Any, str]]) -> Row:
    """A list to choose the setting `name` from. options: (value, words)."""
    made = chooser_box()
    made.setFont(theme.font(13))
    made.setAccessibleName(text)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for value, words in options:
        made.addItem(words, value)

    def show(value: object) -> None:
        made.setCurrentIndex(max(0, made.findData(value)))

    show(getattr(choices.now, name))
    made.activated.connect(lambda at: choices.change(**{name: made.itemData(at)}))
    _follow(choices, name, made, show)
    return Row(text, line, made)


def chips(choices: Choices, name: str, text: str, line: str, options: Sequence[tuple[Any, str]]) -> Row:
    """A few pills, one of them on, for the setting `name`. options: (value, words)."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    group = QButtonGroup(holder)
    made: dict[Any, QAbstractButton] = {}
    for value, words in options:
        chip = made[value] = button(words, kind="chip")
        chip.setCheckable(True)
        chip.setAccessibleDescription(text)
        chip.clicked.connect(lambda _checked=False, value=value: choices.change(**{name: value}))
        group.addButton(chip)
        row.addWidget(chip)

    def show(value: object) -> None:
        if value in made:
            made[value].setChecked(True)

    show(getattr(choices.now, name))
    _follow(choices, name, holder, show)
    return Row(text, line, holder)


class _Follower(QWidget):
    """Invisible; a child of the control, so that the following ends with it."""

    def __init__(self, parent: QWidget, choices: Choices, name: str, show: Callable[[Any], object]) -> None:
        super().__init__(parent)
        self.hide()
        self._choices, self._name, self._show_value = choices, name, show
        choices.changed.connect(self._follow)

    def _follow(self, names: set[str]) -> None:
        if self._name in names:
            self._show_value(getattr(self._choices.now, self._name))


def _follow(choices: Choices, name: str, control: QWidget, show: Callable[[Any], object]) -> None:
    _Follower(control, choices, name, show)


def entry(icon: str, text: str, fact: str, *actions: QWidget) -> QFrame:
    """One line of a list: icon, text over a quiet fact, buttons."""
    made = QFrame()
    row = QHBoxLayout(made)
    row.setContentsMargins(SIDE, 8, 12, 8)
    row.setSpacing(12)
    row.addWidget(still(icon))
    said = QVBoxLayout()
    said.setSpacing(1)
    name = ElidedLabel(text, "secondary")
    name.setProperty("kind", "strong")
    said.addWidget(name)
    if fact:
        said.addWidget(ElidedLabel(fact, "quiet"))
    row.addLayout(said, 1)
    for action in actions:
        row.addWidget(action)
    return made


def still(icon: str) -> QWidget:
    """An icon that does nothing."""
    made = IconButton(icon, "", size=18, role="quiet")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made


def empty(layout: QLayout) -> None:
    """Takes all widgets out of `layout` and deletes them."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()


class LibraryPage(Page):
    """A section that shows something of the library: renewed now and then while that changes."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        # A scan tells of many changes; the page is renewed now and then, not with each.
        self._soon = QTimer(self, singleShot=True, interval=RENEW_MS)
        self._soon.timeout.connect(self.renew)
        self._changes.connect(self._note_change, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = library.subscribe(self._changes.emit)

    _changes = Signal(object)

    def renew(self) -> None:
        """Reads again what the page shows."""
        raise NotImplementedError

    def close_down(self) -> None:
        self._unsubscribe()
        self._soon.stop()

    def _note_change(self, change: Change) -> None:
        if change.kind in (Kind.ADDED, Kind.REMOVED, Kind.CHANGED) and not self._soon.isActive():
            self._soon.start()
