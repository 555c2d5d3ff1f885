"""Browsing: how soon shelves are read, how long the window waits while covers fly past, and their memory.

    python -m benchmarks.browsing [reads] [scroll] [--albums 10000] [--tracks-per-album 10]

reads: each read of a library of 100,000 tracks (best of five), the grouping into albums, and from opening the
Albums place until its first paint. scroll: through all albums, each with a cover of 1000x1000 pixels in its
folder: once in a rush (two pages a second drop most wishes), once so slowly that every cover is drawn. The
longest time between two turns of the event loop and the peak memory, beside a plain QListView of the same
titles without covers. Each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

COVERS, SIDE = 40, 1000
SIZE = 1104, 772
STEP, STEP_MS = 240, 16
"""Pixels and milliseconds of one step of the rush."""
WORDS = (
    *("amber", "blue", "cold", "dawn", "echo", "fern", "glass", "harbour", "iron", "june", "kite", "lantern"),
    *("mist", "north", "ocean", "pale", "quiet", "river", "stone", "tide", "under", "velvet", "winter"),
)
GENRES = ("Ambient", "Rock", "Jazz", "Electronic", "Folk", "Classical", "Hip-Hop", "Metal", "Soul", "Pop")


# -- the library


def make_library(folder: Path, albums: int, tracks: int) -> Path:
    """A data folder with that many albums; returns it. Kept between runs."""
    data = folder / f"browsing-{albums}x{tracks}"
    if (data / "done").exists():
        return data
    from core.library.tracks import Library
    from core.settings import Places

    shutil.rmtree(data, ignore_errors=True)
    music = data / "music"
    music.mkdir(parents=True)
    pictures = _pictures(data / "pictures")
    library = Library.open(Places(data, data))
    library.add_root(music.resolve())
    rows = [row for number in range(albums) for row in _album(music.resolve(), pictures, number, tracks)]
    with library.database.write() as db:
        db.executemany(f"INSERT INTO tracks ({', '.join(rows[0])}) VALUES ({', '.join('?' * len(rows[0]))})",
                       [list(row.values()) for row in rows])  # fmt: skip
    library.close()
    (data / "done").touch()
    return data


def _pictures(folder: Path) -> list[Path]:
    """Some pictures of the size that shops sell, with enough in them to take a decoder its time."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from app import artwork

    app = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir()
    found = []
    for number in range(COVERS):
        found.append(folder / f"{number}.jpg")
        artwork.draw(f"picture {number}", SIDE).save(str(found[-1]), quality=92)
    del app
    return found


def _album(music: Path, pictures: list[Path], number: int, tracks: int) -> list[dict[str, Any]]:
    chance = random.Random(number)
    title, artist = (" ".join(chance.choices(WORDS, k=k)).title() for k in (3, 2))
    folder = music / f"{number // 100:03}" / f"{number:05}"
    folder.mkdir(parents=True)
    os.link(pictures[number % len(pictures)], folder / "cover.jpg")
    genres = chance.sample(GENRES, chance.choice((1, 1, 2)))
    said = {
        "size": 1, "mtime_ns": 1, "album": title, "album_key": title.lower(), "artist": artist,
        "artists": json.dumps([artist]), "artist_key": artist.lower(), "album_artist": artist,
        "album_artists": json.dumps([artist]), "album_artist_key": artist.lower(),
        "genre": ", ".join(genres), "genres": json.dumps(genres), "year": chance.randint(1960, 2025),
        "added_at": 1e9 + number,
    }  # fmt: skip
    rows = []
    for track in range(1, tracks + 1):
        name = " ".join(chance.choices(WORDS, k=3)).title()
        own = {"title": name, "title_key": name.lower(), "track_no": track, "play_count": chance.randrange(9)}
        path = os.fsencode(folder / f"{track:02}.mp3")
        rows.append(said | own | {"path": path, "duration": 60.0 + 20 * track})
    return rows


# -- what is measured


