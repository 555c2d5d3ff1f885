"""The library as shelves: what is on them, and that they follow what happens to tracks."""

from __future__ import annotations

import json
import os
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.library import search
from core.library.albums import VARIOUS, AlbumId
from core.library.browse import Browse, By
from core.library.names import sort_key
from core.library.narrowing import Role, between, having, in_folder, on_albums
from core.library.tracks import Library
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import Folder

_numbers = count(1)


def add(library: Library, path: str, album: str = "", artist: str = "", **said: Any) -> TrackId:
    """A track straight into the database."""
    lists = {name: said.pop(name, ()) for name in ("genres", "composers", "album_artists")}
    values: dict[str, Any] = {
        "path": os.fsencode(Path("/music") / path),
        "size": 1,
        "mtime_ns": 1,
        "added_at": 1000.0,
        "duration": 60.0,
        "title": path.rpartition("/")[2],
        "title_key": sort_key(path.rpartition("/")[2]),
        "artist": artist,
        "artists": json.dumps([artist]) if artist else "[]",
        "artist_key": sort_key(artist),
        "album": album,
        "album_key": sort_key(album),
        "album_artist_key": sort_key(", ".join(lists["album_artists"]) or artist),
    }
    for name, texts in lists.items():
        values |= {name: json.dumps(list(texts)), name[:-1]: ", ".join(texts)}
    values |= said
    with library.database.write() as db:
        columns = ", ".join(values)
        marks = ", ".join("?" * len(values))
        made = db.execute(f"INSERT INTO tracks ({columns}) VALUES ({marks})", list(values.values()))
    assert made.lastrowid is not None
    return TrackId(made.lastrowid)


@pytest.fixture
def browse(library: Library) -> Browse:
    return Browse(library)


def titles(browse: Browse, *args: Any, **named: Any) -> list[str]:
    return [album.title for album in browse.albums(*args, **named)]


def test_albums_have_their_sums(library: Library, browse: Browse) -> None:
    one = add(library, "a/1", "Blue", "Joni", year=1971, track_no=1)
    add(library, "a/2", "Blue", "Joni", year=1971, track_no=2, added_at=2000.0)
    library.set_rating(one, 4)
    library.record_play(PlayEvent(one, Timestamp(5000.0), Seconds(60.0), Ended.FINISHED, Source.LIBRARY))
    (album,) = browse.albums()
    assert (album.tracks, album.seconds, album.year, album.rating) == (2, 120.0, 1971, 4.0)
    assert (album.added, album.last_played, album.plays) == (2000.0, 5000.0, 1)
    assert album.path == Path("/music/a/1")


def test_sums_follow_ratings_and_plays(library: Library, browse: Browse) -> None:
    one = add(library, "a/1", "Blue", "Joni")
    assert browse.albums()[0].rating is None
    library.set_rating(one, 2)
    assert browse.albums()[0].rating == 2
    library.record_play(PlayEvent(one, Timestamp(1.0), Seconds(60.0), Ended.FINISHED, Source.LIBRARY))
    assert browse.albums()[0].plays == 1


def test_a_retagged_track_moves_to_its_album(library: Library, browse: Browse) -> None:
    one, two = add(library, "a/1", "Blue", "Joni"), add(library, "a/2", "Blue", "Joni")
    assert browse.albums()[0].tracks == 2
    with library.database.write() as db:
        db.execute("UPDATE tracks SET album = 'Hejira', album_key = 'hejira' WHERE id = ?", (two,))
    assert titles(browse) == ["Blue", "Hejira"]
    assert browse.album_of(one) != browse.album_of(two)


def test_one_that_leaves_may_turn_a_compilation_into_an_album(library: Library, browse: Browse) -> None:
    add(library, "a/1", "Blue", "Joni", track_no=1)
    guest = add(library, "a/2", "Blue", "Somebody", track_no=2)
    assert browse.albums()[0].artist == VARIOUS
    with library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'missing' WHERE id = ?", (guest,))
    assert [(album.artist, album.tracks) for album in browse.albums()] == [("Joni", 1)]


def test_an_album_without_tracks_is_gone(library: Library, browse: Browse) -> None:
    one = add(library, "a/1", "Blue", "Joni")
    id = browse.albums()[0].id
    with library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'removed' WHERE id = ?", (one,))
    assert browse.albums() == []
    assert browse.album(id) is None


def test_a_drive_unplugged_changes_no_album(library: Library, browse: Browse) -> None:
    one = add(library, "a/1", "Blue", "Joni")
    before = browse.albums()
    with library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'offline' WHERE id = ?", (one,))
        assert db.execute("SELECT count(*) FROM tracks WHERE album_id IS NULL").fetchone()[0] == 0
    assert browse.albums() == before


