"""The library as vectors, ready to be asked what sounds alike. The only module that knows faiss.

An `Index` never changes: a library that has grown gets a new one, swapped in whole by `IndexHolder`.

Memory, measured for 10,000 tracks at d = 256: 205 MiB (98 the centred songlets, 98 the raw ones that exact
differences need, 10 the pooled vectors), 229 MiB with faiss and all caches filled.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.domain import AudioId, TrackId
from core.explore.hubs import Norm, bucket, random_taste_norms

if TYPE_CHECKING:
    from core.analysis.records import Trajectories

CENTRE_FROM = 20
"""Below this many songs their mean is no picture of "music in general": vectors stay uncentred."""

COSINE_CACHE_BYTES = 64 << 20


class Index:
    """An immutable snapshot of one model's trajectories.

    Copies of one recording share a *row*: arrays have u rows for n tracks, u <= n.

    model: the model's name. version: digest of model, tracks and mean; changes when any of them does.
    track_ids: (n,) int64, rising. rows: (n,) int64, the row of each track.
    raw: (u, S, d) songlets as stored, uncentred, float16 where that loses nothing, else float32.
    songlets: (u, S, d) float32, less the library's mean songlet, scaled to unit length; silence stays zero.
    pooled: (u, d) float32, mean of the windows, likewise centred and of unit length.
    mean: (S, d) float32, the library's mean songlet. sounding: (S, u), False where a songlet is silence.
    """

    def __init__(
        self,
        model: str,
        track_ids: NDArray[np.int64],
        rows: NDArray[np.int64],
        raw: NDArray[np.float32],
        pooled: NDArray[np.float32],
    ) -> None:
        self.model = model
        self.track_ids = track_ids
        self.rows = rows
        self.raw = _compact(raw)
        self.sounding = np.ascontiguousarray(np.any(raw != 0.0, axis=2).T)
        self.mean = _mean_songlet(raw, self.sounding)
        # Songlet-major, so that scoring a library is S plain matrix products.
        self._by_songlet = _centred(raw, self.mean, self.sounding)
        self.pooled = _centred_pooled(pooled)
        digest = hashlib.blake2b(model.encode(), digest_size=8)
        for part in (track_ids, rows, self.mean):
            digest.update(part.tobytes())
        self.version = digest.hexdigest()
        self._row_of = dict(zip(track_ids.tolist(), rows.tolist(), strict=True))
        self._lock = threading.Lock()
        self._faiss: Any = None
        self._norms: dict[int, Norm] = {}
        self._cosines: OrderedDict[int, NDArray[np.float32]] = OrderedDict()

    @classmethod
    def build(cls, trajectories: Trajectories, tracks: Sequence[tuple[TrackId, AudioId | None]]) -> Index:
        """The index of those tracks whose sound has been heard.

        tracks: (id, audio id) pairs; a track without a trajectory is left out.
        """
        row_of = {audio_id: row for row, audio_id in enumerate(trajectories.audio_ids)}
        found = sorted((id, row_of[audio]) for id, audio in tracks if audio is not None and audio in row_of)
        ids, rows = (
            np.array(column, np.int64) for column in (zip(*found, strict=True) if found else ((), ()))
        )
        used, rows = np.unique(rows, return_inverse=True)
        songlets, pooled = trajectories.songlets[used], trajectories.pooled[used]
        return cls(trajectories.model, ids, rows.astype(np.int64), songlets, pooled)

    def __len__(self) -> int:
        """Tracks, n."""
        return len(self.track_ids)

    def __contains__(self, track_id: object) -> bool:
        return track_id in self._row_of

    @property
    def songlets(self) -> NDArray[np.float32]:
        # A view: the songlets lie songlet by songlet in memory.
        return self._by_songlet.transpose(1, 0, 2)

    def row(self, track_id: TrackId) -> int:
        """Raises KeyError for a track that has not been heard."""
        row: int = self._row_of[track_id]
        return row

    def nbytes(self) -> int:
        """Memory held, caches included."""
        with self._lock:
            cached = sum(column.nbytes for column in self._cosines.values())
            norms = sum(norm.mean.nbytes + norm.spread.nbytes for norm in self._norms.values())
        faiss = self.pooled.nbytes if self._faiss is not None else 0
        fixed = (self.raw, self._by_songlet, self.pooled, self.sounding, self.mean, self.track_ids, self.rows)
        return sum(array.nbytes for array in fixed) + faiss + cached + norms

    def neighbours(self, near: TrackId | NDArray[np.floating], k: int) -> list[tuple[TrackId, float]]:
        """The k tracks nearest by pooled cosine, best first, with the cosine in [-1, 1].

        near: a track (itself left out; its copies are not), or a centred vector (d,).
        Raises KeyError for a track that has not been heard.
        """
        if not len(self):
            return []
        itself = near if isinstance(near, int) else None
        vector = self.pooled[self.row(near)] if isinstance(near, int) else np.asarray(near, np.float32)
        vector = vector / max(float(np.linalg.norm(vector)), 1e-12)
        wanted = min(len(self), k + (itself is not None))
        cosines, ids = self._flat().search(vector[None], wanted)
        pairs = zip(ids[0].tolist(), cosines[0].tolist(), strict=True)
        return [(TrackId(id), cosine) for id, cosine in pairs if id != itself][:k]

    def _flat(self) -> Any:
        """Exact search: 10,000 vectors take a millisecond, and nothing approximate has to be explained."""
        with self._lock:
            if self._faiss is None:
                import faiss  # a tenth of a second that a mere listing need not pay

                index = faiss.IndexIDMap(faiss.IndexFlatIP(self.pooled.shape[1]))
                index.add_with_ids(self.pooled[self.rows], self.track_ids)
                self._faiss = index
            return self._faiss

    def cosines(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """(S, M, u) cosines of the songlets of the given rows with every row's; kept for the next call."""
        return np.stack([self._cosines_to(row) for row in rows], axis=1)

    def _cosines_to(self, row: int) -> NDArray[np.float32]:
        with self._lock:
            if row in self._cosines:
                self._cosines.move_to_end(row)
                return self._cosines[row]
        # einsum: twice as fast here as BLAS, whose threads moreover stall beside a busy worker.
        liked = np.ascontiguousarray(self._by_songlet[:, row])
        column: NDArray[np.float32] = np.einsum("sud,sd->su", self._by_songlet, liked)
        with self._lock:
            self._cosines[row] = column
            while len(self._cosines) * column.nbytes > COSINE_CACHE_BYTES and len(self._cosines) > 1:
                self._cosines.popitem(last=False)
        return column

    def pooled_cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """(u,) cosine of every row's pooled vector with this one (d,), which need not be of unit length."""
        unit = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return np.asarray(np.einsum("ud,d->u", self.pooled, unit))

    def gram(self, rows: Sequence[int], others: Sequence[int] | None = None) -> NDArray[np.float32]:
        """(S, M, K) cosines of the songlets of the given rows with those of others (or with each other)."""
        left = self._by_songlet[:, list(rows)]
        right = left if others is None else self._by_songlet[:, list(others)]
        cosines: NDArray[np.float32] = np.matmul(left, np.swapaxes(right, 1, 2))
        return cosines

    def norm(self, size: int) -> Norm:
        """Mean and spread of each row's score over random tastes of about this size; computed once."""
        size = bucket(size)
        with self._lock:
            if size in self._norms:
                return self._norms[size]
        self._learn_norms([size])
        return self._norms[size]

    def warm(self, sizes: Sequence[int]) -> None:
        """Computes what later questions will need (the norms of these sizes, faiss): for the background."""
        self._flat()
        self._learn_norms(sorted({bucket(size) for size in sizes} - self._norms.keys()))

    def _learn_norms(self, sizes: Sequence[int]) -> None:
        if sizes:
            norms = random_taste_norms(self._by_songlet, self.pooled, self.sounding, sizes)
            with self._lock:
                self._norms.update(norms)


