"""The small window and the big one: one of them is there, and both tell of the same music."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.covers import Covers
from app.keys import Keys
from app.player.base import State
from app.player.playback import Playback
from app.views.commands import TrackCommands
from app.widgets.miniplayer import MiniPlayer
from app.words import tr
from core.domain import TrackId
from core.library.tracks import Change, Library

SESSION_KEY = "mini"


class MiniDesk(QObject):
    """Makes the small window when it is first wanted."""

    _changes = Signal(object)

    def __init__(
        self,
        window: QWidget,
        keys: Keys,
        library: Library,
        playback: Playback,
        commands: TrackCommands,
        covers: Covers,
        parent: QObject | None = None,
    ) -> None:
        """keys: whose deeds for playing are done in the small window too."""
        super().__init__(parent)
        self._window, self._keys, self._library = window, keys, library
        self._playback, self._commands, self._covers = playback, commands, covers
        self.mini: MiniPlayer | None = None
        self._unsubscribe: Callable[[], None] | None = None

    @property
    def is_open(self) -> bool:
        return self.mini is not None and self.mini.isVisible()

    def toggle(self) -> None:
        if self.is_open:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """The small window instead of the big one."""
        mini = self.mini or self._make()
        self._show_track(self._playback.track)
        mini.show()
        self._window.hide()
        mini.raise_()
        mini.activateWindow()
        mini.setFocus()

    def leave(self) -> None:
        """The big window instead of the small one, if that is there."""
        if self.mini is not None and self.is_open:
            self._window.show()
            self.mini.hide()
            self._window.raise_()
            self._window.activateWindow()
            self._keep()

    def restore(self) -> None:
        """Opens it where the last session ended in it."""
        kept = self._library.session(SESSION_KEY, {})
        if isinstance(kept, dict) and kept.get("open") is True:
            self.enter()

    def kept(self) -> dict[str, Any]:
        """For the session: where it was, and whether it was open."""
        return (self.mini.kept() if self.mini is not None else {}) | {"open": self.is_open}

    def close(self) -> None:
        """At the end of the program."""
        if self.mini is not None:
            self._keep()
            if self._unsubscribe is not None:
                self._unsubscribe()
            self.mini.hide()
            self.mini.deleteLater()
            self.mini = None

    def _keep(self) -> None:
        self._library.set_session(SESSION_KEY, self.kept())

    def _make(self) -> MiniPlayer:
        mini = self.mini = MiniPlayer(self._covers)
        mini.restore(self._library.session(SESSION_KEY, {}))
        play = self._playback
        mini.toggled.connect(play.toggle)
        mini.next_asked.connect(play.next)
        mini.previous_asked.connect(play.previous)
        mini.sought.connect(play.seek)
        mini.left.connect(self.leave)
        mini.love_asked.connect(lambda id, loved: self._commands.love([id], loved=loved))
        play.track_changed.connect(self._show_track)
        play.state_changed.connect(self._show_state)
        play.position_changed.connect(mini.seek_bar.set_position)
        play.duration_changed.connect(self._show_duration)
        self._changes.connect(self._renew, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = self._library.subscribe(self._changes.emit)
        self._keys.hear_in(mini, {tr("Playing"), tr("Windows")})
        self._show_state(play.state)
        return mini

    def _show_track(self, id: TrackId | None) -> None:
        if self.mini is not None:
            track = next(iter(self._library.tracks([id])), None) if id is not None else None
            self.mini.show_track(track)
            self._show_duration(self._playback.duration)
            self.mini.seek_bar.set_position(self._playback.position())

    def _show_duration(self, seconds: float) -> None:
        if self.mini is not None and seconds:
            self.mini.seek_bar.set_duration(seconds)

    def _show_state(self, state: State) -> None:
        if self.mini is not None:
            self.mini.play.show_playing(playing=state is State.PLAYING)

    def _renew(self, change: Change) -> None:
        id = self._playback.track
        if self.mini is not None and id is not None and id in change.ids:
            loved = any(track.loved for track in self._library.tracks([id]))
            self.mini.show_loved(loved=loved)
