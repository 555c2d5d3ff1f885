"""Line icons (Lucide, ISC licence) tinted with the theme's colours, crisp at any scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import theme

FOLDER = theme.RESOURCES / "icons"
STROKE = 1.7
"""Width of a line in device-independent pixels at 18 px and above; thinner below, to keep its openness."""


def icon(
    name: str,
    role: str = "secondary",
    size: int = 20,
    *,
    on: str | None = None,
    filled: bool = False,
    filled_on: bool = False,
) -> QIcon:
    """A Lucide icon; takes the colours of a new theme by itself.

    name: file name in resources/icons without ".svg"; role: a colour of Theme ("secondary", "text",
    "quiet", "accent", "love", "on_accent", "window"); size: the pixels it is meant for, which sets the
    stroke; on: role while checked (QIcon.On); filled: closed shapes are filled (play); filled_on: they are
    while checked (a heart).
    Raises FileNotFoundError for an unknown name.
    """
    _source(name)
    return QIcon(_Engine(name, (role, on or role), size, (filled, filled or filled_on)))


def pixmap(name: str, role: str, size: int, scale: float = 1.0, *, filled: bool = False) -> QPixmap:
    """The icon as a picture of `size` device-independent pixels, for delegates; cached.

    scale: the device pixel ratio of what it is painted on.
    """
    colour = getattr(theme.current(), role)
    return _picture(name, colour, size, round(size * scale), filled=filled)


def paint(
    painter: QPainter, rect: QRect | QRectF, name: str, role: str = "secondary", *, filled: bool = False
) -> None:
    """Draws the icon into the largest centred square of `rect`."""
    side = int(min(rect.width(), rect.height()))
    picture = pixmap(name, role, side, painter.device().devicePixelRatio(), filled=filled)
    centre = QRectF(rect).center()
    painter.drawPixmap(
        QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side), picture, QRectF(picture.rect())
    )


def logo(size: int = 24) -> QPixmap:
    """The program's mark, at 1x, 2x for sharp screens."""
    image = QPixmap(size * 2, size * 2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer((theme.RESOURCES / "logo.svg").as_posix()).render(painter)
    painter.end()
    image.setDevicePixelRatio(2)
    return image


def app_icon() -> QIcon:
    """The mark for window lists and docks."""
    made = QIcon()
    for size in (16, 32, 64, 128):
        made.addPixmap(logo(size))
    return made


class _Engine(QIconEngine):
    """Draws from the theme in use at the time of painting, so nobody has to renew icons."""

    def __init__(self, name: str, roles: tuple[str, str], size: int, filled: tuple[bool, bool]) -> None:
        """roles, filled: unchecked and checked."""
        super().__init__()
        self._name, self._roles, self._size, self._filled = name, roles, size, filled

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        now = theme.current()
        colour: str = getattr(now, self._roles[state == QIcon.State.On])
        if mode == QIcon.Mode.Disabled:
            return theme.blend(now.panel, colour, 0.4)
        # A pointer over a grey icon brings it forward; coloured ones stay what they are.
        return now.text if mode == QIcon.Mode.Active and colour in (now.secondary, now.quiet) else colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatio()
        side = min(rect.width(), rect.height())
        picture = _picture(
            self._name,
            self._colour(mode, state),
            side,
            round(side * scale),
            filled=self._filled[state == QIcon.State.On],
        )
        painter.drawPixmap(
            QRect(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, side, side),
            picture,
        )

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Qt asks in device pixels. In a wider size than high the icon stands at the left: room for a gap."""
        side = min(size.width(), size.height())
        picture = _picture(
            self._name,
            self._colour(mode, state),
            min(side, self._size),
            side,
            filled=self._filled[state == QIcon.State.On],
            plain=True,
        )
        if picture.isNull() or size.width() <= side:
            return picture
        wide = QPixmap(size)
        wide.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        painter.drawPixmap(0, (size.height() - side) // 2, picture)
        painter.end()
        return wide


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text("utf-8")


@cache
def _picture(
    name: str, colour: str, size: int, pixels: int, *, filled: bool = False, plain: bool = False
) -> QPixmap:
    """size: side in device-independent pixels; pixels: side in device pixels; plain: ratio left at 1.

    An empty picture where a squeezed button leaves no room.
    """
    if pixels < 1:
        return QPixmap()
    stroke = STROKE if size >= 18 else STROKE * size / 18 + 0.1
    svg = _source(name).replace('stroke-width="2"', f'stroke-width="{stroke * 24 / max(size, 1):.3f}"', 1)
    if filled:
        svg = svg.replace('fill="none"', f'fill="{colour}"', 1)
    image = QPixmap(pixels, pixels)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode())).render(painter)
    painter.end()
    if not plain:
        image.setDevicePixelRatio(pixels / max(size, 1))
    return image
