"""The ear: all that was heard of the library, by one or several models, ready to be asked what sounds alike.

An ear fuses *sources*: the pooled embedding of each model, and the timbre Gaussian that `spectral` stores.
Each measures by its own distance, calibrated against fixed reference songs (`calibration`), and their mean is
the ear's. A song that only some sources have heard is compared by those it shares with the other.

An `Ear` never changes: a library that has grown gets a new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.analysis.records import Trajectories, Windows
from core.domain import SONGLETS, AudioId, Pass, Seconds, TrackId
from core.explore import timbre
from core.explore.calibration import Usual, references, usual
from core.explore.index import CENTRE_FROM, Index

if TYPE_CHECKING:
    from core.analysis.models.summary import Summary
    from core.analysis.store import AnalysisStore
    from core.library.tracks import Library

Floats = NDArray[np.float32]
Rows = Sequence[int] | NDArray[np.integer]
TIMBRE = "timbre"
SPECTRAL = "spectral"

ASPECTS = {"rhythm": (slice(168, 280),), "harmony": (slice(280, 304),)}
"""Where in the vectors of `spectral` an aspect of sound lies: fluctuation, pulse and how the bands move
together; pitch classes and how they change.
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """How a part of a song sounds: for each source (model) that heard it, a centred unit vector (d,)."""

    vectors: Mapping[str, Floats]
    start: Seconds
    end: Seconds


class Source:
    """One way of comparing songs. vectors: (u, k); zero rows are unknown. known: (u,)."""

    def __init__(self, name: str, vectors: Floats, known: NDArray[np.bool_]) -> None:
        self.name, self.vectors, self.known = name, vectors, known
        self.usual: Usual = usual(self.distances, known)

    def distances(self, rows: Rows, others: Rows | None = None) -> Floats:
        """(a, b) of the songs `rows` to `others` (all when left out), in the source's own unit."""
        to = self.vectors if others is None else self.vectors[others]
        if self.name == TIMBRE:
            kl = self.vectors[rows] @ timbre.answering(to).T - timbre.dimensions(self.vectors.shape[1])
            return np.asarray(np.log1p(np.maximum(kl, 0.0)), np.float32)
        return np.asarray(1.0 - self.vectors[rows] @ to.T, np.float32)


