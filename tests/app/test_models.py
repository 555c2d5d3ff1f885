"""The track table's model: order from SQL, rows by pages, and what follows when the library changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication

from app import models
from app.cells import FACTS, Column
from app.models import PAGE, PAGES, TrackTableModel
from core.database import Database
from core.library.tracks import SQL, Kind, Library
from tests.app.shelf import fill, until


@pytest.fixture
def library(tmp_path: Path, qapp: QApplication) -> Iterator[Library]:
    made = Library(Database(tmp_path / "library.db", SQL))
    fill(made, 600)
    yield made
    made.close()


@pytest.fixture
def model(library: Library) -> Iterator[TrackTableModel]:
    made = TrackTableModel(library)
    made.start()
    until(lambda: made.filled)
    yield made
    made.close()


def titles(model: TrackTableModel, rows: int = 3) -> list[object]:
    return [model.index(row, Column.TITLE).data() for row in range(rows)]


def test_it_lists_everything_in_the_librarys_order(model: TrackTableModel, library: Library) -> None:
    assert model.rowCount() == 600
    assert model.ids() == list(library.order())


def test_a_query_leaves_what_it_finds(model: TrackTableModel) -> None:
    model.set_query("title:00123")
    until(lambda: model.rowCount() == 1)
    assert titles(model, 1) == ["Title 00123"]


def test_only_the_newest_of_many_queries_is_shown(model: TrackTableModel) -> None:
    counts: list[int] = []
    model.reordered.connect(lambda _asked: counts.append(model.rowCount()))
    for query in ("t", "ti", "tit", "title:0012", "title:00123"):
        model.set_query(query)
    until(lambda: model.rowCount() == 1)
    assert counts == [1]


def test_columns_sort_both_ways(model: TrackTableModel) -> None:
    model.set_sort([("title", True)])
    until(lambda: titles(model, 1) == ["Title 00599"])
    model.set_sort([("title", False)])
    until(lambda: titles(model, 1) == ["Title 00000"])


def test_every_column_with_a_name_can_be_sorted_by(library: Library) -> None:
    for facts in FACTS.values():
        if facts.sort:
            assert len(library.order("", [(facts.sort, facts.falls)])) == 600


def test_it_keeps_a_bounded_number_of_rows(
    library: Library, model: TrackTableModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "PAGES", 2)
    for row in range(0, 600, 10):
        assert model.track_at(row) is not None
    assert len(model._pages) <= 2


def test_pages_together_stay_far_below_a_large_library() -> None:
    assert PAGE * PAGES < 10_000


def test_rows_are_read_once_per_page(model: TrackTableModel, library: Library) -> None:
    asked: list[int] = []
    read = library.tracks
    library.tracks = lambda ids: (asked.append(len(ids)), read(ids))[1]  # type: ignore[method-assign]
    for row in range(PAGE + 10):
        model.track_at(row)
    assert asked == [PAGE, PAGE]


def test_rows_that_move_take_the_selection_along(model: TrackTableModel, library: Library) -> None:
    model.set_sort([("title", False)])
    until(lambda: titles(model, 2) == ["Title 00000", "Title 00001"])
    selection = QItemSelectionModel(model)
    held = model.index(300, Column.TITLE)
    selection.setCurrentIndex(
        held, QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    marked = QPersistentModelIndex(held)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET title = 'Aaa', title_key = 'aaa' WHERE title = 'Title 00599'")
    library.announce(Kind.CHANGED, [600])
    until(lambda: titles(model, 1) == ["Aaa"])
    assert selection.currentIndex().data() == "Title 00300"
    assert marked.row() == 301
    assert [index.row() for index in selection.selectedRows()] == [301]


def test_a_growing_library_is_ordered_only_now_and_then(model: TrackTableModel, library: Library) -> None:
    orders: list[bool] = []
    model.reordered.connect(orders.append)
    for first in range(600, 1000, 20):
        fill(library, 20, first, tell=True)
        QApplication.processEvents()
    until(lambda: model.rowCount() == 1000)
    assert len(orders) <= 2
    assert not any(orders)


def test_a_rating_repaints_its_row_and_moves_nothing(model: TrackTableModel, library: Library) -> None:
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    track = model.track_at(5)
    assert track is not None
    library.set_rating(track.id, 4.0)
    until(lambda: changed)
    assert changed == [(5, 5)]
    assert model.index(5, Column.RATING).data() == "4 stars"


def test_the_playing_track_is_marked_wherever_it_stands(model: TrackTableModel) -> None:
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    first, second = model.ids(0, 2)
    model.set_playing(first)
    model.set_playing(second)
    assert sorted(changed) == [0, 0, 1]


def test_broken_and_offline_rows_say_why(model: TrackTableModel, library: Library) -> None:
    one, two = model.ids(0, 2)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET error = 'no audio in it' WHERE id = ?", (one,))
        db.execute("UPDATE tracks SET presence = 'offline' WHERE id = ?", (two,))
    library.announce(Kind.CHANGED, [one, two])
    until(lambda: model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "no audio in it" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "drive" in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_closed_model_hears_nothing_more(library: Library) -> None:
    model = TrackTableModel(library)
    model.close()
    library.announce(Kind.ADDED, [1])
    QApplication.processEvents()
    assert model.rowCount() == 0
