"""The fields of the search language: their names, and what a value of each means in SQL.

What is found by words is a `Match`, in the syntax of FTS5; everything else is a `Condition` over `tracks`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from core.folding import folded
from core.library import query_values as values
from core.library.query import Narrowed, is_said
from core.library.query_values import Reading, Span


@dataclass(frozen=True, slots=True)
class Condition:
    """A WHERE clause over `tracks` (in brackets where it needs them), and its parameters."""

    sql: str
    values: tuple[str | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An FTS5 expression that stands for itself (in brackets where it needs them)."""

    expression: str


Meaning = Match | Condition
Compiler = Callable[[Narrowed, float], Meaning | None]
"""What a condition means at a time (seconds since the epoch); None: its value is none of this field's."""


@dataclass(frozen=True, slots=True)
class Field:
    """touched: which `Kind` of change, beside the tags', may change what it finds."""

    compile: Compiler
    touched: str = ""


def phrase(text: str, *, whole: bool) -> str:
    """An FTS5 string: quoted, it holds no syntax at all."""
    text = text.replace('"', '""')
    return f'"{text}"' if whole else f'"{text}"*'


def matched(match: Match) -> Condition:
    return Condition("id IN (SELECT rowid FROM tracks_fts WHERE tracks_fts MATCH ?)", (match.expression,))


# Text -----------------------------------------------------------------------------------------------------


def symbols(text: str, columns: tuple[str, ...] = ("title", "artist", "album")) -> Condition:
    """Names like "!!!" have no words to look up."""
    found = " OR ".join(f"instr({column}, ?)" for column in columns)
    return Condition(f"({found})", (text,) * len(columns))


def _text(said: Narrowed, now: float, *, columns: tuple[str, ...]) -> Meaning | None:
    if not said.value:
        return None
    if said.sign in ("=", "!="):
        return _exact(said.value, columns)
    if not is_said(said.value):
        return symbols(said.value, columns)
    return Match(f"{{{' '.join(columns)}}} : {phrase(said.value, whole=said.whole)}")


_LISTS = {"artist": "artists", "album_artist": "album_artists", "genre": "genres", "composer": "composers"}


def _exact(value: str, columns: tuple[str, ...]) -> Condition:
    """The whole name, or one of several; words find the few that are then compared."""
    alike = [f"folded({column}) = ?" for column in columns]
    alike += [
        f"EXISTS (SELECT 1 FROM json_each({_LISTS[column]}) AS each WHERE folded(each.value) = ?)"
        for column in columns
        if column in _LISTS
    ]
    wanted = (folded(value.strip()),) * len(alike)
    if not is_said(value):
        return Condition(f"({' OR '.join(alike)})", wanted)
    near = matched(Match(f"{{{' '.join(columns)}}} : {phrase(value, whole=True)}"))
    return Condition(f"({near.sql} AND ({' OR '.join(alike)}))", (*near.values, *wanted))


def _album_artist(said: Narrowed, now: float) -> Meaning | None:
    """The artist, where no album artist is said: as it is shown."""
    own = _text(said, now, columns=("album_artist",))
    other = _text(said, now, columns=("artist",))
    if own is None or other is None:
        return None
    own, other = (each if isinstance(each, Condition) else matched(each) for each in (own, other))
    return Condition(f"({own.sql} OR (album_artist = '' AND {other.sql}))", (*own.values, *other.values))


def _like(text: str) -> str:
    """For LIKE … ESCAPE '!'."""
    return re.sub(r"([%_!])", r"!\1", text)


_LONGEST = 4_000
"""Characters that are looked for; SQLite takes patterns of 50,000 bytes."""


