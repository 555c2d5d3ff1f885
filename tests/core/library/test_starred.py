"""Stars in the tags of files, taken over when the listener asks."""

from __future__ import annotations

import pytest

from core.errors import Cancelled
from core.library import starred, writing
from core.library.ratings import fields
from core.library.starred import Taken
from core.library.tracks import Library
from core.library.writing import Edit
from core.progress import Progress
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import Folder


@pytest.mark.parametrize("ending", ["mp3", "flac", "ogg", "m4a"])
def test_stars_that_another_player_wrote_are_taken_over(
    library: Library, folder: Folder, scanned: Scanned, ending: str
) -> None:
    folder.put(f"one.{ending}", 1, title="One")
    writing.write(folder.path / f"one.{ending}", Edit(fields(3.5)))
    scanned()
    assert library.track(library.all_ids()[0]).rating is None
    assert starred.take_over(library, Progress()) == Taken(1, 1)
    assert library.track(library.all_ids()[0]).rating == 3.5


def test_the_listeners_own_stars_stay(library: Library, folder: Folder, scanned: Scanned) -> None:
    folder.put("one.mp3", 1, title="One")
    writing.write(folder.path / "one.mp3", Edit(fields(5.0)))
    scanned()
    (id,) = library.all_ids()
    library.set_rating(id, 1.0)
    assert starred.take_over(library, Progress()) == Taken(0, 0)
    assert library.track(id).rating == 1.0


def test_files_without_stars_and_broken_ones_stay_unrated(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    path = folder.put("one.mp3", 1, title="One")
    scanned()
    path.write_bytes(b"")
    assert starred.take_over(library, Progress()) == Taken(1, 0)


def test_it_can_be_stopped(library: Library, folder: Folder, scanned: Scanned) -> None:
    folder.put("one.mp3", 1, title="One")
    scanned()
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        starred.take_over(library, progress)
