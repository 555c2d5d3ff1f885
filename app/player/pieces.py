"""Tracks of the queue as the pieces that a player takes."""

from __future__ import annotations

from core.domain import ReplayGain, Track
from core.sound.piece import Piece

TOUCHING = 0.02
"""Seconds by which two parts of one file may miss each other and still be one stretch: cue sheets count in
frames of 1/75 s."""


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
