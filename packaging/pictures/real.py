"""The map and the curves, on a folder of real music: what is made up tells little there."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from pictures.stage import LONG_MS, Scene, end_track, play, settle, settle_still, settle_until
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.main import Program
from app.mapdeskpoints import Spot, point_of
from app.views.map import MapView
from app.views.mappane import Look, MapPane
from app.widgets.curve3d.view import CurveView
from app.widgets.map.tools import Tool
from core.analysis import models
from core.domain import Pass, TrackId
from core.explore.map.atlas import Atlas
from core.explore.map.chart import Kind, Mode, Sight
from core.indexer import Indexer
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places, Settings

SONG = "Journey's End"
COMPARED = "Weight of Revenge", "Over the Northern Mountains"
ALBUM = "The Battle for Wesnoth OST"
"""What is pictured where the music has it; else what there is most of."""
PLAYED, BEFORE = 0.62, 4
"""How much of the song has played, and how many tracks before it."""
HOLDS, WALKS = 40, 6
"""Tracks that are drawn round; bends of the path."""
LAYOUT_MS = 600_000
STEPS = 24
"""Of the pointer, along a line."""
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


# -- the library


def places_for(music: Path | None, data: Path | None) -> Places:
    """A data folder for that music, the same each time."""
    if data is None:
        assert music is not None
        name = hashlib.sha256(bytes(music.resolve())).hexdigest()[:12]
        data = Path(tempfile.gettempdir()) / f"meander-pictured-{name}"
    return Places(data, Places.find().models)


def settings(look: str) -> Settings:
    """Nothing comes in between: all has been heard."""
    return Settings(theme=look, listen=False, watch=False)


def prepare(places: Places, music: Path | None) -> dict[Path, float]:
    """Scanned, heard and laid out, as far as that is not so already; the length of each file."""
    library = Library.open(places)
    if music is not None:
        print(f"{music} is listened to, into {places.data}", file=sys.stderr, flush=True)
        library.add_root(music)
        with Indexer.open(library, places) as indexer:
            indexer.scan(Progress())
            indexer.listen(models.ear_models(places.models), Pass.FULL, Progress())
    atlas = Atlas(library, places)
    try:
        lead = atlas.models()[0].name
        for mode in (Mode.TRACKS, Mode.MOMENTS):
            atlas.chart(Sight(mode, model=lead))
    finally:
        atlas.close()
    lengths = {track.path: float(track.duration) for track in library.tracks(library.all_ids())}
    library.close()
    return lengths


def _called(program: Program, title: str) -> TrackId | None:
    found = (track.id for track in program.library.tracks(program.library.all_ids()) if track.title == title)
    return next(found, None)


def _album(program: Program) -> list[TrackId]:
    albums: dict[str, list[TrackId]] = {}
    for track in program.library.tracks([TrackId(id) for id in program.library.order()]):
        if track.album:
            albums.setdefault(track.album, []).append(track.id)
    return albums.get(ALBUM) or max(albums.values(), key=len)


def song(program: Program) -> TrackId:
    found = _called(program, SONG)
    return _album(program)[0] if found is None else found


def begin(program: Program) -> None:
    """Some of an album has played, so that there is a trail; the song is on. Curves stand: each is seen
    from the same side."""
    program.choices.change(turn_curves=False)
    album, wanted = _album(program), song(program)
    row = album.index(wanted) if wanted in album else 0
    play(program, album, max(0, row - BEFORE), 0.0)
    while program.playback.track != wanted:
        end_track(program)
    play(program, album, row, PLAYED)


def tidy(program: Program) -> None:
    """As it was before a scene."""
    program.window.show_panel()
    view = program.window.view("map")
    if isinstance(view, MapView):
        view.set_split(on=False)
        view.take(Tool.PAN)
        view.clear()
        view.selected.select(None)
        view.search.clear()
        for pane in view.panes:
            pane.path_bar.close_path()


# -- the map


def look(view: MapView, pane: MapPane, sight: Sight, scheme: str = "") -> None:
    """Until it has come, and rests."""
    bar = view.controls[view.panes.index(pane)]
    bar.asked.emit(Look(sight, scheme or pane.look.scheme))
    rest(pane, sight)


def rest(pane: MapPane, sight: Sight) -> None:
    def there() -> bool:
        chart = pane.chart
        return chart is not None and chart.sight == sight and not chart.growing and not pane.desk.busy

    settle_until(there, LAYOUT_MS)
    pane.canvas.camera.fit()
    settle()
    settle_until(lambda: pane.canvas.settled, LONG_MS)


def open_map(program: Program, mode: Mode = Mode.TRACKS, scheme: str = "") -> MapView:
    view = program.window.go("map")
    assert isinstance(view, MapView)
    pane = view.panes[0]
    settle_until(lambda: pane.chart is not None, LAYOUT_MS)
    sight = pane.look.sight
    if sight.kind is Kind.MEASURES:
        known = view.desk.known
        assert known is not None
        sight = Sight(model=known.models[0].name)
    look(view, pane, replace(sight, mode=mode), scheme)
    return view


def _place(pane: MapPane, track: TrackId) -> QPoint:
    assert pane.chart is not None
    return pane.canvas.place_of(point_of(pane.chart, Spot(track))).toPoint()


def place_of(pane: MapPane, track: TrackId) -> tuple[float, float]:
    """In the map's own units."""
    assert pane.chart is not None
    x, y = pane.chart.xy[point_of(pane.chart, Spot(track))].tolist()
    return x, y


