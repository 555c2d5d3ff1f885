"""How far Meander has listened, at the foot of the sidebar, with a pause."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from app import theme, words
from app.widgets.controls import ElidedLabel, IconButton
from app.words import tr
from core.domain import Seconds
from core.progress import Snapshot


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card says. `snapshot` None: nothing is being done, and the card is away."""

    title: str = ""
    snapshot: Snapshot | None = None
    paused: bool = False
    can_pause: bool = True


class AnalysisCard(QFrame):
    """`show_progress` may be called ten times a second: it touches only what changed."""

    pause_toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "raised")
        self.setAccessibleName(tr("Listening to your music"))
        self._shown = Shown()
        self._title = ElidedLabel("", "secondary")
        self._title.setProperty("kind", "strong")
        self._title.setFont(theme.font(12, 500))
        self._pause = IconButton(
            "pause", tr("Pause listening"), self.pause_toggled.emit, size=14, role="text", filled=True
        )
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._line = ElidedLabel("", "quiet")
        self._line.setFont(theme.font(11, tabular=True))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._pause)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 12)
        column.setSpacing(6)
        column.addLayout(head)
        for widget in (self._bar, self._line):
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 4, 0)
            row.addWidget(widget)
            column.addLayout(row)
        self.hide()

    def show_progress(self, shown: Shown) -> None:
        if shown == self._shown:
            return
        old, self._shown = self._shown, shown
        self.setVisible(shown.snapshot is not None)
        if shown.snapshot is None:
            return
        self._title.say(tr("Paused") if shown.paused else shown.title)
        self._pause.setVisible(shown.can_pause)
        if shown.paused != old.paused:
            name = tr("Go on listening") if shown.paused else tr("Pause listening")
            self._pause.show_as("play" if shown.paused else "pause", name)
        self._show_bar(shown.snapshot)
        self._line.say(line(shown.snapshot, paused=shown.paused))
        self.setToolTip("" if shown.paused else pace(shown.snapshot))

    def _show_bar(self, snapshot: Snapshot) -> None:
        # Without a total the bar would run to and fro (and repaint for ever); an empty one is calmer.
        share = snapshot.done / snapshot.total if snapshot.total else 0.0
        self._bar.setValue(round(1000 * min(1.0, share)))


def line(snapshot: Snapshot, *, paused: bool = False) -> str:
    """ "7,613 of 12,480 · 41 min left"."""
    if not snapshot.total:
        return words.number(snapshot.done) if snapshot.done else ""
    said = tr("{done} of {total}").format(
        done=words.number(snapshot.done), total=words.number(snapshot.total)
    )
    return said if paused or snapshot.eta is None else f"{said} · {left(snapshot.eta)}"


def pace(snapshot: Snapshot) -> str:
    """ "95 a minute"; too much for the card's narrow line, so it is told on hovering."""
    if snapshot.rate <= 0:
        return ""
    return tr("{number} a minute").format(number=words.number(round(snapshot.rate * 60)))


def left(eta: Seconds) -> str:
    """Time left, no more exact than it is known: "41 min left", "3 h left"."""
    minutes = eta / 60
    if minutes < 1:
        return tr("under a minute left")
    if minutes < 90:
        return tr("{minutes} min left").format(minutes=round(minutes))
    return tr("{hours} h left").format(hours=round(minutes / 60))
