"""Playlists as they are used: the tree in the sidebar, the page of one, the rules of smart ones, files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app import tasks, theme
from app.cells import Column, trouble
from app.covers import Covers
from app.views import playlistfiles
from app.views.commands import MIME, TrackCommands
from app.views.library import LibraryView
from app.views.playlist import PlaylistView
from app.views.playlistdesk import PLACE, PlaylistDesk
from app.views.playlistmodel import PLAYLIST_MIME
from app.views.playlisttable import ENTRIES
from app.views.playlisttree import PlaylistPanel, PlaylistTree
from app.views.ways import Address, Ways
from core.database import Database
from core.domain import TrackId
from core.library.playlist_entries import Item
from core.library.playlists import Node, NodeKind, PlaylistId, Playlists
from core.library.smart import By, Limit, Smart, Unit
from core.library.tracks import SQL, Kind, Library
from tests.app.shelf import FOLDER, fill, until

NOWHERE = QModelIndex()


class Stage:
    """A library of 40 tracks with a few playlists, and all that shows them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = Library(Database(folder / "library.db", SQL))
        fill(self.library, 40)
        self.lists = Playlists(self.library)
        self.evening = self.lists.create("Evening", tracks=ids(5, 3, 9, 3))
        self.parties = self.lists.create_folder("Parties")
        self.birthday = self.lists.create("Birthday", self.parties, ids(1, 2))
        self.rare = self.lists.create_smart("Rare", Smart("plays:0"))
        self.covers = Covers(folder / "cache")
        self.ways = Ways()
        self.commands = TrackCommands(self.library)
        self.desk = PlaylistDesk(self.library, self.lists, self.commands, self.ways)
        self.commands.ways, self.commands.playlists = self.ways, self.desk
        self.went: list[Address] = []
        self.said: list[tuple[str, Any]] = []
        self.played: list[tuple[list[TrackId], int]] = []
        self.ways.went.connect(self.went.append)
        self.desk.said.connect(lambda text, _action, act: self.said.append((text, act)))
        self.commands.play.connect(lambda tracks, at: self.played.append((tracks, at)))
        self.panel = PlaylistPanel(self.desk)
        self.view = PlaylistView(self.library, self.desk, self.covers, self.commands, self.ways)
        self.ways.went.connect(lambda to: self.view.open_at(to.what) if to.place == PLACE else None)
        for widget, size in ((self.panel, (216, 500)), (self.view, (1000, 600))):
            widget.resize(*size)
            widget.show()
        self.desk.start()
        until(lambda: len(self.desk.nodes) == 3)
        self.idle()

    def idle(self) -> None:
        """All that was asked for is done, and shown."""
        self.desk._lane.drain()
        tasks.drain()
        QApplication.processEvents()
        self.desk._lane.drain()
        QApplication.processEvents()

    def open(self, id: PlaylistId) -> None:
        self.view.open_at(id)
        wanted = len(self.lists.track_ids(id))
        until(lambda: self.view.model.filled and self.rows_now() >= wanted)
        self.idle()

    def rows_now(self) -> int:
        return self.view.model.rowCount()

    def listed(self, id: PlaylistId) -> list[int]:
        return [int(track) for track in self.lists.track_ids(id)]

    @property
    def shown(self) -> list[int]:
        return [int(id) for id in self.view.model.ids()]

    @property
    def tree(self) -> Any:
        return self.panel.tree

    def names(self) -> list[str]:
        return [node.name for node in self.desk.nodes]

    def node(self, id: int) -> Node:
        found = self.desk.node(id)
        assert found is not None
        return found

    def close(self) -> None:
        self.idle()
        self.view.close_down()
        self.desk.close()
        self.covers.close()
        until(lambda: not self.covers._running)
        for widget in (self.view, self.panel):
            widget.close()
            widget.deleteLater()
        QApplication.processEvents()
        tasks.drain()
        self.lists.close()
        self.library.close()


