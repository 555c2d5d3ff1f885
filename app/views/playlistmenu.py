"""Menus of playlists: what can be made, and what can be done with one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from app.views import playlistfiles
from app.views.playlistdesk import PlaylistDesk
from app.views.trackmenu import add
from app.widgets import controls
from app.words import tr
from core.library.playlists import Node, NodeKind, PlaylistId
from core.library.smart import Smart


def new_menu(menu: QMenu, desk: PlaylistDesk, folder: PlaylistId | None) -> None:
    """What can be made in a folder, or at the top."""
    add(menu, tr("New playlist"), "list-plus", lambda: desk.create(folder=folder))
    add(menu, tr("New smart playlist"), "sparkles", lambda: desk.create_smart(Smart(), folder=folder))
    add(menu, tr("New folder"), "folder-plus", lambda: desk.create_folder(folder))


def playlist_menu(parent: QWidget, desk: PlaylistDesk, node: Node, rename: Callable[[], object]) -> QMenu:
    """What can be done with a playlist or folder. rename: how the caller asks for a name."""
    menu, id = controls.menu(parent), node.id
    add(menu, tr("Play"), "play", lambda: desk.play(id))
    add(menu, tr("Shuffle"), "shuffle", lambda: desk.play_shuffled(id))
    add(menu, tr("Shuffle by waiting time"), "hourglass", lambda: desk.play_by_waiting(id))
    add(menu, tr("Play next"), "list-start", lambda: desk.play_next(id))
    add(menu, tr("Add to queue"), "list-end", lambda: desk.enqueue(id))
    add(menu, tr("Start radio"), "radio", lambda: desk.radio(id))
    add(menu, tr("Show in map"), "map-pin", lambda: desk.show_in_map(id))
    add(menu, tr("Show as curves"), "spline", lambda: desk.show_curves(id))
    menu.addSeparator()
    if node.kind is NodeKind.FOLDER:
        new_menu(menu, desk, id)
        menu.addSeparator()
    if node.kind is NodeKind.SMART:
        add(menu, tr("Edit rules"), "sliders-horizontal", lambda: desk.edit_rules(id))
    add(menu, tr("Rename"), "pencil", rename, "F2")
    add(menu, tr("Duplicate"), "copy-plus", lambda: desk.duplicate(id))
    if node.kind is not NodeKind.FOLDER:
        add(menu, tr("Export…"), "file-up", lambda: playlistfiles.ask_export(parent, desk, node))
    menu.addSeparator()
    add(menu, tr("Delete"), "trash-2", lambda: desk.remove(id), "Del")
    return menu
