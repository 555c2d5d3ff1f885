"""The maps of a library: laid out once, kept, and grown without moving what is on them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.analysis import models
from core.analysis.store import AnalysisStore
from core.domain import AudioId, Seconds, TrackId
from core.errors import Cancelled
from core.explore.map import charts, measures
from core.explore.map.chart import Chart, Kind, Mode, Sight
from core.explore.map.client import MapProcess
from core.explore.map.kept import Layout, Shelf
from core.explore.map.laying import Laying, Watch
from core.explore.map.near import Near, nearest, nearest_by_measures
from core.explore.map.points import Ground, Shown, exactly, load_ground
from core.explore.map.sharing import Shared, turn
from core.explore.map.space import Floats, Rows
from core.explore.map.spreads import Spreads
from core.explore.stock import RadioTrack, load_stock
from core.library.maps import LayoutKey, on_maps
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
from core.texts import marked

__all__ = ["Atlas", "Mapped", "Near"]

PATIENCE = Seconds(5.0)
"""How long closing waits for what is under way to notice."""
READING = marked("Reading what was heard")

Grown = Callable[[Chart], None]
Tracks = list[tuple[TrackId, AudioId]]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A model of which there are maps.

    tracks: how many it has heard of those that are here; with_moments: of how many of these windows were
    kept, and moments: how many windows. has_tags: whether it names what it hears.
    """

    name: str
    tracks: int
    moments: int
    with_moments: int
    has_tags: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What there is to see. stamp: another when more was heard, or tracks came or went."""

    stamp: object
    ground: Ground
    shown: Shown


class Atlas:
    """All maps of a library. Every method may be called from any thread; none belongs on the main one."""

    def __init__(self, library: Library, places: Places, process: MapProcess | None = None) -> None:
        """process: the map's own, closed along with the atlas; made where it is left out."""
        self._library, self._places = library, places
        self._folder = places.cache / "maps"
        self._process = MapProcess() if process is None else process
        self._laying = Laying(Shelf(library, self._folder), self._process)
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._works: dict[tuple[Sight, bool], Shared[Chart, Chart]] = {}
        self._known: dict[tuple[bool, Kind, str], _Seen] = {}
        self._closed = False

    def models(self) -> list[Mapped]:
        """What can be shown, best model first."""
        tracks = on_maps(self._library)
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
        """The map: as it is kept, with newcomers placed. Where nothing is kept it is laid out.

        progress: written and looked at. on_growth: called on this thread with frames of a layout under way,
        principal components first. anew: laid out again, from where everything lies now.
        Raises Cancelled; UserError where there is nothing to show, or the map's process dies.
        """
        if sight.kind is Kind.MEASURES:
            stock = load_stock(self._library)
            return charts.of_measures(sight, stock, self._heard_tags(sight, stock))
        return self._shared(sight, anew=anew).wait(progress or Progress(), on_growth)

    def neighbours(self, sight: Sight, track_id: TrackId, start: float | None, k: int = 8) -> list[Near]:
        """The k truly nearest in the full space of the sight, nearest first; [] for what is not on the map.

        start: seconds, of a moment: the nearest moments of other tracks; None on a map of moments: those to
        the track on average. On a map of tracks, the nearest tracks; of measures, the nearest on the chart.
        Raises UserError.
        """
        if sight.kind is Kind.MEASURES:
            return nearest_by_measures(self.chart(sight), track_id, k)
        with self._lock:
            seen = self._known.get(_space_of(sight))
        if seen is None:
            seen = self._seen(sight, lambda: None)
        with self._store() as store:
            exact = partial(exactly, store, sight, seen.ground)
            return nearest(seen.ground, seen.shown, track_id, start, k, exact)

    def of_moments(self, chart: Chart, key: str, stock: Mapping[TrackId, RadioTrack]) -> Floats | None:
        """(n,) how much of a tag, or how surely anything, was heard in each moment of a chart: see
        `measures.moment_values`. None for whole tracks, for what moments do not tell, and where no model has
        windows that name it.
        """
        tag = key.removeprefix(measures.TAG)
        if chart.sight.mode is Mode.TRACKS or (tag == key and key != measures.CONFIDENCE):
            return None
        named = {name: models.spec(name).tag_names for name in (chart.sight.model, *models.NAMES) if name}
        with self._store() as store:
            for name, tags in named.items():
                if tag in tags or (tags and key == measures.CONFIDENCE):
                    found = measures.moment_values(store, name, chart, stock, key)
                    if not np.isnan(found).all():
                        return found
        return None

    def close(self) -> None:
        """Ends what is under way, with Cancelled for those who wait for it, and the map's process."""
        with self._lock:
            self._closed = True
            works = list(self._works.values())
        for work in works:
            work.cancel()
        self._process.close()
        for work in works:
            work.join(PATIENCE)

    # -- sharing -------------------------------------------------------------------------------------------

    def _shared(self, sight: Sight, *, anew: bool) -> Shared[Chart, Chart]:
        """The work on this sight that is under way, or a new one; entered."""
        key = sight, anew
        with self._lock:
            if self._closed:
                raise Cancelled
            work = self._works.get(key)
            if work is not None and work.enter():
                return work

            def make(progress: Progress, show: Grown) -> Chart:
                try:
                    return self._make(sight, progress, show, anew=anew)
                finally:
                    self._library.database.close_thread()
                    with self._lock:
                        if self._works.get(key) is made:
                            del self._works[key]

            made = self._works[key] = Shared(make, "map")
            made.enter()
            return made

    # -- making --------------------------------------------------------------------------------------------

    def _make(self, sight: Sight, progress: Progress, show: Grown, *, anew: bool) -> Chart:
        progress.begin(READING)
        seen = self._seen(sight, progress.check)
        ground, shown = seen.ground, seen.shown
        with self._store() as store:
            spreads = Spreads(store, sight.model, self._folder)
            measuring = iter(()) if ground.moments else spreads.measure(ground)

            def show_frame(rows: Rows, xy: Floats) -> None:
                show(charts.of_frame(sight, ground, shown, rows, xy, spreads.of(ground)))

            watch = Watch(progress, show_frame, lambda: next(measuring, _END) is not _END)
            layout = self._laid(store, sight, ground, watch, anew=anew)
            for _ in measuring:
                progress.check()
            spreads.keep()
            return charts.of_layout(sight, ground, shown, layout, spreads.of(ground))

    def _laid(
        self, store: AnalysisStore, sight: Sight, ground: Ground, watch: Watch, *, anew: bool
    ) -> Layout:
        key = _key(store, sight)
        if not ground.moments:
            return self._laying.layout(key, ground, watch, anew=anew)

        def at_their_tracks() -> Floats | None:
            """Both maps shall agree in the large."""
            songs = self._seen(_tracks_of(sight), watch.progress.check).ground
            quiet = Watch(watch.progress, lambda rows, xy: None)
            found = self._laying.layout(_key(store, _tracks_of(sight)), songs, quiet)
            places = found.places(songs)
            row_of = songs.row_of
            rows = np.array([row_of.get(audio, -1) for audio in ground.audios], np.int64)
            stand = np.where(rows[:, None] >= 0, places[rows], np.float32(np.nan))
            return np.asarray(stand[ground.songs], np.float32)

        return self._laying.layout(key, ground, watch, at_their_tracks, anew=anew)

    def _seen(self, sight: Sight, check: Callable[[], None]) -> _Seen:
        key = _space_of(sight)
        tracks = on_maps(self._library)
        with self._store() as store:
            heard = store.passes(sight.model) if sight.mode is Mode.TRACKS else store.moments(sight.model)
            stamp = hash(tuple(tracks)), hash(frozenset(heard.items())), store.version_of(sight.model)
            with turn(self._reading, check):  # two panes may ask for one space, which is read once
                with self._lock:
                    known = self._known.get(key)
                if known is not None and known.stamp == stamp:
                    return known
                audios = [audio for _, audio in tracks]
                ground = load_ground(store, sight, audios, self._folder, check)
                seen = _Seen(stamp, ground, Shown.of(ground, tracks))
                with self._lock:
                    self._known.pop(key, None)
                    self._known[key] = seen
                    while len(self._known) > KNOWN:
                        del self._known[next(iter(self._known))]
        return seen

    @contextmanager
    def _store(self) -> Iterator[AnalysisStore]:
        store = AnalysisStore.open(self._places)
        try:
            yield store
        finally:
            store.close()

    def _heard_tags(self, sight: Sight, stock: list[RadioTrack]) -> measures.HeardTags | None:
        """By the sight's model, or by none: then the library's own record of the surest tags serves."""
        names = models.spec(sight.model).tag_names if sight.model else ()
        if not names:
            return None
        with self._store() as store:
            return measures.heard_tags(store, sight.model, names, stock)


_END = object()
KNOWN = 3
"""Spaces that are held in memory: those of two panes, and one between."""


def _mapped(store: AnalysisStore, name: str, tracks: Tracks) -> Mapped:
    heard, moments = store.passes(name), store.moments(name)
    here = [audio for _, audio in tracks if audio in heard]
    counts = [moments[audio] for audio in here if audio in moments]
    return Mapped(name, len(here), sum(counts), len(counts), bool(models.spec(name).tag_names))


def _tracks_of(sight: Sight) -> Sight:
    return Sight(Mode.TRACKS, sight.kind, sight.model, sight.projection)


def _space_of(sight: Sight) -> tuple[bool, Kind, str]:
    return sight.mode is Mode.TRACKS, sight.kind, sight.model


def _key(store: AnalysisStore, sight: Sight) -> LayoutKey:
    """Paths join the moments of a track where these lie."""
    mode = Mode.TRACKS if sight.mode is Mode.TRACKS else Mode.MOMENTS
    return LayoutKey(mode, sight.kind, sight.model, store.version_of(sight.model), sight.projection)