def _containing(column: str, text: str, *, folder: bool = False) -> Condition:
    """Rows whose text has another in it; as a folder: before the last slash.

    SQLite by itself knows no case but that of ASCII: other texts are folded here, one by one. What is quick
    to tell comes first, as every path of a library is looked at.
    """
    as_text, as_bytes = "CAST(path AS TEXT)", "path"
    if column != "path":
        as_text, as_bytes = column, f"CAST({column} AS BLOB)"
    needle = folded(text)[:_LONGEST]
    inside, wanted = (
        ("instr({}, ?)", needle) if not folder else ("{} LIKE ? ESCAPE '!'", f"%{_like(needle)}%/%")
    )
    found = f"(length({as_bytes}) <> length({as_text}) AND {inside.format(f'folded({column})')})"
    if not needle.isascii():
        return Condition(found, (wanted,))
    quick = f"(instr(lower({as_text}), ?) AND {inside.format(f'lower({as_text})')})"
    return Condition(f"({quick} OR {found})", (needle, wanted, wanted))


def _comment(said: Narrowed, now: float) -> Meaning | None:
    if not said.value:
        return None
    if said.sign in ("=", "!="):
        return Condition("folded(comment) = ?", (folded(said.value),))
    inner = _containing("comment", said.value)
    return Condition(f"(comment <> '' AND {inner.sql})", inner.values)


def _path(said: Narrowed, now: float, *, folder: bool) -> Meaning | None:
    if not said.value:
        return None
    inner = _containing("path", said.value, folder=folder)
    # The indexes of paths have all that is needed here: the rows themselves are not read.
    return Condition(
        f"""id IN (SELECT id FROM tracks WHERE presence <> 'missing' AND {inner.sql}
            UNION ALL SELECT id FROM tracks WHERE presence = 'missing' AND {inner.sql})""",
        inner.values * 2,
    )


def _codec(said: Narrowed, now: float) -> Meaning | None:
    """By the codec or the ending of the file: m4a, aac and alac are all understood."""
    value = said.value.lower().lstrip(".")
    if not is_said(value):
        return None
    name = _like(value) if said.sign or said.whole else f"{_like(value)}%"
    return Condition(
        "(codec LIKE ? ESCAPE '!' OR CAST(path AS TEXT) LIKE ? ESCAPE '!')", (name, f"%.{_like(value)}")
    )


def _tag(said: Narrowed, now: float) -> Meaning | None:
    """A tag that listening found, by the beginning of one of its words; "guitar>0.5": at least so sure."""
    found = re.fullmatch(r"(.*?)(?:>=?(\d*[.,]?\d+))?", said.value)
    if found is None or not is_said(found[1]):
        return None
    name = folded(found[1]).strip()
    # First as they are usually written, which is quicker to tell than anything without case.
    usual = dict.fromkeys((name, name.title(), name.capitalize()))
    quick = " OR ".join("instr(tags, ?)" for _ in usual)
    inner = f"({quick}) AND (instr(lower(tags), ?) OR instr(lower(tags), ?))"
    wanted: tuple[str | float, ...] = (*usual, f'"{name}', f" {name}")
    if found[2]:
        inner += """ AND EXISTS (SELECT 1 FROM json_each(tags) AS tag
            WHERE instr(' ' || lower(json_extract(tag.value, '$[0]')), ?)
            AND json_extract(tag.value, '$[1]') >= ?)"""
        wanted += (f" {name}", float(found[2].replace(",", ".")))
    return _heard(Condition(inner, wanted))


def _heard(condition: Condition) -> Condition:
    return Condition(f"id IN (SELECT track_id FROM track_facts WHERE {condition.sql})", condition.values)


# Numbers and times ----------------------------------------------------------------------------------------


def _inside(expression: str, span: Span) -> Condition:
    bounds = [(">=", span.low), ("<", span.high)]
    said = [(f"{expression} {sign} ?", bound) for sign, bound in bounds if math.isfinite(bound)]
    if not said:
        return Condition(f"{expression} IS NOT NULL")
    text = " AND ".join(sql for sql, _ in said)
    return Condition(f"({text})" if len(said) > 1 else text, tuple(bound for _, bound in said))


def _number(said: Narrowed, now: float, *, expression: str, read: Reading) -> Meaning | None:
    if said.value.lower() == "none":
        return Condition(f"{expression} IS NULL")
    span = values.span("" if said.sign in ("=", "!=") else said.sign, said.value, read)
    return None if span is None else _inside(expression, span)


