"""One continuous stream out of one piece after the other: gapless joints, crossfades, gain, effects, limiter.

Pure arithmetic on what readers give; knows neither threads nor outputs.
"""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from core.sound.effects import Effects
from core.sound.gain import factor
from core.sound.limiter import Limiter
from core.sound.piece import Piece
from core.sound.resample import Resampler
from core.sound.source import Samples
from core.sound.timeline import Place, Timeline
from core.sound.wishes import Sound

CHUNK: float = 0.02
"""Seconds that are mixed at a time."""
TOUCHING = 0.02
"""Seconds by which two parts of one file may miss each other and still be one stretch: cue sheets count in
frames of 1/75 s."""


class Reader(Protocol):
    """A piece that is being decoded: core.sound.ahead.Ahead, or anything else that can do this."""

    @property
    def piece(self) -> Piece: ...
    @property
    def at(self) -> float:
        """Seconds from the piece's start where reading began."""

    @property
    def rate(self) -> int:
        """Hz of what `read` gives."""

    @property
    def length(self) -> int | None:
        """Samples of the whole piece, as far as is known."""

    @property
    def over(self) -> bool:
        """Whether nothing is left to read."""

    @property
    def broken_off(self) -> bool:
        """Its file went away before its end: the stream ends there, whatever would follow."""

    @property
    def left(self) -> int | None:
        """Samples not read yet, once the end is in sight; else None."""

    def read(self, most: int) -> Samples:
        """What is there, `most` samples at most."""


def touch(piece: Piece, to: Piece) -> bool:
    """Whether `to` begins where `piece` ends in one file."""
    if piece.length is None or piece.path != to.path:
        return False
    return abs(piece.start + piece.length - to.start) < TOUCHING


