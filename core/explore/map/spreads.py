"""How far a song's moments lie apart: what makes its disc on the map small or large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.analysis.store import AnalysisStore
from core.domain import AudioId
from core.explore.map import files
from core.explore.map.points import Ground
from core.explore.map.space import Floats, Space, song_space

FEW = 1000
"""Songs of which the mean is taken."""
AT_ONCE = 20
"""Songs between two looks at what else there is to do."""
RANGE = (5.0, 95.0)
"""Percentiles of the library that are the smallest and the largest disc."""


class Spreads:
    """Of each song of a model the root of the mean square distance of its moments from their middle:
    sqrt(1 - |mean|^2) of their unit vectors in the full space. Of a song whose windows were not kept, that of
    its songlets; these are means of windows and lie nearer together, so either kind is scaled by its own.
    """

    def __init__(self, store: AnalysisStore, model: str, folder: Path) -> None:
        self._store, self._model = store, model
        self._file = folder / f"spread-{model}.npz"
        self._stamp = {"model": model, "version": store.version_of(model)}
        self._known: dict[str, tuple[int, float]] = {}
        """Audio id -> moments it is of, 0 for songlets; the spread."""
        self._changed = False
        if (found := files.read(self._file, self._stamp)) is not None:
            columns = (found[name].tolist() for name in ("audios", "counts", "spreads"))
            self._known = {audio: (count, spread) for audio, count, spread in zip(*columns, strict=True)}

    def measure(self, ground: Ground) -> Iterator[None]:
        """Measures those songs that were not, or that had other windows then: a few with each step."""
        moments = self._store.moments(self._model)
        new = [a for a in ground.audios if self._known.get(a, (-1, 0.0))[0] != moments.get(a, 0)]
        mean = self._mean(ground.audios) if new else np.zeros(0, np.float32)
        for at in range(0, len(new), AT_ONCE):
            some = new[at : at + AT_ONCE]
            self._known |= self._by_songlets([a for a in some if a not in moments], mean)
            self._known |= self._by_windows([a for a in some if a in moments], mean)
            self._changed = True
            yield

    def _mean(self, audios: Sequence[AudioId]) -> Floats:
        """What is usual of the model's vectors, whatever space the map itself is of."""
        step = max(1, len(audios) // FEW)
        return song_space(self._store.pooled(self._model, audios[::step])[1]).mean

    def _by_windows(self, audios: Sequence[AudioId], mean: Floats) -> dict[str, tuple[int, float]]:
        each = self._store.each_windows(self._model, audios)
        return {audio: (len(windows.starts), _spread(windows.features, mean)) for audio, windows in each}

    def _by_songlets(self, audios: Sequence[AudioId], mean: Floats) -> dict[str, tuple[int, float]]:
        found = self._store.trajectories(self._model, audios)
        pairs = zip(found.audio_ids, found.songlets, strict=True)
        return {audio: (0, _spread(songlets, mean)) for audio, songlets in pairs}

    def of(self, ground: Ground) -> Floats:
        """(u,) of each song of a ground, 0 to 1; 0 where it was not measured."""
        found = [self._known.get(audio, (-1, 0.0)) for audio in ground.audios]
        counts = np.array([count for count, _ in found], np.int64)
        spreads = np.array([spread for _, spread in found], np.float32)
        out = np.zeros(len(found), np.float32)
        for kind in (counts > 0, counts == 0):
            out[kind] = _scaled(spreads[kind])
        return out

    def keep(self) -> None:
        """For the next time."""
        if self._changed:
            counts, spreads = zip(*self._known.values(), strict=True)
            arrays = {
                "audios": np.array(list(self._known)),
                "counts": np.array(counts, np.int64),
                "spreads": np.array(spreads, np.float32),
            }
            files.write(self._file, self._stamp, arrays)
            self._changed = False


def _spread(vectors: NDArray[np.floating], mean: Floats) -> float:
    units = Space(vectors, mean).vectors
    units = units[np.any(units != 0.0, axis=1)]
    if len(units) < 2:
        return 0.0
    middle = units.mean(axis=0, dtype=np.float64)
    return float(np.sqrt(max(0.0, 1.0 - float(middle @ middle))))


def _scaled(spreads: Floats) -> Floats:
    if not len(spreads):
        return spreads
    low, high = np.percentile(spreads, RANGE)
    return np.asarray(np.clip((spreads - low) / max(float(high - low), 1e-6), 0.0, 1.0), np.float32)
