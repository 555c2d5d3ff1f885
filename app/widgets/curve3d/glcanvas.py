"""Draws triangles with OpenGL, through pyqtgraph. Importing this takes half a second: on the pool."""

from __future__ import annotations

from typing import Any

from pyqtgraph.opengl import GLMeshItem, GLViewWidget
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QColor, QImage, QMatrix4x4, QResizeEvent, QSurfaceFormat

from app.widgets.curve3d.mesh import Mesh

SAMPLES = 8
"""Per pixel, for smooth edges; a driver takes the most it has."""
DEPTH = 16.0
"""Sizes lie well within; see `Mesh.vertexes`."""


class Canvas(GLViewWidget):  # type: ignore[misc]
    """Never shown: it draws into a buffer of its own, and what it drew is painted where it is wanted.

    So a window need not become one of OpenGL's, which would make it anew before the user's eyes, and words
    and playheads are painted alike whatever drew the lines. One for the whole program: pyqtgraph keeps its
    compiled shaders for one context.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keyTimer.stop()
        wanted = QSurfaceFormat()
        wanted.setSamples(SAMPLES)
        wanted.setAlphaBufferSize(8)
        wanted.setDepthBufferSize(24)
        self.setFormat(wanted)
        self.setBackgroundColor(QColor(0, 0, 0, 0))
        self._size = 1.0, 1.0
        self._item: Any = None

    def viewMatrix(self) -> QMatrix4x4:
        return QMatrix4x4()

    def projectionMatrix(self, _region: object, _viewport: object) -> QMatrix4x4:
        """Pixels from the upper left; a larger z is nearer."""
        made = QMatrix4x4()
        made.ortho(0.0, self._size[0], self._size[1], 0.0, -DEPTH, DEPTH)
        return made

    def _fit(self, size: QSize) -> None:
        """Qt tells a hidden widget of its new size when it is shown, that is, never."""
        size = size.expandedTo(QSize(1, 1))
        if size != self.size():
            event = QResizeEvent(size, self.size())
            self.resize(size)
            QCoreApplication.sendEvent(self, event)

    def draw(self, mesh: Mesh, width: float, height: float, scale: float) -> QImage:
        """width, height: device-independent pixels; scale: device pixels in each. A null image when there is
        no OpenGL; whatever OpenGL raises."""
        self._size = width, height
        self._fit(QSize(round(width * scale), round(height * scale)) / self.devicePixelRatioF())
        data = {
            "vertexes": mesh.vertexes,
            "faces": mesh.faces,
            "vertexColors": mesh.colours,
        }
        if self._item is None:
            self._item = GLMeshItem(
                **data, smooth=True, computeNormals=False, shader=None, glOptions="opaque"
            )
            self.addItem(self._item)
        else:
            self._item.setMeshData(**data)
        image: QImage = self.grabFramebuffer()
        image.setDevicePixelRatio(scale)
        return image
