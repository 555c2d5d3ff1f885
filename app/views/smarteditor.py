"""The rules of a smart playlist, so that one who has never seen the search language can write them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import tasks, theme, words
from app.cells import FACTS, Column
from app.views.flow import FlowLayout
from app.views.searchfield import QueryField, problems
from app.widgets.controls import IconButton, button, chooser_box, label
from app.words import tr
from core.domain import TrackId
from core.library import listing, smart
from core.library.smart import By, Limit, Smart, Unit
from core.library.tracks import Library

WAIT_MS = 250
ORDERS = (
    *(Column.TITLE, Column.ARTIST, Column.ALBUM_ARTIST, Column.ALBUM, Column.YEAR, Column.GENRE),
    *(Column.RATING, Column.PLAYS, Column.LAST_PLAYED, Column.ADDED, Column.LENGTH, Column.BPM),
)
USUAL_AMOUNT, MOST = 50, 1_000_000


class SmartEditor(QFrame):
    """Shows a Smart, and says what it finds while it is being written."""

    changed = Signal(object)
    """A Smart to look at, not saved yet."""
    saved = Signal(object)
    cancelled = Signal()
    search_asked = Signal(str)
    """Show this query among all tracks."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(tr("Rules of the smart playlist"))
        self._library = library
        self._smart = Smart()
        self._asked = 0
        self.query = QueryField(library, tr("All tracks"), self)
        self.query.setAccessibleName(tr("Tracks that match"))
        self._build()
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self._look)
        self._wire()

    # -- building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        which = QHBoxLayout()
        which.setSpacing(12)
        which.addWidget(label(tr("Tracks that match"), "secondary"))
        which.addWidget(self.query, 1)
        column.addLayout(which)
        column.addLayout(self._suggestions())
        rules = FlowLayout(gap=12)
        self._add_order(rules)
        self._add_limit(rules)
        column.addLayout(rules)
        self._found = label("", "quiet", tabular=True)
        self._problem = label("", "quiet")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._found)
        foot.addWidget(self._problem)
        foot.addStretch(1)
        show = button(tr("Show as search"), kind="quiet", icon="search")
        show.clicked.connect(lambda _checked=False: self.search_asked.emit(self.query.text().strip()))
        foot.addWidget(show)
        foot.addWidget(button(tr("Cancel"), self.cancelled.emit))
        foot.addWidget(button(tr("Save"), self.save, kind="chip-on", icon="check"))
        column.addLayout(foot)

    def _suggestions(self) -> FlowLayout:
        """Pieces of searches for those who do not know the language."""
        row = FlowLayout(gap=6)
        for text, query in (
            (tr("Loved"), "is:loved"),
            (tr("4 stars and more"), "rating:>=4"),
            (tr("Never played"), "plays:0"),
            (tr("Added in the last 30 days"), "added:30d"),
            (tr("Not heard for a year"), "played:>1y"),
            (tr("Longer than 10 minutes"), "length:>10m"),
        ):
            chip = button(text, kind="", icon="plus", tip=query)
            chip.clicked.connect(lambda _checked=False, query=query: self._toggle(query))
            row.addWidget(chip)
        return row

    def _add_order(self, row: FlowLayout) -> None:
        self._order = chooser_box()
        self._order.setAccessibleName(tr("Order"))
        self._order.addItem(tr("Library order"), "")
        for each in ORDERS:
            self._order.addItem(FACTS[each].title(), FACTS[each].sort)
        self._order.addItem(tr("Random"), "random")
        self._falls = IconButton("arrow-down", tr("Downwards"), self._turn, size=18)
        self._down = False
        row.addWidget(_group(label(tr("in the order of"), "secondary"), self._order, self._falls))

    def _add_limit(self, row: FlowLayout) -> None:
        self._limited = QCheckBox(tr("at most"))
        self._amount = QLineEdit(str(USUAL_AMOUNT))
        self._amount.setValidator(QIntValidator(1, MOST, self))
        self._amount.setFont(theme.font(13, tabular=True))
        self._amount.setFixedWidth(76)
        self._amount.setAccessibleName(tr("How many at most"))
        self._unit = chooser_box()
        self._unit.setAccessibleName(tr("Counted in"))
        for unit, text in _units():
            self._unit.addItem(text, unit)
        self._by = chooser_box()
        self._by.setAccessibleName(tr("Which come first"))
        for by, text in _ways():
            self._by.addItem(text, by)
        parts = (self._limited, self._amount, self._unit, self._by)
        row.addWidget(_group(*parts))

    def _wire(self) -> None:
        self.query.textChanged.connect(lambda _text: self._wait.start())
        self.query.returnPressed.connect(self.save)
        for box in (self._order, self._unit, self._by):
            box.activated.connect(lambda _at: self._look())
        self._limited.toggled.connect(lambda _on: self._look())
        self._amount.textChanged.connect(lambda _text: self._wait.start())

    # -- what it holds

    def show_smart(self, now: Smart) -> None:
        self._smart = now
        parts: tuple[QWidget, ...] = (
            self.query,
            self._order,
            self._limited,
            self._amount,
            self._unit,
            self._by,
        )
        blocked = [QSignalBlocker(part) for part in parts]
        self.query.setText(now.query)
        name, self._down = now.sort[0] if now.sort else ("", False)
        self._order.setCurrentIndex(max(0, self._order.findData(name)))
        self._limited.setChecked(now.limit is not None)
        if now.limit is not None:
            self._amount.setText(str(max(1, round(now.limit.amount))))
            _choose(self._unit, now.limit.unit)
            _choose(self._by, now.limit.by)
        del blocked
        self._look()

    @property
    def smart(self) -> Smart:
        """What is written there now."""
        name = str(self._order.currentData())
        more = self._smart.sort[1:] if self._smart.sort and self._smart.sort[0][0] == name else ()
        sort = ((name, self._down), *more) if name else ()
        limit = None
        if self._limited.isChecked():
            unit, by = Unit(self._unit.currentData()), By(self._by.currentData())
            limit = Limit(float(self._amount.text() or USUAL_AMOUNT), unit, by)
        return Smart(self.query.text().strip(), sort, limit, self._smart.draw)

    def save(self) -> None:
        self._wait.stop()
        self.query.remember()
        self.saved.emit(self.smart)

    def close_down(self) -> None:
        self._wait.stop()
        self.query.close_down()

    # -- inside

    def _turn(self) -> None:
        self._down = not self._down
        self._look()

    def _toggle(self, query: str) -> None:
        """Adds a piece of a search, or takes it away where it stands already."""
        now = self.query.text().split()
        kept = [each for each in now if each != query]
        self.query.setText(" ".join(kept if query in now else [*now, query]))

    def _look(self) -> None:
        self._wait.stop()
        name = self._order.currentData()
        self._falls.setEnabled(bool(name) and name != "random")
        self._falls.show_as(
            "arrow-down" if self._down else "arrow-up", tr("Downwards") if self._down else tr("Upwards")
        )
        for part in (self._amount, self._unit, self._by):
            part.setEnabled(self._limited.isChecked())
        now = self.smart
        self.changed.emit(now)
        self._problem.setText(" ".join(problems(now.query)[:1]))
        self._asked += 1
        asked, library = self._asked, self._library

        def look() -> tuple[list[TrackId], float]:
            ids = smart.find(library, now)
            return ids, listing.seconds(library, ids)

        tasks.run(look, on_done=lambda found: self._say(asked, len(found[0]), found[1]))

    def _say(self, asked: int, count: int, seconds: float) -> None:
        if asked == self._asked:
            length = f" · {words.elapsed(seconds)}" if count else ""
            self._found.setText(tr("%Ln track(s)", count=count) + length)


def _group(*parts: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    return made


def _choose(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))


def _units() -> list[tuple[Unit, str]]:
    return [
        (Unit.TRACKS, tr("tracks")),
        (Unit.MINUTES, tr("minutes")),
        (Unit.MEGABYTES, tr("megabytes")),
    ]


def _ways() -> list[tuple[By, str]]:
    return [
        (By.SORT, tr("the first in this order")),
        (By.RANDOM, tr("at random, anew each day")),
        (By.MOST_PLAYED, tr("the most played")),
        (By.LEAST_PLAYED, tr("the least played")),
        (By.RECENTLY_PLAYED, tr("the last played")),
        (By.LEAST_RECENTLY_PLAYED, tr("the longest not played")),
        (By.HIGHEST_RATED, tr("the highest rated")),
        (By.LOWEST_RATED, tr("the lowest rated")),
        (By.NEWEST, tr("the newest")),
        (By.OLDEST, tr("the oldest")),
    ]
