"""Scanning real folders: what is listed, what is recognised, and what is never lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.domain import Ended, PlayEvent, Presence, Seconds, Source, Timestamp, TrackId
from core.errors import Cancelled, UserError
from core.library.scan import CHUNK, scan
from core.library.tracks import Change, Kind, Library
from core.progress import Progress
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import ENCODED, Folder, encoded, retag

ALL = [*ENCODED, ".dsf", ".ape", ".mpc"]


def id_of(library: Library, file: Path) -> TrackId:
    track = library.by_path(file)
    assert track is not None, f"{file} is not in the library"
    return track.id


def played(library: Library, id: TrackId) -> None:
    event = PlayEvent(id, Timestamp(1_000.0), Seconds(200), Ended.FINISHED, Source.LIBRARY)
    library.record_play(event)
    library.set_rating(id, 4.5)


def is_cherished(library: Library, id: TrackId) -> bool:
    track = library.track(id)
    return (track.play_count, track.rating, len(library.plays(id))) == (1, 4.5, 1)


# Listing -----------------------------------------------------------------------------------------------


def test_every_format_is_listed_with_its_length_and_identity(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    endings = [ending for ending in ALL if ending != ".w64"]
    for pitch, ending in enumerate(endings):
        folder.put(f"song{ending}", pitch)
    assert scanned() == {"added": len(endings)}
    for track in library.tracks(library.all_ids()):
        assert track.error == ""
        assert track.audio_id
        exact = 4096 * 4 * 8 / 2_822_400 if track.path.suffix == ".dsf" else 0.5
        assert track.duration == pytest.approx(exact, abs=0.1), track.path


def test_tags_arrive_in_the_library(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = folder.put("a.flac", title="Émilie", artist=["One", "Two"], album="The Album", date="1998-04-20")
    scanned()
    track = library.by_path(file)
    assert track
    assert (track.title, track.artist, track.album, track.year) == ("Émilie", "One, Two", "The Album", 1998)
    tags, stream = library.tags(track.id)
    assert tags.artists == ("One", "Two")
    assert (stream.codec, stream.sample_rate, stream.channels) == ("flac", 44_100, 2)


def test_what_lists_are_sorted_by_is_what_the_sort_tags_say(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    folder.put("a.flac", artist="The Beatles", composer="John Lennon", composersort="Lennon, John")
    folder.put("b.mp3", 1, artist="Björk", artistsort="Guðmundsdóttir, Björk", composer="Björk")
    folder.put("c.m4a", 2, artist="Various", albumartist="The Best", albumartistsort="Best, The")
    scanned()
    rows = library.database.read().execute(
        "SELECT artist_key, album_artist_key, composer_key FROM tracks ORDER BY path"
    )
    assert [tuple(row) for row in rows] == [
        ("beatles", "beatles", "lennon, john"),
        ("gudmundsdottir, bjork", "gudmundsdottir, bjork", "bjork"),
        ("various", "best, the", ""),
    ]


def test_a_second_scan_changes_nothing(library: Library, folder: Folder, scanned: Scanned) -> None:
    for pitch in range(3):
        folder.put(f"{pitch}.mp3", pitch)
    scanned()
    changes: list[Change] = []
    library.subscribe(changes.append)
    assert scanned() == {"unchanged": 3}
    assert changes == []


def test_many_files_are_read_by_other_processes(library: Library, folder: Folder, scanned: Scanned) -> None:
    first = folder.put("0.flac")
    count = 2 * CHUNK + 60
    for number in range(1, count):
        shutil.copy(first, folder.path / f"{number}.flac")
    assert scanned() == {"added": count}
    assert len(library.order()) == count
    assert len(library.to_hear()) == 1


def test_hidden_and_foreign_files_are_left_out(library: Library, folder: Folder, scanned: Scanned) -> None:
    folder.put("good.mp3")
    folder.put(".hidden.mp3", 1)
    folder.put(".folder/inside.mp3", 2)
    (folder.path / "notes.txt").write_text("no music")
    (folder.path / "cover.jpg").write_bytes(b"no music")
    (folder.path / "folder.mp3").mkdir()
    assert scanned() == {"added": 1}


def test_broken_files_are_listed_with_their_error(library: Library, folder: Folder, scanned: Scanned) -> None:
    folder.put("good.mp3")
    (folder.path / "02 Empty.mp3").write_bytes(b"")
    (folder.path / "text.flac").write_text("this is no music at all" * 50)
    (folder.path / "cut.m4a").write_bytes(encoded(".m4a")[:60])
    assert scanned() == {"added": 1, "failed": 3}
    broken = {track.path.name: track for track in library.broken()}
    assert set(broken) == {"02 Empty.mp3", "text.flac", "cut.m4a"}
    assert broken["02 Empty.mp3"].title == "Empty"
    assert "empty" in broken["02 Empty.mp3"].error
    assert scanned() == {"unchanged": 4}


def test_a_file_that_breaks_keeps_what_it_said(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = folder.put("a.mp3", title="Still Known")
    scanned()
    id, whole = id_of(library, file), file.read_bytes()
    played(library, id)
    file.write_bytes(b"")
    assert scanned() == {"failed": 1}
    assert library.track(id).title == "Still Known"
    assert library.track(id).error
    file.write_bytes(whole)
    assert scanned() == {"changed": 1}
    assert library.track(id).error == ""
    assert is_cherished(library, id)


def test_names_that_are_not_utf8_are_kept(library: Library, folder: Folder, scanned: Scanned) -> None:
    name = os.fsdecode(b"caf\xe9 \xff.mp3")
    try:
        file = folder.put(name)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert scanned() == {"added": 1}
    (track,) = library.tracks(library.order())
    assert track.path == file
    assert track.path.exists()
    assert track.title.isprintable()
    assert scanned() == {"unchanged": 1}


def test_links_that_turn_in_circles_end(
    library: Library, folder: Folder, scanned: Scanned, tmp_path: Path
) -> None:
    folder.put("deep/er/a.mp3")
    (folder.path / "deep" / "er" / "up").symlink_to(folder.path)
    elsewhere = Folder(tmp_path / "elsewhere")
    elsewhere.put("b.mp3", 1)
    (elsewhere.path / "self").symlink_to(elsewhere.path)
    (folder.path / "linked").symlink_to(elsewhere.path)
    (folder.path / "again").symlink_to(elsewhere.path)
    (folder.path / "nowhere").symlink_to(tmp_path / "nothing")
    (folder.path / "nothing.mp3").symlink_to(tmp_path / "nothing.mp3")
    assert scanned() == {"added": 2}
    assert scanned() == {"unchanged": 2}


def test_a_link_to_a_file_of_the_library_is_no_second_track(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = folder.put("a.mp3")
    (folder.path / "favourites").mkdir()
    (folder.path / "favourites" / "link.mp3").symlink_to(file)
    assert scanned() == {"added": 1}


def test_names_in_any_order_merge_with_what_is_known(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    names = ["a.mp3", "a/1.mp3", "a-b.mp3", "a b/2.mp3", "A.mp3", "a/b/c.mp3", "a.d/x.mp3", "é.mp3", "a0.mp3"]
    for pitch, name in enumerate(names):
        folder.put(name, pitch)
    assert scanned() == {"added": len(names)}
    assert scanned() == {"unchanged": len(names)}


# Recognising -------------------------------------------------------------------------------------------


def test_a_moved_file_keeps_its_id_and_history(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = folder.put("old/a.mp3", title="Mine")
    scanned()
    id = id_of(library, file)
    played(library, id)
    (folder.path / "new").mkdir()
    moved = file.rename(folder.path / "new" / "b.mp3")
    assert scanned() == {"moved": 1}
    assert id_of(library, moved) == id
    assert library.track(id).presence is Presence.PRESENT
    assert is_cherished(library, id)
    assert library.all_ids() == [id]


@pytest.mark.parametrize("ending", [".mp3", ".flac", ".ogg", ".opus", ".m4a"])
def test_a_file_moved_and_retagged_counts_as_moved(
    library: Library, folder: Folder, scanned: Scanned, ending: str
) -> None:
    file = folder.put(f"a{ending}", title="Before")
    scanned()
    id = id_of(library, file)
    played(library, id)
    moved = file.rename(folder.path / f"b{ending}")
    retag(moved, title="After", album="long " * 3_000)
    assert scanned() == {"moved": 1}
    assert library.track(id).title == "After"
    assert library.track(id).path == moved
    assert is_cherished(library, id)
    assert list(library.order("after")) == [id]
    assert not library.order("before")


def test_a_retagged_file_keeps_its_id_and_history(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = folder.put("a.ogg", title="Before")
    scanned()
    id = id_of(library, file)
    played(library, id)
    before = library.track(id).audio_id
    retag(file, title="After")
    assert scanned() == {"changed": 1}
    assert (library.track(id).title, library.track(id).audio_id) == ("After", before)
    assert is_cherished(library, id)


def test_a_file_moved_away_and_back_is_itself(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = folder.put("a.mp3")
    scanned()
    id = id_of(library, file)
    for _ in range(2):
        away = file.rename(folder.path / "away.mp3")
        assert scanned() == {"moved": 1}
        away.rename(file)
        assert scanned() == {"moved": 1}
        assert id_of(library, file) == id


def test_a_rename_in_case_only_is_a_move(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = folder.put("Song.mp3")
    scanned()
    id = id_of(library, file)
    assert scanned() == {"unchanged": 1}
    renamed = file.rename(folder.path / "song.mp3")
    assert scanned() == {"moved": 1}
    assert id_of(library, renamed) == id


def test_a_missing_file_is_marked_and_comes_back(library: Library, folder: Folder, scanned: Scanned) -> None:
    folder.put("stays.mp3", 1)
    file = folder.put("goes.mp3")
    scanned()
    id, data = id_of(library, file), file.read_bytes()
    played(library, id)
    file.unlink()
    assert scanned() == {"missing": 1, "unchanged": 1}
    assert library.track(id).presence is Presence.MISSING
    assert id not in library.order()
    assert scanned() == {"unchanged": 1}
    file.write_bytes(data)
    scanned()
    assert library.track(id).presence is Presence.PRESENT
    assert is_cherished(library, id)


def test_a_missing_file_found_elsewhere_much_later_is_itself(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = folder.put("a.mp3")
    scanned()
    id, data = id_of(library, file), file.read_bytes()
    file.unlink()
    assert scanned() == {"missing": 1}
    found = folder.path / "other name.mp3"
    found.write_bytes(data)
    assert scanned() == {"moved": 1}
    assert id_of(library, found) == id


def test_a_copy_is_a_track_of_its_own(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = folder.put("a.mp3")
    scanned()
    shutil.copy(file, folder.path / "copy.mp3")
    assert scanned() == {"added": 1, "unchanged": 1}
    one, two = library.tracks(library.all_ids())
    assert one.id != two.id
    assert one.audio_id == two.audio_id
    assert len(library.to_hear()) == 1


def test_of_two_copies_that_move_each_stays_itself(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    one = folder.put("one/first.mp3")
    two = folder.put("two/second.mp3")
    scanned()
    ids = id_of(library, one), id_of(library, two)
    (folder.path / "three").mkdir()
    moved_two = two.rename(folder.path / "three" / "second.mp3")
    moved_one = one.rename(folder.path / "three" / "first.mp3")
    assert scanned() == {"moved": 2}
    assert (id_of(library, moved_one), id_of(library, moved_two)) == ids


def test_a_copy_whose_original_goes_is_the_original(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = folder.put("a.mp3")
    scanned()
    id = id_of(library, file)
    shutil.copy(file, folder.path / "b.mp3")
    shutil.copy(file, folder.path / "c.mp3")
    file.unlink()
    assert scanned() == {"moved": 1, "added": 1}
    assert id in library.all_ids()
    assert len(library.all_ids()) == 2


def test_a_move_to_another_drive_that_a_scan_saw_halfway_keeps_the_history(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = folder.put("a.mp3")
    scanned()
    id = id_of(library, file)
    played(library, id)
    library.set_rating(id, 4)
    (folder.path / "drive").mkdir()
    moved = folder.path / "drive" / "a.mp3"
    shutil.copy(file, moved)
    assert scanned() == {"added": 1, "unchanged": 1}
    file.unlink()
    assert scanned() == {"moved": 1, "unchanged": 1}
    assert library.all_ids() == [id] and library.missing() == []
    track = library.track(id)
    assert (track.path, track.rating, track.play_count) == (moved, 4, 1)


def test_a_copy_with_a_history_of_its_own_stays_itself(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = folder.put("a.mp3")
    scanned()
    (folder.path / "other").mkdir()
    copy = folder.path / "other" / "a.mp3"
    shutil.copy(file, copy)
    scanned()
    first, second = id_of(library, file), id_of(library, copy)
    played(library, second)
    file.unlink()
    assert scanned() == {"missing": 1, "unchanged": 1}
    assert [t.id for t in library.missing()] == [first] and library.all_ids() == [second]


def test_two_files_that_trade_places_stay_themselves(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    one, two = folder.put("one.mp3", 1, title="One"), folder.put("two.mp3", 2, title="Number Two")
    scanned()
    ids = id_of(library, one), id_of(library, two)
    played(library, ids[0])
    one.rename(folder.path / "x.mp3")
    two.rename(one)
    (folder.path / "x.mp3").rename(two)
    assert scanned() == {"moved": 2}
    assert (id_of(library, two), id_of(library, one)) == ids
    assert [library.track(id).title for id in ids] == ["One", "Number Two"]
    assert is_cherished(library, ids[0])
    assert scanned() == {"unchanged": 2}


def test_a_file_renamed_over_another_displaces_it(library: Library, folder: Folder, scanned: Scanned) -> None:
    one, two = folder.put("one.mp3", 1, title="One"), folder.put("two.mp3", 2, title="Two")
    scanned()
    first, second = id_of(library, one), id_of(library, two)
    played(library, first)
    two.rename(one)
    assert scanned() == {"moved": 1, "missing": 1}
    assert id_of(library, one) == second
    assert library.track(first).presence is Presence.MISSING
    assert library.track(first).title == "One"
    assert is_cherished(library, first)
    assert scanned() == {"unchanged": 1}
    folder.put("back.mp3", 1)
    assert scanned() == {"moved": 1, "unchanged": 1}
    assert library.track(first).path.name == "back.mp3"


def test_other_sound_at_the_same_place_keeps_the_history(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = folder.put("a.mp3", 1)
    scanned()
    id = id_of(library, file)
    played(library, id)
    before = library.track(id).audio_id
    folder.put("a.mp3", 2, title="A better recording")
    assert scanned() == {"changed": 1}
    assert library.track(id).audio_id not in (None, before)
    assert library.track(id).title == "A better recording"
    assert is_cherished(library, id)


def test_a_track_moved_from_under_a_replacement_leaves_it_a_track_of_its_own(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = folder.put("a.mp3", 1)
    scanned()
    id = id_of(library, file)
    moved = file.rename(folder.path / "b.mp3")
    folder.put("a.mp3", 2, title="New here")
    assert scanned() == {"moved": 1, "added": 1}
    assert id_of(library, moved) == id
    assert id_of(library, file) != id
    assert {track.audio_id is None for track in library.tracks(library.all_ids())} == {False}


def test_a_move_is_seen_when_only_the_new_folder_is_scanned(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = folder.put("old/a.mp3")
    folder.put("old/b.mp3", 1)
    scanned()
    id = id_of(library, file)
    played(library, id)
    new = folder.path / "new"
    new.mkdir()
    file.rename(new / "a.mp3")
    assert scanned(only=new) == {"moved": 1}
    assert id_of(library, new / "a.mp3") == id
    assert is_cherished(library, id)
    assert scanned() == {"unchanged": 2}


def test_only_one_folder_is_looked_at_when_asked(library: Library, folder: Folder, scanned: Scanned) -> None:
    gone = folder.put("one/a.mp3")
    folder.put("two/b.mp3", 1)
    scanned()
    gone.unlink()
    folder.put("two/c.mp3", 2)
    folder.put("one/d.mp3", 3)
    assert scanned(only=folder.path / "two") == {"added": 1, "unchanged": 1}
    assert scanned(only=folder.path / "one" / "d.mp3") == {"added": 1}
    assert scanned() == {"missing": 1, "unchanged": 3}


def test_a_place_outside_the_library_is_refused(scanned: Scanned, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not in a folder of the library"):
        scanned(only=tmp_path / "elsewhere")


# Drives, folders ---------------------------------------------------------------------------------------


def test_an_unplugged_drive_is_offline_and_comes_back(
    library: Library, folder: Folder, scanned: Scanned, tmp_path: Path
) -> None:
    for pitch in range(3):
        folder.put(f"{pitch}.mp3", pitch)
    scanned()
    ids = library.all_ids()
    folder.path.rename(tmp_path / "unplugged")
    assert scanned() == {}
    assert {library.track(id).presence for id in ids} == {Presence.OFFLINE}
    assert list(library.all_ids()) == ids
    (tmp_path / "unplugged").rename(folder.path)
    assert scanned() == {"unchanged": 3}
    assert {library.track(id).presence for id in ids} == {Presence.PRESENT}


def test_an_empty_mount_point_is_offline(
    library: Library, folder: Folder, scanned: Scanned, tmp_path: Path
) -> None:
    id_file = folder.put("a.mp3")
    scanned()
    id = id_of(library, id_file)
    folder.path.rename(tmp_path / "unplugged")
    folder.path.mkdir()
    assert scanned() == {}
    assert library.track(id).presence is Presence.OFFLINE


def test_a_folder_that_was_emptied_holds_missing_tracks(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = folder.put("a.mp3")
    scanned()
    file.unlink()
    assert scanned() == {"missing": 1}


def test_what_is_on_an_unplugged_drive_is_not_taken_for_moved(
    library: Library, folder: Folder, scanned: Scanned, tmp_path: Path
) -> None:
    drive = Folder(tmp_path / "drive")
    file = drive.put("a.mp3")
    folder.put("b.mp3", 1)
    library.add_root(drive.path)
    library.add_root(folder.path)
    scanned()
    id = id_of(library, file)
    shutil.copy(file, folder.path / "copy.mp3")
    drive.path.rename(tmp_path / "unplugged")
    assert scanned() == {"added": 1, "unchanged": 1}
    assert library.track(id).path == file


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="mounting a drive needs root on Linux"
)
def test_a_drive_mounted_inside_a_folder_is_offline_when_unmounted(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    folder.put("a.mp3")
    mount = folder.path / "usb"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "none", mount]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        file = folder.put("usb/deep/b.mp3", 1)
        assert scanned() == {"added": 2}
        id = id_of(library, file)
    finally:
        subprocess.run(["umount", mount], check=True)
    assert scanned() == {"unchanged": 1}
    assert library.track(id).presence is Presence.OFFLINE


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is forbidden to root")
def test_an_unreadable_folder_is_told_and_its_tracks_stay(
    library: Library, folder: Folder, scanned: Scanned, caplog: pytest.LogCaptureFixture
) -> None:
    file = folder.put("closed/a.mp3")
    scanned()
    file.parent.chmod(0)
    try:
        counts = scan(library, Progress())
    finally:
        file.parent.chmod(0o700)
    assert counts.missing == 0
    assert counts.unreadable == (f"{file.parent}/",)
    assert library.track(id_of(library, file)).presence is Presence.PRESENT


def test_a_folder_taken_out_comes_back_as_it_was(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = folder.put("a.mp3")
    scanned()
    id = id_of(library, file)
    played(library, id)
    library.remove_root(folder.path)
    assert library.roots() == []
    assert library.all_ids() == []
    assert library.track(id).presence is Presence.REMOVED
    library.add_root(folder.path)
    assert library.all_ids() == [id]
    assert scanned() == {"unchanged": 1}
    assert is_cherished(library, id)


def test_a_subfolder_left_out_comes_back_as_it_was(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    folder.put("a.mp3")
    file = folder.put("sub/b.mp3", 1)
    scanned()
    id = id_of(library, file)
    library.exclude(folder.path / "sub")
    assert id not in library.all_ids()
    assert scanned() == {"unchanged": 1}
    assert library.track(id).presence is Presence.REMOVED
    library.include(folder.path / "sub")
    assert id in library.all_ids()
    assert scanned() == {"unchanged": 2}


def test_a_folder_inside_a_left_out_one_can_be_added(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    folder.put("sub/b.mp3", 1)
    wanted = folder.put("sub/deep/c.mp3", 2)
    library.add_root(folder.path)
    library.exclude(folder.path / "sub")
    library.add_root(folder.path / "sub" / "deep")
    assert scanned() == {"added": 1}
    assert library.all_ids() == [id_of(library, wanted)]
    assert scanned() == {"unchanged": 1}


def test_a_hidden_folder_can_be_added_by_itself(library: Library, folder: Folder, scanned: Scanned) -> None:
    folder.put("a.mp3")
    folder.put(".secret/deep/b.mp3", 1)
    library.add_root(folder.path)
    library.add_root(folder.path / ".secret" / "deep")
    assert scanned() == {"added": 2}
    assert scanned() == {"unchanged": 2}


def test_nested_and_repeated_and_linked_folders_list_each_file_once(
    library: Library, folder: Folder, scanned: Scanned, tmp_path: Path
) -> None:
    folder.put("sub/a.mp3")
    (tmp_path / "link").symlink_to(folder.path)
    for root in (
        folder.path,
        folder.path / "sub",
        folder.path,
        tmp_path / "link",
        folder.path / "sub" / "..",
    ):
        library.add_root(root)
    assert library.roots() == [folder.path, folder.path / "sub"]
    assert scanned() == {"added": 1}
    assert scanned() == {"unchanged": 1}
    library.remove_root(folder.path)
    assert len(library.all_ids()) == 1
    assert scanned() == {"unchanged": 1}


def test_a_file_cannot_be_added_as_a_folder(library: Library, folder: Folder) -> None:
    with pytest.raises(UserError, match="is not a folder"):
        library.add_root(folder.put("a.mp3"))


# Ending early ------------------------------------------------------------------------------------------


def many(folder: Folder, count: int) -> None:
    first = folder.put("0000.flac").read_bytes()
    for number in range(1, count):
        # A last byte of its own makes each another recording; FLAC decoders report it and go on.
        (folder.path / f"{number:04}.flac").write_bytes(first[:-2] + number.to_bytes(2, "big"))


def test_a_cancelled_scan_keeps_what_it_wrote_and_goes_on(library: Library, folder: Folder) -> None:
    many(folder, 900)
    library.add_root(folder.path)
    progress = Progress()
    library.subscribe(lambda change: progress.cancel())
    with pytest.raises(Cancelled):
        scan(library, progress)
    listed = len(library.all_ids())
    assert 0 < listed < 900
    counts = scan(library, Progress())
    assert counts.added == 900 - listed
    assert counts.unchanged == listed
    assert len(library.to_hear()) == 900


def test_identities_that_a_cancelled_scan_left_out_are_found_by_the_next(
    library: Library, folder: Folder
) -> None:
    many(folder, 600)
    library.add_root(folder.path)
    progress = Progress()

    def cancel_when_recognising(change: Change) -> None:
        if change.kind is Kind.CHANGED:
            progress.cancel()

    library.subscribe(cancel_when_recognising)
    with pytest.raises(Cancelled):
        scan(library, progress)
    assert len(library.to_hear()) < 600
    assert scan(library, Progress()).unchanged == 600
    assert len(library.to_hear()) == 600


KILLED = """
import sys
from pathlib import Path
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
library = Library.open(Places(Path(sys.argv[1]), Path(sys.argv[1])))
library.add_root(Path(sys.argv[2]))
library.subscribe(lambda change: print(len(change.ids), flush=True))
scan(library, Progress())
"""


def test_a_killed_scan_leaves_no_process_and_goes_on(
    library: Library, folder: Folder, tmp_path: Path
) -> None:
    many(folder, 1_500)
    data = library.database.path.parent
    child = subprocess.Popen([sys.executable, "-c", KILLED, data, folder.path], stdout=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()
    below = _children_of(child.pid)
    child.kill()
    child.wait()
    child.stdout.close()
    listed = len(library.all_ids())
    assert 0 < listed < 1_500
    deadline = time.monotonic() + 10
    while any(map(_is_running, below)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(_is_running, below))
    assert scan(library, Progress()).added == 1_500 - listed
    assert len(library.to_hear()) == 1_500


def _children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_two_scans_at_once_wait_for_each_other(library: Library, folder: Folder) -> None:
    many(folder, 300)
    library.add_root(folder.path)
    results = []

    def run() -> None:
        results.append(scan(library, Progress()))
        library.database.close_thread()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((r.added, r.unchanged) for r in results) == [(0, 300), (300, 0)]
