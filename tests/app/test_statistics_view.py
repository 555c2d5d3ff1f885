"""The page about one's listening: its figures are the database's, by hour, month, artist and year."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import tasks, theme
from app.views.statistics import StatisticsView
from app.views.ways import Address, Ways
from core.database import Database
from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.library.tracks import SQL, Library
from tests.app.shelf import fill, until

DAY = 86_400.0


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "library.db", SQL))
    fill(made, 40)
    with made.database.write() as db:
        db.execute("UPDATE tracks SET play_count = 0")
    yield made
    tasks.drain()
    made.close()


def play(library: Library, id: int, days: float, hour: int = 21) -> None:
    """Heard to its end, so many days ago at that hour of the listener's day."""
    then = time.localtime(time.time() - days * DAY)
    at = time.mktime((then.tm_year, then.tm_mon, then.tm_mday, hour, id % 60, 0, 0, 0, -1))
    ended, source = Ended.FINISHED, Source.LIBRARY
    library.record_play(PlayEvent(TrackId(id), Timestamp(at), Seconds(180.0), ended, source))


class Stage:
    def __init__(self, library: Library) -> None:
        self.ways, self.went = Ways(), list[Address]()
        self.ways.went.connect(self.went.append)
        self.view = StatisticsView(library, self.ways)
        self.view.resize(1000, 700)

    def show(self, period: str = "all") -> StatisticsView:
        self.view.choose(period)
        self.view.show()
        until(lambda: self.view.complete)
        return self.view


@pytest.fixture
def stage(library: Library, qapp: QApplication) -> Iterator[Stage]:
    made = Stage(library)
    yield made
    made.view.close_down()
    made.view.close()
    made.view.deleteLater()
    tasks.drain()


@pytest.fixture
def lived(library: Library) -> Library:
    """Tracks 1 to 4: five, four, three and two plays; over three years, in the evening and at nine."""
    for id in range(1, 5):
        for number in range(6 - id):
            play(library, id, 3 + 200 * number, 9 if id == 4 else 21)
    return library


def test_figures_are_those_of_the_database(stage: Stage, lived: Library) -> None:
    view = stage.show()
    body = view.body
    assert body is not None
    assert body.plays.value.text() == "14"
    assert body.heard.value.text() == "10 %"
    assert body.new.value.text() == "29 %"  # four firsts of fourteen
    assert [(row.name, row.figure) for row in body.artists.bars.rows] == [
        ("Artist 0", 5),
        ("Artist 1", 4),
        ("Artist 2", 3),
        ("Artist 3", 2),
    ]
    assert body.hours.table.text(21, 1) == "12"
    assert body.hours.table.text(9, 1) == "2"


def test_a_shorter_period_tells_of_less(stage: Stage, lived: Library) -> None:
    view = stage.show("month")
    assert view.body is not None
    assert view.body.plays.value.text() == "4"
    before = view.told
    view.choose("year")
    until(lambda: view.told is not before)
    assert view.body.plays.value.text() == "8"


def test_a_play_is_taken_in(stage: Stage, lived: Library) -> None:
    view = stage.show()
    play(lived, 7, 1)
    until(lambda: view.body is not None and view.body.plays.value.text() == "15")


def test_arrow_keys_tell_column_by_column(stage: Stage, lived: Library) -> None:
    view = stage.show()
    assert view.body is not None
    chart = view.body.hours.chart
    assert chart is not None
    said: list[str] = []
    chart.looked_at.connect(said.append)
    assert chart.accessibleDescription() == "21:00 – 22:00 · 12 plays"
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert said[-1] == "21:00 – 22:00 · 12 plays"


def test_charts_can_be_read_as_tables(stage: Stage, lived: Library) -> None:
    view = stage.show()
    assert view.body is not None
    view.as_tables.click()
    card = view.body.weekdays
    assert card.table.isVisible()
    assert card.chart is not None
    assert not card.chart.isVisible()
    assert sum(int(card.table.text(day, 1)) for day in range(7)) == 14


def test_a_name_leads_to_its_place(stage: Stage, lived: Library) -> None:
    view = stage.show()
    assert view.body is not None
    bars: QWidget = view.body.artists.bars
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(bars, key)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert stage.went[-1] == Address("artists", "Artist 1")


def test_without_plays_it_says_how_it_fills(stage: Stage, library: Library) -> None:
    view = stage.show()
    assert view.empty.isVisible()
    assert view.body is None


def test_a_time_without_plays_says_so(stage: Stage, library: Library) -> None:
    play(library, 1, 300)
    view = stage.show("month")
    assert not view.empty.isVisible()
    assert view.quiet.isVisible()
