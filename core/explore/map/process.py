"""The map's process: it lays out maps at a low priority, away from playback and from the window.

Started by `client.MapProcess`. It is sent arrays and sends arrays back, and opens no file of the library's.
It ends when it has had nothing to do for a while, and at once when the program that started it is gone.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from core.analysis.channel import Failed, Sender, received
from core.analysis.inside import LogToParent, die_when_orphaned, lower_priority, own_pipes, watch
from core.errors import UserError
from core.explore.map.space import Floats
from core.explore.map.task import Done, Task, carry_out
from core.texts import marked

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    id: int
    task: Task


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Where the landmarks are by now (m, 2), None when they stay, and the share that is done, 0 to 1."""

    id: int
    xy: Floats | None
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    id: int
    done: Done


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    id: int
    problem: UserError


def main(words: list[str] | None = None) -> None:
    """Entry of the process. words: seconds without work after which it ends."""
    (idle,) = sys.argv[1:] if words is None else words
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is the program's to handle
    reading, writing = own_pipes()
    send = Sender(writing)
    logging.basicConfig(handlers=[LogToParent(send)], level=logging.WARNING)
    lower_priority()
    orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
    watch(die_when_orphaned, os.getppid())
    watch(_obey, reading, orders.put)
    try:
        while True:
            _work(orders.get(timeout=float(idle)), send)
    except queue.Empty:
        os._exit(0)
    except BaseException:
        log.exception("the map's process fails")
        os._exit(1)


def _work(order: Order, send: Sender) -> None:
    try:
        done = carry_out(order.task, lambda xy, share: send(Frame(order.id, xy, share)))
    except UserError as problem:
        send(Refused(order.id, problem))
    except MemoryError:
        send(Refused(order.id, UserError(marked("There is not enough memory to lay out this map."))))
    except Exception:
        send(Failed(order.id, traceback.format_exc(), users_fault=False))
    else:
        send(Answer(order.id, done))


def _obey(pipe: IO[bytes], take: Callable[[Order], None]) -> None:
    """Whatever is under way is of no use once nobody reads: the process goes with the pipe."""
    code = 0
    try:
        for message in received(pipe):
            if not isinstance(message, Order):
                break
            take(message)
    except Exception:
        log.exception("the program said something unreadable")
        code = 1
    os._exit(code)


if __name__ == "__main__":
    main()
