"""The search field: its language one click away, recent searches, and a quiet word about problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import icons, tasks, theme, words
from app.widgets.controls import SearchField, button, frame, label, rounded
from app.words import tr
from core.library import search
from core.library.tracks import Library

RECENT_KEY, RECENT = "search.recent", 6
REMEMBER_MS = 4000
"""A search that stood this long was meant."""
COMPLAIN_MS = 700
"""... and one this old is not being typed any more."""
WIDTH, HEIGHT = 500, 470


class QueryField(SearchField):
    """A SearchField for the language of `search`."""

    def __init__(self, library: Library, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder or "artist:nina year:1960..1969", parent)
        self._library = library
        self._recent: list[str] = []
        self._hint = _Hint(self)
        mark = icons.icon("circle-question-mark", "quiet", 18)
        self._help = QAction(mark, tr("What one can search for"), self)
        self._help.setToolTip(tr("What one can search for  (Alt+Down)"))
        self._help.triggered.connect(lambda _checked=False: self.open_help())
        self.addAction(self._help, QLineEdit.ActionPosition.TrailingPosition)
        self._meant = self._later(REMEMBER_MS, self.remember)
        self._complaint = self._later(COMPLAIN_MS, self._complain)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self.remember)
        tasks.run(lambda: library.session(RECENT_KEY, []), on_done=self._take_recent)

    def _later(self, ms: int, do: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(do)
        return timer

    def remember(self) -> None:
        """Keeps what stands there as a recent search."""
        said = self.text().strip()
        if not said or self._recent[:1] == [said]:
            return
        # What was only the beginning of this one is not kept beside it.
        others = [each for each in self._recent if not said.startswith(each)]
        self._recent = [said, *others][:RECENT]
        recent, library = list(self._recent), self._library
        tasks.run(lambda: library.set_session(RECENT_KEY, recent))

    @property
    def recent(self) -> Sequence[str]:
        """What was sought, the latest first."""
        return self._recent

    def open_help(self) -> None:
        """The language with examples, and recent searches; a click puts one into the field."""
        popover = SearchHelp(self._recent, self.window())
        popover.chosen.connect(self._replace)
        popover.example.connect(self._append)
        popover.open_under(self)

    def close_down(self) -> None:
        self._meant.stop()
        self._complaint.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.open_help()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._hint.hide()
        for timer in (self._meant, self._complaint):
            timer.start() if text.strip() else timer.stop()

    def _complain(self) -> None:
        said = problems(self.text())
        if said and self.isVisible():
            self._hint.say(said[0])

    def _replace(self, text: str) -> None:
        self.setText(text)
        self.setFocus()

    def _append(self, text: str) -> None:
        before = self.text().rstrip()
        self._replace(f"{before} {text}" if before else text)

    def _take_recent(self, kept: Any) -> None:
        if isinstance(kept, list):
            self._recent = [each for each in kept if isinstance(each, str)][:RECENT]

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._hint.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.place()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hint.hide()


class _Hint(QObject):
    """One line under the field, over what lies there, so that nothing moves."""

    def __init__(self, field: QueryField) -> None:
        super().__init__(field)
        self._field = field
        self._frame: QFrame | None = None

    def say(self, text: str) -> None:
        self.hide()
        made = frame("hint")
        made.setParent(self._field.window())
        row = QHBoxLayout(made)
        row.setContentsMargins(12, 6, 12, 6)
        said = label(text, "quiet")
        said.setAccessibleName(text)
        row.addWidget(said)
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._frame = made
        self.place()
        made.show()
        made.raise_()

    def hide(self) -> None:
        if self._frame is not None:
            self._frame.hide()
            self._frame.deleteLater()
            self._frame = None

    def place(self) -> None:
        if self._frame is None:
            return
        field, over = self._field, self._field.window()
        self._frame.adjustSize()
        corner = field.mapTo(over, QPoint(field.width(), field.height() + 4))
        self._frame.move(max(8, corner.x() - self._frame.width()), corner.y())


class SearchHelp(QWidget):
    """A popover: recent searches, and the language by examples."""

    chosen = Signal(str)
    """A whole search, to take the place of what stands in the field."""
    example = Signal(str)
    """A piece of one, to be added."""

    def __init__(self, recent: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        rounded(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("What one can search for"))
        self._first: QWidget | None = None
        page = QWidget()
        page.setProperty("kind", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(2)
        if recent:
            column.addWidget(label(tr("Recent searches"), "caps"))
            column.addSpacing(4)
            for said in recent:
                column.addWidget(self._row(said, partial(self._take, self.chosen, said), "history"))
            column.addSpacing(12)
        column.addWidget(label(tr("What one can write"), "caps"))
        column.addSpacing(4)
        column.addLayout(self._examples())
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        card = frame("popover")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(2, 4, 2, 4)
        inner.addWidget(area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self._page = page

    def open_under(self, field: QWidget) -> None:
        """With its right edge at the field's, inside the window."""
        over = field.window()
        corner = field.mapToGlobal(QPoint(field.width() - WIDTH, field.height() + 6))
        room = over.mapToGlobal(QPoint(0, over.height())).y() - corner.y() - 12
        self.setFixedSize(WIDTH, max(160, min(self._page.sizeHint().height() + 12, HEIGHT, room)))
        self.move(max(corner.x(), over.mapToGlobal(QPoint(8, 0)).x()), corner.y())
        self.show()
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _row(self, text: str, act: Callable[[], object], icon: str = "") -> QPushButton:
        made = button(text.replace("&", "&&"), act, kind="row", icon=icon)
        made.setFont(theme.font(13, 500))
        made.setFixedHeight(28)
        if self._first is None:
            self._first = made
        return made

    def _examples(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        for row, (examples, meaning) in enumerate(syntax()):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            for each in examples:
                made = self._row(each, partial(self._take, self.example, each))
                made.setAccessibleDescription(meaning)
                cell.addWidget(made)
            words_of_it = label(meaning, "quiet", wrap=True)
            words_of_it.setContentsMargins(0, 5, 0, 0)
            grid.addLayout(cell, row, 0)
            grid.addWidget(words_of_it, row, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _take(self, signal: Any, text: str) -> None:
        signal.emit(text)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


def syntax() -> list[tuple[list[str], str]]:
    """Examples of the language, and what they find, in the listener's language."""
    return [(examples.split(", "), tr(meaning)) for examples, meaning in search.SYNTAX]


def problems(query: str) -> list[str]:
    """What of a search was not understood, a sentence for each."""
    return [words.said(problem) for problem in search.misunderstood(query)]
