""" "Why not…?": any track of the library, and what keeps it from playing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import words
from app.radiodesk import RadioDesk, Stage
from app.views.seedfinder import Found, SeedFinder
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.words import tr
from core.domain import TrackId
from core.library.browse import Browse
from core.library.tracks import Library

if TYPE_CHECKING:
    from core.explore.radio.whynot import WhyNot


class WhyNotSection(QWidget):
    answered = Signal()

    def __init__(self, desk: RadioDesk, library: Library, browse: Browse) -> None:
        super().__init__()
        self._desk, self._library, self._browse = desk, library, browse
        self._asked: TrackId | None = None
        self._answer: WhyNot | None = None
        self.finder: SeedFinder | None = None
        self.ask_button = button(tr("Find a track"), self.ask, icon="search")
        self.ask_button.setAccessibleName(tr("Why not…? Find a track"))
        self._name = ElidedLabel("", "strong")
        self._away = IconButton("x", tr("Close this answer"), self.forget, size=16)
        self.text = label("", "secondary", wrap=True)
        self._lift = button(tr("Let it play again"), self._unban, icon="undo-2")
        self._add = button(tr("Play it next"), self._play_next, icon="list-start")
        head = QHBoxLayout()
        head.addWidget(label(tr("Why not…?"), "strong"), 1)
        head.addWidget(self.ask_button)
        names = QHBoxLayout()
        names.setSpacing(4)
        names.addWidget(self._name, 1)
        names.addWidget(self._away)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self._lift)
        deeds.addWidget(self._add)
        deeds.addStretch(1)
        self._said = QWidget()
        said = QVBoxLayout(self._said)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(8)
        said.addLayout(names)
        said.addWidget(self.text)
        said.addLayout(deeds)
        self._said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._said)
        desk.changed.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        on = self._desk.stage is Stage.ON
        self.setVisible(on)
        if not on:
            self.forget()

    def ask(self) -> None:
        """Lets the listener find a track."""
        self.finder = SeedFinder(
            self._library, self._browse, self.window(), tr("Why does it not play?"), tracks_alone=True
        )
        self.finder.chosen.connect(self._look_up)
        self.finder.open_under(self.ask_button)

    def forget(self) -> None:
        self._asked = self._answer = None
        self._said.hide()

    def _look_up(self, found: Found) -> None:
        id = TrackId(int(found.key))
        self._asked = id
        self._name.say(found.name)
        self._desk.why_not(id, partial(self._show, id))

    def _show(self, id: TrackId, answer: WhyNot | None) -> None:
        if answer is None or id != self._asked:
            return
        self._answer = answer
        self.text.setText(" ".join(words.said(text) for text in (answer.text, *answer.lines)))
        self._lift.setVisible(answer.ban is not None)
        self._add.setVisible(answer.ban is None and answer.verdict not in ("away", "coming"))
        self._said.show()
        self.answered.emit()

    def _unban(self) -> None:
        if self._answer is not None and self._answer.ban is not None and self._asked is not None:
            self._desk.unban(self._answer.ban)
            self._desk.why_not(self._asked, partial(self._show, self._asked))

    def _play_next(self) -> None:
        if self._asked is not None:
            self._desk.add_pick(self._asked, 0)
            self.forget()
