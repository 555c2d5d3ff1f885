"""The pipeline that ties them together: folders -> library -> listening process -> store -> facts."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.analysis import models
from core.analysis.calm import Calm
from core.analysis.measuring import MeasureCounts, measure_all
from core.analysis.models import COMPANION
from core.analysis.records import Failure, Request
from core.analysis.store import AnalysisStore
from core.analysis.worker import WorkerClient
from core.domain import AudioId, Decibel, Pass, Seconds, TrackId
from core.library import identity
from core.library.scan import ScanCounts, scan
from core.library.tracks import Change, Facts, Kind, Library, ToHear
from core.progress import Progress
from core.settings import Places, Settings
from core.texts import marked

log = logging.getLogger(__name__)

TAGS = 8
"""How many of a tagger's tags are kept as facts of a track, at most."""
FAINTEST_TAG = 0.08
"""A tag less sure than this (0 to 1) says nothing."""
FACTS_EVERY = Seconds(3.0)
"""Facts are written in batches: each writing makes views look at the tracks again."""
LOOK_EVERY = Seconds(5.0)
"""A scan announces its finds by the hundred; the whole library is looked through for them this often."""
STAGES = {
    Pass.QUICK: marked("Listening, first impressions"),
    Pass.FINE: marked("Listening again, more closely"),
    Pass.FULL: marked("Listening to all of it"),
}


@dataclass(frozen=True, slots=True)
class ListenCounts:
    """What one `listen` did. Copies of one recording count once."""

    heard: int = 0
    failed: int = 0
    """Could not be heard, now or before; listed by `Indexer.failures`."""
    known: int = 0
    """Had been heard as closely before."""

    def __str__(self) -> str:
        parts = [f"{self.heard:,} heard"]
        parts += [f"{self.known:,} known before"] if self.known else []
        parts += [f"{self.failed:,} could not be heard"] if self.failed else []
        return ", ".join(parts)


