"""What plays as a scene: its curve or its cover large, its titles, and its words as they are sung."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import theme
from app.covers import Covers
from app.widgets.controls import ElidedLabel, IconButton, label
from app.widgets.curve3d.view import CurveView
from app.widgets.lyrics import INDENT, LyricsView
from app.widgets.stage import Picture, Stage
from app.words import tr
from core.domain import Track
from core.library.lyrics import Lyrics

LARGEST, SMALLEST = 620, 96
"""Sides of the cover in pixels, as far as there is room."""
TITLES = 92
"""Height of the words beside or under the cover."""
NOTE = 22
"""Height of a line more."""
SIDE_BY_SIDE = 620
"""Width of the stage from which lyrics stand beside the picture; below, they take its place."""
MARGIN, GAP = 32, 40
FOOT, EDGE = 132, 24
"""Side of the cover at the foot of a curve, and its distance from the edges."""
CAPTION = 250
"""Width that a curve's own words take in its lower right corner."""
LEAVE = 64
"""Width that the button out of the full screen takes."""
TIGHT, LOW = 560, 420
"""Width below which the titles stand above the curve, and height below which the cover beside it is small."""


class Lead(ElidedLabel):
    """A name that leads somewhere, by a click or by Return."""

    followed = Signal()

    def __init__(self, size: int) -> None:
        super().__init__("", "secondary")
        self.setFont(theme.font(size))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _underline(self, *, on: bool) -> None:
        font = self.font()
        font.setUnderline(on)
        self.setFont(font)

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._underline(on=True)

    def leaveEvent(self, _event: QEvent) -> None:
        self._underline(on=self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._underline(on=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._underline(on=False)
        super().focusOutEvent(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.followed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.followed.emit()
        else:
            super().keyPressEvent(event)


class Titles(QWidget):
    """Album and year over title over artist, and a note under them; album and artist lead to their pages."""

    album_asked = Signal()
    artist_asked = Signal()

    def __init__(self, *, large: bool = False) -> None:
        super().__init__()
        self._above, self._title, self._artist = Lead(13), ElidedLabel("", "title"), Lead(15)
        self._title.setFont(theme.font(28 if large else 24, 600))
        self._note = label("", "quiet", wrap=True)
        self._note.hide()
        self._above.followed.connect(self.album_asked)
        self._artist.followed.connect(self.artist_asked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._column.addStretch(0)
        for each in (self._above, self._title, self._artist, self._note):
            self._column.addWidget(each)
        self._column.addStretch(1)

    def show_track(self, track: Track | None) -> None:
        parts = [track.album, str(track.year or "")] if track else []
        self._above.say(" · ".join(part for part in parts if part))
        self._title.say(track.title if track else "")
        self._artist.say(track.artist if track else "")

    def say(self, note: str) -> None:
        """Under the names; "" for nothing."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    @property
    def note(self) -> str:
        return self._note.text()

    def stand(self, *, centred: bool, low: bool = False) -> None:
        """low: on the ground of their place, not hanging from its top."""
        side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        for each in (self._above, self._title, self._artist, self._note):
            each.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._column.setStretch(0, 1 if low else 0)
        self._column.setStretch(self._column.count() - 1, 0 if low else 1)


class Scene(QWidget):
    """Curve, cover, titles and lyrics, arranged after what there is and the room there is."""

    save_asked = Signal()
    """The curve as a picture in a file."""
    map_asked = Signal()
    """Where the song lies among the others."""

    def __init__(self, covers: Covers, *, bare: bool = False) -> None:
        """bare: fills a window of its own."""
        super().__init__()
        self.picture, self.titles, self.lyrics = Picture(covers), Titles(large=bare), LyricsView()
        self.curve = CurveView(tr("The song's way through sound"), tr("click to play from here"))
        self._bare = bare
        self._wanted, self._curved = True, False
        self._tools = [
            IconButton("image-down", tr("Save the picture"), self.save_asked.emit, size=18),
            IconButton("rotate-ccw", tr("Look from the front again"), self.curve.reset, size=18),
        ]
        if not bare:
            self._tools.append(IconButton("map-pin", tr("Show in map"), self.map_asked.emit, size=18))
        stage = Stage(self.picture, bare=bare)
        for part in (self.curve, self.picture, self.titles, self.lyrics, *self._tools):
            part.setParent(stage)
        self._stage = stage
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(stage)
        stage.installEventFilter(self)
        for hidden in (self.lyrics, self.curve, *self._tools):
            hidden.hide()

    # -- what it shows

    def show_track(self, track: Track | None) -> None:
        self.picture.show_track(track)
        self.titles.show_track(track)
        self._stage.update()

    def show_lyrics(self, found: Lyrics | None) -> None:
        self.lyrics.show_lyrics(found)
        self.arrange()

    def want_lyrics(self, *, on: bool) -> None:
        self._wanted = on
        self.arrange()

    def show_curve(self, *, on: bool, note: str = "") -> None:
        """The curve that `curve` has, or the cover. note: why there is none, or when it will come."""
        self._curved = on
        self.titles.say(note)
        self.arrange()

    @property
    def curved(self) -> bool:
        return self._curved

    # -- arranging

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.arrange()
        return False

    def arrange(self) -> None:
        width, height = self._stage.width(), self._stage.height()
        read = self._wanted and self.lyrics.lyrics is not None
        beside = read and width >= SIDE_BY_SIDE
        self.lyrics.setVisible(read)
        self._stage.set_calm(calm=self._curved and (beside or not read))
        self.titles.stand(centred=not read and not self._curved, low=self._curved and width >= TIGHT)
        for each in (self.curve, *self._tools):
            each.setVisible(self._curved and (beside or not read))
        if self._curved and (beside or not read):
            self._around_curve(round(width * 0.6) if beside else width, height)
            if beside:
                self._read_beside(round(width * 0.6), width, height)
            return
        largest = LARGEST + (400 if self._bare else 0)
        words = TITLES + (NOTE if self.titles.note else 0)
        room = round(width * (0.42 if beside else 1.0)) - 2 * MARGIN
        side = max(SMALLEST, min(largest, room, height - 2 * MARGIN - words))
        if read and not beside:
            side = SMALLEST
        self.picture.setFixedSize(QSize(side, side))
        if read and not beside:
            self._over(width, height, side)
        elif beside:
            self._beside(width, height, side)
        else:
            top = max(MARGIN, (height - side - 20 - words) // 2)
            self.picture.move((width - side) // 2, top)
            self.titles.setGeometry(MARGIN, top + side + 20, width - 2 * MARGIN, words)

    def _around_curve(self, width: int, height: int) -> None:
        """The curve fills the card; the cover and the titles stand at its foot, or above it where it is
        narrow, and clear of the words in its other corner."""
        tight = width < TIGHT
        side = 64 if tight else 96 if height < LOW else FOOT + (28 if self._bare else 0)
        self.curve.setGeometry(0, 0, width, height)
        self.picture.setFixedSize(QSize(side, side))
        left = EDGE + side + 18
        if tight:
            self.picture.move(EDGE, EDGE)
            self.titles.setGeometry(left, EDGE - 6, width - left - EDGE - 38 * len(self._tools), side + 20)
            self.curve.set_insets(30, EDGE + side + 8, 30, 56)
        else:
            top = height - EDGE - side
            self.picture.move(EDGE, top)
            self.titles.setGeometry(left, top, width - left - CAPTION, side)
            self.curve.set_insets(32, 28, 32, side)
        at, top = (width - LEAVE, 20) if self._bare else (width - 12, 12)
        for tool in self._tools:  # from the right
            tool.adjustSize()
            at -= tool.width()
            tool.move(at, top)
        for each in (self.picture, self.titles, *self._tools):
            each.raise_()

    def _beside(self, width: int, height: int, side: int) -> None:
        column = round(width * 0.42) - MARGIN
        words = TITLES + (NOTE if self.titles.note else 0)
        top = max(MARGIN, (height - side - 20 - words) // 2)
        self.picture.move(MARGIN, top)
        self.titles.setGeometry(MARGIN, top + side + 20, column, words)
        self._read_beside(MARGIN + column + GAP // 2, width, height)

    def _read_beside(self, left: int, width: int, height: int) -> None:
        across = width - left - MARGIN // 2
        self.lyrics.setGeometry(left, MARGIN, across, height - 2 * MARGIN)
        needed = self.lyrics.whole_height()
        if needed < height - 2 * MARGIN:  # a few lines stand in the middle, as the cover does
            self.lyrics.setGeometry(left, (height - needed) // 2, across, needed)

    def _over(self, width: int, height: int, side: int) -> None:
        self.picture.move(MARGIN, MARGIN)
        self.titles.setGeometry(MARGIN + side + 20, MARGIN, width - side - 2 * MARGIN - 20, side)
        top = MARGIN + side + 20
        left = MARGIN - INDENT  # the words themselves stand under the cover
        self.lyrics.setGeometry(left, top, width - left - MARGIN // 2, height - top - MARGIN // 2)
