"""Where tags are edited from: opens editors, writes on a lane of its own, keeps the way back at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app import tasks, words
from app.choices import Choices
from app.words import tr
from core.domain import ReplayGain, TrackId
from core.library.tracks import Change, Kind, Library
from core.progress import Progress

if TYPE_CHECKING:
    from core.library.editing import Editor, Outcome
    from core.library.writing import Edit

RATINGS_REST_MS = 2_000
"""After the last star given, before stars are written into files: a second thought costs no writing."""
DRAIN = 20.0
"""Seconds that the file in hand may take when the window closes."""
NAMED = 3
"""Files named in a notice of what could not be written."""


@runtime_checkable
class Selecting(Protocol):
    """A list of tracks."""

    def selected_ids(self) -> Sequence[TrackId]: ...


class TagDesk(QObject):
    """Main thread only. Everything that writes to music files goes through `save` or its neighbours."""

    said = Signal(str, str, object)
    """A sentence, and one thing to do about it with what does it; both empty for none."""
    saved = Signal(object)
    """Outcome of every writing, right before its notice."""

    def __init__(self, library: Library, choices: Choices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self._choices = choices
        self._lane = tasks.Pool(threads=1)
        self._editor: Editor | None = None
        self._progresses: list[Progress] = []
        self._rated: set[TrackId] = set()
        self._rest = QTimer(self, singleShot=True, interval=RATINGS_REST_MS)
        self._rest.timeout.connect(self._write_rated)
        self._changes.connect(self._note)
        self._unsubscribe = library.subscribe(self._changes.emit)

    _changes = Signal(object)

    def wake(self) -> None:
        """Once the window is there: removes the copies that a crash has left behind."""
        self._lane.run(lambda: self._desk().clean())

    def close(self) -> None:
        """Ends writing after the file in hand; what was written stays."""
        self._unsubscribe()
        self._rest.stop()
        if self._rated:
            self._write_rated()
        else:
            for progress in self._progresses:
                progress.cancel()
        self._lane.drain(DRAIN)

    # What can be asked -----------------------------------------------------------------------------------

    def edit(self, ids: Sequence[TrackId], parent: QWidget) -> None:
        """Opens an editor of these tracks over `parent`."""
        from app.views.tageditor import TagEditor

        if ids:
            editor = TagEditor(self, list(ids), parent)
            editor.open()

    def edit_here(self, playing: TrackId | None, parent: QWidget) -> None:
        """What is selected in the list that has the keyboard, else what plays."""
        widget = QApplication.focusWidget()
        while widget is not None and not isinstance(widget, Selecting):
            widget = widget.parentWidget()
        chosen = list(widget.selected_ids()) if isinstance(widget, Selecting) else []
        self.edit(chosen or ([playing] if playing is not None else []), parent)

    def save(
        self, edits: dict[TrackId, Edit], progress: Progress, on_done: Callable[[Outcome], object]
    ) -> None:
        """Writes in the background; `on_done` gets the Outcome on the main thread."""

        def done(outcome: Outcome) -> None:
            on_done(outcome)
            self._tell(outcome, undo=True)

        self._start(lambda: self._desk().apply(edits, progress), done, progress)

    def undo(self) -> None:
        """Takes back the last edit."""
        progress = Progress()

        def done(outcome: Outcome) -> None:
            self._tell(outcome, undo=False)

        self._start(lambda: self._desk().undo(progress), done, progress)

    def write_ratings(self, ids: Sequence[TrackId]) -> None:
        """The stars of these tracks into their files."""
        progress, chosen = Progress(), list(ids)
        work = partial(self._write_ratings, chosen, progress, undoable=True)
        self._start(work, lambda outcome: self._tell(outcome, undo=True), progress)

    def write_gains(self, ids: Sequence[TrackId]) -> None:
        """The loudness of these tracks, said or measured, into their files."""
        progress, chosen = Progress(), list(ids)

        def work() -> Outcome:
            return self._desk().write_gains(self._gains(chosen), progress)

        self._start(work, lambda outcome: self._tell(outcome, undo=True), progress)

    # How it is done ----------------------------------------------------------------------------------------

    def _desk(self) -> Editor:
        """On the lane. Made late: the window starts without what reads and writes tags."""
        if self._editor is None:
            from core.library.editing import Editor

            self._editor = Editor(self.library)
        return self._editor

    def _gains(self, ids: list[TrackId]) -> dict[TrackId, ReplayGain]:
        from core.library.gains import gains

        return dict(gains(self.library, ids))

    def _write_ratings(self, ids: list[TrackId], progress: Progress, *, undoable: bool) -> Outcome:
        return self._desk().write_ratings(ids, progress, undoable=undoable)

    def _start(
        self,
        work: Callable[[], Outcome],
        done: Callable[[Outcome], object],
        progress: Progress,
    ) -> None:
        self._progresses.append(progress)

        def over() -> None:
            self._progresses.remove(progress)

        def finish(outcome: Outcome) -> None:
            over()
            self.saved.emit(outcome)
            done(outcome)

        def fail(text: str) -> None:
            over()
            self.said.emit(text, "", None)

        self._lane.run(work, on_done=finish, on_error=fail)

    def _tell(self, outcome: Outcome, *, undo: bool) -> None:
        count = len(outcome.written)
        parts = []
        if count and undo:
            parts.append(tr("%Ln track(s) changed.", count=count))
        elif count:
            parts.append(tr("%Ln track(s) as before.", count=count))
        if outcome.failures:
            parts.append(tr("%Ln file(s) could not be written.", count=len(outcome.failures)))
            parts.append(" ".join(words.said(failure.problem) for failure in outcome.failures[:NAMED]))
        if not parts:
            return
        if count and undo:
            self.said.emit(" ".join(parts), tr("Undo"), self.undo)
        else:
            self.said.emit(" ".join(parts), "", None)

    # Stars, where the listener wants them in the files too -------------------------------------------------

    def _note(self, change: Change) -> None:
        if change.kind is Kind.RATED and self._choices.now.write_ratings:
            self._rated.update(change.ids)
            self._rest.start()

    def _write_rated(self) -> None:
        ids, self._rated = sorted(self._rated), set()
        progress = Progress()
        work = partial(self._write_ratings, ids, progress, undoable=False)

        def done(outcome: Outcome) -> None:
            if outcome.failures:
                self._tell(outcome, undo=False)

        self._start(work, done, progress)
