"""Column titles of the track table."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from app import icons, theme
from app.models import FACTS, Column
from app.views.delegates import PADDING

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
        self.setAccessibleName("Columns")
        self.sorted: Column | None = None
        self.falling = False
        self.held = False
        """True while a mouse button is down on it: widths change by hand."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.held = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.held = False

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        now, column = theme.current(), Column(logicalIndex)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, now.hairline)
        on = column is self.sorted
        painter.setFont(theme.font(11, 600))
        painter.setPen(now.text if on else now.quiet)
        facts = FACTS[column]
        box = rect.adjusted(PADDING, 0, -PADDING, -1)
        arrow = ARROW + 2 if on else 0
        metrics = painter.fontMetrics()
        words = metrics.elidedText(facts.title, Qt.TextElideMode.ElideRight, box.width() - arrow)
        width = metrics.horizontalAdvance(words)
        left = box.right() + 1 - width - arrow if facts.right else box.left()
        place = QRect(left, box.top(), width + 1, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        if on:
            mark = QRect(left + width + 2, box.top(), ARROW, box.height())
            icons.paint(painter, mark, "arrow-down" if self.falling else "arrow-up", "text")
