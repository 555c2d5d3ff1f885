"""The one way to background work: a function on a pool, its result on the main thread."""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from app.words import said, tr
from core.errors import Cancelled, UserError

log = logging.getLogger(__name__)

T = TypeVar("T")

POOL_SIZE = 3
STALL = 0.2
"""Seconds for which the main thread may do one thing before its stack is logged."""


def our_fault() -> str:
    return tr("Something went wrong inside Meander; its log says what.")


class Task(Generic[T]):
    """One piece of work under way."""

    def __init__(
        self,
        fn: Callable[[], T],
        on_done: Callable[[T], object] | None,
        on_error: Callable[[str], object] | None,
    ) -> None:
        self._fn = fn
        self._on_done, self._on_error = on_done, on_error
        self._deliver: Callable[[], None] | None = None
        self._forgotten = False
        self.finished = threading.Event()
        """Set when the work is over and its result is on the way."""

    def forget(self) -> None:
        """Nobody waits for the result. Work not begun is left out; what runs is ended by its Progress."""
        self._forgotten = True

    def _run(self) -> None:
        """On the pool."""
        try:
            if not self._forgotten:
                result = self._fn()
                self._deliver = lambda: _call(self._on_done, result)
        except Cancelled:
            pass
        except UserError as problem:
            text = said(problem)
            if self._on_error is None:
                log.warning("%s", text)
            self._deliver = lambda: _call(self._on_error, text)
        except Exception:
            log.exception("background work failed")
            self._deliver = lambda: _call(self._on_error, our_fault())

    def _hand_over(self) -> None:
        """On the main thread."""
        if self._deliver is not None and not self._forgotten:
            self._deliver()
        self._deliver = self._on_done = self._on_error = None


def _call(receiver: Callable[[Any], object] | None, value: Any) -> None:
    if receiver is None:
        return
    method = receiver
    while isinstance(method, partial):
        method = method.func
    owner = getattr(method, "__self__", None)
    if isinstance(owner, QObject) and not shiboken6.isValid(owner):
        return  # its window was closed meanwhile
    receiver(value)


class _Courier(QObject):
    """Lives on the main thread as long as the program; brings results there."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        application = QCoreApplication.instance()
        if application is not None:
            self.moveToThread(application.thread())
        self.arrived.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def _hand_over(self, task: Task[Any]) -> None:
        task._hand_over()


# One for all: a pool's own would be destroyed on whichever thread lets go of it last.
_courier = cache(_Courier)


class Pool:
    """Threads that take work in turn. One thread makes it a lane: work is done in the order it was given.

    They are Python's threads: Qt's pool forgets after every job what belongs to a thread (its database
    connection, with all that SQLite had read). They are daemons: one that waits for a dead drive does not
    keep the program from ending.
    """

    def __init__(self, threads: int = POOL_SIZE) -> None:
        self._most = threads
        self._threads: list[threading.Thread] = []
        self._jobs: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self._unfinished: set[Task[Any]] = set()
        weakref.finalize(self, _dismiss, self._jobs, self._threads)

    def run(
        self,
        fn: Callable[[], T],
        *,
        on_done: Callable[[T], object] | None = None,
        on_error: Callable[[str], object] | None = None,
    ) -> Task[T]:
        """See `run` of this module."""
        task = Task(fn, on_done, on_error)
        self._unfinished.add(task)
        self._jobs.put(task)
        if len(self._threads) < min(self._most, len(self._unfinished)):
            args = (self._jobs, self._unfinished, _courier())
            thread = threading.Thread(target=_work, args=args, name="pool", daemon=True)
            self._threads.append(thread)
            thread.start()
        return task

    def drain(self, seconds: float = 30.0) -> bool:
        """Waits until all work given so far is done; False when it took longer."""
        deadline = time.monotonic() + seconds
        left = tuple(self._unfinished)
        return all(task.finished.wait(max(0.0, deadline - time.monotonic())) for task in left)


def _work(jobs: SimpleQueue[Task[Any] | None], unfinished: set[Task[Any]], courier: _Courier) -> None:
    """What a thread of a pool does; it must not know the pool, which ends its threads when it goes."""
    while (task := jobs.get()) is not None:
        task._run()
        with suppress(RuntimeError):  # the program has ended meanwhile, and the courier with it
            courier.arrived.emit(task)
        unfinished.discard(task)
        task.finished.set()
        del task  # what it holds goes now, not when the next one comes


def _dismiss(jobs: SimpleQueue[Task[Any] | None], threads: list[threading.Thread]) -> None:
    for _ in threads:
        jobs.put(None)


_shared: Pool | None = None


def run(
    fn: Callable[[], T],
    *,
    on_done: Callable[[T], object] | None = None,
    on_error: Callable[[str], object] | None = None,
) -> Task[T]:
    """Runs `fn` on the shared pool. Call it on the main thread.

    on_done gets the result, on_error a text for the user; both are called on the main thread, and
    not at all when they are methods of a QObject that was deleted meanwhile. `Cancelled` is silent;
    an error that is not a UserError is logged with its traceback.
    """
    global _shared
    if _shared is None:
        _shared = Pool()
    return _shared.run(fn, on_done=on_done, on_error=on_error)


def drain(seconds: float = 30.0) -> bool:
    """Waits for the shared pool, at exit; False when its work took longer."""
    return _shared is None or _shared.drain(seconds)


class StallLogger(QObject):
    """Logs what the main thread does when it does one thing for too long."""

    def __init__(self, limit: float = STALL, parent: QObject | None = None) -> None:
        """Watches the thread it is made on, from `start` to `stop`."""
        super().__init__(parent)
        self._limit = limit
        self._watched = threading.get_ident()
        self._beat = time.monotonic()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(round(limit * 1000 / 4))
        self._timer.timeout.connect(self._mark)
        self.worst = 0.0
        """Seconds of the longest stall so far."""

    def start(self) -> None:
        self._mark()
        self._timer.start()
        self._stop.clear()
        self._thread = threading.Thread(target=self._watch, name="stall-logger", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._timer.stop()
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _mark(self) -> None:
        self._beat = time.monotonic()

    def _watch(self) -> None:
        told: float | None = None
        while not self._stop.wait(self._limit / 4):
            beat = self._beat
            late = time.monotonic() - beat
            if late < self._limit + self._limit / 4:
                continue
            self.worst = max(self.worst, late)
            if beat != told:
                told = beat
                log.warning("the window has been waiting for %.0f ms in:\n%s", late * 1000, self._stack())

    def _stack(self) -> str:
        """What the watched thread is in. A frame held longer would keep its painters open after their end."""
        frame = sys._current_frames().get(self._watched)
        return "".join(traceback.format_stack(frame)) if frame else "(gone)"
