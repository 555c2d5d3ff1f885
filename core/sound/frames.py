"""The frames of one audio file, each with its exact place, from the start or from anywhere in it.

Sample 0 of a song is the first one a decoder gives when it starts at the beginning (encoder delay already
dropped). A place in the song is counted in *source* samples, from the time stamps around it. Single stamps
wobble (Vorbis and AAC files carry ones that are half a block off for one packet): the commonest of several
counts. Decoding starts early enough for bit reservoirs and overlapping blocks to fill (`PREROLL`). A
container whose stamps are coarser than a sample, or whose seeks were not found exact, is read from its start.

One thing remains: AAC's noise substitution, where an encoder used it, is drawn anew by the decoder after a
seek; the noise differs, its spectrum does not.
"""

from __future__ import annotations

import contextlib
from collections import Counter, deque
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import av

from core.domain import Seconds
from core.errors import UserError

PREROLL: Seconds = Seconds(0.4)
"""Decoded and dropped after a seek. MP3's reservoir needs 0.25 s, Opus asks for 0.08 s."""
SLACK: Seconds = Seconds(0.1)
"""A seek may land this much late: Vorbis gives nothing for the first packet. Enough pre-roll remains."""
PROBE = 8
"""Frames whose stamps vote on where a seek landed."""
JUMP: Seconds = Seconds(30.0)
"""A hole in the stamps up to this long is stepped over; a longer one is a broken clock."""

EXACT_SEEKS = frozenset({"mp3", "aac", "flac", "ogg", "mov", "wav", "w64", "aiff", "wv", "caf", "au"})
"""Demuxers whose seeks were compared with decoding from the start, sample by sample."""
PADDED = frozenset({"mov", "ogg"})
"""Demuxers that tell the true length, but leave the padding of the last packets in (Ogg: of short files)."""

av.logging.set_level(av.logging.PANIC)


class DecodeError(UserError):
    """A file that gives no sound; the text says why."""


class Placed(NamedTuple):
    position: int
    """In source samples from the song's start."""
    frame: av.AudioFrame
    samples: int
    """At the song's own rate (chained streams may change theirs); fewer than the frame's where the last ones
    are padding."""


