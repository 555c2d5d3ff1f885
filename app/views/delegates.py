"""How rows are drawn: the cells of the track table. No widgets per row, so any length paints quickly."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from app import icons, theme
from app.cells import FACTS, Column, cell, trouble
from app.covers import Covers
from app.models import TrackTableModel
from core.domain import Track

Index = QModelIndex | QPersistentModelIndex
SCROLL_BAR = 10
"""Width kept free beside rows: it lies in the view's right margin, so that rows end where the header does."""
PADDING = 8
"""Left and right of a cell's text."""
COVER, COMPACT_COVER, COVER_GAP = 30, 20, 12
REMEMBERED = 4096
"""Shortened texts kept."""
LEFT, MIDDLE, RIGHT = (
    int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
    for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
)
"""Flags of drawText; combined once, since combining them for every cell is what costs."""
STAR, STAR_STEP, STARS = 13, 15, 5
HEART = 14


@dataclass(frozen=True, slots=True)
class Inks:
    """The theme's colours as QColor, made once per theme."""

    of_theme: theme.Theme
    text: QColor
    secondary: QColor
    quiet: QColor
    faint: QColor
    accent: QColor
    hairline: QColor
    selected: QColor
    hover: QColor
    button: QColor
    """Behind a painted button under the pointer."""

    @classmethod
    def of(cls, now: theme.Theme) -> Inks:
        faint = theme.blend(now.window, now.quiet, 0.55)
        hover = theme.blend(now.window, now.text, 0.035)
        names = (
            now.text,
            now.secondary,
            now.quiet,
            faint,
            now.accent,
            now.hairline,
            now.row,
            hover,
            now.selected,
        )
        return cls(now, *(QColor(name) for name in names))


class RowPainter:
    """What every list of ours draws alike: the row's ground, a line of text, a squiggle for what plays."""

    def __init__(self) -> None:
        self._inks = Inks.of(theme.current())
        self._shortened: dict[tuple[str, int, int], str] = {}
        # Fonts are the caller's, and live as long as this does: their id() names them.

    @property
    def inks(self) -> Inks:
        if self._inks.of_theme is not theme.current():
            self._inks = Inks.of(theme.current())
        return self._inks

    def ground(self, painter: QPainter, rect: QRect, *, selected: bool, hovered: bool) -> None:
        """The colour behind a cell and the hairline under it."""
        inks = self.inks
        if selected or hovered:
            painter.fillRect(rect, inks.selected if selected else inks.hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, inks.hairline)

    def text(
        self, painter: QPainter, rect: QRect, text: str, font: QFont, colour: QColor, side: int = LEFT
    ) -> None:
        """One line, in the middle of `rect`, shortened with an ellipsis."""
        if not text:
            return
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(rect, side, self._short(text, font, rect.width()))

    def _short(self, text: str, font: QFont, width: int) -> str:
        """Remembered, since most of what is painted was painted before."""
        key = (text, id(font), width)
        short = self._shortened.get(key)
        if short is None:
            if len(self._shortened) >= REMEMBERED:
                self._shortened.clear()
            short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._shortened[key] = short
        return short

    def squiggle(self, painter: QPainter, rect: QRect) -> None:
        """The program's own wave: this one plays."""
        path, centre = QPainterPath(), QRectF(rect).center()
        x, y = centre.x() - 6, centre.y()
        path.moveTo(QPointF(x, y + 2.5))
        path.cubicTo(QPointF(x + 2.5, y - 7), QPointF(x + 4.5, y - 5), QPointF(x + 6, y))
        path.cubicTo(QPointF(x + 7.5, y + 5), QPointF(x + 9.5, y + 5), QPointF(x + 12, y - 3.5))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.inks.accent, 1.7)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.strokePath(path, pen)
        painter.restore()

    def focus(self, painter: QPainter, rect: QRect) -> None:
        """The mark of the row that the keyboard is on."""
        painter.fillRect(rect.left(), rect.top() + 4, 3, rect.height() - 9, self.inks.accent)


