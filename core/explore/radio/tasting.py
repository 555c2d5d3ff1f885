"""From seeds, and from what was said and heard, to a taste: which tracks are liked or not, and how much."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.analysis.records import Windows
from core.domain import AudioId, Timestamp, TrackId
from core.explore.ear.ear import Moment
from core.explore.ear.sources import TIMBRE
from core.explore.ear.taste import Like, Taste
from core.explore.memory.affinity import Affinity, likes_from
from core.explore.radio.catalogue import Catalogue
from core.explore.radio.explain import Liked, Origin
from core.explore.stock import RadioTrack
from core.library.opinions import Opinion
from core.library.radios import Seed, SeedKind

Affinities = Mapping[TrackId, Affinity]
Moments = Callable[[AudioId, str], Windows | None]
"""(audio id, model) -> the windows kept of a song, as `AnalysisStore.windows` gives them."""

FINISHED = 0.25
"""Weight of a finished play beside a like's 1, in a radio that stays; in one that travels, 1."""
FINISHED_KEPT = 6
"""Only the latest finished plays count, so that a long evening does not drown what was asked for."""
TRAVELLED = 8
"""After so many finished plays a travelling radio has left its seeds behind."""
SEEDS_LEFT = 0.05
"""The weight that they keep then."""
HALF_LIFE = 90 * 86_400.0
LEAST = 0.25
"""What was said fades with its age, by half in so many seconds, to this share."""
MEMBERS = 24
"""A seed of many tracks speaks by so many of them; several seeds share the number."""
FEWEST_MEMBERS = 4
SURVEYED = 600
"""Of a seed of more tracks, so many are looked at, evenly over all."""
UNWANTED = -0.3
"""Members of a seed with less affinity do not speak for it."""
NEAR = -0.5
"""Fused distance (about mean 0, spread 1) to a seed below which what is remembered joins a radio: a love of
metal has no say among lullabies."""
REMEMBERED = 0.5
"""Weight of a like that was remembered, beside one that was said here."""

REFUSED = 0.25
"""A track whose skip weighs this much, being early, does not come again."""

CHOSEN = (SeedKind.TRACK, SeedKind.MOMENT, SeedKind.SELECTION)
"""These tracks were picked out one by one: a radio comes from them, and does not come back to them."""


