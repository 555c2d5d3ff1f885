"""The taggers' front end: log-mel spectrograms equal to librosa 0.10's as the official package uses them."""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.analysis.models import SILENCE_DBFS

SAMPLE_RATE = 16000
FFT = 512
HOP = 256
BANDS = 96
_LOUDEST = 16.0
"""Samples beyond this (24 dB over full scale) are a broken file's; held there so that nothing overflows."""
_RUMBLE_BINS = 2
"""The lowest bins, below 47 Hz with the window's skirt: a constant offset is no sound."""


def clean(audio: NDArray[np.float32]) -> Tensor:
    """Samples (n,) as a tensor; what is not finite becomes 0."""
    samples = torch.from_numpy(np.ascontiguousarray(audio, dtype=np.float32))
    return torch.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0).clamp_(-_LOUDEST, _LOUDEST)


def power_spectrum(samples: Tensor, fft: int = FFT, hop: int = HOP) -> Tensor:
    """|STFT|^2 (T, fft // 2 + 1): periodic Hann window, frames centred on t * hop, zeros beyond the ends."""
    spectrum = torch.stft(
        samples, fft, hop, window=_hann(fft), center=True, pad_mode="constant", return_complex=True
    )
    return (spectrum.real.square() + spectrum.imag.square()).T


def log_mel(samples: Tensor) -> Tensor:
    """Frames (T, 97): 96 bands of log10(10000 mel + 1), then the frame's mean square for telling silence.

    The mel power passes through float16 because the taggers were trained on such files; the logarithm is
    taken in float32, where the official code's float16 overflows on loud music.
    """
    power = power_spectrum(samples)
    mel = (power @ mel_filters().T).clamp_(max=torch.finfo(torch.float16).max).half().float()
    return torch.cat([torch.log10(10000 * mel + 1), mean_square(power)[:, None]], dim=1)


def mean_square(power: Tensor) -> Tensor:
    """Mean square (T,) of each frame's samples, from its power spectrum (Parseval), without the rumble."""
    return 2 * power[:, _RUMBLE_BINS:].sum(1) / hann_energy(FFT)


def hann_energy(fft: int) -> float:
    """What divides the summed power spectrum of a Hann-windowed frame to give its mean square."""
    return 0.375 * fft * fft


def silent(mean_squares: Tensor) -> Tensor:
    """(B,) bool of frames' mean squares (B, frames): which windows lie below SILENCE_DBFS."""
    return mean_squares.mean(1) < 10 ** (SILENCE_DBFS / 10)


@cache
def _hann(length: int) -> Tensor:
    return torch.hann_window(length, periodic=True)


@cache
def mel_filters() -> Tensor:
    """(96, 257) float32: Slaney's mel bands from 0 to 8000 Hz, each of unit area (librosa.filters.mel)."""
    edges = _mel_to_hz(np.linspace(0.0, _hz_to_mel(SAMPLE_RATE / 2), BANDS + 2))
    bins = np.linspace(0.0, SAMPLE_RATE / 2, FFT // 2 + 1)
    ramps = edges[:, None] - bins[None, :]
    widths = np.diff(edges)
    rising = -ramps[:-2] / widths[:-1, None]
    falling = ramps[2:] / widths[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    triangles *= (2.0 / (edges[2:] - edges[:-2]))[:, None]
    return torch.from_numpy(triangles.astype(np.float32))


_LINEAR_STEP = 200.0 / 3
_BREAK_HZ = 1000.0
_BREAK_MEL = _BREAK_HZ / _LINEAR_STEP
_LOG_STEP = np.log(6.4) / 27.0


def _hz_to_mel(hz: float) -> float:
    """Slaney's Auditory Toolbox: linear below 1 kHz, logarithmic above. `hz` >= 1000."""
    return float(_BREAK_MEL + np.log(hz / _BREAK_HZ) / _LOG_STEP)


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < _BREAK_MEL, _LINEAR_STEP * mel, _BREAK_HZ * np.exp(_LOG_STEP * (mel - _BREAK_MEL)))
