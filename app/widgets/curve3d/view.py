"""Curves to look at, turn, and play from: one song's, or several in one space.

Drag or the arrow keys turn, the wheel and + and - zoom, 0 or a double click beside the curves looks from the
front again. A click plays from there; so does Return at the part that Page Up and Page Down, or Shift with an
arrow, have come to.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QMarginsF, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from app import theme, words
from app.widgets.curve3d import export, pointing, words3d
from app.widgets.curve3d.camera import Camera, Place
from app.widgets.curve3d.gl import GL, PAINTER, Drawing
from app.widgets.curve3d.painter import Picture, Style, paint, paint_lines, paint_rest
from app.widgets.curve3d.pointing import Spot
from app.widgets.curve3d.scene import Link, Scene, Shown
from app.widgets.curve3d.strip import TURN

LINE, RING = 4.6, 5.2
"""Width of a line and radius of a ring, in pixels, in the middle of the picture."""
ROOMY, THINNEST, AMONG_OTHERS = 560, 0.65, 0.75
"""Pixels of a view's shorter side below which lines are thinner, down to a share of their width; the share
that they have where there are several songs."""
DRAG = 4.0
"""Pixels that the pointer may move in a click."""
REST = 2.0
"""Seconds without a movement of the pointer after which curves turn again."""
FRAME_MS = {GL: 16, PAINTER: 33}
STEP = math.radians(7.5)
"""What one press of an arrow key turns."""
PAD = 30.0


class CurveView(QWidget):
    hovered = Signal(int, float)
    """Figure and share of its song that the pointer, or the keyboard, is at; -1 and 0 when at none."""
    clicked = Signal(int, float)
    """Asked to play from there."""

    def __init__(self, name: str, invite: str = "", *, ground: str = "panel") -> None:
        """name: for screen readers. invite: what a click does, said beside the time under the pointer.
        ground: the theme's colour behind."""
        super().__init__()
        self._invite, self._ground = invite, ground
        self._scene = Scene(())
        self._camera = Camera()
        self._heads: dict[int, float] = {}
        self._links: tuple[Link, ...] = ()
        self._share: float | None = None
        self._legend = True
        self._empty = ""
        self._insets = QMarginsF(PAD, PAD, PAD, PAD)
        self._place: Place | None = None
        self._spot: Spot | None = None
        self._by_keyboard = False
        self._pressed: QPointF | None = None
        self._dragging = False
        self._describe: Callable[[int, float], str] | None = None
        self._auto = False
        self._touched = self._last = 0.0
        self._turning = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._turning.timeout.connect(self._turn_by_itself)
        self._drawing = Drawing.shared()
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grabGesture(Qt.GestureType.PinchGesture)
        theme.look().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(480, 360)

    # -- what it shows

    def set_figures(self, shown: Sequence[Shown], *, empty: str = "", keep_camera: bool = True) -> None:
        """All in one space, as their axes say. empty: what is said while there are none."""
        self._come_to(None)
        self._scene = Scene(shown)
        self._heads, self._links = {}, ()
        self._empty = empty
        if not keep_camera:
            self._camera = Camera()
        self._place = None
        self.setAccessibleDescription(empty if not shown else "")
        self._see_to_turning()
        self.update()

    @property
    def figures(self) -> tuple[Shown, ...]:
        return self._scene.shown

    def set_playhead(self, index: int, share: float | None) -> None:
        """Where that figure's song is now, 0 to 1; None when it does not play."""
        if share is None:
            self._heads.pop(index, None)
        elif 0 <= index < len(self._scene.shown):
            self._heads[index] = share
        self.update()

    def set_links(self, links: Sequence[Link]) -> None:
        """Moments of two figures that are marked as alike."""
        self._links = tuple(links)
        self.update()

    def set_share(self, share: float | None, *, legend: bool = True) -> None:
        """Of all the movement, the share that is seen, 0 to 1; written on the picture, None: nothing is.
        legend: whether the colours of time are explained."""
        self._share, self._legend = share, legend
        self.update()

    @property
    def share_text(self) -> str:
        return words3d.shown(self._share) if self._share is not None and self._scene.shown else ""

    def set_insets(self, left: float, top: float, right: float, bottom: float) -> None:
        """Pixels at the edges that curves keep clear of, for what else stands there."""
        self._insets = QMarginsF(left, top, right, bottom)
        self._place = None
        self.update()

    def describe_by(self, describe: Callable[[int, float], str] | None) -> None:
        """What more is said of a moment beside its time ("drums enter"): by figure and share."""
        self._describe = describe

    def drawing(self) -> str:
        """By what the curves are drawn: "gl" or "painter"."""
        return self._drawing.state

    def save(self, file: Path) -> None:
        """The picture as PNG or SVG, after the file's ending. Raises UserError where that cannot be."""
        ground = getattr(theme.current(), self._ground)
        title = ", ".join(one.label for one in self._scene.shown if one.label)
        export.save(file, self.size(), ground, title, self._render_for_file)

    # -- from where it is seen

    @property
    def camera(self) -> Camera:
        return self._camera

    def set_camera(self, camera: Camera) -> None:
        self._camera = camera
        self.update()

    def turn(self, yaw: float, pitch: float = 0.0) -> None:
        """Radians to the right and up."""
        self.set_camera(self._camera.turned(yaw, pitch))

    def zoom(self, factor: float) -> None:
        self.set_camera(self._camera.zoomed(factor))

    def reset(self) -> None:
        self.set_camera(Camera())

    def auto_rotate(self, *, on: bool) -> None:
        """Turns by itself while it can be seen, nobody touches it, and the system does not mind."""
        self._auto = on
        self._touched = 0.0
        self._see_to_turning()

    @property
    def turning(self) -> bool:
        """Whether it turns by itself now, or will when the pointer rests."""
        return self._turning.isActive()

    def _see_to_turning(self) -> None:
        wanted = self._auto and self.isVisible() and bool(self._scene.shown) and theme.motion() > 0
        if wanted and not self._turning.isActive():
            self._last = time.monotonic()
            self._turning.start(FRAME_MS[self.drawing()])
        elif not wanted:
            self._turning.stop()

    def _turn_by_itself(self) -> None:
        now = time.monotonic()
        passed, self._last = min(0.25, now - self._last), now
        if self._turning.interval() != FRAME_MS[self.drawing()]:
            self._turning.setInterval(FRAME_MS[self.drawing()])
        if theme.motion() == 0:
            self._turning.stop()
        elif not self._dragging and self._spot is None and now - self._touched > REST:
            self.turn(TURN * passed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._drawing.begin(self)
        self._see_to_turning()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turning.stop()

    # -- painting

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place = None

    def picture(self) -> Picture:
        """What is drawn now, for any painter."""
        if self._place is None:
            inner = QRectF(self.rect()).marginsRemoved(self._insets)
            self._place = self._scene.reach.fit(inner.x(), inner.y(), inner.width(), inner.height())
        thin = min(1.0, max(THINNEST, min(self.width(), self.height()) / ROOMY))
        thin *= AMONG_OTHERS if len(self._scene.shown) > 1 else 1.0
        style = Style(LINE * thin, RING * thin, getattr(theme.current(), self._ground))
        spot = self._spot
        current = (spot.index, spot.ring) if spot is not None and spot.ring >= 0 else None
        return Picture(self._scene, self._camera, self._place, style, dict(self._heads), self._links, current)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._render(painter)
        painter.end()

    def _render_for_file(self, painter: QPainter) -> None:
        """What belongs to the picture, not to the pointer; by the painter, which can do without pixels."""
        if not self._scene.shown:
            return
        picture = self.picture()
        paint(painter, replace(picture, style=replace(picture.style, vector=True), current=None))
        rect = QRectF(self.rect())
        words3d.paint_labels(painter, picture, rect, self.share_text)
        words3d.paint_title(painter, picture, rect)
        words3d.paint_caption(painter, rect, self.share_text, legend=self._time_is_colour())

    def _render(self, painter: QPainter) -> None:
        """Everything but the ground."""
        if not self._scene.shown:
            words3d.paint_empty(painter, QRectF(self.rect()), self._empty)
            self._paint_focus(painter)
            return
        picture = self.picture()
        xy, size = picture.project()
        lines = self._drawing.lines(picture, xy, size, self)
        if lines is not None:
            painter.drawImage(0, 0, lines)
        else:
            paint_lines(painter, picture, xy, size)
        paint_rest(painter, picture, xy)
        rect = QRectF(self.rect())
        words3d.paint_labels(painter, picture, rect, self.share_text)
        words3d.paint_caption(painter, rect, self.share_text, legend=self._time_is_colour())
        if self._spot is not None:
            words3d.paint_tip(painter, rect, self._point(self._spot), *self._said(self._spot))
        self._paint_focus(painter)

    def _time_is_colour(self) -> bool:
        return self._legend and any(one.colour is None for one in self._scene.shown)

    def _paint_focus(self, painter: QPainter) -> None:
        if self.hasFocus() and self._by_keyboard:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.current().accent))
            radius = theme.CARD_RADIUS
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    # -- where the pointer is

    def _share_of(self, spot: Spot) -> float:
        return self._scene.shown[spot.index].figure.share(spot.sample)

    def _point(self, spot: Spot) -> QPointF:
        return pointing.place_of(self.picture(), spot)

    def _said(self, spot: Spot) -> tuple[str, str]:
        """What is said of a place on a curve: what it is, and what a click does."""
        share = self._share_of(spot)
        one = self._scene.shown[spot.index]
        parts = [words.clock(one.figure.seconds(share))] if one.figure.duration else []
        if len(self._scene.shown) > 1 and one.label:
            parts.insert(0, one.label)
        more = self._describe(spot.index, share) if self._describe else ""
        return " · ".join([*parts, more] if more else parts), self._invite

    def spot_at(self, at: QPointF) -> Spot | None:
        """The place on a curve under the pointer; of two that cross there, the nearer to the eye."""
        return pointing.spot_at(self.picture(), at) if self._scene.shown else None

    def _come_to(self, spot: Spot | None, *, by_keyboard: bool = False) -> None:
        if spot == self._spot:
            return
        self._spot, self._by_keyboard = spot, by_keyboard or self._by_keyboard
        if spot is None:
            self.hovered.emit(-1, 0.0)
        else:
            what, invite = self._said(spot)
            self.setAccessibleDescription(" · ".join(part for part in (what, invite) if part))
            self.hovered.emit(spot.index, self._share_of(spot))
        over = spot is not None and not by_keyboard
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._by_keyboard = False
            self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._touched = time.monotonic()
        at = event.position()
        if self._pressed is None:
            self._come_to(self.spot_at(at))
            return
        moved = at - self._pressed
        if self._dragging or moved.manhattanLength() > DRAG:
            if not self._dragging:
                self._dragging = True
                self._come_to(None)
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            per_pixel = math.pi / max(200, min(self.width(), self.height()))
            self.turn(moved.x() * per_pixel, moved.y() * per_pixel)
            self._pressed = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        was_drag, self._pressed, self._dragging = self._dragging, None, False
        self._come_to(self.spot_at(event.position()))
        if was_drag:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        elif self._spot is not None:
            self.clicked.emit(self._spot.index, self._share_of(self._spot))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.spot_at(event.position()) is None:
            self.reset()

    def leaveEvent(self, event: QEvent) -> None:
        self._come_to(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._touched = time.monotonic()
        notches = event.angleDelta().y() / 120
        self.zoom(1.15**notches)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Two fingers zoom: on a screen, or on a touchpad, of which the system tells."""
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pressed = None
                self.zoom(pinch.scaleFactor())
                event.accept()
                return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(max(0.2, 1.0 + event.value()))
                return True
            if event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
                self.reset()
                return True
        return super().event(event)

    # -- by keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._by_keyboard = True
        self._touched = time.monotonic()
        if (step := pointing.part_step(key, shift=shift)) is not None and self._scene.shown:
            self._go(step)
        elif key in pointing.TURNS:
            yaw, pitch = pointing.TURNS[key]
            self.turn(yaw * STEP, pitch * STEP)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / 1.25 if key == Qt.Key.Key_Minus else 1.25)
        elif key == Qt.Key.Key_0:
            self.reset()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._spot is not None:
            self.clicked.emit(self._spot.index, self._share_of(self._spot))
        elif key == Qt.Key.Key_Escape and self._spot is not None:
            self._come_to(None)
        else:
            super().keyPressEvent(event)

    def _go(self, step: float) -> None:
        """To the next part or the one before; through all figures, one after the other."""
        self._come_to(pointing.next_part(self._scene, self._spot, step), by_keyboard=True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._by_keyboard:
            self._come_to(None)
        super().focusOutEvent(event)
        self.update()
