"""The program's side of the listening process: start it, feed it, survive it.

The process is a child that may die at any moment: by a file that crashes a codec, for want of memory, by the
user's hand; one that shows no sign of life for long is killed. Songs that were in it are fed again, one alone
at a time, until the guilty one is found: a file that was alone in it through two crashes is given up.
Everything else goes on in a new process.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import pickle
import queue
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeVar

from core.analysis.calm import Calm
from core.analysis.channel import (
    Alive,
    Do,
    Done,
    Failed,
    Finished,
    Forget,
    ForgetJob,
    Impossible,
    Job,
    Listen,
    Pause,
    Resume,
    Said,
    Settings,
    Started,
    Unheard,
    job,
)
from core.analysis.child import Child, Command, Died
from core.analysis.records import Failure, Listened, Measured, Request
from core.domain import Seconds
from core.errors import Cancelled, UserError
from core.progress import Progress

__all__ = ["Job", "WorkerClient", "job"]

log = logging.getLogger(__name__)
T = TypeVar("T")

IN_FLIGHT = 12
"""Songs in the process at a time: enough for full batches, few enough to be suspects."""
CRASHES = 2
GIVE_UP_AFTER = 3
"""Deaths in a row before anything was begun: then it is the installation, not a file."""
TICK = Seconds(0.05)


def _command(settings: Settings) -> Command:
    words = [
        str(settings.models_dir),
        str(settings.idle),
        str(settings.threads),
        str(settings.decoders),
        settings.loader,
    ]
    # Arithmetic in one thread, since several hear side by side; what waits sleeps, and does not spin.
    quiet = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    return Command.of("listening-process", "core.analysis.listener", words, quiet)


class WorkerClient:
    """One listening process, started when there is something to do. Methods may be called from any thread."""

    def __init__(self, settings: Settings | Path) -> None:
        """settings: or just the models folder."""
        self._settings = settings if isinstance(settings, Settings) else Settings(settings)
        self._lock = threading.RLock()
        self._child: Child | None = None
        self._generations = itertools.count(1)
        self._ids = itertools.count(1)
        self._bulk: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._bulk_lock = threading.Lock()
        self._futures: dict[int, tuple[Do, Future[Any], int]] = {}
        self._paused = False
        self._closed = False
        self._calm: Calm | None = None
        self._sign = 0.0
        """When the process last told of something done."""

    # -- what the user waits for -----------------------------------------------------------------------------

    def run(self, job: Job[T], timeout: Seconds | None = None) -> T:
        """Does a job beside listening. Raises as `submit` says; TimeoutError after `timeout`."""
        future = self.submit(job)
        try:
            return future.result(timeout)
        except TimeoutError:
            future.cancel()
            raise

    def submit(self, job: Job[T]) -> Future[T]:
        """Its future result, UserError (environment) or RuntimeError (a bug, or the death of the process)."""
        future: Future[T] = Future()
        order = Do(next(self._ids), pickle.dumps(job, protocol=5))
        with self._lock:
            self._futures[order.id] = (order, future, 0)
            self._send(order)
        future.add_done_callback(lambda done: self._forget_job(order.id) if done.cancelled() else None)
        return future

    def _forget_job(self, id: int) -> None:
        with self._lock:
            if self._futures.pop(id, None) and self._child:
                self._child.send(ForgetJob(id))

    # -- listening -------------------------------------------------------------------------------------------

    def listen(
        self, requests: Iterable[Request], progress: Progress | None = None, calm: Calm | None = None
    ) -> Iterator[tuple[Listened, ...] | Failure]:
        """Listens to many songs; yields what was heard of each, or why it was not, as they are done.

        A Failure with one crash is news, not the last word: the file is tried once more. `progress` is looked
        at for pause and cancel only (Cancelled is raised at once, the process drops its work). Where `calm`
        is given, it also rests while the machine is busy. Closing the iterator cancels too. Raises UserError
        when no file can be heard at all. One caller at a time.
        """
        return self._outcomes(requests, progress, calm)

    def measure(
        self, requests: Iterable[Request], progress: Progress | None = None, calm: Calm | None = None
    ) -> Iterator[Measured | Failure]:
        """Measures many songs, as `listen` listens to them; all requests name LOUDNESS alone."""
        with contextlib.closing(self._outcomes(requests, progress, calm)) as outcomes:
            for outcome in outcomes:
                yield outcome if isinstance(outcome, Failure) else outcome[0]

    def _outcomes(
        self, requests: Iterable[Request], progress: Progress | None, calm: Calm | None
    ) -> Generator[Any, None, None]:
        with self._bulk_lock:
            flow, self._calm = _Flow(self, requests), calm
            try:
                while True:
                    outcome = self._next(flow, progress)
                    if outcome is None:
                        return
                    yield outcome
            finally:
                self._calm = None
                flow.stop()

    def _end_hung(self, since: float) -> None:
        """Kills a process that has shown no sign of life since then: a decoder that never comes back. What is
        left to do is then done as after any death."""
        now = time.monotonic()
        if self._paused:
            self._sign = now
        if now - max(since, self._sign) < self._settings.hang:
            return
        self._sign = now
        with self._lock:
            if self._child is not None:
                self._child.kill(f"silent for {self._settings.hang:.0f} s")

    def _next(
        self, flow: _Flow, progress: Progress | None
    ) -> tuple[Listened | Measured, ...] | Failure | None:
        since = time.monotonic()
        while True:
            self.follow(progress)
            if not flow.fill():
                return None
            try:
                outcome = flow.take(self._bulk.get(timeout=TICK))
                if outcome is not None:
                    return outcome
            except queue.Empty:
                if flow.has_begun:
                    self._end_hung(since)

    def follow(self, progress: Progress | None) -> None:
        """Pauses or resumes the process as `progress` says. Raises Cancelled when that was cancelled."""
        if self._closed:
            raise Cancelled
        if progress is None:
            return
        if progress.cancelled:
            self.resume()
            raise Cancelled
        wanted = progress.paused or (self._calm is not None and self._calm.is_busy())
        if wanted != self._paused:
            (self.pause if wanted else self.resume)()

    def pause(self) -> None:
        """Listening stops after the batch in hand; jobs are still done."""
        with self._lock:
            self._paused = True
            if self._child:
                self._child.send(Pause())

    def resume(self) -> None:
        with self._lock:
            self._paused = False
            if self._child:
                self._child.send(Resume())

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def pid(self) -> int | None:
        """Of the process, None while there is none."""
        child = self._child
        return child.process.pid if child and child.process.poll() is None else None

    # -- the process -----------------------------------------------------------------------------------------

    def _send(self, message: object) -> int:
        """Starts the process when there is none; returns its number. A lost message shows as `Died`."""
        with self._lock:
            if self._closed:
                raise Cancelled
            if self._child is None:
                self._child = Child(_command(self._settings), next(self._generations), self._handle)
                if self._paused:
                    self._child.send(Pause())
            self._child.send(message)
            return self._child.generation

    def _tell(self, message: object) -> None:
        """To the process, if there is one."""
        with self._lock:
            if self._child is not None:
                self._child.send(message)

    def _handle(self, message: Any) -> None:
        """On the child's reading thread."""
        self._sign = time.monotonic()
        match message:
            case Alive():
                pass
            case Said(level, logger, text):
                logging.getLogger(logger).log(level, "%s", text)
            case Done(id, result):
                self._settle(id, lambda future: future.set_result(pickle.loads(result)))
            case Failed(id, reason, users_fault):
                problem = UserError(reason) if users_fault else RuntimeError(reason)
                self._settle(id, lambda future: future.set_exception(problem))
            case Died():
                self._bury(message)
                self._bulk.put(message)
            case _:
                self._bulk.put(message)

    def _settle(self, id: int, how: Any) -> None:
        with self._lock:
            entry = self._futures.pop(id, None)
        if entry is not None and entry[1].set_running_or_notify_cancel():
            how(entry[1])

    def _bury(self, died: Died) -> None:
        """Jobs that were in the process are tried once more in a new one."""
        lost: list[int] = []
        with self._lock:
            if self._child is None or self._child.generation != died.generation:
                return
            self._child = None
            if not died.blameless:
                log.warning("the listening process ended: %s", died.reason)
            for id, (order, future, tries) in list(self._futures.items()):
                if self._closed or tries + (not died.blameless) >= CRASHES:
                    lost.append(id)
                else:
                    self._futures[id] = (order, future, tries + (not died.blameless))
                    self._send(order)
        for id in lost:
            problem = RuntimeError(f"the listening process ended: {died.reason}")
            self._settle(id, lambda future, problem=problem: future.set_exception(problem))

    def close(self) -> None:
        """Ends the process: politely, then by force. Waits for it, so that nothing is left behind."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
            waiting, self._futures = self._futures, {}
        for _, future, _ in waiting.values():
            future.cancel()
        if child is not None:
            child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(slots=True)
class _Flight:
    request: Request
    started: bool = False
    generation: int = 0


class _Flow:
    """The songs of one `listen`: what waits, what is in the process, whom a crash makes a suspect."""

    def __init__(self, client: WorkerClient, requests: Iterable[Request]) -> None:
        self._client = client
        self._source = iter(requests)
        self._again: deque[Request] = deque()
        """Were in a process that died, but had not been begun."""
        self._suspects: deque[Request] = deque()
        """Had been begun when it died: each is heard alone."""
        self._flying: dict[int, _Flight] = {}
        self._fruitless = 0

    @property
    def has_begun(self) -> bool:
        """Whether the process has a song in hand; until then it may still be starting."""
        return any(flight.started for flight in self._flying.values())

    def fill(self) -> bool:
        """Sends what may be sent; False when all is done."""
        if self._suspects:
            if not self._flying:
                self._launch(self._suspects.popleft())
            return True
        while len(self._flying) < IN_FLIGHT:
            request = self._again.popleft() if self._again else next(self._source, None)
            if request is None:
                break
            if request.crashes:
                self._suspects.append(request)
                return True
            self._launch(request)
        return bool(self._flying)

    def _launch(self, request: Request) -> None:
        id = next(self._client._ids)
        flight = self._flying[id] = _Flight(request)
        flight.generation = self._client._send(Listen(id, request))

    def take(self, message: Any) -> tuple[Listened | Measured, ...] | Failure | None:
        match message:
            case Started(id):
                if id in self._flying:
                    self._flying[id].started = True
                    self._fruitless = 0
            case Finished(id, heard):
                if self._flying.pop(id, None):
                    return tuple(heard)
            case Unheard(id, failure):
                if self._flying.pop(id, None):
                    return Failure(failure.audio_id, failure.path, failure.models, failure.reason)
            case Impossible(id, reason):
                if self._flying.pop(id, None):
                    raise UserError(reason)
            case Died():
                return self._after_death(message)
        return None

    def _after_death(self, died: Died) -> Failure | None:
        lost = [id for id, flight in self._flying.items() if flight.generation <= died.generation]
        flying = [self._flying.pop(id) for id in lost]
        if not flying:
            return None
        begun = [flight.request for flight in flying if flight.started]
        self._again.extendleft(reversed([f.request for f in flying if not f.started]))
        if not begun:
            self._count_fruitless(died.reason)
            return None
        if died.blameless:
            self._again.extendleft(reversed(begun))
            return None
        if len(begun) == 1:
            return self._accuse(begun[0], died.reason)
        self._suspects.extend(begun)
        return None

    def _count_fruitless(self, manner: str) -> None:
        self._fruitless += 1
        if self._fruitless >= GIVE_UP_AFTER:
            raise UserError("Listening does not work: its process ended at once ({manner}).", manner=manner)

    def _accuse(self, request: Request, manner: str) -> Failure:
        """It was alone in the process. Once may be chance."""
        crashes = request.crashes + 1
        if crashes < CRASHES:
            self._suspects.append(replace(request, crashes=crashes))
        reason = f"listening to {request.path.name} ends its process ({manner})"
        return Failure(request.audio_id, request.path, request.models, reason, crashes)

    def stop(self) -> None:
        if self._flying:
            self._client._tell(Forget(frozenset(self._flying)))
            self._flying.clear()
