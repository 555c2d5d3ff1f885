"""What can be done with playlists, from menus, the sidebar and the view; written on a lane."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app import tasks
from app.views.commands import TrackCommands
from app.views.ways import Ways
from app.views.whole import of_playlist
from app.words import tr
from core.domain import TrackId
from core.library.playlist_edits import Did, Step
from core.library.playlist_entries import Item
from core.library.playlists import EntryId, News, Node, NodeKind, PlaylistId, Playlists
from core.library.smart import Smart
from core.library.tracks import Library

T = TypeVar("T")
PLACE = "playlist"
"""The key of the place where a playlist is shown."""
RECENT_KEY, RECENT = "playlists.recent", 5
"""Playlists that were added to last."""
GATHER_MS = 300
"""News that come closer together, as in a scan, are heard together; the first at once."""
OTHERS = 30
"""More than this in a menu cannot be looked through."""


class PlaylistDesk(QObject):
    """Holds the tree of playlists as it is now. Every deed returns at once; what comes of it is told."""

    tree_changed = Signal()
    """`nodes` is another."""
    contents_changed = Signal(object)
    """The ids of playlists that may hold other tracks now."""
    said = Signal(str, str, object)
    """A sentence, and what can be done about it: its words ("" for nothing) and a callable."""
    failed = Signal(str)
    naming_asked = Signal(int)
    """A playlist was just made under a name that is not the listener's: ask for one."""
    editing_asked = Signal(int)
    """Open the rules of a smart playlist."""
    shown = Signal(object)
    """The playlist that the view shows now: its id, or None."""
    _news = Signal(object)

    def __init__(
        self,
        library: Library,
        playlists: Playlists,
        commands: TrackCommands,
        ways: Ways,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.library, self.playlists = library, playlists
        self._commands, self._ways = commands, ways
        self.nodes: list[Node] = []
        self._by_id: dict[int, Node] = {}
        self._recent: list[int] = []
        self.current: PlaylistId | None = None
        self._lane = tasks.Pool(1)
        self._gathered = News(tree=False, ids=frozenset())
        self._gathering = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gathering.timeout.connect(self._tell)
        self._news.connect(self._heard, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = playlists.subscribe(self._news.emit)

    def start(self) -> None:
        """Reads the tree for the first time."""
        library = self.library
        self._run(lambda: library.session(RECENT_KEY, []), self._take_recent)
        self._read_tree()

    def close(self) -> bool:
        """Waits for what was asked for; False when it took too long."""
        self._unsubscribe()
        self._gathering.stop()
        return self._lane.drain(5.0)

    # -- reading

    def node(self, id: int) -> Node | None:
        return self._by_id.get(id)

    def to_add_to(self) -> tuple[list[Node], list[Node]]:
        """Lists that tracks can be put in: those used last, and the others by name."""
        lists = {id: node for id, node in self._by_id.items() if node.kind is NodeKind.LIST}
        recent = [lists[id] for id in self._recent if id in lists]
        others = [node for id, node in lists.items() if id not in self._recent]
        return recent, sorted(others, key=lambda node: node.name.casefold())[:OTHERS]

    def open(self, id: int) -> None:
        self._ways.to(PLACE, int(id))

    def when_known(self, id: PlaylistId, then: Callable[[PlaylistId], object]) -> None:
        """Calls `then` once the tree knows of a playlist that was made beside the desk."""
        self._read_tree(lambda: then(id))

    def edit_rules(self, id: int) -> None:
        self.open(id)
        self.editing_asked.emit(id)

    def show(self, id: PlaylistId | None) -> None:
        """The view tells what it shows."""
        self.current = id
        self.shown.emit(id)

    # -- the tree

    def create(
        self, name: str = "", folder: PlaylistId | None = None, tracks: Sequence[TrackId] = ()
    ) -> None:
        """A new list, which is opened; without a name it gets one that can be changed at once."""
        chosen, given = name or self.free_name(tr("New playlist")), list(tracks)

        def made(id: PlaylistId) -> None:
            self._used(id)
            if not given:
                self.open(id)
            else:
                text = tr("%Ln track(s) in the new playlist {name}.", count=len(given)).format(name=chosen)
                self.said.emit(text, tr("Show"), partial(self.open, id))
            if not name:  # last: what is opened takes the keyboard
                self.naming_asked.emit(id)

        self._run(lambda: self.playlists.create(chosen, folder, given), self._then_read(made))

    def create_smart(self, smart: Smart, name: str = "", folder: PlaylistId | None = None) -> None:
        """A new smart playlist, which is opened; without a name its rules are asked for, and a name."""
        chosen = name or self.free_name(tr("New smart playlist"))

        def made(id: PlaylistId) -> None:
            self.open(id)
            if not name:
                self.naming_asked.emit(id)
                self.editing_asked.emit(id)

        self._run(lambda: self.playlists.create_smart(chosen, smart, folder), self._then_read(made))

    def create_folder(self, folder: PlaylistId | None = None) -> None:
        chosen = self.free_name(tr("New folder"))
        self._run(
            lambda: self.playlists.create_folder(chosen, folder), self._then_read(self.naming_asked.emit)
        )

    def create_of_files(self, name: str, items: Sequence[Item], folder: PlaylistId | None = None) -> None:
        """A new list of files; those that the library does not know are kept by their paths."""
        self._run(lambda: self.playlists.create_of_files(name, items, folder), self._then_read(self.open))

    def rename(self, id: PlaylistId, name: str) -> None:
        if name.strip():
            self._run(lambda: self.playlists.rename(id, name))

    def move(self, id: PlaylistId, folder: PlaylistId | None, place: int | None = None) -> None:
        self._run(lambda: self.playlists.move(id, folder, place))

    def step(self, id: PlaylistId, by: int) -> None:
        """One place up (-1) or down (1) among its neighbours."""
        node = self.node(id)
        if node is None:
            return
        parent = self.node(node.folder) if node.folder is not None else None
        there = [each.id for each in (parent.children if parent else self.nodes)]
        at = there.index(id) + (by if by < 0 else by + 1)
        if 0 <= at <= len(there):
            self.move(id, node.folder, at)

    def duplicate(self, id: PlaylistId) -> None:
        self._run(lambda: self.playlists.duplicate(id), self._then_read(self.open))

    def remove(self, id: PlaylistId) -> None:
        node = self.node(id)
        if node is None:
            return
        text = (
            tr("Folder {name} deleted.") if node.kind is NodeKind.FOLDER else tr("Playlist {name} deleted.")
        )
        said = text.format(name=node.name)
        self._run(
            lambda: self.playlists.remove(id),
            lambda undo: self._offer_undo(said, undo),
        )

    def set_smart(self, id: PlaylistId, smart: Smart) -> None:
        self._run(lambda: self.playlists.set_smart(id, smart))

    def redraw(self, id: PlaylistId) -> None:
        """A random smart playlist draws anew."""
        self._run(lambda: self.playlists.refresh(id))

    # -- entries

    def add(self, id: PlaylistId, tracks: Sequence[TrackId], at: int | None = None) -> None:
        node, given = self.node(id), list(tracks)
        if node is None or not given:
            return
        self._used(id)
        text = tr("%Ln track(s) added to {name}.", count=len(given)).format(name=node.name)
        quiet = at is not None  # dropped where one can see it
        self._run(
            lambda: self.playlists.add(id, given, at),
            None if quiet else lambda entries: self._added(id, text, entries),
        )

    def _added(self, id: PlaylistId, text: str, entries: list[EntryId]) -> None:
        self.said.emit(text, tr("Undo"), lambda: self._run(lambda: self.playlists.take(id, entries)))

    def add_files(self, id: PlaylistId, items: Sequence[Item], at: int | None = None) -> None:
        self._run(lambda: self.playlists.add_files(id, items, at))

    def take(self, id: PlaylistId, entries: Collection[int]) -> None:
        text = tr("%Ln track(s) taken out of the playlist.", count=len(entries))
        self._run(
            lambda: self.playlists.take(id, entries),
            lambda undo: self._offer_undo(text, undo) if undo else None,
        )

    def _offer_undo(self, text: str, undo: Callable[[], object]) -> None:
        self.said.emit(text, tr("Undo"), lambda: self._run(undo))

    def reorder(self, id: PlaylistId, entries: Collection[int], to: int) -> None:
        self._run(lambda: self.playlists.reorder(id, entries, to))

    def arrange(self, id: PlaylistId, entries: Sequence[int]) -> None:
        self._run(
            lambda: self.playlists.arrange(id, entries),
            lambda _: self.said.emit(tr("The playlist has this order now."), tr("Undo"), self.undo),
        )

    def undo(self) -> None:
        self._run(self.playlists.undo, lambda step: self._say_step(step, tr("Undone: {what}")))

    def redo(self) -> None:
        self._run(self.playlists.redo, lambda step: self._say_step(step, tr("Done again: {what}")))

    def _say_step(self, step: Step | None, text: str) -> None:
        if step is not None:
            self.said.emit(text.format(what=_words_of(step)), "", None)

    # -- playing

    def with_tracks(self, id: PlaylistId, do: Callable[[list[TrackId]], object]) -> None:
        """Calls `do` with the tracks that a playlist has now, if any."""
        self._run(lambda: self.playlists.track_ids(id), lambda ids: do(ids) if ids else self._say_empty())

    def play(self, id: PlaylistId) -> None:
        self.with_tracks(id, lambda ids: self._commands.play.emit(ids, 0))

    def play_shuffled(self, id: PlaylistId) -> None:
        def mix(ids: list[TrackId]) -> None:
            import random

            random.shuffle(ids)
            self._commands.play.emit(ids, 0)

        self.with_tracks(id, mix)

    def play_next(self, id: PlaylistId) -> None:
        self.with_tracks(id, self._commands.play_next.emit)

    def enqueue(self, id: PlaylistId) -> None:
        self.with_tracks(id, self._commands.enqueue.emit)

    def play_by_waiting(self, id: PlaylistId) -> None:
        self.with_tracks(id, self._commands.shuffle_by_waiting)

    def radio(self, id: PlaylistId) -> None:
        node = self.node(id)
        whole = of_playlist(node.name if node is not None else "")
        self.with_tracks(id, lambda ids: self._commands.start_radio(ids, whole))

    def show_in_map(self, id: PlaylistId) -> None:
        self.with_tracks(id, self._commands.map_asked.emit)

    def show_curves(self, id: PlaylistId) -> None:
        node = self.node(id)
        name = node.name if node is not None else ""
        self.with_tracks(id, lambda ids: self._commands.curves_asked.emit(ids, name))

    def _say_empty(self) -> None:
        self.said.emit(tr("There is nothing in this playlist."), "", None)

    # -- inside

    def run(self, fn: Callable[[], T], on_done: Callable[[T], object] | None = None) -> None:
        """On the lane of playlists, in turn with all else that was asked for."""
        self._run(fn, on_done)

    def _run(self, fn: Callable[[], T], on_done: Callable[[T], object] | None = None) -> None:
        self._lane.run(fn, on_done=on_done, on_error=self.failed.emit)

    def _then_read(self, then: Callable[[PlaylistId], object]) -> Callable[[PlaylistId], None]:
        """Once the tree knows of what was made."""

        return lambda id: self.when_known(id, then)

    def _read_tree(self, then: Callable[[], object] | None = None) -> None:
        def took(nodes: list[Node]) -> None:
            self._take_tree(nodes)
            if then is not None:
                then()

        self._run(self.playlists.tree, took)

    def _take_tree(self, nodes: list[Node]) -> None:
        if nodes != self.nodes:
            self.nodes = nodes
            self._by_id = {node.id: node for node in _all(nodes)}
            self.tree_changed.emit()

    def _heard(self, news: News) -> None:
        before = self._gathered
        self._gathered = News(before.tree or news.tree, before.ids | news.ids)
        if not self._gathering.isActive():
            self._tell()

    def _tell(self) -> None:
        news, self._gathered = self._gathered, News(tree=False, ids=frozenset())
        if not news.tree and not news.ids:
            return
        self._gathering.start()
        if news.tree:
            self._read_tree()
        if news.ids:
            self.contents_changed.emit(news.ids)

    def _take_recent(self, kept: object) -> None:
        self._recent = [id for id in kept if isinstance(id, int)] if isinstance(kept, list) else []

    def _used(self, id: int) -> None:
        self._recent = [id, *(each for each in self._recent if each != id)][:RECENT]
        recent, library = list(self._recent), self.library
        self._run(lambda: library.set_session(RECENT_KEY, recent))

    def free_name(self, name: str) -> str:
        """`name`, or with a number behind it when there is one already."""
        taken = {node.name for node in self._by_id.values()}
        number = 2
        found = name
        while found in taken:
            found, number = f"{name} {number}", number + 1
        return found


def _all(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _words_of(step: Step) -> str:
    said = {
        Did.CREATED: tr("making {name}"),
        Did.RENAMED: tr("renaming {name}"),
        Did.CHANGED: tr("the rules of {name}"),
        Did.MOVED: tr("moving {name}"),
        Did.DUPLICATED: tr("duplicating {name}"),
        Did.REMOVED: tr("deleting {name}"),
        Did.ADDED: tr("adding to {name}"),
        Did.TAKEN: tr("taking out of {name}"),
        Did.REORDERED: tr("the order of {name}"),
    }
    return said[step.did].format(name=step.name)


def items_of(paths: Sequence[Path]) -> list[Item]:
    """Files as a playlist takes them."""
    return [Item(path) for path in paths]
