"""The card on top of the Radio view: the curve of what plays, what radio grows from, how it is steered."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import tasks
from app.curves import Curves
from app.player.base import State
from app.player.playback import Playback
from app.radiodesk import RadioDesk, Stage
from app.views.radiochips import Chips
from app.views.radiorules import Popover
from app.views.radiosteer import SteerPane
from app.views.seedfinder import Found, SeedFinder, seed_of
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.curve import CurveView
from app.widgets.poles import INDENT
from app.words import tr
from core.explore.radio.seeds import Seed
from core.library.browse import Browse
from core.library.tracks import Library

NARROW, LOW = 620, 560
"""Width of the card, and height of the view, below which steering folds away behind a button."""
CURVE, SMALL_CURVE = (188, 128), (132, 88)


class RadioCard(QFrame):
    failed = Signal(str)

    def __init__(
        self, desk: RadioDesk, library: Library, browse: Browse, playback: Playback, curves: Curves
    ) -> None:
        super().__init__()
        self._desk, self._library, self._browse = desk, library, browse
        self._playback, self._curves = playback, curves
        self._folded = self._low = False
        self.setProperty("kind", "card")
        self.curve = CurveView(
            tr("The way of what plays through sound"), tr("click to play from here"), pad=12
        )
        self.curve.asked.connect(self._play_from)
        self._title = ElidedLabel("", "quiet")
        self.like = IconButton(
            "heart", tr("More like this"), self._like_now, size=16, on="love", filled_on=True
        )
        self.refuse = IconButton("x", tr("Not this: play the next one"), self._refuse_now, size=16)
        self.chips = Chips(desk)
        self.chips.add_asked.connect(self._find_seed)
        self.steer = SteerPane(desk, library)
        tip = tr("How it chooses: familiar or new, close or far, calm or lively")
        self.opener = button(tr("Steer"), self._open_steering, icon="sliders-horizontal", tip=tip)
        self._build()
        self._unfold()
        self._fold()
        self.chips.filled.connect(self._order)
        self._order()
        curves.arrived.connect(self._show_curve)
        playback.position_changed.connect(self._follow)
        self.renew()

    def _build(self) -> None:
        caption = QHBoxLayout()
        caption.setContentsMargins(10, 0, 0, 0)
        caption.setSpacing(0)
        caption.addWidget(self._title, 1)
        caption.addWidget(self.like)
        caption.addWidget(self.refuse)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.curve)
        left.addLayout(caption)
        left.addStretch(1)
        heading = QHBoxLayout()
        heading.setContentsMargins(INDENT, 0, INDENT, 0)
        heading.setSpacing(16)
        heading.addWidget(label(tr("Seeds and likes"), "quiet"))
        heading.addStretch(1)
        heading.addWidget(self.opener)
        self._heading = heading
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(heading)
        chips = QHBoxLayout()
        chips.setContentsMargins(INDENT, 0, INDENT, 0)
        chips.addWidget(self.chips)
        right.addLayout(chips)
        self._beside = QVBoxLayout()
        right.addLayout(self._beside)
        right.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(24)
        top.addLayout(left)
        top.addLayout(right, 1)
        self._top = top
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 14)
        column.addLayout(top)

    def _order(self) -> None:
        """The Tab key follows the eye; pills are made anew, and Qt would put them last."""
        stops: list[QWidget] = [self.curve, self.like, self.refuse, self.opener]
        stops += [*self.steer.rules.findChildren(QPushButton), *self.chips.pills, *self.steer.stops]
        # One that takes no focus would break the chain.
        reached = (stop for stop in stops if stop.focusPolicy() is not Qt.FocusPolicy.NoFocus)
        for one, next_one in pairwise(reached):
            QWidget.setTabOrder(one, next_one)

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def set_low(self, *, low: bool) -> None:
        """low: the view has little height."""
        if low != self._low:
            self._low = low
            self._fold()

    def _fold(self) -> None:
        """Steering stands beside the curve where there is room, else behind a button."""
        narrow = self.width() < NARROW
        folded = narrow or self._low
        if folded != self._folded:
            self._folded = folded
            self._unfold()
        self.opener.setVisible(folded)
        self.chips.set_cramped(cramped=narrow)
        self.curve.setFixedSize(*(SMALL_CURVE if folded else CURVE))
        self._title.setMaximumWidth(self.curve.width() - 74)
        self._top.setSpacing(8 if narrow else 14)

    def _open_steering(self) -> None:
        popover = Popover(tr("Steer"), self.window())
        popover.column.addWidget(self.steer)
        popover.column.addWidget(self.steer.rules)
        self.steer.show()
        self.steer.rules.show()
        popover.closed.connect(self._unfold)
        popover.open_under(self.opener)
        self.steer.focus_first()

    def _unfold(self) -> None:
        """Puts steering back into the card, seen there unless it is folded away."""
        self._beside.addWidget(self.steer)
        self._heading.addWidget(self.steer.rules)
        self.steer.setVisible(not self._folded)
        self.steer.rules.setVisible(not self._folded)

    # -- what it shows

    def renew(self) -> None:
        desk = self._desk
        track = desk.track(desk.playing)
        on = track is not None and desk.stage is Stage.ON
        self._title.say(track.title if track else "")
        for answer in (self.like, self.refuse):
            answer.setEnabled(on)
            answer.setVisible(track is not None)
        self.like.setChecked(track is not None and track.id in desk.likes)
        self.chips.renew()
        self.steer.renew()
        self._show_curve()

    def _show_curve(self) -> None:
        # Without radio nobody asks for curves, which need all that was heard of the library in memory.
        id = self._desk.playing if self._desk.stage is not Stage.OFF else None
        track, shape = self._desk.track(id), self._curves.shape(id)
        if track is None:
            self.curve.show_line(None, 0.0, empty=tr("Nothing plays"))
            return
        unheard = tr("Not heard yet") if shape is not None else ""
        self.curve.show_line(shape.line if shape else None, track.duration, empty=unheard)
        self._follow(self._playback.position())

    def _follow(self, seconds: float) -> None:
        if not self.isVisible() or self.curve.line is None:
            return
        length = self.curve.seconds
        on = self._playback.state is not State.STOPPED and length > 0
        self.curve.show_head(min(1.0, seconds / length) if on else None)

    # -- what the listener does

    def _play_from(self, share: float) -> None:
        if self._desk.playing is not None:
            self._desk.play_now(self._desk.playing, share * self.curve.seconds)

    def _like_now(self) -> None:
        if self._desk.playing is not None:
            self._desk.like(self._desk.playing)

    def _refuse_now(self) -> None:
        if self._desk.playing is not None:
            self._desk.dislike(self._desk.playing)

    def _find_seed(self, anchor: QWidget) -> None:
        finder = SeedFinder(self._library, self._browse, self.window(), tr("Also start from"))
        finder.chosen.connect(self._add_found)
        finder.open_under(anchor)

    def _add_found(self, found: Found) -> None:
        work = partial(seed_of, self._library, self._browse, found)
        tasks.run(work, on_done=self._add_seed, on_error=self.failed.emit)

    def _add_seed(self, seed: Seed | None) -> None:
        if seed is not None:
            self._desk.add_seed(seed)

    def close_down(self) -> None:
        self.steer.close_down()