def reads(data: Path) -> None:
    from core.library import search
    from core.library.browse import Browse, By
    from core.library.narrowing import Role, having
    from core.library.tracks import Library
    from core.settings import Places

    library = Library.open(Places(data, data))
    browse = Browse(library)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET album_id = NULL")
    begun = time.perf_counter()
    browse.settle()
    tracks = library.counts().tracks
    print(f"reads: {tracks} tracks grouped into albums in {time.perf_counter() - begun:.2f} s (once)")
    genre = browse.names(Role.GENRE)[0].name
    artist = browse.names(Role.ALBUM_ARTIST)[0].name
    rock = having(Role.GENRE, [genre])
    timed: list[tuple[str, Callable[[], object]]] = [
        ("albums by artist", browse.albums),
        ("albums by added", lambda: browse.albums(by=By.ADDED)),
        ("albums of a search", lambda: browse.albums(search.parse("velvet"))),
        *((f"names: {role}", partial(browse.names, role)) for role in Role),
        ("decades", browse.decades),
        ("album artists of a genre", lambda: browse.names(Role.ALBUM_ARTIST, rock)),
        ("albums of a genre", lambda: browse.albums(rock, By.TITLE)),
        ("an artist", lambda: browse.collection(Role.ALBUM_ARTIST, artist)),
        ("top folder", lambda: browse.folders(browse.roots()[0].raw_path)),
    ]
    for name, read in timed:
        print(f"reads: {name}: {_best(read) * 1000:.0f} ms")
    library.close()


