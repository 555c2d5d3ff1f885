"""What every test shares: a small real music folder, a place to write to, and a guard against leaks.

A test fails when it leaves behind a thread, a process, a running Qt timer or thread, or a window, and when
something it did logged a warning that it did not look at (tests that ask for `caplog` look for themselves).
"""

from __future__ import annotations

import gc
import itertools
import logging
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt, which aborts without one

PATIENCE = 3.0
"""Seconds that a thread or process may take to end after its test."""
TIDY_EVERY = 150
"""Tests after which what was set aside is looked through for garbage once more."""


class WithoutWindow(MetaPathFinder):
    """Makes PySide6 and vlc impossible to import: how core's tests prove that core needs neither."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in {"PySide6", "shiboken6", "vlc", "pyqtgraph"}:
            raise ModuleNotFoundError(f"{fullname} is blocked in this run", name=fullname)
        return None


if os.environ.get("MEANDER_WITHOUT_WINDOW"):
    sys.meta_path.insert(0, WithoutWindow())

from core.settings import Places  # noqa: E402 - after the block, so that it is held to it too


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests run side by side (`make test`): those of one file one after the other, and so are all that play
    sound, for they measure time."""
    for item in items:
        sounds = item.get_closest_marker("sound") is not None or item.path.parent.name == "contract"
        item.add_marker(pytest.mark.xdist_group("sound" if sounds else item.path.as_posix()))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An empty data folder of the test's own, and a models folder without weights."""
    return Places(tmp_path / "data", tmp_path / "models")


@pytest.fixture(scope="session")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of twelve short synthesised tracks in all five formats. Read only: copy it to change it."""
    from core.demo import make_demo

    folder = tmp_path_factory.mktemp("music")
    make_demo(folder, tracks=12, seconds=(4.0, 7.0))
    return folder


@pytest.fixture(autouse=True)
def at_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may touch the library of whoever runs it."""
    monkeypatch.setenv("MEANDER_DATA", str(tmp_path_factory.getbasetemp() / "data-of-no-test"))


@pytest.fixture(autouse=True)
def no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    with_qt = "qapp" in request.fixturenames
    threads, children = set(threading.enumerate()), _children()
    if with_qt:
        _set_aside()
    qt = _alive_in_qt() if with_qt else {}
    yield
    leaks = _wait_until_none(lambda: _leaked_threads(threads) + _leaked_children(children))
    if with_qt:
        leaks += _wait_until_none(lambda: _leaked_in_qt(set(qt)))
    if leaks:
        pytest.fail(f"left behind: {', '.join(leaks)}", pytrace=False)


@pytest.fixture(autouse=True)
def no_surprising_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if records and "caplog" not in request.fixturenames:
        lines = "; ".join(f"{record.name}: {record.getMessage()}" for record in records)
        pytest.fail(f"logged unexpectedly: {lines}", pytrace=False)


def _wait_until_none(find: Callable[[], list[str]]) -> list[str]:
    deadline = time.monotonic() + PATIENCE
    while (leaks := find()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return leaks


def _leaked_threads(before: set[threading.Thread]) -> list[str]:
    return [
        f"thread {thread.name}"
        for thread in threading.enumerate()
        if thread not in before and not thread.daemon and not isinstance(thread, threading._DummyThread)
    ]


def _children() -> set[int]:
    """Ids of this process's children; on systems without /proc only those of multiprocessing."""
    found = {child.pid for child in multiprocessing.active_children() if child.pid}
    return found | {
        int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _parent(entry) == os.getpid()
    }


def _parent(process: Path) -> int | None:
    try:
        return int((process / "stat").read_bytes().rpartition(b")")[2].split()[1])
    except (OSError, IndexError):
        return None


def _leaked_children(before: set[int]) -> list[str]:
    return [f"process {pid} ({_command(pid)})" for pid in _children() - before if _is_ours(pid)]


def _is_ours(pid: int) -> bool:
    """multiprocessing keeps one helper for the life of the program; a zombie has ended already."""
    return "resource_tracker" not in _command(pid) and bool(_command(pid))


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return "" if Path("/proc/self").exists() else "?"


_asides = itertools.count(1)


def _set_aside() -> None:
    """Takes all objects there are out of the collector's sight: what a test leaves behind is new, and looking
    through half a million others twice a test takes a third of the whole run."""
    if next(_asides) % TIDY_EVERY == 0:
        gc.unfreeze()
        gc.collect()
    gc.freeze()


def _alive_in_qt() -> dict[object, str]:
    """Windows without a parent, running timers and running threads, each with words for it; of timers and
    threads, those made since `_set_aside`."""
    from PySide6.QtCore import QThread, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import Shiboken

    alive: dict[object, str] = {
        widget: f"window {type(widget).__name__}"
        for widget in QApplication.topLevelWidgets()
        if widget.parent() is None
    }
    for thing in gc.get_objects():
        # By type(): isinstance asks the object itself, and torch has some that answer with a warning.
        if not issubclass(type(thing), QTimer | QThread) or not Shiboken.isValid(thing):
            continue
        if isinstance(thing, QTimer) and thing.isActive():
            alive[thing] = f"timer of {thing.interval()} ms {thing.objectName()}".rstrip()
        elif isinstance(thing, QThread) and thing.isRunning() and thing is not QThread.currentThread():
            alive[thing] = f"QThread {thing.objectName()}".rstrip()
    return alive


def _leaked_in_qt(before: set[object]) -> list[str]:
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    leaks = [words for thing, words in _alive_in_qt().items() if thing not in before]
    if QThreadPool.globalInstance().activeThreadCount():
        leaks.append("a job in the thread pool")
    if leaks:
        gc.collect()  # what is merely unreachable is not leaked
    return leaks
