"""macOS: media keys, headsets and Control Centre, through MPRemoteCommandCenter and MPNowPlayingInfoCenter.

By PyObjC (pyobjc-framework-MediaPlayer, the extra `media-keys`); without it the keys work while the window
has the keyboard. Never run where this was written.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from app.integration.remote import Remote
from app.player.base import State

log = logging.getLogger(__name__)

DONE = 0
"""MPRemoteCommandHandlerStatusSuccess."""
PLAYING, PAUSED, STOPPED = 1, 2, 3
"""MPNowPlayingPlaybackState."""
STATES = {State.PLAYING: PLAYING, State.PAUSED: PAUSED, State.STOPPED: STOPPED}


def start(remote: Remote) -> Callable[[], None]:
    """Returns what ends it. Quietly nothing where PyObjC is missing."""
    try:
        controls = MacControls(remote)
    except ImportError as problem:
        log.info("There are no media controls: %s", problem)
        return lambda: None
    return controls.close


class MacControls(QObject):
    """The system promises no thread for its calls: every wish goes through a signal to the main one."""

    _wished = Signal(object)

    def __init__(self, remote: Remote) -> None:
        """Raises ImportError."""
        import MediaPlayer

        super().__init__(remote)
        self._kit: Any = MediaPlayer
        self._remote = remote
        self._wished.connect(lambda do: do(), Qt.ConnectionType.QueuedConnection)
        self._centre: Any = MediaPlayer.MPRemoteCommandCenter.sharedCommandCenter()
        self._info: Any = MediaPlayer.MPNowPlayingInfoCenter.defaultCenter()
        self._targets = [(command, self._serve(command, do)) for command, do in self._deeds()]
        remote.now_changed.connect(self._show)
        remote.state_changed.connect(self._show)
        remote.sought.connect(self._show)
        remote.duration_changed.connect(self._show)
        remote.modes_changed.connect(self._show)
        self._show()

    def close(self) -> None:
        for command, target in self._targets:
            command.removeTarget_(target)
        self._info.setNowPlayingInfo_(None)
        self._info.setPlaybackState_(STOPPED)

    # -- what macOS asks

    def _deeds(self) -> list[tuple[Any, Callable[[Any], Callable[[], object]]]]:
        """Commands, and what to do for an event of each."""
        centre, remote = self._centre, self._remote
        return [
            (centre.playCommand(), lambda _event: remote.play),
            (centre.pauseCommand(), lambda _event: remote.pause),
            (centre.togglePlayPauseCommand(), lambda _event: remote.toggle),
            (centre.stopCommand(), lambda _event: remote.stop),
            (centre.nextTrackCommand(), lambda _event: remote.next),
            (centre.previousTrackCommand(), lambda _event: remote.previous),
            (
                centre.changePlaybackPositionCommand(),
                lambda event: partial(remote.seek, float(event.positionTime())),
            ),
        ]

    def _serve(self, command: Any, do: Callable[[Any], Callable[[], object]]) -> Any:
        def handle(event: Any) -> int:
            self._wished.emit(do(event))
            return DONE

        command.setEnabled_(True)
        return command.addTargetWithHandler_(handle)

    # -- what it is told

    def _show(self, _told: object = None) -> None:
        now, kit, remote = self._remote.now, self._kit, self._remote
        if now is None:
            self._info.setNowPlayingInfo_(None)
            self._info.setPlaybackState_(STOPPED)
            return
        playing = remote.state is State.PLAYING
        said = {
            kit.MPMediaItemPropertyTitle: now.track.title,
            kit.MPMediaItemPropertyArtist: now.track.artist,
            kit.MPMediaItemPropertyAlbumTitle: now.track.album,
            kit.MPMediaItemPropertyAlbumArtist: now.track.album_artist,
            kit.MPMediaItemPropertyGenre: now.track.genre,
            kit.MPMediaItemPropertyPlaybackDuration: remote.duration,
            # From these two the system reckons where it is; it is told again after each jump.
            kit.MPNowPlayingInfoPropertyElapsedPlaybackTime: remote.position(),
            kit.MPNowPlayingInfoPropertyPlaybackRate: remote.speed if playing else 0.0,
        }
        if now.art is not None and (picture := self._picture(str(now.art))) is not None:
            said[kit.MPMediaItemPropertyArtwork] = picture
        self._info.setNowPlayingInfo_(said)
        self._info.setPlaybackState_(STATES.get(remote.state, PLAYING))
        self._centre.nextTrackCommand().setEnabled_(remote.can_go_next)

    def _picture(self, file: str) -> Any:
        from AppKit import NSImage

        image = NSImage.alloc().initWithContentsOfFile_(file)
        if image is None:
            return None
        artwork = self._kit.MPMediaItemArtwork.alloc()
        return artwork.initWithBoundsSize_requestHandler_(image.size(), lambda _size: image)
