"""The program's side of the listening process: start it, feed it, survive it.

The process is a child that may die at any moment: by a file that crashes a codec, for want of memory, by the
user's hand. Songs that were in it are fed again, one alone at a time, until the guilty one is found: a file
that was alone in it through two crashes is given up. Everything else goes on in a new process.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeVar

from core.analysis.calm import Calm
from core.analysis.channel import (
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
    Sender,
    Settings,
    Started,
    Stop,
    Unheard,
    job,
    received,
)
from core.analysis.records import Failure, Listened, Measured, Request
from core.domain import Seconds
from core.errors import Cancelled, UserError
from core.progress import Progress

__all__ = ["Job", "WorkerClient", "job"]

log = logging.getLogger(__name__)
T = TypeVar("T")

LISTENER_FLAG = "--listening-process"
"""In a frozen program `meander --listening-process …` must call `listener.main(rest)` before all else."""

IN_FLIGHT = 12
"""Songs in the process at a time: enough for full batches, few enough to be suspects."""
CRASHES = 2
GIVE_UP_AFTER = 3
"""Deaths in a row before anything was begun: then it is the installation, not a file."""
TICK = Seconds(0.05)
PATIENCE = Seconds(2.0)
"""How long a process that was told to stop may take before it is killed."""


@dataclass(frozen=True, slots=True)
class _Died:
    generation: int
    reason: str
    blameless: bool
    """It ended by itself, for want of work, or because it was told to."""


class WorkerClient:
    """One listening process, started when there is something to do. Methods may be called from any thread."""

    def __init__(self, settings: Settings | Path) -> None:
        """settings: or just the models folder."""
        self._settings = settings if isinstance(settings, Settings) else Settings(settings)
        self._lock = threading.RLock()
        self._child: _Child | None = None
        self._generations = itertools.count(1)
        self._ids = itertools.count(1)
        self._bulk: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._bulk_lock = threading.Lock()
        self._futures: dict[int, tuple[Do, Future[Any], int]] = {}
        self._paused = False
        self._closed = False
        self._calm: Calm | None = None

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

    def _next(
        self, flow: _Flow, progress: Progress | None
    ) -> tuple[Listened | Measured, ...] | Failure | None:
        while True:
            self.follow(progress)
            if not flow.fill():
                return None
            with contextlib.suppress(queue.Empty):
                outcome = flow.take(self._bulk.get(timeout=TICK))
                if outcome is not None:
                    return outcome

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
        """Starts the process when there is none; returns its number. A lost message shows as `_Died`."""
        with self._lock:
            if self._closed:
                raise Cancelled
            if self._child is None:
                self._child = _Child(self._settings, next(self._generations), self._handle)
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
        match message:
            case Said(level, logger, text):
                logging.getLogger(logger).log(level, "%s", text)
            case Done(id, result):
                self._settle(id, lambda future: future.set_result(pickle.loads(result)))
            case Failed(id, reason, users_fault):
                problem = UserError(reason) if users_fault else RuntimeError(reason)
                self._settle(id, lambda future: future.set_exception(problem))
            case _Died():
                self._bury(message)
                self._bulk.put(message)
            case _:
                self._bulk.put(message)

    def _settle(self, id: int, how: Any) -> None:
        with self._lock:
            entry = self._futures.pop(id, None)
        if entry is not None and entry[1].set_running_or_notify_cancel():
            how(entry[1])

    def _bury(self, died: _Died) -> None:
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


class _Child:
    """One process and the thread that reads from it."""

    def __init__(self, settings: Settings, generation: int, handle: Any) -> None:
        self.generation = generation
        self._handle = handle
        self._ending = False
        self.process = subprocess.Popen(
            _command(settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        assert self.process.stdin and self.process.stdout
        self._pipe_in, self._pipe_out = self.process.stdin, self.process.stdout
        self._sender = Sender(self._pipe_in)
        self._thread = threading.Thread(target=self._read, name="listening-process", daemon=True)
        self._thread.start()

    def send(self, message: object) -> None:
        """What cannot be sent any more is told by `_Died`, which then comes through the reading thread."""
        with contextlib.suppress(OSError, ValueError):
            self._sender(message)

    def _read(self) -> None:
        try:
            for message in received(self._pipe_out):
                self._handle(message)
        except Exception:
            log.exception("the listening process said something unreadable")
            self.process.kill()
        code = self.process.wait()
        with contextlib.suppress(OSError):
            self._pipe_in.close()
        self._pipe_out.close()
        self._handle(_Died(self.generation, _manner(code), blameless=code == 0 or self._ending))

    def end(self) -> None:
        self._ending = True
        self.send(Stop())
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
        if threading.current_thread() is not self._thread:
            self._thread.join()


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
            case _Died():
                return self._after_death(message)
        return None

    def _after_death(self, died: _Died) -> Failure | None:
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
            raise UserError(f"Listening does not work: its process ended at once ({manner}).")

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


def _command(settings: Settings) -> list[str]:
    words = [
        str(settings.models_dir),
        str(settings.idle),
        str(settings.threads),
        str(settings.decoders),
        settings.loader,
    ]
    if getattr(sys, "frozen", False):
        return [sys.executable, LISTENER_FLAG, *words]
    root = str(Path(__file__).parents[2])
    start = f"import sys; sys.path.insert(0, {root!r}); from core.analysis.listener import main; main()"
    return [sys.executable, "-P", "-c", start, *words]


def _environment() -> dict[str, str]:
    """Arithmetic in one thread, since several hear side by side; what waits sleeps, and does not spin."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}


def _manner(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
