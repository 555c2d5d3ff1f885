"""How much a track is liked, and how present it is: from what was heard, skipped, loved and rated.

    value = (P - S) / (P + S + 2)

P: what speaks for a track, S: what speaks against it. A play counts 1, and half as much again when it follows
another within a day; a skip counts 1. Both fade, by half in half a year, but not below a quarter: what was
loved once stays loved, and fresh skips outweigh old plays. ♥ counts 3 for, five stars 3, four 1½, three
nothing, two 1½ against, one 3; what was said does not fade.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain import Timestamp, TrackId
from core.explore.memory.activation import HOUR, base_levels, recalled, spread_traces, traces
from core.explore.memory.listens import Bools, Floats, Listens, listens
from core.library.tracks import Library

DAY = 86_400.0
HALF_LIFE = 180 * DAY
LEAST_WEIGHT = 0.25
"""Of a play or a skip of long ago."""
AGAIN = 0.5
"""What a play counts more that follows another of the same track within a day."""
UNSURE = 2.0
"""Pulls the value to 0 while little is known: one play alone gives a third."""
LOVE = 3.0
PER_STAR = 1.5
MIDDLE = 3.0
"""Stars that say nothing for or against."""
EARLIER = 365 * DAY
"""Where all that is known of counted plays is the last of them, they are taken to span a year before it."""


class Affinity(NamedTuple):
    """What is known of one track. Tracks of which nothing is known have none."""

    value: float
    """Liking, in (-1, 1); 0 says nothing."""
    plays: int
    """All, other players' included."""
    finishes: int
    """Heard to the end here, out of `begun`."""
    skips: int
    last: Timestamp | None
    activation: float
    """The base level B, of plays by the hour; -inf where never played."""
    begun: int = 0
    """How often it was started here."""
    peak: float = -math.inf
    """The base level as it was within the hour of the last play."""
    refused: Timestamp | None = None
    """When it was last skipped, where that is known."""

    @property
    def familiarity(self) -> float:
        """How well known it is now, in [0, 1]: the chance that it is remembered."""
        return float(recalled(np.array([self.activation]))[0])


Affinities = Mapping[TrackId, Affinity]


def affinities(library: Library, now: Timestamp) -> dict[TrackId, Affinity]:
    """Of each listed track that was ever played, skipped, loved or rated."""
    known = listens(library)
    age = np.maximum(0.0, now - known.at)
    uncounted = np.maximum(0, known.plays - known.count(known.played)).astype(np.float64)
    last = np.where(known.last > 0, known.last, np.nan)
    columns = (
        _values(known, age, uncounted, now),
        known.plays,
        known.count(known.finished),
        known.skips,
        _or_none(last),
        _levels(known, now, uncounted, np.full(len(known.ids), now)),
        known.count(known.here),
        _levels(known, now, uncounted, known.last),
        _or_none(_latest(known, known.skipped, np.nan)),
    )
    listed = (column if isinstance(column, list) else column.tolist() for column in columns)
    made = map(Affinity._make, zip(*listed, strict=True))
    return dict(zip(map(TrackId, known.ids.tolist()), made, strict=True))


def _or_none(times: Floats) -> list[float | None]:
    return np.where(np.isnan(times), None, times).tolist()  # type: ignore[no-any-return,call-overload]


def _latest(known: Listens, which: Bools, none: float) -> Floats:
    """(n,) the time of each track's last such event; `none` where there is none."""
    newest = np.full(len(known.ids), -np.inf)
    np.maximum.at(newest, known.place[which], known.at[which])
    return np.where(np.isinf(newest), none, newest)


def _levels(known: Listens, now: float, uncounted: Floats, at: Floats) -> Floats:
    """(n,) base levels as of these times (n,): dated plays exactly, others spread over their time."""
    young, old = (np.maximum(0.0, age - (now - at)) for age in _span(known, now))
    ages = np.maximum(0.0, at[known.place] - known.at)
    dated = known.total(traces(ages / HOUR), known.played)
    return base_levels(dated + spread_traces(uncounted, young / HOUR, old / HOUR))


def _span(known: Listens, now: float) -> tuple[Floats, Floats]:
    """(n,) each: the ages in seconds between which plays lie that other players only counted.

    The last of them is the track's last play where no dated play explains that, else before the first dated
    one; the first is when the track came, or a year before the last of them.
    """
    dated = known.count(known.played) > 0
    newest, first = _latest(known, known.played, 0.0), np.full(len(known.ids), now)
    np.minimum.at(first, known.place[known.played], known.at[known.played])
    explained = dated & (known.last <= newest + 1.0)
    latest = np.where(explained, first, np.where(known.last > 0, known.last, now))
    earliest = np.where(known.added < latest, known.added, latest - EARLIER)
    return np.maximum(0.0, now - latest), np.maximum(0.0, now - earliest)


def _values(known: Listens, age: Floats, uncounted: Floats, now: float) -> Floats:
    weight = _weights(age)
    again = np.zeros(len(age))
    if len(age):
        soon = (known.place[1:] == known.place[:-1]) & (np.diff(known.at) <= DAY)
        again[1:] = AGAIN * (soon & known.played[1:] & known.played[:-1])
    young, old = _span(known, now)
    usual = _weights((young + old) / 2)
    unseen = np.maximum(0, known.skips - known.count(known.skipped))
    stars = np.where(known.rating > 0, PER_STAR * (known.rating - MIDDLE), 0.0)
    good = known.total(weight * (1 + again), known.played) + usual * uncounted
    good += LOVE * known.loved + np.maximum(0.0, stars)
    bad = known.total(weight, known.skipped) + usual * unseen + np.maximum(0.0, -stars)
    value: Floats = (good - bad) / (good + bad + UNSURE)
    return value


def _weights(age: Floats) -> Floats:
    """age: seconds."""
    faded: Floats = np.maximum(LEAST_WEIGHT, np.exp2(-age / HALF_LIFE))
    return faded


def likes_from(known: Affinities, most: int) -> list[tuple[TrackId, float]]:
    """The tracks liked best, with their values, the best first; of equals the one played last.

    Only what was chosen more than once, loved or rated says what somebody likes: value over a third.
    """
    liked = [(id, one) for id, one in known.items() if one.value > 1 / (1 + UNSURE)]
    liked.sort(key=lambda pair: (-pair[1].value, -(pair[1].last or 0.0), pair[0]))
    return [(id, one.value) for id, one in liked[:most]]


def familiarity(known: Affinities, ids: Sequence[TrackId]) -> NDArray[np.float32]:
    """(n,) in [0, 1] for each of `ids`: 0 for what was never played, towards 1 for what sounds every day."""
    levels = np.fromiter(
        (one.activation if (one := known.get(id)) else -math.inf for id in ids), np.float64, len(ids)
    )
    return recalled(levels).astype(np.float32)
