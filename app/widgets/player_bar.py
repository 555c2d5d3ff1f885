"""The foot of the window: what plays, the transport over a seek bar, volume and queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import icons, theme, words
from app.covers import Covers
from app.widgets.controls import ElidedLabel, IconButton
from app.widgets.slider import VolumeSlider
from app.widgets.waveform import WaveformBar
from app.words import tr
from core.domain import Track, TrackId

if TYPE_CHECKING:
    from app.sounddesk import SoundDesk
    from app.widgets.equaliser import EqualiserDialog
    from app.widgets.sound_panel import SoundPanel
    from core.sound.waveform import Waveform

COVER, PLAY_SIDE, WIDEST = 56, 40, 620
"""Sides of the cover and of the play button, greatest width of the middle, in pixels."""
SIDE_WIDTH = 250
"""The least the two sides take, equal so that the transport stays in the middle."""


def repeat_words(mode: str) -> str:
    """mode: off, all or one."""
    if mode == "off":
        return tr("Repeat")
    return tr("Repeat this track") if mode == "one" else tr("Repeat all")


class PlayButton(QPushButton):
    """The one big round button."""

    def __init__(self) -> None:
        super().__init__()
        self._playing = False
        self.setFixedSize(PLAY_SIDE + 4, PLAY_SIDE + 4)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_playing(playing=False)

    def show_playing(self, *, playing: bool) -> None:
        self._playing = playing
        name = tr("Pause") if playing else tr("Play")
        self.setAccessibleName(name)
        self.setToolTip(tr("{name}  (Space)").format(name=name))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            ground = theme.blend(now.panel, now.quiet, 0.35)
        elif self.isDown():
            ground = theme.blend(now.text, now.panel, 0.25)
        else:
            ground = theme.blend(now.text, now.panel, 0.1) if self.underMouse() else now.text
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        circle = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawEllipse(circle)
        # A triangle looks centred when its weight is, a little to the right of its box.
        glyph = QRectF(0, 0, 18, 18)
        glyph.moveCenter(circle.center() + QPointF(0.0 if self._playing else 1.0, 0.0))
        icons.paint(painter, glyph, "pause" if self._playing else "play", "window", filled=True)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class Cover(QLabel):
    """The cover of one track, at the screen's sharpness; asks again when pictures arrive."""

    def __init__(self, covers: Covers, side: int) -> None:
        super().__init__()
        self._covers, self._side = covers, side
        self._track: Track | None = None
        self.setFixedSize(side, side)
        covers.arrived.connect(self._renew)

    def show_track(self, track: Track | None) -> None:
        self._track = track
        said = tr("Cover of {album}").format(album=track.album or track.title) if track else ""
        self.setAccessibleName(said)
        self._renew()

    def _renew(self) -> None:
        if self._track is None:
            self.setPixmap(QPixmap())
        else:
            self.setPixmap(self._covers.picture(self._track, self._side, self.devicePixelRatio()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._track is not None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().raised))
        painter.drawRoundedRect(self.rect(), 8, 8)
        icons.paint(painter, QRectF(self.rect()).adjusted(18, 18, -18, -18), "music", "quiet")