def test_tracks_without_an_album_are_on_none(library: Library, browse: Browse) -> None:
    one = add(library, "a/1", "", "Joni")
    assert browse.albums() == []
    assert browse.album_of(one) is None
    assert browse.collection(Role.ALBUM_ARTIST, "Joni").loose == (one,)


@pytest.fixture
def shelf(library: Library) -> Library:
    """Three albums, of 1971, 1985 and 1998."""
    for album, artist, year, genre in (
        ("The Blue Album", "Joni", 1971, "Folk"),
        ("Äther", "The Zoo", 1985, "Rock"),
        ("Zebra", "Émilie", 1998, "rock"),
    ):
        for number in (1, 2):
            add(
                library, f"{album}/{number}", album, artist, year=year, track_no=number, genres=[genre, "Pop"]
            )
    return library


def test_albums_come_in_any_order(shelf: Library, browse: Browse) -> None:
    assert titles(browse, by=By.ARTIST) == ["Zebra", "The Blue Album", "Äther"]
    assert titles(browse, by=By.TITLE) == ["Äther", "The Blue Album", "Zebra"]
    assert titles(browse, by=By.YEAR) == ["Zebra", "Äther", "The Blue Album"]
    assert sorted(titles(browse, by=By.RANDOM)) == sorted(titles(browse))


def test_a_shelf_has_only_what_it_is_about(shelf: Library, browse: Browse) -> None:
    assert titles(browse, by=By.PLAYS, shelf=True) == []
    assert len(titles(browse, by=By.ADDED, shelf=True)) == 3
    shelf.set_rating(shelf.all_ids()[0], 5)
    assert titles(browse, by=By.RATING, shelf=True) == ["The Blue Album"]


def test_the_search_language_finds_albums(shelf: Library, browse: Browse) -> None:
    assert titles(browse, search.parse("genre:rock year:1990..")) == ["Zebra"]
    assert browse.albums(search.parse("zebra"))[0].tracks == 2


def test_names_are_counted_one_by_one_whatever_their_case(shelf: Library, browse: Browse) -> None:
    genres = browse.names(Role.GENRE)
    assert [(each.name.lower(), each.tracks, each.albums) for each in genres] == [
        ("folk", 2, 1),
        ("pop", 6, 3),
        ("rock", 4, 2),
    ]
    assert len(shelf.order("")) == 6
    assert len(browse.track_ids(having(Role.GENRE, ["ROCK"]))) == 4


def test_names_are_sorted_without_articles(shelf: Library, browse: Browse) -> None:
    assert [each.name for each in browse.names(Role.ALBUM_ARTIST)] == ["Émilie", "Joni", "The Zoo"]


def test_sort_names_in_the_tags_go_first(library: Library, browse: Browse) -> None:
    add(
        library,
        "a/1",
        "Blue",
        "Joni Mitchell",
        artist_key="mitchell, joni",
        album_artist_key="mitchell, joni",
    )
    add(library, "b/1", "Low", "Neil")
    assert [each.name for each in browse.names(Role.ARTIST)] == ["Joni Mitchell", "Neil"]
    assert browse.names(Role.ALBUM_ARTIST)[0].key == "mitchell, joni"


def test_names_narrow_each_other(shelf: Library, browse: Browse) -> None:
    rock = having(Role.GENRE, ["Rock"])
    assert [each.name for each in browse.names(Role.ALBUM_ARTIST, rock)] == ["Émilie", "The Zoo"]
    assert titles(browse, rock, By.TITLE) == ["Äther", "Zebra"]
    zoo = having(Role.ALBUM_ARTIST, ["The Zoo"])
    assert [each.name.lower() for each in browse.names(Role.GENRE, zoo)] == ["pop", "rock"]
    assert len(browse.track_ids(on_albums([browse.albums(zoo)[0].id]))) == 2


@pytest.mark.parametrize("name", ['"', "!!!", "a AND b", "x'y", "%", "né", "*"])
def test_no_name_is_too_odd(library: Library, browse: Browse, name: str) -> None:
    id = add(library, "a/1", "Blue", name, genres=[name])
    add(library, "b/1", "Blue", "Other", genres=["Other"])
    assert browse.track_ids(having(Role.GENRE, [name])) == [id]
    assert browse.track_ids(having(Role.ARTIST, [name])) == [id]
    assert len(browse.track_ids(having(Role.GENRE, [name, "Other"]))) == 2