class TrackDelegate(QStyledItemDelegate):
    """Draws the cells of a TrackTableModel."""

    def __init__(self, model: TrackTableModel, covers: Covers, view: QTableView) -> None:
        super().__init__(view)
        self._model, self._covers, self._view = model, covers, view
        self._rows = RowPainter()
        self._plain = theme.font(13)
        self._strong = theme.font(13, 500)
        self._figures = theme.font(13, tabular=True)
        self.hovered = -1
        """The row under the pointer."""
        self.star = 0.0
        """The stars the pointer is over, in the hovered row; 0 for none."""
        self.link = -1
        """The column of the hovered row with the pointer over words that lead somewhere; -1 for none."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, option.rect.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        track, row = self._model.track_at(index.row()), index.row()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._rows.ground(painter, rect, selected=selected, hovered=row == self.hovered)
        if track is None:
            return
        match index.column():
            case Column.NUMBER:
                self._number(painter, rect, track, row)
            case Column.TITLE:
                self._title(painter, rect, track)
            case Column.RATING:
                self._rating(painter, rect, track, row)
            case Column.LOVED:
                self._love(painter, rect, track, row)
            case _:
                self._words(painter, rect, track, row, index.column())

    def _ink(self, track: Track) -> QColor:
        return self._rows.inks.faint if trouble(track) else self._rows.inks.secondary

    def _words(self, painter: QPainter, rect: QRect, track: Track, row: int, column: int) -> None:
        box = rect.adjusted(PADDING, 0, -PADDING, -1)
        facts, text = FACTS[Column(column)], cell(track, column)
        font = self._figures if facts.figures else self._plain
        leads = row == self.hovered and column == self.link
        ink = self._rows.inks.text if leads else self._ink(track)
        self._rows.text(painter, box, text, font, ink, RIGHT if facts.right else LEFT)
        if leads:
            width = min(QFontMetrics(font).horizontalAdvance(text), box.width())
            painter.fillRect(box.left(), box.center().y() + 8, width, 1, ink)

    def over_words(self, rect: QRect, track: Track, column: int, x: int) -> bool:
        """Whether x lies on the words of a cell rather than beside them."""
        left = rect.left() + PADDING
        return left <= x < left + QFontMetrics(self._plain).horizontalAdvance(cell(track, column))

    def _love(self, painter: QPainter, rect: QRect, track: Track, row: int) -> None:
        box = QRect(rect.left() + PADDING, rect.top(), HEART, rect.height() - 1)
        if track.loved:
            icons.paint(painter, box, "heart", "love", filled=True)
        elif row == self.hovered and not trouble(track):
            icons.paint(painter, box, "heart", "quiet")

    def _number(self, painter: QPainter, rect: QRect, track: Track, row: int) -> None:
        if row == self._view.currentIndex().row() and self._view.hasFocus():
            self._rows.focus(painter, rect)
        middle = QRect(rect.left() + 8, rect.top(), rect.width() - 16, rect.height() - 1)
        if row == self.hovered and not trouble(track):
            icons.paint(painter, _square(middle, 14), "play", "text", filled=True)
        elif trouble(track):
            icons.paint(painter, _square(middle, 16), "circle-alert", "quiet")
        elif track.id == self._model.playing:
            self._rows.squiggle(painter, middle)
        else:
            self._count(painter, middle, row)

    def _count(self, painter: QPainter, rect: QRect, row: int) -> None:
        painter.setFont(self._figures)
        painter.setPen(self._rows.inks.quiet)
        text = str(row + 1)
        if painter.fontMetrics().horizontalAdvance(text) > rect.width() + 8:
            painter.setFont(theme.font(11, tabular=True))
        painter.drawText(rect.adjusted(-6, 0, 6, 0), Qt.AlignmentFlag.AlignCenter, text)

    def _title(self, painter: QPainter, rect: QRect, track: Track) -> None:
        side = COVER if rect.height() >= theme.ROW else COMPACT_COVER
        top = rect.top() + (rect.height() - 1 - side) // 2
        scale = painter.device().devicePixelRatio()
        bad = bool(trouble(track))
        if bad:
            painter.setOpacity(0.45)
        painter.drawPixmap(rect.left() + PADDING, top, self._covers.picture(track, side, scale))
        painter.setOpacity(1.0)
        box = rect.adjusted(PADDING + side + COVER_GAP, 0, -PADDING, -1)
        if track.loved:
            heart = QRect(box.right() - HEART, box.top(), HEART, box.height())
            icons.paint(painter, heart, "heart", "love", filled=True)
            box.setRight(heart.left() - PADDING)
        inks = self._rows.inks
        colour = inks.accent if track.id == self._model.playing else inks.faint if bad else inks.text
        self._rows.text(painter, box, track.title, self._strong, colour)

    def _rating(self, painter: QPainter, rect: QRect, track: Track, row: int) -> None:
        hovered = row == self.hovered and not trouble(track)
        stars = self.star if hovered and self.star else (track.rating or 0.0)
        for at in range(STARS):
            box = star_box(rect, at)
            if stars >= at + 1:
                icons.paint(painter, box, "star", "accent", filled=True)
            else:
                if hovered or stars > at:
                    icons.paint(painter, box, "star", "quiet")
                if stars > at:
                    self._half(painter, box)

    @staticmethod
    def _half(painter: QPainter, box: QRect) -> None:
        painter.save()
        painter.setClipRect(QRect(box.left(), box.top(), box.width() // 2, box.height()))
        icons.paint(painter, box, "star", "accent", filled=True)
        painter.restore()


def star_box(rect: QRect, at: int) -> QRect:
    """Where star number `at` (0 to 4) stands in a rating cell."""
    top = rect.top() + (rect.height() - 1 - STAR) // 2
    return QRect(rect.left() + PADDING + at * STAR_STEP, top, STAR, STAR)


def star_at(rect: QRect, x: int) -> float:
    """How many stars (0.5 to 5) a click at x gives: half a one at a star's left half; 0 beside them."""
    halves = (x - rect.left() - PADDING + STAR_STEP - STAR) * 2 // STAR_STEP
    return (halves + 1) / 2 if 0 <= halves < 2 * STARS else 0.0


def _square(rect: QRect, side: int) -> QRect:
    return QRect(rect.center().x() - side // 2, rect.center().y() - side // 2, side, side)


def repaint_row(view: QTableView, row: int) -> None:
    """Repaints one row of a table without a vertical header."""
    if row < 0:
        return
    viewport: QWidget = view.viewport()
    viewport.update(0, view.rowViewportPosition(row), viewport.width(), view.rowHeight(row))
