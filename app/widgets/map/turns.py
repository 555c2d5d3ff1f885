"""Who may use numpy: what is made on the pool waits while the window draws.

Each small operation of a picture lets go of Python's lock and would get it back only after one of the pool's,
which are long: a picture of 15 ms would take half a second. From Python's own code it gets it back when that
is interrupted, a millisecond later as the program has it, and some hundred times in a picture: while the
window draws, that is much sooner.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE = 0.002
SOON = 5e-5
"""Seconds for which Python's code on another thread goes on while the window wants to draw."""

_drawing = 0


@contextmanager
def drawing() -> Iterator[None]:
    """On the main thread, around what must not be held up."""
    global _drawing
    _drawing += 1
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SOON)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
        _drawing -= 1


def give_way() -> None:
    """On the pool, between pieces of work of a few milliseconds."""
    while _drawing:
        time.sleep(PAUSE)
