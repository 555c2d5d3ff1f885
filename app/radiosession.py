"""A radio's life beside the queue: its plans are made on a lane, and its picks wait behind what plays.

All thinking is done on that lane; the first job there imports numpy, so a window that never asks for radio
never pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import tasks
from app.hearing import Hearing, Listened
from app.player.base import State
from app.player.playback import Playback
from app.radioqueue import InLine
from app.radiostock import StockWatch
from app.radiostudio import AHEAD, SESSION_KEY, Plan, Start, Studio
from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, Track, TrackId
from core.library.radios import Steering
from core.library.tracks import Library

if TYPE_CHECKING:
    from core.explore.radio.radio import Pick, Radio

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


class RadioSession(QObject):
    """The part of RadioDesk that runs by itself. Main thread."""

    changed = Signal()
    """Something that is shown is another."""
    notice = Signal(str)
    hear_first = Signal(object)
    """Ids of seeds that have not been heard: the worker should take them first."""
    stopped = Signal()
    """By the listener, or because it could not go on."""
    kept = Signal()
    """Radios that are kept have changed: one was begun, or left."""

    def __init__(
        self, library: Library, playback: Playback, listened: Listened, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._playback, self._listened = library, playback, listened
        self._studio = Studio(library, listened)
        self._lane, self._beside = tasks.Pool(threads=1), tasks.Pool(threads=1)
        self._warming = self._renewing = self._again = False
        self._serial = self._session = 0
        """Of the newest job, which alone is followed by a plan; of the radio that jobs belong to."""
        self._stage = Stage.OFF
        self._start = Start((), Steering())
        self._plan = Plan()
        self._known: dict[TrackId, Pick] = {}
        self._fresh: frozenset[TrackId] = frozenset()
        self._heard = 0.0
        self._restored = self._woken = False
        """The last session's radio that has not begun again; it has been asked to."""
        self._jumping = self._dry = self._leap = False
        """The listener goes somewhere; the last track ended before there was a pick; the first pick is to
        play as soon as there is one."""
        self._queued = InLine(playback)
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._begin)
        self._stock = StockWatch(library, listened, self)
        self._stock.due.connect(self._renew)
        playback.played.connect(self._on_played)
        playback.track_changed.connect(self._on_track)
        playback.queue.changed.connect(lambda _change: self._notice_the_end())

    @property
    def stage(self) -> Stage:
        return self._stage

    @property
    def heard(self) -> float:
        """Seconds of music since this radio began."""
        return self._heard + self._playback.heard

    # -- from beginning to end

    def _set_out(self, start: Start, play: Callable[[], object] = lambda: None, heard: float = 0.0) -> None:
        """A new radio in place of the one before. What plays goes on, or as `play` has it; what waited
        behind it does not. heard: seconds that it has played already."""
        self._leave()
        self._queued.drop()
        self._start, self._stage = start, Stage.PREPARING
        first = self._tracks_of([seed.tracks[0] for seed in start.seeds if seed.tracks])
        self._plan = Plan(seeds=start.seeds, steering=start.steering, tracks=first, past=start.past)
        self._playback.refill, self._playback.refill_source = self._refill, Source.RADIO
        self._playback.queue.clear_ahead()
        play()  # first: how the play before it ended is not for this radio to learn from
        self._heard = heard - self._playback.heard
        self._begin()
        self.changed.emit()

    def stop(self) -> None:
        """No more picks; what plays goes on to its end."""
        if self._stage is Stage.OFF:
            return
        if self._playback.refill == self._refill:
            self._playback.refill = None
        self._queued.drop()
        self._end()
        self.stopped.emit()

    def _end(self) -> None:
        self._leave()
        self._stage, self._plan = Stage.OFF, Plan()
        self.changed.emit()

    def _leave(self) -> None:
        """What belongs to the radio of before is over; jobs of its own are not followed any more."""
        if self._stage is not Stage.OFF:
            end = partial(self._studio.end, self.heard, self._plan.past)
            self._lane.run(end, on_done=lambda _none: self.kept.emit())
        self._session += 1
        self._serial += 1
        self._restored = self._woken = self._dry = self._leap = False
        self._retry.stop()
        self._known.clear()
        self._fresh = frozenset()
        self._heard = 0.0

    def restore(self) -> None:
        """Takes up the radio of the last session; its picks come once it plays, or is looked at."""
        found = self._studio.left_on(self._library.session(SESSION_KEY, None))
        if found is None:
            return
        self._start, self._plan, self._heard = found
        self._restored, self._stage = True, Stage.PREPARING
        self._playback.refill, self._playback.refill_source = self._refill, Source.RADIO
        self._queued.adopt()
        self.changed.emit()

    def wake(self) -> None:
        """Plans what the last session's radio plays next. Nothing to do for others."""
        if self._restored and self._stage is Stage.PREPARING and not self._woken:
            self._woken = True
            self._begin()

    def close(self) -> None:
        """At exit: keeps the session, and takes no more notice of the player."""
        self._stock.close()
        self._retry.stop()
        self._session += 1
        self._serial += 1
        if self._stage is Stage.ON:
            self._lane.run(partial(self._studio.save, self.heard))
        self._stage = Stage.OFF
        self._studio.closing = True
        self._lane.drain()
        self._beside.drain()

    # -- more has been heard, or the library has changed

    def refresh(self) -> None:
        """More songs can be compared now. Read beside the lane: a skip meanwhile is answered at once."""
        self._listened.outdate()
        if self._stage is Stage.WAITING:
            self._begin()
        else:
            self._renew()

    def _renew(self) -> None:
        """The radio that plays goes on with what is known now; one that is about to begin does so then."""
        self._again = self._renewing or self._stage in (Stage.PREPARING, Stage.WAITING)
        if self._stage is Stage.ON and not self._renewing:
            self._renewing = True
            self._beside.run(self._studio.more, on_done=self._renewed, on_error=self._not_renewed)

    def _renewed(self, hearing: Hearing) -> None:
        self._renewing = False
        self._submit(lambda studio: studio.adopt(hearing))
        self._renew_again()

    def _not_renewed(self, problem: str) -> None:
        self._renewing = False
        self.notice.emit(problem)
        self._renew_again()

    def _renew_again(self) -> None:
        """It may have been read before what was told last."""
        if self._again:
            self._renew()

    def _warm(self) -> None:
        if not self._warming:
            self._warming = True
            self._beside.run(self._studio.warm, on_done=self._warmed)

    def _warmed(self, _none: None) -> None:
        self._warming = False

    # -- following the player

    def _on_track(self, id: TrackId | None) -> None:
        self._notice_the_end()
        if id is None or self._stage is not Stage.ON:
            return
        self._note_begun(id)

    def _note_begun(self, id: TrackId) -> None:
        """It was chosen to be heard here, which says nothing about how it is liked."""
        self._tell(lambda radio: radio.heard(_begun(id)), picks=self._without(id))

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
            self._queued.drop()
            self._end()

    def _refill(self) -> Sequence[TrackId]:
        """Playback asks before the queue runs dry. We put tracks there ourselves, to know our entry."""
        self.wake()
        if self._playback.queue.ahead == 0 and self._plan.picks:
            self._queue_first()
        return ()

    def _queue_first(self) -> None:
        self._queued.put(self._plan.picks[0].track_id if self._plan.picks else None)

    def _jump(self, go: Callable[[], object]) -> None:
        self._jumping = True
        try:
            go()
        finally:
            self._jumping = False

    # -- the lane

    def _begin(self) -> None:
        start = self._start
        self._submit(lambda studio: studio.begin(start))

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
        serial, session, studio = self._serial, self._session, self._studio

        def work() -> Plan | None:
            made = job(studio)
            return studio.plan() if made is None and serial == self._serial else made

        self._lane.run(work, on_done=lambda made: self._take(session, serial, made), on_error=self._fail)

    def _take(self, session: int, serial: int, plan: Plan | None) -> None:
        late = serial != self._serial and self._stage is Stage.ON  # what is shown is newer
        if plan is None or late or session != self._session:
            return
        before, self._plan = self._plan, plan
        if plan.waiting is not None:
            self._wait(plan)
        else:
            known = {pick.track_id for pick in before.picks}
            self._fresh = frozenset(pick.track_id for pick in plan.picks) - known if known else frozenset()
            self._go_on(plan)
            # After it is shown: while a scan writes, this waits.
            keep = partial(self._studio.save, self.heard)
            self._lane.run(keep, on_done=partial(self._saved, session), on_error=self.notice.emit)
        self.changed.emit()

    def _saved(self, session: int, past: int | None) -> None:
        """past: which of the kept radios this one is."""
        if session == self._session and past != self._plan.past:
            self._plan = replace(self._plan, past=past)
            self.changed.emit()
            self.kept.emit()

    def _wait(self, plan: Plan) -> None:
        if self._stage is not Stage.WAITING and plan.unheard:
            self.hear_first.emit(plan.unheard)
        self._stage = Stage.WAITING
        self._retry.start()

    def _go_on(self, plan: Plan) -> None:
        self._retry.stop()
        self._stage, self._restored = Stage.ON, False
        if plan.latest is not None:
            self._known.setdefault(plan.latest.track_id, plan.latest)
        for pick in plan.picks:
            self._known.pop(pick.track_id, None)
            self._known[pick.track_id] = pick
        while len(self._known) > REMEMBERED + AHEAD:
            del self._known[next(iter(self._known))]
        self._queue_first()
        self._warm()
        self._renew_again()
        stopped = self._playback.state is State.STOPPED
        if plan.picks and (self._leap or (self._dry and stopped)):
            self._jump(self._playback.next)
        self._dry = self._leap = False

    def _fail(self, problem: str) -> None:
        self.notice.emit(problem)
        if self._stage is not Stage.ON:
            self.stop()

    def _without(self, id: TrackId) -> tuple[Pick, ...]:
        return tuple(pick for pick in self._plan.picks if pick.track_id != id)

    def _tracks_of(self, ids: Sequence[TrackId]) -> dict[TrackId, Track]:
        return {track.id: track for track in self._library.tracks(list(ids))}


def _begun(id: TrackId) -> PlayEvent:
    """Says that a track was played here, without any judgement: a stop teaches nothing."""
    return PlayEvent(id, Timestamp(0.0), Seconds(0.0), Ended.STOPPED, Source.RADIO)
