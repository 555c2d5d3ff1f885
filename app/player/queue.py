"""What plays next: an ordered list of entries, each with its own id, so that a track may be there twice.

Entries lie in flat arrays, and one signal tells of a whole change: a queue of 100,000 tracks is
filled, shuffled and saved in milliseconds.
"""

from __future__ import annotations

import random
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.domain import Source, TrackId

if TYPE_CHECKING:
    # Imported where it is used: the window starts without it.
    import numpy as np
    from numpy.typing import NDArray

MAX_PIECES = 64
"""A change in more separate pieces than this is told as a reset."""
SOURCES = tuple(Source)
FEW = 256
"""Up to this many rows are arranged without numpy, whose import the start of the window is spared."""


class Repeat(StrEnum):
    OFF = "off"
    ALL = "all"
    ONE = "one"


class Kind(StrEnum):
    INSERTED = "inserted"
    REMOVED = "removed"
    MOVED = "moved"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the rows; told before (`changing`) and after (`changed`), as a Qt model needs.

    INSERTED and REMOVED: `count` rows from `first`. MOVED: `count` rows from `first` come to lie
    before row `to`, counted before the move. RESET: anything.
    """

    kind: Kind
    first: int = 0
    count: int = 0
    to: int = 0


class Entry(NamedTuple):
    id: int
    """The entry's own, never used again in this queue."""
    track: TrackId
    source: Source


