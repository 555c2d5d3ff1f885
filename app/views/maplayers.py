"""What lies above the points of one picture: links, words, where one has been, where the music is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer

from app.mapdesk import Neighbour
from app.mapdeskpoints import Spot, point_of, points_of
from app.widgets.map.axiscaptions import AxisCaptions
from app.widgets.map.canvas import MapCanvas
from app.widgets.map.labels import Labels
from app.widgets.map.overlays import Echo, Links, Playing, Trail
from app.widgets.map.pen import Pen
from app.widgets.map.surface import Overlay
from core.domain import TrackId
from core.explore.map.chart import Chart, Mode

if TYPE_CHECKING:
    from core.explore.map.labels import Label

NOWHERE = np.zeros((0, 2))
SETTLE_MS = 80


class Layers(QObject):
    """Told of tracks and spots; finds their places anew with each chart."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        redraw = canvas.update
        self._canvas = canvas
        self._trail, self._links, self.words = Trail(redraw), Links(redraw), Labels(redraw)
        self._axes, self._echo, self._playing = AxisCaptions(redraw), Echo(redraw), Playing(redraw)
        marks = (self._trail, self._links, self.words, self._axes, self._echo, self._playing)
        self._all: list[Overlay] = [*marks, Pen(canvas)]
        canvas.overlays = list(self._all)
        self._settling = QTimer(self, interval=SETTLE_MS)
        self._settling.timeout.connect(self._settle)
        self.names: Sequence[Label] = ()
        """The words of the chart that is shown."""
        self._spot: Spot | None = None
        self._near: Sequence[Neighbour] = ()
        self._plays: TrackId | None = None
        self._been: Sequence[TrackId] = ()

    @property
    def _chart(self) -> Chart | None:
        return self._canvas.chart

    def show_chart(self, *, other: bool) -> None:
        """The canvas has another chart: all is where its points will be. other: they lie elsewhere."""
        if other:
            self.name(())
        self._axes.show(self._chart)
        self._link()
        self.trail(self._been)
        self.play(self._plays)
        if not self._canvas.settled and other:
            self._canvas.overlays = [self._axes]
            self._settling.start()

    def close(self) -> None:
        self._settling.stop()

    def _settle(self) -> None:
        """While points travel, what lies on them would be elsewhere."""
        if self._canvas.settled:
            self._settling.stop()
            self._canvas.overlays = list(self._all)
            self._canvas.update()

    def name(self, names: Sequence[Label]) -> None:
        self.names = names
        self.words.show(names)

    def select(self, spot: Spot | None, near: Sequence[Neighbour] = ()) -> None:
        """Links from a spot to what truly sounds nearest."""
        self._spot, self._near = spot, near
        self._link()

    def echo(self, spot: Spot | None, title: str) -> None:
        """What the pointer is over elsewhere."""
        chart = self._chart
        point = point_of(chart, spot) if chart is not None and spot is not None else -1
        self._echo.show(None if chart is None or point < 0 else chart.xy[point], title)

    def trail(self, ids: Sequence[TrackId]) -> None:
        """In the order of time."""
        self._been = ids
        chart = self._chart
        points = [point_of(chart, Spot(id)) for id in ids] if chart is not None else []
        there = [point for point in points if point >= 0]
        self._trail.show(chart.xy[there] if chart is not None and there else NOWHERE)

    def play(self, id: TrackId | None) -> None:
        """On its point; where moments are shown, travelling through its own."""
        self._plays = id
        chart = self._chart
        points = points_of(chart, [id]) if chart is not None and id is not None else ()
        if chart is None or not len(points):
            self._playing.show(NOWHERE)
        elif chart.sight.mode is Mode.TRACKS:
            self._playing.show(chart.xy[points[:1]])
        else:
            self._playing.show(chart.xy[points], chart.starts[points] + chart.length / 2)

    def move(self, seconds: float) -> None:
        """Where in the track the music is."""
        self._playing.set_position(seconds)

    def _link(self) -> None:
        chart, spot = self._chart, self._spot
        point = point_of(chart, spot) if chart is not None and spot is not None else -1
        if chart is None or point < 0:
            self._links.clear()
            return
        ends = [(point_of(chart, Spot(each.track.id, each.start)), each.likeness) for each in self._near]
        there = [(end, likeness) for end, likeness in ends if end >= 0]
        places = chart.xy[[end for end, _ in there]] if there else NOWHERE
        self._links.show(chart.xy[point], places, np.array([likeness for _, likeness in there]))
