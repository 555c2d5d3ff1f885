"""What radio and rediscovery know about every track besides its sound: one pass over the library's rows."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from core.database import explained
from core.domain import AudioId, Decibel, Seconds, Timestamp, Track, TrackId
from core.library.tracks import Library

UNKNOWN_LENGTH: Seconds = Seconds(0.0)
_STOCK = """
    SELECT id, CASE artist WHEN '' THEN album_artist ELSE artist END, title, album, duration, audio_id,
        ifnull(facts.tags, '[]'), album_artist, genre, genres, path, composer, year, coalesce(bpm, tempo),
        loudness, brightness, energy, loved, rating, play_count, skip_count, last_played, added_at
    FROM tracks LEFT JOIN track_facts AS facts ON facts.track_id = tracks.id
    WHERE presence = 'present' AND NOT cut AND error = '' ORDER BY id
"""


class RadioTrack(NamedTuple):
    """A track as the engine sees it. Empty strings and tuples, and None, mean "not known".

    A tuple rather than a record: a hundred thousand are made at once.
    """

    id: TrackId
    artist: str = ""
    """All artists; the album's where the file names none."""
    title: str = ""
    album: str = ""
    duration: Seconds = UNKNOWN_LENGTH
    audio_id: AudioId | None = None
    tags: tuple[tuple[str, float], ...] = ()
    """(name, 0 to 1) as heard, strongest first."""
    album_artist: str = ""
    genre: str = ""
    """As written, for showing."""
    genres: tuple[str, ...] = ()
    folder: str = ""
    """Absolute, without a slash at its end."""
    composer: str = ""
    year: int | None = None
    tempo: float | None = None
    """Beats per minute."""
    loudness: Decibel | None = None
    """dBFS."""
    brightness: float | None = None
    """Hz (spectral centroid)."""
    energy: float | None = None
    """0 to 1."""
    loved: bool = False
    rating: float | None = None
    """0.5 to 5 stars."""
    play_count: int = 0
    skip_count: int = 0
    last_played: Timestamp | None = None
    added_at: Timestamp = Timestamp(0.0)

    @classmethod
    def of(cls, track: Track, tags: Sequence[tuple[str, float]] = ()) -> RadioTrack:
        """From a row of the library and its heard tags; `load_stock` knows more."""
        return cls(
            track.id,
            track.artist or track.album_artist,
            track.title,
            track.album,
            track.duration,
            track.audio_id,
            tuple(tags),
            album_artist=track.album_artist,
            genre=track.genre,
            folder=str(track.path.parent),
            composer=track.composer,
            year=track.year,
            tempo=track.bpm,
            loved=track.loved,
            rating=track.rating,
            play_count=track.play_count,
            skip_count=track.skip_count,
            last_played=track.last_played,
            added_at=track.added_at,
        )


def load_stock(library: Library) -> list[RadioTrack]:
    """Every track whose file is there and can be read, heard or not, by id.

    Raises UserError when the database cannot be read.
    """
    cursor = library.database.read().cursor()
    cursor.row_factory = None
    with explained(library.database.path):
        return [_track(row) for row in cursor.execute(_STOCK)]


def _track(row: Any) -> RadioTrack:
    """row: the columns of _STOCK."""
    id, artist, title, album, duration, audio_id, tags, album_artist, genre, genres, path, *more = row
    more[6] = bool(more[6])  # loved
    named = id, artist, title, album, duration, audio_id, _pairs(tags), album_artist or artist, genre
    return RadioTrack(*named, _names(genres), _folder(path), *more)


@lru_cache(maxsize=1 << 12)
def _pairs(written: str) -> tuple[tuple[str, float], ...]:
    return tuple((name, strength) for name, strength in json.loads(written))


@lru_cache(maxsize=1 << 12)
def _names(written: str) -> tuple[str, ...]:
    return tuple(json.loads(written))


def _folder(path: bytes) -> str:
    return _decoded(path.rpartition(b"/")[0])


@lru_cache(maxsize=1 << 12)
def _decoded(folder: bytes) -> str:
    return os.fsdecode(folder)
