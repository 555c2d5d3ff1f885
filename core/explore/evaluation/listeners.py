"""Simulated listeners whose taste is known: does the radio find it, keep it, and follow where it goes?

A listener likes certain songs of the library. Each that pleases is heard to its end, and every third of them
gets a heart (of those who give any); any other is skipped after ten seconds. The real `Radio` hears of this,
track by track. Beside it stand a radio by the mean vector of all that pleased so far, one by lot, and an
oracle that knows the taste.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp
from core.explore.ear.ear import Ear
from core.explore.evaluation.corpus import Corpus, Groups, Mask
from core.explore.evaluation.radios import start
from core.explore.stock import RadioTrack

STEPS = 100
DRIFT = 50
"""The step at which a drifting listener has had enough."""
HEART_EVERY = 3
SKIPPED_AFTER: Seconds = Seconds(10.0)
REFUSALS = 5
"""How often a listener who dislikes a trait says so; after that it only skips."""
SMALLEST = 15
"""Songs in a group that somebody is taken to love."""
RECOVERED, LATEST = 5, 10
"""A radio has followed a drift when so many of so many latest tracks please."""

Hits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Listener:
    """seeds: rows. pleases: the step -> (u,) the songs that please then.

    centres: (u,) masks of what the taste is made of. refused: (u,) bears what is disliked. hearts: gives
    some.
    """

    seeds: list[int]
    pleases: Callable[[int], Mask]
    centres: tuple[Mask, ...]
    refused: Mask | None = None
    hearts: bool = True


class Player(Protocol):
    """Gives one song after the other and hears what became of it; never the same twice."""

    def next(self) -> int | None:
        """A row; None when nothing is left."""

    def told(self, row: int, *, pleased: bool, heart: bool, refused: bool) -> None: ...


class RealRadio:
    """The program's own, without gaps between artists and albums: what they cost is no matter of taste."""

    def __init__(self, corpus: Corpus, ear: Ear, stock: Sequence[RadioTrack], seeds: Sequence[int]) -> None:
        self._corpus = corpus
        bare = [
            track._replace(artist="", album="", album_artist="") for track in stock if track.id in corpus.rows
        ]
        self._durations = {track.id: track.duration for track in bare}
        self._radio = start(ear, bare, [corpus.tracks[row].id for row in seeds])
        self._given: set[int] = set(seeds)
        self._clock = 0.0

    def next(self) -> int | None:
        for pick in self._radio.next(1):
            row = self._corpus.rows[pick.track_id]
            if row not in self._given:  # a radio plays on for ever; a listener of new songs does not
                self._given.add(row)
                return row
        return None

    def told(self, row: int, *, pleased: bool, heart: bool, refused: bool) -> None:
        id = self._corpus.tracks[row].id
        self._clock += 1.0
        heard, how = (self._durations[id], Ended.FINISHED) if pleased else (SKIPPED_AFTER, Ended.SKIPPED)
        self._radio.heard(PlayEvent(id, Timestamp(self._clock), heard, how, Source.RADIO))
        if heart:
            self._radio.like(id)
        if refused:
            self._radio.dislike(id)


class MeanVector:
    """What lies nearest to the mean of the seeds and of all that pleased: simple, and forgets nothing."""

    def __init__(self, ear: Ear, seeds: Sequence[int]) -> None:
        self._pooled = ear.lead.pooled
        self._pleased, self._left = list(seeds), np.ones(ear.size, np.bool_)
        self._left[list(seeds)] = False

    def next(self) -> int | None:
        return _best(self._pooled @ self._pooled[self._pleased].mean(axis=0), self._left)

    def told(self, row: int, *, pleased: bool, heart: bool, refused: bool) -> None:
        if pleased:
            self._pleased.append(row)


class ByLot:
    """Shuffle."""

    def __init__(self, size: int, seeds: Sequence[int]) -> None:
        self._worth = np.random.default_rng(int(sum(seeds))).random(size)
        self._left = np.ones(size, np.bool_)
        self._left[list(seeds)] = False

    def next(self) -> int | None:
        return _best(self._worth, self._left)

    def told(self, row: int, *, pleased: bool, heart: bool, refused: bool) -> None:
        """Learns nothing."""


