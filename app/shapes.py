"""Waveforms for the seek bar: read where they are known, else measured at once, since somebody waits."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.tasks import Pool
from core.domain import AudioId, Seconds, Track, TrackId
from core.library.tracks import Library
from core.settings import Places

if TYPE_CHECKING:
    from core.analysis.records import Measured
    from core.analysis.store import AnalysisStore
    from core.analysis.worker import WorkerClient
    from core.sound.waveform import Waveform

log = logging.getLogger(__name__)

IDLE = Seconds(20.0)
"""The process that measures gives its memory back after so long."""


class Shapes(QObject):
    """One track at a time: who asks for another does not wait for the first any more."""

    drawn = Signal(object, object)
    """TrackId and its Waveform."""
    _measured = Signal(object, object)

    def __init__(self, library: Library, places: Places, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._places = library, places
        self._lane = Pool(threads=1)
        self._store: AnalysisStore | None = None
        self._client: WorkerClient | None = None
        self._wanted: TrackId | None = None
        self._future: Future[Measured] | None = None
        self._closed = False
        self._measured.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def want(self, track: Track | None) -> None:
        """The track that plays; `drawn` tells when its shape is there. Without sound, it never is."""
        self._wanted = track.id if track is not None else None
        self._forget()
        if track is None or self._closed:
            return
        self._lane.run(lambda: self._look_up(track), on_done=lambda found: self._go_on(track.id, found))

    def close(self) -> None:
        """Ends the process that measures."""
        self._closed = True
        self._forget()
        self._lane.drain(5.0)
        if self._client is not None:
            self._client.close()
        if self._store is not None:
            self._store.close()

    def _forget(self) -> None:
        if self._future is not None:
            self._future.cancel()
            self._future = None

    # -- on the lane

    def _look_up(self, track: Track) -> Waveform | Future[Measured]:
        known = self._opened().waveform(track.audio_id) if track.audio_id is not None else None
        return known or self._ask_for(track)

    def _ask_for(self, track: Track) -> Future[Measured]:
        from core.analysis.channel import Settings
        from core.analysis.measure import MeasureNow
        from core.analysis.measured import LOUDNESS
        from core.analysis.records import Request
        from core.analysis.worker import WorkerClient

        if self._client is None:
            self._client = WorkerClient(Settings(self._places.models, IDLE))
        length = track.duration if track.part else None
        request = Request(
            track.audio_id or AudioId(""), track.path, (LOUDNESS,), start=track.start, length=length
        )
        return self._client.submit(MeasureNow(request))

    def _opened(self) -> AnalysisStore:
        if self._store is None:
            from core.analysis.store import AnalysisStore

            self._store = AnalysisStore.open(self._places)
        return self._store

    def _keep(self, found: Measured) -> None:
        from core.analysis.measuring import put

        put(self._library, self._opened(), found)

    # -- on the main thread

    def _go_on(self, id: TrackId, found: Waveform | Future[Measured]) -> None:
        if isinstance(found, Future):
            if id != self._wanted or self._closed:
                found.cancel()
                return
            self._future = found
            found.add_done_callback(lambda future: self._note(id, future))
        elif id == self._wanted and not self._closed:
            self.drawn.emit(id, found)

    def _note(self, id: TrackId, future: Future[Measured]) -> None:
        """On the thread that reads from the process."""
        if future.cancelled() or self._closed:
            return
        if (problem := future.exception()) is not None:
            log.info("no waveform: %s", problem)
        else:
            self._measured.emit(id, future.result())

    def _take(self, id: TrackId, found: Measured) -> None:
        if self._closed:
            return
        if found.audio_id:
            self._lane.run(lambda: self._keep(found))
        if id == self._wanted:
            self.drawn.emit(id, found.waveform)
