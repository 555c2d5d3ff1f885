"""How the queue is shuffled: by chance, or so that what has waited longest is likely to come first."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from PySide6.QtCore import QObject

from app import tasks
from app.choices import Choices
from app.player.queue import Queue
from core.domain import Timestamp, TrackId
from core.library.tracks import Library

AT_ONCE = 3_000
"""Tracks whose waiting is looked up while the window waits: some 15 ms. For more it is done beside, and the
queue follows within half a second."""


def by_waiting(library: Library, ids: Sequence[TrackId], seed: int | None = None) -> list[TrackId]:
    """In an order drawn by how long each has not been heard; the same for the same seed. On the pool."""
    return [ids[place] for place in _places(library, ids, seed)]


def _places(library: Library, ids: Sequence[TrackId], seed: int | None) -> list[int]:
    from core.explore.memory.waiting import waiting_shuffle, waits

    drawn = random.randrange(1 << 31) if seed is None else seed
    waited = waits(library, ids, Timestamp(time.time()))
    return waiting_shuffle(range(len(ids)), waited, drawn)


class Shuffling(QObject):
    """Draws for the queue as the setting `shuffle` has it. Main thread."""

    def __init__(
        self,
        library: Library,
        queue: Queue,
        choices: Choices,
        parent: QObject | None = None,
        *,
        seed: int | None = None,
    ) -> None:
        """seed: of every draw, for tests."""
        super().__init__(parent)
        self._library, self._queue, self._choices, self._seed = library, queue, choices, seed
        self._asked = 0
        queue.draw = self._draw
        choices.follow("shuffle", self._turned)

    def _draw(self, tracks: list[TrackId]) -> Sequence[int] | None:
        self._asked += 1
        if self._choices.now.shuffle != "waiting":
            return None
        if len(tracks) > AT_ONCE:
            asked, library, seed = self._asked, self._library, self._seed
            tasks.run(lambda: _places(library, tracks, seed), on_done=lambda order: self._late(asked, order))
            return None
        return _places(self._library, tracks, self._seed)

    def _late(self, asked: int, order: Sequence[int]) -> None:
        """A long queue, shuffled by chance meanwhile, takes the order that was drawn for it."""
        entries = self._queue.original
        if asked == self._asked and entries is not None and len(entries) == len(order):
            self._queue.reshuffle([entries[place] for place in order])

    def _turned(self) -> None:
        """A queue that is shuffled is so the other way from now on."""
        if self._queue.shuffled:
            self._queue.set_shuffled(False)
            self._queue.set_shuffled(True)
