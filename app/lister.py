"""Keeps the library fresh in the background: looks through the folders, then listens to what is new."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.choices import Choices
from app.widgets.analysis_card import Shown
from app.words import said, tr
from core.domain import Pass, TrackId
from core.errors import Cancelled, UserError
from core.progress import Progress

log = logging.getLogger(__name__)

POLL_MS = 100
REFRESH = 60.0
"""Radio may use what was heard so far about this often, in seconds, and after each pass."""
PATIENCE = 8.0
"""Seconds that the background may take to end when the window closes."""


class Job(Protocol):
    """What is done in the background; core's Indexer, met here to keep its imports out of the start."""

    def scan(self, progress: Progress) -> object: ...

    def listen(
        self, names: tuple[str, ...], pass_: Pass, progress: Progress, *, when_idle: bool = False
    ) -> object: ...

    def measure(self, progress: Progress) -> object: ...

    def hear_first(self, ids: Sequence[TrackId]) -> None: ...

    def close(self) -> None: ...


class Lister(QObject):
    """One background thread at a time; the window asks for its progress ten times a second."""

    progressed = Signal(object)
    """Shown: for the analysis card."""
    scanned = Signal(object)
    """ScanCounts of a finished look through the folders."""
    heard = Signal()
    """More songs can be compared now than before."""
    failed = Signal(str)
    """The background stopped, and why; it begins again at the next start or `wake`."""
    _ended = Signal(object)

    def __init__(
        self,
        make: Callable[[], Job],
        models: Callable[[], tuple[str, ...]],
        choices: Choices,
        parent: QObject | None = None,
    ) -> None:
        """make: builds the job, on the background thread; models: the names of those that listen."""
        super().__init__(parent)
        self._make, self._models, self._choices = make, models, choices
        self._thread: threading.Thread | None = None
        self._job: Job | None = None
        self._progress = Progress()
        self._pass: Pass | None = None
        """The one that listens; None while it does something else."""
        self._measures = False
        self._again = self._more = False
        self._paused = False
        self._refreshed = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._ended.connect(self._take_end)
        for name in ("model", "listen", "keep_windows"):
            choices.follow(name, self.wake)

    @property
    def running(self) -> bool:
        return self._thread is not None

    def wake(self) -> None:
        """Looks through the folders and listens; what runs now is ended first, keeping what it has done."""
        if self._thread is not None:
            self._again = True
            self._progress.cancel()
            return
        self._begin(self._run)

    def hear(self) -> None:
        """Listens to what has come by itself, without looking through the folders. What runs takes it in."""
        if self._thread is not None:
            self._more = True  # it may be about to end
            return
        if self._choices.now.listen:
            self._begin(self._listen)

    def _begin(self, what: Callable[[Job, Progress], None]) -> None:
        self._progress = Progress()
        self._pass, self._measures = None, False
        if self._paused:
            self._progress.pause()
        self._thread = threading.Thread(target=self._work, args=(what, self._progress), name="lister")
        self._thread.start()
        self._timer.start()

    def toggle_pause(self) -> None:
        self._paused = not self._paused
        if self._paused:
            self._progress.pause()
        else:
            self._progress.resume()
        self._poll()

    def hear_first(self, ids: Sequence[TrackId]) -> None:
        """Somebody waits for these: they are heard before the others."""
        job = self._job  # the background thread may end it just now
        if job is not None:
            job.hear_first(ids)

    def close(self) -> bool:
        """Ends the background, waiting for the song in hand at most. False when it did not end in time."""
        self._again = self._more = False
        self._timer.stop()
        self._progress.cancel()
        if self._thread is not None:
            self._thread.join(PATIENCE)
            ended = not self._thread.is_alive()
            self._thread = None
            if not ended:
                log.warning("The background did not end in %s s.", PATIENCE)
            return ended
        return True

    # -- on the main thread

    def _poll(self) -> None:
        snapshot = self._progress.snapshot()
        self.progressed.emit(Shown(self._title(), snapshot if snapshot.stage else None, self._paused))
        if self._pass is not None and snapshot.done and time.monotonic() - self._refreshed > REFRESH:
            self._refreshed = time.monotonic()
            self.heard.emit()

    def _title(self) -> str:
        """Each pass counts from the start again: its name tells why."""
        match self._pass:
            case Pass.QUICK:
                return tr("Listening to your music")
            case Pass.FINE:
                return tr("Listening more closely")
            case Pass.FULL:
                return tr("Listening to all of it")
        return tr("Measuring loudness") if self._measures else tr("Looking through your folders")

    def _take_end(self, problem: BaseException | None) -> None:
        if self._thread is not None:
            self._thread.join()
        self._thread = None
        self._timer.stop()
        self.progressed.emit(Shown())
        if problem is not None:
            self.failed.emit(said(problem) if isinstance(problem, UserError) else _apology(problem))
        again, more = self._again, self._more
        self._again = self._more = False
        if again:
            self.wake()
        elif more:
            self.hear()

    # -- on the background thread

    def _work(self, what: Callable[[Job, Progress], None], progress: Progress) -> None:
        problem: BaseException | None = None
        try:
            job = self._job = self._make()
            try:
                what(job, progress)
            finally:
                self._job = None
                job.close()
        except Cancelled:
            pass
        except UserError as trouble:
            problem = trouble
        except Exception as trouble:
            log.exception("The background failed")
            problem = trouble
        self._ended.emit(problem)

    def _run(self, job: Job, progress: Progress) -> None:
        self.scanned.emit(job.scan(progress))
        if self._choices.now.listen:
            self._listen(job, progress)

    def _listen(self, job: Job, progress: Progress) -> None:
        for pass_ in Pass:
            self._pass = pass_
            # The last pass is long, and radio is good without it.
            job.listen(self._models(), pass_, progress, when_idle=pass_ is Pass.FULL)
            self.heard.emit()
            if pass_ is Pass.QUICK:
                # Radio works by now; even loudness and waveforms are worth more than hearing closer.
                self._pass, self._measures = None, True
                job.measure(progress)


def _apology(problem: BaseException) -> str:
    text = tr("Listening stopped ({problem}); what was heard is kept. The log has more.")
    return text.format(problem=type(problem).__name__)
