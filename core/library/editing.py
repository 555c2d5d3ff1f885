"""Editing the tags of many tracks: the files one by one, their rows right after, and the way back.

What each edit changed is kept for this session, so that it can be undone: the latest `UNDOS` edits, as long
as they are not too large together. A window that crashes in between finds whole files, as `writing` promises.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.domain import ReplayGain, Track, TrackId
from core.errors import Cancelled, UserError
from core.library import folders, ledger, ratings, reader, writing
from core.library.ledger import FileRow
from core.library.tracks import Kind, Library
from core.library.walk import is_inside
from core.library.writing import Before, Edit
from core.progress import Progress

log = logging.getLogger(__name__)

UNDOS, KEPT = 50, 256 << 20
"""Edits that can be undone, and bytes of what they changed."""
LARGE = 4096
"""Bytes from which values are shared, and counted."""
TELL = 0.25
"""Seconds after which the rows written so far are told of."""
SESSION_KEY = "writing tags"
"""In the library: the folders in which files are being written, where a crash may leave copies."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A track whose file stayed as it was."""

    track: Track
    problem: UserError

    @property
    def reason(self) -> str:
        return str(self.problem)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit did. Files that were written before it was cancelled stay written."""

    written: tuple[TrackId, ...] = ()
    failures: tuple[Failure, ...] = ()
    cancelled: bool = False


class _Step:
    """What undoes one edit. Pictures that many files shared, as those of an album, are kept once."""

    def __init__(self) -> None:
        self.files: dict[TrackId, Before] = {}
        self._pool: dict[Any, Any] = {}

    def add(self, id: TrackId, before: Before) -> None:
        for _, entries in before.blocks:
            for key, value in entries.items():
                entries[key] = self._shared(value)
        self.files[id] = before

    @property
    def size(self) -> int:
        """Bytes of what is large."""
        return sum(len(value) for value in self._pool)

    def _shared(self, value: Any) -> Any:
        if isinstance(value, bytes | str):
            return value if len(value) < LARGE else self._pool.setdefault(value, value)
        if isinstance(value, list | tuple):
            return type(value)(map(self._shared, value))
        for name in ("data", "value"):  # of mutagen's frames and attributes
            if isinstance(inner := getattr(value, name, None), bytes):
                setattr(value, name, self._shared(inner))
        return value


class Editor:
    """Everything that writes to the files of one library. Blocks; call it from a background thread.

    One edit runs at a time; others wait.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._steps: deque[_Step] = deque(maxlen=UNDOS)
        self._turn = threading.Lock()

    def clean(self) -> int:
        """Removes the copies that a crash left behind; how many. For the start of the program."""
        with self._turn:
            left = self._library.session(SESSION_KEY, [])
            if not isinstance(left, list) or not left:
                return 0
            gone = writing.clean([Path(folder) for folder in left if isinstance(folder, str)])
            self._library.set_session(SESSION_KEY, [])
            return gone

    def apply(self, edits: Mapping[TrackId, Edit], progress: Progress, *, undoable: bool = True) -> Outcome:
        """Makes the edits, in order. What cannot be written is in the outcome; the others are written.

        undoable: whether `undo` takes it back; otherwise that goes on with the edit before.
        """
        step = _Step()
        wanted = {id: edit for id, edit in edits.items() if edit.fields or edit.cover is not None}

        def write(track: Track) -> None:
            before = writing.write(track.path, wanted[track.id])
            step.add(track.id, before)

        with self._turn:
            try:
                return self._each(list(wanted), write, progress)
            finally:
                if undoable:  # what was written, even where the library could not follow
                    self._keep(step)

    @property
    def can_undo(self) -> bool:
        return bool(self._steps)

    def undo(self, progress: Progress) -> Outcome:
        """Puts back what the last edit changed, in the files it still finds; nothing where there is none.

        Cancelled, it goes on with the rest when called again.
        """
        with self._turn:
            if not self._steps:
                return Outcome()
            step = self._steps.pop()
            left = dict(step.files)

            def put_back(track: Track) -> None:
                writing.restore(track.path, left.pop(track.id))

            whole = False
            try:
                outcome = self._each(list(left), put_back, progress)
                whole = not outcome.cancelled
                return outcome
            finally:
                step.files = left
                if left and not whole:
                    self._steps.append(step)

    # What the library knows, into the files --------------------------------------------------------------

    def write_ratings(self, ids: Sequence[TrackId], progress: Progress, *, undoable: bool = True) -> Outcome:
        """The tracks' stars into the tags of their files; a track without any takes them out."""
        edits = {track.id: Edit(ratings.fields(track.rating)) for track in self._library.tracks(ids)}
        return self.apply(edits, progress, undoable=undoable)

    def write_gains(self, gains: Mapping[TrackId, ReplayGain], progress: Progress) -> Outcome:
        """Loudness as ReplayGain tags (in Opus as R128's), where something is known."""
        edits = {id: Edit(_gain_fields(gain)) for id, gain in gains.items() if gain != ReplayGain()}
        return self.apply(edits, progress)

    # ---------------------------------------------------------------------------------------------------

    def _each(self, ids: list[TrackId], do: Callable[[Track], object], progress: Progress) -> Outcome:
        """Does it for each track's file, and brings the rows up to date in small batches."""
        tracks = self._library.tracks(ids)
        written: list[TrackId] = []
        failures: list[Failure] = []
        rows = _Rows(self._library)
        self._library.set_session(SESSION_KEY, sorted({os.path.dirname(_real(t.path)) for t in tracks}))
        cancelled = False
        try:
            progress.begin("Writing tags", total=len(tracks))
            for track in tracks:
                progress.check()
                try:
                    _refuse_parts(track)
                    do(track)
                except UserError as problem:
                    failures.append(Failure(track, problem))
                else:
                    written.append(track.id)
                    rows.renew(track)
                progress.advance()
        except Cancelled:
            cancelled = True
        finally:
            rows.flush()
            self._library.set_session(SESSION_KEY, [])
        return Outcome(tuple(written), tuple(failures), cancelled)

    def _keep(self, step: _Step) -> None:
        if step.files:
            self._steps.append(step)
        while len(self._steps) > 1 and sum(each.size for each in self._steps) > KEPT:
            self._steps.popleft()


