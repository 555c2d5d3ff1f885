"""Puts the taggers' weights into the models folder, once: pip fetches the official wheel, we convert it.

Without them Meander listens with `spectral`, so a failure is said in one line and is no error.
`--once` does not try again where it has failed before.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from core.analysis.models import available
from core.settings import Places

ROOT = Path(__file__).resolve().parent.parent
TAGGERS = ("musicnn-mtt", "musicnn-msd", "vgg-mtt", "vgg-msd")
FAILED = Path(sys.prefix) / ".done" / "models-failed"


def main() -> None:
    models = Places.find().models
    there = {model.name for model in available(models)}
    if there.issuperset(TAGGERS) or ("--once" in sys.argv and FAILED.exists()):
        return
    print(f"Fetching the musicnn models into {models}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        problem = fetch(Path(folder)) or convert(Path(folder), models)
    if not problem:
        FAILED.unlink(missing_ok=True)
        return
    FAILED.parent.mkdir(parents=True, exist_ok=True)
    FAILED.write_text(problem, "utf-8")
    print(f"meander: no musicnn for now ({problem}); going on with `spectral`. `make setup` tries again.")


def fetch(folder: Path) -> str:
    """Downloads the wheel; returns why it could not, or nothing."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--retries",
        "2",
    ]
    wanted = [
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        ROOT / "packaging" / "musicnn.txt",
    ]
    return run([*pip, *wanted, "-d", folder])


def convert(folder: Path, models: Path) -> str:
    wheels = list(folder.glob("musicnn-*.whl"))
    if not wheels:
        return "the download holds no wheel"
    return run([sys.executable, "-m", "core.analysis.models.convert", wheels[0], models])


def run(command: list[str | Path]) -> str:
    """The last line of what a failing command complained of, or nothing."""
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode == 0:
        return ""
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    return lines[-1].removeprefix("ERROR: ") if lines else f"{command[2]} ended with {done.returncode}"


if __name__ == "__main__":
    main()
