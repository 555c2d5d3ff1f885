"""`spectral`: descriptors computed with torch alone, no weights. The recipe, group by group, is in
docs/models.md.

What matters is said with few, nearly independent numbers: neighbouring bands tell the same story, so profiles
over bands go through a cosine transform, which decorrelates them as it does for MFCC, before every number is
divided by its usual spread. On real music a half of a track then finds its other half in four cases of five
instead of two of three.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.analysis.models import Heard, ModelSpec
from core.analysis.models.frontend import (
    BANDS,
    FFT,
    HOP,
    SAMPLE_RATE,
    clean,
    mean_square,
    mel_filters,
    power_spectrum,
    silent,
)
from core.analysis.models.spectral_scale import CENTRE, SPREAD

MFCC = 20
TONE_FFT = 2048
"""For pitch: 128 ms, 7.8 Hz per bin."""
FRAME_RATE = SAMPLE_RATE / HOP
LAGS = 128
"""Frames (2.05 s) up to which the onset curve is compared with itself."""

_OCTAVES = (0, 6, 13, 26, 51, 102, 204, FFT // 2 + 1)
"""Bin edges for contrast: below 200 Hz, then octaves to 6.4 kHz, then the rest."""
_MODULATIONS = (0.4, 0.9, 1.5, 2.2, 3.0, 4.2, 6.0, 9.0, 14.0)
"""Hz, edges of the fluctuation bands."""
_LIMIT = 4.0
"""A number further than this many spreads from its centre says no more than that."""

_MEAN_SQUARE, _AMPLITUDE, _MOMENT, _FLATNESS = range(BANDS, BANDS + 4)
_CONTRAST = slice(BANDS + 4, BANDS + 4 + 2 * (len(_OCTAVES) - 1))
_CHROMA = slice(_CONTRAST.stop, _CONTRAST.stop + 12)
COLUMNS = _CHROMA.stop
"""Per frame: log-mel 96, mean square, amplitude, amplitude times Hz, flatness, contrast 14, chroma 12."""


class Spectral:
    """Descriptors of timbre, rhythm and harmony; always on the CPU. A silent window is the zero vector.

    extras (sums over a window's frames, so that any set of windows adds up; see summary.py): frames (B,)
    those that sound; mfcc_sum (B, 20) and mfcc_outer (B, 20, 20) of those; power_sum (B,) of mean squares;
    amplitude_sum and moment_sum (B,) of amplitudes, and of amplitudes times Hz; flux_sum (B,) of the onset
    curve; onset_lags (B, 128) its autocorrelation.
    """

    def __init__(self, spec: ModelSpec) -> None:
        self.spec = spec

    def spectrogram(self, audio: NDArray[np.float32]) -> Tensor:
        with torch.inference_mode():
            samples = clean(audio)
            power = power_spectrum(samples)
            tones = power_spectrum(samples, TONE_FFT)
            level = mean_square(power)
            return torch.cat(
                [
                    torch.log10(10000 * (power @ mel_filters().T) + 1),
                    torch.stack([level, *_amplitude_and_moment(power), _flatness(power)], dim=1),
                    _contrast(power),
                    tones.sqrt_() @ _pitch_classes(),
                ],
                dim=1,
            )

    @torch.inference_mode()
    def hear(self, patches: Tensor) -> Heard:
        window = Window(patches)
        quiet = silent(patches[..., _MEAN_SQUARE])
        features = scaled(describe(window))
        features[quiet] = 0.0
        return Heard(features, None, _extras(window), quiet)


class Window:
    """B windows, and what several descriptors need of them. All (B, frames, ...)."""

    def __init__(self, patches: Tensor) -> None:
        self.bands = patches[..., :BANDS]
        self.level = patches[..., _MEAN_SQUARE]
        self.amplitude = patches[..., _AMPLITUDE]
        self.moment = patches[..., _MOMENT]
        self.flatness = patches[..., _FLATNESS]
        self.contrast = patches[..., _CONTRAST]
        self._chroma = patches[..., _CHROMA]

    @cached_property
    def mfcc(self) -> Tensor:
        return self.bands @ cosines(MFCC, BANDS).T

    @cached_property
    def pairs(self) -> Tensor:
        """48 bands."""
        return self.bands.reshape(*self.bands.shape[:2], BANDS // 2, 2).mean(3)

    @cached_property
    def change(self) -> Tensor:
        return self.pairs[:, 1:] - self.pairs[:, :-1]

    @cached_property
    def onsets(self) -> Tensor:
        """The onset curve (B, frames - 1): how much, on average over bands, the log-mel rises."""
        return self.change.clamp_min(0).mean(2)

    @cached_property
    def onset_lags(self) -> Tensor:
        """Autocorrelation (B, LAGS) of the onset curve less its mean."""
        curve = self.onsets - self.onsets.mean(1, keepdim=True)
        lags: Tensor = torch.fft.irfft(torch.fft.rfft(curve, n=512).abs().square())
        return lags[:, :LAGS]

    @cached_property
    def chroma(self) -> Tensor:
        """Shares of the twelve pitch classes."""
        return self._chroma / (self._chroma.sum(2, keepdim=True) + 1e-3)


# -- per frame -----------------------------------------------------------------------------------------------


def _amplitude_and_moment(power: Tensor) -> tuple[Tensor, Tensor]:
    """Sums over bins of the amplitudes, and of amplitude times Hz; second over first is the spectral
    centroid.
    """
    amplitude = power[:, 2:].sqrt()
    hertz = torch.arange(2, power.shape[1]) * (SAMPLE_RATE / FFT)
    return amplitude.sum(1), amplitude @ hertz


def _flatness(power: Tensor) -> Tensor:
    """log10 of geometric over arithmetic mean."""
    heard = power[:, 2:] + 1e-6
    return torch.log10(heard).mean(1) - torch.log10(heard.mean(1))


def _contrast(power: Tensor) -> Tensor:
    """(T, 14): per octave the upper fifth of the log powers over the lower fifth, and the lower fifth (Jiang
    2002).
    """
    logs = torch.log10(power + 1e-6)
    columns = []
    for low, high in pairwise(_OCTAVES):
        ranked = logs[:, low:high].sort(1).values
        fifth = max(1, round((high - low) / 5))
        valley = ranked[:, :fifth].mean(1)
        columns += [ranked[:, -fifth:].mean(1) - valley, valley]
    return torch.stack(columns, 1)


@cache
def _pitch_classes() -> Tensor:
    """(1025, 12): how much a bin counts for each pitch class, C first; around A4, tones of 55 to 4000 Hz."""
    hertz = np.arange(1, TONE_FFT // 2 + 1) * (SAMPLE_RATE / TONE_FFT)
    pitch = 69 + 12 * np.log2(hertz / 440)
    away = (pitch[:, None] - np.arange(12) + 6) % 12 - 6
    near = np.exp(-0.5 * (away / 0.5) ** 2) * np.exp(-0.5 * ((pitch[:, None] - 69) / 18) ** 2)
    near[(hertz < 55) | (hertz > 4000)] = 0
    return torch.from_numpy(np.concatenate([np.zeros((1, 12)), near]).astype(np.float32))


# -- per window ----------------------------------------------------------------------------------------------


def _timbre(window: Window) -> Tensor:
    """Mean MFCC."""
    return window.mfcc.mean(1)


def _spread(window: Window) -> Tensor:
    """Profile over bands of the standard deviation in time."""
    return window.pairs.std(1) @ cosines(24, BANDS // 2).T


def _liveliness(window: Window) -> Tensor:
    """Profile over bands of the mean absolute change per frame."""
    return window.change.abs().mean(1) @ cosines(24, BANDS // 2).T


def _coupling(window: Window) -> Tensor:
    """How the first 13 MFCC move together: Fisher's z of their correlations."""
    rows, columns = torch.triu_indices(13, 13, 1)
    return torch.atanh(_correlation(window.mfcc[..., :13])[:, rows, columns].clamp(-0.98, 0.98))


def _contrast_spread(window: Window) -> Tensor:
    return window.contrast.std(1)


def _level(window: Window) -> Tensor:
    """Eight numbers: means and spreads of loudness, brightness and flatness; strength of onsets; crest."""
    decades = torch.log10(window.level + 1e-8)
    octaves = torch.log2(window.moment / (window.amplitude + 1e-3) + 50)
    bright = torch.log2(window.moment.sum(1) / (window.amplitude.sum(1) + 1e-3) + 50)
    onsets = torch.log10(window.onsets.std(1) + 1e-3)
    crest = (window.level.mean(1) + 1e-8).log10() - decades.mean(1)
    columns = [decades.mean(1), decades.std(1), bright, octaves.std(1)]
    columns += [window.flatness.mean(1), window.flatness.std(1), onsets, crest]
    return torch.stack(columns, 1)


def _fluctuation(window: Window) -> Tensor:
    """Loudness modulation of 12 bands x 8 rates (Pampalk 2002), cosine-transformed both ways, 8 x 6 kept."""
    envelopes = window.bands.reshape(*window.bands.shape[:2], 12, 8).mean(3)
    envelopes = envelopes - envelopes.mean(1, keepdim=True)
    taper = torch.hann_window(envelopes.shape[1])[None, :, None]
    power = torch.fft.rfft(envelopes * taper, n=256, dim=1).abs().square()
    hertz = torch.arange(power.shape[1]) * (FRAME_RATE / 256)
    rates = [power[:, (hertz >= low) & (hertz < high)].mean(1) for low, high in pairwise(_MODULATIONS)]
    pattern = torch.log10(torch.stack(rates, 2) + 1e-2)
    return (cosines(8, 12) @ pattern @ cosines(6, 8).T).flatten(1)


def _pulse(window: Window) -> Tensor:
    """28 stretches of the onset curve's autocorrelation, lags of 0.24 to 2 s, relative to lag 0."""
    lags = window.onset_lags
    return (lags[:, 15:127] / (lags[:, :1] + 1e-3)).reshape(-1, 28, 4).mean(2)


def _band_coupling(window: Window) -> Tensor:
    """How 16 bands rise and fall together: Fisher's z of correlations, cosine-transformed, the 8 x 8 corner
    kept.
    """
    correlation = _correlation(window.bands.reshape(*window.bands.shape[:2], 16, 6).mean(3))
    fisher = torch.atanh(correlation.clamp(-0.98, 0.98)) * (1 - torch.eye(16))
    rows, columns = torch.triu_indices(8, 8)
    return (cosines(8, 16) @ fisher @ cosines(8, 16).T)[:, rows, columns]


def _harmony(window: Window) -> Tensor:
    return window.chroma.mean(1).sqrt()


def _harmony_spread(window: Window) -> Tensor:
    return window.chroma.std(1)


GROUPS: tuple[tuple[str, int, Callable[[Window], Tensor]], ...] = (
    ("timbre", MFCC, _timbre),
    ("spread", 24, _spread),
    ("liveliness", 24, _liveliness),
    ("coupling", 78, _coupling),
    ("contrast", 14, _contrast_spread),
    ("level", 8, _level),
    ("fluctuation", 48, _fluctuation),
    ("pulse", 28, _pulse),
    ("band coupling", 36, _band_coupling),
    ("harmony", 12, _harmony),
    ("harmony spread", 12, _harmony_spread),
)
DIM = sum(size for _, size, _ in GROUPS)


def describe(window: Window) -> Tensor:
    """(B, DIM) as measured, group after group."""
    return torch.cat([measure(window) for _, _, measure in GROUPS], dim=1)


def scaled(raw: Tensor) -> Tensor:
    """Each number in spreads from its centre; a group weighs by the square root of its size."""
    weight = torch.cat([torch.full((size,), size**-0.25) for _, size, _ in GROUPS])
    steps = (raw - torch.tensor(CENTRE)) / torch.tensor(SPREAD)
    return torch.nan_to_num(steps).clamp_(-_LIMIT, _LIMIT) * weight


def _correlation(x: Tensor) -> Tensor:
    """(B, C, C) of (B, frames, C)."""
    centred = x - x.mean(1, keepdim=True)
    covariance = centred.transpose(1, 2) @ centred / x.shape[1]
    deviation = covariance.diagonal(dim1=1, dim2=2).clamp_min(1e-4).sqrt()
    return covariance / (deviation[:, :, None] * deviation[:, None, :])


def _extras(window: Window) -> dict[str, Tensor]:
    sounding = (window.level > 1e-6).float()
    mfcc = window.mfcc * sounding[..., None]
    return {
        "frames": sounding.sum(1),
        "mfcc_sum": mfcc.sum(1),
        "mfcc_outer": mfcc.transpose(1, 2) @ mfcc,
        "power_sum": window.level.sum(1),
        "amplitude_sum": window.amplitude.sum(1),
        "moment_sum": window.moment.sum(1),
        "flux_sum": window.onsets.sum(1),
        "onset_lags": window.onset_lags.clone(),
    }


@cache
def cosines(rows: int, length: int) -> Tensor:
    """(rows, length): the first rows of the orthonormal DCT-II."""
    angles = np.pi * np.arange(rows)[:, None] * (2 * np.arange(length) + 1) / (2 * length)
    matrix = np.cos(angles) * np.sqrt(2 / length)
    matrix[0] /= np.sqrt(2)
    return torch.from_numpy(matrix.astype(np.float32))
