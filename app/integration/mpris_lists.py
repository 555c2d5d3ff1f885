"""The playlists, as MPRIS shows them in a desktop's player menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from app import tasks
from app.integration.exported import Interface, Method, Property
from app.integration.remote import Remote
from core.domain import TrackId
from core.library.playlists import News, Node, NodeKind, PlaylistId

PLAYLISTS_INTERFACE = "org.mpris.MediaPlayer2.Playlists"
LIST = "/org/meander/playlist/"
ORDERINGS = ("UserDefined", "Alphabetical")


class Shelf(Protocol):
    """What is needed of `core.library.playlists.Playlists`."""

    def tree(self) -> list[Node]: ...
    def track_ids(self, id: PlaylistId) -> list[TrackId]: ...
    def subscribe(self, callback: Callable[[News], None]) -> Callable[[], None]: ...


class PlaylistMenu(QObject):
    """Keeps the names at hand, for clients ask when somebody is waiting for a menu."""

    changed = Signal()

    def __init__(self, shelf: Shelf, remote: Remote, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._remote = shelf, remote
        self._known: list[tuple[PlaylistId, str]] = []
        self._news.connect(self._note, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = shelf.subscribe(self._news.emit)
        self._renew()

    _news = Signal(object)

    def close(self) -> None:
        self._unsubscribe()

    def interface(self) -> Interface:
        takes = (("Index", "u"), ("MaxCount", "u"), ("Order", "s"), ("ReverseOrder", "b"))
        return Interface(
            {
                "ActivatePlaylist": Method(self._activate, (("PlaylistId", "o"),)),
                "GetPlaylists": Method(self._listed, takes, (("Playlists", "a(oss)"),)),
            },
            {
                "PlaylistCount": Property("u", lambda: len(self._known)),
                "Orderings": Property("as", lambda: list(ORDERINGS)),
                # What plays is the queue, which may have become another since the list was started.
                "ActivePlaylist": Property("(b(oss))", lambda: (False, ("/", "", ""))),
            },
            {"PlaylistChanged": (("Playlist", "(oss)"),)},
        )

    def _listed(self, index: int, most: int, order: str, reverse: bool) -> tuple[list[Any]]:  # noqa: FBT001
        known = (
            sorted(self._known, key=lambda each: each[1].casefold())
            if order == "Alphabetical"
            else self._known
        )
        if reverse:
            known = known[::-1]
        return ([(f"{LIST}{id}", name, "") for id, name in known[index : index + most]],)

    def _activate(self, path: str) -> None:
        number = path.removeprefix(LIST)
        if path.startswith(LIST) and number.isdigit():
            job = partial(self._shelf.track_ids, PlaylistId(int(number)))
            tasks.run(job, on_done=self._remote.play_tracks, on_error=lambda _text: None)

    def _note(self, news: News) -> None:
        if news.tree:
            self._renew()

    def _renew(self) -> None:
        tasks.run(self._shelf.tree, on_done=self._take)

    def _take(self, tree: list[Node]) -> None:
        known = list(_flat(tree))
        if known != self._known:
            self._known = known
            self.changed.emit()


def _flat(nodes: Sequence[Node]) -> list[tuple[PlaylistId, str]]:
    """Playlists in the order of the sidebar; those in folders with their way."""
    found: list[tuple[PlaylistId, str]] = []
    for node in nodes:
        if node.kind is NodeKind.FOLDER:
            found += [(id, f"{node.name} / {name}") for id, name in _flat(node.children)]
        else:
            found.append((node.id, node.name))
    return found
