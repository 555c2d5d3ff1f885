"""The real program as its user meets it: other processes, real files, no display."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """`meander`, as a process, on a data folder of its own."""

    def __init__(self, data: Path, models: Path) -> None:
        self.data = data
        self.environment = {
            **{key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")},
            "MEANDER_DATA": str(data),
            "MEANDER_MODELS": str(models),
        }

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "app", *map(str, words)]

    def run(self, *words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def json(self, *words: object) -> Any:
        return json.loads(self.run(*words, "--json").stdout)

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*words),
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "data", tmp_path / "models")
