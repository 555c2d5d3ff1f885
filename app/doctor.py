"""`meander doctor`: looks at everything Meander needs, and says how to mend what is amiss.

Each check imports what it looks at by itself, so that one that cannot even be loaded is a line of the report.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from core.errors import UserError
from core.settings import Places


class Health(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    """Something is missing that Meander can do without."""
    BAD = "bad"
    """Meander cannot be used like this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. mend: what the user can do; empty when all is well."""

    name: str
    health: Health
    detail: str
    mend: str = ""


PACKAGES = {
    # import name: name on PyPI
    "PySide6": "PySide6-Essentials",
    "vlc": "python-vlc",
    "numpy": "numpy",
    "mutagen": "mutagen",
    "av": "av",
    "torch": "torch",
    "faiss": "faiss-cpu",
    "safetensors": "safetensors",
    "pyqtgraph": "pyqtgraph",
    "platformdirs": "platformdirs",
    "tomli_w": "tomli-w",
}
SETUP = "Run `make setup` in Meander's folder."
DECODERS = {
    "MP3": ("mp3float", "mp3"),
    "FLAC": ("flac",),
    "Ogg Vorbis": ("vorbis", "libvorbis"),
    "Opus": ("opus", "libopus"),
    "AAC": ("aac",),
    "ALAC": ("alac",),
    "WAV and AIFF": ("pcm_s16le",),
    "WavPack": ("wavpack",),
    "APE": ("ape",),
    "Musepack": ("mpc7",),
    "WMA": ("wmav2",),
    "DSF": ("dsd_lsbf",),
}
SAMPLES = {
    ".wav": "pcm_s16le",
    ".flac": "flac",
    ".mp3": "libmp3lame",
    ".ogg": "vorbis",
    ".opus": "libopus",
    ".m4a": "aac",
}
LOW_DISK = 1 << 30
WINDOW_PROBE = """
from PySide6.QtGui import QOpenGLContext
from PySide6.QtWidgets import QApplication
app = QApplication([])
print(app.platformName(), QOpenGLContext().create())
"""
QT_LIBRARIES = (
    "sudo apt-get install --no-install-recommends libgl1 libegl1 libfontconfig1 libxkbcommon0 libglib2.0-0 "
    "libdbus-1-3 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 "
    "(or your system's packages of these libraries)"
)


def main(argv: Sequence[str]) -> int:
    """argv: as given to the program, the word "doctor" included. 0 when Meander can be used, else 1."""
    # Not the terminal's own parser: it loads packages whose absence is to be told here.
    parser = argparse.ArgumentParser("meander doctor", description=__doc__)
    parser.add_argument("doctor", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, metavar="DIR", help="where settings and databases are")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    try:
        options = parser.parse_args(argv)
    except SystemExit as done:
        return int(done.code or 0)
    findings = examine(Places.find(options.data))
    if options.json:
        print(
            json.dumps({"usable": usable(findings), "checks": [asdict(each) for each in findings]}, indent=2)
        )
    else:
        for line in report(findings):
            print(line)
    return 0 if usable(findings) else 1


def usable(findings: Sequence[Finding]) -> bool:
    return all(each.health is not Health.BAD for each in findings)


def report(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings as lines of text."""
    marks = {Health.GOOD: "ok  ", Health.WARNING: "note", Health.BAD: "BAD "}
    for each in findings:
        yield f"{marks[each.health]}  {each.name}: {each.detail}"
        if each.mend:
            yield f"      -> {each.mend}"
    amiss = sum(each.health is Health.BAD for each in findings)
    yield "Meander can be used." if not amiss else f"{amiss} to mend before Meander can be used."


def examine(places: Places) -> list[Finding]:
    """Every check in turn; one that itself goes wrong is bad news too, not an end."""
    findings: list[Finding] = []
    checks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("Python packages", _packages),
        ("Qt", _qt),
        ("Window", _window),
        ("libVLC", _libvlc),
        ("Decoders", _decoders),
        ("SQLite", _sqlite),
        ("Data", lambda: _data(places)),
        ("Models", lambda: _models(places)),
    ]
    for name, check in checks:
        try:
            findings += check()
        except UserError as problem:
            findings.append(Finding(name, Health.BAD, str(problem), SETUP))
        except Exception as problem:
            findings.append(Finding(name, Health.BAD, f"the check failed: {problem!r}", SETUP))
    return findings


