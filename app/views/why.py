""" "Why this one?": what ties a pick to what the listener likes, and both moments to hear it by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import heard, icons, theme, words
from app.covers import Covers
from app.radiodesk import RadioDesk, Stage
from app.views.flow import FlowLayout
from app.widgets.controls import ElidedLabel, button, label
from app.words import tr
from core.domain import Track, TrackId
from core.texts import Text

if TYPE_CHECKING:
    from core.explore.explain import Reason

COVER = 56
TITLE_ROOM = 170
"""Pixels of a title on a button."""


class CoverLabel(QLabel):
    """One cover of `side` pixels that follows the screen's scale and pictures that come later."""

    def __init__(self, covers: Covers, side: int) -> None:
        super().__init__()
        self._covers, self._side = covers, side
        self._track: Track | None = None
        self.setFixedSize(side, side)
        covers.arrived.connect(self._renew)

    def show_track(self, track: Track | None) -> None:
        self._track = track
        self._renew()

    def resize_to(self, side: int) -> None:
        if side != self._side:
            self._side = side
            self.setFixedSize(side, side)
            self._renew()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._renew()
        super().changeEvent(event)

    def _renew(self) -> None:
        track = self._track
        self.setPixmap(
            self._covers.picture(track, self._side, self.devicePixelRatio()) if track else QPixmap()
        )


class WhyPanel(QWidget):
    """A page of the side panel; its window title is the panel's heading."""

    def __init__(self, desk: RadioDesk, covers: Covers) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._compared: tuple[TrackId, TrackId] | None = None
        """A pick and the liked track it is like, once the listener plays their moments in turn."""
        self.setWindowTitle(tr("Why this one?"))
        self._cover = CoverLabel(covers, COVER)
        self._title = ElidedLabel("", "strong")
        self._artist = ElidedLabel("", "quiet")
        self._text = label("", "secondary", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._moments = FlowLayout(gap=8)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addStretch(1)
        names.addWidget(self._title)
        names.addWidget(self._artist)
        names.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._cover)
        head.addLayout(names, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 20, 20)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addLayout(self._moments)
        column.addStretch(1)

    def show_pick(self, id: TrackId | None) -> None:
        """A pick of the plan, or what plays.

        While two moments are compared, the liked one does not take the pick's place here.
        """
        if self._compared is not None:
            if id == self._compared[1]:
                id = self._compared[0]
            elif id != self._compared[0]:
                self._compared = None
        if self._desk.stage is Stage.OFF:
            id = None
        track, pick = self._desk.track(id), self._desk.pick_of(id)
        reason = pick.reason if pick else None
        now = (track, reason, self._desk.stage, id in self._desk.seeds)
        if now == self._shown:
            return
        self._shown = now
        self._cover.show_track(track)
        self._cover.setVisible(track is not None)
        self._title.say(track.title if track else "")
        self._artist.say(track.artist if track else "")
        self._moments.clear()
        liked = self._desk.track(reason.liked) if reason else None
        self._text.setText(self._say(track, reason, liked))
        if track and reason and liked:
            pair = (track.id, liked.id)
            self._add_moment(track, reason.pick_start, "chip-on", pair)
            self._add_moment(liked, reason.liked_start, "", pair)

    def _say(self, track: Track | None, reason: Reason | None, liked: Track | None) -> str:
        if track is None:
            return tr("Here radio tells why it plays what it plays.")
        if reason is None:
            if track.id in self._desk.seeds:
                return tr("You chose this one: radio plays on from it.")
            return tr("Radio did not choose this one.")
        if liked is None:
            return sentence(in_full(reason))
        return explanation(reason, liked.title)

    def _add_moment(self, track: Track, at: float, kind: str, pair: tuple[TrackId, TrackId]) -> None:
        def play() -> None:
            self._compared = pair
            self._desk.play_now(track.id, at)

        font = theme.font(13, 500)
        name = QFontMetrics(font).elidedText(track.title, Qt.TextElideMode.ElideRight, TITLE_ROOM)
        when = words.clock(at)
        made = button(
            f"{name} {when}",
            play,
            kind=kind,
            icon="play",
            tip=tr("Play “{title}” from {when}").format(title=track.title, when=when),
        )
        made.setIcon(icons.icon("play", "accent" if kind else "secondary", 16, filled=True))
        made.setAccessibleName(tr("Play {title} from {when}").format(title=track.title, when=when))
        self._moments.addWidget(made)


def explanation(reason: Reason, liked: str) -> str:
    """Two or three plain sentences: where both are nearest, what they share, which rule had to give."""
    if reason.likeness > 0:
        text = tr("From {start} to {end} it is nearest to “{title}” at {place}.").format(
            start=words.clock(reason.pick_start),
            end=words.clock(reason.pick_end),
            title=liked,
            place=words.clock(reason.liked_start),
        )
    else:
        text = tr("A step away from “{title}”: nothing nearer is left.").format(title=liked)
    said = [text]
    if reason.shared:
        said.append(tr("Both: {tags}.").format(tags=heard.tags(reason.shared)))
    said += [sentence(words.said(text)) for text in reason.relaxed]
    return " ".join(said)


def in_short(reason: Reason) -> str:
    """For a list: without the rules that had to give, which the panel tells."""
    return _line(reason, ())


def in_full(reason: Reason) -> str:
    """The rules that had to give too, in one line."""
    return _line(reason, reason.relaxed)


def _line(reason: Reason, rules: Sequence[Text]) -> str:
    said = [words.said(text) for text in (reason.like, *rules)]
    if reason.shared:
        said.insert(1, tr("both {tags}").format(tags=heard.tags(reason.shared)))
    return "; ".join(said)


def sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
