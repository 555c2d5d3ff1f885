"""What comes, in order: kept until something changes, and edited by the listener's hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.domain import TrackId


@dataclass(frozen=True, slots=True)
class Entry:
    """placed: the listener put it there, and there it stays."""

    track_id: TrackId
    placed: bool = False


class Plan:
    """Entries by place, 0 plays next. A hole (None) is to be chosen anew."""

    def __init__(self, entries: Iterable[Entry | None] = ()) -> None:
        self._entries: list[Entry | None] = list(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, track_id: object) -> bool:
        return any(entry is not None and entry.track_id == track_id for entry in self._entries)

    @property
    def entries(self) -> Sequence[Entry | None]:
        return self._entries

    @property
    def placed(self) -> list[tuple[int, TrackId]]:
        """(place, track) of those that the listener put there."""
        return [(at, e.track_id) for at, e in enumerate(self._entries) if e is not None and e.placed]

    def empty(self, keep: int = 0) -> None:
        """All but the first `keep` are to be chosen anew; what the listener placed stays."""
        kept = [
            e if e is not None and (e.placed or at < keep) else None for at, e in enumerate(self._entries)
        ]
        while kept and kept[-1] is None:
            kept.pop()
        self._entries = kept

    def hole(self, n: int) -> tuple[int, int] | None:
        """(place, how many) of the first stretch among the first n places that is to be chosen, if any."""
        for at in range(n):
            if at >= len(self):
                return at, n - at
            if self._entries[at] is None:
                after = (place for place in range(at, len(self)) if self._entries[place] is not None)
                return at, next(after) - at
        return None

    def fill(self, at: int, track_ids: Sequence[TrackId]) -> None:
        """Puts chosen tracks into the holes from `at` on, or at the end."""
        self._entries[at : at + len(track_ids)] = [Entry(id) for id in track_ids]

    def close(self) -> bool:
        """Nothing is left to be chosen for its holes; False when it has none."""
        whole = len(self)
        self._entries = [entry for entry in self._entries if entry is not None]
        return len(self) < whole

    def take(self, track_id: TrackId) -> bool:
        """Takes out a track that plays now, or is not wanted; True when it was the first of all."""
        for at, entry in enumerate(self._entries):
            if entry is not None and entry.track_id == track_id:
                del self._entries[at]
                return at == 0
        return False

    def drop(self, unwanted: Callable[[TrackId], bool]) -> None:
        self._entries = [e for e in self._entries if e is None or not unwanted(e.track_id)]

    def put(self, track_id: TrackId, place: int) -> None:
        """Places a track by hand: what was there and after it moves on by one. It is in the plan once."""
        self._entries = [e for e in self._entries if e is None or e.track_id != track_id]
        place = max(0, place)
        while len(self._entries) < place:
            self._entries.append(None)
        self._entries.insert(place, Entry(track_id, placed=True))

    def hold(self, track_id: TrackId, *, placed: bool) -> None:
        """Keeps a track where it is, or lets go of it."""
        self._entries = [
            Entry(track_id, placed) if e is not None and e.track_id == track_id else e for e in self._entries
        ]

    def to_json(self) -> list[Any]:
        return [None if e is None else [e.track_id, e.placed] for e in self._entries]

    @classmethod
    def from_json(cls, said: Iterable[Any]) -> Plan:
        return cls(None if e is None else Entry(TrackId(int(e[0])), bool(e[1])) for e in said)
