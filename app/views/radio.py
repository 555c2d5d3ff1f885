"""The Radio view: what plays, what it grows from, what comes and why."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app import icons, words
from app.covers import Covers
from app.radiodesk import RadioDesk, Stage
from app.views.commands import TrackCommands
from app.views.delegates import SCROLL_BAR
from app.views.flow import FlowLayout
from app.views.radiolist import Action, PickHeader, PickList
from app.views.why import CoverLabel, WhyPanel
from app.widgets import controls
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.domain import Track, TrackId

MARGIN, TOP = 28, 22
NOW_COVER, SMALL_COVER = 72, 48
NARROW = 700
"""Below this width the card puts its two halves one above the other."""
CLOCK_MS = 20_000
CHIP_ROOM = 190
"""Pixels of a title on a chip."""


class NowCard(QFrame):
    """What plays, with its two answers, beside the seeds and likes that brought it."""

    def __init__(self, desk: RadioDesk, covers: Covers) -> None:
        super().__init__()
        self._desk = desk
        self._chips_shown: tuple[object, ...] = ()
        self.setProperty("kind", "card")
        self._cover = CoverLabel(covers, NOW_COVER)
        self._title = ElidedLabel("", "heading")
        self._artist = ElidedLabel("", "secondary")
        self._like = IconButton(
            "heart", tr("More like this"), self._like_now, size=18, on="love", filled_on=True
        )
        self._not_this = IconButton("x", tr("Not this: play the next one"), self._refuse_now, size=18)
        self._chips = FlowLayout(gap=8)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(20, 18, 20, 18)
        self._halves.setSpacing(28)
        self._halves.addLayout(self._build_now(), 5)
        self._halves.addLayout(self._build_chips(), 6)
        desk.changed.connect(self.renew)
        self.renew()

    def _build_now(self) -> QHBoxLayout:
        answers = QHBoxLayout()
        answers.setSpacing(2)
        answers.setContentsMargins(0, 0, 0, 0)
        answers.addWidget(self._like)
        answers.addWidget(self._not_this)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addStretch(1)
        names.addWidget(self._title)
        names.addWidget(self._artist)
        names.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._cover)
        row.addLayout(names, 1)
        row.addLayout(answers)
        return row

    def _build_chips(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(label(tr("Seeds and likes"), "quiet"))
        column.addLayout(self._chips)
        column.addStretch(1)
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < NARROW
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(way)
        self._halves.setSpacing(14 if narrow else 28)
        self._cover.resize_to(SMALL_COVER if narrow else NOW_COVER)
        super().resizeEvent(event)

    def renew(self) -> None:
        desk = self._desk
        track = desk.track(desk.playing)
        self._cover.show_track(track)
        self._title.say(track.title if track else tr("Nothing plays"))
        self._artist.say(track.artist if track else "")
        on = track is not None and desk.stage is Stage.ON
        self._like.setEnabled(on)
        self._not_this.setEnabled(on)
        self._like.setChecked(track is not None and track.id in desk.likes)
        now = (desk.stage, desk.seeds, desk.likes, desk.dislikes)
        if now != self._chips_shown:
            self._chips_shown = now
            self._fill_chips()

    def _fill_chips(self) -> None:
        desk = self._desk
        self._chips.clear()
        on = desk.stage is Stage.ON
        for id in desk.seeds:
            many = len(desk.seeds) > 1 and on
            self._add_chip(id, "chip-on", tr("Seed"), (lambda id=id: desk.drop_seed(id)) if many else None)
        for id in desk.likes:
            if id not in desk.seeds:
                self._add_chip(id, "chip-on", tr("Liked"), lambda id=id: desk.forget(id), " ♥")
        for id in desk.dislikes:
            self._add_chip(id, "chip-off", tr("Not this"), lambda id=id: desk.forget(id))

    def _add_chip(self, id: TrackId, kind: str, said: str, take_back: object, mark: str = "") -> None:
        track = self._desk.track(id)
        if track is not None:
            self._chips.addWidget(chip(track, kind, said, take_back, mark))

    def _like_now(self) -> None:
        if self._desk.playing is not None:
            self._desk.like(self._desk.playing)

    def _refuse_now(self) -> None:
        if self._desk.playing is not None:
            self._desk.dislike(self._desk.playing)


def chip(track: Track, kind: str, said: str, take_back: object, mark: str = "") -> QPushButton:
    """A pill with a track's name; with `take_back` a click on it (or Space) takes it away."""
    made = button("", take_back if callable(take_back) else None, kind=kind)
    name = made.fontMetrics().elidedText(track.title, Qt.TextElideMode.ElideRight, CHIP_ROOM)
    made.setText(name.replace("&", "&&") + mark)
    who = words.titled(track)
    if callable(take_back):
        # The cross follows the words.
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setIcon(icons.icon("x", "accent" if kind == "chip-on" else "quiet", 14))
        made.setToolTip(tr("{who}. {said}: click to take it back.").format(who=who, said=said))
    else:
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setCursor(Qt.CursorShape.ArrowCursor)
        made.setToolTip(who)
    made.setAccessibleName(f"{said}: {who}")
    font = made.font()
    font.setStrikeOut(kind == "chip-off")
    made.setFont(font)
    return made


