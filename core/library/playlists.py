"""Playlists, smart playlists and folders of them; every step can be undone."""

from __future__ import annotations

import sqlite3
import threading
import time
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from core.domain import TrackId
from core.errors import UserError
from core.library import playlist_entries, smart
from core.library.playlist_edits import Did, Entries, Nodes, Places, Step, Steps
from core.library.playlist_entries import Content, Entry, Item
from core.library.playlist_rows import GAP, ROOMY, NodeRow, Rows, between, named, next_name
from core.library.smart import Smart
from core.library.tracks import Change, Kind, Library

PlaylistId = NewType("PlaylistId", int)
EntryId = NewType("EntryId", int)

_PLACES = (Kind.ADDED, Kind.REMOVED, Kind.CHANGED)


class NodeKind(StrEnum):
    FOLDER = "folder"
    LIST = "list"
    SMART = "smart"


@dataclass(frozen=True, slots=True)
class Node:
    """A playlist or a folder, in the tree. count: entries of a list; 0 for others."""

    id: PlaylistId
    kind: NodeKind
    name: str
    folder: PlaylistId | None
    count: int
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What changed. tree: names, folders or order of playlists. ids: playlists whose tracks may differ."""

    tree: bool
    ids: frozenset[PlaylistId]


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes one step back, whatever was done since. Called, says whether there was anything left to do."""

    playlists: Playlists
    step: Step

    def __call__(self) -> bool:
        return self.playlists.take_back(self.step)


