"""The limiter: not there below full scale, never above it."""

from __future__ import annotations

import numpy as np
import pytest

from core.sound.limiter import Limiter
from core.sound.source import Samples
from tests.core.sound.files import RATE, noise, tone


def limited(sound: Samples, block: int = 882) -> Samples:
    limiter = Limiter(RATE)
    parts = [limiter.run(sound[at : at + block]) for at in range(0, len(sound), block)]
    return np.concatenate([*parts, limiter.drain()])


@pytest.mark.parametrize("block", [1, 44, 882, 40_000])
def test_what_never_exceeds_full_scale_is_not_touched(block: int) -> None:
    sound = noise(0.2 if block == 1 else 1.0, level=1.0)
    assert np.array_equal(limited(sound, block), sound)


@pytest.mark.parametrize("block", [44, 882, 40_000])
def test_nothing_comes_out_above_full_scale(block: int) -> None:
    dice = np.random.default_rng(2)
    sound = (dice.uniform(-1, 1, (RATE, 2)) * dice.uniform(0, 3, (RATE, 1))).astype(np.float32)
    out = limited(sound, block)
    assert len(out) == len(sound)
    assert np.abs(out).max() <= 1.0


def test_the_gain_is_down_before_the_peak_without_a_corner() -> None:
    sound = tone(100.0, 1.0, level=0.8)
    sound[RATE // 2] = 2.5
    out = limited(sound)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(np.abs(sound[:, 0]) > 0.05, out[:, 0] / sound[:, 0], np.nan)
    assert gain[RATE // 2] == pytest.approx(0.4, abs=0.01)
    assert np.nanmin(gain[: RATE // 2 - RATE // 100]) == 1.0
    known = gain[~np.isnan(gain)]
    assert np.abs(np.diff(known)).max() < 0.03
    assert known[-1] > 0.97


def test_afterwards_it_is_not_there_again() -> None:
    sound = noise(3.0, level=0.9)
    sound[1000] = 3.0
    out = limited(sound)
    assert np.array_equal(out[-RATE // 2 :], sound[-RATE // 2 :])
