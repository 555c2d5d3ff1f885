"""Notices what changes in the library's folders, and has just those places looked at, once they have come
to rest.

The system tells of changes (inotify, FSEvents, ReadDirectoryChangesW, by way of `watchdog`); they are
gathered by folder, so that a storm of them becomes a few looks. Drives that tell nothing are looked
through now and then. All of it happens on one thread, which does the looking too: what changes meanwhile
is gathered.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.errors import Cancelled
from core.library import drives
from core.library.scan import Busy
from core.library.walk import SHEET, is_inside, is_music

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers.api import BaseObserver, ObservedWatch

log = logging.getLogger(__name__)

QUIET = 0.5
"""Seconds without a change after which a folder has come to rest."""
PATIENCE = 2.0
"""One that never rests is looked at after so long; files still being written are left out."""
REST = 1.5
"""Seconds since its last change after which a file that nobody closed counts as written."""
HEARTBEAT = 3.0
"""Seconds between two looks at whether the folders themselves are still the same."""
FLOOD = 8_000
"""After so many changes at once the system may have dropped some: the whole folder is looked through."""
MANY = 400
"""So many places at once are looked through faster as a whole."""


class Why(StrEnum):
    """Why a folder is looked through now and then instead of watched."""

    REMOTE = "remote"
    """It lies on a network drive."""
    LIMIT = "limit"
    """The system watches no more folders (on Linux, fs.inotify.max_user_watches)."""
    UNSUPPORTED = "unsupported"
    """This system tells of no changes."""


class Places(NamedTuple):
    """Where something has changed."""

    trees: list[Path]
    """To be looked at with all below."""
    folders: list[Path]
    """To be looked at by themselves."""


Look = Callable[[Places, Busy], object]
Told = Callable[[Path, Why], object]


class Roots(NamedTuple):
    """What to watch now."""

    folders: Sequence[bytes]
    mounts: Sequence[bytes]
    """Folders inside where another drive was seen."""


class Pending:
    """What has changed and was not looked at yet. Any thread may tell; one asks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Condition()
        self._open: dict[bytes, _Stirred] = {}
        self._closed: dict[bytes, float] = {}
        self._left: set[bytes] = set()
        self._ended = False
        self.events = 0
        """Told since `take` last found nothing more to wait for."""

    def touch(self, folder: bytes, *, deep: bool = False, at_once: bool = False) -> None:
        """at_once: it need not come to rest."""
        now = self._clock()
        with self._lock:
            self.events += 1
            known = self._open.get(folder)
            if known is None:
                self._open[folder] = _Stirred(now - PATIENCE if at_once else now, now, deep)
                self._lock.notify_all()
            else:
                known.last, known.deep = now, known.deep or deep

    def tell(self, path: bytes, event: str, *, is_folder: bool) -> None:
        """event: "created", "modified", "closed", "deleted" or "moved"."""
        if is_folder:
            self.touch(path, deep=True)
        elif _concerns_us(os.path.basename(path)):
            if event in ("created", "modified", "closed"):
                self.wrote(path, closed=event == "closed")
            self.touch(os.path.dirname(path))

    def wrote(self, file: bytes, *, closed: bool) -> None:
        """A file was made or written to; or whoever wrote it has closed it."""
        with self._lock:
            if closed:
                self._closed[file] = self._clock()
            else:
                self._closed.pop(file, None)

    def is_busy(self, file: bytes, mtime_ns: int) -> bool:
        """Whether a file is still being written. It is asked about again later, with its folder."""
        age = time.time() - mtime_ns / 1e9
        with self._lock:
            busy = -REST < age < REST and file not in self._closed
            if busy:
                self._left.add(os.path.dirname(file))
        return busy

    def take(self) -> dict[bytes, bool]:
        """The folders that have come to rest, and whether all below counts too."""
        now = self._clock()
        with self._lock:
            ready = {f: s.deep for f, s in self._open.items() if s.due <= now}
            for folder in ready:
                del self._open[folder]
            self._closed = {file: at for file, at in self._closed.items() if now - at < 5 * REST}
            return ready

    def put_back(self) -> None:
        """After a look: folders with files that were left out are looked at again."""
        with self._lock:
            left, self._left = self._left, set()
        for folder in left:
            self.touch(folder)

    def calm(self) -> bool:
        """Nothing waits any more."""
        with self._lock:
            if not self._open:
                self.events = 0
            return not self._open

    def wait(self, most: float) -> None:
        """Until something may have come to rest, at most so many seconds."""
        with self._lock:
            due = min((s.due for s in self._open.values()), default=float("inf"))
            left = due - self._clock()
            if left > 0 and not self._ended:
                self._lock.wait(min(most, max(left, 0.02)))

    def end(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self._ended = True
            self._lock.notify_all()


@dataclass(slots=True)
class _Stirred:
    first: float
    last: float
    deep: bool

    @property
    def due(self) -> float:
        return min(self.last + QUIET, self.first + PATIENCE)


@dataclass(slots=True)
class _Watched:
    """One of the library's folders."""

    identity: object
    watch: ObservedWatch | None = None
    polled: float | None = None
    """When it was last looked through; None for one that is watched."""


class Watch:
    """Watches from `start` to `close`, once."""

    def __init__(
        self,
        roots: Callable[[], Roots],
        look: Look,
        told: Told,
        *,
        poll: float = 600.0,
        heartbeat: float = HEARTBEAT,
    ) -> None:
        """roots: asked every few seconds. look: called on the watching thread with what changed; it blocks.
        told: a folder is looked through every `poll` seconds, and why; also on that thread.
        """
        self._roots, self._look, self._told = roots, look, told
        self.poll, self._heartbeat = poll, heartbeat
        self._pending = Pending()
        self._watched: dict[bytes, _Watched] = {}
        self._begun = False  # with the folders there were at first, which the program scans by itself
        self._observer: BaseObserver | None = None
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()
        self.looks = 0
        """How often something was looked at."""

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ends soon, without waiting for it. A look under way must be ended by its own means."""
        self._ended.set()
        self._pending.end()

    def close(self, timeout: float = 5.0) -> bool:
        """Ends, and waits for it. False when it did not end in time, because of a drive that does not answer;
        it then ends with the program."""
        self.end()
        if self._thread is not None:
            self._thread.join(timeout)
            return not self._thread.is_alive()
        return True

    # On the watching thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        checked = None
        complained = False
        while not self._ended.is_set():
            try:
                if checked is None or time.monotonic() - checked >= self._heartbeat:
                    checked = time.monotonic()
                    self._check()
                self._look_around()
            except Exception:
                # A library that is locked, a drive that stutters: it may be better with the next beat.
                if not complained:
                    log.exception("the folders cannot be watched for now")
                complained = True
            self._pending.wait(self._heartbeat)
        self._stop_observer()

    def _look_around(self) -> None:
        ready = self._pending.take()
        if not ready:
            return
        places = self._places(ready)
        self.looks += 1
        started = time.monotonic()
        try:
            self._look(places, self._pending.is_busy)
        except Cancelled:
            pass
        except Exception:
            log.exception("%d changed places could not be looked at", len(ready))
        self._pending.put_back()
        flood = self._pending.events > FLOOD
        if self._pending.calm() and flood:
            for root in self._watched:
                self._pending.touch(root, deep=True)
        # Half of the time belongs to others, however much there is to look at.
        self._ended.wait(min(PATIENCE, time.monotonic() - started))

    def _places(self, ready: dict[bytes, bool]) -> Places:
        if len(ready) > MANY:
            ready = {self._root_of(folder): True for folder in ready}
        trees = [folder for folder, deep in ready.items() if deep]
        flat = [folder for folder, deep in ready.items() if not deep]
        return Places(_paths(trees), _paths(flat))

    def _root_of(self, folder: bytes) -> bytes:
        return max((root for root in self._watched if is_inside(folder, root)), key=len, default=folder)

    # The folders themselves ----------------------------------------------------------------------------

    def _check(self) -> None:
        """Begins with new folders, ends with those taken out; notices a drive that went or came back."""
        wanted = self._roots()
        for root in [root for root in self._watched if root not in wanted.folders]:
            self._leave(root)
        for root in wanted.folders:
            identity = _identity(root, wanted.mounts)
            known = self._watched.get(root)
            if known is None:
                self._watched[root] = _Watched(identity)
                self._begin(root)
                if self._begun:  # what came between its scan and this would be seen by nobody
                    self._pending.touch(root, deep=True, at_once=True)
            elif known.identity != identity:
                self._leave(root)
                self._watched[root] = _Watched(identity)
                self._begin(root)
                self._pending.touch(root, deep=True, at_once=True)
            elif known.polled is not None and time.monotonic() - known.polled >= self.poll:
                known.polled = time.monotonic()
                self._pending.touch(root, deep=True, at_once=True)
        self._begun = True

    def _begin(self, root: bytes) -> None:
        if not os.path.isdir(root):
            return
        name = os.fsdecode(root)
        why = Why.REMOTE if drives.is_remote(name) else self._subscribe(root)
        if why is None and drives.has_remote_inside(name):
            why = Why.REMOTE
        if why is not None:
            self._watched[root].polled = time.monotonic()
            log.info("%s is looked through every %.0f s (%s)", name, self.poll, why.value)
            self._told(Path(name), why)

    def _subscribe(self, root: bytes) -> Why | None:
        """Asks the system to tell of changes; why it does not, or not of all."""
        try:
            observer = self._started_observer()
            if observer is None:
                return Why.UNSUPPORTED
            self._watched[root].watch = observer.schedule(
                _handler(self._pending), os.fsdecode(root), recursive=True, event_filter=_wanted_events()
            )
            self._probe(observer)
        except FileNotFoundError:
            return None
        except OSError as problem:
            log.info("%s: %s", os.fsdecode(root), problem)
            return Why.LIMIT
        return None

    def _probe(self, observer: BaseObserver) -> None:
        """Raises OSError where the limit was reached inside a folder: of that, watchdog says nothing."""
        with tempfile.TemporaryDirectory() as folder:
            observer.unschedule(observer.schedule(_handler(Pending()), folder, event_filter=_wanted_events()))

    def _leave(self, root: bytes) -> None:
        watched = self._watched.pop(root)
        if self._observer is not None and watched.watch is not None:
            self._observer.unschedule(watched.watch)

    def _started_observer(self) -> BaseObserver | None:
        """None where there is none but by polling, which we do better."""
        if self._observer is None:
            from watchdog.observers import Observer
            from watchdog.observers.polling import PollingObserver

            if Observer is PollingObserver:
                return None
            # Of folders made one in the other at once, watchdog watches some twice, and warns of itself.
            warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
            self._observer = Observer()
            self._observer.start()
        return self._observer

    def _stop_observer(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None


def _handler(pending: Pending) -> FileSystemEventHandler:
    """Turns the system's events into folders that changed. Called on watchdog's threads."""
    from watchdog.events import FileSystemEventHandler

    class Handler(FileSystemEventHandler):
        def dispatch(self, event: FileSystemEvent) -> None:
            for said in (event.src_path, event.dest_path):
                if said:
                    pending.tell(os.fsencode(str(said)), event.event_type, is_folder=event.is_directory)

    return Handler()


def _concerns_us(name: bytes) -> bool:
    return is_music(name) or (name[:1] != b"." and name.rpartition(b".")[2].lower() == SHEET)


def _wanted_events() -> list[type[FileSystemEvent]]:
    """Where closing is told of, every single writing need not be."""
    from watchdog import events

    wanted: list[type[FileSystemEvent]] = [
        *(events.FileCreatedEvent, events.FileMovedEvent, events.FileDeletedEvent),
        *(events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent),
    ]
    return [*wanted, events.FileClosedEvent if sys.platform == "linux" else events.FileModifiedEvent]


def _identity(root: bytes, mounts: Iterable[bytes]) -> object:
    """Another one where the folder is gone, is back, or is another; or a drive in it came or went."""
    try:
        stat = os.stat(root)
    except OSError:
        return None
    inner = tuple(mount for mount in mounts if is_inside(mount, root) and os.path.ismount(mount))
    return stat.st_dev, stat.st_ino, inner


def _paths(raw: Iterable[bytes]) -> list[Path]:
    return [Path(os.fsdecode(path)) for path in sorted(raw)]
