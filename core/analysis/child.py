"""A process of ours as the program sees it: how it is started, spoken with, and found to have died."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from core.analysis.channel import Sender, Stop, received
from core.domain import Seconds

log = logging.getLogger(__name__)

PATIENCE = Seconds(2.0)
"""How long a process that was told to stop may take before it is killed."""


@dataclass(frozen=True, slots=True)
class Command:
    """How a process is started. name: "listening-process"; environment: what differs from the program's."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str]

    @classmethod
    def of(cls, name: str, module: str, words: Sequence[str], environment: Mapping[str, str]) -> Self:
        """Runs `main()` of a module; a frozen program is called as `meander --<name> …`, and has to do that
        before all else.
        """
        if getattr(sys, "frozen", False):
            return cls(name, (sys.executable, f"--{name}", *words), environment)
        root = str(Path(__file__).parents[2])
        start = f"import sys; sys.path.insert(0, {root!r}); from {module} import main; main()"
        return cls(name, (sys.executable, "-P", "-c", start, *words), environment)


@dataclass(frozen=True, slots=True)
class Died:
    generation: int
    reason: str
    blameless: bool
    """It ended by itself, for want of work, or because it was told to."""


class Child:
    """One process and the thread that reads from it."""

    def __init__(self, command: Command, generation: int, handle: Callable[[Any], None]) -> None:
        """handle: called with each message, and `Died` at last, on the thread that reads."""
        self.name, self.generation = command.name, generation
        self._handle = handle
        self._ending = False
        self._killed_for = ""
        self.process = subprocess.Popen(
            command.words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **command.environment},
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        assert self.process.stdin and self.process.stdout
        self._pipe_in, self._pipe_out = self.process.stdin, self.process.stdout
        self._sender = Sender(self._pipe_in)
        self._thread = threading.Thread(target=self._read, name=command.name, daemon=True)
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
            log.exception("the %s said something unreadable", self.name.replace("-", " "))
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


def _manner(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