def _packages() -> Iterator[Finding]:
    missing, versions = [], []
    for module, project in PACKAGES.items():
        if not _is_there(module):
            missing.append(project)
            continue
        with suppress(importlib.metadata.PackageNotFoundError):  # of a distribution, under another name
            versions.append(f"{project} {importlib.metadata.version(project)}")
    python = ".".join(map(str, sys.version_info[:3]))
    if missing:
        yield Finding("Python packages", Health.BAD, f"missing: {', '.join(missing)}", SETUP)
    yield Finding("Python", Health.GOOD, f"{python}; {', '.join(versions)}")


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ImportError:
        return False


def _qt() -> Iterator[Finding]:
    try:
        qt = importlib.import_module("PySide6.QtCore")
        importlib.import_module("PySide6.QtWidgets")
        importlib.import_module("PySide6.QtSvg")
    except ImportError as problem:
        yield Finding("Qt", Health.BAD, f"cannot be loaded: {problem}", f"{SETUP} Or: {QT_LIBRARIES}")
        return
    yield Finding("Qt", Health.GOOD, str(qt.qVersion()))
    if _loses_references(qt):
        yield Finding(
            "PySide6",
            Health.BAD,
            "this version loses references on this Python, and crashes after some minutes",
            f"{sys.executable} -m pip install 'PySide6-Essentials==6.11.3'",
        )


def _loses_references(qt: object) -> bool:
    """PySide6 6.12.0 on Python 3.11 gives up one reference to None with each call that returns it."""
    timer = qt.QElapsedTimer()  # type: ignore[attr-defined]
    timer.start()
    before = sys.getrefcount(None)
    for _ in range(200):
        timer.invalidate()
    return sys.getrefcount(None) < before - 100


def _window() -> Iterator[Finding]:
    if getattr(sys, "frozen", False):
        return  # there is no Python to ask, and whoever reads this sees a window
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        yield Finding(
            "Window",
            Health.WARNING,
            "there is no display here",
            "In a desktop session it has one; meanwhile the subcommands work in the terminal.",
        )
        return
    asked = subprocess.run(
        [sys.executable, "-c", WINDOW_PROBE], capture_output=True, text=True, timeout=60, check=False
    )
    if asked.returncode != 0:
        said = (asked.stderr.strip().splitlines() or ["no reason given"])[0]
        yield Finding("Window", Health.WARNING, f"no window can be opened: {said}", QT_LIBRARIES)
        return
    platform, draws = asked.stdout.split()
    yield Finding("Window", Health.GOOD, f"Qt opens windows on {platform}")
    if draws == "True" and platform != "offscreen":
        yield Finding("OpenGL", Health.GOOD, "there")
    else:
        yield Finding("OpenGL", Health.WARNING, "not there; three-dimensional views are drawn without it")


def _libvlc() -> Iterator[Finding]:
    # Without Qt's libraries the engine cannot be loaded, but this can.
    from app.player import libvlc

    try:
        vlc = libvlc.load_vlc()
        instance = libvlc.open_instance("--aout=dummy")
    except UserError as problem:
        what, _, mend = str(problem).partition(". ")
        yield Finding("libVLC", Health.BAD, what, mend or libvlc.how_to_install())
        return
    try:
        yield Finding("libVLC", Health.GOOD, vlc.libvlc_get_version().decode())
        outputs = [each["name"].decode() for each in instance.audio_output_enumerate_devices()]
        real = [name for name in outputs if name not in ("adummy", "dummy", "afile", "amem", "none")]
        if real:
            yield Finding("Sound outputs", Health.GOOD, ", ".join(real))
        else:
            yield Finding("Sound outputs", Health.BAD, "libVLC has none", libvlc.how_to_install())
        yield _what_libvlc_plays(lambda path: libvlc.can_play(instance, path), libvlc.how_to_install())
    finally:
        instance.release()


def _what_libvlc_plays(plays: Callable[[Path], bool], install: str) -> Finding:
    good: list[str] = []
    bad: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for suffix, codec in SAMPLES.items():
            path = _write_sample(Path(folder) / f"sample{suffix}", codec)
            (good if plays(path) else bad).append(suffix.removeprefix("."))
    if bad:
        return Finding("libVLC plays", Health.BAD, f"not {', '.join(bad)}; only {', '.join(good)}", install)
    return Finding("libVLC plays", Health.GOOD, ", ".join(good))


