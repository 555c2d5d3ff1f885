"""The words every part of Meander shares: ids, units and frozen records. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import NewType

TrackId = NewType("TrackId", int)
"""A track's own identity, given once by the library; survives moves, renames and retagging."""

AudioId = NewType("AudioId", str)
"""Hex digest of a file's audio packets (tags and container left out). Two copies share one."""

Seconds = NewType("Seconds", float)
Decibel = NewType("Decibel", float)
Timestamp = NewType("Timestamp", float)
"""Seconds since the epoch, UTC."""

SONGLETS = 10
"""S: how many songlets a song is cut into [Boombox 4.1]."""


class Presence(StrEnum):
    """Whether a track's file can be reached. Rows are never deleted, only marked."""

    PRESENT = "present"
    MISSING = "missing"
    """The folder is there, the file is not."""
    OFFLINE = "offline"
    """The folder itself cannot be reached: an unplugged drive, an unmounted share."""
    REMOVED = "removed"
    """The user took its folder out of the library, or left a subfolder out; undone by adding it again."""


class Ended(StrEnum):
    """How a play ended."""

    FINISHED = "finished"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    ERROR = "error"


class Source(StrEnum):
    """From where a play was started."""

    LIBRARY = "library"
    RADIO = "radio"
    REDISCOVERY = "rediscovery"
    MAP = "map"


class Pass(IntEnum):
    """How much of each song has been heard; a later pass replaces an earlier one."""

    QUICK = 1
    """One window per songlet."""
    FINE = 2
    """Three windows per songlet."""
    FULL = 3
    """Every window."""


@dataclass(frozen=True, slots=True)
class ReplayGain:
    """Loudness correction read from tags. Gains in dB towards -18 LUFS; peaks linear, 1.0 is full scale."""

    track_gain: Decibel | None = None
    track_peak: float | None = None
    album_gain: Decibel | None = None
    album_peak: float | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says about itself. Empty strings and tuples mean "does not say"."""

    title: str = ""
    artists: tuple[str, ...] = ()
    album_artists: tuple[str, ...] = ()
    album: str = ""
    genres: tuple[str, ...] = ()
    composers: tuple[str, ...] = ()
    comment: str = ""
    date: str = ""
    """As written: "1998", "1998-04-20"."""
    year: int | None = None
    track_no: int | None = None
    track_total: int | None = None
    disc_no: int | None = None
    disc_total: int | None = None
    bpm: float | None = None
    compilation: bool = False
    title_sort: str = ""
    artist_sort: str = ""
    album_sort: str = ""
    album_artist_sort: str = ""
    composer_sort: str = ""
    musicbrainz: dict[str, str] = field(default_factory=dict)
    """Keys among: recording, track, release, release_group, artist, album_artist."""
    replay_gain: ReplayGain = ReplayGain()
    has_cover: bool = False
    """An embedded picture; a picture in the folder is looked for when it is needed."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Technical facts of a file's audio."""

    duration: Seconds = Seconds(0.0)
    sample_rate: int = 0
    channels: int = 0
    bitrate: int = 0
    """Bits per second."""
    codec: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """One row of the library, as views and radio read it."""

    id: TrackId
    path: Path
    presence: Presence
    title: str
    artist: str
    """All artists joined for display."""
    album_artist: str
    album: str
    genre: str
    year: int | None
    disc_no: int | None
    track_no: int | None
    duration: Seconds
    audio_id: AudioId | None
    rating: float | None
    """0.5 to 5 stars, None when unrated."""
    loved: bool
    play_count: int
    skip_count: int
    last_played: Timestamp | None
    added_at: Timestamp
    error: str = ""
    """Why the file could not be read; empty for a good file."""
    composer: str = ""
    part: int = 0
    """1 and up for a track that a cue sheet cuts out of its file; 0 for a file that is one track."""
    start: Seconds = Seconds(0.0)
    """Where in the file it begins; `duration` is its own length."""
    codec: str = ""
    bitrate: int = 0
    """Bits per second."""
    bpm: float | None = None
    """Beats per minute, as the file says or else as was heard."""


@dataclass(frozen=True, slots=True)
class PlayEvent:
    """One play, from start to end."""

    track_id: TrackId
    started_at: Timestamp
    heard: Seconds
    """Seconds that actually sounded; a seek neither adds nor subtracts."""
    ended: Ended
    source: Source
