"""The window's watcher: real files appear by themselves, as the settings say."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.choices import Choices
from app.watcher import Watcher
from core.library import drives
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places, Settings
from tests.core.library.sounding_files import Folder


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    library.close()


@pytest.fixture
def folder(library: Library, tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "music")
    folder.put("already/there.flac", 99)
    library.add_root(folder.path)
    scan(library, Progress())
    return folder


@pytest.fixture
def choices(tmp_path: Path, qtbot: QtBot) -> Choices:
    return Choices(tmp_path / "settings.toml", Settings())


@pytest.fixture
def watcher(library: Library, choices: Choices) -> Iterator[Watcher]:
    watcher = Watcher(library, choices)
    yield watcher
    assert watcher.close()


def watches(watcher: Watcher) -> bool:
    watch = watcher._watch
    return watch is not None and any(each.watch or each.polled for each in list(watch._watched.values()))


def test_an_album_of_twelve_files_is_listed_within_five_seconds(
    watcher: Watcher, library: Library, folder: Folder, qtbot: QtBot
) -> None:
    watcher.start()
    qtbot.waitUntil(lambda: watches(watcher))
    found: list[object] = []
    watcher.scanned.connect(found.append)
    for pitch in range(12):
        folder.put(f"Band/Album/{pitch:02}.flac", pitch)
    started = time.monotonic()
    qtbot.waitUntil(lambda: library.counts().tracks == 13, timeout=5_000)
    assert time.monotonic() - started < 5
    qtbot.waitUntil(lambda: bool(found))


def test_a_look_does_not_wait_for_listening_but_for_a_scan(
    watcher: Watcher, library: Library, folder: Folder, qtbot: QtBot
) -> None:
    watcher.start()
    qtbot.waitUntil(lambda: watches(watcher))
    with library.scanning:
        folder.put("new.flac", 1)
        qtbot.waitUntil(lambda: watcher._watch is not None and watcher._watch.looks == 1)
        assert library.counts().tracks == 1
    qtbot.waitUntil(lambda: library.counts().tracks == 2)


def test_the_setting_switches_it(watcher: Watcher, choices: Choices, folder: Folder, qtbot: QtBot) -> None:
    choices.change(watch=False)
    watcher.start()
    assert not watcher.running
    choices.change(watch=True)
    assert watcher.running
    qtbot.waitUntil(lambda: watches(watcher))
    choices.change(watch=False)
    assert not watcher.running
    qtbot.waitUntil(lambda: "watch" not in {thread.name for thread in threading.enumerate()})


def test_before_it_is_started_settings_start_nothing(watcher: Watcher, choices: Choices) -> None:
    choices.change(poll_minutes=3)
    assert not watcher.running


def test_a_polled_folder_is_spoken_of_once(
    library: Library, choices: Choices, folder: Folder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "is_remote", lambda path: True)  # there is no server here to mount
    said: list[str] = []
    for _ in range(2):
        watcher = Watcher(library, choices)
        watcher.notice.connect(said.append)
        watcher.start()
        qtbot.waitUntil(lambda w=watcher: watches(w))
        qtbot.wait(50)
        assert watcher.close()
    assert said == ["music is on a drive that tells of no changes; it is looked through every 10 minutes."]
