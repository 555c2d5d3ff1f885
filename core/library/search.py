"""What the user types in the search field, as SQL. No input is wrong: what is not understood, is words.

Words match the beginnings of words in any field, "quoted words" stand together, and fields narrow:
`artist: album: albumartist: title: genre: composer:` with a word or quoted words, and numbers as in
`year:1998  year:1990..1999  year:>=1990  rating:4..  plays:0`. All that is said must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

TEXT_FIELDS = {
    "artist": "{artist album_artist}",
    "albumartist": "{artist album_artist}",
    "album": "album",
    "title": "title",
    "genre": "genre",
    "composer": "composer",
}
NUMBER_FIELDS = {
    "year": "year",
    "rating": "rating",
    "plays": "play_count",
    "track": "track_no",
    "disc": "disc_no",
    "bpm": "bpm",
    "length": "duration",
}

USUAL_ORDER = "album_artist_key = '', album_artist_key, album_key, disc_no, track_no, title_key, id"
"""What the index tracks_order holds; ids follow paths within one scan."""
SORTS = {
    "title": "title_key",
    "artist": "artist_key",
    "album_artist": "album_artist_key",
    "album": "album_key",
    "genre": "genre COLLATE NOCASE",
    "composer": "composer COLLATE NOCASE",
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
    "path": "path",
    "random": "",
}
"""Names of sort columns, and what they mean in SQL."""
SORT_KINDS = {
    **dict.fromkeys(("rating", "loved"), "rated"),
    **dict.fromkeys(("plays", "skips", "last_played"), "played"),
}
"""Which `Kind` of change may change an order; the others are by what the tags say."""
_PRIME = 2_147_483_647

_TOKEN = re.compile(r'(?:([a-z_]+):)?(?:"([^"]*)"?|([^\s"]+))', re.IGNORECASE)
_RANGE = re.compile(r"(\d+(?:\.\d+)?)?\.\.(\d+(?:\.\d+)?)?")
_COMPARED = re.compile(r"(>=|<=|>|<|=)?(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Condition:
    """A WHERE clause over `tracks`, and its parameters."""

    sql: str
    values: tuple[str | float, ...] = ()


def parse(query: str) -> Condition:
    """The condition a query stands for; `1` where it asks for nothing."""
    query = query.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    matches: list[str] = []
    numbers: list[Condition] = []
    symbols: list[str] = []
    for field, quoted, word in _TOKEN.findall(query):
        name, text = field.lower().replace("_", ""), quoted or word
        column = NUMBER_FIELDS.get(name)
        if column and (number := _number(column, text)):
            numbers.append(number)
        elif not any(c.isalnum() for c in text):
            symbols += [text] if text and name not in TEXT_FIELDS else []
        elif name in TEXT_FIELDS:
            matches.append(f"{TEXT_FIELDS[name]} : {_phrase(text, prefix=not quoted)}")
        else:
            matches.append(_phrase(f"{field} {text}" if field else text, prefix=not quoted))
    conditions = list(numbers)
    if matches:
        fts = "id IN (SELECT rowid FROM tracks_fts WHERE tracks_fts MATCH ?)"
        conditions.append(Condition(fts, (" AND ".join(matches),)))
    if not conditions:
        # Names like "!!!" have no words to look up; beside words, symbols say nothing.
        conditions = [_containing(symbol) for symbol in symbols]
    return Condition(
        " AND ".join(c.sql for c in conditions) or "1", tuple(v for c in conditions for v in c.values)
    )


def _phrase(text: str, *, prefix: bool) -> str:
    """An FTS5 string: quoted, it holds no syntax at all."""
    text = text.replace('"', '""')
    return f'"{text}"*' if prefix else f'"{text}"'


def _number(column: str, text: str) -> Condition | None:
    if (found := _RANGE.fullmatch(text)) and (found[1] or found[2]):
        bounds = [(sign, float(n)) for sign, n in ((">=", found[1]), ("<=", found[2])) if n]
    elif compared := _COMPARED.fullmatch(text):
        bounds = [(compared[1] or "=", float(compared[2]))]
    else:
        return None
    return Condition(
        " AND ".join(f"{column} {sign} ?" for sign, _ in bounds), tuple(value for _, value in bounds)
    )


def _containing(symbol: str) -> Condition:
    return Condition("(instr(title, ?) OR instr(artist, ?) OR instr(album, ?))", (symbol,) * 3)


def order_by(sort: Sequence[tuple[str, bool]], seed: int = 0) -> str:
    """ORDER BY terms for (name, descending) pairs. What is unknown comes last; ties go the usual way.

    seed: of the sort "random", which always gives one order for one seed. Raises KeyError for a name that is
    not in SORTS.
    """
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
        elif name in ("year", "track", "disc", "rating", "last_played", "bpm"):
            yield f"{column} IS NULL"
        yield f"{column} DESC" if descending else column


def kinds(query: str) -> set[str]:
    """Which `Kind` of changes may change what a query finds, beside changes of tags and places."""
    return {"rated", "played", "facts"}
