"""Pictures of every view, dark and light, for the guide: `make screenshots` writes them to docs/images.

The real window on the demo library, with some years of listening made up for it (the same ones each time),
and a player without sound whose clock stands. Needs no display. Names choose single scenes; `--to=DIR` writes
elsewhere.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QPoint
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from app import language, tasks, theme
from app.main import Program
from app.player.fake import FakePlayer
from app.radiodesk import Stage
from app.views.library import LibraryView
from app.views.radio import RadioView
from core.analysis import models
from core.analysis.store import AnalysisStore
from core.demo import make_demo
from core.domain import Ended, Pass, PlayEvent, Seconds, Source, Timestamp, Track, TrackId
from core.explore.ear.ear import load_ear
from core.explore.evaluation.measure import evaluate
from core.explore.evaluation.record import SESSION_KEY
from core.explore.memory.affinity import affinities
from core.explore.radio.radio import Radio
from core.explore.stock import load_stock
from core.indexer import Indexer
from core.library.playlists import Node, NodeKind, Playlists
from core.library.radios import Radios, Seed, SeedKind, Steering
from core.library.smart import SUGGESTED, By, Limit, Smart
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places, Settings

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
STAGE = Path(tempfile.gettempdir()) / "meander-pictures"
"""The same each time: paths are to be seen in some pictures."""
SIZE = (1320, 860)
SETTLE_MS = 1_200
"""For what arrives from the background: rows, covers, radio."""
LONG_MS = 20_000
DAY = 86_400
PLAYS = "Tidewater"
"""What plays, and has lyrics."""
ALSO, LEADS_TO = "Ebb", "Tin Roof"
UNVISITED = {"Grey Meridian", "Maren Holt", "Søren Ålund Kor"}
"""Artists whose music lies together and was never heard."""
LYRICS = """\
The harbour lights go one by one
Along the wall where tide is slow
A rope lets go, a day is done
And all the boats know where to go

Tidewater, tidewater
Carry what I cannot keep
Tidewater, tidewater
Sing the little streets to sleep