class Queue(QObject):
    """Rows are counted from 0; `index` is the row that plays, or -1."""

    changing = Signal(Change)
    changed = Signal(Change)
    index_changed = Signal(int)
    """The current entry is another one, or lies in another row."""
    modes_changed = Signal()
    """`shuffled` or `repeat`."""

    def __init__(self, parent: QObject | None = None, *, seed: int | None = None) -> None:
        """seed: of the shuffle, for tests."""
        super().__init__(parent)
        self._seed = seed
        self.draw: Callable[[list[TrackId]], Sequence[int] | None] | None = None
        """Another way to shuffle than by chance: the places of these tracks in their new order, or None."""
        self._ids, self._tracks, self._sources = array("q"), array("q"), bytearray()
        self._original: array[int] | None = None  # ids in the order before the shuffle
        self._next_id = 1
        self._index = -1
        self._repeat = Repeat.OFF

    # -- reading

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, row: int) -> Entry:
        return Entry(self._ids[row], TrackId(self._tracks[row]), SOURCES[self._sources[row]])

    @property
    def index(self) -> int:
        return self._index

    @property
    def current(self) -> Entry | None:
        return self[self._index] if self._index >= 0 else None

    @property
    def ahead(self) -> int:
        """How many entries lie after the current one."""
        return len(self) - self._index - 1

    @property
    def repeat(self) -> Repeat:
        return self._repeat

    @property
    def shuffled(self) -> bool:
        return self._original is not None

    @property
    def original(self) -> Sequence[int] | None:
        """The ids of the entries in the order before the shuffle; None while there is none."""
        return self._original

    def tracks(self, first: int = 0, count: int | None = None) -> list[TrackId]:
        last = None if count is None else first + count
        return [TrackId(track) for track in self._tracks[first:last]]

    def row_of(self, entry: int) -> int:
        """The row of the entry with this id, or -1."""
        try:
            return self._ids.index(entry)
        except ValueError:
            return -1

    # -- filling

    def replace(self, tracks: Iterable[TrackId], index: int = 0, source: Source = Source.LIBRARY) -> None:
        """These tracks, and nothing else; `index` is current. Shuffled when shuffle was on."""
        again = self.shuffled
        self.changing.emit(Change(Kind.RESET))
        self._tracks = array("q", tracks)
        self._ids = self._new_ids(len(self._tracks))
        self._sources = bytearray([SOURCES.index(source)]) * len(self._tracks)
        self._original = None
        self._index = min(max(index, 0), len(self) - 1)
        if again:
            self._mix()
        self.changed.emit(Change(Kind.RESET))
        self.index_changed.emit(self._index)

    def add(self, tracks: Iterable[TrackId], source: Source = Source.LIBRARY) -> None:
        """At the end."""
        self.insert(len(self), tracks, source)

    def add_next(self, tracks: Iterable[TrackId], source: Source = Source.LIBRARY) -> None:
        """After the current entry."""
        self.insert(self._index + 1, tracks, source)

    def insert(self, row: int, tracks: Iterable[TrackId], source: Source = Source.LIBRARY) -> None:
        """Before `row`. Nothing becomes current by it."""
        new = array("q", tracks)
        row = min(max(row, 0), len(self))
        if not new:
            return
        change = Change(Kind.INSERTED, row, len(new))
        self.changing.emit(change)
        ids = self._new_ids(len(new))
        if self._original is not None:
            at = self._place_in_original(row)
            self._original[at:at] = ids
        self._ids[row:row] = ids
        self._tracks[row:row] = new
        self._sources[row:row] = bytearray([SOURCES.index(source)]) * len(new)
        moved = row <= self._index
        if moved:
            self._index += len(new)
        self.changed.emit(change)
        if moved:
            self.index_changed.emit(self._index)

    def _place_in_original(self, row: int) -> int:
        """In the order to come back to, new entries follow what they follow here."""
        assert self._original is not None
        if row in (0, len(self)):
            return row
        return self._original.index(self._ids[row - 1]) + 1

    # -- rearranging

    def remove(self, rows: Iterable[int]) -> None:
        """Takes these rows out. When the current one goes, the one after it becomes current."""
        gone = sorted({row for row in rows if 0 <= row < len(self)})
        if not gone:
            return
        before, current = self._index, self.current
        pieces = _pieces(gone)
        if len(pieces) <= MAX_PIECES:
            for first, count in reversed(pieces):
                self._cut(first, count)
        else:
            self._drop(gone, before)
        if self._index != before or self.current != current:
            self.index_changed.emit(self._index)

    def _cut(self, first: int, count: int) -> None:
        change = Change(Kind.REMOVED, first, count)
        self.changing.emit(change)
        if self._original is not None:
            dropped = set(self._ids[first : first + count])
            self._original = array("q", (i for i in self._original if i not in dropped))
        for column in (self._ids, self._tracks, self._sources):
            del column[first : first + count]
        if self._index >= first + count:
            self._index -= count
        elif self._index >= first:
            self._index = first if first < len(self) else -1
        self.changed.emit(change)

    def _drop(self, gone: Sequence[int], current: int) -> None:
        """Many scattered rows at once. gone: sorted."""
        self.changing.emit(Change(Kind.RESET))
        kept = _without(len(self), gone)
        self._index = current - bisect_left(gone, current) if current >= 0 else -1
        if self._index >= len(kept):
            self._index = -1
        self._arrange(kept)
        if self._original is not None:
            alive = set(self._ids)
            self._original = array("q", (i for i in self._original if i in alive))
        self.changed.emit(Change(Kind.RESET))

    def move(self, rows: Iterable[int], to: int) -> None:
        """These rows come to lie before row `to` (counted before the move), in their order."""
        moving = sorted({row for row in rows if 0 <= row < len(self)})
        to = min(max(to, 0), len(self))
        if not moving:
            return
        first, count = moving[0], len(moving)
        together = moving[-1] - first + 1 == count
        if together and first <= to <= first + count:
            return
        change = Change(Kind.MOVED, first, count, to) if together else Change(Kind.RESET)
        self.changing.emit(change)
        entry = self._ids[self._index] if self._index >= 0 else None
        kept = _without(len(self), moving)
        at = to - bisect_left(moving, to)
        self._arrange([*kept[:at], *moving, *kept[at:]])
        before, self._index = self._index, -1 if entry is None else self.row_of(entry)
        self.changed.emit(change)
        if self._index != before:
            self.index_changed.emit(self._index)

    def clear(self) -> None:
        if not self._ids:
            return
        self.changing.emit(Change(Kind.RESET))
        self._arrange(())
        self._index = -1
        if self._original is not None:
            self._original = array("q")
        self.changed.emit(Change(Kind.RESET))
        self.index_changed.emit(-1)

    def clear_ahead(self) -> None:
        """Everything after the current entry."""
        self.remove(range(self._index + 1, len(self)))

    # -- modes

    def set_repeat(self, repeat: Repeat) -> None:
        if repeat is not self._repeat:
            self._repeat = repeat
            self.modes_changed.emit()

    def set_shuffled(self, shuffled: bool) -> None:  # noqa: FBT001 - a Qt slot, connected to toggles
        """On: the current entry first, the others at random or as `draw` says. Off: the order of before."""
        if shuffled == self.shuffled:
            return
        self.changing.emit(Change(Kind.RESET))
        if shuffled:
            self._mix()
        else:
            self._unmix()
        self.changed.emit(Change(Kind.RESET))
        self.index_changed.emit(self._index)
        self.modes_changed.emit()

    def _mix(self) -> None:
        self._original = array("q", self._ids)
        drawn = self.draw(self.tracks()) if self.draw is not None else None
        order = list(self._by_chance() if drawn is None else drawn)
        if self._index >= 0:
            order.remove(self._index)
            order.insert(0, self._index)
            self._index = 0
        self._arrange(order)

    def _by_chance(self) -> list[int]:
        if len(self) <= FEW:
            return random.Random(self._seed).sample(range(len(self)), len(self))
        import numpy as np

        order: list[int] = np.random.default_rng(self._seed).permutation(len(self)).tolist()
        return order

    def reshuffle(self, entries: Sequence[int]) -> None:
        """Those of these entries that are still to come do so in this order; others before them."""
        import numpy as np

        if not len(self):
            return
        ids, wanted = np.array(self._ids, np.int64), np.asarray(entries, np.int64)
        by_id = np.argsort(ids)
        rows = by_id[np.minimum(np.searchsorted(ids, wanted, sorter=by_id), len(ids) - 1)]
        rows = rows[(ids[rows] == wanted) & (rows > self._index)]
        left = np.ones(len(ids), np.bool_)
        left[rows] = False
        self.changing.emit(Change(Kind.RESET))
        self._arrange(np.concatenate([np.flatnonzero(left), rows]))
        self.changed.emit(Change(Kind.RESET))

    def _unmix(self) -> None:
        entry = self._ids[self._index] if self._index >= 0 else None
        self._arrange(self._rows_in_original_order())
        self._original = None
        self._index = -1 if entry is None else self.row_of(entry)

    # -- going on

    def go(self, row: int) -> None:
        """Makes `row` current; -1 for none."""
        row = row if -1 <= row < len(self) else -1
        if row != self._index:
            self._index = row
            self.index_changed.emit(row)

    def following(self) -> int:
        """The row that the listener's "next" leads to, or -1 at the end."""
        return self.after(self._index)

    def after(self, row: int) -> int:
        """The row that is next after `row`, or -1 at the end."""
        if row + 1 < len(self):
            return row + 1
        return 0 if self._repeat is Repeat.ALL and len(self) else -1

    def following_by_itself(self) -> int:
        """The row that plays when the current track has ended, or -1."""
        return self._index if self._repeat is Repeat.ONE and self._index >= 0 else self.following()

    def preceding(self) -> int:
        """The row before the current one, or -1."""
        if self._index > 0:
            return self._index - 1
        return len(self) - 1 if self._repeat is Repeat.ALL else -1

    # -- keeping

    def to_json(self) -> dict[str, Any]:
        """All of it as plain JSON values: a snapshot, safe to write on another thread."""
        state: dict[str, Any] = {
            "tracks": self._tracks.tolist(),
            "sources": [[SOURCES[key].value, len(list(run))] for key, run in groupby(self._sources)],
            "index": self._index,
            "repeat": self._repeat.value,
        }
        if self._original is not None:
            state["original"] = self._rows_in_original_order().tolist()
        return state

    def from_json(self, state: Any) -> None:
        """What `to_json` gave; anything else leaves the queue empty."""
        self.changing.emit(Change(Kind.RESET))
        try:
            self._read(state)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError):
            self._arrange(())
            self._original, self._index, self._repeat = None, -1, Repeat.OFF
        self.changed.emit(Change(Kind.RESET))
        self.index_changed.emit(self._index)
        self.modes_changed.emit()

    def _read(self, state: Any) -> None:
        tracks = array("q", state["tracks"])
        sources = bytearray()
        for name, count in state["sources"]:
            sources += bytearray([SOURCES.index(Source(name))]) * count
        order = state.get("original")
        if len(sources) != len(tracks) or (order is not None and sorted(order) != list(range(len(tracks)))):
            raise ValueError("the parts do not fit")
        index, repeat = int(state["index"]), Repeat(state["repeat"])
        self._ids, self._tracks, self._sources = self._new_ids(len(tracks)), tracks, sources
        self._original = None if order is None else array("q", (self._ids[row] for row in order))
        self._index = index if -1 <= index < len(tracks) else -1
        self._repeat = repeat

    # -- inside

    def _new_ids(self, count: int) -> array[int]:
        ids = array("q", range(self._next_id, self._next_id + count))
        self._next_id += count
        return ids

    def _rows_in_original_order(self) -> NDArray[np.int64]:
        import numpy as np

        assert self._original is not None
        ids = np.frombuffer(self._ids, np.int64)
        by_id = np.argsort(ids)
        rows: NDArray[np.int64] = by_id[np.searchsorted(ids, self._original, sorter=by_id)]
        return rows

    def _arrange(self, rows: Sequence[int] | NDArray[np.int64]) -> None:
        """Rows become these rows of before."""
        if len(rows) <= FEW:
            self._ids = array("q", (self._ids[row] for row in rows))
            self._tracks = array("q", (self._tracks[row] for row in rows))
            self._sources = bytearray(self._sources[row] for row in rows)
            return
        import numpy as np

        rows = np.asarray(rows, np.int64)
        self._ids = array("q", np.array(self._ids, np.int64)[rows].tobytes())
        self._tracks = array("q", np.array(self._tracks, np.int64)[rows].tobytes())
        self._sources = bytearray(np.array(self._sources, np.uint8)[rows].tobytes())


def _without(length: int, gone: Sequence[int]) -> list[int]:
    """Rows 0 to length - 1 but for `gone`."""
    rows = array("b", bytes(length))
    for row in gone:
        rows[row] = 1
    return [row for row, out in enumerate(rows) if not out]


def _pieces(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted rows as (first, count) of their unbroken runs."""
    pieces: list[tuple[int, int]] = []
    for row in rows:
        if pieces and sum(pieces[-1]) == row:
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + 1)
        else:
            pieces.append((row, 1))
    return pieces
