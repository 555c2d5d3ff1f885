"""One shelf of Rediscover, whole: to play, to shuffle without an end, to keep as a playlist."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app import icons, words
from app.covers import Covers
from app.views.commands import TrackCommands
from app.views.flow import FlowLayout
from app.views.pagehead import link
from app.views.rediscoverdesk import Found, RediscoverDesk, Shown
from app.views.rediscovershelves import menu_of, tile_of
from app.views.ways import Ways
from app.widgets.controls import ElidedLabel, button, label
from app.widgets.empty_state import EmptyState
from app.widgets.tilegrid import MARGIN as GRID_MARGIN
from app.widgets.tilegrid import TileGrid
from app.widgets.tiles import TileModel
from app.words import tr
from core.domain import TrackId

PLACE = "rediscover"
MARGIN, TOP, EDGE = 28, 14, 10
SIDE, LINES = 148, 3


class ShelfPage(QWidget):
    """Follows the mood and the library as the shelves do."""

    def __init__(self, desk: RediscoverDesk, covers: Covers, commands: TrackCommands, ways: Ways) -> None:
        super().__init__()
        self._desk, self._commands = desk, commands
        self._key = ""
        self._shelf: Shown | None = None
        self._playing: TrackId | None = None
        self.model: TileModel[Found] = TileModel(tile_of, self)
        self.grid = TileGrid(self.model, covers, "", side=SIDE, lines=LINES, one_click=True)
        self._up = link(tr("Rediscover"), "small", lambda: ways.to(PLACE))
        self.title, self._fact = label("", "title"), ElidedLabel("", "fact")
        self.play = button(tr("Play"), lambda: self._play(0), kind="primary", icon="play")
        self.shuffle = button(tr("Shuffle"), lambda: desk.shuffle(self._key), icon="shuffle")
        self.save = button(tr("Save as playlist"), self._save, icon="list-plus")
        self._nothing = EmptyState("house", tr("Nothing here now"), "")
        self._build()
        self.grid.opened.connect(self._play)
        self.grid.play_asked.connect(self._play)
        self.grid.menu_asked.connect(self._menu)
        self.grid.carry = lambda rows: commands.mime([self.model.rows[row].track.id for row in rows])
        desk.changed.connect(self._renew)
        self.setFocusProxy(self.grid)

    def _build(self) -> None:
        self._up.setIcon(icons.icon("chevron-left", "quiet", 16))
        self._up.setToolTip(tr("Back to {place}").format(place=tr("Rediscover")))
        said = QHBoxLayout()
        said.setSpacing(12)
        said.addWidget(self.title)
        said.addWidget(self._fact, 1)
        buttons = FlowLayout(gap=8)
        for each in (self.play, self.shuffle, self.save):
            buttons.addWidget(each)
        top = QVBoxLayout()
        top.setContentsMargins(GRID_MARGIN, 0, EDGE, 0)
        top.setSpacing(10)
        flush = QHBoxLayout()
        flush.setContentsMargins(-2, 0, 0, 0)
        flush.addWidget(self._up)
        flush.addStretch(1)
        top.addLayout(flush)
        top.addLayout(said)
        top.addLayout(buttons)
        self._pages = QStackedLayout()
        for page in (self.grid, self._nothing):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN - GRID_MARGIN, TOP, MARGIN - EDGE, 0)
        column.setSpacing(14)
        column.addLayout(top)
        column.addLayout(self._pages, 1)

    def show_shelf(self, key: str) -> None:
        """key: as the shelves have it."""
        if key != self._key:
            self._key, self._shelf = key, None
            self.model.fill((), ())
            self.grid.updateGeometries()
        self._renew()

    def set_playing(self, id: TrackId | None) -> None:
        self._playing = id
        self.grid.mark(lambda row: row.track.id == self._playing)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._renew()

    # -- inside

    def _renew(self) -> None:
        if self._key and self.isVisible():
            self._desk.whole(self._key, partial(self._take, self._key))

    def _take(self, key: str, shelf: Shown | None) -> None:
        if key != self._key:
            return
        self._shelf = shelf
        rows = shelf.rows if shelf is not None else ()
        if shelf is not None:
            self.title.setText(shelf.title)
            count = words.number(len(rows)) if rows else ""
            self._fact.say(" · ".join(filter(None, (shelf.subtitle, count))))
            self.grid.setAccessibleName(shelf.title)
            self._nothing.text.setText(shelf.needs)
        if list(rows) != list(self.model.rows):
            place = self.grid.verticalScrollBar().value()
            self.model.fill(rows, ())
            self.grid.updateGeometries()
            self.grid.verticalScrollBar().setValue(place)
        for each in (self.play, self.shuffle, self.save):
            each.setEnabled(bool(rows))
        self._pages.setCurrentWidget(self.grid if rows else self._nothing)

    def _ids(self) -> list[TrackId]:
        return [row.track.id for row in self.model.rows]

    def _play(self, row: int) -> None:
        if self.model.rows:
            self._desk.play(self._ids(), row)

    def _save(self) -> None:
        if self._commands.playlists is not None and self._shelf is not None:
            playlists = self._commands.playlists
            playlists.create(playlists.free_name(self._shelf.title), tracks=self._ids())

    def _menu(self, row: int, at: QPoint) -> None:
        chosen = self.grid.chosen()
        rows = [self.model.rows[each] for each in (chosen if row in chosen else [row])]
        menu_of(self, self._commands, rows, self.model.rows[row], lambda: self._play(row), at)