def _rating(said: Narrowed, now: float) -> Meaning | None:
    """No stars are no rating."""
    if said.value == "0" and said.sign in ("", "=", "!="):
        return Condition("rating IS NULL")
    return _number(said, now, expression="rating", read=values.exact)


def _fact(said: Narrowed, now: float, *, expression: str, read: Reading) -> Meaning | None:
    inner = _number(said, now, expression=expression, read=read)
    return _heard(inner) if isinstance(inner, Condition) else None


def _bpm(said: Narrowed, now: float) -> Meaning | None:
    """As it is shown: where the tags do not say, what was heard."""
    written = _number(said, now, expression="bpm", read=values.rounded)
    heard = _fact(said, now, expression="tempo", read=values.rounded)
    if not isinstance(written, Condition) or not isinstance(heard, Condition):
        return None
    if said.value.lower() == "none":
        return Condition("(bpm IS NULL AND id NOT IN (SELECT track_id FROM track_facts WHERE tempo > 0))")
    return Condition(f"({written.sql} OR (bpm IS NULL AND {heard.sql}))", (*written.values, *heard.values))


def _time(said: Narrowed, now: float, *, expression: str) -> Meaning | None:
    if said.value.lower() in ("never", "none"):
        return Condition(f"{expression} IS NULL")
    sign = "" if said.sign in ("=", "!=") else said.sign
    span = values.age(sign, said.value, now) or values.span(sign, said.value, partial(values.moment, now=now))
    return None if span is None else _inside(expression, span)


def _date(said: Narrowed, now: float) -> Meaning | None:
    """The date as it is written in the tags, compared from the left: "1998-04" is all of that April."""
    if not re.fullmatch(r"[\d-]*(\.\.[\d-]*)?", said.value) or not is_said(said.value):
        return None
    first, dots, last = said.value.partition("..")
    last = last if dots else first
    after = f"{last}\x7f"
    low, high = {"<": ("0", first), "<=": ("0", after), ">": (after, ":"), ">=": (first, ":")}.get(
        said.sign, (first or "0", after if last else ":")
    )
    return Condition("(date >= ? AND date < ?)", (low, high))


# Yes and no -----------------------------------------------------------------------------------------------

LOSSLESS = ("flac", "alac", "wavpack", "ape", "tta", "pcm", "dsd")
_IS: Mapping[str, tuple[str, str]] = {
    "loved": ("loved = 1", "rated"),
    "rated": ("rating IS NOT NULL", "rated"),
    "played": ("play_count > 0", "played"),
    "skipped": ("skip_count > 0", "played"),
    "offline": ("presence = 'offline'", ""),
    "present": ("presence = 'present'", ""),
    "compilation": ("compilation = 1", ""),
    "broken": ("error <> ''", ""),
    "part": ("part > 0", ""),
    "lossless": (f"codec IN ({', '.join(map(repr, LOSSLESS))})", ""),
    "heard": ("id IN (SELECT track_id FROM track_facts)", "facts"),
}
_HAS: Mapping[str, tuple[str, str]] = {
    **{
        name: (f"{name} <> ''", "")
        for name in ("title", "artist", "album", "genre", "composer", "comment", "date")
    },
    "albumartist": ("album_artist <> ''", ""),
    "cover": ("has_cover = 1", ""),
    "year": ("year IS NOT NULL", ""),
    "track": ("track_no IS NOT NULL", ""),
    "disc": ("disc_no IS NOT NULL", ""),
    "bpm": ("bpm IS NOT NULL", ""),
    "gain": ("track_gain IS NOT NULL", ""),
    "rating": ("rating IS NOT NULL", "rated"),
    "plays": ("play_count > 0", "played"),
    "tag": ("id IN (SELECT track_id FROM track_facts WHERE tags <> '[]')", "facts"),
    "tempo": ("id IN (SELECT track_id FROM track_facts WHERE tempo IS NOT NULL)", "facts"),
}
_NO = {name: (f"NOT {sql}" if sql.startswith("id IN") else f"({sql}) IS NOT TRUE", kind)
       for name, (sql, kind) in _HAS.items()}  # fmt: skip
_SAME = {"embedded": "cover", "picture": "cover", "replaygain": "gain", "tags": "tag", "love": "loved"}


