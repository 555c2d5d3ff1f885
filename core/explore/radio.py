"""Radio: an endless list that starts from some tracks and learns from what is done with it.

`Radio` is deterministic: the same index, tracks and events give the same picks. docs/radio.md tells how
it chooses.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.domain import Ended, PlayEvent, Seconds, TrackId
from core.errors import UserError
from core.explore.explain import Reason, explain
from core.explore.index import Index
from core.explore.rules import Broken, Catalogue, RadioTrack, Session
from core.explore.subspace import difference_to, plain_bases, plain_difference
from core.explore.taste import Like, Taste, score

EARLY: Seconds = Seconds(30.0)
"""A skip before this counts against the track."""
EARLY_SKIP, LATE_SKIP = 0.25, 0.05
FINISHED = 0.5
"""Weight of a finished play beside a like's 1."""
FINISHED_SHARE = 0.9
"""Heard to this share of its length, a track was finished, whatever was pressed then."""
FINISHED_KEPT = 6
"""Only the latest finished plays count, so that a long evening does not drown what was asked for."""
JITTER = 0.15
"""With `variety`, scores are shaken by this share of their spread."""
STATE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Pick:
    """One track to play.

    difference: the published D to the current likes, in [0, 10]; lower is nearer.
    """

    track_id: TrackId
    difference: float
    reason: Reason


