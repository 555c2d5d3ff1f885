"""What lies under the pointer, beside it; and, while one waits, that it will be heard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app import icons, theme
from app.widgets.controls import ElidedLabel
from app.words import clock

BESIDE = 18
"""Pixels from the pointer to the card, and at least 8 from the edge of the map."""
EDGE = 8
WIDEST = 260


class Ring(QWidget):
    """An ear in a ring that fills while one waits to hear, and once more while it sounds."""

    SIDE = 30

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(self.SIDE, self.SIDE)
        self._share = 0.0
        self._sounding = False
        self._run = QVariantAnimation(self)
        self._run.setStartValue(0.0)
        self._run.setEndValue(1.0)
        self._run.valueChanged.connect(self._turn)

    @property
    def share(self) -> float:
        """How full it is, 0 to 1."""
        return self._share

    @property
    def sounding(self) -> bool:
        return self._sounding

    def run(self, milliseconds: int, *, sounding: bool) -> None:
        """Fills in so long; at once where the system asks for less motion."""
        self._run.stop()
        self._sounding = sounding
        if not theme.motion():
            self._turn(1.0 if sounding else 0.0)
            return
        self._run.setDuration(max(1, milliseconds))
        self._run.start()

    def stop(self) -> None:
        self._run.stop()
        self._sounding = False
        self._turn(0.0)

    def _turn(self, share: float) -> None:
        self._share = float(share)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setPen(QPen(QColor(theme.blend(now.raised, now.quiet, 0.45)), 2.2))
        painter.drawEllipse(ring)
        pen = QPen(QColor(now.accent), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, -round(self._share * 360 * 16))
        role = "accent" if self._sounding else "secondary"
        icons.paint(painter, ring.adjusted(5, 5, -5, -5), "ear", role)
        painter.end()


class HoverCard(QFrame):
    """A child of the canvas that lets the mouse through, and stays inside."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setProperty("kind", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMaximumWidth(WIDEST)
        self.ring = Ring()
        self._title, self._artist = ElidedLabel("", "strong"), ElidedLabel("", "fact", tabular=True)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(self._title)
        text.addWidget(self._artist)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self.ring)
        row.addLayout(text, 1)
        self.hide()

    def show_track(
        self, at: QPoint, title: str, artist: str, moment: float | None = None, *, heard: bool = True
    ) -> None:
        """at: of the pointer, or the point, on the canvas; moment: seconds into the track, where that is what
        lies there; heard: whether hovering plays it (the ring is there)."""
        self._title.say(title)
        fact = artist if moment is None else " · ".join(filter(None, (clock(moment), artist)))
        self._artist.say(fact)
        self._artist.setVisible(bool(fact))
        self.ring.setVisible(heard)
        self.ring.stop()
        self.setAccessibleName(", ".join(filter(None, (title, fact))))
        self.place(at)
        self.show()
        self.raise_()

    def wait(self, milliseconds: int) -> None:
        """It will be heard after so long."""
        self.ring.run(milliseconds, sounding=False)

    def sound(self, milliseconds: int) -> None:
        """It is heard, for so long."""
        self.ring.run(milliseconds, sounding=True)

    def leave(self) -> None:
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        self.ring.stop()
        super().hideEvent(event)

    def sizeHint(self) -> QSize:
        return super().sizeHint().boundedTo(QSize(WIDEST, 200))

    def place(self, at: QPoint) -> None:
        """Beside `at`: to the right and below, or where there is room."""
        self._row.activate()
        self.resize(self.sizeHint())
        room = self._canvas.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        x, y = at.x() + BESIDE, at.y() + BESIDE
        if x + self.width() > room.right():
            x = at.x() - BESIDE - self.width()
        if y + self.height() > room.bottom():
            y = at.y() - BESIDE - self.height()
        self.move(max(room.left(), x), max(room.top(), y))
