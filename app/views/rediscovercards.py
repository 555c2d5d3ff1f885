"""The cards beside the shelves: the mood one is in, and a corner of one's music never heard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import theme, words
from app.views.pagehead import link
from app.views.rediscoverdesk import Corner
from app.views.seedfinder import SeedFinder
from app.views.trackmenu import add
from app.widgets import controls
from app.widgets.controls import IconButton, button, label
from app.widgets.cornermap import CornerMap
from app.widgets.moodpad import MoodPad
from app.words import tr
from core.domain import Track, TrackId
from core.library.browse import Browse
from core.library.tracks import Library

INSIDE = 14
"""Room within a card."""
CHIP_ROOM = 148


class MoodCard(QFrame):
    """The pad, and "or like a track…"."""

    like_picked = Signal(object)
    """TrackId; None to take it back."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._library = library
        self._playing: TrackId | None = None
        self.pad = MoodPad()
        self.like = link(tr("or like a track…"), "small", self._pick)
        self.chip = button("", lambda: self.like_picked.emit(None), kind="chip-on")
        self.chip.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(INSIDE, 12, INSIDE, 8)
        column.setSpacing(10)
        column.addWidget(label(tr("In the mood for"), "strong"))
        column.addWidget(self.pad, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(-2, 0, 0, 0)
        foot.addWidget(self.like)
        foot.addWidget(self.chip)
        foot.addStretch(1)
        column.addLayout(foot)

    def set_playing(self, id: TrackId | None) -> None:
        self._playing = id

    def show_like(self, track: Track | None) -> None:
        """The track that shelves are to sound like; None for none."""
        self.like.setVisible(track is None)
        self.chip.setVisible(track is not None)
        self.pad.set_aside(track is not None)
        if track is None:
            return
        said = tr("like “{title}”").format(title=track.title)
        short = self.chip.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, CHIP_ROOM)
        self.chip.setText(short.replace("&", "&&") + "  ×")
        who = tr("Like {track}: click to take it back").format(track=words.titled(track))
        self.chip.setToolTip(who)
        self.chip.setAccessibleName(who)

    def show_ready(self, *, ready: bool) -> None:
        """Before anything was listened to, no mood can be told."""
        for each in (self.pad, self.like):
            each.setEnabled(ready)
        if not ready:
            self.pad.setToolTip(tr("Comes once your music has been listened to"))

    def _pick(self) -> None:
        """What plays, or what a search finds; the search at once where nothing plays."""
        playing = self._library.tracks([self._playing]) if self._playing is not None else []
        if not playing:
            self.search()
            return
        track = playing[0]
        menu = controls.menu(self)
        said = tr("What plays: {title}").format(title=track.title.replace("&", "&&"))
        add(menu, said, "music", lambda: self.like_picked.emit(track.id))
        add(menu, tr("Find a track"), "search", self.search)
        menu.popup(self.like.mapToGlobal(QPoint(0, self.like.height() + 4)))

    def search(self) -> None:
        """Opens the search for a track."""
        library = self._library
        heading = tr("In the mood for what sounds like")
        finder = SeedFinder(library, Browse(library), self.window(), heading, tracks_alone=True)
        finder.chosen.connect(lambda found: self.like_picked.emit(TrackId(int(found.key))))
        finder.open_under(self.like)


class CornerCard(QFrame):
    """Songs that lie together and were never heard, on a small map. The card leads to them."""

    play_asked = Signal()
    opened = Signal()
    """A click on the card, or Return."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._map = CornerMap()
        self._said = label("", "quiet", wrap=True)
        self._play = IconButton("play", tr("Play this corner"), self.play_asked.emit, size=16, filled=True)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, -6, 0)
        head.addWidget(label(tr("A corner never heard"), "strong"), 1)
        head.addWidget(self._play)
        column = QVBoxLayout(self)
        column.setContentsMargins(INSIDE, 6, INSIDE, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._map, 1)
        column.addWidget(self._said)
        self.hide()

    def show_corner(self, corner: Corner | None) -> None:
        """Hidden without one."""
        self.setVisible(corner is not None)
        if corner is None:
            return
        text = f"{tr('%Ln track(s)', count=len(corner.tracks))} {corner.name}"
        self._said.setText(text)
        self.setAccessibleName(tr("A corner never heard"))
        self.setAccessibleDescription(text)
        self._map.show_points(corner.around, corner.lit)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() or self.underMouse():
            painter, now = QPainter(self), theme.current()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focused = self.hasFocus()
            painter.setPen(QPen(QColor(now.accent if focused else now.outline), 2 if focused else 1))
            inset = 1.0 if focused else 0.5
            edge = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(edge, theme.CARD_RADIUS, theme.CARD_RADIUS)
            painter.end()
