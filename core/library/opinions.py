"""Likes and dislikes that the listener told radio to remember: every radio begins with them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from core.domain import Timestamp, TrackId
from core.library.tracks import Library


@dataclass(frozen=True, slots=True)
class Opinion:
    """weight: -1 (never) to 1 (liked)."""

    track_id: TrackId
    weight: float
    said_at: Timestamp


class Opinions:
    """The list of them in the library. Any thread."""

    def __init__(self, library: Library) -> None:
        self._database = library.database

    def all(self) -> list[Opinion]:
        """The latest first."""
        rows = self._database.read().execute(
            "SELECT track_id, weight, said_at FROM opinions ORDER BY said_at DESC, track_id"
        )
        return [Opinion(TrackId(id), weight, Timestamp(at)) for id, weight, at in rows]

    def remember(self, track_id: TrackId, weight: float, at: Timestamp | None = None) -> None:
        """In place of what was remembered of the track before.

        Raises ValueError for a weight outside -1 to 1; a track that is not in the library is passed over.
        """
        if not -1 <= weight <= 1:
            raise ValueError(f"an opinion weighs -1 to 1, not {weight}")
        with self._database.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO opinions SELECT id, ?, ? FROM tracks WHERE id = ?",
                (weight, time.time() if at is None else at, track_id),
            )

    def forget(self, track_id: TrackId) -> None:
        with self._database.write() as db:
            db.execute("DELETE FROM opinions WHERE track_id = ?", (track_id,))
