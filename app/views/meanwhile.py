"""What is shown while something takes its time: what it is, and songs as curves that turn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.choices import Choices
from app.figures import Figures
from app.views.galleryfill import GalleryFill
from app.widgets.controls import label
from app.widgets.curve3d.strip import Spin
from app.widgets.gallery import Gallery
from app.words import tr
from core.domain import TrackId
from core.library.tracks import Library

SHOWN, ROOMY = 12, 600
"""Curves at most, and the height in pixels from which there is room for so many."""


class Meanwhile(QWidget):
    """A heading, a line, and a gallery below them; without any curve, the words alone."""

    play_asked = Signal(object, float)
    """TrackId, and the share of its song to play from."""
    filled = Signal()
    """There is a gallery now."""

    def __init__(self, figures: Figures, library: Library, choices: Choices) -> None:
        super().__init__()
        self._figures = figures
        self.gallery = Gallery(tr("Songs that have been heard"))
        self._fill = GalleryFill(self.gallery, figures, library, self)
        self.heading = label("", "heading")
        self.text = label("", "secondary", wrap=True)
        self.text.setMaximumWidth(520)
        self.text.setMinimumWidth(320)
        for part in (self.heading, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.heading)
        row = QHBoxLayout()  # between stretches it gets the height of its own width
        row.addStretch(1)
        row.addWidget(self.text, 100)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self.gallery, 100)
        column.addStretch(1)
        self.gallery.hide()
        self._fill.filled.connect(self._see)
        self.gallery.play_asked.connect(self._play)
        Spin.shared().allow(on=choices.now.turn_curves)

    def say(self, heading: str, text: str) -> None:
        self.heading.setText(heading)
        self.text.setText(text)
        self.text.setVisible(bool(text))

    def show_tracks(self, ids: Sequence[TrackId] = ()) -> None:
        """These; none: some of all that has been heard so far."""
        place = self.parentWidget() or self  # its own size may be to come
        most = SHOWN if place.height() >= ROOMY else SHOWN // 2
        if ids:
            self._fill.show_tracks(ids[:most])
        else:
            self._figures.some_heard(most, self._fill.show_tracks)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._fill.ids:
            self.show_tracks()

    def close_down(self) -> None:
        self._fill.close()

    def _see(self) -> None:
        self.gallery.setVisible(bool(self.gallery.cards))
        if self.gallery.cards:
            self.filled.emit()

    def _play(self, row: int, share: float) -> None:
        self.play_asked.emit(self.gallery.cards[row].id, share)
