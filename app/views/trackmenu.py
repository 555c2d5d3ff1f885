"""The context menu of tracks, the same in every list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app import icons, words
from app.cells import Column, listed, trouble
from app.radiobans import ICONS, offer_of
from app.views.commands import COMPARED, TrackCommands
from app.views.whole import CHOSEN, Whole, bans_of
from app.widgets import controls
from app.widgets.rating import STARS, half_star_key
from app.words import tr
from core.domain import Track, TrackId
from core.library.bans import Ban, BanKind


def track_menu(
    parent: QWidget,
    commands: TrackCommands,
    ids: Sequence[TrackId],
    current: Track,
    play: Callable[[], object],
    whole: Whole = CHOSEN,
) -> QMenu:
    """ids: what the entries act on; current: the row under the pointer, whose state they show.

    play: what "Play" does for one track, since a table plays on from its row and a list may not; several
    are played by themselves. whole: what the tracks are together.
    """
    menu = controls.menu(parent)
    chosen = [id for id in ids if id > 0]
    if chosen:
        _add_playing(menu, commands, chosen, play)
        menu.addSeparator()
        _add_radio(menu, commands, chosen, current, whole)
        menu.addSeparator()
        _add_pictures(menu, commands, chosen, whole)
        menu.addSeparator()
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


def _add_radio(
    menu: QMenu, commands: TrackCommands, chosen: list[TrackId], current: Track, whole: Whole
) -> None:
    add(menu, tr("Start radio"), "radio", lambda: commands.start_radio(chosen, whole))
    if len(chosen) > 1:
        text = tr("Shuffle by waiting time")
        add(menu, text, "hourglass", lambda: commands.shuffle_by_waiting(chosen)).setToolTip(
            tr("What has not been heard for longest is likely to come first")
        )
    if len(chosen) == 2:
        add(menu, tr("Song path between them…"), "route", lambda: commands.path_asked.emit(chosen))
    elif len(chosen) == 1:
        add(menu, tr("Song path from here…"), "route", lambda: commands.path_asked.emit(chosen))
    menu.addMenu(never_menu(menu, commands, current, chosen, whole))


def _add_pictures(menu: QMenu, commands: TrackCommands, chosen: list[TrackId], whole: Whole) -> None:
    add(menu, tr("Show in map"), "map-pin", lambda: commands.map_asked.emit(chosen))
    add(menu, tr("Show as curves"), "spline", lambda: commands.curves_asked.emit(chosen, whole.label))
    if len(chosen) <= COMPARED:
        add(menu, tr("Compare…"), "blend", lambda: commands.compare_asked.emit(chosen))


def never_menu(
    parent: QWidget, commands: TrackCommands, current: Track, chosen: Sequence[TrackId], whole: Whole
) -> QMenu:
    """What keeps music out of radio for good; the settings have the list of it."""
    menu = controls.menu(parent)
    menu.setTitle(tr("Never play in radio"))
    menu.setIcon(icons.icon("ban", "secondary", 16))
    if len(chosen) > 1 and whole.ban is None:
        each = tuple(Ban.track(id) for id in chosen)
        text = tr("These %Ln track(s)", count=len(chosen))
        add(menu, text, ICONS[BanKind.TRACK], lambda: commands.barred.emit(each))
        return menu
    for ban in [whole.ban] if whole.ban is not None else bans_of(current):
        text = _plain(offer_of(ban, current.title))
        add(menu, text, ICONS[ban.kind], lambda ban=ban: commands.barred.emit((ban,)))  # type: ignore[misc]
    return menu


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
