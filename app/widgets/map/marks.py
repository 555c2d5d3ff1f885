"""What is drawn above the map's points with a brush of its own: the point in hand, a track's whole line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app import theme
from app.widgets.map.camera import Camera
from app.widgets.map.scene import Scene

LEAST, GAP = 2.5, 3.0
"""Pixels: the smallest point a ring is drawn around, and from its edge to the ring."""
STROKE, EDGE = 2.0, 5.0
"""Width of a track's line, and of the ground's colour under it."""
LINES = 12
"""Chosen tracks whose lines are drawn whole; of more one could not tell which is which."""


def paint_ring(painter: QPainter, scene: Scene, camera: Camera, point: int, colour: QColor) -> None:
    """Around a point, if it is there to be seen."""
    if not (0 <= point < len(scene) and scene.kept[point]):
        return
    x, y = camera.to_screen(scene.xy[point : point + 1])[0].tolist()
    radius = max(scene.radius(camera.scale, camera.zoom), LEAST) + GAP
    painter.setBrush(Qt.BrushStyle.NoBrush)
    under = QColor(theme.current().window)
    under.setAlphaF(0.6)
    for shade, width in ((under, 4.0), (colour, 1.8)):
        painter.setPen(QPen(shade, width))
        painter.drawEllipse(QPointF(x, y), radius, radius)


def paint_lines(painter: QPainter, scene: Scene, camera: Camera, points: list[int]) -> None:
    """The whole lines of the tracks that these points belong to, the last above the others."""
    if scene.chart is None:
        return
    first = {int(scene.chart.tracks[point]): point for point in points if 0 <= point < len(scene)}
    for point in list(first.values())[-LINES:]:
        _paint_line(painter, scene, camera, point)


def _paint_line(painter: QPainter, scene: Scene, camera: Camera, point: int) -> None:
    rows = scene.track_of(point)
    places = [QPointF(x, y) for x, y in camera.to_screen(scene.xy[rows]).tolist()]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    under = QColor(theme.current().window)
    under.setAlphaF(0.75)
    for shade, width in ((under, EDGE), (scene.colour_of(point), STROKE)):
        pen = QPen(shade, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(places))
    painter.setPen(QPen(scene.colour_of(point), 1.4))
    painter.setBrush(QColor(theme.current().window))
    radius = max(LEAST, 0.8 * scene.radius(camera.scale, camera.zoom))
    for place in places:
        painter.drawEllipse(place, radius, radius)
