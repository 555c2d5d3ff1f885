"""The listening process: low priority, no database, no window. Started by `worker.WorkerClient`.

Its main thread does the jobs somebody waits for, beside the threads that listen. It ends when it is told to,
when it has had nothing to do for a while, and at once when the program that started it is gone.
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from core.analysis import models
from core.analysis.channel import (
    LOADER,
    Alive,
    Do,
    Done,
    Failed,
    Forget,
    ForgetJob,
    Listen,
    Pause,
    Resume,
    Sender,
    Settings,
    Stop,
    is_job,
    received,
)
from core.analysis.hearing import Hearing, cores
from core.analysis.inside import LogToParent, die_when_orphaned, lower_priority, own_pipes, watch
from core.analysis.models import Model
from core.analysis.shelf import Shelf
from core.domain import Seconds
from core.errors import Cancelled, UserError

log = logging.getLogger(__name__)


class Listener:
    """The main loop. Everything it is told arrives through `tell`, from the reading thread."""

    def __init__(self, settings: Settings, send: Callable[[object], None]) -> None:
        self._settings, self._send = settings, send
        self._wake = threading.Event()
        self._jobs: queue.SimpleQueue[Do] = queue.SimpleQueue()
        self._forgotten: set[int] = set()
        load = _loader(settings)
        self._shelf = Shelf(load)
        """Models for jobs; those that listen are not to be shared."""
        self._hearing = Hearing(
            load,
            send,
            decoders=settings.decoders or default_decoders(),
            hearers=settings.threads or default_threads(),
        )

    def tell(self, message: Any) -> None:
        match message:
            case Listen(id, request):
                self._hearing.submit(id, request)
            case Do():
                self._jobs.put(message)
            case Forget(ids):
                self._hearing.cancel(None if ids is None else set(ids))
            case ForgetJob(id):
                self._forgotten.add(id)
            case Pause():
                self._hearing.pause()
            case Resume():
                self._hearing.resume()
        self._wake.set()

    def run(self) -> None:
        """Until idle for long."""
        worked = time.monotonic()
        told = 0
        while True:
            if told != self._hearing.steps:
                told = self._hearing.steps
                self._send(Alive())
            if self._do_job() or self._hearing.busy:
                worked = time.monotonic()
            elif time.monotonic() - worked > self._settings.idle:
                return
            if self._jobs.empty():
                self._wake.wait(min(1.0, self._settings.idle / 2))
                self._wake.clear()

    def _do_job(self) -> bool:
        try:
            order = self._jobs.get_nowait()
        except queue.Empty:
            return False
        if order.id not in self._forgotten:
            self._answer(order)
        self._forgotten.discard(order.id)
        return True

    def _answer(self, order: Do) -> None:
        try:
            job = pickle.loads(order.job)
            if not is_job(job):
                raise TypeError(f"{type(job).__qualname__} is not registered as a job")
            result = pickle.dumps(job.run(_Bench(self, order.id)), protocol=5)
        except Cancelled:
            return
        except UserError as problem:
            self._send(Failed(order.id, str(problem), users_fault=True))
        except Exception:
            self._send(Failed(order.id, traceback.format_exc(), users_fault=False))
        else:
            self._send(Done(order.id, result))

    def model(self, name: str) -> Model:
        return self._shelf.model(name)

    def is_forgotten(self, id: int) -> bool:
        return id in self._forgotten


@dataclass(frozen=True, slots=True)
class _Bench:
    """The Workshop of one job."""

    listener: Listener
    id: int

    def model(self, name: str) -> Model:
        return self.listener.model(name)

    def check(self) -> None:
        if self.listener.is_forgotten(self.id):
            raise Cancelled


def default_threads() -> int:
    """All processors but one from four on, and eight at most."""
    return cores() if cores() < 4 else min(8, cores() - 1)


def default_decoders() -> int:
    """One decodes as fast as four or so hear."""
    return 1 if cores() < 4 else 2


def _loader(settings: Settings) -> Callable[[str, str | None], Model]:
    def load(name: str, device: str | None) -> Model:
        if settings.loader == LOADER:
            return models.load(name, settings.models_dir, device)
        module, _, function = settings.loader.partition(":")
        model: Model = getattr(__import__(module, fromlist=[function]), function)(
            name, settings.models_dir, device
        )
        return model

    return load


def _obey(pipe: IO[bytes], listener: Listener) -> None:
    code = 0
    try:
        for message in received(pipe):
            if isinstance(message, Stop):
                break
            listener.tell(message)
    except Exception:
        log.exception("the program said something unreadable")
        code = 1
    # Threads inside FFmpeg and torch need not be waited for: nothing they hold outlives the process.
    os._exit(code)


def main(words: list[str] | None = None) -> None:
    """Entry of the process. words: models_dir, idle, threads, decoders, loader."""
    models_dir, idle, threads, decoders, loader = sys.argv[1:] if words is None else words
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is the program's to handle
    reading, writing = own_pipes()
    send = Sender(writing)
    logging.basicConfig(handlers=[LogToParent(send)], level=logging.INFO)
    lower_priority()
    settings = Settings(Path(models_dir), Seconds(float(idle)), int(threads), int(decoders), loader)
    listener = Listener(settings, send)
    watch(die_when_orphaned, os.getppid())
    watch(_obey, reading, listener)
    try:
        listener.run()
    except BaseException:
        log.exception("the listening process fails")
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
