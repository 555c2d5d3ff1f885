"""How close the quick and fine passes come to the full one, on real tracks.

    python -m benchmarks.passes --music DIR [--model musicnn-mtt] [--model spectral] [--tracks N]

Every track is heard in full; the other passes are the windows they would have heard (a seek changes nothing:
tests/core/analysis/test_hearing.py). Reported, against full: the mean cosine of songlets and of pooled
vectors (raw and centred by the library's mean), and the share of each track's ten nearest neighbours that are
kept, by pooled vectors and by songlets aligned in time, centred. A small library keeps fewer: its tenth
neighbour is far away and close to the eleventh.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.listening import SUFFIXES
from core.analysis import trajectory
from core.analysis.records import Failure, Listened, Request
from core.analysis.worker import WorkerClient
from core.domain import AudioId, Pass
from core.settings import Places

NEAREST = 10
Floats = NDArray[np.float64]


def hear_all(files: Sequence[Path], names: Sequence[str]) -> list[tuple[Listened, ...]]:
    heard: list[tuple[Listened, ...]] = []
    with WorkerClient(Places.find().models) as client:
        for outcome in client.listen(Request(AudioId(str(f)), f, tuple(names), Pass.FULL) for f in files):
            if isinstance(outcome, Failure):
                print(outcome.reason, file=sys.stderr)
            else:
                heard.append(outcome)
                print(f"\r{len(heard)} of {len(files)} heard", end="", file=sys.stderr)
    print(file=sys.stderr)
    return heard


def as_heard_by(pass_: Pass, songs: Iterable[Listened]) -> tuple[Floats, Floats]:
    """Songlets (n, 10, d) and pooled vectors (n, d) that a pass would have stored."""
    songlets, pooled = [], []
    for song in songs:
        chosen = trajectory.chosen(song.windows, pass_)
        part = song.features[chosen]
        songlets.append(trajectory.songlets(part, windows=song.windows, heard=chosen))
        pooled.append(trajectory.pooled(part, windows=song.windows, heard=chosen))
    return np.array(songlets, np.float64), np.array(pooled, np.float64)


def unit(vectors: Floats) -> Floats:
    scaled: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return scaled


def centred(vectors: Floats) -> Floats:
    return unit(unit(vectors) - unit(vectors).mean(axis=0))


def cosine(a: Floats, b: Floats) -> float:
    return float((unit(a) * unit(b)).sum(-1).mean())


def neighbours(vectors: Floats) -> NDArray[np.int64]:
    """(n, 10) of vectors (n, d) or, aligned, (n, 10, d)."""
    flat = centred(vectors).reshape(len(vectors), -1)
    alike = flat @ flat.T
    np.fill_diagonal(alike, -np.inf)
    return np.argsort(-alike, axis=1)[:, :NEAREST]


def kept(a: NDArray[np.int64], b: NDArray[np.int64]) -> float:
    return float(np.mean([len(set(x) & set(y)) / NEAREST for x, y in zip(a, b, strict=True)]))


def report(name: str, songs: Sequence[Listened]) -> list[str]:
    full_songlets, full_pooled = as_heard_by(Pass.FULL, songs)
    lines = []
    for pass_ in (Pass.QUICK, Pass.FINE):
        songlets, pooled = as_heard_by(pass_, songs)
        share = np.mean([len(trajectory.chosen(s.windows, pass_)) / s.windows for s in songs])
        figures = [
            cosine(songlets, full_songlets),
            cosine(centred(songlets), centred(full_songlets)),
            cosine(pooled, full_pooled),
            cosine(centred(pooled), centred(full_pooled)),
            kept(neighbours(pooled), neighbours(full_pooled)),
            kept(neighbours(songlets), neighbours(full_songlets)),
        ]
        cells = " | ".join(f"{figure:.3f}" for figure in figures)
        lines.append(f"| {name} {pass_.name.lower()} | {share:.0%} | {cells} |")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--music", type=Path, default=os.environ.get("MEANDER_BENCH_MUSIC"))
    parser.add_argument("--model", action="append")
    parser.add_argument("--tracks", type=int, default=1000)
    options = parser.parse_args()
    if options.music is None:
        print("left out: it needs real music; name a folder with --music or MEANDER_BENCH_MUSIC")
        return 0
    files = [p for p in sorted(Path(options.music).rglob("*")) if p.suffix.lower() in SUFFIXES]
    names = options.model or ["musicnn-mtt", "spectral"]
    heard = hear_all(files[: options.tracks], names)
    heard = [one for one in heard if one[0].duration >= 30]
    print(f"{len(heard)} tracks of 30 s and more, {sum(one[0].windows for one in heard)} windows")
    print("| pass | windows heard | songlet cosine | centred | pooled cosine | centred", end="")
    print(" | 10 nearest kept, pooled | songlets |\n|---|---|---|---|---|---|---|---|")
    for i, name in enumerate(names):
        print("\n".join(report(name, [one[i] for one in heard])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
