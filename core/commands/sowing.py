"""What a radio in the terminal starts from and obeys: words on the command line as seeds and bans."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.commands.answers import UsageError, at_home
from core.commands.lists import find_playlist
from core.commands.looking import find
from core.domain import TrackId
from core.errors import UserError
from core.library import search
from core.library.bans import Ban
from core.library.playlists import NodeKind, Playlists
from core.library.radios import Seed, SeedKind, Steering
from core.library.tracks import Library

NEVER = ("artist", "album", "genre", "folder", "track")
_TIME = re.compile(r"(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)|(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Sown:
    """What was asked for. tracks: words for single tracks; albums … playlists: names; moment: a part of the
    one track. never: KIND=VALUE words. Nothing at all: from the history.
    """

    tracks: Sequence[str] = ()
    albums: Sequence[str] = ()
    artists: Sequence[str] = ()
    genres: Sequence[str] = ()
    playlists: Sequence[str] = ()
    moment: str = ""
    never: Sequence[str] = ()
    steering: Steering = field(default_factory=Steering)


def part(text: str) -> tuple[float, float]:
    """ "1:12-1:58" -> (72.0, 118.0). Raises UsageError for what is no part of a song."""
    start, dash, end = text.partition("-")
    if (
        not dash
        or not (first := _TIME.fullmatch(start.strip()))
        or not (last := _TIME.fullmatch(end.strip()))
    ):
        raise UsageError(f"{text!r} is no part of a song; say it like 1:12-1:58")
    span = _seconds(first), _seconds(last)
    if span[0] >= span[1]:
        raise UsageError(f"{text!r} ends before it begins")
    return span


def _seconds(found: re.Match[str]) -> float:
    hours, minutes, seconds, alone = found.groups()
    return float(alone) if alone else 3600 * int(hours or 0) + 60 * int(minutes) + float(seconds)


def seeds(library: Library, sown: Sown) -> list[Seed]:
    """Raises UserError for a name that nothing bears, UsageError for a moment of none or several tracks."""
    if sown.moment and len(sown.tracks) != 1:
        raise UsageError("--moment means a part of one track; name just one")
    made = [_track_seed(library, word, sown.moment) for word in sown.tracks]
    for kind, names in (
        (SeedKind.ALBUM, sown.albums),
        (SeedKind.ARTIST, sown.artists),
        (SeedKind.GENRE, sown.genres),
    ):
        made += [Seed(kind, tuple(named(library, kind.value, name)), name) for name in names]
    made += [_playlist_seed(library, name) for name in sown.playlists]
    return made or [Seed.history()]


def _track_seed(library: Library, word: str, moment: str) -> Seed:
    track = find(library, word)
    if not moment:
        return Seed.track(track.id, track.title)
    start, end = part(moment)
    if 0 < track.duration <= start:
        raise UserError(f"“{track.title}” ends before {moment.partition('-')[0]}.")
    return Seed.moment(track.id, start, end, track.title)


def _playlist_seed(library: Library, name: str) -> Seed:
    lists = Playlists(library)
    try:
        node = find_playlist(lists, name)
        if node.kind is NodeKind.FOLDER:
            raise UserError(f"“{node.name}” is a folder of playlists; name one of them.")
        ids = tuple(dict.fromkeys(lists.track_ids(node.id)))
    finally:
        lists.close()
    if not ids:
        raise UserError(f"Nothing that can be played is in “{node.name}”.")
    return Seed(SeedKind.PLAYLIST, ids, node.name)


def named(library: Library, field: str, name: str) -> list[TrackId]:
    """The tracks with this artist, album or genre, or else with words of it. Raises UserError for none."""
    quoted = name.replace('"', " ").strip()
    for query in (f'{field}:="{quoted}"', f'{field}:"{quoted}"'):
        if quoted and (ids := library.order(query)):
            return [TrackId(id) for id in ids]
    raise UserError(f"No {field} in the library is called {name!r}; see `meander search`.")


def bans(library: Library, never: Sequence[str]) -> list[Ban]:
    """ "artist=Low" and the like as bans of this one list. Raises UsageError for another kind."""
    made = []
    for word in never:
        kind, sign, value = word.partition("=")
        if not sign or kind not in NEVER or not value.strip():
            raise UsageError(f"{word!r} is not KIND=VALUE, with KIND one of {', '.join(NEVER)}")
        made.append(_ban(library, kind, value.strip()))
    return made


def _ban(library: Library, kind: str, value: str) -> Ban:
    if kind == "track":
        return Ban.track(find(library, value).id)
    if kind == "folder":
        return Ban.folder(at_home(Path(value)).resolve())
    if kind == "album":
        return Ban.album(value)
    return Ban.artist(value) if kind == "artist" else Ban.genre(value)


def misread(query: str) -> tuple[str, ...]:
    """What of a filter was not understood, to be said beside the answer."""
    return tuple(search.problems(query)) if query else ()


def single(seeds: Sequence[Seed]) -> list[TrackId]:
    """Those that were named one by one."""
    return [seed.tracks[0] for seed in seeds if seed.kind in (SeedKind.TRACK, SeedKind.MOMENT)]


def check(seeds: Sequence[Seed], ear: Container[TrackId]) -> None:
    """Raises UserError for a single track that was not heard; of many, some may be unheard."""
    for seed in seeds:
        if single([seed]) and seed.tracks[0] not in ear:
            raise UserError(f"“{seed.label}” has not been heard yet; run meander analyse")
