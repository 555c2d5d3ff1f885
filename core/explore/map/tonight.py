"""Where one has been tonight: what was played since the last long pause."""

from __future__ import annotations

from core.domain import Ended, PlayEvent, Seconds, Timestamp, TrackId
from core.library.history import EARLY_SKIP
from core.library.tracks import Library

PAUSE: Seconds = Seconds(4 * 3600.0)
"""Silence as long as this ends an evening."""
LONGEST: Seconds = Seconds(2 * 86_400.0)
"""Further back nobody's night began, even where music never stops."""


def tonight(library: Library, now: Timestamp) -> list[tuple[TrackId, Timestamp]]:
    """The tracks that were heard since the last pause of four hours, in order, with the time of each.

    Empty where the pause has lasted until `now`. Tracks skipped within half a minute are no place one has
    been, but they are no pause either. Raises UserError when the database cannot be read.
    """
    events = library.plays(since=Timestamp(now - LONGEST))
    begun = len(events)
    later: float = now
    while begun and later - _end(events[begun - 1]) < PAUSE:
        begun -= 1
        later = events[begun].started_at
    return [(event.track_id, event.started_at) for event in events[begun:] if _was_heard(event)]


def _end(event: PlayEvent) -> float:
    return event.started_at + event.heard


def _was_heard(event: PlayEvent) -> bool:
    if event.ended is Ended.ERROR:
        return False
    return event.ended is Ended.FINISHED or event.heard >= EARLY_SKIP