class RadioView(QWidget):
    """Shows a RadioDesk. `panel` is a page for the window's side panel, to be shown with this view."""

    browse_asked = Signal()
    """The listener wants to choose a track to start from."""

    def __init__(self, desk: RadioDesk, covers: Covers, commands: TrackCommands) -> None:
        super().__init__()
        self._desk, self._commands = desk, commands
        self.panel = WhyPanel(desk, covers)
        self.list = PickList(desk, covers, self)
        self._card = NowCard(desk, covers)
        self._fact = ElidedLabel("", "fact")
        tip = tr("Stop radio; what plays goes on to its end")
        self._stop = button(tr("Stop"), desk.stop, icon="square", tip=tip)
        self._stop.setIcon(icons.icon("square", "secondary", 16, filled=True))
        self._new = button(tr("New radio"), self._start_from_playing, kind="primary", icon="plus")
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._say_time)
        self._build()
        self.list.acted.connect(self._act)
        self.list.play_asked.connect(desk.play_now)
        self.list.menu_asked.connect(self._open_menu)
        self.list.chosen.connect(self._explain)
        desk.changed.connect(self._renew)
        self._renew()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label(tr("Radio"), "title"))
        head.addWidget(self._fact)
        head.addStretch(1)
        head.addWidget(self._stop)
        head.addWidget(self._new)
        head.setContentsMargins(0, 0, SCROLL_BAR, 0)
        card = QHBoxLayout()
        card.setContentsMargins(0, 0, SCROLL_BAR, 0)
        card.addWidget(self._card)
        self._empty = EmptyState(
            "radio",
            tr("Radio plays on from any track you choose"),
            tr(
                "It looks for music that moves as yours does, and learns from what you like and what "
                "you skip."
            ),
            tr("Choose a track"),
            self.browse_asked.emit,
        )
        self._waiting = EmptyState("headphones", tr("Meander has to hear some music first"), "")
        self._seeking = EmptyState("radio", tr("Finding what comes next"), "")
        self._none = EmptyState(
            "radio",
            tr("Nothing more to play from here"),
            tr(
                "What sounds near is played, left out, or on a drive that cannot be reached. "
                "Radio goes on by itself when there is something."
            ),
        )
        coming = QWidget()
        column = QVBoxLayout(coming)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PickHeader())
        column.addWidget(self.list, 1)
        self._coming = coming
        self._pages = QStackedLayout()
        for page in (self._empty, self._waiting, self._seeking, self._none, coming):
            self._pages.addWidget(page)
        body = QVBoxLayout(self)
        body.setContentsMargins(MARGIN, TOP, MARGIN - SCROLL_BAR, 0)
        body.setSpacing(14)
        body.addLayout(head)
        body.addLayout(card)
        body.addLayout(self._pages, 1)

    # -- following the desk

    def showEvent(self, event: QShowEvent) -> None:
        self._desk.wake()
        self._clock.start()
        self._say_time()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def set_playing(self, _id: TrackId | None = None) -> None:
        """What plays is another."""
        self._renew()

    def _renew(self) -> None:
        desk = self._desk
        on = desk.stage is not Stage.OFF
        self._card.setVisible(on)
        self._card.renew()
        self._stop.setVisible(on)
        playing = desk.track(desk.playing)
        self._new.setEnabled(playing is not None)
        self._new.setToolTip(
            tr("Start a new radio from “{title}”").format(title=playing.title)
            if playing
            else tr("Play a track first, then start from it")
        )
        self._pages.setCurrentWidget(self._page())
        self._say_time()
        self._explain()

    def _page(self) -> QWidget:
        match self._desk.stage:
            case Stage.OFF:
                return self._empty
            case Stage.WAITING:
                self._say_waiting()
                return self._waiting
            case Stage.PREPARING:
                return self._seeking
        return self._coming if self._desk.picks else self._none

    def _say_waiting(self) -> None:
        heard, total = self._desk.waiting or (0, 0)
        seed = self._desk.track(next(iter(self._desk.unheard), None))
        count = tr("{done} of {total} heard.").format(done=words.number(heard), total=words.number(total))
        if seed is None:
            text = tr("Radio starts by itself when there is enough.")
        else:
            text = tr("“{title}” is among the next, and radio starts by itself.").format(title=seed.title)
        self._waiting.text.setText(f"{count} {text}")

    def _say_time(self) -> None:
        on = self._desk.stage is Stage.ON
        text = tr("playing for {time}").format(time=words.elapsed(self._desk.heard))
        self._fact.say(text if on else "")

    def _explain(self) -> None:
        """The selected pick, else what plays."""
        self.panel.show_pick(self.list.selected or self._desk.playing)

    # -- what the listener does

    def _start_from_playing(self) -> None:
        if self._desk.playing is not None:
            self._desk.start([self._desk.playing])

    def _act(self, action: Action, id: TrackId) -> None:
        if action is Action.LIKE:
            self._desk.like(id)
        elif action is Action.NOT_THIS:
            self._desk.dislike(id)

    def _open_menu(self, id: TrackId, at: QPoint) -> None:
        track = self._desk.track(id)
        if track is None:
            return
        menu = controls.menu(self)
        entries = (
            (tr("Play now"), "play", lambda: self._desk.play_now(id)),
            (tr("Play next"), "list-start", lambda: self._desk.play_next(id)),
            (tr("Why this one?"), "info", lambda: self._select(id)),
            (tr("Start radio from it"), "radio", lambda: self._desk.start([id])),
            (
                tr("Take back the like") if id in self._desk.likes else tr("More like this"),
                "heart",
                lambda: self._desk.like(id),
            ),
            (tr("Not this"), "x", lambda: self._desk.dislike(id)),
            (tr("Show in folder"), "folder-open", lambda: self._commands.reveal(track.path)),
        )
        for text, icon, do in entries:
            action = menu.addAction(icons.icon(icon, "secondary", 16), text)
            action.triggered.connect(lambda _checked=False, do=do: do())
        menu.popup(at)

    def _select(self, id: TrackId) -> None:
        row = self.list.picks.row_of(id)
        if row >= 0:
            self.list.setCurrentIndex(self.list.picks.index(row))
