"""Beside a comparison: which songs, each in its colour, and where two of them are nearest, to be heard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app import icons, theme, words
from app.figures import Link
from app.moments import Moments
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.words import tr
from core.domain import Track

COLOURS = ("#4FD1B8", "#FF8A7A", "#6096FF", "#F2C14E", "#B08CFF", "#8BD66A", "#F07FC0", "#A9B4C8")
"""Of songs beside each other, as far apart as eight can be."""
ROW, DOT = 48, 10


def colour_of(place: int) -> str:
    """Of the song at this place; deeper on light ground."""
    plain = COLOURS[place % len(COLOURS)]
    return plain if theme.current().dark else theme.blend(plain, "#000000", 0.28)


class Dot(QWidget):
    """The colour of a song."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.setFixedSize(DOT + 4, DOT + 4)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour_of(self._place)), 2.4))
        painter.setBrush(QColor(theme.current().panel))
        painter.drawEllipse(QRectF(2, 2, DOT, DOT))


class SongRow(QPushButton):
    """One song of the comparison. Pressed, it is the one whose nearest moments are told."""

    play_asked = Signal()
    remove_asked = Signal()

    def __init__(self, place: int, track: Track, note: str) -> None:
        """note: said instead of the artist, when it has no curve."""
        super().__init__()
        self.setProperty("kind", "row")
        self.setCheckable(True)
        self.setFixedHeight(ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(words.titled(track))
        title, artist = ElidedLabel(track.title, "strong"), ElidedLabel(note or track.artist, "quiet")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(title)
        names.addWidget(artist)
        names.addStretch(1)
        for part in (title, artist):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        said = words.titled(track)
        play = IconButton("play", tr("Play {song}").format(song=said), self.play_asked.emit, size=16)
        away = IconButton("x", tr("Take {song} out").format(song=said), self.remove_asked.emit, size=16)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(Dot(place))
        row.addLayout(names, 1)
        row.addWidget(play)
        row.addWidget(away)


class MomentPill(QPushButton):
    """Lets a moment of a song be heard for ten seconds; pressed again, it ends."""

    def __init__(self, place: int, track: Track, at: float, moments: Moments) -> None:
        super().__init__(words.clock(at))
        self._place, self._track, self._asked, self._moments = place, track, at, moments
        self.setProperty("kind", "chip")
        self.setFont(theme.font(13, 500, tabular=True))
        self.setFixedHeight(30)
        self.setIconSize(QSize(22, 14))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _checked=False: moments.hear(track, at))
        moments.changed.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        on = self._moments.now == (self._track.id, self._asked)
        self.setChecked(on)
        icon = "square" if on else "play"
        self.setIcon(icons.icon(icon, "accent" if on else "secondary", 14, filled=True))
        said = tr("Stop hearing “{title}”") if on else tr("Hear “{title}” at {when} for ten seconds")
        text = said.format(title=self._track.title, when=words.clock(self._asked))
        self.setToolTip(text)
        self.setAccessibleName(text)


class PairRow(QWidget):
    """Two moments that are near, the one and then the other to be heard."""

    def __init__(self, link: Link, tracks: Sequence[Track], moments: Moments) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(6)
        for number, (place, share) in enumerate(((link.one, link.share_one), (link.other, link.share_other))):
            if number:
                row.addSpacing(6)
            row.addWidget(Dot(place))
            track = tracks[place]
            row.addWidget(MomentPill(place, track, share * track.duration, moments))
        row.addStretch(1)
        near = label(QLocale().toString(link.likeness, "f", 2), "quiet", tabular=True)
        near.setToolTip(tr("How alike they sound, measured in the full space: 1 is the same"))
        row.addWidget(near)


class ComparePanel(QScrollArea):
    """A page of the side panel; its window title is the panel's heading."""

    focused = Signal(int)
    play_asked = Signal(int)
    remove_asked = Signal(int)
    add_asked = Signal()

    def __init__(self, moments: Moments) -> None:
        super().__init__()
        self._moments = moments
        self.setWindowTitle(tr("Songs"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("kind", "page")
        self._songs = QVBoxLayout()
        self._songs.setSpacing(2)
        self.add = button(tr("Add a song…"), self.add_asked.emit, icon="plus")
        self._near_head = label(tr("Nearest moments"), "strong")
        self._near_text = label("", "quiet", wrap=True)
        for each in (self._near_head, self._near_text):
            each.setContentsMargins(8, 0, 8, 0)
        self._pairs = QVBoxLayout()
        self._pairs.setSpacing(8)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 4, 0, 0)
        foot.addWidget(self.add)
        foot.addStretch(1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 4, 12, 20)
        column.setSpacing(6)
        column.addLayout(self._songs)
        column.addLayout(foot)
        column.addSpacing(16)
        column.addWidget(self._near_head)
        column.addWidget(self._near_text)
        column.addLayout(self._pairs)
        column.addStretch(1)
        self.setWidget(inside)
        self.rows: list[SongRow] = []
        self.pairs: list[PairRow] = []

    def show_songs(self, tracks: Sequence[Track], notes: Sequence[str], focus: int) -> None:
        """notes: what is said of those without a curve. focus: whose nearest moments are told."""
        _empty(self._songs)
        self.rows = []
        for place, (track, note) in enumerate(zip(tracks, notes, strict=True)):
            row = SongRow(place, track, note)
            row.setChecked(place == focus)
            row.clicked.connect(lambda _checked=False, at=place: self.focused.emit(at))
            row.play_asked.connect(lambda at=place: self.play_asked.emit(at))
            row.remove_asked.connect(lambda at=place: self.remove_asked.emit(at))
            self._songs.addWidget(row)
            self.rows.append(row)

    def show_pairs(self, links: Sequence[Link], tracks: Sequence[Track], text: str) -> None:
        _empty(self._pairs)
        self.pairs = [PairRow(link, tracks, self._moments) for link in links]
        for row in self.pairs:
            self._pairs.addWidget(row)
        self._near_head.setVisible(bool(links))
        self._near_text.setText(text)
        self._near_text.setVisible(bool(text))


def _empty(layout: QVBoxLayout) -> None:
    while layout.count() and (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
