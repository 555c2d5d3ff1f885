"""A library over a folder of small real files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
from tests.core.library.sounding_files import Folder

Scanned = Callable[..., dict[str, int]]


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    with library.database.write() as db:  # what search knows must always be what the tracks say
        db.execute("INSERT INTO tracks_fts (tracks_fts, rank) VALUES ('integrity-check', 1)")
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    library.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "music")


@pytest.fixture
def scanned(library: Library, folder: Folder) -> Scanned:
    """Scans the folder into the library, and gives the counts as a dict without the time."""

    def run(**options: Any) -> dict[str, int]:
        if not library.roots():
            library.add_root(folder.path)
        counts = scan(library, Progress(), **options)
        names = ("added", "changed", "moved", "missing", "failed", "unchanged")
        return {name: value for name in names if (value := getattr(counts, name))}

    return run
