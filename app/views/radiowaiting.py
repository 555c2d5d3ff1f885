"""What Radio says while it is at work; when that takes a while, songs turn as curves below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.widgets.empty_state import EmptyState
from core.domain import TrackId

if TYPE_CHECKING:
    from app.views.meanwhile import Meanwhile

PATIENCE_MS = 700
"""Work that is done by then is not worth a picture."""


class RadioWaiting(QWidget):
    play_asked = Signal(object, float)
    """TrackId, and the share of its song: a curve was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._make: Callable[[], Meanwhile] | None = None
        self.meanwhile: Meanwhile | None = None
        """Built when it is first needed: it brings numpy."""
        self._ids: tuple[TrackId, ...] = ()
        self.words = EmptyState("headphones", "", "")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.words)
        self._soon = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._soon.timeout.connect(self._show_curves)

    def offer(self, make: Callable[[], Meanwhile]) -> None:
        """What is shown below the words when it takes a while; without it, the words stay alone."""
        self._make = make

    def say(self, heading: str, text: str, ids: Sequence[TrackId] = ()) -> None:
        """ids: whose curves; none: those of what has been heard so far."""
        self.words.heading.setText(heading)
        self.words.text.setText(text)
        self._ids = tuple(ids)
        if self.meanwhile is not None:
            self.meanwhile.say(heading, text)
            if self.isVisible():
                self.meanwhile.show_tracks(self._ids)

    def close_down(self) -> None:
        self._soon.stop()
        if self.meanwhile is not None:
            self.meanwhile.close_down()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pages.setCurrentWidget(self.words)
        if self._make is not None:
            self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    def _show_curves(self) -> None:
        if self.meanwhile is None:
            assert self._make is not None
            self.meanwhile = made = self._make()
            made.play_asked.connect(self.play_asked)
            made.filled.connect(lambda: self._pages.setCurrentWidget(made))
            made.say(self.words.heading.text(), self.words.text.text())
            made.setMinimumSize(1, 1)
            self._pages.addWidget(made)
        elif self.meanwhile.gallery.cards:
            self._pages.setCurrentWidget(self.meanwhile)
        self.meanwhile.show_tracks(self._ids)
