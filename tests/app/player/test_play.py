"""`meander play`: the files in their order, an exit code, and Ctrl+C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import play
from app.player.fake import FakePlayer
from app.player.libvlc import load_vlc
from core.errors import UserError
from tests.app.sound import tone, write_sound


def run(
    qapp: QApplication, lengths: dict[str, float], names: list[str], folder: Path, **more: Any
) -> tuple[int, FakePlayer]:
    player = FakePlayer({folder / name: seconds for name, seconds in lengths.items()})
    hand = QTimer()
    hand.setInterval(5)
    hand.timeout.connect(lambda: player.advance(1.0))
    hand.start()
    try:
        return play.play(qapp, player, [folder / name for name in names], **more), player
    finally:
        hand.stop()
        player.close()


def test_files_play_in_their_order(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = run(qapp, {"a": 3.0, "b": 2.0}, ["b", "a", "b"], tmp_path, as_json=True)
    played = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [(Path(each["path"]).name, each["ended"]) for each in played] == [
        ("b", "finished"),
        ("a", "finished"),
        ("b", "finished"),
    ]
    assert [each["heard"] for each in played] == pytest.approx([2.0, 3.0, 2.0], abs=0.1)


def test_a_broken_file_is_told_and_passed_over(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = run(qapp, {"a": 3.0, "bad": 0.0}, ["bad", "nowhere", "a"], tmp_path)
    assert code == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "bad holds no sound" in said.err
    assert "nowhere is missing" in said.err


def test_a_broken_file_between_two_good_ones_is_listed_in_its_place(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(qapp, {"a": 3.0, "bad": 0.0, "b": 2.0}, ["a", "bad", "b"], tmp_path, as_json=True)
    played = json.loads(capsys.readouterr().out)
    assert [(Path(each["path"]).name, each["ended"]) for each in played] == [
        ("a", "finished"),
        ("bad", "error"),
        ("b", "finished"),
    ]


def test_nothing_that_could_be_played_is_an_error(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = run(qapp, {"bad": 0.0}, ["bad", "nowhere"], tmp_path)
    assert code == 1


def test_ctrl_c_stops_the_real_program_cleanly(tmp_path: Path) -> None:
    try:
        load_vlc()
    except UserError as problem:
        pytest.skip(str(problem))
    song = write_sound(tmp_path / "song.flac", tone(440, 30))
    program = subprocess.Popen(
        [sys.executable, "-m", "app", "play", str(song), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PULSE_SERVER": "unix:/nowhere"},
    )
    assert program.stderr is not None
    assert program.stderr.readline() == f"{song}\n"
    time.sleep(1.0)
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=20)
    assert program.returncode == 130
    (played,) = json.loads(out)
    assert played["ended"] == "stopped"
    assert 0 < played["heard"] < 10
    assert err == ""  # without a sound card libVLC and ALSA would have much to say
