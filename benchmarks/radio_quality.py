"""What radio's scoring and the ear are worth, on a library that has been listened to.

    python -m benchmarks.radio_quality --data DIR [--models musicnn-mtt,musicnn-msd]
        [--label folder|artist|composer|album] [--split FOLDER,FOLDER,...] [--tastes 300]

A taste is M random tracks of one group (the tracks of one folder, artist, composer or album). On the same
tastes, for each way of scoring: the share of the group among the ten best (P@10), the average precision over
all (AP), and by how much the default's AP is better, ± one standard error of the difference. Then, of each
source and of the ear: the same for the ten nearest of every track, whether the first half of a track finds
its own second half first among all second halves (R@1, where windows were kept), how unevenly tracks are
near others (skewness of the 10-occurrence) and how many are nobody's neighbour.

--split measures twice, each time on a library of its own: the folders named, on which constants were chosen,
and the others, which confirm. Small libraries rank methods; they do not predict quality on another
collection.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.analysis.records import Trajectories, Windows
from core.analysis.store import AnalysisStore
from core.domain import AudioId, Seconds, Track
from core.explore.ear.ear import Ear
from core.explore.ear.sources import SPECTRAL
from core.explore.ear.subspace import plain_difference
from core.explore.ear.taste import Taste, score
from core.explore.radio.rules import album_key, artist_keys
from core.library.tracks import Library
from core.settings import Places

SIZES = (1, 2, 3, 5, 8, 10)
SHORTEST: Seconds = Seconds(30.0)
SPARE = 5
"""A group is asked about only where this many of it are left to be found."""

Scores = NDArray[np.floating]
Labels = NDArray[np.str_]
Method = Callable[[list[int]], Scores]


@dataclass(frozen=True, slots=True)
class Heard:
    """Recordings, each once, that every model has heard."""

    tracks: list[Track]
    ear: Ear
    store: AnalysisStore

    @property
    def audio_ids(self) -> list[AudioId]:
        return [track.audio_id for track in self.tracks if track.audio_id is not None]


def listen(tracks: Sequence[Track], store: AnalysisStore, models: Sequence[str]) -> Heard:
    """The ear of these tracks alone, as if they were the library."""
    heard = [store.trajectories(model, [t.audio_id for t in tracks if t.audio_id]) for model in models]
    sounds = store.sounds([track.audio_id for track in tracks if track.audio_id])
    common = set.intersection(*(set(one.audio_ids) for one in heard))
    first = {track.audio_id: track for track in reversed(tracks) if track.audio_id in common}
    kept = sorted(first.values(), key=lambda track: track.id)
    return Heard(kept, Ear.build(heard, sounds, [(track.id, track.audio_id) for track in kept]), store)


# -- tastes --------------------------------------------------------------------------------------------------


def methods(ear: Ear) -> dict[str, Method]:
    """Each gives (u,) scores for the liked rows; lower is nearer. The last is the default."""
    raw, pooled = ear.lead.raw[:], ear.pooled
    return {
        "plain D": lambda likes: plain_difference(raw, raw[likes]),
        "mean vector": lambda likes: -(pooled @ pooled[likes].mean(axis=0)),
        **{f"mean, {source.name}": _mean(source.name, ear) for source in ear.sources},
        "mean, ear": lambda likes: ear.distances(likes).mean(axis=0),
        "default": lambda likes: score(ear, Taste.of(likes)),
    }


def _mean(name: str, ear: Ear) -> Method:
    source = next(source for source in ear.sources if source.name == name)
    everyone = np.arange(ear.size)
    return lambda likes: source.usual.calibrated(source.distances(likes), likes, everyone).mean(axis=0)


def random_tastes(labels: Labels, size: int, count: int) -> Iterator[tuple[list[int], NDArray[np.bool_]]]:
    """(likes, rows of their group); groups come as often as they are large."""
    rng = np.random.default_rng(size)
    sizes = {label: number for label, number in Counter(labels.tolist()).items() if label}
    groups = sorted(label for label, number in sizes.items() if number >= size + SPARE)
    if not groups:
        return
    weights = np.array([sizes[group] for group in groups], float)
    for _ in range(count):
        inside = labels == rng.choice(groups, p=weights / weights.sum())
        yield rng.choice(np.flatnonzero(inside), size, replace=False).tolist(), inside


def average_precision(right: NDArray[np.bool_]) -> float:
    found: NDArray[np.floating] = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float(found[right].mean())


def measure(method: Method, labels: Labels, size: int, count: int) -> NDArray[np.float64]:
    """(tastes, 2) P@10 and AP."""
    found = []
    for likes, inside in random_tastes(labels, size, count):
        order = np.argsort(method(likes), kind="stable")
        right = inside[order[~np.isin(order, likes)]]
        found.append((float(right[:10].mean()), average_precision(right)))
    return np.array(found).reshape(-1, 2)


def report_tastes(heard: Heard, by: str, count: int) -> None:
    labels = np.array([label_of(track, by) for track in heard.tracks])
    groups = Counter(label for label in labels.tolist() if label)
    print(f"{len(heard.tracks)} recordings; {by}s: ", end="")
    print(", ".join(f"{Path(name).name} {number}" for name, number in groups.most_common(8)))
    print(f"P@10 AP (AP the default has more ± standard error); {count} tastes per M\n")
    ways = methods(heard.ear)
    best = {size: measure(ways["default"], labels, size, count) for size in SIZES}
    sizes = [size for size in SIZES if len(best[size])]
    print(f"{'':18}" + "".join(f"{f'M = {size}':>29}" for size in sizes))
    for name, method in ways.items():
        cells = []
        for size in sizes:
            found = measure(method, labels, size, count)
            more = best[size][:, 1] - found[:, 1]
            error = f" ±{_error(found[:, 1]):.3f}"
            gain = error if name == "default" else f" ({more.mean():+.3f} ±{_error(more):.3f})"
            cells.append(f"{found[:, 0].mean():.3f} {found[:, 1].mean():.3f}{gain}")
        print(f"{name:18}" + "".join(f"{cell:>29}" for cell in cells), flush=True)
    print()


def _error(values: NDArray[np.float64]) -> float:
    return float(values.std() / np.sqrt(len(values)))


# -- neighbours ----------------------------------------------------------------------------------------------


def skewness(counts: NDArray[np.int64]) -> float:
    spread = counts.std()
    return float(np.mean((counts - counts.mean()) ** 3) / spread**3) if spread else 0.0


def report_neighbours(heard: Heard, models: Sequence[str]) -> None:
    everyone = np.arange(heard.ear.size)
    folders, artists = (np.array([label_of(t, by) for t in heard.tracks]) for by in ("folder", "artist"))
    halves = _halves(heard, models)
    print(
        f"{'ten nearest':18}{'folder P@10':>14}{'artist P@5':>14}{'half R@1':>12}{'skew':>8}{'nobody’s':>10}"
    )
    ways = {source.name: source.distances for source in heard.ear.sources} | {"ear": heard.ear.distances}
    for name, far in ways.items():
        distances = np.array(far(everyone), np.float32)
        np.fill_diagonal(distances, np.inf)
        order = np.argsort(distances, axis=1, kind="stable")
        counts = np.bincount(order[:, :10].ravel(), minlength=len(order))
        cells = (
            f"{_share(order, folders, 10):14.3f}{_share(order, artists, 5):14.3f}{halves.get(name, '-'):>12}"
        )
        print(f"{name:18}{cells}{skewness(counts):8.2f}{(counts == 0).mean():10.1%}")
    print()


def _share(order: NDArray[np.intp], labels: Labels, first: int) -> float:
    """Of the `first` nearest, of tracks whose group has more than that many."""
    sizes = Counter(labels.tolist())
    asked = [row for row, label in enumerate(labels) if label and sizes[label] > first]
    return (
        float(np.mean([(labels[order[row, :first]] == labels[row]).mean() for row in asked]))
        if asked
        else np.nan
    )


def _halves(heard: Heard, models: Sequence[str]) -> dict[str, str]:
    """R@1 by each model and by the ear (its timbre apart, which is kept of whole songs)."""
    both: dict[str, list[Trajectories]] = {}
    for model in models:
        kept = {audio: heard.store.windows(audio, model) for audio in heard.audio_ids}
        if any(windows is None or len(windows.features) < 8 for windows in kept.values()):
            continue
        both[model] = [_half(model, kept, part) for part in (0, 1)]
    if not both:
        return {}
    joined = [_joined(parts) for parts in both.values()]
    ids = joined[0].audio_ids
    ear = Ear.build(joined, {}, [(track_id + 1, audio) for track_id, audio in enumerate(ids)])  # type: ignore[misc]
    half = len(ids) // 2
    first, second = np.arange(half), np.arange(half, 2 * half)
    recalls = {
        s.name: _recall(s.usual.calibrated(s.distances(first, second), first, second)) for s in ear.sources
    }
    return recalls | {"ear": _recall(ear.between(first, second))}


def _recall(distances: NDArray[np.floating]) -> str:
    return f"{float(np.mean(distances.argmin(axis=1) == np.arange(len(distances)))):.3f}"


def _half(model: str, found: dict[AudioId, Windows | None], part: int) -> Trajectories:
    songlets, pooled, ids = [], [], []
    for audio, windows in found.items():
        assert windows is not None
        middle = len(windows.features) // 2
        features = windows.features[:middle] if part == 0 else windows.features[middle:]
        edges = np.linspace(0, len(features), 11).astype(int)
        places = [
            slice(min(a, len(features) - 1), max(b, min(a, len(features) - 1) + 1))
            for a, b in pairwise(edges)
        ]
        sums = np.stack([features[place].sum(axis=0) for place in places])
        songlets.append(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))
        pooled.append(features.mean(axis=0))
        ids.append(AudioId(f"{audio}-{part}"))
    full = np.full(len(ids), 3, np.int8)
    return Trajectories(model, 1, ids, np.array(songlets, np.float32), np.array(pooled, np.float32), full)


def _joined(parts: Sequence[Trajectories]) -> Trajectories:
    one, other = parts
    return Trajectories(
        one.model,
        1,
        [*one.audio_ids, *other.audio_ids],
        np.concatenate([one.songlets, other.songlets]),
        np.concatenate([one.pooled, other.pooled]),
        np.concatenate([one.passes, other.passes]),
    )


def label_of(track: Track, by: str) -> str:
    """The group a track is in; "" where it is not known. An artist is none that is named after the folder."""
    if by == "folder":
        return str(track.path.parent)
    if by == "album":
        return album_key(track.album)
    if by == "composer" and track.composer:
        return track.composer.casefold()
    known = artist_keys(track.artist) and track.artist != track.path.parent.name
    return track.artist.casefold() if known else ""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", default="musicnn-mtt,musicnn-msd")
    parser.add_argument("--label", choices=("folder", "artist", "composer", "album"), default="folder")
    parser.add_argument("--split", default="", help="names of the folders on which constants were chosen")
    parser.add_argument("--tastes", type=int, default=300)
    options = parser.parse_args()
    places = Places(options.data, options.data)
    library, store = Library.open(places), AnalysisStore.open(places)
    rows = [row.id for row in library.radio_rows() if row.duration >= SHORTEST]
    tracks = library.tracks(rows)
    models = [m for m in (*options.models.split(","), SPECTRAL) if store.passes(m)]
    if not models:
        print(f"nothing in {options.data} was heard", file=sys.stderr)
        return 1
    chosen = set(filter(None, options.split.split(",")))
    parts = {"all": tracks}
    if chosen:
        parts = {
            "tuning": [track for track in tracks if track.path.parent.name in chosen],
            "confirmation": [track for track in tracks if track.path.parent.name not in chosen],
        }
    for name, part in parts.items():
        heard = listen(part, store, list(dict.fromkeys(models)))
        print(f"-- {name}: {', '.join(heard.ear.names)}")
        report_tastes(heard, options.label, options.tastes)
        report_neighbours(heard, list(dict.fromkeys(models)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
