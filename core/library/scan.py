"""One scan: compares the folders with the library, lists what is new, then finds out which is what.

Three stages. *Compare*: files on disk and rows in the library are merged; new and changed files are read by
other processes meanwhile and written in small batches. *Identify*: the new files' audio identities tell which
of them are known tracks that moved. *Settle*: files whose audio changed under their name. What was written
stays when a scan ends early, and the next one takes up the rest.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from core.domain import Presence
from core.library import folders, ledger, moves, reader, sheets
from core.library.compare import Comparison, Known, Seen
from core.library.ledger import FileRow
from core.library.moves import Place
from core.library.reader import BOTH, IDENTITY, TAGS, Answer, Item, PartRow
from core.library.readers import Job, Readers
from core.library.record import Record
from core.library.scope import Scope, Top, Wanted
from core.library.sheets import Sheets
from core.library.tracks import Kind, Library
from core.library.walk import Found, Walk, below, is_inside, one_file
from core.progress import Progress
from core.texts import marked

log = logging.getLogger(__name__)

CHUNK = 250
"""Files per question to a reader process."""
FIRST_CHUNK = 25
"""The first question is smaller, so that the first tracks are listed at once."""
FEW = 8
"""So few files are read right here: starting a process would take longer."""
WAITING = 24
"""Questions that may be under way; the walk waits beyond."""
TICK = 0.1
"""Seconds between two looks at whether the user cancelled."""


@dataclass(frozen=True, slots=True)
class ScanCounts:
    """What one scan did. Each file is counted once: one that moved and was retagged as moved."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    missing: int = 0
    """Tracks whose file is gone since the last scan."""
    failed: int = 0
    """New or changed files that could not be read; they are listed with their error."""
    unchanged: int = 0
    seconds: float = 0.0
    unreadable: tuple[str, ...] = ()
    """Folders and files that could not be looked at. What was known of them stays as it was."""


class _Asked(NamedTuple):
    """A file given to a reader, and what it is to become."""

    mtime: int
    known: Known | None
    again: bool = False
    """The file is as it was; a cue sheet may say something else of it now."""


class _Replaced(NamedTuple):
    """A file whose audio is no longer that of the track which had its path."""

    track_id: int
    item: Item
    mtime: int
    audio_id: str


Busy = Callable[[bytes, int], bool]
"""Whether the file at this path, changed at this time (ns), is still being written."""


def scan(
    library: Library,
    progress: Progress,
    *,
    only: Path | Sequence[Path] | None = None,
    shallow: Sequence[Path] = (),
    busy: Busy | None = None,
) -> ScanCounts:
    """Brings the library up to date with its folders, or with what is at `only`, inside them.

    only: a file, or a folder with all below it; of several, those that the library does not want are passed
    over. shallow: folders to be looked at without what lies below. busy: files to be left for another time.
    Blocks; call it from a background thread. One scan runs at a time, the others wait for it; listening does
    not keep it waiting. Raises Cancelled (what was written until then stays), and UserError when the one path
    asked for is in no folder of the library.
    """
    tops = None
    if only is not None or shallow:
        many = [only] if isinstance(only, Path) else only or ()
        tops = [(folders.resolved(path), True) for path in many]
        tops += [(folders.resolved(path), False) for path in shallow]
    while not library.scanning.acquire(timeout=TICK):
        progress.check()
    try:
        with Readers() as readers:
            run = _Scan(library, progress, readers, busy)
            if tops is not None and isinstance(only, Path):
                run.scope.demand(tops[0][0])
            return run.run(tops)
    finally:
        library.scanning.release()


