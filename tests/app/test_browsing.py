"""Albums, artists, genres, folders and the column browser as they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from app import tasks, theme
from app.choices import Choices
from app.covers import Covers
from app.views.albums import AlbumsView
from app.views.artists import ArtistsView
from app.views.columnbrowser import ColumnBrowser
from app.views.commands import TrackCommands, ids_of
from app.views.folders import FoldersView
from app.views.genres import GenresView
from app.views.ways import Address, Ways
from app.widgets.letters import initials
from app.widgets.tilegrid import GAP, TileGrid
from core.database import Database
from core.domain import TrackId
from core.library.browse import Browse, By
from core.library.narrowing import Role
from core.library.tracks import SQL, Kind, Library
from core.settings import Settings
from tests.app.shelf import FOLDER, fill, until

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "library.db", SQL))
    yield made
    tasks.drain()
    made.close()


@pytest.fixture
def full(library: Library) -> Library:
    """Thirty albums by ten artists, ten tracks each."""
    fill(library, 300)
    return library


class Stage:
    """What a view needs, the ways it went, and what it asked to be played."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library, self.browse = library, Browse(library)
        self.covers = Covers(folder / "cache")
        self.commands = TrackCommands(library)
        self.ways = Ways()
        self.commands.ways = self.ways
        self.choices = Choices(folder / "settings.toml", Settings())
        self.went: list[Address] = []
        self.asked: list[tuple[str, Any]] = []
        self.ways.went.connect(self.went.append)
        self.commands.play.connect(lambda ids, at: self.asked.append(("play", (list(ids), at))))
        for name in ("play_next", "enqueue", "radio"):
            getattr(self.commands, name).connect(lambda ids, name=name: self.asked.append((name, ids)))
        self.views: list[Any] = []

    def show(self, kind: Callable[..., Any], size: tuple[int, int] = (1100, 700)) -> Any:
        view = kind(self.library, self.browse, self.covers, self.commands, self.ways, self.choices)
        return self.put(view, size)

    def put(self, view: Any, size: tuple[int, int] = (1100, 700)) -> Any:
        self.views.append(view)
        view.resize(*size)
        view.show()
        QApplication.processEvents()
        return view

    def shelf(self, kind: Callable[..., Any], size: tuple[int, int] = (1100, 700)) -> Any:
        view = self.show(kind, size)
        until(lambda: view.shelf.model.rows)
        return view

    def close(self) -> None:
        for view in self.views:
            view.close_down()
        self.covers.close()
        until(lambda: not self.covers.busy)
        for view in self.views:
            view.close()
            view.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def stage(full: Library, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(full, tmp_path)
    yield made
    made.close()


@pytest.fixture
def empty(library: Library, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(library, tmp_path)
    yield made
    made.close()


def titles(view: Any) -> list[str]:
    return [row.title for row in view.shelf.model.rows]


def box(grid: TileGrid, row: int) -> QRect:
    return grid.visualRect(grid.tiles.index(row))


# Albums ----------------------------------------------------------------------------------------------


def test_albums_are_listed_by_artist_with_their_letters(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    assert len(titles(view)) == 30
    assert titles(view)[:3] == ["Album 00", "Album 01", "Album 02"]
    assert view.shelf.fact.text() == "30"
    assert initials(view.shelf.model.keys) == [("A", 0)]


def test_tiles_fill_the_width_and_keep_their_distance(stage: Stage) -> None:
    grid = stage.shelf(AlbumsView).shelf.grid
    for side in (96, 168, 320):
        grid.set_side(side)
        boxes = [box(grid, row) for row in range(10)]
        top = [each for each in boxes if each.top() == boxes[0].top()]
        assert all(b.left() - a.right() > GAP - 2 for a, b in pairwise(top))
        assert grid.viewport().width() - top[-1].right() <= 8
        assert all(grid.indexAt(each.center()).row() == row for row, each in enumerate(boxes))


def test_the_slider_sizes_covers_and_is_remembered(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view._size.setValue(240)
    assert view.shelf.grid.side == 240
    view.close_down()
    assert stage.choices.now.cover_size == 240


def test_an_order_is_chosen(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view.sort(By.TITLE)
    until(lambda: view.shelf.model.keys[:1] == ["album 00"] and not view.shelf.reader.busy)
    view.sort(By.YEAR)
    until(lambda: view.shelf.model.rows[0].year == max(a.year for a in view.shelf.model.rows))


def test_chance_keeps_its_order_while_the_library_changes(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view.sort(By.RANDOM)
    until(lambda: not view.shelf.reader.busy)
    before = titles(view)
    view.shelf.outdate()
    until(lambda: not view.shelf.reader.busy)
    assert titles(view) == before


def test_in_a_narrow_window_the_names_of_the_shelves_stay_whole(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view.resize(420, 600)
    QApplication.processEvents()
    chips = [chip for chip in view.findChildren(QPushButton) if chip.property("kind") == "chip"]
    assert len(chips) == 5
    assert all(chip.width() >= chip.sizeHint().width() for chip in chips)


def test_shelves_hold_what_was_played_and_rated(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view._choose_chip(By.RATING)
    until(lambda: not view.shelf.model.rows)
    assert view.shelf.bare.isVisible()
    stage.library.set_rating(stage.library.all_ids()[0], 5)
    until(lambda: titles(view) == ["Album 00"])


def test_searching_narrows_the_shelf(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view.focus_search()
    view.shelf.search.setText("artist:3 album:32")
    until(lambda: titles(view) == ["Album 32"])
    view.shelf.search.setText("nothing of the kind")
    until(view.shelf.nothing.isVisible)
    view.shelf.search.clear()
    until(lambda: len(titles(view)) == 30)


def test_keys_walk_the_grid(stage: Stage) -> None:
    grid = stage.shelf(AlbumsView).shelf.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.tiles.index(0))
    columns = grid.columns
    for key, row in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Left, columns),
        (Qt.Key.Key_End, 29),
        (Qt.Key.Key_Down, 29),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Up, 0),
    ):
        QTest.keyClick(grid, key)
        assert grid.currentIndex().row() == row
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert stage.went == [Address("albums", grid.tiles.rows[0].id)]


def test_typed_letters_lead_to_a_row(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view.shelf.grid.setFocus()
    QTest.keyClicks(view.shelf.grid, "artist 7")
    assert view.shelf.model.rows[view.shelf.grid.currentIndex().row()].artist == "Artist 7"


def test_shift_and_control_choose_several(stage: Stage) -> None:
    grid = stage.shelf(AlbumsView).shelf.grid
    click = lambda row, keys: QTest.mouseClick(  # noqa: E731
        grid.viewport(), Qt.MouseButton.LeftButton, keys, box(grid, row).topLeft() + QPoint(9, 9)
    )
    click(1, NONE)
    click(4, Qt.KeyboardModifier.ShiftModifier)
    assert grid.chosen() == [1, 2, 3, 4]
    click(6, Qt.KeyboardModifier.ControlModifier)
    assert grid.chosen() == [1, 2, 3, 4, 6]


def test_the_play_mark_plays_the_album(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    grid = view.shelf.grid
    cover = QRect(box(grid, 2).topLeft(), QSize(grid.drawn, grid.drawn))
    QTest.mouseMove(grid.viewport(), grid._play_box(cover).center())
    grid._hovered, grid._on_play = 2, True
    grid.play_asked.emit(2)
    until(lambda: stage.asked)
    name, (ids, at) = stage.asked[0]
    assert (name, at, len(ids)) == ("play", 0, 10)
    assert {track.album for track in stage.library.tracks(ids)} == {view.shelf.model.rows[2].title}


def test_a_drag_carries_the_tracks(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    carried = view.shelf.grid.carry([0, 1])
    assert carried is not None
    assert len(ids_of(carried)) == 20


def test_the_menu_is_that_of_tracks_with_the_album_on_top(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view.shelf.grid.selectionModel().select(
        view.shelf.model.index(3), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    view.shelf.grid.menu_asked.emit(3, QPoint(10, 10))
    until(lambda: view.findChildren(QMenu))
    menu = view.findChildren(QMenu)[0]
    named = {action.text(): action for action in menu.actions()}
    assert {"Open", "Show artist", "Play next", "Add to queue", "Start radio"} <= set(named)
    named["Show artist"].trigger()
    named["Add to queue"].trigger()
    assert stage.went == [Address("artists", view.shelf.model.rows[3].artist)]
    assert len(stage.asked[0][1]) == 10
    menu.close()


def test_a_page_shows_one_album_and_goes_back(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    album = view.shelf.model.rows[4]
    view.open_at(album.id)
    until(lambda: view.page.tracks.rows)
    assert view.page.isVisible()
    assert view.page.head.title.text() == album.title
    assert len(view.page.tracks.ids()) == 10
    view.page.head.up_asked.emit()
    assert stage.went == [Address("albums")]
    view.open_at(None)
    assert view.shelf.isVisible()


def test_a_track_leads_to_its_album(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    id = stage.library.all_ids()[15]
    view.open_at(id)
    until(lambda: view.page.isVisible() and view.page.tracks.current_track())
    assert view.page.tracks.current_track().id == id


def test_a_track_on_the_page_plays_on_from_its_row(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view.open_at(view.shelf.model.rows[0].id)
    until(lambda: view.page.tracks.rows)
    tracks = view.page.tracks
    tracks.setFocus()
    tracks.setCurrentIndex(tracks.model().index(3, 0))
    QTest.keyClick(tracks, Qt.Key.Key_Return)
    assert stage.asked == [("play", (tracks.ids(), 3))]
    QTest.keyClick(tracks, Qt.Key.Key_4)
    until(lambda: tracks.rows[3].rating == 4)


def test_discs_have_headings(empty: Stage) -> None:
    library = empty.library
    fill(library, 4)
    with library.database.write() as db:
        db.execute(
            "UPDATE tracks SET album = 'Aerial', album_key = 'aerial', artist = 'Kate', artist_key = 'kate',"
            " album_artist = 'Kate', album_artist_key = 'kate', disc_no = 1 + id % 2, track_no = id,"
            " year = 2005"
        )
    view = empty.shelf(AlbumsView)
    view.open_at(view.shelf.model.rows[0].id)
    until(lambda: view.page.tracks.rows)
    assert [row.title for row in view.page.tracks.rows if not hasattr(row, "id")] == ["Disc 1", "Disc 2"]


def test_a_page_follows_its_album_when_it_is_renamed(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    album = view.shelf.model.rows[0]
    view.open_at(album.id)
    until(lambda: view.page.tracks.rows)
    with stage.library.database.write() as db:
        db.execute("UPDATE tracks SET album = 'Other', album_key = 'other' WHERE album_id = ?", (album.id,))
    stage.library.announce(Kind.CHANGED, view.page.tracks.ids())
    until(lambda: view.page.head.title.text() == "Other")


def test_how_it_stood_is_kept(stage: Stage) -> None:
    view = stage.shelf(AlbumsView)
    view.sort(By.TITLE)
    view.shelf.search.setText("album")
    album = view.shelf.model.rows[2]
    view.open_at(album.id)
    kept = view.kept()
    again = stage.show(AlbumsView)
    again.restore(kept)
    until(lambda: again.page.tracks.rows)
    assert again.page.album.id == album.id
    assert (again.shelf.query, again._by) == ("album", By.TITLE)
    again.restore({"by": 7, "chip": [], "album": 3, "query": None, "first": "x"})
    again.restore("nonsense")


def test_without_music_it_asks_for_a_folder(empty: Stage) -> None:
    view = empty.show(AlbumsView)
    until(view.shelf.no_music.isVisible)


def test_new_music_appears_by_itself_and_the_view_stays(empty: Stage) -> None:
    fill(empty.library, 10)
    view = empty.shelf(AlbumsView)
    fill(empty.library, 200, 10, tell=True)
    until(lambda: len(titles(view)) == 30)


# Artists and genres ----------------------------------------------------------------------------------


def test_artists_lead_to_their_pages(stage: Stage) -> None:
    view = stage.shelf(ArtistsView)
    assert [row.name for row in view.shelf.model.rows] == [f"Artist {n}" for n in range(10)]
    view.shelf.grid.opened.emit(2)
    assert stage.went == [Address("artists", "Artist 2")]
    view.open_at("Artist 2")
    until(lambda: view.page.own.model.rows)
    assert [album.title for album in view.page.own.model.rows] == ["Album 20", "Album 21", "Album 22"]
    view.page.head.queue_asked.emit()
    until(lambda: stage.asked)
    assert len(stage.asked[0][1]) == 30


def test_composers_are_a_switch_away(stage: Stage) -> None:
    with stage.library.database.write() as db:
        db.execute("""UPDATE tracks SET composer = 'Bach', composers = '["Bach"]' WHERE id < 20""")
    view = stage.shelf(ArtistsView)
    view.choose(Role.COMPOSER.value)
    until(lambda: [row.name for row in view.shelf.model.rows] == ["Bach"])
    view.open_at(view.shelf.model.rows[0].what)
    until(lambda: view.page.head.title.text() == "Bach")


def test_names_are_found_without_marks_and_case(stage: Stage) -> None:
    view = stage.shelf(ArtistsView)
    view.shelf.search.setText("ARTÍST 3")
    until(lambda: [row.name for row in view.shelf.model.rows] == ["Artist 3"])


def test_genres_and_decades(stage: Stage) -> None:
    view = stage.shelf(GenresView)
    assert [(row.name, len(row.tile.sources)) for row in view.shelf.model.rows] == [("Folk", 4)]
    view.choose("years")
    until(lambda: view.shelf.model.rows[0].name == "2010s")
    view.open_at(view.shelf.model.rows[0].what)
    until(lambda: view.page.own.model.rows)
    assert all(2010 <= album.year <= 2019 for album in view.page.own.model.rows)
    assert view.page._parts.count() == 12


def test_a_page_of_nothing_goes_back_to_the_shelf(stage: Stage) -> None:
    view = stage.shelf(ArtistsView)
    view.open_at("Nobody of that name")
    until(view.shelf.isVisible)
    view.restore({"switch": "artist", "open": ["artist", "Artist 4"], "query": ""})
    until(lambda: view.page.own.model.rows)


# Folders ---------------------------------------------------------------------------------------------


def test_folders_open_level_by_level_and_list_their_tracks(stage: Stage, tmp_path: Path) -> None:
    with stage.library.database.write() as db:
        db.execute("INSERT INTO roots (path, added_at) VALUES (?, 0)", (str(FOLDER).encode(),))
    view = stage.show(FoldersView)
    until(lambda: view.model.rowCount() == 300)
    view.open_at(FOLDER / "Artist 3")
    until(lambda: view.model.rowCount() == 30)
    assert view.tree.currentIndex().data() == "Artist 3"
    kept = view.kept()
    again = stage.show(FoldersView)
    again.restore(kept)
    until(lambda: again.model.rowCount() == 30)
    again.tree.play_asked.emit(again.folders.folder(again.tree.currentIndex()))
    until(lambda: stage.asked)
    assert len(stage.asked[0][1][0]) == 30


def test_without_folders_it_asks_for_one(empty: Stage) -> None:
    view = empty.show(FoldersView)
    until(view._none.isVisible)


# Column browser --------------------------------------------------------------------------------------


def test_columns_narrow_what_is_to_their_right(stage: Stage) -> None:
    view = stage.put(ColumnBrowser(stage.library, stage.browse), (900, 180))
    said: list[Any] = []
    view.narrowed.connect(said.append)
    _, artist, album = (column.list for column in view.columns)
    until(lambda: len(album.entries.entries) == 30)
    assert artist.entries.text(0) == "All (10)"
    artist.choose(["Artist 3", "Artist 4"])
    until(lambda: len(album.entries.entries) == 6)
    assert len(stage.browse.track_ids(said[-1])) == 60
    album.choose([album.entries.entries[0].id])
    assert len(stage.browse.track_ids(said[-1])) == 10
    artist.setCurrentIndex(artist.entries.index(0))
    until(lambda: len(album.entries.entries) == 30)
    view.clear()
    until(lambda: said[-1] is None)


def test_what_was_chosen_is_kept_until_it_is_gone(stage: Stage) -> None:
    view = stage.put(ColumnBrowser(stage.library, stage.browse), (900, 180))
    until(lambda: view.columns[2].list.entries.entries)
    view.restore([["Folk"], ["Artist 5"], []])
    until(lambda: view.columns[1].list.chosen() == ["Artist 5"])
    assert view.kept() == [["Folk"], ["Artist 5"], []]
    ids = stage.library.order("artist:5")
    with stage.library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'missing' WHERE artist = 'Artist 5'")
    stage.library.announce(Kind.REMOVED, [TrackId(id) for id in ids])
    until(lambda: view.kept() == [["Folk"], [], []])
