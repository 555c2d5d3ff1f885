"""What plays as a picture: its cover, large, over a calm ground in the cover's own colours."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QWidget

from app import artwork, icons, tasks, theme
from app.covers import Covers, name_of
from app.thumbnails import read
from core.domain import Track
from core.library import tags

LARGE = 1200
"""Sides in pixels of the one picture that is shown large."""
BLUR = 10
"""Pixels a side to which the cover is reduced for the ground; enlarged again, only its colours are left."""
VEIL = {"dark": 0.74, "light": 0.80}
"""Share of the window's colour laid over the ground, so that words on it are read."""
CALM = {"dark": 0.88, "light": 0.90}
"""The same under a curve, whose own colours mean something."""
RADIUS = 12.0


def large_picture(path: Path) -> QImage:
    """On the pool. A null image where neither file nor folder has a cover."""
    return read(tags.cover(path), LARGE)


def ground_of(picture: QImage) -> QImage:
    """The picture's colours, washed into each other."""
    smooth = Qt.TransformationMode.SmoothTransformation
    ignore = Qt.AspectRatioMode.IgnoreAspectRatio
    small = picture.scaled(QSize(BLUR, BLUR), ignore, smooth)
    return small.scaled(QSize(BLUR * 8, BLUR * 8), ignore, smooth)


class Picture(QWidget):
    """The cover in full sharpness; until it is read, what the thumbnails have."""

    def __init__(self, covers: Covers) -> None:
        super().__init__()
        self._covers = covers
        self._track: Track | None = None
        self._large: QPixmap | None = None
        self._reading: tasks.Task[QImage] | None = None
        self.ground: QImage | None = None
        """The colours to stand on; None while nothing plays."""
        self.setSizePolicy(self.sizePolicy().Policy.Fixed, self.sizePolicy().Policy.Fixed)
        covers.arrived.connect(self.update)

    def show_track(self, track: Track | None) -> None:
        """Another track, or the same whose file has changed."""
        same = track is not None and self._track is not None and track.path == self._track.path
        self._track = track
        if self._reading is not None:
            self._reading.forget()
            self._reading = None
        if not same:
            self._large = None
        self.setAccessibleName(f"{track.album}, {track.artist}" if track else "")
        if track is None:
            self.ground = None
        else:
            if self.ground is None or not same:
                self.ground = ground_of(artwork.draw(name_of(track), BLUR * 8))
            self._reading = tasks.run(partial(large_picture, track.path), on_done=self._take)
        self.update()

    def _take(self, image: QImage) -> None:
        self._reading = None
        if image.isNull():
            self._large = None
        else:
            self._large = QPixmap.fromImage(image)
            self.ground = ground_of(image)
        self.update()
        parent = self.parentWidget()
        if parent is not None:
            parent.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        inside = QRectF(self.rect())
        if self._track is None:
            now = theme.current()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.raised))
            painter.drawRoundedRect(inside, RADIUS, RADIUS)
            side = min(64.0, inside.width() / 3)
            middle = QRectF(0, 0, side, side)
            middle.moveCenter(inside.center())
            icons.paint(painter, middle, "music", "quiet")
            return
        shape = QPainterPath()
        shape.addRoundedRect(inside, RADIUS, RADIUS)
        painter.setClipPath(shape)
        picture = self._large
        if picture is None:
            picture = self._covers.picture(self._track, self.width(), self.devicePixelRatioF())
        painter.drawPixmap(inside, picture, QRectF(picture.rect()))


class Stage(QFrame):
    """A card on the ground of the picture that it is given; a full window when `bare`.

    What is laid out on it is its owner's affair: today a cover and words.
    """

    def __init__(self, picture: Picture, *, bare: bool = False) -> None:
        super().__init__()
        self._picture, self._bare = picture, bare
        self._calm = False

    def set_calm(self, *, calm: bool) -> None:
        """Whether something is drawn on the ground."""
        if calm != self._calm:
            self._calm = calm
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        inside = QRectF(self.rect())
        if not self._bare:
            inside.adjust(0.5, 0.5, -0.5, -0.5)
            shape = QPainterPath()
            shape.addRoundedRect(inside, 14, 14)
            painter.setClipPath(shape)
        painter.fillRect(inside, QColor(now.panel))
        if self._picture.ground is not None:
            painter.drawImage(inside, self._picture.ground)
            veil = QColor(now.panel if self._calm else now.window)
            veil.setAlphaF((CALM if self._calm else VEIL)[now.name])
            painter.fillRect(inside, QBrush(veil))
        if not self._bare:
            painter.setClipping(False)
            painter.setPen(QColor(now.hairline))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside, 14, 14)
