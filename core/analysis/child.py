"""One listening process as the program sees it: how it is started, spoken with, and found to have died."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.analysis.channel import Sender, Settings, Stop, received
from core.domain import Seconds

log = logging.getLogger(__name__)

LISTENER_FLAG = "--listening-process"
"""In a frozen program `meander --listening-process …` must call `listener.main(rest)` before all else."""
PATIENCE = Seconds(2.0)
"""How long a process that was told to stop may take before it is killed."""


@dataclass(frozen=True, slots=True)
class Died:
    generation: int
    reason: str
    blameless: bool
    """It ended by itself, for want of work, or because it was told to."""


class Child:
    """One process and the thread that reads from it."""

    def __init__(self, settings: Settings, generation: int, handle: Any) -> None:
        self.generation = generation
        self._handle = handle
        self._ending = False
        self._killed_for = ""
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
        """What cannot be sent any more is told by `Died`, which then comes through the reading thread."""
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
        manner = self._killed_for or _manner(code)
        self._handle(Died(self.generation, manner, blameless=code == 0 or self._ending))

    def kill(self, reason: str) -> None:
        """It does not answer any more, and would not end by being told to."""
        self._killed_for = reason
        self.process.kill()

    def end(self) -> None:
        self._ending = True
        self.send(Stop())
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
        if threading.current_thread() is not self._thread:
            self._thread.join()


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
