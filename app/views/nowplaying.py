"""What plays now: its cover, large, its words as they are sung, and what comes next beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import tasks, theme
from app.choices import Choices
from app.covers import Covers
from app.moments import part_around
from app.player.base import State
from app.player.playback import Playback
from app.views.nowpanel import About, NowPanel, about
from app.views.ways import Ways
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.empty_state import EmptyState
from app.widgets.lyrics import INDENT, LyricsView
from app.widgets.stage import Picture, Stage
from app.words import tr
from core.domain import Track, TrackId
from core.library import lyrics
from core.library.lyrics import Lyrics
from core.library.radios import Seed
from core.library.tracks import Change, Kind, Library

LARGEST, SMALLEST = 620, 96
"""Sides of the cover in pixels, as far as there is room."""
TITLES = 92
"""Height of the words under the cover."""
SIDE_BY_SIDE = 620
"""Width of the stage from which lyrics stand beside the cover; below, they take its place."""
MARGIN, GAP = 32, 40


def known_of(library: Library, track: Track) -> tuple[About, Lyrics | None]:
    """On the pool. A part of a file has no lyrics: those of the file would run at other times."""
    return about(library, track), None if track.part else lyrics.find(track.path)


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
    """Album and year over title over artist; album and artist lead to their pages."""

    album_asked = Signal()
    artist_asked = Signal()

    def __init__(self, *, large: bool = False) -> None:
        super().__init__()
        self._above, self._title, self._artist = Lead(13), ElidedLabel("", "title"), Lead(15)
        self._title.setFont(theme.font(28 if large else 24, 600))
        self._above.followed.connect(self.album_asked)
        self._artist.followed.connect(self.artist_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for each in (self._above, self._title, self._artist):
            column.addWidget(each)
        column.addStretch(1)

    def show_track(self, track: Track | None) -> None:
        parts = [track.album, str(track.year or "")] if track else []
        self._above.say(" · ".join(part for part in parts if part))
        self._title.say(track.title if track else "")
        self._artist.say(track.artist if track else "")

    def centre(self, *, on: bool) -> None:
        side = Qt.AlignmentFlag.AlignHCenter if on else Qt.AlignmentFlag.AlignLeft
        for each in (self._above, self._title, self._artist):
            each.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)


class Scene(QWidget):
    """Cover, titles and lyrics, arranged after the room there is."""

    def __init__(self, covers: Covers, *, bare: bool = False) -> None:
        """bare: fills a window of its own."""
        super().__init__()
        self.picture, self.titles, self.lyrics = Picture(covers), Titles(large=bare), LyricsView()
        self._bare = bare
        self._wanted = True
        stage = Stage(self.picture, bare=bare)
        for part in (self.picture, self.titles, self.lyrics):
            part.setParent(stage)
        self._stage = stage
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(stage)
        stage.installEventFilter(self)
        self.lyrics.hide()

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.arrange()
        return False

    def arrange(self) -> None:
        width, height = self._stage.width(), self._stage.height()
        read = self._wanted and self.lyrics.lyrics is not None
        beside = read and width >= SIDE_BY_SIDE
        largest = LARGEST + (400 if self._bare else 0)
        room = round(width * (0.42 if beside else 1.0)) - 2 * MARGIN
        side = max(SMALLEST, min(largest, room, height - 2 * MARGIN - TITLES))
        if read and not beside:
            side = SMALLEST
        self.picture.setFixedSize(QSize(side, side))
        self.titles.centre(on=not read)
        self.lyrics.setVisible(read)
        if read and not beside:
            self._over(width, height, side)
        elif beside:
            self._beside(width, height, side)
        else:
            top = max(MARGIN, (height - side - 20 - TITLES) // 2)
            self.picture.move((width - side) // 2, top)
            self.titles.setGeometry(MARGIN, top + side + 20, width - 2 * MARGIN, TITLES)

    def _beside(self, width: int, height: int, side: int) -> None:
        column = round(width * 0.42) - MARGIN
        top = max(MARGIN, (height - side - 20 - TITLES) // 2)
        self.picture.move(MARGIN, top)
        self.titles.setGeometry(MARGIN, top + side + 20, column, TITLES)
        left = MARGIN + column + GAP // 2
        self.lyrics.setGeometry(left, MARGIN, width - left - MARGIN // 2, height - 2 * MARGIN)
        needed = self.lyrics.whole_height()
        if needed < height - 2 * MARGIN:  # a few lines stand in the middle, as the cover does
            self.lyrics.setGeometry(left, (height - needed) // 2, width - left - MARGIN // 2, needed)

    def _over(self, width: int, height: int, side: int) -> None:
        self.picture.move(MARGIN, MARGIN)
        self.titles.setGeometry(MARGIN + side + 20, MARGIN, width - side - 2 * MARGIN - 20, side)
        top = MARGIN + side + 20
        left = MARGIN - INDENT  # the words themselves stand under the cover
        self.lyrics.setGeometry(left, top, width - left - MARGIN // 2, height - top - MARGIN // 2)


class FullScreen(QWidget):
    """Nothing but what plays, over the whole screen. Escape and F11 end it."""

    left = Signal()

    def __init__(self, covers: Covers, playback: Playback) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(tr("Now playing"))
        self.scene = Scene(covers, bare=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.scene)
        self._leave = IconButton("minimize", tr("Leave full screen"), self.left.emit, size=20, key="F11")
        self._leave.setParent(self)
        keys = (
            *(("Escape", self.left.emit), ("F11", self.left.emit), ("Space", playback.toggle)),
            *(("Ctrl+Right", playback.next), ("Ctrl+Left", playback.previous)),
        )
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda act=act: act())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave.adjustSize()
        self._leave.move(self.width() - self._leave.width() - 20, 20)
        self._leave.raise_()


class NowPlayingView(QWidget):
    """The place "nowplaying". The card in its middle is where a track's path through sound will be drawn."""

    radio_asked = Signal(object)
    """Start radio from these: a tuple of Seed."""
    _changes = Signal(object)

    def __init__(
        self, library: Library, covers: Covers, playback: Playback, ways: Ways, choices: Choices
    ) -> None:
        super().__init__()
        self._library, self._covers = library, covers
        self._playback, self._ways = playback, ways
        self._track: Track | None = None
        self._lyrics: Lyrics | None = None
        self._reading: tasks.Task[tuple[About, Lyrics | None]] | None = None
        self._full: FullScreen | None = None
        self.panel = NowPanel(library, covers, playback, choices)
        self.scene = Scene(covers)
        self._build()
        self._wire(self.scene)
        playback.position_changed.connect(self._show_position)
        self._changes.connect(self._note)
        self._unsubscribe = library.subscribe(self._changes.emit)
        self.set_playing(playback.track)

    def _build(self) -> None:
        self._lyrics_chip = button(tr("Lyrics"), kind="chip", icon="mic-vocal")
        self._lyrics_chip.setCheckable(True)
        self._lyrics_chip.setChecked(True)
        self._lyrics_chip.toggled.connect(self._want_lyrics)
        self._full_button = IconButton(
            "maximize", tr("Full screen"), self.toggle_full_screen, size=20, key="F11"
        )
        self._part = button(
            tr("More like this part"), self._start_radio, icon="radio",
            tip=tr("Radio from the part of the song that plays right now"),
        )  # fmt: skip
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(tr("Now playing"), "title"))
        head.addStretch(1)
        head.addWidget(self._part)
        head.addWidget(self._lyrics_chip)
        head.addWidget(self._full_button)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.scene)
        self._pages.addWidget(
            EmptyState(
                "spline",
                tr("Nothing playing"),
                tr("What you play is here: its cover, its lyrics, and what comes next."),
                tr("Browse your music"),
                lambda: self._ways.to("tracks"),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _wire(self, scene: Scene) -> None:
        scene.lyrics.sought.connect(self._seek)
        scene.titles.album_asked.connect(self._to_album)
        scene.titles.artist_asked.connect(self._to_artist)

    # -- what the window asks

    def set_playing(self, id: TrackId | None) -> None:
        track = next(iter(self._library.tracks([id])), None) if id is not None else None
        before, self._track = self._track, track
        self._pages.setCurrentIndex(0 if track is not None else 1)
        self._full_button.setEnabled(track is not None)
        self._part.setVisible(track is not None)
        if track is None or before is None or track.id != before.id:
            self._take_lyrics(None)
            self.panel.show_about(None)
        for scene in self._scenes():
            scene.show_track(track)
        self._read()

    def close_down(self) -> None:
        self._unsubscribe()
        self._leave_full_screen()

    def toggle_full_screen(self) -> None:
        if self._full is not None:
            self._leave_full_screen()
        elif self._track is not None:
            self._full = FullScreen(self._covers, self._playback)
            self._full.left.connect(self._leave_full_screen)
            self._wire(self._full.scene)
            self._full.scene.show_track(self._track)
            self._full.scene.show_lyrics(self._lyrics)
            self._full.scene.want_lyrics(on=self._lyrics_chip.isChecked())
            self._full.scene.lyrics.show_position(self._playback.position())
            self._full.showFullScreen()

    def kept(self) -> object:
        return {"lyrics": self._lyrics_chip.isChecked()}

    def restore(self, kept: object) -> None:
        if isinstance(kept, dict):
            self._lyrics_chip.setChecked(kept.get("lyrics") is not False)

    # -- following

    def _scenes(self) -> list[Scene]:
        return [self.scene, *([self._full.scene] if self._full is not None else [])]

    def _read(self) -> None:
        if self._reading is not None:
            self._reading.forget()
            self._reading = None
        if self._track is not None:
            work = partial(known_of, self._library, self._track)
            self._reading = tasks.run(work, on_done=self._show_known, on_error=lambda _text: None)

    def _show_known(self, known: tuple[About, Lyrics | None]) -> None:
        self._reading = None
        self.panel.show_about(known[0])
        self._take_lyrics(known[1])

    def _take_lyrics(self, found: Lyrics | None) -> None:
        self._lyrics_chip.setVisible(found is not None)
        if found == self._lyrics:
            return
        self._lyrics = found
        for scene in self._scenes():
            scene.show_lyrics(found)
            scene.lyrics.show_position(self._playback.position())

    def _show_position(self, seconds: float) -> None:
        if self._lyrics is not None and self._lyrics.timed:
            for scene in self._scenes():
                if scene.isVisible():
                    scene.lyrics.show_position(seconds)

    def _note(self, change: Change) -> None:
        """Tags or facts of what plays, or of what comes next, may be others now."""
        if self._track is not None and self._track.id in change.ids:
            if change.kind in (Kind.CHANGED, Kind.ADDED):
                self.set_playing(self._track.id)
            elif change.kind is Kind.FACTS:
                self._read()
        if change.kind is Kind.CHANGED:
            self.panel.renew_next()

    # -- what the listener does

    def _want_lyrics(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot, connected to a toggle
        for scene in self._scenes():
            scene.want_lyrics(on=on)

    def _seek(self, seconds: float) -> None:
        self._playback.seek(seconds)
        if self._playback.state is State.PAUSED:
            self._playback.resume()

    def _start_radio(self) -> None:
        if self._track is not None:
            start, end = part_around(self._playback.position(), self._track.duration)
            self.radio_asked.emit((Seed.moment(self._track.id, start, end, self._track.title),))

    def _to_album(self) -> None:
        if self._track is not None and self._track.album:
            self._ways.to("albums", int(self._track.id))
            self._leave_full_screen()

    def _to_artist(self) -> None:
        if self._track is not None and self._track.artist:
            self._ways.to("artists", self._track.album_artist)
            self._leave_full_screen()

    def _leave_full_screen(self) -> None:
        if self._full is not None:
            full, self._full = self._full, None
            full.close()
            full.deleteLater()
