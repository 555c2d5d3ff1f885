"""The map beside a player without sound, over music that sounds in a known way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import tasks
from app.choices import Choices
from app.covers import Covers
from app.curves import Curves
from app.hearing import Listened, load_hearing, read_stock
from app.mapdesk import MapDesk
from app.mapdeskpoints import Spot, point_of
from app.moments import Moments
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.views.commands import TrackCommands
from app.views.map import MapView
from app.views.mappane import Look, MapPane
from core.domain import TrackId
from core.explore.map.atlas import Atlas
from core.explore.map.chart import Mode, Projection, Sight
from core.library.tracks import Kind
from core.settings import Places, Settings
from tests.app.shelf import paths, until
from tests.core.explore.map.heard_music import MODEL, Music

FLAT = Sight(model=MODEL, projection=Projection.PCA)
MOMENTS = Sight(Mode.MOMENTS, model=MODEL, projection=Projection.PCA)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SECONDS = 25.0
"""Of every song."""
LONG = 20.0
"""Seconds that the first picture may take beside other tests: it loads what lays out."""


def add(music: Music, songs: range) -> list[TrackId]:
    """Each is heard, and has an artist and a genre that every fourth one has."""
    first = songs.start + 1
    ids = music.add(list(songs), first)
    with music.library.database.write() as db:
        db.execute(
            "UPDATE tracks SET artist = 'Artist ' || ((id - 1) % 4), genre = 'Genre ' || ((id - 1) % 4), "
            "genres = json_array('Genre ' || ((id - 1) % 4)), duration = ? WHERE id >= ?",
            (SECONDS, first),
        )
    return ids


class Stage:
    """Songs 0 and up are the tracks 1 and up."""

    def __init__(self, places: Places, cache: Path) -> None:
        self.music = Music(places)
        self.library = self.music.library
        self.player = FakePlayer(paths(self.library))
        self.playback = Playback(self.player, self.library)
        self.listened = Listened(
            lambda: load_hearing(self.library, places, (MODEL,)), lambda: read_stock(self.library)
        )
        self.commands = TrackCommands(self.library)
        self.choices = Choices(cache / "settings.toml", Settings())
        self.moments = Moments(self.playback)
        self.covers, self.curves = Covers(cache), Curves(self.listened)
        self.desk = MapDesk(self.library, self.listened, lambda: Atlas(self.library, places))
        self.view = MapView(
            self.desk,
            self.playback,
            self.moments,
            self.curves,
            self.covers,
            self.commands,
            self.choices,
        )
        self.said: list[str] = []
        self.view.failed.connect(self.said.append)

    def add(self, songs: range) -> list[TrackId]:
        return add(self.music, songs)

    def tell(self, ids: list[TrackId]) -> None:
        """As a scan does."""
        self.library.announce(Kind.ADDED, ids)

    def show(self, kept: Any = None, sight: Sight = FLAT) -> MapPane:
        """With the first picture whole."""
        panes = [{"sight": sight.to_json(), "scheme": "genre"}]
        self.view.restore({"panes": panes} if kept is None else kept)
        self.view.resize(1000, 760)
        self.view.show()
        pane = self.view.panes[0]
        self.until_whole(pane)
        return pane

    def until_whole(self, pane: MapPane) -> None:
        until(lambda: pane.chart is not None and not pane.desk.busy and not pane.chart.growing, LONG)
        QApplication.processEvents()

    def look_at(self, pane: MapPane, sight: Sight) -> None:
        self.view.controls[self.view.panes.index(pane)].asked.emit(Look(sight, pane.look.scheme))
        until(lambda: pane.chart is not None and pane.chart.sight == sight and not pane.desk.busy, LONG)

    # -- the pointer

    def at(self, pane: MapPane, track: int, start: float | None = None) -> QPoint:
        """Where it is on the canvas."""
        chart = pane.chart
        assert chart is not None
        point = point_of(chart, Spot(TrackId(track), start))
        assert point >= 0
        return pane.canvas.place_of(point).toPoint()

    def hover(self, pane: MapPane, track: int) -> None:
        QTest.mouseMove(pane.canvas, QPoint(1, 1))
        QTest.mouseMove(pane.canvas, self.at(pane, track))

    def click(self, pane: MapPane, track: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(pane.canvas, LEFT, modifiers, self.at(pane, track))

    def lasso(self, pane: MapPane, tracks: list[int]) -> None:
        """Round these, and whatever lies between them."""
        from app.widgets.map.tools import Tool

        self.view.take(Tool.LASSO)
        places = np.array([[p.x(), p.y()] for p in (self.at(pane, track) for track in tracks)])
        (left, top), (right, foot) = places.min(axis=0) - 12, places.max(axis=0) + 12
        corners = ((left, top), (right, top), (right, foot), (left, foot), (left, top))
        draw(pane, [QPoint(int(x), int(y)) for x, y in corners])

    def close(self) -> None:
        self.view.close_down()
        self.playback.close()
        self.curves.close()
        self.covers.close()
        until(lambda: not self.covers._running)
        tasks.drain()
        for widget in (self.view, self.view.panel):
            widget.close()
            widget.deleteLater()
        QApplication.processEvents()
        self.library.close()


def draw(pane: MapPane, places: list[QPoint]) -> None:
    QTest.mousePress(pane.canvas, LEFT, NONE, places[0])
    for place in places[1:]:
        QTest.mouseMove(pane.canvas, place)
    QTest.mouseRelease(pane.canvas, LEFT, NONE, places[-1])