def _refuse_parts(track: Track) -> None:
    if track.part:
        raise UserError(
            "“{title}” is a part of {file}, as its cue sheet says; parts have no tags of their own to write.",
            title=track.title,
            file=track.path.name,
        )


def _gain_fields(gain: ReplayGain) -> dict[str, tuple[str, ...]]:
    said: dict[str, tuple[str, ...]] = {}
    for name, decibel in (("track", gain.track_gain), ("album", gain.album_gain)):
        if decibel is not None:
            said[f"rg_{name}_gain"] = (f"{decibel:.2f} dB",)
    for name, peak in (("track", gain.track_peak), ("album", gain.album_peak)):
        if peak is not None:
            said[f"rg_{name}_peak"] = (f"{peak:.6f}",)
    return said


def _real(path: Path) -> str:
    return os.path.realpath(path)


class _Rows:
    """Rows of written files, read again as a scan reads them and written in small batches.

    What the user did with a track, and its audio_id with all that hangs on it, stay: only what the file says
    is taken over. A file that is not the track's any more is left to the next scan.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._roots = [root.path for root in folders.roots(library.database)]
        self._waiting: list[tuple[int, FileRow, str | None]] = []
        self._since = time.monotonic()

    def renew(self, track: Track) -> None:
        raw = os.fsencode(track.path)
        root = max((root for root in self._roots if is_inside(raw, root)), key=len, default=b"")
        try:
            stat = os.stat(raw)
        except OSError:
            return
        row, audio, _, parts = reader.answer((raw, len(root), stat.st_size, ()), reader.BOTH)
        if row is None or row[0] or parts or (track.audio_id and audio != track.audio_id):
            log.warning("%s is not what it was after it was written; a scan will tell", track.path)
            return
        self._waiting.append((track.id, (raw, stat.st_size, stat.st_mtime_ns, row), audio))
        if time.monotonic() - self._since > TELL:
            self.flush()

    def flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._since = time.monotonic()
        for some in ledger.batches(waiting):
            with self._library.database.write() as db:
                ledger.update(db, some)
            self._library.announce(Kind.CHANGED, [id for id, _, _ in some])
