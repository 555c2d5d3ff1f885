"""Whether curves are drawn with OpenGL or by the painter: found out once for the whole program, by itself.

The painter draws until something better is known, and again as soon as OpenGL fails. What is known is found
beside the window: the graphics processor's name, then, if it is a real one, pyqtgraph. Both ways then draw
the same rich picture a few times, and the quicker one is kept. Software renderers of OpenGL are not tried:
they take four times as long as the painter (`python -m benchmarks.curves`).
"""

from __future__ import annotations

import logging
import math
import os
import statistics
import time
from typing import TYPE_CHECKING, Self
from weakref import WeakSet

import numpy as np
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QOffscreenSurface, QOpenGLContext, QPainter
from PySide6.QtWidgets import QWidget

from app import tasks
from app.widgets.curve3d import mesh
from app.widgets.curve3d.camera import Camera, Floats
from app.widgets.curve3d.painter import Picture, Style, paint_lines
from app.widgets.curve3d.scene import Scene, Shown
from core.domain import Seconds
from core.explore.picture.figure import Figure

if TYPE_CHECKING:
    from app.widgets.curve3d.glcanvas import Canvas

log = logging.getLogger(__name__)

GL, PAINTER = "gl", "painter"
ASKED = "MEANDER_DRAWING"
"""Set to one of the two, the environment decides."""
PLATFORMS = frozenset({"xcb", "wayland", "windows", "cocoa"})
"""Of Qt's, those where OpenGL can be expected; "offscreen" claims it with X at hand, and draws nothing."""
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software", "swiftshader", "gdi generic", "basic render")
GL_RENDERER = 0x1F01
TRIALS = 4
RICH = 720, 120
"""Samples and parts of the picture that is tried: a long song's windows."""


def possible() -> bool:
    """Whether OpenGL is worth asking for here."""
    platform = QGuiApplication.platformName().partition("-")[0]
    if platform not in PLATFORMS or QCoreApplication.testAttribute(
        Qt.ApplicationAttribute.AA_UseSoftwareOpenGL
    ):
        return False
    far = platform == "xcb" and "SSH_CONNECTION" in os.environ
    return not far and not os.environ.get("SESSIONNAME", "").upper().startswith("RDP-")


def is_software(renderer: str) -> bool:
    return not renderer or any(name in renderer.lower() for name in SOFTWARE)


