"""The words on a picture of curves: labels, the time under the pointer, the legend, the share shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter

from app import theme
from app.widgets.curve3d.painter import Picture, bounds
from app.words import tr

EDGE = 22.0
"""Pixels from the picture's edge to its words."""
BAR = 116.0, 6.0
LABEL, DOT = 180, 8.0


def shown(share: float) -> str:
    """share: of all movement, what is seen; 0 to 1."""
    return tr("3 axes show {percent} % of the movement").format(percent=round(100 * share))


def paint_empty(painter: QPainter, into: QRectF, text: str) -> None:
    painter.setPen(QColor(theme.current().quiet))
    painter.setFont(theme.font(13))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(into.adjusted(16, 0, -16, 0), flags, text)


def paint_caption(painter: QPainter, into: QRectF, share: str, *, legend: bool) -> None:
    """In the lower right corner: start, the colours of time, end; below it how much is seen."""
    now = theme.current()
    painter.setFont(theme.font(12))
    metrics = QFontMetricsF(painter.font())
    painter.setPen(QColor(now.quiet))
    right, line = into.right() - EDGE, metrics.height()
    bottom = into.bottom() - EDGE + metrics.descent()
    if share:
        painter.drawText(QRectF(into.left(), bottom - line, right - into.left(), line), _RIGHT, share)
        bottom -= line + 3
    if not legend:
        return
    last, first = tr("end", "of a song"), tr("start", "of a song")
    painter.drawText(QRectF(into.left(), bottom - line, right - into.left(), line), _RIGHT, last)
    bar = QRectF(0, 0, *BAR)
    bar.moveCenter(QPointF(0, bottom - line / 2 + 0.5))
    bar.moveRight(right - metrics.horizontalAdvance(last) - 10)
    painter.drawText(QRectF(into.left(), bottom - line, bar.left() - 10 - into.left(), line), _RIGHT, first)
    colours = QLinearGradient(bar.topLeft(), bar.topRight())
    for i, stop in enumerate(now.time):
        colours.setColorAt(i / (len(now.time) - 1), QColor(stop))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours)
    painter.drawRoundedRect(bar, BAR[1] / 2, BAR[1] / 2)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_tip(painter: QPainter, into: QRectF, at: QPointF, what: str, invite: str) -> None:
    """A small label above a place on a curve, or below it where there is no room."""
    now = theme.current()
    painter.setFont(theme.font(12))
    metrics = QFontMetricsF(painter.font())
    invite = f" — {invite}" if invite and what else invite
    widths = metrics.horizontalAdvance(what), metrics.horizontalAdvance(invite)
    box = QRectF(0, 0, sum(widths) + 20, metrics.height() + 12)
    box.moveCenter(at)
    box.moveBottom(at.y() - 16)
    if box.top() < into.top() + 6:
        box.moveTop(at.y() + 16)
    box.moveLeft(max(into.left() + 6, min(box.left(), into.right() - 6 - box.width())))
    painter.setPen(QColor(now.hairline))
    painter.setBrush(QColor(now.selected))
    painter.drawRoundedRect(box, 7, 7)
    text = box.adjusted(10, 0, -10, 0)
    painter.setPen(QColor(now.text))
    painter.drawText(text, _LEFT, what)
    painter.setPen(QColor(now.secondary))
    painter.drawText(text.adjusted(widths[0], 0, 4, 0), _LEFT, invite)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint_title(painter: QPainter, picture: Picture, into: QRectF) -> None:
    """In the lower left corner of a file: whose curve it is. Several are named where they begin."""
    if len(picture.scene.shown) != 1:
        return
    painter.setFont(theme.font(15, 600))
    painter.setPen(QColor(theme.current().text))
    box = into.adjusted(EDGE, 0, -into.width() / 2, -EDGE + 2)
    text = QFontMetricsF(painter.font()).elidedText(
        picture.scene.shown[0].label, Qt.TextElideMode.ElideRight, box.width()
    )
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)


def paint_labels(painter: QPainter, picture: Picture, into: QRectF, share: str = "") -> None:
    """Each curve's name under it, on a breath of ground; none over another, nor over the share that the
    caption says. One curve needs none."""
    if len(picture.scene.shown) < 2:
        return
    painter.setFont(theme.font(12, 500))
    metrics = QFontMetricsF(painter.font())
    xy, _ = picture.project()
    plate = QColor(picture.style.under)
    plate.setAlphaF(0.8)
    caption = _share_box(into, share)
    taken: list[QRectF] = []
    for one, part in zip(picture.scene.shown, picture.scene.parts, strict=True):
        if not one.label:
            continue
        text = metrics.elidedText(one.label, Qt.TextElideMode.ElideRight, LABEL)
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + DOT + 14, metrics.height() + 4)
        _stand(box, bounds(xy[part]), into, caption, taken)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(QColor(one.colour or theme.current().quiet))
        painter.drawEllipse(QPointF(box.left() + 5 + DOT / 2, box.center().y()), DOT / 2, DOT / 2)
        painter.setPen(QColor(theme.current().text))
        painter.drawText(box.adjusted(DOT + 10, 0, 4, 0), _LEFT, text)


def _share_box(into: QRectF, share: str) -> QRectF:
    """Where `paint_caption` says it."""
    metrics = QFontMetricsF(theme.font(12))
    box = QRectF(0, 0, metrics.horizontalAdvance(share), metrics.height() if share else 0)
    box.moveBottomRight(QPointF(into.right() - EDGE, into.bottom() - EDGE + metrics.descent()))
    return box


def _stand(box: QRectF, curve: QRectF, into: QRectF, caption: QRectF, taken: list[QRectF]) -> None:
    """Under its curve, above it where there is no room, and below what stands there already."""
    box.moveCenter(curve.center())
    box.moveTop(curve.bottom() + 10)
    if box.bottom() > into.bottom() - 4:
        box.moveBottom(curve.top() - 10)
    box.moveLeft(max(into.left() + 4, min(box.left(), into.right() - 4 - box.width())))
    if box.intersects(caption):
        box.moveBottom(caption.top() - 2)
    for other in sorted(taken, key=QRectF.top):
        if box.intersects(other):
            box.moveTop(other.bottom() + 2)
    taken.append(box)
