"""The real window, dark and light, beside a player whose clock stands; every scene is brought there, and
pictured."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QPoint
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app import tasks, theme
from app.main import Program
from app.player.fake import FakePlayer
from core.domain import TrackId
from core.settings import Places, Settings

STAGE = Path(tempfile.gettempdir()) / "meander-pictures"
"""The same each time: paths are to be seen in some pictures."""
SIZE = (1320, 860)
SETTLE_MS = 1_200
"""For what arrives from the background: rows, covers, radio."""
LONG_MS = 20_000
WAVE_MS = 10_000


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture. show: brings the window there; what it gives back is pictured instead of the window."""

    name: str
    show: Callable[[Program], QWidget | None]


@contextmanager
def program_on(places: Places, settings: Settings, lengths: Mapping[Path, float]) -> Iterator[Program]:
    """The window on a copy of that data, so that each look begins with the same session."""
    look = settings.theme
    copy = Places(STAGE / look, places.models)
    shutil.rmtree(copy.data, ignore_errors=True)
    shutil.copytree(places.data, copy.data)
    settings.save(copy.settings_file)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, look)
    program = Program(copy, Settings.load(copy.settings_file), FakePlayer(dict(lengths)))
    program.window.resize(*SIZE)
    program.window.show()
    try:
        program.shelf.start()
        yield program
    finally:
        program.window.close()
        program.close()
        program.deleteLater()
        settle(200)


def take(
    program: Program, scenes: Sequence[Scene], look: str, to: Path, tidy: Callable[[Program], None]
) -> None:
    """Each scene into its file. tidy: afterwards, what one scene leaves that another would show."""
    for scene in scenes:
        shown = scene.show(program)
        settle()
        name = scene.name if look == "dark" else f"{scene.name}-light"
        (shown.grab() if shown else _whole(program.window)).save(str(to / f"{name}.png"))
        for over in QApplication.topLevelWidgets():
            if over is not program.window and over.isVisible():
                over.close()
        tidy(program)
        print(name, flush=True)


def _whole(window: QWidget) -> QPixmap:
    """The window with what is open over it, as on a screen."""
    picture = window.grab()
    painter = QPainter(picture)
    for over in QApplication.topLevelWidgets():
        if over is window or not over.isVisible() or over.parentWidget() is None:
            continue
        where = window.mapFromGlobal(over.pos())
        if isinstance(over, QDialog):
            where = QPoint((window.width() - over.width()) // 2, (window.height() - over.height()) // 2)
            painter.fillRect(window.rect(), QColor(0, 0, 0, 90))
        painter.drawPixmap(where, over.grab())
        if isinstance(over, QDialog):
            painter.setPen(QPen(QColor(theme.current().hairline), 1))
            painter.drawRect(over.rect().translated(where).adjusted(-1, -1, 0, 0))
    painter.end()
    return picture


def settle(ms: int = SETTLE_MS) -> None:
    """Lets events and background work pass."""
    deadline = QDeadlineTimer(ms)
    while not deadline.hasExpired():
        pass_events()
    tasks.drain(LONG_MS / 1000)
    QCoreApplication.processEvents()


def settle_until(there: Callable[[], bool], ms: int = LONG_MS) -> None:
    """Until it is so. Raises TimeoutError."""
    deadline = QDeadlineTimer(ms)
    while not there():
        if deadline.hasExpired():
            raise TimeoutError(f"not within {ms} ms")
        pass_events()


def settle_still(widget: QWidget) -> None:
    """Until it has shown the same for a while: what arrives bit by bit has come. Raises TimeoutError."""
    pictures: list[QImage] = []

    def rests() -> bool:
        settle()
        pictures.append(widget.grab().toImage())
        return len(pictures) > 1 and pictures[-1] == pictures[-2]

    settle_until(rests)


def pass_events() -> None:
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    QCoreApplication.sendPostedEvents(None, 0)
    time.sleep(0.005)


# -- what many scenes do


def at(place: str, what: object = None) -> Callable[[Program], None]:
    return lambda program: program.ways.to(place, what)


def play(program: Program, ids: Sequence[TrackId], row: int, share: float) -> None:
    """That row, so much of it past, its wave drawn: another process measures it."""
    drawn: list[TrackId] = []
    program.shapes.drawn.connect(lambda id, _waveform: drawn.append(id))
    program.playback.play_tracks(list(ids), row)
    settle(300)
    player = program.player
    assert isinstance(player, FakePlayer)
    player.advance(share * player.duration)
    with suppress(TimeoutError):  # it may be known already
        settle_until(lambda: ids[row] in drawn, WAVE_MS)
    settle()


def end_track(program: Program) -> None:
    player = program.player
    assert isinstance(player, FakePlayer)
    player.advance(player.duration - player.position() + 1.0)
    settle()
