"""Curves of known shape, and what tests do with a view of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage

from app.widgets.curve3d.camera import Camera
from app.widgets.curve3d.painter import Picture, Style
from app.widgets.curve3d.scene import Scene, Shown
from app.widgets.curve3d.view import CurveView
from core.domain import Seconds
from core.explore.picture.figure import Figure, Parts, draw, own_axes

LONG = Seconds(200.0)


def figure(seed: int = 1, points: int = 10) -> Figure:
    """A song that wanders; the same seed gives the same."""
    vectors = np.random.default_rng(seed).standard_normal((points, 8)).astype(np.float32)
    edges = np.linspace(0, 1, points + 1)
    parts = Parts(vectors, np.stack([edges[:-1], edges[1:]], axis=1), LONG)
    return draw(parts, own_axes(parts))


def through_points(points: Iterable[tuple[float, float, float]], parts: int = 2) -> Figure:
    """A curve of exactly these samples, evenly in time; its first and last, and what else, are parts."""
    samples = np.array(list(points), np.float32)
    rings = np.linspace(0, len(samples) - 1, parts).astype(np.int64)
    times = np.linspace(0.05, 0.95, len(samples))
    spans = np.stack([times[rings] - 0.05, times[rings] + 0.05], axis=1)
    return Figure(samples, times, rings, spans, LONG)


def line(z: tuple[float, float] = (0.0, 0.0), samples: int = 41) -> Figure:
    """From left to right; z: how near its ends are."""
    xs, zs = np.linspace(-1, 1, samples), np.linspace(*z, samples)
    return through_points(zip(xs.tolist(), [0.0] * samples, zs.tolist(), strict=True))


def on_screen(view: CurveView, index: int, share: float) -> QPoint:
    """Where a moment is drawn."""
    picture: Picture = view.picture()
    xy, _ = picture.project()
    part = picture.scene.parts[index]
    sample = view.figures[index].figure.sample(share)
    first = min(int(sample), part.stop - part.start - 1)
    last = min(first + 1, part.stop - part.start - 1)
    x, y = (xy[part][first] + (sample - first) * (xy[part][last] - xy[part][first])).tolist()
    return QPoint(round(x), round(y))


def shot(view: CurveView) -> QImage:
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def differs(one: QColor, other: QColor) -> int:
    """How far two colours are apart, 0 to 765."""
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)  # type: ignore[arg-type]
    return sum(abs(a - b) for a, b in pairs)


def drawn(view: CurveView, at: QPoint) -> int:
    """How far the pixel there is from the ground."""
    image = shot(view)
    return differs(image.pixelColor(at), image.pixelColor(2, 2))


def one(seed: int = 1) -> list[Shown]:
    return [Shown(figure(seed), "A song")]


UNDER = "#0F1014"


def picture_of(shown: list[Shown], head: float | None = None) -> Picture:
    """As a view of 600 by 500 would show them. head: the first one's playhead."""
    scene = Scene(shown)
    place = scene.reach.fit(20.0, 20.0, 560.0, 460.0)
    heads = {} if head is None else {0: head}
    return Picture(scene, Camera(0.4), place, Style(4.6, 5.2, UNDER), heads)
