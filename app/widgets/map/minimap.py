"""The whole map, small: where one is, and the way to elsewhere."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, SignalInstance
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app import theme
from app.widgets.map import ink
from app.widgets.map.floats import only_where_it_is
from app.words import tr
from core.explore.map.chart import Chart

WIDTH, HEIGHT, PAD = 152, 108, 10
POINTS = 60_000
"""So many points at most are drawn; a picture of a thumb's size shows no more."""
STEP = 0.25
"""Of the view that an arrow key moves it by."""
ZOOM = 1.4


class Camera(ink.Camera, Protocol):
    """Of the canvas's camera, what moving it needs besides."""

    @property
    def changed(self) -> SignalInstance: ...
    @property
    def fits(self) -> bool: ...
    def pan(self, dx: float, dy: float) -> None: ...
    def glide(self, dx: float, dy: float) -> None: ...
    def zoom_by(self, factor: float) -> None: ...
    def fit(self) -> None: ...


class MiniMap(QWidget):
    """A click or a drag moves the view there; so do the arrow keys, and + and -; Home shows all.

    Hidden while the whole map is in view anyway.
    """

    def __init__(self, canvas: QWidget, camera: Any) -> None:
        """camera: a Camera."""
        super().__init__(canvas)
        self._canvas = canvas
        self._camera: Camera = camera
        self._xy: NDArray[np.float32] = np.empty((0, 2), np.float32)
        self._placed: NDArray[np.bool_] = np.empty(0, np.bool_)
        self._whole = QRectF(0, 0, 1, 1)
        """Of all points, in the map's units."""
        self._rgb: NDArray[np.uint8] | None = None
        self._step = 1
        """Every so many-th point is drawn."""
        self._picture: tuple[tuple[str, str, float], QImage] | None = None
        self._grip: QPointF | None = None
        self.setFixedSize(WIDTH, HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Small map"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        only_where_it_is(self)
        self.hide()
        self._camera.changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def show_chart(self, chart: Chart | None) -> None:
        """None for none. Points without a place (NaN) are left out."""
        self._step = max(1, len(chart) // POINTS) if chart is not None else 1
        self._xy = chart.xy[:: self._step] if chart is not None else np.empty((0, 2), np.float32)
        self._placed = np.isfinite(self._xy.sum(axis=1))
        placed = self._xy[self._placed]
        (left, low), (right, high) = (
            (placed.min(axis=0).tolist(), placed.max(axis=0).tolist()) if len(placed) else ((0, 0), (1, 1))
        )
        self._whole = QRectF(left, low, max(right - left, 1e-6), max(high - low, 1e-6))
        self._picture = None
        self._follow()

    def set_colours(self, rgb: NDArray[np.uint8] | None) -> None:
        """(n, 3) of the chart's points, None for one colour."""
        self._rgb = None if rgb is None else rgb[:: self._step]
        self._picture = None
        self.update()

    def _follow(self) -> None:
        wanted = bool(self._placed.any()) and not self._camera.fits
        if not wanted and self.hasFocus():
            self._canvas.setFocus()
        self.setVisible(wanted)
        if wanted:
            whole = self._whole
            seen = self._seen().intersected(whole)
            share = seen.width() * seen.height() / (whole.width() * whole.height())
            self.setAccessibleDescription(tr("Shows {share} % of the map").format(share=round(100 * share)))
            self.update()

    # -- places

    def _seen(self) -> QRectF:
        """Of the view, in the map's units."""
        corners = np.array([[0.0, self._canvas.height()], [self._canvas.width(), 0.0]])
        (left, low), (right, high) = self._camera.to_world(corners).tolist()
        return QRectF(left, low, right - left, high - low)

    def _scale(self) -> float:
        whole = self._whole
        return min((WIDTH - 2 * PAD) / whole.width(), (HEIGHT - 2 * PAD) / whole.height())

    def _to_here(self, xy: NDArray[Any]) -> NDArray[np.float64]:
        middle, scale = self._whole.center(), self._scale()
        return np.column_stack(
            [WIDTH / 2 + (xy[:, 0] - middle.x()) * scale, HEIGHT / 2 - (xy[:, 1] - middle.y()) * scale]
        )

    def _to_map(self, at: QPointF) -> tuple[float, float]:
        middle, scale = self._whole.center(), self._scale()
        return middle.x() + (at.x() - WIDTH / 2) / scale, middle.y() - (at.y() - HEIGHT / 2) / scale

    def frame(self) -> QRectF:
        """The view, in this widget's pixels."""
        seen = self._seen()
        corners = self._to_here(np.array([[seen.left(), seen.bottom()], [seen.right(), seen.top()]]))
        return QRectF(ink.point(corners[0]), ink.point(corners[1]))

    # -- moving

    def _centre_on(self, at: QPointF, *, softly: bool) -> None:
        place = ink.point(self._camera.to_screen(np.array([self._to_map(at)]))[0])
        gap = QPointF(self._canvas.width() / 2, self._canvas.height() / 2) - place
        (self._camera.glide if softly else self._camera.pan)(gap.x(), gap.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not len(self._xy):
            return
        frame = self.frame()
        # The frame is taken where it is held; elsewhere its middle comes to the pointer.
        self._grip = event.position() - frame.center() if frame.contains(event.position()) else QPointF()
        if self._grip.isNull():
            self._centre_on(event.position(), softly=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._centre_on(event.position() - self._grip, softly=False)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        across, down = self._canvas.width() * STEP, self._canvas.height() * STEP
        steps = {
            Qt.Key.Key_Left: (across, 0.0),
            Qt.Key.Key_Right: (-across, 0.0),
            Qt.Key.Key_Up: (0.0, down),
            Qt.Key.Key_Down: (0.0, -down),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._camera.glide(*steps[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._camera.zoom_by(1 / ZOOM if key == Qt.Key.Key_Minus else ZOOM)
        elif key == Qt.Key.Key_Home:
            self._camera.fit()
        else:
            super().keyPressEvent(event)

    # -- being seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(now.accent), 2) if self.hasFocus() else QPen(QColor(now.hairline), 1))
        painter.setBrush(ink.faint(now.panel, 0.92))
        painter.drawRoundedRect(card, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        if len(self._xy):
            inside = QPainterPath()
            inside.addRoundedRect(card.adjusted(1, 1, -1, -1), theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
            painter.setClipPath(inside)
            painter.drawImage(0, 0, self._drawn(now))
            painter.setPen(QPen(QColor(now.text), 1.4))
            painter.setBrush(ink.faint(now.text, 0.05))
            painter.drawRect(self.frame())
        painter.end()

    def _drawn(self, now: theme.Theme) -> QImage:
        """All points as a soft picture; made once for each chart, its colours, and a theme."""
        scale = self.devicePixelRatioF()
        key = (now.name, now.text, scale)
        picture = self._picture
        if picture is None or picture[0] != key:
            rows = np.flatnonzero(self._placed)
            rows = rows[:: max(1, len(rows) // POINTS)]
            places = self._to_here(self._xy[rows]) * scale
            if self._rgb is not None and len(self._rgb) == len(self._xy):
                rgb = self._rgb[rows].astype(np.float64)
            else:
                rgb = np.tile(ink.rgb(now.secondary), (len(places), 1))
            image = soft_picture(places, rgb, (round(WIDTH * scale), round(HEIGHT * scale)))
            image.setDevicePixelRatio(scale)
            picture = self._picture = key, image
        return picture[1]


def soft_picture(places: NDArray[np.float64], rgb: NDArray[np.float64], size: tuple[int, int]) -> QImage:
    """Points (n, 2), in pixels, of colours (n, 3) as a mist that is thicker where there are more of them."""
    wide, high = size
    x = np.clip(places[:, 0].astype(np.int64), 0, wide - 1)
    y = np.clip(places[:, 1].astype(np.int64), 0, high - 1)
    cells = y * wide + x
    weights = (np.ones(len(cells)), *rgb.T)
    count, *layers = (
        _softened(np.bincount(cells, each, wide * high).astype(float).reshape(high, wide), max(1, wide // 90))
        for each in weights
    )
    present = count[count > 0]
    thick = 1.0 - np.exp(-count / (np.quantile(present, 0.7) + 1e-12)) if len(present) else count
    picture = np.empty((high, wide, 4), np.uint8)
    for one, layer in enumerate(layers):
        picture[..., one] = layer / np.maximum(count, 1e-12) * thick  # premultiplied
    picture[..., 3] = 255 * thick
    picture[..., :3] = np.minimum(picture[..., :3], picture[..., 3:])
    image = QImage(picture.tobytes(), wide, high, 4 * wide, QImage.Format.Format_RGBA8888_Premultiplied)
    return image.copy()  # the bytes are gone with this function


def _softened(layer: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """Each cell the mean of those around it, twice: nearly a bell curve."""
    steps = range(-reach, reach + 1)
    for axis in (0, 1, 0, 1):
        layer = np.mean([np.roll(layer, step, axis) for step in steps], axis=0)
    return layer
