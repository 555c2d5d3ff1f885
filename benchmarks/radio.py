"""How long radio takes to decide, what it holds in memory, and whether its shortcuts change what it plays.

    python -m benchmarks.radio [--tracks 10000] [--exact]

A synthetic library (as many artists as a tenth of its tracks, clustered sound) heard by two taggers of 200
dimensions, `spectral`, and the timbre Gaussian. Timed: building the ear; the score of a taste in which one
thing is new; and, of a whole radio, the first track, the next track after something was said, and a plan of
20. The baseline is the least one could do: the cosine of every pooled vector to the likes' mean, sorted.
Beside the time by the clock stands that of the processors, all threads together.

--exact also scores in all dimensions, and tells which share of the first hundred by that the ear's own score
has among its first hundred, and its first 120.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.analysis.models.summary import Summary
from core.analysis.records import Trajectories
from core.domain import SONGLETS, AudioId, Ended, Pass, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.explore.ear import sources as ways
from core.explore.ear.ear import Ear
from core.explore.ear.taste import Taste, known_hubs, score
from core.explore.radio.radio import Radio
from core.explore.stock import RadioTrack
from core.library.radios import Seed

LIKES = 12
NEXT_MS, PLAN_MS = 200.0, 500.0
MODELS = (("musicnn-mtt", 200), ("musicnn-msd", 200), ("spectral", 304))
STYLES, VOICES, MFCC = 300, 4096, 20
FIRST = 100

Floats = NDArray[np.float32]


class Synthetic:
    """Songs around styles and one common mean, each with its own sound, wandering from songlet to songlet.

    Numbers fall off from dimension to dimension as those of the real models do. Made as they are asked for,
    always the same; nothing is held but a few thousand vectors that songs are mixed from.
    """

    def __init__(self, model: str, dim: int, audio_ids: Sequence[AudioId]) -> None:
        self.model, self.audio_ids = model, audio_ids
        rng = np.random.default_rng(dim + len(model))
        falling = (np.arange(1, dim + 1) ** -0.35).astype(np.float32)
        self._styles = falling * rng.standard_normal((STYLES, dim), np.float32)
        self._voices = falling * rng.standard_normal((VOICES, dim), np.float32)

    def some(self, audio_ids: Sequence[AudioId]) -> Trajectories:
        which = np.array([int(audio, 16) for audio in audio_ids], np.int64)
        own = self._voices[which % VOICES] + self._voices[which * 7919 % (VOICES - 3)]
        song = 0.6 + self._styles[_style(which)] + 0.7 * own
        steps = which[:, None] * 131 + np.arange(SONGLETS) * 17
        songlets = song[:, None] + 0.6 * self._voices[steps % (VOICES - 5)]
        pooled = songlets.mean(axis=1)
        songlets /= np.linalg.norm(songlets, axis=2, keepdims=True)
        full = np.full(len(which), Pass.FULL, np.int8)
        return Trajectories(self.model, 1, list(audio_ids), songlets, pooled, full)


class SyntheticTimbre:
    """Gaussians of MFCC that go with the styles."""

    def __init__(self, audio_ids: Sequence[AudioId]) -> None:
        self.audio_ids: Collection[AudioId] = set(audio_ids)
        rng = np.random.default_rng(5)
        self._means = 3.0 * rng.standard_normal((STYLES, MFCC), np.float32)
        self._voices = rng.standard_normal((VOICES, MFCC), np.float32)

    def some(self, audio_ids: Sequence[AudioId]) -> Mapping[AudioId, Summary]:
        which = np.array([int(audio, 16) for audio in audio_ids], np.int64)
        means = self._means[_style(which)] + self._voices[which % VOICES]
        turns = self._voices[(which[:, None] * 7 + np.arange(4)) % VOICES]
        covariances = np.einsum("nki,nkj->nij", turns, turns) + np.eye(MFCC, dtype=np.float32)
        return {
            audio: Summary(means[i], covariances[i], 120.0, -15.0, 1500.0, 0.5)
            for i, audio in enumerate(audio_ids)
        }


def _style(which: NDArray[np.int64]) -> NDArray[np.int64]:
    """Some styles are common, some rare."""
    return (STYLES * ((which * 2654435761 % 2**32) / 2**32) ** 2).astype(np.int64)


class Took(NamedTuple):
    """Milliseconds, by the clock and of work: the second is what matters where others use the machine too."""

    wall: float
    work: float

    def __str__(self) -> str:
        return f"{self.wall:9.1f} ms {self.work:9.1f}"


def timed(work: Callable[[], object]) -> Took:
    start, before = time.perf_counter(), time.process_time()
    work()
    return Took(1000 * (time.perf_counter() - start), 1000 * (time.process_time() - before))


def middle(times: Sequence[Took]) -> Took:
    return Took(*(statistics.median(column) for column in zip(*times, strict=True)))


def slowest(times: Sequence[Took]) -> Took:
    return Took(*(max(column) for column in zip(*times, strict=True)))


def resident() -> float:
    """The process's memory now, MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def decisions(ear: Ear, radio: Radio) -> list[tuple[Took, Took, Took]]:
    """One per said thing, every third a like, else a finished play: next track, plan of 20, baseline."""
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

        times.append(
            (timed(decide), timed(lambda: radio.upcoming(20)), timed(lambda: brute_force(ear.pooled)))
        )
    return times


def brute_force(pooled: Floats) -> None:
    np.argsort(-(pooled @ pooled[:5].mean(axis=0)))


