"""Why a track does not play: an answer for any track, the reason that stands first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.domain import TrackId
from core.explore.ear.components import TAGS
from core.explore.radio.explain import Explainer, Liked, Reason, titled
from core.explore.stock import RadioTrack
from core.library.bans import Ban, BanKind
from core.texts import Text, marked

LACKING = 0.75
"""A track lacks what it is further away in than the tracks ahead are, by so much of a calibrated distance."""
LACKS_SHOWN = 2
SOON = 20
"""A rule keeps a track back only if it is among so many nearest; else it is simply further away."""


class Verdict(StrEnum):
    """In the order in which they are asked: of several the first is told."""

    AWAY = "away"
    """Its file is not there, or cannot be read."""
    UNHEARD = "unheard"
    SILENT = "silent"
    COMING = "coming"
    SEED = "seed"
    REFUSED = "refused"
    """Told "not this", here or for good."""
    SKIPPED = "skipped"
    REMOVED = "removed"
    BANNED = "banned"
    PLAYED = "played"
    SPOKEN = "spoken"
    CHRISTMAS = "christmas"
    OUTSIDE = "outside"
    """Not among what the filter finds."""
    VERSION = "version"
    """Another version of the song plays."""
    ARTIST = "artist"
    ALBUM = "album"
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a radio knows of a track that is asked about; what does not hold stays as it is here.

    track: None for one that is not in the stock. coming: its place in the plan, 1 plays next. played_ago:
    how many tracks ago it played, 1 for the last one. refused: 1 in this radio, 2 for good. only: the query
    that leaves it out. version: the track that plays, or played, in its place. artist_wait, album_wait: how
    many tracks must play before its artist or album may come again. place: where it stands by score among
    the `of` that may play, 1 the nearest. familiar: what was asked for that it is not, -1 what is known, 1
    what is new. energy: likewise, -1 calmer, 1 livelier.
    """

    track: RadioTrack | None
    heard: bool = True
    silent: bool = False
    coming: int | None = None
    seed: bool = False
    refused: int = 0
    skipped: bool = False
    removed: bool = False
    ban: Ban | None = None
    played_ago: int | None = None
    spoken: bool = False
    christmas: bool = False
    only: str = ""
    version: RadioTrack | None = None
    artist_wait: int = 0
    album_wait: int = 0
    place: int | None = None
    of: int = 0
    familiar: int = 0
    energy: int = 0


@dataclass(frozen=True, slots=True)
class WhyNot:
    """text: the answer. lines: more of it, a sentence each. lacks: of "timbre", "rhythm", "harmony", "tags"
    what it is clearly further away in than the tracks ahead. reason: its nearest like, with both moments;
    None where it was not heard or nothing is liked. ban: the one to lift. other: the version that plays.
    """

    verdict: Verdict
    text: Text
    lines: tuple[Text, ...] = ()
    lacks: tuple[str, ...] = ()
    place: int | None = None
    of: int = 0
    reason: Reason | None = None
    ban: Ban | None = None
    other: TrackId | None = None


def why_not(
    explainer: Explainer, standing: Standing, likes: Sequence[Liked], plan: Sequence[RadioTrack] = ()
) -> WhyNot:
    """plan: the tracks ahead, to compare it with; a few say enough. Takes a few ms at any size of library."""
    track, verdict = standing.track, _verdict(standing)
    other = standing.version.id if verdict is Verdict.VERSION and standing.version else None
    ban = standing.ban if verdict is Verdict.BANNED else None
    if track is None or track.id not in explainer.ear:
        return WhyNot(verdict, _in_words(standing, verdict), ban=ban, other=other)
    (reason,) = explainer.explain([track], likes)
    lacks = _lacking(explainer, reason, plan, likes) if verdict is Verdict.FURTHER else ()
    lines = _more(standing, verdict, reason, lacks)
    text = _in_words(standing, verdict)
    shown = reason if reason.liked is not None else None
    return WhyNot(verdict, text, lines, lacks, standing.place, standing.of, shown, ban, other)


def _verdict(it: Standing) -> Verdict:
    soon = it.place is not None and it.place <= SOON
    asked = {
        Verdict.AWAY: it.track is None,
        Verdict.UNHEARD: not it.heard,
        Verdict.SILENT: it.silent,
        Verdict.COMING: it.coming is not None,
        Verdict.SEED: it.seed,
        Verdict.REFUSED: it.refused > 0,
        Verdict.SKIPPED: it.skipped,
        Verdict.REMOVED: it.removed,
        Verdict.BANNED: it.ban is not None,
        Verdict.PLAYED: it.played_ago is not None,
        Verdict.SPOKEN: it.spoken,
        Verdict.CHRISTMAS: it.christmas,
        Verdict.OUTSIDE: bool(it.only),
        Verdict.VERSION: it.version is not None,
        Verdict.ARTIST: soon and it.artist_wait > 0 and it.artist_wait >= it.album_wait,
        Verdict.ALBUM: soon and it.album_wait > 0,
    }
    return next((verdict for verdict, holds in asked.items() if holds), Verdict.FURTHER)


