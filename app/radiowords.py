"""What radios and what they start from are called."""

from __future__ import annotations

from collections.abc import Sequence

from app import words
from app.choices import Choices
from app.words import tr
from core.explore.radio.seeds import Seed, SeedKind
from core.explore.radio.steering import Steering

MOMENT = 20.0
"""Seconds of a part that is meant where no part of the song is known to be meant."""


def name_of(seed: Seed) -> str:
    """ "Says", "Says from 4:10", "Your listening"."""
    if seed.kind is SeedKind.HISTORY:
        return tr("Your listening")
    name = seed.label or tr("%Ln track(s)", count=len(seed.tracks))
    if seed.kind is SeedKind.MOMENT and seed.start is not None:
        return tr("{title} from {start}").format(title=name, start=words.clock(seed.start))
    return name


def name_of_radio(seeds: Sequence[Seed], name: str = "") -> str:
    """name: the listener's own; without it the seeds tell: "Says", "Says and Marion", "Says and 3 more"."""
    if name or not seeds:
        return name or tr("Radio")
    first = name_of(seeds[0])
    if len(seeds) == 1:
        return first
    if len(seeds) == 2:
        return tr("{one} and {other}").format(one=first, other=name_of(seeds[1]))
    return tr("{one} and %Ln more", count=len(seeds) - 1).format(one=first)


def kind_of(kind: SeedKind) -> str:
    """In one word or two, for a chip or a tooltip."""
    return {
        SeedKind.TRACK: tr("Track", "a piece of music"),
        SeedKind.MOMENT: tr("Moment"),
        SeedKind.ALBUM: tr("Album"),
        SeedKind.ARTIST: tr("Artist"),
        SeedKind.GENRE: tr("Genre"),
        SeedKind.PLAYLIST: tr("Playlist"),
        SeedKind.SELECTION: tr("Selection"),
        SeedKind.HISTORY: tr("Your listening"),
    }[kind]


def usual_steering(choices: Choices) -> Steering:
    """How a new radio chooses: the rules of the settings, nothing steered."""
    now = choices.now
    return Steering(
        artist_gap=now.artist_gap, album_gap=now.album_gap, spoken=now.spoken, christmas=now.christmas
    )