class Ear:
    """An immutable snapshot of what was heard. u rows for n tracks, u <= n: copies share a row.

    names: the sources, the leading one first. version: digest of all that the ear knows.
    track_ids: (n,) int64, rising; rows: (n,) int64, each track's row.
    lead: the leading model's vectors, row for row; a song that only others heard is silent in it.
    """

    def __init__(
        self,
        lead: Index,
        sources: Sequence[Source],
        means: Mapping[str, tuple[Floats, Floats]],
        aspects: Mapping[str, Source],
    ) -> None:
        self.lead, self.sources = lead, tuple(sources)
        self._means, self._aspects = means, aspects
        self.names = tuple(source.name for source in sources)
        self.track_ids, self.rows = lead.track_ids, lead.rows
        digest = hashlib.blake2b(lead.version.encode(), digest_size=8)
        for source in sources:
            digest.update(source.name.encode())
            digest.update(source.known.tobytes())
            digest.update(source.usual.mean.tobytes())
        self.version = digest.hexdigest()
        self._shares, self._spread = self._agreement()

    @classmethod
    def build(
        cls,
        heard: Sequence[Trajectories],
        sounds: Mapping[AudioId, Summary],
        tracks: Sequence[tuple[TrackId, AudioId | None]],
    ) -> Ear:
        """The ear of those tracks that were heard by any source. The first of `heard` leads.

        sounds: timbre Gaussians; tracks: (id, audio id) pairs, those that nothing heard are left out.
        Raises ValueError when `heard` is empty.
        """
        if not heard:
            raise ValueError("an ear needs what at least one model has heard")
        wanted = {audio for _, audio in tracks if audio is not None}
        audios = sorted(wanted & {*sounds, *(audio for one in heard for audio in one.audio_ids)})
        lead = Index.build(_aligned(heard[0], audios), tracks)
        means: dict[str, tuple[Floats, Floats]] = {}
        aspects: dict[str, Source] = {}
        sources = [Source(heard[0].model, lead.pooled, np.any(lead.pooled != 0.0, axis=1))]
        for one in heard:
            pooled = _placed(one, audios)
            vectors, mean = centred(pooled)
            means[one.model] = (mean, np.linalg.norm(pooled, axis=1).astype(np.float32))
            if one.model == SPECTRAL:
                aspects = _aspects(pooled)
            if one is not heard[0] and one.model != SPECTRAL:
                sources.append(Source(one.model, vectors, np.any(vectors != 0.0, axis=1)))
        if any(audio in sounds for audio in audios):
            sources.append(_timbre_source(sounds, audios))
        return cls(lead, sources, means, aspects)

    def __len__(self) -> int:
        """Tracks, n."""
        return len(self.track_ids)

    def __contains__(self, track_id: object) -> bool:
        return track_id in self.lead

    @property
    def size(self) -> int:
        """Rows, u."""
        return len(self.lead.pooled)

    @property
    def pooled(self) -> Floats:
        """(u, d) centred unit vectors of the leading model; zero where it has not heard a song."""
        return self.lead.pooled

    def row(self, track_id: TrackId) -> int:
        """Raises KeyError for a track that has not been heard."""
        return self.lead.row(track_id)

    def songlets(self, rows: Rows) -> Floats:
        """(m, S, d) centred unit songlets of the leading model; silence is zero."""
        return self.lead.songlets[np.asarray(rows, np.int64)]

    def raw(self, rows: Rows) -> NDArray[np.floating]:
        """(m, S, d) songlets as stored, for the published difference."""
        return self.lead.raw[np.asarray(rows, np.int64)]

    def sounding(self, rows: Rows) -> NDArray[np.bool_]:
        """(m, S) where the leading model heard something."""
        return self.lead.sounding[:, np.asarray(rows, np.int64)].T

    def distances(self, rows: Rows) -> Floats:
        """(m, u) fused distance of each of `rows` to every row: about mean 0 and spread 1, lower is nearer;
        inf where no source has heard both.
        """
        return self.between(rows, np.arange(self.size))

    def between(self, rows: Rows, others: Rows) -> Floats:
        """(a, b) the same for these rows alone."""
        a, b = np.asarray(rows, np.int64), np.asarray(others, np.int64)
        return self._fused(self.sources, a, b)

    def aspect(self, name: str, rows: Rows, others: Rows) -> Floats | None:
        """(a, b) distances of one aspect of sound alone ("timbre", "rhythm", "harmony", "tags"), calibrated
        likewise; None where nothing was heard of it.
        """
        a, b = np.asarray(rows, np.int64), np.asarray(others, np.int64)
        if name == "tags":
            sources = [source for source in self.sources if source.name not in (TIMBRE, SPECTRAL)]
            return self._fused(sources, a, b) if sources else None
        found = [*(s for s in self.sources if s.name == name), *filter(None, [self._aspects.get(name)])]
        return self._fused(found, a, b) if found else None

    def _fused(self, sources: Sequence[Source], a: NDArray[np.int64], b: NDArray[np.int64]) -> Floats:
        total, held = np.zeros((2, len(a), len(b)), np.float32)
        which = np.zeros((len(a), len(b)), np.int64)
        for source in sources:
            shared = source.known[a, None] & source.known[b]
            z = source.usual.calibrated(source.distances(a, b), a, b)
            total += np.where(shared, z, 0.0)
            held += shared
            place = self.sources.index(source) if source in self.sources else len(self.sources)
            which += shared.astype(np.int64) << place
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(held > 0, total / held / self._spread[which], np.inf).astype(np.float32)

    def neighbours(self, near: int, k: int) -> list[tuple[TrackId, float]]:
        """The k tracks nearest to a track, best first, with the fused distance; the track itself left out.

        Raises KeyError for a track that has not been heard.
        """
        distance = self.distances([self.row(TrackId(near))])[0][self.rows]
        distance[self.track_ids == near] = np.inf
        order = np.argsort(distance, kind="stable")[:k]
        return [
            (TrackId(int(self.track_ids[i])), float(distance[i])) for i in order if np.isfinite(distance[i])
        ]

    def moment(
        self,
        row: int,
        windows: Mapping[str, Windows],
        start: Seconds,
        end: Seconds,
        *,
        duration: Seconds | None = None,
    ) -> Moment:
        """A part of a song, for a like that means this part alone.

        windows: the song's, by model; where none were kept, the songlets in that part of `duration` stand in,
        and without a duration the whole song does.
        """
        vectors = {}
        for source in self.sources:
            if source.name == TIMBRE or not source.known[row]:
                continue
            kept = windows.get(source.name)
            mean, lengths = self._means[source.name]
            if kept is not None and len(kept.features):
                vectors[source.name] = _unit(_within(kept, start, end) - mean)
            elif source is self.sources[0] and duration:
                raw = self._songlets_within(row, start, end, duration)
                vectors[source.name] = _unit(raw * lengths[row] - mean)
            else:
                vectors[source.name] = source.vectors[row]
        return Moment(vectors, start, end)

    def nbytes(self) -> int:
        """Memory held, caches included."""
        return self.lead.nbytes() + sum(source.vectors.nbytes for source in self.sources[1:])

    def warm(self) -> None:
        """Computes what later questions will need: for the background."""
        from core.explore.hubs import SIZES

        self.lead.warm(SIZES)

    def _songlets_within(self, row: int, start: Seconds, end: Seconds, duration: Seconds) -> Floats:
        first = min(SONGLETS - 1, max(0, int(SONGLETS * start / duration)))
        last = min(SONGLETS, max(first + 1, round(SONGLETS * end / duration)))
        return _unit(self.lead.raw[row, first:last].astype(np.float32).sum(axis=0))

    def _agreement(self) -> tuple[NDArray[np.float64], Floats]:
        """The covariance of the sources' z, and for each set of sources the spread of their mean."""
        z = np.zeros((len(self.sources), 0))
        everyone = np.logical_and.reduce([source.known for source in self.sources])
        rows = references(everyone)[:200]
        if len(rows) > 2:
            upper = np.triu_indices(len(rows), 1)
            z = np.stack(
                [s.usual.calibrated(s.distances(rows, rows), rows, rows)[upper] for s in self.sources]
            )
        count = len(self.sources)
        covariance = np.eye(count + 1)  # the last stands for an aspect
        if z.shape[1] > 1:
            covariance[:count, :count] = np.cov(z)
        sets = np.arange(2 << count)[:, None] >> np.arange(count + 1) & 1
        weights = sets / np.maximum(1, sets.sum(axis=1, keepdims=True))
        variance = np.einsum("si,ij,sj->s", weights, covariance, weights)
        return covariance, np.sqrt(np.maximum(variance, 1e-6)).astype(np.float32)


