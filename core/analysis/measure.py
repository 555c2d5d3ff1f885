"""Measuring songs in the listening process: loudness and shape, from one decoding at the file's own rate."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

import av
import numpy as np

from core.analysis.audio import DecodeError
from core.analysis.channel import Workshop, job
from core.analysis.records import Measured, Request
from core.domain import Seconds
from core.sound.loudness import Meter
from core.sound.waveform import Sketch

BEFORE = Seconds(1.0)
"""A seek to a part lands this much early at least, so that the decoder is warm where the part begins."""
MOST_BROKEN = 2000
"""Packets in a row that cannot be decoded, after which a file is given up."""


@job
@dataclass(frozen=True, slots=True)
class MeasureNow:
    """A job for a song that the user waits for: the one that plays. Raises UserError."""

    wanted: Request

    def run(self, workshop: Workshop) -> Measured:
        return measure(self.wanted, workshop.check)


def measure(wanted: Request, check: Callable[[], None] = lambda: None) -> Measured:
    """Decodes the song, or the part of it that is asked for, once. Raises DecodeError when there is no sound.

    check: called with every frame; it may wait, or raise to give up.
    """
    meter: Meter | None = None
    sketch: Sketch | None = None
    for frame in _frames(wanted):
        check()
        if meter is None or sketch is None:
            meter, sketch = Meter(frame.sample_rate, frame.layout.name), Sketch(frame.sample_rate)
        for block in meter.add(frame):
            sketch.add(block)
    if meter is None or sketch is None:
        raise DecodeError("{file} holds no sound that can be decoded", file=wanted.path.name)
    for block in meter.end():
        sketch.add(block)
    return Measured(wanted.audio_id, meter.loudness(), sketch.waveform())


def _frames(wanted: Request) -> Iterator[av.AudioFrame]:
    """The song in double precision, all frames as the first one's rate and layout, cut to the part."""
    name = wanted.path.name
    try:
        container = av.open(str(wanted.path), metadata_errors="ignore")
    except (OSError, av.error.FFmpegError, ValueError) as problem:
        raise DecodeError("{file} cannot be opened: {why}", file=name, why=problem) from problem
    with container:
        if not container.streams.audio:
            raise DecodeError("{file} has no audio stream", file=name)
        stream = container.streams.audio[0]
        frames = _decoded(container, stream)
        opening = next(frames, None)
        if opening is None:
            return
        rate = opening.sample_rate
        # Chained streams may change their rate or layout.
        resampler = av.AudioResampler("dbl", opening.layout.name, rate)
        frames, position = _from(wanted.start, opening, frames, container, stream)
        here, first = round(position * rate), round(wanted.start * rate)
        end = first + round(wanted.length * rate) if wanted.length is not None else 1 << 62
        for frame in frames:
            for made in resampler.resample(frame):
                cut = _cut(made, first - here, end - here)
                here += made.samples
                if cut is not None:
                    yield cut
            if here >= end:
                return


def _from(
    start: Seconds,
    opening: av.AudioFrame,
    rest: Iterator[av.AudioFrame],
    container: av.container.InputContainer,
    stream: av.AudioStream,
) -> tuple[Iterator[av.AudioFrame], float]:
    """Frames from somewhere before `start`, and the seconds from the song's start to the first of them.

    opening: the first frame of the song, after which `rest` goes on: sample 0 is where its stamp says.
    """
    early, base = start - BEFORE, stream.time_base
    if early > 0 and base is not None and opening.pts is not None:
        with contextlib.suppress(av.error.FFmpegError, OSError):
            origin = max(0, opening.pts)
            container.seek(origin + int(Fraction(early) / base), stream=stream)
            frames = _decoded(container, stream)
            landed = next(frames, None)
            if landed is not None and landed.pts is not None:
                return chain([landed], frames), float((landed.pts - origin) * base)
    return chain([opening], rest), 0.0


def _decoded(container: av.container.InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    """Every frame there is; broken packets are left out."""
    broken = 0
    packets = container.demux(stream)
    while broken < MOST_BROKEN:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            yield from (frame for frame in packet.decode() if frame.samples)
            broken = 0
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            broken += 1
            # A generator that raised is over; one that demuxes can be had again.
            packets = container.demux(stream)


def _cut(frame: av.AudioFrame, first: int, end: int) -> av.AudioFrame | None:
    """The frame without what lies before its sample `first` or from `end` on; None when nothing is left."""
    if first <= 0 and end >= frame.samples:
        frame.pts = None
        return frame
    channels = frame.layout.nb_channels
    part = frame.to_ndarray()[:, max(0, first) * channels : max(0, end) * channels]
    if not part.shape[1]:
        return None
    made = av.AudioFrame.from_ndarray(np.ascontiguousarray(part, np.float64), "dbl", frame.layout.name)
    made.sample_rate = frame.sample_rate
    return made
