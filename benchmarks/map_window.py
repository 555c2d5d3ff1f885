"""The map in the real window: when it is there, and how long anything done on it keeps the window waiting.

    python -m benchmarks.map_window [--tracks 100000] [--moments 10] [--runs 1] [--stacks]

A library of synthetic songs (benchmarks/window.py), all heard by one tagger (sound of benchmarks/radio.py),
and a million moments of theirs; layouts are kept as if t-SNE had made them, since that takes minutes. Two
fresh processes, offscreen, as `meander` starts them: "first", in which nothing is kept, until principal
components are seen; and "walk", in which the map is opened and used. Of each step: the longest time between
two turns of the event loop, how much of it the main thread worked itself (what others kept from it is the
rest), and how long until all of it was there. "idle" is the loop with nothing to do. Made once, and kept.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import window

MODEL, DIM, TAGS = "musicnn-mtt", 200, 50
BATCH = 2000
REST = 0.4
"""Seconds of quiet after each step."""
PATIENCE = 90.0
"""Seconds until a step is given up."""
SHOWN = 0.08
"""Seconds of a wait from which on --stacks tells what it was spent on."""

Step = tuple[str, Callable[[], Any], Callable[[], bool]]
"""A name, what is done, and whether all of it is there."""


# -- the library


def make_library(folder: Path, tracks: int, moments: int) -> Path:
    """A data folder: songs, what was heard of them, and where they lie. Kept between runs."""
    data = folder / f"map-{tracks}x{moments}"
    if (data / "done").exists():
        return data
    from core.settings import Places, Settings

    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(window.make_library(folder, tracks), data)
    (data / "done").unlink()
    places = Places(data, folder / "no-models")
    with sqlite3.connect(places.library_db) as connection:
        ids = [row[0] for row in connection.execute("SELECT audio_id FROM tracks ORDER BY audio_id")]
    connection.close()
    _hear(places, ids, moments)
    _lay_out(places, ids, moments)
    _open_once(places)
    Settings(listen=False, watch=False, theme="dark", hear_hover=False).save(places.settings_file)
    (data / "done").touch()
    return data


def _hear(places: Any, ids: list[Any], moments: int) -> None:
    import numpy as np

    from benchmarks.radio import Synthetic
    from core.analysis.store import AnalysisStore
    from core.domain import Pass

    store = AnalysisStore.open(places)
    version = store.version_of(MODEL)
    store.close()
    songs, chance = Synthetic(MODEL, DIM, ids), np.random.default_rng(3)
    starts = (np.arange(moments, dtype=np.float32) * 3).tobytes()
    with sqlite3.connect(places.analysis_db) as connection:
        for at in range(0, len(ids), BATCH):
            found = songs.some(ids[at : at + BATCH])
            tags = chance.beta(0.3, 3.0, (len(found.songlets), TAGS)).astype(np.float16)
            rows, windows = [], []
            for i, audio in enumerate(ids[at : at + BATCH]):
                heard = found.songlets[i].astype(np.float32), found.pooled[i].astype(np.float32)
                key = audio, MODEL, version
                numbers = (one.tobytes() for one in (*heard, tags[i]))
                rows.append((*key, int(Pass.FULL), 3.0 * moments, moments, *numbers))
                features = np.resize(found.songlets[i], (moments, DIM)).astype(np.float16)
                windows.append((*key, starts, features.tobytes(), b""))
            connection.executemany(f"INSERT INTO trajectories VALUES ({', '.join('?' * 9)})", rows)
            connection.executemany(f"INSERT INTO windows VALUES ({', '.join('?' * 6)})", windows)
    connection.close()


def _lay_out(places: Any, ids: list[Any], moments: int) -> None:
    """Islands with wide edges; a track's moments lie about it."""
    import numpy as np

    from core.analysis.store import AnalysisStore
    from core.domain import Timestamp
    from core.explore.map.chart import Kind, Mode, Projection
    from core.explore.map.kept import Layout, Shelf
    from core.explore.map.projecting import choose_landmarks
    from core.library.maps import LayoutKey
    from core.library.tracks import Library

    chance = np.random.default_rng(7)
    islands = chance.uniform(-0.85, 0.85, (40, 2))
    middles = islands[chance.integers(0, 40, len(ids))] + 0.05 * chance.standard_t(4, (len(ids), 2))
    around = np.repeat(middles, moments, 0) + 0.02 * chance.standard_t(4, (moments * len(ids), 2))
    store, library = AnalysisStore.open(places), Library.open(places)
    shelf, version = Shelf(library, places.cache / "maps"), store.version_of(MODEL)
    for mode, xy, each in ((Mode.TRACKS, middles, 1), (Mode.MOMENTS, around, moments)):
        n = len(xy)
        starts = np.tile(np.arange(each) * 3, len(ids)) if each > 1 else np.full(n, np.nan)
        landmarks = np.zeros(n, np.bool_)
        landmarks[choose_landmarks(n, 0)] = True
        layout = Layout(
            ids, np.full(len(ids), each, np.int64), starts.astype(np.float32),
            np.clip(xy, -1.2, 1.2).astype(np.float32), np.zeros(n, np.bool_), landmarks, n,
            keeps={10: 0.4}, made_at=Timestamp(time.time()),
        )  # fmt: skip
        shelf.put(LayoutKey(mode, Kind.SOUND, MODEL, version, Projection.TSNE), layout)
    store.close()
    library.close()


