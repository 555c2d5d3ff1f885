"""The menus of the Radio view: what can be done with a pick, and what a new radio can start from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QWidget

from app import icons, words
from app.radiodesk import RadioDesk
from app.radiowords import MOMENT
from app.views.commands import TrackCommands
from app.views.trackmenu import add
from app.widgets import controls
from app.words import tr
from core.domain import Track, TrackId
from core.library.bans import Ban


def pick_menu(
    parent: QWidget,
    desk: RadioDesk,
    commands: TrackCommands,
    track: Track,
    explain: Callable[[TrackId], object],
    why_not: Callable[[], object],
) -> QMenu:
    """explain: shows why this one; why_not: lets the listener ask for another."""
    id = track.id
    menu = controls.menu(parent)
    add(menu, tr("Play now"), "play", lambda: desk.play_now(id), "Return")
    add(menu, tr("Play next"), "list-start", lambda: desk.play_next(id))
    _add_moving(menu, desk, id)
    menu.addSeparator()
    _add_judging(menu, desk, track)
    menu.addSeparator()
    add(menu, tr("Why this one?"), "info", lambda: explain(id))
    add(menu, tr("Why not…?"), "circle-question-mark", why_not)
    menu.addSeparator()
    playing = desk.playing
    if playing is not None and playing != id:
        text = tr("Compare with what plays")
        add(menu, text, "blend", lambda: commands.compare_asked.emit([playing, id]))
    add(menu, tr("Start radio from it"), "radio", lambda: desk.start_tracks([id]))
    add(menu, tr("Show in map"), "map-pin", lambda: commands.map_asked.emit([id]))
    add(menu, tr("Show in folder"), "folder-open", lambda: commands.reveal(track.path))
    return menu


def _add_moving(menu: QMenu, desk: RadioDesk, id: TrackId) -> None:
    ids = [pick.track_id for pick in desk.picks]
    if id not in ids:
        return
    at = ids.index(id)
    up = add(menu, tr("Move up"), "arrow-up", lambda: desk.move_pick(id, at - 1), "Alt+Up")
    up.setEnabled(at > 0)
    down = add(menu, tr("Move down"), "arrow-down", lambda: desk.move_pick(id, at + 1), "Alt+Down")
    down.setEnabled(at < len(ids) - 1)
    text = tr("Take out, without judging it")
    add(menu, text, "list-x", lambda: desk.remove_pick(id), "Delete")


def _add_judging(menu: QMenu, desk: RadioDesk, track: Track) -> None:
    id = track.id
    liked = id in desk.likes
    add(
        menu, tr("Take back the like") if liked else tr("More like this"), "heart", lambda: desk.like(id), "L"
    )
    if liked:
        kept = add(menu, tr("Remember this like"), "pin", lambda: desk.remember(id))
        kept.setCheckable(True)
        kept.setChecked(id in desk.remembered)
        kept.setToolTip(tr("Other radios know of it too"))
    add(menu, tr("Not this"), "x", lambda: desk.dislike(id), "X")
    never = controls.menu(menu)
    never.setTitle(tr("Never by itself"))
    never.setIcon(icons.icon("ban", "secondary", 16))
    for text, icon, ban in _bans(track):
        add(never, text, icon, lambda ban=ban: desk.ban(ban))  # type: ignore[misc]
    menu.addMenu(never)


def said_menu(parent: QWidget, desk: RadioDesk, id: TrackId) -> QMenu:
    """What was said about a track: to keep, or to take back."""
    menu = controls.menu(parent)
    liked = id in desk.likes
    text = tr("Remember this like") if liked else tr("Remember this refusal")
    kept = add(menu, text, "pin", lambda: desk.remember(id))
    kept.setCheckable(True)
    kept.setChecked(id in desk.remembered)
    kept.setToolTip(tr("Other radios know of it too"))
    add(menu, tr("Take it back"), "x", lambda: desk.forget(id))
    return menu


def _bans(track: Track) -> list[tuple[str, str, Ban]]:
    found = [(tr("This track"), "music", Ban.track(track.id))]
    if track.artist:
        text = tr("Anything by {artist}").format(artist=_plain(track.artist))
        found.append((text, "user", Ban.artist(track.artist)))
    if track.album:
        text = tr("The album {album}").format(album=_plain(track.album))
        found.append((text, "disc-3", Ban.album(track.album, track.album_artist)))
    return found


def new_radio_menu(
    parent: QWidget,
    desk: RadioDesk,
    position: float,
    selection: Sequence[TrackId],
    search: Callable[[], object],
) -> QMenu:
    """position: seconds into what plays. selection: tracks chosen elsewhere in the window."""
    menu = controls.menu(parent)
    playing = desk.track(desk.playing)
    if playing is not None:
        id = playing.id
        title = _plain(playing.title)
        add(menu, tr("From “{title}”").format(title=title), "music", lambda: desk.start_tracks([id]))
        start = max(0.0, position - MOMENT / 2)
        end = start + MOMENT
        if playing.duration:
            end = min(end, playing.duration)
            start = max(0.0, min(start, end - MOMENT))
        text = tr("From this part of it, at {time}").format(time=words.clock(position))
        add(menu, text, "spline", lambda: desk.start_moment(id, start, end))
    if selection:
        ids = list(selection)
        text = tr("From the selection: %Ln track(s)", count=len(ids))
        add(menu, text, "list-music", lambda: desk.start_tracks(ids))
    add(menu, tr("From my listening"), "history", desk.start_from_history)
    menu.addSeparator()
    add(menu, tr("From a track, album, artist or genre…"), "search", search)
    return menu


def _plain(name: str) -> str:
    """As it is: an ampersand would underline the letter after it."""
    return name.replace("&", "&&")
