"""Why a track plays: what it is like and which part of it, what both share, and what else brought it here."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from core.domain import SONGLETS, Seconds, Timestamp, TrackId
from core.explore.ear.spans import songlets_in
from core.explore.radio import likeness
from core.explore.radio.likeness import Part, Usual, shared_tags, span
from core.explore.radio.rules import Broken, album_key, artist_keys
from core.explore.stock import RadioTrack
from core.texts import Text, marked

if TYPE_CHECKING:
    from core.explore.ear.ear import Ear
    from core.explore.memory.affinity import Affinity

__all__ = ["Explainer", "Known", "Liked", "Origin", "Reason", "clock", "relaxations", "shared_tags"]

KEPT = Broken()
"""No rule was broken."""

CLOSE_PART = 0.85
"""A pick that is close in all, and a part of which has this cosine to a part of the liked song, is told to be
almost like it."""
BETWEEN = 0.25
"""Two likes lie equally near when their fused distances (about spread 1) differ by less."""
NOTES = 2
"""So many remarks beside what a pick is like: more is not read."""
FOND = 0.4
"""An affinity from which something can be said to have been liked."""
LONG_AGO = 365 * 86_400.0


class Origin(StrEnum):
    """How something came to be liked."""

    SEED = "seed"
    SAID = "said"
    """Told with a heart, here or for good."""
    FINISHED = "finished"
    """Heard to its end in this radio."""
    PLAYED = "played"
    """Played a moment ago, in a radio that travels."""
    HISTORY = "history"
    """Known from what was played and loved before."""


@dataclass(frozen=True, slots=True)
class Liked:
    """A liked track, or a part of one."""

    track: RadioTrack
    origin: Origin = Origin.SEED
    start: Seconds | None = None
    """With `end`, the part that is meant; None for the whole song."""
    end: Seconds | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a radio knows of a pick besides its sound. affinity: None where it was never played or judged.

    further: adventure passed over nearer tracks for it. energy: -1 or 1 where it was taken for being calmer
    or livelier. familiar: -1 or 1 where it was taken for being known or new. now: the radio's time; None for
    the clock's.
    """

    broken: Broken = KEPT
    affinity: Affinity | None = None
    further: bool = False
    energy: int = 0
    familiar: int = 0
    now: Timestamp | None = None


NOTHING_KNOWN = Known()
NOWHERE = marked("nothing")


@dataclass(frozen=True, slots=True)
class Reason:
    """The liked song that is nearest to the pick, and the songlets of both that are most alike, as times.

    liked: None only where nothing is liked. likeness: the songlets' centred cosine, -1 to 1; 0 where the
    leading model heard nothing. shared: tags that both bear. like: what it is like. relaxed: the rules that
    could not be kept. notes: what else they share, how they differ, what steering or memory did; up to two.
    beside: a second like that is as near. alike: of "timbre", "rhythm", "harmony" those in which the two are
    clearly nearer than usual. aspects: (name, calibrated distance) of all that were heard, nearest first.
    distance: fused, about mean 0 and spread 1; inf where unknown. where: the liked song and the place in it.
    text: all in one English line.
    """

    liked: TrackId | None
    songlet_liked: int
    songlet_pick: int
    liked_start: Seconds
    liked_end: Seconds
    pick_start: Seconds
    pick_end: Seconds
    likeness: float
    shared: tuple[str, ...]
    like: Text
    relaxed: tuple[Text, ...]
    notes: tuple[Text, ...] = ()
    beside: TrackId | None = None
    alike: tuple[str, ...] = ()
    aspects: tuple[tuple[str, float], ...] = ()
    distance: float = float("inf")
    where: Text = NOWHERE

    @property
    def text(self) -> str:
        both = (f"both {', '.join(self.shared)}",) if self.shared else ()
        return "; ".join((self.like, *both, *self.notes, *self.relaxed))


