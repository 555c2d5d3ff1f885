"""Libraries for the tests of views: rows in a real database, and made-up sounds for them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from app.hearing import Hearing
from core.analysis.records import Trajectories
from core.domain import SONGLETS, AudioId
from core.explore.ear.ear import Ear
from core.explore.stock import load_stock
from core.library.tracks import Kind, Library

COLUMNS = (
    "path, size, mtime_ns, presence, audio_id, error, title, artist, album_artist, album, genre, year, "
    "title_key, artist_key, album_artist_key, album_key, duration, added_at, rating, play_count"
)
FOLDER = Path("/music")


def fill(library: Library, count: int, first: int = 0, *, tell: bool = False) -> None:
    """Adds tracks "Title 00000" … by ten artists, three minutes each; tell: as a scan does."""
    rows = [row(number) for number in range(first, first + count)]
    marks = ", ".join("?" * len(rows[0]))
    with library.database.write() as db:
        before = db.execute("SELECT ifnull(max(id), 0) FROM tracks").fetchone()[0]
        db.executemany(f"INSERT INTO tracks ({COLUMNS}) VALUES ({marks})", rows)
    if tell:
        library.announce(Kind.ADDED, range(before + 1, before + 1 + count))


def row(number: int) -> tuple[object, ...]:
    title, artist, album = (
        f"Title {number:05}",
        f"Artist {number % 10}",
        f"Album {number % 10}{number // 100}",
    )
    path = os.fsencode(FOLDER / artist / f"{number:05}.flac")
    keys = (title.casefold(), artist.casefold(), artist.casefold(), album.casefold())
    said = (title, artist, artist, album, "Folk", 1960 + number % 60)
    return (path, 1, 1, "present", f"{number:032x}", "", *said, *keys, 180.0, 1.0, None, number % 7)


def paths(library: Library) -> dict[Path, float]:
    """The files of all tracks and how long they are, for a player without sound."""
    return {track.path: track.duration for track in library.tracks(library.all_ids())}


def hearing(library: Library, heard: Sequence[int] | None = None) -> Hearing:
    """Tracks in eight groups that sound alike within; heard: ids of those that were listened to, or all."""
    rows = library.radio_rows()
    known = [r for r in rows if heard is None or r.id in heard]
    rng = np.random.default_rng(1)
    group = np.array([r.id % 8 for r in known], int)
    songlets = rng.normal(size=(8, 1, 24))[group] + 0.7 * rng.normal(size=(len(known), SONGLETS, 24))
    songlets /= np.linalg.norm(songlets, axis=2, keepdims=True)
    trajectories = Trajectories(
        "made-up",
        1,
        [AudioId(r.audio_id) for r in known],
        songlets.astype(np.float32),
        songlets.mean(axis=1).astype(np.float32),
        np.ones(len(known), np.int8),
    )
    ear = Ear.build([trajectories], {}, [(r.id, r.audio_id) for r in rows])
    return Hearing(ear, load_stock(library), len(rows))


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Lets Qt work until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        QApplication.processEvents()
        time.sleep(0.002)
