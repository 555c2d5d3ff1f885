"""Which cue sheets were added, changed or taken away since the last scan, and which files that concerns."""

from __future__ import annotations

import os
from collections.abc import Iterable

from core.database import Database
from core.library import cue
from core.library.compare import Known, rows_in
from core.library.cue import Listed
from core.library.walk import SEP, is_inside


class Sheets:
    """For one walk of a scan. Folders end with the separator, as in a walk."""

    def __init__(self, database: Database, found: dict[bytes, list[Listed]]) -> None:
        """found: grows while the walk goes on; a folder's sheets are there before its files."""
        self._db, self._found = database, found
        self._asked: set[bytes] = set()
        self._stirred: set[bytes] = set()

    def beside(self, path: bytes) -> tuple[Listed, ...]:
        """The sheets in a file's folder. The file is going to be read."""
        folder = os.path.dirname(path) + SEP
        sheets = self._found.get(folder)
        if not sheets:
            return ()
        self._asked.add(path)
        return tuple(sheets)

    def stir(self, path: bytes) -> None:
        """A file has come or gone: a sheet in its folder may mean another now."""
        folder = os.path.dirname(path) + SEP
        if folder in self._found:
            self._stirred.add(folder)

    def read_again(self, low: bytes, high: bytes, *, deep: bool, unreadable: Iterable[bytes]) -> list[Known]:
        """Present files that did not change, but whose sheets may have. After the walk of [low, high)."""
        self._new = [sheet for sheets in self._found.values() for sheet in sheets]
        known = self._known(low, high, deep=deep)
        now = {sheet[0]: sheet for sheet in self._new}
        self._new = [sheet for sheet in self._new if known.get(sheet[0]) != sheet]
        lost = [path for path in known if path not in now]
        self._gone = [path for path in lost if not any(is_inside(path, folder) for folder in unreadable)]
        folders = {os.path.dirname(path) + SEP for path in (*(sheet[0] for sheet in self._new), *self._gone)}
        files = []
        for folder in sorted(folders | self._stirred):
            files += [row for row in rows_in(self._db, folder) if row.path not in self._asked]
        return files

    def remember(self) -> None:
        """Once what they say is written: a scan that ends before looks at them again."""
        notes = [(*sheet, cue.note(sheet)) for sheet in self._new]
        with self._db.write() as db:
            db.executemany("DELETE FROM sheets WHERE path = ?", [(path,) for path in self._gone])
            db.executemany("INSERT OR REPLACE INTO sheets VALUES (?, ?, ?, ?)", notes)

    def _known(self, low: bytes, high: bytes, *, deep: bool) -> dict[bytes, Listed]:
        rows = self._db.read().execute(
            "SELECT path, size, mtime_ns FROM sheets WHERE path >= ? AND path < ?", (low, high)
        )
        known = {path: (path, size, mtime) for path, size, mtime in rows.fetchall()}
        return {path: sheet for path, sheet in known.items() if deep or SEP not in path[len(low) :]}


def notes(database: Database) -> list[tuple[bytes, str]]:
    """Sheets that cannot be used, with the reason; their files are listed as one track each."""
    rows = database.read().execute("SELECT path, note FROM sheets WHERE note <> '' ORDER BY path")
    return [(path, note) for path, note in rows.fetchall()]


def beside(file: bytes) -> dict[bytes, list[Listed]]:
    """The sheets in the folder of a single file, as a walk would find them."""
    folder = os.path.dirname(file)
    found: list[Listed] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name[:1] != b"." and entry.name.lower().endswith(b".cue") and entry.is_file():
                stat = entry.stat()
                found.append((entry.path, stat.st_size, stat.st_mtime_ns))
    return {folder + SEP: found} if found else {}