class Frames:
    """One open file. Not for two threads at once. Raises DecodeError when it holds no sound."""

    def __init__(self, path: Path, *, trim: bool = False) -> None:
        """trim: leave out the padding at the end of formats whose demuxers leave it in."""
        self.path = path
        self._trim = trim
        self._container = self._opened()
        try:
            self._prepare()
        except BaseException:
            self._container.close()
            raise

    def _opened(self) -> av.container.InputContainer:
        try:
            return av.open(str(self.path), metadata_errors="ignore")
        except (OSError, av.error.FFmpegError, ValueError) as problem:
            raise DecodeError(
                "{file} cannot be opened: {why}", file=self.path.name, why=reason(problem)
            ) from problem

    def _prepare(self) -> None:
        if not self._container.streams.audio:
            raise DecodeError("{file} has no audio stream", file=self.path.name)
        self._stream = self._container.streams.audio[0]
        self._origin: int | None = None
        self._tick: tuple[int, int] | None = None
        try:
            first = next(self._decoded(), None)
        except av.error.FFmpegError as problem:
            raise DecodeError(
                "{file} cannot be decoded: {why}", file=self.path.name, why=reason(problem)
            ) from problem
        if first is None or not first.sample_rate:
            raise DecodeError("{file} holds no sound that can be decoded", file=self.path.name)
        # Ogg marks samples that only prime the decoder by stamps below zero; they are no part of the song.
        self._origin = None if first.pts is None else max(first.pts, 0)
        self.rate: int = first.sample_rate
        """Hz, of the first frame: what positions are counted in."""
        self._tick = self._samples_per_tick()
        self._lead = self._position(first) or 0
        self.seekable = self._trusts_seeks()
        """Whether `at` need not decode what lies before it."""

    @property
    def claimed(self) -> int | None:
        """The length in samples, as the container tells it; None when it does not. May be a packet off,
        guessed from a bit rate, or of a file that was cut short since."""
        if self.claimed_by_stream is not None:
            return self.claimed_by_stream
        if self._container.duration:
            return round(self._container.duration * self.rate / av.time_base)
        return None

    @property
    def claimed_by_stream(self) -> int | None:
        """As `claimed`, but by the audio stream itself, which knows better than its container."""
        base, duration = self._stream.time_base, self._stream.duration
        return round(duration * base * self.rate) if base is not None and duration else None

    def from_start(self) -> Iterator[Placed]:
        """All frames in order. Ends the iterators given before."""
        self._rewind()
        return self._placed(self._decoded(), self._lead)

    def at(self, position: int) -> Iterator[Placed]:
        """Frames from somewhere before `position`, in samples; far enough for the decoder to have settled."""
        frames = self.near(position) if self.seekable else None
        return self.from_start() if frames is None else frames

    def near(self, position: int) -> Iterator[Placed] | None:
        """As `at`, by a seek alone; None when it went astray."""
        target = position - round(PREROLL * self.rate)
        if target <= 0:
            return self.from_start()
        assert self._stream.time_base is not None
        stamp = (self._origin or 0) + round(Fraction(target, self.rate) / self._stream.time_base)
        try:
            self._container.seek(stamp, stream=self._stream)
        except (av.error.FFmpegError, OSError):
            return None
        frames = self._decoded()
        probe = [f for _, f in zip(range(PROBE), frames, strict=False)]
        landed = self._vote(probe)
        if landed is None or landed > target + SLACK * self.rate:
            return None
        return self._placed(chain(probe, frames), landed)

    def close(self) -> None:
        self._container.close()

    # -- reading ---------------------------------------------------------------------------------------------

    def _decoded(self) -> Iterator[av.AudioFrame]:
        """Frames from where the container stands. Broken packets are left out; stamps tell of the hole."""
        broken = 0
        for packet in self._packets():
            try:
                yield from (frame for frame in packet.decode() if frame.samples)
                broken = 0
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                broken += 1
                if broken > 2000 and self._origin is None:
                    return

    def _packets(self) -> Iterator[av.Packet[av.AudioStream]]:
        packets = self._container.demux(self._stream)
        failures = 0
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError:
                # A demuxer that stumbles may find its feet again; one that keeps stumbling is at its end.
                failures += 1
                if failures > 20:
                    return
                packets = self._container.demux(self._stream)
                continue
            if packet is None:
                return
            yield packet

    def _rewind(self) -> None:
        """Reopens: the one rewind that always works; seeking to 0 loses the encoder delay of some files."""
        self._container.close()
        self._container = self._opened()
        self._stream = self._container.streams.audio[0]

    def _samples_per_tick(self) -> tuple[int, int] | None:
        """Of the stream's time stamps, as numerator and denominator."""
        base = self._stream.time_base
        return (base.numerator * self.rate, base.denominator) if base else None

    def _position(self, frame: av.AudioFrame) -> int | None:
        if frame.pts is None or self._origin is None or self._tick is None:
            return None
        # Whole numbers: this is asked for every frame, and fractions cost more than decoding.
        up, down = self._tick
        return (2 * (frame.pts - self._origin) * up + down) // (2 * down)

    def _vote(self, probe: list[av.AudioFrame]) -> int | None:
        """Where the first of these frames lies: the commonest answer of all their stamps."""
        votes: Counter[int] = Counter()
        passed = 0
        for frame in probe:
            position = self._position(frame)
            if position is not None:
                votes[position - passed] += 1
            passed += self._scaled(frame)
        return votes.most_common(1)[0][0] if votes else None

    def _scaled(self, frame: av.AudioFrame) -> int:
        """Its samples, at the song's own rate."""
        if frame.sample_rate == self.rate:
            return frame.samples
        return round(frame.samples * self.rate / frame.sample_rate)

    def _placed(self, frames: Iterator[av.AudioFrame], position: int) -> Iterator[Placed]:
        """Counts samples; a hole that the stamps agree on is stepped over."""
        ahead: deque[av.AudioFrame] = deque()
        for frame in frames:
            ahead.append(frame)
            if len(ahead) <= PROBE:
                continue
            position = self._over_hole(ahead, position)
            placed = ahead.popleft()
            samples = self._scaled(placed)
            yield Placed(position, placed, samples)
            position += samples
        last = self._true_end()
        trusted = last is not None and last >= position  # else it is no matter of a few packets
        for frame in ahead:
            samples = self._scaled(frame)
            kept = max(0, min(samples, last - position)) if last is not None and trusted else samples
            if kept:
                yield Placed(position, frame, kept)
            position += samples

    def _true_end(self) -> int | None:
        """Where padding begins, in samples; None where it stays, or the demuxer cuts it off by itself."""
        if not self._trim or not PADDED & set(self._container.format.name.split(",")):
            return None
        # Apple's encoders keep it in a tag: " 00000000 <delay> <padding> <samples> …", in hexadecimal.
        words = self._container.metadata.get("iTunSMPB", "").split()
        with contextlib.suppress(IndexError, ValueError):
            return int(words[3], 16) or self.claimed
        return self.claimed

    def _over_hole(self, ahead: deque[av.AudioFrame], position: int) -> int:
        if not self.seekable:
            return position
        stamped = self._position(ahead[0])
        if stamped is None or stamped <= position:
            return position
        if position < stamped < position + JUMP * self.rate and self._vote(list(ahead)) == stamped:
            return stamped
        return position

    def _trusts_seeks(self) -> bool:
        names = set(self._container.format.name.split(","))
        base = self._stream.time_base
        if self._origin is None or base is None or not names & EXACT_SEEKS:
            return False
        return (1 / base) % self.rate == 0


def reason(problem: Exception) -> str:
    """FFmpeg's words without its error number and the path."""
    text = getattr(problem, "strerror", None) or str(problem)
    return text[0].lower() + text[1:] if text else type(problem).__name__