def _select(view: MapView, track: TrackId) -> None:
    """By a click."""
    pane = view.panes[0]
    QTest.mouseClick(pane.canvas, LEFT, NONE, _place(pane, track))
    settle()
    leave(view)


def leave(view: MapView) -> None:
    """The pointer goes on, and the keys to somewhere else, so that nothing is in the way."""
    for pane in view.panes:
        QApplication.sendEvent(pane.canvas, QEvent(QEvent.Type.Leave))
        pane.canvas.clearFocus()
    settle()


def draw(pane: MapPane, line: Sequence[QPointF]) -> None:
    """With the tool that is in the hand."""
    canvas, places = pane.canvas, [at.toPoint() for at in line]
    QTest.mousePress(canvas, LEFT, NONE, places[0])
    for at in places[1:]:
        QTest.mouseMove(canvas, at)
        settle(10)
    QTest.mouseRelease(canvas, LEFT, NONE, places[-1])
    settle()


def _map(program: Program) -> None:
    view = open_map(program)
    _select(view, song(program))
    settle(2_000)


def _moments(program: Program) -> None:
    view = open_map(program, Mode.MOMENTS)
    _select(view, song(program))


def _paths(program: Program) -> None:
    """Those of one album alone: all of them would be a thicket."""
    view = open_map(program, Mode.PATHS)
    album = _album(program)
    name = program.library.tracks(album[:1])[0].album
    view.search.setText(max(name.split(), key=len).lower())
    settle(2_000)
    _select(view, song(program))


def _lasso(program: Program) -> None:
    """Round the tracks that lie nearest to the song."""
    view = open_map(program)
    _select(view, song(program))
    pane = view.panes[0]
    assert pane.chart is not None
    xy = np.array([[*pane.canvas.place_of(i).toTuple()] for i in range(len(pane.chart))])
    middle = xy[point_of(pane.chart, Spot(song(program)))]
    reach = float(np.sort(np.hypot(*(xy - middle).T))[min(HOLDS, len(xy) - 1)])
    view.take(Tool.LASSO)
    turns = np.linspace(0, 2 * np.pi, STEPS, endpoint=False)
    wobble = reach * (1 + 0.12 * np.sin(3 * turns))
    ring = middle + np.stack([np.cos(turns), np.sin(turns)], axis=1) * wobble[:, None]
    draw(pane, [QPointF(*each) for each in ring.tolist()])
    leave(view)


def _path(program: Program) -> None:
    """From the left to the right, up and down."""
    view = open_map(program)
    _select(view, song(program))
    pane = view.panes[0]
    view.take(Tool.PATH)
    w, h = pane.canvas.width(), pane.canvas.height()
    across = np.linspace(0.12, 0.58, STEPS)
    up = 0.55 + 0.14 * np.sin(np.linspace(0, 2 * np.pi, STEPS))
    draw(pane, [QPointF(x * w, y * h) for x, y in zip(across.tolist(), up.tolist(), strict=True)])
    settle(2_000)
    leave(view)


def _split(program: Program) -> None:
    """How it sounds, beside how lively and how bright it is; what is chosen on the one, on the other."""
    _lasso(program)
    view = program.window.view("map")
    assert isinstance(view, MapView)
    view.take(Tool.PAN)
    program.window.side.closed.emit()
    view.set_split(on=True)
    other = view.panes[1]
    settle_until(lambda: other.chart is not None, LAYOUT_MS)
    look(view, other, Sight(kind=Kind.MEASURES, x="energy", y="brightness"))
    view.panes[0].canvas.camera.fit()
    leave(view)


# -- curves


def _rest_of_curve(curve: CurveView) -> None:
    settle_until(lambda: bool(curve.figures), LONG_MS)
    settle()


def _curve(program: Program) -> None:
    program.ways.to("nowplaying")
    view = program.window.view("nowplaying")
    assert view is not None
    _press(view, "Song axes")
    _rest_of_curve(view.scene.curve)  # type: ignore[attr-defined]


def _gallery(program: Program) -> None:
    program.commands.curves_asked.emit(_album(program)[:30], ALBUM)
    settle_still(program.window)


def _compare(program: Program) -> None:
    others = [found for title in COMPARED if (found := _called(program, title)) is not None]
    ids = [song(program), *(others or [id for id in _album(program) if id != song(program)][:2])]
    program.commands.compare_asked.emit(ids)
    settle_still(program.window)


def _genres(program: Program) -> None:
    program.ways.to("genrepicture")
    settle_still(program.window)


def _press(view: QWidget, text: str) -> None:
    button = next((each for each in view.findChildren(QAbstractButton) if each.text() == text), None)
    if button is not None and not button.isChecked():
        button.click()


SCENES = [
    Scene("map", _map),
    Scene("map-moments", _moments),
    Scene("map-paths", _paths),
    Scene("map-lasso", _lasso),
    Scene("map-path", _path),
    Scene("map-split", _split),
    Scene("curve", _curve),
    Scene("gallery", _gallery),
    Scene("compare", _compare),
    Scene("genrepicture", _genres),
]
GROUPS = {
    "map": [
        "map",
        "map-moments",
        "map-paths",
        "map-lasso",
        "map-path",
        "map-split",
        "genrepicture",
        "map-growing",
    ],
    "curves": ["curve", "gallery", "compare", "curve-travelled"],
}
