"""Beside the map: the track that is selected, its curve, and what truly sounds nearest to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import theme, words
from app.covers import Covers
from app.curves import Curves
from app.mapdesk import Neighbour
from app.mapdeskpoints import Spot
from app.views.delegates import SCROLL_BAR
from app.views.why import CoverLabel
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.curve import CurveView
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.domain import Track, TrackId

COVER, ROW_COVER, ROW, CURVE = 64, 36, 48, 148
LEFT, PAD = 20, 8


class MapPanel(QWidget):
    """A page of the side panel; its window title is the panel's heading."""

    play_asked = Signal(object, object)
    """A Track, and seconds into it; None: from where it is most like itself."""
    radio_asked = Signal(object)
    """A Spot."""
    picked = Signal(object)
    """The Spot of a neighbour, to be selected in place of this one."""
    pointed = Signal(object)
    """The Spot of the neighbour under the pointer; None: of none."""
    menu_asked = Signal(object, QPoint)
    """A Track, and where on the screen."""

    def __init__(self, covers: Covers, curves: Curves) -> None:
        super().__init__()
        self.setWindowTitle(tr("On the map"))
        self._covers, self._curves = covers, curves
        self._track: Track | None = None
        self._spot: Spot | None = None
        self._at = 0.0
        self._cover = CoverLabel(covers, COVER)
        self._title, self._by = ElidedLabel("", "strong"), ElidedLabel("", "quiet")
        self.play = button("", self._play, kind="chip-on", icon="play")
        self.radio = button(tr("Radio"), self._radio, tip=tr("Start radio from here"))
        self.curve = CurveView(tr("The way of this track through sound"), tr("click to play from there"))
        self.curve.setFixedHeight(CURVE)
        self.curve.asked.connect(self._play_share)
        self._near = QVBoxLayout()
        self._near.setSpacing(0)
        self._note = label("", "quiet", wrap=True)
        self.rows: list[NearRow] = []
        self._build()
        curves.arrived.connect(self._show_curve)
        self.show_track(None, None, 0.0)

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._by)
        names.addSpacing(4)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self.play)
        deeds.addWidget(self.radio)
        deeds.addStretch(1)
        names.addLayout(deeds)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._cover, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        heading = QHBoxLayout()
        heading.setSpacing(5)
        heading.addWidget(label(tr("Truly nearest"), "strong"))
        heading.addWidget(label(tr("in the full space"), "quiet"), 1)
        page = QWidget()
        page.setProperty("kind", "page")
        self._column = QVBoxLayout(page)
        self._column.setSpacing(12)
        upper, lower = QVBoxLayout(), QVBoxLayout()
        for inset in (upper, lower):  # rows light up a little beyond their words
            inset.setContentsMargins(PAD, 0, PAD, 0)
            inset.setSpacing(12)
        upper.addLayout(head)
        upper.addWidget(self.curve)
        upper.addLayout(heading)
        lower.addWidget(self._note)
        self._column.addLayout(upper)
        self._column.addLayout(self._near)
        self._column.addLayout(lower)
        self._column.addStretch(1)
        self._keep_width(0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        area.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._area = area
        self._none = EmptyState(
            "map-pin",
            tr("Click a point"),
            tr("Here is what it is, and what truly sounds nearest to it."),
            narrow=True,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        whole.addWidget(self._none)

    def _keep_width(self, _least: int, most: int) -> None:
        """The scroll bar takes its room from the margin: nothing moves when it comes."""
        right = LEFT - PAD - (SCROLL_BAR if most > 0 else 0)
        self._column.setContentsMargins(LEFT - PAD, 4, right, 20)

    # -- what it shows

    @property
    def track(self) -> Track | None:
        return self._track

    def show_track(self, track: Track | None, spot: Spot | None, at: float) -> None:
        """at: seconds from which "From 2:06" plays. Its neighbours follow with `show_near`."""
        self._track, self._spot, self._at = track, spot, at
        self._area.setVisible(track is not None)
        self._none.setVisible(track is None)
        if track is None:
            return
        self._cover.show_track(track)
        self._title.say(track.title)
        self._by.say(" · ".join(filter(None, (track.artist or track.album_artist, track.album))))
        self.play.setText(tr("From {time}").format(time=words.clock(at)))
        said = tr("Play “{title}” from {when} and go on from there")
        self.play.setAccessibleName(said.format(title=track.title, when=words.clock(at)))
        self._show_curve()

    def show_near(self, near: Sequence[Neighbour], note: str = "") -> None:
        """note: said below, as when there are none."""
        for row in self.rows:
            self._near.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [NearRow(self._covers, each) for each in near]
        before: QWidget = self.curve
        for row in self.rows:
            row.clicked.connect(lambda _on=False, row=row: self.picked.emit(row.spot))
            row.played.connect(self.play_asked)
            row.pointed.connect(self.pointed)
            row.menu_asked.connect(self.menu_asked)
            row.stepped.connect(self._step)
            self._near.addWidget(row)
            for stop in (row, row.play):  # Qt would put what is new last
                QWidget.setTabOrder(before, stop)
                before = stop
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def show_head(self, id: TrackId | None, seconds: float) -> None:
        """id: what plays, and where it is."""
        track = self._track
        here = track is not None and track.id == id and track.duration > 0
        self.curve.show_head(min(1.0, seconds / track.duration) if here and track else None)

    def _show_curve(self) -> None:
        track = self._track
        if track is None:
            return
        shape = self._curves.shape(track.id)
        self.curve.setVisible(shape is None or shape.line is not None)
        self.curve.show_line(shape.line if shape else None, track.duration)
        at = self._spot.start if self._spot is not None else None
        if at is not None and track.duration > 0:
            self.curve.mark((at / track.duration, min(1.0, (at + 3.0) / track.duration)))
        else:
            self.curve.mark(None)

    # -- what is asked of it

    def _play(self) -> None:
        if self._track is not None:
            self.play_asked.emit(self._track, self._at)

    def _play_share(self, share: float) -> None:
        if self._track is not None:
            self.play_asked.emit(self._track, share * self._track.duration)

    def _radio(self) -> None:
        if self._spot is not None:
            self.radio_asked.emit(self._spot)

    def _step(self, row: QWidget, by: int) -> None:
        place = self.rows.index(row) + by if row in self.rows else -1
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._track is not None:
            self.menu_asked.emit(self._track, event.globalPos())


class NearRow(QAbstractButton):
    """A neighbour: a click (or Return) selects it, its button plays it; Up and Down lead on."""

    played = Signal(object, object)
    pointed = Signal(object)
    menu_asked = Signal(object, QPoint)
    stepped = Signal(object, int)

    def __init__(self, covers: Covers, near: Neighbour) -> None:
        super().__init__()
        self._near = near
        self.spot = Spot(near.track.id, near.start)
        self.setFixedHeight(ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        track = near.track
        cover = CoverLabel(covers, ROW_COVER)
        cover.show_track(track)
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addStretch(1)
        names.addWidget(ElidedLabel(track.title, "strong"))
        by = track.artist or track.album_artist
        if near.start is not None:
            by = " · ".join(filter(None, (by, tr("at {time}").format(time=words.clock(near.start)))))
        names.addWidget(ElidedLabel(by, "quiet"))
        names.addStretch(1)
        likeness = words.locale().toString(near.likeness, "f", 2)
        self.play = IconButton("play", tr("Play “{title}”").format(title=track.title), self._play, size=16)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(cover)
        row.addLayout(names, 1)
        row.addWidget(label(likeness, "quiet", tabular=True))
        row.addWidget(self.play)
        for part in self.findChildren(QWidget):
            if part is not self.play:
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        said = tr("{track}, likeness {likeness}").format(track=words.titled(track), likeness=likeness)
        self.setAccessibleName(said)

    def sizeHint(self) -> QSize:
        return QSize(200, ROW)

    def _play(self) -> None:
        self.played.emit(self._near.track, self._near.start)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(now.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.hover) if self.underMouse() or self.isDown() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        painter.end()

    # -- pointer and keyboard

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()
        self.pointed.emit(self.spot)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()
        self.pointed.emit(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.stepped.emit(self, step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        self.menu_asked.emit(self._near.track, event.globalPos())
