"""Each sentence of the mission's *Trajectory* section, against a plain reference."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis import trajectory
from core.domain import Pass

FRAMES, RATE, HOP = 187, 16000, 256


def starts_for(seconds: float) -> np.ndarray:
    return trajectory.window_starts(trajectory.frame_count(int(seconds * RATE), HOP), FRAMES)


def noise(windows: int, d: int = 6, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((windows, d)).astype(np.float32)


def plain_songlets(features: np.ndarray, s: int = 10) -> np.ndarray:
    """The mission's words as loops."""
    w = len(features)
    rows = []
    for i in range(s):
        if w < s:
            part = features[[i * w // s]]
        else:
            each = w // s
            part = features[i * each : w if i == s - 1 else (i + 1) * each]
        total = part.astype(np.float64).sum(0)
        length = np.linalg.norm(total)
        rows.append(total / length if length else total)
    return np.array(rows)


def test_windows_cover_every_song_exactly() -> None:
    for frames in range(FRAMES + 1, 6000):
        starts = trajectory.window_starts(frames, FRAMES)
        assert starts[0] == 0
        assert starts[-1] + FRAMES == frames
        assert (np.diff(starts) <= FRAMES).all(), "no frame is left out"


def test_the_stride_lies_between_one_second_and_two_and_a_half() -> None:
    for seconds in np.arange(4.0, 400.0, 0.37):
        strides = np.diff(starts_for(seconds)) * HOP / RATE
        assert strides.min() >= 1.0
        assert strides.max() <= 2.5


def test_the_stride_of_a_long_song_is_near_two_seconds() -> None:
    assert np.diff(starts_for(240.0)).mean() * HOP / RATE == pytest.approx(2.0, abs=0.02)


@pytest.mark.parametrize("seconds", [3.05, 3.4, 3.99])
def test_a_song_of_three_to_four_seconds_takes_two_windows(seconds: float) -> None:
    assert len(starts_for(seconds)) == 2


@pytest.mark.parametrize("seconds", [0.1, 1.0, 2.9])
def test_a_song_shorter_than_a_window_takes_one(seconds: float) -> None:
    assert starts_for(seconds).tolist() == [0]


def test_the_rule_scales_with_the_window_of_the_model() -> None:
    ten_seconds = trajectory.window_starts(100 * 240, 100 * 10)
    assert np.diff(ten_seconds).mean() / 100 == pytest.approx(10 * 2 / 3, rel=0.02)
    assert ten_seconds[-1] == 100 * 230


@pytest.mark.parametrize("windows", [1, 2, 7, 9, 10, 11, 19, 20, 57, 118])
def test_songlets_are_unit_sums_of_their_windows(windows: int) -> None:
    features = noise(windows)
    assert np.allclose(trajectory.songlets(features), plain_songlets(features), atol=1e-6)


def test_the_first_nine_songlets_have_equal_parts_and_the_last_the_rest() -> None:
    bounds = trajectory.songlet_bounds(57)
    assert (bounds[:, 1] - bounds[:, 0]).tolist() == [5] * 9 + [12]


def test_a_short_song_still_has_ten_songlets() -> None:
    bounds = trajectory.songlet_bounds(4)
    assert bounds[:, 0].tolist() == [0, 0, 0, 1, 1, 2, 2, 2, 3, 3]
    assert (bounds[:, 1] - bounds[:, 0] == 1).all()


def test_songlets_have_unit_length() -> None:
    assert np.allclose(np.linalg.norm(trajectory.songlets(noise(118)), axis=1), 1, atol=1e-6)


def test_a_silent_songlet_is_the_zero_vector() -> None:
    silent = np.zeros(40, bool)
    silent[8:12] = True
    made = trajectory.songlets(noise(40), silent=silent)
    assert not made[2].any()
    assert np.allclose(np.linalg.norm(np.delete(made, 2, axis=0), axis=1), 1, atol=1e-6)


def test_a_silent_song_is_all_zeros() -> None:
    silent = np.ones(5, bool)
    assert not trajectory.songlets(noise(5), silent=silent).any()
    assert not trajectory.pooled(noise(5), silent=silent).any()


def test_sums_are_taken_in_double_precision() -> None:
    features = np.full((10_000, 1), 0.1, np.float32)
    features[0] = 1e7
    wanted = features.astype(np.float64).mean()
    assert trajectory.pooled(features)[0] == pytest.approx(wanted, rel=1e-7)


def test_a_short_sound_is_repeated_until_it_fills_a_window() -> None:
    rows = np.arange(6, dtype=np.float32).reshape(3, 2)
    assert trajectory.repeat_padded(rows, 7)[:, 0].tolist() == [0, 2, 4, 0, 2, 4, 0]


def test_the_quick_pass_hears_the_middle_window_of_each_songlet() -> None:
    assert trajectory.chosen(120, Pass.QUICK).tolist() == [6 + 12 * s for s in range(10)]
    assert trajectory.chosen(4, Pass.QUICK).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("windows", [1, 5, 10, 14, 29, 30, 61, 119])
def test_each_pass_hears_more_than_the_one_before(windows: int) -> None:
    quick, fine, full = (set(trajectory.chosen(windows, p).tolist()) for p in Pass)
    assert quick <= fine <= full
    assert len(full) == windows
    assert len(quick) == min(windows, 10)
    if windows >= 30:
        assert len(fine) == 30


def test_a_short_song_is_heard_in_full_by_the_quick_pass() -> None:
    assert trajectory.reached(10, Pass.QUICK) is Pass.FULL
    assert trajectory.reached(11, Pass.QUICK) is Pass.QUICK
    assert trajectory.reached(29, Pass.FINE) is Pass.FINE
    assert trajectory.reached(30, Pass.FINE) is Pass.FULL


def test_a_partial_pass_sums_the_windows_it_heard() -> None:
    features = noise(118)
    heard = trajectory.chosen(118, Pass.FINE)
    made = trajectory.songlets(features[heard], windows=118, heard=heard)
    for s, (first, end) in enumerate(trajectory.songlet_bounds(118)):
        inside = heard[(heard >= first) & (heard < end)]
        total = features[inside].astype(np.float64).sum(0)
        assert np.allclose(made[s], total / np.linalg.norm(total), atol=1e-6)


def test_a_partial_mean_counts_each_songlet_by_its_length() -> None:
    features = np.zeros((19, 1), np.float32)
    features[9:] = 1.0
    heard = trajectory.chosen(19, Pass.QUICK)
    assert trajectory.pooled(features[heard], windows=19, heard=heard)[0] == pytest.approx(10 / 19)


def test_the_full_mean_is_the_mean_of_all_windows() -> None:
    for windows in (3, 10, 57):
        features = noise(windows)
        assert np.allclose(trajectory.pooled(features), features.mean(0), atol=1e-6)