class Radio:
    """One session. Every method may be called from any thread; each takes effect on all that comes after.

    Raises UserError from the constructor when none of the seeds has been listened to.
    """

    def __init__(
        self, index: Index, tracks: Iterable[RadioTrack], seeds: Sequence[TrackId], *, variety: int = 0
    ) -> None:
        """tracks: those it may choose from; seeds: played already, never repeated.

        variety: 0 always takes the nearest; any other number shakes the order a little, each in its own
        reproducible way, so that the same seed need not give the same evening twice.
        """
        self._lock = threading.RLock()
        self._catalogue = Catalogue(index, tracks)
        self._seeds = list(dict.fromkeys(seeds))
        self._variety = variety
        self._likes: list[TrackId] = []
        self._dislikes: list[TrackId] = []
        self._removed: list[TrackId] = []
        self._history: list[TrackId] = []
        self._finished: list[TrackId] = []
        self._skipped: dict[TrackId, float] = {}
        self._scores: NDArray[np.float32] | None = None
        self._bases: list[NDArray[np.float64]] | None = None
        self._session = self._replay()
        if not any(seed in self._catalogue.position for seed in self._seeds):
            raise UserError("None of the tracks to start from has been listened to yet; analyse them first.")

    # -- what plays ------------------------------------------------------------------------------------

    def next(self, n: int = 1) -> list[Pick]:
        """The next tracks, which now count as given and do not come again; fewer only if none is left."""
        with self._lock:
            picks = self._choose(self._session, n)
            self._history += [pick.track_id for pick in picks]
            return picks

    def upcoming(self, n: int) -> list[Pick]:
        """What `next` would give if nothing changed; changes nothing."""
        with self._lock:
            return self._choose(self._session.copy(), n)

    def give_back(self, track_id: TrackId) -> None:
        """Undoes that a track was given (it was queued, and taken out unheard): it may come again."""
        with self._lock:
            if track_id in self._history:
                self._history.remove(track_id)
                self._session = self._replay()

    # -- what is said about it -------------------------------------------------------------------------

    def like(self, track_id: TrackId) -> None:
        """Takes back a dislike of the same track."""
        self._judge(track_id, self._likes)

    def dislike(self, track_id: TrackId) -> None:
        """Not this: never again here, and less of what it has beyond the likes. Takes back a like."""
        self._judge(track_id, self._dislikes)

    def remove(self, track_id: TrackId) -> None:
        """Not in this session, without any judgement about how it sounds."""
        with self._lock:
            if track_id not in self._removed:
                self._removed.append(track_id)

    def forget(self, track_id: TrackId) -> None:
        """Takes back every like, dislike, removal, skip and finished play of the track."""
        with self._lock:
            for said in (self._likes, self._dislikes, self._removed, self._finished):
                if track_id in said:
                    said.remove(track_id)
            self._skipped.pop(track_id, None)
            self._changed()

    def heard(self, event: PlayEvent) -> None:
        """Learns from how a play ended. Errors and stops teach nothing; nor does a skipped seed."""
        with self._lock:
            track = self._catalogue.tracks.get(event.track_id)
            if track is None:
                return
            if event.track_id not in self._history and event.track_id not in self._seeds:
                self._history.append(event.track_id)
                self._session.play(track)
            self._learn(track, event)
            self._changed()

    def _learn(self, track: RadioTrack, event: PlayEvent) -> None:
        whole = track.duration > 0 and event.heard >= FINISHED_SHARE * track.duration
        if event.ended is Ended.FINISHED or (event.ended is Ended.SKIPPED and whole):
            self._finished = [id for id in self._finished if id != track.id] + [track.id]
            self._skipped.pop(track.id, None)
        elif event.ended is Ended.SKIPPED and track.id not in self._seeds:
            self._skipped[track.id] = EARLY_SKIP if event.heard < EARLY else LATE_SKIP

    def _judge(self, track_id: TrackId, said: list[TrackId]) -> None:
        with self._lock:
            for other in (self._likes, self._dislikes):
                if other is not said and track_id in other:
                    other.remove(track_id)
            if track_id not in said:
                said.append(track_id)
            self._changed()

    # -- what is known ---------------------------------------------------------------------------------

    @property
    def seeds(self) -> tuple[TrackId, ...]:
        return tuple(self._seeds)

    @property
    def likes(self) -> tuple[TrackId, ...]:
        return tuple(self._likes)

    @property
    def dislikes(self) -> tuple[TrackId, ...]:
        return tuple(self._dislikes)

    @property
    def history(self) -> tuple[TrackId, ...]:
        """Tracks given, in order."""
        return tuple(self._history)

    def adopt(self, index: Index, tracks: Iterable[RadioTrack]) -> None:
        """Goes on with a rebuilt index, or with other tracks to choose from."""
        catalogue = Catalogue(index, tracks)
        with self._lock:
            self._catalogue = catalogue
            self._changed()
            self._session = self._replay()

    def state(self) -> dict[str, Any]:
        """All of it as JSON values, for `restore`."""
        with self._lock:
            return {
                "version": STATE_VERSION,
                "seeds": self._seeds.copy(),
                "variety": self._variety,
                "likes": self._likes.copy(),
                "dislikes": self._dislikes.copy(),
                "removed": self._removed.copy(),
                "history": self._history.copy(),
                "finished": self._finished.copy(),
                "skipped": [[id, weight] for id, weight in self._skipped.items()],
            }

    @classmethod
    def restore(cls, index: Index, tracks: Iterable[RadioTrack], state: dict[str, Any]) -> Radio:
        """Raises UserError when the state is of a newer version, or its seeds have gone from the index."""
        if state.get("version") != STATE_VERSION:
            raise UserError("This radio was saved by another version of Meander; start it anew.")
        radio = cls(index, tracks, state["seeds"], variety=state["variety"])
        radio._likes, radio._dislikes = list(state["likes"]), list(state["dislikes"])
        radio._removed, radio._history = list(state["removed"]), list(state["history"])
        radio._finished = list(state["finished"])
        radio._skipped = {TrackId(id): weight for id, weight in state["skipped"]}
        radio._session = radio._replay()
        return radio

    def _changed(self) -> None:
        self._scores = self._bases = None

    # -- how it is chosen ------------------------------------------------------------------------------

    def _replay(self) -> Session:
        session = Session(self._catalogue)
        for id in (*self._seeds, *self._history):
            if id in self._catalogue.tracks:
                session.play(self._catalogue.tracks[id])
        return session

    def _choose(self, session: Session, n: int) -> list[Pick]:
        """Plays n tracks in the session: the rules first, then the nearest."""
        scores, barred = self._track_scores(), self._barred()
        chosen: list[tuple[int, Broken]] = []
        while len(chosen) < n:
            costs = session.costs()
            costs[barred] = np.iinfo(np.int64).max
            if session.played:
                costs[self._catalogue.ids == session.played[-1].id] = np.iinfo(np.int64).max
            cheapest = costs.min(initial=np.iinfo(np.int64).max)
            if cheapest == np.iinfo(np.int64).max:
                break
            position = int(np.where(costs == cheapest, scores, np.inf).argmin())
            if costs[position] != cheapest:  # all that is left is silence
                position = int((costs == cheapest).argmax())
            chosen.append((position, session.broken(position)))
            session.play(self._catalogue.tracks[TrackId(int(self._catalogue.ids[position]))])
        return self._picks(chosen)

    def _track_scores(self) -> NDArray[np.float32]:
        """(n,) by position of the catalogue; kept until something is said or heard."""
        if self._scores is None:
            scores = score(self._catalogue.index, self._taste())[self._catalogue.rows]
            self._scores = scores if self._variety == 0 else self._shaken(scores)
        return self._scores

    def _shaken(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Seeded per track id, so that a shake does not change when the library or the taste does."""
        finite = scores[np.isfinite(scores)]
        size = JITTER * float(finite.std()) if len(finite) else 0.0
        rng = np.random.default_rng(self._variety)
        noise = rng.standard_normal(int(self._catalogue.ids.max(initial=0)) + 1)
        return (scores + size * noise[self._catalogue.ids]).astype(np.float32)

    def _barred(self) -> NDArray[np.int64]:
        """Positions that never play here: seeds, silence, what was refused, what was skipped at once."""
        refused = (id for id, weight in self._skipped.items() if weight >= EARLY_SKIP)
        known = self._catalogue.position
        never = (*self._seeds, *self._dislikes, *self._removed, *refused)
        silent = ~np.any(self._catalogue.index.sounding[:, self._catalogue.rows], axis=0)
        return np.union1d(np.flatnonzero(silent), [known[id] for id in never if id in known]).astype(np.int64)

    def _liked(self) -> dict[TrackId, float]:
        """What speaks for the taste, with weights: seeds and likes, then the latest finished plays."""
        weights = dict.fromkeys((*self._seeds, *self._likes), 1.0)
        for id in self._finished[-FINISHED_KEPT:]:
            weights.setdefault(id, FINISHED)
        return {
            id: weight
            for id, weight in weights.items()
            if id in self._catalogue.tracks and id not in self._dislikes
        }

    def _taste(self) -> Taste:
        row = self._catalogue.index.row
        known = self._catalogue.tracks
        likes: dict[int, float] = {}
        for id, weight in self._liked().items():
            likes[row(id)] = max(weight, likes.get(row(id), 0.0))
        dislikes = tuple(dict.fromkeys(row(id) for id in self._dislikes if id in known))
        skips = tuple(
            (row(id), weight)
            for id, weight in self._skipped.items()
            if id in known and id not in self._likes and id not in self._dislikes
        )
        return Taste(
            tuple(Like(row, weight) for row, weight in likes.items()),
            tuple(Like(row) for row in dislikes),
            skips,
        )

    def _picks(self, chosen: Sequence[tuple[int, Broken]]) -> list[Pick]:
        ids = [TrackId(int(self._catalogue.ids[position])) for position, _ in chosen]
        index, tracks = self._catalogue.index, self._catalogue.tracks
        told = [tracks[id] for id in self._liked()]
        return [
            Pick(id, self._difference(id), explain(index, tracks[id], told, broken))
            for id, (_, broken) in zip(ids, chosen, strict=True)
        ]

    def _difference(self, id: TrackId) -> float:
        """D as published; the greatest possible where nothing is liked."""
        index = self._catalogue.index
        if self._bases is None:
            self._bases = plain_bases(index.raw[[index.row(like) for like in self._liked()]])
        # One at a time: the last digit must not depend on how many are asked for.
        return float(difference_to(self._bases, index.raw[[index.row(id)]])[0])


def plain_picks(
    index: Index, tracks: Iterable[RadioTrack], seeds: Sequence[TrackId], n: int | None = None
) -> list[Pick]:
    """The method as published: all candidates but the seeds in order of D, no rules; ties by track id.

    Raises UserError when none of the seeds has been listened to.
    """
    known = {track.id: track for track in tracks if track.id in index}
    likes = [seed for seed in seeds if seed in known]
    if not likes:
        raise UserError("None of the tracks to start from has been listened to yet; analyse them first.")
    candidates = np.array(sorted(known.keys() - set(seeds)), np.int64)
    rows = np.array([index.row(TrackId(id)) for id in candidates.tolist()], np.int64)
    unique, back = np.unique(rows, return_inverse=True)
    difference = plain_difference(index.raw[unique], index.raw[[index.row(id) for id in likes]])[back]
    order = np.argsort(difference, kind="stable")[:n]
    told = [known[id] for id in dict.fromkeys(likes)]
    return [
        Pick(id, float(difference[place]), explain(index, known[id], told))
        for place in order.tolist()
        for id in [TrackId(int(candidates[place]))]
    ]