class Indexer:
    """Scans and listens, for one library. Close it, or use it in a `with`: it ends the listening process.

    One `scan` and one `listen` may run at a time, on any threads; what a scan finds joins a running `listen`.
    """

    def __init__(
        self, library: Library, store: AnalysisStore, places: Places, worker: WorkerClient | None = None
    ) -> None:
        """worker: an own listening process when left out."""
        self._library, self._store, self._places = library, store, places
        self._worker = worker or WorkerClient(places.models)
        self._own_worker, self._own_store = worker is None, False
        self._first: deque[TrackId] = deque()

    @classmethod
    def open(cls, library: Library, places: Places) -> Self:
        """With a store of its own, which is closed with it."""
        indexer = cls(library, AnalysisStore.open(places), places)
        indexer._own_store = True
        return indexer

    def scan(self, progress: Progress) -> ScanCounts:
        """Brings the library up to date with its folders. Raises Cancelled."""
        return scan(self._library, progress)

    def listen(
        self, names: tuple[str, ...], pass_: Pass, progress: Progress, *, when_idle: bool = False
    ) -> ListenCounts:
        """Has these models (and `spectral` along with them) hear all present tracks as closely as `pass_`.

        Tracks heard so already, and files known to be unhearable, are passed over; new ones come first. Each
        song is stored as it is done. when_idle: nobody waits for it, so it rests while the machine is busy.
        Raises Cancelled, and UserError when nothing can be heard at all, or be stored.
        """
        wish = _Wish(self._library, self._store, _with_companion(names), pass_, self._first)
        facts = _FactWriter(self._library, self._store, wish, names)
        keep = Settings.load(self._places.settings_file).keep_windows
        heard = failed = 0
        try:
            facts.fill_missing()
            progress.begin(STAGES[pass_], wish.total, wish.total - wish.left)
            known = wish.total - wish.left - wish.unhearable
            for outcome in self._worker.listen(wish.requests(), progress, Calm() if when_idle else None):
                about = outcome.audio_id if isinstance(outcome, Failure) else outcome[0].audio_id
                if not wish.is_still_there(about):
                    pass  # another file stands there now: what was heard is not this recording's
                elif isinstance(outcome, Failure):
                    failed += self._note(outcome)
                    if not outcome.final:
                        continue
                else:
                    self._store.put(*outcome, keep_windows=keep)
                    facts.add(outcome[0].audio_id)
                    heard += 1
                self._worker.follow(progress)
                progress.advance(total=wish.total)
        finally:
            facts.flush()
            wish.close()
        return ListenCounts(heard, failed + wish.unhearable, known)

    def measure(self, progress: Progress, *, when_idle: bool = False) -> MeasureCounts:
        """Measures loudness and shape of all present tracks of which they are not known yet.

        when_idle: as for `listen`. Raises Cancelled, and UserError when nothing can be stored.
        """
        calm = Calm() if when_idle else None
        return measure_all(self._library, self._store, self._worker, progress, self._first, calm)

    def _note(self, failure: Failure) -> int:
        """Remembers it. 1 when it is given up."""
        log.info("%s", failure.reason)
        self._store.fail(failure)
        return int(failure.final)

    def hear_first(self, ids: Sequence[TrackId]) -> None:
        """Somebody waits for these tracks: a running, or the next, `listen` begins with them."""
        self._first.extend(ids)

    def failures(self) -> list[Failure]:
        """Files that cannot be heard, with the reason; they are left alone until they change."""
        return [failure for failure in self._store.failures() if failure.final]

    def retry_failures(self) -> None:
        """Lets the next `listen` try them again."""
        self._store.clear_failures()

    def close(self) -> None:
        if self._own_worker:
            self._worker.close()
        if self._own_store:
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _with_companion(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if COMPANION in names else (*names, COMPANION)


class _Wish:
    """What is to be heard: the library's tracks less those heard already. Grows as the library does."""

    def __init__(
        self,
        library: Library,
        store: AnalysisStore,
        names: tuple[str, ...],
        pass_: Pass,
        first: deque[TrackId],
    ) -> None:
        self._library, self._store, self._names, self._pass, self._first = library, store, names, pass_, first
        self._pending: dict[AudioId, Request] = {}
        self._songs: dict[AudioId, ToHear] = {}
        self._seen: set[AudioId] = set()
        self.tracks: dict[AudioId, list[TrackId]] = {}
        """All present tracks of a recording, copies too."""
        self.unhearable = 0
        self._looked = 0.0
        self._grown = threading.Event()
        self._unsubscribe = library.subscribe(self._notice)
        self._look()

    def _notice(self, change: Change) -> None:
        if change.kind in (Kind.ADDED, Kind.CHANGED):
            self._grown.set()

    @property
    def total(self) -> int:
        return len(self._seen)

    @property
    def left(self) -> int:
        return len(self._pending)

    def requests(self) -> Iterator[Request]:
        while True:
            stale = not self._pending or time.monotonic() - self._looked > LOOK_EVERY
            if self._grown.is_set() and stale:
                self._look()
            if not self._pending:
                return
            yield self._pending.pop(self._next())

    def is_still_there(self, audio_id: AudioId) -> bool:
        """Whether the file heard for this recording holds it (it may have been replaced since the scan)."""
        song = self._songs[audio_id]
        try:
            stat = song.path.stat()
            same = (stat.st_size, stat.st_mtime_ns) == (song.size, song.mtime_ns)
            return same or _identity(song) == audio_id
        except (OSError, ValueError):
            return False

    def close(self) -> None:
        self._unsubscribe()

    def _next(self) -> AudioId:
        """What somebody waits for, else the newest that joined, else the library's order."""
        while self._first:
            for track in self._library.tracks([self._first.popleft()]):
                if track.audio_id in self._pending:
                    return track.audio_id
        return next(iter(self._pending))

    def _look(self) -> None:
        """Takes in what the library holds now and was not seen before."""
        self._grown.clear()
        self._looked = time.monotonic()
        there = self._library.to_hear()
        self.tracks = {}
        for row in self._library.radio_rows():
            self.tracks.setdefault(row.audio_id, []).append(row.id)
        new = [song for song in there if song.audio_id not in self._seen]
        if not new:
            return
        fresh = self._requests_for(new)
        self._seen.update(song.audio_id for song in new)
        self._songs |= {song.audio_id: song for song in new}
        self._pending = fresh | self._pending

    def _requests_for(self, songs: Iterable[ToHear]) -> dict[AudioId, Request]:
        heard = {name: self._store.passes(name) for name in self._names}
        failed = {name: {f.audio_id: f for f in self._store.failures(name)} for name in self._names}
        wanted: dict[AudioId, Request] = {}
        for song in songs:
            missing = [n for n in self._names if heard[n].get(song.audio_id, 0) < self._pass]
            known = [failed[n][song.audio_id] for n in missing if song.audio_id in failed[n]]
            known = [failure for failure in known if not failure.has_changed()]
            if any(failure.final for failure in known):
                self.unhearable += 1
            elif missing:
                crashes = max((failure.crashes for failure in known), default=0)
                place = song.start, song.length
                wanted[song.audio_id] = Request(
                    song.audio_id, song.path, tuple(missing), self._pass, crashes, *place
                )
        return wanted


def _identity(song: ToHear) -> AudioId:
    """What the file says now. Raises OSError or ValueError."""
    whole = identity.audio_id(song.path)
    return whole if song.length is None else identity.part_id(whole, song.start, song.length)


class _FactWriter:
    """Brings what was heard into the library as plain numbers and words."""

    def __init__(self, library: Library, store: AnalysisStore, wish: _Wish, names: Sequence[str]) -> None:
        self._library, self._store, self._wish = library, store, wish
        self._tagger = _tagger(names)
        self._waiting: list[AudioId] = []
        self._written = time.monotonic()

    def fill_missing(self) -> None:
        """For tracks whose recording was heard before they were there, or before facts were written."""
        ids = [id for several in self._wish.tracks.values() for id in several]
        with_facts = self._library.facts(ids).keys()
        bare = [a for a, several in self._wish.tracks.items() if any(id not in with_facts for id in several)]
        self._write(bare)

    def add(self, audio_id: AudioId) -> None:
        self._waiting.append(audio_id)
        if time.monotonic() - self._written > FACTS_EVERY:
            self.flush()

    def flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._write(waiting)
        self._written = time.monotonic()

    def _write(self, audio_ids: Sequence[AudioId]) -> None:
        sounds = self._store.sounds(audio_ids)
        tags = self._store.mean_tags(self._tagger, audio_ids) if self._tagger else {}
        rows = []
        for audio_id in audio_ids:
            sound = sounds.get(audio_id)
            if sound is None and audio_id not in tags:
                continue
            words = top_tags(models.spec(self._tagger).tag_names, tags[audio_id]) if audio_id in tags else ()
            loudness = None if sound is None or sound.loudness is None else Decibel(sound.loudness)
            for id in self._wish.tracks.get(audio_id, ()):
                rows.append(
                    Facts(
                        id,
                        sound.tempo if sound else None,
                        loudness,
                        sound.brightness if sound else None,
                        sound.energy if sound else None,
                        words,
                    )
                )
        self._library.set_facts(rows)


def _tagger(names: Sequence[str]) -> str:
    """Whose tags become facts: the first tagger in use, else the default one."""
    return next((name for name in names if models.spec(name).tag_names), "musicnn-mtt")


def top_tags(names: Sequence[str], means: NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
    """The surest tags of a track with how sure they are (0 to 1), the strongest first."""
    order = np.argsort(-means, kind="stable")[:TAGS]
    return tuple((names[i], round(float(means[i]), 3)) for i in order if means[i] >= FAINTEST_TAG)
