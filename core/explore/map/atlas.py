"""The maps of a library: laid out once, kept, and grown without moving what is on them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from core.analysis import models
from core.analysis.store import AnalysisStore
from core.domain import AudioId, Timestamp, TrackId
from core.explore.map import pca
from core.explore.map.aligning import align, framed
from core.explore.map.chart import Chart, Mode, Projection, Sight
from core.explore.map.faithful import kept_neighbours
from core.explore.map.kept import Layout
from core.explore.map.placing import place
from core.explore.map.points import Ground, Shown, load_ground
from core.library.maps import LayoutKey, keep_layout, kept_layout
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places

Grown = Callable[[Chart], None]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A model of which there are maps. tracks: that it has heard and that are here; moments: kept of them,
    of `with_moments` tracks; has_tags: whether it names what it hears.
    """

    name: str
    tracks: int
    moments: int
    with_moments: int
    has_tags: bool


@dataclass(frozen=True, slots=True)
class Near:
    """start: seconds where the moment begins, None for a whole track. likeness: -1 to 1, the cosine."""

    track_id: TrackId
    start: float | None
    likeness: float


class Atlas:
    """All maps of a library. Every method may be called from any thread; none belongs on the main one."""

    def __init__(self, library: Library, places: Places) -> None:
        self._library, self._places = library, places

    def models(self) -> list[Mapped]:
        """What can be shown, best model first."""
        tracks = self._tracks()
        with self._store() as store:
            found = [_mapped(store, name, tracks) for name in models.NAMES]
        return [each for each in found if each.tracks]

    def chart(
        self,
        sight: Sight,
        progress: Progress | None = None,
        on_growth: Grown | None = None,
        *,
        anew: bool = False,
    ) -> Chart:
        """The map: kept, with newcomers placed. Raises Cancelled; UserError where there is nothing to show.

        Where nothing is kept it is laid out, and on_growth shown it growing, PCA first. anew: laid out again,
        from where everything lies now.
        """
        progress = progress or Progress()
        progress.begin("Laying out the map")
        tracks = self._tracks()
        with self._store() as store:
            ground = load_ground(store, sight, [audio for _, audio in tracks], progress.check)
        key = _key(sight, models.spec(sight.model).version)
        kept = kept_layout(self._library, key)
        layout = None if kept is None else Layout.read(kept)
        if layout is None or anew:
            layout = self._laid(sight, ground, layout)
            keep_layout(self._library, layout.written(key))
        else:
            grown = _placed(ground, layout)
            if grown is not layout:
                layout = grown
                keep_layout(self._library, layout.written(key))
        return _chart(sight, ground, Shown.of(ground, tracks), layout)

    def neighbours(self, sight: Sight, track_id: TrackId, start: float | None, k: int = 8) -> list[Near]:
        """The k truly nearest in the full space of the sight; of moments none of the track itself."""
        tracks = self._tracks()
        with self._store() as store:
            ground = load_ground(store, sight, [audio for _, audio in tracks], lambda: None)
        shown = Shown.of(ground, tracks)
        mine = np.flatnonzero(shown.tracks == track_id)
        if not len(mine):
            return []
        at = (
            0
            if start is None or np.isnan(start)
            else int(np.abs(ground.starts[shown.points[mine]] - start).argmin())
        )
        point = shown.points[mine[at]]
        own = int(ground.counts[ground.songs[point]])
        rows, cosines = ground.space.neighbours(np.array([point]), k + own)
        found: list[Near] = []
        for row, cosine in zip(rows[0].tolist(), cosines[0].tolist(), strict=True):
            if ground.songs[row] == ground.songs[point]:
                continue
            there = shown.tracks[np.flatnonzero(shown.points == row)[0]]
            begins = None if np.isnan(ground.starts[row]) else float(ground.starts[row])
            found.append(Near(TrackId(int(there)), begins, float(cosine)))
        return found[:k]

    def close(self) -> None:
        """Ends what is under way."""

    @contextmanager
    def _store(self) -> Iterator[AnalysisStore]:
        store = AnalysisStore.open(self._places)
        try:
            yield store
        finally:
            store.close()

    def _tracks(self) -> list[tuple[TrackId, AudioId]]:
        return [(row.id, row.audio_id) for row in self._library.radio_rows()]

    def _laid(self, sight: Sight, ground: Ground, old: Layout | None) -> Layout:
        standard = sight.projection is Projection.STANDARD_PCA
        xy, axes = pca.project(ground.space, standard=standard)
        xy = framed(xy)
        if old is not None:
            before, _ = old.places(ground)
            known = np.flatnonzero(~np.isnan(before[:, 0]))
            xy = align(xy, before[known], known)
        keeps = kept_neighbours(ground.space, xy)
        return Layout.of(ground, xy, keeps=keeps, axes=axes, made_at=Timestamp(time.time()))


def _mapped(store: AnalysisStore, name: str, tracks: list[tuple[TrackId, AudioId]]) -> Mapped:
    heard, moments = store.passes(name), store.moments(name)
    here = [audio for _, audio in tracks if audio in heard]
    counts = [moments[audio] for audio in here if audio in moments]
    return Mapped(name, len(here), sum(counts), len(counts), bool(models.spec(name).tag_names))


def _key(sight: Sight, version: int) -> LayoutKey:
    mode = Mode.MOMENTS if sight.mode is Mode.PATHS else sight.mode
    return LayoutKey(mode, sight.kind, sight.model, version, sight.projection)


def _placed(ground: Ground, layout: Layout) -> Layout:
    xy, placed = layout.places(ground)
    new = np.isnan(xy[:, 0])
    if not new.any():
        return layout
    fixed = np.flatnonzero(~new & ~placed)
    found = place(ground.space.part(fixed), xy[fixed], ground.space.some(np.flatnonzero(new)))
    return layout.grow(ground, new, found)


def _chart(sight: Sight, ground: Ground, shown: Shown, layout: Layout) -> Chart:
    xy, placed = layout.places(ground)
    at = shown.points
    spread = np.zeros(len(at), np.float32)
    arrays = (shown.tracks, ground.starts[at], xy[at], spread, placed[at])
    digest = hashlib.blake2b(repr((sight, layout.made_at, dict(layout.keeps))).encode(), digest_size=8)
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return Chart(
        sight, digest.hexdigest(), *arrays, float(ground.length), layout.keeps, layout.grown, axes=layout.axes
    )