def _flag(said: Narrowed, now: float, *, flags: Mapping[str, tuple[str, str]]) -> Meaning | None:
    name = said.value.lower()
    found = flags.get(_SAME.get(name, name))
    return Condition(found[0]) if found else None


def _loved(said: Narrowed, now: float) -> Meaning | None:
    match said.value.lower():
        case "1" | "yes" | "true":
            return Condition("loved = 1")
        case "0" | "no" | "false":
            return Condition("loved = 0")
    return None


# The table ------------------------------------------------------------------------------------------------


def _of(expression: str, read: Reading = values.exact, touched: str = "") -> Field:
    return Field(partial(_number, expression=expression, read=read), touched)


def _words(*columns: str) -> Field:
    return Field(partial(_text, columns=columns))


FIELDS: Mapping[str, Field] = {
    "title": _words("title"),
    "artist": _words("artist", "album_artist"),
    "albumartist": Field(_album_artist),
    "album": _words("album"),
    "genre": _words("genre"),
    "composer": _words("composer"),
    "comment": Field(_comment),
    "path": Field(partial(_path, folder=False)),
    "folder": Field(partial(_path, folder=True)),
    "codec": Field(_codec),
    "year": _of("year", values.year),
    "decade": _of("year", values.decade),
    "date": Field(_date),
    "track": _of("track_no"),
    "disc": _of("disc_no"),
    "bpm": Field(_bpm, "facts"),
    "length": _of("nullif(duration, 0)", values.length),
    "bitrate": _of("nullif(bitrate, 0)", values.kilobits),
    "samplerate": _of("nullif(sample_rate, 0)", values.hertz),
    "channels": _of("nullif(channels, 0)"),
    "rating": Field(_rating, "rated"),
    "loved": Field(_loved, "rated"),
    "plays": _of("play_count", touched="played"),
    "skips": _of("skip_count", touched="played"),
    "played": Field(partial(_time, expression="last_played"), "played"),
    "added": Field(partial(_time, expression="added_at")),
    "modified": Field(partial(_time, expression="mtime_ns / 1e9")),
    "tag": Field(_tag, "facts"),
    "tempo": Field(partial(_fact, expression="tempo", read=values.rounded), "facts"),
    "loudness": Field(partial(_fact, expression="loudness", read=values.rounded), "facts"),
    "brightness": Field(partial(_fact, expression="brightness", read=values.rounded), "facts"),
    "energy": Field(partial(_fact, expression="energy", read=values.exact), "facts"),
    "is": Field(partial(_flag, flags=_IS)),
    "has": Field(partial(_flag, flags=_HAS)),
    "no": Field(partial(_flag, flags=_NO)),
}
_ALIASES = {
    "performer": "artist",
    "file": "path",
    "filename": "path",
    "dir": "folder",
    "format": "codec",
    "duration": "length",
    "stars": "rating",
    "playcount": "plays",
    "skipcount": "skips",
    "lastplayed": "played",
    "tags": "tag",
}


def known(name: str) -> str | None:
    """The field of a name, in lower case and without underscores."""
    name = _ALIASES.get(name, name)
    return name if name in FIELDS else None


def touched_by(said: Narrowed) -> str:
    """Which `Kind` of change, beside the tags', may change what a condition finds; "" for none."""
    if said.field in ("is", "has", "no"):
        name = said.value.lower()
        flags = _IS if said.field == "is" else _HAS
        return flags.get(_SAME.get(name, name), ("", ""))[1]
    return FIELDS[said.field].touched


def may_become(said: Narrowed) -> bool:
    """Whether more letters can make a value of what is none yet: "is:lov", "added:3", "length:>10:"."""
    if said.field in ("is", "has", "no"):
        names = (*(_IS if said.field == "is" else _HAS), *_SAME)
        return any(name.startswith(said.value.lower()) for name in names)
    return bool(re.fullmatch(r"[-+\d.,:/]*(\.\.)?[-+\d.,:/a-z]{0,2}", said.value)) or any(
        word.startswith(said.value.lower()) for word in ("today", "yesterday", "never", "none", "yes", "no")
    )
