"""Every view on the demo library, and how each is reached."""

from __future__ import annotations

from collections.abc import Sequence

from pictures.lived import ALSO, LEADS_TO, PLAYS
from pictures.stage import Scene, at, end_track, play, settle, settle_still
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.main import Program
from app.radiodesk import Stage
from app.views.library import LibraryView
from app.views.radio import RadioView
from core.domain import TrackId
from core.library.playlists import Node, NodeKind
from core.library.radios import Seed
from core.settings import Settings

PLAYED = 0.4
"""How much of the song has played."""


def begin(program: Program) -> None:
    """Into the middle of a song."""
    ids = [TrackId(id) for id in program.library.order()]
    titles = [track.title for track in program.library.tracks(ids)]
    play(program, ids, titles.index(PLAYS), PLAYED)


def tidy(program: Program) -> None:
    """As it was before a scene."""
    program.mini.leave()
    program.choices.change(equaliser_on=False, equaliser=Settings().equaliser)
    if program.window.bar.queue_button.isChecked():
        program.window.bar.queue_button.click()
    tracks = program.window.view("tracks")
    if isinstance(tracks, LibraryView):
        tracks.search.clear()
        _turn_browser(tracks, shown=False)


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
    settle()
    view.search.open_help()


def _album(program: Program) -> None:
    program.ways.to("albums", _song(program))


def _playlist(program: Program) -> None:
    program.ways.to("playlist", _first(program.playlists.tree(), NodeKind.LIST))


def _smart(program: Program) -> None:
    id = _first(program.playlists.tree(), NodeKind.SMART)
    assert id is not None
    program.shelf.open(id)
    settle(400)
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
    settle(3_000)
    for act in (desk.like, desk.dislike, None):
        if act is not None:
            act(desk.picks[2].track_id)
        settle()
        end_track(program)
    settle(2_000)
    program.playback.seek(0.4 * program.player.duration)
    view = program.window.view("radio")
    assert isinstance(view, RadioView)
    view.list.setCurrentIndex(view.list.model().index(0, 0))


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
    settle(4_000)


def _rediscover(program: Program) -> None:
    program.ways.to("rediscover")
    settle(4_000)


def _statistics(program: Program) -> None:
    program.ways.to("statistics")
    settle_still(program.window)


def _queue(program: Program) -> None:
    program.ways.to("artists", None)
    program.window.bar.queue_button.click()


def _sound(program: Program) -> None:
    program.ways.to("nowplaying")
    settle(600)
    program.window.bar.open_sound()


def _equaliser(program: Program) -> None:
    program.ways.to("nowplaying")
    program.choices.change(equaliser_on=True, equaliser=(4.5, 3.5, 2.0, 0.5, -0.5, -1.0, 0.0, 1.5, 2.5, 3.0))
    settle(600)
    program.window.bar.open_equaliser()


def _mini(program: Program) -> QWidget | None:
    program.mini.toggle()
    return program.mini.mini


SCENES = [
    Scene("tracks", at("tracks")),
    Scene("columns", _columns),
    Scene("search", _search),
    Scene("albums", at("albums")),
    Scene("album", _album),
    Scene("artists", at("artists")),
    Scene("artist", at("artists", "Halden Vey")),
    Scene("genres", at("genres")),
    Scene("folders", at("folders")),
    Scene("playlist", _playlist),
    Scene("smart", _smart),
    Scene("tageditor", _tags),
    Scene("nowplaying", at("nowplaying")),
    Scene("queue", _queue),
    Scene("sound", _sound),
    Scene("equaliser", _equaliser),
    Scene("mini", _mini),
    Scene("settings-library", at("settings", "library")),
    Scene("settings-sound", at("settings", "sound")),
    Scene("settings-look", at("settings", "look")),
    Scene("settings-keys", at("settings", "keys")),
    Scene("settings-desktop", at("settings", "desktop")),
    Scene("settings-listening", at("settings", "listening")),
    Scene("settings-scrobbling", at("settings", "scrobbling")),
    Scene("settings-data", at("settings", "data")),
    Scene("settings-trouble", at("settings", "trouble")),
    Scene("settings-radio", at("settings", "radio")),
    Scene("rediscover", _rediscover),
    Scene("shelf", at("rediscover", "forgotten")),
    Scene("statistics", _statistics),
    Scene("evaluation", at("evaluation")),
    Scene("past", _past),
    Scene("path", _path),
    Scene("radio", _radio),
    Scene("why", _why),
]
