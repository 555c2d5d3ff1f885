"""The keys: what each does, and another one for those who want it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import theme, words
from app.choices import Choices
from app.keys import OF_LISTS, Deed, Keys
from app.views.settings.parts import SIDE, Page, empty
from app.widgets.controls import IconButton, button, label
from app.words import tr

MODIFIERS = frozenset(
    {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_unknown,
    }
)
KEY_WIDTH = 184


class KeysSection(Page):
    """What differs from the usual is kept in the setting `shortcuts`."""

    def __init__(self, choices: Choices, keys: Keys) -> None:
        super().__init__()
        self._choices, self._keys = choices, keys
        self._rows: dict[str, KeyRow] = {}
        card = self.add_part(
            tr("Keyboard"),
            tr("Press a key's button, then the new key. Delete takes it away, Escape leaves it as it was."),
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        card.add(self._list)
        self._all = button(tr("All as they were"), self._reset_all, icon="rotate-ccw")
        card.add_buttons(self._all)
        keys.changed.connect(self._renew)
        self._fill()

    def _fill(self) -> None:
        empty(self._list)
        self._rows.clear()
        for heading, deeds in self._keys.groups:
            title = label(heading, "caps")
            title.setContentsMargins(SIDE, 12, SIDE, 6)
            self._list.addWidget(title)
            for deed in deeds:
                row = self._rows[deed.name] = KeyRow(deed)
                row.asked.connect(partial(self._ask, deed))
                row.reset.connect(partial(self._set, deed, deed.key))
                self._list.addWidget(row)
        self._show()

    def _renew(self) -> None:
        if {deed.name for _, deeds in self._keys.groups for deed in deeds} != self._rows.keys():
            self._fill()
        else:
            self._show()

    def _show(self) -> None:
        for _, deeds in self._keys.groups:
            for deed in deeds:
                key = self._keys.key_of(deed.name)
                self._rows[deed.name].show_key(key, usual=QKeySequence(key) == QKeySequence(deed.key))
        self._all.setEnabled(bool(self._choices.now.shortcuts))

    def _ask(self, deed: Deed, key: str) -> None:
        """A key was pressed for a deed: taken, or said why not."""
        row = self._rows[deed.name]
        if key and QKeySequence(key).toString() in OF_LISTS:
            row.object_to(tr("{key} is needed in lists and fields.").format(key=words.key(key)))
        elif key and (other := self._keys.taken_by(key, deed.name)):
            text = tr("{key} is the key of “{deed}”.").format(key=words.key(key), deed=other.words)
            row.object_to(text, partial(self._take_over, deed, other, key))
        else:
            self._set(deed, key)

    def _take_over(self, deed: Deed, other: Deed, key: str) -> None:
        self._change({other.name: (other, ""), deed.name: (deed, key)})

    def _set(self, deed: Deed, key: str) -> None:
        other = self._keys.taken_by(key, deed.name) if key else None
        if other is not None:  # a reset, onto a key that was given away
            self._ask(deed, key)
        else:
            self._change({deed.name: (deed, key)})

    def _change(self, wanted: dict[str, tuple[Deed, str]]) -> None:
        kept = dict(self._choices.now.shortcuts)
        for name, (deed, key) in wanted.items():
            if QKeySequence(key) == QKeySequence(deed.key):
                kept.pop(name, None)
            else:
                kept[name] = key
        self._choices.change(shortcuts=kept)
        self._keys.adopt(kept)

    def _reset_all(self) -> None:
        self._choices.change(shortcuts={})
        self._keys.adopt({})


class KeyRow(QWidget):
    """A deed, its key, and below it what speaks against another one."""

    asked = Signal(str)
    """This key is wanted; "" for none."""
    reset = Signal()

    def __init__(self, deed: Deed) -> None:
        super().__init__()
        self._act: Callable[[], object] | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SIDE, 2, SIDE - 4, 2)
        whole.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label(deed.words, "secondary"), 1)
        self._back = IconButton("rotate-ccw", tr("Usual key for {deed}").format(deed=deed.words), size=16)
        self._back.clicked.connect(lambda _checked=False: self.reset.emit())
        policy = self._back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._back.setSizePolicy(policy)
        row.addWidget(self._back)
        self.key = KeyButton(deed.words)
        self.key.pressed_key.connect(self.asked)
        self.key.began.connect(self._no_objection)
        row.addWidget(self.key)
        whole.addLayout(row)
        self._objection = QWidget()
        below = QHBoxLayout(self._objection)
        below.setContentsMargins(0, 2, 32, 8)
        self._text = label("", "quiet", wrap=True)
        below.addWidget(self._text, 1)
        self._anyway = button(tr("Use it here"), self._insist)
        below.addWidget(self._anyway)
        below.addWidget(button(tr("Leave it"), self._no_objection, kind="quiet"))
        self._objection.hide()
        whole.addWidget(self._objection)

    def show_key(self, key: str, *, usual: bool) -> None:
        self.key.show_key(key)
        self._back.setVisible(not usual)
        self._no_objection()

    def object_to(self, text: str, anyway: Callable[[], object] | None = None) -> None:
        """anyway: what to do when the listener wants it all the same; None where that cannot be."""
        self._text.setText(text)
        self._act = anyway
        self._anyway.setVisible(anyway is not None)
        self._objection.show()

    def _no_objection(self) -> None:
        self._objection.hide()

    def _insist(self) -> None:
        if self._act is not None:
            self._act()


class KeyButton(QPushButton):
    """Shows a key; pressed, it waits for another one."""

    pressed_key = Signal(str)
    began = Signal()

    def __init__(self, deed: str) -> None:
        super().__init__()
        self._deed, self._key, self._waits = deed, "", False
        self.setFont(theme.font(12, 500))
        self.setFixedSize(KEY_WIDTH, 30)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._begin)

    def show_key(self, key: str) -> None:
        self._key, self._waits = key, False
        self._say()

    def _begin(self) -> None:
        self._waits = True
        self.setFocus()
        self._say()
        self.began.emit()

    def _say(self) -> None:
        self.setText(tr("Press a key…") if self._waits else words.key(self._key) or "–")
        self.setAccessibleName(f"{self._deed}: {self.text()}")

    def event(self, event: QEvent) -> bool:
        # Else the key would do what it does now.
        if self._waits and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self._waits and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in MODIFIERS:
            return
        self._waits = False
        self._say()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and key is Qt.Key.Key_Escape:
            return
        if plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.pressed_key.emit("")
            return
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key is Qt.Key.Key_Backtab:
            key = Qt.Key.Key_Tab
        self.pressed_key.emit(QKeySequence(QKeyCombination(held, key)).toString())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._waits:
            self._waits = False
            self._say()
