"""How faithful the maps are, how fast they come, what they need and how far a growing library moves them.

    python -m benchmarks.map FOLDER [--models musicnn-mtt,spectral] [--windows 10000]
        [--sizes 1000,10000,50000] [--million] [--only kept|stays|size]

FOLDER: a data folder whose library has been listened to, windows kept. The baseline is openTSNE as it comes
(its defaults, its own neighbours) on the same vectors; "x" columns are shares of its figure in the same run.

Kept, per model: S_n, the share of a point's n nearest in the full space that are among its n nearest on the
map; T, trustworthiness(15); both over 2,000 points at most, against all, exactly. Of windows those of whole
songs, chosen by chance, up to --windows. Seconds are the clock's, with the processor's in brackets; what
numba compiles at the first use in a process is told apart.

Stays: a library without an eleventh of its points is laid out; they are placed among the others, which do
not move; then all is laid out anew from there. Shares of the map's width that the old points moved.

Size: each in a process of its own: seconds from asking to the first frame and to the last, the longest wait
from one frame to the next, S_10, and the process's peak memory beside what it held before. Where there are
not as many windows as that, more are made between neighbouring windows of a song, and it is said.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.analysis.store import AnalysisStore
from core.explore.map.chart import Projection
from core.explore.map.faithful import displacement, kept_neighbours, trustworthiness
from core.explore.map.placing import place
from core.explore.map.projecting import OnGrowth, lay_out
from core.explore.map.space import Space, moment_space, song_space
from core.settings import Places

MODELS = ("musicnn-mtt", "musicnn-msd", "vgg-mtt", "vgg-msd", "spectral")
BASELINE = "openTSNE as it comes"
SLOW = (Projection.UMAP, Projection.PACMAP)
"""What is compiled first."""

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Heard:
    """pooled: (u, d). windows: (n, d) half precision. song: (n,) the row of each window's song, rising."""

    model: str
    pooled: Floats
    windows: NDArray[np.float16]
    song: NDArray[np.int64]

    def some(self, most: int) -> NDArray[np.float16]:
        """Windows of whole songs, as many as fit."""
        order = np.random.default_rng(0).permutation(len(self.pooled))
        counts = np.bincount(self.song, minlength=len(self.pooled))[order]
        return self.windows[np.isin(self.song, order[np.cumsum(counts) <= most])]


def read(store: AnalysisStore, model: str) -> Heard:
    found = store.trajectories(model)
    windows, song = [], []
    for row, audio in enumerate(found.audio_ids):
        kept = store.windows(audio, model)
        if kept is not None:
            windows.append(kept.features.astype(np.float16))
            song.append(np.full(len(kept.features), row))
    if not windows:
        raise SystemExit(f"no windows of {model} were kept")
    return Heard(model, found.pooled, np.concatenate(windows), np.concatenate(song))


def enlarged(heard: Heard, size: int) -> tuple[NDArray[np.float16], int]:
    """(size, d) and how many of them were made: between two neighbouring windows of a song, as a window that
    overlaps both would lie, with the odd number taken from either, as such a window is no mean of both.
    """
    if len(heard.windows) >= size:
        rows = np.sort(np.random.default_rng(0).choice(len(heard.windows), size, replace=False))
        return heard.windows[rows], 0
    rng = np.random.default_rng(0)
    first = np.flatnonzero(heard.song[1:] == heard.song[:-1])
    count = size - len(heard.windows)
    made = np.empty((count, heard.windows.shape[1]), np.float16)
    for start in range(0, count, 50_000):
        pick = rng.choice(first, len(made[start : start + 50_000]))
        a, b = (heard.windows[pick + step].astype(np.float32) for step in (0, 1))
        share = rng.random((len(pick), 1), np.float32)
        either = np.where(rng.random(a.shape, np.float32) < share, b, a)
        made[start : start + 50_000] = (a + share * (b - a) + either) / 2.0
    return np.concatenate([heard.windows, made]), count


