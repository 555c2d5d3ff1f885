"""Histories of ListenBrainz (JSON, JSON lines, the export's zip) and Last.fm (exporters' JSON and CSV)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.domain import Timestamp
from core.errors import UserError
from core.library.foreign import Export, Song, songs_of, unreadable, when

Play = tuple[Song, Timestamp]

_COLUMNS = {
    "artist": ("artist", "artist_name", "artist name"),
    "title": ("track", "title", "name", "song", "track_name", "track name"),
    "album": ("album", "album_name", "album name", "release"),
    "at": ("uts", "timestamp", "date", "utc_time", "time", "played at", "listened_at"),
}
_DATES = ("%d %b %Y %H:%M", "%d %b %Y, %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%m/%d/%Y %H:%M")
_LARGEST = 2 << 30
"""Bytes that a zip may unpack to."""


def read_zip(path: Path) -> Export:
    """ListenBrainz's export: listens/<year>/<month>.jsonl and feedback.jsonl."""
    plays: list[Play] = []
    loved: list[Song] = []
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise UserError("{file} unpacks to more than can be read.", file=path)
            for name in sorted(archive.namelist()):
                if name.endswith((".jsonl", ".json")):
                    with archive.open(name) as file:
                        found = list(_records(io.TextIOWrapper(file, "utf-8", "replace")))
                    plays += _listens(found)
                    loved += _feedback(found)
    except (zipfile.BadZipFile, ValueError, EOFError) as problem:
        raise unreadable(path, "ListenBrainz", problem) from problem
    return Export("listenbrainz", _said(path, plays, loved))


def read_json(path: Path) -> Export:
    """One JSON value, or one on each line."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            found = list(_records(file))
    except ValueError as problem:
        raise unreadable(path, "ListenBrainz / Last.fm", problem) from problem
    if any("track_metadata" in record for record in found):
        return Export("listenbrainz", _said(path, list(_listens(found)), list(_feedback(found))))
    return Export("lastfm", _said(path, list(_scrobbles(found))))


def read_csv(path: Path) -> Export:
    """Last.fm's exporters: with a heading in any order, or `artist,album,title,date` without one."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        head = file.readline()
        file.seek(0)
        separator = max(",;\t", key=head.count)
        try:
            rows = list(csv.reader(file, delimiter=separator))
        except csv.Error as problem:
            raise unreadable(path, "Last.fm", problem) from problem
    places = _places(rows[0]) if rows else {}
    if {"artist", "title", "at"} <= places.keys():
        rows = rows[1:]
    else:
        places = {"artist": 0, "album": 1, "title": 2, "at": 3}
    return Export("lastfm", _said(path, list(_lines(rows, places))))


def _said(path: Path, plays: list[Play], loved: Iterable[Song] = ()) -> list[Song]:
    songs = [*songs_of(iter(plays)), *loved]
    if not songs:
        raise UserError("{file} is from no player or service that Meander knows.", file=path)
    return songs


# -- JSON ----------------------------------------------------------------------------------------------------


def _records(file: Iterable[str]) -> Iterator[dict[str, Any]]:
    lines = iter(file)
    first = next(lines, "")
    try:
        found = [json.loads(first)]
        found += [json.loads(line) for line in lines if line.strip()]
    except json.JSONDecodeError:
        found = [json.loads(first + "".join(lines))]
    for value in found:
        yield from _flat(value)


def _flat(value: Any) -> Iterator[dict[str, Any]]:
    """The records in a value, in whatever lists and pages they lie."""
    if isinstance(value, list):
        for each in value:
            yield from _flat(each)
    elif isinstance(value, dict):
        inner = next(
            (
                value[key]
                for key in ("scrobbles", "track", "tracks", "listens")
                if isinstance(value.get(key), list)
            ),
            None,
        )
        if inner is None:
            yield value
        else:
            yield from _flat(inner)


def _listens(records: Iterable[dict[str, Any]]) -> Iterator[Play]:
    for record in records:
        about, at = record.get("track_metadata"), _time(record.get("listened_at"))
        if isinstance(about, dict) and at is not None:
            yield _song(about.get("artist_name"), about.get("track_name"), about.get("release_name")), at


def _feedback(records: Iterable[dict[str, Any]]) -> Iterator[Song]:
    for record in records:
        about = record.get("track_metadata")
        if record.get("score") == 1 and isinstance(about, dict):
            song = _song(about.get("artist_name"), about.get("track_name"), about.get("release_name"))
            song.loved = True
            yield song


def _scrobbles(records: Iterable[dict[str, Any]]) -> Iterator[Play]:
    for record in records:
        said = {key.lower(): value for key, value in record.items()}
        at = next((time for name in _COLUMNS["at"] if (time := _time(said.get(name))) is not None), None)
        values = [
            next((said[name] for name in _COLUMNS[what] if name in said), "")
            for what in ("artist", "title", "album")
        ]
        if at is not None and values[1]:
            yield _song(*map(_named, values)), at


def _named(value: Any) -> str:
    """A name, or the name in Last.fm's {"#text": name}."""
    if isinstance(value, dict):
        value = value.get("#text") or value.get("name")
    return value if isinstance(value, str) else ""


def _song(artist: Any, title: Any, album: Any) -> Song:
    return Song(title=_named(title), artist=_named(artist), album=_named(album))


# -- CSV -----------------------------------------------------------------------------------------------------


def _places(heading: list[str]) -> dict[str, int]:
    names = [name.strip().lower().partition("#")[0] for name in heading]
    return {
        what: names.index(known[0])
        for what, candidates in _COLUMNS.items()
        if (known := [name for name in candidates if name in names])
    }


def _lines(rows: list[list[str]], places: dict[str, int]) -> Iterator[Play]:
    def cell(row: list[str], what: str) -> str:
        place = places.get(what, len(row))
        return row[place].strip() if place < len(row) else ""

    for row in rows:
        at = _time(cell(row, "at"))
        if at is not None and cell(row, "title") and cell(row, "artist"):
            yield Song(title=cell(row, "title"), artist=cell(row, "artist"), album=cell(row, "album")), at


def _time(said: Any) -> Timestamp | None:
    """Seconds or milliseconds since the epoch, or a date in UTC in one of the exporters' forms."""
    if isinstance(said, dict):
        said = said.get("uts") or said.get("#text")
    if isinstance(said, int | float) or (isinstance(said, str) and said.strip().isdecimal()):
        number = float(said)
        return when(number / 1000 if number > 1e11 else number)
    if not isinstance(said, str):
        return None
    for form in _DATES:
        try:
            return when(datetime.strptime(said.strip(), form).replace(tzinfo=UTC).timestamp())
        except ValueError:
            continue
    try:
        date = datetime.fromisoformat(said.strip())
    except ValueError:
        return None
    return when((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp())
