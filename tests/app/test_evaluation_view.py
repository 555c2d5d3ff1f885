"""The page that puts what was heard to the test: progress, cancelling, and what was found."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import tasks, theme
from app.views.evaluation import EvaluationView
from app.views.evaluationwords import heads, question, told, took, verdict_of
from app.views.ways import Ways
from app.widgets.figuretable import FigureTable
from core.database import Database
from core.errors import UserError
from core.explore.evaluation.record import SESSION_KEY, Column, Estimate, Evaluation, Row, Table
from core.library.tracks import SQL, Library
from core.progress import Progress
from core.texts import marked
from tests.app.shelf import until

Measure = Callable[[Progress], Evaluation]


def estimate(value: float, spread: float = 0.02) -> Estimate:
    return Estimate(value, value - spread, value + spread, 100)


def found() -> Evaluation:
    columns = (Column(marked("Albums")), Column(marked("Hubs"), -1, 2))
    table = Table(
        "retrieval",
        marked("Does a song find its own?"),
        columns,
        (
            Row(marked("Both taggers"), (estimate(0.5), estimate(3.1)), is_default=True),
            Row(marked("Timbre"), (estimate(0.4), None)),
            Row(marked("Rhythm"), (estimate(0.1), estimate(1.2))),
        ),
        (marked("Asked of each song."),),
    )
    untold = (marked("Versions: there are none."),)
    return Evaluation(time.time(), 61.0, 100, ("spectral",), quick=True, tables=(table,), untold=untold)


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
def show(library: Library, qapp: QApplication) -> Iterator[Callable[[Measure], EvaluationView]]:
    made: list[EvaluationView] = []

    def show(measure: Measure) -> EvaluationView:
        view = EvaluationView(library, Ways(), measure)
        made.append(view)
        view.resize(900, 700)
        view.show()
        until(lambda: view.ready)
        return view

    yield show
    for view in made:
        view.close_down()
        view.close()
        view.deleteLater()


Show = Callable[[Measure], EvaluationView]


def test_what_was_found_is_shown_and_kept(library: Library, show: Show) -> None:
    view = show(lambda _progress: found())
    assert view.empty.isVisible()
    view.begin()
    until(lambda: not view.busy)
    table = next(iter(view.findChildren(FigureTable)))
    assert [table.text(row, 1) for row in range(3)] == ["0.500", "0.400", "0.100"]
    assert table.text(1, 2) == "–"
    assert not view.empty.isVisible()
    kept = Evaluation.from_json(library.session(SESSION_KEY))
    assert kept is not None
    assert kept.recordings == 100


def test_the_last_result_is_there_at_once(library: Library, show: Show) -> None:
    library.set_session(SESSION_KEY, found().to_json())
    view = show(lambda _progress: found())
    assert not view.empty.isVisible()
    assert view.test.isVisible()


def test_a_test_shows_how_far_it_is_and_can_be_cancelled(show: Show) -> None:
    reached = threading.Event()

    def measure(progress: Progress) -> Evaluation:
        progress.begin("asking taggers", 8)
        progress.advance(3)
        reached.set()
        while True:
            progress.check()
            time.sleep(0.001)

    view = show(measure)
    view.begin()
    assert reached.wait(5)
    until(lambda: "3 of 8" in view.stage.text())
    assert view.bar.value() == 3
    view.cancel.click()
    until(lambda: not view.busy)
    assert view.empty.isVisible()
    assert not view.running.isVisible()


def test_what_stands_in_the_way_is_said(show: Show) -> None:
    def measure(_progress: Progress) -> Evaluation:
        raise UserError("Listen to more music first.")

    view = show(measure)
    view.begin()
    until(lambda: not view.busy)
    assert view.problem.text() == "Listen to more music first."


def test_what_is_in_use_is_judged_by_its_range() -> None:
    table = found().tables[0]
    verdict = verdict_of(table)
    assert verdict is not None
    assert told(verdict) == "Better than what Meander uses in 1 of 2 columns: “Rhythm”."
    assert question("artists")


@pytest.mark.parametrize(
    "own, other, said",
    [
        (
            (0.5, 0.5),
            (0.4, 0.4),
            "What Meander uses has the best figures here; where ranges overlap, that may be chance.",
        ),
        ((0.5, 0.5), (0.51, 0.1), "Where another row is ahead of what Meander uses, that may be chance."),
        ((0.5, 0.5), (0.6, 0.7), "Better here than what Meander uses: “Rhythm”."),
        (
            (0.5, 0.5),
            (0.51, 0.7),
            "Better than what Meander uses in 1 of 2 columns: “Rhythm”. Where others are ahead, that may be "
            "chance.",
        ),
    ],
)
def test_a_difference_within_the_ranges_may_be_chance(
    own: tuple[float, ...], other: tuple[float, ...], said: str
) -> None:
    rows = (
        Row(marked("Both"), tuple(map(estimate, own)), is_default=True),
        Row(marked("Rhythm"), tuple(map(estimate, other))),
    )
    verdict = verdict_of(Table("", marked("T"), (Column(marked("A")), Column(marked("B"))), rows))
    assert verdict is not None
    assert told(verdict) == said


def test_the_time_it_took_is_over() -> None:
    assert took(11.7) == "took 12 s"
    assert took(185) == "took 3 min"


def test_a_head_is_not_broken_within_a_measure() -> None:
    table = Table("", marked("T"), (Column(marked("Album R-precision")),), ())
    assert heads(table)[1] == "Album R\N{NON-BREAKING HYPHEN}precision"