def clocked(run: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gives, seconds by the clock, seconds of the processor."""
    clock, work = time.monotonic(), time.process_time()
    return run(), time.monotonic() - clock, time.process_time() - work


def baseline(space: Space) -> Floats:
    from openTSNE import TSNE

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(TSNE(n_jobs=2, random_state=0).fit(space.vectors))


def made_flat(space: Space, way: str, on_growth: OnGrowth | None = None) -> Floats:
    return baseline(space) if way == BASELINE else lay_out(space, Projection(way), on_growth=on_growth).xy


def compile_all() -> None:
    print("numba compiles at the first use in a process:")
    space = song_space(np.random.default_rng(0).normal(size=(64, 8)).astype(np.float32))
    for projection in SLOW:
        _, clock, work = clocked(partial(lay_out, space, projection))
        print(f"  {projection:10} {clock:6.1f} s ({work:.1f})", flush=True)
    print()


# -- kept ----------------------------------------------------------------------------------------------------


def report_kept(name: str, space: Space) -> None:
    print(f"{name}, {space.size} points, {space.stored.shape[1]} dimensions")
    print(
        f"  {'':22}{'S_5':>7}{'S_10':>7}{'S_100':>7}{'T(15)':>8}{'S_10 x':>8}{'s':>7}{'(cpu)':>8}{'s x':>6}"
    )
    first: tuple[float, float] | None = None
    for way in (BASELINE, *Projection):
        xy, clock, work = clocked(partial(made_flat, space, way))
        kept = kept_neighbours(space, xy)
        first = first or (kept[10], clock)
        cells = "".join(f"{kept[n]:7.3f}" if n in kept else f"{'-':>7}" for n in (5, 10, 100))
        trust = trustworthiness(space, xy)
        shares = f"{kept[10] / first[0]:8.2f}{clock:7.1f}{f'({work:.1f})':>8}{clock / first[1]:6.2f}"
        print(f"  {way:22}{cells}{trust:8.4f}{shares}", flush=True)
    print()


# -- stays ---------------------------------------------------------------------------------------------------


def report_stays(name: str, space: Space) -> None:
    print(f"{name}, {space.size} points of which a tenth more than before is new")
    print(f"  {'':22}{'placed':>9}{'anew: median':>14}{'90 %':>8}{'S_10 placed':>13}{'anew':>7}{'afresh':>8}")
    order = np.random.default_rng(1).permutation(space.size)
    old, new = (np.sort(part) for part in np.split(order, [round(space.size / 1.1)]))
    before = space.part(old)
    for projection in Projection:
        laid = lay_out(before, projection).xy
        xy = np.empty((space.size, 2), np.float32)
        xy[old], xy[new] = laid, place(before, laid, space.some(new))
        moved = [displacement(laid, xy[old])]
        anew = lay_out(space, projection, start=xy).xy
        moved.append(displacement(laid, anew[old]))
        kept = [kept_neighbours(space, each)[10] for each in (xy, anew, lay_out(space, projection).xy)]
        far = f"{moved[0].max():9.2%}{np.median(moved[1]):14.2%}{np.quantile(moved[1], 0.9):8.2%}"
        print(f"  {projection:22}{far}{kept[0]:13.3f}{kept[1]:7.3f}{kept[2]:8.3f}", flush=True)
    print()


# -- size ----------------------------------------------------------------------------------------------------


def child(file: Path, way: str) -> None:
    """Lays out what lies in the file; prints what was measured."""
    space = moment_space(np.load(file))
    space.some(np.arange(1))
    compiled = 0.0
    if way in [str(projection) for projection in SLOW]:
        compiled = clocked(lambda: lay_out(space.part(np.arange(64)), Projection(way)))[1]
    held = peak()
    frames: list[float] = []

    def grown(_xy: Floats, _share: float) -> None:
        frames.append(time.monotonic())

    asked = time.monotonic()
    xy, clock, work = clocked(partial(made_flat, space, way, grown))
    times = [asked, *frames, asked + clock]
    found = {
        "clock": clock,
        "work": work,
        "first": times[1] - asked,
        "frames": len(frames),
        "wait": max(np.diff(times)),
        "compiled": compiled,
        "peak": peak(),
        "held": held,
        "kept": kept_neighbours(space, xy, (10,), sample=500)[10],
    }
    print(json.dumps(found))


def peak() -> float:
    """MB of this process at its most; `getrusage` would tell of the one that started it too."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(file: Path, way: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.map", "--child", str(file), "--way", way]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def report_size(heard: Heard, sizes: Sequence[int]) -> None:
    print(f"{heard.model}, windows; each in a process of its own")
    head = f"{'points':>9}{'first':>8}{'all s':>8}{'(cpu)':>9}{'frames':>8}{'longest':>9}"
    print(f"  {'':22}{head}{'S_10':>7}{'peak MB':>9}{'before':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            windows, made = enlarged(heard, size)
            file = Path(folder) / f"{size}.npy"
            np.save(file, windows)
            if made:
                print(f"  of {size} windows {made} were made between others")
            for way in _ways(size):
                one = apart(file, way)
                cells = f"{size:9}{one['first']:8.2f}{one['clock']:8.1f}{'({:.1f})'.format(one['work']):>9}"
                cells += f"{one['frames']:8.0f}{one['wait']:9.2f}{one['kept']:7.3f}"
                print(f"  {way:22}{cells}{one['peak']:9.0f}{one['held']:8.0f}", flush=True)
            file.unlink()
    print()


def _ways(size: int) -> Iterator[str]:
    if size <= 10_000:
        yield BASELINE
    yield Projection.PCA
    yield Projection.TSNE
    if size < 1_000_000:
        yield from SLOW


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--models", default=",".join(MODELS))
    parser.add_argument("--windows", type=int, default=10_000)
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--million", action="store_true", help="and a million windows, made")
    parser.add_argument("--only", choices=("kept", "stays", "size"), action="append")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--way", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.way)
        return 0
    if options.folder is None:
        print("name a data folder whose library has been listened to: map FOLDER", file=sys.stderr)
        return 1
    store = AnalysisStore.open(Places(options.folder, options.folder))
    models = [model for model in options.models.split(",") if store.passes(model)]
    if not models:
        print(f"nothing in {options.folder} was heard", file=sys.stderr)
        return 1
    report(store, models, options)
    return 0


def report(store: AnalysisStore, models: Sequence[str], options: argparse.Namespace) -> None:
    parts = options.only or ("kept", "stays", "size")
    if {"kept", "stays"} & set(parts):
        compile_all()
    for model in models:
        heard = read(store, model)
        spaces = {
            f"{model}, tracks": song_space(heard.pooled),
            f"{model}, windows": moment_space(heard.some(options.windows)),
        }
        for name, space in spaces.items():
            if "kept" in parts:
                report_kept(name, space)
            if "stays" in parts and model == models[0]:
                report_stays(name, space)
    if "size" in parts:
        sizes = [int(size) for size in options.sizes.split(",")]
        report_size(read(store, models[0]), [*sizes, 1_000_000] if options.million else sizes)


if __name__ == "__main__":
    sys.exit(main())
