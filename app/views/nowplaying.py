"""What plays now: its curve or its cover, large, its words as they are sung, and what comes next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import tasks
from app.choices import Choices
from app.covers import Covers
from app.figures import Figures, Room
from app.moments import part_around
from app.player.base import State
from app.player.playback import Playback
from app.views.nowcompare import compare_menu
from app.views.nowcurve import Face, NowCurve
from app.views.nowhead import Head
from app.views.nowpanel import About, NowPanel, about
from app.views.nowscene import Scene
from app.views.savepicture import save_picture
from app.views.ways import Ways
from app.widgets.controls import IconButton, button
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.domain import Track, TrackId
from core.library import lyrics
from core.library.browse import Browse
from core.library.lyrics import Lyrics
from core.library.radios import Seed
from core.library.tracks import Change, Kind, Library


def known_of(library: Library, track: Track) -> tuple[About, Lyrics | None]:
    """On the pool. A part of a file has no lyrics: those of the file would run at other times."""
    return about(library, track), None if track.part else lyrics.find(track.path)


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
    """The place "nowplaying". `panel` is a page for the window's side panel."""

    radio_asked = Signal(object)
    """Start radio from these: a tuple of Seed."""
    hear_first = Signal(object)
    """Tracks that somebody waits for to be heard."""
    said = Signal(str, str, object)
    """A sentence, and what can be done about it: its words and a callable."""
    failed = Signal(str)
    """A sentence to show."""
    _changes = Signal(object)

    def __init__(
        self,
        library: Library,
        covers: Covers,
        playback: Playback,
        ways: Ways,
        choices: Choices,
        figures: Figures,
        browse: Browse,
    ) -> None:
        super().__init__()
        self._library, self._covers, self._browse = library, covers, browse
        self._playback, self._ways, self._choices = playback, ways, choices
        self._figures = figures
        self._track: Track | None = None
        self._lyrics: Lyrics | None = None
        self._reading: tasks.Task[tuple[About, Lyrics | None]] | None = None
        self._full: FullScreen | None = None
        self.panel = NowPanel(library, covers, playback, choices)
        self.scene = Scene(covers)
        self.curve = NowCurve(figures, playback, self)
        self._build()
        self._wire(self.scene)
        self.curve.asked.connect(self._play_from)
        self.curve.changed.connect(self._show_chips)
        choices.follow("turn_curves", self._turn)
        self._turn()
        playback.position_changed.connect(self._show_position)
        self._changes.connect(self._note)
        self._unsubscribe = library.subscribe(self._changes.emit)
        self.set_playing(playback.track)

    def _build(self) -> None:
        self._library_axes = button(tr("Library axes"), partial(self._choose, Room.LIBRARY), kind="chip",
            tip=tr("The directions in which all your music differs most: songs can be compared"))  # fmt: skip
        self._song_axes = button(tr("Song axes"), partial(self._choose, Room.SONG), kind="chip",
            tip=tr("The directions in which this song moves most: what comes back, comes back"))  # fmt: skip
        self._compare = button(tr("Compare…"), self._open_compare, kind="chip",
            tip=tr("This song and others in one space"))  # fmt: skip
        self._rotate = button(tr("Auto-rotate"), kind="chip")
        self._rotate.toggled.connect(lambda on: self._choices.change(turn_curves=on))
        self._cover = IconButton("disc-3", tr("The cover instead of the curve"), size=20, on="accent")
        self._cover.toggled.connect(self._want_cover)
        self._lyrics_chip = button(tr("Lyrics"), kind="chip", icon="mic-vocal")
        self._lyrics_chip.toggled.connect(self._want_lyrics)
        for chip in (self._library_axes, self._song_axes, self._rotate, self._lyrics_chip):
            chip.setCheckable(True)
        self._lyrics_chip.setChecked(True)
        self._full_button = IconButton(
            "maximize", tr("Full screen"), self.toggle_full_screen, size=20, key="F11"
        )
        self._part = IconButton(
            "radio", tr("More like this part: radio from what plays right now"), self._start_radio, size=20
        )
        self._head = Head(
            tr("Now playing"),
            (self._library_axes, self._song_axes, self._compare, self._rotate, self._lyrics_chip),
            (self._cover, self._part, self._full_button),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self.scene)
        self._pages.addWidget(
            EmptyState(
                "spline",
                tr("Nothing playing"),
                tr("What you play is here: its curve, its lyrics, and what comes next."),
                tr("Browse your music"),
                lambda: self._ways.to("tracks"),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(16)
        column.addWidget(self._head)
        column.addWidget(self._pages, 1)
        self._choose(self.curve.room)

    def _wire(self, scene: Scene) -> None:
        scene.lyrics.sought.connect(self._seek)
        scene.titles.album_asked.connect(self._to_album)
        scene.titles.artist_asked.connect(self._to_artist)
        scene.save_asked.connect(partial(self._save, scene))
        scene.map_asked.connect(self._show_in_map)
        self.curve.add(scene)

    # -- what the window asks

    def set_playing(self, id: TrackId | None) -> None:
        track = next(iter(self._library.tracks([id])), None) if id is not None else None
        before, self._track = self._track, track
        self._pages.setCurrentIndex(0 if track is not None else 1)
        self._full_button.setEnabled(track is not None)
        if track is None or before is None or track.id != before.id:
            self._take_lyrics(None)
            self.panel.show_about(None)
        for scene in self._scenes():
            scene.show_track(track)
        self.curve.show_track(track)
        self._show_chips()
        self._read()

    def close_down(self) -> None:
        self._unsubscribe()
        self._leave_full_screen()
        self.curve.close()

    def toggle_full_screen(self) -> None:
        if self._full is not None:
            self._leave_full_screen()
        elif self._track is not None:
            self._full = FullScreen(self._covers, self._playback)
            self._full.left.connect(self._leave_full_screen)
            self._wire(self._full.scene)
            self._full.scene.curve.set_camera(self.scene.curve.camera)
            self._full.scene.show_track(self._track)
            self._full.scene.show_lyrics(self._lyrics)
            self._full.scene.want_lyrics(on=self._lyrics_chip.isChecked())
            self._full.scene.lyrics.show_position(self._playback.position())
            self._full.setGeometry(self.screen().geometry())
            self._full.showFullScreen()
            self.curve.see()
            self.curve.follow()

    def kept(self) -> object:
        return {
            "lyrics": self._lyrics_chip.isChecked(),
            "cover": self._cover.isChecked(),
            "axes": self.curve.room.value,
        }

    def restore(self, kept: object) -> None:
        if isinstance(kept, dict):
            self._lyrics_chip.setChecked(kept.get("lyrics") is not False)
            self._cover.setChecked(kept.get("cover") is True)
            self._choose(Room.LIBRARY if kept.get("axes") == Room.LIBRARY.value else Room.SONG)

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
        self._head.fit()
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

    def _show_chips(self) -> None:
        """Those that there is something for."""
        face = self.curve.face
        curved = face in (Face.CURVE, Face.COMING)
        for chip in (self._library_axes, self._song_axes, self._rotate):
            chip.setVisible(curved and not self._cover.isChecked())
        self._compare.setVisible(curved)
        self._cover.setVisible(curved)
        self._part.setVisible(face is not Face.NOTHING)
        self._head.fit()
        if face is Face.UNHEARD and self._track is not None:
            self.hear_first.emit((self._track.id,))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.curve.see()
        self.curve.follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.curve.see()

    # -- what the listener does

    def _choose(self, room: Room) -> None:
        self._library_axes.setChecked(room is Room.LIBRARY)
        self._song_axes.setChecked(room is Room.SONG)
        self.curve.choose(room)

    def _turn(self) -> None:
        on = self._choices.now.turn_curves
        self._rotate.setChecked(on)
        self.curve.turn(on=on)

    def _want_cover(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot, connected to a toggle
        self.curve.want(on=not on)
        self._show_chips()

    def _want_lyrics(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot, connected to a toggle
        for scene in self._scenes():
            scene.want_lyrics(on=on)
        self.curve.see()

    def _seek(self, seconds: float) -> None:
        self._playback.seek(seconds)
        if self._playback.state is State.PAUSED:
            self._playback.resume()

    def _play_from(self, seconds: float) -> None:
        """A place on the curve was clicked: whoever points there wants to hear it."""
        self._playback.seek(seconds)
        if self._playback.state is not State.PLAYING:
            self._playback.resume()

    def _show_in_map(self) -> None:
        if self._track is not None:
            self._ways.to("map", {"tracks": [self._track.id]})

    def _start_radio(self) -> None:
        if self._track is not None:
            start, end = part_around(self._playback.position(), self._track.duration)
            self.radio_asked.emit((Seed.moment(self._track.id, start, end, self._track.title),))

    def _open_compare(self) -> None:
        if self._track is not None:
            menu = compare_menu(
                self._compare, self._library, self._browse, self._playback, self._figures, self._ways
            )
            menu.popup(self._compare.mapToGlobal(self._compare.rect().bottomLeft()))

    def _save(self, scene: Scene) -> None:
        if self._track is not None:
            save_picture(scene.curve, self._track, self.said.emit, self.failed.emit)

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
            self.curve.remove(full.scene)
            full.close()
            full.deleteLater()
            self.curve.follow()
