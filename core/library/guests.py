"""Files from outside the music folders that somebody wants to hear: known to the library, listed nowhere.

A guest is a track with the presence of one whose folder was taken out. Plays and ratings are kept, and when
its folder is added one day, the scan finds it known.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.domain import Presence, TrackId
from core.library import ledger, parts, reader
from core.library.reader import Item, PartRow, Row
from core.library.tags import EXTENSIONS
from core.library.tracks import Library


@dataclass(slots=True)
class Received:
    """ids: of the tracks in the files, in the order of the files. strangers: files that are not in the
    library's folders. unreadable: files that could not be opened, or are no music."""

    ids: list[TrackId] = field(default_factory=list)
    strangers: list[Path] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)


def receive(library: Library, files: Sequence[Path]) -> Received:
    """The tracks to play when somebody hands over these files. Reads tags: not for the window's own thread.

    Raises UserError when the library cannot be written.
    """
    received = Received()
    for file in files:
        path = file.resolve()
        known = library.at_path(path)
        if not known and (ids := _take_in(library, path)):
            known = library.tracks(ids)
        if not known:
            received.unreadable.append(file)
            continue
        received.ids += [track.id for track in known]
        if known[0].presence in (Presence.REMOVED, Presence.MISSING):
            received.strangers.append(file)
    return received


def _take_in(library: Library, path: Path) -> list[TrackId]:
    """The new tracks of a file that nobody knew; none when it is no music."""
    raw = os.fsencode(path)
    if path.suffix.lower() not in EXTENSIONS:
        return []
    try:
        stat = path.stat()
    except OSError:
        return []
    item: Item = (raw, len(os.path.dirname(os.path.dirname(raw))), stat.st_size, ())
    row, _, reachable, cuts = reader.answer(item, reader.TAGS)
    if row is None or not reachable or row[0]:
        return []
    return _write(library, raw, (stat.st_size, stat.st_mtime_ns), row, cuts)


def _write(
    library: Library, path: bytes, found: tuple[int, int], row: Row, cuts: list[PartRow]
) -> list[TrackId]:
    with library.database.write() as db:
        # A scan may have been quicker.
        there = db.execute(
            "SELECT id FROM tracks WHERE path = ? AND presence <> 'missing'", (path,)
        ).fetchall()
        if there:
            return [TrackId(each["id"]) for each in there]
        (id,) = ledger.insert(db, [(path, *found, row)])
        ledger.mark(db, [id], Presence.REMOVED)
        if not cuts:
            return [TrackId(id)]
        return [TrackId(part) for part in parts.settle(db, id, cuts).added]
