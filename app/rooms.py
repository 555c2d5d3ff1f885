"""The places of the window: which there are, and how each is built when it is first visited.

The second half of the composition root, beside `main`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app import tasks
from app.choices import Choices
from app.covers import Covers
from app.curves import Curves
from app.figures import Figures
from app.hearing import Listened
from app.integration.scrobbling import Scrobbler
from app.keys import Place
from app.lister import Lister
from app.pathdesk import PathDesk
from app.picturerooms import VISITED as PICTURES
from app.picturerooms import PictureRooms
from app.player.playback import Playback
from app.radiodesk import RadioDesk
from app.sounddesk import SoundDesk
from app.views.columnbrowser import ColumnBrowser
from app.views.commands import TrackCommands
from app.views.library import LibraryView
from app.views.playlistdesk import PlaylistDesk
from app.views.ways import Ways
from app.words import tr
from core.domain import TrackId
from core.library.browse import Browse
from core.library.playlists import Playlists
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places

if TYPE_CHECKING:
    from app.arrivals import Arrivals
    from app.views.settings import Trouble
    from app.window import MainWindow
    from core.explore.evaluation.record import Evaluation


VISITED = (
    "rediscover",
    "radio",
    "nowplaying",
    "albums",
    "artists",
    "genres",
    "settings",
    "statistics",
    *PICTURES,
)
"""Modules of views, those first that take longest."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the program is made of, as far as views need it."""

    places: Places
    library: Library
    playlists: Playlists
    shelf: PlaylistDesk
    browse: Browse
    choices: Choices
    covers: Covers
    playback: Playback
    sound: SoundDesk
    commands: TrackCommands
    ways: Ways
    lister: Lister
    desk: RadioDesk
    listened: Listened
    curves: Curves
    figures: Figures
    paths: PathDesk
    scrobbler: Scrobbler


