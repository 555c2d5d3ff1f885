"""From the rate of a file to the rate of the output."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np

from core.sound.source import Samples

QUALITY = "filter_size=64:phase_shift=10:cutoff=0.97"
"""Flat to 0.95 of the band. With FFmpeg's usual 32 taps treble is lost from 0.85 on."""


class Resampler:
    """A stream of stereo float32, aligned: the first sample out lies where the first sample in does."""

    def __init__(self, source: int, target: int) -> None:
        """Hz in and out."""
        self.source = source
        graph = av.filter.Graph()
        nodes = [
            graph.add_abuffer(
                sample_rate=source, format="flt", layout="stereo", time_base=Fraction(1, source)
            ),
            graph.add("aresample", f"{target}:{QUALITY}"),
            graph.add("aformat", "sample_fmts=flt"),
            graph.add("abuffersink"),
        ]
        graph.link_nodes(*nodes).configure()
        self._graph, self._fed = graph, 0

    def run(self, block: Samples) -> Samples:
        """Any number of samples in; what can be given out of them."""
        if not len(block):
            return block
        packed = np.ascontiguousarray(block, np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="flt", layout="stereo")
        frame.sample_rate, frame.pts = self.source, self._fed
        frame.time_base = Fraction(1, self.source)
        self._fed += len(block)
        self._graph.push(frame)
        return self._pull()

    def drain(self) -> Samples:
        """The rest; nothing goes in any more."""
        self._graph.push(None)
        return self._pull()

    def _pull(self) -> Samples:
        parts = []
        while True:
            try:
                parts.append(self._graph.pull().to_ndarray().reshape(-1, 2))
            except (av.error.BlockingIOError, av.error.EOFError):
                break
        return np.concatenate(parts) if parts else np.empty((0, 2), np.float32)
