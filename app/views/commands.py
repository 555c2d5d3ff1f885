"""What can be done with tracks, from any list: one object that the lists share and the window wires."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app import tasks
from app.cells import Column
from app.shuffling import by_waiting
from app.views.ways import Ways
from app.views.whole import CHOSEN, Whole
from core.domain import Track, TrackId
from core.library import listing
from core.library.tracks import Library

if TYPE_CHECKING:
    from app.views.playlistdesk import PlaylistDesk

MIME = "application/x-meander-tracks"
"""Track ids in decimal, joined by commas."""
FILE_MANAGER, FILE_MANAGER_PATH = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
LEADING = frozenset({Column.ARTIST, Column.ALBUM_ARTIST, Column.ALBUM, Column.GENRE})
"""Columns whose words lead somewhere."""
MOST_FILES = 500
"""A drag or a copy carries at most this many files for other programs."""
COMPARED = 8
"""Songs that are told apart in one picture."""


class TrackCommands(QObject):
    """Playing is asked for by signals; ratings, love and files are dealt with here."""

    # `object`, not `list`: Qt would copy 100,000 ids one by one into a list of its own.
    play = Signal(object, int)
    """Ids in order, and the position to start at."""
    play_next = Signal(object)
    enqueue = Signal(object)
    play_drawn = Signal(object)
    """Ids in an order that was drawn for them: to be kept, whether the queue is shuffled or not."""
    radio = Signal(object)
    """Start radio from these: a tuple of Seed."""
    barred = Signal(object)
    """Never in radio: a tuple of Ban."""
    path_asked = Signal(object)
    """The way from one track to another: the ids of both, or of the first."""
    curves_asked = Signal(object, str)
    """Each of these as a small curve: ids in order, and what they are together; "" where merely chosen."""
    map_asked = Signal(object)
    """Where these lie on the map: their ids."""
    compare_asked = Signal(object)
    """The curves of these in one space: the ids of a few, COMPARED at most."""
    write_ratings = Signal(object)
    """Their stars into their files."""
    write_gains = Signal(object)
    """What is known of their loudness into their files."""
    edit_tags = Signal(object)
    """Open the tag editor on these."""
    failed = Signal(str)
    """A sentence to show."""

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.ways: Ways | None = None
        """Where names lead; without it they lead nowhere."""
        self.playlists: PlaylistDesk | None = None
        """Where menus add to playlists; without it they do not offer it."""

    def start_radio(self, ids: Sequence[TrackId], whole: Whole = CHOSEN) -> None:
        """whole: what the tracks are together."""
        if ids:
            self.radio.emit((whole.seed(ids),))

    def shuffle_by_waiting(self, ids: Sequence[TrackId]) -> None:
        """Plays them all; what has waited longest is likely to come first."""
        library, given = self._library, list(ids)
        tasks.run(lambda: by_waiting(library, given), on_done=self.play_drawn.emit, on_error=self.failed.emit)

    def rate(self, ids: Sequence[TrackId], stars: float | None) -> None:
        """stars: 0.5 to 5, None takes the rating away."""
        self._write(lambda library: listing.rate(library, ids, stars))

    def love(self, ids: Sequence[TrackId], *, loved: bool) -> None:
        self._write(lambda library: listing.love(library, ids, loved=loved))

    def _write(self, write: Callable[[Library], None]) -> None:
        library = self._library
        # On the pool: while a scan commits a batch, a write waits for it.
        tasks.run(lambda: write(library), on_error=self.failed.emit)

    def go_to(self, track: Track, column: Column) -> None:
        """To what a name of a track stands for. column: one of LEADING."""
        if self.ways is None:
            return
        match column:
            case Column.ALBUM:
                self.ways.to("albums", track.id)
            case Column.GENRE:
                self.ways.to("genres", track.genre)
            case Column.ALBUM_ARTIST:
                self.ways.to("artists", track.album_artist)
            case _:
                self.ways.to("artists", track.artist)

    def copy_paths(self, ids: Sequence[TrackId]) -> None:
        """The paths as text, one per line, and as files for file managers."""
        paths = self._paths(ids)
        data = QMimeData()
        data.setText("\n".join(str(path) for path in paths))
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        QGuiApplication.clipboard().setMimeData(data)

    def mime(self, ids: Sequence[TrackId]) -> QMimeData:
        """What a drag of tracks carries: ids for our own lists, files for other programs."""
        data = QMimeData()
        data.setData(MIME, ",".join(map(str, ids)).encode())
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in self._paths(ids)])
        return data

    def _paths(self, ids: Sequence[TrackId]) -> list[Path]:
        return [track.path for track in self._library.tracks(ids[:MOST_FILES])]

    def reveal(self, path: Path) -> None:
        """Shows the file in the system's file manager, selected where it can do that."""
        show_in_folder(path)


def ids_of(data: QMimeData) -> list[TrackId]:
    """The tracks in a drag; none when it carries something else."""
    raw = bytes(data.data(MIME).data()).decode("ascii", "replace")
    return [TrackId(int(part)) for part in raw.split(",") if part.isdigit()]


def show_in_folder(path: Path) -> None:
    """Asks the desktop's file manager by D-Bus to select the file; opens the folder where that fails."""
    folder = QUrl.fromLocalFile(str(path.parent))
    file = QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
    except ImportError:
        QDesktopServices.openUrl(folder)
        return
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        QDesktopServices.openUrl(folder)
        return
    # Not asked beforehand whether there is one: file managers are started by the call.
    call = QDBusMessage.createMethodCall(FILE_MANAGER, FILE_MANAGER_PATH, FILE_MANAGER, "ShowItems")
    call.setArguments([[file], ""])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(call), QGuiApplication.instance())

    def answered() -> None:
        if watcher.isError():
            QDesktopServices.openUrl(folder)
        watcher.deleteLater()

    watcher.finished.connect(answered)
