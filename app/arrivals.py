"""Music from outside: files and folders dropped, given on the command line or chosen, and the demo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app import tasks
from app.lister import POLL_MS, Lister
from app.player.playback import Playback
from app.widgets.analysis_card import Shown
from app.window import MainWindow
from app.words import tr
from core.domain import TrackId
from core.library.guests import Received
from core.library.tracks import Library
from core.progress import Progress


class Arrivals(QObject):
    """Takes in what comes."""

    def __init__(
        self,
        library: Library,
        playback: Playback,
        lister: Lister,
        window: MainWindow,
        data: Path,
        parent: QObject | None = None,
    ) -> None:
        """data: the folder that a demo is made in."""
        super().__init__(parent)
        self._library, self._playback, self._lister, self._window = library, playback, lister, window
        self._data = data
        self._demo: Progress | None = None

    def close(self) -> None:
        if self._demo is not None:
            self._demo.cancel()

    def take(self, paths: list[Path]) -> None:
        """Folders are added to the library, files are played, wherever they lie."""
        self._take(paths, self._playback.play_tracks)

    def enqueue(self, paths: list[Path]) -> None:
        """Folders are added to the library, files to the end of the queue."""
        self._take(paths, self._playback.add)

    def queue_at(self, paths: list[Path], row: int) -> None:
        """Folders are added to the library, files put into the queue before a row."""
        self._take(paths, partial(self._playback.queue.insert, row))

    def _take(self, paths: list[Path], use: Callable[[list[TrackId]], object]) -> None:
        folders = [path for path in paths if path.is_dir()]
        if folders:
            tasks.run(
                partial(self._add_roots, folders),
                on_done=lambda _: self._folders_added(),
                on_error=self._window.say,
            )
        files = [path for path in paths if not path.is_dir()]
        if files:
            tasks.run(
                partial(_receive, self._library, files),
                on_done=partial(self._received, use),
                on_error=self._window.say,
            )

    def _add_roots(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            self._library.add_root(folder)

    def _folders_added(self) -> None:
        if self._window.here == "welcome":
            self._window.go("tracks")
        self._lister.wake()

    def _received(self, use: Callable[[list[TrackId]], object], received: Received) -> None:
        if received.ids:
            use(received.ids)
        if received.unreadable:
            count = len(received.unreadable)
            name = received.unreadable[0].name
            self._window.say(
                tr("{file} cannot be played.").format(file=name)
                if count == 1
                else tr("%Ln file(s) cannot be played.", count=count)
            )
        elif received.strangers:
            folder = received.strangers[0].parent
            text = tr("%Ln file(s) from outside your music folders.", count=len(received.strangers))
            act = partial(self.take, [folder])
            self._window.say(text, tr("Add {folder}").format(folder=folder.name), act)

    def make_demo(self) -> None:
        """About 60 short pieces in the data folder, made on the pool; then a folder like any other."""
        if self._demo is not None:
            return  # it is on its way
        folder, card = self._data / "demo", self._window.sidebar.card
        progress = self._demo = Progress()
        shown = QTimer(self, interval=POLL_MS)
        shown.timeout.connect(
            lambda: card.show_progress(Shown(tr("Making the demo"), progress.snapshot(), can_pause=False))
        )
        shown.start()

        def make() -> None:
            from core.demo import make_demo

            make_demo(folder, progress)

        def over() -> None:
            self._demo = None
            shown.deleteLater()
            card.show_progress(Shown())

        def done(_result: None) -> None:
            over()
            self.take([folder])

        def fail(text: str) -> None:
            over()
            self._window.say(text)

        tasks.run(make, on_done=done, on_error=fail)


def _receive(library: Library, files: Sequence[Path]) -> Received:
    """Playlists are what they name. Imported late: most starts open no files."""
    from core.library.playlist_files import receive

    return receive(library, files)
