"""The player on libVLC, which is the output: one class that orders takes and follows what is heard.

Three rules keep libVLC 3 well: it is called from the main thread alone; its event callbacks, which run on its
own threads, only post a queued signal (calling back into libVLC from one deadlocks); and a new media is set
without a stop between. Files are never libVLC's business: app.player.output tells what it reads instead.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app import tasks
from app.player.base import Device, Piece, Player, State
from app.player.clock import PositionClock
from app.player.fader import Fader
from app.player.libvlc import listen, open_instance
from app.player.outputs import News, Outputs
from app.words import said, tr

if TYPE_CHECKING:
    # With numpy and PyAV: a third of a second, and 40 MB, which a window that does not play goes without.
    from app.player.output import Take
    from app.player.preview import Preview
    from core.sound.ahead import Ahead

__all__ = ["Piece", "Player", "State", "VlcPlayer"]

LINGER_MS = 150
"""The old sound goes on for so long while the new one is opened; mostly it takes 10 ms."""
PREPARE = 10.0
"""Seconds before the end, or before the crossfade, at which the followed piece is opened."""
LOOK = 1.0
"""Seconds between two looks at the outputs, while it plays."""
DUCKED = 0.3
"""How loud what plays is under a preview: 10 dB less."""
DUCKING = 0.25
"""Seconds it takes to get there."""
DECLICK = 0.005
"""Seconds of fading in where it starts in the middle of a piece."""


class VlcPlayer(Player):
    """One libVLC instance and one media player, made on the first `prepare` or `play`.

    options: more libVLC options, such as "--aout=dummy" where there is no sound.
    """

    # generation of the media it came from, name of the event, its value
    _happened = Signal(int, str, float)
    _opened = Signal(object)
    """An Ahead is ready, or has failed. Posted from its thread."""

    def __init__(
        self,
        options: Sequence[str] = (),
        *,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(now=now, parent=parent)
        self._options = tuple(options)
        self._now = now
        self._instance: Any = None
        self._starting = threading.Lock()
        self._warm = self._closed = False
        self._vlc_player: Any = None
        self._deafen: Callable[[], None] = lambda: None
        self._generation = 0
        self._take: Take | None = None  # whose sound is meant to be heard
        self._old: Take | None = None  # whose sound may still be heard
        self._stream = PositionClock(now)  # seconds of the take that have been heard
        self._number = 0  # of the piece that is heard, within the take
        self._coming: Ahead | None = None  # the start of the next take
        self._next: Ahead | None = None  # what follows within the take
        self._next_since = 0.0
        self._cold = False  # paused without a take: resuming begins one
        self._fader = Fader(self._apply_volume, self)
        self._duck = Fader(self._apply_volume, self)
        self._preview: Preview | None = None
        self._outputs = Outputs()
        self._looked_at = -LOOK
        self._linger = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger.timeout.connect(self._silence)
        self._happened.connect(self._on_event, Qt.ConnectionType.QueuedConnection)
        self._opened.connect(self._on_opened, Qt.ConnectionType.QueuedConnection)

    def warm_up(self, on_error: Callable[[str], object] | None = None) -> None:
        # Starting libVLC takes a tenth of a second, on a cold disk half a second.
        if not self._warm:
            self._warm = True
            tasks.run(self._start_all, on_error=on_error)

    def _start_all(self) -> None:
        self._start_libvlc()
        # numpy and PyAV: a tenth of a second that the first play need not wait for.
        from app.player import output, preview  # noqa: F401

    def _start_libvlc(self) -> None:
        """Whoever comes first, the pool or a play, starts it; the other waits, or finds it started."""
        with self._starting:
            if self._instance is None and not self._closed:
                self._instance = open_instance(*self._options)

    def prepare(self) -> None:
        if self._instance is None:
            self._start_libvlc()
        if self._vlc_player is None:
            self._vlc_player = self._instance.media_player_new()
            self._listen(self._vlc_player)
            self._outputs.look(self._vlc_player)
            self._apply_volume()

    def close(self) -> None:
        with self._starting:
            self._closed = True
        self._fader.set(1.0)
        self._duck.set(1.0)
        if self._preview is not None:
            self._preview.close()
        readers = self._forget()
        self._silence()
        if self._vlc_player is not None:
            self._deafen()
            self._vlc_player.release()
        if self._instance is not None:
            self._instance.release()
        self._vlc_player = self._instance = None
        for reader in readers:
            reader.join(0.5)
        super().close()

    # -- the hooks

    def _open(self, piece: Piece, at: float) -> None:
        self._forget()
        self._cold = False
        if self._old is not None:
            self._linger.start()
        self._coming = self._reader(piece, at)

    def _reader(self, piece: Piece, at: float = 0.0) -> Ahead:
        def ready(reader: Ahead) -> None:
            # On the reader's thread; the player may be going away at exit.
            with contextlib.suppress(RuntimeError):
                self._opened.emit(reader)

        from core.sound.ahead import Ahead

        return Ahead(piece, at, ready)

    def _forget(self) -> list[Ahead]:
        """What was under way is not meant to be heard any more. Gives what was being decoded."""
        readers = [reader for reader in (self._coming, self._next) if reader is not None]
        for reader in readers:
            reader.close()
        self._coming = self._next = None
        if self._take is not None:
            self._old, self._take = self._take, None
        return readers + (self._old.readers if self._old is not None else [])

    def _silence(self) -> None:
        """Ends what may still be heard."""
        self._linger.stop()
        self._generation += 1
        if self._old is not None:
            self._old.close()
            self._old = None
        if self._vlc_player is not None and self._take is None:
            self._vlc_player.stop()
            self._fader.set(1.0)

    def _hold(self) -> float:
        if self._take is None:
            self._hold_cold()
            return 0.0
        # Where it was to be paused before it began, there is nothing to fade.
        fade = 0.0 if self._state is State.LOADING else self._sound.fade
        self._fader.glide(0.0, fade, self._pause_now)
        return fade

    def _hold_cold(self) -> None:
        """Paused without a take."""
        self._forget()
        self._silence()
        self._cold = True

    def _pause_now(self) -> None:
        if self._take is not None:
            self._vlc_player.set_pause(1)
            self._take.hold()
            self._stream.halt()

    def _release_hold(self) -> None:
        if self._cold or self._take is None:
            self._reopen()
            return
        if not self._fader.gliding:  # else it is still to be paused, and now will not be
            self._vlc_player.set_pause(0)
            self._take.release()
            self._stream.run()
        self._fader.glide(1.0, self._sound.fade)

    def _halt(self) -> None:
        sounds = self._state is State.PLAYING and self._take is not None
        self._forget()
        self._linger.stop()
        if sounds:
            self._fader.glide(0.0, self._sound.fade, self._silence)
        else:
            self._silence()

    def _move(self, seconds: float) -> None:
        if self._state is State.PAUSED:
            self._hold_cold()
        else:
            self._reopen()

    def _reopen(self) -> None:
        """Another take of the same piece, at the place where the clock is."""
        assert self._piece is not None
        self._open(self._piece, self._clock.position)

    def _apply_volume(self) -> None:
        if self._vlc_player is not None:
            # libVLC's volume is cubic.
            loudness = self._fader.value * self._duck.value
            self._vlc_player.audio_set_volume(round(self._volume * loudness ** (1 / 3)))
            self._vlc_player.audio_set_mute(self._muted)
        if self._preview is not None:
            self._preview.set_volume(self._volume, muted=self._muted)

    def _apply_sound(self) -> None:
        if self._take is not None:
            self._take.adopt(self._sound)

    # -- takes

    def _on_opened(self, reader: Ahead) -> None:
        if reader is self._coming:
            self._coming = None
            self._on_first_opened(reader)
        elif reader is self._next:
            self._on_next_opened(reader)

    def _on_first_opened(self, reader: Ahead) -> None:
        if reader.problem is not None:
            self._silence()
            self._fail(said(reader.problem))
            return
        if self._seek_wanted is not None and self._state is State.LOADING:
            at, self._seek_wanted = self._seek_wanted, None
            reader.close()
            self._open(reader.piece, at)
            return
        self._tell_duration(reader)
        if self._state is State.LOADING and self._pause_wanted:
            reader.close()
            self._silence()
            self._cold = True
            self._on_open()
            return
        self._begin(reader)

    def _begin(self, reader: Ahead) -> None:
        from app.player.output import Take

        self._linger.stop()
        if self._old is not None:
            self._old.close()  # or libVLC would wait for it
        take = Take(reader, self._sound, rise=DECLICK if reader.at > 0 else 0.0, now=self._now)
        media = take.media(self._instance)
        self._vlc_player.set_media(media)
        # set_media has joined the old input: what was posted until here belongs to the old take.
        self._generation += 1
        media.release()
        self._old, self._take, self._number = None, take, 0
        self._stream.reset()
        self._fader.set(1.0)
        self._outputs.apply(self._vlc_player)
        self._vlc_player.play()
        if self._followed is not None:
            self._line_up(self._followed)

    def _tell_duration(self, reader: Ahead) -> None:
        if reader.length is not None and reader.rate:
            self._set_duration(reader.length / reader.rate)

    # -- what follows

    def _line_up(self, piece: Piece | None) -> None:
        if self._next is not None:
            self._next.close()
            self._next = None
        if self._take is None:
            return
        if self._take.follow(None, after=self._number, waits=piece is not None):
            self._prepare_next()
        elif self._state is State.PLAYING:
            self._reopen()  # the joint is mixed already: what was to follow is in it
        else:
            self._hold_cold()

    def _prepare_next(self) -> None:
        """Opens what follows when its time has come; not sooner: a sleeping drive may sleep on."""
        from core.sound.mixer import touch

        if self._followed is None or self._next is not None or self._take is None:
            return
        left = self._duration - self._clock.position
        if self._duration > 0 and left > (PREPARE + self._sound.crossfade) * self._sound.speed:
            return
        before, after = self._take.readers[-1].piece, self._followed
        if before.length is not None and touch(before, after):
            start = before.start + before.length  # the very same sample, however the times were rounded
            after = Piece(after.path, start, after.length, after.gain, after.in_album, after.runs_on)
        self._next, self._next_since = self._reader(after), self._now()

    def _give_up_next(self) -> None:
        reader = self._next
        if reader is None or reader.opened or self._now() - self._next_since < self.patience:
            return
        reader.close()
        self._drop_next(self._no_answer(reader.piece))

    def _drop_next(self, reason: str) -> None:
        self._next = None
        if self._take is not None:
            self._take.follow(None, after=self._number)
        self._on_cannot_follow(reason)

    def _on_next_opened(self, reader: Ahead) -> None:
        if reader.problem is not None:
            self._drop_next(said(reader.problem))
        elif self._take is not None and not self._take.follow(reader, after=self._number):
            self._reopen()

    # -- what is heard

    def _tick(self) -> None:
        if self._state is State.PLAYING:
            self._follow_heard()
            self._prepare_next()
            self._give_up_next()
            if self._now() - self._looked_at > LOOK:
                self._look_at_outputs()
        super()._tick()

    def _follow_heard(self, *, reported: bool = False) -> None:
        """Where the stream is, as a moment of a piece; a joint that was passed is told."""
        take, heard = self._take, self._stream.position
        place = take.place(heard) if take is not None else None
        if take is None or place is None:
            return
        if take.end is not None and heard >= take.end:
            self._end_here(take)
            return
        self._clock.speed = place.speed
        if place.number > self._number:
            self._number = place.number
            self._next = None
            for passed in take.readers[: place.number - 1]:
                passed.close()  # the one just before may still be fading out
            reader = take.readers[place.number]
            self._on_advance(reader.length / reader.rate if reader.length else 0.0)
        elif reported:
            self._tell_duration(take.readers[place.number])
        if reported and take is self._take and not place.starved:
            self._on_time(place.seconds)

    # -- outputs

    @property
    def device(self) -> str:
        return self._outputs.chosen

    def devices(self) -> Sequence[Device]:
        if self._instance is None:
            return []
        self.prepare()
        self._look_at_outputs()
        return self._outputs.listed()

    def set_device(self, id: str) -> None:
        if id == self._outputs.wanted:
            return
        before = self.device
        self._outputs.want(id)
        if self._vlc_player is None:
            return
        self._outputs.look(self._vlc_player)
        if self.device != before:
            self._change_output()
            self.devices_changed.emit()

    def _change_output(self) -> None:
        if self.device:
            self._outputs.apply(self._vlc_player)
        elif self._state is State.PLAYING:
            self._reopen()  # only a new take is put where the system likes

    def _look_at_outputs(self) -> None:
        self._looked_at = self._now()
        news, outputs = self._outputs.look(self._vlc_player), self._outputs
        match news:
            case News.NONE:
                return
            case News.LOST:
                if self._vlc_player.audio_output_device_get() == outputs.wanted:
                    self._change_output()  # the system did not do it by itself
                self.notice.emit(
                    tr("{device} is gone: playing through another output.").format(device=outputs.wanted_name)
                )
            case News.BACK:
                self._change_output()
                self.notice.emit(tr("Playing through {device} again.").format(device=outputs.wanted_name))
            case News.NOTHING_LEFT if self._state is State.PLAYING:
                self._clock.halt()
                self._hold_cold()
                self._enter(State.PAUSED)
                self.notice.emit(tr("Paused: there is no sound output any more."))
        self.devices_changed.emit()

    # -- preview

    def preview(self, piece: Piece, at: float, seconds: float) -> None:
        from app.player.preview import Preview

        self.prepare()
        if self._preview is None:
            self._preview = Preview(self._instance.media_player_new(), self._instance, self)
            self._preview.set_volume(self._volume, muted=self._muted)
            self._preview.begun.connect(lambda: self._duck.glide(DUCKED, DUCKING))
            self._preview.over.connect(lambda: self._duck.glide(1.0, DUCKING))
        self._preview.play(piece, at, seconds, self._sound, self._outputs.apply)

    def end_preview(self) -> None:
        if self._preview is not None:
            self._preview.end()

    # -- events

    def _listen(self, player: Any) -> None:
        def heard(name: str, value: float) -> None:
            # Runs on a thread of libVLC's. The player object may be going away at exit.
            with contextlib.suppress(RuntimeError):
                self._happened.emit(self._generation, name, value)

        self._deafen = listen(player, ("Playing", "EncounteredError", "TimeChanged", "AudioDevice"), heard)

    def _on_event(self, generation: int, name: str, value: float) -> None:
        if generation != self._generation or self._state is State.STOPPED or self._take is None:
            return
        match name:
            case "Playing":
                # PulseAudio brings back the volume it remembers; ours is the one that counts.
                self._apply_volume()
                self._stream.run()
                self._on_open()
            case "TimeChanged":
                self._take.heard(value)
                self._stream.report(value)
                self._follow_heard(reported=True)
            case "AudioDevice":
                self._look_at_outputs()
            case "EncounteredError":
                self._fail(tr("The sound output does not work."))

    def _end_here(self, take: Take) -> None:
        """All of the take has been heard."""
        from core.sound.source import diagnosed

        reader = take.readers[-1]
        self._forget()
        self._silence()
        if reader.broken_off:
            self._fail(said(diagnosed(reader.piece)))
        else:
            self._on_end()
