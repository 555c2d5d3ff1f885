"""`spectral` and its summary of a track."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.analysis import models
from core.analysis.models import Heard
from core.analysis.models.spectral import COLUMNS, DIM, Spectral
from core.analysis.models.summary import Summary, summarise
from tests.core.analysis.models.golden import sounds

RATE = 16000
SPEC = models.spec("spectral")
MODEL = Spectral(SPEC)


def windows(sound: NDArray[np.floating], stride: int = 125) -> Tensor:
    """All whole windows, a stride of 2 s."""
    frames = MODEL.spectrogram(sound.astype(np.float32))
    return torch.stack([frames[at : at + 187] for at in range(0, len(frames) - 186, stride)])


def hear(sound: NDArray[np.floating]) -> Heard:
    return MODEL.hear(windows(sound))


def summary(sound: NDArray[np.floating]) -> Summary:
    extras = hear(sound).extras
    assert extras is not None
    return summarise({name: values.numpy() for name, values in extras.items()})


def clicks(tempo: float, seconds: float = 24.0) -> NDArray[np.float64]:
    """Decaying bursts of noise, one per beat, over a quiet hum."""
    time = np.arange(int(RATE * seconds)) / RATE
    noise = np.random.default_rng(2).standard_normal(len(time))
    return 0.3 * noise * np.exp(-30 * (time % (60 / tempo))) + 0.02 * np.sin(2 * np.pi * 110 * time)


def tone(hertz: float, level: float = 0.3, seconds: float = 8.0) -> NDArray[np.float64]:
    return level * np.sin(2 * np.pi * hertz * np.arange(int(RATE * seconds)) / RATE)


def test_loading_needs_no_weights(tmp_path: Path) -> None:
    assert models.load("spectral", tmp_path).spec == SPEC


def test_the_spec_tells_the_dimensions() -> None:
    patches = windows(sounds()["drums"])
    assert patches.shape == (1, SPEC.frames, COLUMNS)
    heard = MODEL.hear(patches)
    assert heard.features.shape == (1, SPEC.dim) == (1, DIM)
    assert heard.features.dtype == torch.float32
    assert heard.tags is None


def test_like_sounds_lie_nearer_than_unlike_ones() -> None:
    half = RATE * 8
    pieces = [clicks(120, 16), clicks(76, 16), sum(tone(f, 0.1, 16) for f in (220, 277, 330))]
    pooled = torch.stack([hear(part).features.mean(0) for p in pieces for part in (p[:half], p[half:])])
    unit = torch.nn.functional.normalize(pooled - pooled.mean(0))
    likeness = unit @ unit.T - 9 * torch.eye(6)
    assert likeness.argmax(1).tolist() == [1, 0, 3, 2, 5, 4]


def test_a_stretch_with_its_margin_gives_the_very_frames_of_the_whole() -> None:
    sound = sounds()["drums"]
    skip = SPEC.margin // SPEC.hop
    whole = MODEL.spectrogram(sound)
    stretch = MODEL.spectrogram(sound[60 * 256 - SPEC.margin : 90 * 256 + SPEC.margin])
    torch.testing.assert_close(stretch[skip : skip + 31], whole[60:91], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(RATE * 4),
        np.full(RATE * 4, np.nan),
        np.full(RATE * 4, 0.7),
        np.sign(tone(100, 1, 4)) * 1e30,
        np.eye(1, RATE * 4, 30000)[0],
        1e-9 * tone(440, 1, 4),
    ],
    ids=["zeros", "nan", "offset", "huge", "one click", "faint"],
)
def test_whatever_comes_in_what_goes_out_is_finite(sound: NDArray[np.float64]) -> None:
    heard = hear(sound)
    assert heard.features.isfinite().all()
    assert heard.extras is not None
    assert all(values.isfinite().all() for values in heard.extras.values())
    total = summary(sound)
    assert np.isfinite(total.mfcc_mean).all()
    assert np.linalg.eigvalsh(total.mfcc_cov.astype(np.float64)).min() > 0


def test_a_silent_window_is_the_zero_vector_and_has_no_facts() -> None:
    heard = hear(np.zeros(RATE * 4))
    assert heard.silent.all()
    assert not heard.features.any()
    total = summary(np.zeros(RATE * 4))
    assert (total.tempo, total.loudness, total.brightness, total.energy) == (None, None, None, None)


@pytest.mark.parametrize("tempo", [72.0, 90.0, 120.0, 140.0])
def test_the_tempo_of_a_steady_beat_is_found(tempo: float) -> None:
    assert summary(clicks(tempo)).tempo == pytest.approx(tempo, rel=0.02)


def test_a_steady_tone_has_no_tempo() -> None:
    assert summary(tone(440)).tempo is None


def test_loudness_is_the_root_mean_square() -> None:
    assert summary(tone(440, 1.0)).loudness == pytest.approx(-3.0, abs=0.3)
    assert summary(tone(440, 0.1)).loudness == pytest.approx(-23.0, abs=0.3)


def test_brightness_follows_pitch() -> None:
    low, high = summary(tone(300)).brightness, summary(tone(3000)).brightness
    assert low is not None and high is not None
    assert low == pytest.approx(300, rel=0.2)
    assert high == pytest.approx(3000, rel=0.05)


def test_energy_rises_from_a_quiet_tone_to_loud_drums() -> None:
    calm, driving = summary(tone(220, 0.02)).energy, summary(3 * clicks(150)).energy
    assert calm is not None and driving is not None
    assert 0 <= calm < 0.3 < 0.5 < driving <= 1


def test_any_windows_of_a_track_add_up() -> None:
    extras = hear(clicks(110)).extras
    assert extras is not None
    arrays = {name: values.numpy() for name, values in extras.items()}
    twice = summarise({name: np.concatenate([values, values]) for name, values in arrays.items()})
    once = summarise(arrays)
    np.testing.assert_allclose(twice.mfcc_cov, once.mfcc_cov, rtol=1e-4, atol=1e-5)
    assert twice.tempo == pytest.approx(once.tempo)


def test_the_gaussian_is_that_of_the_frames_themselves() -> None:
    patches = windows(clicks(100, 12), stride=187)
    extras = MODEL.hear(patches).extras
    assert extras is not None
    total = summarise({name: values.numpy() for name, values in extras.items()})
    bands = patches[..., :96].reshape(-1, 96).double().numpy()
    rows = np.sqrt(2 / 96) * np.cos(np.pi * np.arange(20)[:, None] * (2 * np.arange(96) + 1) / 192)
    rows[0] /= np.sqrt(2)
    mfcc = bands[patches[..., 96].flatten().numpy() > 1e-6] @ rows.T
    np.testing.assert_allclose(total.mfcc_mean, mfcc.mean(0), rtol=1e-3, atol=1e-3)
    expected = np.cov(mfcc.T, bias=True) + 1e-3 * np.eye(20)
    np.testing.assert_allclose(total.mfcc_cov, expected, rtol=1e-3, atol=2e-3)
