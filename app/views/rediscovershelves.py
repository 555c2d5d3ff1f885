"""The shelves of Rediscover, one below the other, and the tiles on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.covers import Covers, Source
from app.views.albumtiles import shown_artist
from app.views.commands import TrackCommands
from app.views.rediscoverdesk import Found, Shown
from app.views.trackmenu import track_menu
from app.widgets.controls import label
from app.widgets.page import INDENT, Page
from app.widgets.shelfrow import ShelfRow
from app.widgets.slider import FigureSlider
from app.widgets.tiles import Tile
from app.words import tr
from core.domain import TrackId

EDGE, BETWEEN = 10, 18
SURPRISE = "surprise"
"""The key of the shelf with the dial."""
DIAL, USUAL_SURPRISE = 96, 0.3
SETTLE_MS = 200


def tile_of(row: Found) -> Tile:
    """Title, artist, and the reason in the accent."""
    return Tile(row.track.title, shown_artist(row.track.artist), row.reason, (Source.of(row.track),))


def menu_of(
    parent: QWidget,
    commands: TrackCommands,
    rows: Sequence[Found],
    row: Found,
    play: Callable[[], object],
    at: QPoint,
) -> None:
    """The usual menu of tracks, on `rows`; play: what Play does for `row` alone."""
    track_menu(parent, commands, [each.track.id for each in rows], row.track, play).popup(at)


class Shelves(Page):
    """Knows what is on them, and what was asked; reads and plays nothing."""

    play_asked = Signal(object, int)
    """Shown, and the row to begin with."""
    shuffle_asked = Signal(str)
    """The key of a shelf."""
    all_asked = Signal(str)
    menu_asked = Signal(object, object, object, QPoint)
    """Shown, the rows it acts on, the row under the pointer, and where."""
    surprise_turned = Signal(float)

    def __init__(self, covers: Covers, parent: QWidget | None = None) -> None:
        super().__init__((INDENT, 0, INDENT + EDGE, 24), BETWEEN)
        self.setParent(parent)
        self._covers = covers
        self._rows: dict[str, ShelfRow[Found]] = {}
        self._shown: dict[str, Shown] = {}
        self._playing: TrackId | None = None
        self._surprise = USUAL_SURPRISE
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(lambda: self.surprise_turned.emit(self._surprise))
        self.carry: Callable[[list[Found]], QMimeData | None] = lambda _rows: None
        """What a drag of these carries."""
        self._to_come = label("", "quiet", wrap=True)
        self.add(self._to_come)
        self.column.addStretch(1)

    # -- what others ask

    def show_shelves(self, shelves: Sequence[Shown], to_come: str) -> None:
        """What is there stays in place and is only filled anew; to_come: one line below all."""
        for key in self._rows.keys() - {shelf.key for shelf in shelves}:
            row = self._rows.pop(key)
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, shelf in enumerate(shelves):
            row = self._rows.get(shelf.key) or self._make(shelf.key)
            if self.column.indexOf(row) != place:
                self.column.insertWidget(place, row)
            row.say(shelf.title, shelf.subtitle, shelf.needs, waits=shelf.waits)
            row.fill(shelf.rows)
        self._shown = {shelf.key: shelf for shelf in shelves}
        self._to_come.setText(to_come)
        self._to_come.setVisible(bool(to_come))

    def set_playing(self, id: TrackId | None) -> None:
        self._playing = id
        for row in self._rows.values():
            row.grid.mark(self._plays)

    def show_surprise(self, figure: float) -> None:
        """Before the shelf with the dial is there."""
        self._surprise = figure

    def row(self, key: str) -> ShelfRow[Found] | None:
        return self._rows.get(key)

    @property
    def to_come(self) -> str:
        """The line below all."""
        return self._to_come.text()

    def focus_first(self) -> None:
        """The keyboard to the first shelf that has something."""
        for shelf in self._shown.values():
            if shelf.rows:
                self._rows[shelf.key].take_keyboard(0)
                return

    def close_down(self) -> None:
        self._settle.stop()

    # -- inside

    def _make(self, key: str) -> ShelfRow[Found]:
        row: ShelfRow[Found] = ShelfRow(self._covers, tile_of, self)
        row.grid.mark(self._plays)
        row.chosen.connect(lambda number: self.play_asked.emit(self._shown[key], number))
        row.shuffle_asked.connect(partial(self.shuffle_asked.emit, key))
        row.all_asked.connect(partial(self.all_asked.emit, key))
        row.menu_asked.connect(partial(self._ask_menu, key))
        row.left.connect(partial(self._go_on, key))
        row.grid.carry = lambda numbers: self.carry([row.shown[number] for number in numbers])
        if key == SURPRISE:
            row.add_control(self._between_words(self._make_dial()))
        self._rows[key] = row
        return row

    def _make_dial(self) -> FigureSlider:
        made = FigureSlider(tr("How far a surprise may lead"), (0.0, 1.0), 0.05, USUAL_SURPRISE, _said)
        made.setFixedWidth(DIAL)
        made.show_figure(self._surprise)
        made.figure_changed.connect(self._turn)
        return made

    @staticmethod
    def _between_words(dial: FigureSlider) -> QWidget:
        """With what its ends mean."""
        made = QWidget()
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(label(tr("near", "surprises"), "quiet"))
        line.addWidget(dial)
        line.addWidget(label(tr("far", "surprises"), "quiet"))
        return made

    def _turn(self, figure: float) -> None:
        self._surprise = figure
        self._settle.start()

    def _plays(self, row: Found) -> bool:
        return row.track.id == self._playing

    def _go_on(self, key: str, by: int) -> None:
        """Up and down, past shelves that are empty."""
        keys = [shelf.key for shelf in self._shown.values() if shelf.rows]
        at = keys.index(key) + by
        if 0 <= at < len(keys):
            self._rows[keys[at]].take_keyboard(self._rows[key].grid.currentIndex().row())

    def _ask_menu(self, key: str, number: int, at: QPoint) -> None:
        row, shelf = self._rows[key], self._shown[key]
        self.menu_asked.emit(shelf, row.chosen_rows(number), shelf.rows[number], at)


def _said(figure: float) -> str:
    if figure < 0.25:
        return tr("Surprises close to what you like")
    if figure < 0.6:
        return tr("Surprises some way off")
    return tr("Surprises from anywhere") if figure > 0.9 else tr("Surprises far out")