def _write_sample(path: Path, codec: str) -> Path:
    """Half a second of silence."""
    import av

    rate = 48_000
    with av.open(str(path), "w") as container:
        # FFmpeg calls its own Vorbis encoder experimental.
        stream = container.add_stream(codec, rate=rate, options={"strict": "-2"})
        assert isinstance(stream, av.AudioStream)
        stream.layout = "stereo"
        resampler = av.AudioResampler(stream.format, "stereo", rate, stream.codec_context.frame_size or 1024)
        silence = av.AudioFrame(format="s16", layout="stereo", samples=rate // 2)
        silence.rate = rate
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        for frame in [*resampler.resample(silence), *resampler.resample(None)]:
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _decoders() -> Iterator[Finding]:
    import av

    there = av.codecs_available
    missing = [name for name, codecs in DECODERS.items() if not there.intersection(codecs)]
    if missing:
        yield Finding(
            "Listening",
            Health.WARNING,
            f"PyAV cannot decode {', '.join(missing)}",
            f"{sys.executable} -m pip install --force-reinstall av",
        )
    else:
        yield Finding("Listening", Health.GOOD, f"PyAV decodes {', '.join(DECODERS)}")


def _sqlite() -> Iterator[Finding]:
    with closing(sqlite3.connect(":memory:")) as memory:
        try:
            memory.execute(
                "CREATE VIRTUAL TABLE probe USING fts5 (x, tokenize = 'unicode61 remove_diacritics 2')"
            )
        except sqlite3.OperationalError as problem:
            yield Finding(
                "SQLite",
                Health.BAD,
                f"{sqlite3.sqlite_version} has no full-text search ({problem})",
                "Use a Python whose SQLite has FTS5: those of python.org and of the distributions do.",
            )
            return
    yield Finding("SQLite", Health.GOOD, f"{sqlite3.sqlite_version} with full-text search")


def _data(places: Places) -> Iterator[Finding]:
    yield _data_folder(places.data)
    sql = Path(__file__).resolve().parent.parent / "core"
    yield from _database("Library", places.library_db, sql / "library" / "sql")
    yield from _database("Analysis", places.analysis_db, sql / "analysis" / "sql")


def _data_folder(folder: Path) -> Finding:
    near = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    if not os.access(near, os.W_OK | os.X_OK):
        return Finding(
            "Data folder",
            Health.BAD,
            f"{folder} cannot be written",
            f"Mend the permissions of {near}, or choose another folder with --data.",
        )
    free = shutil.disk_usage(near).free
    if free < LOW_DISK:
        return Finding(
            "Data folder", Health.WARNING, f"{folder}: {free >> 20} MB are free", "Free some space."
        )
    return Finding("Data folder", Health.GOOD, f"{folder}, {free >> 30} GB free")


def _database(name: str, path: Path, migrations: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(name, Health.GOOD, "not begun yet")
        return
    newest = max(int(file.stem) for file in migrations.glob("[0-9]*.sql"))
    try:
        # Read only, and without waiting for a window that may have it open.
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            state = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as problem:
        state, version = str(problem), 0
    if state != "ok":
        yield Finding(
            name,
            Health.BAD,
            f"{path} is damaged: {state}",
            f"Close Meander, move {path.name} away, and put the backup beside it (.bak) in its place.",
        )
    elif version > newest:
        yield Finding(name, Health.BAD, f"{path} was written by a newer Meander", "Update Meander.")
    else:
        yield Finding(name, Health.GOOD, f"{path}, whole, version {version}")


def _models(places: Places) -> Iterator[Finding]:
    from core.analysis import models

    there = [each.name for each in models.available(places.models)]
    if models.default_model(places.models) == "spectral":
        yield Finding(
            "Models",
            Health.WARNING,
            f"{', '.join(there)}; the weights of musicnn are not in {places.models}",
            f"{SETUP} Without them radio goes by `spectral`.",
        )
    else:
        yield Finding("Models", Health.GOOD, f"{', '.join(there)} in {places.models}")
