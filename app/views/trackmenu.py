"""The context menu of tracks, the same in every list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app import icons, words
from app.views.commands import TrackCommands
from app.widgets import controls
from core.domain import Track, TrackId

STARS = (5, 4, 3, 2, 1)


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
    chosen = list(ids)
    if len(chosen) == 1:
        _add(menu, "Play", "play", play, "Return")
    else:
        _add(menu, f"Play these {words.number(len(chosen))}", "play", lambda: commands.play.emit(chosen, 0))
    _add(menu, "Play next", "list-start", lambda: commands.play_next.emit(chosen))
    _add(menu, "Add to queue", "list-end", lambda: commands.enqueue.emit(chosen))
    menu.addSeparator()
    _add(menu, "Start radio", "radio", lambda: commands.radio.emit(chosen))
    menu.addSeparator()
    if current.loved:
        _add(menu, "Love no more", "heart-off", lambda: commands.love(chosen, loved=False), "L")
    else:
        _add(menu, "Love", "heart", lambda: commands.love(chosen, loved=True), "L")
    _add_rating(menu, commands, chosen, current)
    menu.addSeparator()
    _add(menu, "Show in folder", "folder-open", lambda: commands.reveal(current.path))
    _add(menu, "Copy path" if len(chosen) == 1 else "Copy paths", "copy", lambda: commands.copy_paths(chosen))
    return menu


def _add(menu: QMenu, text: str, icon: str, do: Callable[[], object], key: str = "") -> QAction:
    action = menu.addAction(icons.icon(icon, "secondary", 16), text)
    action.triggered.connect(lambda _checked=False: do())
    if key:  # shown beside the words; the list itself listens to it
        action.setShortcut(QKeySequence(key))
    return action


def _add_rating(menu: QMenu, commands: TrackCommands, ids: list[TrackId], current: Track) -> None:
    rate = controls.menu(menu)
    rate.setTitle("Rate")
    rate.setIcon(icons.icon("star", "secondary", 16))
    for stars in STARS:
        action = rate.addAction("★" * stars)
        action.setCheckable(True)
        action.setChecked(current.rating == stars)
        action.setToolTip(f"{stars} stars")
        action.triggered.connect(lambda _checked=False, stars=stars: commands.rate(ids, stars))
    rate.addSeparator()
    none = rate.addAction("No rating")
    none.triggered.connect(lambda _checked=False: commands.rate(ids, None))
    menu.addMenu(rate)
