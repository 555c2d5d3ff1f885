"""Why a track plays: which liked song, which part of it, and what both share, in the listener's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.domain import SONGLETS, Seconds, TrackId
from core.explore.index import Index
from core.explore.rules import Broken, RadioTrack
from core.texts import Text, marked

KEPT = Broken()
"""No rule was broken."""

TAG_FLOOR = 0.15
"""A tag weaker than this is not worth naming."""
TAGS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """The liked song whose songlet is nearest to one of the pick's, both as time spans to be played.

    liked: None only where nothing is liked. likeness: their centred cosine, -1 to 1.
    shared: tags that both bear. like: what it is like. relaxed: the rules that could not be kept. text: all
    in one English line.
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

    @property
    def text(self) -> str:
        both = (f"both {', '.join(self.shared)}",) if self.shared else ()
        return "; ".join((self.like, *both, *self.relaxed))


def span(songlet: int, duration: Seconds) -> tuple[Seconds, Seconds]:
    """From when to when a songlet sounds: a tenth of the song each."""
    return Seconds(duration * songlet / SONGLETS), Seconds(duration * (songlet + 1) / SONGLETS)


def clock(seconds: float) -> str:
    """250.4 -> "4:10"; 3725 -> "1:02:05"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def explain(index: Index, pick: RadioTrack, likes: Sequence[RadioTrack], broken: Broken = KEPT) -> Reason:
    """likes and pick must be in the index; likes may be empty."""
    relaxed = relaxations(broken)
    if not likes:
        like = marked("nothing is liked yet")
        return Reason(None, 0, 0, *span(0, pick.duration), *span(0, pick.duration), 0.0, (), like, relaxed)
    # Of a pick that is liked itself, what else it is like says more.
    likes = [like for like in likes if like.id != pick.id] or likes
    songlets = index.songlets
    liked = songlets[[index.row(like.id) for like in likes]]
    cosines = np.einsum("msd,td->mst", liked, songlets[index.row(pick.id)])
    m, s, t = (int(i) for i in np.unravel_index(int(cosines.argmax()), cosines.shape))
    shared = shared_tags(pick, likes[m])
    return Reason(
        likes[m].id,
        s,
        t,
        *span(s, likes[m].duration),
        *span(t, pick.duration),
        float(cosines[m, s, t]),
        shared,
        _likeness_in_words(likes[m], s, float(cosines[m, s, t])),
        relaxed,
    )


def _likeness_in_words(like: RadioTrack, songlet: int, cosine: float) -> Text:
    title = marked("“{title}”", title=like.title) if like.title else marked("an untitled track")
    if cosine <= 0.0:
        return marked("a step away from {title}: nothing nearer is left", title=title)
    if songlet == 0:
        return marked("like the opening of {title}", title=title)
    if songlet == SONGLETS - 1:
        return marked("like the end of {title}", title=title)
    start = clock(span(songlet, like.duration)[0])
    return marked("like {title} from {start}", title=title, start=start)


def shared_tags(one: RadioTrack, other: RadioTrack) -> tuple[str, ...]:
    """The tags that both bear, by the weaker of the two, strongest first."""
    mine = dict(one.tags)
    strength = {name: min(value, mine.get(name, 0.0)) for name, value in other.tags}
    named = sorted(
        (name for name in strength if strength[name] >= TAG_FLOOR), key=lambda name: -strength[name]
    )
    return tuple(named[:TAGS_SHOWN])


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
