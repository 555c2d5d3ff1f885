"""What the world outside sees and may ask of the player: one door for D-Bus, media keys and the tray."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from app import tasks
from app.integration.art import cover_file
from app.player.base import State
from app.player.playback import Playback
from app.player.queue import Repeat
from core.domain import Tags, Track, TrackId
from core.library.tracks import Change, Kind, Library

JUMP = 0.4
"""Seconds that the position may be off from where time alone would have brought it, before it was a seek."""
RETOLD = frozenset({Kind.CHANGED, Kind.RATED, Kind.PLAYED})


@dataclass(frozen=True, slots=True)
class Now:
    """What plays, or would when started."""

    entry: int
    """Of the queue; another one each time a track is in it."""
    track: Track
    tags: Tags
    art: Path | None = None
    """Its cover as a file; comes a moment later."""


class Remote(QObject):
    """Signals tell of changes; everything is read and asked on the main thread."""

    now_changed = Signal()
    """Another track, or something of it (its cover, its rating) is known now."""
    state_changed = Signal(State)
    sought = Signal(float)
    """The position jumped to this many seconds."""
    duration_changed = Signal()
    modes_changed = Signal()
    """Shuffle, repeat, or what can be done next."""
    volume_changed = Signal()
    queue_changed = Signal()

    def __init__(
        self,
        playback: Playback,
        library: Library,
        cache: Path,
        raise_window: Callable[[], object],
        quit_: Callable[[], object],
        open_: Callable[[list[str]], object],
        parent: QObject | None = None,
    ) -> None:
        """cache: `Places.cache`; open_: plays or adds what these paths and URLs name."""
        super().__init__(parent)
        self._playback, self._library, self._cache = playback, library, cache
        self.raise_window, self.quit, self.open = raise_window, quit_, open_
        self.now: Now | None = None
        self._rate = 1.0
        self._set_speed: Callable[[float], object] | None = None
        self._seen: tuple[float, float] | None = None  # position, and when it was that
        self._drawing: tasks.Task[Path | None] | None = None
        playback.track_changed.connect(self._look)
        playback.queue.index_changed.connect(self._look)
        playback.state_changed.connect(self._note_state)
        playback.position_changed.connect(self._note_position)
        playback.duration_changed.connect(lambda _seconds: self.duration_changed.emit())
        playback.queue.modes_changed.connect(self.modes_changed)
        playback.queue.changed.connect(lambda _change: self.queue_changed.emit())
        playback.player.volume_changed.connect(lambda _volume: self.volume_changed.emit())
        self._changes.connect(self._note_library, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = library.subscribe(self._changes.emit)
        self._look()

    _changes = Signal(object)

    def close(self) -> None:
        self._unsubscribe()
        if self._drawing is not None:
            self._drawing.forget()

    # -- how it stands

    @property
    def state(self) -> State:
        return self._playback.state

    def position(self) -> float:
        """Seconds."""
        return self._playback.position()

    @property
    def duration(self) -> float:
        """Seconds; 0 when nobody knows."""
        return self._playback.duration or (float(self.now.track.duration) if self.now else 0.0)

    @property
    def volume(self) -> int:
        return self._playback.player.volume

    @property
    def shuffled(self) -> bool:
        return self._playback.queue.shuffled

    @property
    def repeat(self) -> Repeat:
        return self._playback.queue.repeat

    @property
    def can_go_next(self) -> bool:
        return self._playback.queue.following() >= 0

    @property
    def can_go_previous(self) -> bool:
        """With a track there is always its beginning."""
        return self.now is not None

    @property
    def speed(self) -> float:
        return self._rate

    @property
    def can_change_speed(self) -> bool:
        return self._set_speed is not None

    # -- what is asked

    def play(self) -> None:
        if self.state is not State.PLAYING:
            self._playback.resume()

    def pause(self) -> None:
        if self.state is State.PLAYING:
            self._playback.pause()

    def toggle(self) -> None:
        self._playback.toggle()

    def stop(self) -> None:
        self._playback.stop()

    def next(self) -> None:
        self._playback.next()

    def previous(self) -> None:
        self._playback.previous()

    def seek(self, seconds: float) -> None:
        """Past the end leads to the next track."""
        if self.duration and seconds > self.duration:
            self.next()
        else:
            self._playback.seek(max(0.0, seconds))

    def go_to(self, entry: int) -> None:
        """Plays this entry of the queue, if it is still there."""
        row = self._playback.queue.row_of(entry)
        if row >= 0:
            self._playback.play_row(row)

    def play_tracks(self, tracks: Sequence[TrackId]) -> None:
        if tracks:
            self._playback.play_tracks(tracks)

    def set_volume(self, volume: float) -> None:
        """volume: 0 to 100."""
        self._playback.player.set_volume(round(volume))

    def set_shuffled(self, *, shuffled: bool) -> None:
        self._playback.queue.set_shuffled(shuffled)

    def set_repeat(self, repeat: Repeat) -> None:
        self._playback.queue.set_repeat(repeat)

    def set_speed(self, speed: float) -> None:
        """speed: 0.5 to 2; where that can be changed."""
        if self._set_speed is not None:
            self._set_speed(min(2.0, max(0.5, speed)))

    def offer_speed(self, set_speed: Callable[[float], object]) -> None:
        """From now on others may ask for another speed; `note_speed` tells which it is."""
        self._set_speed = set_speed

    def note_speed(self, speed: float) -> None:
        if speed != self._rate:
            self._rate = speed
            self.modes_changed.emit()

    def around(self, before: int, after: int) -> list[tuple[int, Track]]:
        """Entries of the queue around the current one, with their tracks."""
        queue = self._playback.queue
        first = max(0, queue.index - before)
        rows = range(first, min(len(queue), max(queue.index, 0) + after + 1))
        known = {track.id: track for track in self._library.tracks([queue[row].track for row in rows])}
        return [(queue[row].id, known[queue[row].track]) for row in rows if queue[row].track in known]

    # -- following

    def _look(self, _told: object = None) -> None:
        entry = self._playback.queue.current
        if (entry.id if entry else None) == (self.now.entry if self.now else None):
            return
        self._seen = None
        self.now = None
        if entry is not None and (found := self._library.tracks([entry.track])):
            self.now = Now(entry.id, found[0], self._tags(entry.track))
            self._draw()
        self.now_changed.emit()

    def _tags(self, id: TrackId) -> Tags:
        try:
            return self._library.tags(id)[0]
        except KeyError:  # taken out this very moment
            return Tags()

    def _draw(self) -> None:
        assert self.now is not None
        folder = self._cache / "playing"
        job = partial(cover_file, self.now.track, folder, self._cache / "covers")
        take = partial(self._take_art, self.now.entry)
        self._drawing = tasks.run(job, on_done=take, on_error=lambda _text: take(None))

    def _take_art(self, entry: int, art: Path | None) -> None:
        self._drawing = None
        if self.now is not None and self.now.entry == entry and art != self.now.art:
            self.now = replace(self.now, art=art)
            self.now_changed.emit()

    def _note_library(self, change: Change) -> None:
        if self.now is None or change.kind not in RETOLD or self.now.track.id not in change.ids:
            return
        found = self._library.tracks([self.now.track.id])
        if found and found[0] != self.now.track:
            self.now = replace(self.now, track=found[0], tags=self._tags(found[0].id))
            self.now_changed.emit()
            self._draw()

    def _note_state(self, state: State) -> None:
        self._seen = (self.position(), time.monotonic())
        self.state_changed.emit(state)

    def _note_position(self, seconds: float) -> None:
        now = time.monotonic()
        if self._seen is not None:
            was, when = self._seen
            gone_by = (now - when) * self._rate if self.state is State.PLAYING else 0.0
            if abs(seconds - was - gone_by) > JUMP:
                self.sought.emit(seconds)
        self._seen = (seconds, now)
