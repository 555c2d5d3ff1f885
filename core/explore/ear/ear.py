"""The ear: all that was heard of the library, by one or several models, ready to be asked what sounds alike.

An ear fuses *sources* (`sources`): a vector for each model, and the timbre Gaussian that `spectral` stores.
Each measures by its own distance, calibrated against fixed reference songs (`calibration`), and their
weighted mean is the ear's. A song that only some sources have heard is compared by those it shares with the
other.

An `Ear` never changes: a library that has grown gets a new one.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.analysis.records import Trajectories, Windows
from core.domain import AudioId, Seconds, Track, TrackId
from core.explore.ear.calibration import Rows
from core.explore.ear.fusing import Fusing, Nearness, spreads
from core.explore.ear.index import Index, Whole
from core.explore.ear.sources import (
    SPECTRAL,
    TIMBRE,
    Heard,
    HeardTimbre,
    Query,
    Source,
    Transform,
    Vectors,
    VectorSource,
    listen,
    listen_to_timbre,
    pieces,
    unit,
)
from core.explore.ear.spans import songlets_in

if TYPE_CHECKING:
    from core.analysis.models.summary import Summary
    from core.analysis.store import AnalysisStore
    from core.library.tracks import Library

Floats = NDArray[np.float32]

ASPECTS = {"rhythm": slice(168, 244), "harmony": slice(280, 304)}
"""Where in the vectors of `spectral` an aspect of sound lies: fluctuation and pulse; pitch classes and how
they change.
"""
CACHE_BYTES = 64 << 20
NEIGHBOURS = 2000
"""So many of the nearest are measured again, exactly, in a large library."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """How a part of a song sounds: for each source (model) that heard it, a vector like those it compares.

    songlet: (d,) the part in the space of the leading model's songlets; None where that did not hear it.
    """

    vectors: Mapping[str, Floats]
    start: Seconds
    end: Seconds
    songlet: Floats | None = None


class Ear:
    """An immutable snapshot of what was heard. u rows for n tracks, u <= n: copies share a row.

    names: the sources, the leading one first. version: digest of all that the ear knows.
    track_ids: (n,) int64, rising; rows: (n,) int64, each track's row.
    lead: the leading model's songlets, row for row; a song that only others heard is silent in it.
    Of a large library the songlets as stored are fetched when asked for (`raw`), from the store the ear was
    loaded from; a song that was forgotten there meanwhile is silent then.
    """

    def __init__(
        self,
        lead: Index,
        sources: Sequence[Source],
        transforms: Mapping[str, tuple[Transform, Floats]],
        aspects: Mapping[str, Source],
    ) -> None:
        self.lead, self.sources = lead, tuple(sources)
        self._transforms, self._aspects = dict(transforms), dict(aspects)
        self.names = tuple(source.name for source in sources)
        self.track_ids, self.rows = lead.track_ids, lead.rows
        digest = hashlib.blake2b(lead.version.encode(), digest_size=8)
        for source in sources:
            digest.update(source.name.encode())
            digest.update(source.known.tobytes())
            digest.update(source.usual.mean.tobytes())
        self.version = digest.hexdigest()
        self._spreads = spreads(self.sources)
        self._aspect_spreads: dict[str, Floats] = {}
        self._lock = threading.Lock()
        self._cached: OrderedDict[int, tuple[Floats, Floats]] = OrderedDict()
        self.learnt: dict[str, Any] = {}
        """What was learnt about the library through this ear, kept with it."""
        self.learning = threading.RLock()

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
        return cls.listen([Whole(one) for one in heard], WholeTimbre(sounds), tracks)

    @classmethod
    def listen(
        cls,
        heard: Sequence[Heard],
        timbre: HeardTimbre,
        tracks: Sequence[tuple[TrackId, AudioId | None]],
    ) -> Ear:
        """As `build`, from what need not all be in memory at once."""
        if not heard:
            raise ValueError("an ear needs what at least one model has heard")
        known = {*timbre.audio_ids, *(audio for one in heard for audio in one.audio_ids)}
        audios = list(dict.fromkeys(audio for _, audio in sorted(tracks, key=_id) if audio in known))
        sources: list[Source] = []
        transforms: dict[str, tuple[Transform, Floats]] = {}
        aspects: dict[str, Source] = {}
        for one in heard:
            source, transform, lengths = listen(one, audios)
            sources.append(source)
            transforms[one.model] = transform, lengths
            if one.model == SPECTRAL:
                aspects = _aspects(one, audios)
        gaussians = listen_to_timbre(timbre, audios)
        return cls(
            Index.listen(heard[0], audios, tracks),
            [*sources, *([gaussians] if gaussians is not None else [])],
            transforms,
            aspects,
        )

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

    # -- songlets ------------------------------------------------------------------------------------------

    def songlets(self, rows: Rows) -> Floats:
        """(m, S, d) centred unit songlets of the leading model; silence is zero."""
        found: Floats = self.lead.songlets[np.asarray(rows, np.int64)]
        return found

    def raw(self, rows: Rows) -> NDArray[np.floating]:
        """(m, S, d) songlets as stored, for the published difference."""
        found: NDArray[np.floating] = self.lead.raw[np.asarray(rows, np.int64)]
        return found

    def sounding(self, rows: Rows) -> NDArray[np.bool_]:
        """(m, S) where the leading model heard something."""
        return self.lead.sounding[:, np.asarray(rows, np.int64)].T

    # -- how near ------------------------------------------------------------------------------------------

    def distances(self, rows: Rows) -> Floats:
        """(m, u) fused distance of each of `rows` to every row: about mean 0 and spread 1, lower is nearer;
        inf where no source has heard both.
        """
        return self.nearness(rows).distance

    def between(self, rows: Rows, others: Rows) -> Floats:
        """(a, b) the same for these rows alone, rounded: it shall not matter how many are asked for."""
        return self.compare(self.queries(rows), others).distance.round(4)

    def neighbours(self, near: int, k: int) -> list[tuple[TrackId, float]]:
        """The k tracks nearest to a track, best first, with the fused distance; the track itself left out.

        Raises KeyError for a track that has not been heard.
        """
        row = self.row(TrackId(near))
        distance = self.distances([row])[0]
        if self.narrow and k < NEIGHBOURS:
            best = np.argpartition(distance, NEIGHBOURS)[:NEIGHBOURS]
            distance[best] = self.between([row], best)[0]
        distance = distance[self.rows]
        distance[self.track_ids == near] = np.inf
        order = np.argsort(distance, kind="stable")[:k]
        return [
            (TrackId(int(self.track_ids[i])), float(distance[i])) for i in order if np.isfinite(distance[i])
        ]

    def nearness(self, rows: Rows) -> Nearness:
        """(m, u) of rows against every row; kept for the next call."""
        wanted = [int(row) for row in rows]
        with self._lock:
            missing = [row for row in dict.fromkeys(wanted) if row not in self._cached]
            found = {row: self._cached[row] for row in wanted if row in self._cached}
        if missing:
            new = self.compare(self.queries(missing))
            found.update({row: (new.distance[i], new.cosine[i]) for i, row in enumerate(missing)})
        with self._lock:
            for row in wanted:
                self._cached[row] = found[row]
                self._cached.move_to_end(row)
            while len(self._cached) * 8 * self.size > CACHE_BYTES and len(self._cached) > 1:
                self._cached.popitem(last=False)
        if not wanted:
            return Nearness(*np.zeros((2, 0, self.size), np.float32))
        return Nearness(*(np.stack([found[row][part] for row in wanted]) for part in (0, 1)))

    def queries(self, rows: Rows) -> list[Query]:
        """For each source, how it hears these rows."""
        wanted = np.asarray(rows, np.int64)
        return [source.query(wanted) for source in self.sources]

    def queries_of(self, moment: Moment) -> list[Query]:
        """For each source, how it hears a moment, as one row."""
        found = []
        for source in self.sources:
            vector = moment.vectors.get(source.name)
            found.append(
                source.query_of(
                    np.zeros((1, source.vectors.width), np.float32) if vector is None else vector[None]
                )
            )
        return found

    def compare(self, queries: Sequence[Query], others: Rows | None = None) -> Nearness:
        """(m, n) of what each source heard (from `queries`) against the rows `others`.

        Against all when left out: then, in a large library (`narrow`), by leading dimensions alone.
        """
        to = None if others is None else np.asarray(others, np.int64)
        fused = Fusing((len(queries[0].known), self.size if to is None else len(to)), self._spreads)
        for place, (source, query) in enumerate(zip(self.sources, queries, strict=True)):
            fused.add(place, source, query, to)
        return fused.result()

    @property
    def narrow(self) -> bool:
        """Whether what is said of all songs at once is not exact, and has to be asked again of the best."""
        return any(source.vectors.split for source in self.sources)

    def aspect(self, name: str, rows: Rows, others: Rows) -> Floats | None:
        """(a, b) distances of one aspect of sound alone ("timbre", "rhythm", "harmony", "tags"), calibrated
        likewise; None where nothing was heard of it.
        """
        if name == "tags":
            sources = [source for source in self.sources if source.name not in (TIMBRE, SPECTRAL)]
        else:
            sources = [*(s for s in self.sources if s.name == name), *filter(None, [self._aspects.get(name)])]
        if not sources:
            return None
        a, b = np.asarray(rows, np.int64), np.asarray(others, np.int64)
        if name not in self._aspect_spreads:
            self._aspect_spreads[name] = spreads(sources)
        fused = Fusing((len(a), len(b)), self._aspect_spreads[name])
        for place, source in enumerate(sources):
            fused.add(place, source, source.query(a), b)
        return fused.result().distance.round(4)

    # -- moments -------------------------------------------------------------------------------------------

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

        windows: the song's, by model; where none were kept, the songlets in that part of `duration` stand in
        for the leading model, and without a duration the whole song does.
        """
        vectors: dict[str, Floats] = {}
        songlet: Floats | None = None
        for source in self.sources:
            if source.name == TIMBRE or not source.known[row]:
                continue
            transform, lengths = self._transforms[source.name]
            kept = windows.get(source.name)
            part: Floats | None = None
            if kept is not None and len(kept.features):
                part = _within(kept, start, end)
            elif source is self.sources[0] and duration:
                part = self._songlets_within(row, start, end, duration) * lengths[row]
            if part is None:
                vectors[source.name] = source.vectors[[row]][0]
                continue
            vectors[source.name] = transform.of(part[None], None)[0]
            if source is self.sources[0]:
                songlet = self.lead.like_songlet(part)
        return Moment(vectors, start, end, songlet)

    def _songlets_within(self, row: int, start: Seconds, end: Seconds, duration: Seconds) -> Floats:
        part = self.raw([row])[0, songlets_in(self.lead.model, start, end, duration)]
        return unit(part.astype(np.float32).sum(axis=0))

    # -- upkeep --------------------------------------------------------------------------------------------

    def nbytes(self) -> int:
        """Memory held, caches included."""
        held = (*self.sources, *self._aspects.values())
        with self._lock:
            cached = len(self._cached) * 8 * self.size
        return self.lead.nbytes() + sum(source.nbytes() for source in held) + cached


