"""What two tracks have in common, for telling why: which parts, which aspects of sound, which tags, and how
they differ. Answers for a few tracks at a time; never looks at the whole library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain import SONGLETS, Seconds
from core.explore.ear.components import HARMONY, RHYTHM, TAGS, component_distances
from core.explore.ear.spans import songlet_spans
from core.explore.stock import RadioTrack
from core.texts import Text, marked

if TYPE_CHECKING:
    from core.explore.ear.ear import Ear

Floats = NDArray[np.float32]

CLOSE_SHARE, FURTHER_SHARE, LOOSE_SHARE, FAR_SHARE = 0.004, 0.06, 0.15, 0.6
CLEARLY_SHARE = 0.05
"""How near is near in a library is told by its own pairs of songs: of 250 pairs one is as near as "close", of
20 one is clearly alike in an aspect of sound."""
PAIRED = 150
"""So many songs are compared with each other to learn that."""
ASPECTS_SHOWN = 2

TAG_FLOOR = 0.15
"""A tag weaker than this is not worth naming."""
TAGS_SHOWN = 3
USUAL_FROM, SAMPLED = 20, 2000
"""From so many tracks on it can be said what is usual here; so many of them are asked."""
UNUSUAL = 1.3
"""A shared tag is told when it is so many times as strong as it is on average: what all bear says nothing."""

OCTAVES_APART = 0.2
"""Tempos closer than this (15 %) are not told apart; nor are those near half or double: one pulse."""
OCTAVES_ALIKE = 0.75
ENERGY_APART = 0.15
BRIGHTNESS_APART = 0.5
"""Octaves of the spectral centroid."""
LOUDNESS_APART = 6.0
"""dB."""


class Usual(NamedTuple):
    """Calibrated distances up to which two songs of this library are close, as near as a song's nearest tenth
    or so (`further`), loosely alike, and not quite strangers. aspects: up to which they are clearly alike in
    each aspect of sound. As they are here until a library has pairs enough to tell.
    """

    close: float = -2.6
    further: float = -1.6
    loose: float = -1.0
    far: float = 0.3
    aspects: Mapping[str, float] = MappingProxyType({"timbre": -1.5, RHYTHM: -1.5, HARMONY: -1.5})


class Part(NamedTuple):
    """Two songlets that are alike. cosine: centred, -1 to 1; 0 where the leading model heard nothing."""

    songlet_one: int
    songlet_other: int
    cosine: float


def span(ear: Ear, songlet: int, duration: Seconds) -> tuple[Seconds, Seconds]:
    """From when to when a songlet of the leading model sounds."""
    start, end = songlet_spans(ear.lead.model, duration)[songlet].tolist()
    return Seconds(duration * start), Seconds(duration * end)


def nearest_parts(ear: Ear, one: int, other: int, within: slice = slice(0, SONGLETS)) -> Part:
    """The two songlets of rows `one` (of its part `within` alone) and `other` that are most alike."""
    ours, theirs = ear.songlets([one, other])
    cosines = ours[within] @ theirs.T
    apart = np.outer(ear.sounding([one])[0][within], ear.sounding([other])[0])
    if not apart.any():
        return Part(within.start, 0, 0.0)
    cosines = np.where(apart, cosines, -np.inf)
    s, t = (int(place) for place in np.unravel_index(int(cosines.argmax()), cosines.shape))
    return Part(within.start + s, t, float(cosines[s, t]))


def aspects(ear: Ear, pairs: Sequence[tuple[int, int]]) -> list[dict[str, float]]:
    """For each pair of rows its calibrated distance in each aspect ("timbre", "rhythm", "harmony", "tags")
    in which both were heard; about mean 0 and spread 1, lower is nearer.
    """
    if not pairs:
        return []
    ones, others = (sorted({pair[side] for pair in pairs}) for side in (0, 1))
    tables = component_distances(ear, ones, others)
    places = [(ones.index(one), others.index(other)) for one, other in pairs]
    return [
        {
            name: float(table[place])
            for name, table in tables.items()
            if table is not None and np.isfinite(table[place])
        }
        for place in places
    ]


def usual(ear: Ear) -> Usual:
    """Learnt from the pairs of some hundred songs, evenly over the library; as fast at any size."""
    if ear.size < USUAL_FROM:
        return Usual()
    rows = np.unique(np.linspace(0, ear.size - 1, PAIRED).round().astype(np.int64))
    pairs = np.triu_indices(len(rows), 1)

    def nearer_than(share: float, table: Floats) -> float:
        known = table[pairs][np.isfinite(table[pairs])]
        return float(np.quantile(known, share)) if len(known) else -np.inf

    fused = ear.between(rows, rows)
    tables = component_distances(ear, rows, rows)
    return Usual(
        nearer_than(CLOSE_SHARE, fused),
        nearer_than(FURTHER_SHARE, fused),
        nearer_than(LOOSE_SHARE, fused),
        nearer_than(FAR_SHARE, fused),
        {name: nearer_than(CLEARLY_SHARE, table) for name, table in tables.items() if table is not None},
    )


def clearly_alike(distances: Mapping[str, float], usual: Usual) -> tuple[str, ...]:
    """The aspects in which two songs are clearly nearer than usual, nearest first. Tags are told by name."""
    named = (
        name
        for name, distance in distances.items()
        if name != TAGS and distance <= usual.aspects.get(name, -np.inf)
    )
    return tuple(sorted(named, key=lambda name: distances[name])[:ASPECTS_SHOWN])


def usual_tags(stock: Sequence[RadioTrack]) -> dict[str, float]:
    """How strong each tag is on average in a library (of which some thousand tracks are asked)."""
    if len(stock) < USUAL_FROM:
        return {}
    asked = stock[:: max(1, len(stock) // SAMPLED)]
    sums: dict[str, float] = {}
    for track in asked:
        for name, value in track.tags:
            sums[name] = sums.get(name, 0.0) + value
    return {name: total / len(asked) for name, total in sums.items()}


def shared_tags(
    one: RadioTrack, other: RadioTrack, usual: Mapping[str, float] | None = None
) -> tuple[str, ...]:
    """The tags that both bear, by the weaker of the two, strongest first; beside what is usual, if told."""
    mine, usual = dict(one.tags), usual or {}
    strength = {name: min(value, mine.get(name, 0.0)) for name, value in other.tags}
    told = (
        name
        for name, value in strength.items()
        if value >= TAG_FLOOR and value >= UNUSUAL * usual.get(name, 0.0)
    )
    return tuple(sorted(told, key=lambda name: -strength[name])[:TAGS_SHOWN])


def differences(pick: RadioTrack, like: RadioTrack) -> tuple[Text, ...]:
    """How a pick differs from what it is like: slower, calmer, darker; what is plain to hear alone."""
    said = (
        _apart(_octaves(pick.tempo, like.tempo, fold=OCTAVES_ALIKE), OCTAVES_APART, _SLOWER, _FASTER),
        _apart(_step(pick.energy, like.energy), ENERGY_APART, _CALMER, _LIVELIER),
        _apart(_octaves(pick.brightness, like.brightness), BRIGHTNESS_APART, _DARKER, _BRIGHTER),
        _apart(_step(pick.loudness, like.loudness), LOUDNESS_APART, _QUIETER, _LOUDER),
    )
    return tuple(word for word in said if word is not None)


_SLOWER, _FASTER = marked("slower"), marked("faster")
_CALMER, _LIVELIER = marked("calmer"), marked("livelier")
_DARKER, _BRIGHTER = marked("darker in sound"), marked("brighter in sound")
_QUIETER, _LOUDER = marked("quieter"), marked("louder")


def _step(one: float | None, other: float | None) -> float:
    return 0.0 if one is None or other is None else one - other


def _octaves(one: float | None, other: float | None, *, fold: float = np.inf) -> float:
    """0 where it is not known, or further than `fold`: then it may be the same pulse, counted twice."""
    if not one or not other or one <= 0 or other <= 0:
        return 0.0
    octaves = float(np.log2(one / other))
    return octaves if abs(octaves) < fold else 0.0


def _apart(by: float, least: float, less: Text, more: Text) -> Text | None:
    return None if abs(by) < least else more if by > 0 else less
