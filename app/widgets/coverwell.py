"""A cover to look at and to change: by dropping or pasting a picture, from a file, or away with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import icons, theme
from app.thumbnails import read
from app.widgets.controls import IconButton, label
from app.words import tr
from core.errors import UserError
from core.library import pictures

SIDE, RADIUS = 200, 10
LARGE, SHRUNK, QUALITY = 1600, 1200, 90
"""Longer sides above which a smaller picture is offered, its longer side, and its JPEG quality."""


class CoverWell(QWidget):
    """Shows the bytes of a picture; says which others are wished."""

    changed = Signal(object)
    """bytes: JPEG or PNG; empty to take the cover away."""
    reverted = Signal()
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._data: bytes | None = b""
        self._picture = _Picture(self)
        self._facts = label("", "quiet")
        self._facts.setWordWrap(True)
        self._choose = IconButton("image-plus", tr("Choose a picture…"), self.choose, size=18)
        self._paste = IconButton("clipboard-paste", tr("Paste a picture"), self.paste, size=18, key="Ctrl+V")
        self._export = IconButton("image-down", tr("Save the picture as a file…"), self.export, size=18)
        self._shrink = IconButton("minimize-2", tr("Make the picture smaller"), self.shrink, size=18)
        self._remove = IconButton("trash-2", tr("Take the cover away"), self.remove, size=18, key="Del")
        self._back = IconButton(
            "undo-2", tr("Take back the change of the cover"), self.reverted.emit, size=18
        )
        row = QHBoxLayout()
        row.setSpacing(0)
        for each in (self._choose, self._paste, self._export, self._shrink, self._remove, self._back):
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._picture)
        column.addLayout(row)
        column.addWidget(self._facts)
        self.setFixedWidth(SIDE)
        self.setFocusProxy(self._picture)
        self.show_cover(b"", changed=False)

    def show_cover(self, data: bytes | None, *, changed: bool) -> None:
        """data: empty for none, None where tracks differ."""
        self._data = data
        self._back.setVisible(changed)
        self._facts.setProperty("kind", "accent" if changed else "quiet")
        self._facts.style().polish(self._facts)
        self._export.setEnabled(bool(data))
        self._remove.setEnabled(data is None or bool(data))
        text = tr("Several covers") if data is None else tr("No cover")
        self._shrink.setVisible(False)
        if data:
            text = self._describe(data)
        self._facts.setText(text)
        self._picture.show_picture(data, text)

    def _describe(self, data: bytes) -> str:
        kilobytes = tr("{count} kB").format(count=max(1, round(len(data) / 1000)))
        try:
            image = pictures.inspect(data)
        except UserError:
            return kilobytes
        self._shrink.setVisible(max(image.width, image.height) > LARGE)
        kind = image.mime.removeprefix("image/").upper()
        return f"{kind} · {image.width} × {image.height} · {kilobytes}"

    # What can be done ------------------------------------------------------------------------------------

    def choose(self) -> None:
        kinds = tr("Pictures") + " (*.jpg *.jpeg *.png *.webp *.bmp *.gif)"
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a picture"), "", kinds)
        if name:
            self.take_file(Path(name))

    def paste(self) -> None:
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self.failed.emit(tr("There is no picture to paste."))

    def export(self) -> None:
        if not self._data:
            return
        ending = ".png" if self._data[:4] == b"\x89PNG" else ".jpg"
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the picture"), f"cover{ending}")
        if name:
            try:
                Path(name).write_bytes(self._data)
            except OSError as problem:
                self.failed.emit(
                    tr("{file} could not be written ({why}).").format(file=name, why=problem.strerror)
                )

    def remove(self) -> None:
        if self._data is None or self._data:
            self.changed.emit(b"")

    def shrink(self) -> None:
        image = QImage.fromData(self._data or b"")
        if not image.isNull():
            size = Qt.AspectRatioMode.KeepAspectRatio
            smaller = image.scaled(SHRUNK, SHRUNK, size, Qt.TransformationMode.SmoothTransformation)
            self.changed.emit(_encoded(smaller, "JPG"))

    def take_file(self, path: Path) -> None:
        try:
            self._take_bytes(path.read_bytes())
        except OSError as problem:
            self.failed.emit(
                tr("{file} cannot be read ({why}).").format(file=path.name, why=problem.strerror)
            )

    def take(self, data: QMimeData) -> bool:
        """A picture that was dropped or pasted; False when it is none."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.take_file(files[0])
            return True
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            return False
        self.changed.emit(_encoded(image, "PNG" if image.hasAlphaChannel() else "JPG"))
        return True

    def _take_bytes(self, data: bytes) -> None:
        """JPEG and PNG as they are; what else Qt can read is made one of them."""
        try:
            pictures.inspect(data)
        except UserError as problem:
            image = QImage.fromData(data)
            if image.isNull():
                self.failed.emit(tr(problem.text))
                return
            data = _encoded(image, "PNG" if image.hasAlphaChannel() else "JPG")
        self.changed.emit(data)


def _encoded(image: QImage, form: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, form.encode())
    if form == "JPG":
        writer.setQuality(QUALITY)
    writer.write(image)
    return bytes(buffer.data().data())


class _Picture(QWidget):
    """The well itself: takes drops, and the keys while it is focused."""

    def __init__(self, well: CoverWell) -> None:
        super().__init__()
        self._well = well
        self._shown = QPixmap()
        self._data: bytes | None = b""
        self._over = False
        self.setFixedSize(SIDE, SIDE)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_picture(self, data: bytes | None, text: str) -> None:
        self.setAccessibleName(tr("Cover: {what}").format(what=text))
        if data != self._data:
            self._data = data
            scale = self.devicePixelRatioF()
            image = read(data, round(SIDE * scale)) if data else QImage()
            self._shown = QPixmap() if image.isNull() else QPixmap.fromImage(image)
            self._shown.setDevicePixelRatio(scale)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._shown.isNull():
            painter.setPen(QPen(QColor(now.hairline), 1))
            painter.setBrush(QColor(now.raised))
            painter.drawRoundedRect(inside, RADIUS, RADIUS)
            middle = QRectF(SIDE / 2 - 20, SIDE / 2 - 20, 40, 40)
            icons.paint(painter, middle, "images" if self._data is None else "image-plus", "quiet")
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(self._shown))
            painter.drawRoundedRect(inside, RADIUS, RADIUS)
        if self._over or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(inside, RADIUS, RADIUS)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        self._well.take(event.mimeData())
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._well.paste()
        elif event.matches(QKeySequence.StandardKey.Copy) and self._data:
            QGuiApplication.clipboard().setImage(QImage.fromData(QByteArray(self._data)))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._well.remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._well.choose()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: object) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseDoubleClickEvent(self, _event: object) -> None:
        self._well.choose()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)
