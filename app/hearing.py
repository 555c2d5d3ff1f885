"""What the library sounds like, as far as it was heard: loaded once, and shared by all that compare songs.

Nothing here imports numpy before it is asked for.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from core.domain import AudioId, TrackId
from core.library.tracks import Library
from core.settings import Places

if TYPE_CHECKING:
    from core.analysis.records import Windows
    from core.explore.ear.ear import Ear
    from core.explore.radio.catalogue import Catalogue
    from core.explore.stock import RadioTrack

GLIMPSE = 200
"""Songs from all over the library that stand for all where one song is to be seen at once."""
WINDOWS_KEPT = 8
"""Songs of which moments are asked for again and again, while a radio from them plays."""


def _no_windows(_audio: AudioId, _model: str) -> Windows | None:
    return None


@dataclass(frozen=True)
class Hearing:
    """What can be chosen from, and how it sounds.

    total: tracks in the library, heard or not. windows: those kept of a song, by one model.
    """

    ear: Ear
    stock: Sequence[RadioTrack]
    total: int
    windows: Callable[[AudioId, str], Windows | None] = _no_windows

    def track(self, id: TrackId) -> RadioTrack | None:
        at = bisect_left(self.stock, id, key=lambda track: track.id)  # the stock is sorted so
        return self.stock[at] if at < len(self.stock) and self.stock[at].id == id else None

    @cached_property
    def catalogue(self) -> Catalogue:
        """The stock laid out for this ear: made once, for all radios."""
        from core.explore.radio.catalogue import Catalogue

        return Catalogue(self.ear, self.stock)


class Listened:
    """Holds the newest hearing. Every method may be called from any thread; none belongs on the main one."""

    def __init__(
        self,
        load: Callable[[], Hearing],
        stock: Callable[[], Sequence[RadioTrack]] | None = None,
        glimpse: Callable[[TrackId], Hearing | None] | None = None,
    ) -> None:
        """load: reads it from the disk; a second or so for 10,000 songs.

        stock: reads what the library says of its tracks, and nothing of how they sound; None: `load` must.
        glimpse: reads one song, and some others to hear it among; None for one that was not heard.
        """
        self._load, self._stock, self._glimpse = load, stock, glimpse
        self._loading = threading.Lock()
        self._now: Hearing | None = None
        self._outdated = self._outdated_stock = False

    @property
    def known(self) -> Hearing | None:
        """What was loaded last, at once; None before the first time."""
        return self._now

    def glimpse(self, id: TrackId) -> Hearing | None:
        """One song heard among some others, in a moment, where all would take long; None where they would
        not, or the song was not heard."""
        ready = self._now is not None and not self._outdated
        return None if ready or self._glimpse is None else self._glimpse(id)

    def outdate(self) -> None:
        """More has been heard: who asks next gets it."""
        self._outdated = True

    def outdate_stock(self) -> None:
        """The library says something else of its tracks: who asks next gets that, with the ear there is."""
        self._outdated_stock = True

    def now(self) -> Hearing:
        """What was loaded last, or is loaded now. Who comes while it is being loaded waits for it."""
        known = self._now
        if known is not None and not (self._outdated or self._outdated_stock):
            return known
        with self._loading:
            if self._now is None or self._outdated:
                return self._read()
            return self._restocked(self._now) if self._outdated_stock else self._now

    def renew(self) -> Hearing:
        """Loads what has been heard since and swaps it in whole; the old one serves whoever holds it."""
        with self._loading:
            return self._read()

    def _read(self) -> Hearing:
        self._outdated = self._outdated_stock = False  # before: what comes meanwhile outdates it again
        self._now = self._load()
        return self._now

    def _restocked(self, known: Hearing) -> Hearing:
        if self._stock is None:
            return self._read()
        self._outdated_stock = False
        stock = self._stock()
        if not _same(stock, known.stock):  # else its catalogue is as good as new
            self._now = known = replace(known, stock=stock, total=len(stock))
        return known


def _same(one: Sequence[RadioTrack], other: Sequence[RadioTrack]) -> bool:
    """Track by track: comparing a hundred thousand in one go would hold up all other threads."""
    return len(one) == len(other) and all(a == b for a, b in zip(one, other, strict=True))


def read_stock(library: Library) -> Sequence[RadioTrack]:
    from core.explore.stock import load_stock

    return load_stock(library)


def load_hearing(library: Library, places: Places, models: Sequence[str]) -> Hearing:
    """models: the ear's, the leading one first; those that have heard nothing yet are left out."""
    from core.analysis.store import AnalysisStore
    from core.explore.ear.ear import load_ear
    from core.explore.stock import load_stock

    store = AnalysisStore.open(places)
    try:
        ear = load_ear(library, store, models)
    finally:
        store.close()
    stock = load_stock(library)
    return Hearing(ear, stock, len(stock), _windows_of(places, models))


def load_glimpse(library: Library, places: Places, models: Sequence[str], id: TrackId) -> Hearing | None:
    """One song by the leading model, among GLIMPSE others that tell what is usual; None where that has not
    heard it."""
    from core.analysis.store import AnalysisStore
    from core.explore.ear.ear import Ear
    from core.explore.stock import RadioTrack

    (track,) = library.tracks([id]) or (None,)
    if track is None or track.audio_id is None:
        return None
    store = AnalysisStore.open(places)
    try:
        heard = {model: store.passes(model) for model in models}
        model = next((model for model in models if heard[model]), None)
        if model is None or track.audio_id not in heard[model]:
            return None
        others = sorted(heard[model])
        some = {track.audio_id, *others[:: max(1, len(others) // GLIMPSE)]}
        trajectories = store.trajectories(model, sorted(some))
    finally:
        store.close()
    away = [(TrackId(-at), audio) for at, audio in enumerate(some, 1) if audio != track.audio_id]
    ear = Ear.build([trajectories], {}, [*away, (id, track.audio_id)])
    known = RadioTrack(id, title=track.title, duration=track.duration, audio_id=track.audio_id)
    return Hearing(ear, [known], 1, _windows_of(places, models))


def _windows_of(places: Places, models: Sequence[str]) -> Callable[[AudioId, str], Windows | None]:
    """Those kept of a song, read when they are asked for."""

    @lru_cache(maxsize=WINDOWS_KEPT)
    def windows(audio: AudioId, model: str) -> Windows | None:
        from core.analysis.store import AnalysisStore

        if model not in models:  # a source of the ear that has none: the timbre of whole songs
            return None
        store = AnalysisStore.open(places)
        try:
            return store.windows(audio, model)
        finally:
            store.close()

    return windows
