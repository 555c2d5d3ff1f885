"""The context menu of tracks, the same in every list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app import icons, words
from app.cells import Column, listed, trouble
from app.views.commands import TrackCommands
from app.widgets import controls
from app.widgets.rating import STARS, half_star_key
from app.words import tr
from core.domain import Track, TrackId


def track_menu(
    parent: QWidget,
    commands: TrackCommands,
    ids: Sequence[TrackId],
    current: Track,
    play: Callable[[], object],
) -> QMenu:
    """ids: what the entries act on; current: the row under the pointer, whose state they show.

    play: what "Play" does for one track, since a table plays on from its row and a list may not; several
    are played by themselves.
    """
    menu = controls.menu(parent)
    chosen = [id for id in ids if id > 0]
    if chosen:
        _add_playing(menu, commands, chosen, play)
        _add_leading(menu, commands, current)
        menu.addSeparator()
        _add_liking(menu, commands, chosen, current)
        menu.addSeparator()
        if not trouble(current):
            add(menu, tr("Edit tags…"), "tags", lambda: commands.edit_tags.emit(chosen))
            menu.addMenu(_writing_menu(menu, commands, chosen))
        copy = tr("Copy path") if len(chosen) == 1 else tr("Copy paths")
        add(menu, copy, "copy", lambda: commands.copy_paths(chosen))
    add(menu, tr("Show in folder"), "folder-open", lambda: commands.reveal(current.path))
    return menu


def add(menu: QMenu, text: str, icon: str, do: Callable[[], object], key: str = "") -> QAction:
    """An entry; `key` is shown beside the words, and listened to by the list itself."""
    action = menu.addAction(icons.icon(icon, "secondary", 16), text)
    action.triggered.connect(lambda _checked=False: do())
    if key:
        action.setShortcut(QKeySequence(key))
    return action


def _add_playing(
    menu: QMenu, commands: TrackCommands, chosen: list[TrackId], play: Callable[[], object]
) -> None:
    if len(chosen) == 1:
        add(menu, tr("Play"), "play", play, "Return")
    else:
        text = tr("Play these {number}").format(number=words.number(len(chosen)))
        add(menu, text, "play", lambda: commands.play.emit(chosen, 0))
    add(menu, tr("Play next"), "list-start", lambda: commands.play_next.emit(chosen))
    add(menu, tr("Add to queue"), "list-end", lambda: commands.enqueue.emit(chosen))
    if commands.playlists is not None:
        menu.addMenu(playlists_menu(menu, commands, chosen))
    menu.addSeparator()
    add(menu, tr("Start radio"), "radio", lambda: commands.radio.emit(chosen))


def _add_leading(menu: QMenu, commands: TrackCommands, current: Track) -> None:
    if commands.ways is None or not listed(current):
        return
    if current.album:
        add(menu, tr("Go to album"), "disc-3", lambda: commands.go_to(current, Column.ALBUM))
    if current.artist:
        add(menu, tr("Go to artist"), "user", lambda: commands.go_to(current, Column.ARTIST))


def _add_liking(menu: QMenu, commands: TrackCommands, chosen: list[TrackId], current: Track) -> None:
    if current.loved:
        add(menu, tr("Love no more"), "heart-off", lambda: commands.love(chosen, loved=False), "L")
    else:
        add(menu, tr("Love"), "heart", lambda: commands.love(chosen, loved=True), "L")
    menu.addMenu(rating_menu(menu, commands, chosen, current.rating))


def _writing_menu(parent: QWidget, commands: TrackCommands, chosen: list[TrackId]) -> QMenu:
    """What only this puts into files: nothing writes to them by itself."""
    menu = controls.menu(parent)
    menu.setTitle(tr("Write to the files"))
    menu.setIcon(icons.icon("save", "secondary", 16))
    add(menu, tr("Rating"), "star", lambda: commands.write_ratings.emit(chosen))
    add(menu, tr("Loudness (ReplayGain)"), "volume-2", lambda: commands.write_gains.emit(chosen))
    return menu


def rating_menu(
    parent: QWidget, commands: TrackCommands, ids: Sequence[TrackId], rating: float | None
) -> QMenu:
    """Half a star to five; rating: what is marked as given."""
    rate = controls.menu(parent)
    rate.setTitle(tr("Rate"))
    rate.setIcon(icons.icon("star", "secondary", 16))
    for stars in reversed(STARS):
        whole = "★" * int(stars)
        action = rate.addAction(f"{whole}½" if stars % 1 else whole)
        action.setShortcut(QKeySequence(half_star_key(stars)))
        action.setCheckable(True)
        action.setChecked(rating == stars)
        action.setToolTip(tr("{number} stars").format(number=words.decimal(stars)))
        action.triggered.connect(lambda _checked=False, stars=stars: commands.rate(ids, stars))
    rate.addSeparator()
    none = rate.addAction(tr("No rating"))
    none.setShortcut(QKeySequence("0"))
    none.triggered.connect(lambda _checked=False: commands.rate(ids, None))
    return rate


def playlists_menu(parent: QWidget, commands: TrackCommands, ids: Sequence[TrackId]) -> QMenu:
    """Playlists to add to, those added to last first; and a new one."""
    desk = commands.playlists
    assert desk is not None
    menu = controls.menu(parent)
    menu.setTitle(tr("Add to playlist"))
    menu.setIcon(icons.icon("list-plus", "secondary", 16))
    add(menu, tr("New playlist"), "plus", lambda: desk.create(tracks=ids))
    recent, others = desk.to_add_to()
    for some in (recent, others):
        if some:
            menu.addSeparator()
        for node in some:
            add(menu, _plain(node.name), "list-music", lambda id=node.id: desk.add(id, ids))  # type: ignore[misc]
    return menu


def _plain(name: str) -> str:
    """As it is: an ampersand would underline the letter after it."""
    return name.replace("&", "&&")
