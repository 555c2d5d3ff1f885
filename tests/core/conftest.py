"""Terminals on libraries in several states: empty, scanned, heard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.settings import Places
from tests.core.terminal import Terminal


@pytest.fixture
def terminal(places: Places, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("MEANDER_MODELS", str(places.models))
    return Terminal(places, capsys)


@pytest.fixture
def scanned(terminal: Terminal, music: Path) -> Terminal:
    terminal.json("add", music)
    return terminal


@pytest.fixture(scope="session")
def heard_data(music: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library that `spectral` has heard in full. Read only."""
    data = tmp_path_factory.mktemp("heard")
    environment = {**os.environ, "MEANDER_MODELS": str(data / "no-models")}
    for words in (["add", str(music)], ["analyse"]):
        subprocess.run(
            [sys.executable, "-m", "core.cli", "--data", str(data), *words],
            check=True,
            env=environment,
            capture_output=True,
        )
    return data


@pytest.fixture
def heard(terminal: Terminal, heard_data: Path) -> Terminal:
    shutil.copytree(heard_data, terminal.places.data)
    return terminal
