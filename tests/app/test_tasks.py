"""Background work: results on the main thread, errors in the right words, nothing for the dead."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app import tasks
from core.errors import Cancelled, UserError


def fail(problem: BaseException) -> None:
    raise problem


def test_the_work_is_done_elsewhere_and_the_result_comes_to_the_main_thread(qtbot: QtBot) -> None:
    seen: list[object] = []

    def done(result: object) -> None:
        seen.extend([result, threading.current_thread()])

    tasks.run(threading.current_thread, on_done=done)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] is not threading.main_thread()
    assert seen[1] is threading.main_thread()


def test_a_user_error_comes_as_its_text(qtbot: QtBot) -> None:
    texts: list[str] = []
    tasks.run(lambda: fail(UserError("The disk is full.")), on_error=texts.append)
    qtbot.waitUntil(lambda: texts == ["The disk is full."])


def test_our_own_error_is_logged_with_its_traceback(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    texts: list[str] = []
    tasks.run(lambda: fail(ValueError("a bug")), on_error=texts.append)
    qtbot.waitUntil(lambda: texts == [tasks.our_fault()])
    assert "ValueError: a bug" in caplog.text


def test_cancelled_is_silent(qtbot: QtBot) -> None:
    said: list[object] = []
    task = tasks.run(lambda: fail(Cancelled()), on_done=said.append, on_error=said.append)
    assert task.finished.wait(5)
    qtbot.wait(50)
    assert said == []


def test_a_receiver_that_was_deleted_meanwhile_is_left_in_peace(qtbot: QtBot) -> None:
    class Window(QObject):
        def show_result(self, result: object) -> None:
            self.setObjectName(str(result))  # would raise: its C++ half is gone

    window, begin = Window(), threading.Event()
    task = tasks.run(begin.wait, on_done=window.show_result)
    shiboken6.delete(window)
    begin.set()
    assert task.finished.wait(5)
    qtbot.wait(50)


def test_a_receiver_is_known_behind_its_arguments(qtbot: QtBot) -> None:
    class Window(QObject):
        def show_result(self, name: str, result: object) -> None:
            self.setObjectName(f"{name} {result}")

    window, begin = Window(), threading.Event()
    task = tasks.run(begin.wait, on_done=partial(window.show_result, "cover"))
    shiboken6.delete(window)
    begin.set()
    assert task.finished.wait(5)
    qtbot.wait(50)


def test_a_forgotten_result_is_not_delivered(qtbot: QtBot) -> None:
    said: list[object] = []
    begin = threading.Event()
    task = tasks.run(begin.wait, on_done=said.append)
    task.forget()
    begin.set()
    assert task.finished.wait(5)
    qtbot.wait(50)
    assert said == []


def test_a_lane_keeps_the_order(qtbot: QtBot) -> None:
    lane, order = tasks.Pool(threads=1), list[int]()

    def note(number: int) -> None:
        time.sleep(0.002 * (number % 3))
        order.append(number)

    for number in range(30):
        lane.run(lambda number=number: note(number))  # type: ignore[misc]
    assert lane.drain()
    assert order == list(range(30))


def test_a_stall_of_the_main_thread_is_logged_with_its_stack(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    logger = tasks.StallLogger(0.1)
    logger.start()
    try:
        qtbot.wait(150)
        assert caplog.text == ""
        time.sleep(0.5)
        qtbot.wait(50)
    finally:
        logger.stop()
    assert "time.sleep(0.5)" in caplog.text
    assert caplog.text.count("waiting for") == 1
    assert logger.worst > 0.3


def test_what_stalled_is_let_go_when_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    """A painter that outlives its paintEvent spoils every later one."""

    class Painter:
        pass

    def stall() -> weakref.ref[Painter]:
        painter = Painter()
        time.sleep(0.3)
        return weakref.ref(painter)

    logger = tasks.StallLogger(0.1)
    logger.start()
    try:
        painter = stall()
        assert logger.worst > 0.1
        assert painter() is None
    finally:
        logger.stop()


def test_a_thread_of_a_pool_keeps_its_own_from_one_job_to_the_next(qtbot: QtBot) -> None:
    """Its database connection above all: to open one for every job costs more than most of them."""
    lane, own = tasks.Pool(threads=1), threading.local()
    lane.run(lambda: setattr(own, "connection", "open"))
    seen: list[str] = []
    lane.run(lambda: seen.append(getattr(own, "connection", "lost")))
    assert lane.drain()
    assert seen == ["open"]


def test_a_pool_ends_its_threads_when_it_goes(qtbot: QtBot) -> None:
    pool = tasks.Pool(threads=2)
    begun = threading.Barrier(3)
    for _ in range(2):
        pool.run(begun.wait)
    begun.wait(5)
    assert pool.drain()
    threads = [*pool._threads]
    del pool
    gc.collect()
    for thread in threads:
        thread.join(5)
    assert not any(thread.is_alive() for thread in threads)


def test_a_pool_has_no_more_threads_than_it_needs(qtbot: QtBot) -> None:
    pool = tasks.Pool(threads=3)
    for _ in range(5):
        pool.run(lambda: None)
        assert pool.drain()
    assert len(pool._threads) == 1
