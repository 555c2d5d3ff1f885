"""The only decoder: any file FFmpeg reads, as mono float32 at a wanted rate, streaming or cut out exactly.

Sample 0 of a song is the first one a decoder gives when it starts at the beginning (encoder delay already
dropped), and its length is what decoding to the end would give. A cut after a seek has to be the same sound
as the same stretch of the whole song, so:

* a place in the song is counted in *source* samples, from the time stamps around it. Single stamps wobble
  (Vorbis and AAC files carry ones that are half a block off for one packet): the commonest of several counts;
* decoding starts early enough for bit reservoirs and overlapping blocks to fill (`PREROLL`);
* the resampler starts on a source sample that falls exactly on a sample of the wanted rate, far enough before
  the cut for its filter to have settled;
* a container whose stamps are coarser than a sample, or whose seeks were not found exact, is read from its
  start.

One thing remains: AAC's noise substitution, where an encoder used it, is drawn anew by the decoder after a
seek; the noise differs, its spectrum does not.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import av
import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds
from core.errors import UserError

Samples = NDArray[np.float32]

BLOCK = 1 << 16
"""Samples per block of a stream."""
PREROLL: Seconds = Seconds(0.4)
"""Decoded and dropped after a seek. MP3's reservoir needs 0.25 s, Opus asks for 0.08 s."""
SLACK: Seconds = Seconds(0.1)
"""A seek may land this much late: Vorbis gives nothing for the first packet. Enough pre-roll remains."""
PROBE = 8
"""Frames whose stamps vote on where a seek landed."""
JUMP: Seconds = Seconds(30.0)
"""A hole in the stamps up to this long is filled with silence; a longer one is a broken clock."""
RESAMPLER = "filter_size=128:cutoff=0.9565"
"""Flat to 0.913 of the band and silent from its end, like the soxr the taggers' own package resamples with:
with FFmpeg's usual 32 taps the top two mel bands differ enough to move musicnn's embedding (cosine .986 on
one track)."""
KEPT: Seconds = Seconds(2.5)
"""The latest sound decoded is kept: neighbouring windows overlap by 2 s at most, beside their margins."""
SETTLE = 160
"""Samples, of the lower of both rates, after which the resampler's filter has settled (128 taps)."""

EXACT_SEEKS = frozenset({"mp3", "aac", "flac", "ogg", "mov", "wav", "w64", "aiff", "wv", "caf", "au"})
"""Demuxers whose seeks were compared with decoding from the start, sample by sample."""

av.logging.set_level(av.logging.PANIC)


class DecodeError(UserError):
    """A file that gives no sound; the text says why."""


class _Placed(NamedTuple):
    position: int
    """In source samples from the song's start."""
    frame: av.AudioFrame


