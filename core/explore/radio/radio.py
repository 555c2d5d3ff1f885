"""Radio: an endless list that starts from seeds, is steered, and learns from what is done with it.

`Radio` is deterministic: the same ear, stock, seeds and events give the same picks. docs/radio.md tells how
it chooses. `tasting` makes the taste, `judging` holds what a radio thinks of every track, `choosing` finds
what comes, `plan` keeps it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Self

from core.domain import Ended, PlayEvent, Seconds, Timestamp, TrackId
from core.errors import UserError
from core.explore.ear.ear import Ear
from core.explore.radio.barring import Banning, is_season
from core.explore.radio.catalogue import Catalogue
from core.explore.radio.choosing import BLOCK, choose
from core.explore.radio.explain import Explainer
from core.explore.radio.judging import Ask, Judgement, Pick
from core.explore.radio.plan import Plan
from core.explore.radio.rules import Gaps, Session
from core.explore.radio.tasting import REFUSED, Affinities, Memory, Moments, Said, chosen_tracks
from core.explore.radio.whynot import WhyNot, why_not
from core.explore.stock import RadioTrack
from core.library.bans import Ban
from core.library.opinions import Opinion
from core.library.radios import Seed, SeedKind, Steering
from core.texts import marked

__all__ = ["Pick", "Radio"]

EARLY: Seconds = Seconds(30.0)
"""A skip before this counts against the track."""
EARLY_SKIP, LATE_SKIP = REFUSED, 0.05
FINISHED_SHARE = 0.9
"""Heard to this share of its length, a track was finished, whatever was pressed then."""
HELD = BLOCK
"""When a track was finished, so many of those announced still come as they were: the list stays readable."""
SHOWN = 20
"""A track that is so near in the plan is told to come."""
LATEST = 3
"""How lively it is now is told by so many tracks."""
STATE_VERSION = 2
NOTHING_HEARD = marked("None of the tracks to start from has been listened to yet; analyse them first.")


class Radio:
    """One session. Every method may be called from any thread; each takes effect on all that comes after.

    Raises UserError from the constructor when none of the seeds has been listened to.
    """

    def __init__(
        self,
        ear: Ear,
        stock: Iterable[RadioTrack] | Catalogue,
        seeds: Sequence[Seed],
        *,
        steering: Steering | None = None,
        bans: Sequence[Ban] = (),
        opinions: Sequence[Opinion] = (),
        affinities: Affinities | None = None,
        variety: int = 0,
        moments: Moments | None = None,
        find: Callable[[str], Collection[int]] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """stock: what it may choose from; a Catalogue made of it for this ear saves the making.

        opinions: what was remembered; affinities: what is known of past listening. moments: gives the windows
        kept of a song. find: ids of the tracks that a query finds (`Library.order`); without it, no filter
        holds. variety: 0 always takes the nearest; any other number shakes the order a little, each in its
        own reproducible way, so that the same seed need not give the same evening twice.
        """
        self._lock = threading.RLock()
        self._seeds, self._variety = list(seeds), variety
        self._steering = steering or Steering()
        self._bans, self._opinions, self._affinities = tuple(bans), list(opinions), affinities or {}
        self._moments, self._find, self._clock = moments, find, clock
        self._now = Timestamp(clock())
        self._said = Said()
        self._let_go: dict[TrackId, Timestamp] = {}
        self._removed: list[TrackId] = []
        self._history: list[TrackId] = []
        self._steered_at = 0.0
        self._level: float | None = None
        self._plan = Plan()
        self._take_stock(ear, stock)
        if not self._judgement.liked:
            raise _nothing_heard(self._seeds)

    # -- what plays ------------------------------------------------------------------------------------

    def next(self, n: int = 1) -> list[Pick]:
        """The next tracks, which now count as given and do not come again; fewer only if none is left."""
        with self._lock:
            picks = self._ahead(n)
            for pick in picks:
                self._play(pick.track_id)
            return picks

    def upcoming(self, n: int) -> list[Pick]:
        """What `next` will give if nothing changes."""
        with self._lock:
            return self._ahead(n)

    def give_back(self, track_id: TrackId) -> None:
        """Undoes that a track was given (it was queued, and taken out unheard): it may come again."""
        with self._lock:
            if track_id in self._history:
                place = len(self._history) - 1 - self._history[::-1].index(track_id)
                del self._history[place]
                self._session = self._replayed()
                self._plan.empty()

    # -- the plan, edited ------------------------------------------------------------------------------

    def insert(self, track_id: TrackId, place: int) -> None:
        """Puts any track of the stock, heard or not, at a place of the plan (0 plays next), to stay there.

        A track of the plan moves there. The rest is planned anew around it.
        """
        with self._lock:
            if track_id not in self._catalogue.stock:
                return
            if track_id in self._removed:
                self._removed.remove(track_id)
            before = self._ahead(place)
            self._plan.put(track_id, min(place, len(before)))
            self._again(keep=place)

    move = insert

    def pin(self, track_id: TrackId, place: int | None = None) -> None:
        """Keeps a track of the plan where it is, or puts it at a place to stay there."""
        with self._lock:
            if place is None:
                self._plan.hold(track_id, placed=True)
            else:
                self.insert(track_id, place)

    def unpin(self, track_id: TrackId) -> None:
        """Lets the radio choose for its place again."""
        with self._lock:
            self._plan.hold(track_id, placed=False)
            self._again()

    def remove(self, track_id: TrackId) -> None:
        """Not in this session, without any judgement about how it sounds."""
        with self._lock:
            if track_id not in self._removed:
                self._removed.append(track_id)
            self._plan.drop(lambda id: id == track_id)
            self._again()

    # -- what is said about it -------------------------------------------------------------------------

    def like(self, track_id: TrackId) -> None:
        """Takes back a dislike of the same track."""
        with self._lock:
            self._said.judge(track_id, self._tick(), liked=True)
            self._anew()

    def dislike(self, track_id: TrackId) -> None:
        """Not this: never again here, and less of what it has beyond the likes. Takes back a like."""
        with self._lock:
            self._said.judge(track_id, self._tick(), liked=False)
            self._plan.drop(lambda id: id == track_id)
            self._anew()

    def forget(self, track_id: TrackId) -> None:
        """Takes back all that was said and heard of the track, what was remembered of it too."""
        with self._lock:
            self._said.forget(track_id)
            if track_id in self._removed:
                self._removed.remove(track_id)
            self._let_go[track_id] = self._tick()
            self._anew()

    def heard(self, event: PlayEvent) -> None:
        """Learns from how a play ended. Errors and stops teach nothing; nor does a skipped seed."""
        with self._lock:
            track = self._catalogue.stock.get(event.track_id)
            if track is None:
                return
            if event.track_id not in self._history and event.track_id not in self._judgement.chosen:
                self._play(event.track_id)
            self._learn(track, event)

    def _learn(self, track: RadioTrack, event: PlayEvent) -> None:
        whole = track.duration > 0 and event.heard >= FINISHED_SHARE * track.duration
        if event.ended is Ended.FINISHED or (event.ended is Ended.SKIPPED and whole):
            self._ahead(HELD)
            self._said.finish(track.id, self._tick())
            self._anew(keep=HELD)
        elif event.ended is Ended.SKIPPED and track.id not in self._judgement.chosen:
            self._said.skip(track.id, EARLY_SKIP if event.heard < EARLY else LATE_SKIP, self._tick())
            self._anew()

    # -- what it is asked ------------------------------------------------------------------------------

    def steer(self, steering: Steering) -> None:
        """From now on so; what was said stays. Energy rises and falls from how lively it is now."""
        with self._lock:
            before, self._steering = self._steering, steering
            if steering.energy != before.energy:
                self._steered_at, self._level = self._seconds(), None
            self._session = self._replayed()
            if steering.drift != before.drift:
                self._anew()
            else:
                self._again()

    def bar(self, bans: Sequence[Ban]) -> None:
        """These are all the bans now. What is banned goes from the plan, even where it was placed by hand."""
        with self._lock:
            self._bans = tuple(bans)
            banned, stock = Banning(self._bans), self._catalogue.stock
            self._plan.drop(lambda id: banned(stock[id]) is not None)
            self._again()

    def add_seed(self, seed: Seed) -> None:
        """One more to start from."""
        with self._lock:
            self._seed([*self._seeds, seed])

    def drop_seed(self, index: int) -> None:
        """Raises UserError when none that has been listened to would be left; then nothing changes."""
        with self._lock:
            self._seed([seed for place, seed in enumerate(self._seeds) if place != index])

    def _seed(self, seeds: list[Seed]) -> None:
        before, self._seeds = self._seeds, seeds
        self._anew()
        if not seeds or not any(one.seed for one in self._judgement.liked):
            self._seeds = before
            self._anew()
            raise _nothing_heard(seeds)
        self._session = self._replayed()

    # -- what is known ---------------------------------------------------------------------------------

    @property
    def seeds(self) -> tuple[Seed, ...]:
        return tuple(self._seeds)

    @property
    def steering(self) -> Steering:
        return self._steering

    @property
    def likes(self) -> tuple[TrackId, ...]:
        return tuple(self._said.likes)

    @property
    def dislikes(self) -> tuple[TrackId, ...]:
        return tuple(self._said.dislikes)

    @property
    def history(self) -> tuple[TrackId, ...]:
        """Tracks given, in order."""
        return tuple(self._history)

    def why(self, track_id: TrackId) -> Pick | None:
        """Why a track of `history` came, as the taste of now tells it; None for any other."""
        with self._lock:
            if track_id not in self._history or track_id not in self._catalogue.position:
                return None
            alone = Session(self._catalogue, Gaps(self._steering.artist_gap, self._steering.album_gap))
            return self._judgement.picks(alone, [(track_id, False)])[0]

    def why_not(self, track_id: TrackId) -> WhyNot:
        """Why a track, any track, does not come next."""
        with self._lock:
            stock = self._catalogue.stock
            ahead = [pick.track_id for pick in self._ahead(max(SHOWN, len(self._plan)))]
            coming = 1 + ahead.index(track_id) if track_id in ahead else None
            standing = self._judgement.standing(track_id, self._session, coming)
            likes = [one.told() for one in self._judgement.liked]
            return why_not(self._explainer, standing, likes, [stock[id] for id in ahead[:BLOCK]])

    # -- kept and taken up -----------------------------------------------------------------------------

    def adopt(
        self,
        ear: Ear,
        stock: Iterable[RadioTrack] | Catalogue,
        *,
        opinions: Sequence[Opinion] | None = None,
        affinities: Affinities | None = None,
    ) -> None:
        """Goes on with a grown ear, or with other tracks to choose from; what comes next stays."""
        catalogue = stock if isinstance(stock, Catalogue) else Catalogue(ear, stock)
        with self._lock:
            self._opinions = self._opinions if opinions is None else list(opinions)
            self._affinities = self._affinities if affinities is None else affinities
            self._tick()
            self._take_stock(ear, catalogue)
            self._plan.drop(lambda id: id not in catalogue.stock)
            self._plan.empty(HELD)
            self._drop_barred()

    def state(self) -> dict[str, Any]:
        """All of it as JSON values, for `restore`."""
        with self._lock:
            return {
                "version": STATE_VERSION,
                "seeds": [seed.to_json() for seed in self._seeds],
                "steering": self._steering.to_json(),
                "variety": self._variety,
                **self._said.to_json(),
                "removed": self._removed.copy(),
                "history": self._history.copy(),
                "let_go": [[id, at] for id, at in self._let_go.items()],
                "steered_at": self._steered_at,
                "level": self._level,
                "plan": self._plan.to_json(),
            }

    @classmethod
    def restore(
        cls,
        ear: Ear,
        stock: Iterable[RadioTrack] | Catalogue,
        state: Mapping[str, Any],
        *,
        bans: Sequence[Ban] = (),
        opinions: Sequence[Opinion] = (),
        affinities: Affinities | None = None,
        moments: Moments | None = None,
        find: Callable[[str], Collection[int]] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> Self:
        """Goes on with what `state` gave, of this version or the first.

        Raises UserError when it is of a newer one, or its seeds have gone from the ear.
        """
        if state.get("version") not in (1, STATE_VERSION):
            raise UserError("This radio was saved by another version of Meander; start it anew.")
        radio = cls(
            ear,
            stock,
            # The first version knew single tracks alone.
            [Seed.track(TrackId(s)) if isinstance(s, int) else Seed.from_json(s) for s in state["seeds"]],
            steering=Steering.from_json(state.get("steering", {})),
            bans=bans,
            opinions=opinions,
            affinities=affinities,
            variety=state["variety"],
            moments=moments,
            find=find,
            clock=clock,
        )
        radio._take_up(state)
        return radio

    def _take_up(self, state: Mapping[str, Any]) -> None:
        self._said = Said.from_json(state)
        self._removed, self._history = list(state["removed"]), list(state["history"])
        self._let_go = {TrackId(id): Timestamp(at) for id, at in state.get("let_go", ())}
        self._steered_at, self._level = float(state.get("steered_at", 0.0)), state.get("level")
        self._session = self._replayed()
        self._anew()
        self._plan = Plan.from_json(state.get("plan", ()))
        self._plan.drop(lambda id: id not in self._catalogue.stock)

    # -- how it is chosen ------------------------------------------------------------------------------

    def _tick(self) -> Timestamp:
        self._now = Timestamp(self._clock())
        return self._now

    def _notice_season(self) -> None:
        """A radio may play into December, or out of it, without anything being said to it."""
        now = Timestamp(self._clock())
        if is_season(now) != is_season(self._now):
            self._now = now
            self._again(keep=HELD)
            self._drop_barred()

    def _drop_barred(self) -> None:
        """What does not come any more goes from the plan, but for what the listener placed."""
        placed = {id for _, id in self._plan.placed}
        wish, catalogue = self._judgement.wish, self._catalogue
        self._plan.drop(lambda id: id not in placed and not wish.allows(catalogue, id))

    def _take_stock(self, ear: Ear, stock: Iterable[RadioTrack] | Catalogue) -> None:
        self._catalogue = stock if isinstance(stock, Catalogue) else Catalogue(ear, stock)
        self._explainer = Explainer(ear, self._catalogue.tracks)
        self._session = self._replayed()
        self._judgement = Judgement(self._catalogue, self._explainer, self._asked())

    def _anew(self, keep: int = 0) -> None:
        """The taste is another; the rest is planned anew around what the listener placed."""
        self._judgement = self._judgement.anew(self._asked())
        self._plan.empty(keep)

    def _again(self, keep: int = 0) -> None:
        """What may come is another, with the same taste."""
        self._judgement = self._judgement.again(self._asked())
        self._plan.empty(keep)

    def _asked(self) -> Ask:
        # What was let go and remembered again since counts again.
        kept = [o for o in self._opinions if o.said_at > self._let_go.get(o.track_id, -1.0)]
        return Ask(
            tuple(self._seeds),
            self._steering,
            self._said.copy(),
            Memory(self._affinities, kept, self._now),
            self._bans,
            tuple(self._removed),
            self._variety,
            self._level,
            tuple(self._history[-LATEST:]),
            self._moments,
            self._find,
        )

    def _replayed(self) -> Session:
        """The session up to now; seeds that were chosen one by one count as having just played."""
        session = Session(self._catalogue, Gaps(self._steering.artist_gap, self._steering.album_gap))
        for id in (*chosen_tracks(self._seeds), *self._history):
            if id in self._catalogue.stock:
                session.play(self._catalogue.stock[id])
        return session

    def _play(self, track_id: TrackId) -> None:
        self._history.append(track_id)
        self._session.play(self._catalogue.stock[track_id])
        if not self._plan.take(track_id):
            self._plan.empty()

    def _ahead(self, n: int) -> list[Pick]:
        """The first n of the plan, chosen where it has holes."""
        self._notice_season()
        while (stretch := self._plan.hole(n)) is not None:
            at, count = stretch
            chosen = self._choose(at, min(count, BLOCK))
            if chosen:
                self._plan.fill(at, chosen)
            elif not self._plan.close():
                break
        return self._judgement.picks(
            self._session, [(e.track_id, e.placed) for e in self._plan.entries[:n] if e is not None]
        )

    def _choose(self, at: int, count: int) -> list[TrackId]:
        session, stock, seconds = self._session.copy(), self._catalogue.stock, self._seconds()
        for entry in self._plan.entries[:at]:
            assert entry is not None
            session.play(stock[entry.track_id])
            seconds += stock[entry.track_id].duration
        placed = self._plan.placed
        session.expect([(session.now + place - at, stock[id]) for place, id in placed if place >= at])
        wish = self._judgement.wish
        self._level = wish.level
        wish = wish.without(self._catalogue.positions(id for _, id in placed))
        positions = choose(session, wish, count, seconds - self._steered_at)
        return [self._catalogue.id(position) for position in positions]

    def _seconds(self) -> float:
        """Of music given so far."""
        stock = self._catalogue.stock
        return float(sum(stock[id].duration for id in self._history if id in stock))


def _nothing_heard(seeds: Sequence[Seed]) -> UserError:
    if seeds and all(seed.kind is SeedKind.HISTORY for seed in seeds):
        return UserError("Nothing is known yet of what you like; start a radio from a track.")
    return UserError(NOTHING_HEARD)
