"""Your listening: when, what and how much, from plays counted here and those of other players."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app import icons, words
from app.views import statisticscharts as charts
from app.views.pagehead import link
from app.views.reading import MOVING, Reader, Watch
from app.views.statisticscharts import Columns
from app.views.ways import Ways
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.empty_state import EmptyState
from app.widgets.figuretable import Cell, FigureTable, Line
from app.widgets.page import INDENT, Page
from app.widgets.rankedbars import Ranked, RankedBars
from app.words import tr
from core.domain import Timestamp, Track
from core.library.statistics import Period, Statistics, statistics
from core.library.tracks import Kind, Library

if TYPE_CHECKING:
    from app.widgets.columnchart import ColumnChart

MARGIN, TOP, BOTTOM, GAP = 28, 14, 28, 16
INSIDE, EMPTY = 16, 420
NARROW = 720
"""Below this width cards stand one below the other."""
MOST = 8
"""Names of a list."""
DAY = 86_400
PERIODS = {"month": 30, "year": 365, "all": None}
"""Days of each."""


class Told(NamedTuple):
    """top: the most played tracks, with their plays."""

    figures: Statistics
    top: Sequence[tuple[Track, int]]
    ever: bool
    """Whether anything was ever played."""


class Figure(QFrame):
    """One number that matters, over what it is."""

    def __init__(self, name: str, *, share: bool = False) -> None:
        """share: with a thin line that shows it."""
        super().__init__()
        self.setProperty("kind", "card")
        self._name = name
        self.value = label("", "title", tabular=True)
        self._line = ElidedLabel("", "fact")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # figures stand on one line, with and without it
        self._bar.setSizePolicy(policy)
        self._bar.setVisible(share)
        column = QVBoxLayout(self)
        column.setContentsMargins(INSIDE, 12, INSIDE, 12)
        column.setSpacing(4)
        column.addWidget(label(name, "quiet"))
        column.addWidget(self.value)
        column.addWidget(self._bar)
        column.addWidget(self._line)

    def say(self, value: str, line: str, share: float = 0.0) -> None:
        self.value.setText(value)
        self._line.say(line)
        self._bar.setValue(round(1000 * share))
        self.setAccessibleName(f"{self._name}: {value}, {line}")


class ChartCard(QFrame):
    """A chart, what is under the pointer, and the same as a table."""

    def __init__(self, name: str, heads: tuple[str, str]) -> None:
        """heads: of the table: what the columns are, and what is counted."""
        super().__init__()
        from app.widgets.columnchart import ColumnChart

        self.setProperty("kind", "card")
        self._heads = heads
        self.chart: ColumnChart = ColumnChart(name)
        self.table = FigureTable(name)
        self.table.hide()
        self._name = label(name, "strong")
        self._value = ElidedLabel("", "fact", tabular=True)
        self.chart.looked_at.connect(self._value.say)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._name)
        top.addStretch(1)
        top.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(INSIDE, 12, INSIDE, 10)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.chart, 1)
        column.addWidget(self.table)

    def fill(self, told: Columns) -> None:
        self.chart.show_columns(told.values, told.said, told.ticks)
        lines = [
            Line(name, [Cell(words.number(value))])
            for name, value in zip(told.names, told.values, strict=True)
        ]
        self.table.show_lines(list(self._heads), lines)

    def show_table(self, *, on: bool) -> None:
        self.chart.setVisible(not on)
        self.table.setVisible(on)


class RankedCard(QFrame):
    """Names by how much they were played."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.bars = RankedBars(name)
        self._nothing = label(tr("Nothing to tell yet"), "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(INSIDE, 12, INSIDE, 10)
        column.setSpacing(8)
        column.addWidget(label(name, "strong"))
        column.addWidget(self.bars)
        column.addWidget(self._nothing)
        column.addStretch(1)

    def fill(self, rows: Sequence[Ranked]) -> None:
        self.bars.show_rows(rows)
        self.bars.setVisible(bool(rows))
        self._nothing.setVisible(not rows)


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
        self.body: _Body | None = None
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
        self.quiet = label("", "secondary")
        self.quiet.hide()
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

    def close_down(self) -> None:
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
            self.body = _Body(self._ways)
            self.column.insertWidget(self.column.count() - 1, self.body)
            self.body.show_tables(on=self.as_tables.isChecked())
            self.body.fit(self.width())
        if self.body is not None:
            self.body.setVisible(some)
            if some:
                self.body.fill(told)


class _Body(QWidget):
    """Cards in rows of two, or one below the other."""

    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self._ways = ways
        self._rows: list[QBoxLayout] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(INDENT, 0, INDENT, 0)
        self._column.setSpacing(GAP)
        self.plays, self.time = Figure(tr("Plays")), Figure(tr("Time"))
        self.heard = Figure(tr("Heard of your music"), share=True)
        self.new = Figure(tr("New to you"), share=True)
        self._add(self._pair(self.plays, self.time), self._pair(self.heard, self.new))
        plays = tr("Plays")
        self.months = ChartCard(tr("Month by month"), (tr("Month"), plays))
        self.discoveries = ChartCard(tr("New tracks, month by month"), (tr("Month"), tr("New tracks")))
        self.hours = ChartCard(tr("Hours of the day"), (tr("Hour"), plays))
        self.weekdays = ChartCard(tr("Days of the week"), (tr("Day"), plays))
        self.years = ChartCard(tr("Years of release"), (tr("Year"), plays))
        self.artists, self.genres = RankedCard(tr("Artists")), RankedCard(tr("Genres"))
        self.top = RankedCard(tr("Most played"))
        self._add(self.months, self.discoveries)
        self._add(self.hours, self.weekdays)
        self._add(self.artists, self.genres)
        self._add(self.top, self.years)
        self._undated = label("", "quiet", wrap=True)
        self._column.addWidget(self._undated)
        self._leads: dict[RankedCard, Sequence[Callable[[], object]]] = {}
        for card in (self.artists, self.genres, self.top):
            card.bars.chosen.connect(lambda row, card=card: self._leads[card][row]())

    @staticmethod
    def _pair(one: QWidget, other: QWidget) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(one, 1)
        row.addWidget(other, 1)
        return held

    def _add(self, one: QWidget, other: QWidget) -> None:
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(GAP)
        row.addWidget(one, 1)
        row.addWidget(other, 1)
        self._rows.append(row)
        self._column.addLayout(row)

    def fit(self, width: int) -> None:
        ways = QBoxLayout.Direction
        for row in self._rows:
            row.setDirection(ways.TopToBottom if width < NARROW else ways.LeftToRight)

    @property
    def _charts(self) -> dict[ChartCard, Callable[[Statistics], Columns]]:
        return {
            self.months: charts.months,
            self.discoveries: charts.discoveries,
            self.hours: charts.hours,
            self.weekdays: charts.weekdays,
            self.years: charts.years,
        }

    def show_tables(self, *, on: bool) -> None:
        for card in self._charts:
            card.show_table(on=on)

    def fill(self, told: Told) -> None:
        made = told.figures
        owned = made.owned
        self.plays.say(words.number(made.plays), tr("of %Ln track(s)", count=made.tracks))
        self.time.say(words.span(made.seconds), tr("on %Ln day(s)", count=made.days))
        heard = owned.heard_tracks / owned.tracks if owned.tracks else 0.0
        of = tr("{heard} of {tracks} tracks").format(
            heard=words.number(owned.heard_tracks), tracks=words.number(owned.tracks)
        )
        self.heard.say(percent(heard), of, heard)
        self.new.say(percent(made.discovery), tr("first plays of a track"), made.discovery)
        for card, shape in self._charts.items():
            card.fill(shape(made))
        for card in (self.months, self.discoveries):
            card.setVisible(len(made.months) > 2)
        self._fill_names(told)
        self._undated.setVisible(made.undated > 0)
        text = tr(
            "%Ln play(s) without a date, from other players, are in the lists alone.", count=made.undated
        )
        self._undated.setText(text)

    def _fill_names(self, told: Told) -> None:
        made, ways = told.figures, self._ways
        for card, named, place in (
            (self.artists, made.artists, "artists"),
            (self.genres, made.genres, "genres"),
        ):
            shown = charts.shares(named, MOST)
            card.fill([Ranked(each.name, each.plays, charts.plays(each.plays)) for each in shown])
            self._leads[card] = [partial(ways.to, place, each.name) for each in shown]
        self.top.fill(
            [Ranked(" · ".join(filter(None, (t.title, t.artist))), n, charts.plays(n)) for t, n in told.top]
        )
        self._leads[self.top] = [partial(ways.to, "albums", track.id) for track, _ in told.top]


def percent(share: float) -> str:
    """ "54 %", "0.4 %"."""
    return tr("{number} %").format(number=words.decimal(100 * share, 0 if share >= 0.1 or not share else 1))


def _fact(made: Statistics) -> str:
    if made.longest is None or made.longest.days < 2:
        return ""
    return tr("longest streak: %Ln day(s)", count=made.longest.days)
