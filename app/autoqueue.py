"""When the queue runs out, radio goes on from what was in it: a switch, off until it is turned on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.choices import Choices
from app.player.base import State
from app.player.playback import Playback
from app.player.queue import Repeat
from app.radiodesk import RadioDesk, Stage
from app.words import tr
from core.domain import TrackId
from core.library.radios import Seed, SeedKind

FROM = 20
"""The tracks of the queue that are gone on from: its last ones."""


class AutoQueue(QObject):
    """Watches for the last track of the queue. Main thread."""

    def __init__(
        self, playback: Playback, desk: RadioDesk, choices: Choices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._playback, self._desk, self._choices = playback, desk, choices
        self._going = False
        """The radio that plays is ours, and not one that the listener started."""
        self._declined: int | None = None
        """The entry at which the listener stopped radio: there the music is to end."""
        # Once for a whole change: a queue that is being replaced is empty for a moment.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        playback.queue.changed.connect(lambda _change: self._soon.start())
        playback.queue.index_changed.connect(lambda _row: self._soon.start())
        playback.queue.modes_changed.connect(self._soon.start)
        playback.state_changed.connect(lambda _state: self._soon.start())
        choices.follow("auto_queue", self._turned)
        desk.begun.connect(self._note_begun)
        desk.stopped.connect(self._note_stopped)

    def _look(self) -> None:
        """Before its last track has ended, so that the next one follows without a gap."""
        if self._desk.stage is Stage.OFF and self._choices.now.auto_queue and self._is_last():
            self._going = True
            self._desk.go_on_from([self._seed()])

    def _is_last(self) -> bool:
        queue, now = self._playback.queue, self._playback.queue.current
        if now is None or now.id == self._declined or self._playback.state is not State.PLAYING:
            return False
        return queue.ahead == 0 and queue.repeat is Repeat.OFF and self._playback.refill is None

    def _seed(self) -> Seed:
        ids: list[TrackId] = self._playback.queue.tracks()[-FROM:]
        if len(set(ids)) == 1:
            return Seed.track(ids[0])
        return Seed(SeedKind.SELECTION, tuple(dict.fromkeys(ids)), tr("The queue"))

    def _turned(self) -> None:
        if self._choices.now.auto_queue:
            self._declined = None
            self._soon.start()
        elif self._going and self._desk.stage is not Stage.OFF:
            self._desk.stop()

    def _note_begun(self) -> None:
        self._going = False

    def _note_stopped(self) -> None:
        now = self._playback.queue.current
        self._going, self._declined = False, now.id if now is not None else None
