"""What a process of ours does inside, whatever it is for: its pipes, its priority, its log and its end."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable
from typing import IO

from core.analysis.channel import Said
from core.domain import Seconds

NICE = 10
ORPHAN_CHECK = Seconds(1.0)


class LogToParent(logging.Handler):
    def __init__(self, send: Callable[[object], None]) -> None:
        super().__init__()
        self._send_line = send
        self.setFormatter(logging.Formatter("%(message)s"))  # level and name are sent beside it

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(Exception):
            self._send_line(Said(record.levelno, record.name, self.format(record)))


def lower_priority() -> None:
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(NICE)
    # On Windows the process was started below normal.


def own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the program, moved away from 0 and 1, where any library might read or print."""
    reading, writing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


def die_when_orphaned(parent: int) -> None:
    """A second watch beside the pipe, which a grandchild of the program might hold open."""
    while os.getppid() == parent:
        time.sleep(ORPHAN_CHECK)
    os._exit(0)


def watch(function: Callable[..., None], *arguments: object) -> None:
    threading.Thread(target=function, args=arguments, daemon=True).start()
