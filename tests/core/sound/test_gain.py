"""ReplayGain: which gain counts when, and what it comes to."""

from __future__ import annotations

import pytest

from core.domain import Decibel, ReplayGain
from core.sound.gain import factor
from core.sound.wishes import GainMode, Sound

BOTH = ReplayGain(Decibel(-6.0), 0.5, Decibel(-12.0), 0.9)
TRACK_ONLY = ReplayGain(Decibel(-6.0), 0.5)
ALBUM_ONLY = ReplayGain(album_gain=Decibel(-12.0), album_peak=0.9)


def decibels(gain: ReplayGain, in_album: bool = False, **wishes: object) -> float:
    from math import log10

    return 20 * log10(factor(gain, Sound(**wishes), in_album=in_album))  # type: ignore[arg-type]


def test_switched_off_it_changes_nothing() -> None:
    assert factor(BOTH, Sound(gain_mode=GainMode.OFF, preamp=5.0), in_album=True) == 1.0
    assert factor(ReplayGain(), Sound(gain_mode=GainMode.OFF), in_album=False) == 1.0


def test_the_chosen_gain_counts_and_preamp_on_top() -> None:
    assert decibels(BOTH, gain_mode=GainMode.TRACK, preamp=1.5) == pytest.approx(-4.5)
    assert decibels(BOTH, gain_mode=GainMode.ALBUM, preamp=1.5) == pytest.approx(-10.5)


def test_auto_takes_the_album_while_it_plays_in_order() -> None:
    assert decibels(BOTH, in_album=True) == pytest.approx(-12)
    assert decibels(BOTH, in_album=False) == pytest.approx(-6)


def test_the_other_gain_stands_in_for_a_missing_one() -> None:
    assert decibels(TRACK_ONLY, gain_mode=GainMode.ALBUM) == pytest.approx(-6)
    assert decibels(ALBUM_ONLY, gain_mode=GainMode.TRACK) == pytest.approx(-12)


def test_a_track_of_unknown_loudness_gets_a_gain_of_its_own() -> None:
    assert decibels(ReplayGain(), untagged=-7.0, preamp=3.0) == pytest.approx(-7)


def test_a_boost_stops_where_the_peak_would_clip() -> None:
    quiet = ReplayGain(Decibel(9.0), 0.8)

    assert factor(quiet, Sound(), in_album=False) == pytest.approx(1 / 0.8)
    assert decibels(quiet, prevent_clipping=False) == pytest.approx(9)


def test_a_peak_above_full_scale_is_brought_down_to_it() -> None:
    assert factor(ReplayGain(Decibel(0.0), 1.25), Sound(), in_album=False) == pytest.approx(0.8)


def test_the_peak_is_that_of_the_gain_in_use() -> None:
    gain = ReplayGain(Decibel(6.0), 0.25, Decibel(6.0), 1.0)

    assert factor(gain, Sound(gain_mode=GainMode.ALBUM), in_album=False) == pytest.approx(1.0)
    assert decibels(gain, gain_mode=GainMode.TRACK) == pytest.approx(6)


def test_the_level_goes_over_all_of_it() -> None:
    assert factor(BOTH, Sound(gain_mode=GainMode.OFF, level=0.25), in_album=False) == 0.25
    assert decibels(BOTH, level=0.1) == pytest.approx(-26)


def test_a_track_of_near_silence_is_not_blown_up() -> None:
    assert decibels(ReplayGain(Decibel(64.8), None)) == pytest.approx(20)
