"""Files from outside the music folders that are played all the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.domain import Presence
from core.library.guests import receive
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places


@pytest.fixture
def outside(music: Path, tmp_path: Path) -> Path:
    """A folder that the library does not know, with two of the songs."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for file in sorted(each for each in music.rglob("*") if each.suffix in (".flac", ".mp3"))[:2]:
        shutil.copy(file, folder)
    return folder


def test_a_guest_can_be_played_and_is_listed_nowhere(places: Places, outside: Path) -> None:
    library = Library.open(places)
    files = sorted(outside.iterdir())
    received = receive(library, files)
    tracks = library.tracks(received.ids)
    assert [track.path for track in tracks] == files
    assert all(track.title and track.duration > 1 and track.presence is Presence.REMOVED for track in tracks)
    assert received.strangers == files
    assert (library.all_ids(), library.counts().tracks) == ([], 0)
    library.close()


def test_a_guest_that_comes_again_is_the_same_track(places: Places, outside: Path) -> None:
    library = Library.open(places)
    files = sorted(outside.iterdir())
    first = receive(library, files).ids
    library.set_rating(first[0], 4.0)
    assert receive(library, files).ids == first
    library.close()


def test_a_guest_keeps_what_was_said_of_it_when_its_folder_is_added(places: Places, outside: Path) -> None:
    library = Library.open(places)
    ids = receive(library, sorted(outside.iterdir())).ids
    library.set_rating(ids[0], 4.0)
    library.add_root(outside)
    scan(library, Progress())
    assert sorted(library.all_ids()) == sorted(ids)
    assert library.track(ids[0]).rating == 4.0
    assert receive(library, sorted(outside.iterdir())).strangers == []
    library.close()


def test_what_is_no_music_is_told_apart(places: Places, outside: Path) -> None:
    library = Library.open(places)
    letter, broken, gone = outside / "letter.txt", outside / "broken.flac", outside / "gone.mp3"
    letter.write_text("Dear")
    broken.write_bytes(b"not a flac")
    received = receive(library, [letter, broken, gone])
    assert (received.ids, received.unreadable) == ([], [letter, broken, gone])
    library.close()
