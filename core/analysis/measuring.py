"""The pass that measures: every present track's loudness and shape, through the listening process."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from core.analysis.calm import Calm
from core.analysis.measured import LOUDNESS, MEASURED
from core.analysis.records import Failure, Measured, Request
from core.analysis.store import AnalysisStore
from core.analysis.worker import WorkerClient
from core.domain import AudioId, Pass, TrackId
from core.library import gains
from core.library.tracks import Library, ToHear
from core.progress import Progress

log = logging.getLogger(__name__)

STAGE = "Measuring loudness"


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """What one `measure_all` did. Copies of one recording count once."""

    measured: int = 0
    failed: int = 0
    known: int = 0
    """Had been measured, or given up, before."""


def measure_all(
    library: Library,
    store: AnalysisStore,
    worker: WorkerClient,
    progress: Progress,
    first: deque[TrackId],
    calm: Calm | None = None,
) -> MeasureCounts:
    """Measures what was not measured yet; each song is stored as it is done.

    first: somebody waits for these; taken from while it runs. calm: rests while the machine is busy. Raises
    Cancelled, and UserError when nothing can be stored.
    """
    songs = {song.audio_id: song for song in library.to_hear()}
    pending = _pending(library, store, songs)
    known = len(songs) - len(pending)
    progress.begin(STAGE, len(songs), known)
    measured = failed = 0
    for outcome in worker.measure(_requests(library, pending, first), progress, calm):
        if not _is_as_scanned(songs[outcome.audio_id]):
            pass  # another file stands there now: the next scan names it anew
        elif isinstance(outcome, Measured):
            put(library, store, outcome)
            measured += 1
        else:
            log.info("%s", outcome.reason)
            store.fail(outcome)
            if not outcome.final:
                continue
            failed += 1
        worker.follow(progress)
        progress.advance()
    return MeasureCounts(measured, failed, known)


def put(library: Library, store: AnalysisStore, *found: Measured) -> None:
    """Stores what was measured where it belongs."""
    gains.put(library, [(one.audio_id, MEASURED, one.loudness) for one in found])
    store.put_waveforms([(one.audio_id, one.waveform) for one in found])


def request_for(song: ToHear, crashes: int = 0) -> Request:
    return Request(song.audio_id, song.path, (LOUDNESS,), Pass.FULL, crashes, song.start, song.length)


def _pending(library: Library, store: AnalysisStore, songs: dict[AudioId, ToHear]) -> dict[AudioId, Request]:
    done = gains.measured(library, MEASURED) & store.drawn()
    failures: dict[AudioId, Failure] = {f.audio_id: f for f in store.failures(LOUDNESS)}
    pending = {}
    for audio_id, song in songs.items():
        failure = failures.get(audio_id)
        if failure is not None and failure.has_changed():
            failure = None
        if audio_id not in done and not (failure and failure.final):
            pending[audio_id] = request_for(song, failure.crashes if failure else 0)
    return pending


def _is_as_scanned(song: ToHear) -> bool:
    try:
        stat = song.path.stat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == (song.size, song.mtime_ns)


def _requests(library: Library, pending: dict[AudioId, Request], first: deque[TrackId]) -> Iterator[Request]:
    while pending:
        yield pending.pop(_next(library, pending, first))


def _next(library: Library, pending: dict[AudioId, Request], first: deque[TrackId]) -> AudioId:
    while first:
        for track in library.tracks([first.popleft()]):
            if track.audio_id in pending:
                return track.audio_id
    return next(iter(pending))
