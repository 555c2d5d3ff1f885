"""Your listening: when, what and how much, from plays counted here and those of other players."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from app import icons
from app.views.pagehead import link
from app.views.reading import MOVING, Reader, Watch
from app.views.statisticscards import GAP, MOST, Cards, Told
from app.views.ways import Ways
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.empty_state import EmptyState
from app.widgets.page import Page
from app.words import tr
from core.domain import Timestamp
from core.library.statistics import Period, Statistics, statistics
from core.library.tracks import Kind, Library

MARGIN, TOP, BOTTOM = 28, 14, 28
EMPTY = 420
DAY = 86_400
PERIODS = {"month": 30, "year": 365, "all": None}
"""Days of each."""


class StatisticsView(Page):
    """Read when one looks, and again while music plays."""

    failed = Signal(str)

    def __init__(self, library: Library, ways: Ways) -> None:
        super().__init__((MARGIN, TOP, MARGIN, BOTTOM), GAP)
        self._library, self._ways = library, ways
        self._period = "year"
        self._outdated = True
        self.told: Told | None = None
        """None before the first reading."""
        self._reader = Reader(self)
        self._reader.failed.connect(self.failed)
        self._watch = Watch(library, self._reader, MOVING | {Kind.PLAYED})
        self._watch.changed.connect(self._outdate)
        self.body: Cards | None = None
        self._build()

    def _build(self) -> None:
        up = link(tr("Rediscover"), "small", lambda: self._ways.to("rediscover"))
        up.setIcon(icons.icon("chevron-left", "quiet", 16))
        self.add(up)
        self._fact = ElidedLabel("", "fact")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(tr("Your listening"), "title"))
        head.addSpacing(4)
        head.addWidget(self._fact, 1)
        group = QButtonGroup(self)
        self.chips: dict[str, Any] = {}
        for key, text in (("month", tr("30 days")), ("year", tr("A year")), ("all", tr("All"))):
            chip = self.chips[key] = button(text, partial(self.choose, key), kind="chip")
            chip.setCheckable(True)
            chip.setChecked(key == self._period)
            group.addButton(chip)
            head.addWidget(chip)
        self.as_tables = IconButton("list", tr("As tables"), size=18, on="accent")
        self.as_tables.toggled.connect(self._show_tables)
        head.addWidget(self.as_tables)
        self.add(head)
        self.empty = EmptyState(
            "chart-column",
            tr("Your listening will be here"),
            tr("It fills as you listen. What other players have counted can be brought along."),
            tr("From other players"),
            lambda: self._ways.to("settings", "data"),
        )
        self.empty.setMinimumHeight(EMPTY)
        self.empty.hide()
        self.add(self.empty)
        self.quiet = label(tr("Adding up…"), "quiet")
        self.add(self.quiet)
        self.column.addStretch(1)

    # -- what the window asks

    def choose(self, period: str) -> None:
        """period: one of PERIODS."""
        self._period = period
        self.chips[period].setChecked(True)
        self._outdate()

    def kept(self) -> dict[str, Any]:
        return {"period": self._period, "tables": self.as_tables.isChecked()}

    def restore(self, kept: Any) -> None:
        if isinstance(kept, dict):
            if kept.get("period") in PERIODS:
                self.choose(kept["period"])
            self.as_tables.setChecked(kept.get("tables") is True)

    @property
    def complete(self) -> bool:
        """All that was read is in view."""
        return self.told is not None and (self.body is None or self.body.complete)

    def close_down(self) -> None:
        if self.body is not None:
            self.body.close_down()
        self._watch.close()
        self._reader.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._outdated:
            self._read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.body is not None:
            self.body.fit(self.width())

    def _show_tables(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot, connected to a toggle
        if self.body is not None:
            self.body.show_tables(on=on)

    # -- reading

    def _outdate(self) -> None:
        self._outdated = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._outdated = False
        library, days = self._library, PERIODS[self._period]
        since = Timestamp(time.time() - days * DAY) if days is not None else None

        def read() -> Told:
            import pyqtgraph  # noqa: F401 - a second, which is better spent here than on the main thread

            made = statistics(library, Period(since), most=MOST)
            counts = dict(made.top)
            top = [(track, counts[track.id]) for track in library.tracks(list(counts))]
            ever = made.plays + made.undated > 0 or statistics(library, most=1).plays > 0
            return Told(made, top, ever)

        self._reader.ask(read, self._show)

    def _show(self, told: Told) -> None:
        self.told = told
        made = told.figures
        some = made.plays + made.undated > 0
        self._fact.say(_fact(made) if some else "")
        self.empty.setVisible(not told.ever)
        self.quiet.setVisible(told.ever and not some)
        self.quiet.setText(tr("Nothing was played in this time."))
        for widget in (*self.chips.values(), self.as_tables):
            widget.setVisible(told.ever)
        if some and self.body is None:
            self.body = Cards(self._ways)
            self.column.insertWidget(self.column.count() - 1, self.body)
            self.body.show_tables(on=self.as_tables.isChecked())
            self.body.fit(self.width())
        if self.body is not None:
            self.body.setVisible(some)
            if some:
                self.body.fill(told)


def _fact(made: Statistics) -> str:
    if made.longest is None or made.longest.days < 2:
        return ""
    return tr("longest streak: %Ln day(s)", count=made.longest.days)
