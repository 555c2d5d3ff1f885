"""How long searches take: `python -m benchmarks.searching [--n 100000]`.

On rows made up for it, without files: each query of the search language as a view asks for it (ids in the
usual order), and what is done to a playlist of 10,000 entries. Medians in processor time, so that other
programs do not count.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks._libraries import GENRES, WORDS
from core.database import Database
from core.domain import Seconds, Stream, Tags, TrackId
from core.library import ledger, tracks
from core.library.playlists import Playlists
from core.library.reader import row_of
from core.library.smart import By, Limit, Smart, Unit, find
from core.library.tracks import Library

GOAL_MS = 50
RUNS = 7
ENTRIES = 10_000
DAY = 86_400.0
QUERIES = (
    *("", "zep", "zephyr amber", "zephyr -amber", '"zephyr amber"', "zephyr rating:>=4", "artist:zephyr"),
    *('artist:="Zephyr Amber 17"', "-zephyr", "genre:jazz", "genre:(jazz OR folk)", "year:1999"),
    *("year:1990..1999", "rating:>=4", "is:loved", "plays:0", "added:30d", "played:>1y", "-played:1y"),
    *("length:>10m", "codec:flac", "bitrate:<192", "path:zephyr", "folder:zephyr", "comment:ripped"),
    *("tag:guitar", "tag:guitar>0.5", "tempo:90..110", "bpm:120", "no:genre"),
    "decade:90s -genre:jazz (rating:>=4 OR is:loved)",
)


def fill(library: Library, count: int) -> None:
    """Tracks with ratings, plays, facts and some accents, spread as in a collection."""
    draw, now = random.Random(1), time.time()
    tags = ("guitar", "rock", "female vocals", "strings", "slow", "techno", "ambient", "piano")
    for batch in ledger.batches(range(count), 10_000):
        rows = [_row(draw, number) for number in batch]
        with library.database.write() as db:
            ids = ledger.insert(db, rows)
            db.executemany(
                """UPDATE tracks SET rating = ?, loved = ?, play_count = ?, last_played = ?, added_at = ?
                   WHERE id = ?""",
                [(*_done(draw, now), id) for id in ids],
            )
            db.executemany(
                "INSERT INTO track_facts VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        *(id, draw.uniform(60, 180), draw.uniform(-30, -5), draw.uniform(300, 5_000)),
                        *(
                            draw.random(),
                            json.dumps([(t, round(draw.random(), 3)) for t in draw.sample(tags, 5)]),
                        ),
                    )
                    for id in ids
                ],
            )


def _row(draw: random.Random, number: int) -> ledger.FileRow:
    artist = " ".join(random.Random(number // 48).choices(WORDS, k=2)).title() + f" {number // 48}"
    album = " ".join(random.Random(-number // 12).choices(WORDS, k=2)).title()
    title = " ".join(draw.choices(WORDS, k=3)).title()
    folder = f"Müsic/{artist}" if number % 240 < 48 else f"Music/{artist}"
    path = f"/home/ada/{folder}/{album}/{number % 12 + 1:02} {title}.mp3".encode()
    said = Tags(
        *(title, (artist,), (artist,), album, draw.choice([(genre,) for genre in GENRES])),
        comment=draw.choice(["", "", "ripped by somebody with care, and checked"]),
        year=draw.randint(1960, 2025),
        track_no=number % 12 + 1,
        bpm=draw.choice([None, None, None, 120.0]),
    )
    codec = draw.choice(["mp3", "flac", "opus"])
    stream = Stream(
        Seconds(draw.uniform(60, 700)), 44_100, 2, draw.choice([128_000, 192_000, 900_000]), codec
    )
    return path, 5_000_000, number, row_of(said, stream, path, 1, 5_000_000)


def _done(draw: random.Random, now: float) -> tuple[float | None, int, int, float | None, float]:
    plays = int(draw.expovariate(0.3))
    played = now - draw.random() * 3 * 365 * DAY if plays else None
    rating = draw.choice([None, None, 1, 2.5, 4, 5])
    return rating, int(draw.random() < 0.03), plays, played, now - draw.random() * 5 * 365 * DAY


def median_ms(run: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return 1_000 * statistics.median(times)


def playlist_times(library: Library, playlists: Playlists) -> dict[str, float]:
    ids = [TrackId(id) for id in random.Random(2).sample(library.all_ids(), ENTRIES)]
    times = {"make": median_ms(lambda: playlists.create("x", tracks=ids), 1)}
    list_ = playlists.tree()[0].id
    entries = list(playlists.rows(list_)[0])
    times["load"] = median_ms(lambda: playlists.entries(list_))
    times["load ids"] = median_ms(lambda: playlists.rows(list_))
    times["add 12 in the middle"] = median_ms(lambda: playlists.add(list_, ids[:12], ENTRIES // 2))
    to = iter(range(100, 9_000, 1_000))
    times["move 500"] = median_ms(lambda: playlists.reorder(list_, entries[3_000:3_500], next(to)))
    times["take 12"] = median_ms(lambda: playlists.take(list_, list(playlists.rows(list_)[0])[40:52]))
    times["undo"] = median_ms(playlists.undo)
    times["tree"] = median_ms(playlists.tree)
    return times


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=100_000, help="tracks (default: 100000)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as data:
        library = Library(Database(Path(data) / "library.db", tracks.SQL))
        fill(library, chosen.n)
        print(f"{chosen.n} tracks; processor time, medians of {RUNS}; wanted <= {GOAL_MS} ms")
        for query in QUERIES:
            found = len(library.order(query))
            print(f"{median_ms(partial(library.order, query)):7.1f} ms  {found:>7}  {query}")
        smart = Smart("rating:>=4", (), Limit(100, Unit.TRACKS, By.RANDOM))
        print(f"{median_ms(lambda: find(library, smart)):7.1f} ms  smart: 100 of rating:>=4, random")
        playlists = Playlists(library)
        for what, taken in playlist_times(library, playlists).items():
            print(f"{taken:7.1f} ms  {ENTRIES} entries: {what}")
        library.close()


if __name__ == "__main__":
    main()