def _best(worth: NDArray[np.floating], left: Mask) -> int | None:
    """Takes the best of what is left."""
    if not left.any():
        return None
    row = int(np.where(left, worth, -np.inf).argmax())
    left[row] = False
    return row


def listen(listener: Listener, player: Player, steps: int = STEPS) -> list[int]:
    """The rows that came, at most `steps`."""
    came: list[int] = []
    hearts = refusals = 0
    for step in range(steps):
        row = player.next()
        if row is None:
            break
        came.append(row)
        pleased = bool(listener.pleases(step)[row])
        refused = listener.refused is not None and bool(listener.refused[row]) and refusals < REFUSALS
        hearts, refusals = hearts + pleased, refusals + refused
        heart = listener.hearts and pleased and hearts % HEART_EVERY == 1
        player.told(row, pleased=pleased, heart=heart, refused=refused)
    return came


def hits(listener: Listener, came: Sequence[int]) -> Hits:
    """(steps,) whether each pleased when it came."""
    return np.array([listener.pleases(step)[row] for step, row in enumerate(came)], np.bool_)


def oracle(listener: Listener, steps: int = STEPS) -> Hits:
    """(steps,) what could have pleased: something that pleases now, while there is any that has not come."""
    found = np.zeros(steps, np.bool_)
    gone = np.zeros(len(listener.pleases(0)), np.bool_)
    gone[listener.seeds] = True
    for step in range(steps):
        now = np.flatnonzero(listener.pleases(step) & ~gone)
        if len(now):
            gone[now[0]] = found[step] = True
    return found


def recovery(pleased: Hits) -> int:
    """How many tracks after DRIFT until the radio has followed; all that are left where it never does."""
    after = pleased[DRIFT:]
    lately = np.convolve(after, np.ones(LATEST), "valid")
    there = np.flatnonzero(lately >= RECOVERED)
    return int(there[0]) + LATEST if len(there) else len(after)


# -- who listens ---------------------------------------------------------------------------------------


def constant(
    groups: Groups, labels: Sequence[str], size: int, rng: np.random.Generator, *, hearts: bool = True
) -> Listener:
    """Likes the songs of these groups, all along; starts from one of each."""
    centres = tuple(_mask(groups, label, size) for label in labels)
    liked = np.logical_or.reduce(centres)
    seeds = [int(rng.choice(np.flatnonzero(centre))) for centre in centres]
    return Listener(list(dict.fromkeys(seeds)), lambda step: liked, centres, hearts=hearts)


def drifting(groups: Groups, before: str, after: str, size: int, rng: np.random.Generator) -> Listener:
    """Likes one group until DRIFT, and from then on the other one alone."""
    first, second = _mask(groups, before, size), _mask(groups, after, size)
    seeds = rng.choice(np.flatnonzero(first), 2, replace=False).tolist()
    return Listener(seeds, lambda step: first if step < DRIFT else second, (first, second))


def without_trait(
    groups: Groups, label: str, trait: NDArray[np.floating], size: int, rng: np.random.Generator
) -> Listener | None:
    """Likes a group but for the songs that bear a trait strongly, the upper half of it; None if few are left.

    trait: (u,) strength; NaN where it is not known, which counts as not borne.
    """
    inside = _mask(groups, label, size)
    known = inside & np.isfinite(trait)
    if not known.any():
        return None
    bears = np.nan_to_num(trait, nan=-np.inf) > np.median(trait[known])
    liked = inside & ~bears
    if min(liked.sum(), (inside & bears).sum()) < SMALLEST // 3:
        return None
    seeds = rng.choice(np.flatnonzero(liked), 2, replace=False).tolist()
    return Listener(seeds, lambda step: liked, (liked, inside & bears), refused=bears)


def _mask(groups: Groups, label: str, size: int) -> Mask:
    found = np.zeros(size, np.bool_)
    found[groups.members[label]] = True
    return found
