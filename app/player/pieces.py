"""Tracks of the queue as the pieces that a player takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from app.player.queue import Queue
from core.domain import ReplayGain, Track, TrackId
from core.sound.piece import Piece

TOUCHING = 0.02
"""Seconds by which two parts of one file may miss each other and still be one stretch: cue sheets count in
frames of 1/75 s."""


Gains = Callable[[Sequence[TrackId]], Mapping[TrackId, ReplayGain]]
"""What is known of the loudness of these tracks."""


class Tracks(Protocol):
    """What is needed of the library."""

    def tracks(self, ids: Sequence[TrackId]) -> Sequence[Track]: ...


class Pieces:
    """Asks the library each time: a file may have moved, or become louder, while it waited in the queue."""

    def __init__(self, queue: Queue, library: Tracks, gains: Gains | None) -> None:
        self._queue, self._library, self._gains = queue, library, gains

    def of(self, row: int, before: int) -> Piece | None:
        """What the player needs of this row, which is played after row `before` (-1: none); None when its
        track is no longer in the library."""
        rows = (row, before, self._queue.after(row))
        ids = [self._queue[at].track if at >= 0 else None for at in rows]
        found = {track.id: track for track in self._library.tracks([id for id in ids if id is not None])}
        track, previous, following = (found.get(id) if id is not None else None for id in ids)
        if track is None:
            return None
        return piece_of(track, self._gain(track), previous, following)

    def alone(self, track: Track) -> Piece:
        """Without neighbours."""
        return piece_of(track, self._gain(track), None, None)

    def _gain(self, track: Track) -> ReplayGain:
        known = self._gains([track.id]).get(track.id) if self._gains else None
        return known or ReplayGain()


def piece_of(track: Track, gain: ReplayGain, before: Track | None, after: Track | None) -> Piece:
    """before, after: its neighbours in the queue, which tell whether an album plays in order."""
    follows = before is not None and runs_on(before, track)
    return Piece(
        path=track.path,
        start=track.start,
        length=track.duration if track.part else None,
        gain=gain,
        in_album=follows or (after is not None and runs_on(track, after)),
        runs_on=follows,
    )


def runs_on(track: Track, to: Track) -> bool:
    """Whether `to` is what comes after `track` on its album."""
    if track.part and to.part and track.path == to.path:
        return abs(track.start + track.duration - to.start) < TOUCHING
    same = track.album and _album(track) == _album(to)
    if not same or track.track_no is None or to.track_no is None:
        return False
    disc, other = track.disc_no or 1, to.disc_no or 1
    if disc == other:
        return to.track_no == track.track_no + 1
    # How many tracks a disc has is not known here: the queue's order is believed.
    return other == disc + 1 and to.track_no == 1


def _album(track: Track) -> tuple[str, str]:
    # A compilation without an album artist has another artist for each track, but lies in one folder.
    return track.album, track.album_artist or str(track.path.parent)
