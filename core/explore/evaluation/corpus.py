"""The recordings that questions are asked about, and who belongs together by their tags and places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain import AudioId, Seconds, TrackId
from core.explore.radio.rules import NOBODY, album_key, artist_keys, song_key
from core.library.labels import Labelled

SHORTEST: Seconds = Seconds(30.0)
"""Jingles are left out, as in the published comparisons."""
SAME_LENGTH: Seconds = Seconds(1.0)
"""Two of one title and this near in length may be one recording in two encodings: no other edit."""
LARGEST = 10_000
"""Of a larger library whole folders are drawn, so that albums and artists stay as complete as they are."""
UNSAID_GENRES = {"", "other", "unknown", "misc", "none", "undefined", "genre", "all"}

Mask = NDArray[np.bool_]


class Groups:
    """Who shares a label with whom. One may bear several: guests, a song of two genres."""

    def __init__(self, labels: Iterable[frozenset[str]]) -> None:
        self.labels = tuple(labels)
        gathered: dict[str, list[int]] = {}
        for row, group in enumerate(self.labels):
            for label in group:
                gathered.setdefault(label, []).append(row)
        self.members = {label: np.array(rows, np.int64) for label, rows in gathered.items()}

    def mates(self, row: int) -> Mask:
        """(u,) those that share a label with this one; itself left out."""
        found = np.zeros(len(self.labels), np.bool_)
        for label in self.labels[row]:
            found[self.members[label]] = True
        found[row] = False
        return found

    def __or__(self, other: Groups) -> Groups:
        """Those that share a label of either kind; labels must not clash."""
        return Groups(a | b for a, b in zip(self.labels, other.labels, strict=True))


@dataclass(frozen=True, slots=True)
class Corpus:
    """u recordings; of copies the first track stands for all.

    drawn_from: how many there are in the library. rows: track id -> row, copies too.
    artists: said by the files. kin: the artists, or the folder where none is said: what an artist filter
    takes out. songs: artist (or folder) and title without its version.
    """

    tracks: tuple[Labelled, ...]
    drawn_from: int
    rows: dict[TrackId, int]
    albums: Groups
    artists: Groups
    kin: Groups
    genres: Groups
    folders: Groups
    songs: Groups

    def __len__(self) -> int:
        return len(self.tracks)

    @property
    def has_genre(self) -> Mask:
        """(u,)"""
        return np.array([bool(group) for group in self.genres.labels], np.bool_)

    @property
    def audio_ids(self) -> list[AudioId]:
        return [track.audio_id for track in self.tracks]

    def arranged(self, places: Sequence[int]) -> Corpus:
        """The same with row i at places[i]: as it lies in an ear."""
        firsts = [self.tracks[row] for row in np.argsort(places).tolist()]
        return _corpus(
            tuple(firsts), {id: int(places[row]) for id, row in self.rows.items()}, self.drawn_from
        )

    def editions(self, row: int) -> Mask:
        """(u,) other edits of the same song: another title or length, or it would be the same recording."""
        found = self.songs.mates(row)
        mine = self.tracks[row]
        for other in np.flatnonzero(found).tolist():
            track = self.tracks[other]
            found[other] = track.title != mine.title or abs(track.duration - mine.duration) > SAME_LENGTH
        return found


def make_corpus(tracks: Sequence[Labelled], heard: Iterable[AudioId], *, largest: int = LARGEST) -> Corpus:
    """Of the tracks those that were heard, each recording once; whole folders where they are too many."""
    known = set(heard)
    copies: dict[AudioId, list[Labelled]] = {}
    for track in tracks:
        if track.audio_id in known:
            copies.setdefault(track.audio_id, []).append(track)
    chosen = sorted(_folders_up_to(copies, largest))
    rows = {track.id: row for row, audio in enumerate(chosen) for track in copies[audio]}
    return _corpus(tuple(copies[audio][0] for audio in chosen), rows, len(copies))


def _corpus(firsts: tuple[Labelled, ...], rows: dict[TrackId, int], drawn_from: int) -> Corpus:
    artists = Groups(_artists(track) for track in firsts)
    kin = Groups(group or _folder(track) for group, track in zip(artists.labels, firsts, strict=True))
    return Corpus(
        firsts,
        drawn_from,
        rows,
        Groups(_album(track) for track in firsts),
        artists,
        kin,
        Groups(_genres(track) for track in firsts),
        Groups(_folder(track) for track in firsts),
        Groups(_songs(track, group) for track, group in zip(firsts, kin.labels, strict=True)),
    )


def _folders_up_to(copies: dict[AudioId, list[Labelled]], largest: int) -> list[AudioId]:
    if len(copies) <= largest:
        return list(copies)
    folders: dict[str, list[AudioId]] = {}
    for audio, tracks in copies.items():
        folders.setdefault(tracks[0].folder, []).append(audio)
    names = sorted(folders)
    kept: set[AudioId] = set()
    for place in np.random.default_rng(0).permutation(len(names)).tolist():
        if len(kept) + len(folders[names[place]]) <= largest:
            kept.update(folders[names[place]])
    return [audio for audio in copies if audio in kept]


def _artists(track: Labelled) -> frozenset[str]:
    return frozenset(f"artist {key}" for name in track.artists for key in artist_keys(name))


def _album(track: Labelled) -> frozenset[str]:
    """With its artist, or else its folder: two bands' "Greatest Hits" are two albums."""
    key = album_key(track.album)
    if not key:
        return frozenset()
    whose = " ".join(sorted(key for name in track.album_artists for key in artist_keys(name)))
    return frozenset({f"album {key} by {whose or track.folder}"})


def _genres(track: Labelled) -> frozenset[str]:
    folded = {" ".join(genre.casefold().replace("-", " ").split()) for genre in track.genres}
    return frozenset(f"genre {genre}" for genre in folded - UNSAID_GENRES - NOBODY)


def _folder(track: Labelled) -> frozenset[str]:
    return frozenset({f"folder {track.folder}"})


def _songs(track: Labelled, kin: frozenset[str]) -> frozenset[str]:
    title = song_key(track.title)
    return frozenset(f"song {title} by {whose}" for whose in kin) if title else frozenset()