def ids(*numbers: int) -> list[TrackId]:
    return [TrackId(number) for number in numbers]


@pytest.fixture
def stage(tmp_path: Path, qapp: QApplication) -> Iterator[Stage]:
    theme.apply(qapp, "dark")
    made = Stage(tmp_path)
    yield made
    made.close()


def tracks(*numbers: int) -> QMimeData:
    data = QMimeData()
    data.setData(MIME, ",".join(map(str, numbers)).encode())
    return data


def node_in_hand(id: int) -> QMimeData:
    data = QMimeData()
    data.setData(PLAYLIST_MIME, str(id).encode())
    return data


def drop(stage: Stage, data: QMimeData, row: int, onto: int | None) -> None:
    model = stage.tree.nodes
    at = model.index_of(onto) if onto is not None else NOWHERE
    assert model.canDropMimeData(data, Qt.DropAction.CopyAction, row, 0, at)
    model.dropMimeData(data, Qt.DropAction.CopyAction, row, 0, at)
    stage.idle()


# -- the tree


def test_the_tree_shows_folders_with_what_is_in_them(stage: Stage) -> None:
    model = stage.tree.nodes
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Evening", "Parties", "Rare"]
    assert model.index(0, 0, model.index_of(stage.parties)).data() == "Birthday"


def test_a_library_without_playlists_spends_no_room_on_the_tree(stage: Stage) -> None:
    bare = PlaylistTree(stage.desk)
    assert (bare.height(), bare.isHidden()) == (0, True)
    bare.deleteLater()


def test_a_closed_folder_hides_its_rows_and_an_open_one_makes_room(stage: Stage) -> None:
    before = stage.tree.height()
    stage.tree.expand(stage.tree.nodes.index_of(stage.parties))
    assert stage.tree.height() > before


def test_folders_stand_open_as_in_the_last_session(stage: Stage) -> None:
    stage.tree.expand(stage.tree.nodes.index_of(stage.parties))
    stage.idle()
    again = PlaylistPanel(stage.desk)
    again.tree._renew()
    until(lambda: again.tree.isExpanded(again.tree.nodes.index_of(stage.parties)))
    again.deleteLater()


def test_return_opens_a_playlist(stage: Stage) -> None:
    stage.tree.setCurrentIndex(stage.tree.nodes.index_of(stage.evening))
    QTest.keyClick(stage.tree, Qt.Key.Key_Return)
    assert stage.went == [Address(PLACE, stage.evening)]


def test_f2_renames_in_place(stage: Stage) -> None:
    stage.panel.activateWindow()
    stage.tree.setCurrentIndex(stage.tree.nodes.index_of(stage.evening))
    QTest.keyClick(stage.tree, Qt.Key.Key_F2)
    editor = stage.tree.findChild(QLineEdit)
    editor.setText("Late evening")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    until(lambda: "Late evening" in stage.names())


def test_a_new_playlist_is_opened_before_its_name_is_asked_for(stage: Stage) -> None:
    heard: list[str] = []
    stage.ways.went.connect(lambda _to: heard.append("opened"))
    stage.desk.naming_asked.connect(lambda _id: heard.append("asked"))
    stage.desk.create()
    until(lambda: len(heard) == 2)
    assert heard == ["opened", "asked"]


def test_a_name_that_is_being_written_survives_a_change_elsewhere(stage: Stage) -> None:
    stage.tree.setCurrentIndex(stage.tree.nodes.index_of(stage.evening))
    QTest.keyClick(stage.tree, Qt.Key.Key_F2)
    editor = stage.tree.findChild(QLineEdit)
    editor.setText("Half a na")
    stage.lists.create("Elsewhere")
    until(lambda: "Elsewhere" in stage.names())
    assert stage.tree.findChild(QLineEdit).text() == "Half a na"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    until(lambda: stage.tree.nodes.rowCount() == 4)


