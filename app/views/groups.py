"""What can be done with many tracks at once: an album, all of an artist, a genre, a folder."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QObject, QPoint
from PySide6.QtWidgets import QWidget

from app import icons, tasks
from app.views.commands import TrackCommands
from app.views.trackmenu import track_menu
from app.views.whole import CHOSEN, Whole
from core.domain import Track, TrackId
from core.library.tracks import Library

Find = Callable[[], Sequence[TrackId]]
"""Which tracks; called on the pool."""


class Entry(NamedTuple):
    """Of a menu."""

    text: str
    icon: str
    do: Callable[[], object]


class Groups(QObject):
    """Finds tracks on the pool and hands them to the commands."""

    def __init__(self, library: Library, commands: TrackCommands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._commands = library, commands

    def play(self, find: Find) -> None:
        self._with(find, lambda ids: self._commands.play.emit(ids, 0))

    def shuffle(self, find: Find) -> None:
        """In an order by chance."""
        self._with(lambda: _shuffled(find()), lambda ids: self._commands.play.emit(ids, 0))

    def play_next(self, find: Find) -> None:
        self._with(find, self._commands.play_next.emit)

    def enqueue(self, find: Find) -> None:
        self._with(find, self._commands.enqueue.emit)

    def radio(self, find: Find, whole: Whole) -> None:
        self._with(find, lambda ids: self._commands.start_radio(ids, whole))

    def menu(
        self,
        parent: QWidget,
        at: QPoint,
        find: Find,
        leading: Sequence[Entry] = (),
        whole: Whole = CHOSEN,
    ) -> None:
        """The menu of all these tracks, at a point of the screen.

        leading: entries above the others; whole: what the tracks are together.
        """
        library = self._library

        def read() -> tuple[list[TrackId], list[Track]]:
            ids = list(find())
            return ids, library.tracks(ids[:1])

        def show(found: tuple[list[TrackId], list[Track]]) -> None:
            ids, first = found
            if not first or not parent.isVisible():
                return
            menu = track_menu(
                parent, self._commands, ids, first[0], lambda: self._commands.play.emit(ids, 0), whole
            )
            before = menu.actions()[0]
            for entry in leading:
                action = menu.addAction(icons.icon(entry.icon, "secondary", 16), entry.text)
                action.triggered.connect(lambda _checked=False, do=entry.do: do())
                menu.insertAction(before, action)
            if leading:
                menu.insertSeparator(before)
            menu.popup(at)

        tasks.run(read, on_done=show, on_error=self._commands.failed.emit)

    def mime(self, ids: Sequence[TrackId]) -> QMimeData | None:
        """What a drag of them carries."""
        return self._commands.mime(ids) if ids else None

    def _with(self, find: Find, do: Callable[[list[TrackId]], object]) -> None:
        def done(ids: list[TrackId]) -> None:
            if ids:
                do(ids)

        tasks.run(lambda: list(find()), on_done=done, on_error=self._commands.failed.emit)


def _shuffled(ids: Sequence[TrackId]) -> list[TrackId]:
    return random.sample(list(ids), len(ids))