class Explainer:
    """Tells why, for one ear and stock; cheap to make, and to be kept while both last."""

    def __init__(self, ear: Ear, stock: Sequence[RadioTrack]) -> None:
        self.ear = ear
        self._tags = likeness.usual_tags(stock)

    @cached_property
    def _usual(self) -> Usual:
        return likeness.usual(self.ear)

    def explain(
        self, picks: Sequence[RadioTrack], likes: Iterable[Liked], known: Sequence[Known] = ()
    ) -> list[Reason]:
        """A reason for each pick, all of which must be in the ear; likes that are not are passed over.

        likes: a track that is liked twice (as a seed, and a part of it) may come twice. known: one for each
        pick, or none at all.
        """
        told = known or [NOTHING_KNOWN] * len(picks)
        heard = [like for like in likes if like.track.id in self.ear]
        if not heard or not picks:
            return [_of_nothing(self.ear, pick, one.broken) for pick, one in zip(picks, told, strict=True)]
        rows = [self.ear.row(pick.id) for pick in picks]
        liked = [self.ear.row(like.track.id) for like in heard]
        chosen = [
            _nearest(pick, heard, far, self._usual.loose)
            for pick, far in zip(picks, self.ear.between(rows, liked), strict=True)
        ]
        pairs = [(row, liked[near.place]) for row, near in zip(rows, chosen, strict=True)]
        return [
            self._reason(pick, heard, near, (pair[1], pair[0]), far, one)
            for pick, near, pair, far, one in zip(
                picks, chosen, pairs, likeness.aspects(self.ear, pairs), told, strict=True
            )
        ]

    def _reason(
        self,
        pick: RadioTrack,
        likes: Sequence[Liked],
        near: _Near,
        rows: tuple[int, int],
        aspects: Mapping[str, float],
        known: Known,
    ) -> Reason:
        like = likes[near.place]
        duration = like.track.duration
        within = slice(0, SONGLETS)
        if like.start is not None and like.end is not None:
            within = songlets_in(self.ear.lead.model, like.start, like.end, duration)
        part = likeness.nearest_parts(self.ear, *rows, within)
        start, end = span(self.ear, part.songlet_one, duration)
        place = _place(like, part, start)
        if like.start is not None and like.end is not None:
            start, end = like.start, like.end
        shared = shared_tags(pick, like.track, self._tags)
        alike = likeness.clearly_alike(aspects, self._usual)
        beside = None if near.beside is None else likes[near.beside].track
        return Reason(
            like.track.id,
            part.songlet_one,
            part.songlet_other,
            start,
            end,
            *span(self.ear, part.songlet_other, pick.duration),
            part.cosine,
            shared,
            _in_words(like, beside, place, _Nearness.of(near.distance, part, self._usual), known),
            relaxations(known.broken),
            _notes(pick, like.track, alike, known)[:NOTES],
            beside.id if beside else None,
            alike,
            tuple(sorted(aspects.items(), key=lambda aspect: aspect[1])),
            near.distance,
            place,
        )


@dataclass(frozen=True, slots=True)
class _Near:
    """place: of the nearest like. beside: of another that is as near, and not from the same album."""

    place: int
    beside: int | None
    distance: float


class _Nearness(Enum):
    """How near a pick is to what it is like, in words."""

    ALMOST, LIKE, FURTHER, LITTLE, NOT = range(5)

    @classmethod
    def of(cls, distance: float, part: Part, usual: Usual) -> _Nearness:
        known = math.isfinite(distance)
        if part.cosine < 0.0 or (known and distance > usual.far):
            return cls.NOT
        if not known:
            return cls.LIKE
        if distance > usual.loose:
            return cls.LITTLE
        if distance > usual.further:
            return cls.FURTHER
        return cls.ALMOST if distance <= usual.close and part.cosine >= CLOSE_PART else cls.LIKE


def _nearest(
    pick: RadioTrack, likes: Sequence[Liked], distances: likeness.Floats, near_enough: float
) -> _Near:
    # Of a pick that is liked itself, what else it is like says more.
    others = [place for place, like in enumerate(likes) if like.track.id != pick.id] or range(len(likes))
    order = sorted(others, key=lambda place: float(distances[place]))
    best, nearest = order[0], float(distances[order[0]])
    for place in order[1:]:
        if distances[place] > min(nearest + BETWEEN, near_enough):
            break
        if not _kindred(likes[best].track, likes[place].track):
            return _Near(best, place, nearest)
    return _Near(best, None, nearest)


def _kindred(one: RadioTrack, other: RadioTrack) -> bool:
    """Whether to lie between these two would say no more than to be like one."""
    same_album = bool(album_key(one.album)) and album_key(one.album) == album_key(other.album)
    return same_album or bool(artist_keys(one.artist) & artist_keys(other.artist)) or one.id == other.id


def _of_nothing(ear: Ear, pick: RadioTrack, broken: Broken) -> Reason:
    like = marked("nothing is liked yet")
    opening = span(ear, 0, pick.duration)
    return Reason(None, 0, 0, *opening, *opening, 0.0, (), like, relaxations(broken))


