"""`rediscover`: what one owns and has not heard for long, or ever."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.commands.answers import Answer, UsageError, open_library, open_store
from core.commands.looking import find
from core.commands.options import count, within
from core.domain import Timestamp, Track
from core.library import playlist_files
from core.library.radios import Steering
from core.library.tracks import Library
from core.settings import Places, Settings

if TYPE_CHECKING:
    from core.explore.rediscovery.mood import Feeling
    from core.explore.rediscovery.rediscovery import Rediscovery, Shelf


@dataclass(frozen=True, slots=True)
class Wanted:
    """shelf: its key; all where "". mood: energy and brightness, each -1 to 1. like: a word for a track.

    dial: how far a surprise leads, 0 to 1; None for somewhat.
    """

    shelf: str = ""
    count: int = 10
    mood: tuple[float, float] | None = None
    like: str = ""
    dial: float | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "shelf", nargs="?", default="", metavar="SHELF", help="one of them alone, by the word in brackets"
    )
    parser.add_argument("-n", "--n", type=count, default=10, metavar="N", dest="count", help="tracks of each")
    mood = parser.add_mutually_exclusive_group()
    mood.add_argument(
        "--mood", type=_pair, metavar="E,B", help="energy and brightness, each -1 to 1, as in --mood=-0.5,0.8"
    )
    mood.add_argument("--like", default="", metavar="TRACK", help="in the mood for what sounds like this")
    parser.add_argument(
        "--dial",
        type=within(0.0),
        default=None,
        metavar="X",
        help="how far surprises lead, 0: safe, 1: far",
    )
    parser.add_argument("--m3u", type=Path, metavar="FILE", help="also write a playlist")


def _pair(text: str) -> tuple[float, float]:
    energy, comma, brightness = text.partition(",")
    number = within(-1.0)
    if not comma:
        raise argparse.ArgumentTypeError(f"{text!r} is not two numbers with a comma")
    return number(energy), number(brightness)


def wanted_from(options: argparse.Namespace) -> Wanted:
    return Wanted(options.shelf, options.count, options.mood, options.like, options.dial)


def rediscover(
    places: Places, wanted: Wanted, *, m3u: Path | None = None, now: Timestamp | None = None
) -> Answer:
    """The shelves with the first tracks of each; a playlist of them too where m3u says."""
    from core.explore.rediscovery.rediscovery import KEYS

    if wanted.shelf and wanted.shelf not in KEYS:
        raise UsageError(f"there is no shelf {wanted.shelf!r}; there are {', '.join(KEYS)}")
    with open_library(places) as library:
        found = _rediscovery(places, library, wanted, Timestamp(time.time()) if now is None else now)
        keys = (wanted.shelf,) if wanted.shelf else KEYS
        shelves = [(shelf, _tracks(library, shelf)) for shelf in (found.shelf(k, wanted.count) for k in keys)]
    if m3u is not None:
        items = playlist_files.of_tracks(track for _, tracks in shelves for track in tracks)
        playlist_files.write(m3u, items, relative=False, ending=".m3u8")
    document = [_document(shelf, tracks) for shelf, tracks in shelves]
    return Answer(document, [line for shelf, tracks in shelves for line in _lines(shelf, tracks)])


def _rediscovery(places: Places, library: Library, wanted: Wanted, now: Timestamp) -> Rediscovery:
    from core.analysis import models
    from core.explore.ear.ear import load_ear
    from core.explore.memory.affinity import affinities
    from core.explore.rediscovery.rediscovery import DIAL, Rediscovery
    from core.explore.stock import load_stock

    mood = _feeling(library, wanted)
    settings = Settings.load(places.settings_file)
    steering = Steering(spoken=settings.spoken, christmas=settings.christmas)
    with open_store(places) as store:
        ear = load_ear(library, store, models.ear_models(places.models))
    dial = DIAL if wanted.dial is None else wanted.dial
    known = affinities(library, now)
    return Rediscovery(library, ear, load_stock(library), known, now, mood, dial=dial, steering=steering)


def _feeling(library: Library, wanted: Wanted) -> Feeling:
    from core.explore.rediscovery.mood import Alike, Mood

    if wanted.like:
        return Alike(find(library, wanted.like).id)
    return Mood(*wanted.mood) if wanted.mood is not None else None


def _tracks(library: Library, shelf: Shelf) -> list[Track]:
    return library.tracks([item.track_id for item in shelf.items])


def _document(shelf: Shelf, tracks: Sequence[Track]) -> dict[str, Any]:
    items = [
        {
            "id": track.id,
            "path": str(track.path),
            "artist": track.artist,
            "title": track.title,
            "reason": str(item.reason),
        }
        for track, item in zip(tracks, shelf.items, strict=True)
    ]
    return {
        "shelf": shelf.key,
        "title": str(shelf.title),
        "subtitle": str(shelf.subtitle),
        "items": items,
        "needs": str(shelf.needs or ""),
    }


def _lines(shelf: Shelf, tracks: Sequence[Track]) -> list[str]:
    head = f"{shelf.title} · {shelf.subtitle}  [{shelf.key}]"
    if shelf.needs is not None:
        return [head, f"     {shelf.needs}", ""]
    listed = [
        f"{place:>3}. {track.artist or '?'} – {track.title}  ·  {item.reason}"
        for place, (track, item) in enumerate(zip(tracks, shelf.items, strict=True), start=1)
    ]
    return [head, *listed, ""]
