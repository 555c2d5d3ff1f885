"""The composition root: the only place where the program's objects are made and handed to each other."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app import language, tasks, theme
from app.arrivals import Arrivals
from app.autoqueue import AutoQueue
from app.background import Background
from app.choices import Choices
from app.covers import Covers
from app.curves import Curves
from app.deeds import add_deeds
from app.figures import Figures
from app.hearing import Hearing, Listened, load_glimpse, load_hearing, read_stock
from app.integration.desktop import Desktop
from app.integration.instance import Doorman
from app.integration.request import NOTHING, Request
from app.integration.scrobbling import Scrobbler
from app.lister import Job, Lister
from app.minidesk import MiniDesk
from app.pathdesk import PathDesk
from app.player.base import Player
from app.player.engine import VlcPlayer
from app.player.playback import Playback
from app.radiodesk import RadioDesk
from app.radiowords import usual_steering
from app.rooms import Parts, Rooms
from app.shapes import Shapes
from app.shuffling import Shuffling
from app.sounddesk import SoundDesk
from app.tagdesk import TagDesk
from app.tidying import Tidying
from app.views.barmenus import BarMenus
from app.views.commands import TrackCommands
from app.views.library import LibraryView
from app.views.playlistdesk import PlaylistDesk
from app.views.playlisttree import PlaylistPanel
from app.views.ways import Ways
from app.watcher import Watcher
from app.window import MainWindow
from app.words import said, tr
from core.database import sole_writer
from core.domain import ReplayGain, TrackId
from core.errors import UserError
from core.library.browse import Browse
from core.library.playlists import Playlists
from core.library.tracks import Library
from core.settings import Places, Settings

log = logging.getLogger(__name__)

LOG_BYTES, LOGS = 1 << 20, 3
DRAIN = 5.0
"""Seconds that small background work may take to end when the window closes."""
SWITCH = 0.001
"""Seconds for which another thread may keep Python from the window; of its own, Python gives it five times
that, a dozen times in one paint."""
FETCH_MS = 800
"""From then until the views that may be visited next are fetched."""
SETTLE_MS = 30
"""Between the first filled list and everything that can wait."""


def run(places: Places, asked: Request = NOTHING) -> int:
    """Opens the window on the library in `places`; returns the exit code.

    asked: what the command line wants of it. A library that cannot be opened (the terminal has it, a newer
    version wrote it, the disk is full) is explained in a small window: 1.
    """
    sys.setswitchinterval(SWITCH)
    # Before numpy comes: radio at 100,000 tracks decides in half the time without BLAS's own threads, and the
    # slowest decision beside a busy core in a third.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with suppress(UserError):  # said later, in the small window
        theme.scale_interface(Settings.load(places.settings_file).scale)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("meander")
    app.setApplicationDisplayName("Meander")
    app.setDesktopFileName("meander")
    with ExitStack() as held:
        try:
            held.enter_context(sole_writer(places.lock_file))
            write_log(places.data)
            doorman = Doorman(places.data, app)
            held.callback(doorman.close)
            settings = Settings.load(places.settings_file)
            language.speak(app, settings.language)
            theme.apply(app, settings.theme, settings.accent)
            program = Program(places, settings, doorman=doorman)
        except UserError as problem:
            return _explain(app, problem)
        for number in (signal.SIGINT, signal.SIGTERM):
            # Python gets its turn to look at them with each beat of the stall logger.
            signal.signal(number, lambda *_: program.window.quit())
        program.window.show()
        program.when_filled(partial(program.begin, asked))
        code = app.exec()
        if not program.close():
            # Python would wait for the threads that are left, a dead drive's for ever. Nothing is lost by it.
            logging.shutdown()
            os._exit(code)
        return code


def write_log(data: Path) -> None:
    """The log file in the data folder, and every unexpected exception into it."""
    handler = RotatingFileHandler(
        data / "meander.log", maxBytes=LOG_BYTES, backupCount=LOGS, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _log_exception


def _log_exception(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """An exception in a slot is ours: it is logged, and the music goes on."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    log.critical("Unexpected", exc_info=(kind, problem, trace))
    sys.__excepthook__(kind, problem, trace)


def _explain(app: QApplication, problem: UserError) -> int:
    """A small window that says why there is no big one."""
    print(f"meander: {problem}", file=sys.stderr)  # noqa: T201 - for whoever started it from a terminal
    from app.widgets import dialogs

    theme.apply(app, "system")
    language.speak(app)
    dialogs.tell(None, tr("Meander cannot open this library"), said(problem))
    return 1


