"""The words on the map: what tells its regions from one another far out, artists, albums and titles nearer.

Regions are the hills of the map itself: its points as a smoothed landscape, each place belonging to the peak
that one reaches by going up (mean shift on a grid). What a region is called is what distinguishes it from the
others: class-TF-IDF [Grootendorst 2022, arXiv 2203.05794], a region being a class and its genres and heard
tags the words,

    W(t, c) = tf(t, c) log(1 + A / f(t))

tf: the share of word t among those of class c; f: how often t comes in all classes; A: words per class on
average. Nothing here is drawn by chance: the same chart has the same words.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain import TrackId
from core.explore.map.chart import Chart
from core.explore.radio.rules import NOBODY, album_key
from core.explore.stock import RadioTrack
from core.folding import folded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PIECE = 2_000
"""Labels that are sorted at a time."""
REGION, ARTIST, ALBUM, TITLE = range(4)
GRID = 128
"""Cells across the map in which its landscape is looked at."""
WIDEST, NARROWEST = 10.0, 1.0
"""Cells by which the landscape is smoothed, from which it is made rougher until it has hills enough."""
REGIONS, GROWTH = 36, 0.45
"""Hills at most, far out. Fewer in a small library: by the root of its tracks, 8 of 345."""
PARTS, COMPANY = 216, 8
"""The same for artists, who are looked for in smaller hills."""
APART = 0.45
"""Two labels of one level and name are at least so far from one another, in units of the map."""
SECOND = 0.7
"""A second word joins the first where it distinguishes a region nearly as well, by this share."""
GENRE_WEIGHT = 1.0
"""What a track's genres weigh together; each heard tag weighs as much as the tagger is sure of it."""
FEWEST = 0.25
"""A word says what a region is like where at least this share of its tracks has it."""
SPECK, FEW = 0.1, 3
"""A hill of fewer tracks than this share of what hills have on average is none, nor one of fewer than FEW."""
ELSEWHERE = 0.5
SPREAD = 0.3
"""An album whose tracks lie further from its middle, by the median, has no place on the map."""


MEANING = {
    **dict.fromkeys(("man", "male"), "man"),
    **dict.fromkeys(("woman", "female"), "woman"),
    **dict.fromkeys(("vocal", "vocals", "vocalists", "voice", "voices", "singing", "singer"), "voice"),
    **dict.fromkeys(("beat", "beats"), "beat"),
}
"""Words of the taggers' that say one thing."""


class Label(NamedTuple):
    """A word at a place of the chart. level: REGION, ARTIST, ALBUM or TITLE, from far to near.

    weight: of two that overlap, the heavier one is shown; comparable within a level.
    """

    level: int
    x: float
    y: float
    text: str
    weight: float


def labels(chart: Chart, stock_by_id: Mapping[TrackId, RadioTrack]) -> tuple[Label, ...]:
    """All words of a chart, the heaviest first within each level.

    A library without genres is told apart by its heard tags, one without those by its artists.
    """
    if not len(chart):
        return ()
    ground = _Ground.of(chart, stock_by_id)
    return *_far(ground), *_artists(ground), *_albums(ground), *_titles(ground)


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """Where the tracks lie: of a track with moments, in the middle of them.

    tracks: t of them. xy: (t, 2). points: (n, 2) all points; track_of: (n,) the place of each in `tracks`.
    """

    tracks: Sequence[RadioTrack]
    xy: Floats
    points: Floats
    track_of: Ints

    @classmethod
    def of(cls, chart: Chart, stock_by_id: Mapping[TrackId, RadioTrack]) -> _Ground:
        ids, back = np.unique(chart.tracks, return_inverse=True)
        back = back.reshape(-1)
        points = chart.xy.astype(np.float64)
        counts = np.bincount(back)
        middles = np.stack([np.bincount(back, points[:, axis]) / counts for axis in (0, 1)], axis=1)
        tracks = [stock_by_id.get(TrackId(id)) or RadioTrack(TrackId(id)) for id in ids.tolist()]
        return cls(tracks, middles, points, back)


# -- regions -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Regions:
    """k regions, the largest first. of_track: (t,) where most of a track's points are. middles: (k, 2) the
    tops of the hills. tracks: (k,) how many are in each.
    """

    of_track: Ints
    middles: Floats
    tracks: Ints


