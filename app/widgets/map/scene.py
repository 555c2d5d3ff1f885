"""The points of a map as they are to be seen: their colours, which are lit, chosen or left out, and their
picture for a view."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from app import tasks, theme
from app.widgets.map import layers
from app.widgets.map.camera import Camera
from app.widgets.map.extent import SAMPLE, Extent, has_place, measured, sampled, thinned
from app.widgets.map.layers import Dots, Layer, Look, Mask, Rows
from app.widgets.map.motion import ANEW_MS, GROWING_MS, Glide, Travel, same_points
from app.widgets.map.picking import Grid
from app.widgets.map.raster import Floats, Raster
from core.explore.map.chart import Chart, Mode

LARGEST, SMALLEST = 3.5, 0.85
"""Radii of a point where everything fits, in device-independent pixels: of few, of very many."""
GROWTH, MOST_GROWTH = 0.35, 2.3
"""How a point grows with the zoom: its power, and at most so many times."""
COVERED = 0.75
"""Discs that should lie on a pixel among its like, where there is room for it."""
WIDE = (0.3, 0.75)
"""Shares of the tracks whose moments lie least apart, and not widest: they are drawn smaller, and larger."""
SCALE = 700.0
"""Pixels that all fits into, usually."""
AT_ONCE = 4_000
"""Moments whose lines are made while one waits; of more, beside the window."""
CHOSEN, LEAST_CHOSEN, RING = 1.35, 2.4, 1.6
"""How much larger a chosen point is, how large at least, and how wide its ring."""
RINGS = 400
"""More chosen points than this are not enlarged: they would hide one another."""


class Scene(QObject):
    """What there is to be seen of a chart."""

    changed = Signal()
    """It looks different now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self.xy: Floats = np.zeros((0, 2), np.float32)
        """(n, 2): where the points are now; on their way to `chart.xy` while `moving`."""
        self.kept: Mask = np.zeros(0, bool)
        """(n,): which points are there to be seen and touched."""
        self.grid: Grid | None = None
        """None while points move, and until that of very many is made."""
        self.chosen: Rows = np.zeros(0, np.int64)
        self._rgb: NDArray[np.uint8] | None = None
        self._lit: Mask | None = None
        self._shown: Mask | None = None
        self._thinning = 0.0
        self._layers: tuple[Layer, ...] = ()
        self._made_of: Chart | None = None
        self._marks: tuple[Layer, Layer] | None = None
        self._appearing: tuple[Layer, ...] = ()
        self._extent = Extent()
        self._size: NDArray[np.int64] | None = None
        self._raster = Raster()
        self._travel: Travel | None = None
        self._glide = Glide(self._go, self)
        self._asked = self._marks_asked = self._under_way = 0
        self._stale = self._unmarked = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._freshen)

    def __len__(self) -> int:
        return 0 if self.chart is None else len(self.chart)

    @property
    def moving(self) -> bool:
        return self._travel is not None

    @property
    def settled(self) -> bool:
        """Nothing moves, and nothing is being made."""
        soon = (self._stale and self._heavy) or (self._unmarked and len(self.chosen) >= 2 * SAMPLE)
        return self._travel is None and not (self._under_way or soon)

    # -- what is told

    def show(self, chart: Chart | None, *, animate: bool) -> bool:
        """Whether the points stand for the same as before; if not, colours, and what is lit, shown and
        chosen, are forgotten."""
        before, seen = self.chart, self.xy
        self._glide.stop()
        self._travel, self._marks = None, None
        self.chart = chart
        self.xy = np.zeros((0, 2), np.float32) if chart is None else chart.xy
        same = before is not None and chart is not None and same_points(before, chart)
        if not same:
            self._rgb = self._lit = self._shown = None
            self.chosen = np.zeros(0, np.int64)
        self._extent = measured(self.xy)
        self._size = self._sizes()
        self._keep()
        if animate and before is not None and len(before) and len(self) and theme.motion():
            self._set_out(before, seen)
        else:
            self._arrive()
        return same

    def colour(self, rgb: NDArray[np.uint8]) -> None:
        if rgb is not self._rgb:
            self._rgb = rgb
            self.make()

    def light(self, lit: Mask | None) -> None:
        if not _alike(lit, self._lit):
            self._lit = lit
            self.make()

    def filter(self, shown: Mask | None) -> None:
        if not _alike(shown, self._shown):
            self._shown = shown
            self._keep()
            self.make()

    def thin(self, share: float) -> None:
        share = min(1.0, max(0.0, share))
        if share != self._thinning:
            self._thinning = share
            self._keep()
            self.make()

    def choose(self, points: Rows) -> None:
        if len(points) or len(self.chosen):
            self.chosen, self._unmarked = points, True
            self._soon.start()
            self.changed.emit()

    # -- what is asked

    @property
    def fits(self) -> QRectF:
        """What is seen where everything fits, in world units."""
        return self._extent.fits

    def track_of(self, point: int) -> Rows:
        """The kept points of its track, in the order of time."""
        assert self.chart is not None
        track = self.chart.tracks[point]
        first, last = np.searchsorted(self.chart.tracks, [track, track + 1])
        return np.asarray(first + np.flatnonzero(self.kept[first:last]))

    def colour_of(self, point: int) -> QColor:
        """As it is drawn when lit."""
        return QColor(*self._look(self.kept).shades(np.array([point]))[0].tolist())

    def radius(self, scale: float, zoom: float) -> float:
        """Of a usual point, in device-independent pixels. scale: pixels to a world unit."""
        crowd = self._extent.density / scale**2
        roomy = math.sqrt(COVERED / (math.pi * crowd)) if crowd else LARGEST
        largest: float = LARGEST * min(MOST_GROWTH, max(0.75, zoom**GROWTH))
        return min(largest, max(SMALLEST, roomy))

    def picture(self, camera: Camera, size: tuple[int, int], ratio: float) -> QImage:
        """size: width and height in device pixels. Good until the next one is asked for."""
        self._freshen()
        view, zoom = camera.view().times(ratio), camera.zoom
        radius = ratio * self.radius(camera.scale, zoom)
        dots = Dots(radius, self._extent.density / view.scale**2 * math.pi * radius**2)
        seen = (*self._layers, *self._appearing)
        self._raster.begin(*size)
        for layer in seen:
            layer.draw(self._raster, view, ratio, dots)
        if self._marks is not None:
            few = len(self.chosen) <= RINGS
            inner = max(radius, LEAST_CHOSEN * ratio) * CHOSEN if few else radius
            for layer, wider in zip(self._marks, (RING * ratio if few else 0.8 * ratio, 0.0), strict=True):
                layer.draw(self._raster, view, ratio, Dots(inner + wider, 0.0))
        below = [layer for layer in seen if layer.has_ground(view, size, zoom)]
        if not below:
            return self._raster.image()
        whole = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        whole.fill(0)
        painter = QPainter(whole)
        for layer in below:
            layer.paint_ground(painter, view, size, zoom, dots)
        painter.drawImage(0, 0, self._raster.image())
        painter.end()
        return whole

    # -- moving

    def _set_out(self, before: Chart, seen: Floats) -> None:
        assert self.chart is not None
        self._travel = Travel(before, seen, self.chart)
        self.grid = None
        self.xy = self.chart.xy.copy()
        self.xy[self._travel.rows] = self._travel.at(0.0)
        self.make()
        self._glide.start(GROWING_MS if self.chart.growing or before.growing else ANEW_MS)

    def _go(self, share: float) -> None:
        if self._travel is None:
            return
        if share >= 1.0:
            self._arrive()
            return
        self._freshen()
        self.xy[self._travel.rows] = self._travel.at(share)
        for layer in (*self._layers, *self._appearing, *(self._marks or ())):
            layer.place(self.xy)
        for layer in self._appearing:
            layer.fade = share
        self.changed.emit()

    def _arrive(self) -> None:
        self._travel = None
        if self.chart is not None:
            self.xy = self.chart.xy
        self.grid = None
        if len(self) < layers.MANY:
            self.grid = Grid(self.xy)
        else:
            self._beside(partial(Grid, self.xy), partial(self._take_grid, self.chart))
        self.make()

    # -- being made

    def make(self) -> None:
        """They look different now. Layers are made before the next picture: much is told at one go."""
        self._stale = True
        self._soon.start()
        self.changed.emit()

    def _freshen(self) -> None:
        self._soon.stop()
        stale, unmarked = self._stale, self._unmarked
        self._stale = self._unmarked = False
        if stale:
            self._make()
        if stale or unmarked:
            self._mark()

    def _make(self) -> None:
        """Layers of how the points are to look now; those of very many beside the window."""
        self._appearing = ()
        self._asked += 1
        if self._travel is not None:
            self._make_travellers(self._travel)
        elif not self._heavy:
            self._layers, self._made_of = layers.made(self._look(self.kept, joined=self.joined)), self.chart
        else:
            if self._made_of is not self.chart:
                self._layers, self._made_of = layers.made(self._look(self._some())), self.chart
            look = self._look(self.kept, joined=self.joined)
            self._beside(partial(self._made, look, self._asked), partial(self._take_layers, self._asked))

    @property
    def joined(self) -> bool:
        """Whether lines lead from moment to moment."""
        return self.chart is not None and self.chart.sight.mode is Mode.PATHS

    @property
    def _heavy(self) -> bool:
        return len(self) >= (AT_ONCE if self.joined else layers.MANY)

    def _make_travellers(self, travel: Travel) -> None:
        """Lines are drawn again when their points have arrived."""
        old, new = (np.zeros(len(self), bool) for _ in range(2))
        old[travel.rows[~travel.new]] = True
        new[travel.rows[travel.new]] = True
        self._layers, self._made_of = layers.made(self._look(self.kept & old)), self.chart
        if new.any():
            self._appearing = layers.made(self._look(self.kept & new))

    def _mark(self) -> None:
        """What is chosen stands out at once; of very many a sample, until all are made beside the window."""
        self._marks_asked += 1
        chosen = self.chosen[self.kept[self.chosen]]
        if self._travel is not None:
            chosen = chosen[self._travel.takes(chosen)]
        if not len(chosen):
            self._marks = None
            return
        ringed = partial(layers.made_ringed, self._look(self.kept), ring=_ink(theme.current().text))
        self._marks = ringed(sampled(chosen))
        if len(chosen) >= 2 * SAMPLE and self._travel is None:
            asked = self._marks_asked
            self._beside(
                lambda: ringed(chosen) if asked == self._marks_asked else None,
                partial(self._take_marks, asked),
            )

    def _look(self, kept: Mask, *, joined: bool = False) -> Look:
        now, rgb = theme.current(), self._rgb
        if rgb is None:
            rgb = np.broadcast_to(_ink(now.time[1]), (len(self), 3))
        return Look(
            xy=self.xy,
            kept=kept,
            rgb=rgb,
            lit=self._lit,
            size=self._size,
            tracks=self.chart.tracks if self.chart is not None and joined else None,
            dull=_ink(now.quiet),
            dark=now.dark,
            area=self._extent.area,
            scale=SCALE / max(self.fits.width(), self.fits.height()),
        )

    def _sizes(self) -> NDArray[np.int64] | None:
        """Of tracks, by how far their moments lie apart: the least of them, the usual ones, the widest."""
        if self.chart is None or self.chart.sight.mode is not Mode.TRACKS or not self.chart.spread.any():
            return None
        order = np.sort(sampled(self.chart.spread))
        return np.searchsorted(order[[int(share * len(order)) for share in WIDE]], self.chart.spread)

    def _some(self) -> Mask:
        """An even sample, to be seen until all are ready."""
        some = np.zeros(len(self), bool)
        some[:: max(1, len(self) // SAMPLE)] = True
        return self.kept & some

    def _keep(self) -> None:
        kept = has_place(self.xy)
        if self._shown is not None:
            kept &= self._shown
        if self._thinning and self.chart is not None:
            kept &= thinned(self.chart, self._thinning)
        self.kept = kept

    def _beside(self, make: Callable[[], Any], take: Callable[[Any], None]) -> None:
        self._under_way += 1
        tasks.run(make, on_done=partial(self._end, take), on_error=partial(self._end, None))

    def _end(self, take: Callable[[Any], None] | None, result: Any) -> None:
        self._under_way -= 1
        if take is not None:
            take(result)
            self.changed.emit()

    def _made(self, look: Look, asked: int) -> tuple[Layer, ...]:
        """On the pool; nothing where something else is wanted by now."""
        return layers.made(look) if asked == self._asked else ()

    def _take_layers(self, asked: int, made: tuple[Layer, ...]) -> None:
        if asked == self._asked:
            self._layers = made

    def _take_marks(self, asked: int, marks: tuple[Layer, Layer] | None) -> None:
        if asked == self._marks_asked:
            self._marks = marks

    def _take_grid(self, of: Chart | None, grid: Grid) -> None:
        if of is self.chart and self._travel is None:
            self.grid = grid


def _alike(one: Mask | None, other: Mask | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)


def _ink(name: str) -> NDArray[np.uint8]:
    colour = QColor(name)
    return np.array([colour.red(), colour.green(), colour.blue()], np.uint8)
