"""A data folder of music that sounds in a known way: songs in clusters, heard by `musicnn-mtt`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from core.analysis import models, trajectory
from core.analysis.records import Listened
from core.analysis.store import AnalysisStore
from core.domain import AudioId, Pass, Seconds, TrackId
from core.library.tracks import Library
from core.settings import Places

MODEL = "musicnn-mtt"
CLUSTERS = 4
WINDOWS = 12


def listened(song: int, windows: int = WINDOWS, model: str = MODEL) -> Listened:
    """Song number `song`, of cluster song % CLUSTERS; the higher the number, the more it wanders."""
    spec = models.spec(model)
    around = np.random.default_rng(1000 + song % CLUSTERS).standard_normal(spec.dim)
    rng = np.random.default_rng(song)
    own, wander = rng.standard_normal(spec.dim), rng.standard_normal((windows, spec.dim))
    features = np.asarray(around + 0.4 * own + (0.2 + 0.02 * song) * wander, np.float16).astype(np.float32)
    tags = np.asarray(1 / (1 + np.exp(-features[:, : len(spec.tag_names)])), np.float32)
    return Listened(
        AudioId(f"{song:032x}"),
        model,
        spec.version,
        Pass.FULL,
        Seconds(2.0 * windows + 1.0),
        windows,
        np.arange(windows, dtype=np.float32) * 2,
        features,
        tags if spec.tag_names else None,
        trajectory.songlets(features),
        trajectory.pooled(features),
    )


class Music:
    """What a test changes in a data folder."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.library = Library.open(places)

    def hear(self, songs: Iterable[int], windows: int = WINDOWS, *, keep_windows: bool = True) -> None:
        store = AnalysisStore.open(self.places)
        store.put(*(listened(song, windows) for song in songs), keep_windows=keep_windows)
        store.close()

    def own(self, songs: Sequence[int], first: int = 1) -> list[TrackId]:
        """Tracks `first` and up."""
        rows = [
            (first + i, f"/music/{first + i}.flac".encode(), f"Song {song}", f"{song:032x}")
            for i, song in enumerate(songs)
        ]
        with self.library.database.write() as db:
            db.executemany(
                """INSERT INTO tracks (id, path, size, mtime_ns, title, audio_id, added_at)
                   VALUES (?, ?, 0, 0, ?, ?, 0)""",
                rows,
            )
        return [TrackId(row[0]) for row in rows]

    def add(self, songs: Sequence[int], first: int = 1) -> list[TrackId]:
        self.hear(songs)
        return self.own(songs, first)

    def take(self, track: TrackId, presence: str) -> None:
        with self.library.database.write() as db:
            db.execute("UPDATE tracks SET presence = ? WHERE id = ?", (presence, track))
