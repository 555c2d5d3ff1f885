"""The tracks that radio may choose from, aligned with what was heard of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds, TrackId
from core.explore.ear.ear import Ear
from core.explore.ear.sources import TIMBRE
from core.explore.radio.barring import Banning, is_christmas, is_spoken
from core.explore.radio.order import Transitions
from core.explore.radio.rules import album_key, artist_keys, barer_key, plainness, song_key
from core.explore.ranks import ranks
from core.explore.stock import RadioTrack
from core.library.bans import Ban

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]

SAME_SOUND = 0.99
"""Pooled cosine from which two tracks of the same length are one recording in two encodings."""
SAME_LENGTH: Seconds = Seconds(1.0)
NOTHING = np.zeros(0, np.int64)
_LIVELY = ("energy", "loudness")


class Catalogue:
    """Position p is track ids[p], in rising order of id; only tracks that were heard have one.

    stock: all tracks, heard or not, by id. ids, rows: (n,) tracks and their rows in the ear. tracks: (n,).
    songs: (n,) the same number for copies and versions of one song. albums: (n,) the same for tracks of one
    album, -1 where it is not known. durations: (n,) seconds. spoken, christmas: (n,) what is such a thing.
    """

    def __init__(self, ear: Ear, stock: Iterable[RadioTrack]) -> None:
        self.ear = ear
        self.stock = {track.id: track for track in stock}
        self.tracks = sorted((t for t in self.stock.values() if t.id in ear), key=lambda track: track.id)
        self.ids = np.array([track.id for track in self.tracks], np.int64)
        self.position = {track.id: place for place, track in enumerate(self.tracks)}
        self.rows = np.array([ear.row(track.id) for track in self.tracks], np.int64)
        self.durations = np.array([track.duration for track in self.tracks], np.float64)
        self.songs = _songs(self.tracks, self.rows)
        self.spoken, self.christmas = self._where(is_spoken), self._where(is_christmas)
        self._banned: tuple[tuple[Ban, ...], Bools] | None = None
        self._by_length = np.argsort(self.durations, kind="stable")
        self._lengths = self.durations[self._by_length]
        self._by_artist = _positions(
            (key, p) for p, t in enumerate(self.tracks) for key in artist_keys(t.artist)
        )
        self._by_album = _positions((album_key(t.album), p) for p, t in enumerate(self.tracks))
        self._by_album.pop("", None)
        self.albums = np.full(len(self.tracks), -1, np.int64)
        for number, places in enumerate(self._by_album.values()):
            self.albums[places] = number

    def __len__(self) -> int:
        return len(self.ids)

    def id(self, position: int) -> TrackId:
        return self.tracks[position].id

    def positions(self, ids: Iterable[TrackId]) -> Ints:
        """Of those that were heard."""
        return np.array([self.position[id] for id in ids if id in self.position], np.int64)

    def same_artist(self, track: RadioTrack) -> Iterable[Ints]:
        """Positions of the tracks by anyone who plays on this one."""
        return (self._by_artist[key] for key in artist_keys(track.artist) if key in self._by_artist)

    def same_album(self, track: RadioTrack) -> Ints:
        return self._by_album.get(album_key(track.album), NOTHING)

    def same_song(self, position: int) -> Ints:
        """Positions of copies, versions, and other encodings: nearly the same sound, as long to a second."""
        low, high = np.searchsorted(
            self._lengths, self.durations[position] + np.array([-SAME_LENGTH, SAME_LENGTH]), side="left"
        )
        as_long = self._by_length[low : max(high, low)]
        pooled = self.ear.pooled
        encoded = as_long[pooled[self.rows[as_long]] @ pooled[self.rows[position]] >= SAME_SOUND]
        return np.union1d(np.flatnonzero(self.songs == self.songs[position]), encoded)

    def banned(self, bans: tuple[Ban, ...]) -> Bools:
        """(n,) which tracks these bans hold for."""
        if not bans:
            return np.zeros(len(self), np.bool_)
        if self._banned is None or self._banned[0] != bans:
            self._banned = bans, self._where(Banning(bans))
        return self._banned[1]

    def _where(self, holds: Callable[[RadioTrack], object]) -> Bools:
        return np.fromiter((bool(holds(track)) for track in self.tracks), np.bool_, len(self))

    @cached_property
    def sounding(self) -> Bools:
        """(n,) False for silence, and for what no model has heard."""
        heard = [source.known[self.rows] for source in self.ear.sources if source.name != TIMBRE]
        return np.asarray(np.any(np.array(heard, np.bool_).reshape(len(heard), len(self)), axis=0))

    @cached_property
    def transitions(self) -> Transitions:
        return Transitions(self.ear, self.tracks)

    @cached_property
    def energy(self) -> Floats:
        """(n,) how lively each track is among all, 0 to 1: the mean of its places by energy and loudness.

        0.5 where nothing is known.
        """
        said = [np.array([getattr(track, name) for track in self.tracks], np.float64) for name in _LIVELY]
        known = np.array([ranks(values) for values in said])
        count = np.isfinite(known).sum(axis=0)
        return np.where(count, np.nansum(known, axis=0) / np.maximum(count, 1), 0.5).astype(np.float32)

    def preferred(self, free: Bools) -> Bools:
        """(n,) which tracks may stand for their song: of several versions that are free, one.

        The studio's under its plain title, the loved or better rated, the one that came first.
        """
        chosen = np.ones(len(self), np.bool_)
        several = self._several
        chosen[several] = False
        left = several[free[several]]
        _, first = np.unique(self.songs[left], return_index=True)
        chosen[left[first]] = True
        return chosen

    @cached_property
    def _several(self) -> Ints:
        """Positions of tracks that share their song with another, the best version of each first."""
        _, back, count = np.unique(self.songs, return_inverse=True, return_counts=True)
        places = np.flatnonzero(count[back] > 1).tolist()
        return np.array(sorted(places, key=lambda place: _merit(self.tracks[place])), np.int64)


def _merit(track: RadioTrack) -> tuple[int, bool, float, int]:
    return plainness(track), not track.loved, -(track.rating or 0.0), track.id


def _positions(pairs: Iterable[tuple[str, int]]) -> dict[str, Ints]:
    gathered: dict[str, list[int]] = {}
    for key, position in pairs:
        gathered.setdefault(key, []).append(position)
    return {key: np.array(places, np.int64) for key, places in gathered.items()}


def _songs(tracks: Sequence[RadioTrack], rows: Ints) -> Ints:
    """Union-find over what makes two tracks one song: the same audio, or artist and title."""
    parent = list(range(len(tracks)))

    def find(p: int) -> int:
        while parent[p] != p:
            parent[p] = parent[parent[p]]
            p = parent[p]
        return p

    first: dict[object, int] = {}
    for p, (track, row) in enumerate(zip(tracks, rows.tolist(), strict=True)):
        title = song_key(track.title)
        signs: list[object] = [row]
        signs += [(artist, title) for artist in artist_keys(track.artist)] if title else []
        for sign in signs:
            parent[find(p)] = find(first.setdefault(sign, p))
    for p, track in enumerate(tracks):
        title = song_key(track.title)
        if (barer := barer_key(title)) != title:
            for artist in artist_keys(track.artist):
                parent[find(p)] = find(first.get((artist, barer), p))
    return np.array([find(p) for p in range(len(tracks))], np.int64)
