"""Songs as curves: milliseconds for a frame, thirty small ones and a large one, by each way of drawing.

    python -m benchmarks.curves [--frames 90] [--only painter opengl plain]

painter: QPainter, without OpenGL (Qt's "offscreen"). opengl: the same pictures by OpenGL, and plain: those of
a GLViewWidget of pyqtgraph with a line and its points, as one would make it at first; both on an X server of
their own (Xvfb), which draws OpenGL in software. With --display those two run on the screen there is, and so
on its graphics card. Each way in a process of its own; every frame turns the curves a little further.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SMALL = ((160, 120), (240, 180))
ACROSS, MANY = 6, 30
LARGE = 1000, 700
SONGLETS, WINDOWS = 10, 120
SAMPLES, MOST = 120, 720
"""Of a small curve, and of a large one."""
TURN = 0.02
WAYS = ("painter", "opengl", "plain")


# -- in a process of its own


def figure(seed: int, parts: int, most: int) -> Any:
    """A song that wanders, as far from one part to the next whatever their number. most: samples."""
    import numpy as np

    from core.domain import Seconds
    from core.explore.picture.figure import FINE_STEPS, Parts, draw, own_axes

    vectors = np.cumsum(np.random.default_rng(seed).standard_normal((parts, 16)), axis=0)
    edges = np.linspace(0, 1, parts + 1)
    steps = max(4, min(FINE_STEPS, most // parts))
    spans = np.stack([edges[:-1], edges[1:]], axis=1)
    song = Parts(vectors.astype(np.float32), spans, Seconds(240.0), steps)
    return draw(song, own_axes(song))


def timed(frame: Callable[[int], object], frames: int) -> dict[str, float]:
    """Milliseconds; the first few frames, which prepare things, do not count."""
    took = []
    for number in range(frames + 5):
        before = time.perf_counter()
        frame(number)
        took.append((time.perf_counter() - before) * 1000)
    ordered = sorted(took[5:])
    return {
        "best": ordered[0],
        "median": statistics.median(ordered),
        "p95": ordered[int(0.95 * (len(ordered) - 1))],
    }


def show(view: Any) -> None:
    """Qt paints nothing before the window is there."""
    from PySide6.QtWidgets import QApplication

    view.show()
    while not view.windowHandle().isExposed():
        QApplication.processEvents()
    QApplication.processEvents()


def small_ones(frames: int) -> dict[str, dict[str, float]]:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from app.widgets.curve3d.camera import Camera
    from app.widgets.curve3d.strip import CurveStrip, paint_many

    class Wall(QWidget):
        def __init__(self, width: int, height: int) -> None:
            super().__init__()
            self.strip = CurveStrip([figure(seed, SONGLETS, SAMPLES) for seed in range(MANY)])
            self.rects = [
                QRectF(i % ACROSS * width, i // ACROSS * height, width, height) for i in range(MANY)
            ]
            self.camera = Camera()
            self.resize(ACROSS * width, MANY // ACROSS * height)

        def paintEvent(self, _event: QPaintEvent) -> None:
            painter = QPainter(self)
            self.strip.turn(self.camera)
            paint_many(painter, self.strip, self.rects, "#15171D")
            painter.end()

        def frame(self, _number: int) -> None:
            self.camera = self.camera.turned(TURN)
            self.repaint()

    found = {}
    for width, height in SMALL:
        wall = Wall(width, height)
        show(wall)
        found[f"{MANY} of {width}x{height}"] = timed(wall.frame, frames)
        wall.close()
    return found


def large_one(frames: int) -> dict[str, dict[str, float]]:
    from PySide6.QtWidgets import QApplication

    from app.widgets.curve3d.scene import Shown
    from app.widgets.curve3d.view import CurveView

    wanted = os.environ["MEANDER_DRAWING"]
    found = {}
    for parts in (SONGLETS, WINDOWS):
        view = CurveView("A curve")
        view.resize(*LARGE)
        view.set_figures([Shown(figure(1, parts, MOST), "A song")])
        view.set_share(0.61)
        show(view)
        deadline = time.monotonic() + 20
        while view.drawing() != wanted and time.monotonic() < deadline:
            QApplication.processEvents()
        assert view.drawing() == wanted

        def frame(number: int, view: CurveView = view) -> None:
            view.turn(TURN)
            view.set_playhead(0, number / (frames + 5))
            view.repaint()

        found[f"one of {LARGE[0]}x{LARGE[1]}, {parts} points"] = timed(frame, frames)
        view.close()
    return found


def plain(frames: int) -> dict[str, dict[str, float]]:
    import numpy as np
    from pyqtgraph.opengl import GLLinePlotItem, GLScatterPlotItem, GLViewWidget

    def viewed(width: int, height: int, songs: int, parts: int) -> Any:
        view = GLViewWidget()
        view.resize(width, height)
        for seed in range(songs):
            one = figure(seed, parts, SAMPLES if songs > 1 else MOST)
            at = np.array([seed % ACROSS * 2.0 - 5.0, seed // ACROSS * 2.0 - 4.0, 0.0]) * (songs > 1)
            points = one.points / np.abs(one.points).max() + at
            colours = np.ones((len(points), 4), np.float32)
            colours[:, 0] = one.times
            view.addItem(GLLinePlotItem(pos=points, color=colours, width=3.0, antialias=True))
            view.addItem(GLScatterPlotItem(pos=points[one.rings], size=8.0))
        show(view)
        return view

    cases = [(f"{MANY} of {w}x{h}", (ACROSS * w, MANY // ACROSS * h, MANY, SONGLETS)) for w, h in SMALL]
    cases += [
        (f"one of {LARGE[0]}x{LARGE[1]}, {parts} points", (*LARGE, 1, parts)) for parts in (SONGLETS, WINDOWS)
    ]
    found = {}
    for name, case in cases:
        view = viewed(*case)

        def frame(_number: int, view: Any = view) -> None:
            view.orbit(TURN * 57.3, 0.0)
            view.grabFramebuffer()  # else what software draws would still be on its way

        found[name] = timed(frame, frames)
        view.close()
    return found


def measure(way: str, frames: int) -> dict[str, Any]:
    from PySide6.QtGui import QOffscreenSurface
    from PySide6.QtWidgets import QApplication

    from app import theme

    app = QApplication([])
    theme.apply(app, "dark")
    if way == "plain":
        return {"frames": plain(frames), "by": "pyqtgraph"}
    found = {} if way == "opengl" else small_ones(frames)
    found |= large_one(frames)
    if way == "painter":
        return {"frames": found, "by": "QPainter"}
    from app.widgets.curve3d.gl import Drawing, renderer_name

    surface = QOffscreenSurface()
    surface.create()
    Drawing.shared().close()
    return {"frames": found, "by": renderer_name(surface)}


# -- all of them


@contextmanager
def screen() -> Iterator[str]:
    """An X server of our own; its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def run(way: str, frames: int, surroundings: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.curves", "--measure", way, "--frames", str(frames)],
        env=os.environ | surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{way}: {done.stderr.strip()}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(way: str, found: dict[str, Any]) -> None:
    print(f"\n{way} ({found['by']})")
    print(f"  {'':36} {'best':>7} {'median':>7} {'p95':>7} ms a frame")
    for name, took in found["frames"].items():
        fps = 1000 / took["median"]
        times = "".join(f" {took[key]:7.1f}" for key in ("best", "median", "p95"))
        print(f"  {name:36}{times}   {fps:5.0f} frames a second", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--frames", type=int, default=90)
    parser.add_argument("--only", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--display", action="store_true", help="OpenGL on the screen there is")
    parser.add_argument("--measure", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.measure, asked.frames)))
        return 0
    if "painter" in asked.only:
        report(
            "painter",
            run("painter", asked.frames, {"QT_QPA_PLATFORM": "offscreen", "MEANDER_DRAWING": "painter"}),
        )
    for way in (one for one in asked.only if one != "painter"):
        if asked.display:
            report(way, run(way, asked.frames, {"MEANDER_DRAWING": "gl"}))
            continue
        with screen() as display, tempfile.TemporaryDirectory() as runtime:
            own = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": runtime}
            report(way, run(way, asked.frames, own | {"MEANDER_DRAWING": "gl"}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
