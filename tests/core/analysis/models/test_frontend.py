"""The log-mel front end against librosa's figures, and against sound nobody should have recorded."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.analysis.models.frontend import BANDS, clean, log_mel, mel_filters, power_spectrum, silent
from tests.core.analysis.models.golden import GOLDEN, MEL_FRAMES, sounds

RATE = 16000


@pytest.mark.parametrize("sound", sounds())
def test_mel_power_equals_librosas(sound: str) -> None:
    mel = power_spectrum(clean(sounds()[sound])) @ mel_filters().T
    expected = GOLDEN[f"{sound}/mel"]
    np.testing.assert_allclose(mel[list(MEL_FRAMES)], expected, rtol=2e-4, atol=1e-6 * expected.max())


def test_there_is_one_frame_per_hop_and_one_more() -> None:
    for samples in (1, 255, 256, 1000, 48000):
        assert log_mel(clean(np.zeros(samples, np.float32))).shape == (1 + samples // 256, BANDS + 1)


def test_a_stretch_with_its_margin_gives_the_very_frames_of_the_whole() -> None:
    sound = sounds()["drums"]
    whole = log_mel(clean(sound))
    stretch = log_mel(clean(sound[50 * 256 - 256 : 90 * 256 + 256]))
    torch.testing.assert_close(stretch[1:41], whole[50:90], rtol=0, atol=2e-3)


def test_loud_music_does_not_overflow() -> None:
    loud = np.sign(np.random.default_rng(1).standard_normal(RATE)).astype(np.float32)
    assert log_mel(clean(8 * loud))[:, :BANDS].isfinite().all()


def test_samples_that_are_not_numbers_count_as_silence() -> None:
    broken = np.array([np.nan, np.inf, -np.inf, 1e30, 0.25], np.float32)
    assert clean(broken).tolist() == [0.0, 0.0, 0.0, 16.0, 0.25]


@pytest.mark.parametrize(
    ("dbfs", "is_silent"), [(-200.0, True), (-63.0, True), (-57.0, False), (-10.0, False)]
)
def test_silence_begins_sixty_decibels_below_full_scale(dbfs: float, is_silent: bool) -> None:
    time = np.arange(RATE) / RATE
    tone = np.sqrt(2) * 10 ** (dbfs / 20) * np.sin(2 * np.pi * 440 * time)
    level = log_mel(clean(tone.astype(np.float32)))[None, :, BANDS]
    assert silent(level).tolist() == [is_silent]


def test_a_constant_offset_is_no_sound() -> None:
    level = log_mel(clean(np.full(RATE, 0.5, np.float32)))[None, 2:-2, BANDS]
    assert silent(level).item()
