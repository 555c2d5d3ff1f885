"""One large picture: of an album, an artist, or a mosaic of four."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.covers import Covers, Source


class Cover(QWidget):
    """Of a fixed side; follows the covers as they come."""

    def __init__(self, covers: Covers, side: int, *, circle: bool = False) -> None:
        super().__init__()
        self._covers, self._side, self._circle = covers, side, circle
        self._sources: Sequence[Source] = ()
        self.setFixedSize(side, side)
        covers.arrived.connect(self.update)

    def show_sources(self, sources: Sequence[Source], *, circle: bool | None = None) -> None:
        """One picture, or four for a mosaic."""
        self._sources = sources
        self._circle = self._circle if circle is None else circle
        self.update()

    def set_side(self, side: int) -> None:
        if side != self._side:
            self._side = side
            self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_cover(
            QPainter(self), QPoint(0, 0), self._side, self._covers, self._sources, circle=self._circle
        )


def paint_cover(
    painter: QPainter, at: QPoint, side: int, covers: Covers, sources: Sequence[Source], *, circle: bool
) -> None:
    """The first picture, or four of them side by side where there are four."""
    scale = painter.device().devicePixelRatio()
    if len(sources) < 4 or circle:
        for source in sources[:1]:
            painter.drawPixmap(at, covers.of(source, side, scale, circle=circle))
        return
    small = (side - 4) // 2
    for number, source in enumerate(sources[:4]):
        corner = QPoint((number % 2) * (side - small), (number // 2) * (side - small))
        painter.drawPixmap(at + corner, covers.of(source, small, scale))
