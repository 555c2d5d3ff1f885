"""Work that several wait for: done once, in a thread of its own, and given up when nobody waits any more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from core.domain import Seconds
from core.progress import Progress

Result = TypeVar("Result")
Step = TypeVar("Step")

TICK = Seconds(0.1)


class Lock(Protocol):
    """Of either kind."""

    def acquire(self, *, timeout: float) -> bool: ...
    def release(self) -> None: ...


class Shared(Generic[Result, Step]):
    """One piece of work. Who waits for it enters first; `wait` leaves."""

    def __init__(self, work: Callable[[Progress, Callable[[Step], None]], Result], name: str) -> None:
        """work: gets the progress to write, by which it is told to stop too, and a function to show steps."""
        self._work = work
        self._progress = Progress()
        self._changed = threading.Condition()
        self._waiting = 0
        self._step: Step | None = None
        self._result: Result | None = None
        self._error: BaseException | None = None
        self._done = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def enter(self) -> bool:
        """Begins it for the first to come. False when it was given up before."""
        with self._changed:
            if self._progress.cancelled:
                return False
            self._waiting += 1
            if not self._thread.ident:
                self._thread.start()
            return True

    def cancel(self) -> None:
        """Those who wait get what the work then raises: Cancelled."""
        self._progress.cancel()

    def join(self, timeout: Seconds) -> None:
        if self._thread.ident:
            self._thread.join(timeout)

    def wait(self, progress: Progress, on_step: Callable[[Step], None] | None) -> Result:
        """The result. `progress` follows the work's own; on_step is called on this thread, with the latest.

        Raises what the work raises; Cancelled when `progress` is cancelled, and so is the work if it was the
        last to wait.
        """
        shown: Step | None = None
        follower = _Follower(self._progress, progress)
        try:
            while True:
                with self._changed:
                    if not self._done and self._step is shown:
                        self._changed.wait(TICK)
                    done, step = self._done, self._step
                follower.follow()
                if done:
                    break
                if step is not None and step is not shown and on_step is not None:
                    on_step(step)
                shown = step
        finally:
            with self._changed:
                self._waiting -= 1
                if not self._waiting and not self._done:
                    self._progress.cancel()
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]

    def _run(self) -> None:
        try:
            self._result = self._work(self._progress, self._show)
        except BaseException as problem:
            self._error = problem
        finally:
            with self._changed:
                self._done = True
                self._changed.notify_all()

    def _show(self, step: Step) -> None:
        with self._changed:
            self._step = step
            self._changed.notify_all()


@contextmanager
def turn(lock: Lock, check: Callable[[], None]) -> Iterator[None]:
    """Waits for a lock and holds it. check: called now and then while waiting; what it raises ends it."""
    while not lock.acquire(timeout=TICK):
        check()
    try:
        yield
    finally:
        lock.release()


class _Follower:
    """Tells one progress what another says."""

    def __init__(self, of: Progress, to: Progress) -> None:
        self._of, self._to, self._stage, self._done = of, to, "", 0

    def follow(self) -> None:
        """Raises Cancelled."""
        now = self._of.snapshot()
        if now.stage != self._stage or now.done < self._done:
            self._to.begin(now.stage, now.total, now.done)
        else:
            self._to.advance(now.done - self._done, now.total)
        self._stage, self._done = now.stage, now.done
