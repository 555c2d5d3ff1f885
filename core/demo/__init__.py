"""A library to try Meander on: songs nobody made, synthesised here, with tags and covers.

`python -m core.demo FOLDER` makes it. The tests use the same generator, smaller.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.demo.catalogue import Entry, entries
from core.domain import Seconds
from core.errors import UserError
from core.progress import Progress

RECIPE = 2
"""Raised when the same arguments would give other music."""
MARK = ".meander-demo.json"
FOLDER_COVERS = (7, 16)
"""Albums whose cover lies beside the songs instead of inside them."""


def make_demo(
    folder: Path,
    progress: Progress | None = None,
    tracks: int = 60,
    seconds: tuple[float, float] = (20.0, 60.0),
    seed: int = 0,
) -> list[Path]:
    """Makes (or finds already made) a demo library in `folder`; returns its files in the catalogue's order.

    tracks: how many; 60 gives 17 artists and 11 sounds. seconds: shortest and longest song.
    The same arguments give the same music. Raises UserError when the folder cannot be written.
    """
    progress = progress or Progress()
    recipe = {"recipe": RECIPE, "tracks": tracks, "seconds": list(seconds), "seed": seed}
    wanted = entries(tracks, seed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _forget_another(folder, recipe)
        missing = [entry for entry in wanted if not (folder / entry.path).exists()]
        progress.begin("Making the demo", total=len(missing))
        _make_all(folder, missing, seconds, progress)
    except OSError as problem:
        raise UserError(
            "The demo cannot be written to {folder} ({why}).", folder=folder, why=problem.strerror
        ) from problem
    return [folder / entry.path for entry in wanted]


def _forget_another(folder: Path, recipe: dict[str, object]) -> None:
    """Removes the songs (they are ours, the mark says so) of a demo made with other arguments."""
    mark = folder / MARK
    if mark.exists():
        known = json.loads(mark.read_text("utf-8"))
        if known["made"] == recipe:
            return
        for entry in entries(known["made"]["tracks"], known["made"]["seed"]):
            (folder / entry.path).unlink(missing_ok=True)
    mark.write_text(json.dumps({"made": recipe}), "utf-8")


def _make_all(folder: Path, missing: list[Entry], seconds: tuple[float, float], progress: Progress) -> None:
    if not missing:
        return
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        jobs = [pool.submit(_make, folder, entry, seconds) for entry in missing]
        try:
            for job in jobs:
                job.result()
                progress.advance()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _make(folder: Path, entry: Entry, seconds: tuple[float, float]) -> None:
    # numpy and FFmpeg load only when there is something to make.
    import numpy as np

    from core.demo.covers import cover
    from core.demo.files import write
    from core.demo.sounds import compose

    length = np.random.default_rng([entry.seed, 1]).uniform(*seconds)
    picture = cover(entry.album)
    path = folder / entry.path
    beside = entry.album in FOLDER_COVERS
    sound = compose(entry.style, entry.seed, Seconds(length))
    write(path, sound, entry.tags, None if beside else picture)
    if beside:
        (path.parent / "cover.png").write_bytes(picture)
