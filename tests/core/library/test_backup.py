"""All that the user made, out into one file and back."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from core import scrobbling
from core.domain import Ended, PlayEvent, Presence, Seconds, Source, Timestamp, TrackId
from core.errors import UserError
from core.library import backup, guests
from core.library.bans import Ban, Bans
from core.library.foreign import Export, Song
from core.library.imports import imported_plays, take_in
from core.library.opinions import Opinions
from core.library.playlists import Node, Playlists
from core.library.radios import Radios, Seed, Steering
from core.library.scan import scan
from core.library.smart import Smart
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import Folder


@pytest.fixture
def made(library: Library, folder: Folder, scanned: Scanned) -> list[TrackId]:
    """Three tracks: rated, loved and played; in a playlist in a folder; with nothing."""
    for pitch in range(3):
        folder.put(f"{pitch}.mp3", pitch, title=f"Song {pitch}", artist="Somebody", album="Something")
    scanned()
    ids = library.all_ids()
    library.set_rating(ids[0], 3.5)
    library.set_loved(ids[0], loved=True)
    library.record_play(PlayEvent(ids[0], Timestamp(1e9), Seconds(300), Ended.FINISHED, Source.RADIO))
    take_in(
        library,
        Export("lastfm", [Song(title="Song 1", artist="Somebody", plays=1, played_at=[Timestamp(5e8)])]),
    )
    playlists = Playlists(library)
    inside = playlists.create_folder("Evenings")
    playlists.create("Slow", inside, [ids[1], ids[0], ids[1]])
    playlists.create_smart("Loved", Smart("is:loved"))
    playlists.close()
    return ids


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    """A library on another machine."""
    library = Library.open(Places(tmp_path / "other", tmp_path / "models"))
    yield library
    library.close()


def shape(library: Library) -> list[tuple[str, str, int, list[str]]]:
    playlists = Playlists(library)
    evenings = next(node for node in playlists.tree() if node.name == "Evenings")
    (slow,) = evenings.children
    found = [
        (node.name, str(node.kind), node.count, [""]) for node in playlists.tree() if node.name == "Loved"
    ]
    found.append(
        (slow.name, str(slow.kind), slow.count, [entry.title for entry in playlists.entries(slow.id)])
    )
    playlists.close()
    return found


def test_the_file_is_readable_with_a_track_to_a_line(
    library: Library, made: list[TrackId], tmp_path: Path
) -> None:
    file = tmp_path / "mine.json"
    assert backup.export(library, file) == 3
    lines = [
        json.loads(line.rstrip(","))
        for line in file.read_text().splitlines()
        if '"Song 0"' in line and "rating" in line
    ]
    assert lines[0]["rating"] == 3.5
    assert lines[0]["plays"] == [[1e9, 300.0, "finished", "radio"]]


def test_a_fresh_library_gets_all_of_it_back(
    library: Library, made: list[TrackId], folder: Folder, other: Library, tmp_path: Path
) -> None:
    backup.export(library, tmp_path / "mine.json")
    shutil.copytree(folder.path, tmp_path / "elsewhere")
    other.add_root(tmp_path / "elsewhere")
    scan(other, Progress())
    done = backup.restore(other, tmp_path / "mine.json")
    assert (done.tracks, done.found, done.waiting, done.plays, done.playlists) == (3, 3, 0, 1, 3)
    track = next(t for t in other.tracks(other.all_ids()) if t.title == "Song 0")
    assert (track.rating, track.loved, track.play_count, track.last_played) == (3.5, True, 1, 1e9)
    assert other.plays(track.id)[0].source is Source.RADIO
    assert len(imported_plays(other)) == 1
    assert shape(other) == shape(library)


def test_what_is_not_there_yet_comes_with_the_scan_that_finds_it(
    library: Library, made: list[TrackId], folder: Folder, other: Library, tmp_path: Path
) -> None:
    backup.export(library, tmp_path / "mine.json")
    done = backup.restore(other, tmp_path / "mine.json")
    assert (done.found, done.waiting) == (0, 3)
    assert other.all_ids() == []
    shutil.copytree(folder.path, tmp_path / "elsewhere")
    other.add_root(tmp_path / "elsewhere")
    scan(other, Progress())
    tracks = other.tracks(other.all_ids())
    assert sorted(track.title for track in tracks) == ["Song 0", "Song 1", "Song 2"]
    assert {track.presence for track in tracks} == {Presence.PRESENT}
    assert max(track.rating or 0 for track in tracks) == 3.5
    assert not other.missing()


def test_restoring_twice_changes_nothing(library: Library, made: list[TrackId], tmp_path: Path) -> None:
    backup.export(library, tmp_path / "one.json")
    done = backup.restore(library, tmp_path / "one.json")
    assert (done.found, done.plays, done.playlists) == (3, 0, 0)
    backup.export(library, tmp_path / "two.json")
    one, two = (json.loads((tmp_path / name).read_text()) for name in ("one.json", "two.json"))
    assert one["tracks"] == two["tracks"]
    assert one["playlists"] == two["playlists"]


def test_two_copies_of_one_recording_keep_what_is_each_ones_own(
    library: Library, folder: Folder, scanned: Scanned, tmp_path: Path
) -> None:
    folder.put("one/a.mp3", 1, title="Song")
    folder.put("two/a.mp3", 1, title="Song")
    scanned()
    one, two = library.all_ids()
    library.set_rating(one, 2.0)
    library.record_play(PlayEvent(two, Timestamp(1e9), Seconds(300), Ended.FINISHED, Source.RADIO))
    backup.export(library, tmp_path / "mine.json")
    assert backup.restore(library, tmp_path / "mine.json").plays == 0
    assert [(t.rating, t.play_count) for t in library.tracks([one, two])] == [(2.0, 0), (None, 1)]


def test_folders_in_folders_come_back_as_they_lay(library: Library, other: Library, tmp_path: Path) -> None:
    playlists = Playlists(library)
    outer = playlists.create_folder("Outer")
    playlists.create("First", outer)
    inner = playlists.create_folder("Inner", outer)
    playlists.create("Deep", inner)
    was = playlists.tree()
    playlists.close()
    backup.export(library, tmp_path / "mine.json")
    backup.restore(other, tmp_path / "mine.json")
    playlists = Playlists(other)
    assert names(playlists.tree()) == names(was) == {"Outer": {"First": {}, "Inner": {"Deep": {}}}}
    playlists.close()
    assert backup.restore(other, tmp_path / "mine.json").playlists == 0


def names(nodes: Sequence[Node]) -> dict[str, object]:
    return {node.name: names(node.children) for node in nodes}


def test_plays_that_come_from_elsewhere_are_told_to_no_service(
    library: Library, made: list[TrackId], other: Library, tmp_path: Path
) -> None:
    with library.database.write() as db:
        db.execute("UPDATE tracks SET duration = 200")
    backup.export(library, tmp_path / "mine.json")
    scrobbling.begin(other, "listenbrainz")
    assert backup.restore(other, tmp_path / "mine.json").plays == 1
    assert scrobbling.waiting(other, "listenbrainz") == []
    played = other.plays()[0].track_id
    other.record_play(PlayEvent(played, Timestamp(2e9), Seconds(300), Ended.FINISHED, Source.RADIO))
    assert [each.started_at for each in scrobbling.waiting(other, "listenbrainz")] == [2e9]


def test_parts_of_a_file_wait_with_it_for_the_scan_that_finds_it(
    library: Library, folder: Folder, scanned: Scanned, other: Library, tmp_path: Path
) -> None:
    folder.put("album.flac", 1, title="Album")
    sheet = 'FILE "album.flac" WAVE\n' + "".join(
        f"TRACK {n:02} AUDIO\nTITLE Part{n}\nINDEX 01 00:00:{15 * n - 15:02}\n" for n in (1, 2)
    )
    (folder.path / "album.cue").write_text(sheet)
    scanned()
    parts = library.all_ids()
    assert len(parts) == 2
    library.set_rating(parts[1], 4.5)
    backup.export(library, tmp_path / "mine.json")
    backup.restore(other, tmp_path / "mine.json")
    shutil.copytree(folder.path, tmp_path / "elsewhere")
    other.add_root(tmp_path / "elsewhere")
    scan(other, Progress())
    found = [(t.title, t.rating) for t in other.tracks(other.all_ids())]
    assert sorted(found) == [("Part1", None), ("Part2", 4.5)]
    assert not other.missing()


def test_a_file_heard_from_outside_the_folders_stays_itself(
    library: Library, folder: Folder, tmp_path: Path
) -> None:
    file = folder.put("guest.mp3", 1, title="Guest", artist="Nobody")
    (id,) = guests.receive(library, [file]).ids
    library.record_play(PlayEvent(id, Timestamp(1e9), Seconds(300), Ended.FINISHED, Source.LIBRARY))
    backup.export(library, tmp_path / "mine.json")
    done = backup.restore(library, tmp_path / "mine.json")
    assert (done.waiting, done.plays) == (0, 0)


@pytest.mark.parametrize(
    "said",
    [
        "[" * 200_000,
        '{"meander": 1, "tracks": [{"path": "/a", "rating": [1]}], "playlists": []}',
        '{"meander": 1, "tracks": [{"path": "/a", "play_count": 1e999}], "playlists": []}',
        '{"meander": 1, "tracks": [{"path": "/a", "skip_count": 99999999999999999999}], "playlists": []}',
        '{"meander": 1, "tracks": [{"path": "/a\\u0000"}], "playlists": []}',
    ],
    ids=["deep", "list", "infinite", "large", "nul"],
)
def test_rubbish_is_said_to_be_that(library: Library, tmp_path: Path, said: str) -> None:
    (tmp_path / "rubbish.json").write_text(said)
    with pytest.raises(UserError, match="damaged"):
        backup.restore(library, tmp_path / "rubbish.json")
    assert library.missing() == []


def test_what_the_listener_thinks_now_stays(library: Library, made: list[TrackId], tmp_path: Path) -> None:
    backup.export(library, tmp_path / "mine.json")
    library.set_rating(made[0], 1.0)
    backup.restore(library, tmp_path / "mine.json")
    assert library.track(made[0]).rating == 1.0


def test_names_that_are_not_text_come_back_byte_for_byte(
    library: Library, other: Library, tmp_path: Path
) -> None:
    odd = os.fsdecode(b"/music/\xff\xfe.mp3")
    with library.database.write() as db:
        db.execute(
            """INSERT INTO tracks (path, size, mtime_ns, title, added_at, rating)
               VALUES (?, 1, 1, 'Odd', 0, 4)""",
            (os.fsencode(odd),),
        )
    backup.export(library, tmp_path / "mine.json")
    backup.restore(other, tmp_path / "mine.json")
    assert [os.fsencode(track.path) for track in other.missing()] == [b"/music/\xff\xfe.mp3"]


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[1]", '{"meander": 1}', '{"meander": 1, "tracks": [{"x": 1}], "playlists": []}', "\0"],
)
def test_a_damaged_file_changes_nothing_and_says_so(
    library: Library, made: list[TrackId], tmp_path: Path, content: str
) -> None:
    file = tmp_path / "mine.json"
    file.write_text(content)
    with pytest.raises(UserError, match="no export of Meander"):
        backup.restore(library, file)
    assert len(library.all_ids()) == 3


def test_a_newer_versions_file_is_refused(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"meander": 99, "tracks": [], "playlists": []}')
    with pytest.raises(UserError, match="newer Meander"):
        backup.restore(library, file)


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    library: Library, made: list[TrackId], tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        backup.export(library, tmp_path / "no" / "mine.json")


@pytest.fixture
def said(library: Library, made: list[TrackId]) -> list[TrackId]:
    """A radio that was steered and edited, two opinions, and bans of a track and an artist."""
    first, second, third = made
    state = {
        **{"version": 2, "likes": [first], "dislikes": [], "removed": [third], "history": [second]},
        **{"skipped": [[third, 0.25]], "at": [[first, 5.0]], "plan": [[first, True], None, [third, False]]},
        "seeds": [Seed.track(second).to_json(), Seed.history().to_json()],
    }
    radios = Radios(library)
    seeds = (Seed.track(second, "Song 1"), Seed.history())
    radios.rename(radios.keep(None, seeds, Steering(drift=0.5), state, 90.0, Timestamp(7.0)), "Evening")
    Opinions(library).remember(first, 1.0, Timestamp(8.0))
    Opinions(library).remember(third, -1.0, Timestamp(9.0))
    Bans(library).add(Ban.track(third))
    Bans(library).add(Ban.artist("Nobody"))
    return made


def test_radios_opinions_and_bans_come_back_with_the_tracks_that_they_speak_of(
    library: Library, other: Library, said: list[TrackId], tmp_path: Path
) -> None:
    with other.database.write() as db:  # so that no id is the same there
        db.execute(
            """INSERT INTO tracks (id, path, size, mtime_ns, title, added_at)
               VALUES (90, x'2f78', 0, 0, 'x', 0)"""
        )
    backup.export(library, tmp_path / "all.json")
    assert backup.restore(other, tmp_path / "all.json").radios == 1
    now = {track.title: track.id for track in other.missing()}
    first, second, third = (now[f"Song {number}"] for number in range(3))
    (past,) = Radios(other).all()
    assert (past.name, past.steering, past.heard) == ("Evening", Steering(drift=0.5), 90.0)
    assert past.seeds == (Seed.track(second, "Song 1"), Seed.history())
    state = Radios(other).state(past.id)
    assert state is not None
    assert (state["likes"], state["removed"], state["history"]) == ([first], [third], [second])
    assert (state["skipped"], state["at"]) == ([[third, 0.25]], [[first, 5.0]])
    assert state["plan"] == [[first, True], [third, False]]
    assert [(o.track_id, o.weight) for o in Opinions(other).all()] == [(third, -1.0), (first, 1.0)]
    assert set(Bans(other).all()) == {Ban.track(third), Ban.artist("Nobody")}


def test_restoring_radios_twice_makes_no_second_one(
    library: Library, said: list[TrackId], tmp_path: Path
) -> None:
    backup.export(library, tmp_path / "all.json")
    before = Radios(library).all(), Opinions(library).all(), Bans(library).all()
    assert backup.restore(library, tmp_path / "all.json").radios == 0
    assert (Radios(library).all(), Opinions(library).all(), Bans(library).all()) == before


def test_a_file_from_before_there_were_radios_is_read(
    library: Library, made: list[TrackId], tmp_path: Path
) -> None:
    file = tmp_path / "all.json"
    backup.export(library, file)
    told = json.loads(file.read_text())
    del told["radios"], told["bans"]
    for record in told["tracks"]:
        del record["id"]
    file.write_text(json.dumps(told))
    assert backup.restore(library, file).tracks == 3