class IndexHolder:
    """The index in use. Readers take `current` and keep that reference; a rebuild replaces it whole."""

    def __init__(self, index: Index | None = None) -> None:
        self._index = index
        self._rebuild = threading.Lock()

    @property
    def current(self) -> Index | None:
        return self._index

    def rebuild(self, make: Callable[[], Index]) -> Index:
        """Builds in the calling thread (a background one) and swaps when done; one rebuild at a time.

        When `make` raises, the index in use stays.
        """
        with self._rebuild:
            index = make()
            self._index = index
            return index


def _compact(raw: NDArray[np.float32]) -> NDArray[np.floating]:
    """float16 where nothing is lost: the store keeps songlets so, and exact values are what `plain` needs."""
    half = raw.astype(np.float16)
    return half if np.array_equal(half.astype(np.float32), raw) else raw.copy()


def _mean_songlet(raw: NDArray[np.float32], sounding: NDArray[np.bool_]) -> NDArray[np.float32]:
    """(S, d), over the rows that sound; zero for a library too small to have a mean."""
    if len(raw) < CENTRE_FROM:
        return np.zeros(raw.shape[1:], np.float32)
    count = np.maximum(1, sounding.sum(axis=1))[:, None]
    return np.asarray(raw.sum(axis=0, dtype=np.float64) / count, np.float32)


def _centred(
    raw: NDArray[np.float32], mean: NDArray[np.float32], sounding: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """(S, u, d) unit songlets less the mean; silent ones stay zero."""
    out = np.empty((raw.shape[1], len(raw), raw.shape[2]), np.float32)
    for s in range(raw.shape[1]):
        out[s] = _unit(raw[:, s] - mean[s])
        out[s][~sounding[s]] = 0.0
    return out


def _centred_pooled(pooled: NDArray[np.float32]) -> NDArray[np.float32]:
    silent = ~np.any(pooled != 0.0, axis=1)
    if len(pooled) >= CENTRE_FROM and not silent.all():
        pooled = pooled - pooled[~silent].mean(axis=0, dtype=np.float64).astype(np.float32)
    vectors = _unit(pooled)
    vectors[silent] = 0.0
    return vectors


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scaled to length 1; what is shorter than rounding noise becomes zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(length > 1e-6, vectors / np.maximum(length, 1e-12), 0.0).astype(np.float32)
