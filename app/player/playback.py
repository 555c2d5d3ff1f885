"""Playing through the queue: what follows what, what is remembered of it, what is done about bad files."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.player.base import Player, State
from app.player.diary import Diary, Keeping, KeptQueue
from app.player.pieces import Gains, Pieces, Tracks
from app.player.queue import Entry, Queue
from app.words import said, tr
from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, Track, TrackId
from core.errors import UserError

log = logging.getLogger(__name__)

RESTART_AFTER = 3.0
"""Seconds into a track after which "previous" means its beginning."""
MAX_FAILURES = 3
"""Tracks in a row that cannot be played before it stops."""
SAVE_MS = 5_000
REFILL_BELOW = 5
"""Entries ahead below which radio is asked for more."""
SOUNDED = 1.0
"""Seconds after which a track counts as one that can be played."""


class Shelf(Tracks, Keeping, Protocol):
    """What playback needs of the library."""


class Playback(QObject):
    """Ties the player, the queue and the history. Main thread only; its writing is done on a lane."""

    track_changed = Signal(object)
    """TrackId, or None: what the player bar shows."""
    state_changed = Signal(State)
    """STOPPED, PLAYING or PAUSED, without the flicker between two tracks."""
    position_changed = Signal(float)
    duration_changed = Signal(float)
    notice = Signal(str)
    """One quiet line for the user."""
    played = Signal(PlayEvent)
    """A play is over; the library will know of it by itself."""
    stop_after_changed = Signal(bool)

    def __init__(
        self,
        player: Player,
        library: Shelf,
        queue: Queue | None = None,
        *,
        gains: Gains | None = None,
        parent: QObject | None = None,
    ) -> None:
        """gains: what loudness is corrected by; asked on the main thread, for three tracks at most."""
        super().__init__(parent)
        self.player, self.queue = player, queue or Queue(self)
        self.refill: Callable[[], Sequence[TrackId]] | None = None
        """Asked for more tracks when few are ahead; cleared when the queue is replaced."""
        self.refill_source = Source.RADIO
        self.trouble = ""
        """Why it stopped by itself, in words for the user; empty when all is well."""
        self._pieces = Pieces(self.queue, library, gains)
        self._diary = Diary(library, self.notice.emit)
        self._state = State.STOPPED
        self._loaded: Entry | None = None  # whose file the player was given
        self._lined_up: Entry | None = None  # whose file the player was told to go on with
        self._stop_after = False
        self._shown: TrackId | None = None
        self._started_at: float | None = None  # of the play under way
        self._resume_at = 0.0  # where a restored track goes on
        self._failures = 0
        self._unplayable: set[int] = set()  # entries that were found broken before their turn
        # Not at once after a failure: a row of broken files must not nest, nor keep the window waiting.
        self._skip_on = QTimer(self, singleShot=True, interval=0)
        self._skip_on.timeout.connect(self._go_on)
        # Once for a whole change of the queue, which is told in pieces.
        self._liner = QTimer(self, singleShot=True, interval=0)
        self._liner.timeout.connect(self._line_up)
        self._saver = QTimer(self, interval=SAVE_MS)
        self._saver.timeout.connect(self._save_place)
        self._kept_queue = KeptQueue(self.queue, self._diary, self)
        player.state_changed.connect(self._sync_state)
        player.position_changed.connect(self._on_position)
        player.duration_changed.connect(self.duration_changed)
        player.ended.connect(self._on_ended)
        player.failed.connect(self._on_failed)
        player.advanced.connect(self._on_advanced)
        player.cannot_follow.connect(self._on_cannot_follow)
        player.notice.connect(self.notice)
        self.queue.changed.connect(self._line_up_soon)
        self.queue.modes_changed.connect(self._line_up)
        self.queue.index_changed.connect(self._on_index_changed)

    # -- where it stands

    @property
    def state(self) -> State:
        return self._state

    @property
    def track(self) -> TrackId | None:
        """What plays, or would when started."""
        entry = self.queue.current
        return entry.track if entry else None

    def position(self) -> float:
        return self._resume_at if self.player.state is State.STOPPED else self.player.position()

    @property
    def duration(self) -> float:
        """Seconds; 0 until the track has been opened."""
        return self.player.duration if self.player.state is not State.STOPPED else 0.0

    @property
    def heard(self) -> float:
        """Seconds of the play under way that sounded; 0 while there is none."""
        return self.player.heard if self._started_at is not None else 0.0

    @property
    def stop_after_current(self) -> bool:
        """Whether it stops once this track has ended. Over as soon as it did, or another was chosen."""
        return self._stop_after

    def set_stop_after(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot, connected to toggles
        if on != self._stop_after:
            self._stop_after = on
            self._line_up()
            self.stop_after_changed.emit(on)

    # -- choosing what plays

    def play_tracks(
        self,
        tracks: Iterable[TrackId],
        start_index: int = 0,
        source: Source = Source.LIBRARY,
        *,
        refill: Callable[[], Sequence[TrackId]] | None = None,
    ) -> None:
        """Replaces the queue and plays from `start_index`. `refill` keeps it going (radio)."""
        self._leave()
        self.refill = refill
        self.refill_source = source
        self._loaded = None
        self.queue.replace(tracks, start_index, source)
        if self.queue.current is None:
            self.stop()
        else:
            self._play_current()

    def play_row(self, row: int) -> None:
        """Plays this row of the queue now."""
        if 0 <= row < len(self.queue):
            self._leave()
            self._start(row)

    def play_next(self, tracks: Iterable[TrackId], source: Source = Source.LIBRARY) -> None:
        self.queue.add_next(tracks, source)

    def add(self, tracks: Iterable[TrackId], source: Source = Source.LIBRARY) -> None:
        self.queue.add(tracks, source)

    # -- transport

    def toggle(self) -> None:
        """The space bar."""
        if self._state is State.PLAYING:
            self.player.pause()
            self._sync_state()
        else:
            self.resume()

    def pause(self) -> None:
        self.player.pause()
        self._sync_state()

    def resume(self) -> None:
        """Goes on where it paused, where the last session ended, or at the head of the queue."""
        self.trouble = ""
        if self.player.state is not State.STOPPED:
            self.player.resume()
            self._sync_state()
        elif self.queue.current is not None:
            self._failures = 0
            self._play_current(self._resume_at)
        elif len(self.queue):
            self._start(0)

    def stop(self) -> None:
        """Silence; the queue stays, and the track would start anew."""
        self._close_play(Ended.STOPPED)
        self._rest()

    def next(self) -> None:
        self._leave()
        self._go_on()

    def previous(self) -> None:
        """The beginning of this track, or the one before when it has hardly begun."""
        row = self.queue.preceding()
        if self.position() > RESTART_AFTER or row < 0:
            self.seek(0.0)
        else:
            self._leave()
            self._start(row)

    def seek(self, seconds: float) -> None:
        if self.player.state is State.STOPPED:
            self._resume_at = max(0.0, seconds)
            self.position_changed.emit(self._resume_at)
        else:
            self.player.seek(seconds)

    def preview(self, track: Track, at: float, seconds: float) -> None:
        """Lets a moment of any track be heard above what plays."""
        self.player.preview(self._pieces.alone(track), at, seconds)

    # -- from one session to the next

    def restore(self) -> None:
        """Queue and place as they were, silent until asked. A play that a crash cut off is recorded."""
        self._kept_queue.restore()
        self._resume_at, cut_off = self._diary.place()
        if cut_off is not None:
            self._diary.record(cut_off, self._resume_at)
        self._show()
        self.position_changed.emit(self._resume_at)

    def close(self) -> None:
        """At exit: the play under way is recorded as stopped, the place kept, all writing done."""
        position = self.position()
        self._close_play(Ended.STOPPED)
        self._saver.stop()
        self._liner.stop()
        self._kept_queue.close()
        self._diary.keep_place(position, None)
        self.player.close()
        if not self._diary.drain():
            log.warning("the last play could not be written in time")

    # -- one track after the other

    def _leave(self) -> None:
        """The listener wants another track."""
        self._failures = 0
        self._skip_on.stop()
        self.set_stop_after(False)
        self._close_play(Ended.SKIPPED)

    def _start(self, row: int) -> None:
        if row < 0:
            self._rest()
            return
        self.queue.go(row)
        self._play_current()

    def _play_current(self, at: float = 0.0) -> None:
        entry = self.queue.current
        assert entry is not None
        self.trouble = ""
        self._resume_at = 0.0
        self._skip_on.stop()
        self._loaded, self._lined_up = entry, None
        self._unplayable.clear()
        self._show()
        piece = self._pieces.of(self.queue.index, self.queue.preceding())
        if piece is None:
            self.player.stop()
            self._on_failed(self._lost())
            return
        self._started_at = time.time()
        try:
            self.player.play(piece, at)
        except UserError as problem:
            self._started_at = None
            self._give_up(said(problem))
            return
        self._saver.start()
        self._refill_when_short()
        self._line_up()
        self._sync_state()

    def _on_ended(self) -> None:
        self._close_play(Ended.FINISHED)
        self._refill_when_short()
        if self._stop_after:
            self._stop_here()
        elif len(self._unplayable) >= MAX_FAILURES:
            self._give_up(self._too_many(""))
        else:
            self._start(self._row_to_follow())

    def _stop_here(self) -> None:
        """After this track; the next one is where it goes on, when asked to."""
        self.set_stop_after(False)
        self._loaded = None
        self.queue.go(self.queue.following())
        self._rest()

    # -- what comes by itself

    def _line_up(self) -> None:
        """Tells the player what follows, whenever that may have changed."""
        if self._loaded is None or self.player.state is State.STOPPED:
            return
        piece = None
        while (row := self._row_to_follow()) >= 0:
            self._lined_up = self.queue[row]
            piece = self._pieces.of(row, self.queue.index)
            if piece is not None:
                break
            self._pass_over(self._lost())
        if piece is None:
            self._lined_up = None
        self.player.follow(piece)

    def _line_up_soon(self) -> None:
        self._liner.start()

    def _row_to_follow(self) -> int:
        """The next row that is not known to be broken, or -1."""
        if self._stop_after or len(self._unplayable) >= MAX_FAILURES:
            return -1
        row = self.queue.following_by_itself()
        for _ in range(len(self._unplayable)):
            if row < 0 or self.queue[row].id not in self._unplayable:
                break
            row = self.queue.after(row)
        return row if row >= 0 and self.queue[row].id not in self._unplayable else -1

    def _on_advanced(self, heard: float) -> None:
        """What was lined up is heard: the same as an end and a start, without a gap."""
        self._close_play(Ended.FINISHED, heard)
        self._unplayable.clear()
        entry, self._lined_up = self._lined_up, None
        row = self.queue.row_of(entry.id) if entry else -1
        if entry is None or row < 0:  # taken out in this very moment
            self._loaded = None
            self._start(self.queue.following())
            return
        self._loaded, self._resume_at = entry, 0.0
        self._started_at = time.time()
        self.queue.go(row)
        self._show()
        self._refill_when_short()
        self._line_up()

    def _on_cannot_follow(self, reason: str) -> None:
        self._pass_over(reason)
        self._line_up()

    def _pass_over(self, reason: str) -> None:
        """What was lined up is left out, with one notice, while the music goes on."""
        entry, self._lined_up = self._lined_up, None
        if entry is not None:
            self._unplayable.add(entry.id)
            now = Timestamp(time.time())
            self._keep_play(PlayEvent(entry.track, now, Seconds(0.0), Ended.ERROR, entry.source))
            self.notice.emit(reason)

    def _go_on(self) -> None:
        self._refill_when_short()
        self._start(self.queue.following())

    def _on_failed(self, reason: str) -> None:
        self._failures += 1
        self._close_play(Ended.ERROR)
        if self._failures >= MAX_FAILURES:
            self._failures = 0
            self._give_up(self._too_many(reason))
            return
        self.notice.emit(reason)
        self._skip_on.start()

    @staticmethod
    def _lost() -> str:
        return tr("A track of the queue is no longer in the library.")

    @staticmethod
    def _too_many(reason: str) -> str:
        text = tr("Stopped: {count} tracks in a row could not be played.").format(count=MAX_FAILURES)
        return f"{text} {reason}".rstrip()

    def _give_up(self, reason: str) -> None:
        self._rest()
        self.trouble = reason
        self.notice.emit(reason)

    def _rest(self) -> None:
        self._skip_on.stop()
        self.player.stop()
        self._loaded = self._lined_up = None
        self._resume_at = 0.0
        self._saver.stop()
        self._save_place()
        self._sync_state()
        self._show()
        self.position_changed.emit(0.0)

    def _refill_when_short(self) -> None:
        if self.refill is not None and self.queue.ahead < REFILL_BELOW:
            self.queue.add(self.refill(), self.refill_source)

    # -- following the others

    def _sync_state(self) -> None:
        if self._skip_on.isActive():
            return
        state = State.PLAYING if self.player.state is State.LOADING else self.player.state
        if state is State.PLAYING and self.player.pausing:
            state = State.PAUSED
        if state is not self._state:
            self._state = state
            if state is State.PAUSED:
                self._save_place()
            self.state_changed.emit(state)

    def _on_position(self, seconds: float) -> None:
        if self.player.heard >= SOUNDED:
            self._failures = 0
        if self.player.state is not State.STOPPED:
            self.position_changed.emit(seconds)

    def _on_index_changed(self) -> None:
        """The current entry may have been taken out from under the player."""
        self._line_up_soon()
        if self._loaded is not None and self.queue.row_of(self._loaded.id) < 0:
            self._close_play(Ended.SKIPPED)
            self._loaded = None
            if self.queue.current is None:
                self._rest()
            elif self._state is State.PLAYING:
                self._play_current()
            else:
                self.player.stop()
        self._show()

    def _show(self) -> None:
        if self.track != self._shown:
            self._shown = self.track
            self._resume_at = 0.0  # was in the track before
            self.track_changed.emit(self._shown)

    # -- what is remembered

    def _close_play(self, ended: Ended, heard: float | None = None) -> None:
        """Records the play under way. One that nobody heard leaves no trace, but for its error."""
        event = self._play(ended, heard)
        self._started_at = None
        if event is not None and (event.heard > 0 or ended is Ended.ERROR):
            self._keep_play(event)

    def _play(self, ended: Ended, heard: float | None = None) -> PlayEvent | None:
        """The play under way, if it ended now; None when there is none."""
        if self._started_at is None or self._loaded is None:
            return None
        seconds = Seconds(self.player.heard if heard is None else heard)
        started = Timestamp(self._started_at)
        return PlayEvent(self._loaded.track, started, seconds, ended, self._loaded.source)

    def _keep_play(self, event: PlayEvent) -> None:
        self._diary.record(event)
        self.played.emit(event)

    def _save_place(self) -> None:
        """Now and then while it plays, so that a crash costs no more than the last seconds."""
        play = self._play(Ended.STOPPED)
        self._diary.keep_place(self.position(), play if play is not None and play.heard > 0 else None)
