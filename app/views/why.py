""" "Why this one?": what ties a pick to what the listener likes, and both moments to hear it by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app import heard, icons, theme, words
from app.covers import Covers
from app.curves import Curves
from app.radiodesk import RadioDesk, Stage
from app.views.delegates import SCROLL_BAR
from app.widgets.controls import ElidedLabel, IconButton, label
from app.widgets.curve import CurveView, Span
from app.words import tr
from core.domain import Track, TrackId
from core.texts import Text

if TYPE_CHECKING:
    from core.explore.radio.explain import Reason

COVER, CURVE = 56, 148
LEFT = 20
STEERED = frozenset({"calmer, as you asked", "livelier, as you asked"})
"""Notes that most tracks of a radio bear while it is steered so."""
TITLE_ROOM = 160
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

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._renew()
        super().changeEvent(event)

    def _renew(self) -> None:
        track = self._track
        self.setPixmap(
            self._covers.picture(track, self._side, self.devicePixelRatio()) if track else QPixmap()
        )


class Moment(QWidget):
    """A moment of a song: a pill that lets it be heard for a while, and a button that goes on from there."""

    def __init__(self, desk: RadioDesk, track: Track, at: float) -> None:
        super().__init__()
        self._desk, self._asked, self._title = desk, (track.id, at), track.title
        self._when = words.clock(at)
        font = theme.font(13, 500)
        name = QFontMetrics(font).elidedText(track.title, Qt.TextElideMode.ElideRight, TITLE_ROOM)
        self.hearing = QPushButton(f"{name.replace('&', '&&')}  {self._when}")
        self.hearing.setProperty("kind", "chip")
        self.hearing.setFont(font)
        self.hearing.setFixedHeight(30)
        self.hearing.setIconSize(QSize(20, 14))
        self.hearing.setCheckable(True)
        self.hearing.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hearing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hearing.clicked.connect(lambda _checked=False: desk.hear(*self._asked))
        said = tr("Play “{title}” from {when} and go on from there")
        self.going_on = IconButton(
            "corner-down-right",
            said.format(title=track.title, when=self._when),
            lambda: desk.play_now(*self._asked),
            size=16,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.hearing)
        row.addWidget(self.going_on)
        row.addStretch(1)
        desk.moments.changed.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        on = self._desk.moments.now == self._asked
        self.hearing.setChecked(on)
        self.hearing.setIcon(
            icons.icon("square" if on else "play", "accent" if on else "secondary", 14, filled=True)
        )
        said = tr("Stop hearing “{title}”") if on else tr("Hear “{title}” at {when} for ten seconds")
        self.hearing.setToolTip(said.format(title=self._title, when=self._when))
        self.hearing.setAccessibleName(said.format(title=self._title, when=self._when))


class WhyPanel(QWidget):
    """A page of the side panel; its window title is the panel's heading."""

    def __init__(
        self, desk: RadioDesk, covers: Covers, curves: Curves, below: Sequence[QWidget] = ()
    ) -> None:
        """below: what stands under the reason."""
        super().__init__()
        self._desk, self._curves = desk, curves
        self._shown: tuple[object, ...] = ()
        self._track: Track | None = None
        self._reason: Reason | None = None
        self.setWindowTitle(tr("Why this one?"))
        self._cover = CoverLabel(covers, COVER)
        self._title = ElidedLabel("", "strong")
        self._artist = ElidedLabel("", "quiet")
        self.curve = CurveView(tr("The ways of both songs through sound"), tr("click to hear it"), pad=16)
        self.curve.setFixedHeight(CURVE)
        self.curve.asked.connect(self._hear)
        self._text = label("", "secondary", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._moments = QVBoxLayout()
        self._moments.setSpacing(6)
        self._build(below)
        curves.arrived.connect(self._show_curves)

    def _build(self, below: Sequence[QWidget]) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addStretch(1)
        names.addWidget(self._title)
        names.addWidget(self._artist)
        names.addStretch(1)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(12)
        head.addWidget(self._cover)
        head.addLayout(names, 1)
        inner = QWidget()
        inner.setProperty("kind", "page")
        column = QVBoxLayout(inner)
        column.setContentsMargins(LEFT, 4, LEFT, 20)
        column.setSpacing(14)
        column.addWidget(self._head)
        column.addWidget(self.curve)
        column.addWidget(self._text)
        column.addLayout(self._moments)
        for each in below:
            column.addWidget(each)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        area.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._area, self._column = area, column
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _keep_width(self, _least: int, most: int) -> None:
        """The scroll bar takes its room from the margin: nothing moves when it comes."""
        self._column.setContentsMargins(LEFT, 4, LEFT - (SCROLL_BAR if most > 0 else 0), 20)

    def show_end(self) -> None:
        """Scrolls to what stands at the foot, once it has its place."""
        bar = self._area.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    def show_pick(self, id: TrackId | None) -> None:
        """A pick of the plan, or what plays."""
        if self._desk.stage is Stage.OFF:
            id = None
        track, pick = self._desk.track(id), self._desk.pick_of(id)
        reason = pick.reason if pick else None
        now = (track, reason, self._desk.stage, self._sown(id))
        if now == self._shown:
            return
        self._shown = now
        self._track, self._reason = track, reason
        self._cover.show_track(track)
        self._head.setVisible(track is not None)
        self._title.say(track.title if track else "")
        self._artist.say(track.artist if track else "")
        liked = self._desk.track(reason.liked) if reason else None
        self._text.setText(self._say(track, reason, liked))
        self._show_moments(track, reason, liked)
        self._show_curves()

    def show_head(self, id: TrackId | None, seconds: float) -> None:
        """id: what plays, and where it is."""
        track = self._track
        here = track is not None and track.id == id and track.duration > 0
        self.curve.show_head(min(1.0, seconds / track.duration) if here and track else None)

    def _sown(self, id: TrackId | None) -> bool:
        return any(id in seed.tracks for seed in self._desk.seeds)

    def _say(self, track: Track | None, reason: Reason | None, liked: Track | None) -> str:
        if track is None:
            return tr("Here radio tells why it plays what it plays.")
        if reason is None:
            if self._sown(track.id):
                return tr("You chose this one: radio plays on from it.")
            return tr("Radio did not choose this one.")
        if liked is None:
            return sentence(in_full(reason))
        return explanation(reason, liked.title)

    def _show_moments(self, track: Track | None, reason: Reason | None, liked: Track | None) -> None:
        while (item := self._moments.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if track and reason and liked:
            before: QWidget = self.curve
            for each, at in ((track, reason.pick_start), (liked, reason.liked_start)):
                made = Moment(self._desk, each, at)
                self._moments.addWidget(made)
                for stop in (made.hearing, made.going_on):  # Qt would put what is new last
                    QWidget.setTabOrder(before, stop)
                    before = stop

    def _show_curves(self) -> None:
        track, reason = self._track, self._reason
        shape = self._curves.shape(track.id) if track else None
        self.curve.setVisible(track is not None and (shape is None or shape.line is not None))
        self.curve.show_line(shape.line if shape else None, track.duration if track else 0.0)
        liked = self._desk.track(reason.liked) if reason else None
        if track is None or reason is None or liked is None:
            self.curve.show_beside(None)
            self.curve.mark(None)
            return
        self.curve.show_beside(self._curves.line(liked.id))
        self.curve.mark(
            _share(reason.pick_start, reason.pick_end, track.duration),
            _share(reason.liked_start, reason.liked_end, liked.duration),
        )

    def _hear(self, share: float) -> None:
        if self._track is not None:
            self._desk.hear(self._track.id, share * self._track.duration)


def _share(start: float, end: float, duration: float) -> Span | None:
    return (start / duration, end / duration) if duration > 0 else None


def explanation(reason: Reason, liked: str) -> str:
    """A few plain sentences: where both are nearest, what they share, which rule had to give."""
    if reason.likeness > 0:
        text = tr("From {start} to {end} it is nearest to “{title}” at {place}.").format(
            start=words.clock(reason.pick_start),
            end=words.clock(reason.pick_end),
            title=liked,
            place=words.clock(reason.liked_start),
        )
    else:
        text = sentence(words.said(reason.like))
    said = [text]
    if reason.shared:
        said.append(tr("Both: {tags}.").format(tags=heard.tags(reason.shared)))
    said += [sentence(words.said(text)) for text in (*reason.notes, *reason.relaxed)]
    return " ".join(said)


def in_short(reason: Reason) -> str:
    """For a list, where all may be like one song: what tells this pick from the others leads, and what it is
    like follows. Without the rules that had to give, which the panel tells."""
    return " · ".join(filter(None, (_telling(reason), words.said(reason.like))))


def _telling(reason: Reason) -> str:
    note = next((note for note in reason.notes if note.template not in STEERED), None)
    if note is None:
        return tr("both {tags}").format(tags=heard.tags(reason.shared)) if reason.shared else ""
    apart = [words.said(each) for each in note.values.values() if isinstance(each, Text)]
    return ", ".join(apart) or words.said(note)  # "slower, darker in sound", where it stands by itself


def in_full(reason: Reason) -> str:
    """All of it in one line."""
    said = [words.said(reason.like)]
    if reason.shared:
        said.append(tr("both {tags}").format(tags=heard.tags(reason.shared)))
    return "; ".join([*said, *(words.said(text) for text in (*reason.notes, *reason.relaxed))])


def sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
