"""The scripts behind `make setup`, as far as they can be tried without installing anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("script", sorted((ROOT / "packaging").glob("*.sh")), ids=lambda path: path.name)
def test_scripts_parse_and_may_be_run(script: Path) -> None:
    assert run("sh", "-n", script).returncode == 0
    assert os.access(script, os.X_OK)


def test_every_system_package_has_a_name_everywhere_and_a_reason() -> None:
    text = (ROOT / "packaging" / "system.sh").read_text("utf-8")
    rows = [
        line.split("|")
        for line in text.splitlines()
        if line.startswith((":", "lib")) and line.count("|") >= 4
    ]
    assert len(rows) >= 15
    assert all(len(row) == 5 and all(part.strip() for part in row) for row in rows)


def test_a_python_that_will_do_is_found() -> None:
    assert run("packaging/python.sh", PYTHON=sys.executable).stdout.strip() == sys.executable


def test_a_python_that_will_not_do_is_refused_in_one_line() -> None:
    done = run("packaging/python.sh", PYTHON="/no/such/python")
    assert done.returncode == 1 and done.stderr.count("\n") == 1


def test_without_the_models_package_setup_goes_on_and_says_so_once(tmp_path: Path) -> None:
    prefix = tmp_path / "venv"
    there = {"MEANDER_MODELS": str(tmp_path / "models"), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    script = (
        "import runpy, sys; sys.prefix = {!r}; sys.argv[1:] = {!r}; runpy.run_path({!r}, run_name='__main__')"
    )
    fetch = str(ROOT / "packaging" / "fetch_models.py")
    first = run(sys.executable, "-c", script.format(str(prefix), [], fetch), **there)
    assert first.returncode == 0
    assert "going on with `spectral`" in first.stdout and "Traceback" not in first.stderr
    again = run(sys.executable, "-c", script.format(str(prefix), ["--once"], fetch), **there)
    assert (again.returncode, again.stdout) == (0, "")
