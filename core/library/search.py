"""What the user types in the search field, as SQL. No input is wrong; `problems` tells what was left out.

Words match the beginnings of words in any field, "quoted words" stand together, and fields narrow
(`artist:low year:1990..1999 rating:>=4 played:<2024 added:30d length:>10m is:loved no:genre`). All that is
said must hold, but for OR, NOT (or a dash before a word) and brackets. The fields are in `query_fields`, the
grammar is in `query`.

A time may be said as a date (`played:<2024`: before that year began) or as an age in h, d, w, m(onths) or y:
`added:30d` and `added:<30d` are the last thirty days, `played:>1y` is a last play longer ago than a year. A
track that was never played has no time of play: `played:never` finds it, and so does `-played:1y`, which is
for those played neither lately nor ever.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from random import Random

from core.errors import UserError
from core.library import query
from core.library.query_fields import Condition, known
from core.library.query_sql import Compiled
from core.texts import marked

__all__ = [
    "SORTS",
    "SORT_KINDS",
    "SYNTAX",
    "Condition",
    "kinds",
    "misunderstood",
    "order_by",
    "parse",
    "problems",
]

LONGEST = 20_000
"""Characters of a query that are read."""


def parse(query: str, now: float | None = None) -> Condition:
    """The condition a query stands for; `1` where it asks for nothing.

    now: what ages are counted from, in seconds since the epoch; by default this moment.
    """
    return _compiled(query, now)[1]


def misunderstood(query: str) -> list[UserError]:
    """What was left out since it was not understood, a sentence for each. What is not finished yet is none.

    As errors, for those who show them in the user's language; nothing raises them.
    """
    return _compiled(query)[0].problems


def problems(query: str) -> list[str]:
    """`misunderstood`, in English."""
    return [str(problem) for problem in misunderstood(query)]


def kinds(query: str) -> set[str]:
    """Which `Kind` of changes may change what a query finds, beside changes of tags and places."""
    return _compiled(query)[0].touched - {""}


def _compiled(text: str, now: float | None = None) -> tuple[Compiled, Condition]:
    compiled = Compiled(time.time() if now is None else now)
    return compiled, compiled.condition(query.parse(text[:LONGEST], known))


USUAL_ORDER = "album_artist_key = '', album_artist_key, album_key, disc_no, track_no, title_key, id"
"""What the index tracks_order holds; ids follow paths within one scan."""
SORTS = {
    "title": "title_key",
    "artist": "artist_key",
    "album_artist": "album_artist_key",
    "album": "album_key",
    "genre": "genre COLLATE NOCASE",
    "composer": "composer_key",
    "year": "year",
    "track": "track_no",
    "disc": "disc_no",
    "rating": "rating",
    "loved": "loved",
    "plays": "play_count",
    "skips": "skip_count",
    "last_played": "last_played",
    "added": "added_at",
    "duration": "duration",
    "length": "duration",
    "bitrate": "bitrate",
    "codec": "codec COLLATE NOCASE",
    "bpm": "coalesce(bpm, (SELECT tempo FROM track_facts WHERE track_id = tracks.id))",
    "samplerate": "nullif(sample_rate, 0)",
    "channels": "channels",
    "modified": "nullif(mtime_ns, -1)",
    "path": "path",
    "random": "",
}
"""Names of sort columns, and what they mean in SQL."""
SORT_KINDS = {
    **dict.fromkeys(("rating", "loved"), "rated"),
    **dict.fromkeys(("plays", "skips", "last_played"), "played"),
}
"""Which `Kind` of change may change an order; the others are by what the tags say."""
_MAY_BE_UNKNOWN = ("year", "track", "disc", "rating", "last_played", "bpm", "samplerate", "modified")
_PRIME = 2_147_483_647

SYNTAX = (
    ("blue train", marked("both words, or their beginnings, in any field")),
    ('"blue train"', marked("the words next to each other")),
    ("artist:low", marked("in one field: title, artist, albumartist, album, genre, composer, comment")),
    ('artist:="Low"', marked("the whole name, and no longer one")),
    ("genre:(jazz OR soul)", marked("one or the other; brackets hold together")),
    ("-live", marked("without the word; a dash or NOT works before anything")),
    ("year:1990..1999", marked("from, to; either may be left out. Also decade:90s and date:1998-04")),
    ("rating:>=4", marked("stars; also plays, skips, track, disc, bpm, channels")),
    ("length:3:00..4:30", marked("how long a track is; also length:>10m")),
    ("added:30d", marked("within the last 30 days; h, d, w, m and y are known")),
    ("played:>1y", marked("last played longer ago than a year; -played:1y if ever, played:never")),
    ("played:<2024", marked("last played before 2024; also added:2024-03 and modified:today")),
    ("folder:Live", marked("part of the folder's name; path: also of the file's")),
    ("codec:flac", marked("the kind of file; also bitrate:<192 (kbit/s) and samplerate:>=96 (kHz)")),
    ("is:loved", marked("also rated, played, skipped, offline, compilation, lossless, broken, heard")),
    ("no:genre", marked("what the tags lack; has:cover what they hold")),
    ("tag:guitar", marked("what listening found; tag:guitar>0.5 where it is sure")),
    ("tempo:90..110", marked("as heard; also energy (0 to 1), loudness (dBFS) and brightness (Hz)")),
)
"""(example, what it finds) for the help beside the search field. Each example is a query."""


def order_by(sort: Sequence[tuple[str, bool]], seed: int = 0) -> str:
    """ORDER BY terms for (name, descending) pairs. What is unknown comes last; ties go the usual way.

    seed: of the sort "random", which always gives one order for one seed. Raises KeyError for a name that is
    not in SORTS.
    """
    names = [name for name, _ in sort]
    if "random" in names:  # what is drawn has no ties
        return ", ".join([*_terms(sort[: names.index("random") + 1], seed), "id"])
    return ", ".join([*_terms(sort, seed), USUAL_ORDER])


def _shuffled(seed: int) -> str:
    """A cubic polynomial in the id over a prime field: even, and the same wherever SQL runs."""
    draw = Random(seed)
    a, b, c = (draw.randrange(1, 1 << 30) for _ in range(3))
    return f"((id + {a}) * (id + {b}) % {_PRIME} * ((id + {c}) % {_PRIME}) % {_PRIME})"


def _terms(sort: Iterable[tuple[str, bool]], seed: int) -> Iterable[str]:
    for name, descending in sort:
        if name == "random":
            yield _shuffled(seed)
            continue
        column = SORTS[name]
        if column.endswith("_key"):
            yield f"{column} = ''"
        elif name in _MAY_BE_UNKNOWN:
            yield f"{column} IS NULL"
        yield f"{column} DESC" if descending else column
