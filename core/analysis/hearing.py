"""The pipeline inside the listening process: files -> windows -> batches across songs -> what was heard.

Threads decode ahead and cut windows out of spectrograms; others put windows of several songs together and
have the models hear them. Nothing here knows of processes or databases.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.analysis import models, trajectory
from core.analysis.audio import Source
from core.analysis.channel import Finished, Impossible, Outcome, Started, Unheard
from core.analysis.cutting import Excerpt, Grid, cut, frames_of, sound_of, stretches
from core.analysis.measure import measure
from core.analysis.measured import LOUDNESS
from core.analysis.models import Heard, Model, ModelSpec
from core.analysis.models.summary import summarise
from core.analysis.records import Failure, Listened, Request, Windows
from core.analysis.shelf import Load, Shelf, device_of
from core.domain import AudioId, Pass, Seconds
from core.errors import Cancelled, UserError

if TYPE_CHECKING:
    from torch import Tensor

log = logging.getLogger(__name__)

NOTHING = Seconds(0.0)
AHEAD = 256
"""Windows decoded ahead, about: some 20 MB."""


@dataclass(slots=True)
class _Ears:
    """What one model has made of a song so far. n of its W windows are heard."""

    spec: ModelSpec
    features: NDArray[np.float32]
    tags: NDArray[np.float32] | None
    silent: NDArray[np.bool_]
    extras: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    left: int = 0

    @classmethod
    def for_windows(cls, spec: ModelSpec, n: int) -> _Ears:
        tags = np.zeros((n, len(spec.tag_names)), np.float32) if spec.tag_names else None
        return cls(spec, np.zeros((n, spec.dim), np.float32), tags, np.zeros(n, np.bool_), left=n)

    def take(self, rows: NDArray[np.int64], heard: Heard, part: slice) -> None:
        self.features[rows] = heard.features[part].numpy()
        self.silent[rows] = heard.silent[part].numpy()
        if self.tags is not None and heard.tags is not None:
            self.tags[rows] = heard.tags[part].numpy()
        for name, values in (heard.extras or {}).items():
            array = values[part].numpy()
            if name not in self.extras:
                self.extras[name] = np.zeros((len(self.features), *array.shape[1:]), np.float32)
            self.extras[name][rows] = array
        self.left -= len(rows)


@dataclass(slots=True)
class _Song:
    """One request on its way through the pipeline."""

    id: int
    request: Request
    cancelled: bool = False
    duration: Seconds = NOTHING
    ears: dict[str, _Ears] = field(default_factory=dict)
    starts: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    """By model, in frames: all W windows."""
    chosen: dict[str, NDArray[np.int64]] = field(default_factory=dict)


@dataclass(slots=True)
class _Piece:
    """Patches of one song for one model, waiting to be heard."""

    song: _Song
    model: str
    rows: NDArray[np.int64]
    patches: Tensor


class Hearing:
    """Songs in, outcomes out through `emit`, which is called from its threads.

    `decoders` threads cut windows. On the processor `hearers` threads hear small batches side by side, each
    with a model of its own and single-threaded arithmetic: that scales better than one batch split over
    cores, most of all on a machine that is busy with something else. On a GPU one thread hears large ones.
    """

    def __init__(
        self, load: Load, emit: Callable[[Outcome], None], *, decoders: int = 1, hearers: int = 1
    ) -> None:
        self._load, self._emit = load, emit
        self._shelf = Shelf(load)
        """For the decoders: spectrograms may be made in any thread."""
        self._songs: queue.SimpleQueue[_Song | None] = queue.SimpleQueue()
        self._changed = threading.Condition()
        """Guards all that follows, and tells of every change to it."""
        self._waiting: dict[str, deque[_Piece]] = {}
        self._live: dict[int, _Song] = {}
        self._decoding = 0
        self.steps = 0
        """Grows with all that is done; one that stands still while songs are in hangs."""
        self._paused = self._closed = False
        self._hearers = hearers
        self._threads: list[threading.Thread] = []
        for _ in range(decoders):
            self._start(self._decode_songs)
        self._start(self._hear_batches)

    # -- from the caller -------------------------------------------------------------------------------------

    def submit(self, id: int, request: Request) -> None:
        song = _Song(id, request)
        with self._changed:
            self._live[id] = song
            self._decoding += 1
        self._songs.put(song)

    def cancel(self, ids: set[int] | None = None) -> None:
        """Forgets these songs (all, when left out); nothing more is emitted for them."""
        with self._changed:
            for id in list(self._live) if ids is None else ids & self._live.keys():
                self._live.pop(id).cancelled = True
            for name, pieces in self._waiting.items():
                self._waiting[name] = deque(piece for piece in pieces if not piece.song.cancelled)
            self._changed.notify_all()

    def pause(self) -> None:
        """Each thread stops after what it has in hand, a fraction of a second."""
        with self._changed:
            self._paused = True

    def resume(self) -> None:
        with self._changed:
            self._paused = False
            self._changed.notify_all()

    @property
    def busy(self) -> bool:
        with self._changed:
            return bool(self._live)

    def wait(self, timeout: float | None = None) -> bool:
        """Until every song is done or forgotten; whether they are."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._live, timeout)

    def close(self) -> None:
        """Forgets everything and waits for the threads."""
        self.cancel()
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for _ in self._threads:
            self._songs.put(None)
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=f"hearing-{work.__name__}", daemon=True)
        self._threads.append(thread)
        thread.start()

    # -- decoding threads ------------------------------------------------------------------------------------

    def _decode_songs(self) -> None:
        while (song := self._songs.get()) is not None:
            try:
                if not song.cancelled:
                    self._emit(Started(song.id))
                    self._measure(song) if song.request.models == (LOUDNESS,) else self._decode(song)
            except Cancelled:
                pass
            except UserError as problem:
                self._give_up(song, str(problem))
            except Exception as problem:
                log.exception("%s", song.request.path)
                self._give_up(song, f"{song.request.path.name} could not be heard: {problem!r}")
            finally:
                with self._changed:
                    self._decoding -= 1
                    self._changed.notify_all()

    def _give_up(self, song: _Song, reason: str) -> None:
        request = song.request
        failure = Failure(request.audio_id, request.path, request.models, reason)
        self._done(song, Unheard(song.id, failure))

    def _done(self, song: _Song, outcome: Outcome) -> None:
        """Emits it if the song is still wanted. The song counts as live until it was emitted."""
        with self._changed:
            if song.cancelled:
                return
            song.cancelled = True
        self._emit(outcome)
        with self._changed:
            self._live.pop(song.id, None)
            self._changed.notify_all()

    def _measure(self, song: _Song) -> None:
        self._done(song, Finished(song.id, (measure(song.request, lambda: self._take_turn(song)),)))

    def _take_turn(self, song: _Song) -> None:
        """Waits while listening is paused. Raises Cancelled."""
        with self._changed:
            self._changed.wait_for(lambda: song.cancelled or not self._paused)
            self.steps += 1
            if song.cancelled:
                raise Cancelled

    def _decode(self, song: _Song) -> None:
        try:
            loaded = [self._shelf.model(name) for name in song.request.models]
        except UserError as problem:
            self._done(song, Impossible(song.id, str(problem)))
            return
        self._use_all_cores(loaded)
        by_grid: dict[Grid, list[Model]] = {}
        for model in loaded:
            by_grid.setdefault(Grid.of(model.spec), []).append(model)
        # Every model's part is counted before the first window is heard: a song is done when nothing is left.
        song.ears = {model.spec.name: _Ears.for_windows(model.spec, 1) for model in loaded}
        for grid, sharing in by_grid.items():
            with Source(song.request.path, grid.rate) as source:
                wanted = source if song.request.length is None else Excerpt.of(source, song.request)
                song.duration = wanted.duration
                self._cut_all(song, wanted, grid, sharing)

    def _use_all_cores(self, loaded: list[Model]) -> None:
        """The other hearing threads begin once it is known that there is no GPU."""
        with self._changed:
            more, self._hearers = self._hearers - 1, 1
        if all(device_of(model) == "cpu" for model in loaded):
            for _ in range(more):
                self._start(self._hear_batches)

    def _cut_all(self, song: _Song, source: Source | Excerpt, grid: Grid, sharing: list[Model]) -> None:
        starts = trajectory.window_starts(trajectory.frame_count(source.length, grid.hop), grid.frames)
        chosen = trajectory.chosen(len(starts), song.request.pass_)
        for model in sharing:
            name = model.spec.name
            song.starts[name], song.chosen[name] = starts, chosen
            song.ears[name] = _Ears.for_windows(model.spec, len(chosen))
        heard = starts[chosen]
        margin = max(model.spec.margin for model in sharing)
        for stretch in stretches(heard, grid):
            rows = np.arange(stretch.rows.start, stretch.rows.stop)
            sound = sound_of(source, grid, stretch, margin)
            frames: dict[str, Tensor] = {}
            for spec, model in ((model.spec, model) for model in sharing):
                front = spec.front or spec.name
                if front not in frames:
                    frames[front] = frames_of(sound, model)
                patches = cut(sound, frames[front], heard[stretch.rows], spec)
                self._offer(_Piece(song, spec.name, rows, patches))

    def _offer(self, piece: _Piece) -> None:
        """Waits while enough is decoded, or while listening is paused. Raises Cancelled."""
        with self._changed:
            self._changed.wait_for(
                lambda: piece.song.cancelled or not (self._paused or self._ahead() >= AHEAD)
            )
            if piece.song.cancelled:
                raise Cancelled
            self._waiting.setdefault(piece.model, deque()).append(piece)
            self.steps += 1
            self._changed.notify_all()

    def _ahead(self) -> int:
        return sum(map(_windows_in, self._waiting.values()))

    # -- hearing threads -------------------------------------------------------------------------------------

    def _hear_batches(self) -> None:
        shelf = Shelf(self._load)
        while (batch := self._next_batch(shelf)) is not None:
            self._hear(shelf, batch)

    def _next_batch(self, shelf: Shelf) -> list[_Piece] | None:
        """Waits for one; None when all is over."""
        with self._changed:
            while not self._closed:
                name = None if self._paused else self._worth_hearing(shelf)
                if name is not None:
                    batch = _take(self._waiting[name], shelf.batch(name))
                    self._changed.notify_all()
                    return batch
                self._changed.wait()
        return None

    def _worth_hearing(self, shelf: Shelf) -> str | None:
        """A model with a whole batch waiting; with any windows, when no more are about to come."""
        no_more = self._decoding == 0 or self._ahead() >= AHEAD
        for name, pieces in self._waiting.items():
            if pieces and (no_more or _windows_in(pieces) >= shelf.batch(name)):
                return name
        return None

    def _hear(self, shelf: Shelf, batch: list[_Piece]) -> None:
        name = batch[0].model
        try:
            heard = shelf.hear(name, [piece.patches for piece in batch])
        except Exception as problem:
            log.exception("%s cannot hear", name)
            for piece in batch:
                self._done(piece.song, Impossible(piece.song.id, f"{name} cannot hear: {problem}"))
            return
        at = 0
        for piece in batch:
            part = slice(at, at + len(piece.rows))
            at = part.stop
            with self._changed:
                self.steps += 1
                piece.song.ears[name].take(piece.rows, heard, part)
                complete = not any(ears.left for ears in piece.song.ears.values())
            if complete and not piece.song.cancelled:
                self._finish(piece.song)

    def _finish(self, song: _Song) -> None:
        heard = tuple(_listened(song, name) for name in song.request.models)
        self._done(song, Finished(song.id, heard))