class Playlists:
    """All playlists of a library. May be used from any thread.

    Methods raise KeyError for an unknown playlist, TypeError for one of the wrong kind (entries of a folder).
    Each method that writes is one step of `undo`. Subscribers are told afterwards, on the writing thread.
    """

    def __init__(self, library: Library) -> None:
        self.library, self._db = library, library.database
        self._all = Rows(self._db)
        self._steps = Steps()
        self._lock = threading.RLock()
        self._subscribers: list[Callable[[News], None]] = []
        self._stop_following = library.subscribe(self._follow)

    def close(self) -> None:
        """No longer follows the library."""
        self._stop_following()

    def subscribe(self, callback: Callable[[News], None]) -> Callable[[], None]:
        """`callback` is called on whatever thread writes, and must be quick. Returns what ends it."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    # Reading -----------------------------------------------------------------------------------------

    def tree(self) -> list[Node]:
        """What stands at the top, in its order; folders hold theirs."""
        counts = dict(
            self._all.run(
                "SELECT playlist_id, count(*) FROM playlist_entries GROUP BY playlist_id"
            ).fetchall()
        )
        below: dict[int | None, list[NodeRow]] = {}
        for row in self._all.nodes("1 ORDER BY place, id"):
            below.setdefault(row.folder, []).append(row)

        def nodes(folder: int | None) -> tuple[Node, ...]:
            return tuple(_node(row, counts.get(row.id, 0), nodes(row.id)) for row in below.get(folder, ()))

        return list(nodes(None))

    def node(self, id: PlaylistId) -> Node:
        """Without its children."""
        row = self._all.node(id)
        counted = self._all.run("SELECT count(*) FROM playlist_entries WHERE playlist_id = ?", id)
        return _node(row, counted.fetchone()[0])

    def entries(self, id: PlaylistId) -> list[Entry]:
        """Of a list that was made by hand, in its order."""
        self._all.node(id, NodeKind.LIST)
        return playlist_entries.load(self._db.read(), id)

    def rows(self, id: PlaylistId) -> tuple[array[int], array[int]]:
        """Ids of a list's entries and of their tracks (0: none), in its order: for lists that page."""
        self._all.node(id, NodeKind.LIST)
        return playlist_entries.rows(self._db.read(), id)

    def smart(self, id: PlaylistId) -> Smart:
        return Smart.from_json(self._all.node(id, NodeKind.SMART).smart)

    def track_ids(self, id: PlaylistId) -> list[TrackId]:
        """The tracks of a list, those that are not present too; of a smart playlist, what it finds now.

        Of a folder, all that is below it, list by list.
        """
        row = self._all.node(id)
        if row.kind == NodeKind.SMART:
            return smart.find(self.library, Smart.from_json(row.smart), seed=id)
        if row.kind == NodeKind.FOLDER:
            below = self._all.inside(id)
            return [track for child in below for track in self.track_ids(PlaylistId(child.id))]
        rows = self._all.run(
            """SELECT track_id FROM playlist_entries WHERE playlist_id = ? AND track_id IS NOT NULL
               ORDER BY place, id""",
            id,
        )
        return [TrackId(track) for (track,) in rows]

    def containing(self, track: TrackId) -> list[PlaylistId]:
        """The lists made by hand that hold a track."""
        rows = self._all.run("SELECT DISTINCT playlist_id FROM playlist_entries WHERE track_id = ?", track)
        return [PlaylistId(id) for (id,) in rows]

    # The tree ----------------------------------------------------------------------------------------

    def create(
        self, name: str, folder: PlaylistId | None = None, tracks: Sequence[TrackId] = ()
    ) -> PlaylistId:
        """A new list at the end of a folder, or of the top. Raises UserError for an empty name."""
        return self._create(
            NodeKind.LIST, name, folder, contents=playlist_entries.of_tracks(self._db.read(), tracks)
        )

    def create_of_files(
        self, name: str, items: Sequence[Item], folder: PlaylistId | None = None
    ) -> PlaylistId:
        """A new list of what a playlist file names; files that are not in the library are kept by path."""
        contents = playlist_entries.of_items(self._db.read(), items)
        return self._create(NodeKind.LIST, name, folder, contents=contents)

    def create_smart(self, name: str, smart: Smart, folder: PlaylistId | None = None) -> PlaylistId:
        return self._create(NodeKind.SMART, name, folder, smart=smart.to_json())

    def create_folder(self, name: str, folder: PlaylistId | None = None) -> PlaylistId:
        return self._create(NodeKind.FOLDER, name, folder)

    def rename(self, id: PlaylistId, name: str) -> None:
        """Raises UserError for an empty name."""
        row, name = self._all.node(id), named(name)
        if name != row.name:
            with self._step(Did.RENAMED, id, row.name) as (step, db):
                step.run(db, Nodes([row], [row._replace(name=name)]))

    def set_smart(self, id: PlaylistId, smart: Smart) -> None:
        """Lets a smart playlist ask for something else."""
        row = self._all.node(id, NodeKind.SMART)
        if (text := smart.to_json()) != row.smart:
            with self._step(Did.CHANGED, id, row.name) as (step, db):
                step.run(db, Nodes([row], [row._replace(smart=text)]))

    def refresh(self, id: PlaylistId) -> None:
        """Lets a random smart playlist draw anew. Not a step to undo."""
        asked = self.smart(id)
        with self._db.write() as db:
            text = replace(asked, draw=asked.draw + 1).to_json()
            db.execute("UPDATE playlists SET smart = ? WHERE id = ?", (text, id))
        self._tell(ids=[id])

    def move(self, id: PlaylistId, folder: PlaylistId | None, place: int | None = None) -> None:
        """Into a folder (None: the top), before the node that stands at `place` there now; None: at its end.

        Raises UserError for a folder that would lie in itself.
        """
        row = self._all.node(id)
        if folder is not None:
            self._all.node(folder, NodeKind.FOLDER)
            if id in self._all.above(folder):
                raise UserError("A folder cannot lie in itself.")
        there = self._all.inside(folder)
        at = len(there) if place is None else max(0, min(place, len(there)))
        before = [node for node in there[:at] if node.id != id]
        after = [node for node in there[at:] if node.id != id]
        if row.folder == folder and [n.id for n in there] == [n.id for n in (*before, row, *after)]:
            return
        ordered = (*before, row._replace(folder=folder), *after)
        placed = [node._replace(place=number * GAP) for number, node in enumerate(ordered)]
        with self._step(Did.MOVED, id, row.name) as (step, db):
            step.run(db, Nodes([row, *before, *after], placed))

    def duplicate(self, id: PlaylistId, name: str | None = None) -> PlaylistId:
        """A copy right behind the original, folders with all that is in them. name: None: "Evening (2)"."""
        row = self._all.node(id)
        with self._step(Did.DUPLICATED, id, row.name) as (step, db):
            siblings = self._all.inside(row.folder)
            new_name = named(name) if name is not None else next_name(row.name, {n.name for n in siblings})
            copy = self._copy(step, db, row, row.folder, new_name)
            at = [n.id for n in siblings].index(id) + 1
            ordered = [*siblings[:at], copy, *siblings[at:]]
            placed = [node._replace(place=number * GAP) for number, node in enumerate(ordered)]
            step.run(db, Nodes([*siblings, copy], placed))
        return PlaylistId(copy.id)

    def remove(self, id: PlaylistId) -> Undo:
        """Takes a playlist out, or a folder with all that is in it. The tracks themselves stay."""
        row = self._all.node(id)
        with self._step(Did.REMOVED, id, row.name) as (step, db):
            nodes = self._all.below(row)
            for node in nodes:
                if entries := self._all.entries(node.id):
                    step.run(db, Entries(before=entries))
            step.run(db, Nodes(before=nodes))
        return Undo(self, step)

    # Entries -----------------------------------------------------------------------------------------

    def add(self, id: PlaylistId, tracks: Sequence[TrackId], at: int | None = None) -> list[EntryId]:
        """Puts tracks in before the entry that stands at `at` now; None: at the end. Their entries."""
        return self._add(id, playlist_entries.of_tracks(self._db.read(), tracks), at)

    def add_files(self, id: PlaylistId, items: Sequence[Item], at: int | None = None) -> list[EntryId]:
        """As `add`, of what a playlist file names."""
        return self._add(id, playlist_entries.of_items(self._db.read(), items), at)

    def take(self, id: PlaylistId, entries: Collection[int]) -> Undo | None:
        """Takes entries out; unknown ones are passed over. None where there was nothing to take."""
        row = self._all.node(id, NodeKind.LIST)
        rows = self._all.entries(id, entries)
        if not rows:
            return None
        with self._step(Did.TAKEN, id, row.name, len(rows)) as (step, db):
            step.run(db, Entries(before=rows))
        return Undo(self, step)

    def reorder(self, id: PlaylistId, entries: Collection[int], to: int) -> None:
        """Moves entries, in the order they stand in, before the one that stands at `to` now."""
        row, moved = self._all.node(id, NodeKind.LIST), set(entries)
        now = self._all.places(id)
        to = max(0, min(to, len(now)))
        block = [entry for entry in now if entry[0] in moved]
        before = [entry for entry in now[:to] if entry[0] not in moved]
        after = [entry for entry in now[to:] if entry[0] not in moved]
        if not block or now == [*before, *block, *after]:
            return
        with self._step(Did.REORDERED, id, row.name, len(block)) as (step, db):
            places = between(len(block), before[-1][1] if before else None, after[0][1] if after else None)
            if places is None:
                self._renumber(step, db, id, [*before, *block, *after])
            else:
                placed = {entry[0]: place for entry, place in zip(block, places, strict=True)}
                step.run(db, Places(id, dict(block), placed))

    def arrange(self, id: PlaylistId, entries: Sequence[int]) -> None:
        """Gives a list a whole new order (sorted, shuffled); entries that are not named go to the end."""
        row, now = self._all.node(id, NodeKind.LIST), self._all.places(id)
        rank = {entry: number for number, entry in enumerate(entries)}
        wanted = sorted(now, key=lambda entry: rank.get(entry[0], len(rank)))
        if wanted != now:
            with self._step(Did.REORDERED, id, row.name, len(now)) as (step, db):
                self._renumber(step, db, id, wanted)

    # Undo --------------------------------------------------------------------------------------------

    @property
    def undoable(self) -> Step | None:
        """What `undo` would take back: `did`, `name` and `count` are for the menu."""
        with self._lock:
            return self._steps.done[-1] if self._steps.done else None

    @property
    def redoable(self) -> Step | None:
        with self._lock:
            return self._steps.undone[-1] if self._steps.undone else None

    def undo(self) -> Step | None:
        """Takes the last step back; None where there is none."""
        with self._lock:
            if not self._steps.done:
                return None
            step = self._steps.done[-1]
            self._run(step, step.undo)
            self._steps.undone.append(self._steps.done.pop())
        self._tell_of(step)
        return step

    def redo(self) -> Step | None:
        """Does again what was undone last; None where there is none."""
        with self._lock:
            if not self._steps.undone:
                return None
            step = self._steps.undone[-1]
            self._run(step, step.do)
            self._steps.done.append(self._steps.undone.pop())
        self._tell_of(step)
        return step

    def take_back(self, step: Step) -> bool:
        """Undoes a step out of turn; False where it has been undone already or is long gone.

        Only for steps that took something out (`remove`, `take`): no later step can build on those.
        """
        if step.did not in (Did.REMOVED, Did.TAKEN):
            raise ValueError(f"{step.did} cannot be undone out of turn")
        with self._lock:
            if not self._steps.take_out(step):
                return False
            self._run(step, step.undo)
        self._tell_of(step)
        return True

    def forget_steps(self) -> None:
        """After playlists were written from outside (a restored backup): nothing can be undone."""
        with self._lock:
            self._steps = Steps()
        rows = self._all.run("SELECT id FROM playlists")
        self._tell(tree=True, ids=[id for (id,) in rows])

    # -------------------------------------------------------------------------------------------------

    @contextmanager
    def _step(
        self, did: Did, id: int, name: str, count: int = 0
    ) -> Iterator[tuple[Step, sqlite3.Connection]]:
        """A step in one transaction; all of it or nothing."""
        step = Step(did, id, name, count)
        with self._lock:
            with self._db.write() as db:
                yield step, db
            self._steps.push(step)
        self._tell_of(step)

    def _run(self, step: Step, way: Callable[[sqlite3.Connection], None]) -> None:
        with self._db.write() as db:
            way(db)
            playlist_entries.attach_within(db, step.touched)

    def _create(
        self,
        kind: NodeKind,
        name: str,
        folder: PlaylistId | None,
        *,
        smart: str = "",
        contents: Sequence[Content] = (),
    ) -> PlaylistId:
        name = named(name)
        if folder is not None:
            self._all.node(folder, NodeKind.FOLDER)
        with self._step(Did.CREATED, 0, name, len(contents)) as (step, db):
            siblings = self._all.nodes("folder IS ? ORDER BY place DESC, id DESC LIMIT 1", folder)
            place = siblings[0].place + GAP if siblings else 0
            row = NodeRow(self._all.next_id("playlists"), kind.value, name, folder, place, smart, time.time())
            step.playlist_id = row.id
            step.run(db, Nodes(after=[row]))
            if contents:
                places = range(0, len(contents) * GAP, GAP)
                step.run(db, Entries(after=self._all.new_entries(row.id, places, contents)))
        return PlaylistId(row.id)

    def _copy(
        self, step: Step, db: sqlite3.Connection, row: NodeRow, folder: int | None, name: str
    ) -> NodeRow:
        below = self._all.inside(row.id)
        copy = row._replace(
            id=self._all.next_id("playlists"), name=name, folder=folder, created_at=time.time()
        )
        step.run(db, Nodes(after=[copy]))
        if entries := self._all.entries(row.id):
            copies = self._all.new_entries(copy.id, [e.place for e in entries], [e[3:] for e in entries])
            step.run(db, Entries(after=copies))
        for child in below:
            self._copy(step, db, child, copy.id, child.name)
        return copy

    def _add(self, id: PlaylistId, contents: Sequence[Content], at: int | None) -> list[EntryId]:
        row = self._all.node(id, NodeKind.LIST)
        if not contents:
            return []
        with self._step(Did.ADDED, id, row.name, len(contents)) as (step, db):
            before, after = self._all.around(id, at)
            places = between(len(contents), before, after)
            if places is None:
                self._renumber(step, db, id, self._all.places(id))
                places = between(len(contents), *self._all.around(id, at)) or range(0)
            rows = self._all.new_entries(id, places, contents)
            step.run(db, Entries(after=rows))
        return [EntryId(entry.id) for entry in rows]

    def _renumber(
        self, step: Step, db: sqlite3.Connection, id: int, wanted: Sequence[tuple[int, int]]
    ) -> None:
        placed = {entry: number * ROOMY for number, (entry, _) in enumerate(wanted)}
        step.run(db, Places(id, dict(wanted), placed))

    # What happens to the tracks ----------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        ids: set[int] = set()
        if change.kind in _PLACES and self._all.run("SELECT 1 FROM playlist_entries LIMIT 1").fetchone():
            ids |= playlist_entries.attach(self._db, change.ids) | self._all.holding(change.ids)
        ids |= self._asking(change.kind)
        if ids:
            self._tell(ids=ids)

    def _asking(self, kind: Kind) -> set[int]:
        """Smart playlists that this kind of change may touch."""
        rows = self._all.nodes("kind = 'smart'")
        return {row.id for row in rows if kind in smart.touched_by(Smart.from_json(row.smart))}

    def _tell_of(self, step: Step) -> None:
        # Entries too: the tree shows how many there are.
        self._tell(tree=step.moves_tree or bool(step.touched), ids=step.touched)

    def _tell(self, *, tree: bool = False, ids: Iterable[int] = ()) -> None:
        news = News(tree, frozenset(PlaylistId(id) for id in ids))
        for callback in tuple(self._subscribers):
            callback(news)


def _node(row: NodeRow, count: int, children: tuple[Node, ...] = ()) -> Node:
    folder = None if row.folder is None else PlaylistId(row.folder)
    return Node(PlaylistId(row.id), NodeKind(row.kind), row.name, folder, count, children)
