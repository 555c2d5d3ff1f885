"""One picture of the map with what floats on it. Two of them stand side by side when the map is split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QMarginsF, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app import theme, words
from app.mapdesk import MapDesk
from app.mapdeskpane import Frame, PaneDesk
from app.mapdeskpoints import Spot, point_of, points_of, spot_at, surroundings, tracks_of, twins
from app.views.maplayers import Layers
from app.views.mapmenus import scheme_name
from app.views.mapwaiting import Strip, Waiting
from app.views.mapwords import brief_words, foot_words
from app.widgets.controls import ElidedLabel, label
from app.widgets.map import colouring
from app.widgets.map.actionbar import ActionBar
from app.widgets.map.canvas import MapCanvas
from app.widgets.map.floats import Corner, Floats
from app.widgets.map.hovercard import HoverCard
from app.widgets.map.legend import Legend
from app.widgets.map.minimap import MiniMap
from app.widgets.map.pathbar import PathBar
from app.widgets.map.toolchips import ToolChips, ZoomButtons
from app.widgets.map.tools import Tool
from app.widgets.slider import Slider
from app.words import tr
from core.domain import TrackId
from core.errors import UserError
from core.explore.map.chart import Chart, Kind, Mode, Sight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.explore.stock import RadioTrack

FOOT = 24
THIN_WIDTH, ROOMY = 120, 480
"""Of the slider that thins moments; half of it, without its words, where the pane is narrower than ROOMY."""
TALL = 0.2
"""A legend that takes more of the picture's height stands beside it, and not on it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a pane is set."""

    sight: Sight
    scheme: str


