"""Stars that the files carry in their tags, as other players write them: taken over on request."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain import TrackId
from core.library import ratings, tags
from core.library.ledger import batches
from core.library.tags import Unreadable
from core.library.tracks import Kind, Library
from core.progress import Progress

TOGETHER = 200
"""Tracks whose stars are written at once."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it."""

    looked_at: int
    """Tracks without a rating whose files are there."""
    rated: int


def take_over(library: Library, progress: Progress) -> Taken:
    """Rates what is not rated here as its file's tags say.

    Raises Cancelled; what was taken till then stays.
    """
    rows = library.database.read().execute(
        """SELECT id, path FROM tracks WHERE rating IS NULL
               AND presence = 'present' AND part = 0 AND NOT cut AND error = '' ORDER BY path"""
    )
    wanted = [tuple(row) for row in rows]
    progress.begin("Reading ratings", total=len(wanted))
    rated = 0
    for some in batches(wanted, TOGETHER):
        found = [(stars, id) for id, path in some if (stars := _stars(path)) is not None]
        with library.database.write() as db:
            # Rated by the listener meanwhile: that counts.
            db.executemany("UPDATE tracks SET rating = ? WHERE id = ? AND rating IS NULL", found)
        rated += len(found)
        library.announce(Kind.RATED, [TrackId(id) for _, id in found])
        progress.advance(len(some))
    return Taken(len(wanted), rated)


def _stars(path: bytes) -> float | None:
    try:
        return ratings.read(tags.said(path).fields)
    except (Unreadable, OSError):
        return None
