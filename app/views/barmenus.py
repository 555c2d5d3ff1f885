"""Menus of the player bar: what a place in the song leads to, and how the queue is shuffled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QActionGroup, QContextMenuEvent
from PySide6.QtWidgets import QMenu

from app import words
from app.choices import Choices
from app.moments import part_around
from app.player.playback import Playback
from app.views.commands import TrackCommands
from app.views.trackmenu import add
from app.widgets import controls
from app.widgets.player_bar import PlayerBar
from app.words import tr
from core.library.radios import Seed


class BarMenus(QObject):
    """By the right button of the mouse, or by the menu key."""

    def __init__(self, bar: PlayerBar, playback: Playback, choices: Choices, commands: TrackCommands) -> None:
        super().__init__(bar)
        self._bar, self._playback = bar, playback
        self._choices, self._commands = choices, commands
        for part in (bar.seek_bar, bar.shuffle_button):
            part.installEventFilter(self)
        playback.queue.modes_changed.connect(self._show_shuffle)
        choices.follow("shuffle", self._show_shuffle)
        self._show_shuffle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return False
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if watched is self._bar.shuffle_button:
            menu: QMenu | None = self.shuffle_menu()
        else:
            x = None if by_key else event.pos().x()
            menu = self.moment_menu(self._playback.position() if x is None else self._seconds_at(x))
        if menu is not None:
            menu.popup(event.globalPos() if not by_key else self._above(watched))
        return True

    def _seconds_at(self, x: float) -> float:
        return self._bar.seek_bar.value_at(x) / 1000

    def _above(self, watched: QObject) -> QPoint:
        part = self._bar.shuffle_button if watched is self._bar.shuffle_button else self._bar.seek_bar
        return part.mapToGlobal(part.rect().center())

    def moment_menu(self, at: float) -> QMenu | None:
        """at: seconds into what plays. None while nothing does."""
        track = self._bar.track
        if track is None:
            return None
        menu = controls.menu(self._bar)
        text = tr("Play from {time}").format(time=words.clock(at))
        add(menu, text, "play", lambda: self._playback.seek(at))
        start, end = part_around(at, track.duration)
        seed = Seed.moment(track.id, start, end, track.title)
        add(menu, tr("More like this part"), "radio", lambda: self._commands.radio.emit((seed,)))
        menu.addSeparator()
        path = tr("Song path from this song…")
        add(menu, path, "route", lambda: self._commands.path_asked.emit([track.id]))
        return menu

    def shuffle_menu(self) -> QMenu:
        menu = controls.menu(self._bar)
        group = QActionGroup(menu)
        ways = (("random", tr("Random"), "dices"), ("waiting", tr("Longest waiting first"), "hourglass"))
        for way, text, icon in ways:
            action = add(menu, text, icon, lambda way=way: self._choose(way))  # type: ignore[misc]
            action.setCheckable(True)
            action.setChecked(self._choices.now.shuffle == way)
            group.addAction(action)
        return menu

    def _choose(self, way: str) -> None:
        """Chosen here, it is wanted now."""
        self._choices.change(shuffle=way)
        self._playback.queue.set_shuffled(True)

    def _show_shuffle(self) -> None:
        waiting = self._choices.now.shuffle == "waiting"
        self._bar.show_shuffle(on=self._playback.queue.shuffled, by_waiting=waiting)
