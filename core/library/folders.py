"""Which folders the library holds: roots, subfolders left out, and what of them can be reached."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from core.database import Database
from core.domain import Presence
from core.errors import UserError
from core.library import ledger
from core.library.walk import SYSTEM, below, is_inside

_HERE = (Presence.PRESENT, Presence.OFFLINE)


@dataclass(frozen=True, slots=True)
class Root:
    """A folder of the library. device, inode: which folder it was when music was last seen in it."""

    path: bytes
    device: int | None
    inode: int | None


def resolved(path: Path) -> bytes:
    return os.path.realpath(os.fsencode(path.expanduser()))


def roots(database: Database) -> list[Root]:
    """In the byte order of their paths."""
    rows = database.read().execute(
        "SELECT path, device, inode FROM roots WHERE removed_at IS NULL ORDER BY path"
    )
    return [Root(*row) for row in rows]


def mounts(database: Database) -> list[bytes]:
    """Folders inside roots where another drive was seen."""
    return [row[0] for row in database.read().execute("SELECT path FROM mounts ORDER BY path")]


def exclusions(database: Database) -> list[bytes]:
    return [row[0] for row in database.read().execute("SELECT path FROM exclusions ORDER BY path")]


def is_covered(path: bytes, root_paths: Collection[bytes], excluded: Collection[bytes]) -> bool:
    """Whether the library wants what is at `path`: the nearest root or left-out folder above it decides."""
    nearest = max((r for r in root_paths if is_inside(path, r)), key=len, default=None)
    if nearest is None:
        return False
    return not any(is_inside(path, e) and len(e) > len(nearest) for e in excluded)


def unreachable(database: Database) -> list[bytes]:
    """Folders whose drive is unplugged or unmounted, as far as can be told: those that are gone, those empty
    where music was seen in another folder of that name, and mount points with nothing mounted."""
    rows = database.read().execute("SELECT path, device, inode FROM roots").fetchall()
    return [path for path, device, inode in rows if _is_away(path, device, inode)] + [
        path for path in mounts(database) if not os.path.ismount(path)
    ]


def _is_away(root: bytes, device: int | None, inode: int | None) -> bool:
    try:
        stat = os.stat(root)
        if device is None or (stat.st_dev, stat.st_ino) == (device, inode):
            return not os.path.isdir(root)
        with os.scandir(root) as entries:
            return all(entry.name in SYSTEM or entry.name[:1] == b"." for entry in entries)
    except OSError:
        return True


def remember(database: Database, root: bytes, found: Iterable[bytes]) -> None:
    """Notes which folder `root` is, now that music was found in it. found: drives mounted inside."""
    stat = os.stat(root)
    with database.write() as db:
        db.execute("UPDATE roots SET device = ?, inode = ? WHERE path = ?", (stat.st_dev, stat.st_ino, root))
        db.executemany("INSERT OR IGNORE INTO mounts VALUES (?)", [(mount,) for mount in found])


def add_root(database: Database, path: Path) -> list[int]:
    """Takes a folder in, or back in. Returns the tracks that came back. Raises UserError for no folder."""
    folder = resolved(path)
    if not os.path.isdir(folder):
        raise UserError(
            "{folder} is not a folder; check the name, or plug the drive in.", folder=os.fsdecode(folder)
        )
    with database.write() as db:
        db.execute(
            """INSERT INTO roots (path, added_at) VALUES (?, ?)
               ON CONFLICT (path) DO UPDATE SET removed_at = NULL""",
            (folder, time.time()),
        )
        db.execute("DELETE FROM exclusions WHERE path = ?", (folder,))
        return _settle(database, folder)


def remove_root(database: Database, path: Path) -> list[int]:
    """Takes a folder out. Its tracks are kept as removed, with all that was done with them."""
    folder = resolved(path)
    with database.write() as db:
        gone = db.execute(
            "UPDATE roots SET removed_at = ? WHERE path = ? AND removed_at IS NULL", (time.time(), folder)
        )
        if gone.rowcount == 0:
            raise UserError("{folder} is not one of the library's folders.", folder=os.fsdecode(folder))
        return _settle(database, folder)


def exclude(database: Database, path: Path) -> list[int]:
    """Leaves a subfolder out. Returns the tracks it takes away."""
    folder = resolved(path)
    with database.write() as db:
        db.execute("INSERT OR IGNORE INTO exclusions VALUES (?)", (folder,))
        return _settle(database, folder)


def include(database: Database, path: Path) -> list[int]:
    """Undoes `exclude`."""
    folder = resolved(path)
    with database.write() as db:
        db.execute("DELETE FROM exclusions WHERE path = ?", (folder,))
        return _settle(database, folder)


def _settle(database: Database, folder: bytes) -> list[int]:
    """Marks tracks below `folder` as wanted or not; those whose mark changed."""
    db = database.read()
    root_paths, excluded = [root.path for root in roots(database)], exclusions(database)
    low, high = below(folder)
    before = dict(
        db.execute(
            "SELECT id, presence FROM tracks WHERE presence <> 'missing' AND path >= ? AND path < ?",
            (low, high),
        )
    )
    # From the outer folders to the inner ones, so that the nearest has the last word.
    inner = {path for path in (*root_paths, *excluded) if is_inside(path, folder)}
    for zone in sorted(inner | {folder}, key=len):
        if is_covered(zone, root_paths, excluded):
            ledger.mark_below(db, zone, Presence.PRESENT, [Presence.REMOVED])
        else:
            ledger.mark_below(db, zone, Presence.REMOVED, _HERE)
    after = db.execute(
        "SELECT id, presence FROM tracks WHERE presence <> 'missing' AND path >= ? AND path < ?", (low, high)
    )
    return [id for id, presence in after if before[id] != presence]