def test_delete_offers_the_playlist_back(stage: Stage) -> None:
    stage.tree.setCurrentIndex(stage.tree.nodes.index_of(stage.evening))
    QTest.keyClick(stage.tree, Qt.Key.Key_Delete)
    until(lambda: "Evening" not in stage.names())
    text, undo = stage.said[-1]
    assert text == "Playlist Evening deleted."
    undo()
    until(lambda: "Evening" in stage.names())
    assert stage.listed(stage.evening) == [5, 3, 9, 3]


def test_alt_and_an_arrow_move_a_playlist_among_its_neighbours(stage: Stage) -> None:
    stage.tree.setCurrentIndex(stage.tree.nodes.index_of(stage.evening))
    QTest.keyClick(stage.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    until(lambda: stage.names() == ["Parties", "Evening", "Rare"])


def test_tracks_dropped_on_a_playlist_are_added_to_it(stage: Stage) -> None:
    drop(stage, tracks(7, 8), -1, stage.evening)
    assert stage.listed(stage.evening) == [5, 3, 9, 3, 7, 8]
    stage.said[-1][1]()
    stage.idle()
    assert stage.listed(stage.evening) == [5, 3, 9, 3]


def test_tracks_dropped_beside_the_playlists_make_a_new_one(stage: Stage) -> None:
    drop(stage, tracks(7, 8), -1, None)
    until(lambda: "New playlist" in stage.names())
    new = next(node for node in stage.desk.nodes if node.name == "New playlist")
    assert stage.listed(new.id) == [7, 8]


def test_a_smart_playlist_takes_no_tracks(stage: Stage) -> None:
    model = stage.tree.nodes
    at = model.index_of(stage.rare)
    assert not model.canDropMimeData(tracks(1), Qt.DropAction.CopyAction, -1, 0, at)


def test_a_playlist_is_dropped_into_a_folder_but_no_folder_into_itself(stage: Stage) -> None:
    drop(stage, node_in_hand(stage.evening), -1, stage.parties)
    until(lambda: [node.name for node in stage.node(stage.parties).children] == ["Birthday", "Evening"])
    model = stage.tree.nodes
    inside = model.index_of(stage.parties)
    held = node_in_hand(stage.parties)
    assert not model.canDropMimeData(held, Qt.DropAction.MoveAction, 0, 0, inside)


def test_music_files_from_outside_make_a_playlist_of_what_is_known(stage: Stage) -> None:
    data = QMimeData()
    known = stage.library.track(TrackId(4)).path
    data.setUrls([QUrl.fromLocalFile(str(known)), QUrl.fromLocalFile("/elsewhere/odd.mp3")])
    drop(stage, data, -1, None)
    until(lambda: len(stage.desk.nodes) == 4)
    new = next(node for node in stage.desk.nodes if node.kind is NodeKind.LIST and node.id != stage.evening)
    assert [entry.track_id for entry in stage.lists.entries(new.id)] == [4, None]


def test_recent_playlists_come_first_in_the_menu(stage: Stage) -> None:
    stage.desk.add(stage.birthday, ids(7))
    stage.idle()
    recent, others = stage.desk.to_add_to()
    assert [node.name for node in recent] == ["Birthday"]
    assert [node.name for node in others] == ["Evening"]


# -- the page


def test_a_playlist_stands_in_its_own_order_with_doubles(stage: Stage) -> None:
    stage.open(stage.evening)
    assert stage.shown == [5, 3, 9, 3]


def test_delete_takes_one_of_two_alike_out_and_offers_it_back(stage: Stage) -> None:
    stage.open(stage.evening)
    stage.view.table.selectRow(3)
    QTest.keyClick(stage.view.table, Qt.Key.Key_Delete)
    until(lambda: stage.shown == [5, 3, 9])
    assert stage.view.table.currentIndex().row() == 2
    stage.said[-1][1]()
    until(lambda: stage.shown == [5, 3, 9, 3])


def test_alt_and_an_arrow_move_rows_and_the_selection_goes_along(stage: Stage) -> None:
    stage.open(stage.evening)
    stage.view.table.selectRow(0)
    QTest.keyClick(stage.view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    until(lambda: stage.shown == [3, 5, 9, 3])
    assert stage.view.table.selected_ids() == [5]
    QTest.keyClick(stage.view.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    until(lambda: stage.shown == [5, 3, 9, 3])


def test_rows_are_dragged_within_the_list(stage: Stage) -> None:
    stage.open(stage.evening)
    stage.view.table.selectRow(2)
    held = stage.view.table.mime()
    assert held is not None and held.hasFormat(ENTRIES) and held.hasFormat(MIME)
    assert stage.view.table.take_in(held, 0)
    until(lambda: stage.shown == [9, 5, 3, 3])


def test_tracks_are_dropped_between_rows(stage: Stage) -> None:
    stage.open(stage.evening)
    assert stage.view.table.take_in(tracks(7, 8), 1)
    until(lambda: stage.shown == [5, 7, 8, 3, 9, 3])


def test_a_drop_goes_where_the_line_is_shown(stage: Stage) -> None:
    stage.open(stage.evening)
    table, data = stage.view.table, tracks(7)
    rect = table.visualRect(stage.view.model.index(1, Column.TITLE))
    below = QPointF(rect.center().x(), rect.bottom() - 3)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    table.dragEnterEvent(QDragEnterEvent(below.toPoint(), copy, data, left, none))
    table.dragMoveEvent(QDragMoveEvent(below.toPoint(), copy, data, left, none))
    assert table._drop_at == 2
    table.dropEvent(QDropEvent(below, copy, data, left, none))
    assert table._drop_at == -1
    until(lambda: stage.shown == [5, 3, 7, 9, 3])


def test_a_sorted_view_takes_tracks_at_the_end_and_moves_none(stage: Stage) -> None:
    stage.open(stage.evening)
    stage.view.table.columns.sort_by(Column.TITLE)
    until(lambda: stage.shown == [3, 3, 5, 9])
    stage.view.table.selectRow(0)
    held = stage.view.table.mime()
    assert held is not None and not held.hasFormat(ENTRIES)
    assert stage.view.table.take_in(tracks(1), None)
    until(lambda: stage.listed(stage.evening) == [5, 3, 9, 3, 1])


def test_undo_and_redo_by_keys(stage: Stage) -> None:
    stage.view.activateWindow()
    stage.open(stage.evening)
    stage.view.table.setFocus()
    stage.desk.reorder(stage.evening, stage.view.model.keys(2, 3), 0)
    until(lambda: stage.shown == [9, 5, 3, 3])
    QTest.keyClick(stage.view.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: stage.shown == [5, 3, 9, 3])
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(stage.view.table, Qt.Key.Key_Z, both)
    until(lambda: stage.shown == [9, 5, 3, 3])


def test_sorting_is_only_looked_at_until_it_is_kept(stage: Stage) -> None:
    stage.open(stage.evening)
    stage.view.table.columns.sort_by(Column.TITLE)
    until(lambda: stage.shown == [3, 3, 5, 9])
    assert stage.view._sorted.isVisible()
    assert stage.listed(stage.evening) == [5, 3, 9, 3]
    assert not stage.view.table.in_order
    stage.view._sorted.kept.emit()
    until(lambda: stage.listed(stage.evening) == [3, 3, 5, 9])
    until(lambda: not stage.view._sorted.isVisible() and stage.shown == [3, 3, 5, 9])


def test_another_playlist_opens_in_its_own_order(stage: Stage) -> None:
    stage.open(stage.evening)
    stage.view.table.columns.sort_by(Column.TITLE)
    stage.open(stage.birthday)
    until(lambda: stage.shown == [1, 2])
    assert stage.view.model.wish.sort == ()


def test_finding_within_a_playlist(stage: Stage) -> None:
    stage.open(stage.evening)
    stage.view.search.setText("title:00002")
    until(lambda: stage.shown == [3, 3])
    stage.view.search.clear()
    until(lambda: stage.shown == [5, 3, 9, 3])


def test_a_file_the_library_does_not_know_is_shown_greyed_and_passed_over(stage: Stage) -> None:
    gone = Item(Path("/gone/Metal Heart.flac"), "Metal Heart", "Cat Power")
    stage.lists.add_files(stage.evening, [gone], 1)
    stage.view.open_at(stage.evening)
    until(lambda: stage.rows_now() == 5)
    track = stage.view.model.track_at(1)
    assert track is not None
    assert (track.title, track.artist) == ("Metal Heart", "Cat Power")
    assert "/gone/Metal Heart.flac" in trouble(track)
    stage.view.table.play_row.emit(2)
    assert stage.played == [([5, 3, 9, 3], 1)]


def test_a_file_that_comes_back_is_a_track_again(stage: Stage) -> None:
    new = FOLDER / "Artist 0" / "00040.flac"
    stage.lists.add_files(stage.evening, [Item(new, "Not yet here")])
    stage.view.open_at(stage.evening)
    until(lambda: stage.rows_now() == 5 and stage.shown[4] < 0)
    fill(stage.library, 1, 40, tell=True)
    until(lambda: stage.shown == [5, 3, 9, 3, 41])


def test_a_missing_file_stays_in_the_list_with_its_reason(stage: Stage) -> None:
    stage.open(stage.evening)
    with stage.library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'offline' WHERE id = 9")
    stage.library.announce(Kind.REMOVED, [9])
    until(lambda: "drive" in (stage.view.model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole) or ""))
    assert stage.shown == [5, 3, 9, 3]


def test_the_view_follows_a_playlist_that_is_deleted_and_comes_back(stage: Stage) -> None:
    stage.open(stage.evening)
    stage.desk.remove(stage.evening)
    until(stage.view._gone.isVisible)
    stage.said[-1][1]()
    until(stage.view.table.isVisible)


def test_the_view_opens_again_where_it_was(stage: Stage) -> None:
    stage.open(stage.birthday)
    kept = stage.view.kept()
    stage.open(stage.evening)
    stage.view.restore(kept)
    until(lambda: stage.shown == [1, 2])


@pytest.mark.parametrize("kept", [None, [], {"id": "x"}, {"id": 999, "query": 3}])
def test_what_others_wrote_into_the_session_does_no_harm(stage: Stage, kept: object) -> None:
    stage.view.restore(kept)


# -- smart playlists


def test_a_search_becomes_a_smart_playlist(stage: Stage) -> None:
    tracks_view = LibraryView(stage.library, stage.covers, stage.commands)
    tracks_view.show()
    tracks_view.search.setText("title:00007")
    until(lambda: tracks_view.model.rowCount() == 1 and tracks_view._keep.isVisible())
    tracks_view._keep.click()
    until(lambda: "title:00007" in stage.names())
    until(lambda: stage.shown == [8])
    stage.idle()
    tracks_view.close_down()
    tracks_view.close()
    tracks_view.deleteLater()


def test_a_smart_playlist_is_live(stage: Stage) -> None:
    with stage.library.database.write() as db:
        db.execute("UPDATE tracks SET play_count = 0 WHERE id = 2")
    before = stage.listed(stage.rare)
    stage.open(stage.rare)
    assert stage.shown == before
    with stage.library.database.write() as db:
        db.execute("UPDATE tracks SET play_count = 1 WHERE id = 2")
    stage.library.announce(Kind.PLAYED, [2])
    until(lambda: 2 not in stage.shown)


def test_rules_are_looked_at_before_they_are_saved(stage: Stage) -> None:
    stage.open(stage.rare)
    stage.desk.edit_rules(stage.rare)
    until(stage.view.editor.isVisible)
    assert stage.view.editor.query.text() == "plays:0"
    stage.view.editor.query.setText("title:00007")
    until(lambda: stage.shown == [8])
    assert stage.lists.smart(stage.rare).query == "plays:0"
    stage.view.editor.cancelled.emit()
    until(lambda: stage.shown == stage.listed(stage.rare))


def test_saved_rules_hold(stage: Stage) -> None:
    stage.open(stage.rare)
    stage.desk.edit_rules(stage.rare)
    until(stage.view.editor.isVisible)
    stage.view.editor.query.setText("year:>1980")
    stage.view.editor.save()
    until(lambda: stage.lists.smart(stage.rare).query == "year:>1980")
    until(lambda: stage.shown == stage.listed(stage.rare) and not stage.view.editor.isVisible())


def test_the_editor_gives_back_what_it_was_given(stage: Stage) -> None:
    rules = Smart("genre:folk", (("rating", True), ("year", False)), Limit(30, Unit.MINUTES, By.RANDOM), 3)
    stage.view.editor.show_smart(rules)
    assert stage.view.editor.smart == rules


def test_a_suggestion_is_added_and_taken_away(stage: Stage) -> None:
    editor = stage.view.editor
    editor.show_smart(Smart("genre:folk"))
    editor._toggle("is:loved")
    assert editor.query.text() == "genre:folk is:loved"
    editor._toggle("is:loved")
    assert editor.query.text() == "genre:folk"


def test_the_editor_says_how_much_it_finds(stage: Stage) -> None:
    stage.view.editor.show_smart(Smart("title:0000"))
    until(lambda: stage.view.editor._found.text().startswith("10 tracks"))


def test_what_a_smart_playlist_finds_now_can_be_kept(stage: Stage) -> None:
    stage.open(stage.rare)
    found = stage.shown
    stage.view._freeze()
    until(lambda: "Rare 2" in stage.names())
    new = next(node for node in stage.desk.nodes if node.name == "Rare 2")
    assert (new.kind, stage.listed(new.id)) == (NodeKind.LIST, found)


# -- files


@pytest.mark.parametrize("ending", [".m3u8", ".pls", ".xspf"])
def test_a_playlist_goes_out_and_comes_back(stage: Stage, ending: str) -> None:
    file = stage.folder / f"out{ending}"
    playlistfiles.export(stage.desk, stage.node(stage.evening), file, relative=True)
    until(lambda: stage.said and "4 tracks written" in stage.said[-1][0])
    playlistfiles.import_files(stage.view, stage.desk, [file])
    until(lambda: len(stage.desk.nodes) == 4)
    new = next(node for node in stage.desk.nodes if node.id > stage.rare)
    assert stage.listed(new.id) == [5, 3, 9, 3]
    until(lambda: "all of them found" in stage.said[-1][0])


def test_a_report_names_what_was_not_found(stage: Stage) -> None:
    came = [playlistfiles.Came("Old", 3, (Path("/gone/a.flac"),), 1)]
    dialog = playlistfiles.report(stage.view, came)
    from PySide6.QtWidgets import QLabel, QPlainTextEdit

    assert "/gone/a.flac" in dialog.findChild(QPlainTextEdit).toPlainText()
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Old: 2 of 3 found" in said and "1 web radio left out" in said
    dialog.close()


def test_an_export_is_asked_about_before(stage: Stage) -> None:
    dialog = playlistfiles.ExportDialog(stage.view, stage.node(stage.rare))
    assert (dialog.ending, dialog.relative) == (".m3u8", True)
    dialog.deleteLater()


def test_everything_paints_in_both_themes(stage: Stage, qapp: QApplication) -> None:
    stage.open(stage.evening)
    stage.tree.expand(stage.tree.nodes.index_of(stage.parties))
    for name in ("light", "dark"):
        theme.apply(qapp, name)
        assert not stage.view.grab().isNull()
        assert not stage.panel.grab(stage.panel.rect().adjusted(0, 0, 0, 0)).isNull()
    stage.view.table._point_at(4)
    assert not stage.view.grab().isNull()
    assert stage.view.table._row_before(QPoint(10, 5000)) == 4