def load_ear(library: Library, store: AnalysisStore, models: Sequence[str]) -> Ear:
    """The ear of the library's present tracks, by those of `models` that have heard anything, in that order.

    With no model that has, an ear of nothing. Raises ValueError without models.
    """
    pairs = [(row.id, row.audio_id) for row in library.radio_rows()]
    audios = list(dict.fromkeys(audio for _, audio in pairs))
    names = dict.fromkeys((*models, SPECTRAL))
    heard = [one for one in (store.trajectories(model) for model in names) if one.audio_ids]
    return Ear.build(heard or [store.trajectories(models[0])], store.sounds(audios), pairs)


def centred(pooled: Floats) -> tuple[Floats, Floats]:
    """Vectors less their mean over the songs heard, of unit length; and that mean (d,), 0 for a few songs."""
    heard = np.any(pooled != 0.0, axis=1)
    mean = np.zeros(pooled.shape[1], np.float32)
    if heard.sum() >= CENTRE_FROM:
        mean = pooled[heard].mean(axis=0, dtype=np.float64).astype(np.float32)
    vectors = _unit(pooled - mean)
    vectors[~heard] = 0.0
    return vectors, mean


def _aspects(pooled: Floats) -> dict[str, Source]:
    """Aspects of sound out of the pooled vectors of `spectral`."""
    heard = np.any(pooled != 0.0, axis=1)
    parts = {name: np.hstack([pooled[:, where] for where in places]) for name, places in ASPECTS.items()}
    return {name: Source(name, centred(part)[0], heard) for name, part in parts.items()}


def _timbre_source(sounds: Mapping[AudioId, Summary], audios: Sequence[AudioId]) -> Source:
    found = timbre.features([sounds[audio] for audio in audios if audio in sounds])
    known = np.array([audio in sounds for audio in audios], np.bool_)
    vectors = np.zeros((len(audios), found.shape[1]), np.float32)
    vectors[known] = found
    return Source(TIMBRE, vectors, known)


def _aligned(heard: Trajectories, audios: Sequence[AudioId]) -> Trajectories:
    """The same with a row for each of `audios`: zeros where the model has not heard it."""
    place = {audio: row for row, audio in enumerate(heard.audio_ids)}
    known = np.array([audio in place for audio in audios], np.bool_)
    rows = np.array([place[audio] for audio in audios if audio in place], np.int64)
    songlets = np.zeros((len(audios), *heard.songlets.shape[1:]), np.float32)
    songlets[known] = heard.songlets[rows]
    passes = np.full(len(audios), int(Pass.FULL), np.int8)
    return Trajectories(heard.model, heard.version, list(audios), songlets, _placed(heard, audios), passes)


def _placed(heard: Trajectories, audios: Sequence[AudioId]) -> Floats:
    """(len(audios), d) pooled vectors, zero where the model has not heard a song."""
    place = {audio: row for row, audio in enumerate(heard.audio_ids)}
    out = np.zeros((len(audios), heard.pooled.shape[1]), np.float32)
    known = [row for row, audio in enumerate(audios) if audio in place]
    out[known] = heard.pooled[[place[audios[row]] for row in known]]
    return out


def _within(windows: Windows, start: Seconds, end: Seconds) -> Floats:
    """(d,) mean of the windows that begin in [start, end); of none, the nearest one."""
    inside = (windows.starts >= start) & (windows.starts < end)
    if not inside.any():
        inside = np.arange(len(windows.starts)) == np.abs(windows.starts - (start + end) / 2).argmin()
    return np.asarray(windows.features[inside].mean(axis=0), np.float32)


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(length > 1e-6, vectors / np.maximum(length, 1e-12), 0.0).astype(np.float32)