def _wanted(ground: _Ground) -> int:
    return max(1, min(REGIONS, round(GROWTH * float(np.sqrt(len(ground.tracks))))))


def _regions(ground: _Ground, wanted: int) -> _Regions:
    """At most `wanted` hills."""
    low, high = ground.points.min(axis=0), ground.points.max(axis=0)
    per_unit = (GRID - 1) / max(float((high - low).max()), 1e-9)
    column, row = ((ground.points - low) * per_unit).astype(np.int64).T
    cell = row * GRID + column
    land = np.bincount(cell, minlength=GRID * GRID).reshape(GRID, GRID).astype(np.float64)
    peak_of = _fewer(land, wanted)[cell]
    peaks, region = np.unique(peak_of, return_inverse=True)
    middles = np.stack(
        [np.bincount(region, ground.points[:, axis]) / np.bincount(region) for axis in (0, 1)], axis=1
    )
    tops = low + (np.stack([peaks % GRID, peaks // GRID], axis=1) + 0.5) / per_unit
    of_track = _most(region.reshape(-1), ground.track_of, len(ground.tracks), len(peaks))
    return _by_size(of_track, (middles + tops) / 2)


def _fewer(land: Floats, wanted: int) -> Ints:
    """(GRID * GRID,) the peak that each cell belongs to: of the roughest landscape with few enough peaks."""
    best = _climbed(_smoothed(land, WIDEST), land)
    low, high = NARROWEST, WIDEST
    for _ in range(6):
        width = (low * high) ** 0.5
        tried = _climbed(_smoothed(land, width), land)
        if len(np.unique(tried[land.reshape(-1) > 0])) <= wanted:
            best, high = tried, width
        else:
            low = width
    return best


def _smoothed(land: Floats, width: float) -> Floats:
    """Blurred by a Gaussian of this standard deviation, in cells."""
    # By its frequencies: the threads of BLAS stall beside a busy worker. Padded, so that nothing comes round.
    padded = np.fft.rfft2(land, (2 * GRID, 2 * GRID))
    down, across = np.fft.fftfreq(2 * GRID), np.fft.rfftfreq(2 * GRID)
    kept = np.exp(-2.0 * (np.pi * width) ** 2 * (down[:, None] ** 2 + across[None, :] ** 2))
    return np.asarray(np.fft.irfft2(padded * kept)[:GRID, :GRID])


def _climbed(height: Floats, land: Floats) -> Ints:
    """For each cell the peak one gets to by always going to the highest cell around."""
    padded = np.pad(height, 1, constant_values=-1.0)
    steps = [(dy, dx) for dy in (0, -1, 1) for dx in (0, -1, 1)]  # stays where none is higher
    around = np.stack([padded[1 + dy : GRID + 1 + dy, 1 + dx : GRID + 1 + dx] for dy, dx in steps])
    best = np.array(steps)[around.argmax(axis=0)]
    row, column = np.indices(land.shape)
    to = ((row + best[..., 0]) * GRID + column + best[..., 1]).reshape(-1)
    for _ in range(2 * int(np.log2(GRID)) + 1):
        to = to[to]
    return np.asarray(to, np.int64)


def _most(region: Ints, track_of: Ints, tracks: int, regions: int) -> Ints:
    """(t,) the region that most points of each track are in."""
    pairs, counts = np.unique(track_of * regions + region, return_counts=True)
    order = np.lexsort((-pairs, counts))  # the last one written stays
    found = np.zeros(tracks, np.int64)
    found[pairs[order] // regions] = pairs[order] % regions
    return found


def _by_size(of_track: Ints, middles: Floats) -> _Regions:
    sizes = np.bincount(of_track, minlength=len(middles))
    order = np.lexsort((np.arange(len(sizes)), -sizes))
    order = order[sizes[order] > 0]
    rank = np.empty(len(sizes), np.int64)
    rank[order] = np.arange(len(order))
    return _Regions(rank[of_track], middles[order], sizes[order])


# -- words -------------------------------------------------------------------------------------------------

Words = Mapping[str, float]


def _sound(track: RadioTrack) -> Iterable[tuple[str, float]]:
    """Genres as written, then what was heard."""
    genres = track.genres or ((track.genre,) if track.genre else ())
    yield from ((genre, GENRE_WEIGHT / len(genres)) for genre in genres)
    yield from track.tags


def _artist(track: RadioTrack) -> Iterable[tuple[str, float]]:
    yield from ((track.artist, 1.0),) if track.artist else ()


def _far(ground: _Ground) -> list[Label]:
    """What the regions sound like; of a library that says nothing of that, whose they are."""
    coarse = _regions(ground, _wanted(ground))
    return _names(ground, coarse, _sound) or _names(ground, coarse, _artist)


def _names(
    ground: _Ground, regions: _Regions, words_of: Callable[[RadioTrack], Iterable[tuple[str, float]]]
) -> list[Label]:
    """The regions by what distinguishes them; no two near one another called the same. Specks have none."""
    classes, having, spelt = _counted(ground.tracks, words_of, regions)
    named = _Named(spelt)
    speck = max(FEW, SPECK * len(ground.tracks) / len(classes))
    for region, order in enumerate(class_tf_idf(classes)):
        size = int(regions.tracks[region])
        if size >= speck:
            fewest = max(min(2, size), FEWEST * size)
            usable = [(word, score) for word, score in order if having[region][word] >= fewest]
            named.name(regions.middles[region], usable, float(size))
    return named.found


def _counted(
    tracks: Sequence[RadioTrack],
    words_of: Callable[[RadioTrack], Iterable[tuple[str, float]]],
    regions: _Regions,
) -> tuple[list[dict[str, float]], list[dict[str, int]], dict[str, str]]:
    """For each region the weight of its words, and how many of its tracks have each; and how each word is
    mostly written.
    """
    places: list[int] = []
    names: list[str] = []
    weights: list[float] = []
    for at, track in enumerate(tracks):
        for name, weight in words_of(track):
            places.append(at)
            names.append(name)
            weights.append(weight)
    counts = Counter(names)
    spelt: dict[str, str] = {}
    for name, _ in counts.most_common():  # the first one wins
        spelt.setdefault(_word(name), name)
    for nobody in ("", *NOBODY):
        spelt.pop(nobody, None)
    words = list(spelt)
    number = {word: at for at, word in enumerate(words)}
    number_of = {name: number.get(_word(name), len(words)) for name in counts}
    width = len(words) + 1
    of_track = np.array(places, np.int64)
    word = np.fromiter((number_of[name] for name in names), np.int64, len(names))
    cell, back = np.unique(regions.of_track[of_track] * width + word, return_inverse=True)
    totals = np.bincount(back.reshape(-1), np.array(weights, np.float64))
    once = np.unique(of_track * width + word)  # a track may say a word twice, as a genre and as it was heard
    having = np.unique(regions.of_track[once // width] * width + once % width, return_counts=True)[1]
    classes: list[dict[str, float]] = [{} for _ in regions.middles]
    tracks_with: list[dict[str, int]] = [{} for _ in regions.middles]
    for at, total, count in zip(cell.tolist(), totals.tolist(), having.tolist(), strict=True):
        region, place = divmod(at, width)
        if place < len(words):
            classes[region][words[place]], tracks_with[region][words[place]] = total, count
    return classes, tracks_with, spelt


def _word(name: str) -> str:
    """ "Hip-Hop" and "hip hop" are one word."""
    return folded(name).replace("-", " ").strip()


def class_tf_idf(classes: Sequence[Words]) -> list[list[tuple[str, float]]]:
    """For each class its words with their weights W(t, c), the most distinguishing first; ties by word.

    classes: how often each word comes in a class; any positive numbers.
    """
    total: dict[str, float] = {}
    for words in classes:
        for word, count in words.items():
            total[word] = total.get(word, 0.0) + count
    average = sum(total.values()) / max(1, len(classes))
    rarity = {word: float(np.log1p(average / count)) for word, count in total.items()}
    ranked = []
    for words in classes:
        size = sum(words.values())
        scored = [(word, count / size * rarity[word]) for word, count in words.items()]
        ranked.append(sorted(scored, key=lambda pair: (-pair[1], pair[0])))
    return ranked


class _Named:
    """The names of regions given so far."""

    def __init__(self, spelt: Mapping[str, str]) -> None:
        self.found: list[Label] = []
        self._spelt = spelt

    def name(self, middle: Floats, ranked: Sequence[tuple[str, float]], weight: float) -> None:
        """By the best word, or two; one that is in a neighbour's name is not used, and where none is left the
        region stays without: its neighbour's name holds for it.
        """
        x, y = middle.tolist()
        near = [one.text for one in self.found if np.hypot(one.x - x, one.y - y) < APART]
        taken = {word for text in near for word in _said(text)}
        words = [(self._spelt[word], score) for word, score in ranked[:4]]
        for text in _candidates(words):
            if not taken.intersection(_said(text)):
                self.found.append(Label(REGION, x, y, text[:1].upper() + text[1:], weight))
                return


def _said(name: str) -> list[str]:
    """The words that a region's name is made of."""
    return [_word(word) for word in name.split(", ")]


def _candidates(words: Sequence[tuple[str, float]]) -> Iterable[str]:
    """Names from the best on."""
    if not words:
        return
    first, best = words[0]
    others = [(word, score) for word, score in words[1:] if not _alike(first, word)]
    close = [word for word, score in others if score >= SECOND * best]
    if close:
        yield f"{first}, {close[0]}"
    yield first
    yield from (f"{first}, {word}" for word, _ in others[:2])
    yield from (word for word, score in words[1:] if score >= best / 2)


def _alike(one: str, other: str) -> bool:
    """ "Romantic Classical" says "classical" already; a "male" voice is that of a "man"."""
    told = [{MEANING.get(word, word) for word in _word(name).split()} for name in (one, other)]
    return told[0] <= told[1] or told[1] <= told[0]


# -- artists, albums and titles ----------------------------------------------------------------------------


def _artists(ground: _Ground) -> list[Label]:
    """Each artist of two tracks and more, where most of them lie, and wherever else half as many do."""
    fine = _regions(ground, max(1, min(PARTS, len(ground.tracks) // COMPANY)))
    names = np.array([_by(track) for track in ground.tracks], np.str_)
    artists, of_track = np.unique(names, return_inverse=True)
    pair = of_track.reshape(-1) * len(fine.middles) + fine.of_track
    pairs, which, counts = np.unique(pair, return_inverse=True, return_counts=True)
    middles = np.stack(
        [np.bincount(which.reshape(-1), ground.xy[:, axis]) / counts for axis in (0, 1)], axis=1
    )
    artist = pairs // len(fine.middles)
    best = np.zeros(len(artists))
    np.maximum.at(best, artist, counts)
    shown = (counts >= 2) & (counts >= ELSEWHERE * best[artist]) & (artists[artist] != "")
    found: dict[str, list[Label]] = {}
    for at in np.flatnonzero(shown)[np.argsort(-counts[shown], kind="stable")].tolist():
        name, (x, y) = str(artists[artist[at]]), middles[at].tolist()
        own = found.setdefault(name, [])
        if all(np.hypot(one.x - x, one.y - y) >= APART for one in own):
            own.append(Label(ARTIST, x, y, name, float(counts[at])))
    return _heaviest_first([label for own in found.values() for label in own])


def _by(track: RadioTrack) -> str:
    return "" if folded(track.artist) in NOBODY else track.artist


def _albums(ground: _Ground) -> list[Label]:
    """Each album of two tracks and more that lie together: at the track in their middle."""
    members: dict[tuple[str, str], list[int]] = {}
    for place, track in enumerate(ground.tracks):
        if key := album_key(track.album):
            members.setdefault((key, folded(track.album_artist)), []).append(place)
    found = []
    for places in members.values():
        if len(places) < 2:
            continue
        xy = ground.xy[places]
        away = np.hypot(*(xy - np.median(xy, axis=0)).T)
        if np.median(away) <= SPREAD:
            x, y = xy[away.argmin()].tolist()
            found.append(Label(ALBUM, x, y, ground.tracks[places[0]].album, float(len(places))))
    return _heaviest_first(found)


def _titles(ground: _Ground) -> list[Label]:
    """Each track at its place; what is known best first."""
    found = [
        Label(TITLE, x, y, track.title, 1.0 + track.play_count + 3.0 * track.loved)
        for (x, y), track in zip(ground.xy.tolist(), ground.tracks, strict=True)
        if track.title
    ]
    return _heaviest_first(found)


def _heaviest_first(found: Sequence[Label]) -> list[Label]:
    """In pieces: to sort a hundred thousand in one go keeps every other thread waiting for a third of a
    second."""
    pieces = [sorted(found[at : at + PIECE], key=_heaviest) for at in range(0, len(found), PIECE)]
    return list(heapq.merge(*pieces, key=_heaviest))


def _heaviest(label: Label) -> tuple[float, str, float]:
    return -label.weight, label.text, label.x
