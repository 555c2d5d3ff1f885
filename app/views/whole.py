"""What some tracks are together (an album, an artist's, a folder's): how radio calls it, and what bars it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain import Track, TrackId
from core.library.albums import VARIOUS
from core.library.bans import Ban
from core.library.radios import Seed, SeedKind

MOST = 100
"""Tracks in one seed; of more, some are drawn by chance: they tell as much."""


@dataclass(frozen=True, slots=True)
class Whole:
    """kind, label: of the seed that it is. ban: what keeps all of it out of radio; None where nothing does.

    in_order: radio begins with its first track, and not with one by chance.
    """

    kind: SeedKind = SeedKind.SELECTION
    label: str = ""
    ban: Ban | None = None
    in_order: bool = False

    def seed(self, ids: Sequence[TrackId]) -> Seed:
        """ids: at least one. A single track that was chosen is a seed of its own kind."""
        if self.kind is SeedKind.SELECTION and len(ids) == 1:
            return Seed.track(ids[0])
        if self.in_order and len(ids) <= MOST:
            return Seed(self.kind, tuple(dict.fromkeys(ids)), self.label)
        drawn = random.sample(list(dict.fromkeys(ids)), min(MOST, len(set(ids))))
        return Seed(self.kind, tuple(drawn), self.label)


CHOSEN = Whole(in_order=True)
"""Tracks that the listener has chosen one by one."""


def of_album(title: str, artist: str) -> Whole:
    by = "" if artist == VARIOUS else artist
    return Whole(SeedKind.ALBUM, title, Ban.album(title, by) if title else None, in_order=True)


def of_artist(name: str) -> Whole:
    return Whole(SeedKind.ARTIST, name, Ban.artist(name) if name and name != VARIOUS else None)


def of_genre(name: str) -> Whole:
    return Whole(SeedKind.GENRE, name, Ban.genre(name) if name else None)


def of_folder(path: str, name: str) -> Whole:
    return Whole(SeedKind.SELECTION, name, Ban.folder(path))


def of_playlist(name: str) -> Whole:
    return Whole(SeedKind.PLAYLIST, name)


def bans_of(track: Track) -> list[Ban]:
    """All that could keep a track out of radio, the narrowest first."""
    artist = track.artist or track.album_artist
    return [
        Ban.track(track.id),
        *([Ban.album(track.album, track.album_artist)] if track.album else []),
        *([Ban.artist(artist)] if artist else []),
        *([Ban.genre(track.genre)] if track.genre else []),
        Ban.folder(track.path.parent),
    ]
