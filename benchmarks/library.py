"""How fast a library is scanned: `python -m benchmarks.library [--n 10000]`.

Side by side in one run, over the same generated files, warm: our scan against a plain loop of mutagen in one
process, and a scan where nothing changed against a bare walk that stats every file. Medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import mutagen

from benchmarks._libraries import make_library
from core.database import Database
from core.library import tracks
from core.library.scan import ScanCounts, scan
from core.library.tracks import Change, Kind, Library
from core.progress import Progress

GOALS = {"listed": 0.8, "identified": 1.5, "rescan": 3.0}
"""Most that each may take, as a multiple of the plain way."""


def files_below(folder: Path) -> list[str]:
    # As plain as it gets: pathlib would make the other side slower.
    return [f"{at}/{name}" for at, _, names in os.walk(folder) for name in names if name[0] != "."]


def plain_loop(files: list[str]) -> float:
    """Seconds to read title, artist, album and length of each file, one after the other."""
    started = time.perf_counter()
    said = []
    for file in files:
        audio = mutagen.File(file, easy=True)
        tags = audio.tags or {}
        said.append((tags.get("title"), tags.get("artist"), tags.get("album"), audio.info.length))
    return time.perf_counter() - started


def bare_walk(folder: Path) -> float:
    """Seconds to walk a folder and stat each file."""
    started = time.perf_counter()
    for file in files_below(folder):
        os.stat(file)  # noqa: PTH116
    return time.perf_counter() - started


def first_scan(folder: Path, expected: int) -> tuple[float, float, float]:
    """Seconds until all tracks are listed, until all are identified, and of a scan with no change."""
    with tempfile.TemporaryDirectory() as data:
        library = Library(Database(Path(data) / "library.db", tracks.SQL))
        library.add_root(folder)
        listed, started, all_listed = 0, time.perf_counter(), 0.0

        def note(change: Change) -> None:
            nonlocal listed, all_listed
            if change.kind is Kind.ADDED:
                listed += len(change.ids)
                all_listed = time.perf_counter() - started

        library.subscribe(note)
        counts: ScanCounts = scan(library, Progress())
        assert counts.added == listed == expected, counts
        assert len(library.radio_rows()) == expected
        again = min(scan(library, Progress()).seconds for _ in range(3))
        library.close()
        return all_listed, counts.seconds, again


def median(measure: Callable[[], float], runs: int) -> float:
    return statistics.median(measure() for _ in range(runs))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=10_000, help="files (default: 10000)")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "meander-bench")
    chosen = options.parse_args()
    folder = chosen.folder / str(chosen.n)
    folder.mkdir(parents=True, exist_ok=True)
    make_library(folder, chosen.n)
    files = files_below(folder)
    plain_loop(files)  # the first reading warms the cache
    loop = median(lambda: plain_loop(files), chosen.runs)
    walk = median(lambda: bare_walk(folder), chosen.runs)
    scans = [first_scan(folder, len(files)) for _ in range(chosen.runs)]
    listed, identified, rescan = (statistics.median(times) for times in zip(*scans, strict=True))
    print(f"{len(files)} files; medians of {chosen.runs} runs")
    print(f"plain mutagen loop   {loop:8.3f} s  {len(files) / loop:8.0f} files/s")
    print(f"bare walk and stat   {walk:8.3f} s")
    for name, ours, plain in (
        ("listed", listed, loop),
        ("identified", identified, loop),
        ("rescan", rescan, walk),
    ):
        print(f"{name:<20} {ours:8.3f} s  {ours / plain:5.2f} x, wanted <= {GOALS[name]} x")


if __name__ == "__main__":
    main()
