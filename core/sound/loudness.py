"""The meter of EBU R 128: FFmpeg's `ebur128` gives the loudness of every 400 ms, each 100 ms."""

from __future__ import annotations

from collections.abc import Iterator

import av
import av.filter
import numpy as np
from numpy.typing import NDArray

from core.gating import Loudness

Doubles = NDArray[np.float64]

TICKS = 10
"""Blocks begin this often a second; the first is complete after four."""


class Meter:
    """Measures one stream of frames: all of one rate and layout, interleaved doubles ("dbl").

    What goes in comes out as plain arrays, so that others can look at the same decoding. A single channel is
    measured as it will sound, from both loudspeakers.
    """

    def __init__(self, rate: int, layout: str) -> None:
        self._rate = rate
        self._graph = av.filter.Graph()
        source = self._graph.add_abuffer(sample_rate=rate, format="dbl", layout=layout)
        chain = [
            source,
            # A little silence at the end completes the last tick; it is not counted.
            self._graph.add("apad", "pad_dur=0.2"),
            self._graph.add("ebur128", "metadata=1:peak=true:dualmono=1"),
            self._graph.add("abuffersink"),
        ]
        self._graph.link_nodes(*chain).configure()
        self._taken = self._given = 0
        self._blocks: list[float] = []
        self._peak = 0.0

    def add(self, frame: av.AudioFrame) -> Iterator[Doubles]:
        """Samples (n, channels), some 100 ms at a time, of this frame or those before."""
        self._taken += frame.samples
        self._graph.push(frame)
        return self._pulled()

    def end(self) -> Iterator[Doubles]:
        """What is left."""
        self._graph.push(None)
        return self._pulled()

    def loudness(self) -> Loudness:
        """After all that `end` gave was taken."""
        complete = self._taken * TICKS // self._rate
        return Loudness.of(np.array(self._blocks[3:complete], np.float64), self._peak)

    def _pulled(self) -> Iterator[Doubles]:
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(frame, av.AudioFrame)
            said = frame.metadata
            if "lavfi.r128.M" in said:
                self._blocks.append(float(said["lavfi.r128.M"]))
                self._peak = float(said["lavfi.r128.true_peak"])
            samples: Doubles = (
                frame.to_ndarray().reshape(-1, frame.layout.nb_channels).astype(np.float64, copy=False)
            )
            wanted = samples[: max(0, self._taken - self._given)]
            self._given += len(samples)
            if len(wanted):
                yield wanted
