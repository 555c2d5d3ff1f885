"""The places where music is seen: the map, curves of songs, and how genres lie to one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.keys import Place
from app.words import tr
from core.domain import TrackId

if TYPE_CHECKING:
    from app.rooms import Parts
    from app.views.meanwhile import Meanwhile
    from app.window import MainWindow
    from core.explore.map.atlas import Atlas

VISITED = ("map", "gallery", "compare")
"""Modules of views, which bring numpy."""


class PictureRooms:
    """Builds them, as `Rooms` does the others."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._window: MainWindow

    def furnish(self, window: MainWindow) -> None:
        self._window = window

    def map(self) -> Place:
        return Place("map", "waypoints", tr("Map"), tr("Listen"), self._map)

    def unlisted(self) -> list[Place]:
        """Those that one comes to from others."""
        return [
            Place("gallery", "spline", tr("Curves"), "", self._gallery),
            Place("compare", "blend", tr("Compare"), "", self._compare),
            Place("genrepicture", "chart-network", tr("How your genres sound"), "", self._genrepicture),
        ]

    def show_in_map(self, ids: Sequence[TrackId]) -> None:
        self._parts.ways.to("map", {"tracks": list(ids)})

    def show_curves(self, ids: Sequence[TrackId], name: str) -> None:
        from app.views.gallery import gathered

        self._parts.ways.to("gallery", gathered(ids, name))

    def compare(self, ids: Sequence[TrackId]) -> None:
        self._parts.ways.to("compare", {"tracks": list(ids)})

    def meanwhile(self) -> Meanwhile:
        """Curves to look at while something takes its time."""
        from app.views.meanwhile import Meanwhile

        return Meanwhile(self._parts.figures, self._parts.library, self._parts.choices)

    def _map(self) -> QWidget:
        from app.mapdesk import MapDesk
        from app.views.map import MapView

        parts = self._parts

        def make_atlas() -> Atlas:
            from core.explore.map.atlas import Atlas  # on a lane: it brings much with it

            return Atlas(parts.library, parts.places)

        desk = MapDesk(parts.library, parts.listened, make_atlas)
        view = MapView(
            desk,
            parts.playback,
            parts.desk.moments,
            parts.curves,
            parts.covers,
            parts.commands,
            parts.choices,
        )
        view.failed.connect(self._window.say)
        parts.lister.heard.connect(view.refresh)
        return view

    def _gallery(self) -> QWidget:
        from app.views.gallery import GalleryView

        parts = self._parts
        view = GalleryView(parts.figures, parts.library, parts.playback, parts.commands, parts.choices)
        view.failed.connect(self._window.say)
        view.said.connect(self._window.say)
        return view

    def _compare(self) -> QWidget:
        from app.views.compare import CompareView

        parts = self._parts
        view = CompareView(
            parts.figures,
            parts.library,
            parts.browse,
            parts.playback,
            parts.desk.moments,
            parts.commands,
            parts.choices,
        )
        view.panel_wanted.connect(self._window.show_panel)
        view.failed.connect(self._window.say)
        view.said.connect(self._window.say)
        return view

    def _genrepicture(self) -> QWidget:
        from app.views.genrepicture import GenrePictureView

        parts = self._parts
        view = GenrePictureView(parts.library, parts.browse, parts.listened, parts.commands, parts.ways)
        view.failed.connect(self._window.say)
        view.said.connect(self._window.say)
        parts.lister.heard.connect(view.refresh)
        return view
