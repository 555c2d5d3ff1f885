"""The small window: what plays and the few things one does with it, beside other work."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import icons, theme
from app.covers import Covers
from app.widgets.controls import ElidedLabel, IconButton
from app.widgets.player_bar import Cover, PlayButton
from app.widgets.slider import SeekBar
from app.words import tr, window_title
from core.domain import Track

WIDTH, HEIGHT, COVER = 392, 112, 88
RADIUS = 12
APART = 24
"""From the edges of the screen, where it first appears."""


class MiniPlayer(QWidget):
    """Shows what it is told and says what the listener wants; knows no player. Dragged by any free spot."""

    toggled = Signal()
    next_asked = Signal()
    previous_asked = Signal()
    sought = Signal(float)
    love_asked = Signal(object, bool)
    left = Signal()
    """Back to the big window."""

    def __init__(self, covers: Covers) -> None:
        super().__init__()
        self._track: Track | None = None
        self._grip: QPoint | None = None
        self.setWindowTitle("Meander")
        self.setWindowIcon(icons.app_icon())
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFixedSize(WIDTH, HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the keyboard's at first: no button is chosen yet
        self._cover = Cover(covers, COVER)
        self._title, self._artist = ElidedLabel("", "strong"), ElidedLabel("", "secondary")
        self._artist.setFont(theme.font(12))
        self.play = PlayButton()
        self.play.clicked.connect(lambda _checked=False: self.toggled.emit())
        self.seek_bar = SeekBar()
        self.seek_bar.sought.connect(self.sought)
        self._build()
        self.show_track(None)

    # -- what it is told

    def show_track(self, track: Track | None) -> None:
        self._track = track
        self._cover.show_track(track)
        self._title.say(track.title if track else tr("Nothing plays"))
        self._artist.say(track.artist if track else "")
        self.setWindowTitle(window_title(track))
        self._love.setEnabled(track is not None)
        self._love.setChecked(track is not None and track.loved)
        self.seek_bar.set_duration(float(track.duration) if track else 0.0)

    def show_loved(self, *, loved: bool) -> None:
        self._love.setChecked(loved)

    # -- how it stands on the screen

    @property
    def on_top(self) -> bool:
        return bool(self.windowFlags() & Qt.WindowType.WindowStaysOnTopHint)

    def keep_on_top(self, *, on: bool) -> None:
        """Above other windows, where the desktop lets programs ask for it (Wayland does not)."""
        if on != self.on_top:
            shown = self.isVisible()
            self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on)  # hides the window
            self.setVisible(shown)
        self._pin.setChecked(on)

    def kept(self) -> dict[str, Any]:
        return {"x": self.x(), "y": self.y(), "top": self.on_top}

    def restore(self, kept: Any) -> None:
        """kept: what `kept` said, or anything at all. Without a place, or with one on a screen that is gone:
        the lower right corner."""
        kept = kept if isinstance(kept, dict) else {}
        self.keep_on_top(on=kept.get("top") is True)
        x, y = kept.get("x"), kept.get("y")
        if isinstance(x, int) and isinstance(y, int):
            middle = QRect(x, y, WIDTH, HEIGHT).center()
            if any(screen.availableGeometry().contains(middle) for screen in QGuiApplication.screens()):
                self.move(x, y)
                return
        free = self.screen().availableGeometry()
        self.move(free.right() - WIDTH - APART, free.bottom() - HEIGHT - APART)

    # -- Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(now.panel))
        painter.setPen(QPen(QColor(now.hairline), 1))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        handle = self.windowHandle()
        # The desktop moves it where it can: on Wayland a window does not know where it is.
        if handle is None or not handle.startSystemMove():
            self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.left.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the desktop: the big window comes back, the music goes on."""
        event.ignore()
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            self.update()

    # -- how it is put together

    def _build(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 12, 10, 8)
        whole.setSpacing(12)
        whole.addWidget(self._cover)
        right = QVBoxLayout()
        right.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(0)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._artist)
        head.addLayout(words, 1)
        self._pin = IconButton("pin", tr("Keep above other windows"), size=16, on="accent")
        self._pin.clicked.connect(lambda checked: self.keep_on_top(on=checked))
        back = IconButton("maximize-2", tr("Back to the big window"), self.left.emit, size=16, key="Ctrl+M")
        for button in (self._pin, back):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        right.addLayout(head)
        right.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(2)
        previous = IconButton("skip-back", tr("Previous"), self.previous_asked.emit, filled=True, size=18)
        next_ = IconButton("skip-forward", tr("Next"), self.next_asked.emit, filled=True, size=18)
        self._love = IconButton("heart", tr("Love this track"), on="love", filled_on=True, size=18)
        self._love.clicked.connect(self._ask_love)
        self.play.setFixedSize(38, 38)
        for widget in (previous, self.play, next_):
            foot.addWidget(widget)
        foot.addSpacing(2)
        foot.addWidget(self.seek_bar, 1)
        foot.addWidget(self._love)
        right.addLayout(foot)
        whole.addLayout(right, 1)

    def _ask_love(self, loved: bool) -> None:  # noqa: FBT001 - a Qt slot
        if self._track is not None:
            self.love_asked.emit(self._track.id, loved)
