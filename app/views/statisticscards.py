"""What the page about one's listening is made of: figures, charts that are tables too, and lists of names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app import words
from app.views import statisticscharts as charts
from app.views.statisticscharts import Columns
from app.views.ways import Ways
from app.widgets.controls import ElidedLabel, label
from app.widgets.figuretable import Cell, FigureTable, Line
from app.widgets.page import INDENT
from app.widgets.rankedbars import Ranked, RankedBars
from app.words import tr
from core.domain import Track
from core.library.statistics import Statistics

if TYPE_CHECKING:
    from app.widgets.columnchart import ColumnChart

INSIDE, GAP = 16, 16
CHART = 204
"""Height of a card with a chart."""
NARROW = 720
"""Below this width cards stand one below the other."""
MOST = 8
"""Names of a list."""


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
        self.setProperty("kind", "card")
        self._heads, self._name = heads, name
        self.chart: ColumnChart | None = None
        """Made when there is something to draw: that takes a moment."""
        self._as_table = False
        self._held = QVBoxLayout()
        self.table = FigureTable(name)
        self.table.hide()
        self._value = ElidedLabel("", "fact", tabular=True)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(label(name, "strong"))
        top.addStretch(1)
        top.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(INSIDE, 12, INSIDE, 10)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self._held, 1)
        column.addWidget(self.table)
        self.setMinimumHeight(CHART)

    def fill(self, told: Columns) -> None:
        if self.chart is None:
            self.chart = self._make_chart()
        self.chart.show_columns(told.values, told.said, told.ticks)
        lines = [
            Line(name, [Cell(words.number(value))])
            for name, value in zip(told.names, told.values, strict=True)
        ]
        self.table.show_lines(list(self._heads), lines)

    def show_table(self, *, on: bool) -> None:
        self._as_table = on
        self.table.setVisible(on)
        if self.chart is not None:
            self.chart.setVisible(not on)

    def _make_chart(self) -> ColumnChart:
        from app.widgets.columnchart import ColumnChart

        made = ColumnChart(self._name)
        made.looked_at.connect(self._value.say)
        made.setVisible(not self._as_table)
        self._held.addWidget(made)
        return made


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


class Cards(QWidget):
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
        self._told: Told | None = None
        self._to_draw: list[ChartCard] = []
        self._drawing = QTimer(self, singleShot=True, interval=0)
        self._drawing.timeout.connect(self._draw_next)
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

    @property
    def complete(self) -> bool:
        """All charts are drawn."""
        return not self._to_draw

    def close_down(self) -> None:
        self._drawing.stop()

    def fill(self, told: Told) -> None:
        """Charts follow one by one: all at once would keep the window waiting."""
        self._told, made = told, told.figures
        owned = made.owned
        self.plays.say(words.number(made.plays), tr("of %Ln track(s)", count=made.tracks))
        self.time.say(words.span(made.seconds), tr("on %Ln day(s)", count=made.days))
        heard = owned.heard_tracks / owned.tracks if owned.tracks else 0.0
        of = tr("{heard} of {tracks} tracks").format(
            heard=words.number(owned.heard_tracks), tracks=words.number(owned.tracks)
        )
        self.heard.say(percent(heard), of, heard)
        self.new.say(percent(made.discovery), tr("first plays of a track"), made.discovery)
        self._to_draw = list(self._charts)
        self._drawing.start()
        for card in (self.months, self.discoveries):
            card.setVisible(len(made.months) > 2)
        self._fill_names(told)
        self._undated.setVisible(made.undated > 0)
        text = tr(
            "%Ln play(s) without a date, from other players, are in the lists alone.", count=made.undated
        )
        self._undated.setText(text)

    def _draw_next(self) -> None:
        if self._to_draw and self._told is not None:
            card = self._to_draw.pop(0)
            card.fill(self._charts[card](self._told.figures))
            self._drawing.start()

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
