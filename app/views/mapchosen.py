"""What is done with what was drawn round on the map, and with a path drawn through it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from app import heard, tasks
from app.mapdesk import MapDesk
from app.mapdeskpoints import centre_of
from app.views.commands import TrackCommands
from app.views.mappane import MapPane
from app.views.whole import Whole
from app.words import tr
from core.domain import TrackId
from core.explore.map.chart import Mode
from core.explore.map.labels import REGION

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class View(Protocol):
    desk: MapDesk
    panes: list[MapPane]

    def clear(self) -> None: ...


class ChosenDeeds:
    """Looks after the bars that float on the panes."""

    def __init__(self, view: View, commands: TrackCommands) -> None:
        self._view, self._commands = view, commands
        self._line: NDArray[np.float64] | None = None
        self._path: list[TrackId] = []
        self._seeking: tasks.Task[list[TrackId]] | None = None
        for pane in view.panes:
            self.add(pane)

    def add(self, pane: MapPane) -> None:
        bar, way, do = pane.bar, pane.path_bar, self._commands
        bar.play.connect(lambda: do.play.emit(pane.chosen, 0))
        bar.play_next.connect(lambda: do.play_next.emit(pane.chosen))
        bar.queue.connect(lambda: do.enqueue.emit(pane.chosen))
        bar.radio.connect(lambda: do.start_radio(pane.chosen, Whole(label=name_of(pane))))
        bar.playlist.connect(lambda: self._keep(name_of(pane), pane.chosen))
        bar.tag.connect(lambda: do.edit_tags.emit(pane.chosen))
        bar.curves.connect(lambda: do.curves_asked.emit(pane.chosen, name_of(pane)))
        bar.compare.connect(lambda: do.compare_asked.emit(pane.chosen))
        way.play.connect(lambda: do.play_drawn.emit(self._path))
        way.queue.connect(lambda: do.enqueue.emit(self._path))
        way.playlist.connect(lambda: self._keep(tr("A path through the map"), self._path))
        way.length_chosen.connect(lambda _length: self._walk(pane))
        way.cleared.connect(lambda: self.forget_path(pane))

    def show(self, chosen_in: MapPane | None = None) -> None:
        """The bar of what is chosen, in the pane where it was chosen, else in the first."""
        for pane in self._view.panes:
            here = pane is (chosen_in or self._view.panes[0])
            points = len(pane.canvas.chosen) if here and not pane.path_bar.isVisible() else 0
            tracks = len(pane.chosen) if points else 0
            chart = pane.chart
            moments = chart is not None and chart.sight.mode is not Mode.TRACKS
            pane.bar.show_count(tracks, points if moments else None)

    # -- paths

    def take_path(self, pane: MapPane, line: NDArray[np.float64]) -> None:
        self._line = line
        pane.bar.show_count(0)
        pane.path_bar.show_path()
        self._walk(pane)

    def forget_path(self, pane: MapPane) -> None:
        if self._seeking is not None:
            self._seeking.forget()
        self._line, self._path = None, []
        pane.path_bar.close_path()
        self._view.clear()

    def _walk(self, pane: MapPane) -> None:
        chart, line, desk = pane.chart, self._line, self._view.desk
        if chart is None or line is None:
            return
        if self._seeking is not None:
            self._seeking.forget()
        self._path = []
        take, fail = partial(self._take, pane), pane.path_bar.show_problem
        self._seeking = desk.walk(chart, line, pane.path_bar.length, take, fail, pane.allowed())

    def _take(self, pane: MapPane, path: list[TrackId]) -> None:
        self._seeking, self._path = None, path
        known = self._view.desk.known
        stock = known.stock if known is not None else {}
        seconds = sum(stock[id].duration for id in path if id in stock)
        pane.path_bar.show_preview(len(path), seconds)
        if pane.chart is not None:
            pane.show_walk(path)

    def _keep(self, name: str, ids: list[TrackId]) -> None:
        desk = self._commands.playlists
        if desk is not None and ids:
            desk.create(desk.free_name(name), tracks=ids)


def name_of(pane: MapPane) -> str:
    """What a region is called: by the words of the map that stand nearest to its middle."""
    chart, points = pane.chart, pane.canvas.chosen
    if chart is None or not len(points):
        return ""
    x, y = centre_of(chart, points)
    far = [each for each in pane.layers.names if each.level == REGION]
    nearest = min(far, key=lambda each: (each.x - x) ** 2 + (each.y - y) ** 2, default=None)
    if nearest is None:
        return tr("A region of the map")
    return tr("Around {region} on the map").format(region=heard.region(nearest.text))