@dataclass(slots=True)
class Said:
    """What was said and heard in a radio, latest last. skipped: weights. at: when each was last spoken of."""

    likes: list[TrackId] = field(default_factory=list)
    dislikes: list[TrackId] = field(default_factory=list)
    finished: list[TrackId] = field(default_factory=list)
    skipped: dict[TrackId, float] = field(default_factory=dict)
    at: dict[TrackId, Timestamp] = field(default_factory=dict)

    def judge(self, track_id: TrackId, at: Timestamp, *, liked: bool) -> None:
        self._drop(track_id, self.likes, self.dislikes)
        (self.likes if liked else self.dislikes).append(track_id)
        self.at[track_id] = at

    def finish(self, track_id: TrackId, at: Timestamp) -> None:
        self._drop(track_id, self.finished)
        self.finished.append(track_id)
        self.skipped.pop(track_id, None)
        self.at[track_id] = at

    def skip(self, track_id: TrackId, weight: float, at: Timestamp) -> None:
        self.skipped[track_id] = weight
        self.at[track_id] = at

    def forget(self, track_id: TrackId) -> None:
        self._drop(track_id, self.likes, self.dislikes, self.finished)
        self.skipped.pop(track_id, None)
        self.at.pop(track_id, None)

    def refuses(self, track_id: TrackId) -> bool:
        """Whether it was skipped early, and not liked all the same."""
        return self.skipped.get(track_id, 0.0) >= REFUSED and track_id not in self.likes

    def copy(self) -> Said:
        return Said(
            self.likes.copy(), self.dislikes.copy(), self.finished.copy(), self.skipped.copy(), self.at.copy()
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "likes": self.likes.copy(),
            "dislikes": self.dislikes.copy(),
            "finished": self.finished.copy(),
            "skipped": [[id, weight] for id, weight in self.skipped.items()],
            "at": [[id, at] for id, at in self.at.items()],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Said:
        return cls(
            likes=list(said["likes"]),
            dislikes=list(said["dislikes"]),
            finished=list(said["finished"]),
            skipped={TrackId(id): weight for id, weight in said["skipped"]},
            at={TrackId(id): Timestamp(at) for id, at in said.get("at", ())},
        )

    @staticmethod
    def _drop(track_id: TrackId, *lists: list[TrackId]) -> None:
        for said in lists:
            if track_id in said:
                said.remove(track_id)


@dataclass(frozen=True, slots=True)
class Leaning:
    """One track that speaks for the taste. weight: in (0, 1]. moment: the part of it that is meant."""

    track: RadioTrack
    weight: float
    origin: Origin
    seed: Seed | None = None
    moment: Moment | None = None

    def told(self) -> Liked:
        part = (self.seed.start, self.seed.end) if self.moment is not None and self.seed else (None, None)
        return Liked(self.track, self.origin, *part)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the library remembers of its listener. now: what ages are counted from."""

    affinities: Affinities
    opinions: Sequence[Opinion]
    now: Timestamp

    def faded(self, at: Timestamp | None) -> float:
        """The weight of what was said then, 0.25 to 1."""
        age = 0.0 if at is None else max(0.0, self.now - at)
        return float(LEAST + (1 - LEAST) * 2.0 ** (-age / HALF_LIFE))

    def disliked(self, said: Said) -> dict[TrackId, float]:
        """What was refused for good, with weights; not what is liked here all the same."""
        return {
            opinion.track_id: self.faded(opinion.said_at)
            for opinion in self.opinions
            if opinion.weight < 0 and opinion.track_id not in said.likes
        }


def leanings(
    catalogue: Catalogue,
    seeds: Sequence[Seed],
    said: Said,
    memory: Memory,
    *,
    drift: float,
    moments: Moments | None = None,
) -> list[Leaning]:
    """What speaks for the taste: seeds, likes, what was remembered and is near, the latest finished plays.

    A track that comes twice has the greater weight.
    """
    stays = 1.0 - (1.0 - SEEDS_LEFT) * drift * min(1.0, len(said.finished) / TRAVELLED)
    found = [
        replace(one, weight=one.weight * stays)
        for one in _from_seeds(catalogue, seeds, said, memory, moments)
    ]
    near = _remembered(catalogue, [one.track for one in found], memory)
    known = catalogue.stock
    found += [
        Leaning(known[id], memory.faded(said.at.get(id)), Origin.SAID)
        for id in said.likes
        if id in catalogue.position
    ]
    # Squared: half way, a radio should still know where it came from.
    finished = FINISHED + (1.0 - FINISHED) * drift**2
    played = Origin.PLAYED if drift > 0 else Origin.FINISHED
    found += near
    found += [
        Leaning(known[id], finished * memory.faded(said.at.get(id)), played)
        for id in said.finished[-FINISHED_KEPT:]
        if id in catalogue.position
    ]
    return _once([one for one in found if one.track.id not in said.dislikes])


def taste(catalogue: Catalogue, liked: Sequence[Leaning], said: Said, memory: Memory) -> Taste:
    row, known = catalogue.ear.row, catalogue.position
    likes = tuple(Like(row(one.track.id), one.weight, one.moment) for one in liked)
    against = memory.disliked(said) | {id: memory.faded(said.at.get(id)) for id in said.dislikes}
    by_row = {row(id): Like(row(id), weight) for id, weight in against.items() if id in known}
    skips = tuple(
        (row(id), weight * memory.faded(said.at.get(id)))
        for id, weight in said.skipped.items()
        if id in known and id not in said.likes and id not in against
    )
    return Taste(likes, tuple(by_row.values()), skips)


def _once(found: Sequence[Leaning]) -> list[Leaning]:
    """A moment and the whole of its song are two things; what else comes twice has its greater weight, and
    what was a seed stays one."""
    by_sound: dict[tuple[object, ...], Leaning] = {}
    for one in found:
        key = (one.track.id, *((one.seed.start, one.seed.end) if one.moment and one.seed else ()))
        before = by_sound.setdefault(key, one)
        if one.weight > before.weight:
            by_sound[key] = replace(one, seed=before.seed)
    return list(by_sound.values())


def _from_seeds(
    catalogue: Catalogue, seeds: Sequence[Seed], said: Said, memory: Memory, moments: Moments | None
) -> list[Leaning]:
    """Every seed weighs as much as any other, whether it is one track or an artist's three hundred.

    What was refused speaks for none of which it is one of many.
    """
    most = max(FEWEST_MEMBERS, MEMBERS // max(1, len(seeds)))
    refused = {*memory.disliked(said), *said.dislikes, *filter(said.refuses, said.skipped)}
    members = (_members(catalogue, seed, memory, refused, moments, most) for seed in seeds)
    groups = [group for group in members if group]
    weights = [sum(one.weight for one in group) for group in groups]
    return [
        replace(one, weight=one.weight * min(weights) / weight)
        for group, weight in zip(groups, weights, strict=True)
        for one in group
    ]


def _members(
    catalogue: Catalogue,
    seed: Seed,
    memory: Memory,
    refused: Collection[TrackId],
    moments: Moments | None,
    most: int,
) -> list[Leaning]:
    if seed.kind is SeedKind.MOMENT:
        return [_moment(catalogue, seed, moments)] if seed.tracks[0] in catalogue.position else []
    if seed.kind is SeedKind.HISTORY:
        weights, origin = history(memory.affinities, MEMBERS * 2), Origin.HISTORY
    else:
        weights, origin = dict.fromkeys(seed.tracks, 1.0), Origin.SEED
        if len(weights) > 1:
            weights = {
                id: _fondness(catalogue.stock[id], memory) for id in weights if id in catalogue.position
            }
    heard = {id: weight for id, weight in weights.items() if id in catalogue.position and weight > 0}
    if seed.kind not in CHOSEN:
        heard = {id: weight for id, weight in heard.items() if id not in refused} or heard
    chosen = representatives(catalogue, heard, most)
    greatest = max(chosen.values(), default=1.0)
    return [Leaning(catalogue.stock[id], weight / greatest, origin, seed) for id, weight in chosen.items()]


def history(affinities: Affinities, most: int) -> dict[TrackId, float]:
    """The tracks liked best by what is known of them, with weights in (0, 1]."""
    return {id: value for id, value in likes_from(affinities, most) if value > 0}


def _fondness(track: RadioTrack, memory: Memory) -> float:
    """How much one of many tracks speaks for its seed; 0 for what is not liked."""
    known = memory.affinities.get(track.id)
    value = known.value if known else 0.0
    stars = 0.0 if track.rating is None else (track.rating - 3.0) / 4.0
    return 0.0 if value < UNWANTED else max(0.25, 1.0 + 0.5 * track.loved + stars + 0.5 * value)


def _moment(catalogue: Catalogue, seed: Seed, moments: Moments | None) -> Leaning:
    track, ear = catalogue.stock[seed.tracks[0]], catalogue.ear
    assert seed.start is not None
    assert seed.end is not None
    kept = {}
    if track.audio_id is not None and moments is not None:
        found = {name: moments(track.audio_id, name) for name in ear.names if name != TIMBRE}
        kept = {name: windows for name, windows in found.items() if windows is not None}
    moment = ear.moment(ear.row(track.id), kept, seed.start, seed.end, duration=track.duration)
    return Leaning(track, 1.0, Origin.SEED, seed, moment)


def representatives(
    catalogue: Catalogue, weights: Mapping[TrackId, float], most: int
) -> dict[TrackId, float]:
    """At most so many of these tracks, chosen so that each of all is near one of them; with the weight of all
    that they stand for. Greedy facility location (Nemhauser 1978) on the leading model's pooled vectors.
    """
    ids = sorted(weights)
    if len(ids) <= most:
        return {id: weights[id] for id in weights}
    ids = [ids[place] for place in np.linspace(0, len(ids) - 1, min(len(ids), SURVEYED)).round().astype(int)]
    vectors = catalogue.ear.pooled[[catalogue.ear.row(id) for id in ids]]
    alike = (1.0 + vectors @ vectors.T) / 2.0
    mass = np.array([weights[id] for id in ids], np.float32)
    covered: NDArray[np.float32] = np.zeros(len(ids), np.float32)
    chosen: list[int] = []
    for _ in range(most):
        gain = np.maximum(alike - covered, 0.0) @ mass
        gain[chosen] = -1.0
        chosen.append(int(gain.argmax()))
        covered = np.maximum(covered, alike[:, chosen[-1]])
    stands = np.bincount(alike[:, chosen].argmax(axis=1), mass, minlength=most)
    return {ids[place]: max(float(stands[at]), 1e-3) for at, place in enumerate(chosen)}


def _remembered(catalogue: Catalogue, seeds: Sequence[RadioTrack], memory: Memory) -> list[Leaning]:
    ear = catalogue.ear
    liked = [
        opinion
        for opinion in memory.opinions
        if opinion.weight > 0 and opinion.track_id in catalogue.position
    ]
    if not liked or not seeds:
        return []
    apart = ear.between([ear.row(o.track_id) for o in liked], [ear.row(track.id) for track in seeds]).min(
        axis=1
    )
    return [
        Leaning(
            catalogue.stock[opinion.track_id],
            REMEMBERED * opinion.weight * memory.faded(opinion.said_at),
            Origin.SAID,
        )
        for opinion, distance in zip(liked, apart.tolist(), strict=True)
        if distance < NEAR
    ]


def chosen_tracks(seeds: Iterable[Seed]) -> list[TrackId]:
    """Those that were picked out one by one."""
    return list(dict.fromkeys(id for seed in seeds if seed.kind in CHOSEN for id in seed.tracks))
