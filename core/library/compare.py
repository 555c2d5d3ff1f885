"""Comparing what is on disk with what is known, as a merge of two streams in the same order.

Neither side is ever held whole: the walk gives files in the byte order of their paths, the library its rows
page by page in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import NamedTuple

from core.database import Database
from core.library.walk import SEP, Found, below

PAGE = 1_000
_ROW = "id, path, size, mtime_ns, presence, audio_id, error, cut"


class Known(NamedTuple):
    """A track as last seen."""

    id: int
    path: bytes
    size: int
    mtime: int
    presence: str
    audio_id: str | None
    error: str
    cut: int
    """1 for a file that is listed as its parts."""


class Seen(Enum):
    """What the comparison says about a file or a row."""

    NEW = auto()
    CHANGED = auto()
    BACK = auto()
    """Unchanged, but it had been marked as missing or offline."""
    GONE = auto()
    SAME = auto()
    """Unchanged, but not identified yet."""
    STEP = auto()
    """Nothing: a moment to look at other things."""


Event = tuple[Seen, Found | None, Known | None]
_STEP: Event = (Seen.STEP, None, None)


class Comparison:
    """Iterating gives what differs; `same` counts what does not, `files` all that was walked."""

    def __init__(
        self, database: Database, files: Iterable[Found], low: bytes, high: bytes, *, deep: bool = True
    ) -> None:
        """files: sorted by path, all within [low, high); not deep: all in that folder itself."""
        self._db, self._files, self._low, self._high = database.read(), files, low, high
        self._wanted = "part = 0 AND path >= ? AND path < ?" + (
            "" if deep else " AND NOT instr(substr(path, ?), ?)"
        )
        self._flat = () if deep else (len(low) + 1, SEP)
        self._lost = self._missing_rows()
        self.same = self.files = 0

    def __iter__(self) -> Iterator[Event]:
        rows = self.known()
        row = next(rows, None)
        for found in self._files:
            path = found[0]
            while row is not None and row[1] < path:
                yield Seen.GONE, None, row
                row = next(rows, None)
            self.files += 1
            if row is not None and row[1] == path:
                if row[2] == found[1] and row[3] == found[2] and row[4] == "present":
                    self.same += 1
                    if row[5] is None and not row[6]:
                        yield Seen.SAME, found, row
                else:
                    yield self._met(found, row)
                row = next(rows, None)
            elif self._lost and path in self._lost:
                yield self._met(found, self._lost[path])
            else:
                yield Seen.NEW, found, None
            if self.files % 500 == 0:
                yield _STEP
        while row is not None:
            yield Seen.GONE, None, row
            row = next(rows, None)

    def _met(self, found: Found, row: Known) -> Event:
        if (row.size, row.mtime) != (found[1], found[2]):
            return Seen.CHANGED, found, row
        self.same += 1
        return Seen.BACK, found, row

    def known(self) -> Iterator[Known]:
        """The rows that are compared, in the order of their paths."""
        cursor = self._db.cursor()
        cursor.row_factory = None
        after = self._low
        while True:
            page = cursor.execute(
                f"""SELECT {_ROW} FROM tracks WHERE presence <> 'missing' AND {self._wanted}
                    ORDER BY path LIMIT {PAGE}""",
                (after, self._high, *self._flat),
            ).fetchall()
            yield from map(Known._make, page)
            if len(page) < PAGE:
                return
            after = page[-1][1] + b"\0"

    def _missing_rows(self) -> dict[bytes, Known]:
        cursor = self._db.cursor()
        cursor.row_factory = None
        rows = cursor.execute(
            f"SELECT {_ROW} FROM tracks WHERE presence = 'missing' AND {self._wanted} ORDER BY id",
            (self._low, self._high, *self._flat),
        )
        return {row[1]: Known._make(row) for row in rows}


def rows_in(database: Database, folder: bytes) -> list[Known]:
    """The present files directly in a folder."""
    comparison = Comparison(database, (), *below(folder), deep=False)
    return [row for row in comparison.known() if row.presence == "present"]
