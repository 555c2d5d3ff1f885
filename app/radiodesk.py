"""Radio in the window: a session that goes on beside the queue, learns from what plays, survives a restart.

All thinking is done on a lane of its own; the first job there imports numpy, so a window that never
asks for radio never pays for it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import tasks
from app.player.base import State
from app.player.playback import Playback
from app.radiostudio import AHEAD, SESSION_KEY, Ear, Plan, Studio
from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, Track, TrackId
from core.library.tracks import Library

if TYPE_CHECKING:
    from core.explore.radio import Pick, Radio

RETRY_MS = 4_000
"""While too little has been heard, looked at again this often."""
REMEMBERED = 60
"""Picks whose reasons are kept after they have played."""


class Stage(Enum):
    OFF = "off"
    PREPARING = "preparing"
    """Seeds are given, the first picks are on their way."""
    WAITING = "waiting"
    """Too little has been heard; it goes on by itself when there is enough."""
    ON = "on"


class RadioDesk(QObject):
    """One radio at a time. Main thread; says `changed` whenever something it shows is another."""

    changed = Signal()
    begun = Signal()
    """The listener started a radio: its view is of interest now."""
    notice = Signal(str)
    hear_first = Signal(object)
    """Ids of seeds that have not been heard: the worker should take them first."""

    def __init__(
        self,
        library: Library,
        playback: Playback,
        ear_of: Callable[[], Ear],
        parent: QObject | None = None,
        *,
        variety: Callable[[], int] = lambda: random.randrange(1, 1 << 31),
    ) -> None:
        """ear_of: builds the index, on the lane. variety: see Radio; drawn anew for every radio."""
        super().__init__(parent)
        self._library, self._playback, self._variety = library, playback, variety
        self._studio = Studio(library, ear_of)
        self._lane, self._beside = tasks.Pool(threads=1), tasks.Pool(threads=1)
        self._warming = False
        self._serial = self._session = 0
        """Of the newest job, which alone is followed by a plan; of the radio that jobs belong to."""
        self._stage = Stage.OFF
        self._plan = Plan()
        self._known: dict[TrackId, Pick] = {}
        self._heard = 0.0
        self._queued: int | None = None
        """Our entry in the queue, by its id."""
        self._saved: dict[str, Any] | None = None
        """The last session's radio, until it has begun again."""
        self._woken = False
        self._jumping = self._dry = False
        self._chosen_variety = 0
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._begin)
        playback.played.connect(self._on_played)
        playback.track_changed.connect(self._on_track)
        playback.queue.changed.connect(lambda _change: self._notice_the_end())

    # -- what is shown

    @property
    def stage(self) -> Stage:
        return self._stage

    @property
    def picks(self) -> tuple[Pick, ...]:
        """What comes, in order; what plays is not among them."""
        return self._plan.picks

    @property
    def seeds(self) -> tuple[TrackId, ...]:
        return self._plan.seeds

    @property
    def likes(self) -> tuple[TrackId, ...]:
        return self._plan.likes

    @property
    def dislikes(self) -> tuple[TrackId, ...]:
        return self._plan.dislikes

    @property
    def waiting(self) -> tuple[int, int] | None:
        """(heard, tracks in the library) while too little has been heard."""
        return self._plan.waiting

    @property
    def unheard(self) -> tuple[TrackId, ...]:
        """Seeds that have not been heard."""
        return self._plan.unheard

    def track(self, id: TrackId | None) -> Track | None:
        """A track that the plan speaks of; for what plays, one look into the library."""
        if id is None:
            return None
        known = self._plan.tracks.get(id)
        return known or next(iter(self._library.tracks([id])), None)

    def pick_of(self, id: TrackId | None) -> Pick | None:
        """Why a track came: also for what plays and has played."""
        return self._known.get(id) if id is not None else None

    @property
    def playing(self) -> TrackId | None:
        return self._playback.track

    @property
    def heard(self) -> float:
        """Seconds of music since this radio began."""
        return self._heard + self._running()

    def _running(self) -> float:
        return self._playback.player.heard if self._playback.state is not State.STOPPED else 0.0

    # -- what the listener does

    def start(self, seeds: Sequence[TrackId]) -> None:
        """Plays on from these tracks: from the one that plays without a break, else from the first."""
        if not seeds:
            return
        self._reset()
        self._plan = Plan(seeds=tuple(dict.fromkeys(seeds)), tracks=self._tracks_of(seeds))
        self._stage = Stage.PREPARING
        if self._playback.track in self._plan.seeds and self._playback.state is not State.STOPPED:
            self._playback.refill, self._playback.refill_source = self._refill, Source.RADIO
            self._playback.queue.clear_ahead()
            self._heard = -self._running()
        else:
            self._playback.play_tracks([self._plan.seeds[0]], 0, Source.RADIO, refill=self._refill)
            self._heard = 0.0
        self._chosen_variety = self._variety()
        self._begin()
        self.changed.emit()
        self.begun.emit()

    def stop(self) -> None:
        """No more picks; what plays goes on to its end."""
        if self._stage is Stage.OFF:
            return
        if self._playback.refill == self._refill:
            self._playback.refill = None
        self._drop_queued()
        self._end()

    def like(self, id: TrackId) -> None:
        """More like this; a second time takes it back."""
        if id in self.likes:
            self.forget(id)
            return
        others = tuple(other for other in self.dislikes if other != id)
        self._tell(lambda radio: radio.like(id), likes=(*self.likes, id), dislikes=others)

    def dislike(self, id: TrackId) -> None:
        """Not this, and less of its kind. When it plays, the next one follows at once."""
        picks = tuple(pick for pick in self.picks if pick.track_id != id)
        likes = tuple(other for other in self.likes if other != id)
        disliked = (*(other for other in self.dislikes if other != id), id)
        self._tell(lambda radio: radio.dislike(id), picks=picks, likes=likes, dislikes=disliked)
        if id == self._playback.track:
            self._jump(self._playback.next)

    def forget(self, id: TrackId) -> None:
        """Takes back what was said about a track."""
        likes = tuple(other for other in self.likes if other != id)
        dislikes = tuple(other for other in self.dislikes if other != id)
        self._tell(lambda radio: radio.forget(id), likes=likes, dislikes=dislikes)

    def drop_seed(self, id: TrackId) -> None:
        """A radio keeps at least one seed."""
        seeds = tuple(seed for seed in self.seeds if seed != id)
        if not seeds or self._stage is not Stage.ON:
            return
        self._plan = replace(self._plan, seeds=seeds)
        self._submit(lambda studio: studio.without_seed(id))
        self.changed.emit()

    def play_now(self, id: TrackId, at: float = 0.0) -> None:
        """Plays a track here and now, from `at` seconds; radio goes on after it."""
        if id == self._playback.track and self._playback.state is not State.STOPPED:
            self._playback.seek(at)
            return
        self._jump(lambda: self._insert_and_play(id))
        if at:
            self._playback.seek(at)

    def play_next(self, id: TrackId) -> None:
        """This one first; the rest is planned around it."""
        self._playback.play_next([id], Source.RADIO)
        self._tell(lambda radio: radio.heard(_begun(id)))

    # -- what the window tells it

    def refresh(self) -> None:
        """More songs can be compared now."""
        if self._stage is Stage.WAITING:
            self._begin()
        elif self._saved is None:
            self._submit(Studio.renew)

    def restore(self) -> None:
        """Takes up the radio of the last session; its picks come once it plays, or is looked at."""
        saved = self._library.session(SESSION_KEY, None)
        if not isinstance(saved, dict) or not isinstance(saved.get("radio"), dict):
            return
        radio = saved["radio"]
        self._saved = radio
        self._heard = float(saved.get("heard", 0.0))
        seeds, likes, dislikes = (
            tuple(map(TrackId, radio.get(key, ()))) for key in ("seeds", "likes", "dislikes")
        )
        tracks = self._tracks_of([*seeds, *likes, *dislikes])
        self._plan = Plan(seeds=seeds, likes=likes, dislikes=dislikes, tracks=tracks)
        self._stage = Stage.PREPARING
        self._playback.refill, self._playback.refill_source = self._refill, Source.RADIO
        self._adopt()
        self.changed.emit()

    def _adopt(self) -> None:
        """The pick that waited at the end of the queue when the last session ended is ours still."""
        queue = self._playback.queue
        if queue.ahead and queue[len(queue) - 1].source is Source.RADIO:
            self._queued = queue[len(queue) - 1].id

    def wake(self) -> None:
        """Plans what the last session's radio plays next. Nothing to do for others."""
        if self._saved is not None and self._stage is Stage.PREPARING and not self._woken:
            self._woken = True
            self._begin()

    def close(self) -> None:
        """At exit: keeps the session, and takes no more notice of the player."""
        self._retry.stop()
        self._session += 1
        self._serial += 1
        if self._stage is Stage.ON:
            heard = self.heard
            self._lane.run(lambda: self._studio.save(heard))
        self._stage = Stage.OFF
        self._studio.closing = True
        self._lane.drain()
        self._beside.drain()

    # -- following the player

    def _on_track(self, id: TrackId | None) -> None:
        self._notice_the_end()
        if id is None or self._stage is not Stage.ON:
            return
        picks = tuple(pick for pick in self.picks if pick.track_id != id)
        self._tell(lambda radio: radio.heard(_begun(id)), picks=picks)

    def _on_played(self, event: PlayEvent) -> None:
        if self._stage is Stage.OFF:
            return
        self._heard += event.heard
        # The last track ended before the first pick had come: go on when it does.
        self._dry = event.ended is Ended.FINISHED and not self._playback.queue.ahead
        if event.ended is Ended.SKIPPED and self._jumping:
            return  # the listener went somewhere, not away from something
        self._tell(lambda radio: radio.heard(event))

    def _notice_the_end(self) -> None:
        """Something else was chosen to play: the radio is over."""
        if self._stage is not Stage.OFF and self._playback.refill != self._refill:
            self._end()

    def _refill(self) -> Sequence[TrackId]:
        """Playback asks before the queue runs dry. We put tracks there ourselves, to know our entry."""
        self.wake()
        if self._playback.queue.ahead == 0 and self.picks:
            self._queue_first()
        return ()

    # -- the queue

    def _queue_first(self) -> None:
        """The first pick waits in the queue, and no other of ours."""
        queue = self._playback.queue
        wanted = self.picks[0].track_id if self.picks else None
        row = queue.row_of(self._queued) if self._queued is not None else -1
        if row > queue.index and queue[row].track == wanted:
            return
        self._drop_queued()
        if wanted is not None:
            queue.add([wanted], Source.RADIO)
            self._queued = queue[len(queue) - 1].id

    def _drop_queued(self) -> None:
        queue = self._playback.queue
        row = queue.row_of(self._queued) if self._queued is not None else -1
        self._queued = None
        if row > queue.index:
            queue.remove([row])

    def _insert_and_play(self, id: TrackId) -> None:
        queue = self._playback.queue
        queue.add_next([id], Source.RADIO)
        self._playback.play_row(queue.index + 1)

    def _jump(self, go: Callable[[], object]) -> None:
        self._jumping = True
        try:
            go()
        finally:
            self._jumping = False

    # -- the lane

    def _begin(self) -> None:
        seeds, variety, saved = self.seeds, self._chosen_variety, self._saved
        self._submit(lambda studio: studio.begin(seeds, variety, saved))

    def _tell(self, say: Callable[[Radio], object], **shown: Any) -> None:
        """Passes something on to the radio and plans anew; `shown` is what the plan will say, at once."""
        if self._stage is Stage.OFF:
            return
        if shown:
            self._plan = replace(self._plan, tracks=self._with_shown(shown), **shown)
            self.changed.emit()
        self._submit(lambda studio: studio.tell(say))

    def _with_shown(self, shown: Mapping[str, Any]) -> Mapping[TrackId, Track]:
        ids = {*shown.get("likes", ()), *shown.get("dislikes", ())} - self._plan.tracks.keys()
        return {**self._plan.tracks, **self._tracks_of(list(ids))} if ids else self._plan.tracks

    def _submit(self, job: Callable[[Studio], Plan | None]) -> None:
        """Runs a job on the lane; then plans, unless the job gave a plan or a newer one was submitted."""
        self._serial += 1
        serial, session, studio, heard = self._serial, self._session, self._studio, self.heard

        def work() -> Plan | None:
            made = job(studio)
            if made is None and serial == self._serial:
                made = studio.plan()
                studio.save(heard)
            return made

        self._lane.run(work, on_done=lambda made: self._take(session, serial, made), on_error=self._fail)

    def _take(self, session: int, serial: int, plan: Plan | None) -> None:
        late = serial != self._serial and self._stage is Stage.ON  # what is shown is newer
        if plan is None or late or session != self._session:
            return
        self._plan = plan
        if plan.waiting is not None:
            self._wait(plan)
        else:
            self._go_on(plan)
        self.changed.emit()

    def _wait(self, plan: Plan) -> None:
        if self._stage is not Stage.WAITING and plan.unheard:
            self.hear_first.emit(plan.unheard)
        self._stage = Stage.WAITING
        self._retry.start()

    def _go_on(self, plan: Plan) -> None:
        self._retry.stop()
        self._stage, self._saved = Stage.ON, None
        for pick in plan.picks:
            self._known.pop(pick.track_id, None)
            self._known[pick.track_id] = pick
        while len(self._known) > REMEMBERED + AHEAD:
            del self._known[next(iter(self._known))]
        self._queue_first()
        self._warm()
        if self._dry and self._playback.state is State.STOPPED:
            self._playback.next()
        self._dry = False

    def _warm(self) -> None:
        if not self._warming:
            self._warming = True
            self._beside.run(self._studio.warm, on_done=self._warmed)

    def _warmed(self, _none: None) -> None:
        self._warming = False

    def _fail(self, problem: str) -> None:
        self.notice.emit(problem)
        if self._stage is not Stage.ON:
            self.stop()

    # -- ends

    def _reset(self) -> None:
        self._session += 1
        self._serial += 1
        self._saved, self._woken = None, False
        self._retry.stop()
        self._drop_queued()
        self._known.clear()
        self._heard = 0.0
        self._dry = False

    def _end(self) -> None:
        self._reset()
        self._stage, self._plan = Stage.OFF, Plan()
        self._lane.run(self._studio.end)
        self.changed.emit()

    def _tracks_of(self, ids: Sequence[TrackId]) -> dict[TrackId, Track]:
        return {track.id: track for track in self._library.tracks(list(ids))}


def _begun(id: TrackId) -> PlayEvent:
    """Says that a track was played here, without any judgement: a stop teaches nothing."""
    return PlayEvent(id, Timestamp(0.0), Seconds(0.0), Ended.STOPPED, Source.RADIO)
