"""Pictures of every view, dark and light, for the guide: `make screenshots` writes them to docs/images.

The real window on the demo library, with some months of listening made up for it (the same ones each time),
and a player without sound whose clock stands. Needs no display.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from app import language, tasks, theme
from app.main import Program
from app.player.fake import FakePlayer
from app.views.library import LibraryView
from core.demo import make_demo
from core.domain import Ended, Pass, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.indexer import Indexer
from core.library.playlists import Node, NodeKind, Playlists
from core.library.smart import SUGGESTED
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places, Settings

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = (1320, 860)
SETTLE_MS = 1_500
"""For what arrives from the background: rows, covers, radio."""
LONG_MS = 20_000
DAY = 86_400
MODEL = "spectral"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture. show: brings the window there; what it gives back is pictured instead of the window."""

    name: str
    show: Callable[[Program], QWidget | None]


def main(names: list[str]) -> None:
    app = QApplication(["meander"])
    app.setApplicationDisplayName("Meander")
    language.speak(app, "en")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        places = Places(Path(folder) / "data", Places.find().models)
        demo = Path(os.environ.get("DEMO") or Path(tempfile.gettempdir()) / "Music")
        lengths = _live_with(places, demo)
        for look in ("dark", "light"):
            _picture(app, places, look, lengths, names)


def _live_with(places: Places, demo: Path) -> dict[Path, float]:
    """The demo, scanned, heard, and listened to for a while; the length of each file."""
    make_demo(demo)
    library = Library.open(places)
    library.add_root(demo)
    with Indexer.open(library, places) as indexer:
        indexer.scan(Progress())
        indexer.listen(MODEL, Pass.FULL, Progress())
    _listen_for_months(library)
    _make_playlists(library)
    lengths = {track.path: float(track.duration) for track in library.tracks(library.all_ids())}
    library.close()
    return lengths


def _listen_for_months(library: Library) -> None:
    dice, now = random.Random(7), time.time()
    for track in library.tracks(library.all_ids()):
        fondness = dice.random() ** 2
        for _ in range(int(30 * fondness)):
            at = Timestamp(now - dice.uniform(0.2, 400 * (1.1 - fondness)) * DAY)
            ended = Ended.FINISHED if dice.random() < 0.9 else Ended.SKIPPED
            heard = Seconds(track.duration if ended is Ended.FINISHED else 5.0)
            library.record_play(PlayEvent(track.id, at, heard, ended, Source.LIBRARY))
        if dice.random() < 0.7:
            library.set_rating(track.id, max(0.5, round(2 * (2 + 3 * fondness + dice.uniform(-1, 0.4))) / 2))
        if fondness > 0.6:
            library.set_loved(track.id, loved=True)


def _make_playlists(library: Library) -> None:
    playlists = Playlists(library)
    ids = library.all_ids()
    dice = random.Random(3)
    evenings = playlists.create_folder("Evenings")
    playlists.create("Sunday slow", evenings, dice.sample(ids, 14))
    playlists.create("Night drive", evenings, dice.sample(ids, 22))
    playlists.create("For Ana", None, dice.sample(ids, 9))
    for name in ("Recently added", "Never played"):
        playlists.create_smart(name, SUGGESTED[name])
    playlists.close()


def _picture(
    app: QApplication, places: Places, look: str, lengths: dict[Path, float], names: list[str]
) -> None:
    Settings(theme=look, listen=False, watch=False, model=MODEL).save(places.settings_file)
    theme.apply(app, look)
    player = FakePlayer(lengths)
    program = Program(places, Settings.load(places.settings_file), player)
    program.window.resize(*SIZE)
    program.window.show()
    try:
        program.shelf.start()
        _play(program, player)
        for scene in SCENES:
            if names and scene.name not in names:
                continue
            shown = scene.show(program) or program.window
            _settle()
            suffix = "" if look == "dark" else "-light"
            shown.grab().save(str(IMAGES / f"{scene.name}{suffix}.png"))
            if shown is not program.window:
                shown.close()
            print(f"{scene.name}{suffix}")
    finally:
        program.window.close()
        program.close()
        program.deleteLater()
        _settle(200)


def _play(program: Program, player: FakePlayer) -> None:
    """Into the middle of a song."""
    ids = [TrackId(id) for id in program.library.order()]
    program.playback.play_tracks(ids, 4)
    _settle(300)
    player.advance(0.4 * player.duration)


def _settle(ms: int = SETTLE_MS) -> None:
    """Lets events and background work pass."""
    deadline = QDeadlineTimer(ms)
    while not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QCoreApplication.sendPostedEvents(None, 0)
        time.sleep(0.005)
    tasks.drain(LONG_MS / 1000)
    QCoreApplication.processEvents()


def _at(place: str, what: object = None) -> Callable[[Program], None]:
    return lambda program: program.ways.to(place, what)


def _radio(program: Program) -> None:
    ids = program.library.all_ids()
    program.desk.start(ids[4:6])
    _settle(4_000)


def _album(program: Program) -> None:
    program.ways.to("albums", program.library.all_ids()[20])


def _columns(program: Program) -> None:
    view = program.window.go("tracks")
    assert isinstance(view, LibraryView)
    view.turn_browser(shown=True)


def _playlist(kind: NodeKind) -> Callable[[Program], None]:
    def show(program: Program) -> None:
        def first(nodes: Sequence[Node]) -> int | None:
            for node in nodes:
                inside = node.id if node.kind is kind else first(node.children)
                if inside is not None:
                    return inside
            return None

        program.ways.to("playlist", first(program.playlists.tree()))

    return show


def _search(program: Program) -> None:
    view = program.window.go("tracks")
    assert isinstance(view, LibraryView)
    view.search.setText("rating:>=3 (genre:ambient OR genre:folk) -artist:vey")


SCENES = [
    Scene("tracks", _at("tracks")),
    Scene("columns", _columns),
    Scene("search", _search),
    Scene("albums", _at("albums")),
    Scene("album", _album),
    Scene("artists", _at("artists")),
    Scene("genres", _at("genres")),
    Scene("folders", _at("folders")),
    Scene("playlist", _playlist(NodeKind.LIST)),
    Scene("smart", _playlist(NodeKind.SMART)),
    Scene("nowplaying", _at("nowplaying")),
    Scene("radio", _radio),
    Scene("settings", _at("settings", "look")),
    Scene("sound", _at("settings", "sound")),
    Scene("keys", _at("settings", "keys")),
]

if __name__ == "__main__":
    main(sys.argv[1:])
