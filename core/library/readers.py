"""The pool of reader processes: gives out files to read, and takes the answers as they come.

Plain subprocesses, not `multiprocessing`: that would run the main module's imports (Qt) again in each child.
A reader ends by itself when this process dies, because its standard input closes.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import core
from core.library import reader
from core.library.reader import Answer, Item
from core.texts import marked

log = logging.getLogger(__name__)

PROCESSES = 2
IN_FLIGHT = 2
"""Jobs a reader holds at once, so that it never waits for the next."""

_START = "import sys; sys.path[:0] = {paths!r}; from core.library import reader; reader.main()"


@dataclass(frozen=True, slots=True)
class Job:
    """Files to read. `token` goes with it unchanged, for whoever asked."""

    ask: int
    items: list[Item]
    token: Any = None


Done = tuple[Job, list[Answer]]


class Readers:
    """Processes start with the first job; leaving the `with` block ends them at once, done or not."""

    def __init__(self, processes: int = PROCESSES) -> None:
        self._count = processes
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._processes: set[_Process] = set()
        self._lock = threading.Lock()
        self._closed = False
        self.pending = 0
        """Jobs given out and not taken back yet."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def give(self, job: Job) -> None:
        if len(self._threads) < self._count:
            thread = threading.Thread(target=self._serve, name="tag reader", daemon=True)
            self._threads.append(thread)
            thread.start()
        self.pending += 1
        self._jobs.put(job)

    def take(self, timeout: float) -> Done | None:
        """One finished job, or None after `timeout` seconds."""
        try:
            done = self._done.get(timeout=timeout) if timeout > 0 else self._done.get_nowait()
        except queue.Empty:
            return None
        if isinstance(done, BaseException):
            raise done
        self.pending -= 1
        return done

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for process in self._processes:
                process.kill()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    # In the threads, one per process -----------------------------------------------------------------

    def _serve(self) -> None:
        flying: deque[Job] = deque()
        try:
            while not self._closed:
                with self._process() as process, contextlib.suppress(_Died):
                    self._feed(process, flying)
                    return
                if flying and not self._closed:
                    self._one_by_one(flying.popleft())
        except BaseException as problem:
            if not self._closed:
                # Whoever waits in take() is the one to know.
                self._done.put(problem)

    def _feed(self, process: _Process, flying: deque[Job]) -> None:
        """Keeps one process busy until there is nothing more to do. `flying` are the jobs it holds."""
        for job in flying:
            process.send(job)
        while True:
            while len(flying) < IN_FLIGHT:
                try:
                    job_or_end = self._jobs.get(block=not flying)
                except queue.Empty:
                    break
                if job_or_end is None:
                    return
                flying.append(job_or_end)
                process.send(job_or_end)
            answers = process.receive()
            self._done.put((flying.popleft(), answers))

    def _one_by_one(self, job: Job) -> None:
        """Some file of this job ended its process: the others are read, and that one gets an error."""
        log.warning("a tag reader ended unexpectedly; its %d files are read one by one", len(job.items))
        answers: list[Answer] = []
        while len(answers) < len(job.items) and not self._closed:
            with self._process() as process, contextlib.suppress(_Died):
                for item in job.items[len(answers) :]:
                    process.send(Job(job.ask, [item]))
                    answers += process.receive()
                break
            item = job.items[len(answers)]
            answers.append(
                (
                    reader.failed(item, marked("the program that reads tags ended on this file")),
                    None,
                    True,
                    [],
                )
            )
        self._done.put((job, answers))

    @contextlib.contextmanager
    def _process(self) -> Iterator[_Process]:
        with self._lock:
            if self._closed:
                raise _Died
            process = _Process()
            self._processes.add(process)
        try:
            yield process
        finally:
            with self._lock:
                self._processes.discard(process)
            process.end()


class _Died(Exception):
    """A reader process is gone, by a crash or because it was ended."""


class _NeverStarted(Exception):
    """A process that ended before it could read anything: no file's fault."""


class _Process:
    """One reader process."""

    def __init__(self) -> None:
        paths = [str(Path(core.__file__).parents[1]), *sys.path]
        # -S: the search path is handed over, so the child need not find out about it again;
        # -P: and what lies in the current folder is no module of ours.
        command = [sys.executable, "-S", "-P", "-c", _START.format(paths=paths)]
        self._popen = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self._in, self._out = self._popen.stdin, self._popen.stdout
        self._ready = False

    def send(self, job: Job) -> None:
        try:
            reader.send(self._in, (job.ask, job.items))
        except OSError:
            raise _Died from None

    def receive(self) -> list[Answer]:
        if not self._ready:
            self._ready = reader.receive(self._out) == reader.READY
            if not self._ready:
                raise _NeverStarted(f"{self._popen.args!r} ended with {self._popen.wait()}")
        answers: list[Answer] | None = reader.receive(self._out)
        if answers is None:
            raise _Died
        return answers

    def kill(self) -> None:
        self._popen.kill()

    def end(self) -> None:
        self._popen.kill()
        for stream in (self._in, self._out):
            with contextlib.suppress(OSError):
                stream.close()
        self._popen.wait()
