"""What is done in the background: core's scan, and its indexer when there is something to hear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain import Pass, TrackId
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places

if TYPE_CHECKING:
    from core.indexer import Indexer


class Background:
    """A `lister.Job`. Lives on the background thread; `hear_first` may come from any."""

    def __init__(self, library: Library, places: Places) -> None:
        self._library, self._places = library, places
        self._indexer: Indexer | None = None
        self._first: list[TrackId] = []

    def scan(self, progress: Progress) -> object:
        from core.library.scan import scan

        return scan(self._library, progress)

    def listen(
        self, names: tuple[str, ...], pass_: Pass, progress: Progress, *, when_idle: bool = False
    ) -> object:
        from core.analysis.models import COMPANION
        from core.analysis.unheard import all_heard

        if self._indexer is None and all_heard(self._places, {*names, COMPANION}):
            return None
        return self._opened().listen(names, pass_, progress, when_idle=when_idle)

    def measure(self, progress: Progress, *, when_idle: bool = False) -> object:
        from core.analysis.unheard import all_measured

        if self._indexer is None and all_measured(self._places):
            return None
        return self._opened().measure(progress, when_idle=when_idle)

    def _opened(self) -> Indexer:
        if self._indexer is None:
            from core.indexer import Indexer

            self._indexer = Indexer.open(self._library, self._places)
            self._indexer.hear_first(self._first)
        return self._indexer

    def hear_first(self, ids: Sequence[TrackId]) -> None:
        self._first = list(ids)
        if self._indexer is not None:
            self._indexer.hear_first(ids)

    def close(self) -> None:
        if self._indexer is not None:
            self._indexer.close()
