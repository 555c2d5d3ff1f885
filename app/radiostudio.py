"""The radio behind the desk: what runs on its lane, and what comes back from there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.hearing import Hearing, Listened
from core.domain import Timestamp, Track, TrackId
from core.errors import UserError
from core.library.bans import Ban, Bans
from core.library.opinions import Opinions
from core.library.radios import PastRadio, Radios, Seed, Steering
from core.library.tracks import Library

if TYPE_CHECKING:
    from core.explore.radio.radio import Pick, Radio
    from core.explore.radio.tasting import Affinities
    from core.explore.radio.whynot import WhyNot

AHEAD = 20
"""Picks shown; one of them waits in the queue."""
ENOUGH = 20
"""Songs that must have been heard before radio can choose, or half of a smaller library."""
SESSION_KEY = "radio"
BARELY = 30.0
"""Seconds of music; a radio that was left sooner, and to which nothing was said, is not kept."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the lane came to.

    tracks: those that the plan speaks of. waiting: (heard, tracks in the library) while it is too early.
    unheard: tracks of the seeds that have not been heard. remembered: what was said for good, of any track.
    past: the radio's own among those kept. latest: what it had chosen last before it was taken up again.
    """

    picks: tuple[Pick, ...] = ()
    seeds: tuple[Seed, ...] = ()
    likes: tuple[TrackId, ...] = ()
    dislikes: tuple[TrackId, ...] = ()
    steering: Steering = field(default_factory=Steering)
    tracks: Mapping[TrackId, Track] = field(default_factory=dict)
    waiting: tuple[int, int] | None = None
    unheard: tuple[TrackId, ...] = ()
    remembered: Mapping[TrackId, float] = field(default_factory=dict)
    past: int | None = None
    latest: Pick | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """What a radio begins with. state: of a kept one that goes on; past: its id. variety: see Radio."""

    seeds: tuple[Seed, ...]
    steering: Steering
    variety: int = 0
    state: Mapping[str, Any] | None = None
    past: int | None = None


class Studio:
    """The radio itself. Lives on the lane: no method is called from elsewhere but `warm` and `more`."""

    def __init__(self, library: Library, listened: Listened) -> None:
        self._library, self._listened = library, listened
        self._radios, self._bans, self._opinions = Radios(library), Bans(library), Opinions(library)
        self._hearing: Hearing | None = None
        self._radio: Radio | None = None
        self._latest: Pick | None = None
        self._past: int | None = None
        self._in_session: int | None = None
        """The kept radio that goes on after a restart, as far as it was written down."""
        self._unwanted = False
        """The radio that plays was taken off the list of those that are kept."""
        self.closing = False

    def warm(self) -> None:
        """Learns beside the lane what tastes will ask of the ear, so that no later plan waits for it."""
        from core.explore.ear.taste import known_hubs

        hearing = self._hearing
        if hearing is not None and not self.closing:
            known_hubs(hearing.ear)

    def more(self) -> Hearing:
        """Reads beside the lane what has been heard or written since, and lays it out."""
        hearing = self._listened.now()
        _ = hearing.catalogue
        return hearing

    # -- one radio

    def look_back(self) -> None:
        """Raises UserError when nothing is known of what the listener likes."""
        from core.explore.radio.tasting import history

        if not history(self._affinities(), 1):
            raise UserError("Nothing is known yet of what you like; start a radio from a track.")

    def begin(self, start: Start) -> Plan | None:
        """None when it began; else a plan that says what it waits for.

        Raises UserError when what was kept of it is of another version.
        """
        self._radio, self._past, self._unwanted = None, start.past, False
        hearing = self._listened.now()
        ids = [id for seed in start.seeds for id in seed.tracks]
        unheard = tuple(id for id in ids if id not in hearing.ear)
        heard = len(hearing.ear)
        few = heard < min(ENOUGH, max(2, hearing.total // 2))
        if few or (ids and len(unheard) == len(ids)):
            self._listened.outdate()  # to be asked for again, with what has been heard by then
            return Plan(
                seeds=start.seeds,
                steering=start.steering,
                tracks=self._tracks(ids),
                waiting=(heard, hearing.total),
                unheard=unheard,
                past=start.past,
            )
        self._hearing = hearing
        self._radio = radio = self._made(hearing, start)
        self._latest = radio.why(radio.history[-1]) if radio.history else None
        return None

    def _made(self, hearing: Hearing, start: Start) -> Radio:
        from core.explore.radio.radio import Radio

        library, ear, catalogue = self._library, hearing.ear, hearing.catalogue
        bans, opinions, affinities = self._bans.all(), self._opinions.all(), self._affinities()
        if start.state is not None:
            return Radio.restore(
                ear,
                catalogue,
                start.state,
                bans=bans,
                opinions=opinions,
                affinities=affinities,
                moments=hearing.windows,
                find=library.order,
            )
        return Radio(
            ear,
            catalogue,
            start.seeds,
            steering=start.steering,
            bans=bans,
            opinions=opinions,
            affinities=affinities,
            variety=start.variety,
            moments=hearing.windows,
            find=library.order,
        )

    def _affinities(self) -> Affinities:
        from core.explore.memory.affinity import affinities

        return affinities(self._library, Timestamp(time.time()))

    def adopt(self, hearing: Hearing) -> None:
        """More has been heard, or the library has changed: goes on with it."""
        known, self._hearing = self._hearing, hearing
        if self._radio is not None and hearing is not known:
            self._radio.adopt(hearing.ear, hearing.catalogue)

    def tell(self, say: Callable[[Radio], object]) -> None:
        if self._radio is not None:
            say(self._radio)

    def why_not(self, id: TrackId) -> WhyNot | None:
        return self._radio.why_not(id) if self._radio is not None else None

    def plan(self) -> Plan | None:
        """What comes; None while there is no radio."""
        radio = self._radio
        if radio is None:
            return None
        picks = tuple(radio.upcoming(AHEAD))
        told = picks if self._latest is None else (*picks, self._latest)
        liked = [pick.reason.liked for pick in told if pick.reason.liked is not None]
        seeds = radio.seeds
        shown = [*(pick.track_id for pick in picks), *radio.likes, *radio.dislikes, *liked]
        shown += [seed.tracks[0] for seed in seeds if seed.tracks]
        return Plan(
            picks,
            seeds,
            radio.likes,
            radio.dislikes,
            radio.steering,
            self._tracks(shown),
            remembered={opinion.track_id: opinion.weight for opinion in self._opinions.all()},
            past=self._past,
            latest=self._latest,
        )

    def end(self, heard: float, past: int | None) -> None:
        """The radio is over. One that hardly began is not kept.

        past: its own id as far as the desk knows it, for one that has not begun again since a restart.
        """
        own = past if self._past is None else self._past
        if own is not None and heard < BARELY and not self._matters(own):
            self._radios.remove(own)
        self._radio = self._past = self._in_session = None
        self._library.set_session(SESSION_KEY, None)

    # -- what is kept

    def save(self, heard: float) -> int | None:
        """The radio among those that are kept, and as the one that goes on after a restart; its id there."""
        radio = self._radio
        if radio is None or self._unwanted:
            return None
        self._past = self._radios.keep(self._past, radio.seeds, radio.steering, radio.state(), heard)
        if self._past != self._in_session:
            self._in_session = self._past
            self._library.set_session(SESSION_KEY, {"past": self._past})
        return self._past

    def left_on(self, saved: Any) -> tuple[Start, Plan, float] | None:
        """The radio that a session left, what is to be shown of it, and how long it has played.

        saved: the session's word, or anything at all. The first versions kept the radio's state in it, its
        seeds as plain track ids.
        """
        saved = saved if isinstance(saved, dict) else {}
        if isinstance(saved.get("past"), int) and (found := self.recall(saved["past"])) is not None:
            past, start = found
            return start, self._shown(start), past.heard
        state = saved.get("radio")
        if not isinstance(state, dict):
            return None
        seeds = [Seed.track(TrackId(id)) for id in state.get("seeds", ()) if isinstance(id, int)]
        start = Start(tuple(seeds), Steering(), state=state)
        return start, self._shown(start), float(saved.get("heard", 0.0))

    def _shown(self, start: Start) -> Plan:
        """What is to be seen of a kept radio before it has planned anything."""
        likes, dislikes = (
            tuple(TrackId(id) for id in (start.state or {}).get(said, ()) if isinstance(id, int))
            for said in ("likes", "dislikes")
        )
        first = [seed.tracks[0] for seed in start.seeds if seed.tracks]
        tracks = self._tracks([*first, *likes, *dislikes])
        return Plan((), start.seeds, likes, dislikes, start.steering, tracks, past=start.past)

    def past(self) -> list[PastRadio]:
        return self._radios.all()

    def recall(self, id: int) -> tuple[PastRadio, Start] | None:
        """A kept radio, to be gone on with; None when it is gone."""
        past, state = self._radios.get(id), self._radios.state(id)
        if past is None or state is None:
            return None
        return past, Start(past.seeds, past.steering, state=state, past=id)

    def played(self, id: int) -> list[TrackId]:
        """What has played in a kept radio, its seeds' tracks first where they are few."""
        return self._radios.tracks(id)

    def rename(self, id: int, name: str) -> None:
        self._radios.rename(id, name)

    def remove(self, id: int) -> Callable[[], None]:
        """Gives what puts it back. The radio that plays goes on, and is not kept any more."""
        removed, playing = self._radios.remove(id), id == self._past
        if playing:
            self._past, self._unwanted = None, True

        def put_back() -> None:
            if removed is not None:
                self._radios.put_back(removed)
            if playing and self._past is None and self._unwanted:
                self._past, self._unwanted = id, False

        return put_back

    def _matters(self, id: int) -> bool:
        """Something was said to it, or it was given a name."""
        past, state = self._radios.get(id), self._radios.state(id) or {}
        return bool((past is not None and past.name) or state.get("likes") or state.get("dislikes"))

    # -- what is said for good

    def bar(self, bans: Sequence[Ban]) -> None:
        for ban in bans:
            self._bans.add(ban)
        self._obey_bans()

    def unbar(self, bans: Sequence[Ban]) -> None:
        for ban in bans:
            self._bans.remove(ban)
        self._obey_bans()

    def _obey_bans(self) -> None:
        if self._radio is not None:
            self._radio.bar(self._bans.all())

    def remember(self, id: TrackId, weight: float) -> None:
        """weight: 1 liked, -1 not this, 0 forgets."""
        if weight:
            self._opinions.remember(id, weight)
        else:
            self._opinions.forget(id)
        if self._radio is not None and self._hearing is not None:
            now = self._opinions.all()
            self._radio.adopt(self._hearing.ear, self._hearing.catalogue, opinions=now)

    def _tracks(self, ids: Iterable[TrackId]) -> dict[TrackId, Track]:
        return {track.id: track for track in self._library.tracks(list(dict.fromkeys(ids)))}
