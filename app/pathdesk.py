"""Ways through the music: a path from one song to another, and a bridge over a gap in the queue."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app import tasks
from app.hearing import Hearing, Listened
from app.player.playback import Playback
from app.player.queue import Queue
from app.words import tr
from core.domain import Source, Timestamp, Track, TrackId
from core.errors import UserError
from core.library.bans import Bans
from core.library.radios import Steering
from core.library.tracks import Library


class PathDesk(QObject):
    """Thinks on a lane of its own, with the ear that radio uses. Main thread."""

    said = Signal(str, str, object)
    """A sentence, and what can be done about it: its words and a callable."""
    failed = Signal(str)

    def __init__(
        self,
        library: Library,
        playback: Playback,
        listened: Listened,
        parent: QObject | None = None,
        *,
        usual: Callable[[], Steering] = Steering,
    ) -> None:
        """usual: whether spoken word and Christmas music may come."""
        super().__init__(parent)
        self._library, self._queue, self._listened = library, playback.queue, listened
        self._usual = usual
        self._lane = tasks.Pool(threads=1)

    def find(
        self,
        ends: tuple[TrackId, TrackId],
        steps: int,
        on_done: Callable[[list[Track]], object],
        on_error: Callable[[str], object],
    ) -> tasks.Task[list[Track]]:
        """The tracks of a path, both ends included: steps + 1, or fewer where there are no more."""
        library, listened, rules = self._library, self._listened, self._usual()

        def work() -> list[Track]:
            from core.explore.radio.path import song_path

            hearing = listened.now()
            _must_be_heard(library, hearing, ends)
            barred = _barred(library, hearing, rules)
            return library.tracks(song_path(hearing.ear, hearing.stock, *ends, steps, without=barred))

        return self._lane.run(work, on_done=on_done, on_error=on_error)

    def bridge(self, row: int) -> None:
        """Puts the track that leads best from this row of the queue to the next between them."""
        queue = self._queue
        if not 0 <= row < len(queue) - 1:
            return
        before, after = queue[row], queue[row + 1]
        ends, queued = (before.track, after.track), set(queue.tracks())
        library, listened, rules = self._library, self._listened, self._usual()

        def work() -> Track | None:
            from core.explore.radio.path import bridge

            hearing = listened.now()
            _must_be_heard(library, hearing, ends)
            without = queued | _barred(library, hearing, rules)
            found = bridge(hearing.ear, hearing.stock, *ends, without=without)
            return next(iter(library.tracks([found])), None) if found is not None else None

        def put(track: Track | None) -> None:
            place = queue.row_of(after.id)
            if track is None:
                self.failed.emit(tr("Nothing else leads from one to the other."))
            elif place > queue.index:
                queue.insert(place, [track.id], Source.RADIO)
                entry = queue[place].id
                text = tr("“{title}” was put between them.").format(title=track.title)
                self.said.emit(text, tr("Undo"), lambda: _take_out(queue, entry))

        self._lane.run(work, on_done=put, on_error=self.failed.emit)

    def close(self) -> None:
        self._lane.drain()


def _take_out(queue: Queue, entry: int) -> None:
    row = queue.row_of(entry)
    if row >= 0:
        queue.remove([row])


def _must_be_heard(library: Library, hearing: Hearing, ids: Sequence[TrackId]) -> None:
    """Raises UserError for a track that cannot be compared yet."""
    missing = [id for id in ids if id not in hearing.ear]
    if missing:
        title = next((track.title for track in library.tracks(missing)), "")
        raise UserError("“{title}” has not been listened to yet.", title=title)


def _barred(library: Library, hearing: Hearing, rules: Steering) -> set[TrackId]:
    """What does not come by itself."""
    from core.explore.radio.barring import barred

    return set(barred(hearing.stock, Bans(library).all(), rules, Timestamp(time.time())))
