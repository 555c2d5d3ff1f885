"""Synthetic libraries with a known make-up: clusters of songs around directions, a common mean, silence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.analysis.records import Trajectories
from core.domain import SONGLETS, AudioId, Pass, Seconds, TrackId
from core.explore.ear.ear import Ear
from core.explore.ear.index import Index
from core.explore.stock import RadioTrack

D = 32


def unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1.0), np.float32)


def trajectories(songlets: NDArray[np.floating], audio_ids: list[str] | None = None) -> Trajectories:
    """What the analysis store hands over."""
    raw = unit(songlets)
    ids = audio_ids or [f"a{i}" for i in range(len(raw))]
    passes = np.full(len(raw), Pass.FULL, np.int8)
    return Trajectories("test", 1, [AudioId(a) for a in ids], raw, raw.mean(axis=1), passes)


def make_index(songlets: NDArray[np.floating]) -> Index:
    """Tracks 1 .. n, each with its own audio."""
    heard = trajectories(songlets)
    return Index.build(heard, [(TrackId(i + 1), a) for i, a in enumerate(heard.audio_ids)])


def make_ear(songlets: NDArray[np.floating]) -> Ear:
    """Tracks 1 .. n, each with its own audio, heard by one model."""
    heard = trajectories(songlets)
    return Ear.build([heard], {}, [(TrackId(i + 1), a) for i, a in enumerate(heard.audio_ids)])


def clustered(
    n: int, clusters: int, seed: int = 0, noise: float = 0.6, mean: float = 1.0
) -> NDArray[np.float64]:
    """(n, S, D) songs of which number i belongs to cluster i % clusters, around a common mean."""
    rng = np.random.default_rng(seed)
    common = unit(rng.standard_normal(D))
    around = unit(rng.standard_normal((clusters, D)))
    own = around[np.arange(n) % clusters][:, None]
    wander = noise * unit(rng.standard_normal((n, 1, D))) + noise / 2 * unit(
        rng.standard_normal((n, SONGLETS, D))
    )
    return np.asarray(mean * common + own + wander, np.float64)


def make_tracks(n: int, artists: int = 0, albums: int = 0, first: int = 1) -> list[RadioTrack]:
    """Tracks first .. first + n - 1; every title its own; artists and albums dealt in turn, 0 for unknown."""
    return [
        RadioTrack(
            TrackId(first + i),
            artist=f"Artist {i % artists}" if artists else "",
            title=f"Song number {_word(i)}",
            album=f"Album {_word(i % albums)}" if albums else "",
            duration=Seconds(200.0 + 2 * i),
        )
        for i in range(n)
    ]


def _word(i: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(i))
