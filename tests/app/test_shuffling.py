"""The queue shuffled by waiting time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import app.shuffling
from app import tasks
from app.choices import Choices
from app.player.queue import Queue
from app.shuffling import Shuffling, by_waiting
from core.database import Database
from core.domain import TrackId
from core.library.tracks import SQL, Library
from core.settings import Settings
from tests.app.shelf import fill, until

pytestmark = pytest.mark.usefixtures("qapp")
LONG_AGO, JUST_NOW = 1.0e6, 4.0e9


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Tracks 1 to 60; the first thirty were heard just now, the others never since they came."""
    made = Library(Database(tmp_path / "library.db", SQL))
    fill(made, 60)
    with made.database.write() as db:
        db.execute("UPDATE tracks SET last_played = ? WHERE id <= 30", (JUST_NOW,))
    yield made
    tasks.drain()
    made.close()


@pytest.fixture
def queue() -> Iterator[Queue]:
    made = Queue(seed=1)
    made.replace([TrackId(id) for id in range(1, 61)])
    yield made
    made.deleteLater()
    QApplication.processEvents()


def shuffling(library: Library, queue: Queue, file: Path, seed: int = 7) -> Choices:
    choices = Choices(file, Settings(shuffle="waiting"), queue)
    Shuffling(library, queue, choices, queue, seed=seed)
    return choices


def test_what_was_heard_lately_comes_last(library: Library, queue: Queue, tmp_path: Path) -> None:
    shuffling(library, queue, tmp_path / "settings.toml")
    queue.set_shuffled(True)
    order = queue.tracks()
    assert order[0] == 1, "what plays stays first"
    assert sorted(order) == list(range(1, 61))
    assert sum(id > 30 for id in order[1:31]) >= 28


def test_the_same_seed_draws_the_same_order(library: Library) -> None:
    ids = [TrackId(id) for id in range(1, 61)]
    assert by_waiting(library, ids, 3) == by_waiting(library, ids, 3)
    assert by_waiting(library, ids, 3) != by_waiting(library, ids, 4)


def test_choosing_the_other_way_shuffles_anew_at_once(library: Library, queue: Queue, tmp_path: Path) -> None:
    choices = shuffling(library, queue, tmp_path / "settings.toml")
    choices.change(shuffle="random")
    queue.set_shuffled(True)
    by_chance = queue.tracks()
    choices.change(shuffle="waiting")
    assert queue.shuffled
    assert queue.tracks() != by_chance
    assert sum(id > 30 for id in queue.tracks()[1:31]) >= 28
    queue.set_shuffled(False)
    assert queue.tracks() == list(range(1, 61))


def test_a_long_queue_is_drawn_beside_and_follows(
    library: Library, queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.shuffling, "AT_ONCE", 10)
    shuffling(library, queue, tmp_path / "settings.toml")
    queue.set_shuffled(True)
    by_chance = queue.tracks()
    until(lambda: queue.tracks() != by_chance)
    assert queue.tracks()[0] == 1
    assert sorted(queue.tracks()) == list(range(1, 61))
    assert sum(id > 30 for id in queue.tracks()[1:31]) >= 28


def test_a_queue_that_was_turned_off_meanwhile_is_left_alone(
    library: Library, queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.shuffling, "AT_ONCE", 10)
    shuffling(library, queue, tmp_path / "settings.toml")
    queue.set_shuffled(True)
    queue.set_shuffled(False)
    tasks.drain()
    QApplication.processEvents()
    assert queue.tracks() == list(range(1, 61))
