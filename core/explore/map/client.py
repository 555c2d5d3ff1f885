"""The program's side of the map's process: started when there is something to do, killed when it is not
wanted any more."""

from __future__ import annotations

import itertools
import logging
import os
import queue
import threading
from collections.abc import Callable
from typing import Any

from core.analysis.channel import Failed, Said
from core.analysis.child import Child, Command, Died
from core.domain import Seconds
from core.errors import Cancelled, UserError
from core.explore.map.process import Answer, Frame, Order, Refused
from core.explore.map.task import Done, OnFrame, Task
from core.texts import marked

log = logging.getLogger(__name__)

IDLE = Seconds(20.0)
"""After this long without work the process ends, to give its memory back."""
TICK = Seconds(0.1)
TRIES = 3

Meanwhile = Callable[[], bool]


def _nothing() -> bool:
    return False


class MapProcess:
    """One process, for one task at a time, which callers see to. `close` may be called meanwhile."""

    def __init__(self, idle: Seconds = IDLE) -> None:
        self._idle = idle
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""
        child = self._child
        return child.process.pid if child is not None and child.process.poll() is None else None

    def run(
        self, task: Task, on_frame: OnFrame, check: Callable[[], None], meanwhile: Meanwhile = _nothing
    ) -> Done:
        """on_frame: as in `carry_out`, on this thread.

        check: raises what ends it, and the process with it. meanwhile: called again and again while there is
        nothing to read; does a little, and returns whether there is more of it.
        Raises UserError, for the death of the process too; Cancelled once closed.
        """
        try:
            for _ in range(TRIES):
                order = Order(next(self._ids), task)
                self._send(order)
                done = self._wait(order.id, on_frame, check, meanwhile)
                if done is not None:
                    return done
            raise UserError(marked("The map's process ends before it begins; try again."))
        except BaseException:
            self._kill()
            raise

    def close(self) -> None:
        """Kills the process; a task under way raises Cancelled."""
        self._closed = True
        self._kill()

    def _send(self, order: Order) -> None:
        with self._lock:
            if self._closed:
                raise Cancelled
            if self._child is None or self._child.process.poll() is not None:
                self._inbox = queue.SimpleQueue()
                self._child = Child(_command(self._idle), order.id, self._inbox.put)
            child = self._child
        child.send(order)

    def _wait(
        self, id: int, on_frame: OnFrame, check: Callable[[], None], meanwhile: Meanwhile
    ) -> Done | None:
        """None when the process, idle for long, ended just as it was asked."""
        heard, more = False, True
        while True:
            check()
            try:
                message = self._inbox.get(timeout=0.0 if more else TICK)
            except queue.Empty:
                more = more and meanwhile()
                continue
            if isinstance(message, Died):
                if self._ended(message) and not heard:
                    return None
                raise UserError(
                    marked("Laying out the map was ended from outside ({manner}); try again."),
                    manner=message.reason,
                )
            heard = True
            if (done := _heard(message, id, on_frame)) is not None:
                return done

    def _ended(self, died: Died) -> bool:
        """Whether it ended of itself."""
        if self._closed:
            raise Cancelled
        return died.blameless

    def _kill(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.kill("not wanted any more")
            child.end()


def _heard(message: Any, id: int, on_frame: OnFrame) -> Done | None:
    """What a message says to who waits for an order; those about earlier ones are late."""
    match message:
        case Said(level, logger, text):
            logging.getLogger(logger).log(level, text)
        case Frame(found, xy, share) if found == id:
            on_frame(xy, share)
        case Refused(found, problem) if found == id:
            raise problem
        case Failed(found, reason) if found == id:
            raise RuntimeError(reason)
        case Answer(found, done) if found == id:
            return done
    return None


def _command(idle: Seconds) -> Command:
    # The program holds its arithmetic to one thread; this process, of a low priority, may use all cores.
    cores = str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    bounds = {f"{name}_NUM_THREADS": cores for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
    words = (str(idle),)
    return Command.of(
        "map-process", "core.explore.map.process", words, bounds | {"OMP_WAIT_POLICY": "PASSIVE"}
    )