class Source:
    """One open file. Cheap to open; not for two threads at once; close it, or use it in a `with`.

    rate: Hz of everything it gives. Raises DecodeError when the file cannot be opened or holds no sound.
    """

    def __init__(self, path: Path, rate: int) -> None:
        self.path, self.rate = path, rate
        try:
            self._container = av.open(str(path), metadata_errors="ignore")
        except (OSError, av.error.FFmpegError, ValueError) as problem:
            raise DecodeError(
                "{file} cannot be opened: {why}", file=path.name, why=_reason(problem)
            ) from problem
        try:
            self._prepare()
        except BaseException:
            self._container.close()
            raise

    def _prepare(self) -> None:
        if not self._container.streams.audio:
            raise DecodeError("{file} has no audio stream", file=self.path.name)
        self._stream = self._container.streams.audio[0]
        self._pending: deque[_Placed] = deque()
        self._replay: deque[_Placed] = deque()
        self._origin: int | None = None
        self._tick: tuple[int, int] | None = None
        try:
            first = next(self._decoded(), None)
        except av.error.FFmpegError as problem:
            raise DecodeError(
                "{file} cannot be decoded: {why}", file=self.path.name, why=_reason(problem)
            ) from problem
        if first is None or not first.sample_rate:
            raise DecodeError("{file} holds no sound that can be decoded", file=self.path.name)
        # Ogg marks samples that only prime the decoder by stamps below zero; they are no part of the song.
        self._origin = None if first.pts is None else max(first.pts, 0)
        self._source_rate = first.sample_rate
        self._tick = self._samples_per_tick()
        self._lead = self._position(first) or 0
        common = math.gcd(self._source_rate, self.rate)
        self._up, self._down = self.rate // common, self._source_rate // common
        self._seekable = self._trusts_seeks()
        self._frames = self._from_start()
        self._source_length = self._measure()

    @property
    def length(self) -> int:
        """Samples of the song at `rate`; the same number whichever way it is read."""
        return self._source_length * self._up // self._down

    @property
    def duration(self) -> Seconds:
        return Seconds(self._source_length / self._source_rate)

    @property
    def seekable(self) -> bool:
        """Whether `span` need not decode what lies before it."""
        return self._seekable

    def blocks(self, size: int = BLOCK) -> Iterator[Samples]:
        """The whole song in order, `length` samples in blocks of `size` (the last may be shorter)."""
        self._frames = self._from_start()
        left = self.length
        for block in self._resampled(0, size):
            if left <= 0:
                return
            yield block[:left]
            left -= len(block)
        while left > 0:
            yield np.zeros(min(size, left), np.float32)
            left -= size

    def span(self, start: int, count: int) -> Samples:
        """Samples start .. start + count; zeros beyond the song's ends. Cheapest in ascending order."""
        out = np.zeros(count, np.float32)
        first, last = max(start, 0), min(start + count, self.length)
        if last <= first:
            return out
        settle = math.ceil(SETTLE * max(1.0, self._up / self._down))
        steps = max(0, first - settle) // self._up
        self._go_to(steps * self._down)
        position = steps * self._up
        # Blocks that end where the span does: what is read beyond would have to be read again by the next.
        size = math.ceil((last - position) / math.ceil((last - position) / BLOCK))
        for block in self._resampled(steps * self._down, size):
            take = block[max(0, first - position) : last - position]
            at = max(first, position) - start
            out[at : at + len(take)] = take
            position += len(block)
            if position >= last:
                break
        return out

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

    def _samples_per_tick(self) -> tuple[int, int] | None:
        """Of the stream's time stamps, as numerator and denominator."""
        base = self._stream.time_base
        return (base.numerator * self._source_rate, base.denominator) if base else None

    def _position(self, frame: av.AudioFrame) -> int | None:
        if frame.pts is None or self._origin is None or self._tick is None:
            return None
        # Whole numbers: this is asked for every frame, and fractions cost more than decoding.
        up, down = self._tick
        return (2 * (frame.pts - self._origin) * up + down) // (2 * down)

    def _from_start(self) -> Iterator[_Placed]:
        self._rewind()
        return self._placed(self._decoded(), self._lead)

    def _rewind(self) -> None:
        """Reopens: the one rewind that always works; seeking to 0 loses the encoder delay of some files."""
        self._pending.clear()
        self._replay.clear()
        self._container.close()
        self._container = av.open(str(self.path), metadata_errors="ignore")
        self._stream = self._container.streams.audio[0]

    def _from(self, position: int) -> Iterator[_Placed] | None:
        """Frames from somewhere before `position` with its pre-roll; None when the seek went astray."""
        target = position - round(PREROLL * self._source_rate)
        if target <= 0:
            return self._from_start()
        assert self._stream.time_base is not None
        stamp = (self._origin or 0) + round(Fraction(target, self._source_rate) / self._stream.time_base)
        try:
            self._container.seek(stamp, stream=self._stream)
        except (av.error.FFmpegError, OSError):
            return None
        frames = self._decoded()
        probe = [f for _, f in zip(range(PROBE), frames, strict=False)]
        landed = self._vote(probe)
        if landed is None or landed > target + SLACK * self._source_rate:
            return None
        return self._placed(chain(probe, frames), landed)

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
        """Its samples, at the song's own rate (chained streams may change theirs)."""
        if frame.sample_rate == self._source_rate:
            return frame.samples
        return round(frame.samples * self._source_rate / frame.sample_rate)

    def _placed(self, frames: Iterator[av.AudioFrame], position: int) -> Iterator[_Placed]:
        """Counts samples; a hole that the stamps agree on is stepped over, and left for silence."""
        ahead: deque[av.AudioFrame] = deque()
        for frame in frames:
            ahead.append(frame)
            if len(ahead) <= PROBE:
                continue
            position = self._over_hole(ahead, position)
            placed = ahead.popleft()
            yield _Placed(position, placed)
            position += self._scaled(placed)
        for frame in ahead:
            yield _Placed(position, frame)
            position += self._scaled(frame)

    def _over_hole(self, ahead: deque[av.AudioFrame], position: int) -> int:
        if not self._seekable:
            return position
        stamped = self._position(ahead[0])
        if stamped is None or stamped <= position:
            return position
        if position < stamped < position + JUMP * self._source_rate and self._vote(list(ahead)) == stamped:
            return stamped
        return position

    def _go_to(self, position: int) -> None:
        """Has reading go on at, or before, a source position; with frames kept where that is enough."""
        self._replay.extendleft(reversed(self._pending))
        self._pending.clear()
        while len(self._replay) > 1 and self._replay[1].position <= position:
            self._replay.popleft()
        here = self._replay[0].position if self._replay else None
        near = self._source_rate // 2
        if here is not None and here <= position and (not self._seekable or position - here < near):
            return
        self._replay.clear()
        frames = self._from(position) if self._seekable else None
        self._frames = frames if frames is not None else self._from_start()

    def _read(self) -> Iterator[_Placed]:
        """Frames from where `_go_to` left off."""
        while self._replay:
            yield self._replay.popleft()
        # Not `yield from`, which would end `_frames` with this generator.
        for placed in self._frames:  # noqa: UP028
            yield placed

    # -- length ----------------------------------------------------------------------------------------------

    def _trusts_seeks(self) -> bool:
        names = set(self._container.format.name.split(","))
        base = self._stream.time_base
        if self._origin is None or base is None or not names & EXACT_SEEKS:
            return False
        return (1 / base) % self._source_rate == 0

    def _measure(self) -> int:
        """The song's length in source samples.

        Containers claim lengths that are a packet off, guessed from a bit rate, or of a file that was cut
        short since. So the claim only says where to look: its last second is decoded. Where nothing is found
        there, or seeks are not exact, the whole file is decoded once to count its samples.
        """
        base, claim = self._stream.time_base, self._stream.duration
        if self._seekable and claim and base is not None:
            near = round(claim * base * self._source_rate) - self._source_rate
            frames = self._from(near) if near > self._source_rate else None
            if frames is not None and (end := _end(self, frames)) > near:
                return end
        end = _end(self, self._from_start())
        if not end:
            raise DecodeError("{file} holds no sound that can be decoded", file=self.path.name)
        return end

    # -- resampling ------------------------------------------------------------------------------------------

    def _resampled(self, start: int, size: int) -> Iterator[Samples]:
        """Mono blocks of `size` at `rate`, from source sample `start`, which must be a multiple of `_down`.

        What was read and may be needed again by a neighbouring span stays in `_pending`.
        """
        mixer: _Mixer | None = None
        position = start
        for placed in self._read():
            end = placed.position + self._scaled(placed.frame)
            self._remember(placed, start)
            if end <= position:
                continue
            if mixer is None or not mixer.fits(placed.frame):
                if mixer is not None:
                    yield from mixer.drain()
                mixer = _Mixer(placed.frame, self.rate, size, max(0, position - placed.position))
            if placed.position > position:
                yield from mixer.silence(placed.frame, placed.position - position)
            yield from mixer.feed(placed.frame)
            position = end
        if mixer is not None:
            yield from mixer.drain()

    def _remember(self, placed: _Placed, start: int) -> None:
        """Keeps the latest frames: the next span may start before this one ended."""
        self._pending.append(placed)
        oldest = placed.position - round(KEPT * self._source_rate)
        while self._pending[0].position < oldest:
            self._pending.popleft()

    def close(self) -> None:
        self._pending.clear()
        self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Mixer:
    """Frames of one format to mono float32 at one rate: the mean of the channels, then FFmpeg's resampler."""

    def __init__(self, like: av.AudioFrame, rate: int, size: int, skip: int) -> None:
        """skip: samples of the first frame to drop."""
        self._key = _format(like)
        channels = like.layout.nb_channels
        graph = av.filter.Graph()
        chosen = [("aformat", "sample_fmts=fltp")]
        if skip:
            chosen.append(("atrim", f"start_sample={skip}"))
        if channels > 1:
            share = 1 / channels
            mix = "+".join(f"{share:.9f}*c{i}" for i in range(channels))
            chosen.append(("pan", f"mono|c0={mix}"))
        if like.sample_rate != rate:
            chosen.append(("aresample", f"{rate}:{RESAMPLER}"))
        chosen.append(("asetnsamples", f"n={size}:p=0"))
        nodes = [
            graph.add_abuffer(
                sample_rate=like.sample_rate,
                format=like.format,
                layout=like.layout,
                time_base=Fraction(1, like.sample_rate),
            ),
            *(graph.add(name, args) for name, args in chosen),
            graph.add("abuffersink"),
        ]
        graph.link_nodes(*nodes).configure()
        self._graph = graph
        self._fed = 0
        self._every = -(-size * like.sample_rate // rate)
        # What the resampler holds back, and samples that are trimmed, do not come out.
        held = SETTLE * max(1.0, like.sample_rate / rate) if like.sample_rate != rate else 0
        self._waiting = -skip - math.ceil(held)

    def fits(self, frame: av.AudioFrame) -> bool:
        return _format(frame) == self._key

    def feed(self, frame: av.AudioFrame) -> Iterator[Samples]:
        frame.pts = self._fed
        self._fed += frame.samples
        self._waiting += frame.samples
        self._graph.push(frame)
        # Asking an unfilled sink raises, which costs more than decoding: ask when a block may be there.
        if self._waiting >= self._every:
            self._waiting -= self._every
            yield from self._pull()

    def silence(self, like: av.AudioFrame, samples: int) -> Iterator[Samples]:
        while samples > 0:
            some = min(samples, like.sample_rate)
            frame = av.AudioFrame(format=like.format.name, layout=like.layout, samples=some)
            frame.sample_rate = like.sample_rate
            nothing = b"\x80" if like.format.name.startswith("u8") else b"\0"
            # PyAV lists one plane too many for eight channels.
            for plane in frame.planes[: like.layout.nb_channels if like.format.is_planar else 1]:
                plane.update(nothing * plane.buffer_size)
            yield from self.feed(frame)
            samples -= some

    def drain(self) -> Iterator[Samples]:
        self._graph.push(None)
        yield from self._pull()

    def _pull(self) -> Iterator[Samples]:
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            yield frame.to_ndarray()[0]


def _format(frame: av.AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _end(source: Source, frames: Iterator[_Placed]) -> int:
    """Where the last of these frames ends; 0 when there is none."""
    end = 0
    for placed in frames:
        end = placed.position + source._scaled(placed.frame)
    return end


def _reason(problem: Exception) -> str:
    """FFmpeg's words without its error number and the path."""
    text = getattr(problem, "strerror", None) or str(problem)
    return text[0].lower() + text[1:] if text else type(problem).__name__


def decode(path: Path, rate: int, block: int = BLOCK) -> Iterator[Samples]:
    """A whole file as blocks of mono float32 in -1..1. Raises DecodeError when it gives no sound."""
    with Source(path, rate) as source:
        yield from source.blocks(block)


def decode_span(path: Path, rate: int, start: int, count: int) -> Samples:
    """`count` samples from sample `start`, the same ones a decode from the beginning gives there."""
    with Source(path, rate) as source:
        return source.span(start, count)


def duration(path: Path) -> Seconds:
    """Seconds of sound in a file, from decoding its end."""
    with Source(path, 16000) as source:
        return source.duration
