"""Rediscovery shuffle: a selection in an order drawn by waiting time instead of at random.

The law: whenever the next track is drawn, each that is left has a chance in proportion to

    w = (days since it was last heard + 1) ^ POWER

so that of any two the one with weight w comes before the one with weight v with the chance w / (w + v). Drawn
without replacement, nothing comes twice before all have come once, and nothing is starved.

Efraimidis and Spirakis 2006: sorting by -ln(u) / w, u uniform, is such a draw. Free of numpy: the window
shuffles with it.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

from core.domain import Seconds, Timestamp, TrackId
from core.library.tracks import Library

T = TypeVar("T")

POWER = 1.0
DAY = 86_400.0
LONGEST: Seconds = Seconds(1000 * 365.25 * DAY)
"""Whatever has waited longer, or for ever, has waited so long: chances stay in proportion."""


def weight(wait: Seconds, power: float = POWER) -> float:
    """How much a track's chance grows by waiting: 1 for one heard just now, or of which nothing is known (a
    NaN, a time ahead of the clock), 366 after a year.
    """
    return float((min(max(0.0, wait), LONGEST) / DAY + 1.0) ** power)


def waiting_shuffle(items: Sequence[T], waits: Sequence[Seconds], seed: int) -> list[T]:
    """All items, each once, by the law above; the same for the same seed.

    waits: for each item, how long ago it was last heard. Raises ValueError where there are not as many.
    """
    return _drawn(items, [weight(wait) for wait in waits], random.Random(seed))


def endless_waiting(items: Sequence[T], waits: Sequence[Seconds], seed: int) -> Iterator[T]:
    """For ever: all by the law above, then again and again, each round by how many places ago they came."""
    draw = random.Random(seed)
    order = _drawn(range(len(items)), [weight(wait) for wait in waits], draw)
    while order:
        yield from (items[place] for place in order)
        last = order[-1]
        order = _drawn(order, list(range(len(order), 0, -1)), draw)
        if order[0] == last and len(order) > 1:
            order[0], order[1] = order[1], order[0]


def waits(library: Library, ids: Sequence[TrackId], now: Timestamp) -> list[Seconds]:
    """For each of `ids`, the seconds since it last sounded, skipped ones included.

    What was never played counts as waiting since it came, or as long as the longest of the others if that is
    longer: nothing has waited more.
    """
    rows = library.database.read().execute(
        """SELECT id, added_at, max(ifnull(last_played, 0), ifnull(
               (SELECT max(started_at) FROM plays WHERE track_id = tracks.id AND ended <> 'error'), 0))
           FROM tracks WHERE id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(ids)),),
    )
    known = {id: (added, last) for id, added, last in rows}
    longest = max((now - last for _, last in known.values() if last), default=0.0)
    found = []
    for id in ids:
        added, last = known.get(id, (now, 0.0))
        found.append(Seconds(max(0.0, now - last if last else max(longest, now - added))))
    return found


def _drawn(items: Sequence[T], weights: Sequence[float], draw: random.Random) -> list[T]:
    # 1 - u: the logarithm of 0 is never asked for.
    keys = [-math.log(1.0 - draw.random()) / weight for weight in weights]
    return [item for _, _, item in sorted(zip(keys, range(len(items)), items, strict=True))]
