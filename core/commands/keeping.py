"""`add`, `scan`, `analyse`: keeping the library."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from core.commands.answers import Answer, at_home, holds, open_library, open_store
from core.commands.models import ready_models
from core.database import sole_writer
from core.domain import Pass
from core.errors import UserError
from core.library.scan import ScanCounts
from core.library.scan import scan as scan_library
from core.progress import Progress
from core.settings import Places


def add(places: Places, folders: Sequence[Path], progress: Progress) -> Answer:
    """Takes folders into the library and scans them; the counts are of these folders alone.

    Raises UserError when one is no folder; then none is added.
    """
    folders = [at_home(folder) for folder in folders]
    for folder in folders:
        if not holds(Path.is_dir, folder):
            raise UserError(f"{folder} is not a folder; check the name, or plug the drive in.")
    started = time.monotonic()
    with sole_writer(places.lock_file), open_library(places) as library:
        for folder in folders:
            library.add_root(folder)
        outer = _without_nested([folder.resolve() for folder in folders])
        counts = [scan_library(library, progress, only=folder) for folder in outer]
    return _counted(counts, started)


def scan(places: Places, progress: Progress) -> Answer:
    """Brings the library up to date with all of its folders. Raises UserError when it has none."""
    started = time.monotonic()
    with sole_writer(places.lock_file), open_library(places) as library:
        if not library.roots():
            raise UserError("The library has no folders yet; add one: meander add DIR")
        counts = [scan_library(library, progress)]
    return _counted(counts, started)


def _without_nested(folders: list[Path]) -> list[Path]:
    """Each folder once, those inside another left out, so that no file is counted twice."""
    distinct = list(dict.fromkeys(folders))
    return [f for f in distinct if not any(other in f.parents for other in distinct)]


def _counted(counts: Sequence[ScanCounts], started: float) -> Answer:
    """The sum of several scans; folders that could not be looked into are named."""
    names = ("added", "changed", "moved", "missing", "failed", "unchanged")
    total = {name: sum(getattr(count, name) for count in counts) for name in names}
    line = ", ".join(f"{total[name]:,} {name}" for name in names if total[name]) or "nothing there"
    seconds = time.monotonic() - started
    unreadable = [folder for count in counts for folder in count.unreadable]
    lines = [f"{line} ({seconds:.1f} s)", *(f"could not be looked into: {folder}" for folder in unreadable)]
    return Answer({**total, "seconds": seconds, "unreadable": unreadable}, lines)


def analyse(places: Places, progress: Progress, *, model: str | None, quick: bool) -> Answer:
    """Listens to all that the asked pass has not heard yet. Files that cannot be heard are counted.

    Raises UsageError for an unknown model, UserError where its weights are missing.
    """
    from core.indexer import Indexer

    names = ready_models(model, places)
    pass_ = Pass.QUICK if quick else Pass.FULL
    started = time.monotonic()
    with (
        sole_writer(places.lock_file),
        open_library(places) as library,
        open_store(places) as store,
        Indexer(library, store, places) as indexer,
    ):
        counts = indexer.listen(names, pass_, progress)
    document = {"model": names[0], "models": names, "pass": pass_.name.lower(), **asdict(counts)}
    document["seconds"] = time.monotonic() - started
    return Answer(document, [f"{counts} ({document['seconds']:.1f} s)"])