class WholeTimbre:
    """Gaussians in memory as `HeardTimbre`."""

    def __init__(self, sounds: Mapping[AudioId, Summary]) -> None:
        self._sounds = sounds
        self.audio_ids: Collection[AudioId] = sounds.keys()

    def some(self, audio_ids: Sequence[AudioId]) -> Mapping[AudioId, Summary]:
        return {audio: self._sounds[audio] for audio in audio_ids if audio in self._sounds}


class Stored:
    """What one model has heard, in the store, as `Heard`."""

    def __init__(self, store: AnalysisStore, model: str) -> None:
        self._store, self.model = store, model
        self.audio_ids: Sequence[AudioId] = sorted(store.passes(model))

    def some(self, audio_ids: Sequence[AudioId]) -> Trajectories:
        return self._store.trajectories(self.model, audio_ids)


class StoredTimbre:
    """The store's Gaussians as `HeardTimbre`."""

    def __init__(self, store: AnalysisStore) -> None:
        self._store = store
        self.audio_ids: Collection[AudioId] = store.passes(SPECTRAL).keys()

    def some(self, audio_ids: Sequence[AudioId]) -> Mapping[AudioId, Summary]:
        return self._store.sounds(audio_ids)


def load_ear(
    library: Library, store: AnalysisStore, models: Sequence[str], also: Iterable[Track] = ()
) -> Ear:
    """The ear of the library's present tracks, by those of `models` that have heard anything, in that order.

    `spectral` joins wherever it has heard something. also: tracks that are asked about though their file is
    away. With nothing heard, an ear of nothing. Raises ValueError without models. The store is read again
    where `Ear.raw` is asked for.
    """
    listed = {row.id: row.audio_id for row in library.radio_rows()}
    pairs = list((listed | {track.id: track.audio_id for track in also}).items())
    heard = [Stored(store, model) for model in dict.fromkeys((*models, SPECTRAL))]
    return Ear.listen([one for one in heard if one.audio_ids] or heard[:1], StoredTimbre(store), pairs)