def clock(seconds: float) -> str:
    """250.4 -> "4:10"; 3725 -> "1:02:05"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


# -- in words ------------------------------------------------------------------------------------------


def titled(track: RadioTrack) -> Text:
    return marked("“{title}”", title=track.title) if track.title else marked("an untitled track")


def _in_words(like: Liked, beside: RadioTrack | None, place: Text, nearness: _Nearness, known: Known) -> Text:
    title = titled(like.track)
    if known.further and nearness in (_Nearness.FURTHER, _Nearness.LITTLE, _Nearness.NOT):
        return marked("a step further out from {part}", part=place)
    if nearness is _Nearness.NOT:
        return marked("a step away from {title}: nothing nearer is left", title=title)
    if beside is not None:
        return marked("between {one} and {other}", one=title, other=titled(beside))
    if like.origin is Origin.PLAYED:
        return marked("going on from {part}", part=place)
    if like.origin is Origin.FINISHED:
        return marked("like {part}, which you heard to the end", part=place)
    if like.origin is Origin.HISTORY and like.track.loved:
        return marked("like {part}, which you love", part=place)
    if nearness is _Nearness.ALMOST:
        return marked("almost like {part}", part=place)
    if nearness is _Nearness.LITTLE:
        return marked("a little like {part}", part=place)
    return marked("like {part}", part=place)


def _place(like: Liked, part: Part, start: Seconds) -> Text:
    """The part of a liked song that the pick is like, which begins at `start`."""
    title = titled(like.track)
    if like.start is not None:
        return marked("your moment in {title}", title=title)
    if part.cosine == 0.0:  # heard by other models alone: no part is known
        return title
    if part.songlet_one == 0:
        return marked("the opening of {title}", title=title)
    if part.songlet_one == SONGLETS - 1:
        return marked("the end of {title}", title=title)
    return marked("{title} from {start}", title=title, start=clock(start))


def _notes(pick: RadioTrack, like: RadioTrack, alike: Sequence[str], known: Known) -> tuple[Text, ...]:
    """The most telling first: what memory knows, what was steered, what is shared, what differs."""
    said = [_remembered(pick, known), _steered(known), _alike(alike)]
    apart = likeness.differences(pick, like)[:2]
    if len(apart) == 2:
        said.append(marked("but {one} and {other}", one=apart[0], other=apart[1]))
    elif apart:
        said.append(marked("but {how}", how=apart[0]))
    return tuple(text for text in said if text is not None)


def _remembered(pick: RadioTrack, known: Known) -> Text | None:
    fond, last = known.affinity, pick.last_played
    if fond is not None and fond.last is not None:
        last = fond.last
    now = time.time() if known.now is None else known.now
    if fond is not None and last is not None and now - last > LONG_AGO:
        year = time.localtime(last).tm_year
        if pick.loved:
            return marked("you loved it, and have not heard it since {year}", year=year)
        if fond.value >= FOND:
            return marked("you liked it in {year}, and have not heard it since", year=year)
    if known.familiar > 0 and not pick.play_count and not (fond and fond.plays):
        return marked("new to you")
    if known.familiar < 0 and pick.loved:
        return marked("one that you love")
    if known.familiar < 0 and fond is not None and fond.plays > 1:
        return marked("one that you know well")
    return None


def _steered(known: Known) -> Text | None:
    if known.energy < 0:
        return marked("calmer, as you asked")
    if known.energy > 0:
        return marked("livelier, as you asked")
    return None


def _alike(aspects: Sequence[str]) -> Text | None:
    """Written out: other languages bend each of them in their own way."""
    return {
        ("timbre",): marked("alike in timbre"),
        ("rhythm",): marked("alike in rhythm"),
        ("harmony",): marked("alike in harmony"),
        ("rhythm", "timbre"): marked("alike in timbre and rhythm"),
        ("harmony", "timbre"): marked("alike in timbre and harmony"),
        ("harmony", "rhythm"): marked("alike in rhythm and harmony"),
    }.get(tuple(sorted(aspects)))


def relaxations(broken: Broken) -> tuple[Text, ...]:
    """What the library was too small for, in words."""
    said = []
    if broken.repeat:
        said.append(marked("played before: everything else has been heard"))
    if broken.version:
        said.append(marked("another version of a song already played: little else is left"))
    if broken.artist is not None:
        said.append(_again_by_artist(broken.artist))
    elif broken.album is not None:
        said.append(_again_from_album(broken.album))
    return tuple(said)


def _again_by_artist(tracks: int) -> Text:
    if tracks == 1:
        return marked("same artist again: your library has few others near here")
    return marked("same artist again after %Ln track(s): your library has few others near here", count=tracks)


def _again_from_album(tracks: int) -> Text:
    if tracks == 1:
        return marked("same album again: your library has few others near here")
    return marked("same album again after %Ln track(s): your library has few others near here", count=tracks)
