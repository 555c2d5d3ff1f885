"""The first start: where is the music?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from app import icons, theme
from app.widgets.controls import label
from app.words import tr

CHOICE_WIDTH, CHOICE_HEIGHT = 440, 68


class WelcomeView(QWidget):
    """Three ways to begin. The library fills while one can already play."""

    folder_chosen = Signal(Path)
    demo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(10)
        mark = QLabel()
        mark.setPixmap(icons.logo(64))
        heading = label(tr("Where is your music?"), "title")
        text = label(
            tr(
                "Meander plays the files you own. It listens to each song once, in the background, and from "
                "then on knows how it sounds. Nothing leaves this computer, and your files stay as they are."
            ),
            "secondary",
            wrap=True,
        )
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setFixedWidth(CHOICE_WIDTH)
        middle = Qt.AlignmentFlag.AlignHCenter
        for widget, room in ((mark, 10), (heading, 2), (text, 18)):
            column.addWidget(widget, 0, middle)
            column.addSpacing(room)
        for choice in self._choices():
            column.addWidget(choice, 0, middle)

    def _choices(self) -> list[Choice]:
        anywhere = tr("Any folder, with all that is inside it")
        made = [Choice("folder-plus", tr("Choose a folder"), anywhere, self._browse)]
        if (usual := music_folder()) is not None:
            made.insert(
                0,
                Choice("music", tr("Your Music folder"), str(usual), lambda: self.folder_chosen.emit(usual)),
            )
        made.append(
            Choice(
                "sparkles",
                tr("Try the demo"),
                tr("Makes about 60 short pieces to play with; takes a minute"),
                self.demo_asked.emit,
            )
        )
        return made

    def _browse(self) -> None:
        if (folder := ask_folder(self)) is not None:
            self.folder_chosen.emit(folder)


def music_folder() -> Path | None:
    """The system's Music folder, if there is one and something is in it."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    folder = Path(found)
    try:
        return folder if found and folder != Path.home() and any(folder.iterdir()) else None
    except OSError:
        return None


def ask_folder(parent: QWidget, heading: str = "") -> Path | None:
    """The system's folder dialog; None when it was closed."""
    start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    chosen = QFileDialog.getExistingDirectory(parent, heading or tr("Choose a folder with music"), start)
    return Path(chosen) if chosen else None


class Choice(QPushButton):
    """A wide card with an icon, what it does, and a quiet line about it."""

    def __init__(self, icon: str, name: str, fact: str, act: Callable[[], object]) -> None:
        super().__init__(name)
        self._icon_name, self._fact = icon, fact
        self.setFixedSize(CHOICE_WIDTH, CHOICE_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setAccessibleDescription(fact)
        self.clicked.connect(lambda _checked=False: act())

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.hasFocus()
        painter.setBrush(
            QColor(now.selected if self.isDown() else now.raised if self.underMouse() else now.panel)
        )
        painter.setPen(
            QPen(QColor(now.accent if self.hasFocus() else now.hairline), 2 if self.hasFocus() else 1)
        )
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.CARD_RADIUS, theme.CARD_RADIUS)
        box = self.rect().adjusted(20, 0, 0, 0)
        box.setWidth(24)
        icons.paint(painter, box, self._icon_name, "accent" if lit else "secondary")
        text = self.rect().adjusted(62, 13, -20, -12)
        painter.setFont(theme.font(13, 600))
        painter.setPen(QColor(now.text))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setFont(theme.font(12))
        painter.setPen(QColor(now.quiet))
        fact = painter.fontMetrics().elidedText(self._fact, Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, fact)
