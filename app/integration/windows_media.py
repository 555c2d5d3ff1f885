"""Windows: media keys, headsets and the panel over the volume, through the system's media transport controls.

By pywinrt (packages `winrt-*`, the extra `media-keys`); without them the keys work while the window has the
keyboard. Never run where this was written: checked against the types of those packages alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from app import tasks
from app.integration.remote import Remote
from app.player.base import State

if TYPE_CHECKING:
    from winrt.windows.media import SystemMediaTransportControls

log = logging.getLogger(__name__)


def start(remote: Remote) -> Callable[[], None]:
    """Returns what ends it. Quietly nothing where the packages or the controls are missing."""
    try:
        controls = WindowsControls(remote)
    except (ImportError, OSError) as problem:  # winrt raises OSError for everything
        log.info("There are no media transport controls: %s", problem)
        return lambda: None
    return controls.close


class WindowsControls(QObject):
    """Windows calls on threads of its own: every wish goes through a signal to the main one."""

    _wished = Signal(object)

    def __init__(self, remote: Remote) -> None:
        """Raises ImportError and OSError."""
        from winrt.windows.media.playback import MediaPlayer

        super().__init__(remote)
        self._remote = remote
        self._wished.connect(lambda do: do(), Qt.ConnectionType.QueuedConnection)
        # The documented way to the controls for a program without an app window of the newer kind: a player
        # that plays nothing, and does not act on the keys itself.
        self._player = MediaPlayer()
        self._player.command_manager.is_enabled = False
        self._controls: SystemMediaTransportControls = self._player.system_media_transport_controls
        self._allow()
        self._tokens = self._listen()
        remote.now_changed.connect(self._show_now)
        remote.state_changed.connect(self._show_state)
        remote.sought.connect(self._show_time)
        remote.duration_changed.connect(self._show_time)
        remote.modes_changed.connect(self._show_modes)
        for show in (self._show_now, self._show_state, self._show_modes):
            show()

    def close(self) -> None:
        button, position, shuffle = self._tokens
        self._controls.remove_button_pressed(button)
        self._controls.remove_playback_position_change_requested(position)
        self._controls.remove_shuffle_enabled_change_requested(shuffle)
        self._controls.is_enabled = False
        self._player.close()

    # -- what Windows asks

    def _allow(self) -> None:
        controls = self._controls
        controls.is_enabled = True
        controls.is_play_enabled = controls.is_pause_enabled = controls.is_stop_enabled = True
        controls.is_next_enabled = controls.is_previous_enabled = True

    def _listen(self) -> tuple[Any, Any, Any]:
        from winrt.windows.media import SystemMediaTransportControlsButton as Button

        remote = self._remote
        deeds: dict[Button, Callable[[], object]] = {
            Button.PLAY: remote.play,
            Button.PAUSE: remote.pause,
            Button.STOP: remote.stop,
            Button.NEXT: remote.next,
            Button.PREVIOUS: remote.previous,
        }

        def pressed(_controls: object, asked: Any) -> None:
            if (do := deeds.get(asked.button)) is not None:
                self._wished.emit(do)

        def moved(_controls: object, asked: Any) -> None:
            seconds = asked.requested_playback_position.total_seconds()
            self._wished.emit(partial(remote.seek, seconds))

        def shuffled(_controls: object, asked: Any) -> None:
            self._wished.emit(partial(remote.set_shuffled, shuffled=bool(asked.requested_shuffle_enabled)))

        return (
            self._controls.add_button_pressed(pressed),
            self._controls.add_playback_position_change_requested(moved),
            self._controls.add_shuffle_enabled_change_requested(shuffled),
        )

    # -- what it is told

    def _show_now(self) -> None:
        from winrt.windows.media import MediaPlaybackType

        now, shown = self._remote.now, self._controls.display_updater
        if now is None:
            shown.clear_all()
            shown.update()
            return
        shown.type = MediaPlaybackType.MUSIC
        music = shown.music_properties
        music.title, music.artist = now.track.title, now.track.artist
        music.album_artist, music.album_title = now.track.album_artist, now.track.album
        music.track_number = now.track.track_no or 0
        shown.update()
        self._show_time()
        if now.art is not None:
            tasks.run(partial(_picture, now.art), on_done=partial(self._show_picture, now.entry))

    def _show_picture(self, entry: int, picture: Any) -> None:
        if self._remote.now is not None and self._remote.now.entry == entry:
            shown = self._controls.display_updater
            shown.thumbnail = picture
            shown.update()

    def _show_state(self, _state: State | None = None) -> None:
        from winrt.windows.media import MediaPlaybackStatus as Status

        states = {State.PLAYING: Status.PLAYING, State.PAUSED: Status.PAUSED, State.STOPPED: Status.STOPPED}
        self._controls.playback_status = states.get(self._remote.state, Status.PLAYING)
        self._show_time()

    def _show_time(self, _seconds: float | None = None) -> None:
        from winrt.windows.media import SystemMediaTransportControlsTimelineProperties

        line = SystemMediaTransportControlsTimelineProperties()
        line.start_time = line.min_seek_time = timedelta(0)
        line.end_time = line.max_seek_time = timedelta(seconds=self._remote.duration)
        line.position = timedelta(seconds=self._remote.position())
        self._controls.update_timeline_properties(line)

    def _show_modes(self) -> None:
        self._controls.shuffle_enabled = self._remote.shuffled
        self._controls.playback_rate = self._remote.speed
        self._controls.is_next_enabled = self._remote.can_go_next


def _picture(file: Path) -> Any:
    """On the pool: opening the file may be waited for there."""
    from winrt.windows.storage import StorageFile
    from winrt.windows.storage.streams import RandomAccessStreamReference

    opened = StorageFile.get_file_from_path_async(str(file)).get()
    return RandomAccessStreamReference.create_from_file(opened)
