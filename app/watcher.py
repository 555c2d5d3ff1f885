"""Has the library notice new, changed and vanished files by themselves, while the window is open."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.choices import Choices
from app.words import said, tr
from core.errors import Cancelled, UserError
from core.library.tracks import Library
from core.progress import Progress

if TYPE_CHECKING:
    from core.library.scan import Busy
    from core.library.watch import Places, Roots, Watch, Why

log = logging.getLogger(__name__)

TOLD = "folders that are polled"
"""In the session: of which folders this was said. Once is enough."""


class Watcher(QObject):
    """Core's `Watch` with the user's settings; its looks are small scans, on its own thread.

    A look does not wait for listening, only for a scan under way (`Library.scanning`).
    """

    scanned = Signal(object)
    """ScanCounts of a look that found something."""
    notice = Signal(str)
    """Something that the user may want to know, quietly."""
    failed = Signal(str)
    """What was found could not be written, and why."""
    _polled = Signal(str, str)

    def __init__(self, library: Library, choices: Choices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._choices = library, choices
        self._watch: Watch | None = None
        self._ending: list[Watch] = []
        """Were switched off; their threads need a moment."""
        self._progress = Progress()
        self._begun = False
        self._polled.connect(self._tell_polled)
        choices.follow("watch", self._follow)
        choices.follow("poll_minutes", self._follow)

    @property
    def running(self) -> bool:
        return self._watch is not None

    def start(self) -> None:
        """Begins, where the user wants it; from then on the setting decides."""
        self._begun = True
        self._follow()

    def close(self) -> bool:
        """False when a drive that does not answer keeps it; nothing is lost by that."""
        self._begun = False
        self._switch_off()
        closed = [watch.close() for watch in self._ending]
        return all(closed)

    def _follow(self) -> None:
        if not self._begun:
            return
        now = self._choices.now
        if self._watch is not None:
            self._watch.poll = now.poll_minutes * 60.0
        if now.watch and self._watch is None:
            from core.library.watch import Watch

            self._progress = Progress()
            look = partial(self._look, self._progress)
            self._watch = Watch(self._roots, look, self._say_polled, poll=now.poll_minutes * 60.0)
            self._watch.start()
        elif not now.watch:
            self._switch_off()

    def _switch_off(self) -> None:
        if self._watch is not None:
            self._progress.cancel()
            self._watch.end()
            self._ending.append(self._watch)
            self._watch = None

    def _tell_polled(self, folder: str, why: str) -> None:
        told = self._library.session(TOLD, [])
        if folder in told:
            return
        self._library.set_session(TOLD, [*told, folder])
        texts = {
            "remote": tr(
                "{folder} is on a drive that tells of no changes; it is looked through every {often}."
            ),
            "limit": tr(
                "{folder} has more folders than the system will watch; it is looked through every {often}."
            ),
        }
        usual = tr("This system tells of no changes; {folder} is looked through every {often}.")
        often = tr("%Ln minute(s)", count=self._choices.now.poll_minutes)
        self.notice.emit(texts.get(why, usual).format(folder=Path(folder).name, often=often))

    # -- on the watching thread

    def _roots(self) -> Roots:
        from core.library import folders
        from core.library.watch import Roots

        database = self._library.database
        return Roots([root.path for root in folders.roots(database)], folders.mounts(database))

    def _look(self, progress: Progress, places: Places, busy: Busy) -> None:
        from core.library.scan import scan

        try:
            counts = scan(self._library, progress, only=places.trees, shallow=places.folders, busy=busy)
        except Cancelled:
            return
        except UserError as problem:
            self.failed.emit(said(problem))
            return
        if counts.added or counts.changed or counts.moved or counts.missing or counts.failed:
            log.info("Noticed: %s", counts)
            self.scanned.emit(counts)

    def _say_polled(self, folder: Path, why: Why) -> None:
        self._polled.emit(str(folder), why.value)
