"""The listening process, for real: what it gives back, and what happens when it dies."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.analysis.calm import Calm
from core.analysis.channel import Settings
from core.analysis.child import Command
from core.analysis.hearing import hear_file
from core.analysis.records import Failure, Listened, Request
from core.analysis.worker import WorkerClient
from core.domain import AudioId, Pass, Seconds
from core.errors import Cancelled, UserError
from core.progress import Progress
from tests.core.analysis.test_hearing import reference, song
from tests.core.analysis.tiny_model import AboutProcess, Add, Die, Fail, Linger, Log, Unregistered

ROOT = Path(__file__).parents[3]
LOADER = "tests.core.analysis.tiny_model:load"


def settings(idle: float = 60.0, loader: str = LOADER) -> Settings:
    return Settings(Path("/nowhere"), Seconds(idle), threads=1, decoders=1, loader=loader)


@pytest.fixture(scope="module")
def shared() -> Iterator[WorkerClient]:
    """For tests that leave the process alive and well; started here, since a test may leave none behind."""
    with WorkerClient(settings(idle=600.0)) as client:
        client.run(Add(0, 0), Seconds(60.0))
        yield client


@pytest.fixture
def client() -> Iterator[WorkerClient]:
    """For tests that kill it."""
    with WorkerClient(settings()) as client:
        yield client


@pytest.fixture
def songs(tmp_path: Path) -> list[Path]:
    return [song(tmp_path / f"{i}.wav", 5.0 + i, seed=i) for i in range(8)]


def poison(path: Path) -> Path:
    """A song that kills the process that decodes it."""
    import wave

    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(np.full(16000 * 6, 32767, "<i2").tobytes())
    return path


def request(path: Path, pass_: Pass = Pass.FULL, crashes: int = 0, model: str = "tiny") -> Request:
    return Request(AudioId(path.name), path, (model,), pass_, crashes)


def split(outcomes: list[tuple[Listened, ...] | Failure]) -> tuple[list[Listened], list[Failure]]:
    heard = [one for o in outcomes if not isinstance(o, Failure) for one in o]
    return heard, [o for o in outcomes if isinstance(o, Failure)]


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_songs_come_back_heard(shared: WorkerClient, songs: list[Path]) -> None:
    heard, failures = split(list(shared.listen(request(s) for s in songs)))
    assert not failures
    assert {one.audio_id for one in heard} == {s.name for s in songs}
    for one in heard:
        path = next(s for s in songs if s.name == one.audio_id)
        assert np.allclose(one.features, reference(path), atol=1e-6)


def test_a_broken_file_is_told_and_the_others_are_heard(
    shared: WorkerClient, songs: list[Path], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.mp3"
    bad.write_bytes(b"no music")
    heard, failures = split(list(shared.listen(map(request, [songs[0], bad, songs[1]]))))
    assert len(heard) == 2
    assert [(f.audio_id, f.crashes, f.final) for f in failures] == [("bad.mp3", 0, True)]
    assert failures[0].reason.startswith("bad.mp3 ")


def test_a_missing_model_is_the_users_to_mend(shared: WorkerClient, songs: list[Path]) -> None:
    with pytest.raises(UserError, match="make setup"):
        list(shared.listen([request(songs[0], model="gone")]))


def test_jobs_are_answered(shared: WorkerClient) -> None:
    assert shared.run(Add(2, 3), Seconds(30.0)) == 5


def test_jobs_do_not_wait_for_listening(shared: WorkerClient, tmp_path: Path) -> None:
    many = [song(tmp_path / f"{i}.wav", 60.0, seed=i) for i in range(3)]
    flow = shared.listen(request(many[i % 3], Pass.FULL) for i in range(60))
    next(flow)
    begun = time.monotonic()
    assert shared.run(Add(1, 1), Seconds(30.0)) == 2
    assert time.monotonic() - begun < 2.0
    flow.close()


def test_jobs_are_answered_while_listening_is_paused(shared: WorkerClient) -> None:
    shared.pause()
    assert shared.run(Add(1, 2), Seconds(30.0)) == 3
    shared.resume()


def test_what_goes_wrong_in_a_job_is_told_as_what_it_is(
    shared: WorkerClient, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(UserError, match="the disk is full"):
        shared.run(Fail(users_fault=True), Seconds(30.0))
    with pytest.raises(RuntimeError, match="a bug"):
        shared.run(Fail(users_fault=False), Seconds(30.0))
    assert shared.run(Add(1, 1), Seconds(30.0)) == 2


def test_only_registered_jobs_are_run(shared: WorkerClient) -> None:
    with pytest.raises(RuntimeError, match="not registered"):
        shared.run(Unregistered(), Seconds(30.0))


def test_a_job_nobody_waits_for_stops(shared: WorkerClient, tmp_path: Path) -> None:
    note = tmp_path / "note"
    with pytest.raises(TimeoutError):
        shared.run(Linger(note), Seconds(0.5))
    until(note.exists)
    assert shared.run(Add(1, 1), Seconds(30.0)) == 2


def test_the_process_is_modest_and_knows_no_library(
    shared: WorkerClient, capfd: pytest.CaptureFixture[str]
) -> None:
    about = shared.run(AboutProcess(), Seconds(30.0))
    assert about["pid"] == shared.pid != os.getpid()
    assert about["nice"] == min(19, os.nice(0) + 10)
    assert about["loaded"] == []
    assert capfd.readouterr() == ("", "")


def test_cancel_is_at_once(shared: WorkerClient, tmp_path: Path) -> None:
    long = song(tmp_path / "long.wav", 120.0)
    progress = Progress()
    flow = shared.listen((request(long) for _ in range(100)), progress)
    next(flow)
    progress.cancel()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        list(flow)
    assert time.monotonic() - begun < 0.5
    assert len(split(list(shared.listen([request(long)])))[0]) == 1, "and the next wish is heard"


def test_pause_is_at_once_and_resume_goes_on(shared: WorkerClient, songs: list[Path]) -> None:
    progress = Progress()
    outcomes: list[tuple[Listened, ...] | Failure] = []
    flow = shared.listen((request(s) for s in songs * 6), progress)
    outcomes.append(next(flow))
    progress.pause()
    thread = threading.Thread(target=lambda: outcomes.extend(flow))
    thread.start()
    time.sleep(0.5)
    count = len(outcomes)
    time.sleep(0.7)
    assert len(outcomes) == count < 48
    progress.resume()
    thread.join(30)
    assert len(split(outcomes)[0]) == 48


def test_listening_that_can_wait_rests_while_the_machine_is_busy(
    shared: WorkerClient, songs: list[Path]
) -> None:
    class Machine(Calm):
        busy = True

        def is_busy(self) -> bool:
            return self.busy

    machine, outcomes = Machine(), []
    flow = shared.listen((request(s) for s in songs), Progress(), machine)
    thread = threading.Thread(target=lambda: outcomes.extend(flow))
    thread.start()
    time.sleep(0.5)
    assert shared.paused and not outcomes
    machine.busy = False
    thread.join(30)
    assert len(outcomes) == len(songs) and not shared.paused


def test_killing_the_process_loses_nothing(
    client: WorkerClient, songs: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = []
    for outcome in client.listen(request(s) for s in songs * 3):
        outcomes.append(outcome)
        if len(outcomes) in (2, 9) and client.pid:
            os.kill(client.pid, signal.SIGKILL)
    heard, failures = split(outcomes)
    assert sorted(one.audio_id for one in heard) == sorted(s.name for s in songs * 3)
    assert not [f for f in failures if f.final]
    assert "killed by SIGKILL" in caplog.text


def test_a_file_that_kills_the_process_is_found_and_the_others_are_heard(
    client: WorkerClient, songs: list[Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bad = poison(tmp_path / "poison.wav")
    heard, failures = split(list(client.listen(map(request, [*songs[:3], bad, *songs[3:]]))))
    assert {one.audio_id for one in heard} == {s.name for s in songs}
    assert {f.audio_id for f in failures} == {"poison.wav"}
    assert [f.crashes for f in failures if f.final] == [2]
    assert "poison.wav" in failures[-1].reason and "SIGKILL" in failures[-1].reason


def test_a_crash_of_yesterday_counts(
    client: WorkerClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bad = poison(tmp_path / "poison.wav")
    (failure,) = client.listen([request(bad, crashes=1)])
    assert isinstance(failure, Failure) and failure.crashes == 2


def test_a_job_that_kills_the_process_twice_is_given_up(
    client: WorkerClient, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(RuntimeError, match="SIGKILL"):
        client.run(Die(), Seconds(60.0))
    assert client.run(Add(1, 1), Seconds(60.0)) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="makes a file that never opens")
def test_a_file_that_hangs_its_decoder_is_given_up_and_the_others_are_heard(
    songs: list[Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    trap = tmp_path / "trap.wav"
    os.mkfifo(trap)  # opening it waits for a writer, for ever
    with WorkerClient(settings()) as client:
        flow = client.listen([request(songs[0]), request(trap, crashes=1), *map(request, songs[1:3])])
        outcomes = [next(flow)]  # the process has loaded its model: from now on it is quick
        client._settings = replace(client._settings, hang=Seconds(3.0))
        outcomes.append(next(flow))
        client._settings = settings()
        heard, (failure,) = split([*outcomes, *flow])
    assert {one.audio_id for one in heard} == {song.name for song in songs[:3]}
    assert (failure.audio_id, failure.crashes, failure.final) == ("trap.wav", 2, True)
    assert "silent" in failure.reason


def test_a_process_that_cannot_begin_is_told_not_repeated(
    songs: list[Path], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.analysis import worker

    ends = Command("listening-process", (sys.executable, "-c", "raise SystemExit(3)"), {})
    monkeypatch.setattr(worker, "_command", lambda _: ends)
    with WorkerClient(settings()) as broken, pytest.raises(UserError, match="exit code 3"):
        list(broken.listen(map(request, songs)))


def test_an_idle_process_ends_and_comes_back(songs: list[Path]) -> None:
    with WorkerClient(settings(idle=0.3)) as client:
        assert client.run(Add(1, 1), Seconds(30.0)) == 2
        first = client.pid
        until(lambda: client.pid is None)
        assert len(list(client.listen([request(songs[0])]))) == 1
        assert client.pid != first


def test_closing_leaves_no_process_behind(songs: list[Path]) -> None:
    client = WorkerClient(settings())
    flow = client.listen(request(s) for s in songs * 5)
    next(flow)
    pid = client.pid
    assert pid
    begun = time.monotonic()
    client.close()
    assert time.monotonic() - begun < 3.0
    assert not alive(pid)
    with pytest.raises(Cancelled):
        list(flow)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
def test_the_process_ends_when_the_program_is_killed() -> None:
    program = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from core.analysis.channel import Settings
        from core.analysis.worker import WorkerClient
        from tests.core.analysis.tiny_model import Add
        client = WorkerClient(Settings(Path("/nowhere"), loader={LOADER!r}))
        client.run(Add(1, 1))
        print(client.pid, flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout
    with parent.stdout:
        pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until(lambda: not alive(pid), 5.0)


def test_a_model_that_is_not_there_is_told_when_a_file_is_heard(songs: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="weights of musicnn-mtt"):
        hear_file(songs[0], "musicnn-mtt", tmp_path)


def test_a_file_is_heard_in_full_by_itself(songs: list[Path], tmp_path: Path) -> None:
    windows = hear_file(songs[-1], "spectral", tmp_path)
    assert len(windows.starts) == len(windows.features) == len(reference(songs[-1]))
    assert windows.tags is None


def test_the_log_of_the_process_reaches_the_program(
    shared: WorkerClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    shared.run(Log("a word from inside"), Seconds(30.0))
    until(lambda: "a word from inside" in caplog.text)
