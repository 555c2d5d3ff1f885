"""What radio's scoring is worth, on a library that has been listened to.

    python -m benchmarks.radio_quality --data DIR [--model musicnn-mtt] [--label folder|artist|album]

A taste is M random tracks of one group (the tracks of one folder, artist or album). Reported for plain D,
the cosine to the likes' mean (the baseline) and the default score, on the same tastes: the share of the
group among the ten best (P@10), the average precision over all (AP ± one standard error), and how unevenly
tracks are recommended (skewness of the 10-occurrence). Also whether the first half of a track finds its own
second half first among all second halves (R@1), where windows were kept. Small libraries rank methods;
they do not predict quality on another collection.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.analysis.store import AnalysisStore
from core.domain import Seconds, Track
from core.explore import taste as tastes
from core.explore.index import Index
from core.explore.rules import album_key, artist_keys
from core.explore.subspace import plain_difference
from core.explore.taste import Taste
from core.library.tracks import Library
from core.settings import Places

SIZES = (1, 2, 3, 5, 8, 10)
TASTES = 300
SHORTEST: Seconds = Seconds(30.0)
SPARE = 5
"""A group is asked about only where this many of it are left to be found."""

Scores = NDArray[np.floating]
Method = Callable[[list[int]], Scores]


def methods(index: Index) -> dict[str, Method]:
    """Each gives (u,) scores for the liked rows; lower is nearer."""
    return {
        "plain D": lambda likes: plain_difference(index.raw, index.raw[likes]),
        "mean vector": lambda likes: -(index.pooled @ index.pooled[likes].mean(axis=0)),
        "default": lambda likes: tastes.score(index, Taste.of(likes)),
    }


def random_tastes(labels: NDArray[np.str_], size: int) -> Iterator[tuple[list[int], NDArray[np.bool_]]]:
    """(likes, rows of their group); groups come as often as they are large."""
    rng = np.random.default_rng(size)
    sizes = {label: count for label, count in Counter(labels.tolist()).items() if label}
    groups = sorted(label for label, count in sizes.items() if count >= size + SPARE)
    if not groups:
        return
    weights = np.array([sizes[group] for group in groups], float)
    for _ in range(TASTES):
        inside = labels == rng.choice(groups, p=weights / weights.sum())
        yield rng.choice(np.flatnonzero(inside), size, replace=False).tolist(), inside


def ranked(scores: Scores, likes: list[int]) -> NDArray[np.intp]:
    order = np.argsort(scores, kind="stable")
    return order[~np.isin(order, likes)]


def average_precision(right: NDArray[np.bool_]) -> float:
    found: NDArray[np.floating] = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float(found[right].mean())


def measure(method: Method, labels: NDArray[np.str_], size: int) -> tuple[str, NDArray[np.int64]]:
    """A cell of the table, and how often each row was among the ten best."""
    hits, precisions, counts = [], [], np.zeros(len(labels), np.int64)
    for likes, inside in random_tastes(labels, size):
        order = ranked(method(likes), likes)
        counts[order[:10]] += 1
        hits.append(float(inside[order[:10]].mean()))
        precisions.append(average_precision(inside[order]))
    if not hits:
        return "-", counts
    error = np.std(precisions) / np.sqrt(len(precisions))
    return f"{np.mean(hits):.3f} {np.mean(precisions):.3f}±{error:.3f}", counts


def skewness(counts: NDArray[np.int64]) -> float:
    spread = counts.std()
    return float(np.mean((counts - counts.mean()) ** 3) / spread**3) if spread else 0.0


def half_track_recall(store: AnalysisStore, model: str, audio_ids: list[str]) -> str:
    """R@1 of first halves among second halves: means of the kept windows, each side centred."""
    halves = []
    for audio_id in audio_ids:
        kept = store.windows(audio_id, model)  # type: ignore[arg-type]
        if kept is not None and len(kept.features) >= 4:
            middle = len(kept.features) // 2
            halves.append((kept.features[:middle].mean(axis=0), kept.features[middle:].mean(axis=0)))
    if len(halves) < 2:
        return "windows were not kept"
    first, second = (np.stack(side) for side in zip(*halves, strict=True))
    first, second = (side - side.mean(axis=0) for side in (first, second))
    first, second = (side / np.linalg.norm(side, axis=1, keepdims=True) for side in (first, second))
    nearest = (first @ second.T).argmax(axis=1)
    recall = np.mean(nearest == np.arange(len(halves)))
    return f"{recall:.3f} of {len(halves)} tracks (chance {1 / len(halves):.3f})"


def label_of(track: Track, by: str) -> str:
    """The group a track is in; "" where it is not known."""
    if by == "folder":
        return str(track.path.parent)
    if by == "album":
        return album_key(track.album)
    return track.artist if artist_keys(track.artist) else ""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="musicnn-mtt")
    parser.add_argument("--label", choices=("folder", "artist", "album"), default="folder")
    options = parser.parse_args()
    places = Places(options.data, options.data)
    library, store = Library.open(places), AnalysisStore.open(places)
    rows = [row for row in library.radio_rows() if row.duration >= SHORTEST]
    heard = store.trajectories(options.model)
    index = Index.build(heard, [(row.id, row.audio_id) for row in rows])
    if not len(index):
        print(f"nothing in {options.data} was heard with {options.model}", file=sys.stderr)
        return 1
    first = {
        row: id for id, row in zip(index.track_ids.tolist()[::-1], index.rows.tolist()[::-1], strict=True)
    }
    tracks = library.tracks([first[row] for row in range(len(first))])
    labels = np.array([label_of(track, options.label) for track in tracks])
    groups = Counter(label for label in labels.tolist() if label)
    print(f"{options.model}: {len(tracks)} recordings of 30 s and more; {options.label}s: ", end="")
    print(", ".join(f"{Path(name).name} {count}" for name, count in groups.most_common(8)))
    print(f"P@10, AP ± one standard error; {TASTES} tastes per M\n")
    print(f"{'':14}" + "".join(f"{f'M = {size}':>20}" for size in SIZES) + f"{'skew, M = 3':>14}")
    for name, method in methods(index).items():
        cells = {size: measure(method, labels, size) for size in SIZES}
        skew = skewness(cells[3][1])
        print(
            f"{name:14}" + "".join(f"{cell:>20}" for cell, _ in cells.values()) + f"{skew:>14.2f}", flush=True
        )
    ids = [str(track.audio_id) for track in tracks]
    print(f"\nhalf-track R@1, pooled: {half_track_recall(store, options.model, ids)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
