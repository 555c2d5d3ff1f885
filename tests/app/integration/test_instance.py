"""One window for each library: what a second start hands over."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import __main__ as program
from app.integration.fileurls import file_url, path_of
from app.integration.instance import Doorman
from app.integration.request import Request, address
from tests.app.shelf import until

HAND_OVER = """
import sys
from app.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def doorman(qapp: QApplication, tmp_path: Path) -> Iterator[Doorman]:
    made = Doorman(tmp_path / "data")
    made.open()
    yield made
    made.close()
    made.deleteLater()


def start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HAND_OVER, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    until(lambda: process.poll() is not None, 20)
    _, err = process.communicate()
    return process.returncode, err


def test_a_second_start_hands_its_files_over_and_ends(doorman: Doorman, tmp_path: Path) -> None:
    heard: list[Request] = []
    doorman.asked.connect(heard.append)
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff %.flac"))
    for file in (tmp_path / "a b.mp3", odd):
        file.write_bytes(b"")
    code, err = ended(start("--data", str(tmp_path / "data"), str(tmp_path / "a b.mp3"), file_url(odd)))
    assert (code, err) == (0, "")
    until(lambda: heard)
    assert heard[0].deed == "open"
    assert heard[0].files == [tmp_path / "a b.mp3", odd]


def test_options_steer_the_window_that_is_open(doorman: Doorman, tmp_path: Path) -> None:
    heard: list[str] = []
    doorman.asked.connect(lambda request: heard.append(request.deed))
    code, err = ended(start("--data", str(tmp_path / "data"), "--next"))
    assert (code, err) == (0, "")
    until(lambda: heard == ["next"])


def test_without_a_window_there_is_nothing_to_steer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main(["--data", str(tmp_path / "data"), "--pause"]) == 1
    assert "no window is open" in capsys.readouterr().err


def test_another_library_has_a_door_of_its_own(doorman: Doorman, tmp_path: Path) -> None:
    assert address(tmp_path / "data") != address(tmp_path / "other")
    (tmp_path / "link").symlink_to(tmp_path / "data")
    assert address(tmp_path / "data") == address(tmp_path / "link")


def test_only_the_user_can_knock(doorman: Doorman, tmp_path: Path) -> None:
    assert Path(address(tmp_path / "data")).stat().st_mode & 0o077 == 0


def test_the_socket_of_a_killed_window_is_taken_over(qapp: QApplication, tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.integration.instance import Doorman
app = QCoreApplication([])
door = Doorman(Path({str(tmp_path / "data")!r}))
print(door.listens, flush=True)
app.exec()
"""
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "True\n"
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stdout.close()
    assert Path(address(tmp_path / "data")).exists()
    assert program.main(["--data", str(tmp_path / "data"), "--pause"]) == 1  # nobody answers, at once
    second = Doorman(tmp_path / "data")
    assert second.listens
    second.close()


def test_what_came_before_the_window_was_ready_is_kept(qapp: QApplication, tmp_path: Path) -> None:
    door = Doorman(tmp_path / "data")
    heard: list[str] = []
    door.asked.connect(lambda request: heard.append(request.deed))
    code, _ = ended(start("--data", str(tmp_path / "data"), "--play"))
    assert (code, heard) == (0, [])
    door.open()
    assert heard == ["play"]
    door.close()


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense\n",
        b"[1]\n",
        b'{"deed": "explode"}\n',
        json.dumps({"deed": "open", "urls": 3}).encode() + b"\n",
    ],
)
def test_nonsense_at_the_door_is_sent_away(doorman: Doorman, tmp_path: Path, line: bytes) -> None:
    heard: list[Request] = []
    doorman.asked.connect(heard.append)
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(address(tmp_path / "data"))
        caller.sendall(line)
        caller.setblocking(False)
        answer: list[bytes] = []

        def answered() -> bool:
            try:
                answer.append(caller.recv(100))
            except BlockingIOError:
                return False
            return True

        until(answered)
    assert (answer, heard) == ([b""], [])


def test_urls_of_other_computers_are_no_files() -> None:
    assert path_of("https://example.org/a.mp3") is None
    assert path_of("file://elsewhere/a.mp3") is None
    assert path_of("file:///a%20b.mp3") == Path("/a b.mp3")
    assert path_of("a b.mp3") == Path("a b.mp3")


@pytest.mark.parametrize("words", [["--pause", "x.mp3"], ["https://example.org/a.mp3"]])
def test_what_cannot_be_meant_is_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(words) == 2
    assert capsys.readouterr().err.startswith("meander: ")
