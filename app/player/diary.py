"""What playback leaves in the library: plays, the queue, and the place where it stood. Written on a lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer

from app.player.queue import Queue
from app.tasks import Pool
from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId

QUEUE_KEY, PLACE_KEY = "queue", "playback"
QUEUE_MS = 500
"""After the last change of the queue, until it is written."""


class Keeping(Protocol):
    """What is needed of the library."""

    def record_play(self, event: PlayEvent) -> None: ...
    def session(self, key: str, default: Any = None) -> Any: ...
    def set_session(self, key: str, value: Any) -> None: ...


class Diary:
    """Everything is written in the order in which it was asked for, off the main thread."""

    def __init__(self, library: Keeping, on_error: Callable[[str], object]) -> None:
        """on_error: gets the text for the user when a play could not be written."""
        self._library, self._on_error = library, on_error
        self._lane = Pool(threads=1)
        self._saved: dict[str, Any] = {}

    def record(self, event: PlayEvent, position: float = 0.0) -> None:
        """A play that is over, and the place from then on."""

        def write() -> None:
            self._library.record_play(event)
            self._library.set_session(PLACE_KEY, place)

        # Together, so that a crash in between does not record the play a second time.
        self._saved = place = {"position": position, "play": None}
        self._lane.run(write, on_error=self._on_error)

    def keep_place(self, position: float, play: PlayEvent | None) -> None:
        """play: the one under way, as it would be recorded now."""
        place: dict[str, Any] = {"position": position, "play": None}
        if play is not None:
            place["play"] = {
                "track": play.track_id,
                "started_at": play.started_at,
                "heard": play.heard,
                "source": play.source.value,
            }
        if place != self._saved:
            self._saved = place
            self._keep(PLACE_KEY, place)

    def keep_queue(self, queue: dict[str, Any]) -> None:
        self._keep(QUEUE_KEY, queue)

    def queue(self) -> Any:
        """As it was kept: what `Queue.from_json` takes."""
        return self._library.session(QUEUE_KEY, {})

    def place(self) -> tuple[float, PlayEvent | None]:
        """The position in the current track, and a play that a crash cut off. Rubbish is a fresh start."""
        place = self._library.session(PLACE_KEY, {})
        if not isinstance(place, dict):
            return 0.0, None
        try:
            position = max(0.0, float(place.get("position", 0.0)))
        except (TypeError, ValueError):
            position = 0.0
        return position, _cut_off(place.get("play"))

    def drain(self) -> bool:
        """Waits until all is written; False when that takes too long."""
        return self._lane.drain()

    def _keep(self, key: str, value: Any) -> None:
        # A full disk is not worth a notice every few seconds; the next play that cannot be kept brings one.
        self._lane.run(lambda: self._library.set_session(key, value))


def _cut_off(play: Any) -> PlayEvent | None:
    try:
        return PlayEvent(
            TrackId(int(play["track"])),
            Timestamp(float(play["started_at"])),
            Seconds(float(play["heard"])),
            Ended.STOPPED,
            Source(play["source"]),
        )
    except (TypeError, KeyError, ValueError):
        return None


class KeptQueue(QObject):
    """Writes the queue down a moment after it has changed. Main thread."""

    def __init__(self, queue: Queue, diary: Diary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue, self._diary = queue, diary
        self._changed = False
        self._soon = QTimer(self, singleShot=True, interval=QUEUE_MS)
        self._soon.timeout.connect(self._save)
        for changed in (queue.changed, queue.modes_changed, queue.index_changed):
            changed.connect(self._note)

    def restore(self) -> None:
        """The queue as the last session left it."""
        self._queue.from_json(self._diary.queue())
        self._changed = False

    def close(self) -> None:
        """What has changed is written now."""
        self._soon.stop()
        self._save()

    def _note(self) -> None:
        self._changed = True
        self._soon.start()

    def _save(self) -> None:
        if self._changed:
            self._changed = False
            self._diary.keep_queue(self._queue.to_json())
