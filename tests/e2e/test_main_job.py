"""The main job from end to end: own a folder, hear it, let it lead you."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Program


def test_add_listen_radio(program: Program, music: Path) -> None:
    assert program.json("add", music)["added"] == 12
    assert program.json("analyse", "--quick")["heard"] == 12
    (seed,) = program.json("search", "junction")
    picks = program.json("radio", seed["id"], "-n", 11)
    assert len({pick["path"] for pick in picks}) == 11
    assert all(Path(pick["path"]).is_file() and pick["reason"] for pick in picks)


def test_progress_goes_to_stderr_and_one_document_to_stdout(program: Program, music: Path) -> None:
    done = program.run("add", music, "--json")
    assert done.stdout.count("\n") == 1 and done.stdout.startswith("{")
    assert "music (12)" in done.stderr and "\r" not in done.stderr


def test_without_a_display_the_window_says_what_to_do_instead(program: Program) -> None:
    program.environment.pop("QT_QPA_PLATFORM", None)
    done = program.run(check=False)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "meander add" in done.stderr


def test_make_run_without_a_display_does_the_main_job_in_the_terminal(program: Program, music: Path) -> None:
    """What `make run MUSIC=…` starts once everything is installed."""
    if not (ROOT / ".venv" / "bin" / "meander").exists():
        pytest.skip("the program is not installed in this checkout's .venv")
    program.environment.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        ["sh", ROOT / "packaging" / "run.sh"],
        env={**program.environment, "MUSIC": str(music)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("No display here")
    assert "12 added" in done.stdout and "Radio from" in done.stdout and "  1. " in done.stdout
    assert "\r" not in done.stdout + done.stderr


def test_music_that_is_no_folder_is_said(program: Program) -> None:
    done = subprocess.run(
        ["sh", ROOT / "packaging" / "run.sh"],
        env={**program.environment, "MUSIC": "/no/such/folder"},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 1 and "/no/such/folder" in done.stderr


def test_a_drive_that_is_away_keeps_everything(program: Program, music: Path, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    shutil.copytree(music, drive)
    program.run("add", drive)
    before = program.json("search", "junction")
    away = drive.rename(tmp_path / "unplugged")
    program.run("scan")
    (offline,) = program.json("search", "junction")
    assert offline["id"] == before[0]["id"] and offline["presence"] == "offline"
    away.rename(drive)
    assert program.json("scan")["unchanged"] == 12
    assert program.json("search", "junction") == before
