"""What libVLC is given to read."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.player.libvlc import load_vlc
from app.player.output import DEPTH, LEAD, Take, output_rate
from core.errors import UserError
from core.sound.ahead import Ahead
from core.sound.piece import Piece
from core.sound.source import Samples
from core.sound.wishes import GainMode, Sound
from tests.core.sound.files import RATE, noise, write

SOUND = noise(2.0)


@pytest.fixture(autouse=True)
def _libvlc() -> None:
    try:
        load_vlc()
    except UserError as problem:
        pytest.skip(str(problem))


@pytest.fixture
def take(tmp_path: Path) -> Iterator[Take]:
    ready = threading.Event()
    reader = Ahead(Piece(write(tmp_path / "song.flac", SOUND)), ready=lambda _: ready.set())
    assert ready.wait(5)
    take = Take(reader, Sound(gain_mode=GainMode.OFF), rise=0.0, now=time.monotonic)
    yield take
    take.close()
    assert reader.join(2.0)


def read(take: Take, most: int = 65_536) -> Samples:
    """One read of libVLC's."""
    buffer = ctypes.create_string_buffer(most)
    count = take._on_read(None, buffer, most)
    assert count > 0
    return np.frombuffer(buffer.raw[:count], np.float32).reshape(-1, 2)


def test_a_stream_begins_with_silence_lest_its_first_bytes_look_like_a_packed_file(take: Take) -> None:
    assert np.array_equal(read(take), np.zeros((LEAD, 2)))
    assert np.array_equal(read(take)[:100], SOUND[:100])


def test_it_is_filled_at_once_to_its_depth_and_then_in_real_time(take: Take) -> None:
    began, samples = time.monotonic(), 0
    while samples < DEPTH * RATE:
        samples += len(read(take))
    assert time.monotonic() - began < 0.3
    while samples < (DEPTH + 0.4) * RATE:
        samples += len(read(take))
    assert time.monotonic() - began == pytest.approx(0.4, abs=0.15)


def test_nothing_is_made_ready_while_it_is_paused(take: Take) -> None:
    for _ in range(10):
        read(take)
    take.hold()
    done = threading.Event()

    def read_on() -> None:
        for _ in range(5):
            read(take)
        done.set()

    thread = threading.Thread(target=read_on)
    thread.start()
    assert not done.wait(0.4)
    take.release()
    assert done.wait(2.0)
    thread.join()


def test_closing_lets_a_waiting_reader_go_at_once(take: Take) -> None:
    for _ in range(10):
        read(take)
    take.hold()
    thread = threading.Thread(target=lambda: [read(take) for _ in range(5)])
    thread.start()
    began = time.monotonic()
    take.close()
    thread.join(2.0)
    assert time.monotonic() - began < 0.3


def test_after_the_end_there_is_silence_and_the_end_is_known(take: Take) -> None:
    take.heard(60.0)  # libVLC is far ahead: no waiting
    parts: list[Samples] = []
    while take.end is None:
        parts.append(read(take))
    assert take.end == pytest.approx(2.0 + LEAD / RATE, abs=0.001)
    assert np.abs(parts[-1]).max() == 0.0
    assert np.array_equal(np.concatenate(parts)[LEAD:][: len(SOUND)], SOUND)


@pytest.mark.parametrize(
    ("file", "stream"),
    [
        (44_100, 44_100),
        (88_200, 44_100),
        (48_000, 48_000),
        (192_000, 48_000),
        (22_050, 44_100),
        (37_800, 48_000),
    ],
)
def test_a_usual_rate_is_kept_and_any_other_is_made_one(file: int, stream: int) -> None:
    assert output_rate(file) == stream
