"""The layouts of the map that are kept: where each song, or moment of one, came to lie.

A point is known by its *audio id* (and, for a moment, by where it begins): copies of one recording lie at one
place, and a file that is moved, renamed or retagged stays where it is. A file that was encoded anew sounds as
it does now, and is placed like a new one.
"""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple, Self

from core.domain import AudioId, Timestamp, TrackId
from core.library.tracks import Library

_BLOBS = ("counts", "starts", "xy", "placed")


class LayoutKey(NamedTuple):
    """Of what it is a map. mode: "tracks" or "moments"; version: of the model."""

    mode: str
    kind: str
    model: str
    version: int
    projection: str


@dataclass(frozen=True, slots=True)
class KeptLayout:
    """One layout, its numbers as bytes; n points of u songs.

    laid: points that were laid out together. keeps: n -> share of the n nearest that stayed among them.
    axes: share of variance of each axis; empty where they mean nothing. audios: (u,) audio ids; counts: int32
    (u,) points of each. starts: float32 (n,) seconds, empty for tracks. xy: float32 (n, 2).
    placed: uint8 (n,).
    Raises ValueError where these do not fit together.
    """

    key: LayoutKey
    seed: int
    laid: int
    keeps: Mapping[int, float]
    axes: tuple[float, ...]
    made_at: Timestamp
    audios: tuple[str, ...]
    counts: bytes
    starts: bytes
    xy: bytes
    placed: bytes

    def __post_init__(self) -> None:
        points = len(self.placed)
        each = memoryview(self.counts).cast("i") if len(self.counts) % 4 == 0 else ()
        fits = len(each) == len(self.audios) and sum(each) == points and min(each, default=0) >= 0
        if not fits or len(self.xy) != 8 * points or len(self.starts) not in (0, 4 * points):
            raise ValueError("a layout does not have as many places as points")

    def to_json(self) -> dict[str, Any]:
        said = asdict(self) | {"key": list(self.key), "audios": list(self.audios)}
        return said | {name: base64.b64encode(said[name]).decode("ascii") for name in _BLOBS}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """Raises ValueError, TypeError or KeyError for what is no layout."""
        mode, kind, model, version, projection = said["key"]
        known = {field.name: said[field.name] for field in fields(cls)}
        known |= {name: base64.b64decode(said[name], validate=True) for name in _BLOBS}
        known |= {"key": LayoutKey(str(mode), str(kind), str(model), int(version), str(projection))}
        known |= {"keeps": {int(n): float(share) for n, share in said["keeps"].items()}}
        known |= {"axes": tuple(map(float, said["axes"])), "audios": tuple(map(str, said["audios"]))}
        return cls(**known)


def on_maps(library: Library) -> list[tuple[TrackId, AudioId]]:
    """The tracks that maps show, by id: those that can be played and were identified."""
    cursor = library.database.read().cursor()
    cursor.row_factory = None
    return cursor.execute(
        """SELECT id, audio_id FROM tracks WHERE presence = 'present' AND NOT cut AND error = ''
           AND audio_id IS NOT NULL ORDER BY id"""
    ).fetchall()


def kept_layout(library: Library, key: LayoutKey) -> KeptLayout | None:
    """None where there is none, or only a damaged one."""
    row = library.database.read().execute(f"SELECT * FROM map_layouts WHERE {_IS}", key).fetchone()
    return None if row is None else _layout(row)


def earlier_layout(library: Library, key: LayoutKey) -> KeptLayout | None:
    """The latest by an earlier version of the model."""
    row = (
        library.database.read()
        .execute(
            "SELECT * FROM map_layouts WHERE mode = ? AND kind = ? AND model = ? AND version < ?"
            " AND projection = ? ORDER BY version DESC LIMIT 1",
            key,
        )
        .fetchone()
    )
    return None if row is None else _layout(row)


def keep_layout(library: Library, layout: KeptLayout) -> None:
    """Instead of the one of its key, and of those of earlier versions. Raises UserError (a full disk)."""
    with library.database.write() as db:
        db.execute(f"DELETE FROM map_layouts WHERE {_IS}".replace("version =", "version <="), layout.key)
        insert(db, layout)


def all_layouts(db: sqlite3.Connection) -> Iterator[KeptLayout]:
    for row in db.execute("SELECT * FROM map_layouts ORDER BY id"):
        if (layout := _layout(row)) is not None:
            yield layout


def insert(db: sqlite3.Connection, layout: KeptLayout) -> int:
    """Inside the caller's transaction; 0 where there is one of its key already, else 1."""
    said = (*layout.key, layout.seed, layout.laid, json.dumps(layout.keeps), json.dumps(layout.axes))
    numbers = (layout.counts, layout.starts, layout.xy, layout.placed)
    row = (*said, layout.made_at, "\n".join(layout.audios), *numbers)
    return db.execute(
        f"INSERT OR IGNORE INTO map_layouts ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row
    ).rowcount


_IS = " AND ".join(f"{name} = ?" for name in LayoutKey._fields)
_COLUMNS = (
    f"{', '.join(LayoutKey._fields)}, seed, laid, keeps, axes, made_at, audios, counts, starts, xy, placed"
)


def _layout(row: sqlite3.Row) -> KeptLayout | None:
    try:
        return KeptLayout(
            LayoutKey(*(row[name] for name in LayoutKey._fields)),
            row["seed"],
            row["laid"],
            {int(n): float(share) for n, share in json.loads(row["keeps"]).items()},
            tuple(json.loads(row["axes"])),
            Timestamp(row["made_at"]),
            tuple(row["audios"].split("\n")) if row["audios"] else (),
            *(row[name] for name in _BLOBS),
        )
    except (ValueError, TypeError):  # laid out anew, rather than no map at all
        return None
