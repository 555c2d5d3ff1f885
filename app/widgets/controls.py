"""The small parts every view is made of: words, buttons, menus, fields. Each named for screen readers."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QToolButton,
    QWidget,
)

from app import icons, theme, words
from app.words import tr

TEXT = {
    "title": (24, 600),
    "heading": (15, 600),
    "strong": (13, 600),
    "secondary": (13, 400),
    "fact": (12, 400),
    "quiet": (12, 400),
    "caps": (11, 600),
    "accent": (12, 400),
}
"""kind of a label -> size in pixels, weight."""
LINE_HEIGHT = 125
"""Of words over several lines, in percent of what the font asks for."""


def label(text: str = "", kind: str = "secondary", *, wrap: bool = False, tabular: bool = False) -> QLabel:
    """Words in one of the kinds of TEXT; plain text always, so that a title may hold any character."""
    made = Paragraph() if wrap else QLabel()
    if not wrap:
        made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    size, weight = TEXT[kind]
    font = theme.font(size, weight, tabular=tabular)
    if kind == "caps":
        font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 0.6)
    if kind == "title":
        font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, -0.3)
    made.setFont(font)
    made.setText(text.upper() if kind == "caps" else text)
    if kind == "caps":
        made.setAccessibleName(text)
    return made


class Paragraph(QLabel):
    """Plain words over several lines, with room between the lines."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        if text != self._said:
            self._said = text
            self.setAccessibleName(text)
            words = html.escape(text).replace("\n", "<br>")
            super().setText(f'<p style="line-height: {LINE_HEIGHT}%">{words}</p>' if text else "")

    def text(self) -> str:
        return self._said


class ElidedLabel(QLabel):
    """One line that shortens itself with an ellipsis; the whole text is its tooltip while it does not fit."""

    def __init__(
        self,
        text: str = "",
        kind: str = "secondary",
        parent: QWidget | None = None,
        *,
        tabular: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setFont(theme.font(*TEXT[kind], tabular=tabular))
        self.setMinimumWidth(24)
        self._whole = self._brief = ""
        self.say(text)

    def say(self, text: str, brief: str = "") -> None:
        """brief: said instead, rather than the beginning of the text, where there is no room for all."""
        self._whole, self._brief = text, brief
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, QFontMetrics(self.font()).height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        room = max(self.width(), 24)
        text = self._brief if self._brief and metrics.horizontalAdvance(self._whole) > room else self._whole
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        if short != self.text():
            self.setText(short)
        self.setToolTip("" if short == self._whole else self._whole)


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: str = "",
    icon: str = "",
    tip: str = "",
) -> QPushButton:
    """A pill. kind: "" (calm), primary, chip, chip-on, quiet, danger; icon: a name for `icons.icon`."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setFont(theme.font(13, 600 if kind == "primary" else 500))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setFixedHeight(36 if kind == "primary" else 30)
    # Reached by Tab, but a click leaves the focus, and with it the arrow keys, where it was.
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if icon:
        role = {"primary": "on_accent", "danger": "love", "chip-on": "accent"}.get(kind, "secondary")
        made.setIcon(icons.icon(icon, role, 16, on="accent" if kind == "chip" else None))
        made.setIconSize(QSize(20, 16))  # wider than the icon: room between it and the words
    if tip:
        made.setToolTip(tip)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


class IconButton(QToolButton):
    """A round-cornered icon; `name` is what screen readers say and the tooltip shows, with its key."""

    def __init__(
        self,
        icon: str,
        name: str,
        on_click: Callable[[], object] | None = None,
        *,
        size: int = 20,
        role: str = "secondary",
        on: str | None = None,
        filled: bool = False,
        filled_on: bool = False,
        key: str = "",
    ) -> None:
        """on: role while checked, which also makes it checkable; key: its shortcut, for the tooltip."""
        super().__init__()
        self._size, self._role, self._on = size, role, on
        self.usual_key, self._key = key, key
        self._filled, self._filled_on = filled, filled_on
        self.setIconSize(QSize(size, size))
        self.setCheckable(on is not None)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_as(icon, name)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def show_as(self, icon: str, name: str) -> None:
        """Changes picture and meaning at once, as play becomes pause."""
        self._icon = icon
        drawn = icons.icon(
            icon, self._role, self._size, on=self._on, filled=self._filled, filled_on=self._filled_on
        )
        self.setIcon(drawn)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  ({words.key(self._key)})" if self._key else name)

    def show_key(self, key: str) -> None:
        """The key that does the same now, for the tip; "" for none."""
        self._key = key
        self.show_as(self._icon, self.accessibleName())


class SearchField(QLineEdit):
    """Search as you type; Escape empties it, and once more leaves it."""

    left = Signal()
    """Down, Return, or Escape in the empty field: the keyboard belongs to what was found."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setFont(theme.font(13))
        self.setPlaceholderText(placeholder or tr("Search"))
        self.setAccessibleName(tr("Search"))
        self.setClearButtonEnabled(False)
        self.addAction(icons.icon("search", "quiet", 18), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(icons.icon("x", "quiet", 16), tr("Clear search"), self)
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self.returnPressed.connect(self.left)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


def menu(parent: QWidget) -> QMenu:
    """A menu with round corners; it deletes itself once closed, or with the menu that it is part of."""
    made = QMenu(parent)
    rounded(made)
    if not isinstance(parent, QMenu):
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return made


def chooser_box() -> QComboBox:
    """A combo box whose list looks like our menus, but for its corners: Qt frames them itself."""
    made = QComboBox()
    made.setItemDelegate(QStyledItemDelegate(made))  # the usual one takes no notice of the style sheet
    return made


def rounded(popup: QWidget) -> None:
    """Lets the window behind show through the corners that the style sheet rounds off."""
    popup.setWindowFlags(
        popup.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
    )
    popup.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


def frame(kind: str) -> QFrame:
    """kind: card, raised, panel, sidebar, side, bar, hairline, toast."""
    made = QFrame()
    made.setProperty("kind", kind)
    return made
