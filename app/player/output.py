"""What goes to libVLC: one endless PCM stream per *take*, read through libVLC's media callbacks.

A joint stays within a take, so it has no gap. A seek or a skip begins a new take: libVLC starts a new media
some 10 ms after its buffer is filled, and PCM fills that at once. (benchmarks/sound.py measures it.)

How deep the stream is filled is decided here, by making libVLC wait: left to itself it reads 48 s ahead. It
wants 0.3 s before it begins; DEPTH leaves 0.2 s more. Together they bridge a GIL that is held for 0.5 s
without a dropout. The price: changes to gain and effects are heard DEPTH later. Pause, seek and skip do not
pay it.
"""

from __future__ import annotations

import ctypes
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from app.player.libvlc import load_vlc
from core.sound.ahead import Ahead
from core.sound.mixer import Mixer
from core.sound.source import Samples
from core.sound.timeline import Place
from core.sound.wishes import Sound

log = logging.getLogger(__name__)

DEPTH = 0.5
"""Seconds made ready beyond what is heard."""
CHUNK = 0.02
"""Seconds handed over at a time, at least."""
RESERVE = 0.1
"""Seconds ahead below which silence stands in for what is not decoded yet."""
FILLING = 0.1
"""Seconds handed over at a time, at most: the beginning is filled in few steps."""
LEAD = 16
"""Silent samples before the first one, 0.4 ms: libVLC looks at how a stream begins, and unpacks what looks
packed. About one place in 2,000 begins like a zlib stream."""
CHANNELS, BYTES = 2, 4
RATES = (44_100, 48_000)
ENDLESS = (1 << 64) - 1


def output_rate(rate: int) -> int:
    """Of the stream, for a first file of `rate` Hz: its own where that is a usual one, so that nothing is
    resampled; else the one it is a multiple or a part of, else 48 kHz. Whatever follows in the same stream is
    resampled to it, because another rate would take a new stream, with a gap; the next skip or seek chooses
    anew."""
    return next((usual for usual in RATES if rate % usual == 0 or usual % rate == 0), RATES[-1])


class Take:
    """One stream: a mixer, and the callbacks that libVLC reads it by, on threads of its own.

    Everything else is for the main thread.
    """

    def __init__(
        self, first: Ahead, sound: Sound, *, rise: float, fall: float = 0.0, now: Callable[[], float]
    ) -> None:
        """first: opened. rise, fall: seconds in which it is faded in, and out at its end."""
        self.rate = output_rate(first.rate)
        self.readers = [first]
        """By the number of the piece."""
        self._now = now
        self._mixer = Mixer(self.rate, sound, first, rise=rise, fall=fall)
        self._lock = threading.Lock()
        self._gate = threading.Event()
        self._read = 0  # samples
        self._end: float | None = None
        self._filled = False  # whether it has ever been DEPTH ahead
        self._anchor: tuple[float, float] | None = None  # seconds heard, and when
        self._held_at: float | None = None
        vlc = load_vlc()
        decorators = vlc.CallbackDecorators
        # Kept, because libVLC does not.
        self._callbacks = (
            decorators.MediaOpenCb(self._on_open),
            decorators.MediaReadCb(self._on_read),
            # Never called; but a source that cannot seek is taken for a live one: libVLC would adapt its
            # clock to the moments at which samples arrive, and drop and insert some all the time.
            decorators.MediaSeekCb(lambda _opaque, _place: -1),
            decorators.MediaCloseCb(lambda _opaque: None),
        )

    def media(self, instance: Any) -> Any:
        """A libVLC media that plays this."""
        media = instance.media_new_callbacks(*self._callbacks, None)
        for option in (
            "demux=rawaud",
            f"rawaud-channels={CHANNELS}",
            f"rawaud-samplerate={self.rate}",
            "rawaud-fourcc=fl32",
        ):
            media.add_option(f":{option}")
        return media

    def close(self) -> None:
        """Wakes libVLC's thread, should it wait here; only silence is given from now on."""
        self._gate.set()
        for reader in self.readers:
            reader.close()

    # -- what is played

    def adopt(self, sound: Sound) -> None:
        with self._lock:
            self._mixer.adopt(sound)

    def follow(self, reader: Ahead | None, *, after: int, waits: bool = False) -> bool:
        """What comes after piece number `after`, the one that is heard; waits: something that is not open
        yet. False when it is too late, because what comes after it is mixed already."""
        with self._lock:
            if self._mixer.number != after or self._end is not None:
                return False
            self._mixer.follow(reader)
            self._mixer.waits = waits
            for dropped in self.readers[after + 1 :]:
                dropped.close()
            self.readers[after + 1 :] = [] if reader is None else [reader]
            return True

    # -- what is heard

    def place(self, seconds: float) -> Place | None:
        with self._lock:
            return self._mixer.place(seconds)

    @property
    def end(self) -> float | None:
        """Seconds of the stream at which all has been played; None while that is not known."""
        return self._end

    def heard(self, seconds: float) -> None:
        """libVLC says that so many seconds of the stream have been heard."""
        if self._held_at is None:
            self._anchor = (seconds, self._now())

    def hold(self) -> None:
        """It is paused: nothing is heard, and nothing more is made ready."""
        if self._anchor is not None and self._held_at is None:
            self._held_at = self._now()

    def release(self) -> None:
        if self._anchor is not None and self._held_at is not None:
            seconds, when = self._anchor
            self._anchor = (seconds, when + self._now() - self._held_at)
        self._held_at = None

    # -- libVLC's threads

    def _on_open(self, _opaque: Any, data: Any, size: Any) -> int:
        data[0] = None
        size[0] = ENDLESS
        return 0

    def _on_read(self, _opaque: Any, buffer: Any, length: int) -> int:
        """Bytes that were put into `buffer`.

        Never 0: libVLC would take the stream for ended, and whatever came next would have to wait until it
        has drained its output. After the end, and when closed, there is silence.
        """
        try:
            block = self._rendered(length // (CHANNELS * BYTES))
            self._read += len(block)
            ctypes.memmove(buffer, block.tobytes(), len(block) * CHANNELS * BYTES)
            return len(block) * CHANNELS * BYTES
        except Exception:
            log.exception("the mixer failed")
            return -1

    def _rendered(self, most: int) -> Samples:
        """The next samples, as soon as there is room for them."""
        if not self._read:
            return np.zeros((min(most, LEAD), CHANNELS), np.float32)
        while not self._gate.is_set():
            room = min(max(self._wait_for_room(), CHUNK), FILLING)
            wanted = min(most, round(room * self.rate))
            with self._lock:
                urgent = self._filled and self._read / self.rate - self._heard_now() < RESERVE
                block = self._mixer.render(wanted, urgent=urgent)
                if not len(block) and self._mixer.over:
                    if self._end is None:
                        self._end = self._read / self.rate
                    return np.zeros((wanted, CHANNELS), np.float32)
            if len(block):
                return block
            self._gate.wait(CHUNK / 4)  # it is being decoded
        time.sleep(CHUNK / 4)
        return np.zeros((min(most, round(CHUNK * self.rate)), CHANNELS), np.float32)

    def _wait_for_room(self) -> float:
        """Waits until less than DEPTH is made ready. Gives the seconds that are wanted."""
        while (room := self._heard_now() + DEPTH - self._read / self.rate) <= 0:
            self._filled = True
            if self._gate.wait(CHUNK / 2 - room):
                break
        return room

    def _heard_now(self) -> float:
        if self._anchor is None:
            self._anchor = (0.0, self._now())
        seconds, when = self._anchor
        now = self._now() if self._held_at is None else self._held_at
        return seconds + now - when
