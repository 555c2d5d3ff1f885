"""Whether anything is left to hear."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.analysis.unheard import all_heard
from core.domain import Pass
from core.indexer import Indexer
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places


@pytest.fixture
def library(places: Places, music: Path) -> Iterator[Library]:
    library = Library.open(places)
    library.add_root(music)
    scan(library, Progress())
    yield library
    library.close()


def test_a_library_nobody_listened_to_is_unheard(places: Places, library: Library) -> None:
    assert not all_heard(places, ["spectral"])


def test_an_empty_library_is_all_heard(places: Places) -> None:
    Library.open(places).close()
    assert all_heard(places, ["spectral"])


def test_only_the_full_pass_of_every_model_asked_for_counts(places: Places, library: Library) -> None:
    with Indexer.open(library, places) as indexer:
        indexer.listen(("spectral",), Pass.FULL, Progress())
    assert all_heard(places, ["spectral"])
    assert not all_heard(places, ["spectral", "musicnn-mtt"])


def test_asking_loads_no_numpy() -> None:
    code = "import sys, core.analysis.unheard; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
