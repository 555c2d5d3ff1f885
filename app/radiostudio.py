"""The radio behind the desk: what runs on its lane, and what comes back from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.domain import Track, TrackId
from core.library.tracks import Library
from core.settings import Places

if TYPE_CHECKING:
    from core.explore.index import Index
    from core.explore.radio import Pick, Radio
    from core.explore.rules import RadioTrack

AHEAD = 12
"""Picks shown; one of them waits in the queue."""
ENOUGH = 20
"""Songs that must have been heard before radio can choose, or half of a smaller library."""
SESSION_KEY = "radio"


@dataclass(frozen=True, slots=True)
class Ear:
    """What can be chosen from. total: tracks in the library, heard or not."""

    index: Index
    tracks: Sequence[RadioTrack]
    total: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What the lane came to. waiting: (heard, needed of the library) while it is too early."""

    picks: tuple[Pick, ...] = ()
    seeds: tuple[TrackId, ...] = ()
    likes: tuple[TrackId, ...] = ()
    dislikes: tuple[TrackId, ...] = ()
    tracks: Mapping[TrackId, Track] = field(default_factory=dict)
    waiting: tuple[int, int] | None = None
    unheard: tuple[TrackId, ...] = ()


class Studio:
    """The radio itself. Lives on the lane: no method is called from elsewhere, `warm` excepted."""

    def __init__(self, library: Library, ear_of: Callable[[], Ear]) -> None:
        self._library, self._ear_of = library, ear_of
        self._ear: Ear | None = None
        self._radio: Radio | None = None
        self.closing = False

    def warm(self) -> None:
        """Learns what tastes of every size will ask of the index, so that no later plan waits for it.

        Called beside the lane; a second per size for 10,000 songs, and nothing the second time.
        """
        from core.explore.hubs import SIZES

        ear = self._ear
        if ear is None:
            return
        for size in SIZES:
            if not self.closing:
                ear.index.warm((size,))

    def begin(
        self, seeds: Sequence[TrackId], variety: int, state: dict[str, Any] | None = None
    ) -> Plan | None:
        """None when it began; else a plan that says what it waits for.

        state: a saved radio to go on with. Raises UserError when it is of another version.
        """
        from core.explore.radio import Radio

        self._radio = None
        ear = self._ready()
        unheard = tuple(seed for seed in seeds if seed not in ear.index)
        heard = len(ear.index)
        if heard < min(ENOUGH, max(2, ear.total // 2)) or len(unheard) == len(seeds):
            self._ear = None  # to be asked for again, with what has been heard by then
            tracks = self._tracks(seeds)
            return Plan(seeds=tuple(seeds), tracks=tracks, waiting=(heard, ear.total), unheard=unheard)
        if state is None:
            self._radio = Radio(ear.index, ear.tracks, seeds, variety=variety)
        else:
            self._radio = Radio.restore(ear.index, ear.tracks, state)
        return None

    def renew(self) -> None:
        """More has been heard: goes on with it, or will when a radio is asked for."""
        self._ear = None
        if self._radio is not None:
            ear = self._ready()
            self._radio.adopt(ear.index, ear.tracks)

    def tell(self, say: Callable[[Radio], object]) -> None:
        if self._radio is not None:
            say(self._radio)

    def without_seed(self, seed: TrackId) -> None:
        if self._radio is not None:
            state = self._radio.state()
            state["seeds"] = [id for id in state["seeds"] if id != seed]
            self.begin(state["seeds"], 0, state)

    def plan(self) -> Plan | None:
        """What comes; None while there is no radio."""
        radio = self._radio
        if radio is None:
            return None
        picks = tuple(radio.upcoming(AHEAD))
        liked = [pick.reason.liked for pick in picks if pick.reason.liked is not None]
        shown = [*(pick.track_id for pick in picks), *radio.seeds, *radio.likes, *radio.dislikes, *liked]
        return Plan(picks, radio.seeds, radio.likes, radio.dislikes, self._tracks(shown))

    def save(self, heard: float) -> None:
        state = {"radio": self._radio.state(), "heard": heard} if self._radio else None
        self._library.set_session(SESSION_KEY, state)

    def end(self) -> None:
        self._radio = None
        self.save(0.0)

    def _ready(self) -> Ear:
        if self._ear is None:
            self._ear = self._ear_of()
        return self._ear

    def _tracks(self, ids: Iterable[TrackId]) -> dict[TrackId, Track]:
        return {track.id: track for track in self._library.tracks(list(dict.fromkeys(ids)))}


def ear_of(library: Library, places: Places, model: str) -> Ear:
    """The index of all that `model` has heard so far. Imports numpy; a second or so for 10,000 songs."""
    from core.analysis.store import AnalysisStore
    from core.explore.index import Index
    from core.explore.rules import RadioTrack

    rows = library.radio_rows()
    facts = library.facts([row.id for row in rows])
    store = AnalysisStore.open(places)
    try:
        heard = store.trajectories(model)
    finally:
        store.close()
    index = Index.build(heard, [(row.id, row.audio_id) for row in rows])
    index.warm(())
    tracks = [
        RadioTrack(
            row.id,
            row.artist or row.album_artist,
            row.title,
            row.album,
            row.duration,
            row.audio_id,
            facts[row.id].tags if row.id in facts else (),
        )
        for row in rows
    ]
    return Ear(index, tracks, len(rows))
