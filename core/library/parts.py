"""The rows of tracks that a cue sheet cuts out of one file, and how they stay with the row of that file.

The file keeps a row of its own (`cut`, and then not listed), which is what scans compare and recognise. Its
parts point to it (`whole`), share its path and go where it goes. A part that a sheet no longer names is
missing; what the user did with it waits for it there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.domain import AudioId, Presence, Seconds
from core.library import identity
from core.library.reader import COLUMNS, PartRow

EXACT = Seconds(0.1)
"""So near to where a part began, it is that part whatever its number."""
NEAR = Seconds(5.0)
"""So far a part may have been shifted by an edit, where its number stayed."""
NEXT = Seconds(1.0)
"""And where its number changed too."""

_WRITTEN = ("part", "start", "path", "size", "mtime_ns", "audio_id", "presence", "error", *COLUMNS[1:])
_DURATION = COLUMNS.index("duration")
_INSERT = f"""
    INSERT INTO tracks (whole, added_at, {", ".join(_WRITTEN)})
    VALUES (?, ?, {", ".join("?" * len(_WRITTEN))})
"""
_UPDATE = f"UPDATE tracks SET {', '.join(f'{name} = ?' for name in _WRITTEN)} WHERE id = ?"


class _Part(NamedTuple):
    """A row that there is."""

    id: int
    part: int
    start: float
    presence: str
    values: tuple[Any, ...]


@dataclass(slots=True)
class Settled:
    """What became of listed tracks: ids for announcing."""

    added: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def take(self, other: Settled) -> None:
        self.added += other.added
        self.removed += other.removed
        self.changed += other.changed


def settle(db: sqlite3.Connection, whole: int, wanted: Sequence[PartRow]) -> Settled:
    """Makes the parts of a file those that its sheet names now; none, and it is one track again.

    whole: the id of the file's row, as it is after this scan. A part keeps its id where it was before.
    """
    file = db.execute(
        "SELECT path, size, mtime_ns, audio_id, presence, error, added_at, cut FROM tracks WHERE id = ?",
        (whole,),
    ).fetchone()
    there = _parts_of(db, whole)
    pairs = dict(pair([(p.part, p.start, p.presence != Presence.MISSING) for p in there], wanted))
    new = {place: _values(file, part, start, row) for place, (part, start, row) in enumerate(wanted)}
    kept = {at: there[at] for at in pairs}
    same = {at for at, part in kept.items() if part.values == new[pairs[at]]}
    gone = [p.id for at, p in enumerate(there) if at not in pairs and p.presence != Presence.MISSING]
    moved = [at for at in kept if at not in same]
    _forget_places(db, [*gone, *(there[at].id for at in moved)])
    db.executemany(_UPDATE, [(*new[pairs[at]], there[at].id) for at in moved])
    taken = set(pairs.values())
    fresh = []
    for place, values in new.items():
        if place not in taken:
            cursor = db.execute(_INSERT, (whole, file["added_at"], *values))
            fresh.append(int(cursor.lastrowid or 0))
    back = [there[at].id for at in moved if there[at].presence == Presence.MISSING]
    settled = Settled([*fresh, *back], gone, [there[at].id for at in moved if there[at].id not in back])
    if bool(file["cut"]) != bool(wanted):
        db.execute("UPDATE tracks SET cut = ? WHERE id = ?", (int(bool(wanted)), whole))
        (settled.removed if wanted else settled.added).append(whole)
    return settled


def _parts_of(db: sqlite3.Connection, whole: int) -> list[_Part]:
    rows = db.execute(
        f"SELECT id, {', '.join(_WRITTEN)} FROM tracks WHERE whole = ? ORDER BY id", (whole,)
    ).fetchall()
    return [_Part(row["id"], row["part"], row["start"], row["presence"], tuple(row)[1:]) for row in rows]


def _values(file: sqlite3.Row, part: int, start: float, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What _WRITTEN says of a part."""
    audio = file["audio_id"]
    own = None if audio is None else identity.part_id(audio, start, row[_DURATION])
    place = (file["path"], file["size"], file["mtime_ns"])
    return (part, start, *place, own, file["presence"], file["error"], *row[1:])


def _forget_places(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    """A part's number belongs to one present part at a time: first all let go of theirs."""
    db.executemany("UPDATE tracks SET presence = 'missing' WHERE id = ?", [(id,) for id in ids])


def pair(there: Sequence[tuple[int, float, bool]], wanted: Sequence[PartRow]) -> list[tuple[int, int]]:
    """(place in `there`, place in `wanted`) of those that are one part; each is used once.

    there: number, start in seconds, and whether it is present.
    """
    options = []
    for at, (number, start, present) in enumerate(there):
        for place, (part, begin, _) in enumerate(wanted):
            away = abs(start - begin)
            if away <= (NEAR if number == part else NEXT):
                options.append((away > EXACT, not present, number != part, away, at, place))
    used_there: set[int] = set()
    used_wanted: set[int] = set()
    pairs = []
    for *_, at, place in sorted(options):
        if at not in used_there and place not in used_wanted:
            used_there.add(at)
            used_wanted.add(place)
            pairs.append((at, place))
    return pairs


# Going where the file goes ---------------------------------------------------------------------------------


def mark(db: sqlite3.Connection, wholes: Sequence[int], presence: Presence) -> list[int]:
    """Parts of files that go away go with them; those of a file that comes back wait for `settle`, unless
    they were merely offline. The parts whose mark changed."""
    states = "presence = 'offline'" if presence == Presence.PRESENT else "presence <> 'missing'"
    rows = db.execute(
        f"UPDATE tracks SET presence = ? WHERE whole IN ({_marks(wholes)}) AND {states} RETURNING id",
        (presence.value, *wholes),
    )
    return [row[0] for row in rows.fetchall()]


def identify(db: sqlite3.Connection, found: Sequence[tuple[int, str]]) -> list[int]:
    """found: files and their audio_ids. Gives their parts identities of their own, and tells those parts."""
    audio_of = dict(found)
    rows = db.execute(
        f"SELECT id, whole, start, duration FROM tracks WHERE whole IN ({_marks(audio_of)})", tuple(audio_of)
    ).fetchall()
    db.executemany(
        "UPDATE tracks SET audio_id = ? WHERE id = ?",
        [
            (identity.part_id(AudioId(audio_of[whole]), start, length), id)
            for id, whole, start, length in rows
        ],
    )
    return [row[0] for row in rows]


def note_error(db: sqlite3.Connection, wholes: Iterable[tuple[int, str]]) -> None:
    """Their files can no longer be read."""
    db.executemany("UPDATE tracks SET error = ? WHERE whole = ?", [(error, whole) for whole, error in wholes])


def of(db: sqlite3.Connection, whole: int) -> list[tuple[int, int, float, bool]]:
    """(id, number, start in seconds, present) of all parts that a file has, or had."""
    return [(p.id, p.part, p.start, p.presence != Presence.MISSING) for p in _parts_of(db, whole)]


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
