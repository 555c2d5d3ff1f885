"""The map's surface: milliseconds per frame while panning and zooming, beside pyqtgraph on the same points.

    python -m benchmarks.map_drawing [--frames 40] [--size 1000x700] [--million]

Offscreen, in software, on one thread, whose processor time is taken so that other programs do not count.
10,000 and 100,000 tracks, both panned and zoomed about a cluster; a
million moments far away (density) and near (points); 10,000 paths of 30 moments. pyqtgraph draws them as a
ScatterPlotItem with the same colours, and a million only with --million, for it takes minutes. Also the time
to the nearest point under the pointer, the time until a chart can be seen, and memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QWidget

from app import theme
from app.widgets.map.canvas import MapCanvas
from core.explore.map.chart import Chart, Mode, Sight

GROUPS, RING = 12, 0.65
"""Clusters of points, and how far from the middle they lie."""
NEAR = 25.0
"""How near "near" is, as a multiple of all that fits."""
FULL_FRAME = 1000 / 30
"""Milliseconds: 30 frames a second."""


class Times(NamedTuple):
    """Milliseconds of frames: the middle one and the slowest of twenty."""

    middle: float
    slow: float

    def __str__(self) -> str:
        return f"{self.middle:6.1f} {self.slow:6.1f}"


def points(count: int, per_track: int = 1, mode: Mode = Mode.TRACKS) -> tuple[Chart, NDArray[np.uint8]]:
    """Clusters with wide edges, as layouts of music have; a track's moments lie about one another."""
    chance = np.random.default_rng(7)
    tracks = count // per_track
    turn = np.arange(GROUPS) / GROUPS * 2 * np.pi
    group = chance.integers(0, GROUPS, tracks)
    middles = np.column_stack([np.cos(turn), np.sin(turn)])[group] * RING
    middles += chance.standard_t(4, (tracks, 2)) * 0.1
    xy = np.repeat(middles, per_track, axis=0)
    if per_track > 1:
        xy = xy + chance.standard_t(3, xy.shape) * 0.05
    colours = chance.integers(60, 255, (GROUPS, 3)).astype(np.uint8)[np.repeat(group, per_track)]
    starts = np.tile(np.arange(per_track) * 2.0, tracks) if per_track > 1 else np.full(count, np.nan)
    chart = Chart(
        Sight(mode),
        str(count),
        np.repeat(np.arange(tracks), per_track),
        starts.astype(np.float32),
        np.clip(xy, -1.3, 1.3).astype(np.float32),
        chance.random(count).astype(np.float32) if per_track == 1 else np.zeros(count, np.float32),
        np.zeros(count, bool),
    )
    return chart, colours


def timed(frames: int, move: Callable[[int], object], widget: QWidget) -> Times:
    """From a movement to the widget's picture of it."""
    taken = []
    for frame in range(frames):
        before = time.thread_time()
        move(frame)
        widget.repaint()
        taken.append((time.thread_time() - before) * 1000)
    return Times(statistics.median(taken), sorted(taken)[int(0.95 * len(taken))])


# -- ours