def test_an_artist_has_albums_appearances_and_loose_tracks(library: Library, browse: Browse) -> None:
    add(library, "a/1", "Blue", "Joni", album_artists=["Joni"])
    for number in range(1, 4):
        add(library, f"mix/{number}", "Mix", ("Joni", "Neil", "Bob")[number - 1], track_no=number)
    loose = add(library, "single", "", "Joni")
    found = browse.collection(Role.ALBUM_ARTIST, "Joni")
    assert [album.title for album in found.albums] == ["Blue"]
    assert [album.title for album in found.guest_on] == ["Mix"]
    assert (found.loose, found.tracks) == ((loose,), 3)


def test_albums_of_two_artists_are_of_both(library: Library, browse: Browse) -> None:
    add(library, "a/1", "Duets", "Ella", album_artists=["Ella", "Louis"])
    assert [each.name for each in browse.names(Role.ALBUM_ARTIST)] == ["Ella", "Louis"]
    assert [album.artist for album in browse.collection(Role.ALBUM_ARTIST, "Louis").albums] == ["Ella, Louis"]


def test_composers_have_their_works(library: Library, browse: Browse) -> None:
    add(library, "a/1", "Mass", "Choir", composers=["Bach"])
    assert [each.name for each in browse.names(Role.COMPOSER)] == ["Bach"]
    assert [album.title for album in browse.collection(Role.COMPOSER, "Bach").albums] == ["Mass"]


def test_decades_have_their_years(shelf: Library, browse: Browse) -> None:
    assert [(each.first, each.years, each.tracks) for each in browse.decades()] == [
        (1990, ((1998, 1),), 2),
        (1980, ((1985, 1),), 2),
        (1970, ((1971, 1),), 2),
    ]
    assert [album.title for album in browse.years(1980, 1999).albums] == ["Äther", "Zebra"]
    assert len(browse.track_ids(between(1985, 1985))) == 2


def test_discs_are_headed_and_in_order(library: Library, browse: Browse) -> None:
    for disc in (2, 1):
        for number in (2, 1):
            add(
                library, f"a/CD{disc}/{number}", f"Aerial (Disc {disc}: Part {disc})", "Kate", track_no=number
            )
    (album,) = browse.albums()
    discs = browse.discs(album.id)
    assert [(disc.number, disc.title, [track.title for track in disc.tracks]) for disc in discs] == [
        (1, "Part 1", ["1", "2"]),
        (2, "Part 2", ["1", "2"]),
    ]
    assert browse.tracks_on([album.id]) == [track.id for disc in discs for track in disc.tracks]
    assert (album.discs, album.tracks) == (2, 4)


def test_an_unknown_album_has_nothing(browse: Browse) -> None:
    assert browse.album(AlbumId("none")) is None
    assert browse.discs(AlbumId("none")) == []
    assert browse.albums_of([AlbumId("none")]) == []


def test_folders_are_counted_level_by_level(
    library: Library, browse: Browse, folder: Folder, scanned: Scanned
) -> None:
    for pitch, name in enumerate(("b/deep/1.mp3", "b/2.mp3", "a/3.mp3", "4.mp3")):
        folder.put(name, pitch, title=name)
    scanned()
    (root,) = browse.roots()
    assert (root.tracks, root.folders, root.offline) == (4, True, False)
    a, b = browse.folders(root.raw_path)
    assert [(each.path.name, each.tracks, each.folders) for each in (a, b)] == [
        ("a", 1, False),
        ("b", 2, True),
    ]
    assert [each.path.name for each in browse.folders(b.raw_path)] == ["deep"]
    assert len(browse.track_ids(in_folder(b.raw_path))) == 2


def test_a_folder_whose_drive_is_away_says_so(library: Library, browse: Browse, tmp_path: Path) -> None:
    away = tmp_path / "drive"
    away.mkdir()
    library.add_root(away)
    add(library, str(away / "rock" / "1.mp3"), presence="offline")
    away.rmdir()
    (root,) = browse.roots()
    assert (root.offline, root.tracks) == (True, 1)
    assert [each.offline for each in browse.folders(root.raw_path)] == [True]


def test_a_scan_lists_albums_as_it_goes(
    library: Library, browse: Browse, folder: Folder, scanned: Scanned
) -> None:
    for pitch in range(3):
        folder.put(f"Joni/Blue/{pitch}.mp3", pitch, title=f"Song {pitch}", artist="Joni", album="Blue")
    scanned()
    (album,) = browse.albums()
    assert (album.title, album.artist, album.tracks) == ("Blue", "Joni", 3)
    (folder.path / "Joni/Blue/0.mp3").rename(folder.path / "Joni/0.mp3")
    scanned()
    assert [each.tracks for each in browse.albums()] == [3]
