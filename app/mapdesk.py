"""What the map is made of: charts, their colours and names, and what lies near, all worked out beside the
window. What several pictures share is here; `mapdeskpane` has what one picture needs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from app import tasks
from app.hearing import Hearing, Listened
from app.mapdeskpoints import Spot
from app.moments import SECONDS
from app.views.reading import MOVING, Reader, Watch
from app.widgets.map.pathbar import Length
from core.domain import Seconds, Timestamp, Track, TrackId
from core.errors import UserError
from core.explore.ear.spans import songlet_spans
from core.explore.map.chart import Chart, Kind, Mode, Sight
from core.explore.stock import RadioTrack, load_stock
from core.library.tracks import Kind as Told
from core.library.tracks import Library

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.explore.map.atlas import Atlas, Mapped, Near
    from core.explore.map.colours import Scheme
    from core.explore.map.measures import Measure

TASTE = frozenset({Told.RATED, Told.PLAYED, Told.FACTS})
"""What changes colours, and moves nothing."""
REST_S = 20.0
"""While more and more is heard, it is put on the map this often; the first of it at once."""
USUAL_MOMENT = 1 / 3
"""The share of a song at which it is heard, while nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the library says now.

    models: that have heard anything, the best first. schemes, measures: what it can be coloured by, and what
    can be an axis. usual: the scheme that tells most at first sight.
    """

    stock: Mapping[TrackId, RadioTrack]
    models: tuple[Mapped, ...]
    schemes: tuple[Scheme, ...]
    measures: tuple[Measure, ...]
    usual: str

    @property
    def total(self) -> int:
        """Tracks in all."""
        return len(self.stock)

    def model(self, name: str) -> Mapped | None:
        return next((each for each in self.models if each.name == name), None)


class Neighbour(NamedTuple):
    """likeness: -1 to 1, in the full space."""

    track: Track
    start: float | None
    likeness: float


class MapDesk(QObject):
    """Reads while somebody looks (`wake`, `rest`). Main thread; what takes long happens on its lanes."""

    renewed = Signal()
    """`known` is another."""
    moved = Signal()
    """Tracks came or went, or more was listened to: charts should be asked for again."""
    trailed = Signal()
    """`trail` is another."""
    sought = Signal()
    """`found` is another."""
    failed = Signal(str)

    def __init__(
        self,
        library: Library,
        listened: Listened,
        make_atlas: Callable[[], Atlas],
        parent: QObject | None = None,
    ) -> None:
        """make_atlas: called once, on a lane."""
        super().__init__(parent)
        self.library, self.listened = library, listened
        self.known: Known | None = None
        """None until it was read for the first time."""
        self.trail: tuple[TrackId, ...] = ()
        """What was played since the last long pause, in this order."""
        self.found: NDArray[np.int64] | None = None
        """Ids of the tracks that the search finds; None while nothing is sought."""
        self._query = ""
        self.charting, self.beside = tasks.Pool(2), tasks.Pool(2)
        """Lanes: for layouts, which may take long, and for all else."""
        self._make, self._making = make_atlas, threading.Lock()
        self._atlas: Atlas | None = None
        self._reader, self._near = Reader(self, self.beside), Reader(self, self.beside)
        self._tonight, self._search = Reader(self, self.beside), Reader(self, self.beside)
        for reader in (self._reader, self._near, self._tonight, self._search):
            reader.failed.connect(self.failed)
        self._moves, self._tastes = (Watch(library, self._reader, kinds) for kinds in (MOVING, TASTE))
        self._moves.changed.connect(self._move)
        self._tastes.changed.connect(self._read)
        self._tastes.changed.connect(self._read_trail)
        self._awake, self._behind, self._has_moved = False, True, False
        self._refreshed = -REST_S

    # -- from the window

    def wake(self) -> None:
        """Somebody looks."""
        self._awake = True
        if self._behind:
            self._read()
            self._read_trail()
        if self._has_moved:
            self._tell_moved()

    def rest(self) -> None:
        """Nobody looks: what changes is read when somebody does."""
        self._awake = False

    def refresh(self) -> None:
        """More has been listened to."""
        early = self.known is None or not self.known.models
        if early or time.monotonic() - self._refreshed > REST_S:
            self._refreshed = time.monotonic()
            self._move()

    def close(self) -> None:
        """Nothing is asked for any more. A layout under way is ended by whoever asked for it."""
        self._moves.close()
        self._tastes.close()
        for reader in (self._reader, self._near, self._tonight, self._search):
            reader.close()
        for lane in (self.charting, self.beside):
            lane.drain(5.0)
        if self._atlas is not None:
            self._atlas.close()

    # -- on a lane

    def atlas(self) -> Atlas:
        """Not on the main thread: the first call opens what it reads."""
        with self._making:
            if self._atlas is None:
                self._atlas = self._make()
            return self._atlas

    # -- asked on the main thread

    def neighbours(self, sight: Sight, spot: Spot, take: Callable[[list[Neighbour]], object]) -> None:
        """What truly sounds nearest to a spot, in the full space of this picture: not what lies beside it on
        the map. Of several that are asked for, the last is answered. None for what was not heard, and in a
        space that there is none of: its picture says why."""
        sight = self._heard_by(sight)
        start = spot.start if sight.mode is not Mode.TRACKS else None

        def read() -> list[Neighbour]:
            try:
                return self._tracks_of(self.atlas().neighbours(sight, spot.track, start))
            except UserError:
                return []

        if not sight.model:
            take([])
            return
        self._near.ask(read, take)

    def search(self, query: str) -> None:
        """In the library's language; "" for nothing. Asked again by itself when the library has changed."""
        self._query = query.strip()
        query = self._query
        if not query:
            self._search.close()
            self._take_found(None)
            return
        self._search.ask(lambda: np.array(self.library.order(query), np.int64), self._take_found)

    def no_neighbours(self) -> None:
        """Nobody waits for them any longer."""
        self._near.close()

    def moment_of(self, track: RadioTrack | Track) -> float:
        """Seconds where a listen to the whole track begins: in the part that is most like all of it."""
        hearing = self.listened.known
        share = _typical(hearing, track) if hearing is not None else USUAL_MOMENT
        return max(0.0, min(share * track.duration, track.duration - SECONDS))

    def walk(
        self,
        chart: Chart,
        path: NDArray[np.float64],
        length: Length,
        take: Callable[[list[TrackId]], object],
        on_error: Callable[[str], object],
        allowed: Callable[[TrackId], bool] = lambda _: True,
    ) -> tasks.Task[list[TrackId]]:
        """Tracks along a drawn line (k, 2), of those that are allowed."""
        stock = self.known.stock if self.known is not None else {}

        def read() -> list[TrackId]:
            from core.explore.map.walking import walk

            return walk(
                chart,
                path,
                count=length.count or None,
                seconds=None if length.count else Seconds(length.seconds),
                artist_of=lambda id: stock[id].artist if id in stock else "",
                duration_of=lambda id: stock[id].duration if id in stock else 0.0,
                allowed=allowed,
            )

        return self.beside.run(read, on_done=take, on_error=on_error)

    def with_library(self, read: Callable[[Library], list[Track]], take: Callable[..., object]) -> None:
        self.beside.run(lambda: read(self.library), on_done=take, on_error=self.failed.emit)

    # -- inside

    def _heard_by(self, sight: Sight) -> Sight:
        """Two measures have no neighbours of their own: what sounds near is asked of the best model."""
        if sight.kind is not Kind.MEASURES:
            return sight
        models = self.known.models if self.known is not None else ()
        return replace(sight, kind=Kind.SOUND, model=models[0].name if models else "", x="", y="")

    def _tracks_of(self, near: Sequence[Near]) -> list[Neighbour]:
        tracks = {track.id: track for track in self.library.tracks([each.track_id for each in near])}
        return [
            Neighbour(tracks[each.track_id], each.start, each.likeness)
            for each in near
            if each.track_id in tracks
        ]

    def _move(self) -> None:
        self._has_moved = True
        if self._awake:
            self._tell_moved()
        self._read()

    def _tell_moved(self) -> None:
        self._has_moved = False
        self.moved.emit()

    def _read(self) -> None:
        self._behind = True
        if self._awake:
            self._behind = False
            self._reader.ask(self._look, self._take)

    def _look(self) -> Known:
        """On a lane. The stock that radio holds already costs nothing; to load the sound of the whole library
        for it would."""
        hearing = self.listened.known
        if hearing is not None:
            self.listened.outdate_stock()
            hearing = self.listened.now()
        from core.explore.map.colours import schemes, usual_scheme
        from core.explore.map.measures import measures

        rows = hearing.stock if hearing is not None else load_stock(self.library)
        stock = {row.id: row for row in rows}
        return Known(stock, tuple(self.atlas().models()), schemes(rows), measures(rows), usual_scheme(rows))

    def _take(self, known: Known) -> None:
        self.known = known
        self.renewed.emit()
        if self._query:
            self.search(self._query)

    def _take_found(self, found: NDArray[np.int64] | None) -> None:
        self.found = found
        self.sought.emit()

    def _read_trail(self) -> None:
        def read() -> tuple[TrackId, ...]:
            from core.explore.map.tonight import tonight

            return tuple(id for id, _ in tonight(self.library, Timestamp(time.time())))

        if self._awake:
            self._tonight.ask(read, self._take_trail)

    def _take_trail(self, trail: tuple[TrackId, ...]) -> None:
        if trail != self.trail:
            self.trail = trail
            self.trailed.emit()


def _typical(hearing: Hearing, track: RadioTrack | Track) -> float:
    """The share of a song at which its most typical part begins."""
    index = hearing.ear.lead
    if track.id not in index:
        return USUAL_MOMENT
    songlets = index.songlets[index.row(track.id)]
    likest = int(np.argmax(songlets @ songlets.mean(axis=0)))
    return float(songlet_spans(index.model, track.duration)[likest, 0])
