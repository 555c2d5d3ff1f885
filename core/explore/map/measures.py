"""What is known of every track in numbers, as axes and colours of the map: tempo, loudness, year, heard tags.

A measure is drawn to scale, never by rank: twice as far means twice as much (or, on a logarithmic scale, the
same factor again). What is not known of a track is NaN, and it is left out rather than put somewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.analysis.store import AnalysisStore
from core.domain import AudioId, TrackId
from core.explore.map.chart import Axis, Chart
from core.explore.stock import RadioTrack
from core.texts import Text, marked

Floats = NDArray[np.float32]

TAG, CONFIDENCE = "tag:", "confidence"
"""Before the name of a heard tag, in the key of its measure; how sure the tagger is of the surest."""
COMMON = 0.01
"""A tag that fewer of the tracks are heard to have is no measure of the library."""
INSIDE = (1.0, 99.0)
"""Percentiles. One silent track, or one of two hours, must not squeeze all others into a corner: an axis ends
half a width beyond these at the latest, and what lies further out is drawn at its end."""
BEYOND = 0.5


class Scale(StrEnum):
    """How a value becomes a place on an axis."""

    LINEAR = "linear"
    LOG = "log"
    """Of values over 0."""
    COUNT = "count"
    """log(1 + n): of counts, which may be 0."""


@dataclass(frozen=True, slots=True)
class Measure:
    """key: as in `Sight.x`. unit: "" where the title says it; "date" for seconds since the epoch."""

    key: str
    title: Text
    unit: str
    scale: Scale = Scale.LINEAR


MEASURES: tuple[Measure, ...] = (
    Measure("tempo", marked("Tempo"), "bpm", Scale.LOG),
    Measure("loudness", marked("Loudness"), "dB"),
    Measure("brightness", marked("Brightness"), "Hz", Scale.LOG),
    Measure("energy", marked("Energy"), ""),
    Measure("year", marked("Year"), ""),
    Measure("added", marked("Added"), "date"),
    Measure("last_played", marked("Last played"), "date"),
    Measure("play_count", marked("Plays"), "", Scale.COUNT),
    Measure("rating", marked("Rating"), ""),
    Measure("duration", marked("Length"), "s", Scale.LOG),
)
"""Those that every library has. Tempo, brightness and length are heard by their ratios."""

_FIELDS = {"added": "added_at"}
_OVER_ZERO = frozenset({"tempo", "brightness", "duration", "year", "added"})
"""Where 0 means that it is not known."""


class HeardTags(NamedTuple):
    """How sure a tagger is of each of its tags, on average over a song: (t,) in 0 to 1 for each."""

    names: tuple[str, ...]
    means: Mapping[AudioId, Floats]


def heard_tags(
    store: AnalysisStore, model: str, names: Sequence[str], stock: Sequence[RadioTrack]
) -> HeardTags:
    """Of the tracks that `model`, a tagger whose tags are `names`, has heard."""
    audios = [track.audio_id for track in stock if track.audio_id is not None]
    return HeardTags(tuple(names), store.mean_tags(model, audios))


def measures(stock: Iterable[RadioTrack], mean_tags: HeardTags | None = None) -> tuple[Measure, ...]:
    """MEASURES, and each tag that is heard in the library: all of the tagger's, or else the surest ones that
    the library keeps of its tracks, the commonest first.
    """
    if mean_tags is not None and mean_tags.means:
        return (*MEASURES, *map(tag_measure, mean_tags.names))
    counts: Counter[str] = Counter()
    tracks = 0
    for track in stock:
        counts.update(name for name, _ in track.tags)
        tracks += 1
    common = [name for name, count in counts.most_common() if count >= COMMON * tracks]
    return (*MEASURES, *map(tag_measure, common))


def tag_measure(name: str) -> Measure:
    return Measure(TAG + name, named_tag(name), "")


def named(name: str) -> Text:
    """A name as a text, the same in every language."""
    return Text("{name}", {"name": name})


def named_tag(name: str) -> Text:
    """A tag as a text, said in the listener's language."""
    return Text("{tag}", {"tag": name})


def measure(key: str) -> Measure:
    """Raises KeyError for a key that no measure has."""
    if key.startswith(TAG):
        return tag_measure(key.removeprefix(TAG))
    return next((one for one in MEASURES if one.key == key), None) or _unknown(key)


def _unknown(key: str) -> Measure:
    raise KeyError(key)


def values(stock: Sequence[RadioTrack], key: str, mean_tags: HeardTags | None = None) -> Floats:
    """(n,) of each of `stock`, in the measure's unit; NaN where it is not known. Times are days since 1970:
    seconds would lose minutes in float32.

    Tags, 0 to 1: by `mean_tags` exactly; without, by the surest ones that the library keeps, where a tag that
    is not among them counts 0, and a track without any is not known. Raises KeyError for an unknown key.
    """
    if key.startswith(TAG):
        return _tag(stock, key.removeprefix(TAG), mean_tags)
    wanted = measure(key)
    known = attrgetter(_FIELDS.get(key, key))
    found = np.array([known(track) for track in stock], np.float64)  # None becomes NaN
    if key in _OVER_ZERO:
        found[~(found > 0)] = np.nan
    return np.asarray(found / DAY if wanted.unit == "date" else found, np.float32)


DAY = 86_400.0


