"""A song as mono float32 at a wanted rate, streaming or cut out exactly.

A cut after a seek has to be the same sound as the same stretch of the whole song. core.sound.frames finds the
place, counted in *source* samples, the song's own; here the resampler starts on a source sample that falls
exactly on a sample of the wanted rate, far enough before the cut for its filter to have settled. The length
is what decoding to the end would give.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds
from core.sound.frames import DecodeError, Frames, Placed

__all__ = ["BLOCK", "DecodeError", "Samples", "Source", "decode", "decode_span", "duration"]

Samples = NDArray[np.float32]

BLOCK = 1 << 16
"""Samples per block of a stream."""
RESAMPLER = "filter_size=128:cutoff=0.9565"
"""Flat to 0.913 of the band and silent from its end, like the soxr the taggers' own package resamples with:
with FFmpeg's usual 32 taps the top two mel bands differ enough to move musicnn's embedding (cosine .986 on
one track)."""
KEPT: Seconds = Seconds(2.5)
"""The latest sound decoded is kept: neighbouring windows overlap by 2 s at most, beside their margins."""
SETTLE = 160
"""Samples, of the lower of both rates, after which the resampler's filter has settled (128 taps)."""


class Source:
    """One open file. Cheap to open; not for two threads at once; close it, or use it in a `with`.

    rate: Hz of everything it gives. Raises DecodeError when the file cannot be opened or holds no sound.
    """

    def __init__(self, path: Path, rate: int) -> None:
        self.path, self.rate = path, rate
        self._source = Frames(path)
        try:
            self._pending: deque[Placed] = deque()
            self._replay: deque[Placed] = deque()
            common = math.gcd(self._source.rate, rate)
            self._up, self._down = rate // common, self._source.rate // common
            self._frames = self._from_start()
            self._source_length = self._measure()
        except BaseException:
            self._source.close()
            raise

    @property
    def length(self) -> int:
        """Samples of the song at `rate`; the same number whichever way it is read."""
        return self._source_length * self._up // self._down

    @property
    def duration(self) -> Seconds:
        return Seconds(self._source_length / self._source.rate)

    @property
    def seekable(self) -> bool:
        """Whether `span` need not decode what lies before it."""
        return self._source.seekable

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

    def _from_start(self) -> Iterator[Placed]:
        self._pending.clear()
        self._replay.clear()
        return self._source.from_start()

    def _go_to(self, position: int) -> None:
        """Has reading go on at, or before, a source position; with frames kept where that is enough."""
        self._replay.extendleft(reversed(self._pending))
        self._pending.clear()
        while len(self._replay) > 1 and self._replay[1].position <= position:
            self._replay.popleft()
        here = self._replay[0].position if self._replay else None
        near = self._source.rate // 2
        if here is not None and here <= position and (not self._source.seekable or position - here < near):
            return
        self._replay.clear()
        self._frames = self._source.at(position)

    def _read(self) -> Iterator[Placed]:
        """Frames from where `_go_to` left off."""
        while self._replay:
            yield self._replay.popleft()
        # Not `yield from`, which would end `_frames` with this generator.
        for placed in self._frames:  # noqa: UP028
            yield placed

    # -- length ----------------------------------------------------------------------------------------------

    def _measure(self) -> int:
        """The song's length in source samples.

        Containers claim lengths that are a packet off, guessed from a bit rate, or of a file that was cut
        short since. So the claim only says where to look: its last second is decoded. Where nothing is found
        there, or seeks are not exact, the whole file is decoded once to count its samples.
        """
        claim = self._source.claimed_by_stream
        if self._source.seekable and claim:
            near = claim - self._source.rate
            frames = self._source.near(near) if near > self._source.rate else None
            if frames is not None and (end := _end(frames)) > near:
                return end
        end = _end(self._from_start())
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
            end = placed.position + placed.samples
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

    def _remember(self, placed: Placed, start: int) -> None:
        """Keeps the latest frames: the next span may start before this one ended."""
        self._pending.append(placed)
        oldest = placed.position - round(KEPT * self._source.rate)
        while self._pending[0].position < oldest:
            self._pending.popleft()

    def close(self) -> None:
        self._pending.clear()
        self._source.close()

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


def _end(frames: Iterator[Placed]) -> int:
    """Where the last of these frames ends; 0 when there is none."""
    end = 0
    for placed in frames:
        end = placed.position + placed.samples
    return end


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