class PlayerBar(QFrame):
    """Shows what it is told and says what the listener wants; knows no player."""

    toggled = Signal()
    next_asked = Signal()
    previous_asked = Signal()
    shuffle_asked = Signal(bool)
    repeat_asked = Signal()
    """The next of off, all, one."""
    sought = Signal(float)
    volume_asked = Signal(int)
    mute_asked = Signal(bool)
    love_asked = Signal(object, bool)
    queue_toggled = Signal(bool)
    track_asked = Signal()
    """The name was clicked: show where it is."""
    sound_settings_asked = Signal()

    def __init__(self, covers: Covers) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setFixedHeight(theme.PLAYER_BAR)
        self.setAccessibleName(tr("Player"))
        self._track: Track | None = None
        self._muted = False
        self.play = PlayButton()
        self.seek_bar = WaveformBar()
        self.volume = VolumeSlider()
        self.queue_button = IconButton("list-video", tr("Queue"), on="accent", key="Ctrl+U")
        self.sound_button = IconButton("sliders-horizontal", tr("Sound"), self.open_sound, on="accent")
        self.sound_button.setEnabled(False)
        self._desk: SoundDesk | None = None
        self._panel: SoundPanel | None = None
        self._equaliser: EqualiserDialog | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 0, 16, 0)
        grid.setHorizontalSpacing(16)
        grid.addLayout(self._what_plays(covers), 0, 0)
        grid.addLayout(self._middle(), 0, 1)
        grid.addLayout(self._right(), 0, 2)
        for column, (stretch, least) in enumerate(((1, SIDE_WIDTH), (2, 320), (1, SIDE_WIDTH))):
            grid.setColumnStretch(column, stretch)
            grid.setColumnMinimumWidth(column, least)
        self.show_track(None)
        self.show_volume(80)
        self._show_times(0.0)

    def show_track(self, track: Track | None) -> None:
        """The track that plays; None when nothing does."""
        if track is None or self._track is None or track.id != self._track.id:
            self.seek_bar.set_waveform(None)
        self._track = track
        if self._panel is not None:
            self._panel.show_track(track)
        self._cover.show_track(track)
        self._title.say(track.title if track else tr("Nothing playing"))
        self._artist.say(track.artist if track else "")
        self._artist.setVisible(track is not None and bool(track.artist))
        self._love.setVisible(track is not None)
        if track is not None:
            self.show_loved(loved=track.loved)
        self.seek_bar.set_duration(track.duration if track else 0.0)
        self.show_position(0.0)

    @property
    def track(self) -> Track | None:
        return self._track

    def show_loved(self, *, loved: bool) -> None:
        self._love.setChecked(loved)
        self._love.show_as("heart", tr("Loved") if loved else tr("Love this track"))

    def show_playing(self, *, playing: bool) -> None:
        self.play.show_playing(playing=playing)

    def show_position(self, seconds: float) -> None:
        self.seek_bar.set_position(seconds)
        self._show_times(float(self.seek_bar.shown()) if self.seek_bar.isSliderDown() else seconds)

    def show_duration(self, seconds: float) -> None:
        """The engine's own figure, which is better than the file's where there is one."""
        if seconds > 0:
            self.seek_bar.set_duration(seconds)

    def show_waveform(self, id: TrackId, waveform: Waveform) -> None:
        """Of the track that plays; of another, it came too late."""
        if self._track is not None and self._track.id == id:
            self.seek_bar.set_waveform(waveform)

    def show_shuffle(self, *, on: bool, by_waiting: bool = False) -> None:
        """by_waiting: so that what has waited longest comes first, and not by chance alone."""
        self.shuffle_button.setChecked(on)
        if by_waiting:
            said = tr("Shuffle is on: longest waiting first") if on else tr("Shuffle: longest waiting first")
        else:
            said = tr("Shuffle is on") if on else tr("Shuffle")
        self.shuffle_button.show_as("shuffle", said)

    def show_repeat(self, mode: str) -> None:
        """mode: off, all or one."""
        self._repeat.setChecked(mode != "off")
        self._repeat.show_as("repeat-1" if mode == "one" else "repeat", repeat_words(mode))

    def show_volume(self, volume: int) -> None:
        self.volume.blockSignals(True)
        self.volume.setValue(volume)
        self.volume.blockSignals(False)
        self.volume.update()
        self._show_loudness()

    def show_muted(self, *, muted: bool) -> None:
        self._muted = muted
        self._show_loudness()

    def _show_loudness(self) -> None:
        volume = self.volume.value()
        name = "volume-x" if self._muted or not volume else "volume-1" if volume < 50 else "volume-2"
        self._mute.show_as(name, tr("Sound on") if self._muted else tr("Mute"))

    def _show_times(self, seconds: float) -> None:
        whole = self.seek_bar.maximum() / 1000
        elapsed = words.clock(int(seconds)) if whole else ""
        left = f"-{words.clock(max(0, int(whole) - int(seconds)))}" if whole else ""
        if elapsed != self._elapsed.text():
            self._elapsed.setText(elapsed)
        if left != self._left.text():
            self._left.setText(left)

    # -- the sound

    def furnish(self, desk: SoundDesk) -> None:
        """Gives the sound button something to open."""
        self._desk = desk
        self.sound_button.setEnabled(True)
        desk.changed.connect(self._show_sound)
        self._show_sound()

    def open_sound(self) -> None:
        """Speed, sleep timer, output and so on, above the button."""
        if self._desk is None:
            return
        if self._panel is None:
            from app.widgets.sound_panel import SoundPanel

            self._panel = SoundPanel(self._desk, self)
            self._panel.equaliser_asked.connect(self.open_equaliser)
            self._panel.settings_asked.connect(self.sound_settings_asked)
            self._panel.show_track(self._track)
        self._show_sound()
        self._panel.open_above(self.sound_button)

    def open_equaliser(self) -> None:
        """In a window of its own, so that what it does can be heard and seen elsewhere."""
        if self._desk is None:
            return
        if self._equaliser is None:
            from app.widgets.equaliser import EqualiserDialog

            self._equaliser = EqualiserDialog(self._desk.choices, self.window())
        self._equaliser.show()
        self._equaliser.raise_()
        self._equaliser.activateWindow()

    def _show_sound(self) -> None:
        """The button is lit while something is set that one may have forgotten about."""
        if self._desk is not None:
            unusual = self._desk.unusual
            name = tr("Sound: {what}").format(what=unusual) if unusual else tr("Sound")
            self.sound_button.show_as("sliders-horizontal", name)
            self.sound_button.setChecked(bool(unusual))

    # -- how it is put together

    def _what_plays(self, covers: Covers) -> QHBoxLayout:
        self._cover = Cover(covers, COVER)
        self._title = ElidedLabel("", "strong")
        self._artist = ElidedLabel("", "secondary")
        self._artist.setFont(theme.font(12))
        self._love = IconButton(
            "heart", tr("Love this track"), self._ask_love, on="love", filled_on=True, key="Ctrl+L"
        )
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addStretch(1)
        text.addWidget(self._title)
        text.addWidget(self._artist)
        text.addStretch(1)
        for clickable in (self._cover, self._title):
            clickable.setCursor(Qt.CursorShape.PointingHandCursor)
            clickable.installEventFilter(self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._cover)
        row.addLayout(text)
        row.addWidget(self._love)
        row.addStretch(1)
        return row

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent) and self._track:
            self.track_asked.emit()
        return False

    def _middle(self) -> QHBoxLayout:
        self.shuffle_button = IconButton("shuffle", tr("Shuffle"), on="accent", key="Ctrl+S")
        self.shuffle_button.clicked.connect(self.shuffle_asked)
        self._repeat = IconButton("repeat", tr("Repeat"), self.repeat_asked.emit, on="accent", key="Ctrl+R")
        self._previous = IconButton(
            "skip-back", tr("Previous"), self.previous_asked.emit, filled=True, key="Ctrl+Left"
        )
        self._next = IconButton(
            "skip-forward", tr("Next"), self.next_asked.emit, filled=True, key="Ctrl+Right"
        )
        self.play.clicked.connect(lambda _checked=False: self.toggled.emit())
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        for each in (self.shuffle_button, self._previous, self.play, self._next, self._repeat):
            buttons.addWidget(each)
        buttons.addStretch(1)
        self._elapsed, self._left = _time(Qt.AlignmentFlag.AlignRight), _time(Qt.AlignmentFlag.AlignLeft)
        self.seek_bar.sought.connect(self.sought)
        self.seek_bar.sliderMoved.connect(lambda at: self._show_times(at / 1000))
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._elapsed)
        line.addWidget(self.seek_bar, 1)
        line.addWidget(self._left)
        middle = QWidget()
        middle.setMaximumWidth(WIDEST)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 6, 0, 4)
        column.setSpacing(0)
        column.addLayout(buttons)
        column.addLayout(line)
        around = QHBoxLayout()
        around.addWidget(middle)
        return around

    def _right(self) -> QHBoxLayout:
        self._mute = IconButton("volume-2", tr("Mute"), self._ask_mute, key="M")
        self.volume.valueChanged.connect(self.volume_asked)
        self.volume.valueChanged.connect(lambda _value: self._show_loudness())
        self.queue_button.clicked.connect(self.queue_toggled)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addStretch(1)
        row.addWidget(self._mute)
        row.addWidget(self.volume)
        row.addSpacing(4)
        row.addWidget(self.sound_button)
        row.addWidget(self.queue_button)
        return row

    def _ask_mute(self) -> None:
        self.mute_asked.emit(not self._muted)

    def _ask_love(self) -> None:
        if self._track is not None:
            self.love_asked.emit(self._track.id, self._love.isChecked())

    def sizeHint(self) -> QSize:
        return QSize(1024, theme.PLAYER_BAR)


def _time(side: Qt.AlignmentFlag) -> QLabel:
    made = QLabel()
    made.setProperty("kind", "secondary")
    made.setFont(theme.font(12, tabular=True))
    made.setFixedWidth(52)
    made.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return made