class MapPane(QWidget):
    """Speaks in spots (a track, or a moment of one) rather than in points, which change with every chart."""

    pointed = Signal(object)
    """The Spot under the pointer, or where the keys are; None."""
    picked = Signal(object)
    """The Spot that was clicked; None for the ground."""
    opened = Signal(object)
    """The Spot that was double-clicked."""
    menu_asked = Signal(object, QPoint)
    """A Spot, or None for what is chosen; and where on the screen."""
    chosen_changed = Signal()
    """By hand, in this pane."""
    path_drawn = Signal(object)
    """(k, 2) in world units."""
    pair_picked = Signal(object)
    """The ids of both tracks."""
    drawn = Signal()
    """A chart that is whole has come."""
    failed = Signal(str)

    def __init__(self, desk: MapDesk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.look = desk, look
        self.desk = PaneDesk(desk, look.scheme, self)
        self.canvas = MapCanvas()
        self.minimap = MiniMap(self.canvas, self.canvas.camera)
        self.legend, self.card = Legend(), HoverCard(self.canvas)
        self.bar, self.path_bar, self.tools = ActionBar(), PathBar(), ToolChips()
        self._zoom, self._floats = ZoomButtons(self.canvas.camera), Floats(self.canvas)
        self.layers = Layers(self.canvas)
        self._foot = ElidedLabel("", "quiet")
        self._thin, self._thin_words = Slider(tr("Moments shown")), label(tr("Moments shown"), "quiet")
        self._thinning = QWidget()
        self.waiting, self.strip = Waiting(), Strip()
        self._started = False
        self._found: NDArray[np.bool_] | None = None
        self._groups: NDArray[np.bool_] | None = None
        self._only = False
        self._wanted_view: tuple[float, float, float] | None = None
        self._fly: Sequence[TrackId] = ()
        self._build()
        self._wire()

    def _build(self) -> None:
        self._thin.setRange(5, 100)
        self._thin.setValue(100)
        self._thin.setFixedWidth(THIN_WIDTH)
        self._thin.setToolTip(tr("Moments shown"))
        thin = QHBoxLayout(self._thinning)
        thin.setContentsMargins(0, 0, 0, 0)
        thin.setSpacing(8)
        thin.addWidget(self._thin_words)
        thin.addWidget(self._thin)
        foot = QHBoxLayout()
        foot.setContentsMargins(6, 0, 6, 0)
        foot.setSpacing(16)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self._thinning)
        row = QWidget()
        row.setLayout(foot)
        row.setFixedHeight(FOOT)
        shown = QWidget()
        self._pages = QStackedLayout(shown)
        self._pages.addWidget(self.waiting)
        self._pages.addWidget(self.canvas)
        for page in (self.waiting, self.canvas):
            page.setMinimumSize(1, 1)  # two of them find room in the smallest window
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(shown, 1)
        column.addWidget(row)
        self._thinning.hide()
        floats = self._floats
        for part, corner in (
            (self.tools, Corner.TOP_LEFT),
            (self.strip, Corner.TOP_LEFT),
            (self.legend, Corner.TOP_RIGHT),
            (self.minimap, Corner.BOTTOM_RIGHT),
            (self._zoom, Corner.BOTTOM_LEFT),
            (self.bar, Corner.FOOT),
            (self.path_bar, Corner.FOOT),
        ):
            floats.put(part, corner)

    def _wire(self) -> None:
        canvas, desk = self.canvas, self.desk
        desk.drawn.connect(self._draw)
        desk.coloured.connect(lambda _colouring: self._paint())
        desk.named.connect(self.layers.name)
        desk.lit_up.connect(self._light)
        desk.working.connect(self.strip.show_progress)
        desk.failed.connect(self._fail)
        self.strip.cancelled.connect(self._cancel)
        self.strip.again.connect(desk.lay_out_anew)
        self._floats.moved.connect(self._keep_off)
        self.waiting.again.connect(desk.lay_out_anew)
        canvas.set_describer(self._describe)
        canvas.hovered.connect(lambda point: self.pointed.emit(self._spot_at(point)))
        canvas.clicked.connect(self._click)
        canvas.opened.connect(lambda point: self.opened.emit(self._spot_at(point)))
        canvas.context_asked.connect(self._ask_menu)
        canvas.region_drawn.connect(lambda _points: self.chosen_changed.emit())
        canvas.path_drawn.connect(self.path_drawn)
        canvas.pair_picked.connect(self._pair)
        self.legend.shown.connect(self._show_groups)
        self._thin.valueChanged.connect(lambda share: canvas.set_thinning(1.0 - share / 100))
        theme.look().changed.connect(self.desk.recolour)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= ROOMY
        self._thin_words.setVisible(roomy)
        self._thin.setFixedWidth(THIN_WIDTH if roomy else THIN_WIDTH // 2)

    # -- what it is set to

    @property
    def chart(self) -> Chart | None:
        return self.canvas.chart

    @property
    def tool(self) -> Tool:
        return self.canvas.tool

    def take(self, tool: Tool) -> None:
        self.canvas.tool = tool
        self.tools.take(tool)

    def show_look(self, look: Look) -> None:
        """Another picture, or other colours."""
        before, self.look = self.look, look
        if look.scheme != before.scheme:
            self.desk.colour(look.scheme)
        if look.sight != before.sight:
            self.layers.name(())
            self.desk.show(look.sight)

    def start(self, look: Look) -> None:
        """Asks for the first picture; before it, nothing is known of what there is."""
        self.look, self._started = look, True
        self.desk.colour(look.scheme)
        self.desk.show(look.sight)

    @property
    def started(self) -> bool:
        return self._started

    def allowed(self) -> Callable[[TrackId], bool]:
        """Of a path through the map: what is shown and lit may come."""
        chart = self.chart
        masks = [mask for mask in (self._found, self._groups) if mask is not None]
        if chart is None or not masks:
            return lambda _: True
        there = set(tracks_of(chart, np.flatnonzero(np.logical_and.reduce(masks))))
        return there.__contains__

    def show_walk(self, path: Sequence[TrackId]) -> None:
        """The tracks that a drawn path leads through stand out."""
        chart = self.chart
        if chart is not None:
            self._choose(points_of(chart, path))

    def bring_into_view(self, spot: Spot) -> None:
        """Moves the map where the spot is not in sight."""
        chart = self.chart
        point = point_of(chart, spot) if chart is not None else -1
        if chart is not None and point >= 0:
            x, y = chart.xy[point].tolist()
            if not self.canvas.camera.visible().contains(x, y):
                self.canvas.camera.fly_to((x, y), self.canvas.camera.zoom)

    def show_unheard(self) -> None:
        """There is nothing to be seen before something was listened to."""
        self.waiting.show_unheard()
        self._pages.setCurrentWidget(self.waiting)

    # -- what is chosen

    @property
    def chosen(self) -> list[TrackId]:
        """Each track once, in the order of the library."""
        chart = self.chart
        return tracks_of(chart, self.canvas.chosen) if chart is not None else []

    def choose_as(self, other: MapPane) -> None:
        """The same as is chosen over there."""
        if self.chart is not None and other.chart is not None:
            self._choose(twins(other.chart, other.canvas.chosen, self.chart))

    def choose_tracks(self, ids: Sequence[TrackId], *, fly: bool = False) -> int:
        """How many of them are here; with `fly`, now or once there is a whole chart, they are in view."""
        chart = self.chart
        self._fly = ids if fly and (chart is None or chart.growing) else ()
        if chart is None:
            return 0
        points = points_of(chart, ids)
        self._choose(points if len(ids) != 1 else points[:0])
        if fly and len(points):
            self._fly_to(chart, points)
        return len(tracks_of(chart, points))

    def clear(self) -> None:
        """Nothing is chosen, and nothing drawn."""
        self.canvas.drawing.clear()
        self._choose(np.zeros(0, np.int64))
        self.path_bar.hide()

    def set_found(self, found: NDArray[np.int64] | None, *, only: bool) -> None:
        """found: ids of tracks; None: nothing is sought. only: these alone are shown, else they stand out."""
        self._only = only
        self.desk.light(found)

    def close_down(self) -> None:
        self.desk.close()
        self.layers.close()

    # -- from one session to the next

    def kept(self) -> dict[str, Any]:
        camera = self.canvas.camera
        x, y = camera.centre
        return {
            "sight": self.look.sight.to_json(),
            "scheme": self.look.scheme,
            "view": None if camera.fits else [x, y, camera.zoom],
            "shown": self._thin.value(),
        }

    def restored(self, kept: Any) -> Look | None:
        """kept: what `kept` said, or anything at all; None where it tells of no picture. Before `start`."""
        if not isinstance(kept, dict):
            return None
        try:
            sight = Sight.from_json(kept.get("sight"))
        except UserError:
            return None
        view, shown = kept.get("view"), kept.get("shown")
        if isinstance(view, list) and len(view) == 3 and all(isinstance(each, int | float) for each in view):
            self._wanted_view = float(view[0]), float(view[1]), float(view[2])
        if isinstance(shown, int):
            self._thin.setValue(shown)
        return Look(sight, str(kept.get("scheme") or self.look.scheme))

    # -- following its desk

    def _draw(self, frame: Frame) -> None:
        canvas, chart, before = self.canvas, frame.chart, self.canvas.chart
        chosen = twins(before, canvas.chosen, chart) if before is not None else None
        canvas.show_chart(chart, animate=before is not None)
        if before is not None and _another(before, chart):
            canvas.drawing.clear()
            canvas.camera.fit()
        if chosen is not None and len(chosen):
            canvas.set_chosen(chosen)
        self.minimap.show_chart(chart)
        self.layers.show_chart(other=before is None or _elsewhere(before, chart))
        self._paint()
        self._pages.setCurrentWidget(self.canvas)
        self._thinning.setVisible(chart.sight.mode is Mode.MOMENTS)
        self.say()
        if not chart.growing:
            self._arrive(chart)

    def _arrive(self, chart: Chart) -> None:
        """It is whole: where one was, or where one wanted to go."""
        if self._wanted_view is not None:
            x, y, zoom = self._wanted_view
            self._wanted_view = None
            self.canvas.camera.fly_to((x, y), zoom)
        self.strip.offer(chart)
        if self._fly:
            points, self._fly = points_of(chart, self._fly), ()
            if len(points):
                self._fly_to(chart, points)
        self.drawn.emit()

    def _paint(self) -> None:
        frame = self.desk.frame
        if frame is not None and frame.chart is self.chart:
            self.canvas.set_colours(frame.rgb)
            self.minimap.set_colours(frame.rgb)
            self.legend.show_colouring(frame.colouring, scheme_name(self.look.scheme, self._desk.known))
            self._show_groups(self.legend.chosen())

    def _light(self, mask: NDArray[np.bool_] | None) -> None:
        self._found = mask
        self._dim()

    def _show_groups(self, codes: object) -> None:
        """codes: of the legend's groups that are to stand out; None: all."""
        frame = self.desk.frame
        wanted = codes if isinstance(codes, frozenset) else None
        self._groups = colouring.lit(frame.colouring, wanted) if frame is not None else None
        self._dim()

    def _dim(self) -> None:
        chart = self.chart
        if chart is None:
            return
        fits = [mask for mask in (self._found, self._groups) if mask is not None and len(mask) == len(chart)]
        shown = fits.pop(0) if self._only and fits and fits[0] is self._found else None
        self.canvas.set_shown(shown)
        self.canvas.set_lit(np.logical_and.reduce(fits) if fits else None)

    def _fail(self, problem: str) -> None:
        if self.chart is not None and self.chart.sight == self.look.sight:
            self.failed.emit(problem)
        else:
            self._foot.say("")
            self.waiting.show_problem(problem)
            self._pages.setCurrentWidget(self.waiting)

    def _cancel(self) -> None:
        self.desk.cancel()
        if self.desk.stopped:
            self.strip.say_stopped()
        self.say()

    def say(self) -> None:
        """The line under the picture."""
        chart = self.chart
        self._foot.say(foot_words(chart, self._desk.known, stopped=self.desk.stopped), brief_words(chart))

    def _choose(self, points: NDArray[np.int64]) -> None:
        self.canvas.set_chosen(points)

    def _fly_to(self, chart: Chart, points: NDArray[np.int64]) -> None:
        if len(np.unique(chart.tracks[points])) == 1:
            left, low, right, high = surroundings(chart, points)
        else:
            (left, low), (right, high) = np.quantile(chart.xy[points], [0.02, 0.98], axis=0).tolist()
        self.canvas.camera.fly_over(QRectF(left, low, right - left, high - low))

    # -- what is done on the canvas

    def _spot_at(self, point: int) -> Spot | None:
        chart = self.chart
        return spot_at(chart, point) if chart is not None and 0 <= point < len(chart) else None

    def _describe(self, point: int) -> str:
        """For screen readers."""
        spot, known = self._spot_at(point), self._desk.known
        track = known.stock.get(spot.track) if known is not None and spot is not None else None
        if track is None or spot is None:
            return ""
        name = " · ".join(filter(None, (track.title, track.artist)))
        return name if spot.start is None else f"{name} · {words.clock(spot.start)}"

    def _click(self, point: int, modifiers: Qt.KeyboardModifier) -> None:
        chart = self.chart
        add = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
        if point < 0:
            if not add:
                self.picked.emit(None)
        elif add and chart is not None:
            self._toggle(chart, point)
        else:
            self.picked.emit(self._spot_at(point))

    def _toggle(self, chart: Chart, point: int) -> None:
        """Ctrl and a click: one more, or one less."""
        own = np.array([point], np.int64)
        chosen = self.canvas.chosen
        change = np.setdiff1d if point in chosen else np.union1d
        self._choose(change(chosen, own).astype(np.int64))
        self.chosen_changed.emit()

    def _ask_menu(self, point: int, at: QPoint) -> None:
        chosen = point >= 0 and point in self.canvas.chosen
        spot = None if chosen else self._spot_at(point)
        if spot is not None or len(self.canvas.chosen):
            self.menu_asked.emit(spot, at)

    def _pair(self, one: int, other: int) -> None:
        chart = self.chart
        if chart is not None:
            self.pair_picked.emit([TrackId(int(chart.tracks[point])) for point in (one, other)])

    # -- what floats

    def _keep_off(self) -> None:
        """All fits beside a tall legend; words are placed where nothing floats."""
        canvas, legend = self.canvas, self.legend
        tall = legend.isVisibleTo(canvas) and legend.height() > TALL * canvas.height()
        canvas.camera.cover(QMarginsF(0, 0, canvas.width() - legend.x() if tall else 0, 0))
        self.layers.words.keep_free = [box.adjusted(-4, -4, 4, 4) for box in self._floats.boxes()]
        self.canvas.update()

    def show_card(self, track: RadioTrack | None, spot: Spot | None, *, wait: int, heard: bool) -> None:
        """What the pointer is over, beside it. wait: milliseconds until it is heard, 0: it will not be."""
        chart = self.chart
        point = point_of(chart, spot) if chart is not None and spot is not None else -1
        if track is None or spot is None or point < 0:
            self.card.leave()
            return
        at = self.canvas.place_of(point).toPoint()
        self.card.show_track(at, track.title, track.artist, spot.start, heard=heard)
        if wait:
            self.card.wait(wait)

    def show_sound(self, milliseconds: int) -> None:
        """What the card shows is heard now."""
        if self.card.isVisible():
            self.card.sound(milliseconds)


def _elsewhere(before: Chart, after: Chart) -> bool:
    """Whether what both have lies somewhere else now, and not merely newcomers have come."""
    if before.sight != after.sight or after.growing or before.growing:
        return True
    return bool(before.placed.sum() > after.placed.sum()) or before.grown > after.grown


def _another(before: Chart, after: Chart) -> bool:
    """Whether places mean something else: moments lie about where their tracks do."""
    return replace(before.sight, mode=after.sight.mode) != after.sight


def default_sight(model: str) -> Sight:
    return Sight(Mode.TRACKS, Kind.SOUND, model)