class Drawing(QObject):
    """By what curves are drawn. Main thread."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = PAINTER
        self.renderer = ""
        """Of OpenGL, as it names itself; "" while it is not known."""
        self._begun = False
        self._surface: QOffscreenSurface | None = None
        self._canvas: Canvas | None = None
        self._views: WeakSet[QWidget] = WeakSet()
        self._took: dict[str, list[float]] = {GL: [], PAINTER: []}
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._try)

    @classmethod
    def shared(cls) -> Self:
        """The program's one; made when first asked for."""
        app = QCoreApplication.instance()
        assert app is not None
        found = app.findChild(cls)
        if found is None:
            found = cls(app)
            app.aboutToQuit.connect(found.close)
        return found

    def begin(self, view: QWidget) -> None:
        """A view is shown: finds out what draws best, once."""
        self._views.add(view)
        asked = os.environ.get(ASKED, "")
        if self._begun or asked == PAINTER or not (asked == GL or possible()):
            return
        self._begun = True
        self._surface = QOffscreenSurface()
        self._surface.create()
        surface = self._surface
        if QOpenGLContext.supportsThreadedOpenGL():
            tasks.run(lambda: _fetch(renderer_name(surface), asked), on_done=self._fetched)
        else:
            name = renderer_name(surface)
            tasks.run(lambda: _fetch(name, asked), on_done=self._fetched)

    def close(self) -> None:
        """Before the program ends: OpenGL wants to be left in order."""
        self._next.stop()
        self.state = PAINTER
        if self._canvas is not None:
            self._canvas.close()
            self._canvas.deleteLater()
            self._canvas = None
        self._surface = None

    # -- drawing

    def lines(self, picture: Picture, xy: Floats, size: Floats, room: QWidget) -> QImage | None:
        """Lines and rings on nothing, as large as `room`; None: the painter has to."""
        if self.state != GL:
            return None
        return self._drawn(picture, xy, size, room.width(), room.height(), room.devicePixelRatioF())

    def _drawn(self, picture: Picture, xy: Floats, size: Floats,
               width: float, height: float, scale: float) -> QImage | None:  # fmt: skip
        try:
            if self._canvas is None:
                from app.widgets.curve3d.glcanvas import Canvas

                self._canvas = Canvas()
            image = self._canvas.draw(mesh.build(picture, xy, size), width, height, scale)
        except Exception as problem:  # whatever a driver or its binding comes up with
            self._give_up(str(problem) or type(problem).__name__)
            return None
        if image.isNull():
            self._give_up("nothing was drawn")
            return None
        return image

    def _give_up(self, why: str) -> None:
        log.info("curves are drawn without OpenGL: %s", why)
        self._settle(PAINTER)

    def _settle(self, state: str) -> None:
        self._next.stop()
        self.state = state
        self.changed.emit()
        for view in self._alive():
            view.update()

    def _alive(self) -> list[QWidget]:
        """Python may still hold what Qt has deleted."""
        return [view for view in self._views if shiboken6.isValid(view)]

    # -- finding out

    def _fetched(self, found: tuple[str, bool]) -> None:
        self.renderer, there = found
        if not there:
            log.info("curves are drawn without OpenGL: %s", self.renderer or "there is none")
        elif os.environ.get(ASKED) == GL:
            self._settle(GL)
        else:
            self._next.start()

    def _try(self) -> None:
        """One frame by each; the first of OpenGL prepares it, and does not count."""
        view = next((one for one in self._alive() if one.isVisible()), None)
        if view is None:
            return  # nobody looks any more; the painter it is
        width, height, scale = view.width(), view.height(), view.devicePixelRatioF()
        picture = rich_picture(width, height)
        xy, size = picture.project()
        before = time.perf_counter()
        if self._drawn(picture, xy, size, width, height, scale) is None:
            return
        between = time.perf_counter()
        by_painter(picture, xy, size, width, height, scale)
        self._took[GL].append(between - before)
        self._took[PAINTER].append(time.perf_counter() - between)
        if len(self._took[GL]) <= TRIALS:
            self._next.start()
            return
        gl, painter = (statistics.median(self._took[way][1:]) for way in (GL, PAINTER))
        log.info("%s takes %.1f ms for a frame, the painter %.1f", self.renderer, gl * 1e3, painter * 1e3)
        self._settle(GL if gl < painter else PAINTER)


def renderer_name(surface: QOffscreenSurface) -> str:
    """What draws OpenGL here; "" when nothing does. On the pool where Qt allows."""
    context = QOpenGLContext()
    if not context.create() or not context.makeCurrent(surface):
        return ""
    try:
        return str(context.functions().glGetString(GL_RENDERER) or "")
    finally:
        context.doneCurrent()


def _fetch(renderer: str, asked: str) -> tuple[str, bool]:
    """On the pool: pyqtgraph takes half a second to import."""
    if not renderer or (is_software(renderer) and asked != GL):
        return renderer, False
    import app.widgets.curve3d.glcanvas  # noqa: F401

    return renderer, True


def by_painter(
    picture: Picture, xy: Floats, size: Floats, width: float, height: float, scale: float
) -> QImage:
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_lines(painter, picture, xy, size)
    painter.end()
    return image


def rich_picture(width: float, height: float) -> Picture:
    """A knot of many samples, half of it played."""
    samples, parts = RICH
    t = np.linspace(0, math.tau * 5, samples)
    points = np.stack([np.cos(t) * (2 + np.cos(1.3 * t)), np.sin(t * 1.1) * 2, np.sin(1.7 * t)], axis=1)
    times = np.linspace(0.0, 1.0, samples)
    rings = np.linspace(0, samples - 1, parts).astype(np.int64)
    spans = np.stack([times[rings], times[rings]], axis=1)
    scene = Scene([Shown(Figure(points.astype(np.float32), times, rings, spans, Seconds(0.0)))])
    place = scene.reach.fit(0.0, 0.0, width, height)
    return Picture(scene, Camera(), place, Style(4.6, 5.2, "#15171D"), {0: 0.5})
