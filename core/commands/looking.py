"""`search`, `info`, and how a word on the command line names a track."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.commands.answers import (
    Answer,
    all_tracks,
    at_home,
    clock,
    holds,
    listed,
    open_library,
    open_store,
    row_of,
)
from core.domain import Track, TrackId
from core.errors import UserError
from core.library import search as searching
from core.library.tracks import Library
from core.settings import Places

if TYPE_CHECKING:
    from core.analysis.store import AnalysisStore

MOST = 2**63 - 1
"""No database has a greater id."""
NAMED = 4
"""How many candidates an ambiguous search names."""


def search(places: Places, query: str) -> Answer:
    """The tracks that match, best order first; none is an answer too."""
    with open_library(places) as library:
        tracks = all_tracks(library, library.order(query))
    rows, lines = [row_of(track) for track in tracks], [listed(track) for track in tracks]
    return Answer(rows, lines, searching.problems(query))


def info(places: Places, what: str) -> Answer:
    """What is known of one track; of a file outside the library, what its tags say."""
    with open_library(places) as library:
        track = _track_at(library, what)
        if track is None and holds(Path.is_file, at_home(Path(what))):
            document = _file_info(at_home(Path(what)).resolve())
        else:
            track = track or find(library, what)
            document = row_of(track) | _kept_facts(library, track)
            with open_store(places) as store:
                document["heard"] = _heard(store, track)
    return Answer(document, _told(document))


def _file_info(path: Path) -> dict[str, Any]:
    from core.library import tags

    try:
        said, stream = tags.read(path)
    except tags.Unreadable as problem:
        raise UserError(f"{path} cannot be read: {problem}") from problem
    return {"id": None, "path": str(path), "tags": asdict(said), "stream": asdict(stream)}


def _kept_facts(library: Library, track: Track) -> dict[str, Any]:
    said, stream = library.tags(track.id)
    facts = library.facts([track.id]).get(track.id)
    plays = [asdict(play) for play in library.plays(track.id)]
    return {"tags": asdict(said), "stream": asdict(stream), "facts": facts and asdict(facts), "plays": plays}


def _heard(store: AnalysisStore, track: Track) -> dict[str, str]:
    """Model name -> the pass it has heard the track in."""
    from core.analysis import models

    if track.audio_id is None:
        return {}
    passes = {name: store.passes(name).get(track.audio_id) for name in models.NAMES}
    return {name: level.name.lower() for name, level in passes.items() if level is not None}


def find(library: Library, word: str) -> Track:
    """The one track that a path, a track id or a search names. Raises UserError for none or many."""
    track = _track_at(library, word)
    if track is not None:
        return track
    if holds(Path.is_file, file := at_home(Path(word))):
        raise UserError(f"{file.resolve()} is not in the library; add its folder: meander add DIR")
    for problem in searching.misunderstood(word):
        raise problem
    ids = library.order(word)
    if len(ids) == 1:
        return library.track(TrackId(ids[0]))
    if not ids:
        raise UserError(f"Nothing in the library matches {word!r}; see `meander search`.")
    few = "; ".join(
        f"{t.id} {t.artist} – {t.title}" for t in library.tracks([TrackId(i) for i in ids[:NAMED]])
    )
    more = "" if len(ids) <= NAMED else "; …"
    raise UserError(f"{word!r} matches {len(ids)} tracks; name one by its id: {few}{more}")


def _track_at(library: Library, word: str) -> Track | None:
    """By path, then by id. A file that has gone is still known by its path."""
    path = at_home(Path(word))
    if path.is_absolute() or holds(Path.is_file, path):
        for name in _names_of(path):
            if track := library.by_path(name):
                return track
    if word.isdecimal() and int(word) <= MOST:
        return next(iter(library.tracks([TrackId(int(word))])), None)
    return None


def _names_of(path: Path) -> Iterator[Path]:
    """Names under which the library may list a file: only links above its folders are resolved."""
    path = path.absolute()
    for folder in (path, *path.parents):
        with suppress(OSError):
            yield folder.resolve() / path.relative_to(folder)


def _told(document: dict[str, Any]) -> list[str]:
    """One line per thing that is known; what tags say follows the rest."""
    flat = {key: value for key, value in document.items() if key not in ("tags", "stream", "plays")}
    for part in ("stream", "tags"):
        flat |= {key: value for key, value in document.get(part, {}).items() if key not in flat}
    known = {key.replace("_", " "): text for key, value in flat.items() if (text := _in_words(key, value))}
    width = max(len(key) for key in known)
    return [f"{key:<{width}}  {text}" for key, text in known.items()]


def _in_words(key: str, value: Any) -> str:
    """Empty for what is not known."""
    if value is None or value is False or (not value and isinstance(value, str | list | tuple | dict)):
        return ""
    if key == "duration":
        return clock(value)
    if key in ("added_at", "last_played"):
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(value))
    if isinstance(value, dict):
        return ", ".join(f"{k} {text}" for k, inner in value.items() if (text := _in_words(k, inner)))
    if isinstance(value, list | tuple):
        return "; ".join(_in_words("", inner) for inner in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