def _windows_in(pieces: deque[_Piece]) -> int:
    return sum(len(piece.rows) for piece in pieces)


def _take(waiting: deque[_Piece], size: int) -> list[_Piece]:
    """Up to `size` windows from the front; what is left of the last piece stays in front."""
    batch: list[_Piece] = []
    room = size
    while waiting and room > 0:
        piece = waiting.popleft()
        if len(piece.rows) > room:
            waiting.appendleft(_Piece(piece.song, piece.model, piece.rows[room:], piece.patches[room:]))
            piece = _Piece(piece.song, piece.model, piece.rows[:room], piece.patches[:room])
        batch.append(piece)
        room -= len(piece.rows)
    return batch


def _listened(song: _Song, name: str) -> Listened:
    ears, starts, chosen = song.ears[name], song.starts[name], song.chosen[name]
    spec, windows = ears.spec, len(starts)
    return Listened(
        song.request.audio_id,
        name,
        spec.version,
        trajectory.reached(windows, song.request.pass_),
        song.duration,
        windows,
        (starts[chosen] * (spec.hop / spec.sample_rate)).astype(np.float32),
        ears.features,
        ears.tags,
        trajectory.songlets(ears.features, windows=windows, heard=chosen, silent=ears.silent),
        trajectory.pooled(ears.features, windows=windows, heard=chosen, silent=ears.silent),
        summarise(ears.extras) if ears.extras else None,
    )


def hear_file(path: Path, model: str, models_dir: Path) -> Windows:
    """All windows of one file, heard in this process. Raises UserError when it, or the model, cannot be."""
    outcomes: list[Outcome] = []
    hearing = Hearing(
        lambda name, device: models.load(name, models_dir, device), outcomes.append, hearers=cores()
    )
    try:
        hearing.submit(0, Request(AudioId(""), path, (model,), Pass.FULL))
        hearing.wait()
    finally:
        hearing.close()
    return _windows(outcomes[-1])


def cores() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _windows(outcome: Outcome) -> Windows:
    match outcome:
        case Finished(heard=(Listened() as one,)):
            names = models.spec(one.model).tag_names
            return Windows(one.starts, one.features, one.tags, names)
        case Unheard(failure=failure):
            raise UserError(failure.reason)
        case Impossible(reason=reason):
            raise UserError(reason)
    raise AssertionError(outcome)
