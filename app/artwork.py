"""Drawn covers for music that has none: one of a few calm motifs, always the same for the same name."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from functools import lru_cache
from random import Random

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap

from app import theme
from app.thumbnails import encoded, finished, read

# Motifs draw on a square from (0, 0) to (1, 1).


TONES = 24
"""Plain colours that stand in for pictures to come."""


def draw(name: str, side: int) -> QImage:
    """A square picture of `side` pixels, made from `name` alone."""
    dice = Random(_digest(name))
    image = QImage(side, side, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.scale(side, side)
    dice.choice(MOTIFS)(painter, dice, dice.random())
    painter.end()
    return image


def warm() -> None:
    """Draws a little of everything. Call it on the main thread before `draw` runs on others: PySide makes its
    classes at their first use, and two threads that meet there crash."""
    for motif in MOTIFS:
        image = QImage(4, 4, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        motif(painter, Random(0), 0.0)
        painter.end()
        read(encoded(finished(image, 1.0)), 2)


def ground(name: str, pixels: int, scale: float, *, circle: bool = False) -> QPixmap:
    """A plain colour in the shape of a cover, made from `name`: at hand at once.

    pixels: its side; scale: the device pixel ratio of where it is painted.
    """
    return _tone(_digest(name)[0] % TONES, pixels, scale, theme.current().name, circle=circle)


@lru_cache(maxsize=2 * TONES)
def _tone(tone: int, pixels: int, scale: float, of_theme: str, *, circle: bool) -> QPixmap:
    image = QImage(pixels, pixels, QImage.Format.Format_RGB32)
    dark = of_theme == "dark"
    image.fill(_colour(tone / TONES, 0.20 if dark else 0.25, 0.17 if dark else 0.86))
    picture = QPixmap.fromImage(finished(image, scale, circle=circle))
    picture.setDevicePixelRatio(scale)
    return picture


def _digest(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=8).digest()


def _colour(hue: float, saturation: float, lightness: float, alpha: float = 1.0) -> QColor:
    """hue wraps around 1; the others from 0 to 1."""
    return QColor.fromHslF(hue % 1.0, saturation, lightness, alpha)


def _ground(painter: QPainter, hue: float) -> None:
    painter.fillRect(QRectF(0, 0, 1, 1), _colour(hue, 0.40, 0.25))


def _disc(painter: QPainter, x: float, y: float, radius: float, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x, y), radius, radius)


def _wave(painter: QPainter, level: float, swing: float, phase: float, colour: QColor) -> None:
    """A hill line at height `level` (0 is the top), filled to the ground."""
    path = QPainterPath(QPointF(0, 1))
    for step in range(25):
        x = step / 24
        path.lineTo(x, level + swing * math.sin(phase + 4.2 * x))
    path.lineTo(1, 1)
    painter.fillPath(path, colour)


def _hills(painter: QPainter, dice: Random, hue: float) -> None:
    _ground(painter, hue)
    _disc(painter, dice.uniform(0.55, 0.75), dice.uniform(0.24, 0.34), 0.12, _colour(hue + 0.4, 0.75, 0.76))
    turn = dice.choice((0.16, -0.16))
    _wave(painter, 0.60, 0.10, dice.uniform(0, 6), _colour(hue + turn, 0.5, 0.45))
    _wave(painter, 0.76, 0.08, dice.uniform(0, 6), _colour(hue + 1.6 * turn, 0.55, 0.6))


def _dunes(painter: QPainter, dice: Random, hue: float) -> None:
    _ground(painter, hue)
    turn, phase = dice.choice((0.07, -0.07)), dice.uniform(0, 6)
    for layer in range(4):
        level = 0.28 + 0.19 * layer
        _wave(
            painter, level, 0.09, phase + 1.3 * layer, _colour(hue + turn * layer, 0.5, 0.34 + 0.09 * layer)
        )


def _rings(painter: QPainter, dice: Random, hue: float) -> None:
    _ground(painter, hue + 0.45)
    turn = dice.choice((0.28, -0.28))
    for ring in range(6):
        share = ring / 5
        colour = _colour(hue + turn * share, 0.45, 0.66 - 0.36 * share)
        _disc(painter, 0.5, 0.5, 0.56 - 0.095 * ring, colour)


def _bubbles(painter: QPainter, dice: Random, hue: float) -> None:
    _ground(painter, hue + dice.choice((0.3, 0.62)))
    for _ in range(4):
        colour = _colour(hue + dice.uniform(-0.05, 0.05), 0.6, dice.uniform(0.42, 0.55), 0.62)
        _disc(painter, dice.uniform(0.15, 0.85), dice.uniform(0.2, 0.85), dice.uniform(0.16, 0.38), colour)


def _bars(painter: QPainter, dice: Random, hue: float) -> None:
    _ground(painter, hue + 0.75)
    turn = dice.choice((0.2, -0.2))
    for bar in range(8):
        top = dice.uniform(0.04, 0.5)
        colour = _colour(hue + turn * bar / 8, 0.55, dice.uniform(0.45, 0.6))
        painter.fillRect(QRectF(0.01 + bar * 0.1235, top, 0.1, dice.uniform(0.4, 0.95 - top * 0.6)), colour)


MOTIFS: tuple[Callable[[QPainter, Random, float], None], ...] = (_hills, _dunes, _rings, _bubbles, _bars)
