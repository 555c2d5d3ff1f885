"""A picture of curves as a file: PNG, or SVG that stays sharp at any size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from core.errors import UserError
from core.replacing import replacing

TITLE = "Title"
"""As PNG calls it, in any language."""
SCALE = 2
"""Pixels of a PNG for each of the window's."""
Draw = Callable[[QPainter], object]


def save(file: Path, size: QSize, ground: str, title: str, draw: Draw) -> None:
    """Writes what `draw` paints on `ground`. size: in the window's pixels. title: said by whoever shows it.

    Raises UserError for an ending that is neither .png nor .svg, and where the file cannot be written.
    """
    ways = {".png": _png, ".svg": _svg}
    way = ways.get(file.suffix.lower())
    if way is None:
        raise UserError("A picture is saved as {endings}.", endings=", ".join(ways))
    data = way(size, ground, title, draw)
    with replacing(file) as out:
        out.write(data)


def _png(size: QSize, ground: str, title: str, draw: Draw) -> bytes:
    image = QImage(size * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(ground))
    image.setText(TITLE, title)
    _paint(image, draw)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def _svg(size: QSize, ground: str, title: str, draw: Draw) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(title)

    def draw_on_ground(painter: QPainter) -> None:
        painter.fillRect(generator.viewBox(), QColor(ground))
        draw(painter)

    _paint(generator, draw_on_ground)
    return bytes(data.data())


def _paint(device: QImage | QSvgGenerator, draw: Draw) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