class Mixer:
    """Not for two threads at once.

    `render` gives the stream; `follow` says what comes after the current piece; `place` tells which moment of
    which piece a moment of the stream is.
    """

    def __init__(
        self, rate: int, sound: Sound, reader: Reader, *, rise: float = 0.0, fall: float = 0.0
    ) -> None:
        """rate: Hz of the stream. rise, fall: seconds in which the first piece is faded in, and out at its
        end."""
        self.rate = rate
        self.number = 0
        """Of the piece mixed last: 0 for the first."""
        self.waits = False
        """Something will follow that is not ready yet: rather silence than an end."""
        self._sound = sound
        self._effects = Effects(rate)
        self._effects.adopt(sound)
        self._limiter = Limiter(rate)
        self._timeline = Timeline(rate)
        self._mixed = self._given = 0
        self._drained = False
        self._ready: list[Samples] = []
        self._current = _Voice(reader, rate, sound, rise, fall)
        self._next: _Voice | None = None
        self._fade: _Fade | None = None

    # -- what is wished for

    def adopt(self, sound: Sound) -> None:
        """Heard from the next sample on, without a click."""
        self._sound = sound
        self._effects.adopt(sound)
        for voice in (self._current, self._next):
            if voice is not None:
                voice.adopt(sound)

    def follow(self, reader: Reader | None) -> None:
        """What comes next, opened; None: the stream ends with the current piece."""
        self.waits = False
        self._next = None if reader is None else _Voice(reader, self.rate, self._sound)

    @property
    def over(self) -> bool:
        """Whether the stream has been given to its end."""
        return self._drained and not self._ready

    # -- what comes out

    def render(self, most: int, *, urgent: bool = True) -> Samples:
        """The next `most` samples; fewer at the end. For what is not decoded yet there is silence when it is
        urgent, else there are fewer."""
        have = sum(map(len, self._ready))
        while have < most and not self._drained:
            block = self._step(urgent=urgent)
            if block is None:
                break
            self._ready.append(block)
            have += len(block)
        whole = np.concatenate(self._ready) if self._ready else np.empty((0, 2), np.float32)
        self._ready = [whole[most:]] if len(whole) > most else []
        return whole[:most]

    def place(self, seconds: float) -> Place | None:
        """What is heard so many seconds into the stream. Ask in ascending order."""
        return self._timeline.at(seconds)

    def _step(self, *, urgent: bool) -> Samples | None:
        """One chunk on, through effects and limiter; None when it is not decoded yet."""
        held = self._effects.delay * self.rate + self._limiter.delay * self._sound.speed
        self._timeline.give(self._given, self._mixed - held, self._sound.speed)
        most = round(CHUNK * self.rate)
        block = self._mix(most)
        if block is None and urgent:
            block = self._silence(most)
        if block is None:
            return None
        if len(block):
            out = self._limiter.run(self._effects.run(block))
        else:
            rest = self._limiter.run(self._effects.drain())
            out = np.concatenate((rest, self._limiter.drain()))
            self._drained = True
        self._given += len(out)
        return out

    # -- voices

    def _mix(self, most: int) -> Samples | None:
        """Up to `most` samples of the voices together; empty at the end of everything, None when they are not
        decoded yet."""
        while True:
            if self._fade is not None:
                return self._faded(self._fade, most)
            begin = self._until_fade()
            if begin == 0:
                self._begin_fade()
                continue
            block = self._current.read(most if begin is None else min(most, begin))
            if len(block):
                return self._mark(block)
            if not self._current.over:
                return None
            if self._current.broken_off or not self._join():
                return self._last()

    def _join(self) -> bool:
        """Goes on with the next voice where the current one ended, to the sample. False when it cannot."""
        voice = self._next
        if voice is None or not voice.ready or not (voice.runs_from(self._current) or self._current.drained):
            return False
        self._current, self._next = voice, None
        self.number += 1
        return True

    def _last(self) -> Samples | None:
        """What is left of the current voice, which is over."""
        tail = self._current.drain()
        if len(tail):
            return self._mark(tail)
        follows = (self.waits or self._next is not None) and not self._current.broken_off
        return None if follows else tail

    def _mark(self, block: Samples) -> Samples:
        self._timeline.mix(self._mixed, self.number, self._current.seconds - len(block) / self.rate)
        self._mixed += len(block)
        return block

    def _silence(self, samples: int) -> Samples:
        self._timeline.mix(self._mixed, self.number, self._current.seconds, moving=False)
        self._mixed += samples
        return np.zeros((samples, 2), np.float32)

    # -- crossfade

    def _until_fade(self) -> int | None:
        """Samples until the crossfade begins; None while that is not in sight, or none is wanted."""
        voice = self._next
        if voice is None or self._current.broken_off:
            return None
        if voice.piece.runs_on or self._sound.crossfade <= 0 or not voice.ready:
            return None
        left = self._current.left
        if left is None or left == 0:
            return None
        return max(0, left - self._fade_length(voice))

    def _fade_length(self, voice: _Voice) -> int:
        """Never more than half of either piece: a jingle must be heard, too."""
        longest = min(
            length // 2 for length in (self._current.length, voice.length, 1 << 40) if length is not None
        )
        return min(round(self._sound.crossfade * self.rate), longest)

    def _begin_fade(self) -> None:
        assert self._next is not None
        left = self._current.left or 0
        old, new = self._current, self._next
        self._fade = _Fade(old, max(1, min(left, self._fade_length(new))))
        self._current, self._next = new, None
        self.number += 1

    def _faded(self, fade: _Fade, most: int) -> Samples | None:
        """Both voices, with equal power; None when the new one is not decoded yet."""
        new = self._current.read(min(most, fade.left))
        if not len(new):
            if not self._current.over:
                return None
            new = np.zeros((min(most, fade.left), 2), np.float32)  # it was shorter than it claimed to be
        old = fade.voice.read(len(new))
        rising, falling = fade.weights(len(new))
        mixed: Samples = new * rising
        mixed[: len(old)] += old * falling[: len(old)]
        if fade.left <= 0:
            self._fade = None
        return self._mark(mixed)


class _Fade:
    """From `voice` to the current one."""

    def __init__(self, voice: _Voice, length: int) -> None:
        self.voice, self._length, self._done = voice, length, 0

    @property
    def left(self) -> int:
        return self._length - self._done

    def weights(self, count: int) -> tuple[Samples, Samples]:
        """Of the new and of the old voice: their squares add up to 1, so that it grows neither louder nor
        quieter between two that have nothing in common."""
        share = (self._done + np.arange(1, count + 1, dtype=np.float32)) / np.float32(self._length)
        self._done += count
        angle = share[:, None] * np.float32(math.pi / 2)
        return np.sin(angle), np.cos(angle)