The ferry writes a silver line
That no one reads before it fades
I leave a lamp, you leave a sign
We trade in salt and palisades
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture. show: brings the window there; what it gives back is pictured instead of the window."""

    name: str
    show: Callable[[Program], QWidget | None]


def main(words: list[str]) -> None:
    app = QApplication(["meander"])
    app.setApplicationDisplayName("Meander")
    app.setCursorFlashTime(0)
    language.speak(app, "en")
    to = next((Path(word.partition("=")[2]) for word in words if word.startswith("--to=")), IMAGES)
    names = [word for word in words if not word.startswith("-")]
    if unknown := set(names) - {scene.name for scene in SCENES}:
        sys.exit(f"no such scene: {', '.join(sorted(unknown))}")
    to.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(STAGE, ignore_errors=True)
    places = Places(STAGE / "lived-in", Places.find().models)
    try:
        lengths = _live_with(places, _music())
        chosen = [scene for scene in SCENES if scene.name in names or not names]
        for look in ("dark", "light"):
            _picture(app, _fresh(places, look), look, lengths, chosen, to)
    finally:
        shutil.rmtree(STAGE, ignore_errors=True)


def _music() -> Path:
    """A copy of the demo, with lyrics beside a song."""
    demo = Path(os.environ.get("DEMO") or Path(tempfile.gettempdir()) / "meander-demo")
    folder = STAGE / "Music"
    for file in make_demo(demo):
        copy = folder / file.relative_to(demo)
        copy.parent.mkdir(parents=True, exist_ok=True)
        for each in (file, *file.parent.glob("cover.*")):
            shutil.copy2(each, copy.with_name(each.name))
        if PLAYS in file.stem:
            copy.with_suffix(".lrc").write_text(_timed(LYRICS, 3.5), "utf-8")
    return folder


def _timed(text: str, each: float) -> str:
    """As LRC, a line every so many seconds."""
    lines = text.splitlines()
    return "\n".join(f"[00:{at * each:05.2f}]{line}" for at, line in enumerate(lines) if at * each < 60)


def _live_with(places: Places, music: Path) -> dict[Path, float]:
    """The music, scanned, heard, and listened to for a while; the length of each file."""
    library = Library.open(places)
    library.add_root(music)
    with Indexer.open(library, places) as indexer:
        indexer.scan(Progress())
        indexer.measure(Progress())
        indexer.listen(models.ear_models(places.models), Pass.FULL, Progress())
    tracks = library.tracks([TrackId(id) for id in library.order()])
    _listen_for_years(library, tracks)
    _make_playlists(library, [track.id for track in tracks])
    _keep_what_takes_long(library, places, tracks)
    library.close()
    return {track.path: float(track.duration) for track in tracks}


def _listen_for_years(library: Library, tracks: Sequence[Track]) -> None:
    """Some songs were never played, some tried once, some loved for a while, some played to this day."""
    dice, now = random.Random(7), time.time()
    for track in tracks:
        fondness, found = dice.random() ** 2, dice.uniform(150, 780)
        habit = dice.choice(("never", "once", "once loved", "once loved", "still", "still"))
        if track.artist in UNVISITED:
            habit = "never"
        until = {"once loved": max(95.0, found - 160), "still": 1.2}.get(habit, found)
        often = {"never": 0, "once": 1}.get(habit, 3 + int(18 * fondness))
        for _ in range(often):
            at = _evening(dice, now - dice.uniform(until, found) * DAY)
            ended = Ended.FINISHED if dice.random() < 0.93 else Ended.SKIPPED
            heard = Seconds(track.duration if ended is Ended.FINISHED else 5.0)
            library.record_play(PlayEvent(track.id, at, heard, ended, Source.LIBRARY))
        if often > 1 and dice.random() < 0.7:
            stars = round(2 * (3 + 2 * fondness + dice.uniform(-0.5, 0.4))) / 2
            library.set_rating(track.id, min(5.0, max(0.5, stars)))
        if often > 1 and fondness > 0.5:
            library.set_loved(track.id, loved=True)


def _evening(dice: random.Random, at: float) -> Timestamp:
    """That day, at an hour at which people listen."""
    day = time.localtime(at)
    hour = dice.choices((7, 8, 12, 17, 18, 19, 20, 21, 22, 23), (3, 3, 2, 3, 5, 8, 11, 12, 7, 3))[0]
    minute = (day.tm_year, day.tm_mon, day.tm_mday, hour, dice.randrange(60), 0, 0, 0, -1)
    return Timestamp(time.mktime(minute))


def _make_playlists(library: Library, ids: list[TrackId]) -> None:
    playlists = Playlists(library)
    dice = random.Random(3)
    evenings = playlists.create_folder("Evenings")
    playlists.create("Sunday slow", evenings, dice.sample(ids, 14))
    playlists.create("Night drive", evenings, dice.sample(ids, 22))
    playlists.create("For Ana", None, dice.sample(ids, 9))
    playlists.create_smart(
        "Loved and forgotten",
        Smart("rating:>=3 -played:1w", (("last_played", False),), Limit(25, by=By.HIGHEST_RATED)),
    )
    for name in ("Recently added", "Never played"):
        playlists.create_smart(name, SUGGESTED[name])
    playlists.close()


def _keep_what_takes_long(library: Library, places: Places, tracks: Sequence[Track]) -> None:
    """Radios of other days, and a test of what was heard."""
    names = models.ear_models(places.models)
    store = AnalysisStore.open(places)
    try:
        ear, stock = load_ear(library, store, names), load_stock(library)
        liked = affinities(library, Timestamp(time.time()))
        for at, (name, seed, steering, count) in enumerate(_past_radios(tracks)):
            radio = Radio(ear, stock, [seed], steering=steering, affinities=liked, variety=at + 1)
            played = [pick.track_id for pick in radio.next(count)]
            heard = sum(track.duration for track in tracks if track.id in played)
            began = time.time() - (40 - 6 * at) * DAY
            id = Radios(library).keep(None, [seed], steering, radio.state(), heard, Timestamp(began))
            lately = Timestamp(began + 4 * at * DAY)
            Radios(library).keep(id, [seed], steering, radio.state(), heard, lately)
            Radios(library).rename(id, name)
        made = evaluate(library, store, Progress(), models=models.NAMES, default=names, quick=True)
        library.set_session(SESSION_KEY, made.to_json())
    finally:
        store.close()


def _past_radios(tracks: Sequence[Track]) -> list[tuple[str, Seed, Steering, int]]:
    """Name, where it began, how it was steered, how many tracks have played; the latest last."""
    song = {track.title: track.id for track in tracks}
    artist, genre = tracks[5].artist, tracks[20].genre
    by = tuple(track.id for track in tracks if track.artist == artist)
    of = tuple(track.id for track in tracks if track.genre == genre)
    return [
        ("", Seed(SeedKind.ARTIST, by, artist), Steering(adventure=0.5), 9),
        ("Rain on the skylight", Seed.track(song[ALSO], ALSO), Steering(energy=-0.5), 14),
        ("", Seed(SeedKind.GENRE, of, genre), Steering(familiar=0.6), 6),
        ("", Seed.history(), Steering(), 17),
        ("", Seed.moment(song[PLAYS], 12.0, 30.0, PLAYS), Steering(drift=0.5), 11),
    ]


def _fresh(places: Places, look: str) -> Places:
    """Each look begins with the same session."""
    copy = Places(places.data.with_name(look), places.models)
    shutil.copytree(places.data, copy.data)
    return copy


def _picture(
    app: QApplication,
    places: Places,
    look: str,
    lengths: dict[Path, float],
    scenes: Sequence[Scene],
    to: Path,
) -> None:
    Settings(theme=look).save(places.settings_file)
    theme.apply(app, look)
    player = FakePlayer(lengths)
    program = Program(places, Settings.load(places.settings_file), player)
    program.window.resize(*SIZE)
    program.window.show()
    try:
        program.shelf.start()
        _play(program, player)
        for scene in scenes:
            shown = scene.show(program)
            _settle()
            name = scene.name if look == "dark" else f"{scene.name}-light"
            (shown.grab() if shown else _whole(program.window)).save(str(to / f"{name}.png"))
            _tidy(program)
            print(name, flush=True)
    finally:
        program.window.close()
        program.close()
        program.deleteLater()
        _settle(200)


def _whole(window: QWidget) -> QPixmap:
    """The window with what is open over it, as on a screen."""
    picture = window.grab()
    painter = QPainter(picture)
    for over in QApplication.topLevelWidgets():
        if over is window or not over.isVisible() or over.parentWidget() is None:
            continue
        at = window.mapFromGlobal(over.pos())
        if isinstance(over, QDialog):
            at = QPoint((window.width() - over.width()) // 2, (window.height() - over.height()) // 2)
            painter.fillRect(window.rect(), QColor(0, 0, 0, 90))
        painter.drawPixmap(at, over.grab())
        if isinstance(over, QDialog):
            painter.setPen(QPen(QColor(theme.current().hairline), 1))
            painter.drawRect(over.rect().translated(at).adjusted(-1, -1, 0, 0))
    painter.end()
    return picture


def _tidy(program: Program) -> None:
    """As it was before a scene."""
    for over in QApplication.topLevelWidgets():
        if over is not program.window and over.isVisible():
            over.close()
    program.mini.leave()
    program.choices.change(equaliser_on=False, equaliser=Settings().equaliser)
    if program.window.bar.queue_button.isChecked():
        program.window.bar.queue_button.click()
    tracks = program.window.view("tracks")
    if isinstance(tracks, LibraryView):
        tracks.search.clear()
        _turn_browser(tracks, shown=False)


def _play(program: Program, player: FakePlayer) -> None:
    """Into the middle of a song."""
    ids = [TrackId(id) for id in program.library.order()]
    titles = [track.title for track in program.library.tracks(ids)]
    program.playback.play_tracks(ids, titles.index(PLAYS))
    _settle(300)
    player.advance(0.4 * player.duration)
    _settle(3_000)  # its wave is measured by another process


def _settle(ms: int = SETTLE_MS) -> None:
    """Lets events and background work pass."""
    deadline = QDeadlineTimer(ms)
    while not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QCoreApplication.sendPostedEvents(None, 0)
        time.sleep(0.005)
    tasks.drain(LONG_MS / 1000)
    QCoreApplication.processEvents()


# -- how each is reached -------------------------------------------------------------------------------------


def _at(place: str, what: object = None) -> Callable[[Program], None]:
    return lambda program: program.ways.to(place, what)


def _song(program: Program, title: str = PLAYS) -> TrackId:
    tracks = program.library.tracks(program.library.all_ids())
    return next(track.id for track in tracks if track.title == title)


def _tracks(program: Program) -> LibraryView:
    view = program.window.go("tracks")
    assert isinstance(view, LibraryView)
    return view


def _turn_browser(view: LibraryView, *, shown: bool) -> None:
    buttons = view.findChildren(QAbstractButton)
    wanted = next(each for each in buttons if each.accessibleName() == "Column browser")
    if wanted.isChecked() != shown:
        wanted.click()


def _columns(program: Program) -> None:
    _turn_browser(_tracks(program), shown=True)


def _search(program: Program) -> None:
    view = _tracks(program)
    view.search.setText("genre:(folk OR soul)")
    _settle()
    view.search.open_help()


def _album(program: Program) -> None:
    program.ways.to("albums", _song(program))


def _playlist(program: Program) -> None:
    program.ways.to("playlist", _first(program.playlists.tree(), NodeKind.LIST))


def _smart(program: Program) -> None:
    id = _first(program.playlists.tree(), NodeKind.SMART)
    assert id is not None
    program.shelf.open(id)
    _settle(400)
    program.shelf.edit_rules(id)


def _first(nodes: Sequence[Node], kind: NodeKind) -> int | None:
    for node in nodes:
        inside = node.id if node.kind is kind else _first(node.children, kind)
        if inside is not None:
            return inside
    return None


def _tags(program: Program) -> None:
    program.ways.to("albums", _song(program))
    program.tagdesk.edit([_song(program)], program.window)


def _radio(program: Program) -> None:
    """Some tracks in, with what was said on the way."""
    desk = program.desk
    desk.start([Seed.track(_song(program)), Seed.track(_song(program, ALSO))])
    _settle(3_000)
    for act in (desk.like, desk.dislike, None):
        if act is not None:
            act(desk.picks[2].track_id)
        _settle()
        _end_track(program)
    _settle(2_000)
    program.playback.seek(0.4 * program.player.duration)
    view = program.window.view("radio")
    assert isinstance(view, RadioView)
    view.list.setCurrentIndex(view.list.model().index(0, 0))


def _end_track(program: Program) -> None:
    player = program.player
    assert isinstance(player, FakePlayer)
    player.advance(player.duration - player.position() + 1.0)
    _settle()


def _why(program: Program) -> QWidget | None:
    if program.desk.stage is Stage.OFF:
        _radio(program)
    view = program.window.view("radio")
    assert isinstance(view, RadioView)
    return view.panel


def _past(program: Program) -> None:
    program.ways.to("radio")
    view = program.window.view("radio")
    assert isinstance(view, RadioView)
    view.show_past()


def _path(program: Program) -> None:
    program.ways.to("tracks")
    program.rooms.show_path([_song(program), _song(program, LEADS_TO)])
    _settle(4_000)


def _rediscover(program: Program) -> None:
    program.ways.to("rediscover")
    _settle(4_000)


def _queue(program: Program) -> None:
    program.ways.to("artists", None)
    program.window.bar.queue_button.click()


def _sound(program: Program) -> None:
    program.ways.to("nowplaying")
    _settle(600)
    program.window.bar.open_sound()


def _equaliser(program: Program) -> None:
    program.ways.to("nowplaying")
    program.choices.change(equaliser_on=True, equaliser=(4.5, 3.5, 2.0, 0.5, -0.5, -1.0, 0.0, 1.5, 2.5, 3.0))
    _settle(600)
    program.window.bar.open_equaliser()


def _mini(program: Program) -> QWidget | None:
    program.mini.toggle()
    return program.mini.mini


SCENES = [
    Scene("tracks", _at("tracks")),
    Scene("columns", _columns),
    Scene("search", _search),
    Scene("albums", _at("albums")),
    Scene("album", _album),
    Scene("artists", _at("artists")),
    Scene("artist", _at("artists", "Halden Vey")),
    Scene("genres", _at("genres")),
    Scene("folders", _at("folders")),
    Scene("playlist", _playlist),
    Scene("smart", _smart),
    Scene("tageditor", _tags),
    Scene("nowplaying", _at("nowplaying")),
    Scene("queue", _queue),
    Scene("sound", _sound),
    Scene("equaliser", _equaliser),
    Scene("mini", _mini),
    Scene("settings-library", _at("settings", "library")),
    Scene("settings-sound", _at("settings", "sound")),
    Scene("settings-look", _at("settings", "look")),
    Scene("settings-keys", _at("settings", "keys")),
    Scene("settings-desktop", _at("settings", "desktop")),
    Scene("settings-listening", _at("settings", "listening")),
    Scene("settings-scrobbling", _at("settings", "scrobbling")),
    Scene("settings-data", _at("settings", "data")),
    Scene("settings-trouble", _at("settings", "trouble")),
    Scene("settings-radio", _at("settings", "radio")),
    Scene("rediscover", _rediscover),
    Scene("shelf", _at("rediscover", "forgotten")),
    Scene("statistics", _at("statistics")),
    Scene("evaluation", _at("evaluation")),
    Scene("past", _past),
    Scene("path", _path),
    Scene("radio", _radio),
    Scene("why", _why),
]

if __name__ == "__main__":
    main(sys.argv[1:])