class _Scan:
    def __init__(self, library: Library, progress: Progress, readers: Readers, busy: Busy | None) -> None:
        self._library, self._progress, self._readers, self._busy = library, progress, readers, busy
        self._db = library.database
        self.scope, self._record = Scope(self._db), Record(library, progress)
        self._first_new = ledger.next_id(self._db.read())
        self._identify_from = self._first_new
        self._waiting: dict[int, list[tuple[Item, _Asked]]] = {TAGS: [], BOTH: []}
        self._chunk = FIRST_CHUNK
        self._sheets = Sheets(self._db, {})
        self._looked_at: list[Sheets] = []
        self._back: list[int] = []
        self._gone: set[int] = set()
        self._moved: set[int] = set()
        self._failed_new: set[int] = set()
        self._replaced: list[_Replaced] = []
        self._added = self._changed = self._failed = self._unchanged = self._walked = 0
        self._unreadable: list[bytes] = []

    def run(self, only: list[Wanted] | None) -> ScanCounts:
        started = time.monotonic()
        self._progress.begin("Looking for music")
        for root in self.scope.away:
            self._record.mark_offline(root)
        for top in self.scope.tops(only):
            self._compare(top)
        self._ask_the_rest()
        for seen in self._looked_at:
            seen.remember()
        self._mark_gone()
        self._identify()
        self._settle()
        self._follow_late_copies()
        return ScanCounts(
            self._added,
            self._changed + self._record.recut,
            len(self._moved),
            len(self._gone - self._moved),
            self._failed,
            self._unchanged,
            time.monotonic() - started,
            tuple(os.fsdecode(path) for path in self._unreadable),
        )

    # What to look at ---------------------------------------------------------------------------------

    def _compare(self, place: Top) -> None:
        top, root, deep = place
        walk = Walk(top, self.scope.roots, self.scope.excluded, deep=deep)
        alone = os.path.isfile(top)
        low, high = (top, top + b"\0") if alone else below(top)
        comparison = Comparison(self._db, one_file(top) if alone else walk, low, high, deep=deep or alone)
        self._sheets = Sheets(self._db, sheets.beside(top) if alone else walk.sheets)
        gone: list[Known] = []
        counted = 0
        for seen, found, known in comparison:
            if seen is Seen.GONE and known is not None:
                gone.append(known)
                self._sheets.stir(known.path)
            elif seen is not Seen.STEP and found is not None:
                self._note(seen, found, known, root)
            if seen is Seen.STEP:
                self._walked += comparison.files - counted
                counted = comparison.files
                self._look_around()
        self._walked += comparison.files - counted
        self._unchanged += comparison.same
        self._progress.advance(comparison.same, total=self._walked)
        if comparison.files and top == root and deep:
            folders.remember(self._db, root, walk.mounts)
        self._unreadable += walk.unreadable
        self._sort_out(gone, top, walk.unreadable)
        if not alone:
            for known in self._sheets.read_again(low, high, deep=deep, unreadable=walk.unreadable):
                self._want(TAGS, (known.path, known.size, known.mtime), root, known, again=True)
            self._looked_at.append(self._sheets)

    def _note(self, seen: Seen, found: Found, known: Known | None, root: bytes) -> None:
        if seen is Seen.SAME and known is not None:
            self._identify_from = min(self._identify_from, known.id)
            return
        if seen is Seen.BACK and known is not None:
            self._back.append(known.id)
            if known.audio_id is None and not known.error:
                self._identify_from = min(self._identify_from, known.id)
            if known.cut:
                self._want(TAGS, found, root, known, again=True)
            return
        if self._busy is not None and self._busy(found[0], found[2]):
            return
        if seen is Seen.NEW:
            self._sheets.stir(found[0])
        ask = BOTH if known is not None and known.audio_id is not None else TAGS
        self._want(ask, found, root, known)

    def _want(self, ask: int, found: Found, root: bytes, known: Known | None, *, again: bool = False) -> None:
        path, size, mtime = found
        if again and known is not None and known.presence == Presence.PRESENT:
            self._record.again.add(known.id)
        item = path, len(root), size, self._sheets.beside(path)
        chunk = self._waiting[ask]
        chunk.append((item, _Asked(mtime, known, again)))
        if len(chunk) >= self._chunk:
            self._ask(ask)

    def _sort_out(self, gone: list[Known], top: bytes, unreadable: list[bytes]) -> None:
        """Rows without a file: missing, unless there is a reason not to know."""
        inner = [root for root in self.scope.roots if root != top and is_inside(root, top)]
        unknown = [*unreadable, *inner]
        offline = []
        for known in gone:
            if known.presence == Presence.REMOVED or any(is_inside(known.path, p) for p in unknown):
                continue
            if self.scope.is_away(known.path):
                offline.append(known.id)
            else:
                self._gone.add(known.id)
        self._record.mark(offline, Presence.OFFLINE, Kind.CHANGED)

    # Reading and listing -----------------------------------------------------------------------------

    def _ask(self, ask: int) -> None:
        chunk, self._waiting[ask] = self._waiting[ask], []
        self._chunk = CHUNK
        job = Job(ask, [item for item, _ in chunk], [asked for _, asked in chunk])
        if len(chunk) <= FEW and not self._readers.pending:
            self._list(job, [reader.answer(item, ask) for item in job.items])
            return
        while self._readers.pending >= WAITING:
            self._receive(TICK)
        self._readers.give(job)

    def _ask_the_rest(self) -> None:
        for ask in (TAGS, BOTH):
            if self._waiting[ask]:
                self._ask(ask)
        while self._readers.pending:
            self._receive(TICK)
        self._record.mark(self._back, Presence.PRESENT, Kind.ADDED)

    def _look_around(self) -> None:
        """Between steps of the walk: takes what is finished, and ends when asked to."""
        self._progress.advance(0, total=self._walked)
        while self._readers.pending and self._receive(0):
            pass

    def _receive(self, timeout: float) -> bool:
        """Takes one finished job, if there is one in time."""
        self._progress.check()
        done = self._readers.take(timeout)
        if done is None:
            return False
        job, answers = done
        if job.ask == IDENTITY:
            self._recognise(job, answers)
        elif job.token and isinstance(job.token[0], _Replaced):
            self._put(job, answers)
        else:
            self._list(job, answers)
        return True

    def _list(self, job: Job, answers: list[Answer]) -> None:
        """Writes new and changed files; those whose audio is another are put aside."""
        fresh: list[FileRow] = []
        changed: list[tuple[int, FileRow, str | None]] = []
        broken: list[tuple[int, int, int, str]] = []
        cuts: list[list[PartRow]] = []
        cuts_of: dict[int, list[PartRow]] = {}
        for item, asked, (row, audio, reachable, cut) in zip(job.items, job.token, answers, strict=True):
            assert row is not None
            path, _, size, _ = item
            mtime, known = asked.mtime if reachable else -1, asked.known
            if known is not None and not row[0] and (cut or known.cut):
                cuts_of[known.id] = cut
            if asked.again:
                continue
            if known is None:
                fresh.append((path, size, mtime, row))
                cuts.append(cut)
            elif row[0] or (known.audio_id and audio is None):
                broken.append((known.id, size, mtime, row[0] or marked("its audio cannot be read")))
            elif known.audio_id == audio or known.audio_id is None:
                changed.append((known.id, (path, size, mtime, row), audio))
            else:
                assert audio is not None
                cuts_of.pop(known.id, None)
                self._replaced.append(_Replaced(known.id, item, mtime, audio))
        with self._db.write() as db:
            ids = ledger.insert(db, fresh)
            ledger.update(db, changed)
            ledger.note_error(db, broken)
            cuts_of |= {id: cut for id, cut in zip(ids, cuts, strict=True) if cut}
            settled = self._record.settle_parts(db, cuts_of, self._back)
        self._count_listed(ids, fresh, changed, broken)
        self._record.announce(settled, ids, [c[0] for c in changed] + [b[0] for b in broken])
        self._progress.advance(len(job.items), total=self._walked)

    def _count_listed(
        self,
        ids: range,
        fresh: list[FileRow],
        changed: list[tuple[int, FileRow, str | None]],
        broken: list[tuple[int, int, int, str]],
    ) -> None:
        bad = {id for id, (_, _, _, row) in zip(ids, fresh, strict=True) if row[0]}
        self._failed_new |= bad
        self._added += len(fresh) - len(bad)
        self._failed += len(bad) + len(broken)
        self._changed += len(changed)
        for id, _, audio in changed:
            if audio is None:
                self._identify_from = min(self._identify_from, id)

    def _mark_gone(self) -> None:
        self._record.mark(sorted(self._gone), Presence.MISSING, Kind.REMOVED)

    # Identifying -------------------------------------------------------------------------------------

    def _identify(self) -> None:
        """Finds the identities of listed files that have none, and with them those that moved."""
        left = ledger.unidentified_count(self._db.read(), self._identify_from, self._first_new)
        if left == 0:
            return
        self._progress.begin("Recognising music", total=left)
        for page in ledger.unidentified(self._db.read(), self._identify_from, self._first_new, CHUNK):
            job = Job(IDENTITY, [(path, 0, size, ()) for _, path, size in page], page)
            if len(page) <= FEW and not self._readers.pending:
                self._recognise(job, [reader.answer(item, IDENTITY) for item in job.items])
                continue
            while self._readers.pending >= WAITING:
                self._receive(TICK)
            self._readers.give(job)
        while self._readers.pending:
            self._receive(TICK)

    def _recognise(self, job: Job, answers: list[Answer]) -> None:
        """Writes identities; a file that is a lost track becomes that track again."""
        files = [
            Place(id, path, size, audio)
            for (id, path, size), (_, audio, _, _) in zip(job.token, answers, strict=True)
            if audio is not None
        ]
        with self._db.write() as db:
            pairs = moves.pair(files, self._lost(files))
            settled = self._record.take_over(db, pairs)
            taken = {file.id for file, _ in pairs}
            cut = ledger.identify(db, [(file.id, file.audio_id) for file in files if file.id not in taken])
        for file, _ in pairs:
            if file.id in self._failed_new:
                self._failed -= 1
            elif file.id >= self._first_new:
                self._added -= 1
        self._moved.update(track.id for _, track in pairs)
        self._record.announce(settled, (), [*(file.id for file in files if file.id not in taken), *cut])
        self._progress.advance(len(job.items))

    def _lost(self, files: Iterable[Place]) -> list[Place]:
        vacated = {replaced.track_id for replaced in self._replaced} - self._moved
        found = moves.lost_tracks(self._db, (file.audio_id for file in files), vacated, self.scope.away)
        return [track for track in found if track.id not in self._moved]

    def _follow_late_copies(self) -> None:
        """Tracks whose file is gone live on in a copy that was listed before it went."""
        pairs = moves.late_copies(self._db, sorted(self._gone - self._moved))
        with self._db.write() as db:
            settled = self._record.take_over(db, pairs)
        self._added -= sum(copy.id >= self._first_new for copy, _ in pairs)
        self._moved.update(track.id for _, track in pairs)
        self._record.announce(settled, (), ())

    # Settling files whose audio changed under their name ----------------------------------------------

    def _settle(self) -> None:
        """Gives each such file to the lost track it is, to the track that had its path, or to a new one."""
        if not self._replaced:
            return
        files = [Place(r.track_id, r.item[0], r.item[2], r.audio_id) for r in self._replaced]
        pairs = moves.pair(files, self._lost(files))
        target = {file.path: track.id for file, track in pairs}
        self._moved.update(target.values())
        displaced = [
            r.track_id for r in self._replaced if r.item[0] in target and r.track_id not in self._moved
        ]
        with self._db.write() as db:
            # First all lose their paths, then each is given its own: so two files can trade places.
            ledger.mark(db, list(target.values()), Presence.MISSING)
            cut = ledger.mark(db, displaced, Presence.MISSING)
        self._gone.update(displaced)
        self._library.announce(Kind.ADDED, target.values())
        self._library.announce(Kind.REMOVED, [*displaced, *cut])
        for some in ledger.batches(self._replaced, CHUNK):
            tokens = [r._replace(track_id=self._owner(r, target)) for r in some]
            job = Job(TAGS, [r.item for r in some], tokens)
            if len(some) <= FEW and not self._readers.pending:
                self._put(job, [reader.answer(item, TAGS) for item in job.items])
            else:
                self._readers.give(job)
        while self._readers.pending:
            self._receive(TICK)

    def _owner(self, file: _Replaced, target: dict[bytes, int]) -> int:
        """The track a file belongs to; 0 for a new one."""
        if file.item[0] in target:
            return target[file.item[0]]
        return 0 if file.track_id in self._moved else file.track_id

    def _put(self, job: Job, answers: list[Answer]) -> None:
        fresh: list[FileRow] = []
        audio_ids: list[str] = []
        changed: list[tuple[int, FileRow, str | None]] = []
        cuts: list[list[PartRow]] = []
        cuts_of: dict[int, list[PartRow]] = {}
        for replaced, (row, _, _, cut) in zip(job.token, answers, strict=True):
            assert row is not None
            file = (replaced.item[0], replaced.item[2], replaced.mtime, row)
            if replaced.track_id == 0:
                fresh.append(file)
                audio_ids.append(replaced.audio_id)
                cuts.append(cut)
            else:
                cuts_of[replaced.track_id] = cut
                changed.append((replaced.track_id, file, replaced.audio_id))
        with self._db.write() as db:
            ids = ledger.insert(db, fresh)
            ledger.identify(db, list(zip(ids, audio_ids, strict=True)))
            ledger.update(db, changed)
            settled = self._record.settle_parts(db, cuts_of | dict(zip(ids, cuts, strict=True)))
        self._added += len(fresh)
        self._changed += sum(id not in self._moved for id, _, _ in changed)
        self._record.announce(settled, ids, [id for id, _, _ in changed])
