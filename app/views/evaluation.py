"""How well does it hear?: the library's own test of what listening found, with how sure each figure is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app import icons, tasks, words
from app.views import evaluationwords as plain
from app.views.pagehead import link
from app.views.settings.listening import model_words
from app.views.ways import Ways
from app.widgets.controls import ElidedLabel, button, frame, label
from app.widgets.empty_state import EmptyState
from app.widgets.figuretable import FigureTable
from app.widgets.page import Page
from app.words import tr
from core.explore.evaluation.record import SESSION_KEY, Evaluation, Table
from core.library.tracks import Library
from core.progress import Progress

MARGIN, TOP, BOTTOM, GAP = 28, 14, 28, 16
INSIDE, EMPTY = 18, 420
POLL_MS = 150

Measure = Callable[[Progress], Evaluation]
"""Tests what was heard; on a thread of its own, for minutes. Raises UserError, Cancelled."""


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
        self.empty.setMinimumHeight(EMPTY)
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
        said = plain.stage(at.stage)
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
        self._fact.say(" · ".join((heard, words.ago(made.made_at), plain.took(made.seconds))))
        for part in self._parts:
            self._tables.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = [self._intro(made)]
        self._parts += [self._card(table) for table in made.tables]
        self._parts.append(_listed(tr("What the measures mean"), [plain.glossary()]))
        if made.untold:
            self._parts.append(
                _listed(tr("What cannot be told on this library"), map(words.said, made.untold))
            )
        if made.caveats:
            self._parts.append(_listed(tr("What no table shows"), map(words.said, made.caveats)))
        for part in self._parts:
            self._tables.addWidget(part)
        self._show_state()

    @staticmethod
    def _intro(made: Evaluation) -> QWidget:
        known = model_words()
        text = plain.intro()
        if made.models:
            models = ", ".join(known.get(name, name) for name in made.models)
            text += "\n" + tr("Heard with: {models}.").format(models=models)
        return label(text, "quiet", wrap=True)

    def _card(self, table: Table) -> QWidget:
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(INSIDE, 14, INSIDE, 16)
        inside.setSpacing(8)
        inside.addWidget(label(words.said(table.title), "heading"))
        verdict = plain.verdict_of(table)
        said = (plain.question(table.key), plain.told(verdict) if verdict is not None else "")
        if any(said):
            inside.addWidget(label(" ".join(filter(None, said)), "secondary", wrap=True))
        shown = FigureTable(words.said(table.title))
        shown.show_lines(plain.heads(table), [plain.line(table, row) for row in table.rows])
        inside.addWidget(shown)
        for note in table.notes:
            inside.addWidget(label(words.said(note), "quiet", wrap=True))
        return card


def _listed(heading: str, texts: Iterable[str]) -> QWidget:
    card = frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(INSIDE, 14, INSIDE, 16)
    inside.setSpacing(8)
    inside.addWidget(label(heading, "heading"))
    for text in texts:
        inside.addWidget(label(text, "secondary", wrap=True))
    return card
