"""Orders and sums for lists: what a query finds within something else, and how long a selection lasts."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from typing import Any

from core.database import explained
from core.domain import Seconds, TrackId
from core.library import search
from core.library.search import Condition
from core.library.tracks import Kind, Library

_LISTED = "presence IN ('present', 'offline') AND NOT cut"
"""As in `tracks`: the partial indexes are made with it."""
_CHOSEN = "WITH chosen (at, track) AS (SELECT key, value FROM json_each(?))"
"""Ids as one JSON array: any number of them, in their order, duplicates too."""
_BATCH = 500


def order(
    library: Library,
    query: str = "",
    sort: Sequence[tuple[str, bool]] = (),
    narrowed: Condition | None = None,
) -> array[int]:
    """Ids of the listed tracks that match the query and the condition, in the order of `sort`.

    As `Library.order`, with a second condition. Raises KeyError for a sort that is not in `search.SORTS`.
    """
    conditions = [search.parse(query), *([narrowed] if narrowed else [])]
    where = " AND ".join(f"({each.sql})" for each in conditions)
    values = [value for each in conditions for value in each.values]
    rows = _rows(
        library, f"SELECT id FROM tracks WHERE {_LISTED} AND {where} ORDER BY {search.order_by(sort)}", values
    )
    return array("q", [row[0] for row in rows])


def places(
    library: Library, ids: Sequence[int], query: str = "", sort: Sequence[tuple[str, bool]] = ()
) -> array[int]:
    """Positions in `ids` (0 for the first) of the tracks that match the query.

    In the order of `sort`, or of `ids` where it is empty; ids that are no tracks match nothing.
    """
    wanted = search.parse(query)
    by = f"{search.order_by(sort)}, at" if sort else "at"
    rows = _rows(
        library,
        f"{_CHOSEN} SELECT at FROM chosen JOIN tracks ON tracks.id = track WHERE {wanted.sql} ORDER BY {by}",
        [json.dumps(list(ids)), *wanted.values],
    )
    return array("q", [row[0] for row in rows])


def seconds(library: Library, ids: Sequence[int]) -> Seconds:
    """How long these last together; one that is there twice counts twice, what is no track not at all."""
    rows = _rows(
        library,
        f"{_CHOSEN} SELECT total(duration) FROM chosen JOIN tracks ON tracks.id = track",
        [json.dumps(list(ids))],
    )
    return Seconds(rows[0][0])


def rate(library: Library, ids: Sequence[TrackId], stars: float | None) -> None:
    """Rates many tracks, in few transactions. stars: 0.5 to 5, or None to take the ratings back."""
    if stars is not None and not 0.5 <= stars <= 5:
        raise ValueError(f"a rating is 0.5 to 5 stars, not {stars}")
    _mark(library, ids, "rating", stars)


def love(library: Library, ids: Sequence[TrackId], *, loved: bool) -> None:
    """Loves many tracks, or loves them no more."""
    _mark(library, ids, "loved", int(loved))


def _mark(library: Library, ids: Sequence[TrackId], column: str, value: float | None) -> None:
    """In batches, so that another writer has its turn in between."""
    for first in range(0, len(ids), _BATCH):
        some = ids[first : first + _BATCH]
        with library.database.write() as db:
            db.executemany(f"UPDATE tracks SET {column} = ? WHERE id = ?", [(value, id) for id in some])
        library.announce(Kind.RATED, some)


def _rows(library: Library, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    cursor = library.database.read().cursor()
    cursor.row_factory = None
    with explained(library.database.path):
        return cursor.execute(sql, values).fetchall()
