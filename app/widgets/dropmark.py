"""Where a drop would land in a list or tree: a line between rows, a ring around one, in the accent."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QProxyStyle, QStyle, QStyleOption, QWidget

from app import theme

WIDTH = 2


class _DropMark(QProxyStyle):
    """Qt's own mark is one pixel of the text's colour, and its box lacks the sides on the view's edge."""

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element is not QStyle.PrimitiveElement.PE_IndicatorItemViewItemDrop:
            super().drawPrimitive(element, option, painter, widget)
            return
        rect = QRectF(option.rect)
        if rect.isNull():
            return
        accent = QColor(theme.current().accent)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if rect.height() == 0:
            # The first line would lie half above the view.
            painter.fillRect(
                QRectF(rect.left(), max(0.0, rect.top() - WIDTH / 2), rect.width(), WIDTH), accent
            )
        else:
            painter.setPen(QPen(accent, WIDTH))
            inner = rect.adjusted(WIDTH / 2, WIDTH / 2, -WIDTH / 2, -WIDTH / 2)
            painter.drawRoundedRect(inner, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        painter.restore()


def mark_drops(view: QAbstractItemView) -> None:
    """Gives the view our mark; it keeps everything else of the program's style."""
    style = _DropMark("Fusion")
    style.setParent(view)
    view.setStyle(style)
