"""Abstract covers, drawn with numpy and written as PNG: discs, bars, dunes and rings."""

from __future__ import annotations

import colorsys
import struct
import zlib

import numpy as np
import numpy.typing as npt

SIZE = 320
Picture = npt.NDArray[np.float32]
"""(SIZE, SIZE, 3) in 0 to 1."""


def cover(seed: int) -> bytes:
    """A PNG of SIZE x SIZE pixels; the same seed draws the same picture."""
    rng = np.random.default_rng([seed, 77])
    hue = (seed * 0.618034) % 1.0
    draw = (_discs, _bars, _dunes, _rings)[seed % 4]
    return _png(draw(rng, hue))


def _colour(hue: float, saturation: float, value: float) -> Picture:
    return np.array(colorsys.hsv_to_rgb(hue % 1.0, saturation, value), np.float32)


def _canvas(hue: float) -> tuple[Picture, Picture, Picture]:
    """A plain ground, and the x and y of each pixel in 0 to 1."""
    x, y = np.meshgrid(*(np.linspace(0, 1, SIZE, dtype=np.float32),) * 2)
    return np.tile(_colour(hue, 0.6, 0.32), (SIZE, SIZE, 1)), x, y


def _paint(picture: Picture, where: npt.NDArray[np.bool_], colour: Picture, strength: float) -> None:
    picture[where] += np.float32(strength) * (colour - picture[where])


def _discs(rng: np.random.Generator, hue: float) -> Picture:
    picture, x, y = _canvas(hue)
    for _ in range(5):
        cx, cy, radius = rng.uniform(0.15, 0.85), rng.uniform(0.15, 0.85), rng.uniform(0.12, 0.36)
        colour = _colour(hue + rng.uniform(0.1, 0.35), 0.6, 0.85)
        _paint(picture, (x - cx) ** 2 + (y - cy) ** 2 < radius**2, colour, 0.6)
    return picture


def _bars(rng: np.random.Generator, hue: float) -> Picture:
    picture, x, y = _canvas(hue)
    for i in range(9):
        top, bottom = rng.uniform(0.05, 0.45), rng.uniform(0.55, 0.95)
        where = (np.abs(x - (i + 0.5) / 9) < 0.042) & (y > top) & (y < bottom)
        _paint(picture, where, _colour(hue + 0.3 + 0.03 * i, 0.65, 0.8), 0.9)
    return picture


def _dunes(rng: np.random.Generator, hue: float) -> Picture:
    picture, x, y = _canvas(hue)
    cx, cy = rng.uniform(0.25, 0.75), rng.uniform(0.18, 0.35)
    _paint(picture, (x - cx) ** 2 + (y - cy) ** 2 < 0.011, _colour(hue + 0.5, 0.25, 0.95), 1.0)
    for i in range(4):
        phase, height = rng.uniform(0, 6.28), 0.48 + 0.13 * i
        edge = height + 0.06 * np.sin(x * rng.uniform(3, 8) + phase)
        _paint(picture, y > edge, _colour(hue + 0.45 + 0.03 * i, 0.6, 0.8 - 0.12 * i), 0.9)
    return picture


def _rings(rng: np.random.Generator, hue: float) -> Picture:
    picture, x, y = _canvas(hue)
    distance, turn = np.sqrt((x - 0.5) ** 2 + (y - 0.5) ** 2), rng.uniform(0.03, 0.08)
    for i in range(8):
        _paint(
            picture, distance < 0.47 - 0.058 * i, _colour(hue + 0.2 + turn * i, 0.55, 0.9 - 0.05 * i), 0.85
        )
    return picture


def _png(picture: Picture) -> bytes:
    """8-bit RGB, each row filtered by "sub" so that flat colour packs to almost nothing (PNG 1.2, ch. 6)."""
    pixels = (np.clip(picture, 0, 1) * 255).astype(np.uint8)
    left = np.concatenate([np.zeros_like(pixels[:, :1]), pixels[:, :-1]], axis=1)
    rows = np.concatenate([np.full((SIZE, 1), 1, np.uint8), (pixels - left).reshape(SIZE, -1)], axis=1)
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
