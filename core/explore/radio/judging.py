"""What a radio thinks of every track at one moment: how near it is, whether it may come, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain import SONGLETS, TrackId
from core.explore.ear.subspace import difference_to, plain_bases
from core.explore.ear.taste import score
from core.explore.memory.affinity import familiarity
from core.explore.radio.barring import Banning, is_season
from core.explore.radio.catalogue import Catalogue
from core.explore.radio.choosing import FAMILIAR_WEIGHT, Wish, in_spreads
from core.explore.radio.explain import Explainer, Known, Reason
from core.explore.radio.rules import Broken, Session
from core.explore.radio.tasting import Leaning, Memory, Moments, Said, chosen_tracks, leanings, taste
from core.explore.radio.whynot import Standing
from core.explore.stock import RadioTrack
from core.library.bans import Ban
from core.library.radios import Seed, Steering

Scores = NDArray[np.float64]
Bools = NDArray[np.bool_]

JITTER = 0.15
"""With `variety`, scores are shaken by this share of their spread."""
OWN_PLACES = 3, 10
"""Tracks that speak for the taste themselves (an artist's, in a radio from the artist) come as if some others
were nearer, half as many as they are and within these bounds: nothing is nearer to a taste than what it is
made of, and a radio from a playlist is not that playlist again."""
DARING = 0.3
"""From this much adventure on, a pick is told to have been fetched from further away."""
LIVELIER = 0.02
"""Of the way from the calmest track to the liveliest; less is no difference."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One track to play.

    difference: the published D to the current likes, in [0, 10]; lower is nearer, 10 for what was not heard.
    placed: the listener put it there.
    """

    track_id: TrackId
    difference: float
    reason: Reason
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a radio now. forgotten: tracks whose remembered opinions do not count here. level: the
    energy when it was last steered, 0 to 1; None: as lively as it is now. latest: what played last.
    """

    seeds: tuple[Seed, ...]
    steering: Steering
    said: Said
    memory: Memory
    bans: tuple[Ban, ...] = ()
    removed: tuple[TrackId, ...] = ()
    variety: int = 0
    level: float | None = None
    latest: tuple[TrackId, ...] = ()
    moments: Moments | None = None
    find: Callable[[str], Collection[int]] | None = None


class _Told(NamedTuple):
    """A pick as it stands in the plan."""

    track: RadioTrack
    broken: Broken
    placed: bool


class Judgement:
    """Made when something changes, worked out as it is asked for, kept while nothing does."""

    def __init__(self, catalogue: Catalogue, explainer: Explainer, ask: Ask) -> None:
        self._catalogue, self._explainer, self._ask = catalogue, explainer, ask
        self._picks: dict[_Told, Pick] = {}
        self.chosen = frozenset(chosen_tracks(ask.seeds))

    def again(self, ask: Ask) -> Judgement:
        """With what is asked changed, and nothing of what the taste is made of."""
        return self._followed_by(ask, "liked", "_near", "_bases")

    def anew(self, ask: Ask) -> Judgement:
        """With the taste changed."""
        return self._followed_by(ask)

    def _followed_by(self, ask: Ask, *kept: str) -> Judgement:
        """Another one, which takes over what was worked out and still holds: a query is asked once."""
        other = Judgement(self._catalogue, self._explainer, ask)
        if ask.steering.only == self._ask.steering.only:
            kept = (*kept, "_found")
        other.__dict__.update({name: self.__dict__[name] for name in kept if name in self.__dict__})
        return other

    # -- what it would choose --------------------------------------------------------------------------

    @cached_property
    def liked(self) -> list[Leaning]:
        """What speaks for the taste; empty when none of it has been heard."""
        ask = self._ask
        return leanings(
            self._catalogue, ask.seeds, ask.said, ask.memory, drift=ask.steering.drift, moments=ask.moments
        )

    @cached_property
    def wish(self) -> Wish:
        scores = self._scores()
        preferred = self._catalogue.preferred(np.isfinite(scores))
        return Wish(scores, preferred, self._ask.steering, self.level)

    @cached_property
    def level(self) -> float:
        """How lively it was when it was last steered: by what had just played, or else by the taste."""
        if self._ask.level is not None:
            return self._ask.level
        latest = self._ask.latest or tuple(one.track.id for one in self.liked)
        positions = self._catalogue.positions(latest)
        return float(self._catalogue.energy[positions].mean()) if len(positions) else 0.5

    def _scores(self) -> Scores:
        """(n,) in spreads, lower is nearer; inf for what never comes here."""
        scores = self._near.copy()
        familiar = self._ask.steering.familiar
        if familiar:
            known = familiarity(self._ask.memory.affinities, self._catalogue.ids.tolist())
            scores += FAMILIAR_WEIGHT * familiar * _placed_among_known(known)
        scores[~self._found | self._never] = np.inf
        own = np.zeros(len(scores), np.bool_)
        own[self._catalogue.positions(one.track.id for one in self.liked)] = True
        own &= np.isfinite(scores)
        place = int(np.clip(own.sum() // 2, *OWN_PLACES))
        others = np.sort(scores[~own & np.isfinite(scores)])[: place + 1]
        if len(others):
            scores[own] = np.maximum(scores[own], others[-1])
        return scores

    @cached_property
    def _near(self) -> Scores:
        catalogue, ask = self._catalogue, self._ask
        by_row = score(catalogue.ear, taste(catalogue, self.liked, ask.said, ask.memory))
        near = in_spreads(by_row[catalogue.rows])
        if ask.variety:
            # Seeded per track id, so that a shake does not change when the library or the taste does.
            noise = np.random.default_rng(ask.variety).standard_normal(int(catalogue.ids.max(initial=0)) + 1)
            near += JITTER * noise[catalogue.ids]
        return near

    @cached_property
    def _found(self) -> Bools:
        """(n,) what the steering's filter finds."""
        only = self._ask.steering.only.strip()
        if not only or self._ask.find is None:
            return np.ones(len(self._catalogue), np.bool_)
        return np.isin(self._catalogue.ids, np.array(list(self._ask.find(only)), np.int64))

    @property
    def _bars_christmas(self) -> bool:
        return not self._ask.steering.christmas and not is_season(self._ask.memory.now)

    @cached_property
    def _never(self) -> Bools:
        """(n,) what does not come: seeds, silence, what was refused, skipped, taken out, or banned."""
        catalogue, ask = self._catalogue, self._ask
        never = ~catalogue.sounding | catalogue.banned(ask.bans)
        if not ask.steering.spoken:
            never |= catalogue.spoken
        if self._bars_christmas:
            never |= catalogue.christmas
        said = ask.said
        skipped = filter(said.refuses, said.skipped)
        ids = (*self.chosen, *said.dislikes, *ask.removed, *skipped, *ask.memory.disliked(said))
        never[catalogue.positions(ids)] = True
        return never

    # -- what it tells ---------------------------------------------------------------------------------

    def picks(self, session: Session, coming: Sequence[tuple[TrackId, bool]]) -> list[Pick]:
        """(track, placed) pairs that play next in this session, explained."""
        session, stock = session.copy(), self._catalogue.stock
        wanted: list[_Told] = []
        for id, placed in coming:
            wanted.append(_Told(stock[id], Broken() if placed else session.broken(stock[id]), placed))
            session.play(stock[id])
        fresh = [one for one in wanted if one not in self._picks]
        for one, reason in zip(fresh, self._reasons(fresh), strict=True):
            self._picks[one] = Pick(one.track.id, self._difference(one.track.id), reason, one.placed)
        return [self._picks[one] for one in wanted]

    def _reasons(self, wanted: Sequence[_Told]) -> list[Reason]:
        told = [one.told() for one in self.liked]
        heard = [(track, broken) for track, broken, _ in wanted if track.id in self._catalogue.position]
        known = [self._known(track, broken) for track, broken in heard]
        found = iter(self._explainer.explain([track for track, _ in heard], told, known))
        return [
            next(found) if track.id in self._catalogue.position else self._explainer.explain([track], [])[0]
            for track, _, _ in wanted
        ]

    def _known(self, track: RadioTrack, broken: Broken) -> Known:
        energy, familiar = self._taken_for(track)
        further, memory = self._ask.steering.adventure > DARING, self._ask.memory
        return Known(broken, memory.affinities.get(track.id), further, energy, familiar, memory.now)

    def _taken_for(self, track: RadioTrack) -> tuple[int, int]:
        """-1, 0 or 1 each: calmer or livelier, known or new, where that was asked for and is so."""
        steering = self._ask.steering
        livelier = float(self._catalogue.energy[self._catalogue.position[track.id]]) - self.level
        energy = int(np.sign(steering.energy)) if steering.energy * livelier > LIVELIER else 0
        affinity = self._ask.memory.affinities.get(track.id)
        known = affinity is not None and affinity.plays > 0
        return energy, int(np.sign(steering.familiar)) if (steering.familiar < 0) == known else 0

    @cached_property
    def _bases(self) -> list[NDArray[np.float64]]:
        ear = self._catalogue.ear
        return plain_bases(ear.raw([ear.row(one.track.id) for one in self.liked]))

    def _difference(self, id: TrackId) -> float:
        ear = self._catalogue.ear
        if id not in ear or not self.liked:
            return float(SONGLETS)
        # One at a time: the last digit must not depend on how many are asked for.
        return float(difference_to(self._bases, ear.raw([ear.row(id)]))[0])

    # -- and of what does not come ---------------------------------------------------------------------

    def standing(self, id: TrackId, session: Session, coming: int | None) -> Standing:
        """coming: its place in the plan, 1 for the next."""
        track, ask = self._catalogue.stock.get(id), self._ask
        if track is None:
            return Standing(None)
        if id not in self._catalogue.position:
            return Standing(track, heard=False, coming=coming, ban=Banning(ask.bans)(track))
        position = self._catalogue.position[id]
        broken = session.broken(track)
        last = int(session.last[position])
        free = np.isfinite(self.wish.scores)
        energy, familiar = self._taken_for(track)
        return Standing(
            track,
            silent=not self._catalogue.sounding[position],
            coming=coming,
            seed=id in self.chosen,
            refused=1 if id in ask.said.dislikes else 2 if id in ask.memory.disliked(ask.said) else 0,
            skipped=ask.said.refuses(id),
            removed=id in ask.removed,
            ban=Banning(ask.bans)(track),
            played_ago=session.now - last if last >= 0 and id not in self.chosen else None,
            spoken=not ask.steering.spoken and bool(self._catalogue.spoken[position]),
            christmas=self._bars_christmas and bool(self._catalogue.christmas[position]),
            only="" if self._found[position] else ask.steering.only,
            version=self._version(position, session),
            artist_wait=session.gaps.artist - broken.artist if broken.artist is not None else 0,
            album_wait=session.gaps.album - broken.album if broken.album is not None else 0,
            place=1 + int(np.count_nonzero(self.wish.scores < self.wish.scores[position]))
            if free[position]
            else None,
            of=int(free.sum()),
            familiar=int(np.sign(ask.steering.familiar)) if ask.steering.familiar and not familiar else 0,
            energy=int(np.sign(ask.steering.energy)) if ask.steering.energy and not energy else 0,
        )

    def _version(self, position: int, session: Session) -> RadioTrack | None:
        """The one that played, or would play, in place of this track."""
        same = self._catalogue.same_song(position)
        others = same[same != position]
        played = others[session.last[others] >= 0]
        better = others[self.wish.preferred[others] & np.isfinite(self.wish.scores[others])]
        if len(played):
            return self._catalogue.tracks[int(played[session.last[played].argmax()])]
        if len(better) and not self.wish.preferred[position]:
            return self._catalogue.tracks[int(better[0])]
        return None


def _placed_among_known(familiar: NDArray[np.float32]) -> Scores:
    """0 for what was never heard; for the rest 0.5 to 1, by its place among what this listener knows."""
    places = np.zeros(len(familiar))
    known = familiar > 0
    if known.any():
        order = np.sort(familiar[known])
        places[known] = 0.5 + np.searchsorted(order, familiar[known], side="right") / (2 * len(order))
    return places
