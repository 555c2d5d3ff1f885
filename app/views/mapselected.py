"""The track, or moment of one, that is selected on the map: its panel, its neighbours, and its playing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.mapdesk import MapDesk, Neighbour
from app.mapdeskpoints import Spot, point_of
from app.player.base import State
from app.player.playback import Playback
from app.views.commands import TrackCommands
from app.views.mappane import MapPane
from app.views.mappanel import MapPanel
from app.words import tr
from core.domain import Source, Track, TrackId
from core.explore.map.chart import Kind
from core.explore.radio.seeds import Seed


class Selected:
    """The same in all pictures. What is nearest is asked of the first."""

    def __init__(
        self,
        desk: MapDesk,
        playback: Playback,
        commands: TrackCommands,
        panel: MapPanel,
        panes: Sequence[MapPane],
    ) -> None:
        """panes: as the view has them, the first for good."""
        self._desk, self._playback, self._panel, self._panes = desk, playback, panel, panes
        self.spot: Spot | None = None
        self._near: Sequence[Neighbour] = ()
        panel.radio_asked.connect(lambda spot: commands.radio.emit((Seed.track(spot.track),)))

    def select(self, spot: Spot | None, *, fly: bool = False) -> None:
        """fly: the map moves there where it is out of sight."""
        self.spot, self._near = spot, ()
        for pane in self._panes:
            pane.layers.select(spot)
            if fly and spot is not None:
                pane.bring_into_view(spot)
        track = self._track(spot)
        at = 0.0
        if track is not None and spot is not None:
            at = self._desk.moment_of(track) if spot.start is None else spot.start
        self._panel.show_track(track, spot if track is not None else None, at)
        self._panel.show_near(())
        self.follow(self._playback.position())
        self.ask_near()

    def show_in(self, pane: MapPane) -> None:
        """A chart has come to a pane."""
        pane.layers.select(self.spot, self._near)
        if self.spot is not None and (self._panel.track is None or not self._near):
            self.select(self.spot)

    def ask_near(self) -> None:
        """Its neighbours, in the space of the first picture."""
        spot = self.spot
        if spot is None or self._panes[0].chart is None:
            self._desk.no_neighbours()
            return
        self._desk.neighbours(self._panes[0].look.sight, spot, partial(self._take_near, spot))

    def _take_near(self, spot: Spot, near: list[Neighbour]) -> None:
        if spot != self.spot:
            return
        self._near = near
        self._panel.show_near(near, "" if near else self._why_alone(spot))
        for pane in self._panes:
            pane.layers.select(spot, near)

    def _why_alone(self, spot: Spot) -> str:
        chart, sight = self._panes[0].chart, self._panes[0].look.sight
        if chart is None or chart.sight != sight:
            return ""
        if sight.kind is not Kind.MEASURES and point_of(chart, spot) >= 0:
            return tr("Nothing else is on this map yet.")
        return tr("It has not been listened to yet.")

    # -- playing

    def open(self, spot: Spot) -> None:
        track = self._track(spot)
        if track is not None:
            self.play(track, spot.start)

    def play(self, track: Track, at: float | None) -> None:
        """Here and now, from there; what is in the queue goes on after it. at: seconds; None: from where it
        is most like itself."""
        start = self._desk.moment_of(track) if at is None else at
        playback, queue = self._playback, self._playback.queue
        if track.id != playback.track or playback.state is State.STOPPED:
            if queue.current is None:
                playback.play_tracks([track.id])
            else:
                queue.add_next([track.id], Source.LIBRARY)
                playback.play_row(queue.index + 1)
        elif playback.state is State.PAUSED:
            playback.resume()
        playback.seek(start)

    def follow(self, seconds: float) -> None:
        """Where the music is."""
        on = self._playback.state is not State.STOPPED
        for pane in self._panes:
            pane.layers.move(seconds)
        if self._panel.isVisible():
            self._panel.show_head(self._playback.track if on else None, seconds)

    def _track(self, spot: Spot | None) -> Track | None:
        ids: list[TrackId] = [spot.track] if spot is not None else []
        return next(iter(self._desk.library.tracks(ids)), None)
