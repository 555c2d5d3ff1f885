"""What a radio is asked for, and the radios that were listened to."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Self

from core.domain import Seconds, Timestamp, TrackId
from core.library.tracks import Library

UNNAMED_KEPT = 200
"""Of radios without a name of their own only the latest stay."""


class SeedKind(StrEnum):
    TRACK = "track"
    MOMENT = "moment"
    """A part of a track, from `start` to `end`."""
    ALBUM = "album"
    ARTIST = "artist"
    GENRE = "genre"
    PLAYLIST = "playlist"
    SELECTION = "selection"
    """Any tracks that were chosen together."""
    HISTORY = "history"
    """What is liked and was played; needs no tracks."""


@dataclass(frozen=True, slots=True)
class Seed:
    """One thing to start from.

    label: what it is called (an artist's name). start, end: of a moment, in seconds.
    Raises ValueError for a kind that lacks its tracks, or a moment without its part.
    """

    kind: SeedKind
    tracks: tuple[TrackId, ...] = ()
    label: str = ""
    start: Seconds | None = None
    end: Seconds | None = None

    def __post_init__(self) -> None:
        if not self.tracks and self.kind is not SeedKind.HISTORY:
            raise ValueError(f"a seed of kind {self.kind} needs tracks")
        if self.kind is SeedKind.MOMENT and not (
            self.start is not None and self.end is not None and 0 <= self.start < self.end
        ):
            raise ValueError(f"a moment lasts from a start to an end, not {self.start} to {self.end}")

    @classmethod
    def track(cls, id: TrackId, label: str = "") -> Self:
        return cls(SeedKind.TRACK, (id,), label)

    @classmethod
    def moment(cls, id: TrackId, start: float, end: float, label: str = "") -> Self:
        return cls(SeedKind.MOMENT, (id,), label, Seconds(start), Seconds(end))

    @classmethod
    def history(cls) -> Self:
        return cls(SeedKind.HISTORY)

    def to_json(self) -> dict[str, Any]:
        said = asdict(self) | {"kind": self.kind.value, "tracks": list(self.tracks)}
        return {name: value for name, value in said.items() if value not in (None, "")}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """Raises ValueError, KeyError or TypeError for what is no seed."""
        start, end = (
            None if said.get(name) is None else Seconds(float(said[name])) for name in ("start", "end")
        )
        tracks = tuple(TrackId(int(id)) for id in said.get("tracks", ()))
        return cls(SeedKind(said["kind"]), tracks, str(said.get("label", "")), start, end)


_RANGES: dict[str, tuple[float, float]] = {
    "familiar": (-1.0, 1.0),
    "adventure": (0.0, 1.0),
    "drift": (0.0, 1.0),
    "energy": (-1.0, 1.0),
    "artist_gap": (1, 100),
    "album_gap": (1, 100),
}


@dataclass(frozen=True, slots=True)
class Steering:
    """How a radio is asked to choose. All zero: nearest first, under the usual rules.

    familiar: -1 what is known well, 1 what is new. adventure: 0 stays close, 1 dares to go far.
    drift: 0 stays with the seeds, 1 travels along with what is played. energy: over the next hour, -1 calmer
    to 1 livelier. only: nothing but what this query of the search language finds. artist_gap, album_gap: at
    most one track of an artist, an album, in any so many; 1 is no gap. spoken, christmas: True lets spoken
    word come, and Christmas music outside December.
    Values outside their ranges are taken to the nearest.
    """

    familiar: float = 0.0
    adventure: float = 0.0
    drift: float = 0.0
    energy: float = 0.0
    only: str = ""
    artist_gap: int = 5
    album_gap: int = 10
    spoken: bool = False
    christmas: bool = False

    def __post_init__(self) -> None:
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if not math.isfinite(value):
                raise ValueError(f"{name} cannot be {value}")
            object.__setattr__(self, name, type(low)(min(high, max(low, value))))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """What is not said, or of another kind, is as usual."""
        usual = cls()
        known = {field.name: getattr(usual, field.name) for field in fields(cls)}
        return cls(**{name: said[name] for name, value in known.items() if _alike(said.get(name), value)})


def _alike(said: Any, usual: Any) -> bool:
    if isinstance(usual, (bool, str)):
        return isinstance(said, type(usual))
    return isinstance(said, (int, float)) and not isinstance(said, bool) and math.isfinite(said)


_LISTS = ("likes", "dislikes", "removed", "history", "finished")
_PAIRS = ("skipped", "at", "plan", "let_go")


def renumbered(state: Mapping[str, Any], ids: Mapping[int, TrackId]) -> dict[str, Any]:
    """A radio's state, or one of its seeds, with its tracks' ids replaced; tracks that have none go."""
    said = dict(state)
    for name in {*_LISTS, "tracks"} & said.keys():
        said[name] = [ids[id] for id in said[name] if id in ids]
    for name in said.keys() & set(_PAIRS):
        said[name] = [[ids[pair[0]], *pair[1:]] for pair in said[name] if pair and pair[0] in ids]
    if "seeds" in said:  # numbers in the first version
        seeds = [s if isinstance(s, dict) else Seed.track(TrackId(s)).to_json() for s in said["seeds"]]
        said["seeds"] = renumbered_seeds(seeds, ids)
    return said


def renumbered_seeds(seeds: Sequence[Mapping[str, Any]], ids: Mapping[int, TrackId]) -> list[dict[str, Any]]:
    """Seeds as JSON with other ids; one that has lost all its tracks goes."""
    moved = [renumbered(seed, ids) for seed in seeds]
    return [seed for seed in moved if seed["tracks"] or seed["kind"] == SeedKind.HISTORY]


@dataclass(frozen=True, slots=True)
class PastRadio:
    """One that was listened to. name: as the listener called it, "" where its seeds tell. heard: seconds."""

    id: int
    name: str
    seeds: tuple[Seed, ...]
    steering: Steering
    heard: Seconds
    started_at: Timestamp
    touched_at: Timestamp


@dataclass(frozen=True, slots=True)
class Removed:
    """A radio taken out, to be put back."""

    row: tuple[Any, ...]


_COLUMNS = "id, name, seeds, steering, state, heard, started_at, touched_at"


class Radios:
    """The list of them in the library. Any thread."""

    def __init__(self, library: Library) -> None:
        self._database = library.database

    def all(self) -> list[PastRadio]:
        """The latest first."""
        rows = self._database.read().execute(
            "SELECT id, name, seeds, steering, heard, started_at, touched_at FROM radios"
            " ORDER BY touched_at DESC, id DESC"
        )
        return [past for row in rows if (past := _past(tuple(row))) is not None]

    def get(self, id: int) -> PastRadio | None:
        row = (
            self._database.read()
            .execute(
                "SELECT id, name, seeds, steering, heard, started_at, touched_at FROM radios WHERE id = ?",
                (id,),
            )
            .fetchone()
        )
        return None if row is None else _past(tuple(row))

    def state(self, id: int) -> dict[str, Any] | None:
        """For `Radio.restore`; None for an unknown one."""
        row = self._database.read().execute("SELECT state FROM radios WHERE id = ?", (id,)).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def tracks(self, id: int) -> list[TrackId]:
        """What has played in it, in order, to be saved as a playlist."""
        said = (self.state(id) or {}).get("history", ())
        return [TrackId(int(track)) for track in said]

    def keep(
        self,
        id: int | None,
        seeds: Sequence[Seed],
        steering: Steering,
        state: Mapping[str, Any],
        heard: float,
        now: Timestamp | None = None,
    ) -> int:
        """Puts a radio down, or brings the one of this id up to date; its id.

        One that has been removed meanwhile is put down anew.
        """
        at = time.time() if now is None else now
        said = (
            json.dumps([seed.to_json() for seed in seeds]),
            json.dumps(steering.to_json()),
            json.dumps(dict(state)),
            heard,
            at,
        )
        with self._database.write() as db:
            done = db.execute(
                """UPDATE radios SET seeds = ?, steering = ?, state = ?, heard = ?, touched_at = ?
                   WHERE id = ?""",
                (*said, id),
            )
            if id is not None and done.rowcount:
                return id
            row = db.execute(
                "INSERT INTO radios (seeds, steering, state, heard, touched_at, started_at)"
                " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                (*said, at),
            ).fetchone()
            db.execute(
                """DELETE FROM radios WHERE name = '' AND id NOT IN
                       (SELECT id FROM radios WHERE name = '' ORDER BY touched_at DESC, id DESC LIMIT ?)""",
                (UNNAMED_KEPT,),
            )
            return int(row[0])

    def rename(self, id: int, name: str) -> None:
        """ "" lets its seeds tell again."""
        with self._database.write() as db:
            db.execute("UPDATE radios SET name = ? WHERE id = ?", (name.strip(), id))

    def remove(self, id: int) -> Removed | None:
        """What `put_back` takes; None for an unknown one."""
        with self._database.write() as db:
            row = db.execute(f"DELETE FROM radios WHERE id = ? RETURNING {_COLUMNS}", (id,)).fetchone()
        return None if row is None else Removed(tuple(row))

    def put_back(self, removed: Removed) -> None:
        """Undoes `remove`."""
        with self._database.write() as db:
            db.execute(
                f"INSERT OR IGNORE INTO radios ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", removed.row
            )


def _past(row: tuple[Any, ...]) -> PastRadio | None:
    """None for a row that says nothing we know: one that a newer version wrote."""
    id, name, seeds, steering, heard, started, touched = row
    try:
        sown = tuple(Seed.from_json(said) for said in json.loads(seeds))
        steered = Steering.from_json(json.loads(steering))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return PastRadio(id, name, sown, steered, Seconds(heard), Timestamp(started), Timestamp(touched))
