"""Adding what other programs counted to the library."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.library import foreign, imports
from core.library.foreign import Export, Song
from core.library.imports import Report, imported_plays
from core.library.tracks import Library
from tests.core.library import foreign_files as made
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import Folder


@pytest.fixture
def airbag(library: Library, folder: Folder, scanned: Scanned) -> TrackId:
    for number, title in enumerate(("Airbag", "Lucky")):
        folder.put(
            f"Radiohead/OK Computer/0{number} {title}.mp3",
            number,
            title=title,
            artist="Radiohead",
            album="OK Computer",
        )
    scanned()
    return next(id for id in library.all_ids() if library.track(id).title == "Airbag")


def take(library: Library, *songs: Song, origin: str = "rhythmbox") -> Report:
    return imports.take_in(library, Export(origin, list(songs)))


def test_a_song_at_the_same_path_is_the_track(library: Library, airbag: TrackId, tmp_path: Path) -> None:
    path = os.fsencode(library.track(airbag).path)
    file = made.rhythmbox(tmp_path / "r.xml", path, title="Wrong", artist="Wrong", rating=4, play_count=7)
    report = imports.take_in(library, foreign.read(file))
    track = library.track(airbag)
    assert (report.by_path, report.by_tags, report.rated, report.plays) == (1, 0, 1, 7)
    assert (track.rating, track.play_count) == (4.0, 7)


def test_the_same_collection_under_another_root_is_found(library: Library, airbag: TrackId) -> None:
    report = take(library, Song(path=rb"D:\Musik\Radiohead\OK Computer\00 Airbag.mp3", plays=2))
    assert report.by_path == 1
    assert library.track(airbag).play_count == 2


def test_a_bare_name_in_common_is_not_enough(library: Library, airbag: TrackId) -> None:
    assert take(library, Song(path=b"/other/place/00 Airbag.mp3", plays=2)).matched == 0


def test_a_file_of_the_same_name_in_a_like_folder_is_no_other_song(library: Library, airbag: TrackId) -> None:
    like = b"/elsewhere/OK Computer/00 Airbag.mp3"
    assert take(library, Song(path=like, title="Karma Police", artist="Radiohead", rating=1)).matched == 0
    assert take(library, Song(path=like, title="airbag", rating=5)).by_path == 1


def test_another_recording_of_a_song_is_not_the_track(library: Library, airbag: TrackId) -> None:
    length = library.track(airbag).duration
    live = Song(title="Airbag", artist="Radiohead", album="Live", duration=Seconds(length + 60), rating=1)
    assert take(library, live).matched == 0
    live.album = "OK Computer"
    assert take(library, live).by_tags == 1


def test_tags_are_compared_as_listeners_read_them(library: Library, airbag: TrackId) -> None:
    report = take(library, Song(title="AIRBAG", artist="radiohead", album="Some Best-of", plays=3))
    assert (report.by_path, report.by_tags) == (0, 1)
    assert library.track(airbag).play_count == 3


def test_what_is_not_found_is_told(library: Library, airbag: TrackId) -> None:
    report = take(library, Song(title="Creep", artist="Radiohead", plays=3))
    assert (report.matched, report.unmatched) == (0, ["Radiohead - Creep"])
    nameless = take(library, Song(title="Creep"), Song(path=b"/gone/creep.mp3"))
    assert nameless.unmatched == ["Creep", "/gone/creep.mp3"]


def test_the_listeners_own_rating_stays(library: Library, airbag: TrackId) -> None:
    library.set_rating(airbag, 2.0)
    assert take(library, Song(title="Airbag", artist="Radiohead", rating=5.0)).rated == 0
    assert library.track(airbag).rating == 2.0


def test_importing_twice_counts_once(library: Library, airbag: TrackId) -> None:
    song = Song(title="Airbag", artist="Radiohead", plays=10, skips=2)
    take(library, song)
    again = take(library, song)
    assert (again.plays, library.track(airbag).play_count, library.track(airbag).skip_count) == (0, 10, 2)
    song.plays = 12
    take(library, song)
    assert library.track(airbag).play_count == 12


def test_of_two_players_the_higher_count_is_added_to_ours(library: Library, airbag: TrackId) -> None:
    library.record_play(PlayEvent(airbag, Timestamp(5e9), Seconds(500), Ended.FINISHED, Source.LIBRARY))
    take(library, Song(title="Airbag", artist="Radiohead", plays=10), origin="rhythmbox")
    take(library, Song(title="Airbag", artist="Radiohead", plays=4), origin="strawberry")
    assert library.track(airbag).play_count == 11


def test_times_of_plays_are_kept_and_those_told_from_here_are_known(
    library: Library, airbag: TrackId
) -> None:
    library.record_play(PlayEvent(airbag, Timestamp(1000), Seconds(500), Ended.FINISHED, Source.LIBRARY))
    song = Song(
        title="Airbag",
        artist="Radiohead",
        plays=3,
        played_at=[Timestamp(1030), Timestamp(9e8), Timestamp(1e9)],
    )
    for _ in range(2):
        take(library, song, origin="listenbrainz")
    assert library.track(airbag).play_count == 3
    assert imported_plays(library) == [(airbag, 9e8), (airbag, 1e9)]
    assert imported_plays(library, Timestamp(9.5e8)) == [(airbag, 1e9)]


def test_when_it_was_first_and_last_there_is_kept(library: Library, airbag: TrackId) -> None:
    take(
        library, Song(title="Airbag", artist="Radiohead", added=Timestamp(1e9), last_played=Timestamp(1.1e9))
    )
    assert (library.track(airbag).added_at, library.track(airbag).last_played) == (1e9, 1.1e9)


def test_an_import_that_is_cancelled_changes_nothing(library: Library, airbag: TrackId) -> None:
    def enough() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imports.take_in(library, Export("x", [Song(title="Airbag", artist="Radiohead", plays=9)]), enough)
    assert library.track(airbag).play_count == 0


def test_a_moved_file_brings_its_imported_counts(
    library: Library, airbag: TrackId, folder: Folder, scanned: Scanned
) -> None:
    take(library, Song(title="Airbag", artist="Radiohead", plays=3, played_at=[Timestamp(1e9)]))
    old = library.track(airbag).path
    old.rename(old.with_name("moved.mp3"))
    scanned()
    assert library.track(airbag).path.name == "moved.mp3"
    take(library, Song(title="Airbag", artist="Radiohead", plays=3, played_at=[Timestamp(1e9)]))
    assert library.track(airbag).play_count == 1


def test_a_count_that_two_copies_were_given_is_one_when_they_become_one(
    library: Library, airbag: TrackId, folder: Folder, scanned: Scanned
) -> None:
    old = library.track(airbag).path
    new = folder.path / "other drive" / old.name
    new.parent.mkdir()
    new.write_bytes(old.read_bytes())
    scanned()
    for path, plays in ((old, 10), (new, 12)):
        take(library, Song(path=os.fsencode(path), plays=plays))
    old.unlink()
    scanned()
    assert (library.track(airbag).path, library.track(airbag).play_count) == (new, 12)
    take(library, Song(path=os.fsencode(new), plays=13))
    assert library.track(airbag).play_count == 13


def test_thousands_of_files_of_one_name_do_not_make_it_slow(library: Library) -> None:
    """Discs that nobody named: all begin with "Track 01"."""
    with library.database.write() as db:
        db.executemany(
            "INSERT INTO tracks (path, size, mtime_ns, title, added_at) VALUES (?, 1, 1, ?, 0)",
            [(b"/music/Disc %d/Track 01.wav" % number, f"Disc {number}") for number in range(5_000)],
        )
    finder = imports.Finder(library.database.read())
    started = time.monotonic()
    found = {finder.find(Song(b"D:\\Disc %d\\Track 01.wav" % number))[1] for number in range(5_000)}
    assert len(found - {None}) == 5_000
    assert time.monotonic() - started < 3
