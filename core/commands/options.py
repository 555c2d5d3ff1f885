"""Arguments of `radio` and `why-not`: what to start from, and how to choose."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable

from core.commands.answers import UsageError
from core.commands.sowing import NEVER, Sown
from core.library.radios import Steering
from core.settings import Places, Settings

_NAMED = ("album", "artist", "genre", "playlist")
_DIALS = {
    "familiar": (-1.0, "-1: what you know well, 1: what is new to you"),
    "adventure": (0.0, "0: close, 1: adventurous"),
    "drift": (0.0, "0: steady, 1: travelling along"),
    "energy": (-1.0, "over the next hour, -1: calmer, 1: livelier"),
}
"""Steering by degrees: the lowest, and what it means."""
_STEERING = (*_DIALS, "only", "never", "artist_gap", "album_gap", "spoken", "christmas")


def add_seeds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "seeds", nargs="*", metavar="SEED", help="a file, a track id, or a search that finds one"
    )
    for kind in _NAMED:
        parser.add_argument(
            f"--{kind}", action="append", default=[], metavar="NAME", help=f"start from this {kind}, too"
        )
    parser.add_argument(
        "--moment", default="", metavar="FROM-TO", help="of the one SEED this part alone, as in 1:12-1:58"
    )


def add_steering(parser: argparse.ArgumentParser) -> None:
    for name, (low, text) in _DIALS.items():
        parser.add_argument(f"--{name}", type=within(low), default=0.0, metavar="X", help=text)
    parser.add_argument("--only", default="", metavar="QUERY", help="nothing but what this search finds")
    parser.add_argument(
        "--never",
        action="append",
        default=[],
        metavar="KIND=VALUE",
        help=f"none of this {', '.join(NEVER[:-1])} or {NEVER[-1]}",
    )
    for name in ("artist", "album"):
        parser.add_argument(
            f"--{name}-gap", type=count, default=None, metavar="N", help=f"one track of an {name} in any N"
        )
    parser.add_argument("--spoken", action="store_true", help="spoken word may come")
    parser.add_argument("--christmas", action="store_true", help="Christmas music may come in any month")


def rules_of(places: Places) -> Steering:
    """Radio's rules as the settings have them."""
    settings = Settings.load(places.settings_file)
    return Steering(
        artist_gap=settings.artist_gap,
        album_gap=settings.album_gap,
        spoken=settings.spoken,
        christmas=settings.christmas,
    )


def sown_from(options: argparse.Namespace, places: Places) -> Sown:
    """The rules of the settings hold where nothing else was said."""
    rules = rules_of(places)
    steering = Steering(
        **{name: getattr(options, name) for name in _DIALS},
        only=options.only,
        artist_gap=options.artist_gap or rules.artist_gap,
        album_gap=options.album_gap or rules.album_gap,
        spoken=options.spoken or rules.spoken,
        christmas=options.christmas or rules.christmas,
    )
    return Sown(
        options.seeds,
        options.album,
        options.artist,
        options.genre,
        options.playlist,
        options.moment,
        options.never,
        steering,
    )


def plain_seeds(options: argparse.Namespace) -> list[str]:
    """The tracks that `--plain` starts from. Raises UsageError where anything else was asked for."""
    other = any(getattr(options, name) for name in (*_NAMED, "moment", *_STEERING))
    if other or not options.seeds:
        raise UsageError("--plain starts from single tracks, and is not steered")
    return list(options.seeds)


def count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


def within(low: float) -> Callable[[str], float]:
    """A number from `low` to 1."""

    def number(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= 1.0:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {low:g} to 1")
        return value

    return number