class Ours:
    def __init__(self, size: tuple[int, int], chart: Chart, colours: NDArray[np.uint8]) -> None:
        before = time.perf_counter()
        self.canvas = MapCanvas()
        self.canvas.resize(*size)
        self.canvas.show()
        self.canvas.show_chart(chart)
        self.canvas.set_colours(colours)
        self.canvas.repaint()
        self.at_once = (time.perf_counter() - before) * 1000
        while not self.canvas.settled:
            QApplication.processEvents()
            time.sleep(0.002)
        self.ready = (time.perf_counter() - before) * 1000

    def go(self, zoom: float, to: tuple[float, float]) -> None:
        self.canvas.camera.fly_to(to, zoom)
        while self.canvas.camera.moving:
            QApplication.processEvents()

    def pan(self, frame: int) -> None:
        self.canvas.camera.pan(6.0 if frame // 10 % 2 else -6.0, 3.0 if frame // 10 % 2 else -3.0)

    def zoom(self, frame: int) -> None:
        self.canvas.camera.zoom_by(
            1.05 if frame // 10 % 2 == 0 else 1 / 1.05, QPointF(400, 300), softly=False
        )

    def pick(self) -> Times:
        chance = np.random.default_rng(1)
        places = chance.uniform((0, 0), (self.canvas.width(), self.canvas.height()), (400, 2))
        taken = []
        for x, y in places:
            before = time.perf_counter()
            self.canvas.nearest_to(QPointF(x, y))
            taken.append((time.perf_counter() - before) * 1000)
        return Times(statistics.median(taken), sorted(taken)[380])

    def close(self) -> None:
        self.canvas.close()
        self.canvas.deleteLater()


# -- pyqtgraph


class Theirs:
    def __init__(self, size: tuple[int, int], chart: Chart, colours: NDArray[np.uint8]) -> None:
        import pyqtgraph

        before = time.perf_counter()
        self.plot: Any = pyqtgraph.PlotWidget()
        self.plot.hideAxis("left")
        self.plot.hideAxis("bottom")
        self.plot.setAspectLocked()
        self.plot.resize(*size)
        shades, which = np.unique(colours, axis=0, return_inverse=True)
        brushes = [pyqtgraph.mkBrush(*shade.tolist(), 200) for shade in shades]
        brush = np.array(brushes, dtype=object)[which.reshape(-1)]
        item = pyqtgraph.ScatterPlotItem(
            x=chart.xy[:, 0], y=chart.xy[:, 1], brush=brush, pen=None, size=3, pxMode=True
        )
        self.plot.addItem(item)
        self.plot.show()
        QApplication.processEvents()
        self.plot.repaint()
        self.ready = (time.perf_counter() - before) * 1000
        self.box: Any = self.plot.getViewBox()
        self.all = self.box.viewRect()

    def go(self, zoom: float, to: tuple[float, float]) -> None:
        wide, high = self.all.width() / zoom / 2, self.all.height() / zoom / 2
        x, y = to if zoom > 1 else (self.all.center().x(), self.all.center().y())
        self.box.setRange(xRange=(x - wide, x + wide), yRange=(y - high, y + high), padding=0)

    def pan(self, frame: int) -> None:
        by = self.box.viewPixelSize()
        sign = 1 if frame // 10 % 2 else -1
        self.box.translateBy(x=6 * sign * by[0], y=3 * sign * by[1])
        self.plot.viewport().update()

    def zoom(self, frame: int) -> None:
        self.box.scaleBy((1.05 if frame // 10 % 2 else 1 / 1.05,) * 2)
        self.plot.viewport().update()

    def close(self) -> None:
        self.plot.close()
        self.plot.deleteLater()


# -- the runs


def frames_of(side: Any, widget: QWidget, frames: int, zoom: float, to: tuple[float, float]) -> list[Times]:
    made = []
    for move in (side.pan, side.zoom):
        side.go(zoom, to)
        QApplication.processEvents()
        move(0)
        widget.repaint()
        made.append(timed(frames, move, widget))
    return made


def report(name: str, ours: list[Times], theirs: list[Times] | None) -> bool:
    for way, mine, other in zip(("pan", "zoom"), ours, theirs or (None, None), strict=True):
        beside = f"{other}   {other.middle / mine.middle:5.2f} x" if other else ""
        print(f"{name:28} {way:5} {mine}   {beside}", flush=True)
    return all(times.middle <= FULL_FRAME for times in ours)


def run(name: str, made: tuple[Chart, NDArray[np.uint8]], args: Any, *, beside: bool) -> bool:
    chart, colours = made
    middle, crowd = (0.0, 0.0), (RING, 0.0)
    ours = Ours(args.size, chart, colours)
    far = frames_of(ours, ours.canvas, args.frames, 1.0, middle)
    near = frames_of(ours, ours.canvas, args.frames, NEAR, crowd)
    ours.go(1.0, middle)
    pick, ready = ours.pick(), (ours.at_once, ours.ready)
    ours.close()
    far_beside = near_beside = None
    if beside:
        theirs = Theirs(args.size, chart, colours)
        far_beside = frames_of(theirs, theirs.plot.viewport(), args.frames, 1.0, middle)
        near_beside = frames_of(theirs, theirs.plot.viewport(), args.frames, NEAR, crowd)
        their_ready = f", pyqtgraph {theirs.ready:.0f}"
        theirs.close()
    fast = report(f"{name}, all of it", far, far_beside)
    fast &= report(f"{name}, {NEAR:.0f} x near", near, near_beside)
    print(
        f"{name:28} first picture {ready[0]:.0f} ms, all ready {ready[1]:.0f} ms"
        f"{their_ready if beside else ''}; nearest point {pick} ms"
    )
    QApplication.processEvents()
    return fast


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--frames", type=int, default=40)
    options.add_argument("--size", type=lambda text: tuple(map(int, text.split("x"))), default=(1000, 700))
    options.add_argument("--million", action="store_true", help="pyqtgraph draws a million points too")
    args = options.parse_args()
    app = QApplication([])
    theme.apply(app, "dark")
    print(f"{args.size[0]} x {args.size[1]} pixels; ms per frame, the middle one and the slowest of twenty\n")
    print(f"{'':34} {'Meander':^13}   {'pyqtgraph':^13}   ratio")
    fast = run("10,000 tracks", points(10_000), args, beside=True)
    fast &= run("100,000 tracks", points(100_000), args, beside=True)
    fast &= run("1,000,000 moments", points(1_000_000, 40, Mode.MOMENTS), args, beside=args.million)
    fast &= run("10,000 paths of 30 moments", points(300_000, 30, Mode.PATHS), args, beside=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {peak:.0f} MB, pyqtgraph included")
    print("30 frames a second or better" if fast else "slower than 30 frames a second")
    return 0 if fast else 1


if __name__ == "__main__":
    sys.exit(main())
