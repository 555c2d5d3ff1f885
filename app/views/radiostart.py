"""The Radio view while there is no radio: what it is, and the ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.widgets.controls import button
from app.widgets.empty_state import EmptyState
from app.words import tr

WIDTH, HEIGHT = 220, 36
"""Of each way to begin."""


class StartPage(QWidget):
    history_asked = Signal()
    playing_asked = Signal()
    browse_asked = Signal()
    past_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        said = EmptyState(
            "radio",
            tr("Radio plays on from anything you choose"),
            tr("From a track, an album, an artist, a moment in a song, or from what you have listened to."),
        )
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(3)
        column.addWidget(said)
        column.addSpacing(10)
        self._from_listening = self._way(tr("From my listening"), "headphones", self.history_asked)
        self._from_playing = self._way(tr("From what plays"), "music", self.playing_asked)
        choose = self._way(tr("Choose a track"), "list-music", self.browse_asked)
        past = self._way(tr("A past radio"), "history", self.past_asked)
        for way in (self._from_listening, self._from_playing, choose, past):
            column.addWidget(way, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(4)

    def _way(self, text: str, icon: str, asked: SignalInstance) -> QPushButton:
        main = icon == "headphones"
        made = button(text, asked.emit, kind="primary" if main else "", icon=icon)
        made.setFixedSize(WIDTH, HEIGHT)
        return made

    def show_ways(self, *, playing: bool) -> None:
        """playing: something plays, from which a radio can begin."""
        self._from_playing.setVisible(playing)
