"""Rediscover: what one owns and has not heard for a while, on shelves that follow the mood one is in."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app import words
from app.choices import Choices
from app.covers import Covers
from app.hearing import Listened
from app.player.playback import Playback
from app.views.commands import TrackCommands
from app.views.rediscovercards import CornerCard, MoodCard
from app.views.rediscoverdesk import CORNER, Found, Picture, RediscoverDesk, Shown
from app.views.rediscovershelves import Shelves, menu_of
from app.views.searchfield import QueryField
from app.views.ways import Ways
from app.widgets.controls import ElidedLabel, IconButton, label
from app.widgets.empty_state import EmptyState
from app.widgets.moodpad import Place
from app.widgets.tilegrid import MARGIN as GRID_MARGIN
from app.words import tr
from core.domain import TrackId
from core.library.tracks import Library

if TYPE_CHECKING:
    from app.views.rediscoverpage import ShelfPage

PLACE = "rediscover"
"""The key of the place."""
MARGIN, TOP, EDGE = 28, 22, 10
SIDE, SLIM_SIDE, GAP = 252, 208, 22
"""Width of the cards at the left; slim below SLIM; above the shelves, and LOW, below NARROW."""
SLIM, NARROW, LOW, ANY_HEIGHT = 860, 600, 204, (1 << 24) - 1
SEARCH_WIDTH, SEARCH_LEAST = 280, 200
GREET_MS = 5 * 60_000


class RediscoverView(QWidget):
    """Head, the mood and the corner at the left, shelves; or one shelf whole."""

    statistics_asked = Signal()
    add_folder_asked = Signal()
    failed = Signal(str)

    def __init__(
        self,
        library: Library,
        playback: Playback,
        listened: Listened,
        choices: Choices,
        covers: Covers,
        commands: TrackCommands,
        ways: Ways,
    ) -> None:
        super().__init__()
        self._ways, self._commands, self._covers = ways, commands, covers
        self.desk = RediscoverDesk(library, playback, listened, choices, self)
        self.search = QueryField(library, tr("Search your music"))
        self.title, self.fact = label("", "title"), ElidedLabel("", "fact")
        self.mood = MoodCard(library, self)
        self.corner = CornerCard()
        self.shelves = Shelves(covers, self)
        self._playing: TrackId | None = None
        self.page: ShelfPage | None = None
        """Of one shelf; made when it is first asked for."""
        self._wanted_page: str | None = None
        self._wanted_scroll = 0
        self._build()
        self._wire()
        self._greeter = QTimer(self, interval=GREET_MS)
        self._greeter.timeout.connect(self._greet)
        self._greet()
        self.setFocusProxy(self.shelves)

    def _build(self) -> None:
        self.search.setMinimumWidth(SEARCH_LEAST)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self._statistics = IconButton(
            "chart-column", tr("Your listening"), self.statistics_asked.emit, size=18
        )
        head = QHBoxLayout()
        head.setContentsMargins(GRID_MARGIN, 0, EDGE, 0)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.fact)
        head.addStretch(1)
        head.addWidget(self._statistics)
        head.addWidget(self.search, 2)
        self._side = QWidget()
        self._cards = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._side)
        self._cards.setContentsMargins(GRID_MARGIN, 0, 0, 16)
        self._cards.setSpacing(16)
        self._cards.addWidget(self.mood)
        self._cards.addWidget(self.corner)
        self._cards.addStretch(1)
        home = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, home)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(GAP)
        self._body.addWidget(self._side)
        self._body.addWidget(self.shelves, 1)
        self.no_music = EmptyState(
            "house",
            tr("Your music will be here"),
            tr("Add the folder it lies in. Nothing in it is moved or changed."),
            tr("Add a folder"),
            self.add_folder_asked.emit,
            action_icon="folder-plus",
        )
        inner = QWidget()
        self._pages = QStackedLayout(inner)
        for page in (home, self.no_music):
            self._pages.addWidget(page)
        self._home = home
        column = QVBoxLayout()
        column.setContentsMargins(MARGIN - GRID_MARGIN, TOP, MARGIN - EDGE, 0)
        column.setSpacing(18)
        column.addLayout(head)
        column.addWidget(inner, 1)
        front = QWidget()
        front.setLayout(column)
        self._front = front
        self._stack = QStackedLayout(self)
        self._stack.addWidget(front)

    def _wire(self) -> None:
        desk, shelves = self.desk, self.shelves
        desk.changed.connect(self._show)
        desk.failed.connect(self.failed)
        self.failed.connect(self._commands.failed)
        self.search.returnPressed.connect(self._search_tracks)
        self.search.left.connect(self._to_shelves)
        self.mood.pad.moved.connect(self._ask_place)
        self.mood.like_picked.connect(self._ask_like)
        self.corner.play_asked.connect(self._play_corner)
        self.corner.opened.connect(lambda: self._ways.to(PLACE, CORNER))
        shelves.play_asked.connect(lambda shelf, row: desk.play([each.track.id for each in shelf.rows], row))
        shelves.shuffle_asked.connect(desk.shuffle)
        shelves.all_asked.connect(lambda key: self._ways.to(PLACE, key))
        shelves.surprise_turned.connect(lambda figure: desk.ask(replace(desk.wish, surprise=figure)))
        shelves.menu_asked.connect(self._menu)
        shelves.carry = lambda rows: self._commands.mime([row.track.id for row in rows])

    # -- what the window asks

    def open_at(self, what: object) -> None:
        """what: the key of a shelf, for its own page; anything else for all shelves."""
        if isinstance(what, str):
            self._open(what)
        else:
            self._wanted_page = None
            self._stack.setCurrentWidget(self._front)
            self.setFocusProxy(self.shelves)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.open_at(None)
        self.search.setFocus()
        self.search.selectAll()

    def set_playing(self, id: TrackId | None) -> None:
        self._playing = id
        self.shelves.set_playing(id)
        self.mood.set_playing(id)
        if self.page is not None:
            self.page.set_playing(id)

    def refresh(self) -> None:
        """More has been listened to."""
        self.desk.refresh()

    def kept(self) -> dict[str, Any]:
        wish = self.desk.wish
        return {
            "mood": list(wish.place),
            "like": wish.like,
            "surprise": wish.surprise,
            "scroll": self._wanted_scroll or self.shelves.verticalScrollBar().value(),
            "shelf": self._wanted_page,
        }

    def restore(self, kept: Any) -> None:
        if not isinstance(kept, dict):
            return
        mood, like, wish = kept.get("mood"), kept.get("like"), self.desk.wish
        if isinstance(mood, list) and len(mood) == 2 and all(isinstance(each, int | float) for each in mood):
            self.mood.pad.put(Place(*map(float, mood)))
            wish = replace(wish, place=self.mood.pad.place)
        if isinstance(like, int):
            wish = replace(wish, like=TrackId(like))
        if isinstance(kept.get("surprise"), int | float):
            wish = replace(wish, surprise=min(1.0, max(0.0, float(kept["surprise"]))))
            self.shelves.show_surprise(wish.surprise)
        if isinstance(kept.get("scroll"), int):
            self._wanted_scroll = kept["scroll"]
        self.desk.ask(wish)
        if isinstance(kept.get("shelf"), str):
            self._open(kept["shelf"])

    def close_down(self) -> None:
        self._greeter.stop()
        self.search.close_down()
        self.shelves.close_down()
        self.desk.close()

    # -- following

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._greet()
        self._greeter.start()
        self.desk.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._greeter.stop()
        self.desk.rest()

    def _greet(self) -> None:
        self.title.setText(greeting(time.localtime().tm_hour))

    def _show(self) -> None:
        picture = self.desk.picture
        if picture is None:
            return
        if not picture.tracks:
            self._pages.setCurrentWidget(self.no_music)
            return
        self.fact.say(
            tr("what you own and have not heard for a while") if picture.played else tr("what you own")
        )
        self.mood.show_like(picture.like)
        self.mood.show_ready(ready=picture.heard > 0 or not picture.whole)
        self.corner.show_corner(picture.corner)
        self.shelves.show_shelves(picture.shelves, _what_is_to_come(picture))
        self._pages.setCurrentWidget(self._home)
        if picture.whole and self._wanted_scroll:
            QTimer.singleShot(0, self.shelves, self._scroll_back)

    def _scroll_back(self) -> None:
        """Once, to where the last session left it."""
        self.shelves.verticalScrollBar().setValue(self._wanted_scroll)
        self._wanted_scroll = 0

    # -- what the listener does

    def _ask_place(self, brightness: float, energy: float) -> None:
        self.desk.ask(replace(self.desk.wish, place=Place(brightness, energy), like=None))

    def _ask_like(self, id: TrackId | None) -> None:
        self.desk.ask(replace(self.desk.wish, like=id))

    def _search_tracks(self) -> None:
        query = self.search.text().strip()
        if query:
            self._ways.to("tracks", query)

    def _to_shelves(self) -> None:
        if not self.search.text().strip():
            self.shelves.focus_first()

    def _play_corner(self) -> None:
        picture = self.desk.picture
        if picture is not None and picture.corner is not None:
            self.desk.play(picture.corner.tracks)

    def _menu(self, shelf: Shown, rows: list[Found], row: Found, at: QPoint) -> None:
        ids = [each.track.id for each in shelf.rows]
        menu_of(self, self._commands, rows, row, lambda: self.desk.play(ids, ids.index(row.track.id)), at)

    # -- one shelf whole

    def _open(self, key: str) -> None:
        self._wanted_page = key
        if self.page is None:
            self.page = self._make_page()
            self._stack.addWidget(self.page)
        self.page.show_shelf(key)
        self._stack.setCurrentWidget(self.page)
        self.setFocusProxy(self.page)

    def _make_page(self) -> ShelfPage:
        from app.views.rediscoverpage import ShelfPage

        page = ShelfPage(self.desk, self._covers, self._commands, self._ways)
        page.set_playing(self._playing)
        return page

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width()
        narrow = width < NARROW
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self._cards.setDirection(ways.LeftToRight if narrow else ways.TopToBottom)
        self._cards.setContentsMargins(GRID_MARGIN, 0, EDGE if narrow else 0, 0 if narrow else 16)
        policy = QSizePolicy.Policy.Preferred if narrow else QSizePolicy.Policy.Maximum
        for card in (self.mood, self.corner):  # of one height beside each other
            card.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self._side.setMaximumHeight(LOW if narrow else ANY_HEIGHT)
        self._side.setFixedWidth(
            width - 2 * (MARGIN - GRID_MARGIN) if narrow else SLIM_SIDE if width < SLIM else SIDE
        )
        self.fact.setVisible(width >= NARROW)


def greeting(hour: int) -> str:
    """hour: of the listener's day, 0 to 23."""
    if 5 <= hour < 12:
        return tr("Good morning")
    if 12 <= hour < 18:
        return tr("Good afternoon")
    return tr("Good evening") if hour >= 18 else tr("The small hours")


def _what_is_to_come(picture: Picture) -> str:
    """One line for a library that is young here; "" where nothing is missing."""
    if not picture.whole:
        return tr("Remembering how your music sounds…")
    if not picture.heard:
        return tr("Moods, corners and likeness come once your music has been listened to.")
    if 2 * picture.heard < picture.tracks:
        heard, all_ = words.number(picture.heard), words.number(picture.tracks)
        text = tr(
            "{heard} of {tracks} tracks have been listened to so far; the others join as they are heard."
        )
        return text.format(heard=heard, tracks=all_)
    return ""
