"""The rules of a radio, and what never comes: what opens under their words in the Radio view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from app import words
from app.radiodesk import RadioDesk
from app.views.seedfinder import place_under
from app.widgets.controls import ElidedLabel, IconButton, frame, label, rounded
from app.widgets.switch import Switch
from app.words import tr
from core.domain import TrackId
from core.library.bans import Ban, BanKind
from core.library.tracks import Library

WIDTH = 340
MOST_BANS_HEIGHT = 300
LARGEST_GAP = 50


class Popover(QWidget):
    """A card that closes by itself when something else is clicked, or by Escape."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        rounded(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.setAccessibleName(name)
        self.setFixedWidth(WIDTH)
        card = frame("popover")
        self.column = QVBoxLayout(card)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(10)
        self.column.addWidget(label(name, "strong"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        whole.addWidget(card)
        card.setFixedWidth(WIDTH)

    def open_under(self, anchor: QWidget) -> None:
        self.adjustSize()
        place_under(self, anchor)
        self.show()
        self.focusNextChild()

    def hideEvent(self, event: QHideEvent) -> None:
        self.closed.emit()
        super().hideEvent(event)


class Gap(QWidget):
    """How many tracks lie between two of an artist, in words, with a button on either side."""

    changed = Signal(int)

    def __init__(self, name: str, value: int) -> None:
        super().__init__()
        self._value = value
        self._fewer = IconButton("minus", tr("{rule} fewer tracks").format(rule=name), size=14)
        self._more = IconButton("plus", tr("{rule} more tracks").format(rule=name), size=14)
        self._fewer.clicked.connect(lambda _checked=False: self._step(-1))
        self._more.clicked.connect(lambda _checked=False: self._step(1))
        self._said = label("", "secondary", tabular=True)
        self._said.setFixedWidth(76)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self._fewer, self._more):
            button.setAutoRepeat(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in (self._fewer, self._said, self._more):
            row.addWidget(part)
        self._show()

    def _step(self, by: int) -> None:
        value = min(LARGEST_GAP, max(1, self._value + by))
        if value != self._value:
            self._value = value
            self._show()
            self.changed.emit(value)

    def _show(self) -> None:
        said = tr("%Ln track(s)", count=self._value) if self._value > 1 else tr("no gap")
        self._said.setText(said)
        for button in (self._fewer, self._more):
            button.setAccessibleDescription(said)


class RulesPopover(Popover):
    """The gaps of this radio, and what it leaves out unless told otherwise."""

    def __init__(self, desk: RadioDesk, parent: QWidget) -> None:
        super().__init__(tr("Rules of this radio"), parent)
        self._desk = desk
        now = desk.steering
        for field, said in (
            ("artist_gap", tr("An artist at most every")),
            ("album_gap", tr("An album at most every")),
        ):
            gap = Gap(said, getattr(now, field))
            gap.changed.connect(partial(self._change, field))
            self._line(said, gap)
        for field, said in (
            ("spoken", tr("Spoken word may come")),
            ("christmas", tr("Christmas music may come in any month")),
        ):
            switch = Switch(said)
            switch.setChecked(getattr(now, field))
            switch.toggled.connect(partial(self._change, field))
            self._line(said, switch)
        text = tr(
            "Nothing is repeated, and of versions of a song one plays. Where the library is too small for "
            "a rule, radio says so in “Why this one?”."
        )
        self.column.addWidget(label(text, "quiet", wrap=True))

    def _line(self, said: str, control: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label(said, "secondary"), 1)
        row.addWidget(control)
        self.column.addLayout(row)

    def _change(self, field: str, value: object) -> None:
        changes: dict[str, Any] = {field: value}
        self._desk.steer(replace(self._desk.steering, **changes))


class NeverPopover(Popover):
    """What never comes by itself; each can be taken back."""

    taken_back = Signal(object)
    """Ban."""

    def __init__(self, library: Library, bans: Sequence[Ban], parent: QWidget) -> None:
        super().__init__(tr("Never in any radio"), parent)
        inner = QWidget()
        inner.setProperty("kind", "page")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        ids = [id for ban in bans if (id := ban.track_id) is not None]
        titles = {track.id: words.titled(track) for track in library.tracks(ids)}
        for ban in bans:
            rows.addWidget(self._row(ban, titles))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setFixedHeight(min(MOST_BANS_HEIGHT, inner.sizeHint().height() + 2))
        self.column.addWidget(area)

    def _row(self, ban: Ban, titles: dict[TrackId, str]) -> QWidget:
        kinds = {
            BanKind.TRACK: tr("Track", "a piece of music"),
            BanKind.ARTIST: tr("Artist"),
            BanKind.ALBUM: tr("Album"),
            BanKind.GENRE: tr("Genre"),
            BanKind.FOLDER: tr("Folder"),
        }
        name = titles.get(ban.track_id, ban.name) if ban.track_id is not None else ban.name
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(ElidedLabel(name, "secondary"), 1)
        row.addWidget(label(kinds[ban.kind], "quiet"))
        back = IconButton("undo-2", tr("Take back: {name} may come").format(name=name), size=16)
        row.addWidget(back)

        def take_back() -> None:
            made.setEnabled(False)
            self.taken_back.emit(ban)

        back.clicked.connect(lambda _checked=False: take_back())
        return made
