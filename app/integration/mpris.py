"""MPRIS 2.2: how desktops, panels, headsets and playerctl see and steer a player on Linux.

https://specifications.freedesktop.org/mpris-spec/latest/. Times are microseconds there, volume 0 to 1.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.integration.bus import Bus, Refused
from app.integration.exported import INVALID, Arguments, Exported, Interface, Method, Property
from app.integration.fileurls import file_url
from app.integration.mimetypes import MUSIC, PLAYLISTS
from app.integration.mpris_lists import PLAYLISTS_INTERFACE, PlaylistMenu, Shelf
from app.integration.remote import Now, Remote
from app.player.base import State
from app.player.queue import Repeat
from core.domain import Tags, Track

log = logging.getLogger(__name__)

NAME = "org.mpris.MediaPlayer2.meander"
PATH = "/org/mpris/MediaPlayer2"
ROOT, PLAYER = "org.mpris.MediaPlayer2", "org.mpris.MediaPlayer2.Player"
TRACK_LIST = "org.mpris.MediaPlayer2.TrackList"
NOTHING = "/org/mpris/MediaPlayer2/TrackList/NoTrack"
ENTRY = "/org/meander/queue/"
MICRO = 1_000_000
SLOWEST, FASTEST = 0.5, 2.0
BEFORE, AFTER = 20, 200
"""Entries of the queue around the current one that the track list shows: it may be 100,000 long."""
STATES = {State.PLAYING: "Playing", State.PAUSED: "Paused", State.STOPPED: "Stopped"}
LOOPS = {Repeat.OFF: "None", Repeat.ONE: "Track", Repeat.ALL: "Playlist"}

Variant = tuple[str, Any]


class Mpris(QObject):
    """Owns its name on the bus until it is closed."""

    def __init__(
        self, bus: Bus, remote: Remote, shelf: Shelf | None = None, parent: QObject | None = None
    ) -> None:
        """shelf: the playlists, where there are some to show."""
        super().__init__(parent)
        self._bus, self._remote = bus, remote
        self.name = ""
        """The name we have on the bus; "" until it is ours."""
        self._told_entries: list[str] | None = None
        self._stale: dict[str, set[str]] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)
        self._menu = PlaylistMenu(shelf, remote, self) if shelf is not None else None
        interfaces = {ROOT: self._root(), PLAYER: self._player(), TRACK_LIST: self._track_list()}
        if self._menu is not None:
            interfaces[PLAYLISTS_INTERFACE] = self._menu.interface()
            self._menu.changed.connect(lambda: self._mark(PLAYLISTS_INTERFACE, "PlaylistCount"))
        self._object = Exported(bus, PATH, interfaces)
        self._follow()
        bus.own(NAME, self._named)

    def close(self) -> None:
        self._soon.stop()
        if self._menu is not None:
            self._menu.close()

    def _named(self, ours: bool) -> None:  # noqa: FBT001 - an answer of the bus
        if ours:
            self.name = NAME
        else:  # another Meander, with another library
            self.name = f"{NAME}.instance{os.getpid()}"
            self._bus.own(self.name, lambda _ours: None)

    # -- telling

    def _follow(self) -> None:
        remote = self._remote
        remote.now_changed.connect(self._on_now)
        remote.state_changed.connect(lambda _state: self._mark(PLAYER, "PlaybackStatus"))
        remote.duration_changed.connect(lambda: self._mark(PLAYER, "Metadata"))
        remote.volume_changed.connect(lambda: self._mark(PLAYER, "Volume"))
        remote.modes_changed.connect(
            lambda: self._mark(PLAYER, "Shuffle", "LoopStatus", "CanGoNext", "CanGoPrevious", "Rate")
        )
        remote.queue_changed.connect(self._on_queue)
        remote.sought.connect(lambda seconds: self._object.emit(PLAYER, "Seeked", _micro(seconds)))

    def _on_now(self) -> None:
        self._mark(PLAYER, "Metadata", "CanGoNext", "CanGoPrevious", "CanPlay", "CanPause", "CanSeek")
        self._mark(TRACK_LIST, "Tracks")

    def _on_queue(self) -> None:
        self._mark(PLAYER, "CanGoNext", "CanGoPrevious", "CanPlay")
        self._mark(TRACK_LIST, "Tracks")

    def _mark(self, interface: str, *names: str) -> None:
        """Several changes of one moment are told as one."""
        self._stale.setdefault(interface, set()).update(names)
        self._soon.start()

    def _tell(self) -> None:
        stale, self._stale = self._stale, {}
        for interface, names in stale.items():
            self._object.tell(interface, sorted(names))
        if "Tracks" in stale.get(TRACK_LIST, ()):
            self._tell_entries()

    def _tell_entries(self) -> None:
        entries = self._entries()
        if entries != self._told_entries:
            self._told_entries = entries
            self._object.emit(TRACK_LIST, "TrackListReplaced", entries, self._current())

    # -- org.mpris.MediaPlayer2

    def _root(self) -> Interface:
        remote = self._remote
        return Interface(
            {"Raise": Method(_asked(remote.raise_window)), "Quit": Method(_asked(self._quit))},
            {
                "CanQuit": _fixed("b", True),
                "CanRaise": _fixed("b", True),
                "Fullscreen": _fixed("b", False),
                "CanSetFullscreen": _fixed("b", False),
                "HasTrackList": _fixed("b", True),
                "Identity": _fixed("s", "Meander"),
                "DesktopEntry": _fixed("s", "meander"),
                "SupportedUriSchemes": _fixed("as", ["file"]),
                "SupportedMimeTypes": _fixed("as", [*MUSIC, *PLAYLISTS]),
            },
        )

    def _quit(self) -> None:
        QTimer.singleShot(0, self, self._remote.quit)  # after the answer

    # -- org.mpris.MediaPlayer2.Player

    def _player(self) -> Interface:
        remote = self._remote
        return Interface(
            {
                "Next": Method(_asked(remote.next)),
                "Previous": Method(_asked(remote.previous)),
                "Pause": Method(_asked(remote.pause)),
                "PlayPause": Method(_asked(remote.toggle)),
                "Stop": Method(_asked(remote.stop)),
                "Play": Method(_asked(remote.play)),
                "Seek": Method(self._seek_by, (("Offset", "x"),)),
                "SetPosition": Method(self._set_position, (("TrackId", "o"), ("Position", "x"))),
                "OpenUri": Method(self._open, (("Uri", "s"),)),
            },
            {
                "PlaybackStatus": Property("s", lambda: STATES.get(remote.state, "Playing")),
                "LoopStatus": Property("s", lambda: LOOPS[remote.repeat], self._set_loop),
                "Rate": Property("d", lambda: float(remote.speed), self._set_rate),
                "Shuffle": Property(
                    "b", lambda: remote.shuffled, lambda on: remote.set_shuffled(shuffled=bool(on))
                ),
                "Metadata": Property("a{sv}", self._metadata),
                "Volume": Property("d", lambda: remote.volume / 100, self._set_volume),
                "Position": Property("x", lambda: _micro(remote.position()), told="false"),
                "MinimumRate": Property("d", lambda: SLOWEST if remote.can_change_speed else 1.0),
                "MaximumRate": Property("d", lambda: FASTEST if remote.can_change_speed else 1.0),
                "CanGoNext": Property("b", lambda: remote.can_go_next),
                "CanGoPrevious": Property("b", lambda: remote.can_go_previous),
                "CanPlay": Property("b", lambda: remote.now is not None or remote.can_go_next),
                "CanPause": Property("b", lambda: remote.now is not None),
                "CanSeek": Property("b", lambda: remote.now is not None),
                "CanControl": _fixed("b", True, told="false"),
            },
            {"Seeked": (("Position", "x"),)},
        )

    def _seek_by(self, offset: int) -> None:
        if self._remote.now is not None:
            self._remote.seek(self._remote.position() + offset / MICRO)

    def _set_position(self, entry: str, position: int) -> None:
        """Says which track it means, for that may have ended meanwhile; out of range is not an error."""
        if entry == self._current() and 0 <= position / MICRO <= (self._remote.duration or position):
            self._remote.seek(position / MICRO)

    def _open(self, uri: str) -> None:
        if not uri.startswith("file:"):
            raise Refused(INVALID, "Meander opens files of this computer only.")
        self._remote.open([uri])

    def _set_loop(self, loop: str) -> None:
        found = next((repeat for repeat, name in LOOPS.items() if name == loop), None)
        if found is None:
            raise Refused(INVALID, f"LoopStatus cannot be {loop!r}.")
        self._remote.set_repeat(found)

    def _set_rate(self, rate: float) -> None:
        if rate == 0.0:  # as the specification wants it
            self._remote.pause()
        else:
            self._remote.set_speed(rate)

    def _set_volume(self, volume: float) -> None:
        self._remote.set_volume(100 * min(1.0, max(0.0, volume)))

    def _metadata(self) -> dict[str, Variant]:
        now = self._remote.now
        if now is None:
            return {"mpris:trackid": ("o", NOTHING)}
        return metadata(now, self._remote.duration)

    # -- org.mpris.MediaPlayer2.TrackList

    def _track_list(self) -> Interface:
        added: Arguments = (("Uri", "s"), ("AfterTrack", "o"), ("SetAsCurrent", "b"))
        return Interface(
            {
                "GetTracksMetadata": Method(
                    self._tracks_metadata, (("TrackIds", "ao"),), (("Metadata", "aa{sv}"),)
                ),
                # CanEditTracks is false: these have no effect, says the specification.
                "AddTrack": Method(lambda _uri, _after, _current: None, added),
                "RemoveTrack": Method(lambda _entry: None, (("TrackId", "o"),)),
                "GoTo": Method(self._go_to, (("TrackId", "o"),)),
            },
            {
                "Tracks": Property("ao", self._entries, told="invalidates"),
                "CanEditTracks": _fixed("b", False),
            },
            {"TrackListReplaced": (("Tracks", "ao"), ("CurrentTrack", "o"))},
        )

    def _entries(self) -> list[str]:
        return [f"{ENTRY}{entry}" for entry, _ in self._remote.around(BEFORE, AFTER)]

    def _current(self) -> str:
        return f"{ENTRY}{self._remote.now.entry}" if self._remote.now else NOTHING

    def _tracks_metadata(self, entries: list[str]) -> tuple[list[dict[str, Variant]]]:
        known = {f"{ENTRY}{entry}": (entry, track) for entry, track in self._remote.around(BEFORE, AFTER)}
        return ([metadata(Now(*known[each], Tags())) for each in entries if each in known],)

    def _go_to(self, entry: str) -> None:
        number = entry.removeprefix(ENTRY)
        if entry.startswith(ENTRY) and number.isdigit():
            self._remote.go_to(int(number))


def metadata(now: Now, duration: float = 0.0) -> dict[str, Variant]:
    """A track in the words of MPRIS and Xesam; what it does not say is left out.

    duration: seconds, as the player found; else as the library says.
    """
    track, tags = now.track, now.tags
    said: dict[str, tuple[str, Any]] = {
        "mpris:length": ("x", _micro(duration or float(track.duration))),
        "mpris:artUrl": ("s", file_url(now.art) if now.art else ""),
        "xesam:title": ("s", _text(track.title)),
        "xesam:album": ("s", _text(track.album)),
        "xesam:artist": ("as", _texts(tags.artists, track.artist)),
        "xesam:albumArtist": ("as", _texts(tags.album_artists, track.album_artist)),
        "xesam:genre": ("as", _texts(tags.genres, track.genre)),
        "xesam:composer": ("as", _texts(tags.composers, track.composer)),
        "xesam:comment": ("as", _texts((tags.comment,), "")),
        "xesam:trackNumber": ("i", track.track_no or 0),
        "xesam:discNumber": ("i", track.disc_no or 0),
        "xesam:audioBPM": ("i", round(track.bpm or 0)),
        "xesam:useCount": ("i", track.play_count),
        "xesam:contentCreated": ("s", _date(track, tags)),
        "xesam:lastUsed": ("s", _moment(track.last_played)),
        "xesam:url": ("s", file_url(track.path)),
    }
    told = {"mpris:trackid": ("o", f"{ENTRY}{now.entry}")} | {k: v for k, v in said.items() if v[1]}
    if track.rating is not None:
        told["xesam:userRating"] = ("d", track.rating / 5)
    return told


def _micro(seconds: float) -> int:
    return round(seconds * MICRO)


def _text(text: str) -> str:
    """As D-Bus takes it: valid UTF-8 without NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def _texts(all_: tuple[str, ...], joined: str) -> list[str]:
    return [_text(each) for each in (all_ or (joined,)) if each]


def _date(track: Track, tags: Tags) -> str:
    """ISO 8601, as far as the file says."""
    if track.year is None:
        return ""
    parts = tags.date.split("-") if tags.date.startswith(str(track.year)) else [str(track.year)]
    while len(parts) < 3:
        parts.append("01")
    return f"{'-'.join(parts[:3])}T00:00:00Z" if all(part[:2].isdigit() for part in parts[:3]) else ""


def _moment(when: float | None) -> str:
    return datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""


def _fixed(signature: str, value: Any, told: str = "true") -> Property:
    return Property(signature, lambda: value, told=told)


def _asked(do: Callable[[], object]) -> Callable[[], None]:
    """A deed without an answer."""

    def run() -> None:
        do()

    return run
