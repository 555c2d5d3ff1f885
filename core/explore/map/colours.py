"""What the colours of the map can mean: genre, artist, rating, how long forgotten, how surely heard.

Every scheme sorts the points into a few groups, of which the legend tells; some are a scale besides. Colours
themselves are the window's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from core.domain import TrackId
from core.explore.map.measures import CONFIDENCE, TAG, HeardTags, measures, named, named_tag, values
from core.explore.stock import RadioTrack
from core.folding import folded
from core.texts import Text, marked

Floats = NDArray[np.float32]
Codes = NDArray[np.int16]

COMMONEST = 12
"""Groups with a colour of their own; the others share one."""
UNKNOWN = -1
DAY = 86_400.0
FORGETTING = 180.0
"""Days without it after which a track is half forgotten; as long as half of a like lasts (see `affinity`)."""
LATELY, GLOWING = 0.11, 0.6
"""On the scale of the forgotten glow: heard within a month; and long not heard, of what was liked."""
STEPS = 5


@dataclass(frozen=True, slots=True)
class Scheme:
    key: str
    title: Text


SCHEMES: tuple[Scheme, ...] = (
    Scheme("genre", marked("Genre")),
    Scheme("heard", marked("What was heard")),
    Scheme("artist", marked("Artist")),
    Scheme("album", marked("Album")),
    Scheme("decade", marked("Decade")),
    Scheme("rating", marked("Rating")),
    Scheme("plays", marked("Plays")),
    Scheme("last_played", marked("Forgotten glow")),
    Scheme(CONFIDENCE, marked("How surely heard")),
)
"""Those that do not depend on the library; `schemes` has the heard tags too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend. code: of its points; count: its tracks, or moments where those are told apart.
    key: the same from day to day.
    """

    label: Text
    count: int
    key: str
    code: int


@dataclass(frozen=True, slots=True, eq=False)
class Colouring:
    """What n points are to be coloured by.

    codes: (n,) the group of each, 0 and up in the order of `legend`; UNKNOWN has an entry too, the last,
    where any is. other: the code of what is too rare for a colour of its own, or None. values: of a scale,
    (n,) 0 to 1, NaN where not known, else None; low and high say what 0 and 1 are. The groups of a scale are
    its steps.
    """

    scheme: str
    codes: Codes
    legend: tuple[Entry, ...]
    values: Floats | None = None
    low: Text | None = None
    high: Text | None = None
    other: int | None = None


def schemes(stock: Iterable[RadioTrack], mean_tags: HeardTags | None = None) -> tuple[Scheme, ...]:
    """SCHEMES, and one for each tag that is heard in the library, the commonest first."""
    tags = (one for one in measures(stock, mean_tags) if one.key.startswith(TAG))
    return (*SCHEMES, *(Scheme(one.key, one.title) for one in tags))


def usual_scheme(stock: Sequence[RadioTrack]) -> str:
    """What tells most at first sight: genres where there are some, else what was heard, else artists."""
    genres = Counter(genre for track in stock for genre in _genres(track)[:1])
    if len(genres) > 1 and 2 * genres.total() >= len(stock):
        return "genre"
    return "heard" if any(track.tags for track in stock) else "artist"


def colour(
    scheme: str,
    tracks: NDArray[np.int64],
    stock_by_id: Mapping[TrackId, RadioTrack],
    *,
    now: float,
    mean_tags: HeardTags | None = None,
    at_points: Floats | None = None,
) -> Colouring:
    """The colouring of points whose tracks (n,) these are; a million moments cost what their tracks cost.

    now: seconds since the epoch, for what was played when. mean_tags: exact activations, see `values`.
    at_points: (n,) for tags and confidence, that of each moment instead of its track's mean; see
    `moment_values`. Raises KeyError for an unknown scheme.
    """
    if at_points is not None and (scheme.startswith(TAG) or scheme == CONFIDENCE):
        return _scale(scheme, at_points)
    ids, back = np.unique(tracks, return_inverse=True)
    stock = [stock_by_id.get(TrackId(id)) or RadioTrack(TrackId(id)) for id in ids.tolist()]
    if scheme.startswith(TAG):
        of_tracks = _scale(scheme, values(stock, scheme, mean_tags))
    elif scheme == CONFIDENCE:
        of_tracks = _scale(scheme, _confidence(stock, mean_tags))
    elif scheme == "last_played":
        of_tracks = _forgotten(stock, now)
    elif scheme in _STEPPED:
        of_tracks = _STEPPED[scheme](stock)
    else:
        of_tracks = _categories(scheme, stock)
    return _spread(of_tracks, back.reshape(-1))


def _spread(one: Colouring, back: NDArray[np.intp]) -> Colouring:
    """From tracks to points."""
    values = None if one.values is None else one.values[back]
    return Colouring(one.scheme, one.codes[back], one.legend, values, one.low, one.high, one.other)


# -- names -------------------------------------------------------------------------------------------------


def _genres(track: RadioTrack) -> tuple[str, ...]:
    return track.genres or ((track.genre,) if track.genre else ())


def _heard(track: RadioTrack) -> tuple[str, ...]:
    return tuple(name for name, _ in track.tags[:3])


def _artist(track: RadioTrack) -> tuple[str, ...]:
    """Of an album with guests, whose album it is; of a compilation, who plays."""
    return (track.artist,) if track.artist else ()


def _album(track: RadioTrack) -> tuple[str, ...]:
    return (track.album,) if track.album else ()


_NAMES: Mapping[str, Callable[[RadioTrack], tuple[str, ...]]] = {
    "genre": _genres,
    "heard": _heard,
    "artist": _artist,
    "album": _album,
}


def _categories(scheme: str, stock: Sequence[RadioTrack]) -> Colouring:
    """By name: a track belongs to the first of its names that is among the commonest.

    Names are compared folded, and shown as most of the tracks write them; albums by their folder too, for
    there is more than one "Greatest Hits".
    """
    names = [_NAMES[scheme](track) for track in stock]
    spelt: dict[str, Counter[str]] = {}
    keys: list[tuple[str, ...]] = []
    for track, written in zip(stock, names, strict=True):
        mark = f"\0{folded(track.album_artist)}" if scheme == "album" else ""
        own = tuple(folded(name) + mark for name in written)
        keys.append(own)
        for key, name in zip(own, written, strict=True):
            spelt.setdefault(key, Counter())[name] += 1
    firsts = Counter(own[0] for own in keys if own)
    common = sorted(firsts, key=lambda key: (-firsts[key], key))[:COMMONEST]
    code_of = {key: code for code, key in enumerate(common)}
    rest = len(common)
    codes = np.array([_code(own, code_of, rest) for own in keys], np.int16)
    said = named_tag if scheme == "heard" else named
    labels = [(said(spelt[key].most_common(1)[0][0]), key) for key in common]
    other = rest if (codes == rest).any() else None
    if other is not None:
        labels.append((marked("Other"), "other"))
    return Colouring(scheme, codes, _legend(codes, labels), other=other)


def _code(own: tuple[str, ...], code_of: Mapping[str, int], rest: int) -> int:
    if not own:
        return UNKNOWN
    return next((code_of[key] for key in own if key in code_of), rest)


def _legend(
    codes: Codes, labels: Sequence[tuple[Text, str]], unknown: Text | None = None
) -> tuple[Entry, ...]:
    """labels: of the codes 0 and up, with their keys."""
    counts = np.bincount(codes.astype(np.int64) + 1, minlength=len(labels) + 1).tolist()
    entries = [Entry(label, counts[code + 1], key, code) for code, (label, key) in enumerate(labels)]
    if counts[0]:
        entries.append(Entry(unknown or marked("Not known"), counts[0], "unknown", UNKNOWN))
    return tuple(entries)


# -- steps -------------------------------------------------------------------------------------------------


def _decade(stock: Sequence[RadioTrack]) -> Colouring:
    """All decades from the first to the last, in order; empty ones left out."""
    years = values(stock, "year")
    known = np.isfinite(years)
    starts = np.where(known, years // 10 * 10, 0).astype(np.int64)
    decades = np.unique(starts[known]).tolist()
    codes = np.where(known, np.searchsorted(decades, starts), UNKNOWN).astype(np.int16)
    labels = [(marked("{decade}s", decade=decade), str(decade)) for decade in decades]
    return Colouring("decade", codes, _legend(codes, labels), _over(codes, len(labels)), *_ends(labels))


def _rating(stock: Sequence[RadioTrack]) -> Colouring:
    """By whole stars, halves counted down; half a star is with one."""
    stars = values(stock, "rating")
    codes = np.where(np.isfinite(stars), np.clip(np.nan_to_num(stars), 1, 5) - 1, UNKNOWN).astype(np.int16)
    labels = [(marked("%Ln star(s)", count=n), str(n)) for n in range(1, 6)]
    shown = _legend(codes, labels, marked("Not rated"))
    scale = np.asarray((stars - 1.0) / 4.0, np.float32)
    return Colouring("rating", codes, shown, scale, *_ends(labels))


_PLAYS = (0, 1, 2, 5, 10, 20, 50)


def _plays(stock: Sequence[RadioTrack]) -> Colouring:
    """By counts that double or so, as a scale logarithmic: log(1 + n) over that of the most played."""
    counts = values(stock, "play_count")
    most = max(1.0, float(counts.max(initial=0.0)))
    used = [first for first in _PLAYS if first <= most]
    codes = (np.searchsorted(used, counts, "right") - 1).astype(np.int16)
    labels = [(_plays_text(first, used[n + 1 :]), str(first)) for n, first in enumerate(used)]
    scale = np.asarray(np.log1p(counts) / np.log1p(most), np.float32)
    ends = marked("Never played"), marked("%Ln play(s)", count=int(most))
    return Colouring("plays", codes, _legend(codes, labels), scale, *ends)


def _plays_text(first: int, more: Sequence[int]) -> Text:
    if not first:
        return marked("Never played")
    if not more:
        return marked("{first} or more plays", first=first) if first > 1 else marked("%Ln play(s)", count=1)
    last = more[0] - 1
    if first == last:
        return marked("%Ln play(s)", count=first)
    return marked("{first} to {last} plays", first=first, last=last)


_STEPPED: Mapping[str, Callable[[Sequence[RadioTrack]], Colouring]] = {
    "decade": _decade,
    "rating": _rating,
    "plays": _plays,
}


def _over(codes: Codes, steps: int) -> Floats:
    """(n,) codes as places on a scale, 0 to 1."""
    return np.where(codes < 0, np.nan, codes / max(1, steps - 1)).astype(np.float32)


def _ends(labels: Sequence[tuple[Text, str]]) -> tuple[Text | None, Text | None]:
    return (labels[0][0], labels[-1][0]) if labels else (None, None)


# -- scales ------------------------------------------------------------------------------------------------


def _scale(scheme: str, known: Floats) -> Colouring:
    """Activations, 0 to 1, from nothing to the highest there is, in equal steps."""
    top = float(np.nanmax(known, initial=0.0)) if np.isfinite(known).any() else 0.0
    scale = np.asarray(known / (top or 1.0), np.float32)
    steps = np.clip(np.nan_to_num(scale) * STEPS, 0, STEPS - 1)
    codes = np.where(np.isfinite(scale), steps, UNKNOWN).astype(np.int16)
    edges = [round(100 * top * n / STEPS) for n in range(STEPS + 1)]
    labels = [
        (marked("{low} to {high} %", low=low, high=high), str(n))
        for n, (low, high) in enumerate(pairwise(edges))
    ]
    ends = marked("{share} %", share=0), marked("{share} %", share=edges[-1])
    return Colouring(scheme, codes, _legend(codes, labels, marked("Not heard yet")), scale, *ends)


def _confidence(stock: Sequence[RadioTrack], mean_tags: HeardTags | None) -> Floats:
    """(n,) how sure the tagger is of the one tag it is surest of: its mean activation over the song, 0 to 1.

    The taggers are many yes-or-no answers, mostly no: their entropy says how few tags a song has rather than
    how sure each is, so the strongest answer speaks. Music unlike what a tagger was taught with gets weak
    ones.
    """
    if mean_tags is not None and mean_tags.means:
        best = {audio: float(means.max()) for audio, means in mean_tags.means.items() if len(means)}
        strongest = (best.get(t.audio_id, np.nan) if t.audio_id else np.nan for t in stock)
    else:
        strongest = (t.tags[0][1] if t.tags else np.nan for t in stock)
    return np.fromiter(strongest, np.float32, len(stock))


def _forgotten(stock: Sequence[RadioTrack], now: float) -> Colouring:
    """The forgotten glow. Played tracks alone are on the scale:

        value = gone (1 + liked) / 2,   gone = 1 - 2^(-days since it was last heard / FORGETTING)

    So what was heard lately is at 0 however much it is liked, what nobody misses ends in the middle, and what
    was loved or played much and has not been heard for long is near 1. liked: see `_liking`.
    """
    last = np.array([track.last_played for track in stock], np.float64)
    days = np.maximum(0.0, now - last) / DAY
    gone = 1.0 - np.exp2(-days / FORGETTING)
    glow = np.asarray(gone * (1.0 + _liking(stock)) / 2.0, np.float32)
    codes = np.full(len(stock), 3, np.int16)  # never played
    codes[np.isfinite(glow)] = 1
    codes[gone <= LATELY] = 0
    codes[glow >= GLOWING] = 2
    labels = [
        (marked("Heard lately"), "lately"),
        (marked("Some time ago"), "ago"),
        (marked("Liked, long not heard"), "forgotten"),
        (marked("Never played"), "never"),
    ]
    ends = marked("Heard lately"), marked("Liked, long not heard")
    return Colouring("last_played", codes, _legend(codes, labels), glow, *ends)


def _liking(stock: Sequence[RadioTrack]) -> NDArray[np.float64]:
    """(n,) 0 to 1: how far over a third the law of `affinity` puts it, (P - S) / (P + S + 2), by counts,
    which do not fade. One play says nothing yet.
    """
    facts = np.array(list(map(attrgetter("play_count", "skip_count", "loved"), stock)), np.float64)
    plays, skips, loved = facts.reshape(-1, 3).T
    stars = 1.5 * np.nan_to_num(values(stock, "rating") - 3.0)
    good = plays + 3.0 * loved + np.maximum(0.0, stars)
    bad = skips + np.maximum(0.0, -stars)
    return np.asarray(np.maximum(0.0, 1.5 * (good - bad) / (good + bad + 2.0) - 0.5))
