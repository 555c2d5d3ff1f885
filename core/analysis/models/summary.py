"""From `spectral`'s sums over windows to what is true of a whole track. numpy alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_FRAME_RATE = 62.5
_FRAMES = 187
_SLOWEST, _FASTEST = 50.0, 210.0
"""Beats per minute that are looked for."""
_USUAL_TEMPO, _TEMPO_OCTAVES = 115.0, 0.9
"""Between a beat and its half or double the one nearer the usual wins: a bell over octaves (Ellis 2007)."""
_BEAT = 0.12
"""How alike the onset curve must be to itself one beat later to be called a beat at all; 1 is the same."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A track's timbre Gaussian and plain facts; a fact is None where there is nothing to measure."""

    mfcc_mean: NDArray[np.float32]
    """(20,)"""
    mfcc_cov: NDArray[np.float32]
    """(20, 20), regularised, so always invertible."""
    tempo: float | None
    """Beats per minute, 50 to 210."""
    loudness: float | None
    """Root mean square in dBFS: a full-scale sine is -3."""
    brightness: float | None
    """Spectral centroid in Hz, weighted by amplitude."""
    energy: float | None
    """0 calm to 1 driving: half loudness (-45 to -9 dBFS), half how much the spectrum rises from frame to
    frame.
    """


def summarise(extras: Mapping[str, NDArray[np.float32]]) -> Summary:
    """`extras` as `spectral` heard them, of any windows of one track, first dimension the windows."""
    total = {name: values.astype(np.float64).sum(0) for name, values in extras.items()}
    windows = len(extras["frames"])
    mean, covariance = _gaussian(float(total["frames"]), total["mfcc_sum"], total["mfcc_outer"])
    power = float(total["power_sum"])
    if windows == 0 or power <= 0 or float(total["frames"]) == 0:
        return Summary(mean, covariance, None, None, None, None)
    loudness = 10 * float(np.log10(power / (windows * _FRAMES)))
    flux = float(total["flux_sum"]) / (windows * (_FRAMES - 1))
    return Summary(
        mean,
        covariance,
        tempo(total["onset_lags"]),
        loudness,
        float(total["moment_sum"] / total["amplitude_sum"]),
        (_ramp(loudness, -45.0, -9.0) + _ramp(flux, 0.02, 0.22)) / 2,
    )


def tempo(lags: NDArray[np.float64]) -> float | None:
    """Beats per minute from the onset curve's autocorrelation (lags,) at 62.5 frames a second, or None."""
    if lags[0] <= 1e-6:
        return None
    alike = lags / lags[0] * ((_FRAMES - 1) / (_FRAMES - 1 - np.arange(len(lags))))
    first, last = int(60 * _FRAME_RATE / _FASTEST), int(60 * _FRAME_RATE / _SLOWEST)
    candidates = np.arange(first, last + 1)
    octaves = np.log2(60 * _FRAME_RATE / candidates / _USUAL_TEMPO)
    score = alike[candidates] * np.exp(-0.5 * (octaves / _TEMPO_OCTAVES) ** 2)
    best = int(candidates[np.argmax(score)])
    if alike[best] < _BEAT:
        return None
    return 60 * _FRAME_RATE / (best + _peak_offset(alike[best - 1 : best + 2]))


def _peak_offset(around: NDArray[np.float64]) -> float:
    """Where a parabola through three neighbouring values peaks, -0.5 to 0.5 from the middle one."""
    bend = around[0] - 2 * around[1] + around[2]
    return float(np.clip(0.5 * (around[0] - around[2]) / bend, -0.5, 0.5)) if bend < 0 else 0.0


def _gaussian(
    frames: float, sums: NDArray[np.float64], outer: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    count = max(frames, 1.0)
    mean = sums / count
    covariance = outer / count - np.outer(mean, mean)
    covariance = (covariance + covariance.T) / 2 + 1e-3 * np.eye(len(mean))
    return mean.astype(np.float32), covariance.astype(np.float32)


def _ramp(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))
