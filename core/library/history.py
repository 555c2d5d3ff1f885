"""What was played, and what counts as a play or a skip."""

from __future__ import annotations

import sqlite3

from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId

LONG_LISTEN = Seconds(240.0)
"""Heard this long, a track counts as played however long it is (Last.fm's scrobbling rule)."""
EARLY_SKIP = Seconds(30.0)


def is_play(event: PlayEvent, duration: float) -> bool:
    """Whether a track was listened to: to its end, half of it, or four minutes."""
    if event.ended is Ended.ERROR:
        return False
    half = 0 < duration <= 2 * event.heard
    return event.ended is Ended.FINISHED or half or event.heard >= LONG_LISTEN


def is_skip(event: PlayEvent, duration: float) -> bool:
    """Whether the user did not want it now: skipped in its first 30 s or first half, and not a play."""
    early = event.heard < EARLY_SKIP or 2 * event.heard < duration
    return event.ended is Ended.SKIPPED and early and not is_play(event, duration)


def record(db: sqlite3.Connection, event: PlayEvent) -> bool:
    """Writes a play and updates the track's counts, inside the caller's transaction.

    False when there is no such track, or when this play (its track and its start) is known already, as after
    a crash just behind its writing: nothing is written.
    """
    key = (event.track_id, event.started_at)
    row = db.execute("SELECT duration FROM tracks WHERE id = ?", key[:1]).fetchone()
    if row is None or db.execute("SELECT 1 FROM plays WHERE track_id = ? AND started_at = ?", key).fetchone():
        return False
    # Numbered from 1 on: below are plays that a restore brought (see `backup`), of which no service is told.
    db.execute(
        """INSERT INTO plays (id, track_id, started_at, heard, ended, source)
           SELECT max(ifnull(max(id), 0), 0) + 1, ?, ?, ?, ?, ? FROM plays""",
        (event.track_id, event.started_at, event.heard, event.ended.value, event.source.value),
    )
    if is_play(event, row[0]):
        db.execute(
            """UPDATE tracks SET play_count = play_count + 1,
                last_played = max(ifnull(last_played, 0), ?) WHERE id = ?""",
            (event.started_at, event.track_id),
        )
    elif is_skip(event, row[0]):
        db.execute("UPDATE tracks SET skip_count = skip_count + 1 WHERE id = ?", (event.track_id,))
    return True


def plays(
    db: sqlite3.Connection, track_id: TrackId | None = None, since: Timestamp | None = None
) -> list[PlayEvent]:
    """Plays, the earliest first; of one track, or of all; from `since` on, or from the beginning."""
    rows = db.execute(
        """SELECT track_id, started_at, heard, ended, source FROM plays
           WHERE (?1 IS NULL OR track_id = ?1) AND started_at >= ifnull(?2, 0) ORDER BY started_at, id""",
        (track_id, since),
    )
    return [
        PlayEvent(TrackId(id), Timestamp(at), Seconds(heard), Ended(ended), Source(source))
        for id, at, heard, ended, source in rows
    ]