def _id(track: tuple[TrackId, AudioId | None]) -> TrackId:
    return track[0]


def _aspects(heard: Heard, audios: Sequence[AudioId]) -> dict[str, Source]:
    """Aspects of sound out of the pooled vectors of `spectral`."""
    have = set(heard.audio_ids)
    known = np.array([audio in have for audio in audios], np.bool_)
    parts = {name: np.zeros((len(audios), at.stop - at.start), np.float32) for name, at in ASPECTS.items()}
    for rows, songs in pieces(heard, audios, known):
        if songs.pooled.shape[1] < max(at.stop for at in ASPECTS.values()):
            return {}
        for name, at in ASPECTS.items():
            parts[name][rows] = songs.pooled[:, at]
    for part in parts.values() if known.any() else ():
        part[known] -= part[known].mean(axis=0)
        part[:] = unit(part)
    return {name: VectorSource(name, Vectors.of(part), known, audios) for name, part in parts.items()}


def _within(windows: Windows, start: Seconds, end: Seconds) -> Floats:
    """(d,) mean of the windows that begin in [start, end); of none, the nearest one."""
    inside = (windows.starts >= start) & (windows.starts < end)
    if not inside.any():
        inside = np.arange(len(windows.starts)) == np.abs(windows.starts - (start + end) / 2).argmin()
    return np.asarray(windows.features[inside].mean(axis=0), np.float32)
