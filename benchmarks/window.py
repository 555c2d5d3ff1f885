"""The window: how soon it is filled, what it costs while idle, and how long it ever waits.

    python -m benchmarks.window [start] [idle] [stall] [--tracks 100000] [--runs 5]

start: a fresh process until every row is listed and painted, beside a fresh process with a bare PySide6
table over the same library.db. idle: proportional memory (PSS) of the window some seconds after that, its
background at rest. stall: the longest time between two turns of the event loop while a folder is scanned,
beside an idle loop. The library is made by direct inserts; its files exist (empty), so that the look through
the folders at the start is the everyday one, in which nothing has changed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PER_FOLDER = 100
REST = 6.0
"""Seconds of doing nothing before memory is read."""
STALL_SECONDS = 8.0
WORDS = (
    *("amber", "blue", "cold", "dawn", "echo", "fern", "glass", "harbour", "iron", "june", "kite", "lantern"),
    *("mist", "north", "ocean", "pale", "quiet", "river", "stone", "tide", "under", "velvet", "winter"),
    *("yellow", "zephyr"),
)
COLUMNS = "title, artist, album, genre, year, rating, play_count, last_played, duration"


# -- the library


def make_library(folder: Path, tracks: int) -> Path:
    """A data folder with a library of `tracks` rows; returns it. Kept between runs, as it takes a while."""
    data = folder / f"data-{tracks}"
    if (data / "done").exists():
        return data
    from core.library.tracks import Library
    from core.settings import Places, Settings

    shutil.rmtree(data, ignore_errors=True)
    places = Places(data, folder / "no-models")
    library = Library.open(places)
    music = folder / f"music-{tracks}"
    library.add_root(music.resolve()) if music.exists() else _add_music(library, music, tracks)
    library.close()
    with sqlite3.connect(places.library_db) as connection:
        _insert(connection, music.resolve(), tracks)
    connection.close()
    Settings(listen=False, theme="dark").save(places.settings_file)
    (data / "done").touch()
    return data


def _add_music(library: Any, music: Path, tracks: int) -> None:
    for number in range(tracks):
        file = music / f"{number // PER_FOLDER:04}" / f"{number:06}.mp3"
        if number % PER_FOLDER == 0:
            file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    library.add_root(music.resolve())


def _insert(connection: sqlite3.Connection, music: Path, tracks: int) -> None:
    chance = random.Random(7)

    def name(words: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(words)).title()

    artists = [name(2) for _ in range(max(1, tracks // 60))]
    albums = [(chance.choice(artists), name(3)) for _ in range(max(1, tracks // 11))]
    rows = []
    for number in range(tracks):
        file = music / f"{number // PER_FOLDER:04}" / f"{number:06}.mp3"
        info = file.stat()
        artist, album = albums[number * len(albums) // tracks]
        title = name(3)
        lengths = (60.0 + number % 400, 1e9 + number)
        keys = (title.lower(), artist.lower(), artist.lower(), album.lower())
        told = (
            title,
            artist,
            artist,
            album,
            chance.choice(WORDS).title(),
            1960 + number % 60,
            number % 12 + 1,
        )
        place = (os.fsencode(file), info.st_size, info.st_mtime_ns, f"{number:032x}")
        rows.append((*place, *told, *keys, *lengths))
    connection.executemany(
        "INSERT INTO tracks (path, size, mtime_ns, audio_id, title, artist, album_artist, album,"
        " genre, year, track_no, title_key, artist_key, album_artist_key, album_key, duration, added_at)"
        f" VALUES ({', '.join('?' * 17)})",
        rows,
    )


# -- what is measured, each in a process of its own


def bare(data: Path) -> None:
    """A QTableView over the same file: ids in memory, rows by pages. As plain as it can be."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
    from PySide6.QtWidgets import QApplication, QTableView

    class Model(QAbstractTableModel):
        def __init__(self) -> None:
            super().__init__()
            self.db = sqlite3.connect(data / "library.db")
            order = "artist_key, album_key, disc_no, track_no"
            ids = self.db.execute(f"SELECT id FROM tracks WHERE presence = 'present' ORDER BY {order}")
            self.ids = [row[0] for row in ids]
            self.pages: dict[int, list[Any]] = {}

        def rowCount(self, parent: Any = None) -> int:
            return len(self.ids)

        def columnCount(self, parent: Any = None) -> int:
            return 9

        def data(self, index: Any, role: int = 0) -> Any:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            page = self.pages.get(index.row() // 256)
            if page is None:
                wanted = self.ids[index.row() // 256 * 256 :][:256]
                marks = ",".join("?" * len(wanted))
                found = self.db.execute(f"SELECT id, {COLUMNS} FROM tracks WHERE id IN ({marks})", wanted)
                rows = {row[0]: row[1:] for row in found}
                page = self.pages[index.row() // 256] = [rows[id] for id in wanted]
            return page[index.row() % 256][index.column()]

    app = QApplication([])
    table, model = QTableView(), Model()
    table.verticalHeader().setDefaultSectionSize(40)
    table.setModel(model)
    table.resize(1320, 860)
    tell_when_painted(table, lambda: model.rowCount(QModelIndex()) > 0)
    table.show()
    app.exec()


def whole(data: Path, then: Callable[[Any], None] | None = None) -> None:
    """The program itself, as `meander` starts it: prints "painted", or hands the Program to `then`."""
    from PySide6.QtCore import QTimer

    from app import main as composition
    from app.__main__ import main
    from app.views.library import LibraryView

    when_filled = composition.Program.when_filled

    def watch(program: Any, begin: Any) -> None:
        view = program.window.go("tracks")
        assert isinstance(view, LibraryView)
        if then is None:
            tell_when_painted(view.table, lambda: view.model.rowCount() > 0)
        else:
            QTimer.singleShot(0, lambda: then(program))
        when_filled(program, begin)

    setattr(composition.Program, "when_filled", watch)  # noqa: B010 - replaced for this process
    main(["--data", str(data)])


def tell_when_painted(table: Any, filled: Callable[[], bool]) -> None:
    """Prints "painted" after the first paint of a filled table, once its pixels are on the screen's way."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Eye(QObject):
        told = False

        def eventFilter(self, watched: Any, event: Any) -> bool:
            if event.type() == QEvent.Type.Paint and filled() and not self.told:
                self.told = True
                QTimer.singleShot(0, self.tell)
            return False

        def tell(self) -> None:
            print("painted", flush=True)

    table.eye = Eye()
    table.viewport().installEventFilter(table.eye)


def stall(data: Path, folder: Path) -> None:
    """Prints the longest gaps of the loop as JSON: at rest, and while `folder` is added and scanned."""
    from PySide6.QtCore import QCoreApplication, QTimer

    def measure(program: Any) -> None:
        gaps: dict[str, float] = {"idle": 0.0, "scan": 0.0}
        state: dict[str, Any] = {"stage": "idle", "last": time.perf_counter(), "begun": time.perf_counter()}
        timer = QTimer(program)

        def tick() -> None:
            now = time.perf_counter()
            gaps[state["stage"]] = max(gaps[state["stage"]], now - state["last"])
            state["last"] = now
            waited = now - state["begun"]
            if state["stage"] == "idle" and waited > STALL_SECONDS and not program.lister.running:
                state.update(stage="scan", begun=now)
                program.arrivals.take([folder])
            elif state["stage"] == "scan" and waited > 1.0 and not program.lister.running:
                found = program.library.counts().tracks
                print(json.dumps({**gaps, "seconds": waited, "tracks": found}), flush=True)
                timer.stop()
                QCoreApplication.quit()

        timer.timeout.connect(tick)
        timer.start(1)

    whole(data, measure)


# -- running and reporting


def spawn(*arguments: str) -> subprocess.Popen[str]:
    # An installed program has its compiled code beside it; without this, every start would compile anew.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.window", "--child", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def seconds_to_paint(kind: str, data: Path) -> tuple[float, float]:
    """On the clock, and of the processor's time in all threads."""
    begun = time.perf_counter()
    child = spawn(kind, str(data))
    assert child.stdout is not None
    painted = any(line.strip() == "painted" for line in child.stdout)
    took = time.perf_counter() - begun
    # The parts of the line behind the name, which is in brackets: user and system time come 12th.
    worked = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    child.kill()
    child.wait()
    child.stdout.close()
    if not painted:
        raise SystemExit(f"the {kind} window ended before it was painted")
    return took, sum(map(int, worked)) / os.sysconf("SC_CLK_TCK")


def pss(pid: int) -> dict[str, float]:
    """Megabytes by smaps_rollup."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return {"pss": found["Pss"], "own": found["Pss_Anon"]}


def report_start(data: Path, runs: int) -> None:
    for kind in ("bare", "whole"):
        seconds_to_paint(kind, data)  # warms the disk cache
    times: dict[str, list[tuple[float, float]]] = {"bare": [], "whole": []}
    for _ in range(runs):
        for kind, taken in times.items():
            taken.append(seconds_to_paint(kind, data))
    for number, what in enumerate(("", " of processor time")):
        bare_time, whole_time = (
            statistics.median(each[number] for each in times[kind]) * 1000 for kind in times
        )
        print(f"start: bare table {bare_time:.0f} ms{what}, window {whole_time:.0f} ms, ratio", end=" ")
        print(f"{whole_time / bare_time:.2f} (median of {runs}, fresh processes, in turn)")


def report_idle(data: Path) -> None:
    child = spawn("whole", str(data))
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(REST)
    memory = pss(child.pid)
    child.terminate()
    child.wait()
    child.stdout.close()
    print(f"idle: PSS {memory['pss']:.0f} MB, of which its own {memory['own']:.0f} MB")


def report_stall(folder: Path, tracks: int, runs: int) -> None:
    from core.settings import Settings

    music = folder / f"songs-{tracks}"
    if not music.exists():
        _make_songs(music, tracks)
    found = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=folder) as data:
            Settings(listen=False).save(Path(data) / "settings.toml")
            child = spawn("stall", data, str(music))
            out, _ = child.communicate(timeout=600)
            found.append(json.loads(out.splitlines()[-1]))
            assert found[-1]["tracks"] == tracks, found[-1]
    idle, scan = (statistics.median(each[key] for each in found) * 1000 for key in ("idle", "scan"))
    print(
        f"stall: longest {scan:.0f} ms while {tracks} files were scanned in {found[0]['seconds']:.1f} s,",
        end=" ",
    )
    print(f"{idle:.0f} ms in an idle loop (median of {runs})")


def _make_songs(music: Path, tracks: int) -> None:
    """Small real files: one short song in each format, copied with a name of its own."""
    from mutagen import File

    from core.demo import make_demo

    with tempfile.TemporaryDirectory() as demo:
        originals = [
            path for path in make_demo(Path(demo), tracks=5, seconds=(1.0, 2.0)) if path.suffix != ".m4a"
        ]
        for number in range(tracks):
            original = originals[number % len(originals)]
            song = music / f"{number // PER_FOLDER:04}" / f"{number:06}{original.suffix}"
            song.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(original, song)
            if original.suffix in (".flac", ".ogg", ".opus"):
                tagged = File(song)
                tagged["title"] = f"Song {number}"
                tagged.save()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*", default=["start", "idle", "stall"])
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=10_000, help="real files for the stall")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "meander-bench")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        kind, *places = options.what
        {"bare": bare, "whole": whole, "stall": stall}[kind](*map(Path, places))  # type: ignore[operator]
        return
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.folder.mkdir(parents=True, exist_ok=True)
    if {"start", "idle"} & set(options.what):
        data = make_library(options.folder, options.tracks)
    if "start" in options.what:
        report_start(data, options.runs)
    if "idle" in options.what:
        report_idle(data)
    if "stall" in options.what:
        report_stall(options.folder, options.files, min(options.runs, 3))


if __name__ == "__main__":
    main()
