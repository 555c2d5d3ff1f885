"""The same pictures by OpenGL: on an X server of its own, since Qt without one draws nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.widgets.curve3d.gl import ASKED, GL

HERE = Path(__file__).parent
TESTS = [HERE / "test_curve_view.py", HERE / "opengl.py"]


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """The name of an X server that draws in software."""
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not installed (packaging/system.sh test)")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    if not number:
        server.wait(10)
        pytest.skip("Xvfb does not start here")
    yield f":{number}"
    server.terminate()
    server.wait(10)


def test_what_is_seen_and_done_is_the_same_by_opengl(display: str, tmp_path: Path) -> None:
    surroundings = os.environ | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "XDG_RUNTIME_DIR": str(tmp_path),
        ASKED: GL,
    }
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        surroundings.pop(name, None)
    tmp_path.chmod(0o700)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *map(str, TESTS)],
        env=surroundings, cwd=HERE.parents[2], capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    if "could not connect to display" in ran.stderr or "Could not load the Qt platform" in ran.stderr:
        pytest.skip("Qt cannot open a window on an X server here")
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout
    assert "skipped" not in ran.stdout