class _Voice:
    """One piece at the rate of the stream, as loud as it shall be."""

    def __init__(self, reader: Reader, rate: int, sound: Sound, rise: float = 0.0, fall: float = 0.0) -> None:
        self._reader, self._rate = reader, rate
        self._resampler: Resampler | None = None
        self._buffer = np.empty((0, 2), np.float32)
        self._given = 0
        self._exhausted = False
        self._rise, self._fall = round(rise * rate), round(fall * rate)
        self.piece = reader.piece
        self._gain = self._wanted_gain = self._factor(sound)

    @property
    def ready(self) -> bool:
        return self._reader.rate > 0

    @property
    def seconds(self) -> float:
        """From the piece's start, of the sample that is given next."""
        return self._reader.at + self._given / self._rate

    @property
    def length(self) -> int | None:
        """Samples of the whole piece, as far as is known."""
        return None if self._reader.length is None else self._scaled(self._reader.length)

    @property
    def left(self) -> int | None:
        """Samples until it ends, as far as is known."""
        if self._reader.left is not None:
            return self._scaled(self._reader.left) + len(self._buffer)
        length = self.length
        if length is None:
            return None
        return max(1, length - round(self._reader.at * self._rate) - self._given)

    @property
    def over(self) -> bool:
        return self._exhausted and not len(self._buffer)

    @property
    def broken_off(self) -> bool:
        return self._reader.broken_off

    def adopt(self, sound: Sound) -> None:
        self._wanted_gain = self._factor(sound)

    @property
    def drained(self) -> bool:
        """Whether no resampler holds anything of it."""
        return self._resampler is None

    def runs_from(self, before: _Voice) -> bool:
        """Takes the resampler of `before`, which is over, where both need the same: a filter that begins anew
        would be heard at the joint."""
        its = before._resampler
        if its is None or its.source != self._reader.rate:
            return False
        self._resampler, before._resampler = its, None
        return True

    def read(self, most: int) -> Samples:
        """Up to `most` samples; none when it is over, or not decoded in time."""
        while len(self._buffer) < most and not self._exhausted:
            raw = self._reader.read(self._raw(most - len(self._buffer)))
            if len(raw):
                self._buffer = np.concatenate((self._buffer, self._at_rate(raw)))
            elif self._reader.over:
                self._exhausted = True
            else:
                break
        block, self._buffer = self._buffer[:most], self._buffer[most:]
        loud = self._shaped(block)
        self._given += len(block)
        return loud

    def _raw(self, samples: int) -> int:
        return -(-samples * (self._reader.rate or self._rate) // self._rate)

    def _scaled(self, samples: int) -> int:
        return round(samples * self._rate / self._reader.rate) if self._reader.rate else samples

    def _at_rate(self, raw: Samples) -> Samples:
        if self._resampler is None:
            if self._reader.rate == self._rate:
                return raw
            self._resampler = Resampler(self._reader.rate, self._rate)
        return self._resampler.run(raw)

    def drain(self) -> Samples:
        """What its resampler still holds, when nothing runs on from it."""
        held, self._resampler = self._resampler, None
        return self._buffer[:0] if held is None else self._shaped(held.drain())

    # -- loudness

    def _factor(self, sound: Sound) -> float:
        return factor(self.piece.gain, sound, in_album=self.piece.in_album)

    def _shaped(self, block: Samples) -> Samples:
        if not len(block):
            return block
        if self._gain != self._wanted_gain:
            # Over a whole chunk, which is too slow to click.
            ramp = np.linspace(self._gain, self._wanted_gain, len(block), dtype=np.float32)
            self._gain = self._wanted_gain
            block = block * ramp[:, None]
        elif self._gain != 1.0:
            block = block * np.float32(self._gain)
        return self._enveloped(block)

    def _enveloped(self, block: Samples) -> Samples:
        """Faded in at the beginning and out at the end, where that was asked for."""
        if self._given < self._rise:
            share = np.arange(self._given + 1, self._given + len(block) + 1) / self._rise
            block = block * np.minimum(1.0, share)[:, None].astype(np.float32)
        left = self.left if self._fall else None
        if left is not None and left < self._fall:
            share = np.arange(left + len(block), left, -1) / self._fall
            block = block * np.clip(share, 0.0, 1.0)[:, None].astype(np.float32)
        return block
