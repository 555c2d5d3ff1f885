"""Windows, songlets and passes: a song as a trajectory [Boombox 4.1]. Pure numpy.

Windows lie on the frame grid of a model's spectrogram; W of them cover a song exactly. S = 10 songlets are
the sums of their windows, scaled to unit length. A pass hears some windows of each songlet.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.domain import SONGLETS, Pass

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

STRIDE = 2 / 3
"""Where the stride of two neighbouring windows should be, as a share of a window; 2 s for a window of 3 s."""
STRIDE_MAX = 5 / 6
"""The longest stride; 2.5 s for a window of 3 s. Songs of 4/3 of a window and more never go below 1/3."""

PER_SONGLET = {Pass.QUICK: 1, Pass.FINE: 3}


def frame_count(samples: int, hop: int) -> int:
    """Frames of a continuous spectrogram whose frame t is centred on sample t * hop."""
    return 1 + samples // hop


def window_starts(n_frames: int, frames: int) -> Ints:
    """First frames of the windows of `frames` frames that cover `n_frames` exactly, ascending.

    The first window starts with the song and the last one ends with it. The stride is chosen per song: that
    even spacing which lies nearest to 2/3 of a window. A song of at most one window has one window, at 0.
    """
    span = n_frames - frames
    if span <= 0:
        return np.zeros(1, np.int64)
    ideal = STRIDE * frames
    few = max(1, int(span / ideal))
    within = [g for g in (few, few + 1) if span / g <= STRIDE_MAX * frames]
    gaps = min(within, key=lambda g: abs(span / g - ideal))
    # Rounding moves a start by half a frame at most; a stride may thereby be half a frame off the even one.
    return np.asarray(np.rint(np.arange(gaps + 1) * (span / gaps)), np.int64)


def songlet_bounds(windows: int, songlets: int = SONGLETS) -> Ints:
    """(S, 2) first and past-the-last window of each songlet.

    floor(W / S) each, the last takes the rest; with W < S songlet s takes window floor(s W / S) alone.
    """
    if windows < 1:
        raise ValueError("a song has at least one window")
    order = np.arange(songlets)
    if windows < songlets:
        first = order * windows // songlets
        return np.stack([first, first + 1], axis=1)
    each = windows // songlets
    bounds = np.stack([order * each, (order + 1) * each], axis=1)
    bounds[-1, 1] = windows
    return bounds


def chosen(windows: int, pass_: Pass, songlets: int = SONGLETS) -> Ints:
    """Which of W windows a pass hears, ascending, each once.

    Quick hears the middle window of each songlet, fine the middles of its thirds (quick's among them), full
    all.
    """
    if pass_ is Pass.FULL:
        return np.arange(windows)
    k = PER_SONGLET[pass_]
    bounds = songlet_bounds(windows, songlets)
    length = bounds[:, 1] - bounds[:, 0]
    within = (2 * np.arange(k) + 1) * length[:, None] // (2 * k)
    return np.unique(bounds[:, :1] + within)


def reached(windows: int, pass_: Pass) -> Pass:
    """The highest pass that hears no more than `pass_`: a short song is heard in full by the quick one."""
    heard = chosen(windows, pass_).size
    return max(p for p in Pass if p >= pass_ and chosen(windows, p).size == heard)


def songlets(
    features: NDArray[np.floating],
    *,
    windows: int | None = None,
    heard: NDArray[np.integer] | None = None,
    silent: NDArray[np.bool_] | None = None,
    count: int = SONGLETS,
) -> Floats:
    """The songlet trajectory (S, d): each row the sum of its windows, of unit length.

    features: (n, d), a row per heard window. heard: which of the song's `windows` these are; all if left out.
    silent: (n,), the windows without sound. A songlet that heard nothing but silence is the zero vector.
    """
    heard, windows = _heard(features, heard, windows)
    sums = _sums(features.astype(np.float64), heard, songlet_bounds(windows, count))
    if silent is not None:
        sounding = _sums((~silent).astype(np.float64)[:, None], heard, songlet_bounds(windows, count))
        sums[sounding[:, 0] == 0] = 0
    return unit(sums).astype(np.float32)


def pooled(
    features: NDArray[np.floating],
    *,
    windows: int | None = None,
    heard: NDArray[np.integer] | None = None,
    silent: NDArray[np.bool_] | None = None,
) -> Floats:
    """The mean (d,) of a song's sounding windows; if not all were heard, each songlet counts by its length.

    Zeros when all is silence.
    """
    heard, windows = _heard(features, heard, windows)
    bounds = songlet_bounds(windows)
    weight = np.zeros(len(features))
    for first, end in np.unique(bounds, axis=0):
        inside = (heard >= first) & (heard < end)
        weight[inside] = (end - first) / max(1, np.count_nonzero(inside))
    if silent is not None:
        weight[silent] = 0
    total = weight.sum()
    if total == 0:
        return np.zeros(features.shape[1], np.float32)
    return np.asarray((weight / total) @ features.astype(np.float64), np.float32)


def unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows scaled to length 1; rows of zeros stay."""
    norm = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float64] = vectors / np.where(norm > 0, norm, 1.0)
    return scaled


def repeat_padded(rows: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """A song shorter than a window, repeated along its first axis until it fills one."""
    if len(rows) >= length:
        return rows[:length]
    return np.resize(rows, (length, *rows.shape[1:]))


def _heard(
    features: NDArray[np.floating], heard: NDArray[np.integer] | None, windows: int | None
) -> tuple[NDArray[np.integer], int]:
    heard = np.arange(len(features)) if heard is None else heard
    return heard, len(features) if windows is None else windows


def _sums(rows: NDArray[np.float64], heard: NDArray[np.integer], bounds: Ints) -> NDArray[np.float64]:
    inside = (heard >= bounds[:, :1]) & (heard < bounds[:, 1:])
    return np.asarray(inside.astype(np.float64) @ rows, dtype=np.float64)
