"""The Radio view: what plays, what it grows from and how it is steered, what comes and why; past radios."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app import tasks, words
from app.covers import Covers
from app.curves import Curves
from app.player.playback import Playback
from app.radiodesk import RadioDesk, Stage
from app.views.commands import TrackCommands
from app.views.delegates import SCROLL_BAR
from app.views.pastradios import PastPage
from app.views.radiocard import LOW, RadioCard
from app.views.radiolist import PickList
from app.views.radiomenus import new_radio_menu, pick_menu
from app.views.radiorows import Action, PickHeader
from app.views.radiostart import StartPage
from app.views.radiotrail import TrailSection
from app.views.radiowaiting import RadioWaiting
from app.views.seedfinder import Found, SeedFinder, seed_of
from app.views.why import WhyPanel
from app.views.whynot import WhyNotSection
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.domain import TrackId
from core.explore.radio.seeds import Seed
from core.library.browse import Browse
from core.library.tracks import Library

MARGIN, TOP = 28, 22
CLOCK_MS = 20_000
CRAMPED = 520
"""Width below which the header's quiet button keeps its icon alone."""


class RadioView(QWidget):
    """Shows a RadioDesk. `panel` is a page for the window's side panel, to be shown with this view."""

    browse_asked = Signal()
    """The listener wants to choose a track to start from."""
    failed = Signal(str)
    """A sentence to show."""

    def __init__(
        self,
        desk: RadioDesk,
        library: Library,
        browse: Browse,
        playback: Playback,
        covers: Covers,
        curves: Curves,
        commands: TrackCommands,
        selection: Callable[[], Sequence[TrackId]] = tuple,
    ) -> None:
        """selection: the tracks chosen elsewhere in the window, which a radio may start from."""
        super().__init__()
        self._desk, self._library, self._browse = desk, library, browse
        self._playback, self._commands, self._selection = playback, commands, selection
        self.why_not = WhyNotSection(desk, library, browse)
        self.trail = TrailSection(desk, library, curves)
        self.trail.curves_asked.connect(lambda ids: commands.curves_asked.emit(ids, desk.name))
        self.panel = WhyPanel(desk, covers, curves, (self.trail, self.why_not))
        self.list = PickList(desk, covers, curves, commands, self)
        self.card = RadioCard(desk, library, browse, playback, curves)
        self.past = PastPage(desk, library, covers)
        self._past_shown = False
        self._build()
        for one, next_one in pairwise((self._back, self._stop, self._old, self._new, self.card.curve)):
            QWidget.setTabOrder(one, next_one)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._say_time)
        self.card.failed.connect(self.failed)
        self.why_not.answered.connect(self.panel.show_end)
        self.list.acted.connect(self._act)
        self.list.play_asked.connect(desk.play_now)
        self.list.remove_asked.connect(desk.remove_pick)
        self.list.move_asked.connect(self._move)
        self.list.menu_asked.connect(self._open_menu)
        self.list.chosen.connect(self._explain)
        playback.position_changed.connect(self._follow)
        desk.changed.connect(self._renew)
        desk.begun.connect(self.leave_past)
        self._renew()

    # -- how it is put together

    def _build(self) -> None:
        self._heading = label(tr("Radio"), "title")
        self._back = IconButton("arrow-left", tr("Back to the radio"), self.leave_past, size=20)
        self._fact = ElidedLabel("", "fact")
        self._stop = IconButton(
            "circle-stop", tr("Stop radio; what plays goes on to its end"), self._desk.stop
        )
        self._old = button(tr("Past radios"), self.show_past, icon="history", tip=tr("Past radios"))
        self._new = button(tr("New radio"), self._open_new, kind="primary", icon="plus")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.setContentsMargins(0, 0, SCROLL_BAR, 0)
        left: tuple[QWidget, ...] = (self._back, self._heading, self._fact)
        right: tuple[QWidget, ...] = (self._stop, self._old, self._new)
        for part in left:
            head.addWidget(part)
        head.addStretch(1)
        for part in right:
            head.addWidget(part)
        self._pages = QStackedLayout()
        for page in (self._build_radio(), self.past):
            page.setMinimumSize(1, 1)
            self._pages.addWidget(page)
        body = QVBoxLayout(self)
        body.setContentsMargins(MARGIN, TOP, MARGIN - SCROLL_BAR, 0)
        body.setSpacing(14)
        body.addLayout(head)
        body.addLayout(self._pages, 1)

    def _build_radio(self) -> QWidget:
        card = QHBoxLayout()
        card.setContentsMargins(0, 0, SCROLL_BAR, 0)
        card.addWidget(self.card)
        self.start = StartPage()
        self.start.history_asked.connect(self._desk.start_from_history)
        self.start.browse_asked.connect(self.browse_asked)
        self.start.playing_asked.connect(self._start_from_playing)
        self.start.past_asked.connect(self.show_past)
        self.working = RadioWaiting()
        self.working.play_asked.connect(self._hear)
        self._none = EmptyState(
            "radio",
            tr("Nothing more to play from here"),
            tr(
                "What sounds near is played, left out, or on a drive that cannot be reached. "
                "Radio goes on by itself when there is something."
            ),
        )
        self._filtered = EmptyState(
            "list-filter",
            tr("Nothing more to play from this filter"),
            "",
            tr("Play from everything"),
            self.card.steer.clear_filter,
        )
        self._coming = QWidget()
        coming = QVBoxLayout(self._coming)
        coming.setContentsMargins(0, 0, 0, 0)
        coming.setSpacing(0)
        coming.addWidget(PickHeader())
        coming.addWidget(self.list, 1)
        self._states = QStackedLayout()
        for page in (self.start, self.working, self._none, self._filtered, self._coming):
            # The highest page would keep the others from small windows.
            page.setMinimumSize(1, 1)
            self._states.addWidget(page)
        radio = QWidget()
        column = QVBoxLayout(radio)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(card)
        column.addLayout(self._states, 1)
        return radio

    # -- following the desk

    def showEvent(self, event: QShowEvent) -> None:
        self._desk.wake()
        self._clock.start()
        self._renew()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.set_low(low=self.height() < LOW)
        self._old.setText("" if self.width() < CRAMPED else tr("Past radios"))
        self._old.setAccessibleName(tr("Past radios"))

    def set_playing(self, _id: TrackId | None = None) -> None:
        """What plays is another."""
        self._renew()

    def close_down(self) -> None:
        self._clock.stop()
        self.card.close_down()
        self.trail.close_down()
        self.past.close_down()
        self.working.close_down()

    def _renew(self) -> None:
        desk = self._desk
        on = desk.stage is not Stage.OFF
        self.card.setVisible(on)
        self.card.renew()
        self.start.show_ways(playing=desk.track(desk.playing) is not None)
        self._states.setCurrentWidget(self._state())
        self._show_head()
        self._explain()
        self.trail.renew()

    def _show_head(self) -> None:
        on, past = self._desk.stage is not Stage.OFF, self._past_shown
        self._heading.setText(tr("Past radios") if past else tr("Radio"))
        self._back.setVisible(past)
        self._stop.setVisible(on and not past)
        self._old.setVisible(not past)
        self._say_time()

    def _state(self) -> QWidget:
        match self._desk.stage:
            case Stage.OFF:
                return self.start
            case Stage.WAITING:
                self._say_waiting()
                return self.working
            case Stage.PREPARING:
                ids = dict.fromkeys(id for seed in self._desk.seeds for id in seed.tracks)
                self.working.say(tr("Finding what comes next"), "", list(ids) if len(ids) > 1 else ())
                return self.working
        if self._desk.picks:
            return self._coming
        only = self._desk.steering.only
        if not only:
            return self._none
        text = tr("What “{query}” finds is played or left out, or has not been heard.")
        self._filtered.text.setText(text.format(query=only))
        return self._filtered

    def _say_waiting(self) -> None:
        heard, total = self._desk.waiting or (0, 0)
        seed = self._desk.track(next(iter(self._desk.unheard), None))
        count = tr("{done} of {total} heard.").format(done=words.number(heard), total=words.number(total))
        if seed is None:
            text = tr("Radio starts by itself when there is enough.")
        else:
            text = tr("“{title}” is among the next, and radio starts by itself.").format(title=seed.title)
        self.working.say(tr("Meander has to hear some music first"), f"{count} {text}")

    def _say_time(self) -> None:
        on = self._desk.stage is Stage.ON and not self._past_shown
        text = tr("playing for {time}").format(time=words.elapsed(self._desk.heard))
        self._fact.say(text if on else "")

    def _follow(self, seconds: float) -> None:
        if self.panel.isVisible():
            self.panel.show_head(self._desk.playing, seconds)

    def _explain(self) -> None:
        """The selected pick, else what plays."""
        self.panel.show_pick(self.list.selected or self._desk.playing)

    # -- past radios

    def show_past(self) -> None:
        self._past_shown = True
        self._pages.setCurrentWidget(self.past)
        self._show_head()
        self.past.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_past(self) -> None:
        if self._past_shown:
            self._past_shown = False
            self._pages.setCurrentIndex(0)
            self._show_head()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._past_shown:
            self.leave_past()
        elif event.key() == Qt.Key.Key_Escape and self.list.selected is not None:
            self.list.clearSelection()  # the panel speaks of what plays again
        else:
            super().keyPressEvent(event)

    # -- what the listener does

    def _open_new(self) -> None:
        position = self._playback.position()
        menu = new_radio_menu(self, self._desk, position, self._selection(), self._find_start)
        under = self._new.mapToGlobal(QPoint(self._new.width(), self._new.height() + 6))
        menu.popup(QPoint(under.x() - menu.sizeHint().width(), under.y()))

    def _start_from_playing(self) -> None:
        if self._desk.playing is not None:
            self._desk.start_tracks([self._desk.playing])

    def _find_start(self) -> None:
        finder = SeedFinder(self._library, self._browse, self.window(), tr("Start radio from"))
        finder.chosen.connect(self._start_found)
        finder.open_under(self._new)

    def _start_found(self, found: Found) -> None:
        work = partial(seed_of, self._library, self._browse, found)
        tasks.run(work, on_done=self._start_seed, on_error=self.failed.emit)

    def _start_seed(self, seed: Seed | None) -> None:
        if seed is not None:
            self._desk.start([seed])

    def _act(self, action: Action, id: TrackId) -> None:
        if action is Action.LIKE:
            self._desk.like(id)
        elif action is Action.NOT_THIS:
            self._desk.dislike(id)

    def _move(self, id: TrackId, by: int) -> None:
        place = self.list.picks.row_of(id) + by
        if 0 <= place < self.list.picks.rowCount():
            self._desk.move_pick(id, place)

    def _hear(self, id: TrackId, share: float) -> None:
        """A curve that turns while radio is at work: heard above what plays."""
        track = self._desk.track(id)
        if track is not None:
            self._desk.hear(id, share * track.duration)

    def _open_menu(self, id: TrackId, at: QPoint) -> None:
        track = self._desk.track(id)
        if track is not None:
            menu = pick_menu(self, self._desk, self._commands, track, self.list.select, self.why_not.ask)
            menu.popup(at)
