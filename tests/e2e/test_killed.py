"""Killed at any moment, nothing is lost but the file in hand, and the next run goes on from there."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.conftest import Program

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes through /proc")
MANY = 1200
SOON = 60.0
"""Seconds to wait for something that takes one or two."""


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def rows(database: Path, table: str) -> int:
    """How many rows another process has committed; 0 while there is no such table yet."""
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def descendants(pid: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_bytes().rpartition(b")")[2].split()[1])
            except OSError:
                continue
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


@pytest.fixture
def many(music: Path, tmp_path: Path) -> Path:
    """A folder of many files, each with audio of its own."""
    folder = tmp_path / "many"
    folder.mkdir()
    (song,) = music.rglob("01 Windfall.mp3")
    data = song.read_bytes()
    for number in range(MANY):
        # Flipping a byte in the middle of the packets makes it another recording.
        at = len(data) // 2 + number
        (folder / f"{number:05}.mp3").write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
    return folder


def test_a_killed_scan_goes_on_where_it_was(program: Program, many: Path) -> None:
    scan = program.start("add", many)
    wait_until(lambda: rows(program.data / "library.db", "tracks") > 0)
    helpers = descendants(scan.pid)
    scan.kill()
    scan.wait()
    kept = rows(program.data / "library.db", "tracks")
    wait_until(lambda: not any(map(alive, helpers)))

    counts = program.json("scan")
    assert 0 < kept <= MANY
    assert counts["added"] == MANY - kept
    assert counts["added"] + counts["unchanged"] == MANY
    with closing(sqlite3.connect(program.data / "library.db")) as connection:
        where = "presence = 'present' AND audio_id IS NOT NULL"
        known = connection.execute(f"SELECT count(*), count(DISTINCT path) FROM tracks WHERE {where}")
        assert known.fetchone() == (MANY, MANY)


def test_a_killed_analysis_keeps_what_was_heard(program: Program, music: Path) -> None:
    program.run("add", music)
    analysis = program.start("analyse")
    wait_until(lambda: rows(program.data / "analysis.db", "trajectories") >= 2)
    helpers = descendants(analysis.pid)
    analysis.kill()
    analysis.wait()
    kept = rows(program.data / "analysis.db", "trajectories")
    wait_until(lambda: not any(map(alive, helpers)))

    again = program.json("analyse")
    assert again["heard"] == 12 - kept and again["failed"] == 0
    assert len(program.json("radio", "windfall", "-n", "11")) == 11


def test_a_killed_worker_is_replaced_and_every_song_is_heard(program: Program, music: Path) -> None:
    program.run("add", music)
    analysis = program.start("analyse")
    wait_until(lambda: rows(program.data / "analysis.db", "trajectories") >= 1)
    for helper in descendants(analysis.pid):
        os.kill(helper, signal.SIGKILL)
    assert analysis.wait(SOON) == 0
    assert rows(program.data / "analysis.db", "trajectories") == 12


def test_ctrl_c_ends_an_analysis_at_once_and_takes_the_worker_along(program: Program, music: Path) -> None:
    program.run("add", music)
    analysis = program.start("analyse")
    wait_until(lambda: rows(program.data / "analysis.db", "trajectories") >= 1)
    helpers = descendants(analysis.pid)
    asked = time.monotonic()
    analysis.send_signal(signal.SIGINT)
    assert analysis.wait(SOON) in (130, 0)
    assert time.monotonic() - asked < 5
    wait_until(lambda: not any(map(alive, helpers)))
