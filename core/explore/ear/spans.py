"""When the songlets of a song sound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.analysis import models
from core.analysis.trajectory import frame_count, songlet_bounds, window_starts
from core.domain import SONGLETS, Seconds
from core.errors import UserError

NEARLY = 1e-9
"""Of a song: borders nearer than this are the same."""


def songlet_spans(model: str, duration: Seconds) -> NDArray[np.float64]:
    """(S, 2) the share of a song, from and to, that each songlet stands for, one after the other.

    A songlet has floor(W / S) windows and the last takes the rest, so it may be almost twice as long as the
    others. Where two songlets' windows overlap, the border lies in the middle of what they share. Tenths
    where the length or the model is not known, or there are fewer windows than songlets.
    """
    edges = np.arange(SONGLETS + 1) / SONGLETS
    try:
        spec = models.spec(model)
    except UserError:
        spec = None
    if spec is not None and duration > 0:
        frames = frame_count(round(duration * spec.sample_rate), spec.hop)
        starts = window_starts(frames, spec.frames)
        if len(starts) >= SONGLETS:
            first = songlet_bounds(len(starts))[1:, 0]
            borders = (starts[first] + starts[first - 1] + spec.frames) / 2
            edges = np.concatenate([[0.0], borders / max(frames, 1), [1.0]])
    return np.stack([edges[:-1], edges[1:]], axis=1)


def songlets_in(model: str, start: Seconds, end: Seconds, duration: Seconds) -> slice:
    """The songlets that sound between two times, one at least; all where the length is not known."""
    if duration <= 0:
        return slice(0, SONGLETS)
    spans = songlet_spans(model, duration)
    first = int(np.searchsorted(spans[1:, 0], start / duration + NEARLY, "right"))
    last = int(np.abs(spans[:, 1] - end / duration).argmin()) + 1
    return slice(first, max(first + 1, last))