def _tag(stock: Sequence[RadioTrack], name: str, mean_tags: HeardTags | None) -> Floats:
    if mean_tags is not None and name in mean_tags.names:
        place = mean_tags.names.index(name)
        nowhere = np.full(len(mean_tags.names), np.nan, np.float32)
        exact = (mean_tags.means.get(AudioId(t.audio_id or ""), nowhere)[place] for t in stock)
        return np.fromiter(exact, np.float32, len(stock))
    kept = (dict(t.tags).get(name, 0.0) if t.tags else np.nan for t in stock)
    return np.fromiter(kept, np.float32, len(stock))


def moment_values(
    store: AnalysisStore, model: str, chart: Chart, stock_by_id: Mapping[TrackId, RadioTrack], key: str
) -> Floats:
    """(n,) the activation of a tag (or of the strongest, for CONFIDENCE) in each moment of a chart, 0 to 1;
    NaN where the windows of a song were not kept, or `model` names nothing.

    Reads all windows of all songs: under a second for 10,000. Raises KeyError for another measure.
    """
    if not key.startswith(TAG) and key != CONFIDENCE:
        raise KeyError(key)
    found = np.full(len(chart), np.nan, np.float32)
    ids, firsts, counts = np.unique(chart.tracks, return_index=True, return_counts=True)
    for id, first, count in zip(ids.tolist(), firsts.tolist(), counts.tolist(), strict=True):
        track = stock_by_id.get(TrackId(id))
        windows = store.windows(track.audio_id, model) if track and track.audio_id else None
        if windows is None or windows.tags is None or not len(windows.starts):
            continue
        part = slice(first, first + count)
        nearest = np.searchsorted((windows.starts[1:] + windows.starts[:-1]) / 2, chart.starts[part])
        if key == CONFIDENCE:
            found[part] = windows.tags.max(axis=1)[nearest]
        elif (name := key.removeprefix(TAG)) in windows.tag_names:
            found[part] = windows.tags[nearest, windows.tag_names.index(name)]
    return found


def axis(key: str, known: Floats) -> Axis:
    """The axis on which these values (n,) of a measure fit, NaN left out: the values at -1 and 1.

    Always of some width, so that one value has its place too (0). Raises KeyError for an unknown key.
    """
    scale = measure(key).scale
    found = _scaled(known[np.isfinite(known)].astype(np.float64), scale)
    if not len(found):
        return Axis(key, 0.0, *map(float, _unscaled(np.array([0.0, 1.0]), scale)))
    first, last = np.percentile(found, INSIDE)
    low = max(float(found.min()), first - BEYOND * (last - first))
    high = min(float(found.max()), last + BEYOND * (last - first))
    if high - low < 1e-6 * max(1.0, abs(low)):
        low, high = low - 0.5, high + 0.5
    return Axis(key, 0.0, *map(float, _unscaled(np.array([low, high]), scale)))


def placed(known: Floats, on: Axis) -> Floats:
    """(n,) coordinates of values, -1 to 1, on an axis of `axis`; NaN stays NaN.

    What lies beyond the axis is at its end.
    """
    scale = measure(on.key).scale
    low, high = _scaled(np.array([on.low, on.high]), scale)
    share = (_scaled(known.astype(np.float64), scale) - low) / (high - low)
    return np.asarray(np.clip(2.0 * share - 1.0, -1.0, 1.0), np.float32)


def ticks(on: Axis, most: int = 6) -> list[tuple[float, float]]:
    """(coordinate -1 to 1, value) of round values on an axis, rising; at most about `most`."""
    scale = measure(on.key).scale
    if scale is Scale.LINEAR:
        round_ones = _round_values(on.low, on.high, most)
    else:
        round_ones = _round_ratios(max(on.low, 0.0), on.high, most, with_zero=scale is Scale.COUNT)
    places = placed(np.array(round_ones, np.float32), on)
    return [(float(place), value) for place, value in zip(places, round_ones, strict=True)]


def _round_values(low: float, high: float, most: int) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9))
    return [float(np.round(n * step, 9)) for n in range(first, last + 1)]


def _round_ratios(low: float, high: float, most: int, *, with_zero: bool) -> list[float]:
    """1, 2 and 5 times powers of ten, or powers alone where those are too many; evenly spaced where the axis
    spans too little for that.
    """
    lowest, highest = max(low, 1e-6), max(high, 1e-6)
    decades = range(int(np.floor(np.log10(lowest))), int(np.ceil(np.log10(highest))) + 1)
    for factors in ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,)):
        found = [f * 10.0**d for d in decades for f in factors if lowest <= f * 10.0**d <= highest]
        if with_zero:
            found = [0.0, *(value for value in found if value >= 1)] if low <= 0 else found
        if len(found) <= most:
            break
    return found if len(found) >= 3 else _round_values(low, high, most)


def _scaled(found: NDArray[np.float64], scale: Scale) -> NDArray[np.float64]:
    if scale is Scale.LINEAR:
        return found
    if scale is Scale.COUNT:
        return np.log1p(np.maximum(found, 0.0))
    return np.log(np.maximum(found, 1e-6))


def _unscaled(found: NDArray[np.float64], scale: Scale) -> NDArray[np.float64]:
    if scale is Scale.LINEAR:
        return found
    return np.expm1(found) if scale is Scale.COUNT else np.exp(found)
