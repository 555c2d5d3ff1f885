from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.tidying import LATEST, Tidying


class Ring:
    """Reachable from itself alone."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def tidying(qapp: QApplication) -> Iterator[Tidying]:
    made = Tidying()
    made.begin()
    yield made
    made.close()


def test_all_is_never_gone_through_by_itself(tidying: Tidying) -> None:
    assert gc.isenabled() and gc.get_threshold()[2] > 1_000_000


def test_what_cannot_be_reached_goes_when_the_window_is_left_alone(
    tidying: Tidying,
) -> None:
    gone = weakref.ref(Ring())
    tidying.look()
    tidying.look()  # nobody has moved the pointer since
    assert gone() is None


def test_a_window_in_use_is_left_in_peace_for_long_but_not_for_ever(
    tidying: Tidying, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "_left_alone", lambda: False)
    gone = weakref.ref(Ring())
    for _ in range(LATEST):
        tidying.look()
    assert gone() is not None
    tidying.look()
    assert gone() is None


def test_what_was_there_before_is_gone_through_now_and_then(tidying: Tidying) -> None:
    gone = weakref.ref(Ring())
    gc.freeze()
    for _ in range(10):
        tidying.tidy()
    assert gone() is None


def test_afterwards_python_decides_again(qapp: QApplication) -> None:
    before = gc.get_threshold()
    made = Tidying()
    made.begin()
    made.close()
    assert gc.get_threshold() == before and gc.get_freeze_count() == 0
