"""Shows a `Progress` on a terminal as one bar that redraws itself; elsewhere as a line per stage."""

from __future__ import annotations

import shutil
import threading
from types import TracebackType
from typing import Self, TextIO

from core.progress import Progress, Snapshot

REDRAW = 0.1
"""Seconds between two looks at the progress."""
WIDTH = 24
"""Cells of the bar itself."""


class Bar:
    """`with Bar(progress, sys.stderr): …` draws from a thread of its own until the block ends."""

    def __init__(self, progress: Progress, stream: TextIO) -> None:
        self._progress = progress
        self._stream = stream
        self._live = stream.isatty()
        self._done = threading.Event()
        self._stage = ""
        self._thread = threading.Thread(target=self._watch, name="bar")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: object, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        try:
            while not self._done.wait(REDRAW):
                self._show(self._progress.snapshot())
            self._show(self._progress.snapshot())
            if self._live and self._stage:
                self._stream.write("\n")
                self._stream.flush()
        except OSError:
            return  # nobody looks any more; the job goes on

    def _show(self, now: Snapshot) -> None:
        if self._live:
            self._redraw(now)
        elif now.stage != self._stage:
            # A log wants to know what happened, not how it looked.
            total = f" ({now.total})" if now.total else ""
            self._stream.write(f"{now.stage}{total}\n")
            self._stream.flush()
        self._stage = now.stage

    def _redraw(self, now: Snapshot) -> None:
        if not now.stage:
            return
        if self._stage and now.stage != self._stage:
            self._stream.write("\n")
        columns = shutil.get_terminal_size().columns
        self._stream.write(f"\r\x1b[2K{described(now)[: columns - 1]}")
        self._stream.flush()


def described(now: Snapshot) -> str:
    """ "Listening ████████░░░░░░░░░░░░░░░░ 412/1,204 · 95 a minute · 8 min left"."""
    if not now.total:
        return f"{now.stage} {now.done:,}" if now.done else f"{now.stage} …"
    filled = min(WIDTH, WIDTH * now.done // now.total)
    parts = [f"{'█' * filled}{'░' * (WIDTH - filled)} {now.done:,}/{now.total:,}"]
    if now.rate > 0 and now.done < now.total:
        parts.append(f"{now.rate:,.0f} a second" if now.rate >= 20 else f"{now.rate * 60:,.0f} a minute")
    if now.eta is not None and now.done < now.total:
        parts.append(f"{left(now.eta)} left")
    return f"{now.stage} {' · '.join(parts)}"


def left(seconds: float) -> str:
    """A duration to be glanced at: "8 s", "12 min", "3 h 20 min"."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
