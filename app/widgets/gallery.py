"""Up to thirty songs as small curves that turn together: each can be played, chosen, and taken along."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from app import theme, words
from app.widgets.curve3d.strip import CurveStrip, Spin
from app.words import tr
from core.domain import TrackId
from core.explore.picture.figure import Figure

MOST = 30
GAP, PAD = 10, 6
LEAST = QSize(124, 104)
"""Of a card. Where there is no room for all, the gallery grows beyond its place."""
LARGEST = QSize(380, 320)
SHAPE = 1.35
"""How much wider than high the room of a curve is best."""
LINE, ROOMY = 18, 150
"""Height of a line of words; a card of the other height has two of them."""
THIN = 1.5
"""Width of the thinnest curve; larger ones are thicker."""
NEAR = 14.0
"""Pixels from a curve that count as on it."""


@dataclass(frozen=True, slots=True)
class Card:
    """A song of the gallery. seconds: how long it is, 0 when not known."""

    id: TrackId
    title: str
    artist: str
    seconds: float

    @property
    def name(self) -> str:
        if not self.artist:
            return self.title
        return tr("{title} by {artist}").format(title=self.title, artist=self.artist)


class Gallery(QWidget):
    """A click plays a card, on its curve from that moment; with Ctrl or Shift it is chosen instead. Arrows
    go from card to card (with Shift they choose), Return plays, the menu key opens the menu."""

    play_asked = Signal(int, float)
    """Which card, and the share of its song to play from."""
    menu_asked = Signal(int, QPoint)
    chosen_changed = Signal()

    def __init__(self, name: str) -> None:
        """name: for screen readers."""
        super().__init__()
        self.cards: tuple[Card, ...] = ()
        self.carry: Callable[[list[TrackId]], QMimeData | None] = lambda _ids: None
        """What a drag of these carries."""
        self._strip = CurveStrip(())
        self._why_none: tuple[str, ...] = ()
        self._chosen: set[int] = set()
        self._current, self._anchor, self._hovered = -1, -1, -1
        self._at: float | None = None
        """The share of the hovered song whose moment is under the pointer."""
        self._pressed: QPoint | None = None
        self._playing: TrackId | None = None
        self._head: float | None = None
        self._boxes: list[QRectF] = []
        self._still: tuple[object, QPixmap] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self._name = name
        theme.look().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(720, 480)

    # -- what it shows

    def show_cards(self, cards: Sequence[Card]) -> None:
        """The first MOST of them, without curves until those come."""
        self.cards = tuple(cards[:MOST])
        self._strip, self._why_none = CurveStrip((None,) * len(self.cards)), ()
        self._chosen.clear()
        self._current = self._anchor = self._hovered = -1
        self._at = None
        self.chosen_changed.emit()
        self._arrange()
        self._tell()
        self._see_to_turning()
        self.update()

    def show_figures(self, figures: Sequence[Figure | None], why_none: Sequence[str] = ()) -> None:
        """Card for card. why_none: what a card says instead of the curve that it has not."""
        self._strip, self._why_none = CurveStrip(tuple(figures)), tuple(why_none)
        self._still = None
        self._see_to_turning()
        self.update()

    def show_playing(self, id: TrackId | None, share: float | None) -> None:
        """Where the music is, if it is one of these."""
        if id != self._playing:
            self._playing = id
            self._still = None
            self.update()
        self._head = share
        row = self.row_of(id)
        if row >= 0 and not Spin.shared().turning:
            self.update(self._boxes[row].toAlignedRect())

    def row_of(self, id: TrackId | None) -> int:
        return next((row for row, card in enumerate(self.cards) if card.id == id), -1)

    @property
    def chosen(self) -> list[int]:
        return sorted(self._chosen)

    @property
    def current(self) -> int:
        """The card that the keyboard has come to; -1: none."""
        return self._current

    def choose(self, rows: Sequence[int]) -> None:
        self._chosen = {row for row in rows if 0 <= row < len(self.cards)}
        self._still = None
        self.chosen_changed.emit()
        self.update()

    def box(self, row: int) -> QRectF:
        """Where a card lies."""
        return self._boxes[row]

    def curve_box(self, row: int) -> QRectF:
        """Where its curve lies."""
        box = self._boxes[row]
        return box.adjusted(PAD, PAD, -PAD, -PAD - self._foot(box))

    # -- arranging

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._see_to_turning()

    def hideEvent(self, event: QHideEvent) -> None:
        Spin.shared().leave(self)
        super().hideEvent(event)

    def _see_to_turning(self) -> None:
        """Only what is there: drawing empty cards would keep those who work on their curves."""
        if self.isVisible() and any(figure is not None for figure in self._strip.figures):
            Spin.shared().join(self)
        else:
            Spin.shared().leave(self)

    @staticmethod
    def _foot(box: QRectF) -> float:
        return LINE * (2 if box.height() >= ROOMY else 1) + 2

    def _arrange(self) -> None:
        count = len(self.cards)
        # By the width alone, and which may come back here: else the two would chase each other.
        self.setMinimumHeight(_least_height(count, self.width()))
        columns = columns_for(count, self.width(), self.height()) if count else 1
        rows = math.ceil(count / columns)
        width = min(LARGEST.width(), (self.width() - GAP * (columns - 1)) / columns)
        height = min(LARGEST.height(), (self.height() - GAP * (rows - 1)) / max(rows, 1))
        left = (self.width() - columns * width - GAP * (columns - 1)) / 2
        self._boxes = [
            QRectF(left + at % columns * (width + GAP), at // columns * (height + GAP), width, height)
            for at in range(count)
        ]
        self._still = None

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._drawn_still())
        self._strip.turn(Spin.shared().camera)
        seen = QRectF(event.rect())
        for row, box in enumerate(self._boxes):
            if box.intersects(seen):
                playing = self.cards[row].id == self._playing
                head = self._head if playing else None
                into = self.curve_box(row)
                width = THIN + min(1.0, into.width() / 300)
                self._strip.paint(painter, row, into, self._under(row), playhead=head, width=width)
        self._paint_moment(painter)
        painter.end()

    def _under(self, row: int) -> str:
        now = theme.current()
        if row in self._chosen:
            return now.row
        return now.hover if row == self._hovered else now.panel

    def _drawn_still(self) -> QPixmap:
        """Grounds and words, once: the curves above them move all the time."""
        key = (self.size(), self.devicePixelRatio(), theme.current(), self._hovered, self.hasFocus(),
               self._current, tuple(self._chosen))  # fmt: skip
        if self._still is not None and self._still[0] == key:
            return self._still[1]
        picture = QPixmap(self.size() * self.devicePixelRatio())
        picture.setDevicePixelRatio(self.devicePixelRatio())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in range(len(self._boxes)):
            self._paint_card(painter, row)
        painter.end()
        self._still = key, picture
        return picture

    def _paint_card(self, painter: QPainter, row: int) -> None:
        now, card, box = theme.current(), self.cards[row], self._boxes[row]
        current = self.hasFocus() and row == self._current
        edge = now.accent if current else now.outline if row in self._chosen else now.hairline
        painter.setPen(QPen(QColor(edge), 2 if current else 1))
        painter.setBrush(QColor(self._under(row)))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.CARD_RADIUS, theme.CARD_RADIUS)
        two = self._foot(box) > 2 * LINE
        left, width = box.left() + PAD + 6, box.width() - 2 * PAD - 12
        top = box.bottom() - self._foot(box) - PAD
        title = now.accent if card.id == self._playing else now.text
        _line(painter, QRectF(left, top, width, LINE), card.title, 13 if two else 12, 500, title)
        if two:
            _line(painter, QRectF(left, top + LINE, width, LINE), card.artist, 12, 400, now.secondary)
        if self._why_none and self._strip.figures[row] is None:
            painter.setPen(QColor(now.quiet))
            painter.setFont(theme.font(12))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.curve_box(row), flags, self._why_none[row])

    def _paint_moment(self, painter: QPainter) -> None:
        """The moment under the pointer, and when it sounds."""
        row, share = self._hovered, self._at
        if row < 0 or share is None or self._strip.figures[row] is None:
            return
        now = theme.current()
        at = self._place(row, share)
        painter.setPen(QPen(QColor(now.text), 2))
        painter.setBrush(QColor(self._under(row)))
        painter.drawEllipse(at, 4.5, 4.5)
        seconds = self.cards[row].seconds
        if seconds <= 0:
            return
        text, font = words.clock(share * seconds), theme.font(12, 500, tabular=True)
        width = QFontMetrics(font).horizontalAdvance(text) + 14
        chip = QRectF(0, 0, width, 22)
        chip.moveCenter(at + QPointF(0, -20))
        inside = self._boxes[row].adjusted(4, 4, -4, -4)
        if chip.top() < inside.top():
            chip.moveTop(at.y() + 10)
        chip.moveLeft(max(inside.left(), min(chip.left(), inside.right() - width)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.selected))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(QColor(now.text))
        painter.setFont(font)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _place(self, row: int, share: float) -> QPointF:
        figure = self._strip.figures[row]
        assert figure is not None
        xy = self._strip.project(row, self.curve_box(row))
        sample = min(len(xy) - 1, max(0, round(figure.sample(share))))
        return QPointF(*xy[sample].tolist())

    # -- mouse

    def row_at(self, at: QPointF) -> int:
        return next((row for row, box in enumerate(self._boxes) if box.contains(at)), -1)

    def moment_at(self, row: int, at: QPointF) -> float | None:
        """The share of a card's song at this place; None: not on its curve."""
        figure = self._strip.figures[row] if row >= 0 else None
        if figure is None:
            return None
        xy = self._strip.project(row, self.curve_box(row))
        far = np.hypot(xy[:, 0] - at.x(), xy[:, 1] - at.y())
        best = int(far.argmin())
        return figure.share(best) if far[best] <= NEAR else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            far = (at.toPoint() - self._pressed).manhattanLength()
            if far >= QApplication.startDragDistance():
                self._drag(self.row_at(QPointF(self._pressed)))
            return
        self._point_at(at)

    def _point_at(self, at: QPointF) -> None:
        row = self.row_at(at)
        share = self.moment_at(row, at)
        if (row, share) != (self._hovered, self._at):
            self._hovered, self._at = row, share
            shape = Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.setToolTip(self.cards[row].name if row >= 0 else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered, self._at = -1, None
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        self._pressed = None
        row, held = self.row_at(event.position()), event.modifiers()
        if row < 0:
            self.choose(())
        elif held & Qt.KeyboardModifier.ControlModifier:
            self._current = self._anchor = row
            self.choose(list(self._chosen ^ {row}))
        elif held & Qt.KeyboardModifier.ShiftModifier:
            self._extend_to(row)
        else:
            self._current = self._anchor = row
            self.play_asked.emit(row, self.moment_at(row, event.position()) or 0.0)

    def _drag(self, row: int) -> None:
        self._pressed = None
        if row < 0:
            return
        rows = self.chosen if row in self._chosen else [row]
        carried = self.carry([self.cards[each].id for each in rows])
        if carried is not None:
            drag = QDrag(self)
            drag.setMimeData(carried)
            drag.exec(Qt.DropAction.CopyAction)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self._current if by_key else self.row_at(QPointF(event.pos()))
        if row < 0:
            return
        if row not in self._chosen:
            self.choose([row])
        self._current = self._anchor = row
        corner = self._boxes[row].bottomLeft().toPoint() + QPoint(PAD, -PAD)
        self.menu_asked.emit(row, self.mapToGlobal(corner) if by_key else event.globalPos())

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        step = self._steps().get(key)
        if step is not None and self.cards:
            self._go(step, extend=bool(held & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.play_asked.emit(self._current, 0.0)
        elif key == Qt.Key.Key_A and held & Qt.KeyboardModifier.ControlModifier:
            self.choose(range(len(self.cards)))
        elif key == Qt.Key.Key_Escape and self._chosen:
            self.choose(())
        else:
            super().keyPressEvent(event)

    def _steps(self) -> dict[int, int]:
        columns = sum(1 for box in self._boxes if box.top() == self._boxes[0].top()) if self._boxes else 1
        return {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -MOST,
            Qt.Key.Key_End: MOST,
        }

    def _go(self, step: int, *, extend: bool) -> None:
        before, last = self._current, len(self.cards) - 1
        to = 0 if before < 0 else before + step
        if abs(step) == MOST:
            to = max(0, min(last, to))
        if not 0 <= to <= last:
            return
        if extend:
            self._extend_to(to)
        else:
            self._current = self._anchor = to
        self._tell()
        self.update()

    def _extend_to(self, row: int) -> None:
        if self._anchor < 0:
            self._anchor = max(0, self._current)
        self._current = row
        self.choose(range(min(self._anchor, row), max(self._anchor, row) + 1))

    def _tell(self) -> None:
        """To screen readers."""
        said = tr("%Ln song(s)", count=len(self.cards))
        if self._current >= 0:
            place = tr("{place} of {count}").format(place=self._current + 1, count=len(self.cards))
            said = f"{self.cards[self._current].name}, {place}"
        self.setAccessibleDescription(said)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._current < 0 and self.cards and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._current = self._anchor = 0
            self._tell()
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def columns_for(count: int, width: float, height: float) -> int:
    """So many that the curves become as large as they can."""

    def room(columns: int) -> tuple[float, int]:
        """And of two that are as good, the one that leaves fewer places empty."""
        rows = math.ceil(count / columns)
        wide = (width - GAP * (columns - 1)) / columns
        high = (height - GAP * (rows - 1)) / rows
        large = min(wide, (high - 2 * PAD - LINE) * SHAPE, LARGEST.width())
        return (large if high >= LEAST.height() else 0.0), count - rows * columns

    most = _most_columns(count, width)
    return max(range(most, 0, -1), key=room)


def _most_columns(count: int, width: float) -> int:
    return max(1, min(count, int((width + GAP) // (LEAST.width() + GAP))))


def _least_height(count: int, width: float) -> int:
    rows = math.ceil(count / _most_columns(count, width))
    return max(0, rows * (LEAST.height() + GAP) - GAP)


def _line(painter: QPainter, box: QRectF, text: str, size: int, weight: int, ink: str) -> None:
    font = theme.font(size, weight)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)
