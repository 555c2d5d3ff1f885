"""The interpolated position: smooth, honest about stalls, exact about what was heard."""

from __future__ import annotations

import pytest

from app.player.clock import LEAD, PositionClock


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def clock(hand: Hand) -> PositionClock:
    clock = PositionClock(hand)
    clock.reset(5.0)
    clock.run()
    return clock


def test_it_runs_between_reports(clock: PositionClock, hand: Hand) -> None:
    hand.time += 0.25
    assert clock.position == pytest.approx(5.25)


def test_a_jittery_report_moves_it_a_little_and_never_back(clock: PositionClock, hand: Hand) -> None:
    hand.time += 0.25
    before = clock.position
    clock.report(5.15)
    assert clock.position == before
    hand.time += 0.25
    assert 5.45 < clock.position < 5.5


def test_a_report_far_off_is_believed(clock: PositionClock, hand: Hand) -> None:
    hand.time += 0.25
    clock.report(8.0)
    assert clock.position == 8.0


def test_a_report_from_before_a_seek_is_not_believed(clock: PositionClock, hand: Hand) -> None:
    clock.jump(60.0)
    hand.time += 0.1
    clock.report(5.1)
    assert clock.position == pytest.approx(60.1)


def test_without_reports_it_waits(clock: PositionClock, hand: Hand) -> None:
    hand.time += 30.0
    assert clock.position == pytest.approx(5.0 + LEAD)
    assert clock.heard == pytest.approx(LEAD)
    assert clock.silence == pytest.approx(30.0)


def test_heard_adds_up_over_pauses_and_seeks(clock: PositionClock, hand: Hand) -> None:
    hand.time += 0.5
    clock.halt()
    hand.time += 10.0
    clock.jump(100.0)
    clock.run()
    hand.time += 0.5
    assert clock.heard == pytest.approx(1.0)
    assert clock.position == pytest.approx(100.5)


def test_the_end_of_the_track_is_as_far_as_it_goes(clock: PositionClock, hand: Hand) -> None:
    clock.limit = 5.5
    hand.time += 0.9
    assert clock.position == pytest.approx(5.5)
    assert clock.heard == pytest.approx(0.5)
