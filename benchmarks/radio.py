"""How long radio takes to decide, beside a brute-force cosine in the same run.

    python -m benchmarks.radio [--tracks 10000] [--dim 256]

A synthetic library (as many artists as a tenth of its tracks, clustered sound). Timed: building the index,
warming it (what the background does), and the next track after something was said: each decision follows a
like or a finished play, so the whole library is scored anew for a taste that grows from 1 to 12 likes. The
baseline is the least one could do: the cosine of every pooled vector to the likes' mean, in numpy, sorted.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.analysis.records import Trajectories
from core.domain import SONGLETS, AudioId, Ended, Pass, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.explore.hubs import SIZES
from core.explore.index import Index
from core.explore.radio import Radio
from core.explore.rules import RadioTrack

LIKES = 12
BUDGET_MS = 50.0


def synthetic(tracks: int, dim: int) -> Trajectories:
    """Songs around 60 styles and one common mean, wandering a little from songlet to songlet."""
    rng = np.random.default_rng(0)
    styles = rng.standard_normal((60, dim), np.float32)
    songs = np.empty((tracks, SONGLETS, dim), np.float32)
    for i in range(tracks):
        song = 1.5 + styles[i % 60] + rng.standard_normal(dim, np.float32)
        songs[i] = song + 0.5 * rng.standard_normal((SONGLETS, dim), np.float32)
    songs /= np.linalg.norm(songs, axis=2, keepdims=True)
    ids = [AudioId(f"{i:08x}") for i in range(tracks)]
    return Trajectories("synthetic", 1, ids, songs, songs.mean(axis=1), np.full(tracks, Pass.FULL, np.int8))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def decisions(index: Index, radio: Radio) -> list[tuple[float, float]]:
    """One per said thing, every third a like, else a finished play; the baseline right after each."""
    times = []
    pick = radio.next()[0]
    for turn in range(LIKES - 1):
        chosen = pick.track_id

        def decide(chosen: TrackId = chosen, turn: int = turn) -> None:
            nonlocal pick
            if turn % 3 == 0:
                radio.like(chosen)
            event = PlayEvent(chosen, Timestamp(0.0), Seconds(200.0), Ended.FINISHED, Source.RADIO)
            radio.heard(event)
            pick = radio.next()[0]

        times.append((timed(decide), timed(lambda: brute_force(index.pooled))))
    return times


def brute_force(pooled: NDArray[np.float32]) -> None:
    np.argsort(-(pooled @ pooled[:5].mean(axis=0)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tracks", type=int, default=10_000)
    parser.add_argument("--dim", type=int, default=256)
    options = parser.parse_args()
    heard = synthetic(options.tracks, options.dim)
    known = [
        RadioTrack(
            TrackId(i + 1),
            f"Artist {i % (options.tracks // 10)}",
            f"Song {i} of many",
            f"Album {i % (options.tracks // 5)}",
            Seconds(180.0 + i % 120),
        )
        for i in range(options.tracks)
    ]
    pairs = [(track.id, audio) for track, audio in zip(known, heard.audio_ids, strict=True)]
    built: list[Index] = []
    print(f"{options.tracks} tracks, d = {options.dim}")
    print(f"build the index            {timed(lambda: built.append(Index.build(heard, pairs))):9.1f} ms")
    index = built[0]
    print(f"memory                     {index.nbytes() / 2**20:9.1f} MiB")
    radios: list[Radio] = []
    starting = timed(lambda: radios.append(Radio(index, known, [TrackId(1)])))
    print(f"start a radio              {starting:9.1f} ms")
    print(f"its first track            {timed(lambda: Radio(index, known, [TrackId(1)]).next()):9.1f} ms")
    print(f"warm (in the background)   {timed(lambda: index.warm(SIZES)):9.1f} ms")
    runs = [decisions(index, Radio(index, known, [TrackId(seed)])) for seed in (1, 500, 900)]
    times, brute = zip(*(pair for run in runs for pair in run), strict=True)
    least = statistics.median(brute)
    middle = statistics.median(times)
    print(f"next track, median         {middle:9.1f} ms   ({middle / least:.1f} x the baseline)")
    print(f"next track, slowest        {max(times):9.1f} ms   (of {len(times)}; budget {BUDGET_MS:.0f} ms)")
    print(f"20 tracks ahead            {timed(lambda: radios[0].upcoming(20)):9.1f} ms")
    print(f"10 neighbours (faiss)      {timed(lambda: index.neighbours(TrackId(7), 10)):9.1f} ms")
    print(f"baseline: pooled cosine    {least:9.1f} ms")
    print(f"memory, caches filled      {index.nbytes() / 2**20:9.1f} MiB")


if __name__ == "__main__":
    main()
