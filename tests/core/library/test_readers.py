"""The reader processes: answers, crashes, and an end that leaves nothing behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from core.library.reader import BOTH, IDENTITY, TAGS, Item
from core.library.readers import Job, Readers
from tests.core.library.sounding_files import Folder

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


def item(file: Path) -> Item:
    return os.fsencode(file), 0, file.stat().st_size, ()


def below() -> set[int]:
    """Ids of this process's children."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that ended just now
            found.update(map(int, (task / "children").read_text().split()))
    return found


def wait_for(readers: Readers) -> list[tuple[Job, list[tuple[object, str | None, bool, object]]]]:
    done = []
    deadline = time.monotonic() + 60
    while readers.pending and time.monotonic() < deadline:
        if finished := readers.take(0.1):
            done.append(finished)
    return done  # type: ignore[return-value]


def test_each_question_gets_what_it_asks_for(folder: Folder) -> None:
    items = [item(folder.put("a.mp3")), item(folder.put("b.flac", 1))]
    with Readers() as readers:
        for ask in (TAGS, IDENTITY, BOTH):
            readers.give(Job(ask, items, token=ask))
        for job, answers in wait_for(readers):
            assert len(answers) == 2
            for row, audio, reachable, _ in answers:
                assert (row is not None, audio is not None) == (job.token != IDENTITY, job.token != TAGS)
                assert reachable


@linux
def test_a_file_that_ends_its_reader_gets_an_error_and_the_others_are_read(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    pipe = folder.path / "trap.mp3"
    os.mkfifo(pipe)  # opening it waits for ever, so that the process can be killed at this very file
    items = [item(folder.put("a.mp3")), item(pipe), item(folder.put("b.mp3", 1))]
    before = below()

    def kill_twice() -> None:
        killed: set[int] = set()
        deadline = time.monotonic() + 60
        while len(killed) < 2 and time.monotonic() < deadline:
            for pid in below() - before - killed:
                if _waits_for_pipe(pid):
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
            time.sleep(0.02)

    killer = threading.Thread(target=kill_twice)
    with Readers(processes=1) as readers:
        readers.give(Job(TAGS, items))
        killer.start()
        ((_, answers),) = wait_for(readers)
    killer.join()
    rows = [row for row, *_ in answers]
    assert [row[0] for row in rows] == ["", "the program that reads tags ended on this file", ""]  # type: ignore[index]
    assert "ended unexpectedly" in caplog.text


def _waits_for_pipe(pid: int) -> bool:
    """Whether a reader sleeps a good while after its start: it is at the pipe then."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - int(stat[19]) / os.sysconf("SC_CLK_TCK")
    return stat[0] == "S" and age > 1.0


@linux
def test_leaving_early_ends_the_processes(folder: Folder) -> None:
    items = [item(folder.put("a.mp3"))] * 500
    before = below()
    with Readers() as readers:
        for _ in range(10):
            readers.give(Job(BOTH, items))
        assert readers.take(30) is not None
        assert below() - before
    assert below() - before == set()


def test_readers_that_were_asked_nothing_start_nothing() -> None:
    with Readers() as readers:
        assert readers.take(0) is None
        assert readers.pending == 0