class Rooms:
    """Builds views. `furnish` gives it the window before the first is built."""

    def __init__(self, parts: Parts, models: Callable[[], tuple[str, ...]]) -> None:
        """models: the names of those that listen; called where its import may take its time."""
        self._parts, self._hearing = parts, models
        self.pictures = PictureRooms(parts)
        self._window: MainWindow
        self._arrivals: Arrivals
        parts.choices.follow("compact_rows", self._apply_rows)

    def furnish(self, window: MainWindow, arrivals: Arrivals) -> None:
        self._window, self._arrivals = window, arrivals
        self.pictures.furnish(window)

    def listed(self) -> list[Place]:
        """In the order of the sidebar."""
        return [
            Place("rediscover", "house", tr("Rediscover"), tr("Listen"), self._rediscover),
            Place("radio", "radio", tr("Radio"), tr("Listen"), self._radio),
            self.pictures.map(),
            Place("nowplaying", "spline", tr("Now playing"), tr("Listen"), self._nowplaying),
            Place("tracks", "text-align-start", tr("Tracks"), tr("Library"), self._tracks),
            Place("albums", "disc-3", tr("Albums"), tr("Library"), self._albums),
            Place("artists", "user", tr("Artists"), tr("Library"), self._artists),
            Place("genres", "tags", tr("Genres"), tr("Library"), self._genres),
            Place("folders", "folder", tr("Folders"), tr("Library"), self._folders),
            Place("playlist", "list-music", tr("Playlist"), "", self._playlist),
            Place("statistics", "chart-column", tr("Your listening"), "", self._statistics),
            Place("evaluation", "ear", tr("How well does it hear?"), "", self._evaluation),
            *self.pictures.unlisted(),
            Place("settings", "settings", tr("Settings"), "", self._settings),
            Place("welcome", "house", tr("Welcome"), "", self._welcome),
        ]

    def fetch(self) -> None:
        """Imports what the first visits need, on the pool: the window would wait a tenth of a second."""
        tasks.run(lambda: [import_module(f"app.views.{name}") for name in VISITED])

    def show_radio(self) -> None:
        """Somebody started one."""
        self._window.go("radio")
        self._window.show_panel()

    # -- each of them

    def _tracks(self) -> QWidget:
        parts = self._parts
        view = LibraryView(
            parts.library, parts.covers, parts.commands, compact=parts.choices.now.compact_rows
        )
        view.add_folder_asked.connect(self._add_folder)
        view.set_browser(ColumnBrowser(parts.library, parts.browse))
        view.setFocusProxy(view.table)
        return view

    def _browsing(self, kind: Callable[..., Any]) -> QWidget:
        """One of the views that show the library by what it is made of."""
        parts = self._parts
        view = kind(parts.library, parts.browse, parts.covers, parts.commands, parts.ways, parts.choices)
        view.add_folder_asked.connect(self._add_folder)
        made: QWidget = view
        return made

    def _albums(self) -> QWidget:
        from app.views.albums import AlbumsView

        return self._browsing(AlbumsView)

    def _artists(self) -> QWidget:
        from app.views.artists import ArtistsView

        return self._browsing(ArtistsView)

    def _genres(self) -> QWidget:
        from app.views.genres import GenresView

        return self._browsing(GenresView)

    def _folders(self) -> QWidget:
        from app.views.folders import FoldersView

        return self._browsing(FoldersView)

    def _playlist(self) -> QWidget:
        from app.views.playlist import PlaylistView

        parts = self._parts
        return PlaylistView(
            parts.library,
            parts.shelf,
            parts.covers,
            parts.commands,
            parts.ways,
            compact=parts.choices.now.compact_rows,
        )

    def _nowplaying(self) -> QWidget:
        from app.views.nowplaying import NowPlayingView

        parts = self._parts
        view = NowPlayingView(
            parts.library,
            parts.covers,
            parts.playback,
            parts.ways,
            parts.choices,
            parts.figures,
            parts.browse,
        )
        view.radio_asked.connect(parts.desk.start)
        view.hear_first.connect(parts.lister.hear_first)
        view.failed.connect(self._window.say)
        view.said.connect(self._window.say)
        return view

    def _apply_rows(self) -> None:
        for key in ("tracks", "playlist"):
            view: Any = self._window.view(key)
            if view is not None:
                view.set_compact(compact=self._parts.choices.now.compact_rows)

    def _add_folder(self) -> None:
        from app.views.welcome import ask_folder

        folder = ask_folder(self._window)
        if folder is not None:
            self._arrivals.take([folder])

    def _radio(self) -> QWidget:
        from app.views.radio import RadioView

        parts = self._parts
        view = RadioView(
            parts.desk,
            parts.library,
            parts.browse,
            parts.playback,
            parts.covers,
            parts.curves,
            parts.commands,
            selection=self._chosen_tracks,
        )
        view.browse_asked.connect(lambda: self._window.go("tracks"))
        view.failed.connect(self._window.say)
        view.working.offer(self.pictures.meanwhile)
        parts.desk.wake()
        return view

    def _chosen_tracks(self) -> list[TrackId]:
        """What is selected in the list of all tracks."""
        view: Any = self._window.view("tracks")
        return list(view.table.selected_ids()) if view is not None else []

    def _rediscover(self) -> QWidget:
        from app.views.rediscover import RediscoverView

        parts = self._parts
        view = RediscoverView(
            parts.library,
            parts.playback,
            parts.listened,
            parts.choices,
            parts.covers,
            parts.commands,
            parts.ways,
        )
        view.statistics_asked.connect(lambda: parts.ways.to("statistics"))
        view.add_folder_asked.connect(self._add_folder)
        parts.lister.heard.connect(view.refresh)
        parts.desk.lasting_changed.connect(view.desk.outdate)  # what never comes by itself is not on a shelf
        return view

    def _statistics(self) -> QWidget:
        from app.views.statistics import StatisticsView

        view = StatisticsView(self._parts.library, self._parts.ways)
        view.failed.connect(self._window.say)
        return view

    def _evaluation(self) -> QWidget:
        from app.views.evaluation import EvaluationView

        view = EvaluationView(self._parts.library, self._parts.ways, self._evaluate)
        view.failed.connect(self._window.say)
        return view

    def _evaluate(self, progress: Progress) -> Evaluation:
        """How well the music is heard. Takes minutes, on a thread of its own."""
        from core.analysis import models
        from core.analysis.store import AnalysisStore
        from core.explore.evaluation.measure import evaluate

        store = AnalysisStore.open(self._parts.places)
        try:
            return evaluate(
                self._parts.library, store, progress, models=models.NAMES, default=self._hearing()
            )
        finally:
            store.close()

    def show_path(self, ends: Sequence[TrackId]) -> None:
        """The way from one song to another."""
        from app.views.songpath import PathDialog

        parts = self._parts
        dialog = PathDialog(self._window, parts.paths, parts.commands, parts.library, parts.browse)
        dialog.show_path(ends)
        dialog.open()

    def _welcome(self) -> QWidget:
        from app.views.welcome import WelcomeView

        view = WelcomeView()
        view.folder_chosen.connect(lambda folder: self._arrivals.take([folder]))
        view.demo_asked.connect(self._arrivals.make_demo)
        return view

    def _settings(self) -> QWidget:
        from app.views.settings import Section, SettingsView

        return SettingsView(
            [
                Section("library", "library", tr("Library"), self._library_section),
                Section("sound", "volume-2", tr("Sound"), self._sound_section),
                Section("look", "palette", tr("Look"), self._look_section),
                Section("keys", "keyboard", tr("Keys"), self._keys_section),
                Section("desktop", "monitor", tr("Desktop"), self._desktop_section),
                Section("listening", "ear", tr("Listening"), self._listening_section),
                Section("radio", "radio", tr("Radio"), self._radio_section),
                Section("scrobbling", "send", tr("Scrobbling"), self._scrobbling_section),
                Section("data", "archive", tr("Your data"), self._data_section),
                Section("trouble", "triangle-alert", tr("Trouble"), self._trouble_section),
            ]
        )

    def _library_section(self) -> QWidget:
        from app.views.settings.library import LibrarySection

        parts = self._parts
        return LibrarySection(parts.library, parts.choices, self._window.say, parts.lister.wake)

    def _sound_section(self) -> QWidget:
        from app.views.settings.sound import SoundSection

        section = SoundSection(self._parts.sound)
        section.equaliser_asked.connect(self._window.bar.open_equaliser)
        return section

    def _look_section(self) -> QWidget:
        from app.views.settings.look import LookSection

        return LookSection(self._parts.choices)

    def _keys_section(self) -> QWidget:
        from app.views.settings.keys import KeysSection

        return KeysSection(self._parts.choices, self._window.keys)

    def _desktop_section(self) -> QWidget:
        from app.views.settings.desktop import DesktopSection

        return DesktopSection(self._parts.choices)

    def _listening_section(self) -> QWidget:
        from app.views.settings.listening import ListeningSection

        return ListeningSection(
            self._parts.choices, self._models(), lambda: self._parts.ways.to("evaluation")
        )

    def _radio_section(self) -> QWidget:
        from app.views.settings.radio import RadioSection

        return RadioSection(self._parts.library, self._parts.choices, self._parts.desk)

    def _scrobbling_section(self) -> QWidget:
        from app.views.settings.scrobbling import ScrobblingSection

        return ScrobblingSection(self._parts.choices, self._parts.scrobbler, self._window.say)

    def _data_section(self) -> QWidget:
        from app.views.settings.data import DataSection

        return DataSection(
            self._parts.library,
            self._window.say,
            self._parts.playlists.forget_steps,
            lambda: self._parts.ways.to("statistics"),
        )

    def _trouble_section(self) -> QWidget:
        from app.views.settings.trouble import TroubleSection

        return TroubleSection(self._parts.library, self._troubles)

    def _models(self) -> list[str]:
        from core.analysis import models

        return [spec.name for spec in models.available(self._parts.places.models)]

    def _troubles(self) -> list[Trouble]:
        """Files that could not be read, and files that could not be heard. Called on the pool."""
        from app.views.settings import Trouble
        from core.analysis.store import AnalysisStore
        from core.library import sheets

        database = self._parts.library.database
        torn = [
            Trouble(Path(os.fsdecode(path)), tr("cue sheet: {why}").format(why=why))
            for path, why in sheets.notes(database)
        ]
        unread = [Trouble(track.path, track.error) for track in self._parts.library.broken()]
        store = AnalysisStore.open(self._parts.places)
        try:
            unheard = [
                Trouble(failure.path, failure.reason) for failure in store.failures(self._hearing()[0])
            ]
        finally:
            store.close()
        return unread + torn + unheard
