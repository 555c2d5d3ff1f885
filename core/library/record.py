"""What a scan writes beside the files themselves, and how it tells of it: files cut into parts are listed as
those, so it is the parts that were added or removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from core.domain import Presence
from core.library import ledger, parts
from core.library.moves import Place
from core.library.parts import Settled
from core.library.reader import PartRow
from core.library.tracks import Kind, Library
from core.progress import Progress


class Record:
    """For one scan."""

    def __init__(self, library: Library, progress: Progress) -> None:
        self._library, self._db, self._progress = library, library.database, progress
        self.again: set[int] = set()
        """Unchanged files that are read again for their cue sheets."""
        self.recut = 0
        """Of those, how many are other tracks now."""

    def announce(self, settled: Settled, added: Iterable[int], changed: Iterable[int]) -> None:
        """What a batch did to listed tracks. added, changed: files."""
        hidden = set(settled.removed)
        new = [id for id in added if id not in hidden]
        self._library.announce(Kind.REMOVED, hidden.difference(added))
        self._library.announce(Kind.ADDED, [*new, *settled.added])
        self._library.announce(Kind.CHANGED, [*(id for id in changed if id not in hidden), *settled.changed])

    def mark(self, ids: Iterable[int], presence: Presence, kind: Kind) -> None:
        for some in ledger.batches(ids):
            self._progress.check()
            with self._db.write() as db:
                cut = ledger.mark(db, some, presence)
            self._library.announce(kind, [*some, *cut])

    def mark_offline(self, root: bytes) -> None:
        with self._db.write() as db:
            ids = ledger.mark_below(db, root, Presence.OFFLINE, [Presence.PRESENT])
        self._library.announce(Kind.CHANGED, ids)

    def settle_parts(
        self, db: sqlite3.Connection, cuts: dict[int, list[PartRow]], back: Iterable[int] = ()
    ) -> Settled:
        """Files that are cut into tracks, or were: by their ids, what their sheets name now. back: files that
        are there again, and what they hold with them."""
        settled = Settled()
        returned = set(back)
        for id, cut in cuts.items():
            if id in returned:
                ledger.mark(db, [id], Presence.PRESENT)
            one = parts.settle(db, id, cut)
            self.recut += id in self.again and bool(one)
            settled.take(one)
        return settled

    def take_over(self, db: sqlite3.Connection, pairs: Iterable[tuple[Place, Place]]) -> Settled:
        """(file, track) pairs: each file is that track, moved."""
        settled = Settled()
        for file, track in pairs:
            settled.take(ledger.take_over(db, file.id, track.id))
        return settled
