"""What tags and places say of the tracks that were identified: the weak truth that measures need."""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from core.domain import AudioId, Seconds, TrackId
from core.library.tracks import Library


class Labelled(NamedTuple):
    """One present track. Strings are as written; "" and () where the file itself does not say.

    Unlike in lists, nothing here is guessed from a file's name but the title: an artist that is only the
    folder's name would turn every question about artists into one about folders.
    """

    id: TrackId
    audio_id: AudioId
    title: str
    artists: tuple[str, ...]
    album: str
    album_artists: tuple[str, ...]
    genres: tuple[str, ...]
    folder: str
    duration: Seconds
    play_count: int


def labelled(library: Library, shortest: Seconds) -> list[Labelled]:
    """Tracks of this length and more whose file is there, by id."""
    rows = library.database.read().execute(
        """SELECT id, audio_id, title, artists, album, album_artists, genres, path, duration, play_count
           FROM tracks WHERE presence = 'present' AND NOT cut AND audio_id IS NOT NULL AND duration >= ?
           ORDER BY id""",
        (shortest,),
    )
    return [
        Labelled(
            TrackId(id),
            AudioId(audio),
            title,
            tuple(json.loads(artists)),
            album,
            tuple(json.loads(album_artists)),
            tuple(json.loads(genres)),
            os.path.dirname(os.fsdecode(path)),
            Seconds(duration),
            plays,
        )
        for id, audio, title, artists, album, album_artists, genres, path, duration, plays in rows
    ]