class Program(QObject):
    """Everything that lives as long as the window."""

    def __init__(
        self, places: Places, settings: Settings, player: Player | None = None, doorman: Doorman | None = None
    ) -> None:
        """player: what sounds; libVLC when None. Raises UserError when the library cannot be opened."""
        super().__init__()
        self.places = places
        self.library = Library.open(places)
        self.choices = Choices(places.settings_file, settings, self)
        self.covers = Covers(places.cache / "covers", self)
        self.player = player or VlcPlayer(parent=self)
        self.player.set_volume(settings.volume)
        self.playback = Playback(self.player, self.library, gains=self._gains, parent=self)
        self.sound = SoundDesk(self.playback, self.library, self.choices, self)
        self.shapes = Shapes(self.library, places, self)
        self.playlists = Playlists(self.library)
        self.browse = Browse(self.library)
        self.scrobbler = Scrobbler(self.library, self.playback, self.choices, parent=self)
        self.commands = TrackCommands(self.library, self)
        self.lister = Lister(self._make_job, self._models, self.choices, self)
        self.shuffling = Shuffling(self.library, self.playback.queue, self.choices, self)
        self.listened = Listened(self._hearing, partial(read_stock, self.library), self._glimpse)
        self.curves = Curves(self.listened, self)
        self.figures = Figures(self.listened, self)
        usual = partial(usual_steering, self.choices)
        self.desk = RadioDesk(self.library, self.playback, self.listened, self, usual=usual)
        self.paths = PathDesk(self.library, self.playback, self.listened, self, usual=usual)
        self.autoqueue = AutoQueue(self.playback, self.desk, self.choices, self)
        self.watcher = Watcher(self.library, self.choices, self)
        self.stalls, self.tidying = tasks.StallLogger(parent=self), Tidying(self)
        self.ways = Ways(self)
        self.shelf = PlaylistDesk(self.library, self.playlists, self.commands, self.ways, self)
        self.commands.ways, self.commands.playlists = self.ways, self.shelf
        self.tagdesk = TagDesk(self.library, self.choices, self)
        self.rooms = Rooms(
            Parts(
                places,
                self.library,
                self.playlists,
                self.shelf,
                self.browse,
                self.choices,
                self.covers,
                self.playback,
                self.sound,
                self.commands,
                self.ways,
                self.lister,
                self.desk,
                self.listened,
                self.curves,
                self.figures,
                self.paths,
                self.scrobbler,
            ),
            self._models,
        )
        self.window = MainWindow(
            self.library,
            self.covers,
            self.playback,
            self.commands,
            self.ways,
            self.lister,
            self.rooms.listed(),
        )
        self.arrivals = Arrivals(self.library, self.playback, self.lister, self.window, places.data, self)
        self.rooms.furnish(self.window, self.arrivals)
        self.desktop = Desktop(
            self.playback,
            self.library,
            self.choices,
            places.cache,
            self.window,
            self.arrivals,
            quit_=self.window.quit,
            playlists=self.playlists,
            doorman=doorman,
            parent=self,
        )
        self.window.stays = lambda: self.desktop.tray.keeps_window
        self.mini = MiniDesk(
            self.window, self.window.keys, self.library, self.playback, self.commands, self.covers, self
        )
        self.choices.failed.connect(self.window.say)
        for name in ("theme", "accent"):
            self.choices.follow(name, self._dress)
        self.window.files_dropped.connect(self.arrivals.take)
        self._wire_desks()
        self._wire_desktop()
        self._wire_radio()
        self.scrobbler.notice.connect(self.window.say)
        self.playback.restore()
        self.desk.restore()
        self.window.restore("tracks")
        if not self._has_folders():
            self.window.go("welcome")
        elif self.window.here == "welcome":
            self.window.go("tracks")

    def _wire_desks(self) -> None:
        """What is done with tracks, and who tells of it."""
        window = self.window
        self.covers.follow(self.library)
        self.commands.edit_tags.connect(lambda ids: self.tagdesk.edit(ids, window))
        self.commands.write_ratings.connect(self.tagdesk.write_ratings)
        self.commands.write_gains.connect(self.tagdesk.write_gains)
        self.tagdesk.said.connect(window.say)
        self.shelf.said.connect(window.say)
        self.shelf.failed.connect(window.say)
        panel = PlaylistPanel(self.shelf)
        window.sidebar.add_below(panel, panel, "playlist")
        window.queue.set_commands(self.commands)
        window.queue.save_asked.connect(lambda ids: self.shelf.create(tracks=ids))
        window.queue.stop_after_asked.connect(self.playback.set_stop_after)
        window.queue.files_dropped.connect(self.arrivals.queue_at)
        self.playback.stop_after_changed.connect(window.queue.show_stop_after)
        window.bar.furnish(self.sound)
        window.bar.sound_settings_asked.connect(lambda: self.ways.to("settings", "sound"))
        self.shapes.drawn.connect(window.bar.show_waveform)
        self.playback.track_changed.connect(self._want_shape)
        self.lister.scanned.connect(lambda _counts: tasks.run(self.browse.settle))
        self.watcher.scanned.connect(lambda _counts: self.lister.hear())
        self.watcher.notice.connect(window.say)
        self.watcher.failed.connect(window.say)

    def _wire_radio(self) -> None:
        """What leads through the music, and who listens to it."""
        window, desk = self.window, self.desk
        self.commands.radio.connect(desk.start)
        self.commands.play_drawn.connect(self._play_drawn)
        self.commands.barred.connect(lambda bans: desk.ban(*bans))
        self.commands.path_asked.connect(self.rooms.show_path)
        for told in (desk.said, desk.notice, self.paths.said, self.paths.failed):
            told.connect(window.say)
        desk.begun.connect(self.rooms.show_radio)
        desk.hear_first.connect(self.lister.hear_first)
        desk.playlist_asked.connect(
            lambda name, ids: self.shelf.create(self.shelf.free_name(name), tracks=ids)
        )
        for name in ("artist_gap", "album_gap", "spoken", "christmas"):
            self.choices.follow(name, desk.follow_settings)
        self.lister.heard.connect(desk.refresh)
        self.lister.heard.connect(self.curves.renew)
        self.lister.heard.connect(self.figures.renew)
        pictures = self.rooms.pictures
        self.commands.map_asked.connect(pictures.show_in_map)
        self.commands.curves_asked.connect(pictures.show_curves)
        self.commands.compare_asked.connect(pictures.compare)
        window.queue.offer_auto_queue(self.choices)
        window.queue.bridge_asked.connect(self.paths.bridge)
        self.barmenus = BarMenus(window.bar, self.playback, self.choices, self.commands)

    def _play_drawn(self, ids: Sequence[TrackId]) -> None:
        """In this order, whatever the shuffle button says."""
        self.playback.queue.set_shuffled(False)
        self.playback.play_tracks(ids)

    def _dress(self) -> None:
        theme.look().choose(self.choices.now.theme, self.choices.now.accent)

    def _wire_desktop(self) -> None:
        """Keys for what is not the window's own, and who is told when it comes and goes."""
        add_deeds(self.window.keys, self.window, self.sound, self.mini, self.tagdesk, self.desk)
        self.window.keys.adopt(self.choices.now.shortcuts)
        self.desktop.remote.offer_speed(self.sound.set_speed)
        self.sound.changed.connect(lambda: self.desktop.remote.note_speed(self.sound.speed))
        self.desktop.raised.connect(self.mini.leave)
        self.window.quitting.connect(self.mini.close)
        # With the window hidden there would be no last one whose closing ends the program.
        self.window.quitting.connect(QApplication.quit, Qt.ConnectionType.QueuedConnection)

    def _want_shape(self, id: TrackId | None) -> None:
        self.shapes.want(next(iter(self.library.tracks([id])), None) if id is not None else None)

    def when_filled(self, begin: Callable[[], None]) -> None:
        """Calls `begin` once what is seen first is painted: what takes long, or makes a sound, waits."""
        view = self.window.view("tracks")
        if self.window.here != "tracks" or not isinstance(view, LibraryView) or view.model.filled:
            QTimer.singleShot(SETTLE_MS, begin)
            return
        model = view.model

        def start(_told: object) -> None:
            model.reordered.disconnect(start)
            model.failed.disconnect(start)
            QTimer.singleShot(SETTLE_MS, begin)

        model.reordered.connect(start)
        model.failed.connect(start)

    def begin(self, asked: Request = NOTHING) -> None:
        """Once the window is there: libVLC, what the command line asked for, a look through the folders."""
        self.tidying.begin()
        self.stalls.start()
        self.player.warm_up(self.window.say)
        self.desktop.start()
        self.mini.restore()
        if asked != NOTHING:
            self.desktop.obey(asked)
        self.watcher.start()
        if self._has_folders():
            self.lister.wake()
        self.shelf.start()
        self.tagdesk.wake()
        self.scrobbler.wake()
        QTimer.singleShot(FETCH_MS, self, self.rooms.fetch)

    def close(self) -> bool:
        """Ends the background, records the play under way, closes what is open. Nothing is lost but the song
        in hand. False when something in the background did not end in time."""
        self.stalls.stop()
        self.tidying.close()
        self.choices.change(volume=self.player.volume)
        self.mini.close()
        self.desktop.close()
        self.arrivals.close()
        ended = self.watcher.close()
        ended = self.lister.close() and ended
        self.tagdesk.close()
        self.shapes.close()
        self.desk.close()
        self.paths.close()
        self.curves.close()
        self.figures.close()
        self.playback.close()
        self.scrobbler.close()
        self.covers.close()
        ended = tasks.drain(DRAIN) and ended
        self.shelf.close()
        self.playlists.close()
        self.library.close()
        return ended

    def _has_folders(self) -> bool:
        return bool(self.library.roots())

    def _hearing(self) -> Hearing:
        """All that was heard with the models in use. Called on a lane."""
        return load_hearing(self.library, self.places, self._models())

    def _glimpse(self, id: TrackId) -> Hearing | None:
        return load_glimpse(self.library, self.places, self._models(), id)

    def _gains(self, ids: Sequence[TrackId]) -> dict[TrackId, ReplayGain]:
        from core.library.gains import gains  # with numpy, which the start does without

        return gains(self.library, ids)

    # -- listening; the imports are heavy, and happen on the background thread

    def _make_job(self) -> Job:
        return Background(self.library, self.places)

    def _models(self) -> tuple[str, ...]:
        """Whose judgement of the music counts, the one that leads first."""
        from core.analysis import models

        return models.ear_models(self.places.models, self.choices.now.model)
