"""A library of made-up sounds beside a player without sound, for tests of views that draw curves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import tasks
from app.choices import Choices
from app.covers import Covers
from app.figures import Figures
from app.hearing import Hearing, Listened
from app.moments import Moments
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.views.commands import TrackCommands
from app.views.ways import Address, Ways
from app.widgets.curve3d.view import CurveView
from core.domain import TrackId
from core.library.browse import Browse
from core.library.tracks import Library
from core.settings import Places, Settings
from tests.app.shelf import fill, hearing, paths

HEARD = 40
"""So many are; two more are not."""
SECONDS = 180.0


class CurveRoom:
    def __init__(self, places: Places, tmp_path: Path) -> None:
        self.library = Library.open(places)
        fill(self.library, HEARD + 2)
        self.ids = [TrackId(id) for id in range(1, HEARD + 3)]
        self.heard = set(range(1, HEARD + 1))
        self.player = FakePlayer(paths(self.library))
        self.playback = Playback(self.player, self.library)
        self.listened = Listened(self._load)
        self.figures = Figures(self.listened)
        self.choices = Choices(places.settings_file, Settings(turn_curves=False))
        self.covers = Covers(tmp_path / "covers")
        self.browse = Browse(self.library)
        self.moments = Moments(self.playback)
        self.ways = Ways()
        self.went: list[Address] = []
        self.ways.went.connect(self.went.append)
        self.commands = TrackCommands(self.library)
        self.commands.ways = self.ways
        self.commands.play.connect(self.playback.play_tracks)

    def _load(self) -> Hearing:
        return hearing(self.library, sorted(self.heard))

    def close(self, *views: QWidget) -> None:
        for view in views:
            view.close()
            view.deleteLater()
        self.figures.close()
        self.moments.end()
        self.playback.close()
        self.covers.close()
        tasks.drain()
        QApplication.processEvents()
        self.library.close()


def on_curve(view: CurveView, share: float, index: int = 0) -> QPoint:
    """Where a place of a curve is drawn now."""
    picture = view.picture()
    xy, _ = picture.project()
    figure = view.figures[index].figure
    sample = picture.scene.parts[index].start + round(figure.sample(share))
    return QPoint(*(round(each) for each in xy[sample].tolist()))


def click(view: QWidget, at: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseMove(view, at)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, held, at)


def coloured(image: QImage, colours: set[str], near: int = 40) -> int:
    """How many pixels are about one of these colours."""
    wanted = [QColor(colour) for colour in colours]
    found = 0
    for y in range(0, image.height(), 2):
        for x in range(0, image.width(), 2):
            pixel = image.pixelColor(x, y)
            for colour in wanted:
                far = abs(pixel.red() - colour.red()) + abs(pixel.green() - colour.green())
                if far + abs(pixel.blue() - colour.blue()) < near:
                    found += 1
                    break
    return found
