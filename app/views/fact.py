"""The quiet fact beside a title: how much is listed, or how much of it is selected."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app import tasks, words
from app.views.tracktable import TrackTable
from app.widgets.controls import ElidedLabel
from app.words import tr
from core.domain import Seconds
from core.library import listing
from core.library.tracks import Library

WAIT_MS = 80
"""A selection that is still being drawn is not summed up."""


class Fact(QObject):
    """Says `listed` until several rows of the table are selected."""

    def __init__(self, table: TrackTable, library: Library, label: ElidedLabel) -> None:
        super().__init__(label)
        self._table, self._library, self._label = table, library, label
        self._listed = self._selected = ""
        self._asked = 0
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self._sum_up)
        table.selectionModel().selectionChanged.connect(lambda _on, _off: self._wait.start())

    def say(self, listed: str) -> None:
        self._listed = listed
        self._show()

    def close(self) -> None:
        self._wait.stop()

    def _sum_up(self) -> None:
        self._asked += 1
        asked, library = self._asked, self._library
        ids = self._table.selected_ids()
        if len(ids) < 2:
            self._selected = ""
            self._show()
            return
        tasks.run(
            lambda: listing.seconds(library, ids),
            on_done=lambda seconds: self._summed(asked, len(ids), seconds),
        )

    def _summed(self, asked: int, count: int, seconds: Seconds) -> None:
        if asked != self._asked:
            return
        said = tr("%Ln track(s) selected", count=count)
        self._selected = f"{said} · {words.elapsed(seconds)}"
        self._show()

    def _show(self) -> None:
        self._label.say(self._selected or self._listed)