def _lacking(
    explainer: Explainer, reason: Reason, plan: Sequence[RadioTrack], likes: Sequence[Liked]
) -> tuple[str, ...]:
    """What it is clearly further away in than the tracks ahead; without any, than two songs usually are."""
    usual: dict[str, list[float]] = {}
    for ahead in explainer.explain([track for track in plan if track.id in explainer.ear], likes):
        for name, distance in ahead.aspects:
            usual.setdefault(name, []).append(distance)
    excess = {
        name: distance - (sum(near) / len(near) if (near := usual.get(name)) else 0.0)
        for name, distance in reason.aspects
    }
    named = sorted((name for name in excess if excess[name] >= LACKING), key=lambda name: -excess[name])
    return tuple(named[:LACKS_SHOWN])


# -- in words ------------------------------------------------------------------------------------------


def _in_words(it: Standing, verdict: Verdict) -> Text:
    if verdict is Verdict.BANNED and it.ban is not None:
        return _banned(it.ban)
    if verdict is Verdict.VERSION and it.version is not None:
        return marked("Another version of it plays: {title}.", title=titled(it.version))
    return (
        _counted(it, verdict)
        or {
            Verdict.AWAY: marked("Its file is not there now, or cannot be read."),
            Verdict.UNHEARD: marked("It has not been listened to yet."),
            Verdict.SILENT: marked("It is silent."),
            Verdict.SEED: marked("This radio began with it."),
            Verdict.SKIPPED: marked("You skipped it soon after it began."),
            Verdict.REMOVED: marked("You took it out of this radio."),
            Verdict.SPOKEN: marked("It is taken for spoken word, which this radio leaves out."),
            Verdict.CHRISTMAS: marked("It is taken for Christmas music, which plays in December alone."),
            Verdict.OUTSIDE: marked("It is not among what “{query}” finds.", query=it.only),
        }[verdict]
    )


def _counted(it: Standing, verdict: Verdict) -> Text | None:
    if verdict is Verdict.COMING:
        return _coming(it.coming or 1)
    if verdict is Verdict.PLAYED:
        return _played(it.played_ago or 1)
    if verdict is Verdict.REFUSED:
        return (
            marked("You said that you do not like it.")
            if it.refused > 1
            else marked("You told this radio: not this.")
        )
    if verdict is Verdict.ARTIST:
        return marked("Its artist plays too near: it may come after %Ln track(s).", count=it.artist_wait)
    if verdict is Verdict.ALBUM:
        return marked("Its album plays too near: it may come after %Ln track(s).", count=it.album_wait)
    if verdict is Verdict.FURTHER:
        return _further(it)
    return None


def _coming(place: int) -> Text:
    if place == 1:
        return marked("It plays next.")
    return marked("It comes, after %Ln other(s).", count=place - 1)


def _played(ago: int) -> Text:
    if ago == 1:
        return marked("It has just played.")
    return marked("It played %Ln track(s) ago.", count=ago)


def _further(it: Standing) -> Text:
    if it.place is None:
        return marked("Others are nearer.")
    return marked("Others are nearer: it is number {place} of {of}.", place=f"{it.place:,}", of=f"{it.of:,}")


def _banned(ban: Ban) -> Text:
    if ban.kind is BanKind.ARTIST:
        return marked("You never want to hear {name} here.", name=ban.name)
    if ban.kind is BanKind.ALBUM:
        return marked("You never want to hear the album “{name}” here.", name=ban.name)
    if ban.kind is BanKind.GENRE:
        return marked("You never want to hear the genre {name} here.", name=ban.name)
    if ban.kind is BanKind.FOLDER:
        return marked("You never want to hear the folder {name} here.", name=ban.name)
    return marked("You never want to hear it here.")


_ASPECTS = {
    "timbre": marked("timbre"),
    "rhythm": marked("rhythm"),
    "harmony": marked("harmony"),
    TAGS: marked("style"),
}


def _more(it: Standing, verdict: Verdict, reason: Reason, lacks: Sequence[str]) -> tuple[Text, ...]:
    """What else would have to be so, and what it is nearest to."""
    said = []
    if len(lacks) == 2:
        one, other = (_ASPECTS[name] for name in lacks)
        said.append(marked("What plays is nearer in {one} and {other}.", one=one, other=other))
    elif lacks:
        said.append(marked("What plays is nearer in {what}.", what=_ASPECTS[lacks[0]]))
    if verdict is Verdict.FURTHER:
        said += _steered(it)
    if reason.liked is not None and verdict in _BY_SOUND:
        said.append(marked("Of what you like it is nearest to {part}.", part=reason.where))
    return tuple(said)


def _steered(it: Standing) -> list[Text]:
    said = []
    if it.familiar:
        known = marked("You asked for what you know, and it is new to you.")
        said.append(known if it.familiar < 0 else marked("You asked for what is new, and you know it."))
    if it.energy:
        calmer = marked("You asked for calmer music, and it is livelier.")
        said.append(calmer if it.energy < 0 else marked("You asked for livelier music, and it is calmer."))
    return said


_BY_SOUND = (Verdict.FURTHER, Verdict.ARTIST, Verdict.ALBUM, Verdict.OUTSIDE)
"""Where it helps to know what it sounds like."""