def _best(read: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        read()
        times.append(time.perf_counter() - begun)
    return min(times)


class Loop:
    """Turns Qt's event loop, and remembers the longest turn, and the one with the most processor time.

    The second is what is ours, however busy the machine is.
    """

    def __init__(self, app: Any) -> None:
        self._app = app
        self.worst = self.own = 0.0
        self.turns: list[float] = []

    def turn(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            begun, worked = time.perf_counter(), time.thread_time()
            self._app.processEvents()
            took = time.perf_counter() - begun
            self.turns.append(took)
            self.worst = max(self.worst, took)
            self.own = max(self.own, time.thread_time() - worked)
            if until():
                return True
            time.sleep(0.001)
        return False

    def reset(self) -> None:
        self.worst = self.own = 0.0
        self.turns = []


def ours(data: Path) -> dict[str, float]:
    """The Albums place itself."""
    begun = time.perf_counter()
    from PySide6.QtWidgets import QApplication

    from app import theme
    from app.choices import Choices
    from app.covers import Covers
    from app.views.albums import AlbumsView
    from app.views.commands import TrackCommands
    from app.views.ways import Ways
    from core.library.browse import Browse
    from core.library.tracks import Library
    from core.settings import Places, Settings

    sys.setswitchinterval(0.001)
    app = QApplication([])
    theme.apply(app, "dark")
    library = Library.open(Places(data, data))
    browse = Browse(library)
    browse.settle()
    with tempfile.TemporaryDirectory(dir=data) as cache:
        covers = Covers(Path(cache))
        loop = Loop(app)
        begun = time.perf_counter()
        choices = Choices(data / "settings.toml", Settings())
        view = AlbumsView(library, browse, covers, TrackCommands(library), Ways(), choices)
        view.resize(*SIZE)
        view.show()
        loop.turn(30, lambda: bool(view.shelf.model.rows))
        app.processEvents()
        found = {"opened": time.perf_counter() - begun, "stall_opening": loop.worst}
        loop.turn(10, lambda: not covers.busy)
        before = _peak()
        loop.reset()
        bar = view.shelf.grid.verticalScrollBar()
        held = 0
        for at in range(0, bar.maximum(), STEP):
            bar.setValue(at)
            loop.turn(STEP_MS / 1000)
            held = max(held, covers.held)
        found |= {"stall_rush": loop.worst, "own_rush": loop.own, "late_rush": _share_over(loop.turns, 0.05)}
        loop.turn(10, lambda: not covers.busy)
        loop.reset()
        for at in range(0, bar.maximum(), bar.pageStep()):
            bar.setValue(at)
            loop.turn(0.1)
            loop.turn(20, lambda: not covers.busy)
            held = max(held, covers.held)
        found |= {
            "stall_all": loop.worst,
            "own_all": loop.own,
            "late_all": _share_over(loop.turns, 0.05),
            "held": held / 2**20,
        }
        found |= {"peak": _peak(), "peak_before": before}
        found["disk"] = sum(each.stat().st_size for each in Path(cache).iterdir()) / 2**20
        view.close_down()
        covers.close()
        from app import tasks

        tasks.drain()
        view.deleteLater()
        app.processEvents()
    library.close()
    return found


def plain(data: Path) -> dict[str, float]:
    """A QListView of the same titles in the same places, without pictures."""
    from PySide6.QtCore import QSize, QStringListModel
    from PySide6.QtWidgets import QApplication, QListView

    from core.library.browse import Browse
    from core.library.tracks import Library
    from core.settings import Places

    app = QApplication([])
    library = Library.open(Places(data, data))
    titles = [album.title for album in Browse(library).albums()]
    view = QListView()
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setUniformItemSizes(True)
    view.setGridSize(QSize(200, 232))
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    model = QStringListModel(titles)
    view.setModel(model)
    view.resize(*SIZE)
    view.show()
    loop = Loop(app)
    loop.turn(1)
    loop.reset()
    for at in range(0, view.verticalScrollBar().maximum(), STEP):
        view.verticalScrollBar().setValue(at)
        loop.turn(STEP_MS / 1000)
    library.close()
    return {"stall_rush": loop.worst, "own_rush": loop.own, "peak": _peak()}


def _share_over(turns: list[float], limit: float) -> float:
    return sum(turn > limit for turn in turns) / max(1, len(turns))


def _peak() -> float:
    """Peak of resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# -- running and reporting


def scroll(data: Path) -> None:
    results = {}
    for kind in ("plain", "ours"):
        command = [sys.executable, "-m", "benchmarks.browsing", "--child", kind, str(data)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        results[kind] = json.loads(done.stdout.splitlines()[-1])
    mine, bare = results["ours"], results["plain"]
    print(f"scroll: Albums opened, read and painted in {mine['opened'] * 1000:.0f} ms")
    print(
        f"scroll: longest turn of the event loop {mine['stall_rush'] * 1000:.0f} ms in a rush,"
        f" {mine['stall_all'] * 1000:.0f} ms while every cover is drawn;"
        f" plain list without covers {bare['stall_rush'] * 1000:.0f} ms"
        f" (ratio {mine['stall_rush'] / bare['stall_rush']:.1f})"
    )
    print(
        f"scroll: of processor time in one turn at most {mine['own_rush'] * 1000:.0f} ms in a rush,"
        f" {mine['own_all'] * 1000:.0f} ms while every cover is drawn; plain list"
        f" {bare['own_rush'] * 1000:.0f} ms"
    )
    print(f"scroll: turns over 50 ms: {mine['late_rush']:.2%} and {mine['late_all']:.2%}")
    print(
        f"scroll: covers held at most {mine['held']:.1f} MB (bound 64), {mine['disk']:.0f} MB on disk (bound"
        f" 256); peak memory {mine['peak']:.0f} MB after every cover, {mine['peak_before']:.0f} MB before,"
        f" plain list {bare['peak']:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*", default=["reads", "scroll"])
    parser.add_argument("--albums", type=int, default=10_000)
    parser.add_argument("--tracks-per-album", type=int, default=10)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "meander-bench")
    parser.add_argument("--child", choices=["ours", "plain"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if options.child:
        print(json.dumps({"ours": ours, "plain": plain}[options.child](Path(options.what[0]))))
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    data = make_library(options.folder, options.albums, options.tracks_per_album)
    if "reads" in options.what:
        reads(data)
    if "scroll" in options.what:
        scroll(data)


if __name__ == "__main__":
    main()
