"""The base level of memory: exact for plays whose time is known, close for those that were only counted."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.explore.memory.activation import NEVER, base_levels, recalled, spread_traces, traces


def level(*ages: float, decay: float = 0.5) -> float:
    return float(base_levels(np.array([traces(np.array(ages), decay).sum()]))[0])


def test_the_base_level_is_the_log_of_the_faded_plays() -> None:
    expected = math.log(1 / math.sqrt(4) + 1 / math.sqrt(9) + 1 / math.sqrt(100))
    assert level(4, 9, 100) == pytest.approx(expected)
    assert level(4, 9, decay=1.0) == pytest.approx(math.log(1 / 4 + 1 / 9))


def test_a_track_grows_present_with_plays_and_fades_with_time() -> None:
    assert level(24, 48) > level(24)
    assert level(24) > level(24 * 30) > level(24 * 365)
    assert level(*[24 * 365 * 3] * 30) < level(24)  # often, but long ago


def test_what_sounds_just_now_has_a_level() -> None:
    assert level(0.0) == level(1.0) == 0.0


def test_what_never_played_has_none() -> None:
    assert base_levels(np.zeros(1))[0] == NEVER
    assert recalled(np.array([NEVER]))[0] == 0.0


@pytest.mark.parametrize("decay", [0.3, 0.5, 1.0])
@pytest.mark.parametrize(("count", "young", "old"), [(10, 700.0, 30_000.0), (50, 24.0, 9_000.0)])
def test_counted_plays_come_close_to_the_exact_sum(
    count: int, young: float, old: float, decay: float
) -> None:
    middles = young + (np.arange(count) + 0.5) * (old - young) / count
    exact = traces(middles, decay).sum()
    counted = spread_traces(np.array([float(count)]), np.array([young]), np.array([old]), decay)[0]
    assert math.log(counted) == pytest.approx(math.log(exact), abs=0.12)


def test_many_counted_plays_are_the_integral() -> None:
    middles = 24.0 + (np.arange(100_000) + 0.5) / 100_000 * 9_000
    counted = spread_traces(np.array([100_000.0]), np.array([24.0]), np.array([9_024.0]))[0]
    assert counted == pytest.approx(traces(middles).sum(), rel=1e-6)


def test_counted_plays_without_a_span_are_all_of_one_age() -> None:
    counted = spread_traces(np.array([3.0]), np.array([16.0]), np.array([16.0]))[0]
    assert counted == pytest.approx(3 / 4)
    assert spread_traces(np.zeros(1), np.zeros(1), np.array([16.0]))[0] == 0.0


def test_familiarity_is_a_half_at_its_stated_level() -> None:
    levels = np.array([level(17 * 24), level(24), level(24 * 3650)])
    half, often, hardly = recalled(levels).tolist()
    assert half == pytest.approx(0.5, abs=0.01)
    assert 1 > often > 0.8
    assert 0.15 > hardly > 0
