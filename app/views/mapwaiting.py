"""What floats at the upper edge of the map: how far a layout is, and when a new one is worth it. And what
stands in its place while there is nothing to be seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedLayout, QWidget

from app import words
from app.widgets.controls import IconButton, button, frame, label
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.explore.map.chart import GROWN, Chart
from core.progress import Snapshot

BAR_WIDTH, THOUSAND = 120, 1000


class Strip(QWidget):
    """Says one thing at a time, with what can be done about it; away while there is nothing to say."""

    cancelled = Signal()
    again = Signal()
    """A new layout is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._text = label("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(BAR_WIDTH, 4)
        self._bar.setRange(0, THOUSAND)
        self.cancel = button(tr("Cancel"), self.cancelled.emit, kind="quiet")
        self.anew = button(tr("Lay out anew"), self.again.emit, kind="chip-on")
        self._close = IconButton("x", tr("Not now"), self._dismiss, size=16)
        card = frame("popover")
        row = QHBoxLayout(card)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        for part in (self._text, self._bar, self.cancel, self.anew, self._close):
            row.addWidget(part)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self._offered = self._dismissed = ""
        self._working = False
        self.hide()

    @property
    def working(self) -> bool:
        """A layout is under way."""
        return self._working

    def show_progress(self, snapshot: Snapshot | None) -> None:
        self._working = snapshot is not None
        if snapshot is None:
            self.hide()
            return
        self._bar.setRange(0, THOUSAND if snapshot.total else 0)
        if snapshot.total:
            self._bar.setValue(round(THOUSAND * snapshot.done / snapshot.total))
        self._say(words.reason(snapshot.stage) if snapshot.stage else tr("Laying out the map"), bar=True)

    def offer(self, chart: Chart) -> None:
        """A new layout, where the library has grown by so much, until it is said not to be wanted."""
        if chart.grown < GROWN or chart.version == self._dismissed:
            self.hide()
            return
        self._offered = chart.version
        share = words.number(round(100 * chart.grown))
        self._say(tr("{share} % of the music here came after the map was laid out.").format(share=share))

    def say_stopped(self) -> None:
        self._say(tr("This layout was stopped before it was done."))

    def _dismiss(self) -> None:
        self._dismissed = self._offered
        self.hide()

    def _say(self, text: str, *, bar: bool = False) -> None:
        if text != self._text.text() or bar == self._bar.isHidden() or not self.isVisible():
            self._text.setText(text)
            self.setAccessibleName(text)
            self._bar.setVisible(bar)
            self.cancel.setVisible(bar)
            self.anew.setVisible(not bar)
            self._close.setVisible(not bar)
            self.show()
            self.updateGeometry()


class Waiting(QWidget):
    """In the map's place: why there is none, and what can be done."""

    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.unheard = EmptyState(
            "headphones",
            tr("Meander has to hear some music first"),
            tr("Each track appears on the map as soon as it has been listened to."),
        )
        self._coming = EmptyState("chart-scatter", tr("Remembering how your music sounds"), "")
        self.problem = EmptyState(
            "triangle-alert",
            tr("There is no map of this"),
            "",
            tr("Try again"),
            self.again.emit,
            action_icon="rotate-ccw",
        )
        self._pages = QStackedLayout(self)
        for page in (self._coming, self.unheard, self.problem):
            page.setMinimumSize(1, 1)
            page.text.setMinimumWidth(1)  # two pictures side by side are narrow
            self._pages.addWidget(page)

    def show_coming(self) -> None:
        self._pages.setCurrentWidget(self._coming)

    def show_unheard(self) -> None:
        self._pages.setCurrentWidget(self.unheard)

    def show_problem(self, problem: str) -> None:
        self.problem.text.setText(problem)
        self._pages.setCurrentWidget(self.problem)
