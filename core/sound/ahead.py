"""A piece decoded ahead on a thread of its own: neither a slow disk nor a dead one holds the sound up."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from core.errors import UserError
from core.sound.piece import Piece
from core.sound.source import Samples, Source

AHEAD = 4.0
"""Seconds that are kept ready."""
BLOCK = 4096
"""Samples that are decoded at a time."""


class Ahead:
    """Reads a Source on a thread; `read` never waits. The thread ends with the piece, or on `close`.

    A drive that hangs holds that thread alone: it is left to itself.
    """

    def __init__(self, piece: Piece, at: float = 0.0, ready: Callable[[Ahead], object] | None = None) -> None:
        """ready: called once on the thread, when the first samples are there or `problem` says why not."""
        self.piece, self.at = piece, at
        self.rate = 0
        """Hz; 0 until it is open."""
        self.length: int | None = None
        """Samples of the whole piece at `rate`, as far as is known."""
        self.problem: UserError | None = None
        """Why it cannot be played; None while it can."""
        self.broken_off = False
        """Its file went away before its end."""
        self._ready = ready
        self._blocks: deque[Samples] = deque()
        self._ahead = 0
        self._exhausted = self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"decode {piece.name}", daemon=True)
        self._thread.start()

    @property
    def opened(self) -> bool:
        return self.rate > 0

    @property
    def over(self) -> bool:
        """Whether nothing is left to read."""
        with self._changed:
            return self._exhausted and not self._blocks

    @property
    def left(self) -> int | None:
        """Samples that are not read yet, once the end is in sight; else None."""
        with self._changed:
            return self._ahead if self._exhausted else None

    def read(self, most: int) -> Samples:
        """The next samples: as many as are ready, `most` at most."""
        parts: list[Samples] = []
        with self._changed:
            while most > 0 and self._blocks:
                block = self._blocks.popleft()
                if len(block) > most:
                    self._blocks.appendleft(block[most:])
                    block = block[:most]
                most -= len(block)
                self._ahead -= len(block)
                parts.append(block)
            if parts:
                self._changed.notify()
        return np.concatenate(parts) if parts else np.empty((0, 2), np.float32)

    def close(self) -> None:
        """Ends the thread as soon as it notices; does not wait for it."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def join(self, seconds: float) -> bool:
        """Waits for the thread to end; False when it does not."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            with Source(self.piece, self.at) as source:
                self._read_all(source)
        except UserError as problem:
            self.problem = problem
        finally:
            with self._changed:
                self._exhausted = True
            self._tell()

    def _read_all(self, source: Source) -> None:
        block = source.read(BLOCK)
        self.length = source.length
        self.rate = source.rate
        while not self._closed:
            with self._changed:
                if len(block):
                    self._blocks.append(block)
                    self._ahead += len(block)
                if source.over:
                    break
            self._tell()
            with self._changed:
                while self._ahead > AHEAD * source.rate and not self._closed:
                    self._changed.wait()
            if not self._closed:
                block = source.read(BLOCK)
        if source.over and not self._closed:
            self.length = source.length
            self.broken_off = source.broken_off

    def _tell(self) -> None:
        ready, self._ready = self._ready, None
        if ready is not None and not self._closed:
            ready(self)
