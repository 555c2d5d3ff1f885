"""How fast Meander listens, beside the taggers' own package and bliss-audio: same tracks, cores and run.

    python -m benchmarks.listening --music DIR [--tracks 10] [--official PYTHON] [--bliss PYTHON]

--music: a folder of real music; its tracks are taken evenly over their sorted names. --official and --bliss:
interpreters of environments that hold `musicnn` 0.1.0 (with TensorFlow) and `bliss-audio`; what is left out
is not compared. The official extractor runs as it comes: windows of 3 s side by side, features included.
Starting up is left out everywhere: each has handled one track before the clock runs. All run at the listening
process's priority, taking turns; per task the fastest of `--rounds` counts. CPU seconds are given beside wall
seconds, since they hold on a machine that is busy with something else too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.analysis import models
from core.analysis.audio import duration
from core.analysis.channel import Settings
from core.analysis.inside import NICE
from core.analysis.records import Failure, Request
from core.analysis.worker import WorkerClient
from core.domain import AudioId, Pass, Seconds
from core.errors import UserError
from core.settings import Places

SUFFIXES = {".ogg", ".opus", ".mp3", ".flac", ".m4a", ".wav"}
SHORTEST: Seconds = Seconds(60.0)

OFFICIAL = """
import json, os, sys, time, warnings
warnings.filterwarnings("ignore")
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    from musicnn.extractor import extractor
files = sys.argv[1:]
def all_of(files):
    windows = 0
    for file in files:
        with contextlib.redirect_stdout(io.StringIO()):
            tags = extractor(file, model="MTT_musicnn")[0]
        windows += len(tags)
    return windows
all_of(files[:1])
wall, cpu = time.monotonic(), time.process_time()
windows = all_of(files)
print(json.dumps([time.monotonic() - wall, time.process_time() - cpu, windows]))
"""

BLISS = """
import json, sys, time
from bliss_audio import Song
files = sys.argv[1:]
Song(files[0])
wall, cpu = time.monotonic(), time.process_time()
for file in files:
    Song(file)
print(json.dumps([time.monotonic() - wall, time.process_time() - cpu, 0]))
"""


@dataclass(frozen=True)
class Measured:
    """One run over all tracks."""

    wall: float
    cpu: float
    windows: int

    @property
    def windows_per_second(self) -> float:
        return self.windows / self.wall


def choose(folder: Path, count: int) -> list[Path]:
    """`count` tracks of at least a minute, evenly over the folder."""
    found = [p for p in sorted(folder.rglob("*")) if p.suffix.lower() in SUFFIXES]
    long: list[Path] = []
    for path in found:
        try:
            if duration(path) >= SHORTEST:
                long.append(path)
        except UserError:
            continue
    step = max(1, len(long) // count)
    return long[::step][:count]


def outside(python: str, script: str, files: Sequence[Path]) -> Measured:
    """Another package's work, in its own interpreter at the same priority."""
    command = ["nice", "-n", str(NICE), python, "-c", script, *map(str, files)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    wall, cpu, windows = json.loads(answer.stdout.strip().splitlines()[-1])
    return Measured(wall, cpu, windows)


def inside(client: WorkerClient, files: Sequence[Path], names: tuple[str, ...], pass_: Pass) -> Measured:
    wall, cpu = time.monotonic(), _cpu_of(client)
    windows = 0
    for outcome in client.listen(Request(AudioId(str(f)), f, names, pass_) for f in files):
        if isinstance(outcome, Failure):
            raise UserError(outcome.reason)
        windows += len(outcome[0].starts)
    return Measured(time.monotonic() - wall, _cpu_of(client) - cpu, windows)


def _cpu_of(client: WorkerClient) -> float:
    """CPU seconds of the listening process so far; 0 where /proc does not tell."""
    try:
        stat = Path(f"/proc/{client.pid}/stat").read_text()
    except OSError:
        return 0.0
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(best: dict[str, Measured], seconds: float) -> list[str]:
    lines = ["| what | wall s | CPU s | windows | windows/s | x real time |", "|---|---|---|---|---|---|"]
    for name, one in best.items():
        windows = f"{one.windows} | {one.windows_per_second:.1f}" if one.windows else "– | –"
        lines.append(f"| {name} | {one.wall:.2f} | {one.cpu:.2f} | {windows} | {seconds / one.wall:.0f} |")
    return lines


def ratios(best: dict[str, Measured]) -> list[str]:
    """Each target with its figure, by wall time and by CPU time."""
    quick, full = best["quick pass"], best["full pass"]
    lines = []
    if "official extractor" in best:
        official = best["official extractor"]
        lines.append(
            f"quick / official extractor: {quick.wall / official.wall:.3f} wall,"
            f" {quick.cpu / official.cpu:.3f} CPU (wanted <= 0.125)"
        )
        per_cpu = (full.windows / max(full.cpu, 1e-9)) / (official.windows / official.cpu)
        lines.append(
            f"full / official extractor, windows per second:"
            f" {full.windows_per_second / official.windows_per_second:.2f} wall, {per_cpu:.2f} CPU"
            " (wanted >= 2)"
        )
    if "bliss-audio" in best:
        bliss = best["bliss-audio"]
        lines.append(
            f"quick / bliss-audio: {quick.wall / bliss.wall:.2f} wall, {quick.cpu / bliss.cpu:.2f} CPU"
            " (wanted <= 1.5)"
        )
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--music", type=Path, default=os.environ.get("MEANDER_BENCH_MUSIC"))
    parser.add_argument("--tracks", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--model", default="musicnn-mtt")
    parser.add_argument("--official", help="interpreter with musicnn 0.1.0 and TensorFlow")
    parser.add_argument("--bliss", help="interpreter with bliss-audio")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--decoders", type=int, default=0)
    options = parser.parse_args()
    if options.music is None:
        print("left out: it needs real music; name a folder with --music or MEANDER_BENCH_MUSIC")
        return 0
    files = choose(Path(options.music), options.tracks)
    if not files:
        print(f"no music of a minute and more under {options.music}", file=sys.stderr)
        return 1
    settings = Settings(Places.find().models, threads=options.threads, decoders=options.decoders)
    with WorkerClient(settings) as client:
        best = run(client, files, options)
    seconds = sum(duration(file) for file in files)
    print(f"{len(files)} tracks, {seconds:.0f} s of music, {os.cpu_count()} cores; {options.model}")
    print("\n".join([*report(best, seconds), "", *ratios(best)]))
    return 0


def run(client: WorkerClient, files: Sequence[Path], options: argparse.Namespace) -> dict[str, Measured]:
    """The fastest of some rounds of each task, the tasks taking turns."""
    own, both = (options.model,), (options.model, "spectral")
    tasks: dict[str, Callable[[], Measured]] = {
        "quick pass": lambda: inside(client, files, own, Pass.QUICK),
        "quick pass with spectral": lambda: inside(client, files, both, Pass.QUICK),
        "full pass": lambda: inside(client, files, own, Pass.FULL),
    }
    if options.bliss:
        tasks["bliss-audio"] = lambda: outside(options.bliss, BLISS, files)
    if options.official:
        tasks["official extractor"] = lambda: outside(options.official, OFFICIAL, files)
    models.spec(options.model)
    inside(client, files[:1], both, Pass.QUICK)
    best: dict[str, Measured] = {}
    for _ in range(options.rounds):
        for name, task in tasks.items():
            one = task()
            if name not in best or one.wall < best[name].wall:
                best[name] = one
    return best


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as problem:
        sys.exit(f"{problem}")
