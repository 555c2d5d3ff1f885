"""Column titles of the track table."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from app import icons, theme
from app.cells import FACTS, Column
from app.views.delegates import PADDING
from app.words import tr

HEIGHT = 32
ARROW = 12


class TrackHeader(QHeaderView):
    """Column titles, lined up with the cells, with a small arrow on the sorted one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(16)
        self.setFixedHeight(HEIGHT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Columns"))
        self.sorts: list[tuple[Column, bool]] = []
        """What the rows are sorted by, the first counting most, and whether each falls."""
        self.held = False
        """True while a mouse button is down on it: widths change by hand."""
        self.adding = False
        """The click under way has Shift: it adds a column to the sort."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.held = True
        self.adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.held = False

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        now, column = theme.current(), Column(logicalIndex)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, now.hairline)
        rank = next((at for at, (each, _) in enumerate(self.sorts) if each is column), -1)
        on = rank >= 0
        painter.setFont(theme.font(11, 600))
        painter.setPen(now.text if on else now.quiet)
        box = rect.adjusted(PADDING, 0, -PADDING, -1)
        place = self._title(painter, box, column, ARROW + 2 if on else 0)
        if on:
            mark = QRect(place.right() + 1, box.top(), ARROW, box.height())
            icons.paint(painter, mark, "arrow-down" if self.sorts[rank][1] else "arrow-up", "text")
        if on and len(self.sorts) > 1:
            painter.setFont(theme.font(11, tabular=True))
            painter.setPen(now.quiet)
            place = QRect(place.right() + ARROW + 1, box.top(), ARROW, box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(rank + 1))

    @staticmethod
    def _title(painter: QPainter, box: QRect, column: Column, spared: int) -> QRect:
        """Writes the column's name, leaving room behind it; where it came to stand."""
        facts, metrics = FACTS[column], painter.fontMetrics()
        words = metrics.elidedText(facts.title(), Qt.TextElideMode.ElideRight, box.width() - spared)
        width = metrics.horizontalAdvance(words)
        left = box.right() + 1 - width - spared if facts.right else box.left()
        place = QRect(left, box.top(), width + 1, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        return place
