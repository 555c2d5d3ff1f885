"""Fields of a tag editor: a name over what can be typed, what many tracks say at once, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.widgets.controls import IconButton, label
from app.words import tr

Values = tuple[str, ...]
SEPARATOR = "; "
MOST_SHOWN = 8
"""Lines of suggestions, and values of many tracks named in a tip."""


class TagField(QWidget):
    """One field. Says `edited` only when somebody typed; shows several values as none, and names them."""

    edited = Signal(object)
    """Values."""
    reverted = Signal()

    def __init__(self, name: str, editor: QWidget) -> None:
        super().__init__()
        self._name = label(name, "quiet")
        self._name.setBuddy(editor)
        self._back = IconButton("undo-2", tr("Take back the change of {field}").format(field=name), size=14)
        self._back.setFixedSize(20, 20)
        self._back.setStyleSheet("padding: 0; border-width: 1px; border-radius: 4px")
        self._back.clicked.connect(lambda _checked=False: self.reverted.emit())
        # Its room is kept, so that nothing moves when it appears.
        policy = self._back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._back.setSizePolicy(policy)
        editor.setAccessibleName(name)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._name)
        head.addWidget(self._back)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(editor, 1)
        self.editor = editor
        self.setFocusProxy(editor)
        self.mark(changed=False)

    def show_values(self, values: Values | None, choices: Sequence[str] = (), *, changed: bool) -> None:
        """values: None where tracks differ; choices: what they say, the most frequent first."""
        self.mark(changed=changed)
        tip = ""
        if values is None:
            named = "\n".join(choices[:MOST_SHOWN])
            tip = f"{named}\n…" if len(choices) > MOST_SHOWN else named
        self.editor.setToolTip(tip)
        self._show(values)

    def suggest(self, words: QStringListModel) -> None:
        """Offers these while one types, where one types words."""

    def _show(self, values: Values | None) -> None:
        raise NotImplementedError

    def mark(self, *, changed: bool) -> None:
        """Whether what stands here will be written."""
        self._back.setVisible(changed)
        kind = "accent" if changed else "quiet"
        if self._name.property("kind") != kind:
            self._name.setProperty("kind", kind)
            self._name.style().polish(self._name)


class LineField(TagField):
    """One line; with `multiple`, several values parted by semicolons; `narrow`: too narrow for words."""

    def __init__(self, name: str, *, multiple: bool = False, narrow: bool = False, hint: str = "") -> None:
        self._line = QLineEdit()
        self._line.setFont(theme.font(13))
        super().__init__(name, self._line)
        self._multiple, self._narrow, self._hint = multiple, narrow, hint
        self._words: QStringListModel | None = None
        self._line.textEdited.connect(self._typed)

    def suggest(self, words: QStringListModel) -> None:
        """Offers these while typing; for a field of several values, to the one the cursor is in."""
        completer = _LastPart(self._line) if self._multiple else QCompleter(self._line)
        completer.setModel(words)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(MOST_SHOWN)
        popup = QListView()
        completer.setPopup(popup)
        popup.setProperty("kind", "suggestions")
        popup.setItemDelegate(QStyledItemDelegate(popup))
        popup.setFont(theme.font(13))
        completer.activated.connect(self._typed)
        self._line.setCompleter(completer)

    def _typed(self, text: str) -> None:
        # Several values of which all were taken out: said where "several values" stood.
        self._line.setPlaceholderText(self._hint if text or self._narrow else tr("Will be empty"))
        if not self._multiple:
            self.edited.emit((text.strip(),) if text.strip() else ())
            return
        parts = (part.strip() for part in text.split(SEPARATOR.strip()))
        self.edited.emit(tuple(dict.fromkeys(part for part in parts if part)))

    def _show(self, values: Values | None) -> None:
        text = SEPARATOR.join(values or ())
        differ = tr("Several values") if values is None else ""
        self._line.setAccessibleDescription(differ)
        self._line.setPlaceholderText(("…" if self._narrow else differ) if differ else self._hint)
        # What is being typed ("Rock; ") is not tidied under the cursor.
        if not self._line.hasFocus() or _values_in(self._line.text()) != _values_in(text):
            self._line.setText(text)
            self._line.setCursorPosition(0)


def _values_in(text: str) -> list[str]:
    return [part.strip() for part in text.split(SEPARATOR.strip()) if part.strip()]


class _LastPart(QCompleter):
    """Completes what stands after the last semicolon."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(SEPARATOR.strip())[2].strip()]

    def pathFromIndex(self, index: object) -> str:
        chosen = str(index.data()) if hasattr(index, "data") else ""
        before = self._line.text().rpartition(SEPARATOR.strip())[0].strip()
        return f"{before}{SEPARATOR}{chosen}" if before else chosen


class TextField(TagField):
    """Several lines: comments, lyrics."""

    def __init__(self, name: str, height: int = 0) -> None:
        """height: of the text in pixels; 0 takes all there is."""
        self._text = QPlainTextEdit()
        self._text.setFont(theme.font(13))
        self._text.setProperty("kind", "text")
        self._text.setTabChangesFocus(True)
        super().__init__(name, self._text)
        if height:
            self._text.setFixedHeight(height)
        self._silent = False
        self._text.textChanged.connect(self._typed)

    def _typed(self) -> None:
        if not self._silent:
            text = self._text.toPlainText()
            self._text.setPlaceholderText("" if text else tr("Will be empty"))
            self.edited.emit((text,) if text.strip() else ())

    def _show(self, values: Values | None) -> None:
        text = values[0] if values else ""
        if values is None or not self._text.hasFocus():
            self._text.setPlaceholderText(tr("Several values") if values is None else "")
        if text.strip() != self._text.toPlainText().strip():
            self._silent = True
            self._text.setPlainText(text)
            self._silent = False


class CheckField(TagField):
    """Yes or no; in between where tracks differ."""

    def __init__(self, name: str, text: str) -> None:
        self._box = QCheckBox(text)
        self._box.setFont(theme.font(13))
        super().__init__(name, self._box)
        self._box.setMinimumHeight(32)
        self._box.setAccessibleName(text)
        self._box.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        on = self._box.checkState() is not Qt.CheckState.Unchecked
        self._box.setTristate(False)
        self._box.setChecked(on)
        self.edited.emit(("1",) if on else ())

    def _show(self, values: Values | None) -> None:
        self._box.setTristate(values is None)
        states = Qt.CheckState
        state = states.PartiallyChecked if values is None else states.Checked if values else states.Unchecked
        self._box.setCheckState(state)


class CountField(QWidget):
    """ "3 of 12": a number and its total, each a field of its own."""

    def __init__(self, name: str, total: str) -> None:
        """total: what the second says to those who do not see that it stands after the first."""
        super().__init__()
        self.number, self.total = LineField(name, narrow=True), LineField(tr("of"), narrow=True)
        self.total.editor.setAccessibleName(total)
        width = QFontMetrics(theme.font(13)).horizontalAdvance("0000") + 34
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for each in (self.number, self.total):
            each.setMinimumWidth(width)
            row.addWidget(each, 1)
