"""The background: looks through the folders, listens, pauses, ends when asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.choices import Choices
from app.lister import Lister
from app.widgets.analysis_card import Shown
from core.domain import Pass, TrackId
from core.errors import UserError
from core.progress import Progress
from core.settings import Settings


class Work:
    """A job of a hundred steps each, as patient as the real one."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.closed = 0
        self.go = threading.Event()
        self.fails: BaseException | None = None

    def scan(self, progress: Progress) -> object:
        if self.fails is not None:
            raise self.fails
        self._steps("scan", progress)
        return "counts"

    def listen(
        self, names: tuple[str, ...], pass_: Pass, progress: Progress, *, when_idle: bool = False
    ) -> object:
        self._steps(f"{names[0]} {pass_.name.lower()}", progress)
        return None

    def measure(self, progress: Progress) -> object:
        self._steps("measure", progress)
        return None

    def hear_first(self, ids: Sequence[TrackId]) -> None:
        self.did.append(f"first {list(ids)}")

    def close(self) -> None:
        self.closed += 1

    def _steps(self, name: str, progress: Progress) -> None:
        progress.begin(name, 100)
        for _ in range(100):
            while not self.go.wait(0.01):
                progress.check()
            progress.advance()
        self.did.append(name)


Making = Callable[..., Lister]


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def making(work: Work, tmp_path: Path, qtbot: QtBot) -> Making:
    def make(**settings: object) -> Lister:
        choices = Choices(tmp_path / "settings.toml", Settings().with_(**settings))
        lister = Lister(lambda: work, lambda: ("ear",), choices)
        choices.setParent(lister)
        return lister

    return make


def test_it_looks_listens_and_measures_in_passes(making: Making, work: Work, qtbot: QtBot) -> None:
    lister = making()
    heard: list[bool] = []
    lister.heard.connect(lambda: heard.append(True))
    work.go.set()
    with qtbot.waitSignal(lister.scanned) as scanned:
        lister.wake()
    qtbot.waitUntil(lambda: not lister.running)
    assert scanned.args == ["counts"]
    assert work.did == ["scan", "ear quick", "measure", "ear fine", "ear full"]
    assert len(heard) == 3
    assert work.closed == 1


def test_it_does_not_listen_where_the_user_does_not_want_it(making: Making, work: Work, qtbot: QtBot) -> None:
    lister = making(listen=False)
    work.go.set()
    lister.wake()
    qtbot.waitUntil(lambda: not lister.running)
    assert work.did == ["scan"]


def test_its_progress_is_shown_and_can_be_paused(making: Making, work: Work, qtbot: QtBot) -> None:
    lister = making()
    shown: list[Shown] = []
    lister.progressed.connect(shown.append)
    lister.wake()
    qtbot.waitUntil(lambda: any(each.snapshot and each.snapshot.total == 100 for each in shown))
    lister.toggle_pause()
    assert shown[-1].paused
    work.go.set()
    qtbot.wait(150)
    assert lister.running
    lister.toggle_pause()
    qtbot.waitUntil(lambda: not lister.running)
    assert shown[-1] == Shown()


def test_closing_ends_it_at_once_even_when_it_is_paused(making: Making, work: Work, qtbot: QtBot) -> None:
    lister = making()
    lister.wake()
    lister.toggle_pause()
    lister.close()
    assert not lister.running
    assert work.closed == 1


def test_waking_it_again_begins_anew(making: Making, work: Work, qtbot: QtBot) -> None:
    lister = making(listen=False)
    lister.wake()
    lister.wake()
    work.go.set()
    qtbot.waitUntil(lambda: not lister.running and work.closed == 2)
    assert work.did[-1] == "scan"


def test_what_the_user_can_mend_is_said_in_its_own_words(making: Making, work: Work, qtbot: QtBot) -> None:
    lister = making()
    work.fails = UserError("The disk is full; free some space.")
    with qtbot.waitSignal(lister.failed) as failed:
        lister.wake()
    assert failed.args == ["The disk is full; free some space."]
    qtbot.waitUntil(lambda: not lister.running)


def test_our_own_fault_is_logged_and_apologised_for(
    making: Making, work: Work, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    lister = making()
    work.fails = ZeroDivisionError()
    with qtbot.waitSignal(lister.failed) as failed:
        lister.wake()
    assert "kept" in failed.args[0]
    assert "ZeroDivisionError" in caplog.text
    qtbot.waitUntil(lambda: not lister.running)


def test_somebody_waiting_is_passed_on(making: Making, work: Work, qtbot: QtBot) -> None:
    lister = making()
    lister.wake()
    qtbot.waitUntil(lambda: lister._job is not None)
    lister.hear_first([TrackId(7)])
    lister.close()
    assert work.did[0] == "first [7]"


def test_a_changed_choice_wakes_it(making: Making, work: Work, qtbot: QtBot) -> None:
    lister = making(listen=False)
    work.go.set()
    choices = lister.findChild(Choices)
    assert choices is not None
    choices.change(listen=True)
    qtbot.waitUntil(lambda: not lister.running and "ear full" in work.did)


def test_what_came_by_itself_is_listened_to_without_another_look(
    making: Making, work: Work, qtbot: QtBot
) -> None:
    lister = making()
    work.go.set()
    lister.hear()
    qtbot.waitUntil(lambda: not lister.running)
    assert "scan" not in work.did
    assert work.did[-1] == "ear full"


def test_what_comes_while_it_listens_is_listened_to_at_its_end(
    making: Making, work: Work, qtbot: QtBot
) -> None:
    lister = making()
    lister.wake()
    lister.hear()
    lister.hear()
    work.go.set()
    qtbot.waitUntil(lambda: not lister.running and work.closed == 2)
    assert work.did.count("scan") == 1
    assert work.did.count("ear full") == 2


def test_nothing_new_is_listened_to_where_the_user_does_not_want_it(
    making: Making, work: Work, qtbot: QtBot
) -> None:
    lister = making(listen=False)
    lister.hear()
    assert not lister.running
