"""How long the shelves of rediscovery take, and the statistics, for a large library with a long past.

    python -m benchmarks.rediscovery [--tracks 100000] [--plays 300000] [--dim 200]

Tracks of twelve to an album and four albums to an artist, heard as 300 styles; plays of nine and a half
years, a third of them told by a service, a few tracks far more often than most. Timed, the best of --runs, by
the clock and by this thread's own work: what is read of the library, every shelf (twenty items each) for the
first time, all again in another mood, a shuffle's first thirty tracks, and the statistics of all time.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np

from core.analysis.records import Trajectories
from core.domain import SONGLETS, AudioId, Pass, Timestamp, TrackId
from core.explore.ear.ear import Ear
from core.explore.memory.affinity import affinities
from core.explore.rediscovery.mood import Alike, Mood
from core.explore.rediscovery.rediscovery import KEYS, Rediscovery
from core.explore.stock import load_stock
from core.library.statistics import statistics
from core.library.tracks import Library
from core.settings import Places

NOW = 1_795_176_000.0
PAST = 300_000_000.0
STYLES = 300


def fill(library: Library, tracks: int, plays: int) -> None:
    draw = random.Random(1)
    with library.database.write() as db:
        db.executemany(
            """INSERT INTO tracks (id, path, size, mtime_ns, audio_id, title, artist, artists, album_artist,
                   album, album_id, genre, genres, year, track_no, duration, added_at)
               VALUES (?1, ?2, 1, 1, ?3, ?4, ?5, json_array(?5), ?5,
                   ?6, ?6, ?7, json_array(?7), ?8, ?9, ?10, ?11)""",
            (
                (
                    *(id, f"/music/{id}.mp3".encode(), f"{id:08x}", f"Song {id}", f"Artist {id // 48}"),
                    *(f"Album {id // 12}", f"Genre {id // 12 % 9}", 1960 + id // 12 % 65, id % 12),
                    *(200.0 + id % 100, NOW - draw.uniform(0, PAST)),
                )
                for id in range(1, tracks + 1)
            ),
        )
        db.executemany(
            "INSERT INTO track_facts VALUES (?, 120, -14, ?, ?, '[]')",
            ((id, draw.uniform(500, 4000), draw.random()) for id in range(1, tracks + 1)),
        )
        _play(db, draw, tracks, plays)


def _play(db: sqlite3.Connection, draw: random.Random, tracks: int, plays: int) -> None:
    likings = [draw.paretovariate(1.2) for _ in range(tracks)]
    chosen = draw.choices(range(1, tracks + 1), likings, k=plays)
    times = [NOW - PAST * draw.random() for _ in range(plays)]
    ends = draw.choices(("finished", "skipped", "stopped"), (7, 2, 1), k=plays)
    ours = 2 * plays // 3
    db.executemany(
        "INSERT INTO plays VALUES (?, ?, ?, ?, ?, 'library')",
        (
            (
                number,
                chosen[number],
                times[number],
                250.0 if ends[number] == "finished" else 20.0,
                ends[number],
            )
            for number in range(ours)
        ),
    )
    told = zip(chosen[ours:], times[ours:], strict=True)
    db.executemany("INSERT OR IGNORE INTO imported_plays VALUES (?, ?, 'service')", told)
    db.execute(
        """UPDATE tracks SET loved = id % 97 = 0, (play_count, last_played) = (SELECT count(*), max(at) FROM (
               SELECT started_at AS at FROM plays WHERE track_id = tracks.id AND ended = 'finished'
               UNION ALL SELECT started_at FROM imported_plays WHERE track_id = tracks.id)),
           skip_count = (SELECT count(*) FROM plays WHERE track_id = tracks.id AND ended = 'skipped')"""
    )


def heard(tracks: int, dim: int) -> Ear:
    draw = np.random.default_rng(0)
    styles = draw.standard_normal((STYLES, dim), np.float32)
    songs = styles[draw.integers(0, STYLES, tracks)] + draw.standard_normal((tracks, dim), np.float32)
    songlets = np.empty((tracks, SONGLETS, dim), np.float32)
    for number in range(SONGLETS):
        part = songs + 0.7 * draw.standard_normal((tracks, dim), np.float32)
        songlets[:, number] = part / np.linalg.norm(part, axis=1, keepdims=True)
    ids = [AudioId(f"{id:08x}") for id in range(1, tracks + 1)]
    passes = np.full(tracks, Pass.FULL, np.int8)
    one = Trajectories("synthetic", 1, ids, songlets, songlets.mean(axis=1), passes)
    return Ear.build([one], {}, [(TrackId(number), audio) for number, audio in enumerate(ids, start=1)])


def best(runs: int, work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of this thread's work."""
    times = []
    for _ in range(runs):
        start, own = time.perf_counter(), time.thread_time()
        work()
        times.append((1000 * (time.perf_counter() - start), 1000 * (time.thread_time() - own)))
    return min(times)


def measure(library: Library, ear: Ear, runs: int) -> None:
    now = Timestamp(NOW)
    stock, known = load_stock(library), affinities(library, now)

    def fresh() -> Rediscovery:
        return Rediscovery(library, ear, stock, known, now)

    whole = fresh()
    whole.shelves()  # what the ear learns once
    say("stock of the library", best(runs, lambda: load_stock(library)))
    say("affinities", best(runs, lambda: affinities(library, now)))
    say("all shelves, first time", best(runs, lambda: fresh().shelves()))
    for key in KEYS:
        say(f"  {key} alone", best(runs, lambda key=key: fresh().shelf(key)))  # type: ignore[misc]
    say("all shelves, in another mood", best(runs, lambda: whole.steered(Mood(0.7, -0.4)).shelves()))
    say("all shelves, like a track", best(runs, lambda: whole.steered(Alike(TrackId(7))).shelves()))
    say("shuffle, thirty tracks", best(runs, lambda: list(islice(whole.endless("never", 1), 30))))
    say("statistics of all time", best(runs, lambda: statistics(library, now=now)))


def say(what: str, times: tuple[float, float]) -> None:
    print(f"{what:<30} {times[0]:8.0f} ms {times[1]:8.0f} ms of work", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, usual in (("tracks", 100_000), ("plays", 300_000), ("dim", 200), ("runs", 3)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Places(Path(folder), Path(folder)))
        fill(library, options.tracks, options.plays)
        measure(library, heard(options.tracks, options.dim), options.runs)
        library.close()


if __name__ == "__main__":
    main()
