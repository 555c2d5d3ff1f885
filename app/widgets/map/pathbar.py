"""What becomes of a path drawn on the map, or of two points: how long, what comes of it, play it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent

from app.widgets.controls import ElidedLabel, IconButton, button, label, menu
from app.widgets.map.actionbar import Bar
from app.words import elapsed, tr

NAMES = 200
"""Pixels for the names of both ends."""


@dataclass(frozen=True, slots=True)
class Length:
    """Of a way: seconds of music, or a count of tracks; one of them is 0."""

    seconds: float = 0.0
    count: int = 0

    def said(self) -> str:
        return tr("%Ln track(s)", count=self.count) if self.count else elapsed(self.seconds)


TIMES = (Length(1800.0), Length(3600.0), Length(7200.0))
COUNTS = (Length(count=8), Length(count=12), Length(count=20), Length(count=40))


class PathBar(Bar):
    """For a drawn path: a length in time or tracks. For a pair of tracks: from which to which, and steps.

    Whoever hears `length_chosen` works out the way, and says what it came to by `show_preview`.
    """

    length_chosen = Signal(object)
    """Length"""
    queue = Signal()
    playlist = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Path on the map"))
        self.length = TIMES[1]
        self._of_pair = False
        self._lengths = {False: TIMES[1], True: COUNTS[1]}
        self._name = ElidedLabel("", "strong")
        self._name.setMaximumWidth(NAMES)
        self._choose = button("", self._open_lengths, icon="clock", tip=tr("How long"))
        self._preview = label("", "quiet", tabular=True)
        self._queue = button(tr("Queue"), self.queue.emit, tip=tr("Add to the end of the queue"))
        self._playlist = button(tr("Playlist"), self.playlist.emit, tip=tr("Keep as a playlist"))
        self._clear = IconButton("x", tr("Clear the path"), self.cleared.emit)
        parts = (
            self._name,
            self._choose,
            self._preview,
            self.play_button,
            self._queue,
            self._playlist,
            self._clear,
        )
        for part in parts:
            self.row.addWidget(part)
        self.giving_way = (self._preview, self._playlist, self._name, self._queue)
        self.hide()

    def show_path(self) -> None:
        """A path was drawn."""
        self._open(tr("Path"), of_pair=False)

    def show_pair(self, start: str, end: str) -> None:
        """Two tracks were picked: their titles."""
        self._open(tr("{start} to {end}").format(start=start, end=end), of_pair=True)

    def _open(self, name: str, *, of_pair: bool) -> None:
        self._of_pair = of_pair
        self._name.say(name)
        self.length = self._lengths[of_pair]
        self._show_length()
        self.show_waiting()
        self.show()
        self.fit()

    def show_waiting(self) -> None:
        """What comes of it is being worked out."""
        self._say(tr("Looking…"), ready=False)

    def show_preview(self, tracks: int, seconds: float) -> None:
        """What playing it would be; 0 tracks: it leads through nothing."""
        if not tracks:
            self.show_problem(tr("Nothing there to play"))
            return
        # A count that was asked for, and came, need not be said twice.
        count = tr("%Ln track(s)", count=tracks) if tracks != self.length.count else ""
        self._say(" · ".join(filter(None, (count, elapsed(seconds)))), ready=True)

    def show_problem(self, text: str) -> None:
        self._say(text, ready=False)

    def close_path(self) -> None:
        """There is no path any more."""
        if self.isAncestorOf(self.window().focusWidget() or self) and (room := self.parentWidget()):
            room.setFocus()
        self.hide()

    def _say(self, text: str, *, ready: bool) -> None:
        self._preview.setText(text)
        self._preview.setToolTip(text)
        self.setAccessibleDescription(f"{self._name.accessibleName()}. {text}")
        for part in (self.play_button, self._queue, self._playlist):
            part.setEnabled(ready)
        self.fit()

    def _show_length(self) -> None:
        self._choose.setText(self.length.said())
        self._choose.setAccessibleName(tr("Length: {length}").format(length=self.length.said()))

    def _open_lengths(self) -> None:
        made = menu(self)
        group = QActionGroup(made)
        for length in COUNTS if self._of_pair else (*TIMES, *COUNTS):
            if length == COUNTS[0] and not self._of_pair:
                made.addSeparator()
            action = made.addAction(length.said(), partial(self._take, length))
            action.setCheckable(True)
            action.setChecked(length == self.length)
            group.addAction(action)
        at = self._choose.mapToGlobal(self._choose.rect().topLeft())
        at.setY(at.y() - made.sizeHint().height() - 4)
        made.popup(at)

    def _take(self, length: Length) -> None:
        if length != self.length:
            self.length = self._lengths[self._of_pair] = length
            self._show_length()
            self.show_waiting()
            self.length_chosen.emit(length)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)
