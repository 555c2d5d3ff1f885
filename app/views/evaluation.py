"""How well does it hear?: the library's own test of what listening found, with how sure each figure is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app import icons, tasks, words
from app.views.pagehead import link
from app.views.settings.listening import model_words
from app.views.ways import Ways
from app.widgets.controls import ElidedLabel, button, frame, label
from app.widgets.empty_state import EmptyState
from app.widgets.figuretable import Cell, FigureTable, Line
from app.widgets.page import Page
from app.words import tr
from core.explore.evaluation.record import SESSION_KEY, Column, Estimate, Evaluation, Row, Table
from core.library.tracks import Library
from core.progress import Progress
from core.texts import Text

MARGIN, TOP, BOTTOM, GAP = 28, 14, 28, 16
INSIDE = 18
POLL_MS = 150
NO_SPREAD = 1e-9

Measure = Callable[[Progress], Evaluation]
"""Tests what was heard; on a thread of its own, for minutes. Raises UserError, Cancelled."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """How what is in use stands in one table: in how many of the questions it is as good as any."""

    good: int
    asked: int


class EvaluationView(Page):
    """Keeps the last result with the library, and shows it at once."""

    failed = Signal(str)

    def __init__(self, library: Library, ways: Ways, measure: Measure) -> None:
        super().__init__((MARGIN, TOP, MARGIN, BOTTOM), GAP)
        self._library, self._ways, self._measure = library, ways, measure
        self._shown: Evaluation | None = None
        self._read = self._ready = False
        self._parts: list[QWidget] = []
        self._lane = tasks.Pool(1)
        self._task: tasks.Task[Evaluation] | None = None
        self._progress = Progress()
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._show_progress)
        self._build()

    def _build(self) -> None:
        up = link(tr("Settings"), "small", lambda: self._ways.to("settings", "listening"))
        up.setIcon(icons.icon("chevron-left", "quiet", 16))
        self.add(up)
        self._fact = ElidedLabel("", "fact")
        self.test = button(tr("Test again"), self.begin, kind="primary")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label(tr("How well does it hear?"), "title"))
        head.addWidget(self._fact, 1)
        head.addWidget(self.test)
        self.add(head)
        self.running = frame("card")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("How far the test is"))
        self.stage = label("", "secondary", tabular=True)
        self.cancel = button(tr("Cancel"), self.stop)
        told = QHBoxLayout()
        told.addWidget(self.stage, 1)
        told.addWidget(self.cancel)
        inside = QVBoxLayout(self.running)
        inside.setContentsMargins(INSIDE, 12, INSIDE, 16)
        inside.setSpacing(8)
        inside.addLayout(told)
        inside.addWidget(self.bar)
        self.add(self.running)
        self.running.hide()
        self.problem = label("", "secondary", wrap=True)
        self.add(self.problem)
        self.problem.hide()
        self.empty = EmptyState(
            "ear",
            tr("Put what it hears to the test"),
            tr(
                "Your tags are the questions: does a song find its album, its artist, its genre by sound "
                "alone? It takes some minutes, and nothing leaves this computer."
            ),
            tr("Begin the test"),
            self.begin,
        )
        self.empty.hide()
        self.add(self.empty)
        self._tables = QVBoxLayout()
        self._tables.setSpacing(GAP)
        self.add(self._tables)
        self.column.addStretch(1)
        self.test.hide()

    # -- what others ask

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._read:
            self._read = True
            library = self._library
            tasks.run(lambda: Evaluation.from_json(library.session(SESSION_KEY)), on_done=self._take_kept)

    def begin(self) -> None:
        """Tests in the background; what was found before stays in view meanwhile."""
        if self._task is not None:
            return
        progress = self._progress = Progress()
        library, measure = self._library, self._measure

        def work() -> Evaluation:
            made = measure(progress)
            library.set_session(SESSION_KEY, made.to_json())
            return made

        self._task = self._lane.run(work, on_done=self._take, on_error=self._fail)
        self.stage.setText(tr("Getting ready"))
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self._poll.start()
        self._show_state()

    def stop(self) -> None:
        """Ends the test; the last result stays."""
        self._progress.cancel()
        self.cancel.setEnabled(False)
        self.stage.setText(tr("Ending"))

    @property
    def busy(self) -> bool:
        return self._task is not None

    @property
    def ready(self) -> bool:
        """The last result, or that there is none, is in view."""
        return self._ready

    def close_down(self) -> None:
        self._progress.cancel()
        self._poll.stop()
        self._lane.drain(5.0)

    # -- following the test

    def _show_progress(self) -> None:
        task = self._task
        if task is not None and task.finished.is_set() and self._progress.cancelled:
            self._over()  # cancelled: nobody is told of it
            return
        at = self._progress.snapshot()
        if self._progress.cancelled or not at.stage:
            return
        said = _stages().get(at.stage.partition(":")[0].partition(" ")[0], tr("Testing"))
        if at.total:
            of = tr("{done} of {total}").format(done=words.number(at.done), total=words.number(at.total))
            said = f"{said} · {of}"
        self.stage.setText(said)
        self.bar.setRange(0, at.total)
        self.bar.setValue(at.done)

    def _over(self) -> None:
        self._task = None
        self._poll.stop()
        self._show_state()

    def _take(self, made: Evaluation) -> None:
        self._over()
        self.problem.hide()
        self._show(made)

    def _fail(self, problem: str) -> None:
        self._over()
        self.problem.setText(problem)
        self.problem.show()

    def _take_kept(self, kept: Evaluation | None) -> None:
        if kept is not None and self._shown is None:
            self._show(kept)
        self._ready = True
        self._show_state()

    def _show_state(self) -> None:
        self.running.setVisible(self.busy)
        self.test.setVisible(not self.busy and self._shown is not None)
        self.empty.setVisible(not self.busy and self._shown is None)

    # -- what was found

    def _show(self, made: Evaluation) -> None:
        self._shown = made
        heard = tr("%Ln recording(s)", count=made.recordings)
        took = tr("in {time}").format(time=words.elapsed(made.seconds))
        self._fact.say(" · ".join((heard, words.ago(made.made_at), took)))
        for part in self._parts:
            self._tables.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = [self._intro(made)]
        self._parts += [self._card(table) for table in made.tables]
        if made.untold:
            self._parts.append(_listed(tr("What cannot be told on this library"), made.untold))
        if made.caveats:
            self._parts.append(_listed(tr("What no table shows"), made.caveats))
        for part in self._parts:
            self._tables.addWidget(part)
        self._show_state()

    @staticmethod
    def _intro(made: Evaluation) -> QWidget:
        known = model_words()
        models = ", ".join(known.get(name, name) for name in made.models)
        text = tr(
            "Below each figure stands the range where it would lie for 95 of 100 libraries like yours: "
            "where two ranges overlap, the difference may be chance. What Meander uses is coloured, the best "
            "of each column bold. ↓ marks what is better when it is small."
        )
        if models:
            text += "\n" + tr("Heard with: {models}.").format(models=models)
        return label(text, "quiet", wrap=True)

    def _card(self, table: Table) -> QWidget:
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(INSIDE, 14, INSIDE, 16)
        inside.setSpacing(8)
        inside.addWidget(label(words.said(table.title), "heading"))
        verdict = verdict_of(table)
        if verdict is not None:
            text = tr(
                "What Meander uses is the best here, or as good as far as can be told, in {good} of {asked}."
            )
            inside.addWidget(
                label(text.format(good=verdict.good, asked=verdict.asked), "secondary", wrap=True)
            )
        shown = FigureTable(words.said(table.title))
        heads = ["", *(_head(column) for column in table.columns)]
        shown.show_lines(heads, [_line(table, row) for row in table.rows])
        inside.addWidget(shown)
        for note in table.notes:
            inside.addWidget(label(words.said(note), "quiet", wrap=True))
        return card


def verdict_of(table: Table) -> _Verdict | None:
    """None where the table compares nothing with what is in use."""
    own = next((row for row in table.rows if row.is_default), None)
    if own is None or len(table.rows) < 2:
        return None
    good = asked = 0
    for at, column in enumerate(table.columns):
        mine, best = own.cells[at], _best(table, at)
        if not column.better or mine is None or best is None:
            continue
        asked += 1
        top = table.rows[best].cells[at]
        assert top is not None
        good += _overlap(mine, top)
    return _Verdict(good, asked) if asked else None


def _told(verdict: _Verdict) -> str:
    if verdict.good == verdict.asked:
        return tr("Nothing here is better than what Meander uses, as far as can be told.")
    text = tr(
        "What Meander uses is as good as the best, as far as can be told, in {good} of {asked} columns."
    )
    return text.format(good=verdict.good, asked=verdict.asked)


def _overlap(one: Estimate, other: Estimate) -> bool:
    return one.low <= other.high + NO_SPREAD and other.low <= one.high + NO_SPREAD


def _best(table: Table, column: int) -> int | None:
    """The row with the best figure; None where a column has no better and worse, or only one figure."""
    better = table.columns[column].better
    told = [(cell.value * better, -at) for at, row in enumerate(table.rows) if (cell := row.cells[column])]
    return -max(told)[1] if better and len(told) > 1 else None


def _head(column: Column) -> str:
    return words.said(column.label) + ({1: "", -1: " ↓", 0: ""}[column.better])


def _line(table: Table, row: Row) -> Line:
    at = table.rows.index(row)
    cells = [
        _cell(cell, column, best=_best(table, number) == at)
        for number, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
    ]
    return Line(words.said(row.label), cells, row.is_default)


def _cell(told: Estimate | None, column: Column, *, best: bool) -> Cell:
    if told is None:
        return Cell("–", said=tr("{measure}: cannot be told").format(measure=words.said(column.label)))
    figure, low, high = (_figure(each, column.digits) for each in (told.value, told.low, told.high))
    said = tr("{measure}: {figure}, between {low} and {high} with 95 % certainty; %Ln asked", count=told.n)
    named: dict[str, Any] = {"measure": words.said(column.label), "figure": figure, "low": low, "high": high}
    return Cell(figure, f"{low} – {high}" if told.high > told.low else "", best, said.format(**named))


def _figure(value: float, digits: int) -> str:
    said = words.locale().toString(abs(value), "f", digits)
    return f"\N{MINUS SIGN}{said}" if value < 0 and float(f"{value:.{digits}f}") else said


def _stages() -> dict[str, str]:
    """What the test is at, by the first word of what it says of itself."""
    return {
        "looking": tr("Looking for what belongs together"),
        "asking": tr("Asking each song for its album, artist and genre"),
        "counting": tr("Counting songs that are near everything"),
        "halving": tr("Asking halves of songs for each other"),
        "hiding": tr("Hiding half of each playlist"),
        "tastes": tr("Trying made-up tastes"),
        "radios": tr("Playing radios"),
    }


def _listed(heading: str, texts: tuple[Text, ...]) -> QWidget:
    card = frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(INSIDE, 14, INSIDE, 16)
    inside.setSpacing(8)
    inside.addWidget(label(heading, "heading"))
    for text in texts:
        inside.addWidget(label(words.said(text), "secondary", wrap=True))
    return card