def _open_once(places: Any) -> None:
    """So that the cache has what is read of the sound once."""
    from core.explore.map.atlas import Atlas
    from core.explore.map.chart import Mode, Sight
    from core.library.tracks import Library

    library = Library.open(places)
    atlas = Atlas(library, places)
    for mode in (Mode.TRACKS, Mode.MOMENTS):
        atlas.chart(Sight(mode, model=MODEL))
    atlas.close()
    library.close()


# -- what is done, in a process of its own


class Walk:
    """Does one step after the other, and keeps the longest wait of each."""

    def __init__(self, program: Any, steps: Iterator[Step], *, stacks: bool) -> None:
        from PySide6.QtCore import QTimer

        self._steps, self._stacks = steps, stacks
        self._name = "start"
        self._there: Callable[[], bool] = lambda: True
        self._begun = self._last = time.perf_counter()
        self._worked = time.thread_time()
        self._done: float | None = None
        self._collecting = 0.0
        self.found: dict[str, tuple[float, float, float]] = {}
        self._timer = QTimer(program, interval=1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        if stacks:
            gc.callbacks.append(self._collected)

    def _tick(self) -> None:
        if self._stacks:  # by a thread that does not need Python's lock
            faulthandler.dump_traceback_later(SHOWN)
        now, worked = time.perf_counter(), time.thread_time()
        worst, own, _ = self.found.get(self._name, (0.0, 0.0, 0.0))
        if now - self._last > worst:
            worst, own = now - self._last, worked - self._worked
        took = (self._done or now) - self._begun
        self.found[self._name] = worst, own, took
        self._last, self._worked = now, worked
        if self._done is None and self._there():
            self._done = now
        if (self._done is not None and now - self._done > REST) or took > PATIENCE:
            self._next()

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
            faulthandler.cancel_dump_traceback_later()
            self._end()
            return
        self._name, act, self._there = step
        if self._stacks:
            print(f"  -- {self._name}", file=sys.stderr, flush=True)
        self._begun, self._done = time.perf_counter(), None
        act()

    def _end(self) -> None:
        from PySide6.QtCore import QCoreApplication

        status = Path("/proc/self/status")
        held = int(next(line for line in status.read_text().splitlines() if "VmRSS" in line).split()[1])
        print(json.dumps({"steps": self.found, "mb": held / 1024}), flush=True)
        QCoreApplication.quit()

    def _collected(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        elif (took := time.perf_counter() - self._collecting) > SHOWN / 5:
            rank = info["generation"]
            print(
                f"  {self._name}: collected rank {rank} for {1000 * took:.0f} ms", file=sys.stderr, flush=True
            )


def first(program: Any) -> Iterator[Step]:
    """Until principal components are seen."""
    yield "idle", lambda: None, Rested(4.0)
    yield "to the map, nothing kept", lambda: program.window.go("map"), lambda: _pane(program) is not None
    yield "layout under way", lambda: None, Rested(6.0)


class Rested:
    """So many seconds after it is asked for the first time."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._begun = seconds, 0.0

    def __call__(self) -> bool:
        self._begun = self._begun or time.perf_counter()
        return time.perf_counter() - self._begun > self._seconds


def _pane(program: Any) -> Any:
    """The map's first picture, once it has been painted; None before."""
    view = program.window.view("map")
    panes = getattr(view, "panes", ())
    return panes[0] if panes and panes[0].chart is not None and panes[0].canvas.isVisible() else None


def walk(program: Any) -> Iterator[Step]:
    """Everything that is usual."""
    yield "idle", lambda: None, Rested(4.0)
    yield "to the map, kept", lambda: program.window.go("map"), lambda: _settled(_pane(program))
    view, pane = program.window.view("map"), _pane(program)
    yield "words", lambda: None, lambda: bool(pane.layers.names)
    yield from _looking(view, pane)
    yield from _choosing(view, pane)
    yield from _in_two(view)


def _settled(pane: Any) -> bool:
    return pane is not None and not pane.desk.busy and pane.canvas.settled


def _looking(view: Any, pane: Any) -> Iterator[Step]:
    from PySide6.QtCore import QPointF, Qt

    canvas, there = pane.canvas, lambda: _settled(pane)
    plain = Qt.KeyboardModifier.NoModifier
    yield "pan", lambda: canvas.camera.glide(120.0, 60.0), there
    yield "zoom", lambda: canvas.camera.zoom_by(3.0, QPointF(300, 300)), there
    yield "show all", canvas.camera.fit, there
    yield "click", lambda: canvas.clicked.emit(1000, plain), lambda: bool(view.panel.rows)
    for number in range(8):
        yield "hover", lambda at=50 * number: canvas.hovered.emit(at), there  # type: ignore[misc]
    genre = random.Random(3).choice(window.WORDS).title()
    yield "search", lambda: view.search.setText(f'genre:"{genre}"'), lambda: view.desk.found is not None
    yield "show only what is found", lambda: view._set_only(True), there
    yield "search left", view.search.clear, lambda: view.desk.found is None
    legend = pane.legend
    yield "legend: one", lambda: legend._solo(pane.desk.frame.colouring.legend[1].code), there
    yield "legend: all", legend.show_all, there
    asked = replace(pane.look, scheme="artist")
    yield "colour", lambda: view.controls[0].asked.emit(asked), lambda: _coloured(pane, "artist")


def _coloured(pane: Any, scheme: str) -> bool:
    return pane.desk.scheme == scheme and pane.desk.frame.colouring.scheme == scheme and _settled(pane)


def _choosing(view: Any, pane: Any) -> Iterator[Step]:
    from app.widgets.map.tools import Tool

    canvas, there = pane.canvas, lambda: _settled(pane)
    half = [(0.5, 0.05), (0.95, 0.05), (0.95, 0.95), (0.5, 0.95)]
    yield "lasso half", lambda: _draw(view, canvas, Tool.LASSO, half), lambda: _chosen(pane)
    yield "clear", view.clear, there
    zigzag = [(0.1 + 0.8 * (i % 2), 0.1 + 0.8 * i / 60) for i in range(60)]
    yield "long brush", lambda: _draw(view, canvas, Tool.BRUSH, zigzag), lambda: _chosen(pane)
    yield "clear", view.clear, there


def _chosen(pane: Any) -> bool:
    return len(pane.canvas.chosen) > 0 and _settled(pane)


def _draw(view: Any, canvas: Any, tool: Any, through: list[tuple[float, float]]) -> None:
    """With the pointer, through places (shares of width and height), 12 steps between two; the loop turns
    between, as it does between the movements of a hand."""
    from PySide6.QtCore import QPointF, Qt, QTimer
    from PySide6.QtTest import QTest

    view.take(tool)
    corners = [QPointF(x * canvas.width(), y * canvas.height()) for x, y in through]
    places = iter([(a + (b - a) * (k / 12)).toPoint() for a, b in pairwise(corners) for k in range(12)])
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = next(places)
    QTest.mousePress(canvas, left, plain, at)

    def on() -> None:
        nonlocal at
        following = next(places, None)
        if following is None:
            QTest.mouseRelease(canvas, left, plain, at)
            return
        at = following
        QTest.mouseMove(canvas, at)
        QTimer.singleShot(2, on)

    on()


def _in_two(view: Any) -> Iterator[Step]:
    from core.explore.map.chart import Mode

    one = view.panes[0]
    yield "split", lambda: view.set_split(on=True), lambda: len(view.panes) > 1 and _settled(view.panes[1])
    two = view.panes[1]
    for number in range(8):
        yield "hover in two", lambda at=50 * number: one.canvas.hovered.emit(at), lambda: True  # type: ignore[misc]
    moments = replace(two.look, sight=replace(two.look.sight, mode=Mode.MOMENTS))

    def there() -> bool:
        return two.chart.sight.mode is Mode.MOMENTS and _settled(two)

    yield "moments", lambda: view.controls[1].asked.emit(moments), there
    yield "pan of moments", lambda: two.canvas.camera.glide(120.0, 60.0), there
    yield "hover over moments", lambda: two.canvas.hovered.emit(500), there

    def most() -> None:
        import numpy as np

        two.canvas.set_chosen(np.flatnonzero(two.chart.xy[:, 0] > -0.45))
        two.chosen_changed.emit()

    yield "choose most moments", most, lambda: _chosen(two) and _chosen(one)
    yield "clear in two", view.clear, lambda: _settled(one) and _settled(two)
    coloured = replace(two.look, sight=moments.sight, scheme="genre")
    yield "colour of moments", lambda: view.controls[1].asked.emit(coloured), lambda: _coloured(two, "genre")
    yield "one picture again", lambda: view.set_split(on=False), lambda: _settled(one)


WALKS = {"first": first, "walk": walk}


def child(kind: str, data: Path, *, stacks: bool) -> None:
    def begin(program: Any) -> None:
        program.walk = Walk(program, WALKS[kind](program), stacks=stacks)  # as long as the program

    window.whole(data, begin)


# -- running and reporting


def spawn(kind: str, data: Path, *, stacks: bool) -> dict[str, Any]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    words = [sys.executable, "-m", "benchmarks.map_window", "--child", kind, str(data)]
    done = subprocess.run(
        words + ["--stacks"] * stacks, stdout=subprocess.PIPE, text=True, env=environment, check=False
    )
    if not done.stdout.strip():
        raise SystemExit(f"{kind}: the window ended before its end")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def copied(data: Path, into: Path, *, kept: bool) -> Path:
    """The library and its maps; what was heard stays where it is, for that is large."""
    into.mkdir()
    for file in data.iterdir():
        if file.name.startswith("analysis.db"):
            (into / file.name).symlink_to(file.resolve())
        elif file.is_dir():
            shutil.copytree(file, into / file.name)
        else:
            shutil.copy(file, into / file.name)
    if not kept:
        with sqlite3.connect(into / "library.db") as connection:
            connection.execute("DELETE FROM map_layouts")
        connection.close()
    return into


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*", default=list(WALKS))
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--moments", type=int, default=10, help="of each track")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--stacks", action="store_true", help="say what long waits were spent on")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "meander-bench")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.what[0], Path(options.what[1]), stacks=options.stacks)
        return
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.folder.mkdir(parents=True, exist_ok=True)
    data = make_library(options.folder, options.tracks, options.moments)
    for kind in options.what:
        with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
            place = copied(data, Path(scratch) / "data", kept=kind != "first")
            runs = [spawn(kind, place, stacks=options.stacks) for _ in range(options.runs)]
        report(kind, runs)


def report(kind: str, runs: list[dict[str, Any]]) -> None:
    print(f"\n{kind:28} longest wait   own work   there after   (the least of {len(runs)})")
    for name in runs[0]["steps"]:
        wait, own, took = min(run["steps"][name] for run in runs if name in run["steps"])
        print(f"{name:28} {1000 * wait:9.0f} ms {1000 * own:7.0f} ms {took:9.2f} s")
    print(f"resident at the end {min(run['mb'] for run in runs):.0f} MB")


if __name__ == "__main__":
    main()