def scoring(ear: Ear) -> list[Took]:
    """Scores of a taste that grows by one like from 1 to LIKES, three times over."""
    rng = np.random.default_rng(1)
    times = []
    for _ in range(3):
        rows = _alike(ear, int(rng.integers(ear.size)), LIKES)
        times += [timed(partial(score, ear, Taste.of(rows[:count]))) for count in range(1, LIKES + 1)]
    return times


def _alike(ear: Ear, row: int, count: int) -> list[int]:
    """Songs that one person may like: some of the hundred nearest."""
    near = np.argsort(ear.distances([row])[0])[:100]
    return [row, *np.random.default_rng(row).permutation(near[1:])[: count - 1].tolist()]


def exact(ear: Ear, heard: Sequence[Synthetic], timbre: SyntheticTimbre) -> Ear:
    """The same library with every dimension kept."""
    kept, ways.LARGE = ways.LARGE, 1 << 40
    try:
        found: list[ways.Source] = [ways.listen(one, one.audio_ids)[0] for one in heard]
        gaussians = ways.listen_to_timbre(timbre, heard[0].audio_ids)
    finally:
        ways.LARGE = kept
    return Ear(ear.lead, [*found, *([gaussians] if gaussians is not None else [])], {}, {})


def overlap(ear: Ear, whole: Ear, size: int) -> list[tuple[float, float]]:
    """The share of the exact score's first hundred among the first 100, and 120, of the ear's own."""
    shares = []
    for seed in range(4):
        likes = _alike(ear, seed * ear.size // 4 + 7, size)
        ours, theirs = (_order(score(one, Taste.of(likes)), likes) for one in (ear, whole))
        exact = set(theirs[:FIRST])
        shares.append((len(exact & set(ours[:FIRST])) / FIRST, len(exact & set(ours[: FIRST + 20])) / FIRST))
    return shares


def _order(scores: Floats, likes: Sequence[int]) -> list[int]:
    scores[list(likes)] = np.inf
    order: list[int] = np.argsort(scores, kind="stable").tolist()
    return order


def stock(tracks: int, audio_ids: Sequence[AudioId]) -> list[RadioTrack]:
    return [
        RadioTrack(
            TrackId(i + 1),
            f"Artist {i % (tracks // 10)}",
            f"Song {i} of many",
            f"Album {i % (tracks // 5)}",
            Seconds(180.0 + i % 120),
            audio_ids[i],
        )
        for i in range(tracks)
    ]


def report_radio(ear: Ear, known: Sequence[RadioTrack]) -> None:
    radios: list[Radio] = []
    starting = timed(lambda: radios.append(Radio(ear, known, [Seed.track(TrackId(1))])))
    print(f"start a radio              {starting}")
    print(f"its first track            {timed(radios[0].next)}")
    runs = [decisions(ear, Radio(ear, known, [Seed.track(TrackId(seed))])) for seed in (1, 500, 900)]
    times, plans, brute = zip(*(turn for run in runs for turn in run), strict=True)
    print(f"next track, median         {middle(times)}   ({len(times)} after something was said)")
    print(f"next track, slowest        {slowest(times)}   (budget {NEXT_MS:.0f} ms)")
    print(f"20 ahead, median           {middle(plans)}")
    print(f"20 ahead, slowest          {slowest(plans)}   (budget {PLAN_MS:.0f} ms)")
    print(f"baseline: pooled cosine    {middle(brute)}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tracks", type=int, default=10_000)
    parser.add_argument("--exact", action="store_true")
    parser.add_argument("--no-radio", action="store_true", help="the score alone")
    options = parser.parse_args()
    audio_ids = [AudioId(f"{i:08x}") for i in range(options.tracks)]
    heard = [Synthetic(model, dim, audio_ids) for model, dim in MODELS]
    timbre = SyntheticTimbre(audio_ids)
    known = stock(options.tracks, audio_ids)
    pairs = [(track.id, track.audio_id) for track in known]
    print(f"{options.tracks} tracks, {', '.join(f'{model} ({dim})' for model, dim in MODELS)}, timbre")
    print(f"{'':33}clock      work")
    gc.collect()
    before, built = resident(), list[Ear]()
    print(f"build the ear              {timed(lambda: built.append(Ear.listen(heard, timbre, pairs)))}")
    ear = built[0]
    print(f"learn the hubs             {timed(lambda: known_hubs(ear))}")
    print(f"memory of the ear          {ear.nbytes() / 2**20:9.1f} MiB")
    scores = scoring(ear)
    print(f"score of a taste, median   {middle(scores)}   (1 to {LIKES} likes, one new)")
    print(f"score of a taste, slowest  {slowest(scores)}")
    print(f"10 neighbours              {timed(lambda: ear.neighbours(TrackId(7), 10))}")
    if not options.no_radio:
        report_radio(ear, known)
    print(f"memory, caches filled      {ear.nbytes() / 2**20:9.1f} MiB")
    grown = resident() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    print(f"the process grew by        {grown:9.1f} MiB, {peak:.1f} at its peak")
    if options.exact:
        whole = exact(ear, heard, timbre)
        print(f"first {FIRST} as by the exact score (mean, least of 4 tastes):")
        for size in (1, 3, 8, 24):
            shares = overlap(ear, whole, size)
            mean = [statistics.mean(share) for share in zip(*shares, strict=True)]
            least = min(share for share, _ in shares)
            print(f"  M = {size:<3} {mean[0]:23.3f}, {least:.3f}; among 120 {mean[1]:.3f}", flush=True)


if __name__ == "__main__":
    main()
