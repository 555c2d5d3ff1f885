"""Decoding ahead on a thread."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.sound.ahead import AHEAD, Ahead
from core.sound.piece import Piece
from core.sound.source import Samples
from tests.core.sound.files import RATE, noise, write


def until(holds: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.002)


@pytest.fixture
def song(tmp_path: Path) -> Path:
    return write(tmp_path / "song.flac", noise(8.0))


def test_it_tells_once_when_it_is_ready(song: Path) -> None:
    told: list[Ahead] = []
    reader = Ahead(Piece(song), ready=told.append)
    until(lambda: told)
    assert (reader.rate, reader.length, reader.problem) == (RATE, 8 * RATE, None)
    reader.close()
    assert reader.join(2.0)
    assert told == [reader]


def test_it_decodes_some_seconds_ahead_and_no_more(song: Path) -> None:
    reader = Ahead(Piece(song))
    until(lambda: reader._ahead > AHEAD * RATE)
    time.sleep(0.05)
    assert reader._ahead < (AHEAD + 0.2) * RATE
    assert reader.left is None
    reader.close()
    assert reader.join(2.0)


def test_all_of_it_can_be_read_and_the_end_is_seen_before_it_comes(song: Path) -> None:
    reader = Ahead(Piece(song), 2.0)
    until(lambda: reader.opened)
    parts: list[Samples] = []
    while sum(map(len, parts)) < 3 * RATE:
        parts.append(reader.read(4000))
        time.sleep(0.001)
    until(lambda: reader.left is not None)
    assert reader.left == 6 * RATE - sum(map(len, parts))
    while not reader.over:
        parts.append(reader.read(4000))
    assert np.array_equal(np.concatenate(parts), noise(8.0)[2 * RATE :])
    assert reader.join(2.0)


def test_a_file_that_cannot_be_played_is_told_with_its_reason(tmp_path: Path) -> None:
    told: list[Ahead] = []
    reader = Ahead(Piece(tmp_path / "nowhere.ogg"), ready=told.append)
    until(lambda: told)
    assert str(reader.problem) == "nowhere.ogg is missing."
    assert reader.over


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders")
def test_a_drive_that_hangs_holds_nobody_up(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp3"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR)
    before = time.monotonic()
    reader = Ahead(Piece(pipe))
    assert len(reader.read(1000)) == 0
    reader.close()
    assert time.monotonic() - before < 1.0
    os.close(held)
    until(lambda: _let_go(pipe) and reader.join(0.1))


def _let_go(pipe: Path) -> bool:
    """Opens and closes the pipe's other end, in case the thread has only now come to open it."""
    with contextlib.suppress(OSError):  # nobody reads
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    return True


def test_after_close_nobody_is_told(song: Path) -> None:
    told: list[Ahead] = []
    gate = threading.Event()
    reader = Ahead(Piece(song), ready=lambda it: (gate.wait(1), told.append(it)))
    reader.close()
    gate.set()
    assert reader.join(2.0)
    assert len(told) <= 1
