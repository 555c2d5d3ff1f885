"""Radio's place in the queue: one pick waits behind everything else, so that music goes on without a gap."""

from __future__ import annotations

from app.player.playback import Playback
from app.player.queue import Change, Kind
from core.domain import Source, TrackId


class InLine:
    """Knows which entry of the queue is radio's. What the listener queues comes before it."""

    def __init__(self, playback: Playback) -> None:
        self._playback = playback
        self._entry: int | None = None
        playback.queue.changed.connect(self._keep_last)

    def put(self, wanted: TrackId | None) -> None:
        """This track waits, and no other of ours; None: nothing does."""
        queue = self._playback.queue
        row = self._row()
        if row >= 0 and queue[row].track == wanted:
            return
        self.drop()
        if wanted is not None:
            queue.add([wanted], Source.RADIO)
            self._entry = queue[len(queue) - 1].id

    def drop(self) -> None:
        """Nothing of ours waits any more."""
        row = self._row()
        self._entry = None
        if row >= 0:
            self._playback.queue.remove([row])

    def adopt(self) -> None:
        """The pick that waited at the end of the queue when the last session ended is ours still."""
        queue = self._playback.queue
        if queue.ahead and queue[len(queue) - 1].source is Source.RADIO:
            self._entry = queue[len(queue) - 1].id

    def _row(self) -> int:
        """Where ours waits; -1 when it does not, or has become what plays."""
        queue = self._playback.queue
        row = queue.row_of(self._entry) if self._entry is not None else -1
        return row if row > queue.index else -1

    def _keep_last(self, change: Change) -> None:
        queue, row = self._playback.queue, self._row()
        if change.kind is Kind.INSERTED and 0 <= row < min(change.first, len(queue) - 1):
            queue.move([row], len(queue))
